"""The tables of a digest: each is made of the checks as they were looked at, see `analysis.digest`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

import pandas as pd

from factbook.analysis.addresses import one_form
from factbook.analysis.audit_states import STATES
from factbook.analysis.looked_at import RATINGS, LookedAt, name_of_publisher
from factbook.model.source import Source
from factbook.model.stance import StanceValue

AGES = (("under 30 days", 30), ("30 to 89 days", 90), ("90 to 364 days", 365), ("a year or more", 10**9))
"""How long ago a source was looked at: what it is called, and the days it stays below."""

NEVER = "never captured"
MOST_MONTHS = 24
"""With a longer time than this, stances are counted by year."""

MOST_YEARS = 60
"""With a longer time than this, only years with a stance are told."""

NO_DATE = "no date"

_STANCES = [value.value for value in StanceValue]
_SIDES = {StanceValue.SUPPORTS.value, StanceValue.REFUTES.value, StanceValue.MIXED.value}


def check_rows(looked: Sequence[LookedAt]) -> pd.DataFrame:
    """Give one row per check; the columns are those of `analysis.digest.Digest.checks`."""
    rows = [
        [
            one.check.id,
            one.check.claim.headline,
            one.check.checked_on,
            one.rating,
            bool(one.check.rating),
            _day(one.published_at),
            bool(one.check.outdated),
            len(one.check.sources),
            len(one.check.points),
            sum(1 for _ in one.settled),
            len(one.cells),
            one.faults(),
            len(one.audit) - one.faults(),
            len(one.check.revisions),
        ]
        for one in looked
    ]
    columns = "check headline checked_on rating by_hand published_on outdated".split()
    columns += "sources points settled cells faults cautions corrections".split()
    return _frame(rows, columns).set_index("check")


def rating_rows(checks: pd.DataFrame) -> pd.DataFrame:
    """Count checks by rating (index ``rating``): ``checks``, ``by_hand``, ``published``, ``outdated``."""
    rows = []
    for name in RATINGS:
        of_it = checks[checks["rating"] == name]
        published = int(of_it["published_on"].notna().sum())
        rows.append([name, len(of_it), int(of_it["by_hand"].sum()), published, int(of_it["outdated"].sum())])
    return _frame(rows, ["rating", "checks", "by_hand", "published", "outdated"]).set_index("rating")


def stance_rows(looked: Sequence[LookedAt]) -> pd.DataFrame:
    """Count settled cells by when they were judged (index ``period``): one column per stance."""
    days = [(one.judged_on(cell), str(cell.value)) for one in looked for cell in one.settled]
    names, length = _periods({day for day, _ in days})
    counted = Counter((day[:length] or NO_DATE, value) for day, value in days)
    if any(not day for day, _ in days):
        names.append(NO_DATE)
    rows = [[name, *(counted[name, value] for value in _STANCES)] for name in names]
    return _frame(rows, ["period", *_STANCES]).set_index("period")


def publisher_rows(looked: Sequence[LookedAt]) -> pd.DataFrame:
    """Give one row per publisher, the one most leaned on first; see `analysis.digest.Digest.publishers`."""
    found: dict[str, Counter[str]] = {}
    names: dict[str, str] = {}
    for one in looked:
        who = {source.id: name_of_publisher(source) for source in one.check.sources}
        for source_id, name in who.items():
            names.setdefault(name.casefold(), name)
            found.setdefault(name.casefold(), Counter())["sources"] += 1
            found[name.casefold()]["origins"] += one.origins.of(source_id) == source_id
        for name in {name.casefold() for name in who.values()}:
            found[name]["checks"] += 1
        for cell in one.settled:
            found[who[cell.source].casefold()][str(cell.value)] += 1
        for cited in one.citing():
            for name in {who[source].casefold() for source in cited if source in who}:
                found[name]["sentences"] += 1
    columns = ["checks", "sources", "origins", *_STANCES, "sentences"]
    rows = [[names[key], *(counts[column] for column in columns)] for key, counts in found.items()]
    frame = _frame(rows, ["publisher", *columns])
    frame["leaned_on"] = frame[[*sorted(_SIDES), "sentences"]].sum(axis=1)
    # Who is not named is no publisher: those sources stand together at the end.
    frame["unnamed"] = frame["publisher"] == ""
    by = ["unnamed", "leaned_on", "checks", "sources", "publisher"]
    frame = frame.sort_values(by, ascending=[True, False, False, False, True])
    return frame.drop(columns="unnamed").set_index("publisher")


def document_rows(looked: Sequence[LookedAt]) -> pd.DataFrame:
    """Give one row per document that several checks use: ``title``, ``publisher``, ``checks``, ``ids``.

    A document is the same if its newest copy has the same text, or else if its address is the same; ``ids``
    are those of the checks.
    """
    first: dict[str, Source] = {}
    used: dict[str, list[str]] = {}
    known: dict[str, str] = {}
    for one in looked:
        for source in one.check.sources:
            marks = _marks(source)
            key = next((known[mark] for mark in marks if mark in known), marks[0] if marks else "")
            if not key:
                continue
            known |= dict.fromkeys(marks, key)
            first.setdefault(key, source)
            if one.check.id not in used.setdefault(key, []):
                used[key].append(one.check.id)
    rows = [
        [first[key].title, name_of_publisher(first[key]), len(ids), tuple(ids)]
        for key, ids in used.items()
        if len(ids) > 1
    ]
    frame = _frame(rows, ["title", "publisher", "checks", "ids"])
    return frame.sort_values("checks", ascending=False, kind="stable", ignore_index=True)


def waiting_rows(looked: Sequence[LookedAt], today: date) -> pd.DataFrame:
    """Give one row per source to capture again; see `analysis.digest.Digest.waiting`."""
    rows = [row for one in looked for source in one.check.sources if (row := _waiting(one, source, today))]
    columns = "check source title state quotes captured_on rechecked_on age_days published outdated".split()
    frame = _frame(rows, columns)
    order = {"words changed": 0, "dead": 1, "never captured": 2, "unread": 3, "captured": 4}
    frame["rank"] = frame["state"].map(order)
    frame["below"] = [-float("inf") if age is None else -age for age in frame["age_days"]]
    # Of what readers were given, the worst first, and then what was not looked at for the longest.
    frame = frame.sort_values(
        ["rank", "published", "below", "check"], ascending=[True, False, True, True], kind="stable"
    )
    return frame.drop(columns=["rank", "below"]).reset_index(drop=True)


def age_rows(waiting: pd.DataFrame) -> pd.DataFrame:
    """Count the sources of `waiting_rows` by how long ago they were looked at (index ``age``)."""
    names = [NEVER, *(name for name, _ in reversed(AGES))]
    counted = Counter(_age(age) for age in waiting["age_days"])
    return _frame([[name, counted[name]] for name in names], ["age", "sources"]).set_index("age")


def correction_rows(looked: Sequence[LookedAt]) -> pd.DataFrame:
    """Give what was corrected or called outdated, the newest first.

    Columns ``on``, ``check``, ``headline``, ``kind`` (``correction``, ``outdated``), ``by``, ``note``.
    """
    rows = []
    for one in looked:
        check = one.check
        for made in check.revisions:
            told = ["correction", check.coder(made.made_by).full_name, made.note]
            rows.append([_day(made.made_at), check.id, check.claim.headline, *told])
        if check.outdated:
            told = ["outdated", check.coder(check.outdated.set_by).full_name, check.outdated.reason]
            rows.append([_day(check.outdated.set_at), check.id, check.claim.headline, *told])
    frame = _frame(rows, ["on", "check", "headline", "kind", "by", "note"])
    return frame.sort_values("on", ascending=False, kind="stable", ignore_index=True)


def audit_rows(looked: Sequence[LookedAt]) -> pd.DataFrame:
    """Give all that does not hold: ``check``, ``kind``, ``id``, ``state``, ``grade``, ``detail``."""
    rows = [
        [one.check.id, row.kind, row.id, row.state, row.grade, row.detail]
        for one in looked
        for row in one.audit
    ]
    return _frame(rows, ["check", "kind", "id", "state", "grade", "detail"])


def fault_rows(audit: pd.DataFrame) -> pd.DataFrame:
    """Count what does not hold (index ``state``): ``grade``, ``found``, ``checks``, ``means``."""
    rows = []
    for name, state in STATES.items():
        of_it = audit[audit["state"] == name]
        if len(of_it):
            rows.append([str(name), state.grade, len(of_it), of_it["check"].nunique(), state.means])
    frame = _frame(rows, ["state", "grade", "found", "checks", "means"])
    # Backwards in the abc as well: "fault" is to come before "caution".
    by = ["grade", "checks", "found"]
    return frame.sort_values(by, ascending=False, kind="stable").set_index("state")


def _waiting(one: LookedAt, source: Source, today: date) -> list[Any] | None:
    changed = one.changed_quotes.get(source.id, [])
    if not source.url and not changed:
        return None
    captured = source.snapshot.captured_at if source.snapshot else None
    looked_at = max((time for time in (captured, source.rechecked_at) if time), default=None)
    age = max(0, (today - looked_at.date()).days) if looked_at else None
    if changed:
        state = "words changed"
    elif source.snapshot and source.dead_since:
        state = "dead"
    elif not source.snapshot:
        state = "never captured"
    else:
        state = "captured" if source.is_read else "unread"
    days = [_day(captured), _day(source.rechecked_at), age]
    told = [one.check.id, source.id, source.title, state, tuple(changed)]
    return [*told, *days, one.published_at is not None, bool(one.check.outdated)]


def _age(days: float | None) -> str:
    if days is None:
        return NEVER
    return next(name for name, below in AGES if days < below)


def _marks(source: Source) -> list[str]:
    texts = [snapshot.text_sha256 for snapshot in source.snapshots[-1:] if snapshot.text_sha256]
    return texts + ([one_form(source.url)] if source.url else [])


def _periods(days: Iterable[str]) -> tuple[list[str], int]:
    """Give the months or years that days are counted under, in order without a gap, and their length."""
    known = sorted(day for day in days if day)
    if not known:
        return [], 7
    length, names = 7, set(_months(known[0], known[-1]))
    if len(names) > MOST_MONTHS:
        length, names = 4, {f"{year:04}" for year in range(int(known[0][:4]), int(known[-1][:4]) + 1)}
    used = {day[:length] for day in known}
    # A day so far off that it must be a slip of the pen is no reason for a page of empty rows.
    return sorted(names | used if len(names) <= MOST_YEARS else used), length


def _months(first: str, last: str) -> Iterator[str]:
    # A date of which only the year is known is counted under the year alone.
    begin, end = (int(day[:4]) * 12 + int(day[5:7] or 1) - 1 for day in (first, last))
    return (f"{month // 12:04}-{month % 12 + 1:02}" for month in range(begin, end + 1))


def _day(time: datetime | None) -> str | None:
    return time.date().isoformat() if time else None


def _frame(rows: Sequence[Sequence[Any]], columns: Sequence[str]) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows), columns=list(columns), dtype=object)
    counts = [name for name in columns if len(frame) and all(type(value) is int for value in frame[name])]
    return frame.astype(dict.fromkeys(counts, "int64"))
