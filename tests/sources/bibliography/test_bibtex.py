from __future__ import annotations

import contextlib
import time

import pytest

from factbook.errors import BadInputError
from factbook.sources.bibliography.bibtex_reading import read_bibtex
from factbook.sources.bibliography.bibtex_writing import write_bibtex
from tests.sources.bibliography.samples import source

CLASSIC = r"""
% exported somewhere
@string{pub = "Court " # {of Audit}}
@preamble{"\newcommand{\x}{y}"}
@comment{nothing here}
@ARTICLE(hall,
  Author = "Hall, Iris and Ludwig van Beethoven and {World {H}ealth Organization}
    and King, Jr., Martin and others",
  title = {{\"U}ber die {NASA} \& \emph{more}: 50% of \href{http://a.example}{it} -- t\oe t},
  journal = "Annals", number = 3, volume = 12, pages = {12--19},
  year = 2024, month = mar # "~", publisher = pub, doi = {https://doi.org/10.1000/a\_b},
  url = {\url{https://example.org/a\_b\%20}}, urldate = {2025-01-01}, abstract = {long},
)
"""


def only(text):
    (item,) = read_bibtex(text, name="r.bib")
    return item


def test_bibtex_as_it_is_found_is_read():
    item = only(CLASSIC)
    assert item.fields == {
        "type": "article-journal",
        "title": "Über die NASA & more: 50% of it – tœt",
        "author": [
            {"family": "Hall", "given": "Iris"},
            {"family": "van Beethoven", "given": "Ludwig"},
            {"literal": "World Health Organization"},
            {"family": "King Jr.", "given": "Martin"},
        ],
        "container-title": "Annals",
        "issue": "3",
        "volume": "12",
        "page": "12-19",
        "issued": "2024-03",
        "publisher": "Court of Audit",
        "DOI": "10.1000/a_b",
        "URL": "https://example.org/a_b%20",
    }
    assert item.left_out == ("urldate", "abstract")
    assert item.notes == ("further names ('and others') are not given",)
    assert item.place == "r.bib: entry hall (line 6)"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("year = 2024, month = {September}", "2024-09"),
        ("year = 2024, month = 12, day = 24", "2024-12-24"),
        ("year = {{2024}}, month = {tbd}", "2024"),
        ("date = {2024-09-01/2024-10-01}", "2024-09-01"),
        ("year = {forthcoming}", None),
    ],
)
def test_dates(fields, expected):
    assert only(f"@misc{{a, title = {{T}}, {fields}}}").fields.get("issued") == expected


def test_subtitles_types_and_the_same_key_twice():
    items = read_bibtex(
        "@phdthesis{a, title={T}, subtitle={S}, school={U}}\n"
        "@article{a, title={T}, entrysubtype={newspaper}}\n@unheard{b, title={T}}",
        name="r",
    )
    assert [item.fields["type"] for item in items] == ["thesis", "article-newspaper", "document"]
    assert (items[0].fields["title"], items[0].fields["publisher"]) == ("T: S", "U")


def test_keys_are_ascii_unique_and_stable():
    sources = [
        source(
            title="The Élan of it", author=[{"family": "Müller-Lüdenscheidt", "given": "A"}], issued="2025-03"
        ),
        source(
            title="The élan again", author=[{"family": "Müller-Lüdenscheidt", "given": "B"}], issued="2025"
        ),
        source(id="s7", title="…"),
        source(title="报告"),
    ]
    keys = [
        line.partition("{")[2].rstrip(",") for line in write_bibtex(sources).splitlines() if line[:1] == "@"
    ]
    assert keys == ["mullerludenscheidt2025elan", "mullerludenscheidt2025elan-2", "s7", "s1"]


BAD = {
    "not closed": ("@book{a, title={T},\n year=2020", "line 1: entry a: Unexpectedly reached end of file"),
    "the next begins": ("@book{a, title={T\n@book{b, title={T}}", "line 1: entry a: Unexpected block start"),
    "no equals sign": ("\n@book{a, title}", "line 2: entry a: Expected a `=`"),
    "a field twice": ("@book{a, title={T}, title={U}}", "entry a: title is there twice"),
    "not opened": ("@book a, title={T}", "line 1: an entry begins and is not opened"),
    "no title": ("@book{a, year=2020}", "entry a (line 1): it has no title"),
    "unknown abbreviation": ("@book{a, title = foo}", "'foo' stands without braces"),
    "deep braces": ("@book{a, title = {%s}}" % ("{" * 5000 + "}" * 5000), "nested deeper than 40"),
    "a long field": ("@book{a, title = {%s}}" % ("x" * 20_000), "20,000 characters; at most 10,000"),
    "abbreviations that grow": (
        "@string{a0 = {xxxxxxxxxx}}\n"
        + "".join(f"@string{{a{n + 1} = {' # '.join([f'a{n}'] * 10)}}}\n" for n in range(9))
        + "@book{a, title = a9}",
        "more than 200,000 characters",
    ),
    "an address that is none": ("@book{a, title={T}, url={file:///etc}}", "entry a (line 1): URL: a web"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_used_is_named_with_entry_and_line(case, capsys):
    text, named = BAD[case]
    with pytest.raises(BadInputError) as caught:
        read_bibtex(text, name="r.bib")
    assert named in str(caught.value)
    assert "\n" not in str(caught.value)
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"a \input{/etc/passwd} b", "a b"),
        (r"a \write18{rm -rf} b", "a 18rm -rf b"),
        (r"\def\x{\x\x}\x end", "end"),
        (r"\foo{bar} \sqrt", "bar"),
        ("}{ x {", "x"),
        ("costs $5 or $x_1$", "costs $5 or $x_1$"),
        ("a\\", "a"),
        (r"a \\% b", "a % b"),
    ],
)
def test_macros_are_not_obeyed(latex, expected, monkeypatch):
    monkeypatch.setattr("builtins.open", None)
    from factbook.sources.bibliography.latex import from_latex

    assert from_latex(latex) == expected


@pytest.mark.parametrize(
    "text", ["{" * 200_000, "@" * 200_000, "@a{" * 50_000, "@a{b,c={" * 20_000, '"' * 200_000]
)
def test_hostile_text_ends_soon(text):
    started = time.perf_counter()
    with contextlib.suppress(BadInputError):
        read_bibtex(text, name="r")
    assert time.perf_counter() - started < 10
