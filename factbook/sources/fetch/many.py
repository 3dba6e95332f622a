"""Fetching many documents side by side."""

from __future__ import annotations

import queue
import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import NoReturn
from urllib.parse import urlsplit

from tqdm import tqdm

from factbook.errors import FetchError
from factbook.sources.fetch.fetched import Fetched, Fetcher

AT_A_TIME = 16


def fetch_all(
    urls: Sequence[str],
    fetcher: Fetcher,
    *,
    workers: int = 8,
    progress: bool = False,
    in_order: bool = True,
) -> Iterator[tuple[str, Fetched | FetchError]]:
    """Give what came of each address, as it comes; one that fails stops no other.

    They are given in the order given, so that one that is slow keeps back those behind it; unless
    ``in_order`` is false.

    `AT_A_TIME` addresses are taken up together, so that no more documents than these wait in memory, and what
    came before a stop has been given. Of these, ``workers`` hosts are asked at a time, each for one document
    after the other. With ``progress``, a bar is shown on standard error. On Ctrl-C no more are begun, and
    those under way are left behind.
    """
    with tqdm(total=len(urls), desc="Fetching", unit="page", disable=None if progress else True) as bar:
        for first in range(0, len(urls), AT_A_TIME):
            some = urls[first : first + AT_A_TIME]
            yield from _fetch_some(some, fetcher, workers, bar, in_order=in_order)


def _fetch_some(
    urls: Sequence[str], fetcher: Fetcher, workers: int, bar: tqdm[NoReturn], *, in_order: bool
) -> Iterator[tuple[str, Fetched | FetchError]]:
    hosts: defaultdict[str, list[int]] = defaultdict(list)
    for place, url in enumerate(urls):
        hosts[_host(url)].append(place)
    waiting: queue.SimpleQueue[list[int]] = queue.SimpleQueue()
    for places in hosts.values():
        waiting.put(places)
    done: queue.SimpleQueue[tuple[int, Fetched | BaseException]] = queue.SimpleQueue()
    stopped = threading.Event()

    def work() -> None:
        while True:
            try:
                places = waiting.get_nowait()
            except queue.Empty:
                return
            for place in places:
                if stopped.is_set():
                    return
                done.put((place, _fetch(fetcher, urls[place])))

    # Daemons: whoever presses Ctrl-C does not wait for the slowest server.
    for number in range(min(workers, len(hosts))):
        threading.Thread(target=work, name=f"factbook-fetch-{number}", daemon=True).start()
    found: dict[int, Fetched | FetchError] = {}
    left = list(range(len(urls)))
    try:
        while left:
            place, document = done.get()
            if isinstance(document, BaseException) and not isinstance(document, FetchError):
                raise document
            found[place] = document
            bar.update()
            ready = [place] if not in_order else list(takewhile(found.__contains__, left))
            for place in ready:
                left.remove(place)
                yield urls[place], found.pop(place)
    finally:
        stopped.set()


def _fetch(fetcher: Fetcher, url: str) -> Fetched | BaseException:
    try:
        return fetcher.fetch(url)
    except BaseException as error:  # noqa: BLE001  it is raised where the results are collected
        return error


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:  # no address at all; the fetcher will say so
        return ""
