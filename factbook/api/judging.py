"""Judging a check: stances and suggestions, several coders, and the Rating."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from factbook.api.reading import ReadableCheck
from factbook.errors import BadInputError
from factbook.model.adjudicating import adjudicate
from factbook.model.blinding import begin_blind, blind_round, expect_own_rating, reveal, seen_by
from factbook.model.canonical import parse_record
from factbook.model.check import Check
from factbook.model.coding import find_coder, parse_stance, with_coder, with_stance
from factbook.model.rating import Rating, RatingValue
from factbook.model.stance import Stance, StanceValue
from factbook.model.suggested import accept_suggestion, accept_suggestions, dismiss_suggestion
from factbook.store.clock import utc_now
from factbook.store.settings import load_settings

if TYPE_CHECKING:
    from factbook.evidence.suggesting import SuggestionRun
    from factbook.evidence.suggestion import StanceModel
    from factbook.reports.stance_sheet.changes import SheetChange
    from factbook.reports.stance_sheet.reading import SheetRow


def with_rating(
    check: Check, value: str | RatingValue, *, scale: str | None, reason: str, coder: str, folder: Path
) -> Check:
    """Give the check with the Rating that a person set; ``folder`` is the check's, whose settings hold."""
    from factbook.analysis.rating_scales import choose_step, rating_scale
    from factbook.analysis.verdict import imply_rating

    expect_own_rating(check, coder)
    in_use = rating_scale(scale or load_settings(folder).rating_scale)
    implied = imply_rating(seen_by(check, coder)).value
    chosen = choose_step(str(value), scale=in_use, named=bool(scale), implied=implied)
    rating = chosen | {"reason": reason, "set_by": coder, "set_at": utc_now()}
    return check.changed(rating=parse_record(Rating, rating, name="the rating"))


def with_sheet(
    check: Check, rows: Sequence[SheetRow], *, coder: str, name: str
) -> tuple[Check, tuple[SheetChange, ...]]:
    """Give the check with what an edited sheet changes, as judgements of one coder, and these changes."""
    from factbook.model.judging import clear, judge
    from factbook.reports.stance_sheet.changes import find_changes

    changes = find_changes(check, rows, coder=coder, name=name)
    if not changes:
        return check, ()  # who changes nothing is not written down as a coder
    check, me = with_coder(check, coder)
    now = utc_now()
    for one in changes:
        place = {"source": one.source, "point": one.point, "coder": me.id}
        if one.after is None:
            check = clear(check, **place)
        else:
            check = judge(check, **place, value=one.after, note=one.note, at=now)
    return check, changes


class JudgeableCheck(ReadableCheck):
    """A check on disk as coders judge it; every judgement is written at once."""

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

    def stances_from(
        self, table: str | Path, *, coder: str | None = None, dry_run: bool = False
    ) -> tuple[SheetChange, ...]:
        """Read an edited stance table back: changed rows become judgements of the coder.

        ``table`` is a CSV or a workbook, as ``build(to=["csv", "xlsx"])`` writes them. Given are the changes
        that were recorded, or with ``dry_run`` would be. `BadInputError` names every row that is wrong, and
        then nothing is recorded; see `reports.stance_sheet.changes.find_changes`.
        """
        from factbook.reports.stance_sheet.reading import read_sheet

        path, name = Path(table), coder or self.coder
        rows = read_sheet(path)
        found: list[SheetChange] = []

        def change(check: Check) -> Check:
            after, found[:] = with_sheet(check, rows, coder=name, name=path.name)
            return after

        if dry_run:
            change(self.folder.read())
        else:
            self.folder.update(change)
        return tuple(found)

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
        name it. What it suggests counts for nothing until a person accepts it. While the check is judged
        blind, nothing is given of what was suggested or judged.
        """
        from factbook.evidence.choose_model import stance_model
        from factbook.evidence.suggesting import suggest_for_check

        if model is None:
            model = load_settings(self.path.parent).evidence.stance_model
        asked = stance_model(model) if isinstance(model, str) else model
        run = suggest_for_check(self.folder, asked, sources=sources, points=points, progress=progress)
        return replace(run, cells=(), judged=0) if blind_round(self.record) else run

    def accept(
        self, source: str, point: str, *, model: str | None = None, coder: str | None = None
    ) -> Stance:
        """Accept the suggestion that waits in a cell, and give it: from then on it counts as coded.

        ``model`` is needed where several models suggest different things.
        """
        accepted: list[Stance] = []

        def accept(check: Check, me: str) -> Check:
            after = accept_suggestion(check, source=source, point=point, model=model, coder=me)
            accepted[:] = [one for one in after.stances if one not in check.stances]
            return after

        self._decide(coder, accept)
        return accepted[0]

    def accept_all(self, *, above: float = 0.0, coder: str | None = None) -> tuple[Stance, ...]:
        """Accept all suggestions that wait and are at least so sure (0 to 1), and give them.

        Those of cells on which models differ are left.
        """
        if not (isinstance(above, int | float) and 0 <= above <= 1):
            raise BadInputError(f"above is {above!r}", next_step="Give a number from 0 to 1, like above=0.9.")
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

        ``reason`` says why, in words that stand in the report; `BadInputError` without one. ``value`` is a
        step of the rating scale in use, by name or label (``Half True``), or one of the four Ratings
        (``refuted``); with ``scale``, a step of that scale. A step that says nothing of how true the claim
        is, like satire, leaves the Rating as the table implies it.
        """

        def rate(check: Check, me: str) -> Check:
            rated = with_rating(check, value, scale=scale, reason=reason, coder=me, folder=self.path)
            if not reason.strip():
                raise BadInputError(
                    "A rating that a person sets needs a reason: the report shows it",
                    next_step="Give --reason, or reason= in Python.",
                )
            return rated

        self._decide(coder, rate)

    def clear_rating(self, *, coder: str | None = None) -> None:
        """Take the Rating out that a person set: the table's stands again."""

        def clear(check: Check) -> Check:
            me = find_coder(check, coder or self.coder)
            expect_own_rating(check, me.id if me else None)
            return check.changed(rating=None)

        self.folder.update(clear)

    def _decide(self, coder: str | None, change: Callable[[Check, str], Check]) -> None:
        name = coder or self.coder

        def decide(check: Check) -> Check:
            check, person = with_coder(check, name)
            return change(check, person.id)

        self.folder.update(decide)
