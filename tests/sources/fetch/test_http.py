"""Fetching from a server that means well, and from one that does not."""

from __future__ import annotations

import socket
import time
import tracemalloc

import pytest

from factbook.errors import BadInputError, FetchError
from factbook.sources.fetch.http import Limits
from tests.sources.fetch.conftest import gzipped, make_fetcher, page


def reason(fetcher, url: str) -> str:
    """Fetch what cannot be had, and give the reason; it must be found in time."""
    began = time.monotonic()
    with pytest.raises(FetchError) as caught:
        fetcher.fetch(url)
    assert time.monotonic() - began < 5
    assert caught.value.next_step
    return caught.value.reason


def test_a_document_comes_with_what_went_over_the_wire(server, fetcher):
    body = gzipped("Wörter".encode())
    server.answers["/a?b=c"] = page(body, "Content-Type: text/plain; charset=utf-8", "Content-Encoding: gzip")
    fetched = fetcher.fetch(f"{server.url}/a?b=c#part")
    assert fetched.body == "Wörter".encode()
    assert (fetched.url, fetched.content_type) == (f"{server.url}/a?b=c", "text/plain; charset=utf-8")
    (exchange,) = fetched.exchanges
    assert (exchange.body, exchange.status, exchange.ip_address) == (body, 200, "127.0.0.1")
    assert ("Content-Encoding", "gzip") in exchange.response_headers
    request = server.requests[-1]
    assert "User-Agent: factbook/" in request
    assert "Cookie" not in request
    assert "Authorization" not in request


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed_and_kept(server, fetcher, status):
    server.answers["/old"] = page(b"", "Location: /new", "Set-Cookie: a=b", status=f"{status} Moved")
    server.answers["/new"] = page()
    fetched = fetcher.fetch(f"{server.url}/old")
    assert (fetched.requested_url, fetched.url) == (f"{server.url}/old", f"{server.url}/new")
    assert [exchange.status for exchange in fetched.exchanges] == [status, 200]
    assert "Cookie" not in server.requests[-1]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(
    "target",
    ["http://127.0.0.2/", "http://[::1]/", "http://169.254.169.254/latest/meta-data", "http://10.0.0.1/"],
)
def test_a_redirect_to_a_private_address_is_refused(server, fetcher, status, target):
    server.answers["/"] = page(b"", f"Location: {target}", status=f"{status} Moved")
    assert "no address of the public internet" in reason(fetcher, f"{server.url}/")


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://example.org/", "javascript:alert(1)", "data:,x"]
)
def test_a_redirect_out_of_the_web_is_refused(server, fetcher, target):
    server.answers["/"] = page(b"", f"Location: {target}", status="302 Found")
    assert "none of the web" in reason(fetcher, f"{server.url}/")


def test_redirects_end(server, fetcher):
    server.answers["/"] = page(b"", "Location: /", status="302 Found")
    assert reason(fetcher, f"{server.url}/") == "it redirects more than 5 times"
    assert len([r for r in server.requests if "robots" not in r]) == 6


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost/", "http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f.1/",
        "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://0/", "http://[::]/",
    ],
)  # fmt: skip
def test_this_machine_is_not_fetched_from_under_any_name(server, url):
    fetcher = make_fetcher(respect_robots=False)
    fetcher = type(fetcher)(limits=fetcher.limits, respect_robots=False)
    url = url.replace("/", f":{server.port}/", 3).replace(f":{server.port}/", "/", 2)
    assert "no address of the public internet" in reason(fetcher, url)
    assert server.requests == []


def test_a_name_that_changes_its_address_between_check_and_connection_does_not_get_through(server):
    asked = []

    def rebinding(host, port):
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["127.0.0.9"]

    server.answers["/"] = page()
    fetcher = make_fetcher(resolver=rebinding, respect_robots=False)
    assert fetcher.fetch(f"http://rebind.example:{server.port}/").exchanges[0].ip_address == "127.0.0.1"
    assert asked == ["rebind.example"]
    assert "127.0.0.9" in reason(fetcher, f"http://rebind.example:{server.port}/")


