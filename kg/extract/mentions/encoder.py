"""The encoder at run time: words of a Doc in bounded chunks through the ONNX graph, on one thread."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime
from onnxruntime.capi.onnxruntime_pybind11_state import NoSuchFile
from spacy.tokens import Doc, Token
from tokenizers import Tokenizer

from kg.errors import StopRun
from kg.extract.mentions.labels import ACTING
from kg.ontology import Ontology

Array = npt.NDArray[Any]

PIECES_IN_CHUNK = 160
PIECES_IN_WORD = 12
PIECES_IN_BATCH = 1600
STATE = 192
UNKNOWN, CLASSIFY, SEPARATE = 100, 101, 102  # [UNK], [CLS], [SEP] in the vocabulary of BERT
KEPT = "kg_encoding"
FEATURES = ("shape", "tag", "dep", "entity", "style")
MODEL_FOLDER = Path(__file__).parents[2] / "models" / "reader"


def shape(text: str) -> str:
    """The case pattern of a word, which an uncased encoder does not see."""
    if text.isdigit():
        return "digits"
    if any(character.isdigit() for character in text):
        return "mixed digits"
    if not any(character.isalpha() for character in text):
        return "other"
    if text.islower():
        return "lower"
    if text.isupper():
        return "upper" if len(text) > 1 else "initial"
    return "title" if text[:1].isupper() and text[1:].islower() else "mixed"


def features(token: Token) -> tuple[str, str, str, str]:
    """What the stock pipeline knows of a word, in the order of FEATURES without the last."""
    entity = f"{token.ent_iob_}-{token.ent_type_}" if token.ent_type_ else "O"
    return shape(token.text), token.tag_, token.dep_, entity


@dataclass(frozen=True, slots=True)
class Words:
    """Words in text order with their features; `sentence` numbers the sentence each stands in."""

    texts: list[str]
    features: list[tuple[str, str, str, str]]
    sentence: list[int]


def words_of(doc: Doc) -> tuple[Words, list[int]]:
    """The words of a Doc without white space tokens, and the token index of each."""
    texts, described, sentences, tokens = [], [], [], []
    for number, sentence in enumerate(doc.sents):
        for token in sentence:
            if not token.is_space:
                texts.append(token.text)
                described.append(features(token))
                sentences.append(number)
                tokens.append(token.i)
    return Words(texts, described, sentences), tokens


@dataclass(frozen=True, slots=True)
class Chunk:
    """A run of words that goes through the encoder at once; `first` and `last` are the pieces of each word."""

    start: int
    end: int
    pieces: list[int]
    first: list[int]
    last: list[int]
    word_of_piece: list[int]


def chunks(
    texts: Sequence[str], sentence: Sequence[int], tokenizer: Tokenizer, limit: int = PIECES_IN_CHUNK
) -> list[Chunk]:
    """Cut words into chunks of whole sentences of at most `limit` word pieces; a longer sentence is cut."""
    found: list[Chunk] = []
    pieces = [
        encoding.ids[:PIECES_IN_WORD] for encoding in tokenizer.encode_batch(list(texts), add_special_tokens=False)
    ]
    start = 0
    for end in _boundaries([len(ids) or 1 for ids in pieces], sentence, limit):
        found.append(_chunk(start, end, pieces))
        start = end
    return found


def _boundaries(lengths: Sequence[int], sentence: Sequence[int], limit: int) -> Iterator[int]:
    """Where each chunk ends, in words."""
    count, sentence_start = 0, 0
    start = 0
    for position, length in enumerate(lengths):
        if position and sentence[position] != sentence[position - 1]:
            sentence_start = position
        if count + length > limit:
            end = sentence_start if sentence_start > start else position
            yield end
            start, count = end, sum(lengths[end:position])
        count += length
    if lengths:
        yield len(lengths)


def _chunk(start: int, end: int, pieces: Sequence[Sequence[int]]) -> Chunk:
    ids, first, last, owner = [CLASSIFY], list[int](), list[int](), [-1]
    for position in range(start, end):
        word = list(pieces[position]) or [UNKNOWN]
        first.append(len(ids))
        ids.extend(word)
        owner.extend([position - start] * len(word))
        last.append(len(ids) - 1)
    ids.append(SEPARATE)
    owner.append(-1)
    return Chunk(start, end, ids, first, last, owner)


def feature_ids(
    chunk: Chunk, described: Sequence[tuple[str, ...]], vocabulary: Sequence[dict[str, int]]
) -> list[list[int]]:
    """For each piece of a chunk the number of each feature of its word; 0 for special pieces and unknown values."""
    words = described[chunk.start : chunk.end]
    rows = [[table.get(value, 0) for table, value in zip(vocabulary, word, strict=True)] for word in words]
    blank = [0] * len(vocabulary)
    return [rows[owner] if owner >= 0 else blank for owner in chunk.word_of_piece]


@dataclass(frozen=True, slots=True)
class Candidate:
    """What the span head says of one possible mention: words [start, end), the chance of each coarse label, its class.

    `label` is the likeliest coarse label, `score` its probability, `acting` that of the label under which places
    act. `fine` holds the logits of the fine classes.
    """

    start: int
    end: int
    label: str
    score: float
    acting: float
    fine: Array


@dataclass(frozen=True, slots=True)
class Encoding:
    """A Doc as the encoder sees it: its words, candidate mentions, and a state for each word (float16)."""

    tokens: list[int]
    sentence: list[int]
    candidates: list[Candidate]
    states: Array


class Encoder:
    """The ONNX graphs of an artefact folder with the tables that give their numbers meaning."""

    def __init__(self, folder: Path) -> None:
        table = json.loads((folder / "reader.json").read_text(encoding="utf-8"))
        self.version: str = table["version"]
        self.style: str = table["style"]
        self.coarse: list[str] = table["coarse"]
        self.fine: list[str] = table["fine"]
        self.relations: list[str] = table["relations"]
        self.types = {name: number + 1 for number, name in enumerate(table["types"])}
        self.thresholds: dict[str, float] = table["thresholds"]
        self.acting: float = table["acting"]
        self.pair_threshold: float = table["pair_threshold"]
        calibration = table["calibration"]
        self.scale: float = calibration["scale"]
        own = calibration.get("relations", {})
        self.offsets: Array = np.asarray([calibration["offset"] + own.get(name, 0.0) for name in self.relations])
        self.features = [{value: number + 1 for number, value in enumerate(values)} for values in table["features"]]
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        self.spans = _session(folder / "reader.onnx")
        self.pairs = _session(folder / "pairs.onnx")

    def type_id(self, name: str, ontology: Ontology) -> int:
        """The number under which the pair graph knows a class: its own or its nearest ancestor's, 0 for none."""
        if name in self.types:
            return self.types[name]
        above = ontology.types[name].ancestors if name in ontology.types else frozenset()
        known = sorted(above & self.types.keys(), key=lambda ancestor: (-ontology.depth(ancestor), ancestor))
        return self.types[known[0]] if known else 0

    def encode(self, doc: Doc) -> Encoding:
        """Run the encoder over a Doc, a bounded number of word pieces at a time."""
        words, tokens = words_of(doc)
        described = [(*row, self.style) for row in words.features]
        cut = chunks(words.texts, words.sentence, self.tokenizer)
        candidates: list[Candidate] = []
        states = np.zeros((len(tokens), STATE), dtype=np.float16)
        for batch in _batches(cut):
            coarse, fine, rows = self.spans.run(None, _inputs(batch, described, self.features))
            for number, chunk in enumerate(batch):
                count = chunk.end - chunk.start
                states[chunk.start : chunk.end] = rows[number, :count]
                sentence = np.asarray(words.sentence[chunk.start : chunk.end])
                found = self._candidates(coarse[number, :count], fine[number, :count], sentence, chunk.start)
                candidates.extend(found)
        return Encoding(tokens, words.sentence, sorted(candidates, key=lambda c: (c.start, -c.end)), states)

    def _candidates(self, coarse: Array, fine: Array, sentence: Array, offset: int) -> Iterator[Candidate]:
        """Spans within a sentence whose likeliest label passes its threshold."""
        count, widths, _ = coarse.shape
        ends = np.arange(count)[:, None] + np.arange(widths)[None, :]
        inside = (ends < count) & (sentence[np.minimum(ends, count - 1)] == sentence[:, None])
        scores = 1 / (1 + np.exp(-coarse))
        limits = np.asarray([self.thresholds[label] for label in self.coarse])
        margin = np.where(inside[:, :, None], scores - limits, -1.0)
        best = margin.argmax(axis=2)
        for start, width in zip(*np.nonzero(margin.max(axis=2) > 0), strict=True):
            label = int(best[start, width])
            first = int(start) + offset
            yield Candidate(
                first,
                first + int(width) + 1,
                self.coarse[label],
                float(scores[start, width, label]),
                float(scores[start, width, self.coarse.index(ACTING)]),
                fine[start, width],
            )


