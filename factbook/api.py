"""What ``import factbook as fb`` offers: a check as one works with it in Python."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from factbook.errors import BadInputError
from factbook.model.canonical import parse_check, parse_record
from factbook.model.check import Check, add_record, next_id
from factbook.model.claim import Point
from factbook.model.coding import parse_stance, with_coder, with_stance
from factbook.model.finding import Finding, FollowUp, Section
from factbook.model.quote import Quote
from factbook.model.rating import Rating, RatingValue
from factbook.model.source import Source
from factbook.model.stance import StanceValue
from factbook.store.casebook import Casebook, find_casebook, find_check
from factbook.store.check_folder import CheckFolder
from factbook.store.clock import utc_now
from factbook.store.settings import current_coder, load_settings

if TYPE_CHECKING:
    import pandas as pd

    from factbook.analysis.verdict import Verdict
    from factbook.reports.display import Report
    from factbook.sources.add_all import Added
    from factbook.sources.fetch.fetched import Fetcher
    from factbook.sources.recheck import Recheck


A = TypeVar("A", Point, Finding, FollowUp)


class OpenCheck:
    """A check on disk. Every change is written at once; every look reads what is there now.

    >>> check = fb.new(question="Is the bridge open?")              # doctest: +SKIP
    >>> source = check.add_source("minutes.txt", publisher="City")  # doctest: +SKIP
    >>> check.quote(source.id, "the bridge will open in May", point="p1")  # doctest: +SKIP
    >>> check.stance(source.id, "p1", "supports")                   # doctest: +SKIP
    >>> check.table()                                               # doctest: +SKIP
    """

    def __init__(self, folder: CheckFolder, *, coder: str | None = None) -> None:
        self.folder = folder
        self._coder = coder

    @property
    def path(self) -> Path:
        """The folder of the check."""
        return self.folder.path

    @property
    def record(self) -> Check:
        """The whole check as it is on the disk now."""
        return self.folder.read()

    @property
    def coder(self) -> str:
        """The name of who judges here."""
        return current_coder(self.path, self._coder)

    def table(self, *, coder: str | None = None) -> pd.DataFrame:
        """Give the stance table, as `analysis.table.stance_table`: rows sources, columns points."""
        from factbook.analysis.table import stance_table

        return stance_table(self.record, coder=coder)

    def totals(self, *, by: str = "point") -> pd.DataFrame:
        """Count the stances ``by="point"`` or ``by="source"``; columns the four stances and ``open``."""
        from factbook.analysis.table import point_totals, source_totals

        totals = {"point": point_totals, "source": source_totals}
        if by not in totals:
            raise BadInputError(f"There are no totals by {by!r}", next_step="Use by='point' or 'source'.")
        return totals[by](self.table())

    def rating(self) -> Verdict:
        """Give the Rating the stance table implies, by the rule of `analysis.verdict`."""
        from factbook.analysis.verdict import imply_rating

        return imply_rating(self.record)

    def audit(self) -> pd.DataFrame:
        """List what does not hold: columns ``kind``, ``id``, ``state``, ``grade``, ``detail``."""
        from factbook.analysis.audit import audit_frame
        from factbook.reports.proof import prove_check

        return audit_frame(prove_check(self.record, self.folder))

    def report(self) -> Report:
        """Give the report, to show part by part in a notebook: ``report.header``, ``report.summary`` ..."""
        from factbook.reports.compose import compose_report
        from factbook.reports.display import Report

        return Report(compose_report(self.folder))

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
        from factbook.sources.add_all import add_all

        return add_all(self.folder, items, fetcher=self._fetcher(), progress=progress, **fields)

    def recheck(self, *sources: str, progress: bool = False) -> tuple[Recheck, ...]:
        """Fetch web sources again and follow their quotes; see `sources.recheck.recheck_sources`."""
        from factbook.sources.recheck import recheck_sources

        return recheck_sources(self.folder, fetcher=self._fetcher(), sources=sources, progress=progress)

    def add_point(self, text: str) -> Point:
        """Add a point to check: a column of the stance table."""
        return self._append("points", "p", Point, {"text": text})

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

    def stance(
        self,
        source: str,
        point: str,
        value: str | StanceValue,
        *,
        coder: str | None = None,
        note: str = "",
        quotes: Iterable[str] | None = None,
    ) -> None:
        """Record a judgement: ``supports``, ``refutes``, ``mixed`` or ``not_addressed``."""
        name = coder or self.coder

        def change(check: Check) -> Check:
            check, judge = with_coder(check, name)
            return with_stance(
                check,
                source=source,
                point=point,
                value=parse_stance(value),
                coder=judge.id,
                quotes=None if quotes is None else tuple(quotes),
                note=note,
                coded_at=utc_now(),
            )

        self.folder.update(change)

    def rate(self, value: str | RatingValue, *, reason: str = "", coder: str | None = None) -> None:
        """Set the Rating, where the table's is not to stand or is to have its own reason."""
        name = coder or self.coder

        def change(check: Check) -> Check:
            check, judge = with_coder(check, name)
            rating = {"value": value, "reason": reason, "set_by": judge.id, "set_at": utc_now()}
            return check.changed(rating=parse_record(Rating, rating, name="the rating"))

        self.folder.update(change)

    def update(self, change: Callable[[Check], Check]) -> Check:
        """Change anything: ``change`` gets the check as it is now and gives it back changed."""
        return self.folder.update(change)

    def build(self, **options: Any) -> list[Path]:
        """Build the report; see `batch.build.build_check`."""
        from factbook.batch.build import build_check

        return build_check(self.folder, **options)

    def __repr__(self) -> str:
        check = self.record
        return (
            f"<check {check.id!r}: {check.claim.headline!r}, {len(check.sources)} sources, "
            f"{len(check.points)} points, {len(check.findings)} findings>"
        )

    def _fetcher(self) -> Fetcher:
        from factbook.sources.choose_fetcher import fetcher_for

        # The casebook's settings: a check from somebody else must not open the local network to its pages.
        return fetcher_for(load_settings(self.path.parent).fetch)

    def _append(self, collection: str, prefix: str, kind: type[A], fields: dict[str, Any]) -> A:
        added: list[A] = []

        def change(check: Check) -> Check:
            with_id = {"id": next_id(getattr(check, collection), prefix)} | fields
            record = parse_record(kind, with_id, name=f"the {kind.__name__.lower()}")
            added[:] = [record]
            return add_record(check, collection, record)

        self.folder.update(change)
        return added[0]


