"""Relations shown by construction alone: modifiers, possessives, prepositions and commas between two mentions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from kg.extract.reading import Relation
from kg.extract.relations.lexicon import Lexicon, Pattern
from kg.extract.relations.referents import Referents
from kg.extract.syntax.arguments import Syntax
from kg.extract.syntax.phrases import Filler
from kg.extract.syntax.tree import HYPHENS, LEFT_MODIFIERS, coordinated, is_bare, is_indefinite, is_noun
from kg.facts import Kind
from kg.knowledge import Knowledge

LINKING = frozenset({"ADP", "SCONJ", "VERB", "PART", "CCONJ", "PUNCT"})
SHARED, ADJACENT = 0.8, 0.85
# Where a noun phrase takes for granted what its parts say: 'forces in Mali fled', not 'denied having forces in Mali'
CLOSE = frozenset({"modifier", "possessive", "part", "prefix"})
PRESUPPOSED = frozenset({"nsubj", "nsubjpass", "pobj", "poss", "dative"})


@dataclass(frozen=True, slots=True)
class Link:
    """Two mentions in a construction; `trigger` is its head token, `word` its preposition."""

    construction: str
    head: int
    dependent: int
    trigger: Token
    weight: float = 1.0
    word: str = ""


def structural_relations(
    doc: Doc, lexicon: Lexicon, knowledge: Knowledge, syntax: Syntax, referents: Referents
) -> Iterator[Relation]:
    """The relations that the lexicon's patterns read from the links of a Doc."""
    for link in (*links(doc, syntax, referents), *inhabitants(knowledge, referents)):
        pattern = _pattern(link, lexicon, referents)
        if pattern is not None:
            ends = (link.dependent, link.head) if pattern.inverted else (link.head, link.dependent)
            extractor = f"pattern:{pattern.name}@{lexicon.version}"
            confidence = round(pattern.prior * link.weight, 4)
            known = link.trigger.dep_ in PRESUPPOSED and not is_indefinite(link.trigger)
            granted = known or link.construction in CLOSE
            yield Relation(ends[0], pattern.relation, ends[1], link.trigger, extractor, confidence, granted=granted)


def links(doc: Doc, syntax: Syntax, referents: Referents) -> Iterator[Link]:
    """Every construction of two mentions, in text order of the dependent; linear in the number of mentions."""
    starts: dict[int, list[int]] = defaultdict(list)
    for index, mention in enumerate(referents.reading.mentions):
        starts[mention.span.start].append(index)
    for index, head in enumerate(referents.heads):
        if index not in referents.by_head[head.i]:
            continue
        if index in referents.around:
            yield from _nested_links(index, referents.around[index], referents)
        else:
            yield from _modifier_links(index, head, referents)
        if index in referents.around and referents.heads[referents.around[index]].i == head.i:
            continue  # what is said of 'northern Chad' is said of Chad by implication only
        yield from _prefix_links(index, referents)
        yield from _preposition_links(index, head, syntax, referents)
        yield from _comma_links(index, doc, starts, referents)
    yield from _heading_links(doc, starts, referents)


def inhabitants(knowledge: Knowledge, referents: Referents) -> Iterator[Link]:
    """A mention whose head names the people of a country ('Syrians'), and the nearest mention of that country."""
    for index, head in enumerate(referents.heads):
        country = knowledge.country_of_demonym(head.text) if is_noun(head) else None
        other = referents.nearest(country, head) if country else None
        if other is not None and not referents.same(index, other):
            yield Link("inhabitants", index, other, head)


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


def _nested_links(index: int, outer: int, referents: Referents) -> Iterator[Link]:
    """A mention inside another: before its head a modifier or possessor, sharing its head a whole that has a part."""
    inner, whole = referents.reading.mentions[index].span, referents.reading.mentions[outer].span
    inner_head, head = referents.heads[index], referents.heads[outer]
    if whole.start < inner.start and whole.doc[inner.start - 1].text == "," and inner.end == whole.end:
        yield Link("comma", outer, index, head)
    if _governed_inside(inner, whole):
        return
    if inner_head.i == head.i or (inner.end == whole.end and inner.start > whole.start):
        if inner.end == whole.end:
            yield Link("part", outer, index, head)
    elif whole.doc[inner.end : inner.end + 1].text not in HYPHENS and (inner.end <= head.i or _opens(inner, whole)):
        yield Link("possessive" if inner_head.dep_ == "poss" else "modifier", outer, index, head)


def _opens(inner: Span, whole: Span) -> bool:
    """Whether a mention opens a longer noun phrase, articles aside, whatever head the parser gave that."""
    before = whole.doc[whole.start : inner.start]
    return inner.end < whole.end and all(token.pos_ == "DET" for token in before) and is_noun(whole[-1])


def _governed_inside(inner: Span, whole: Span) -> bool:
    """Whether, within `whole`, `inner` hangs on a preposition, verb, conjunction or hyphen, and so modifies nothing."""
    i = inner.start - 1
    while i > whole.start and whole.doc[i].pos_ == "DET":
        i -= 1
    before = whole.doc[i]
    return i >= whole.start and (before.pos_ in LINKING or before.text in HYPHENS)


