"""The benchmark's own rule: what is read in the bare copy of a marked sentence is left out of the second table."""

import json
from pathlib import Path

from benchmarks.repeats import bare_copies, without_repeats
from kg.document import Document

SENTENCE = "Coalition aircraft struck two depots near Ramadi."
OTHER = "Nobody was hurt in the village."


def test_only_the_copy_without_labels_is_left_out(tmp_path: Path) -> None:
    part = tmp_path / "part"
    part.mkdir()
    label = {"documentId": "one", "begin": 0, "end": 18, "type": "MilitaryPlatform", "confidence": 0.2}
    (part / "entities.json").write_text(json.dumps(label) + "\n", encoding="utf-8")
    corpus = [Document(id="one", text=f"{SENTENCE} {OTHER}"), Document(id="two", text=f"{OTHER} {SENTENCE}")]
    zones = bare_copies(tmp_path, corpus)
    start = len(OTHER) + 1
    assert zones == {"two": [(start, start + len(SENTENCE))]}

    def row(name: str, begin: int) -> str:
        mentions = [{"id": 0, "start": begin, "end": begin + 18}, {"id": 1, "start": begin + 42, "end": begin + 48}]
        return json.dumps(
            {"document": name, "mentions": mentions, "claims": [{"subject_mention": 0, "object_mention": 1}]}
        )

    kept = [json.loads(line) for line in without_repeats([row("one", 0), row("two", start)], zones)]
    assert [(len(one["mentions"]), len(one["claims"])) for one in kept] == [(2, 1), (0, 0)]