def open(path: str | Path | OpenCheck, *, coder: str | None = None) -> OpenCheck:  # noqa: A001
    """Open a check by its folder, or by its id in the casebook of the working directory."""
    if isinstance(path, OpenCheck):
        return path
    return OpenCheck(find_check(path), coder=coder)


def new(
    *,
    question: str = "",
    statement: str = "",
    claimant: str = "",
    claimed_on: str | None = None,
    appearances: Iterable[dict[str, str]] = (),
    casebook: str | Path | None = None,
    id: str | None = None,  # noqa: A002
    **fields: Any,
) -> OpenCheck:
    """Make a check in a casebook.

    Without ``points``, the statement (or else the question) is its one point. ``claimed_on`` is a date as
    far as it is known; ``appearances`` have ``url``, ``title``, ``publisher`` and ``published``. ``fields``
    are fields of `model.check.Check`; ``checked_on`` is today unless given.
    """
    now = utc_now()
    points = fields.pop("points", None) or [statement or question]

    def make(check_id: str) -> Check:
        claim = {
            "question": question,
            "statement": statement,
            "claimant": claimant,
            "claimed_on": claimed_on,
            "appearances": list(appearances),
        }
        numbered = [
            {"id": f"p{number}", "text": point} if isinstance(point, str) else point
            for number, point in enumerate(points, start=1)
        ]
        defaults = {"claim": claim, "checked_on": now.date().isoformat(), "created_at": now}
        return parse_check(defaults | fields | {"id": check_id, "points": numbered}, name="the new check")

    book = Casebook(casebook) if casebook else find_casebook(".")
    return OpenCheck(book.create(make, title=question or statement, check_id=id))


def load_casebook(path: str | Path) -> list[OpenCheck]:
    """Open every check of a casebook, sorted by id."""
    return [OpenCheck(folder) for folder in Casebook(path)]


def build(check: OpenCheck | str | Path, **options: Any) -> list[Path]:
    """Build the report of a check and give the files that were written; see `batch.build.build_check`."""
    return open(check).build(**options)


def desk(check: OpenCheck | str | Path) -> Any:
    """Show the desk on a check: widgets that write every change to its folder at once."""
    from factbook.widgets.desk import desk as make_desk

    opened = open(check)
    try:
        coder = opened.coder
    except BadInputError:
        # A machine without user names: the desk can be looked at all the same, as in a batch.
        coder = "Unnamed coder"
    return make_desk(opened.folder, coder=coder)
