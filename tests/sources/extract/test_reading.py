"""Every file, however malformed, ends in text or in a refusal that says why, within 10 s."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

import psutil
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factbook.errors import ExtractError
from factbook.model.source import Snapshot
from factbook.sources.extract import reading
from factbook.sources.extract.extraction import Extraction
from factbook.sources.extract.kinds import DOCX, HTML, PDF, PLAIN, UNKNOWN
from factbook.sources.extract.reading import extract_text
from factbook.sources.extract.sandbox import Sandbox
from tests.sources.extract.samples import STORY, body, package, page, pdf, pdf_of, word

SAMPLES = {
    HTML: page(
        "<ul><li>item</li></ul><p style='color:#fff'>secret</p>", head="<style>.x {color: red}</style>"
    ).encode(),
    PDF: pdf("The first page.", "The second page.", pageCompression=0),
    DOCX: word(lambda document: document.add_paragraph("Words in a document.")),
    PLAIN: STORY.encode("utf-16"),
}


def attempt(data: bytes, media_type: str) -> Extraction | ExtractError:
    try:
        # In a process that is kept, for there are hundreds of them.
        return extract_text(data, media_type=media_type, for_index=True)
    except ExtractError as error:
        return error


def outcome(data: bytes, media_type: str) -> Extraction | ExtractError:
    """Read a file, and check what every answer must hold."""
    begun_s = time.monotonic()
    found = attempt(data, media_type)
    assert time.monotonic() - begun_s < 10
    if isinstance(found, ExtractError):
        assert found.problem
        return found
    assert found.text.encode()
    assert 0 < (len(found.text) if found.visible_length is None else found.visible_length) <= len(found.text)
    assert list(found.pages) == sorted(found.pages)
    return found


@pytest.mark.parametrize("media_type", SAMPLES)
def test_the_samples_are_read(media_type: str) -> None:
    found = outcome(SAMPLES[media_type], media_type)
    assert isinstance(found, Extraction)
    assert found.extractor


def test_what_is_no_document_is_refused_with_what_to_do() -> None:
    with pytest.raises(ExtractError) as caught:
        extract_text(b"\x89PNG\r\n\x1a\n", media_type="image/png")
    assert caught.value.problem == "no text could be read from image/png; add its text as .txt or .md"
    with pytest.raises(ExtractError, match=r"no text could be read from a file of unknown kind"):
        extract_text(b"\x00\x01", media_type=UNKNOWN)


def test_utf_8_text_needs_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_sandbox", lambda: pytest.fail("a process was asked"))
    assert extract_text(STORY.encode(), media_type=PLAIN).text == STORY


LOOP = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9>>endobj\n"
)

HOSTILE = {
    "50 MB of nested elements": (HTML, lambda: b"<html><body>" + b"<div>" * 10_000_000),
    "elements nested 1,900 deep": (HTML, lambda: b"<html><body>" + b"<div>words " * 1_900),
    "lists in lists": (HTML, lambda: b"<html><body>" + b"<ul><li>words " * 900),
    "tables in tables": (HTML, lambda: b"<html><body>" + b"<table><tr><td>words " * 600),
    "50,000 paragraphs": (HTML, lambda: b"<html><body>" + b"<p>some more words to read</p>" * 50_000),
    "30,000 attributes": (
        HTML,
        lambda: b"<html><body><p " + b" ".join(b"a%d=1" % number for number in range(30_000)) + b">words",
    ),
    "references without end": (HTML, lambda: b"&#x" * 3_000_000),
    "comments without end": (HTML, lambda: b"<!--" * 3_000_000),
    "style rules by the thousand": (
        HTML,
        lambda: (
            b"<style>%b</style>%b"
            % (b".a .a .a .a .b{display:none}" * 3_000, b"<p class='a b'>w</p>" * 1_000)
        ),
    ),
    "brackets in a style": (
        HTML,
        lambda: b"<style>" + b"{(" * 400_000 + b"</style><p style='" + b"([" * 4000 + b"'>w",
    ),
    "a date to despair of": (
        HTML,
        lambda: b"<time datetime='" + b"1" * 1_000_000 + b"'></time>" + b"2020-" * 900_000,
    ),
    "a title of bars": (HTML, lambda: b"<title>" + b" | " * 1_000_000 + b"</title><p>words"),
    "authors without end": (
        HTML,
        lambda: b"<meta name=author content='" + b"a, " * 1_000_000 + b"'><p>words",
    ),
    "pages that are their own parent": (
        PDF,
        lambda: LOOP + b"trailer<</Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF",
    ),
    "arrays in arrays": (PDF, lambda: b"%PDF-1.4\n1 0 obj" + b"[" * 3_000_000),
    "a page of 400 MB of blanks": (PDF, lambda: pdf_of(b" " * 400_000_000)),
    "300,000 words on a line": (PDF, lambda: pdf_of(b"BT /F 12 Tf " + b"9 0 Td (a) Tj " * 300_000)),
    "states in states": (PDF, lambda: pdf_of(b"q " * 2_000_000 + b"BT /F 12 Tf (words) Tj ET")),
    "20 MB of Word paragraphs": (
        DOCX,
        lambda: package(word__document=body("<w:p><w:r><w:t>aa</w:t></w:r></w:p>" * 300_000)),
    ),
    "Word tables in tables": (
        DOCX,
        lambda: package(word__document=body("<w:tbl><w:tr><w:tc>" * 80 + "</w:tc></w:tr></w:tbl>" * 80)),
    ),
    "text that is none": (PLAIN, lambda: b"\xff\xfe" + hashlib.shake_128(b"x").digest(1_000_001)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_end_in_time_and_cost_no_memory_here(name: str) -> None:
    media_type, make = HOSTILE[name]
    data = make()
    before = psutil.Process().memory_info().rss
    found = outcome(data, media_type)
    text_bytes = 4 * len(found.text) if isinstance(found, Extraction) else 0
    # The document passes through here in pieces, and its text comes back; nothing of it stays behind.
    assert psutil.Process().memory_info().rss - before < (8 << 20) + 4 * text_bytes
    assert outcome(SAMPLES[HTML], HTML)


@pytest.mark.parametrize("media_type", [PDF, DOCX, HTML])
def test_files_that_are_cut_off_end(media_type: str) -> None:
    data = SAMPLES[media_type]
    for length in range(0, len(data), max(1, len(data) // 40)):
        outcome(data[:length], media_type)


quick = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@quick
@given(data=st.binary(max_size=2000), media_type=st.sampled_from([*SAMPLES, "text/csv"]))
def test_any_bytes_end(data: bytes, media_type: str) -> None:
    outcome(data, media_type)


@quick
@given(
    media_type=st.sampled_from(list(SAMPLES)),
    changes=st.lists(
        st.tuples(st.floats(0, 1), st.binary(max_size=12), st.integers(0, 40)), min_size=1, max_size=12
    ),
)
def test_files_with_changes_end(media_type: str, changes: list[tuple[float, bytes, int]]) -> None:
    data = SAMPLES[media_type]
    for place, inserted, removed in changes:
        at = int(place * len(data))
        data = data[:at] + inserted + data[at + removed :]
    outcome(data, media_type)


MARKUP = (
    "<p> <div> </div> <table> <tr> <td> <ul> <li> <style> p{color:white} </style> <script> <template> "
    "<!-- --> style='font-size:0' words <p|hidden> &amp; &#0; &#1; &#12; \x0c \ufffe <h1> ]]>"
)
ATOMS = st.sampled_from([atom.replace("|", " ") for atom in MARKUP.split()])


@quick
@given(atoms=st.lists(ATOMS, max_size=60))
def test_any_markup_ends(atoms: list[str]) -> None:
    outcome(" ".join(atoms).encode(), HTML)


def test_what_is_read_fits_a_snapshot() -> None:
    found = outcome(SAMPLES[PDF], PDF)
    assert isinstance(found, Extraction)
    fields = {"text_length": len(found.text), "visible_length": found.visible_length, "pages": found.pages}
    assert Snapshot.model_construct(**fields).page_of(found.text.index("second")) == 2


def test_a_reader_of_another_package_is_found_by_its_entry_point(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "shouting.py").write_text(
        "from factbook.sources.extract.extraction import Extraction\n"
        "class Shouting:\n"
        "    media_types = ('text/x-shout',)\n"
        "    def extract(self, data, *, media_type, charset='', url=''):\n"
        "        return Extraction(data.decode().upper(), 'shouting 1')\n"
    )
    info = tmp_path / "shouting-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: shouting\nVersion: 1\n")
    (info / "entry_points.txt").write_text(
        "[factbook.extractors]\nshouting = shouting:Shouting\nbroken = nowhere:X\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    sandbox = Sandbox()
    assert sandbox.read(b"words", media_type="text/x-shout").text == "WORDS"
    sandbox.close()
