"""What the components write on a spaCy Doc: one `Reading`, reached as `doc._.reading`."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Doc, Span, Token

from kg.facts import Interval, Kind, Modality, Polarity

RelationKey = tuple[int, int, str, int]


@dataclass(slots=True)
class SpanMention:
    """A mention while it is being read. `known` is the IRI in entities.ttl or the place table, if one fits.

    `type` is the local name of the finest ontology class found so far; `score` between 0 and 1. `reason` says, once
    coreference is read, why it denotes what it does: by its own name, or the pass that linked it to another mention.
    """

    span: Span
    type: str
    kind: Kind
    acts: bool = False
    known: str | None = None
    score: float = 1.0
    source: str = ""
    reason: str = ""

    @property
    def head(self) -> Token:
        """The syntactic head of the span."""
        return self.span.root


@dataclass(slots=True)
class TimeExpression:
    """A temporal expression with the interval it denotes, None where it cannot be placed."""

    span: Span
    interval: Interval | None


@dataclass(slots=True)
class Attribution:
    """Somebody saying something: source, cue, content; `source_mention` indexes `Reading.mentions`.

    `joint` holds the mentions of those who say it together with the source ('A and B said'), in text order.

    `source`, `cue` and `content` are spans of the Doc; content may run over several sentences.
    `parent` is the index of the attribution this one is nested in, None at the top.
    """

    source: Span
    cue: Span
    content: Span
    source_mention: int | None = None
    parent: int | None = None
    joint: tuple[int, ...] = ()

    @property
    def speakers(self) -> tuple[int, ...]:
        """The mentions of all who say it, none where no source is a mention."""
        return () if self.source_mention is None else (self.source_mention, *self.joint)


@dataclass(slots=True)
class Circumstance:
    """How the statement that a trigger token heads is meant: polarity, modality, sources, time.

    `cue` is the index of the token that shows it where that stands apart ('... Chad denied it').
    """

    polarity: Polarity = Polarity.AFFIRMED
    modality: Modality = Modality.ACTUAL
    attributed_to: int | None = None
    reported_via: tuple[int, ...] = ()
    time: Interval | None = None
    cue: int | None = None


@dataclass(slots=True)
class Relation:
    """A relation between two mentions (indices into `Reading.mentions`) as one extractor sees it.

    `trigger` is the token whose circumstances (negation, modality, attribution, time) are the relation's.
    `event` is an index into `Reading.events`, None where the relation follows from no event. What is `granted` holds
    whatever the sentence does with it: troops whose withdrawal is refused are there.
    """

    subject: int
    predicate: str
    object: int
    trigger: Token
    extracted_by: str
    confidence: float
    event: int | None = None
    granted: bool = False

    @property
    def key(self) -> RelationKey:
        """What tells it from the other relations of a Doc."""
        return self.trigger.i, self.subject, self.predicate, self.object


@dataclass(slots=True)
class EventReading:
    """An event with roles: pairs of role local name and mention index; `trigger` heads its words.

    `others` head the words of its further mentions, `finer` is the class where one of them is more specific, and
    `time` is the narrowest of their times. `plover` and `cameo` are its codes, '' where none is sure.
    """

    type: str
    trigger: Token
    roles: list[tuple[str, int]] = field(default_factory=list)
    others: list[Token] = field(default_factory=list)
    finer: str = ""
    time: Interval | None = None
    plover: str = ""
    cameo: str = ""


@dataclass(slots=True)
class Reading:
    """All that has been read on a Doc; each component fills its own fields and reads the earlier ones.

    `chains` are lists of indices into `mentions` that refer to one entity (every mention is in exactly one chain
    after coreference). `published` is the ISO date of the document, '' where unknown. `rejections` say who rejects
    the words of others, which are their content ('dismissed the report that ...'). `circumstances` are those of a
    trigger token, one for each who states or denies it, the accuser's before the denier's; `granted` has those of
    relations that hold whatever the sentence does with them, or of which a 'not' excludes an end.
    """

    published: str = ""
    mentions: list[SpanMention] = field(default_factory=list)
    chains: list[list[int]] = field(default_factory=list)
    times: list[TimeExpression] = field(default_factory=list)
    attributions: list[Attribution] = field(default_factory=list)
    rejections: list[Attribution] = field(default_factory=list)
    circumstances: dict[int, tuple[Circumstance, ...]] = field(default_factory=dict)
    granted: dict[RelationKey, tuple[Circumstance, ...]] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)
    events: list[EventReading] = field(default_factory=list)


def reading(doc: Doc) -> Reading:
    """The Doc's Reading, made on first use."""
    if not Doc.has_extension("reading"):
        Doc.set_extension("reading", default=None)
    if doc._.reading is None:
        doc._.reading = Reading()
    found: Reading = doc._.reading
    return found
