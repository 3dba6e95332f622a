"""A casebook at a glance: ratings, stances over time, who is leaned on, what waits and what does not hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from factbook.analysis import digest_tables as tables
from factbook.analysis.comparison import Comparison, compare_coders
from factbook.analysis.looked_at import LookedAt
from factbook.errors import BadInputError
from factbook.model.check import Check


@dataclass(frozen=True)
class Unreadable:
    """A check of the casebook that could not be read, and why."""

    check: str
    reason: str


@dataclass(frozen=True, eq=False)
class Digest:
    """A casebook as tables; all are empty, with their columns, for a casebook without a check.

    Attributes
    ----------
    today:
        The day that ages are counted to.
    checks:
        One row per check (index ``check``: ids): ``headline``, ``checked_on``, ``rating`` (one of
        `analysis.looked_at.RATINGS`), ``by_hand`` (a person set it; else the table implies it),
        ``published_on`` (the last time), ``outdated``, ``sources``, ``points``, ``settled`` of ``cells``,
        ``faults`` and ``cautions`` of its audit, and ``corrections``.
    ratings:
        Counts of checks by rating (index ``rating``): ``checks``, ``by_hand``, ``published``, ``outdated``.
    stances:
        Settled cells by the month, or over a long time the year, in which they were last judged (index
        ``period``); where that is not known, the day of the check counts. One column per stance.
    publishers:
        One row per publisher (index ``publisher``; empty for sources without one, which come last), the one
        most leaned on first: ``checks``, ``sources``, ``origins`` (sources that are no copy of another of the
        same check), the four stances, ``sentences`` that cite it, and ``leaned_on``: the cells on which it
        takes a side, and those sentences.
    documents:
        Those that several checks use: ``title``, ``publisher``, ``checks``, ``ids`` (of the checks).
    waiting:
        Sources to capture again, worst first: those with a web address, and those of which quoted words are
        gone. ``check``, ``source`` (ids), ``title``, ``state`` (``words changed``, ``dead``,
        ``never captured``, ``unread``, ``captured``), ``quotes`` (ids of those changed), ``captured_on`` (the
        newest copy), ``rechecked_on``, ``age_days`` since either, ``published``, ``outdated``.
    ages:
        Counts of those sources by age (index ``age``): ``sources``.
    corrections:
        What was corrected or called outdated, the newest first: ``on``, ``check``, ``headline``, ``kind``,
        ``by``, ``note``.
    audit:
        All that does not hold: ``check`` and the columns of `analysis.audit_row.audit_frame`.
    faults:
        Counts of that (index ``state``), faults first: ``grade``, ``found``, ``checks``, ``means``.
    agreement:
        How far the coders agree over all checks; ``None`` if no two people judged one cell.
    unreadable:
        Checks that could not be read; they are in no table.
    """

    today: date
    checks: pd.DataFrame
    ratings: pd.DataFrame
    stances: pd.DataFrame
    publishers: pd.DataFrame
    documents: pd.DataFrame
    waiting: pd.DataFrame
    ages: pd.DataFrame
    corrections: pd.DataFrame
    audit: pd.DataFrame
    faults: pd.DataFrame
    agreement: Comparison | None
    unreadable: tuple[Unreadable, ...] = ()

    def __repr__(self) -> str:
        return f"<digest of {len(self.checks)} checks on {self.today.isoformat()}>"


def digest_checks(
    looked: Iterable[LookedAt], *, today: date, unreadable: Sequence[Unreadable] = ()
) -> Digest:
    """Make the tables of a casebook from its checks.

    Parameters
    ----------
    looked:
        Its checks as they were looked at.
    today:
        The day that the ages of captures are counted to.
    unreadable:
        Checks that could not be read, to be told of.
    """
    looked = list(looked)
    checks = tables.check_rows(looked)
    waiting = tables.waiting_rows(looked, today)
    audit = tables.audit_rows(looked)
    return Digest(
        today=today,
        checks=checks,
        ratings=tables.rating_rows(checks),
        stances=tables.stance_rows(looked),
        publishers=tables.publisher_rows(looked),
        documents=tables.document_rows(looked),
        waiting=waiting,
        ages=tables.age_rows(waiting),
        corrections=tables.correction_rows(looked),
        audit=audit,
        faults=tables.fault_rows(audit),
        agreement=_agreement([one.check for one in looked if not one.blind]),
        unreadable=tuple(unreadable),
    )


def _agreement(checks: Sequence[Check]) -> Comparison | None:
    # A check that one person judged adds nothing to what is compared, and its coder is compared with nobody.
    shared = [check for check in checks if sum(one.kind == "person" for one in check.coders) > 1]
    try:
        return compare_coders(shared)
    except BadInputError:
        return None
