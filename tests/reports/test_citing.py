"""References of sources."""

from __future__ import annotations

import re
import subprocess
import sys
import time
import warnings
from pathlib import Path

import pytest
from hypothesis import given

from factbook.errors import BadInputError
from factbook.model.canonical import parse_record
from factbook.model.source import Source
from factbook.reports.citing import MAX_SIZE_BYTES, OWN_STYLE, cite_sources
from factbook.reports.render import render_part
from factbook.reports.views.source import ReferencePiece
from factbook.store.settings import citation_style_file
from tests.sources.bibliography.samples import FULL, SOURCES


def source(**fields):
    return parse_record(Source, {"id": "s1", "title": "Title"} | fields, name="the source")


def words(pieces):
    return "".join(piece.text for piece in pieces)


def reference(**fields):
    return words(cite_sources([source(**fields)])[0])


COPY = {
    "sha256": "0" * 64,
    "extension": "txt",
    "media_type": "text/plain",
    "size_bytes": 1,
    "captured_at": "2025-09-08T10:00:00Z",
}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            {
                "author": [{"family": "Hall", "given": "Iris"}, {"literal": "Office"}],
                "publisher": "Record",
                "issued": "2025-03",
                "URL": "https://e.org/",
                "snapshots": [COPY],
            },
            "Iris Hall and Office. “Title.” Record, March 2025. https://e.org/. Accessed September 8, 2025.",
        ),
        (
            {"type": "book", "editor": [{"family": "Ng", "given": "Bo"}], "edition": "2", "publisher": "P."},
            "Bo Ng (ed.). Title. 2nd ed., P.",
        ),
        (
            {
                "type": "article-journal",
                "container-title": "J",
                "volume": "1",
                "page": "3-4",
                "DOI": "10.1/x",
            },
            "“Title.” J, vol. 1, pp. 3–4. https://doi.org/10.1/x.",
        ),
        ({"type": "chapter", "container-title": "Book", "issued": "0999"}, "“Title.” In Book, 999 AD."),
        ({"title": "Is it so?"}, "“Is it so?”"),
        ({"title": "Is it so?", "type": "report", "publisher": "P"}, "Is it so? P."),
        ({"title": "Two\nlines\ufdd0"}, "“Two lines\ufffd.”"),
    ],
)
def test_references_in_our_own_style(fields, expected):
    assert reference(**fields) == expected


def test_a_title_an_address_and_italics_are_told_apart():
    pieces = cite_sources([source(type="book", DOI="10.1/<a b>")])[0]
    assert pieces == (
        ReferencePiece(text="Title", title=True, emphasis="italic"),
        ReferencePiece(text=". "),
        ReferencePiece(text="https://doi.org/10.1/<a b>", href="https://doi.org/10.1/%3Ca%20b%3E"),
        ReferencePiece(text="."),
    )


def test_an_address_that_is_its_own_title_stands_there_once():
    url = "https://example.org/a"
    pieces = cite_sources([source(title=url, URL=url, snapshots=[COPY])])[0]
    assert words(pieces).count(url) == 1
    assert [piece.href for piece in pieces if piece.title] == [url]


def test_our_own_style_is_valid_csl():
    from citeproc import CitationStylesStyle

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        CitationStylesStyle(str(OWN_STYLE), locale="en-US", validate=True)


@given(one=SOURCES)
def test_any_source_has_a_reference_with_its_title_and_nothing_of_ours(one):
    (pieces,) = cite_sources([one])
    assert [piece.text for piece in pieces if piece.title] == [" ".join(one.title.split())]
    assert not re.search("[\ufdd0-\ufdef]", words(pieces))
    assert all(piece.text for piece in pieces)


def test_odd_data_falls_back_and_prints_nothing(capfd):
    odd = [
        source(volume="9" * 5000, edition="9" * 12, issue="1-2-3 & , –", page="-"),
        source(author=[{}, {"given": "Bo"}, {"family": "  "}, {"literal": "x" * 5000}]),
        source(type="", language="x", title="<i>x</i> & </span>"),
        source(type="no such type", issued="0001-01-01", edition="-1"),
    ]
    pieces = cite_sources(odd)
    assert all(any(piece.title for piece in one) for one in pieces)
    assert capfd.readouterr() == ("", "")


def style(tmp_path, bibliography, more=""):
    file = tmp_path / "desk.csl"
    file.write_text(
        '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text"><info><title>x</title>'
        f"<id>x</id><updated>2025-01-01T00:00:00+00:00</updated></info>{more}<citation><layout>"
        f'<text variable="title"/></layout></citation>{bibliography}</style>',
        encoding="utf-8",
    )
    return file


def test_a_style_that_prints_a_number_and_no_title(tmp_path):
    file = style(
        tmp_path,
        '<bibliography><layout><text variable="citation-number" suffix=") "/>'
        '<text variable="publisher" font-weight="bold" text-case="uppercase"/></layout></bibliography>',
    )
    pieces = cite_sources([source(publisher="The Desk")], style=file)[0]
    assert pieces == (
        ReferencePiece(text="Title", title=True),
        ReferencePiece(text=" "),
        ReferencePiece(text="THE DESK", emphasis="bold"),
    )


