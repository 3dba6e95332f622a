"""A check as one works with it in Python."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from factbook.api.drafting import DraftableCheck
from factbook.model.canonical import parse_record
from factbook.model.check import Check, add_record, next_id
from factbook.model.claim import Point
from factbook.model.finding import Finding, FollowUp, Section
from factbook.model.point_words import fold_point
from factbook.model.quote import Quote
from factbook.model.source import Source
from factbook.store.settings import load_settings

if TYPE_CHECKING:
    from factbook.reports.bundle.write import Bundle
    from factbook.sources.add_all import Added
    from factbook.sources.fetch.fetched import Fetcher
    from factbook.sources.recheck import Recheck

A = TypeVar("A", Point, Finding, FollowUp)


class OpenCheck(DraftableCheck):
    """A check on disk. Every change is written at once; every look reads what is there now.

    What it says is in `api.reading`, how it is judged in `api.judging`, how it is published and
    corrected in `api.publishing`, how its sentences are drafted in `api.drafting`; here its sources and what
    people write come in, and the report is built.

    >>> check = fb.new(question="Is the bridge open?")              # doctest: +SKIP
    >>> source = check.add_source("minutes.txt", publisher="City")  # doctest: +SKIP
    >>> check.quote(source.id, "the bridge will open in May", point="p1")  # doctest: +SKIP
    >>> check.stance(source.id, "p1", "supports")                   # doctest: +SKIP
    >>> check.table()                                               # doctest: +SKIP
    """

    def add_source(
        self, file_or_url: str | Path | None = None, *, text: str | None = None, **fields: Any
    ) -> Source:
        """Add a source from a file, a web address or its text, and keep a copy.

        What the document says of itself (title, authors, date) is taken over; ``fields`` are fields of a
        Source and go before it.
        """
        from factbook.sources.add import add_file, add_text, add_web_address, is_web_address

        if text is not None:
            if isinstance(file_or_url, str) and is_web_address(file_or_url):
                fields = {"URL": file_or_url} | fields
            return add_text(self.folder, text, **fields)
        if isinstance(file_or_url, str) and is_web_address(file_or_url):
            return add_web_address(self.folder, file_or_url, fetcher=self._fetcher(), **fields)
        if file_or_url is None:
            raise TypeError("add_source needs a file, a web address or text=...")
        return add_file(self.folder, file_or_url, **fields)

    def add_sources(
        self, items: Sequence[str | Path], *, progress: bool = False, **fields: Any
    ) -> tuple[Added, ...]:
        """Add web addresses, files and all documents of folders; see `sources.add_all.add_all`."""
        return tuple(self.adding_sources(items, progress=progress, **fields))

    def adding_sources(
        self, items: Sequence[str | Path], *, progress: bool = False, **fields: Any
    ) -> Iterator[Added]:
        """Add as `add_sources` does, and give each when it is there; nothing is done beyond what is taken."""
        from factbook.sources.add import is_web_address
        from factbook.sources.add_all import add_all

        # Files alone need nobody who fetches, and what fetches takes long to load.
        web = any(isinstance(item, str) and is_web_address(item) for item in items)
        return add_all(
            self.folder, items, fetcher=self._fetcher() if web else None, progress=progress, **fields
        )

    def recheck(self, *sources: str, progress: bool = False) -> tuple[Recheck, ...]:
        """Fetch web sources again and follow their quotes; see `sources.recheck.recheck_sources`."""
        from factbook.sources.recheck import recheck_sources

        return recheck_sources(self.folder, fetcher=self._fetcher(), sources=sources, progress=progress)

    def add_point(self, text: str) -> Point:
        """Add a point to check: a column of the stance table; one of the same words is given as it is."""

        def same(point: Point, other: Point) -> bool:
            return fold_point(point.text) == fold_point(other.text)

        return self._append("points", "p", Point, {"text": text}, same=same)

    def add_finding(self, section: str | Section, text: str, **fields: Any) -> Finding:
        """Add a sentence to a section: ``summary``, ``context`` or ``interests``.

        The text cites sources, ``[@s3]``, and words of them, ``[@s3#q2]``; ``fields`` are fields of a
        Finding, like ``points=["p1"]`` or ``key_point=True``.
        """
        return self._append("findings", "f", Finding, {"section": section, "text": text} | fields)

    def add_follow_up(self, question: str) -> FollowUp:
        """Add a question the check leaves open."""
        return self._append("follow_ups", "u", FollowUp, {"question": question})

    def quote(self, source: str, words: str, *, point: str | None = None, occurrence: int = 1) -> Quote:
        """Quote exact words of a source; see `evidence.quoting.quote_words`."""
        from factbook.evidence.quoting import quote_words

        points = (point,) if point else ()
        return quote_words(self.folder, source, words, points=points, occurrence=occurrence).quote

    def copy_of(self, source: str, other: str) -> None:
        """Set by hand that a source is a copy of another; see `analysis.origins.with_origin`.

        ``other`` is the id of that source, ``none`` for a source that is no copy, or ``auto``.
        """
        from factbook.analysis.origins import with_origin

        self.folder.update(lambda check: with_origin(check, source, other))

    def update(self, change: Callable[[Check], Check]) -> Check:
        """Change anything: ``change`` gets the check as it is now and gives it back changed."""
        return self.folder.update(change)

    def build(self, **options: Any) -> list[Path]:
        """Build the report; see `batch.build.build_check`."""
        from factbook.batch.build import build_check

        return build_check(self.folder, **options)

    def bundle(self, **options: Any) -> Bundle:
        """Make one zip of the check that proves itself; see `batch.bundling.bundle_check`."""
        from factbook.batch.bundling import bundle_check

        return bundle_check(self.folder, **options)

    def _fetcher(self) -> Fetcher:
        from factbook.sources.choose_fetcher import fetcher_for

        # The casebook's settings: a check from somebody else must not open the local network to its pages.
        return fetcher_for(load_settings(self.path.parent).fetch)

    def _append(
        self,
        collection: str,
        prefix: str,
        kind: type[A],
        fields: dict[str, Any],
        *,
        same: Callable[[A, A], bool] | None = None,
    ) -> A:
        """Add a record and give it; or, where ``same`` finds it there already, the one that is there."""
        added: list[A] = []

        def change(check: Check) -> Check:
            with_id = {"id": next_id(getattr(check, collection), prefix)} | fields
            record = parse_record(kind, with_id, name=f"the {kind.__name__.lower()}")
            there = [one for one in getattr(check, collection) if same and same(one, record)]
            added[:] = there[:1] or [record]
            return check if there else add_record(check, collection, record)

        self.folder.update(change)
        return added[0]
