"""The fetcher that the settings choose."""

from __future__ import annotations

from factbook.seams import load_part
from factbook.sources.fetch.fetched import Fetcher
from factbook.store.settings import Fetch


def fetcher_for(settings: Fetch) -> Fetcher:
    """Make the fetcher of the settings; ours takes all of them, another package's looks after itself."""
    make = load_part("factbook.fetchers", settings.fetcher)
    fetcher: Fetcher = make(settings)
    return fetcher
