"""What ``import factbook as fb`` offers: a check as one works with it in Python."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from factbook.errors import BadInputError
from factbook.model.adjudicating import adjudicate
from factbook.model.blinding import begin_blind, blind_round, reveal, seen_by
from factbook.model.canonical import parse_check, parse_record
from factbook.model.check import Check, add_record, next_id
from factbook.model.claim import Point
from factbook.model.coding import find_coder, parse_stance, with_coder, with_stance
from factbook.model.finding import Finding, FollowUp, Section
from factbook.model.quote import Quote
from factbook.model.rating import Rating, RatingValue
from factbook.model.source import Source
from factbook.model.stance import Stance, StanceValue
from factbook.model.suggested import accept_suggestion, accept_suggestions, dismiss_suggestion
from factbook.store.casebook import Casebook, find_casebook, find_check, find_checks
from factbook.store.check_folder import CheckFolder
from factbook.store.clock import utc_now
from factbook.store.settings import current_coder, load_settings

if TYPE_CHECKING:
    import pandas as pd

    from factbook.analysis.comparison import Comparison
    from factbook.analysis.rating_scales import Placed
    from factbook.analysis.verdict import Verdict
    from factbook.evidence.suggesting import SuggestionRun
    from factbook.evidence.suggestion import StanceModel
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

    def seen(self, *, coder: str | None = None) -> Check:
        """Give the check as a coder may see it: while it is judged blind, without what others judged."""
        check = self.record
        if not blind_round(check):
            return check
        found = find_coder(check, coder or self.coder)
        return seen_by(check, found.id if found else None)

    def table(self, *, coder: str | None = None) -> pd.DataFrame:
        """Give the stance table, as `analysis.table.stance_table`: rows sources, columns points.

        With ``coder``, a name or an id, it holds only what they judged. While the check is judged blind,
        that is all there is to see: without ``coder``, of who judges here.
        """
        from factbook.analysis.table import stance_table

        check = self.seen(coder=coder)
        found = find_coder(check, coder) if coder else None
        return stance_table(check, coder=found.id if found else coder)

    def totals(self, *, by: str = "point") -> pd.DataFrame:
        """Count the stances ``by="point"`` or ``by="source"``; columns the four stances and ``open``.

        ``by="origin"`` counts for each point the independent origins in place of the sources.
        """
        from factbook.analysis.independence import find_origins
        from factbook.analysis.table import origin_totals, point_totals, source_totals

        table = self.table()
        if by == "origin":
            return origin_totals(table, find_origins(self.record, self.folder))
        totals = {"point": point_totals, "source": source_totals}
        if by not in totals:
            raise BadInputError(
                f"There are no totals by {by!r}", next_step="Use by='point', 'source' or 'origin'."
            )
        return totals[by](table)

    def origins(self) -> pd.DataFrame:
        """Say which sources are copies of one text, as `analysis.independence.find_origins` finds it.

        One row per source (index ``source``: ids). ``origin`` is the id of the likely original, its own for
        a source that is no copy; ``reason`` says in words why it is one, and ``share`` how much of its words
        (0 to 1) also stand in the source the reason names; both are missing for originals.
        """
        from factbook.analysis.independence import find_origins
        from factbook.analysis.table import origin_table

        check = self.record
        return origin_table(check, find_origins(check, self.folder))

    def copy_of(self, source: str, other: str) -> None:
        """Set by hand that a source is a copy of another; see `analysis.origins.with_origin`.

        ``other`` is the id of that source, ``none`` for a source that is no copy, or ``auto``.
        """
        from factbook.analysis.origins import with_origin

        self.folder.update(lambda check: with_origin(check, source, other))

    def rating(self, *, coder: str | None = None) -> Verdict:
        """Give the Rating the stance table implies, by the rule of `analysis.verdict`.

        While the check is judged blind, it is implied by what ``coder`` (who judges here) judged alone.
        """
        from factbook.analysis.independence import find_origins
        from factbook.analysis.verdict import imply_rating

        check = self.seen(coder=coder)
        return imply_rating(check, origins=find_origins(check, self.folder))

    def suggested_rating(self) -> Verdict | None:
        """Say what the table would imply if people accepted the suggestions that wait; it is no Rating."""
        from factbook.analysis.verdict import suggested_rating

        return suggested_rating(self.seen())

    def audit(self, *, coder: str | None = None) -> pd.DataFrame:
        """List what does not hold: columns ``kind``, ``id``, ``state``, ``grade``, ``detail``.

        While the check is judged blind, it is audited as ``coder`` (who judges here) may see it.
        """
        from factbook.analysis.audit import audit_frame
        from factbook.reports.proof import prove_check

        return audit_frame(prove_check(self.seen(coder=coder), self.folder))

    def agreement(
        self,
        level: str = "nominal",
        *,
        coders: Sequence[str] = (),
        with_models: bool = False,
        current: bool = False,
    ) -> Comparison:
        """Say how far the coders agree; see `analysis.comparison.compare_coders`."""
        return compare(self, level=level, coders=coders, with_models=with_models, current=current)

    def report(self) -> Report:
        """Give the report, to show part by part in a notebook: ``report.header``, ``report.summary`` ..."""
        from factbook.reports.compose import compose_report
        from factbook.reports.display import Report

        return Report(compose_report(self.folder, seen=self.seen()))

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

    def suggest(
        self,
        *,
        sources: Sequence[str] = (),
        points: Sequence[str] = (),
        model: str | StanceModel | None = None,
        progress: bool = False,
    ) -> SuggestionRun:
        """Have a model suggest the stance of every open cell; see `evidence.suggesting.suggest_for_check`.

        ``model`` is a name, as in `evidence.choose_model`, or a model; unless given, the casebook's settings
        name it. What it suggests counts for nothing until a person accepts it.
        """
        from factbook.evidence.choose_model import stance_model
        from factbook.evidence.suggesting import suggest_for_check

        if model is None:
            model = load_settings(self.path.parent).evidence.stance_model
        asked = stance_model(model) if isinstance(model, str) else model
        return suggest_for_check(self.folder, asked, sources=sources, points=points, progress=progress)

    def accept(self, source: str, point: str, *, coder: str | None = None) -> None:
        """Accept the suggestion that waits in a cell: from then on it counts as coded."""
        self._decide(coder, lambda check, me: accept_suggestion(check, source=source, point=point, coder=me))

    def accept_all(self, *, above: float = 0.0, coder: str | None = None) -> tuple[Stance, ...]:
        """Accept all suggestions that wait and are at least so sure (0 to 1), and give them."""
        name = coder or self.coder
        accepted: list[Stance] = []

        def accept(check: Check) -> Check:
            with_me, me = with_coder(check, name)
            after, accepted[:] = accept_suggestions(with_me, above=above, coder=me.id)
            # Who accepts nothing is not written down as a coder.
            return after if accepted else check

        self.folder.update(accept)
        return tuple(accepted)

    def dismiss(self, source: str, point: str) -> None:
        """Take the suggestion that waits in a cell out of the check."""
        self.folder.update(lambda check: dismiss_suggestion(check, source=source, point=point))

    def blind(self, *, coder: str | None = None) -> None:
        """Have the check judged blind: from now on each coder sees only their own judgements."""
        self._decide(coder, lambda check, me: begin_blind(check, coder=me, at=utc_now()))

    def reveal(self, *, coder: str | None = None) -> None:
        """Show all judgements to all; what had been judged is kept, for agreement to be measured on."""
        self._decide(coder, lambda check, me: reveal(check, coder=me, at=utc_now()))

    def adjudicate(
        self, source: str, point: str, value: str | StanceValue, *, reason: str, coder: str | None = None
    ) -> None:
        """Decide a cell that coders disagree on; see `model.adjudicating.adjudicate`."""
        self._decide(
            coder,
            lambda check, me: adjudicate(
                check,
                source=source,
                point=point,
                value=parse_stance(value),
                reason=reason,
                coder=me,
                at=utc_now(),
            ),
        )

    def rate(
        self,
        value: str | RatingValue,
        *,
        scale: str | None = None,
        reason: str = "",
        coder: str | None = None,
    ) -> None:
        """Set the Rating, where the table's is not to stand or is to have its own reason.

        ``value`` is a step of the rating scale in use, by name or label (``Half True``), or one of the four
        Ratings (``refuted``); with ``scale``, a step of that scale. A step that says nothing of how true the
        claim is, like satire, leaves the Rating as the table implies it.
        """
        from factbook.analysis.rating_scales import choose_step, rating_scale
        from factbook.analysis.verdict import imply_rating

        name = coder or self.coder
        in_use = rating_scale(scale or load_settings(self.path).rating_scale)

        def change(check: Check) -> Check:
            check, judge = with_coder(check, name)
            implied = imply_rating(seen_by(check, judge.id)).value
            chosen = choose_step(str(value), scale=in_use, named=bool(scale), implied=implied)
            rating = chosen | {"reason": reason, "set_by": judge.id, "set_at": utc_now()}
            return check.changed(rating=parse_record(Rating, rating, name="the rating"))

        self.folder.update(change)

    def clear_rating(self) -> None:
        """Take the Rating out that a person set: the table's stands again."""
        self.folder.update(lambda check: check.changed(rating=None))

    def placed(self, *, coder: str | None = None) -> Placed:
        """Give the step on the rating scale in use that the report shows; see `analysis.rating_scales`."""
        from factbook.reports.scale import placed_on_scale

        check = self.seen(coder=coder)
        return placed_on_scale(check, self.rating(coder=coder), load_settings(self.path))

    def sensitivity(self, *, coder: str | None = None) -> pd.DataFrame:
        """Say which single source, origin, point or coder would change the table's Rating if taken away.

        Columns ``kind`` (``source``, ``origin``, ``point``, ``coder``), ``id``, ``rating`` (what the table
        would imply without it) and ``changes``; see `analysis.sensitivity`.
        """
        from factbook.analysis.independence import find_origins
        from factbook.analysis.sensitivity import find_sensitivity

        check = self.seen(coder=coder)
        return find_sensitivity(check, origins=find_origins(check, self.folder)).frame()

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

    def _decide(self, coder: str | None, change: Callable[[Check, str], Check]) -> None:
        name = coder or self.coder

        def decide(check: Check) -> Check:
            check, person = with_coder(check, name)
            return change(check, person.id)

        self.folder.update(decide)

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


def compare(
    checks: OpenCheck | str | Path | Sequence[OpenCheck | str | Path],
    *,
    level: str = "nominal",
    coders: Sequence[str] = (),
    with_models: bool = False,
    current: bool = False,
) -> Comparison:
    """Compare the coders of a check, of all checks of a casebook, or of several of either taken together.

    Options and what it gives are those of `analysis.comparison.compare_coders`.
    """
    from factbook.analysis.comparison import compare_coders

    named = [checks] if isinstance(checks, (OpenCheck, str, Path)) else checks
    folders = [
        folder
        for one in named
        for folder in ([one.folder] if isinstance(one, OpenCheck) else find_checks(one))
    ]
    records = [folder.read() for folder in folders]
    return compare_coders(records, level=level, coders=coders, with_models=with_models, current=current)


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
