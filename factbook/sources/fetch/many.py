"""Fetching many documents side by side."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NoReturn
from urllib.parse import urlsplit

from tqdm import tqdm

from factbook.errors import FetchError
from factbook.sources.fetch.fetched import Fetched, Fetcher

AT_A_TIME = 16


def fetch_all(
    urls: Sequence[str], fetcher: Fetcher, *, workers: int = 8, progress: bool = False
) -> Iterator[tuple[str, Fetched | FetchError]]:
    """Give what came of each address, in the order given, as it comes; one that fails stops no other.

    `AT_A_TIME` addresses are taken up together, so that no more documents than these wait in memory, and what
    came before a stop has been given. Of these, ``workers`` hosts are asked at a time, each for one document
    after the other. With ``progress``, a bar is shown on standard error. On Ctrl-C those under way end, and
    no more are begun.
    """
    with tqdm(total=len(urls), desc="Fetching", unit="page", disable=None if progress else True) as bar:
        for first in range(0, len(urls), AT_A_TIME):
            yield from _fetch_some(urls[first : first + AT_A_TIME], fetcher, workers, bar)


def _fetch_some(
    urls: Sequence[str], fetcher: Fetcher, workers: int, bar: tqdm[NoReturn]
) -> list[tuple[str, Fetched | FetchError]]:
    hosts: defaultdict[str, list[int]] = defaultdict(list)
    for place, url in enumerate(urls):
        hosts[_host(url)].append(place)
    found: dict[int, Fetched | FetchError] = {}
    stopped = threading.Event()

    def fetch(places: list[int]) -> None:
        for place in places:
            if stopped.is_set():
                return
            try:
                found[place] = fetcher.fetch(urls[place])
            except FetchError as error:
                found[place] = error
            bar.update()

    pool = ThreadPoolExecutor(min(workers, len(hosts)), thread_name_prefix="factbook-fetch")
    try:
        for host in [pool.submit(fetch, places) for places in hosts.values()]:
            host.result()
    finally:
        stopped.set()
        pool.shutdown(wait=True, cancel_futures=True)
    return [(url, found[place]) for place, url in enumerate(urls)]


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:  # no address at all; the fetcher will say so
        return ""
