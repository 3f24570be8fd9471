"""Passes over noun phrases: appositions, roles, equal descriptions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import takewhile

from spacy.tokens import Token

from kg.extract.coreference.features import OWNING, SUBJECTS, Features, joins
from kg.extract.coreference.known import of_nobody_known, titles_in
from kg.extract.coreference.names import owns
from kg.extract.coreference.scene import Scene
from kg.facts import Kind
from kg.namespace import Spine

SAME_HEAD_WINDOW = 150
ROLE_WINDOW = 25
# Classes of which repeated counts with the same modifiers are taken for one ('two tactical units', 'a tactical unit')
BODIES = (Spine.ORGANIZATION, Spine.PLACE)
KINDS = frozenset({Kind.NAME, Kind.NOMINAL})
CLOSING = frozenset({",", ".", ";", "—", "–", "(", ")"})
# Classes of things, of which a description without a determiner names the class itself ('ballistic missiles')
THINGS = (Spine.WEAPON, Spine.MILITARY_PLATFORM, Spine.VEHICLE)


def same_head(scene: Scene) -> None:
    """Mentions one inside the other with one syntactic head are one ('the minister' in 'the minister, who ...').

    A part of a place is not the place ('northern Iraq'). A person's name at the end of a longer one is that one.
    """
    by_head: dict[int, Features] = {}
    named = [f for f in scene.of_kind(Kind.NAME) if f.family == Spine.PERSON]
    for feature in scene.features:
        if feature.kind not in KINDS:
            continue
        outer = by_head.setdefault(feature.root.i, feature)
        if _is_part(scene, outer, feature):
            scene.clusters.keep_apart(outer.index, feature.index)
            by_head[feature.root.i] = feature
        else:
            scene.clusters.join(outer.index, feature.index)
    by_end: dict[int, list[Features]] = defaultdict(list)
    for feature in scene.features:
        if feature.family == Spine.PERSON and not joins(feature.span, feature.root):
            by_end[feature.span.end].append(feature)
    for inner in named:
        for outer in by_end[inner.span.end]:
            if outer.index < inner.index and _titles_before(scene, inner):
                scene.clusters.allow(outer.index, inner.index)
                scene.clusters.join(outer.index, inner.index)


def _is_part(scene: Scene, outer: Features, inner: Features) -> bool:
    """Whether the outer mention is another thing: a part, a former such, or a name that goes on after the inner one."""
    between = {token.lower_ for token in scene.doc[outer.span.start : inner.span.start]}
    if outer.family == Spine.PLACE and between & scene.words.partitive:
        return True
    if inner.kind is Kind.NOMINAL and between & scene.words.changed:
        return True
    if outer.family == Spine.ORGANIZATION and inner.kind is Kind.NAME and _owned_by_another(scene, outer, inner):
        return True
    if outer.family == Spine.PLACE and outer.kind is inner.kind is Kind.NAME and _has_own_name(scene, outer, inner):
        return True
    if outer.family == Spine.PERSON and _joins_another(scene, outer, inner):
        return True
    goes_on = inner.span.end < outer.span.end and inner.kind is Kind.NAME
    return goes_on and scene.doc[inner.span.end].pos_ in ("PROPN", "NOUN", "CCONJ")


def _joins_another(scene: Scene, outer: Features, inner: Features) -> bool:
    """Whether the outer mention names another person after an 'and': 'Assad of Syria and the North Korean leader'."""
    rest = scene.doc[inner.span.end : outer.span.end]
    joined = next((token.i for token in rest if token.pos_ == "CCONJ"), outer.span.end)
    others = (f for f in scene.features[inner.index + 1 :] if f.span.start > joined)
    following = next((f for f in others if f.family == Spine.PERSON), None)
    return following is not None and following.span.end <= outer.span.end


def _has_own_name(scene: Scene, outer: Features, inner: Features) -> bool:
    """Whether a place has a name of its own before that of what it lies in ('Ain Issa Syria'), no adjective."""
    before = scene.doc[outer.span.start : inner.span.start]
    return any(
        t.pos_ == "PROPN" and t.head.i == inner.root.i and not scene.knowledge.by_demonym.get(t.lower_) for t in before
    )


def _owned_by_another(scene: Scene, outer: Features, inner: Features) -> bool:
    """'the Vermont Air National Guard' is not 'the Air National Guard'; 'the US Navy Band' is 'the Navy Band'."""
    between = scene.doc[outer.span.start : inner.span.start]
    proper = [token.text for token in between if token.pos_ == "PROPN"]
    return any(scene.knowledge.named(word) for word in proper) and not all(owns(scene, word) for word in proper)


def _titles_before(scene: Scene, inner: Features) -> bool:
    """Whether what stands before a name is part of a title and no preposition or possessor."""
    return inner.span.start > 0 and scene.doc[inner.span.start - 1].pos_ in ("PROPN", "NOUN", "ADJ", "PUNCT")


def named_by_kind(scene: Scene) -> None:
    """'the city of Mosul' is the Mosul inside it, 'SDF forces' the SDF, 'Russia's Kursk region' the Kursk region."""
    names = [f for f in scene.of_kind(Kind.NAME) if f.family in (Spine.PLACE, Spine.ORGANIZATION)]
    for at, outer in enumerate(names):
        for inner in takewhile(lambda f: f.span.start < outer.span.end, names[at + 1 :]):  # noqa: B023
            if outer.name == inner.name and inner.span.end <= outer.span.end and _is_described(scene, outer, inner):
                scene.clusters.allow(outer.index, inner.index)
                scene.clusters.join(outer.index, inner.index)


