"""Fetching many documents side by side."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from tqdm import tqdm

from factbook.errors import FetchError
from factbook.sources.fetch.fetched import Fetched, Fetcher


def fetch_all(
    urls: Sequence[str], fetcher: Fetcher, *, workers: int = 8, progress: bool = False
) -> list[tuple[str, Fetched | FetchError]]:
    """Give what came of each address, in the order given; one that fails does not stop the others.

    ``workers`` documents are fetched at a time; how often one host is asked is up to the fetcher. With
    ``progress``, a bar is shown on standard error. On Ctrl-C those under way end, and no more are begun.
    """
    if not urls:
        return []
    with tqdm(total=len(urls), desc="Fetching", unit="page", disable=None if progress else True) as bar:

        def fetch(url: str) -> Fetched | FetchError:
            try:
                return fetcher.fetch(url)
            except FetchError as error:
                return error
            finally:
                bar.update()

        pool = ThreadPoolExecutor(min(workers, len(urls)), thread_name_prefix="factbook-fetch")
        try:
            asked: list[Future[Fetched | FetchError]] = [pool.submit(fetch, url) for url in urls]
            return [(url, future.result()) for url, future in zip(urls, asked, strict=True)]
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