def _prefix_links(index: int, referents: Referents) -> Iterator[Link]:
    """A mention after a prefix and hyphen: 'anti-junta forces'."""
    mention = referents.reading.mentions[index]
    doc, start = mention.span.doc, mention.span.start
    if start < 2 or doc[start - 1].text not in HYPHENS:
        return
    host = referents.heads[index]
    while host.dep_ in LEFT_MODIFIERS and host.head.i > host.i:
        host = host.head
    head = referents.at(host)
    if head is not None and not referents.same(head, index):
        yield Link("prefix", head, index, host, 1.0, doc[start - 2].lower_)


def _heading_links(doc: Doc, starts: dict[int, list[int]], referents: Referents) -> Iterator[Link]:
    """Places that open the lines below a line that is nothing but the name of a place."""
    heading: int | None = None
    for line in _lines(doc):
        named = [m for i in range(line.start, min(line.start + 1, line.end)) for m in starts.get(i, ())]
        whole = [m for m in named if referents.reading.mentions[m].span.end >= line.end - 1]
        if whole:
            heading = whole[0]
        elif heading is not None:
            opening = _opening(line, starts)
            if opening is None:
                heading = None
            else:
                for place in opening:
                    yield Link("heading", place, heading, referents.heads[place])


def _lines(doc: Doc) -> Iterator[Span]:
    """The lines of a Doc without their white space and bullets."""
    start = 0
    for token in doc:
        if "\n" in token.text or token.i == len(doc) - 1:
            end = token.i if "\n" in token.text else token.i + 1
            while start < end and (doc[start].is_space or doc[start].is_punct):
                start += 1
            while end > start and doc[end - 1].is_space:
                end -= 1
            if end > start:
                yield doc[start:end]
            start = token.i + 1


def _opening(line: Span, starts: dict[int, list[int]]) -> list[int] | None:
    """The mentions that start a line, a preposition and article aside; None where no phrase of place opens it."""
    i = line.start
    while i < line.end and (doc_token := line.doc[i]).pos_ in ("ADP", "DET", "SCONJ", "PROPN") and i not in starts:
        if doc_token.i > line.start + 1:
            return None
        i += 1
    return starts.get(i)


def _modifier_links(index: int, token: Token, referents: Referents) -> Iterator[Link]:
    """A mention before the noun it modifies or possesses, and the nouns coordinated with that one."""
    span = referents.reading.mentions[index].span
    if any(token.doc[i].text in HYPHENS for i in (span.start - 1, span.end) if 0 <= i < len(token.doc)):
        return
    host, construction = _host(token)
    if host is None:
        return
    for noun in coordinated(host):
        head = referents.at(noun)
        if noun.i != host.i and not is_bare(noun):
            continue
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
    preposition = _preposition_of(token)
    if preposition is None:
        return
    governed = list(_governed(preposition, syntax, referents))
    outer = referents.around.get(index)
    if outer is not None and referents.heads[outer].i < preposition.i:
        governed = [
            ("preposition", outer, referents.heads[outer], 1.0),
            *(entry for entry in governed if entry[1] != outer),
        ]
    for construction, head, trigger, weight in governed:
        word = preposition.lower_
        if not referents.same(head, index) and (word == "of" or not _inside(index, head, referents)):
            yield Link(construction, head, index, trigger, weight, word)
            if word == "of" and construction == "preposition":
                yield Link("of", head, index, trigger, weight, word)


def _preposition_of(token: Token) -> Token | None:
    """The preposition whose object a token is, alone or as a conjunct."""
    while token.dep_ == "conj" and is_noun(token.head):
        token = token.head
    return token.head if token.dep_ == "pobj" and token.head.dep_ == "prep" else None


def _inside(index: int, outer: int, referents: Referents) -> bool:
    """Whether a mention is part of another's name."""
    inner, whole = referents.reading.mentions[index].span, referents.reading.mentions[outer]
    return whole.kind is Kind.NAME and whole.span.start <= inner.start and inner.end <= whole.span.end


def _governed(preposition: Token, syntax: Syntax, referents: Referents) -> Iterator[tuple[str, int, Token, float]]:
    """The mentions that a prepositional phrase says something of: construction, mention, head token, weight."""
    governor = preposition.head
    found = False
    if is_noun(governor):
        for noun in _sharing(governor):
            weight = 1.0 if noun.i == governor.i else SHARED
            for filler in syntax.fillers(noun, "bearer"):
                place = Filler(filler.token, weight * filler.weight)
                direct = referents.resolve(place)
                for head in direct or referents.owner(place):
                    found = True
                    yield "preposition" if direct else "owned", head.mention, noun, head.weight
    if not found and preposition.i > 0 and is_noun(preposition.nbor(-1)):
        before = referents.at(preposition.nbor(-1))
        if before is not None:
            yield "adjacent", before, preposition.nbor(-1), ADJACENT


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
        described = referents.reading.mentions[other].kind is not Kind.NAME
        if not (referents.same(index, other) or described or _listed(referents.heads[other])):
            yield Link("comma", index, other, referents.heads[index])


def _listed(noun: Token) -> bool:
    """Whether a noun is one of several with 'and' or 'or' between: 'in Homs, Hama and Idlib'."""
    several = coordinated(_sharing(noun)[-1])
    return len(several) > 1 and any(child.dep_ == "cc" for entry in several for child in entry.children)