def test_one_private_address_among_public_ones_is_enough_to_refuse(server):
    fetcher = make_fetcher(resolver=lambda host, port: ["127.0.0.1", "10.0.0.1"], respect_robots=False)
    assert "(10.0.0.1)" in reason(fetcher, f"http://mixed.example:{server.port}/")


def test_a_name_nobody_knows_and_a_resolver_that_hangs(server):
    def unknown(host, port):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    assert "no server called nowhere.example" in reason(
        make_fetcher(resolver=unknown), "http://nowhere.example/"
    )

    def hanging(host, port):
        time.sleep(4)
        return ["127.0.0.1"]

    assert "looked up in time" in reason(
        make_fetcher(resolver=hanging, respect_robots=False), "http://slow.example/"
    )


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("ftp://example.org/", "none of the web"),
        ("http://", "none of the web"),
        ("http://ana:secret@example.org/", "user name or password"),
        ("http://example.org:99999/", "not valid"),
        ("http://exa mple.org/", "not valid"),
        ("http://example.org/\nHost: evil", "not valid"),
        ("http://example.org/" + "a" * 9000, "longer than 8,000 characters"),
        ("http://" + "a" * 64 + ".example/", "no server called aaa"),
        ("http://a..b/", "no server called a..b"),
    ],
)
def test_addresses_that_are_none(fetcher, url, told):
    assert told in reason(fetcher, url)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (page(status="404 Not Found"), "it answered 404 Not Found"),
        (page(status="503 Whatever"), "it answered 503 Service Unavailable"),
        (page(status="206 Partial Content"), "it answered 206 Partial Content"),
        (page(status="799 Strange"), "it answered 799"),
        (page(b""), "empty document"),
        (page(length=10_000), "cut off"),
        (page(b"x" * 1_000_001), "larger than 1,000,000 bytes"),
        (page(gzipped(b"words")[:-4], "Content-Encoding: gzip"), "cut off"),
        (page(b"x", "Content-Encoding: br"), "not asked for (br)"),
        (page(b"x", *[f"X-{n}: {'y' * 900}" for n in range(80)]), "headers"),
        (page(b"x", "X: " + "y" * 300_000), "headers are too long"),
        (page(b"x", "Content-Length: 7"), "rules of HTTP"),
        (b"ICY 200 OK\r\n\r\nmusic", "rules of HTTP"),
        (b"\x00\x01\x02" * 1000, "rules of HTTP"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "rules of HTTP"),
        (b"", "cut off"),
    ],
)
def test_bad_answers_end_in_a_reason(server, fetcher, answer, told):
    server.answers["/"] = answer
    assert told in reason(fetcher, f"{server.url}/")


@pytest.mark.parametrize("times", [1, 2])
def test_what_unfolds_without_end_is_left(server, fetcher, times):
    body = b"\0" * 50_000_000
    for _ in range(times):
        body = gzipped(body)
    server.answers["/"] = page(body, f"Content-Encoding: {', '.join(['gzip'] * times)}")
    assert "unfolds to more than 1,000,000" in reason(fetcher, f"{server.url}/")


def drip(first: bytes, drop: bytes):
    def answer(connection):
        connection.sendall(first)
        while True:
            connection.sendall(drop)
            time.sleep(0.05)

    return answer


