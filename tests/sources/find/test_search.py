from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from factbook.errors import BadInputError, FetchError, FindError, NotFoundError
from factbook.model.log import SearchResult
from factbook.reports.compose import compose_report
from factbook.reports.render import render_part
from factbook.sources import choose_fetcher
from factbook.sources.fetch.fetched import Fetched
from factbook.sources.find.finder import Found, Hit
from factbook.sources.find.search import Brought, add_found, search_sources
from tests.conftest import MINUTES


class Finder:
    """Gives what it was made with."""

    name = "library"

    def __init__(self, *hits: Hit, total: int = 0, note: str = "", error: Exception | None = None) -> None:
        self.found = Found(hits, total or len(hits), note)
        self.error = error

    def find(self, query: str, *, most: int = 10) -> Found:
        if self.error:
            raise self.error
        return self.found


@pytest.fixture
def files(tmp_path: Path) -> list[Hit]:
    place = tmp_path / "files"
    place.mkdir()
    (place / "a.txt").write_text("The bridge is red.", encoding="utf-8")
    (place / "same.txt").write_text(MINUTES, encoding="utf-8")
    return [
        Hit(str(place / "a.txt"), "A letter"),
        Hit(str(place / "same.txt"), "Same"),
        Hit(str(place / "c.txt"), "C"),
    ]


