"""Passes over names: known entities, equal names, shorter forms, acronyms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise

from kg.extract.coreference.features import Features
from kg.extract.coreference.known import in_other_script
from kg.extract.coreference.scene import Scene
from kg.extract.names.matching import Name, is_acronym_of, looks_like_acronym, shortens
from kg.facts import Kind
from kg.namespace import Spine

SURNAME_ONLY = 1
OF = frozenset({"of", "for"})
BETWEEN = 6


def same_known(scene: Scene) -> None:
    """Mentions that denote one known entity are one."""
    first: dict[str, int] = {}
    for feature in scene.features:
        iri = scene.clusters.known(feature.index)
        if iri and feature.kind is not Kind.VALUE:
            scene.clusters.join(first.setdefault(iri, feature.index), feature.index)


def other_scripts(scene: Scene) -> None:
    """A name and the same in another script in the bracket after it are one."""
    places = {id(mention): index for index, mention in enumerate(scene.reading.mentions)}
    for name, written in in_other_script(scene.reading.mentions):
        scene.clusters.join(places[id(name)], places[id(written)], renamed=True)


def equal_names(scene: Scene) -> None:
    """Names that are equal but for titles and loose parts are one; a person's single word waits for `shorter_names`."""
    groups: dict[tuple[str, ...], list[Features]] = defaultdict(list)
    for feature in scene.of_kind(Kind.NAME):
        if feature.name and not _is_short_person(feature):
            groups[_key(feature)].append(feature)
    for group in groups.values():
        for at, feature in enumerate(group):
            for earlier in reversed(group[:at]):
                if _same_kind_of_place(scene, earlier, feature) and scene.clusters.join(earlier.index, feature.index):
                    break


def _key(feature: Features) -> tuple[str, ...]:
    """What equal names share; of an organization the words in any order ('Defense Department')."""
    if feature.family != Spine.ORGANIZATION:
        return feature.name
    return tuple(sorted(set(feature.name) - OF)) or feature.name


def _same_kind_of_place(scene: Scene, one: Features, other: Features) -> bool:
    """'Mosul district' and 'Mosul' are two places, 'Hajin town' and 'Hajin' one."""
    return one.family != Spine.PLACE or one.words == other.words or scene.clusters.compatible(one.index, other.index)


def shorter_names(scene: Scene) -> None:
    """A shorter form of a name is the entity of the longer form.

    A person's surname goes to the bearer who was called by it before, else to the one named last before it; where
    nobody was named before, to the only one named after it. A name of an organization, place or system goes to the
    longer name only where there is just one.
    """
    names = scene.of_kind(Kind.NAME)
    by_name: dict[str, dict[Name, list[Features]]] = defaultdict(lambda: defaultdict(list))
    for feature in names:
        by_name[feature.family][feature.name].append(feature)
    for feature in names:
        if feature.family == Spine.PERSON:
            _to_bearer(scene, feature, by_name[Spine.PERSON])
        elif feature.name:
            _to_longer(scene, feature, by_name[feature.family])
    _equal_single_names(scene, names)


def _is_short_person(feature: Features) -> bool:
    return feature.family == Spine.PERSON and len(feature.name) == SURNAME_ONLY


def _to_bearer(scene: Scene, feature: Features, by_name: Mapping[Name, list[Features]]) -> None:
    longer = [name for name in by_name if shortens(feature.name, name) and not _is_child(scene, feature.name, name)]
    bearers = sorted((f for name in longer for f in by_name[name]), key=lambda f: f.index)
    earlier = [f for f in bearers if f.index < feature.index]
    later = [f for f in bearers if f.index > feature.index]
    by_surname = [f for f in earlier if any(m.name == feature.name for m in scene.clusters.names(f.index))]
    for bearer in (*reversed(by_surname), *reversed(earlier)):
        if scene.clusters.join(bearer.index, feature.index):
            return
    if len({scene.clusters.of(f.index) for f in later}) == 1:
        scene.clusters.join(later[0].index, feature.index)


def _is_child(scene: Scene, name: Name, parent: Name) -> bool:
    """'Yusuf' is not 'Umm Yusuf', Yusuf's mother."""
    return len(parent) == 2 and parent[0] in scene.words.parents and name[-1] == parent[1] and len(name) == 1


def _to_longer(scene: Scene, feature: Features, by_name: Mapping[Name, list[Features]]) -> None:
    longer = [f for name, group in by_name.items() if len(name) > len(feature.name) for f in group[:1]]
    longer = [f for f in longer if _abbreviates(scene, feature.name, f)]
    alike = [f for f in longer if scene.clusters.compatible(f.index, feature.index)]
    if len({scene.clusters.of(f.index) for f in alike}) == 1:
        scene.clusters.join(alike[0].index, feature.index)


def _abbreviates(scene: Scene, short: tuple[str, ...], long: Features) -> bool:
    """Whether a longer name says the same: with an of-phrase after, or with whose it is before.

    'Islamic State' of 'Islamic State of Iraq and the Levant', 'Security Council' of 'UN Security Council'; but not
    'UN' of the latter, nor 'Central Command' of 'Air Forces Central Command'.
    """
    size = len(short)
    if not 0 < size < len(long.name):
        return False
    if long.name[:size] == short and long.family in (Spine.ORGANIZATION, Spine.EVENT):
        return long.words[len(long.words) - (len(long.name) - size)] in OF or long.name[size] in OF
    if long.name[:size] == short and "-".join(long.name[: size + 1]) in long.span.text.lower():
        return long.span.text.isupper()
    owner = " ".join(long.name[:-size])
    return long.name[-size:] == short and size > 1 and _is_known_word(scene, owner)


