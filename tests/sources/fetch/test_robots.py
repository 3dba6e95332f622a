"""What a site lets programs fetch."""

from __future__ import annotations

import contextlib
import threading
import time
import tracemalloc

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from protego import Protego

from factbook.errors import FetchError
from factbook.sources.fetch.guard import Deadline, DeadlineError
from factbook.sources.fetch.pace import Pace
from factbook.sources.fetch.robots import Robots, Rules
from tests.sources.fetch.conftest import make_fetcher, page

PAGE = httpx2.URL("https://example.org/a/page")


def rules(text: str, *, user_agent: str = "factbook/1") -> Rules:
    return Robots(user_agent, lambda url, deadline: ("", text.encode())).rules_of(PAGE, Deadline(5))


@pytest.mark.parametrize("status", [403, 404, 410, 429])
def test_a_site_without_rules_allows_everything(server, fetcher, status):
    server.answers["/robots.txt"] = page(b"Disallow: /", status=f"{status} No")
    server.answers["/"] = page()
    assert fetcher.fetch(f"{server.url}/").body


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        (page(status="500 Oh"), "it answered 500 Internal Server Error"),
        (page(status="503 Oh"), "it answered 503 Service Unavailable"),
        (page(b"User-agent: *", length=99), "the connection was cut off before the end"),
    ],
)
def test_a_site_in_trouble_with_its_rules_is_left_alone(server, fetcher, answer, trouble):
    server.answers["/robots.txt"] = answer
    server.answers["/"] = page()
    with pytest.raises(FetchError) as caught:
        fetcher.fetch(f"{server.url}/")
    assert caught.value.reason == f"its site's robots.txt cannot be read ({trouble})"
    assert not [request for request in server.requests if request.startswith("GET / ")]


def test_robots_txt_and_page_share_their_time(server):
    server.answers["/robots.txt"] = lambda connection: time.sleep(3)
    server.answers["/"] = page()
    began = time.monotonic()
    with pytest.raises(FetchError, match=r"it took longer than 1 s"):
        make_fetcher().fetch(f"{server.url}/")
    assert time.monotonic() - began < 2.9  # The server says nothing for 3 s.


def test_a_site_that_did_not_answer_is_asked_again():
    answers = [FetchError("gone", url="", reason="it took longer than 30 s"), ("", b"")]

    def read(url, deadline):
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    robots = Robots("factbook/1", read)
    with pytest.raises(FetchError):
        robots.rules_of(PAGE, Deadline(5))
    assert robots.rules_of(PAGE, Deadline(5)).refusal(PAGE) == ""


def test_threads_that_want_the_same_rules_read_them_once_and_wait_outside_their_time():
    read, had_time_left = [], []

    def slow(url, deadline):
        read.append(url)
        time.sleep(0.3)
        return "", b""

    robots = Robots("factbook/1", slow)

    def ask() -> None:
        deadline = Deadline(0.2)
        robots.rules_of(PAGE, deadline)
        with contextlib.suppress(DeadlineError):
            had_time_left.append(deadline.left_s() > 0)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert read == ["https://example.org/robots.txt"]
    # All but the one that read them.
    assert had_time_left == [True] * 7


def test_rules_are_looked_up_under_our_name_and_else_under_the_star():
    text = "User-agent: *\nDisallow: /\n\nUser-agent: x\nUser-agent: FactBook\nDisallow: /b\nCrawl-delay: 4\n"
    assert rules(text).refusal(PAGE) == ""
    assert rules(text).refusal(PAGE.copy_with(path="/b")) == "its site's robots.txt does not allow it"
    assert rules(text).delay_s == 4.0
    assert rules(text, user_agent="The Desk").refusal(PAGE) == "its site's robots.txt does not allow it"
    assert rules(text, user_agent="/").refusal(PAGE) == ""


def test_the_delay_a_site_asks_for_is_kept(server):
    slept = []
    server.answers["/robots.txt"] = page(b"User-agent: *\nCrawl-delay: 7\n")
    server.answers["/"] = page()
    fetcher = make_fetcher(pace=Pace(0.0, sleep=slept.append))
    fetcher.fetch(f"{server.url}/")
    assert 6 < slept[-1] <= 7


def test_many_agents_with_many_rules_take_neither_time_nor_memory():
    agents = "".join(
        f"{spelling}{number}\n"
        for number in range(5_000)
        for spelling in ("user-agent:", "useragent ", "User agent x:")
    )
    text = agents + "".join(f"allow:/{number}\n" for number in range(8_000))
    tracemalloc.start()
    began = time.monotonic()
    assert rules(text).refusal(PAGE) == ""
    assert time.monotonic() - began < 5
    assert tracemalloc.get_traced_memory()[1] < 50_000_000
    tracemalloc.stop()


def test_wildcards_take_no_time():
    hostile = "User-agent: *\n" + "Disallow: /*a*a*a*a*a*a*a*a*ab\n" * 10_000
    began = time.monotonic()
    assert rules(hostile).refusal(PAGE.copy_with(path="/" + "a" * 7_000)) == ""
    assert time.monotonic() - began < 5


AGENTS = st.sampled_from(
    ["*", "factbook", "FACT*", "fact", "book", "other", "factbook-news", "**", "a:b", ""]
)
LINES = st.one_of(
    st.tuples(st.sampled_from(["User-agent: ", "useragent:", "User agent ", "  user-agent : "]), AGENTS),
    st.tuples(
        st.sampled_from(["Disallow: ", "Allow: ", "disallow "]),
        st.sampled_from(["/", "/a", "/b", "/*page$", ""]),
    ),
    st.tuples(
        st.sampled_from(["Sitemap: x", "Crawl-delay: 2", "# words", "", "nonsense", "user-agent x: y"]),
        st.just(""),
    ),
)


@given(st.lists(LINES, max_size=12))
def test_leaving_out_the_others_changes_nothing_for_us(lines):
    text = "\n".join("".join(line) for line in lines)
    whole = Protego.parse(text)
    ours = rules(text)
    assert ours.refusal(PAGE) == (
        "" if whole.can_fetch(str(PAGE), "factbook") else "its site's robots.txt does not allow it"
    )
    assert ours.delay_s == (whole.crawl_delay("factbook") or 0.0)
