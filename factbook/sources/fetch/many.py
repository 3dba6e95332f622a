"""Fetching many documents side by side."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

from tqdm import tqdm

from factbook.errors import FetchError
from factbook.sources.fetch.fetched import Fetched, Fetcher


def fetch_all(
    urls: Sequence[str], fetcher: Fetcher, *, workers: int = 8, progress: bool = False
) -> list[tuple[str, Fetched | FetchError]]:
    """Give what came of each address, in the order given; one that fails does not stop the others.

    ``workers`` hosts are asked at a time, each for one document after the other: a host that makes us wait
    holds up its own documents and no others. With ``progress``, a bar is shown on standard error. On Ctrl-C
    those under way end, and no more are begun.
    """
    if not urls:
        return []
    hosts: defaultdict[str, list[int]] = defaultdict(list)
    for place, url in enumerate(urls):
        hosts[_host(url)].append(place)
    found: dict[int, Fetched | FetchError] = {}
    stopped = threading.Event()
    with tqdm(total=len(urls), desc="Fetching", unit="page", disable=None if progress else True) as bar:

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