def _is_described(scene: Scene, outer: Features, inner: Features) -> bool:
    """Whether the rest of a mention only says what the thing inside is, or whose."""
    armed = scene.words.resumes.get(outer.head)
    if outer.family == Spine.PLACE:
        owned = inner.span.end == outer.span.end and scene.doc[inner.span.start - 1].text in OWNING
        return owned or scene.reading.mentions[outer.index].kind is Kind.NOMINAL
    return not armed or scene.ontology.is_any(inner.type, armed)


def appositions(scene: Scene) -> None:
    """A name and the description beside it are one: 'KCNA, the state news agency', 'security minister Ben Wallace'."""
    by_root = {f.root.i: f for f in reversed(scene.features) if f.kind in KINDS}
    for feature in scene.features:
        if feature.kind not in KINDS:
            continue
        for child in feature.root.children:
            other = by_root.get(child.i)
            if other is not None and child.dep_ == "appos":
                if other.span.end == feature.span.end:  # 'the militant group Hezbollah' and the Hezbollah inside
                    scene.clusters.allow(feature.index, other.index)
                _equate(scene, feature, other)
    for one, other in _neighbours(scene):
        scene.clusters.allow(one.index, other.index)
        _equate(scene, one, other)


def _neighbours(scene: Scene) -> Iterable[tuple[Features, Features]]:
    """Pairs that stand side by side as title and name, or with a comma between and after."""
    described = [f for f in scene.features if f.kind in KINDS]
    starts: dict[int, list[Features]] = {}
    for feature in described:
        starts.setdefault(feature.span.start, []).append(feature)
    for one in described:
        for other in starts.get(one.span.end, ()):
            titled = one.family == Spine.PERSON and one.number == "singular"
            if one.kind is Kind.NOMINAL and other.kind is Kind.NAME and (titled or one.root.head.i == other.root.i):
                yield one, other
        for other in starts.get(one.span.end + 1, ()):
            beside = scene.doc[one.span.end].text == ","
            if beside and (_is_title_of(one, other) or (_closes(scene, other) and _is_comment(scene, one, other))):
                yield one, other


def _is_title_of(one: Features, other: Features) -> bool:
    """'Minister for the Middle East, Tobias Ellwood said': a title in capitals that opens a sentence, and a name."""
    people = one.family == other.family == Spine.PERSON and other.kind is Kind.NAME
    return people and one.kind is Kind.NOMINAL and one.span[0].is_title and one.span.start == one.span.sent.start


def _closes(scene: Scene, feature: Features) -> bool:
    """Whether a comment ends with a mention, or with what depends on it ('an enclave in the north,')."""
    ends = (feature.span.end, feature.root.right_edge.i + 1)
    return any(end < len(scene.doc) and scene.doc[end].text in CLOSING for end in ends)


def _is_comment(scene: Scene, one: Features, other: Features) -> bool:
    """'the minister, Ben Wallace,' or 'Afrin, an enclave,': a name and a singular description."""
    if {one.kind, other.kind} != KINDS or one.family != other.family:
        return False
    described = one if one.kind is Kind.NOMINAL else other
    if described is other and other.family == Spine.PERSON and other.number == "singular":
        return True
    return described.taken in ("definite", "indefinite") and described.number != "plural"


