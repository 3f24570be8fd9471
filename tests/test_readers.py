"""Reading inputs: what becomes a document, with which title and date, and what is skipped with which words."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.document import Document
from kg.errors import SkipDocument, StopRun
from kg.readers import read_inputs
from kg.readers.decoding import MAX_CHARACTERS
from kg.readers.header import parse_header

PROSE = "The defence ministry said on Monday that two ships had left the port before dawn."


def only(path: Path) -> Document:
    (item,) = read_inputs([path])
    assert isinstance(item, Document), item
    return item


def refused(path: Path | str) -> str:
    items = list(read_inputs([path]))
    assert len(items) == 1
    assert isinstance(items[0], SkipDocument)
    message = str(items[0])
    assert "\n" not in message
    return message


def test_text_file_with_title_and_date(tmp_path: Path) -> None:
    path = tmp_path / "ships.txt"
    path.write_text(f"Ships leave port\n2024-03-05 | Harbour Wire\n\n{PROSE}\n", encoding="utf-8")
    document = only(path)
    assert (document.id, document.title, document.published) == ("ships", "Ships leave port", date(2024, 3, 5))
    assert document.publisher == "Harbour Wire"
    assert document.text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("5 March 2024", date(2024, 3, 5)),
        ("March 5, 2024 -", date(2024, 3, 5)),
        ("Published: 2024-03-05", date(2024, 3, 5)),
        ("On 5 March 2024 the ships left the port and did not come back.", None),
        ("2024-13-45", None),
    ],
)
def test_a_date_counts_only_on_a_line_of_its_own(line: str, expected: date | None) -> None:
    assert parse_header(f"{line}\n\n{PROSE}").published == expected


def test_markdown_heading_is_the_title() -> None:
    assert parse_header(f"# Ships leave port\n\n{PROSE}").title == "Ships leave port"


def test_first_sentence_is_not_taken_for_a_title() -> None:
    assert parse_header(f"{PROSE}\n{PROSE}").title is None


def test_jsonl_keeps_the_good_lines_and_names_the_bad(tmp_path: Path) -> None:
    path = tmp_path / "wire.jsonl"
    good = {
        "id": "a1",
        "title": "T",
        "text": PROSE,
        "publisher": "Wire",
        "published": "2024-03-05",
        "url": "https://example.org/a1",
    }
    lines = [
        json.dumps(good),
        "{not json",
        json.dumps({"id": "x"}),
        json.dumps({"text": PROSE}),
        json.dumps(good | {"published": "soon"}),
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    items = list(read_inputs([path]))
    documents = [item for item in items if isinstance(item, Document)]
    assert [document.id for document in documents] == ["a1", "wire-4"]
    assert documents[0].published == date(2024, 3, 5)
    assert documents[0].url == "https://example.org/a1"
    assert [f"{path}:{n}" for n in (2, 3, 5)] == [item.source for item in items if isinstance(item, SkipDocument)]


def test_html_gives_the_article_without_scripts(tmp_path: Path) -> None:
    body = "".join(f"<p>{PROSE} Paragraph {n} says more about it.</p>" for n in range(5))
    page = f"<html><head><title>Ships</title><script>alert('x')</script></head><body><nav>Home</nav><article><h1>Ships</h1>{body}</article></body></html>"
    path = tmp_path / "page.html"
    path.write_text(page, encoding="utf-8")
    document = only(path)
    assert "Paragraph 4" in document.text
    assert "alert" not in document.text


def test_html_without_an_article_is_skipped(tmp_path: Path) -> None:
    path = tmp_path / "empty.html"
    path.write_text("<html><body><script>while(1){}</script></body></html>", encoding="utf-8")
    assert "no article" in refused(path)


def test_other_encoding_is_decoded_and_said(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "latin.txt"
    text = "Le général Moreau said the garrison at Orléans would be reinforced. " * 4
    path.write_bytes(text.encode("cp1252"))
    assert "général Moreau" in only(path).text
    assert "not UTF-8" in caplog.text


def test_windows_line_ends_and_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "bom.txt"
    path.write_bytes(b"\xef\xbb\xbf" + f"Title\r\n{PROSE}\r\n".encode())
    assert only(path).text == f"Title\n{PROSE}\n"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\t\n ", "empty"),
        ("noise.txt", b"\x00\x01\x02\x03" * 200, "binary"),
        ("picture.txt", bytes(range(128, 256)) * 40, "not text|binary"),
        ("broken.pdf", b"%PDF-1.4 nothing here", "PDF"),
        ("numbers.txt", b"12 34 56 78\n", "no words"),
        ("table.xlsx", b"PK", "unknown kind"),
        (
            "german.txt",
            b"Das Verteidigungsministerium teilte am Montag mit, dass zwei Schiffe den Hafen verlassen haben.",
            "another language",
        ),
    ],
)
def test_unusable_files_are_skipped_with_one_clear_line(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    message = refused(path)
    assert message.startswith(str(path))
    assert any(word in message for word in words.split("|"))


@pytest.mark.parametrize(
    "text",
    [
        "Kim Jong Un, Vladimir Putin, Sergei Lavrov and Ri Yong Ho met in Vladivostok, Primorye.",
        "Report 7: Houthi forces fired a Zolfaghar at Marib, SABA said.",
    ],
)
def test_one_sentence_full_of_foreign_names_is_english(tmp_path: Path, text: str) -> None:
    path = tmp_path / "short.txt"
    path.write_text(text, encoding="utf-8")
    assert only(path).text == text


def test_oversize_text_is_skipped(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    path.write_bytes(b"word " * (MAX_CHARACTERS // 5 + 1))
    assert "split it" in refused(path)


def test_missing_path_and_folder_without_articles(tmp_path: Path) -> None:
    assert "no such file" in refused(tmp_path / "nowhere.txt")
    assert "no articles" in refused(tmp_path)


def test_folder_is_read_in_a_stable_order_and_ids_are_unique(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "sub/c.md", "sub/a.txt", "ignored.csv"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(PROSE, encoding="utf-8")
    items = list(read_inputs([tmp_path]))
    assert [item.id for item in items if isinstance(item, Document)] == ["a", "b", "c"]
    (clash,) = [item for item in items if isinstance(item, SkipDocument)]
    assert "already taken" in str(clash)


def test_nothing_named_stops_the_run() -> None:
    with pytest.raises(StopRun):
        list(read_inputs([]))


def test_pdf_text_layer(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf_of(PROSE))
    assert "defence ministry" in only(path).text


@given(st.binary(max_size=400))
def test_any_bytes_are_a_document_or_a_clear_refusal(content: bytes) -> None:
    from kg.readers import text

    (item,) = text.read("any.txt", content)
    assert isinstance(item, Document | SkipDocument)


def pdf_of(words: str) -> bytes:
    """A one-page PDF with one line of text, written by hand: pypdf reads but does not draw."""
    stream = f"BT /F1 12 Tf 20 700 Td ({words}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 900 792] /Contents 5 0 R /Resources << /Font << /F1 4 0 R >> >> >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    out, places = io.BytesIO(b""), []
    out.write(b"%PDF-1.4\n")
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()
