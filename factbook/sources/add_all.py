"""Bringing several sources in at once: web addresses, files and folders of documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tqdm import tqdm

from factbook.model.source import Source
from factbook.sources.add import add_fetched, add_file, documents_in, is_web_address
from factbook.sources.capture import check_file
from factbook.sources.fetch.fetched import Fetcher
from factbook.sources.fetch.many import fetch_all
from factbook.store.check_folder import CheckFolder


@dataclass(frozen=True)
class Added:
    """What became of one address or file: a source, or why it was passed over."""

    item: str
    source: Source | None
    passed_over: str = ""


def add_all(
    folder: CheckFolder,
    items: Sequence[str | Path],
    *,
    fetcher: Fetcher,
    progress: bool = False,
    **fields: Any,
) -> Iterator[Added]:
    """Add documents in the order given, each as `sources.add` does, and give each as it is there.

    Pages are fetched side by side.

    A folder stands for the documents in it. An address that is a source already is passed over. Before the
    first is added, every file is looked at: `BadInputError` if one cannot be kept, and nothing is added.
    """
    documents = list(_expanded(items))
    addresses = [item for item in documents if isinstance(item, str)]
    known = {source.url: source.id for source in folder.read().sources if source.url}
    wanted = [address for address in dict.fromkeys(addresses) if address not in known]
    # In the order in which they are wanted below, and fetched only as far as they are wanted.
    fetched = fetch_all(wanted, fetcher)
    hidden = None if progress and len(documents) > 1 else True
    for item in tqdm(documents, desc="Adding", unit="document", disable=hidden):
        if isinstance(item, Path):
            yield Added(str(item), add_file(folder, item, **fields))
        elif item in known:
            yield Added(item, None, f"{known[item]} has this address; fetch it again with source recheck")
        else:
            _, document = next(fetched)
            source = add_fetched(folder, item, document, **fields)
            known[item] = source.id
            yield Added(item, source)


def _expanded(items: Sequence[str | Path]) -> Iterator[str | Path]:
    for item in items:
        if isinstance(item, str) and is_web_address(item):
            yield item
            continue
        path = Path(item)
        for document in documents_in(path) if path.is_dir() else [path]:
            check_file(document)
            yield document
