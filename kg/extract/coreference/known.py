"""Passes over what is known beforehand: classes of known names, metonyms, surnames, offices at the document's date."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from spacy.tokens import Doc

from kg.extract.coreference.features import Features
from kg.extract.coreference.scene import Scene
from kg.extract.coreference.words import ReferenceWords
from kg.extract.reading import SpanMention, reading
from kg.facts import Kind
from kg.knowledge import Knowledge, normalise
from kg.namespace import Spine
from kg.ontology import Ontology

# Tokens that may stand between a bracket and a name in another script: the language's name and a colon
OPENING = 4
BRACKETS = frozenset({"(", ")"})
WORDS_OF_NAME = 3


def bracketed_names(doc: Doc) -> None:
    """What a bracket after a name gives in another script is a name of the same class ('Samarra Barrage (سد ...)').

    It changes the mentions, before their features are read.
    """
    for name, written in in_other_script(reading(doc).mentions):
        written.type, written.kind, written.known = name.type, Kind.NAME, name.known


def in_other_script(mentions: Sequence[SpanMention]) -> Iterator[tuple[SpanMention, SpanMention]]:
    """Names with the mention in letters that are not Latin in the bracket that follows."""
    ends = {mention.span.end: mention for mention in mentions if mention.kind is Kind.NAME}
    for mention in mentions:
        if mention.span.text.isascii() or not any(_is_foreign(letter) for letter in mention.span.text):
            continue
        before = range(mention.span.start - 1, max(mention.span.start - 1 - OPENING, 0), -1)
        opened = next((i for i in before if mention.span.doc[i].text in BRACKETS), 0)
        name = ends.get(opened) if mention.span.doc[opened].text == "(" else None
        if name is not None:
            yield name, mention


def _is_foreign(letter: str) -> bool:
    return letter.isalpha() and not unicodedata.name(letter, "LATIN").startswith(("LATIN", "MODIFIER"))


def known_names(doc: Doc, ontology: Ontology, knowledge: Knowledge, words: ReferenceWords) -> None:
    """Give known names the class that is known of them, a bare country its entity, and what acts by proxy its state.

    A capital that acts is its state, and so is an institution that stands for it ('Moscow', 'the Kremlin'). A part of
    a place is a place of its own ('eastern Syria'). It changes the mentions, before their features are read.
    """
    for mention in (m for m in reading(doc).mentions if m.kind is Kind.NOMINAL):
        mention.known = mention.known or _named_in_lower_case(mention, ontology, knowledge)
    for mention in (m for m in reading(doc).mentions if m.kind is Kind.NAME):
        text, place = mention.span.text, ontology.is_a(mention.type, Spine.PLACE)
        metonym = knowledge.metonym_of(text)
        if metonym and ((place and mention.acts) or (not place and mention.known is None)):
            mention.known = metonym
        elif place and not knowledge.named(text) and _starts_with_part(mention, words):
            mention.known, mention.type = None, words.part_class
        elif place and mention.known is None:
            states = [e.iri for e in knowledge.named(text) if ontology.is_a(e.type, Spine.COUNTRY)]
            mention.known = states[0] if len(states) == 1 else None
        elif place and _has_own_name(mention, knowledge):
            mention.known = None
        entity = knowledge.entity(mention.known) if mention.known else None
        if entity is not None:
            mention.type = entity.type


def _has_own_name(mention: SpanMention, knowledge: Knowledge) -> bool:
    """Whether a mention of a known place has a name of its own before that: 'Pegida Canada', no adjective."""
    entity = knowledge.entity(mention.known) if mention.known else None
    if entity is None or knowledge.named(mention.span.text):
        return False
    before = [t for t in mention.span if t.i < mention.head.i and t.tag_ == "NNP" and t.head.i == mention.head.i]
    before = [t for t in before if t.dep_ != "poss"]
    own = {word for name in entity.names for word in normalise(name).split()}
    return any(normalise(t.text) not in own and not knowledge.by_demonym.get(t.lower_) for t in before)


def _named_in_lower_case(mention: SpanMention, ontology: Ontology, knowledge: Knowledge) -> str | None:
    """The one body whose name of several words a description is: 'the Syrian democratic forces'."""
    words = [token.text for token in mention.span if token.tag_ != "DT"]
    found = knowledge.named(" ".join(words)) if len(words) >= WORDS_OF_NAME else ()
    bodies = {one.iri for one in found if ontology.is_a(one.type, Spine.ORGANIZATION)}
    return bodies.pop() if len(bodies) == 1 and ontology.is_a(mention.type, Spine.ORGANIZATION) else None


def _starts_with_part(mention: SpanMention, words: ReferenceWords) -> bool:
    """Whether a place name has a direction or the like before it."""
    opening = [t for t in mention.span if t.i < mention.head.i and t.tag_ != "DT"]
    return bool(opening) and opening[0].lower_ in words.partitive


def surnames(doc: Doc, ontology: Ontology) -> None:
    """A name of one word that ends the full name of a person is that person's, but for states and after a preposition.

    It changes the class of the mentions themselves, before their features are read.
    """
    people = [m for m in reading(doc).mentions if m.kind is Kind.NAME and ontology.is_a(m.type, Spine.PERSON)]
    last_words = {m.span[-1].text for m in people if len(m.span) > 1 and m.span[-1].pos_ == "PROPN"}
    for mention in reading(doc).mentions:
        if mention.kind is not Kind.NAME or len(mention.span) != 1 or mention.span.text not in last_words:
            continue
        sure = mention.known is not None and (mention.type == Spine.COUNTRY or mention.head.dep_ == "pobj")
        if not sure and not ontology.is_a(mention.type, Spine.PERSON):
            mention.type, mention.known = Spine.PERSON, None


def offices(scene: Scene) -> None:
    """'the North Korean leader' is who held that office on the document's date, and so is 'President Assad'."""
    for feature in scene.of_kind(Kind.NOMINAL):
        if feature.family == Spine.PERSON and feature.number == "singular" and feature.taken != "different":
            holder = _holder(scene, feature)
            if holder:
                scene.identify(feature, holder)


