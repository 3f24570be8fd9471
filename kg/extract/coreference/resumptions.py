"""Passes over nouns that take up what has a name: 'the group' of a movement, 'the squadron' of a squadron's name."""

from __future__ import annotations

from kg.extract.coreference.features import Features
from kg.extract.coreference.scene import Scene
from kg.facts import Kind
from kg.namespace import Spine

RESUMPTION_WINDOW = 4
FAR_WINDOW = 60
NAMED_FAMILIES = (Spine.ORGANIZATION, Spine.PLACE, Spine.EVENT, Spine.MILITARY_PLATFORM, Spine.VEHICLE)
# Classes of things, which a noun may take up as they were described as well as by name
THINGS = (Spine.WEAPON, Spine.MILITARY_PLATFORM, Spine.VEHICLE)
NOUNS = frozenset({"NOUN", "PROPN"})


def named_nouns(scene: Scene) -> None:
    """A definite description in words of a name is that name: 'the barrage' of 'the Samarra Barrage'.

    The noun ends the name or stands before its 'of'; of several such names it is the one named last.
    """
    names = [f for f in scene.of_kind(Kind.NAME) if f.family in NAMED_FAMILIES and len(f.words) > 1]
    for feature in scene.of_kind(Kind.NOMINAL):
        if feature.taken != "definite" or feature.number == "plural" or _taken_up(scene, feature):
            continue
        for name in reversed([f for f in names if f.index < feature.index and _is_of_name(feature, f)]):
            if scene.clusters.join(name.index, feature.index):
                break


def _is_of_name(feature: Features, name: Features) -> bool:
    """Whether a description is made of words of a name, with the name's noun for its head."""
    if feature.family != name.family or feature.countries or not set(feature.words) < set(name.words):
        return False
    before = name.words[: name.words.index("of")] if "of" in name.words else name.words
    return bool(before) and feature.words[-1:] == before[-1:] and _ends(feature)


def resumptions(scene: Scene) -> None:
    """'the group', 'the country' take up the nearest name of a class that the noun fits, or the only one before.

    A description by the same noun that stands nearer than the name is taken up instead, by `equal_descriptions`.
    """
    for feature in scene.of_kind(Kind.NOMINAL):
        plural = feature.number == "plural" and feature.family not in THINGS
        if feature.taken != "definite" or plural or _taken_up(scene, feature):
            continue
        classes = scene.words.resumes.get(_noun(scene, feature), frozenset())
        if not classes or scene.clusters.known(feature.index) or not _plain(scene, feature):
            continue
        for candidate in _candidates(scene, feature, classes):
            if scene.clusters.join(candidate.index, feature.index):
                break


def _candidates(scene: Scene, feature: Features, classes: frozenset[str]) -> list[Features]:
    """What a noun may take up, in order: the nearest sentence first, in it subjects before others, then the nearest.

    A sentence that describes something by the same noun ends the search. Of persons there may be but one in the window.
    Where the window has none, it is the only such name before.
    """
    found: list[Features] = []
    for candidate in scene.before(feature, RESUMPTION_WINDOW):
        if candidate.kind is Kind.NOMINAL and candidate.head == feature.head and _unnamed(scene, candidate):
            found = [one for one in found if one.sentence > candidate.sentence]
            break
        if _resumable(scene, feature, candidate, classes) or _is_introduced(scene, feature, candidate, classes):
            found.append(candidate)
    if feature.family == Spine.PERSON and len({scene.clusters.of(one.index) for one in found}) > 1:
        return []
    near = sorted(found, key=lambda one: (-one.sentence, not one.subject))
    far = [one for one in scene.before(feature, FAR_WINDOW) if _resumable(scene, feature, one, classes)]
    return near + (far if len({scene.clusters.of(one.index) for one in far}) == 1 else [])


def _unnamed(scene: Scene, feature: Features) -> bool:
    return not scene.clusters.names(feature.index) and scene.clusters.known(feature.index) is None


def _is_introduced(scene: Scene, feature: Features, candidate: Features, classes: frozenset[str]) -> bool:
    """Whether a thing or a person was described, not named, in a class that the noun takes up: 'a submarine ... the
    vessel', 'a British soldier ... the individual'.
    """
    if candidate.kind is not Kind.NOMINAL or candidate.number != feature.number or candidate.family != feature.family:
        return False
    fits = scene.ontology.is_any(candidate.type, classes) and candidate.taken != "different"
    if feature.family == Spine.PERSON:
        before = any(one.head == feature.head for one in scene.features[: feature.index] if one.kind is Kind.NOMINAL)
        return fits and not before and candidate.taken == "indefinite" and candidate.sentence < feature.sentence
    return fits and feature.family in THINGS


def _taken_up(scene: Scene, feature: Features) -> bool:
    """Whether a description has been joined with anything said elsewhere."""
    return any(scene.features[m].root.i != feature.root.i for m in scene.clusters.members(feature.index))


def _noun(scene: Scene, feature: Features) -> str:
    """The longest end of the description that is a resuming noun."""
    words = [t.lemma_.lower() for t in feature.span if t.i <= feature.root.i]
    ends = (" ".join(words[-size:]) for size in range(min(3, len(words)), 0, -1))
    return next((end for end in ends if end in scene.words.resumes), "")


def _ends(feature: Features) -> bool:
    """Whether no noun follows the head within the mention, so that the head is not misread."""
    following = feature.span.doc[feature.root.i + 1 : feature.span.end]
    return not (len(following) and following[0].pos_ in NOUNS)


def _plain(scene: Scene, feature: Features) -> bool:
    """Whether the description has nothing that would make it another entity: no modifiers beyond the noun itself.

    Of a place in a state it may say which part ('the northern Syrian district').
    """
    noun = set(_noun(scene, feature).split())
    if feature.family == Spine.PLACE and feature.countries:
        noun |= scene.words.partitive
    after = any(
        child.dep_ in ("prep", "relcl", "acl") and scene.doc[child.left_edge.i - 1].text != ","
        for child in feature.root.rights
    )
    pointed = any(token.lower_ in scene.words.demonstrative for token in feature.span[:1])
    return (pointed or feature.content <= noun) and not after and _ends(feature)


def _resumable(scene: Scene, feature: Features, candidate: Features, classes: frozenset[str]) -> bool:
    """Whether a name is of a class that the noun takes up, and of the state that the description gives, if any."""
    if candidate.number == "plural" or candidate.kind is not Kind.NAME:
        return False
    if feature.root.dep_ == "compound" and feature.root.lower_ not in candidate.words:
        return False  # the 'Navy' of 'Navy Capt. Diallo' is no command named before
    if feature.family == Spine.PERSON and candidate.sentence == feature.sentence:
        return False
    if feature.countries:
        entity = scene.knowledge.entity(scene.clusters.known(candidate.index) or "")
        if entity is None or entity.country not in feature.countries or entity.iri == entity.country:
            return False
    known = scene.knowledge.entity(scene.clusters.known(candidate.index) or "")
    return scene.ontology.is_any(known.type if known else candidate.type, classes)