@cache
def shared_encoder(folder: Path) -> Encoder:
    """The encoder of an artefact folder, loaded once a process.

    Raises StopRun where the artefact is incomplete or was made by another version of the code.
    """
    try:
        return Encoder(folder)
    except (OSError, ValueError, KeyError, NoSuchFile) as error:
        raise StopRun(f"{folder}: not a usable reading model ({error}); reinstall security-kg") from None


def encoding_of(doc: Doc, encoder: Encoder) -> Encoding:
    """The encoding of a Doc, kept in its user data from the first call until `forget`."""
    found: Encoding | None = doc.user_data.get(KEPT)
    if found is None:
        found = doc.user_data[KEPT] = encoder.encode(doc)
    return found


def forget(doc: Doc) -> None:
    """Free the encoding of a Doc."""
    doc.user_data.pop(KEPT, None)


def has_model(folder: Path) -> bool:
    """Whether an artefact lies in the folder."""
    return (folder / "reader.json").is_file()


def _session(path: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.use_deterministic_compute = True
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _batches(cut: Sequence[Chunk]) -> Iterator[list[Chunk]]:
    """Chunks of similar length together, at most PIECES_IN_BATCH pieces with their padding."""
    batch: list[Chunk] = []
    for chunk in sorted(cut, key=lambda chunk: (len(chunk.pieces), chunk.start)):
        if batch and (len(batch) + 1) * len(chunk.pieces) > PIECES_IN_BATCH:
            yield batch
            batch = []
        batch.append(chunk)
    if batch:
        yield batch


def _inputs(
    batch: Sequence[Chunk], described: Sequence[tuple[str, ...]], vocabulary: Sequence[dict[str, int]]
) -> dict[str, Array]:
    """The padded inputs of the span graph."""
    length = max(len(chunk.pieces) for chunk in batch)
    count = max(len(chunk.first) for chunk in batch)
    found = {
        "ids": np.zeros((len(batch), length), dtype=np.int64),
        "mask": np.zeros((len(batch), length), dtype=np.int64),
        "features": np.zeros((len(batch), length, len(vocabulary)), dtype=np.int64),
        "first": np.zeros((len(batch), count), dtype=np.int64),
        "last": np.zeros((len(batch), count), dtype=np.int64),
    }
    for row, chunk in enumerate(batch):
        found["ids"][row, : len(chunk.pieces)] = chunk.pieces
        found["mask"][row, : len(chunk.pieces)] = 1
        found["features"][row, : len(chunk.pieces)] = feature_ids(chunk, described, vocabulary)
        found["first"][row, : len(chunk.first)] = chunk.first
        found["last"][row, : len(chunk.last)] = chunk.last
    return found
