from __future__ import annotations

import json

import pytest

from factbook.errors import BadInputError
from factbook.sources.bibliography.importing import MAX_SIZE_BYTES, add_bibliography

ITEMS = [
    {"type": "book", "title": "The Book", "ISBN": "3-16-148410-X", "publisher": "P"},
    {"type": "webpage", "title": "Page", "URL": "https://Example.org/page/"},
    {"type": "article-journal", "title": "Article", "DOI": "https://doi.org/10.1/AbC", "abstract": "x"},
]


@pytest.fixture
def files(tmp_path):
    (tmp_path / "a.json").write_text(json.dumps(ITEMS), encoding="utf-8")
    (tmp_path / "b.bib").write_text("@online{p, title={Same page}, url={http://example.org/page}}", "utf-8")
    (tmp_path / "c.ris").write_bytes(b"TY  - BOOK\r\nTI  - the  book\r\nSN  - 9783161484100\r\nER  - \r\n")
    return tmp_path


def test_files_are_added_in_one_update_and_what_comes_twice_is_skipped(folder, files):
    done = add_bibliography(folder, files / "a.json", files / "b.bib", str(files / "c.ris"))
    assert [(one.id, one.title) for one in done.sources] == [
        ("s2", "The Book"),
        ("s3", "Page"),
        ("s4", "Article"),
    ]
    assert done.skipped == (
        "b.bib: entry p (line 1): the same address as s3, 'Page'",
        "c.ris: reference 1 (line 1): the same ISBN and title as s2, 'The Book'",
    )
    assert done.notes == ("left out, since a source does not hold them: abstract (1)",)
    assert folder.read().sources[1:] == done.sources
    again = add_bibliography(folder, files / "a.json")
    assert (again.sources, len(again.skipped)) == ((), 3)
    assert again.skipped[2] == "a.json: item 3: the same DOI as s4, 'Article'"


def test_nothing_is_added_if_one_item_is_bad(folder, files):
    (files / "d.bib").write_text(
        "@book{ok, title={T}}\n@book{bad, title={U}, url={mailto:x}}", encoding="utf-8"
    )
    before = folder.file.read_bytes()
    with pytest.raises(BadInputError, match=r"d\.bib: entry bad \(line 2\): URL") as caught:
        add_bibliography(folder, files / "a.json", files / "d.bib")
    assert "nothing was added" in str(caught.value)
    assert folder.file.read_bytes() == before


def test_a_file_in_another_encoding_is_read_and_that_is_said(folder, tmp_path):
    (tmp_path / "old.bib").write_bytes("@book{a, title={Élan}}".encode("cp1252"))
    (tmp_path / "mark.bib").write_bytes("@book{a, title={Öl}}".encode("utf-16"))
    done = add_bibliography(folder, tmp_path / "old.bib", tmp_path / "mark.bib")
    assert [one.title for one in done.sources] == ["Élan", "Öl"]
    assert done.notes == ("old.bib: not UTF-8; read as Windows-1252",)


def test_a_text_and_a_file_of_another_name_are_told_by_how_they_begin(folder, tmp_path):
    (tmp_path / "export.txt").write_text("\n\nTY  - JOUR\nTI  - T\nER  - \n", encoding="utf-8")
    done = add_bibliography(folder, tmp_path / "export.txt", '[{"type": "book", "title": "U"}]')
    assert [(one.type, one.title) for one in done.sources] == [("article-journal", "T"), ("book", "U")]


@pytest.mark.parametrize(
    ("name", "data", "named"),
    [
        ("none.bib", None, "none.bib cannot be read: no such file"),
        ("empty.bib", b"", "empty.bib lists nothing. Is it bibtex?"),
        ("empty.json", b"[]", "empty.json lists nothing"),
        ("words.txt", b"Only words.", "words.txt is no bibliography"),
        ("binary.bib", b"@book{\x00}", "lists nothing"),
        ("large.bib", b"%" * (MAX_SIZE_BYTES + 1), "at most 20,000,000"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(folder, tmp_path, name, data, named):
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(BadInputError) as caught:
        add_bibliography(folder, tmp_path / name)
    assert named in str(caught.value)


def test_a_folder_and_a_device_are_no_file(folder, tmp_path):
    for path in (tmp_path, "/dev/zero", "a\0b"):
        with pytest.raises(BadInputError):
            add_bibliography(folder, path)