def test_a_source_s_reference_does_not_depend_on_those_before_it(tmp_path):
    file = style(
        tmp_path,
        '<bibliography><layout><choose><if type="book"><date variable="issued" form="text">'
        '<date-part name="month" form="short"/></date></if><else><date variable="issued" form="text"/></else>'
        "</choose></layout></bibliography>",
    )
    book, page = source(type="book", issued="2025-09-09"), source(issued="2025-09-09")
    alone = cite_sources([page], style=file)[0]
    assert words(alone).endswith("September 9, 2025")
    assert cite_sources([book, page], style=file)[1] == alone


BROKEN = {
    "words": "it is no XML",
    "<a>" * 1000: "it is no XML",
    "<html/>": "it is no CSL style",
    '<locale xmlns="http://purl.org/net/xbiblio/csl" version="1.0"/>': "it is no CSL style",
    '<!DOCTYPE s [<!ENTITY x "y">]><style/>': "it declares entities",
}


@pytest.mark.parametrize("text", BROKEN)
def test_a_broken_style_is_named(tmp_path, text):
    file = tmp_path / "desk.csl"
    file.write_text(text, encoding="utf-8")
    named = rf"The citation style .*desk\.csl cannot be used: {BROKEN[text]}"
    with pytest.raises(BadInputError, match=named) as caught:
        cite_sources([source()], style=file)
    assert "citation_style in factbook.toml" in str(caught.value)


MACRO = '<macro name="m{}">{}</macro>'
GROWING = "".join(MACRO.format(n, f'<text macro="m{n + 1}"/>' * 10) for n in range(30)) + MACRO.format(30, "")


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ("", "there is no macro 'm0'"),
        (MACRO.format(0, '<text macro="m0"/>'), "the macro 'm0' calls itself"),
        (GROWING, "prints more than 20,000 elements"),
        (MACRO.format(0, ""), "prints nothing"),
        (MACRO.format(0, "<bogus/>"), "it is no CSL style"),
    ],
)
def test_macros_that_cannot_be_printed_are_named(tmp_path, more, reason):
    file = style(tmp_path, '<bibliography><layout><text macro="m0"/></layout></bibliography>', more)
    with pytest.raises(BadInputError, match=reason):
        cite_sources([source()], style=file)


def test_a_style_that_is_not_there_too_large_or_without_a_bibliography_is_named(tmp_path):
    large = tmp_path / "large.csl"
    large.write_bytes(b" " * (MAX_SIZE_BYTES + 1))
    for file, reason in (
        (tmp_path / "none.csl", "there is no such file"),
        (tmp_path, "there is no such file"),
        (Path("/dev/zero"), "there is no such file"),
        (large, "more than 1,000,000 bytes"),
        (style(tmp_path, ""), "it says nothing of a bibliography"),
    ):
        with pytest.raises(BadInputError, match=reason):
            cite_sources([source()], style=file)
    assert cite_sources([], style=tmp_path / "none.csl") == []


def test_the_settings_name_the_style_and_the_report_is_in_it(tmp_path, samples):
    folder = samples.clean_check(tmp_path / "book")
    assert citation_style_file(folder.path) is None
    settings = folder.path / "factbook.toml"
    settings.write_text('citation_style = "../desk.csl"\n', encoding="utf-8")
    style(
        tmp_path / "book",
        '<bibliography><layout><text variable="title" font-style="italic"/></layout></bibliography>',
    )
    assert citation_style_file(folder.path) == folder.path / "../desk.csl"
    report = samples.compose(folder)
    assert [piece.emphasis for piece in report.sources[0].reference] == ["italic"]
    page = render_part(report, "sources")
    # What the style does not print is told in rows of its own.
    assert f'<dt>Address</dt><dd class="address"><a href="{report.sources[0].url}">' in page


def test_the_reference_stands_in_the_report_once(reports):
    page = render_part(reports["clean"], "sources")
    first = reports["clean"].sources[0]
    assert f'<b role="heading" aria-level="3" dir="auto"><a href="{first.url}">' in page
    assert page.count(f"<bdi>{first.url}</bdi>") == 1
    assert page.count(f"<bdi>{first.title}</bdi>") == 1
    assert "Iris Hall and Transport Committee. “<b" in page
    assert "<dt>Publisher" not in page
    assert "&lt;script&gt;" in render_part(reports["hostile"], "sources")


def test_time_grows_no_faster_than_the_number_of_references():
    def seconds(count):
        some = [source(**FULL | {"id": f"s{number}"}) for number in range(count)]
        started = time.process_time()
        cite_sources(some)
        return time.process_time() - started

    seconds(1)
    few, many = (min(seconds(count) for _ in range(3)) for count in (30, 240))
    # Eight times as many; what looks at every pair of them would take 64 times as long.
    assert many < 24 * few


def test_citeproc_is_imported_only_for_a_reference():
    heavy = {"citeproc", "bibtexparser", "rispy"}
    code = f"import sys, factbook.reports.compose; print({heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
