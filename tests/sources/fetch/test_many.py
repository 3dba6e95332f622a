"""Many documents side by side."""

from __future__ import annotations

import sys
import time

import pytest

from factbook.errors import FetchError
from factbook.sources.fetch.many import fetch_all
from tests.sources.fetch.conftest import make_fetcher, page


def test_results_come_in_the_order_asked_and_a_failure_stops_nothing(server):
    for number in range(12):
        server.answers[f"/{number}"] = page(f"page {number}".encode())
    urls = [f"{server.url}/{number}" for number in (*range(12), 99)]
    found = fetch_all(urls, make_fetcher())
    assert [url for url, _ in found] == urls
    assert [document.body.decode() for _, document in found[:12]] == [f"page {n}" for n in range(12)]
    assert isinstance(found[12][1], FetchError)
    assert fetch_all([], make_fetcher()) == []


def test_progress_is_shown_to_people_where_it_is_wanted(server, capsys, monkeypatch):
    server.answers["/"] = page()
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    fetch_all([f"{server.url}/"], make_fetcher(), progress=True)
    assert "Fetching" in capsys.readouterr().err
    fetch_all([f"{server.url}/"], make_fetcher())
    assert capsys.readouterr().err == ""


def test_a_stop_begins_no_more():
    class Stopped:
        asked = 0

        def fetch(self, url: str):
            self.asked += 1
            if url == "0":
                raise KeyboardInterrupt
            time.sleep(0.05)
            raise FetchError("no", url=url, reason="no")

    fetcher = Stopped()
    with pytest.raises(KeyboardInterrupt):
        fetch_all([str(number) for number in range(100)], fetcher, workers=2)
    assert fetcher.asked < 10
