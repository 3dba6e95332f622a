"""Citations that follow each other are shown as a range; those of words, and those that are broken, never."""

from __future__ import annotations

import io
import re

import pypdfium2
import pytest
from docx import Document

from factbook.reports.markdown import report_markdown
from factbook.reports.notebook import read_report
from factbook.reports.pdf import report_pdf
from factbook.reports.render import render_page
from factbook.reports.runs import Run, in_runs
from factbook.reports.verifying.page import key_values, read_page
from factbook.reports.views.sentence import CitationView, Piece
from factbook.reports.ways import Ways
from factbook.reports.word.document import report_docx
from tests.reports import samples


def source(number: int) -> Piece:
    return Piece(citation=CitationView(number=number, anchor=f"source-s{number}", label=""))


def quote(number: int) -> Piece:
    return Piece(citation=CitationView(number=number, anchor=f"quote-q{number}", label=""))


def broken(number: int) -> Piece:
    return Piece(citation=CitationView(number=number, anchor=f"source-s{number}", label="", broken=True))


def shown(*pieces: Piece) -> str:
    """Write pieces as a reader sees them, citations of words with a q."""
    told = ""
    for one in in_runs(pieces):
        if isinstance(one, Run):
            told += f"[{one.first.number}]–[{one.last.number}]"
        elif one.citation:
            told += f"[{'q' if one.citation.anchor.startswith('quote') else ''}{one.citation.number}]"
        else:
            told += one.text
    return told


@pytest.mark.parametrize(
    ("pieces", "wanted"),
    [
        ([source(1), source(2), source(3)], "[1]–[3]"),
        ([source(1), source(2)], "[1][2]"),
        ([source(1), source(3), source(5)], "[1][3][5]"),
        ([source(3), source(2), source(1)], "[3][2][1]"),
        ([source(1), source(1), source(2), source(3)], "[1][1]–[3]"),
        ([source(9), source(1), source(2), source(3), source(5)], "[9][1]–[3][5]"),
        ([source(1), source(2), source(3), source(7), source(8), source(9)], "[1]–[3][7]–[9]"),
        ([quote(1), quote(2), quote(3)], "[q1][q2][q3]"),
        ([source(1), source(2), quote(3), source(4)], "[1][2][q3][4]"),
        ([source(1), source(2), broken(3)], "[1][2][3]"),
        ([source(1), Piece(text=" "), source(2), Piece(text=" "), source(3)], "[1]–[3]"),
        ([source(1), source(2), Piece(text=" and "), source(3)], "[1][2] and [3]"),
        ([Piece(text="So "), source(1), source(2), source(3), Piece(text=" "), quote(3)], "So [1]–[3] [q3]"),
        ([], ""),
    ],
)
def test_what_is_shown_as_a_range(pieces, wanted):
    assert shown(*pieces) == wanted


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """A report with a sentence that cites ten sources, and one that cites words of three."""
    made = samples.Maker(tmp_path_factory.mktemp("runs"), "Will it open?", language="en")
    made.add("coders", id="ana", name="Ana")
    made.add("points", text="It opens.")
    for number in range(1, 11):
        made.source(f"Paper {number}", f"Paper {number} says that it opens in May.")
        made.stance(f"s{number}", "p1", "supports")
    words = [made.quote(f"s{number}", "it opens in May") for number in (1, 2, 3)]
    every = "; ".join(f"@s{number}" for number in range(1, 11))
    made.finding("summary", f"All ten say so [{every}].")
    made.finding("context", f"Three say when [{'; '.join(f'@s{n}#{q}' for n, q in enumerate(words, 1))}].")
    return read_report(samples.notebook(samples.compose(made.save())))


@pytest.fixture(scope="module")
def page(report):
    return render_page(*report)


def sentence(page: str) -> str:
    return re.search(r'<span class="sentence[^>]*id="finding-f1".*', page)[0]


def test_each_source_stays_a_link_of_the_page(page):
    links = re.findall(r'<a class="cite" href="#source-s(\d+)"', sentence(page))
    assert links == [str(number) for number in range(1, 11)]
    assert 'aria-label="Sources 2 to 9 as well; choose this to show each"' in sentence(page)


def test_whoever_verifies_reads_the_citations_one_by_one(page):
    told = key_values(read_page(page.encode(), name="report.html"))["finding-f1"]
    assert told == "All ten say so [1] [2] [3] [4] [5] [6] [7] [8] [9] [10]."


def test_each_source_says_which_sentence_cites_it(report):
    back = Ways(report[0]).back
    assert all(back[f"source-s{number}"][0] == "finding-f1" for number in range(1, 11))


def test_paper_markdown_and_word_have_the_range_with_links_at_its_ends(report):
    """The space before it does not break: no line begins with a range."""
    assert "say so\u00a0[[1]](#source-1)–[[10]](#source-10)." in report_markdown(*report)
    document = Document(io.BytesIO(report_docx(*report)))
    assert any("All ten say so\u00a0[1]–[10]." in one.text for one in document.paragraphs)
    printed = pypdfium2.PdfDocument(report_pdf(*report))[0].get_textpage().get_text_range()
    assert "All ten say so\u00a0[1]–[10]." in printed


def test_citations_of_words_stand_one_by_one(report):
    assert "Three say when\u00a0[[1]](#source-1-quote-1) [[2]]" in report_markdown(*report)


def test_a_range_runs_from_right_to_left_where_its_sentence_does(tmp_path):
    made = samples.Maker(tmp_path, "هل سيفتح الجسر؟", language="ar")
    for number in range(1, 9):
        made.source(f"Paper {number}", f"Paper {number} says that it opens in May.")
    every = "; ".join(f"@s{number}" for number in range(1, 9))
    made.finding("summary", f"هكذا تقول المصادر كلها [{every}].", points=())
    document = pypdfium2.PdfDocument(report_pdf(*read_report(samples.notebook(samples.compose(made.save())))))
    text = document[0].get_textpage()
    signs = [text.get_text_range(at, 1) for at in range(text.count_chars())]
    # The dash of the range is the one that stands beside a bracket; the two numbers are close by.
    dash = next(at for at, sign in enumerate(signs) if sign == "–" and {"[", "]"} & {*signs[at - 1 : at + 2]})
    lefts = {signs[at]: text.get_charbox(at)[0] for at in range(dash - 4, dash + 5)}
    assert lefts["8"] < lefts["–"] < lefts["1"]