def _holder(scene: Scene, feature: Features) -> str | None:
    """Who held the office that a description names; without a date only somebody whom the document names.

    'The Syrian Kurdish leader', of two peoples, held none that the tables know.
    """
    if len(feature.countries) != 1:
        return None
    named = {scene.clusters.known(f.index) for f in scene.of_kind(Kind.NAME)}
    found: set[str] = set()
    for state in sorted(feature.countries):
        for title in titles_in(scene, feature):
            if scene.day is not None:
                holder = scene.knowledge.office_holder(state, title, scene.day)
                found.update({holder} if holder else ())
            else:
                terms = scene.knowledge.offices_of(state, title)
                found.update(term.holder for term in terms if term.holder in named)
    return found.pop() if len(found) == 1 else None


def titles_in(scene: Scene, feature: Features) -> Iterable[str]:
    """The title in a description: its head with the words before it, the longest that is a known title."""
    words = [token.lower_ for token in feature.span if token.i <= feature.root.i]
    for size in range(len(words), 0, -1):
        title = " ".join(words[-size:]).replace(" - ", "-")
        if title in scene.knowledge.titles:
            if not scene.words.changed & set(words[:-size]):
                yield title
            return


def of_nobody_known(scene: Scene, feature: Features) -> bool:
    """Whether a description says of whom the office is, and it is no state: 'the leader of the Syrian Kurds'."""
    return not feature.countries and any(
        child.dep_ == "poss" or (child.dep_ == "prep" and child.lower_ == "of") for child in feature.root.children
    )


def titled_names(scene: Scene) -> None:
    """'President Assad' is the holder of that name of an office of that title, where there is but one."""
    for feature in scene.of_kind(Kind.NAME):
        if feature.family != Spine.PERSON or len(feature.name) != 1 or scene.clusters.known(feature.index):
            continue
        holders = {
            office.holder
            for office in scene.knowledge.offices
            if scene.day is not None and office.held_on(scene.day) and _titled(feature, office.titles)
            and _bears(scene, office.holder, feature.name[0])
        }  # fmt: skip
        if len(holders) == 1:
            scene.identify(feature, holders.pop())


def _titled(feature: Features, titles: tuple[str, ...]) -> bool:
    """Whether one of a person's descriptions is a title of the office."""
    return any(head == title.split()[-1] for head, _ in feature.roles for title in titles)


def _bears(scene: Scene, holder: str, name: str) -> bool:
    entity = scene.knowledge.entity(holder)
    return entity is not None and name in entity.name.lower().replace("-", " ").split()
