"""Bringing several sources in at once: web addresses, files and folders of documents."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tqdm import tqdm

from factbook.errors import BadInputError
from factbook.model.source import Source
from factbook.sources.add import add_fetched, add_file, documents_in, is_web_address
from factbook.sources.capture import check_file
from factbook.sources.fetch.fetched import Fetcher
from factbook.sources.fetch.many import fetch_all
from factbook.store.check_folder import CheckFolder


@dataclass(frozen=True)
class Added:
    """What became of one address or file: a source, or why it was passed over.

    ``is_there`` tells what was passed over since it is a source already.
    """

    item: str
    source: Source | None
    passed_over: str = ""
    is_there: bool = False


def add_all(
    folder: CheckFolder,
    items: Sequence[str | Path],
    *,
    fetcher: Fetcher | None,
    progress: bool = False,
    **fields: Any,
) -> Iterator[Added]:
    """Add documents in the order given, each as `sources.add` does, and give each as it is there.

    Pages are fetched side by side, by ``fetcher``; without web addresses none is needed.

    A folder stands for the documents in it; those that cannot be kept are passed over. So is what is a source
    already, by its address or its bytes. Before the first is added, every file that was named is looked at:
    `BadInputError` if one cannot be kept, and nothing is added.
    """
    documents = list(_expanded(items))
    check = folder.read()
    known = {source.url: source.id for source in check.sources if source.url}
    copies = {copy.sha256: source.id for source in check.sources for copy in source.snapshots}
    wanted = [item for item in dict.fromkeys(documents) if isinstance(item, str) and item not in known]
    # In the order in which they are wanted below, and fetched only as far as they are wanted.
    fetched = fetch_all(wanted, fetcher) if fetcher else iter(())
    hidden = None if progress and len(documents) > 1 else True
    for item in tqdm(documents, desc="Adding", unit="document", disable=hidden):
        if isinstance(item, Added):
            yield item
        elif isinstance(item, Path):
            yield _add_file(folder, item, copies, fields)
        elif item in known:
            why = f"{known[item]} has this address; fetch it again with source recheck"
            yield Added(item, None, why, is_there=True)
        else:
            _, document = next(fetched)
            source = add_fetched(folder, item, document, **fields)
            known[item] = source.id
            yield Added(item, source)


def _add_file(folder: CheckFolder, path: Path, copies: dict[str, str], fields: dict[str, Any]) -> Added:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest in copies:
        return Added(str(path), None, f"{copies[digest]} has the very same bytes", is_there=True)
    source = add_file(folder, path, **fields)
    copies[digest] = source.id
    return Added(str(path), source)


def _expanded(items: Sequence[str | Path]) -> Iterator[str | Path | Added]:
    """Give addresses, files, and what is passed over in folders; every file has been looked at."""
    for item in items:
        if isinstance(item, str) and is_web_address(item):
            yield item
        elif Path(item).is_dir():
            yield from map(_looked_at, documents_in(Path(item)))
        else:
            check_file(Path(item))
            yield Path(item)


def _looked_at(path: Path) -> Path | Added:
    try:
        check_file(path)
    except BadInputError as error:
        return Added(str(path), None, error.problem.removeprefix(f"{path} "))
    return path
