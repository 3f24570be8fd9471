"""Passes over names: known entities, equal names, shorter forms, acronyms."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from kg.extract.mentionfeatures import Features
from kg.extract.names import is_acronym_of, shortens
from kg.extract.scene import Scene
from kg.facts import Kind

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


def equal_names(scene: Scene) -> None:
    """Names that are equal but for titles and loose parts are one; a person's single word waits for `shorter_names`."""
    groups: dict[tuple[str, ...], list[Features]] = defaultdict(list)
    for feature in scene.of_kind(Kind.NAME):
        if feature.name and not _is_short_person(feature):
            groups[feature.name].append(feature)
    for group in groups.values():
        for at, feature in enumerate(group):
            for earlier in reversed(group[:at]):
                same_words = earlier.words == feature.words or scene.clusters.compatible(earlier.index, feature.index)
                if same_words and scene.clusters.join(earlier.index, feature.index):
                    break


def shorter_names(scene: Scene) -> None:
    """A shorter form of a name is the entity of the longer form.

    A person's surname goes to the bearer named last before it; where nobody was named before, to the only one named
    after it. A name of an organization, place or system goes to the longer name only where there is just one.
    """
    names = scene.of_kind(Kind.NAME)
    for feature in names:
        if feature.family == "Person":
            _to_bearer(scene, feature, names)
        elif feature.name:
            _to_longer(scene, feature, names)
    _equal_single_names(scene, names)


def _is_short_person(feature: Features) -> bool:
    return feature.family == "Person" and len(feature.name) == SURNAME_ONLY


def _to_bearer(scene: Scene, feature: Features, names: list[Features]) -> None:
    bearers = [f for f in names if f.family == "Person" and shortens(feature.name, f.name)]
    earlier = [f for f in bearers if f.index < feature.index]
    later = [f for f in bearers if f.index > feature.index]
    if any(scene.clusters.join(bearer.index, feature.index) for bearer in reversed(earlier)):
        return
    if len({scene.clusters.of(f.index) for f in later}) == 1:
        scene.clusters.join(later[0].index, feature.index)


def _to_longer(scene: Scene, feature: Features, names: list[Features]) -> None:
    longer = [f for f in names if f.family == feature.family and _abbreviates(scene, feature.name, f)]
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
    if long.name[:size] == short and long.family in ("Organization", "Event"):
        return long.words[len(long.words) - (len(long.name) - size)] in OF or long.name[size] in OF
    owner = " ".join(long.name[:-size])
    return long.name[-size:] == short and size > 1 and _is_known_word(scene, owner)


def _is_known_word(scene: Scene, words: str) -> bool:
    """Whether words before a name are a state, an organization or demonyms."""
    known = scene.knowledge
    return bool(known.named(words)) or all(part in known.by_demonym or known.named(part) for part in words.split())


def _equal_single_names(scene: Scene, names: list[Features]) -> None:
    """A person known by one word only is one person, unless the word is shared by several full names."""
    first: dict[str, Features] = {}
    for feature in names:
        if _is_short_person(feature):
            scene.clusters.join(first.setdefault(feature.name[0], feature).index, feature.index)


def equal_words(scene: Scene) -> None:
    """A description in the very words of a name is that name: 'the coalition', 'the Coalition'."""
    named = {f.words: f for f in reversed(scene.of_kind(Kind.NAME)) if f.family != "Person"}
    for feature in scene.of_kind(Kind.NOMINAL):
        other = named.get(feature.words)
        if other is not None and feature.taken not in ("indefinite", "different"):
            scene.clusters.join(other.index, feature.index)


def aliases(scene: Scene) -> None:
    """Two names with 'also known as' or the like between them are one."""
    names = scene.of_kind(Kind.NAME)
    for one, other in pairwise(names):
        between = scene.doc[one.span.end : max(other.span.start, one.span.end)]
        words = " ".join(t.lower_ for t in between if t.is_alpha)
        if len(between) <= BETWEEN and words in scene.words.alias_phrases:
            scene.clusters.join(one.index, other.index, renamed=True)


def acronyms(scene: Scene) -> None:
    """An acronym is the entity whose name has its initials: introduced in brackets, or used with no other reading."""
    names = [f for f in scene.of_kind(Kind.NAME) if f.family not in ("Person", "")]
    long = [f for f in names if len(f.span) > 1]
    for feature in names:
        text = feature.span.text.removesuffix("’s").removesuffix("'s")
        if " " in text.strip():
            continue
        expansions = [f for f in long if is_acronym_of(text, _words(f))]
        introduced = [f for f in expansions if _in_brackets(f, feature)]
        chosen = introduced or expansions
        if len({scene.clusters.of(f.index) for f in chosen}) == 1:
            scene.clusters.join(chosen[0].index, feature.index)


def _words(feature: Features) -> list[str]:
    text = feature.span.text
    return [word for word in text.replace("(", " ").replace(")", " ").split() if word.lower() != "the"]


def _in_brackets(long: Features, short: Features) -> bool:
    """'Syrian Democratic Forces (SDF)', or the other way round."""
    first, second = sorted((long, short), key=lambda f: f.span.start)
    between = first.span.doc[first.span.end : second.span.start].text
    return between.strip() == "("
