"""From tokens to mentions: which mention a syntactic argument names, directly or through what stands in its place."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from kg.extract.reading import Reading, Relation, reading
from kg.extract.syntax.arguments import Syntax
from kg.extract.syntax.phrases import Filler
from kg.extract.syntax.tree import HYPHENS, LEFT_MODIFIERS, is_noun
from kg.facts import Kind
from kg.ontology import Ontology

INSIDE, OWNER, EXAMPLE, KNOWN = 0.8, 0.6, 0.85, 0.9
KIND_ORDER = {Kind.NAME: 0, Kind.NOMINAL: 1, Kind.PRONOUN: 2, Kind.VALUE: 3}


@dataclass(frozen=True, slots=True)
class Referent:
    """A mention (index into `Reading.mentions`) and how sure the way to it is, 0 to 1."""

    mention: int
    weight: float


class Referents:
    """Mentions of one Doc by token, with their classes as relations see them."""

    def __init__(self, doc: Doc, ontology: Ontology, syntax: Syntax) -> None:
        self.reading: Reading = reading(doc)
        self.ontology = ontology
        self.syntax = syntax
        self.chain_of = {index: number for number, chain in enumerate(self.reading.chains) for index in chain}
        self.heads = [_head(mention.span) for mention in self.reading.mentions]
        self.by_head: dict[int, list[int]] = defaultdict(list)
        self.covering: dict[int, int] = {}
        for index, head in enumerate(self.heads):
            if self.type(index) in ontology.types:
                self.by_head[head.i].append(index)
                self._cover(index)
        self.around = self._enclosing()
        self.by_known: dict[str, list[int]] = defaultdict(list)
        for index, mention in enumerate(self.reading.mentions):
            if mention.known:
                self.by_known[mention.known].append(index)

    def _cover(self, index: int) -> None:
        """Keep, for each token, the smallest mention around it."""
        span = self.reading.mentions[index].span
        for i in range(span.start, span.end):
            other = self.covering.get(i)
            if other is None or len(self.reading.mentions[other].span) > len(span):
                self.covering[i] = index

    def _enclosing(self) -> dict[int, int]:
        """The smallest mention of another entity around each mention, where there is one."""
        found: dict[int, int] = {}
        open_mentions: list[int] = []
        spans = [mention.span for mention in self.reading.mentions]
        for index in sorted(range(len(spans)), key=lambda i: (spans[i].start, -spans[i].end, i)):
            while open_mentions and spans[open_mentions[-1]].end <= spans[index].start:
                open_mentions.pop()
            outer = [o for o in open_mentions if spans[o].end >= spans[index].end and not self.same(o, index)]
            if outer:
                found[index] = outer[-1]
            open_mentions.append(index)
        return found

    def type(self, index: int) -> str:
        """The class of a mention: its chain's where it is a pronoun, the class an adjective stands for ('Iraqi').

        '' where an adjective points to no known entity ('Western') or a pronoun to nobody: then no end of a relation.
        """
        mention = self.reading.mentions[index]
        if mention.kind is Kind.PRONOUN and index in self.chain_of:
            members = self.reading.chains[self.chain_of[index]]
            mention = self.reading.mentions[min(members, key=lambda m: (KIND_ORDER[self.reading.mentions[m].kind], m))]
        if mention.kind is Kind.PRONOUN:
            return ""
        if mention.type in self.syntax.lexicon.stands_for:
            return self.syntax.lexicon.stands_for[mention.type] if mention.known or self._chained(index) else ""
        return mention.type

    def nearest(self, iri: str, token: Token) -> int | None:
        """The mention of a known entity that is nearest to a token, None where the text has none."""
        found = self.by_known.get(iri, ())
        return min(found, key=lambda index: (abs(self.heads[index].i - token.i), index), default=None)

    def score(self, index: int) -> float:
        """How sure it is that the mention is one, of this class: 0 to 1."""
        mention = self.reading.mentions[index]
        return max(mention.score, KNOWN) if mention.known else mention.score

    def by_pronoun(self, index: int) -> bool:
        """Whether the mention is a pronoun, so that coreference had to say who is meant."""
        return self.reading.mentions[index].kind is Kind.PRONOUN

    def known(self, index: int) -> str | None:
        """The IRI in the tables of what a mention, or another of its chain, refers to."""
        chain = self.reading.chains[self.chain_of[index]] if index in self.chain_of else [index]
        return next((mention.known for mention in map(self.reading.mentions.__getitem__, chain) if mention.known), None)

    def idle(self, index: int, classes: frozenset[str]) -> bool:
        """Whether a mention would be one of `classes` only if it acted: a place where an actor is due."""
        name = self.type(index)
        mention = self.reading.mentions[index]
        if mention.acts or mention.type in self.syntax.lexicon.stands_for:
            return False
        is_a = self.ontology.is_a
        for place, actor in self.syntax.lexicon.acts_as.items():
            if is_a(name, place):
                meant = [entry for entry in classes if is_a(name, entry)]
                return all(is_a(entry, actor) and not is_a(entry, place) for entry in meant)
        return False

    def _chained(self, index: int) -> bool:
        return index in self.chain_of and len(self.reading.chains[self.chain_of[index]]) > 1

    def entity(self, index: int) -> int:
        """A number shared by the mentions of one entity: its chain, or one of its own below zero."""
        return self.chain_of.get(index, -1 - index)

    def in_name(self, relation: Relation) -> bool:
        """Whether a relation holds between a mention and one inside its name, or before a hyphen: 'UN-recognised'."""
        ends = relation.subject, relation.object
        return any(
            self.around.get(inner) == outer
            and (self.reading.mentions[outer].kind is Kind.NAME or self._is_hyphened(inner))
            for inner, outer in (ends, ends[::-1])
        )

    def _is_hyphened(self, index: int) -> bool:
        span = self.reading.mentions[index].span
        return span.end < len(span.doc) and span.doc[span.end].text in HYPHENS

    def same(self, one: int, other: int) -> bool:
        """Whether two mentions refer to one entity, as far as is known."""
        return self.entity(one) == self.entity(other)

    def at(self, token: Token) -> int | None:
        """The mention that a token heads: a name before a description, one thing before several, then the surest."""
        return min(self.by_head.get(token.i, ()), key=self._rank, default=None)

    def _rank(self, index: int) -> tuple[int, bool, float, int, int]:
        mention, head = self.reading.mentions[index], self.heads[index]
        several = any(child.dep_ == "conj" and child.i < mention.span.end for child in head.children)
        return KIND_ORDER[mention.kind], several, -round(mention.score, 1), -len(mention.span), index

    def resolve(self, filler: Filler) -> list[Referent]:
        """The mentions a filler names: its own, what it stands for, its examples."""
        token = filler.token
        direct = self.at(token)
        examples = [self.at(example) for example in self.syntax.examples(token)]
        found = [Referent(m, filler.weight * EXAMPLE) for m in examples if m is not None]
        if direct is not None:
            return [Referent(direct, filler.weight), *found]
        for other in self.syntax.alternatives(token):
            mention = self.at(other.token)
            if mention is not None:
                found.append(Referent(mention, filler.weight * other.weight))
        inside = self.covering.get(token.i)
        if not found and inside is not None and token.dep_ not in LEFT_MODIFIERS:
            return [Referent(inside, filler.weight * INSIDE)]
        return found

    def owner(self, filler: Filler, after: bool = True) -> list[Referent]:
        """The possessors of a noun, or else its modifiers or, if `after`, of-phrase that are mentions."""
        if not is_noun(filler.token):
            return []
        for function in ("possessive", "modifier", *(["of"] if after else [])):
            owners = self.syntax.fillers(filler.token, function)
            found = [(self.at(owner.token), owner.weight) for owner in owners]
            named = [Referent(m, filler.weight * weight * OWNER) for m, weight in found if m is not None]
            if named:
                return named
        return []


def _head(span: Span) -> Token:
    """The head of a noun phrase: its root, or the last of several that all modify one noun behind it ('army' units)."""
    root = span.root
    if root.dep_ not in LEFT_MODIFIERS or root.head.i < span.end:
        return root
    return [token for token in span if token.head.i == root.head.i][-1]