def _is_known_word(scene: Scene, words: str) -> bool:
    """Whether words before a name are states, organizations or demonyms."""
    return owns(scene, words) or all(owns(scene, part) for part in words.split())


def owns(scene: Scene, word: str) -> bool:
    """Whether a word before an organization's name only says whose it is: a state, an organization, a demonym."""
    named = scene.knowledge.named(word)
    demonym = scene.knowledge.by_demonym.get(word.lower())
    return bool(demonym) or any(
        scene.ontology.is_any(entity.type, (Spine.COUNTRY, Spine.ORGANIZATION)) for entity in named
    )


def _equal_single_names(scene: Scene, names: list[Features]) -> None:
    """A person known by one word only is one person, unless the word is shared by several full names."""
    first: dict[str, Features] = {}
    for feature in names:
        if _is_short_person(feature):
            scene.clusters.join(first.setdefault(feature.name[0], feature).index, feature.index)


def equal_words(scene: Scene) -> None:
    """A description in the very words of a name is that name: 'the coalition', 'a UN' of 'a UN report'."""
    named = {f.words: f for f in reversed(scene.of_kind(Kind.NAME))}
    for feature in scene.of_kind(Kind.NOMINAL):
        other, proper = named.get(feature.words), feature.span[-1].text[:1].isupper()
        if other is not None and other.family == Spine.PERSON and not proper:
            continue
        if other is not None and (proper or feature.taken not in ("indefinite", "different")):
            scene.clusters.allow(other.index, feature.index)
            scene.clusters.join(other.index, feature.index)


def aliases(scene: Scene) -> None:
    """Two names with 'also known as' or the like between them are one."""
    names = scene.of_kind(Kind.NAME)
    for one, other in pairwise(names):
        between = scene.doc[one.span.end : max(other.span.start, one.span.end)]
        words = " ".join(t.lower_ for t in between if t.is_alpha)
        if len(between) <= BETWEEN and words in scene.words.alias_phrases:
            scene.clusters.join(one.index, other.index, renamed=True)


def handles(scene: Scene) -> None:
    """'@ABlinken' is the one person named whose surname ends it, or whose full name it is."""
    people = [f for f in scene.of_kind(Kind.NAME) if f.family == Spine.PERSON and len(f.name) > 1]
    for feature in scene.of_kind(Kind.NAME):
        handle = feature.span.text.lstrip("(").lower()
        if handle.startswith("@"):
            bearers = [f for f in people if handle.endswith(f.name[-1]) or handle[1:] == "".join(f.name)]
            if len({scene.clusters.of(f.index) for f in bearers}) == 1:
                scene.clusters.join(bearers[0].index, feature.index, renamed=True)


def acronyms(scene: Scene) -> None:
    """An acronym is the entity whose name has its initials: introduced in brackets, or used with no other reading."""
    named = [(f, _words(f)) for f in scene.of_kind(Kind.NAME) if f.family not in (Spine.PERSON, "")]
    described = [(f, _words(f)) for f in scene.of_kind(Kind.NOMINAL) if f.family == Spine.ORGANIZATION]
    long = _by_initial((f, words) for f, words in named if len(words) > 1)
    bodies = _by_initial((f, [word.title() for word in words]) for f, words in described if len(words) > 2)
    for feature, words in named:
        initial = words[0][:1].lower() if words and looks_like_acronym(words[-1]) else ""
        expansions = [f for f, expansion in long.get(initial, ()) if _abbreviated(words, expansion)]
        meant = [f for f, expansion in bodies.get(initial, ()) if _abbreviated(words, expansion)]
        introduced = [f for f in (*expansions, *meant) if _in_brackets(f, feature)]
        chosen = introduced or expansions or meant
        if len({scene.clusters.of(f.index) for f in chosen}) == 1:
            scene.clusters.join(chosen[0].index, feature.index)


def _by_initial(names: Iterable[tuple[Features, list[str]]]) -> dict[str, list[tuple[Features, list[str]]]]:
    """Names by the first letter of their first word."""
    table: dict[str, list[tuple[Features, list[str]]]] = defaultdict(list)
    for feature, words in names:
        table[words[0][:1].lower()].append((feature, words))
    return table


def _abbreviated(short: list[str], long: list[str]) -> bool:
    """Whether the last word of a name is an acronym of what a longer name has there: '507th ARW'."""
    size = len(short) - 1
    return 0 <= size < len(long) - 1 and short[:-1] == long[:size] and is_acronym_of(short[-1], long[size:])


def _words(feature: Features) -> list[str]:
    text = feature.span.text.removesuffix("’s").removesuffix("'s")
    return [word for word in text.replace("(", " ").replace(")", " ").split() if word.lower() != "the"]


def _in_brackets(long: Features, short: Features) -> bool:
    """'Syrian Democratic Forces (SDF)', or the other way round."""
    first, second = sorted((long, short), key=lambda f: f.span.start)
    if second.span.start - first.span.end > 2:
        return False
    return first.span.doc[first.span.end : second.span.start].text.strip() == "("
