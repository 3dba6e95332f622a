"""The report as a Word document: what it says, its structure, and the same bytes each time."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from datetime import UTC, datetime

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree
from nbformat.v4 import new_code_cell, new_output

from factbook.reports.notebook import read_report
from factbook.reports.render import render_page
from factbook.reports.word.document import report_docx
from factbook.reports.word.text import _stretches_in_turned
from tests.reports.test_pdf import Words, bare

NAMES = ["clean", "faulty", "empty", "hostile", "arabic", "corrected"]


@pytest.fixture(scope="module")
def files(shown):
    return {name: report_docx(*shown[name]) for name in NAMES}


@pytest.fixture(scope="module")
def documents(files):
    return {name: Document(io.BytesIO(data)) for name, data in files.items()}


def words_in(element) -> str:
    return "".join(one.text or "" for one in element.iter(qn("w:t")))


def text_of(document) -> str:
    return words_in(document.element.body)


def all_with(document, name: str) -> list:
    return list(document.element.body.iter(qn(name)))


@pytest.mark.parametrize("name", NAMES)
def test_it_says_what_the_page_says_in_the_same_order(shown, documents, name):
    wanted = [bare(word) for word in Words(render_page(*shown[name])).words]
    printed, place = bare(text_of(documents[name])), 0
    for word in filter(None, wanted):
        found = printed.find(word, place)
        assert found >= 0, f"{word!r} is missing after {printed[max(0, place - 80) : place]!r}"
        assert found - place < 20, f"{word!r} stands far behind {printed[max(0, place - 80) : place]!r}"
        place = found + len(word)


def test_sections_are_headings(documents):
    found = [
        (one.style.name, one.text)
        for one in documents["clean"].paragraphs
        if one.style.name.startswith(("Title", "Head"))
    ]
    assert found[0] == (
        "Title",
        "Fact check:\nDo the city's new buses run on time more often than the old trams did?",
    )
    assert [text for style, text in found if style == "Heading 1"] == [
        "Rating\n± Conflicting",
        "1. Summary of the results",
        "2. Missing context/alternative viewpoints",
        "3. Potential misinformation/bias in the original statement",
        "Want to dive deeper?",
        "How the sources stand",
        "Sources and quoted words",
        "How this was checked",
        "What does not hold",
        "Corrections",
    ]
    assert ("Heading 2", "What the rating rests on") in found


@pytest.mark.parametrize("name", NAMES)
def test_every_link_leads_somewhere(documents, name):
    document = documents[name]
    places = [one.get(qn("w:name")) for one in all_with(document, "w:bookmarkStart")]
    assert len(places) == len(set(places))
    assert all(re.fullmatch(r"[A-Za-z]\w{0,39}", one, re.ASCII) for one in places)
    for link in all_with(document, "w:hyperlink"):
        anchor, relation = link.get(qn("w:anchor")), link.get(qn("r:id"))
        assert anchor in places if anchor else document.part.rels[relation].is_external
    outside = [one.target_ref for one in document.part.rels.values() if one.is_external]
    assert all(re.fullmatch(r"(https?://|mailto:)[!-~]+", one) for one in outside)


def test_a_citation_leads_to_its_words(documents):
    document = documents["clean"]
    (cited, *_) = [one for one in all_with(document, "w:hyperlink") if words_in(one) == "[3]"]
    (place,) = [
        one
        for one in all_with(document, "w:bookmarkStart")
        if one.get(qn("w:name")) == cited.get(qn("w:anchor"))
    ]
    assert "The operator counted 83 of every 100 bus runs" in words_in(place.getparent())


def test_the_head_of_a_table_comes_again_on_each_page(documents):
    heads = [
        row for row in all_with(documents["clean"], "w:tr") if row.find(f".//{qn('w:tblHeader')}") is not None
    ]
    assert "Source" in words_in(heads[-2])
    assert "Point 1" in words_in(heads[-2])


def test_pictures_have_words_and_fit(documents):
    (picture,) = documents["clean"].inline_shapes
    assert picture._inline.docPr.get("descr") == "On-time runs rise from 2014 to 2024"
    assert picture.width.cm == pytest.approx(400 / 96 * 2.54, abs=0.1)
    descriptions = [one.get(qn("w:val")) for one in all_with(documents["clean"], "w:tblDescription")]
    assert "Point 1: 2 support it, 1 refutes it and 7 do not address it." in descriptions


def test_a_damaged_picture_is_told_of(samples, reports):
    broken = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(20)).decode()
    cell = new_code_cell("plot()", outputs=[new_output("display_data", data={"image/png": broken})])
    made = report_docx(*read_report(samples.notebook(reports["clean"], {"summary": [cell]})))
    assert "A picture here could not be read" in text_of(Document(io.BytesIO(made)))


def test_every_cell_is_in_the_language_that_it_says(samples, reports):
    table = '<table lang="de"><tr><th>Jahr</th></tr><tr><td>Busse</td></tr></table>'
    cell = new_code_cell("frame", outputs=[new_output("display_data", data={"text/html": table})])
    made = report_docx(*read_report(samples.notebook(reports["clean"], {"summary": [cell]})))
    runs = {words_in(run): run for run in all_with(Document(io.BytesIO(made)), "w:r")}
    said = {word: runs[word].find(f".//{qn('w:lang')}") for word in ("Jahr", "Busse")}
    assert {word: one is not None and one.get(qn("w:val")) for word, one in said.items()} == {
        "Jahr": "de",
        "Busse": "de",
    }


def test_the_file_says_what_it_is(documents):
    told = documents["clean"].core_properties
    assert told.title == "Fact check: Do the city's new buses run on time more often than the old trams did?"
    assert (told.author, told.language) == ("The Riverside Desk", "en")
    assert told.created == told.modified == datetime(2025, 9, 9, tzinfo=UTC)
    foot = documents["clean"].sections[0].footer._element
    assert words_in(foot) == "Page 1 of 1"
    assert [one.get(qn("w:instr")) for one in foot.iter(qn("w:fldSimple"))] == ["PAGE", "NUMPAGES"]


def test_right_to_left_paragraphs_run_so(documents):
    turned = [
        one
        for one in documents["arabic"].paragraphs
        if one._p.find(f"./{qn('w:pPr')}/{qn('w:bidi')}") is not None
    ]
    assert any("وصلت 91 من كل 100 حافلة في موعدها" in one.text for one in turned)
    assert not any("How the sources stand" in one.text for one in turned)
    runs = [run for run in all_with(documents["arabic"], "w:r") if run.find(f".//{qn('w:rtl')}") is not None]
    assert all(re.search("[\u0590-\u08ff]", words_in(run)) for run in runs)
    assert runs


def test_what_does_not_hold_is_marked(documents):
    styles = {one.style.name for one in documents["faulty"].paragraphs}
    assert "Quoted Words, Doubtful" in styles
    text = text_of(documents["faulty"])
    assert "▲ uncited" in text
    assert "suggested, 61% sure, by stance-model 1.4; nobody has judged it" in text
    changed = text_of(documents["corrected"])
    assert "[removed: by the same measure] [added: as the court counts them]" in changed


@pytest.mark.parametrize("name", NAMES)
def test_nothing_in_the_file_runs_or_is_packed(files, name):
    with zipfile.ZipFile(io.BytesIO(files[name])) as made:
        names = made.namelist()
        assert names[0] == "[Content_Types].xml"
        assert {part.compress_type for part in made.infolist()} == {zipfile.ZIP_STORED}
        assert {part.date_time for part in made.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        for part in names:
            assert not re.search(r"vba|embeddings|activeX|stylesWithEffects|thumbnail", part)
            if part.endswith((".xml", ".rels")):
                etree.fromstring(made.read(part))
        assert b"instrText" not in made.read("word/document.xml")


def test_a_wide_table_has_pages_on_their_side(samples, tmp_path):
    folder = samples.large_check(tmp_path / "wide", sources=5, points=8)
    document = Document(io.BytesIO(report_docx(*read_report(samples.notebook(samples.compose(folder))))))
    sizes = [section.orientation for section in document.sections]
    assert [int(one) for one in sizes] == [0, 1, 0]
    assert all("Fact check" in section.header.paragraphs[0].text for section in document.sections)


def test_the_same_report_gives_the_same_bytes(shown, files):
    assert report_docx(*shown["clean"]) == files["clean"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "أُعدّ بواسطة factbook 0.1.0. لا يحمّل",
            [("أُعدّ بواسطة ", True), ("factbook 0.1.0", False), (". لا يحمّل", True)],
        ),
        ("(City Transport) أعلنت", [("(", True), ("City Transport", False), (") أعلنت", True)]),
        ("8 مصادر: 3 من 13", [("8 مصادر: 3 من 13", True)]),
        ("«A b» ← «C»", [("«", True), ("A b", False), ("» ← «", True), ("C", False), ("»", True)]),
        ("The desk.", [("The desk", False), (".", True)]),
        ("", []),
    ],
)
def test_signs_in_a_turned_paragraph_go_with_it(text, expected):
    assert expected == list(_stretches_in_turned(text))
