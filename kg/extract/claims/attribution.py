"""Component: who says what, as spans of source, cue and content, nested where one reports another."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.claims.content import noun_phrase
from kg.extract.claims.cues import Cues, load_cues
from kg.extract.claims.sources import SourceFinder
from kg.extract.claims.speech import Report, reports
from kg.extract.claims.utterances import Utterances
from kg.extract.reading import Attribution, reading
from kg.extract.syntax.sentences import by_sentence, sentence_start
from kg.ontology import Ontology

NAME = "kg_attribution"


@Language.factory(
    NAME,
    requires=["token.dep", "token.tag", "token.lemma"],
    assigns=["doc._.reading"],
    default_config={"ontology": {"@misc": "kg.Ontology.v1", "folder": None}},
)
def make(nlp: Language, name: str, ontology: Ontology) -> AttributionReader:
    """The component, with the speech cues of the ontology."""
    return AttributionReader(load_cues(ontology), ontology)


class AttributionReader:
    """Fills `Reading.attributions` and `Reading.rejections`, in the order of their cues."""

    def __init__(self, cues: Cues, ontology: Ontology) -> None:
        self.cues = cues
        self.ontology = ontology

    def __call__(self, doc: Doc) -> Doc:
        """Read the attributions of a Doc."""
        found = reading(doc)
        every = list(reports(doc, self.cues))
        Utterances(doc, every).extend()
        told = [report for report in every if report.start < report.end]
        speakers = [
            index
            for index, mention in enumerate(found.mentions)
            if self.ontology.is_any(mention.type, self.cues.speakers)
        ]
        finder = SourceFinder(found.mentions, speakers, self.cues)
        read = [(report, _attribution(doc, report, finder)) for report in told]
        found.attributions = [one for report, one in read if not report.rejects]
        found.rejections = [one for report, one in read if report.rejects]
        _nest(doc, found.attributions, [report for report in told if not report.rejects])
        return doc


def _attribution(doc: Doc, report: Report, finder: SourceFinder) -> Attribution:
    start, end = noun_phrase(report.source)
    source = doc[start:end]
    first = report.start
    while first < report.end - 1 and (doc[first].is_space or (doc[first].is_punct and not doc[first].is_quote)):
        first += 1
    speakers = finder.find(report.source, source)
    return Attribution(
        source=source,
        cue=doc[report.cue.i : report.cue.i + 1],
        content=doc[first : report.end],
        source_mention=next(iter(speakers), None),
        joint=speakers[1:],
    )


def _nest(doc: Doc, attributions: list[Attribution], told: list[Report]) -> None:
    """Set `parent`: the report that cites another, or the smallest content that holds another's cue and content."""
    near = by_sentence(doc, (attribution.content for attribution in attributions))
    cues = {attribution.cue.start: index for index, attribution in enumerate(attributions)}
    for attribution, report in zip(attributions, told, strict=True):
        if report.within is not None and report.within.i in cues:
            attribution.parent = cues[report.within.i]
            continue
        candidates = near.get(sentence_start(attribution.cue[0]), [])
        holders = [(len(attributions[i].content), i) for i in candidates if _holds(attributions[i], attribution)]
        attribution.parent = min(holders)[1] if holders else None


def _holds(other: Attribution, attribution: Attribution) -> bool:
    return (
        other.content.start <= attribution.cue.start < other.content.end
        and other.content.start <= attribution.content.start
        and attribution.content.end <= other.content.end
        and len(attribution.content) < len(other.content)
    )
