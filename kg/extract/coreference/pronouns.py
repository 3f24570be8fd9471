"""Passes over pronouns: relative pronouns, 'I' and 'we' of speakers, and the rest by agreement and salience.

Salience is a sum of weights in the manner of Lappin and Leass (1994, Computational Linguistics 20(4)).
"""

from __future__ import annotations

from itertools import takewhile

from spacy.tokens import Token

from kg.extract.claims.quotes import quotations
from kg.extract.coreference.clusters import OBJECTS
from kg.extract.coreference.features import SUBJECTS, Features
from kg.extract.coreference.scene import Scene
from kg.facts import Kind
from kg.namespace import Spine

WINDOW = 3
SUBJECT, FIRST, NAMED, REPEATED, PARALLEL, SAME_CLAUSE = 2.0, 0.3, 1.0, 0.7, 1.2, 0.6
OWN_SUBJECT = 2.5
MODIFIER, INSIDE_PHRASE = -2.5, -0.6
DISTANCE = 1.2
CATAPHORA = -1.0
MOST_REPEATED = 5
LEAST = -5.0
# How well a singular or plural pronoun suits what has no grammatical number of its own
COLLECTIVE_THEY, STATE_THEY = -1.0, -2.5
PLEONASTIC_CLAUSES = frozenset({"ccomp", "csubj", "xcomp", "advcl", "acomp"})


def relatives(scene: Scene) -> None:
    """'who', 'which' and 'that' are what their clause modifies."""
    by_root = {f.root.i: f for f in reversed(scene.features) if f.kind in (Kind.NAME, Kind.NOMINAL)}
    for feature in scene.of_kind(Kind.PRONOUN):
        if feature.pronoun is None or not feature.pronoun.relative:
            continue
        clause = next((t for t in feature.root.ancestors if t.dep_ == "relcl"), None)
        antecedent = by_root.get(clause.head.i) if clause is not None else None
        if antecedent is not None and antecedent.span.start < feature.span.start:
            scene.clusters.join(antecedent.index, feature.index)


def speakers(scene: Scene) -> None:
    """'I' in reported speech is the speaker; 'we' is, where the speaker is no single person."""
    voices = _voices(scene)
    first: dict[tuple[int, str], int] = {}
    for feature in scene.of_kind(Kind.PRONOUN):
        voice = voices.get(feature.span.start)
        if feature.pronoun is None or feature.pronoun.person != 1 or voice is None:
            continue
        scene.clusters.join(first.setdefault((voice, feature.number), feature.index), feature.index)
        mention = scene.reading.attributions[voice].source_mention
        source = scene.features[mention] if mention is not None else None
        single = source is not None and source.family == Spine.PERSON and source.number != "plural"
        if source is not None and single == (feature.number == "singular"):
            scene.clusters.join(source.index, feature.index)


def statements(scene: Scene) -> None:
    """'We' in nobody's speech is who issues a statement: 'The United States condemns the raid. We urge ...'."""
    spoken = {i for one in scene.reading.attributions for i in range(one.content.start, one.content.end)}
    spoken |= {i for quote in quotations(scene.doc) for i in range(quote.start, quote.end)}
    opening = takewhile(lambda feature: feature.sentence < WINDOW, scene.features)
    issuer = next((feature for feature in opening if _declares(scene, feature)), None)
    if issuer is None:
        return
    for feature in scene.of_kind(Kind.PRONOUN):
        first = feature.pronoun is not None and feature.pronoun.person == 1 and feature.number == "plural"
        if first and feature.span.start not in spoken:
            scene.clusters.join(issuer.index, feature.index)


def _declares(scene: Scene, feature: Features) -> bool:
    """Whether a state or organization is named as the subject of a main verb in the present tense."""
    verb, mention = feature.root.head, scene.reading.mentions[feature.index]
    collective = feature.kind is Kind.NAME and (feature.family == Spine.ORGANIZATION or mention.acts)
    return collective and feature.root.dep_ == "nsubj" and verb.dep_ == "ROOT" and verb.tag_ == "VBZ"


def _voices(scene: Scene) -> dict[int, int]:
    """Of each token in reported speech the index of the innermost attribution around it whose source is a mention."""
    attributions = scene.reading.attributions
    sourced = [number for number, one in enumerate(attributions) if one.source_mention is not None]
    found: dict[int, int] = {}
    for number in sorted(sourced, key=lambda n: (-len(attributions[n].content), n)):
        content = attributions[number].content
        found.update(dict.fromkeys(range(content.start, content.end), number))
    return found


def third_person(scene: Scene) -> None:
    """Each pronoun, in text order, goes to the most salient antecedent that agrees with it."""
    for feature in scene.of_kind(Kind.PRONOUN):
        pronoun = feature.pronoun
        if pronoun is None or pronoun.person != 3 or pronoun.relative or _is_pleonastic(feature):
            continue
        ranked = sorted(
            ((score, f.index) for f in _candidates(scene, feature) if (score := _salience(scene, feature, f)) > LEAST),
            key=lambda entry: (-entry[0], -entry[1]),
        )
        any(scene.clusters.join(index, feature.index) for _, index in ranked)


