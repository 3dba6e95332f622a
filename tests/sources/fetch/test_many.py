"""Many documents side by side."""

from __future__ import annotations

import sys
import threading
import time

import pytest

from factbook.errors import FetchError
from factbook.sources.fetch.many import fetch_all
from tests.sources.fetch.conftest import make_fetcher, page


def test_results_come_in_the_order_asked_and_a_failure_stops_nothing(server):
    for number in range(12):
        server.answers[f"/{number}"] = page(f"page {number}".encode())
    urls = [f"{server.url}/{number}" for number in (*range(12), 99)]
    found = list(fetch_all(urls, make_fetcher()))
    assert [url for url, _ in found] == urls
    assert [document.body.decode() for _, document in found[:12]] == [f"page {n}" for n in range(12)]
    assert isinstance(found[12][1], FetchError)
    assert list(fetch_all([], make_fetcher())) == []


def test_progress_is_shown_to_people_where_it_is_wanted(server, capsys, monkeypatch):
    server.answers["/"] = page()
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    list(fetch_all([f"{server.url}/"], make_fetcher(), progress=True))
    assert "Fetching" in capsys.readouterr().err
    list(fetch_all([f"{server.url}/"], make_fetcher()))
    assert capsys.readouterr().err == ""


def test_a_stop_begins_no_more():
    class Stopped:
        asked = 0

        def fetch(self, url: str):
            self.asked += 1
            if url == "http://a.example/":
                time.sleep(0.12)  # The other host is under way by then.
                raise KeyboardInterrupt
            time.sleep(0.05)
            raise FetchError("no", url=url, reason="no")

    fetcher = Stopped()
    urls = ["http://a.example/", *(f"http://b.example/{number}" for number in range(50))]
    with pytest.raises(KeyboardInterrupt):
        list(fetch_all(urls, fetcher, workers=2))
    assert fetcher.asked < 10


def test_a_slow_host_holds_up_no_other():
    asked = []

    class Slow:
        def fetch(self, url: str):
            time.sleep(0.3 if "//slow" in url else 0.0)
            asked.append(url)
            raise FetchError("no", url=url, reason="no")

    slow = [f"http://slow.example/{number}" for number in range(4)]
    list(fetch_all([*slow, "http://quick.example/"], Slow(), workers=2))
    assert asked.index("http://quick.example/") == 0
    assert [url for url in asked if url in slow] == slow


def test_what_is_there_is_given_before_the_slowest_where_order_does_not_matter():
    gate = threading.Event()

    class Gated:
        def fetch(self, url: str):
            if "//slow" in url:
                assert gate.wait(10)
            raise FetchError("no", url=url, reason="no")

    urls = ["http://slow.example/", "http://quick.example/", "http://other.example/"]
    found = fetch_all(urls, Gated(), in_order=False)
    first = {next(found)[0], next(found)[0]}
    gate.set()
    assert (first, [url for url, _ in found]) == (set(urls[1:]), urls[:1])


def test_what_is_no_address_is_one_more_failure():
    found = list(fetch_all(["http://[", "nonsense"], make_fetcher()))
    assert [outcome.reason for _, outcome in found] == [
        "its address is not valid",
        "its address is none of the web (http or https)",
    ]
