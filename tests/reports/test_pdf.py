"""The PDF of a report: what it says, in which order, and that nothing in it is markup."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from html.parser import HTMLParser

import nbformat
import pypdfium2
import pytest
from page import ValidationProfile, validate_pdf_bytes

from factbook.errors import BuildError
from factbook.reports import pdf
from factbook.reports.context import PARTS
from factbook.reports.notebook import Block
from factbook.reports.pdf import report_pdf
from factbook.reports.pdf_exporter import FactbookPdfExporter
from factbook.reports.render import render_page

NAMES = ["clean", "faulty", "empty", "hostile", "arabic"]
NOT_PRINTED = {"nav", "head", "title", "style", "script"}
TURNS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\u00ad\u200b\ufffe\x02]")


class Words(HTMLParser):
    """Reads what a page shows on paper, in order: no menus, no hints, nothing for screen readers alone."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.hidden: list[str] = []
        self.words: list[str] = []
        self.feed(page.partition("<footer>")[0])

    def handle_starttag(self, tag, attrs):
        classes = (dict(attrs).get("class") or "").split()
        hides = self.hidden or tag in NOT_PRINTED or {"skip", "unseen"}.intersection(classes)
        if hides and tag not in {"meta", "link", "br", "img", "wbr", "hr"}:
            self.hidden.append(tag)

    def handle_endtag(self, tag):
        if self.hidden:
            self.hidden.pop()

    def handle_data(self, data):
        if not self.hidden:
            self.words += data.split()


def bare(text: str) -> str:
    """Give text without what a break of a line adds or takes: spaces, hyphens, controls of direction."""
    return re.sub(r"[\s\-]", "", TURNS.sub("", text))


def page_texts(made: bytes) -> list[str]:
    """Give the text of each page between its head and its foot."""
    texts = []
    for page in pypdfium2.PdfDocument(made):
        _, height = page.get_size()
        text = page.get_textpage().get_text_bounded(bottom=64, top=height - 60)
        texts.append(text.replace("\r\n", "\n"))
    return texts


@pytest.fixture(scope="module")
def files(shown):
    return {name: report_pdf(*shown[name]) for name in NAMES}


@pytest.mark.parametrize("name", ["clean", "faulty", "empty"])
def test_the_pdf_says_what_the_page_says_in_the_same_order(shown, files, name):
    wanted = Words(render_page(*shown[name])).words
    printed = bare("".join(page_texts(files[name])))
    place = 0
    for word in filter(None, map(bare, wanted)):
        found = printed.find(word, place)
        assert found >= 0, f"{word!r} is missing after {printed[max(0, place - 80) : place]!r}"
        # Between two words stand at most a fingerprint, or a head of a table that is printed again.
        assert found - place < 260, f"{word!r} stands far behind {printed[max(0, place - 80) : place]!r}"
        place = found + len(word)


@pytest.mark.parametrize("name", ["clean", "faulty", "empty"])
def test_the_pdf_says_nothing_that_the_page_does_not(shown, files, name):
    page = bare("".join(Words(render_page(*shown[name])).words))
    for line in "\n".join(page_texts(files[name])).split("\n"):
        if "sha256 of the copy" not in line:
            assert bare(line).lstrip("•") in page, line


def test_right_to_left_text_is_all_there(shown, files):
    wanted = {bare(word) for word in Words(render_page(*shown["arabic"])).words}
    printed = bare("".join(page_texts(files["arabic"])))
    arabic = {word for word in wanted if re.search("[\u0600-\u06ff]", word)}
    # A reader of PDFs gives Arabic letters in their order or as they are seen; both hold every letter.
    assert arabic
    assert {letter for word in arabic for letter in word} <= set(printed)


@pytest.mark.parametrize("name", NAMES)
def test_the_file_is_tagged_dated_and_runs_nothing(shown, files, name):
    made = files[name]
    for part in (b"/StructTreeRoot", b"/MarkInfo<</Marked true", b"<pdfuaid:part>1<", b"<pdfaid:part>2<"):
        assert part in made
    for part in (b"/JavaScript", b"/Launch", b"/OpenAction", b"/EmbeddedFile", b"/AcroForm"):
        assert part not in made
    language = shown[name][0].language.encode()
    assert b"/Lang(" + language + b")/StructTreeRoot" in made


