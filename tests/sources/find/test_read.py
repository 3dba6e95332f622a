from __future__ import annotations

import pytest

from factbook.errors import ExtractError
from factbook.sources.extract import reading
from factbook.sources.extract.extraction import Extraction
from factbook.sources.find import read
from factbook.sources.find.read import ReadDocument, read_document


@pytest.mark.parametrize("name", ["Minutes of May.txt", "Minutes of May.MD"])
def test_plain_text_is_read_as_it_is_and_called_by_its_name(tmp_path, name):
    (tmp_path / name).write_text("Brücke\n", encoding="utf-8")
    assert read_document(tmp_path / name) == ReadDocument("Minutes of May", "Brücke\n")


def test_what_readers_do_not_see_is_not_read(tmp_path, monkeypatch):
    def extract(data, *, media_type, for_index):
        assert (media_type, for_index) == ("text/html", True)
        return Extraction("seen hidden", "test 1", visible_length=5, title="A page")

    monkeypatch.setattr(reading, "extract_text", extract)
    (tmp_path / "a.html").write_text("<html>", encoding="utf-8")
    assert read_document(tmp_path / "a.html") == ReadDocument("A page", "seen ")


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("a.tiff", r"no text is looked for in \.tiff files"),
        ("README", "no text is looked for in other files"),
        ("a.\x1b[31m", "no text is looked for in other files"),
        ("grown.txt", "it is larger than 0 MB"),
    ],
)
def test_what_is_not_read_says_why(tmp_path, monkeypatch, name, why):
    monkeypatch.setattr(read, "MAX_FILE_BYTES", 10)
    (tmp_path / name).write_text("more than ten", encoding="utf-8")
    with pytest.raises(ExtractError, match=why):
        read_document(tmp_path / name)
