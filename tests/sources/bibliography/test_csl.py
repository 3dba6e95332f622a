from __future__ import annotations

import json

import pytest

from factbook.errors import BadInputError
from factbook.sources.bibliography.csl import read_csl, source_to_csl
from tests.sources.bibliography.samples import source


def read(item):
    return read_csl(json.dumps([{"type": "book", "title": "T"} | item]), name="z.json")[0]


def test_a_source_is_accessed_when_it_was_last_looked_at():
    copy = {
        "sha256": "0" * 64,
        "extension": "txt",
        "media_type": "text/plain",
        "size_bytes": 1,
        "captured_at": "2025-09-08T23:00:00Z",
    }
    assert source_to_csl(source(snapshots=[copy]))["accessed"] == {"date-parts": [[2025, 9, 8]]}
    again = source(snapshots=[copy], rechecked_at="2025-10-01T00:00:00Z")
    assert source_to_csl(again)["accessed"] == {"date-parts": [[2025, 10, 1]]}
    assert "accessed" not in source_to_csl(source())


@pytest.mark.parametrize(
    ("issued", "expected", "note"),
    [
        ({"date-parts": [["2025", "3", 9]]}, "2025-03-09", ""),
        ({"date-parts": [[2025, 3], [2025, 4]]}, "2025-03", "only 2025-03 was kept"),
        ({"date-parts": [[2025]], "season": 2}, "2025", "only 2025 was kept"),
        ({"raw": "2025-03-09T10:00:00Z"}, "2025-03-09", "only 2025-03-09"),
        ({"literal": "in press"}, None, "'in press' is no date"),
        ({"date-parts": [[2025, 13, 1]]}, None, "is no date"),
        ({"date-parts": [[-44, 3, 15]]}, None, "is no date"),
        ({"date-parts": [[None]]}, None, "is no date"),
        ("2025-03", "2025-03", ""),
        ({}, None, ""),
    ],
)
def test_dates_are_read_as_far_as_they_are_known(issued, expected, note):
    item = read({"issued": issued})
    assert item.fields.get("issued") == expected
    assert [one for one in item.notes if note in one] == list(item.notes)
    assert bool(item.notes) == bool(note)


def test_the_parts_of_a_name_go_where_a_reader_expects_them():
    item = read(
        {
            "author": [
                {"family": "Gogh", "given": "Vincent", "non-dropping-particle": "van"},
                {"family": "King", "given": "Martin Luther", "suffix": "Jr."},
                {"family": "Humboldt", "given": "Alexander", "dropping-particle": "von"},
                "World Bank",
                {},
            ]
        }
    )
    assert item.fields["author"] == [
        {"family": "van Gogh", "given": "Vincent"},
        {"family": "King Jr.", "given": "Martin Luther"},
        {"family": "Humboldt", "given": "Alexander von"},
        {"literal": "World Bank"},
    ]


def test_what_a_source_does_not_hold_is_named():
    item = read(
        {"id": "a", "abstract": "x", "note": "Archived copy: https://a.example/1 and more", "genre": ""}
    )
    assert item.left_out == ("abstract", "note")
    assert item.fields["archive_url"] == "https://a.example/1"


def test_markup_is_taken_out_of_a_title():
    item = read({"title": 'H<sub>2</sub>O and <span class="nocase">pH</span>, 1 < 2', "volume": 12})
    assert (item.fields["title"], item.fields["volume"]) == ("H2O and pH, 1 < 2", "12")
    assert read({"title": "a <i> b"}).fields["title"] == "a <i> b"


def test_a_wrong_identifier_is_kept_and_said():
    item = read({"ISBN": "978-3-16-148410-1", "DOI": "https://doi.org/none"})
    assert (item.fields["ISBN"], item.fields["DOI"]) == ("978-3-16-148410-1", "none")
    assert len(item.notes) == 2


def test_a_list_an_object_and_one_item_are_read():
    item = {"type": "book", "title": "T"}
    for text in ([item], {"items": [item]}, item):
        assert [one.fields["title"] for one in read_csl(json.dumps(text), name="z")] == ["T"]


BAD = {
    "no JSON": ("{", "z.json is not valid JSON"),
    "nesting": ("[" * 100_000, "not valid JSON: it is nested too deeply"),
    "a number": ("7", "holds no CSL-JSON"),
    "no number": ('[{"title": "T", "volume": NaN}]', "NaN is not a JSON number"),
    "no finite number": ('[{"title": "T", "volume": 1e999}]', "item 1: volume: it is no text"),
    "an item that is none": ("[{}, 7]", "item 1: it has no title"),
    "an item that is no object": ('[{"title": "T"}, 7]', "item 2 is no object"),
    "a title that is no text": ('[{"id": "q", "title": {"a": 1}}]', "item 1 (q): title: it is no text"),
    "names that are no list": ('[{"title": "T", "author": "Bo"}]', "author: it is no list"),
    "a name that is none": ('[{"title": "T", "author": [7]}]', "'7' is no name"),
    "an address that is none": ('[{"title": "T", "URL": "javascript:x"}]', "item 1: URL: a web address"),
    "half a surrogate": ('[{"title": "\\ud800"}]', "item 1: title"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_used_is_named_with_its_place(case):
    text, named = BAD[case]
    with pytest.raises(BadInputError) as caught:
        read_csl(text, name="z.json")
    assert named in str(caught.value)
    assert caught.value.next_step
