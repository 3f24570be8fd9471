"""Merging of mentions: spans that cross give way to the surer one, known names give read mentions their class."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.extract.mentions.labels import ACTING, PLACE, Labels
from kg.extract.reading import SpanMention
from kg.facts import Kind

Span = tuple[int, int]


def crossing(one: Span, two: Span) -> bool:
    """Whether two spans overlap and neither contains the other."""
    first, second = sorted((one, two))
    return first[0] < second[0] < first[1] < second[1]


def without_crossing(mentions: Iterable[SpanMention]) -> list[SpanMention]:
    """The mentions less those that cross a surer one; one mention a span."""
    kept: list[SpanMention] = []
    taken: dict[int, list[Span]] = defaultdict(list)
    for mention in sorted(mentions, key=lambda m: (-m.score, m.span.start, m.span.end)):
        span = _words(mention)
        near = {other for word in range(*span) for other in taken[word]}
        if span not in near and not any(crossing(span, other) for other in near):
            kept.append(mention)
            for word in range(*span):
                taken[word].append(span)
    return kept


def without_bare(mentions: Sequence[SpanMention], labels: Labels) -> list[SpanMention]:
    """The mentions less those that are another without its determiner: 'VBIED' where 'a VBIED' is one."""
    bare = {
        (mention.span.start + 1, mention.span.end, labels.label(mention.type))
        for mention in mentions
        if mention.span[0].pos_ == "DET"
    }
    return [mention for mention in mentions if (*_words(mention), labels.label(mention.type)) not in bare]


def merge(found: Sequence[SpanMention], names: Sequence[SpanMention], labels: Labels) -> list[SpanMention]:
    """All of `found`, with the class and IRI of known names in them, and the names that stand elsewhere.

    A name on the same words, or at the head of a longer mention ('President Vladimir Putin'), becomes part of it. A
    mention that is two names and a hyphen ('UK-France') gives way to them.
    """
    starts, ends = {name.span.start for name in names}, {name.span.end for name in names}
    found = [mention for mention in found if not _hyphenated(mention, starts, ends)]
    by_span = {_words(mention): number for number, mention in enumerate(found)}
    near: dict[int, list[Span]] = defaultdict(list)
    for span in sorted(by_span):
        for word in range(*span):
            near[word].append(span)
    merged, alone = list(found), []
    for name in names:
        span = _words(name)
        around = near[name.span.root.i]
        same = by_span.get(span, by_span.get(_with_determiner(name)))
        if same is None:
            same = next((by_span[other] for other in around if _heads(merged[by_span[other]], name, labels)), None)
        if same is not None:
            merged[same] = combine(merged[same], name, labels)
        elif not any(crossing(span, other) for word in range(*span) for other in near[word]) and not any(
            _within(name, merged[by_span[other]]) for other in around
        ):
            alone.append(name)
    return merged + alone


def _hyphenated(mention: SpanMention, starts: set[int], ends: set[int]) -> bool:
    """Whether a mention begins and ends with a known name each, with a hyphen between the two."""
    span = mention.span
    return any(
        token.text == "-" and token.i in ends and token.i + 1 in starts and span.start in starts and span.end in ends
        for token in span[1:-1]
    )


def _within(name: SpanMention, read: SpanMention) -> bool:
    """Whether a name lies in a longer mention of one thing and shares its head: a surname that is a river's too."""
    words = range(read.span.start, read.span.end)
    joined = any(other.i in words and other.i not in range(*_words(name)) for other in read.span.root.conjuncts)
    return name.span.start in words and name.span.end - 1 in words and read.span.root == name.span.root and not joined


def _heads(read: SpanMention, name: SpanMention, labels: Labels) -> bool:
    """Whether a name is the head of a longer mention of its kind ('President Vladimir Putin', 'our ally Turkey')."""
    if not _within(name, read):
        return False
    described = labels.label(name.type) == PLACE and not any(
        token.pos_ == "PROPN" and token.dep_ != "poss" for token in read.span if token.i < name.span.start
    )
    return labels.label(read.type) == labels.label(name.type) or (labels.label(read.type) == ACTING and described)


def combine(read: SpanMention, name: SpanMention, labels: Labels) -> SpanMention:
    """One mention of two on the same words: the name's class, unless the model reads it as something else.

    What stands for a state does so only where it acts: 'shells fell on Stepanakert'.
    """
    label = ACTING if read.acts else labels.label(read.type)
    if name.acts and label == PLACE:
        return read
    if not labels.fits(name.type, label) and not labels.fits(read.type, labels.label(name.type)):
        if name.known is None:
            return read
        return replace(name, span=read.span)
    finer = labels.ontology.is_a(read.type, name.type)
    kind = read.type if finer else name.type
    acts = labels.label(kind) == PLACE and (read.acts or label == ACTING)
    how = name.kind if read.kind is not Kind.VALUE else read.kind
    return replace(read, type=kind, kind=how, acts=acts, known=name.known, score=max(read.score, name.score))


def _with_determiner(name: SpanMention) -> Span:
    """The words of a name and the determiner before it; the name's own where there is none."""
    start, end = _words(name)
    return (start - 1, end) if start and name.span.doc[start - 1].pos_ == "DET" else (start, end)


def _words(mention: SpanMention) -> Span:
    return mention.span.start, mention.span.end