def _is_pleonastic(feature: Features) -> bool:
    """'It is clear that ...': an 'it' that refers to nothing."""
    root = feature.root
    if root.lower_ != "it" or root.dep_ not in ("nsubj", "nsubjpass", "expl"):
        return False
    verb = root.head
    clausal = any(c.dep_ in PLEONASTIC_CLAUSES and c.i > verb.i and c.dep_ != "advcl" for c in verb.children)
    adjective = any(c.dep_ == "acomp" and any(t.dep_ in PLEONASTIC_CLAUSES for t in c.children) for c in verb.children)
    return root.dep_ == "expl" or adjective or (clausal and (verb.lemma_ == "be" or root.dep_ == "nsubjpass"))


def _candidates(scene: Scene, feature: Features) -> list[Features]:
    """Mentions a few sentences back, and the subject after an opening phrase ('In his speech, the king')."""
    earlier = (scene.features[index] for index in range(feature.index - 1, -1, -1))
    near = takewhile(lambda f: feature.sentence - f.sentence <= WINDOW, earlier)
    found = [f for f in near if f.kind is not Kind.VALUE and f.span.start < feature.span.start]
    main = feature.root.sent.root
    if feature.span.end <= main.i:
        later = (scene.features[index] for index in range(feature.index + 1, len(scene.features)))
        same = takewhile(lambda f: f.sentence == feature.sentence, later)
        found += [f for f in same if f.subject and f.root.head.i == main.i]
    return [f for f in found if f.kind is not Kind.PRONOUN or (f.pronoun is not None and f.pronoun.person == 3)]


def _salience(scene: Scene, feature: Features, candidate: Features) -> float:
    fit = _agreement(scene, feature, candidate)
    if fit <= LEAST:
        return LEAST
    distance = feature.sentence - candidate.sentence
    score = fit - DISTANCE * distance
    score += _grammar(candidate)
    if candidate.span.start > feature.span.start:
        score += CATAPHORA
    if feature.subject and candidate.subject:
        score += PARALLEL
    if distance == 0 and candidate.root.head.i in {t.i for t in feature.root.ancestors}:
        score += SAME_CLAUSE
    if feature.root.dep_ == "poss" and candidate.root == _owner(feature.root, scene.words.judging):
        score += OWN_SUBJECT
    size = len(scene.clusters.members(candidate.index))
    score += REPEATED * min(size - 1, MOST_REPEATED)
    return score + (NAMED if scene.clusters.names(candidate.index) else 0.0)


def _owner(token: Token, judging: frozenset[str]) -> Token | None:
    """The subject of the clause around a token; of an infinitive an object above it: 'urged Chad to end its raids'.

    Of what somebody is blamed for it is the object: 'sanctioned Chad for its raids'.
    """
    below = token
    for verb in token.ancestors:
        if verb.pos_ not in ("VERB", "AUX"):
            below = verb
            continue
        blamed = [child for child in verb.children if child.dep_ in ("dobj", "nsubjpass")]
        if blamed and verb.lemma_ in judging and below.lower_ == "for":
            return blamed[0]
        lent = verb.tag_ == "VB" and verb.dep_ in ("xcomp", "ccomp")
        subjects = [child for child in verb.children if child.dep_ in SUBJECTS]
        subjects = subjects or [child for child in verb.head.children if lent and child.dep_ == "dobj"]
        if subjects:
            return subjects[-1]
    return None


def _grammar(candidate: Features) -> float:
    """How prominent the candidate's place in its sentence is."""
    root = candidate.root
    score = 0.0
    if root.dep_ in SUBJECTS:
        score += SUBJECT
    elif root.dep_ in ("compound", "amod", "nmod"):
        score += MODIFIER
    elif root.dep_ == "pobj" and root.head.head.pos_ in ("NOUN", "PROPN"):
        score += INSIDE_PHRASE
    if root.dep_ in OBJECTS - {"pobj"}:
        score += FIRST
    return score


def _agreement(scene: Scene, feature: Features, candidate: Features) -> float:
    """0 where the candidate agrees with the pronoun, below where it does so badly, LEAST where it does not."""
    pronoun, clusters = feature.pronoun, scene.clusters
    family = clusters.family(candidate.index)
    if pronoun is None:
        return LEAST
    if pronoun.animate:
        if family != Spine.PERSON or candidate.number == "plural":
            return LEAST
        return 0.0 if clusters.gender(candidate.index) in ("", feature.gender) else LEAST
    number = _number(scene, candidate)
    if pronoun.animate is False:
        return LEAST if family in (Spine.PERSON, Spine.GROUP) or number == "plural" else 0.0
    return _plural_fit(family, number)


def _number(scene: Scene, candidate: Features) -> str:
    """The grammatical number of a cluster; a known body is not two though its name be joined: 'Iraq and the Levant'."""
    known = scene.clusters.known(candidate.index)
    members = [scene.features[m] for m in scene.clusters.members(candidate.index)]
    counted = [f for f in members if not (known and f.kind is Kind.NAME and f.number == "plural")]
    numbers = {f.number for f in counted} - {""}
    own = candidate.number if candidate in counted else ""
    return own or (numbers.pop() if len(numbers) == 1 else "")


def _plural_fit(family: str, number: str) -> float:
    """How well 'they' suits a candidate."""
    if number == "plural" or family == Spine.GROUP:
        return 0.0
    if number == "singular":
        return LEAST
    return COLLECTIVE_THEY if family == Spine.ORGANIZATION else STATE_THEY