@pytest.mark.parametrize(
    "answer",
    [
        drip(b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n", b"x"),
        drip(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        drip(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"),
        drip(b"H", b""),
        drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
    ids=["body", "chunks", "headers", "silence", "continue without end"],
)
def test_dripping_ends_with_the_time(server, fetcher, answer):
    server.answers["/"] = answer
    assert reason(fetcher, f"{server.url}/") == "it took longer than 1 s"


def test_an_endless_body_takes_no_memory(server, fetcher):
    def endless(connection):
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            connection.sendall(b"x" * 65536)

    server.answers["/"] = endless
    tracemalloc.start()
    assert "larger than" in reason(fetcher, f"{server.url}/")
    assert tracemalloc.get_traced_memory()[1] < 10_000_000
    tracemalloc.stop()


def test_no_server_and_no_trust(server, fetcher):
    assert "refused the connection" in reason(fetcher, "http://127.0.0.1:1/")
    server.answers["/"] = page()
    assert "secure connection" in reason(fetcher, f"https://127.0.0.1:{server.port}/")


def test_a_proxy_is_used_only_if_configured(server, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    server.answers["/"] = page()
    assert make_fetcher().fetch(f"{server.url}/").body == b"<p>Words.</p>"
    server.answers["http://site.example/"] = page(b"by proxy")
    proxied = make_fetcher(proxy=server.url, respect_robots=False)
    assert proxied.fetch("http://site.example/").body == b"by proxy"
    assert "no address of the public internet" in reason(proxied, "http://10.0.0.1/")


def test_what_robots_txt_disallows_is_not_asked_for(server, fetcher):
    server.answers["/robots.txt"] = page(b"User-agent: factbook\nDisallow: /private\n")
    server.answers["/private/a"] = server.answers["/open"] = page()
    assert fetcher.fetch(f"{server.url}/open")
    assert "robots.txt does not allow" in reason(fetcher, f"{server.url}/private/a")
    assert len([request for request in server.requests if "robots.txt" in request]) == 1
    assert make_fetcher(respect_robots=False).fetch(f"{server.url}/private/a")


def test_waiting_for_a_turn_is_not_counted(server):
    from factbook.sources.fetch.pace import Pace

    server.answers["/"] = page()
    fetcher = make_fetcher(pace=Pace(0.8), limits=Limits(total_time_s=0.5), respect_robots=False)
    assert fetcher.fetch(f"{server.url}/").body == fetcher.fetch(f"{server.url}/").body


@pytest.mark.parametrize("target", ["http://[", "//[::1", "http://a:b:c/", "http://x:99999999/"])
def test_a_redirect_to_what_is_no_address_is_a_reason_like_others(server, fetcher, target):
    server.answers["/"] = page(b"", f"Location: {target}", status="302 Found")
    assert "not valid" in reason(fetcher, f"{server.url}/")


def test_a_redirect_in_plain_utf_8_leads_where_it_should(server, fetcher):
    server.answers["/"] = page(b"", "Location: /wörter", status="302 Found")
    server.answers["/w%C3%B6rter"] = page(b"found")
    assert fetcher.fetch(f"{server.url}/").body == b"found"


def test_no_escape_codes_of_a_server_get_into_the_reason(server, fetcher):
    server.answers["/"] = page(b"x", "Content-Encoding: \x1b[2J")
    assert reason(fetcher, f"{server.url}/").isprintable()


def test_the_address_is_that_which_was_checked_also_when_the_system_has_forgotten_it(server, monkeypatch):
    # As it has when the server resets the connection right behind its answer.
    def forgotten(stream, info):
        if info == "server_addr":
            raise OSError("Transport endpoint is not connected")

    monkeypatch.setattr("httpcore2._backends.sync.SyncStream.get_extra_info", forgotten)
    server.answers["/"] = page()
    assert make_fetcher().fetch(f"{server.url}/").exchanges[0].ip_address == "127.0.0.1"


@pytest.mark.parametrize("user_agent", ["Die Prüfer/1", "x\r\nEvil: 1"])
def test_a_user_agent_that_cannot_be_sent_is_refused_at_once(user_agent):
    with pytest.raises(BadInputError, match="cannot be sent"):
        make_fetcher(user_agent=user_agent)


@pytest.mark.parametrize(
    "proxy", ["nonsense", "socks5://127.0.0.1:1", "http://", "ftp://ana:secret@example.org"]
)
def test_a_proxy_that_cannot_be_used_is_refused_at_once_and_its_password_not_shown(proxy):
    with pytest.raises(BadInputError, match="cannot be used") as caught:
        make_fetcher(proxy=proxy)
    assert "secret" not in str(caught.value)
