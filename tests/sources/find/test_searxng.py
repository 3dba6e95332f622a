from __future__ import annotations

import contextlib
import socket
import threading
import time

import pytest

from factbook.errors import BadInputError, FindError
from factbook.sources.find.finder import Hit
from factbook.sources.find.searxng import SearxngFinder


def result(number, **fields):
    """One result as SearXNG writes it."""
    return {
        "url": f"https://example.org/{number}",
        "title": f"Page {number}",
        "content": f"About the  bridge,\nnumber {number}",
        "engine": "brave",
        "engines": ["brave", "mojeek"],
        "publishedDate": None,
        "score": 1.0,
        "category": "general",
        **fields,
    }


def page(*results, **fields):
    return 200, {
        "query": "bridge",
        "number_of_results": 0,
        "results": list(results),
        "answers": [],
        "corrections": [],
        "infoboxes": [],
        "suggestions": [],
        "unresponsive_engines": [],
        **fields,
    }


def test_results_become_hits(service):
    service.answers(
        page(
            result(1, publishedDate="2025-03-04T10:00:00"),
            result(2),
            unresponsive_engines=[["duckduckgo", "CAPTCHA"], ["qwant", "timeout"]],
            number_of_results=1234,
        )
    )
    found = SearxngFinder(service.address + "/", language="de", engines=("brave", "mojeek")).find(
        ' "the  bridge" -tram ', most=2
    )
    assert found.hits == (
        Hit("https://example.org/1", "Page 1", "About the bridge, number 1", {"issued": "2025-03-04"}),
        Hit("https://example.org/2", "Page 2", "About the bridge, number 2"),
    )
    assert found.total == 1234
    assert found.note == "Answered: brave, mojeek. Did not answer: duckduckgo (CAPTCHA), qwant (timeout)"
    ((path, parameters, _),) = service.asked
    assert path == "/search"
    assert parameters == {
        "q": '"the bridge" -tram',
        "format": "json",
        "pageno": "1",
        "language": "de",
        "engines": "brave,mojeek",
    }


def test_markup_is_taken_off_and_results_without_a_page_are_said_to_be_left_out(service):
    marked = {
        "url": "https://example.org/1",
        "title": "Bridge",
        "content": "It <b>opens</b> if 2 < 3 &amp; so on",
    }
    service.answers(page(marked, {"url": "javascript:alert(1)", "title": "No"}, {"title": "None"}), page())
    found = SearxngFinder(service.address).find("bridge")
    assert [hit.excerpt for hit in found.hits] == ["It opens if 2 < 3 & so on"]
    assert found.note.endswith("Without an address of the web, and left out: 2")


def test_pages_are_asked_for_until_there_are_enough_and_no_address_comes_twice(service):
    service.answers(page(result(1), result(2)), page(result(2), result(3)), page(result(4), result(5)))
    found = SearxngFinder(service.address).find("bridge", most=4)
    assert [hit.title for hit in found.hits] == ["Page 1", "Page 2", "Page 3", "Page 4"]
    assert [parameters["pageno"] for _, parameters, _ in service.asked] == ["1", "2", "3"]


def test_it_stops_where_nothing_new_comes(service):
    service.answers(page(result(1)))
    assert len(SearxngFinder(service.address).find("bridge").hits) == 1
    assert len(service.asked) == 2


def test_a_later_page_that_fails_costs_only_itself(service):
    service.answers(page(result(1)), (429, b""))
    found = SearxngFinder(service.address).find("bridge")
    assert len(found.hits) == 1
    assert "Did not answer: page 2 of the results (This SearXNG instance gets too many" in found.note


def test_what_cannot_be_linked_to_is_no_hit(service):
    bad = [
        "javascript:alert(1)", "ftp://example.org/x", "", None, 7, "https://a:b@example.org/", "http://",
        "https://example.org:port/", "magnet:?xt=1",
    ]  # fmt: skip
    service.answers(page(*(result(0, url=url) for url in bad), "no object", result(1, title=None, content=3)))
    (hit,) = SearxngFinder(service.address).find("bridge").hits
    assert hit == Hit("https://example.org/1", "https://example.org/1", "")


@pytest.mark.parametrize(
    ("reply", "problem", "step"),
    [
        ((403, b""), "JSON is not switched on", "search.formats"),
        ((429, b""), "too many requests", "of your own"),
        ((200, b"<!doctype html>"), "no search results as JSON", "address"),
        ((200, []), "no search results as JSON", "address"),
        ((200, {"results": None}), "no search results as JSON", "address"),
        ((302, b""), "another address", "sends to"),
        ((500, b""), "HTTP 500", "again"),
        ((200, b"x" * 6_000_000), "larger than 5,000,000 bytes", "address"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_do(service, reply, problem, step):
    service.answers(reply)
    with pytest.raises(FindError, match=problem) as caught:
        SearxngFinder(service.address).find("bridge")
    assert step in caught.value.next_step


def test_nobody_there_is_said_without_the_password_of_the_address():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    with pytest.raises(
        FindError, match=f"no answer at 127.0.0.1:{port}: its server refused the connection"
    ) as caught:
        SearxngFinder(f"http://ana:secret@127.0.0.1:{port}").find("bridge")
    assert "secret" not in str(caught.value)


def test_a_service_that_never_answers_is_given_up():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(FindError, match=r"took longer than 0\.2 s"):
            SearxngFinder(address, timeout_s=0.2).find("bridge")


@pytest.mark.parametrize("address", ["", "localhost:8888", "ftp://localhost", "http://", "http://x:port"])
def test_an_address_that_is_none_is_refused(address):
    with pytest.raises(BadInputError, match="SearXNG cannot be at"):
        SearxngFinder(address)


def test_a_query_without_a_word_is_not_sent(service):
    with pytest.raises(BadInputError):
        SearxngFinder(service.address).find(" ? ")
    assert service.asked == []


def test_no_proxy_of_the_environment_is_told(service, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    service.answers(page())
    assert SearxngFinder(service.address).find("bridge").total == 0


def test_a_password_in_the_address_goes_with_the_request(service):
    service.answers(page(result(1)))
    SearxngFinder(service.address.replace("//", "//ana:s%20t@")).find("bridge")
    assert service.asked[0][2]["Authorization"] == "Basic YW5hOnMgdA=="


def test_an_answer_that_drips_is_given_up():
    def drip(listener):
        connection, _ = listener.accept()
        with connection, contextlib.suppress(OSError):
            connection.sendall(b"HTTP/1.1 200 OK\r\n")
            while True:
                connection.sendall(b"X: y\r\n")
                time.sleep(0.05)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=drip, args=(listener,), daemon=True).start()
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with pytest.raises(FindError, match=r"it took longer than 0\.5 s"):
            SearxngFinder(address, timeout_s=0.5).find("bridge")