@pytest.mark.parametrize("profile", [ValidationProfile.PDF_UA_1, ValidationProfile.PDF_A_2A])
@pytest.mark.parametrize("name", NAMES)
def test_a_checker_of_another_maker_finds_nothing(files, name, profile):
    found = {failure.rule_id for failure in validate_pdf_bytes(files[name], profile=profile).failures}
    # A carriage return that is the last byte of a compressed stream is taken for the end of a line behind it.
    assert found <= ({"PDFA2A-STREAM-LENGTH-001"} if b"\r\nendstream" in files[name] else set())


def test_title_author_and_bookmarks(files):
    document = pypdfium2.PdfDocument(files["clean"])
    told = document.get_metadata_dict()
    assert (
        told["Title"] == "Fact check: Do the city's new buses run on time more often than the old trams did?"
    )
    assert told["Author"] == "The Riverside Desk"
    assert told["CreationDate"].startswith("D:20250909")
    marks = [(mark.level, mark.get_title()) for mark in document.get_toc()]
    assert marks[0][0] == 0
    assert [title for level, title in marks if level == 1][1:] == [
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


def test_every_page_has_its_number(files):
    pages = list(pypdfium2.PdfDocument(files["faulty"]))
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page.get_textpage().get_text_bounded(top=64)


def test_every_quote_stands_with_its_surroundings_and_its_fingerprint(shown, files):
    report, _ = shown["clean"]
    printed = bare("".join(page_texts(files["clean"])))
    for source in report.sources:
        for quote in source.quotes:
            assert bare(quote.before + quote.exact + quote.after) in printed
            assert f"sha256ofthecopy{quote.copy_sha256}" in printed


def test_citations_and_ways_back_are_links(shown, files):
    report, _ = shown["clean"]
    cited = sum(
        piece.citation is not None
        for section in report.sections
        for sentence in [*(one for group in section.paragraphs for one in group), *section.key_points]
        for piece in sentence.pieces
    )
    # Once from the sentence, once from the words, once from the cell of the table.
    assert files["clean"].count(b"/Subtype/Link") >= 3 * cited


def test_the_same_report_gives_the_same_bytes_anywhere(samples, shown, files, tmp_path):
    nbformat.write(samples.notebook(shown["faulty"][0]), tmp_path / "out.ipynb")
    code = (
        "import sys, nbformat; from factbook.reports.pdf_exporter import FactbookPdfExporter; "
        "made, _ = FactbookPdfExporter().from_notebook_node(nbformat.read(sys.argv[1], as_version=4)); "
        "sys.stdout.buffer.write(made)"
    )
    environment = os.environ | {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "7", "LANG": "C"}
    done = subprocess.run(
        [sys.executable, "-c", code, tmp_path / "out.ipynb"],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )
    assert done.stdout == files["faulty"]


def test_the_exporter_gives_the_report_of_a_notebook(samples, shown, files):
    exporter = FactbookPdfExporter()
    made, resources = exporter.from_notebook_node(samples.notebook(shown["empty"][0]))
    assert made == files["empty"]
    assert resources["output_extension"] == exporter.file_extension == ".pdf"


ATTEMPTS = [
    '#read("/etc/passwd")',
    "#import sys: * #panic(1)",
    "$x^2$ and $ $",
    "@source-s1 <source-s1> <here>",
    "*bold* _slanted_ `raw` ```typ #panic()```",
    "\\ \\# \\u{41} // gone /* gone */ end",
    "= Heading\n\n- item\n+ item\n/ Term: x",
    '"); panic("',
    "~ -- --- ... 1/2 'single' \"double\"",
]


@pytest.mark.parametrize("text", ATTEMPTS)
def test_text_is_never_markup(reports, text):
    report = reports["clean"].model_copy(
        update={"headline": text, "statement": text, "id": "x", "claimant": text}
    )
    printed = bare("".join(page_texts(report_pdf(report, [Block(part="header")]))))
    assert printed.count(bare(text)) == 3
    assert "root:" not in printed


def test_what_no_file_may_hold_is_replaced(reports):
    report = reports["clean"].model_copy(update={"headline": "a\x00b\ud800c\ufdd0d\x1be"})
    document = pypdfium2.PdfDocument(report_pdf(report, [Block(part="header")]))
    assert document.get_metadata_dict()["Title"] == "Fact check: a\ufffdb\ufffdc\ufffdd\ufffde"


def test_a_byte_order_mark_within_a_text_is_left_out(reports):
    report = reports["clean"].model_copy(update={"headline": "Is \ufeffit so?", "claimant": "\ufeffAnn"})
    made = report_pdf(report, [Block(part="header")])
    assert pypdfium2.PdfDocument(made).get_metadata_dict()["Title"] == "Fact check: Is it so?"
    assert "Is it so?" in "".join(page_texts(made))


def test_a_headline_longer_than_a_pdf_takes_is_told_with_what_to_do(reports):
    report = reports["clean"].model_copy(update={"headline": "word " * 8_000})
    with pytest.raises(BuildError, match="title or a heading is longer than a PDF takes") as refused:
        report_pdf(report, [Block(part="header")])
    assert "Shorten the claim's question" in refused.value.next_step
    text = reports["clean"].model_copy(update={"statement": "word " * 8_000})
    assert report_pdf(text, [Block(part="header")])


def test_turned_text_turns_nothing_around_it(reports):
    report = reports["clean"].model_copy(update={"claimant": "Ann \u202eeoD \u2069\u2069"})
    text = "".join(page_texts(report_pdf(report, [Block(part="header")])))
    assert "on August 30, 2025" in text


def test_an_address_that_is_no_web_address_is_no_link(reports):
    source = reports["clean"].sources[0].model_copy(update={"url": "javascript:alert(1)"})
    report = reports["clean"].model_copy(update={"sources": (source, *reports["clean"].sources[1:])})
    assert b"URI(javascript" not in report_pdf(report, [Block(part="sources"), Block(part="header")])


def test_characters_without_a_font_are_told_of(reports, monkeypatch, caplog):
    monkeypatch.setattr(pdf, "installed_families", list)
    report = reports["clean"].model_copy(update={"headline": "Is 中文 here?"})
    made = report_pdf(report, [Block(part="header")])
    assert "Is \ufffd\ufffd here?" in "".join(page_texts(made))
    said = "No font at hand has 2 characters of this report (Chinese characters: U+4E2D U+6587)"
    assert said in " ".join("".join(page_texts(made)).split())
    assert said in caplog.text
    assert "fonts-noto-cjk" in caplog.text


def test_words_in_no_font_are_broken_at_the_edge_of_the_page(reports, monkeypatch):
    monkeypatch.setattr(pdf, "installed_families", list)
    report = reports["clean"].model_copy(update={"claimant": "中" * 300})
    page = pypdfium2.PdfDocument(report_pdf(report, [Block(part="header")]))[0]
    text = page.get_textpage()
    signs = [
        text.get_charbox(at) for at in range(text.count_chars()) if text.get_text_range(at, 1) == "\ufffd"
    ]
    assert len(signs) >= 300
    assert max(right for _, _, right, _ in signs) < page.get_width()


def test_a_heading_and_its_lead_stand_on_the_page_where_their_table_begins(samples, tmp_path):
    made = samples.Maker(tmp_path, "Will it open?")
    made.add("points", text="It opens.")
    for number in range(10):
        made.source(f"Paper {number}", f"Paper {number} says that it opens in May.")
    made.finding(
        "summary", "The paper says that it opens in May, and that nobody knows more of it than that."
    )
    report = samples.compose(made.save())
    section = report.sections[0]
    # With two paragraphs to four, or three more than a page of them, the heading comes to the foot of a page.
    for times in (2, 3, 4, 25, 26, 27):
        longer = section.model_copy(update={"paragraphs": section.paragraphs * times})
        filled = report.model_copy(update={"sections": (longer, *report.sections[1:])})
        texts = page_texts(report_pdf(filled, [Block(part=part) for part in PARTS]))
        (headed,) = [text for text in texts if "How the sources stand" in text]
        assert "What each source says on each point" in headed, times
        assert "[1] Paper 0" in headed, times


def test_many_points_stand_on_turned_pages_with_the_head_on_each(samples, tmp_path):
    report = samples.compose(samples.large_check(tmp_path, sources=40, points=9))
    document = pypdfium2.PdfDocument(report_pdf(report, [Block(part="header"), Block(part="table")]))
    turned = [page for page in document if page.get_width() > page.get_height()]
    assert len(turned) >= 4
    assert all("Source" in page.get_textpage().get_text_bounded()[:300] for page in turned)
    text = "".join(page.get_textpage().get_text_bounded() for page in turned)
    assert {f"Point {number}" for number in range(1, 10)} <= set(re.findall(r"Point \d+", text))
    assert document[len(document) - 1].get_width() < document[len(document) - 1].get_height()