def test_a_search_is_written_into_the_check(folder, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1757406600")
    hits = (
        Hit("https://example.org/1", "One", "why"),
        Hit("/home/ana/secret.txt", " Two\n"),
        Hit("/x/y", ""),
    )
    search = search_sources(folder, "red bridge", Finder(*hits, total=34, note="2 were shut"))
    (record,) = folder.read().searches
    assert record == search.record
    assert search.hits == hits
    assert (record.id, record.query, record.finder, record.returned) == ("n1", "red bridge", "library", 34)
    assert (f"{record.searched_at:%F %T}", record.note) == ("2025-09-09 08:30:00", "2 were shut")
    assert record.results == (
        SearchResult(title="One", url="https://example.org/1"),
        SearchResult(title="Two"),
        SearchResult(title="y"),
    )
    assert search_sources(folder, "red bridge", Finder()).record.id == "n2"


def test_the_log_does_not_say_where_files_lie_on_a_disk(folder, files):
    search = search_sources(folder, "bridge", Finder(*files))
    list(add_found(folder, search, [1, 2, 3]))
    assert str(Path(files[0].address).parent) not in folder.file.read_text(encoding="utf-8")


def test_a_search_without_an_answer_is_written_down_and_then_an_error(folder):
    finder = Finder(error=FindError("SearXNG does not answer", next_step="Start it."))
    with pytest.raises(FindError, match="Start it"):
        search_sources(folder, "red bridge", finder)
    (record,) = folder.read().searches
    assert (record.returned, record.results) == (0, ())
    assert record.note == "The search got no answer: SearXNG does not answer"


def test_what_cannot_be_asked_is_no_search(folder):
    with pytest.raises(BadInputError):
        search_sources(folder, "?", Finder(error=BadInputError("no word")))
    with pytest.raises(BadInputError, match="character 2 is half of a surrogate pair"):
        search_sources(folder, "b\udcffridge", Finder())
    with pytest.raises(BadInputError, match="0 hits"):
        search_sources(folder, "bridge", Finder(), most=0)
    assert folder.read().searches == ()


def test_no_more_are_given_than_asked_for(folder, files):
    search = search_sources(folder, "bridge", Finder(*files), most=2)
    assert len(search.hits) == len(search.record.results) == 2
    assert search.record.returned == 3


def test_hits_are_brought_in_and_the_search_says_what_became_of_them(folder, files):
    search = search_sources(folder, "bridge", Finder(*files))
    brought = list(add_found(folder, search, [3, 1, 2, 1]))
    assert [(one.number, one.source, one.known) for one in brought] == [
        (3, None, False),
        (1, "s2", False),
        (2, "s1", True),
    ]
    assert brought[0].unread.startswith("c.txt cannot be read")
    assert brought[1].unread == brought[2].unread == ""
    check = folder.read()
    assert check.source("s2").title == "a"
    assert [(result.source, bool(result.unread)) for result in check.searches[0].results] == [
        ("s2", False), ("s1", False), (None, True),
    ]  # fmt: skip


class Web:
    """Fetches a page with a title of its own; what ends in ``gone`` is gone."""

    def __init__(self) -> None:
        self.fetched: list[str] = []

    def fetch(self, url: str) -> Fetched:
        self.fetched.append(url)
        if url.endswith("gone"):
            raise FetchError("It is gone", url=url, status=410, reason="it answered 410 Gone")
        page = b"<title>Its own title</title><p>The bridge will open in May, the mayor said on Monday.</p>"
        return Fetched(url, url, "text/html; charset=utf-8", page, datetime(2025, 9, 9, tzinfo=UTC), ())


def test_pages_are_brought_in_with_what_the_search_knows_of_them(folder, monkeypatch):
    web = Web()
    monkeypatch.setattr(choose_fetcher, "fetcher_for", lambda _settings: web)
    fields = {"publisher": "Desk", "issued": "2025-03-04", "language": "en"}
    hits = [
        Hit("https://example.org/1", "One …", "", fields),
        Hit("https://example.org/gone", "Two", "", fields),
    ]
    search = search_sources(folder, "bridge", Finder(*hits))
    one, two = add_found(folder, search, [1, 2])
    assert (one.source, one.unread, two.source, two.unread) == ("s2", "", "s3", "it answered 410 Gone")
    first, second = folder.read().sources[1:]
    assert (first.title, first.publisher, first.issued, first.is_read) == (
        "Its own title",
        "Desk",
        "2025-03-04",
        True,
    )
    assert (second.title, second.publisher, second.why_unread) == ("Two", "Desk", "it answered 410 Gone")
    # A second search that leads to the same page leads to the same source.
    again = search_sources(folder, "bridge", Finder(hits[0]))
    (one,) = add_found(folder, again, [1])
    assert (one.source, one.known, len(web.fetched)) == ("s2", True, 2)


def test_what_cannot_be_fetched_does_not_stop_the_others(folder, files):
    def add(where, address, **fields):
        raise FetchError("It answered 404", url=address, reason="it answered 404")

    search = search_sources(folder, "bridge", Finder(*files))
    brought = list(add_found(folder, search, [1, 3], add=add))
    assert brought == [Brought(1, None, "It answered 404"), Brought(3, None, "It answered 404")]


@pytest.mark.parametrize("number", [0, 4, -1])
def test_a_hit_that_is_not_there_is_named_and_nothing_is_brought_in(folder, files, number):
    search = search_sources(folder, "bridge", Finder(*files))
    with pytest.raises(NotFoundError, match=f"no hit {number}"):
        add_found(folder, search, [1, number])
    assert len(folder.read().sources) == 1


def test_the_report_prints_the_searches(folder, files):
    search = search_sources(folder, "red <b>bridge</b>", Finder(*files, total=34, note="2 files were shut"))
    list(add_found(folder, search, [1, 2, 3]))
    html = render_part(compose_report(folder), "method")
    assert "red &lt;b&gt;bridge&lt;/b&gt;" in html
    assert "34 documents came back; brought in: " in html
    assert '<a href="#source-s1">[1]</a>, <a href="#source-s2">[2]</a>' in html
    assert "2 files were shut" in html
    assert "Could not be brought in: <bdi>C</bdi>: <bdi>" in html


def test_a_source_that_was_removed_is_no_dead_link(folder, files):
    search = search_sources(folder, "bridge", Finder(*files))
    list(add_found(folder, search, [1]))
    folder.update(lambda check: check.changed(sources=check.sources[:1]))
    html = render_part(compose_report(folder), "method")
    assert "source-s2" not in html
    assert "3 documents came back" in html