def _equate(scene: Scene, one: Features, other: Features) -> bool:
    """Join a name with a description, or two singular descriptions, of one family and number."""
    kinds = [one.kind, other.kind]
    if kinds == [Kind.NAME, Kind.NAME] or (Kind.NAME not in kinds and "plural" in (one.number, other.number)):
        return False
    if one.number and other.number and one.number != other.number:
        return False
    compatible = scene.clusters.compatible(one.index, other.index)
    if one.family != other.family or (Spine.COUNTRY in (one.type, other.type) and not compatible):
        return False
    return scene.clusters.join(one.index, other.index)


def equations(scene: Scene) -> None:
    """Subject and predicate noun of 'is', 'became', 'is called' are one: 'Afrin is a Kurdish enclave'."""
    by_root = {f.root.i: f for f in reversed(scene.features) if f.kind in KINDS}
    for feature in scene.features:
        verb = feature.root.head
        if (
            feature.kind not in KINDS
            or feature.root.dep_ not in ("attr", "oprd")
            or verb.lemma_ not in scene.words.equating
        ):
            continue
        doubtful = any(child.dep_ == "neg" or child.tag_ == "MD" for child in verb.children)
        subject = next((by_root[i] for i in _subjects(scene, verb) if i in by_root), None)
        if subject is not None and doubtful:
            scene.clusters.keep_apart(subject.index, feature.index)
        elif subject is not None and feature.kind is subject.kind is Kind.NAME and feature.root.dep_ == "oprd":
            scene.clusters.join(subject.index, feature.index, renamed=True)
        elif subject is not None and feature.taken != "different":
            _equate(scene, subject, feature)


def _subjects(scene: Scene, verb: Token) -> Iterable[int]:
    """Positions of a verb's subjects; of a relative clause that of what it modifies ('X, who was a minister')."""
    for child in verb.children:
        if child.dep_ in SUBJECTS:
            pronoun = scene.words.pronouns.get(child.lower_)
            relative = pronoun is not None and pronoun.relative and verb.dep_ == "relcl"
            yield verb.head.i if relative else child.i


def equal_descriptions(scene: Scene) -> None:
    """Descriptions with one head and no modifier against it are one: a class of things, or taken up with 'the'."""
    described = [f for f in scene.features if f.kind is Kind.NOMINAL or _is_only_description(f)]
    for at, feature in enumerate(described):
        if feature.taken in ("indefinite", "different") and feature.family not in THINGS and not feature.numbers:
            continue
        for earlier in reversed(described[max(0, at - SAME_HEAD_WINDOW) : at]):
            same = _redescribes(scene, feature, earlier) and not _named_both(scene, feature, earlier)
            if same and scene.clusters.join(earlier.index, feature.index):
                break
        else:
            _to_only_such(scene, feature, described)


def _named_both(scene: Scene, one: Features, other: Features) -> bool:
    """Whether two descriptions have been joined with names already, so that their words alone make them not one.

    Of a bare 'the group' it is enough that the name it has been joined with stands nearer than the other description.
    """
    named = [[n for n in scene.clusters.names(f.index) if not _is_only_description(n)] for f in (one, other)]
    bare = one.taken == "definite" and not one.content and not one.countries
    nearer = bare and any(n.index > other.index for n in named[0])
    return bool(named[0]) and (bool(named[1]) or nearer) and not scene.clusters.same(one.index, other.index)


def only_forces(scene: Scene) -> None:
    """'Iraqi forces' are the only forces of that state that the text describes more fully ('Iraqi security forces')."""
    described = [f for f in scene.features if f.kind in KINDS and f.countries and scene.words.synonyms.get(f.head)]
    for feature in described:
        if feature.kind is not Kind.NOMINAL or feature.content or feature.numbers or _taken_further(scene, feature):
            continue
        noun, states = scene.words.synonyms[feature.head], feature.countries
        such = [f for f in described if f.countries == states and scene.words.synonyms[f.head] == noun and f.content]
        such = [f for f in such if not f.numbers and f.taken != "different" and f.family == feature.family]
        if len({scene.clusters.of(f.index) for f in such}) == 1:
            scene.clusters.join(such[0].index, feature.index)


def _taken_further(scene: Scene, feature: Features) -> bool:
    return bool(scene.clusters.known(feature.index)) or bool(scene.clusters.names(feature.index))


def _to_only_such(scene: Scene, feature: Features, described: list[Features]) -> None:
    """A bare plural ('rebels') is the only such group that the text describes more fully ('Syrian rebels')."""
    bare = not (feature.content or feature.countries or feature.numbers or feature.taken)
    if feature.family != Spine.GROUP or not bare:
        return
    such = [f for f in described if f.head == feature.head and f.family == Spine.GROUP and f.index != feature.index]
    such = [f for f in such if f.taken != "different" and (f.content or f.countries)]
    if len({scene.clusters.of(f.index) for f in such}) == 1:
        scene.clusters.join(such[0].index, feature.index)


