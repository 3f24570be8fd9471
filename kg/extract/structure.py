"""Relations shown by construction alone: modifiers, possessives, prepositions and commas between two mentions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from kg.extract.arguments import LEFT_MODIFIERS, Filler, Syntax, coordinated, is_noun
from kg.extract.lexicon import Lexicon, Pattern
from kg.extract.reading import Relation
from kg.extract.referents import Referents

HYPHENS = frozenset({"-", "–", "‑"})
SHARED, ADJACENT = 0.8, 0.85


@dataclass(frozen=True, slots=True)
class Link:
    """Two mentions in a construction; `trigger` is its head token, `word` its preposition."""

    construction: str
    head: int
    dependent: int
    trigger: Token
    weight: float = 1.0
    word: str = ""


def structural_relations(doc: Doc, lexicon: Lexicon, syntax: Syntax, referents: Referents) -> Iterator[Relation]:
    """The relations that the lexicon's patterns read from the links of a Doc."""
    for link in links(doc, syntax, referents):
        pattern = _pattern(link, lexicon, referents)
        if pattern is not None:
            ends = (link.dependent, link.head) if pattern.inverted else (link.head, link.dependent)
            extractor = f"pattern:{pattern.name}@{lexicon.version}"
            yield Relation(
                ends[0], pattern.relation, ends[1], link.trigger, extractor, round(pattern.prior * link.weight, 4)
            )


def links(doc: Doc, syntax: Syntax, referents: Referents) -> Iterator[Link]:
    """Every construction of two mentions, in text order of the dependent; linear in the number of mentions."""
    starts: dict[int, list[int]] = defaultdict(list)
    for index, mention in enumerate(referents.reading.mentions):
        starts[mention.span.start].append(index)
    for index, mention in enumerate(referents.reading.mentions):
        if index not in referents.by_head[mention.head.i]:
            continue
        yield from _modifier_links(index, mention.head, referents)
        yield from _preposition_links(index, mention.head, syntax, referents)
        yield from _comma_links(index, doc, starts, referents)


def _pattern(link: Link, lexicon: Lexicon, referents: Referents) -> Pattern | None:
    """The surest pattern whose classes fit the two ends."""
    ontology = referents.ontology
    for pattern in lexicon.by_construction.get(link.construction, ()):
        ends = (link.dependent, link.head) if pattern.inverted else (link.head, link.dependent)
        if (
            (not pattern.words or link.word in pattern.words)
            and ontology.is_any(referents.type(ends[0]), pattern.subject_classes)
            and ontology.is_any(referents.type(ends[1]), pattern.object_classes)
        ):
            return pattern
    return None


def _modifier_links(index: int, token: Token, referents: Referents) -> Iterator[Link]:
    """A mention before the noun it modifies or possesses, and the nouns coordinated with that one."""
    span = referents.reading.mentions[index].span
    if span.end < len(token.doc) and token.doc[span.end].text in HYPHENS:
        return
    host, construction = _host(token)
    if host is None:
        return
    for noun in coordinated(host):
        head = referents.at(noun)
        if head is not None and not referents.same(head, index):
            yield Link(construction, head, index, noun, 1.0 if noun.i == host.i else SHARED)


def _host(token: Token) -> tuple[Token | None, str]:
    """The noun that a modifier or possessor stands before, through compounds, and which of the two it is."""
    construction = ""
    current = token
    while current.dep_ in LEFT_MODIFIERS or current.dep_ in ("poss", "conj"):
        if current.dep_ == "conj" and current.head.dep_ not in (*LEFT_MODIFIERS, "poss"):
            break
        if current.dep_ == "poss":
            return current.head, "possessive"
        if current.dep_ in LEFT_MODIFIERS:
            construction = "modifier"
        current = current.head
        if not (is_noun(current) or current.pos_ == "ADJ"):
            return None, ""
    return (current, construction) if construction and current.i > token.i else (None, "")


def _preposition_links(index: int, token: Token, syntax: Syntax, referents: Referents) -> Iterator[Link]:
    """A mention after a preposition, tied to the noun phrase that it modifies or directly follows."""
    base = token
    while base.dep_ == "conj" and is_noun(base.head):
        base = base.head
    preposition = base.head
    if base.dep_ != "pobj" or preposition.dep_ != "prep":
        return
    for head, trigger, weight in _governed(preposition, syntax, referents):
        if not referents.same(head, index):
            word = preposition.lower_
            yield Link("preposition", head, index, trigger, weight, word)
            if word == "of":
                yield Link("of", head, index, trigger, weight, word)


def _governed(preposition: Token, syntax: Syntax, referents: Referents) -> Iterator[tuple[int, Token, float]]:
    """The mentions that a prepositional phrase says something of: mention, head token, weight."""
    governor = preposition.head
    if is_noun(governor):
        for noun in _sharing(governor):
            weight = 1.0 if noun.i == governor.i else SHARED
            for filler in syntax.fillers(noun, "bearer"):
                for found in referents.resolve(Filler(filler.token, weight * filler.weight), owners=False):
                    yield found.mention, noun, found.weight
    elif preposition.i > 0 and is_noun(preposition.nbor(-1)):
        before = referents.at(preposition.nbor(-1))
        if before is not None:
            yield before, preposition.nbor(-1), ADJACENT


def _sharing(noun: Token) -> list[Token]:
    """A noun and the earlier conjuncts that may share what follows it ('the government and people of')."""
    found = [noun]
    while found[-1].dep_ == "conj" and is_noun(found[-1].head):
        found.append(found[-1].head)
    return found


def _comma_links(index: int, doc: Doc, starts: dict[int, list[int]], referents: Referents) -> Iterator[Link]:
    """A mention and the one right after the comma behind it."""
    span = referents.reading.mentions[index].span
    if span.end + 1 >= len(doc) or doc[span.end].text != ",":
        return
    for other in starts.get(span.end + 1, ()):
        if not referents.same(index, other):
            yield Link("comma", index, other, span.root)
