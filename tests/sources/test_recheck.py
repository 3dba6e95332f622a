"""Capturing again: what became of the words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import factbook as fb
from factbook.errors import FetchError, NotFoundError
from factbook.model.check import Check, put_record
from factbook.sources.add import add_web_address
from factbook.sources.fetch.fetched import Exchange, Fetched
from factbook.sources.recheck import Outcome, recheck_sources

URL = "https://example.org/minutes.txt"
PAGE = (
    "The council met on Monday. The bridge will open in May, the mayor said. It will carry trams and buses."
)
START = datetime(2026, 1, 2, tzinfo=UTC)


class Web:
    """A web of one page, which changes; each fetch is a day later than the one before."""

    def __init__(self, page: str) -> None:
        self.page: str | None = page
        self.fetches = 0

    def fetch(self, url: str) -> Fetched:
        self.fetches += 1
        when = START + timedelta(days=self.fetches)
        if self.page is None:
            raise FetchError("gone", url=url, status=404, reason="it answered 404 Not Found")
        body = self.page.encode()
        exchange = Exchange(
            url, "93.184.216.34", (), 200, "OK", (("Content-Type", "text/plain"),), body, when
        )
        return Fetched(url, url, "text/plain; charset=utf-8", body, when, (exchange,))


@pytest.fixture
def web() -> Web:
    return Web(PAGE)


@pytest.fixture
def check(tmp_path: Path, web: Web) -> fb.OpenCheck:
    check = fb.new(question="Will the bridge open?", casebook=tmp_path)
    add_web_address(check.folder, URL, fetcher=web)
    check.quote("s1", "The bridge will open in May", point="p1")
    return check


def outcomes(check: fb.OpenCheck, web: Web) -> list[Outcome]:
    return [result.outcome for result in recheck_sources(check.folder, fetcher=web)]


def states(check: fb.OpenCheck) -> set[str]:
    return set(check.audit()["state"])


def test_a_page_that_did_not_change_gets_no_second_copy(check: fb.OpenCheck, web: Web) -> None:
    assert outcomes(check, web) == [Outcome.UNCHANGED]
    source = check.record.source("s1")
    assert len(source.snapshots) == 1
    assert source.rechecked_at == START + timedelta(days=2)
    assert len(list(check.path.glob("snapshots/*.warc.gz"))) == 1


def test_a_page_that_changed_elsewhere_keeps_both_copies(check: fb.OpenCheck, web: Web) -> None:
    web.page = PAGE.replace("trams and buses", "trams")
    assert outcomes(check, web) == [Outcome.CHANGED_ELSEWHERE]
    assert len(check.record.source("s1").snapshots) == 2
    assert "changed" not in states(check)


def test_words_that_moved_are_anchored_in_the_new_copy(check: fb.OpenCheck, web: Web) -> None:
    before = check.record.quotes[0]
    web.page = "Updated on Tuesday.\n\n" + PAGE
    (result,) = recheck_sources(check.folder, fetcher=web)
    after = check.record.quotes[0]
    assert (result.outcome, result.quotes) == (Outcome.WORDS_MOVED, {"q1": "moved"})
    assert (after.exact, after.start) == (before.exact, before.start + len("Updated on Tuesday.\n\n"))
    assert after.snapshot == check.record.source("s1").snapshot.sha256  # type: ignore[union-attr]
    assert "changed" not in states(check)


def test_words_that_are_gone_stay_with_the_old_copy_and_are_a_fault(check: fb.OpenCheck, web: Web) -> None:
    before = check.record.quotes[0]
    web.page = PAGE.replace("in May", "in June")
    assert outcomes(check, web) == [Outcome.WORDS_GONE]
    assert check.record.quotes[0] == before
    assert "changed" in states(check)
    web.page = PAGE
    assert outcomes(check, web) == [Outcome.CHANGED_ELSEWHERE]
    assert "changed" not in states(check)


def test_words_that_were_gone_last_time_are_gone_still(check: fb.OpenCheck, web: Web) -> None:
    web.page = PAGE.replace("in May", "in June")
    assert outcomes(check, web) == outcomes(check, web) == [Outcome.WORDS_GONE]
    assert len(check.record.source("s1").snapshots) == 2


def test_what_cannot_be_read_says_nothing_of_the_words(check: fb.OpenCheck, web: Web) -> None:
    web.page = "%PDF-1.7 and then nothing that is a PDF"
    (result,) = recheck_sources(check.folder, fetcher=web)
    assert (result.outcome, result.outcome.holds) == (Outcome.UNREADABLE, False)
    assert "no PDF" in result.reason
    assert len(check.record.source("s1").snapshots) == 1
    assert {"dead"} <= states(check)
    assert "changed" not in states(check)


def test_a_missing_file_of_the_same_page_is_written_anew(check: fb.OpenCheck, web: Web) -> None:
    (text,) = check.path.glob("snapshots/*.txt")
    text.unlink()
    assert "damaged" in states(check)
    assert outcomes(check, web) == [Outcome.UNCHANGED]
    assert "damaged" not in states(check)


def test_a_page_that_could_not_be_read_is_read_once_it_can(check: fb.OpenCheck, web: Web) -> None:
    def unread(record: Check) -> Check:
        source = record.source("s1")
        blank = source.snapshots[0].model_copy(update={"text_sha256": None, "text_length": 0})
        source = source.model_copy(update={"snapshots": (blank,)})
        return put_record(record.changed(quotes=()), "sources", source)

    check.update(unread)
    recheck_sources(check.folder, fetcher=web)
    assert [snapshot.text_length for snapshot in check.record.source("s1").snapshots] == [len(PAGE)]


def test_a_look_alike_is_not_taken(check: fb.OpenCheck, web: Web) -> None:
    before = check.record.quotes[0]
    web.page = "“The bridge will open in May” was never said by anybody."
    (result,) = recheck_sources(check.folder, fetcher=web)
    assert (result.outcome, result.outcome.holds) == (Outcome.WORDS_UNSURE, False)
    assert check.record.quotes[0] == before


def test_a_dead_address_keeps_the_copy_and_says_so(check: fb.OpenCheck, web: Web) -> None:
    web.page = None
    (result,) = recheck_sources(check.folder, fetcher=web)
    assert (result.outcome, result.reason) == (Outcome.DEAD, "it answered 404 Not Found")
    source = check.record.source("s1")
    assert (len(source.snapshots), source.failed_fetches[0].status) == (1, 404)
    assert "dead" in states(check)
    web.page, web.fetches = PAGE, 4000  # years later
    assert outcomes(check, web) == [Outcome.UNCHANGED]
    assert "dead" not in states(check)


def test_a_source_that_was_never_captured_is_captured(tmp_path: Path, web: Web) -> None:
    check = fb.new(question="Will the bridge open?", casebook=tmp_path)
    web.page = None
    source = add_web_address(check.folder, URL, fetcher=web, publisher="The city")
    assert (source.title, source.unread) == (URL, "it answered 404 Not Found")
    web.page = PAGE
    assert outcomes(check, web) == [Outcome.CAPTURED]
    source = check.record.source("s1")
    assert (source.is_read, source.unread, source.publisher) == (True, "", "The city")


def test_only_the_sources_asked_for_are_fetched(check: fb.OpenCheck, web: Web) -> None:
    check.add_source(text="Notes", title="Notes")
    fetches = web.fetches
    assert len(recheck_sources(check.folder, fetcher=web, sources=["s1"])) == 1
    assert web.fetches == fetches + 1
    with pytest.raises(NotFoundError, match="s2 has no web address"):
        recheck_sources(check.folder, fetcher=web, sources=["s2"])
    with pytest.raises(NotFoundError):
        recheck_sources(check.folder, fetcher=web, sources=["s9"])


def test_what_another_program_does_meanwhile_is_kept(check: fb.OpenCheck, web: Web) -> None:
    """A quote made while the page is fetched is not lost, and is followed too."""
    fetch: Callable[[str], Fetched] = web.fetch

    def fetch_slowly(url: str) -> Fetched:
        check.quote("s1", "It will carry trams")
        return fetch(url)

    web.page = "Updated. " + PAGE
    web.fetch = fetch_slowly  # type: ignore[method-assign]
    (result,) = recheck_sources(check.folder, fetcher=web)
    assert result.quotes == {"q1": "moved", "q2": "moved"}