def _is_only_description(feature: Features) -> bool:
    """Whether a name only describes: 'the Government of Iraq', 'Iraqis', as against 'the Iraqi Kurdistan Front'."""
    named = feature.kind is Kind.NAME and feature.family in (Spine.ORGANIZATION, Spine.GROUP)
    return named and bool(feature.countries) and not feature.content


def _redescribes(scene: Scene, feature: Features, earlier: Features) -> bool:
    """Whether `feature` may speak again of what `earlier` described."""
    repeated = feature.words == earlier.words and {feature.taken, earlier.taken} <= {"definite", ""}
    if repeated or _is_same_body(scene, feature, earlier):
        return True
    if feature.head != earlier.head or feature.family != earlier.family:
        return False
    if feature.family in THINGS:
        return feature.content == earlier.content or (feature.taken == "definite" and feature.content < earlier.content)
    if feature.family in BODIES and feature.content and {feature.number, earlier.number} != {"singular"}:
        return feature.content == earlier.content and feature.countries == earlier.countries
    counted_apart = feature.numbers and earlier.numbers and feature.numbers != earlier.numbers
    return feature.number == earlier.number and not counted_apart and _modifiers_agree(feature, earlier)


def _modifiers_agree(feature: Features, earlier: Features) -> bool:
    """Whether the later description adds nothing with 'the', or has the same modifiers without."""
    if feature.taken == "definite":
        return feature.content <= earlier.content and earlier.taken != "different"
    same = feature.content == earlier.content and feature.countries == earlier.countries
    return same and "different" not in (feature.taken, earlier.taken)


def _is_same_body(scene: Scene, feature: Features, earlier: Features) -> bool:
    """'Turkish army' and 'Turkey's forces', 'coalition troops' and 'coalition forces', 'Iraqis' and 'Iraqi people'."""
    nouns = [scene.words.synonyms.get(f.head, "") for f in (feature, earlier)]
    described = feature.countries or feature.content
    same = feature.content == earlier.content and feature.countries == earlier.countries
    return nouns[0] == nouns[1] != "" and bool(described) and same and not feature.numbers and not earlier.numbers


def roles(scene: Scene) -> None:
    """'the minister' is the person whom the text last called a minister."""
    for feature in scene.of_kind(Kind.NOMINAL):
        if feature.family != Spine.PERSON or feature.taken != "definite" or feature.number != "singular":
            continue
        if scene.clusters.names(feature.index) or scene.clusters.known(feature.index):
            continue
        people = [f for f in scene.around(feature, ROLE_WINDOW) if f.kind is Kind.NAME and f.family == Spine.PERSON]
        exact = [
            f
            for f in people
            if _held(scene, f, feature) or any(feature.content <= more for more in _described(scene, f, feature.head))
        ]
        vague = [f for f in people if f not in exact and set(_described(scene, f, feature.head)) == {frozenset()}]
        if len({scene.clusters.of(f.index) for f in vague}) > 1:
            vague = []
        any(scene.clusters.join(person.index, feature.index) for person in (*exact, *vague))


def _held(scene: Scene, person: Features, feature: Features) -> bool:
    """Whether a known person held an office of the title that a description gives, on the document's date if known.

    Where the description says of which state, it is an office of that state.
    """
    known = scene.clusters.known(person.index)
    titles = set(titles_in(scene, feature))
    if known is None or len(feature.countries) > 1 or (of_nobody_known(scene, feature) and not _owned(scene, feature)):
        return False
    return any(
        titles & set(office.titles) and (scene.day is None or office.held_on(scene.day))
        for office in scene.knowledge.offices_held(known)
        if not feature.countries or office.of in feature.countries
    )


def _owned(scene: Scene, feature: Features) -> bool:
    """Whether a pronoun says whose it is ('his defence minister')."""
    return any(child.dep_ == "poss" and child.lower_ in scene.words.pronouns for child in feature.root.children)


def _described(scene: Scene, person: Features, noun: str) -> list[frozenset[str]]:
    """The modifiers with which the text has used a noun of a named person."""
    members = [scene.features[m] for m in scene.clusters.members(person.index)]
    said = [role for m in members for role in sorted(m.roles, key=str)]
    said += [(m.head, m.content) for m in members if m.kind is Kind.NOMINAL]
    return [more for head, more in said if head == noun]
