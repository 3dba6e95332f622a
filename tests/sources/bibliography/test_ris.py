from __future__ import annotations

import contextlib
import time

import pytest

from factbook.errors import BadInputError
from factbook.sources.bibliography.ris import read_ris, write_ris
from tests.sources.bibliography.samples import source

CLASSIC = """\ufeffsome header
TY  - JOUR
A1  - Hall, Iris
AU  - King, Martin, Jr.
AU  - Transport Committee
T1  - A long title
  that goes on
JO  - Annals
PY  - 2024///
Y1  - 2024/03/09/spring
SN  - 0028-0836
SN  - 978-3-16-148410-0
UR  - https://example.org/a;b
UR  - https://example.org/second
SP  - 12
EP  - 19
AB  - text
ZZ  - odd
N1  - a note
ER  -\x20
TY  - WEB
TI  - Second
DA  - 2024/03//
ER  -
"""


def test_ris_as_it_is_found_is_read():
    first, second = read_ris(CLASSIC.replace("\n", "\r\n"), name="z.ris")
    assert first.fields == {
        "type": "article-journal",
        "title": "A long title that goes on",
        "author": [
            {"family": "King Jr.", "given": "Martin"},
            {"literal": "Transport Committee"},
            {"family": "Hall", "given": "Iris"},
        ],
        "container-title": "Annals",
        "issued": "2024-03-09",
        "ISSN": "0028-0836",
        "ISBN": "978-3-16-148410-0",
        "URL": "https://example.org/a;b",
        "page": "12-19",
    }
    assert first.left_out == ("AB", "ZZ", "N1")
    assert first.notes == (
        "of the date '2024/03/09/spring' only 2024-03-09 was kept",
        "the address https://example.org/second was left out",
    )
    assert (second.fields["type"], second.fields["issued"]) == ("webpage", "2024-03")
    assert second.place == "z.ris: reference 2 (line 21)"


def test_a_number_that_looks_like_nothing_goes_by_the_type():
    for code, field in (("BOOK", "ISBN"), ("JOUR", "ISSN")):
        (item,) = read_ris(f"TY  - {code}\nTI  - T\nSN  - 123\nER  - \n", name="z")
        assert item.fields[field] == "123"


def test_what_is_written_is_plain_ris():
    text = write_ris(
        [source(title="T", issued="2025-03", author=[{"family": "Hall", "given": "Iris"}], volume="2")]
    )
    assert text == (
        "TY  - ELEC\nID  - s1\nAU  - Hall, Iris\nTI  - T\nVL  - 2\nPY  - 2025\nDA  - 2025/03//\nER  - \n"
    )


BAD = {
    "cut off": ("\nTY  - JOUR\nTI  - T\n", "line 2: a reference begins and does not end"),
    "not ended": (
        "TY  - JOUR\nTI  - T\nTY  - JOUR\nTI  - U\nER  - \n",
        "line 1: a reference does not end before",
    ),
    "no title": ("TY  - JOUR\nER  - \n", "reference 1 (line 1): it has no title"),
    "a bad address": (
        "TY  - JOUR\nTI  - T\nUR  - ftp://x\nER  - \n",
        "reference 1 (line 1): URL: a web address",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_used_is_named_with_reference_and_line(case):
    text, named = BAD[case]
    with pytest.raises(BadInputError) as caught:
        read_ris(text, name="z.ris")
    assert named in str(caught.value)


@pytest.mark.parametrize(
    "text", ["TY  - JOUR\n" + "x\n" * 100_000, "ER  - \n" * 100_000, "TY  - JOUR\n" + "AU  - a\n" * 100_000]
)
def test_hostile_text_ends_soon(text):
    started = time.perf_counter()
    with contextlib.suppress(BadInputError):
        read_ris(text, name="r")
    assert time.perf_counter() - started < 10
