"""A digest of a casebook as a notebook shows it, part by part; what has nothing to show says so."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from factbook.analysis.digest import Digest
from factbook.analysis.looked_at import JUDGED_BLIND, NOT_JUDGED
from factbook.analysis.work_left import work_left
from factbook.model.rating import RatingValue
from factbook.model.stance import StanceValue
from factbook.reports.comparing import ComparisonReport
from factbook.reports.digest_bars import count_bar, patterns, stance_bar, swatch
from factbook.reports.notebook_tables import Cell, Html, stacked, table, told

if TYPE_CHECKING:
    import pandas as pd

MOST_SHOWN = 20
"""Rows of a list that a page shows; the tables of the digest have all."""

OLD_DAYS = 90
"""A source that was not looked at for so long is worth capturing again."""

_UNRATED = {NOT_JUDGED: "nobody has judged yet", JUDGED_BLIND: "still judged blind"}
_STANCES = [value.value for value in StanceValue]
Rows = Sequence[Sequence[str | Cell]]
_UNNAMED = "no publisher and no address"


class DigestReport:
    """The parts of a digest, each to be the last expression of a cell.

    ``overview``, ``ratings``, ``stances``, ``publishers``, ``documents``, ``agreement``, ``waiting``,
    ``corrections``, ``faults``, ``checks``.
    """

    def __init__(self, digest: Digest) -> None:
        self.digest = digest

    @property
    def overview(self) -> Html:
        """What the casebook holds, and what asks for somebody's work, most urgent first."""
        one = self.digest
        if one.checks.empty and not one.unreadable:
            return told("There is no check in this casebook yet. Make one with: factbook new QUESTION")
        checks = one.checks
        settled, cells = int(checks["settled"].sum()), int(checks["cells"].sum())
        published = int(checks["published_on"].notna().sum())
        says = (
            f"{_counted(len(checks), 'check')}, {published} published, with "
            f"{_counted(int(checks['sources'].sum()), 'source')}; {settled} of {_counted(cells, 'cell')} "
            f"settled. Counted on {one.today.isoformat()}."
        )
        unread = [f"{bad.check} cannot be read: {bad.reason}." for bad in one.unreadable[:MOST_SHOWN]]
        works = work_left(one)
        if not works:
            return told(says, "Nothing asks for work.")
        items = "".join(f"<li>{escape(work.what)}: <code>{escape(work.begin)}</code></li>" for work in works)
        plain = [says, *unread, *(f"- {work.what}: {work.begin}" for work in works)]
        lost = told(*unread)
        return Html(
            f"<p>{escape(says)}</p>{lost.inner}<p>To be done:</p><ul>{items}</ul>", plain="\n".join(plain)
        )

    @property
    def ratings(self) -> Html:
        """How many checks have which rating."""
        counts = self.digest.ratings[self.digest.ratings["checks"] > 0]
        if counts.empty:
            return told("There is no check to be rated.")
        most = int(counts["checks"].max())
        rows: Rows = [
            [
                _rating(str(name)),
                Cell(svg=count_bar(int(row["checks"]), most=most)),
                *(_number(row[column]) for column in ("checks", "by_hand", "published", "outdated")),
            ]
            for name, row in counts.iterrows()
        ]
        head = ["Rating", "", "checks", "by hand", "published", "outdated"]
        return table(head, {"": rows}, numbers=range(2, 6), whole=[0])

    @property
    def stances(self) -> Html:
        """Which stances were taken when."""
        counts = self.digest.stances
        if counts.empty:
            return told("No cell is settled yet. Judge one with: factbook stance CHECK SOURCE POINT STANCE")
        most = int(counts.sum(axis=1).max())
        rows: Rows = [
            [
                str(period),
                Cell(svg=stance_bar({name: int(row[name]) for name in _STANCES}, most=most, name="stances")),
                *(_number(row[name]) for name in _STANCES),
            ]
            for period, row in counts.iterrows()
        ]
        names: list[str | Cell] = [
            Cell(StanceValue(name).label, swatch(name, name="stances")) for name in _STANCES
        ]
        shown = table(["When", "", *names], {"": rows}, numbers=range(2, 6), whole=[0])
        return Html(patterns("stances") + shown.inner, plain=shown.plain)

    @property
    def publishers(self) -> Html:
        """Who is most leaned on, and what they say."""
        found = self.digest.publishers
        if found.empty:
            return told("There is no source yet. Add some with: factbook source add CHECK URL_OR_FILE")
        leaned_on = found[found["leaned_on"] > 0]
        if leaned_on.empty:
            return told(
                f"No judgement and no sentence leans on any of {_counted(len(found), 'publisher')} yet."
            )
        shown = leaned_on.head(MOST_SHOWN)
        most = int(shown[_STANCES].sum(axis=1).max()) or 1
        rows: Rows = [
            [
                str(name) or _UNNAMED,
                Cell(svg=stance_bar({s: int(row[s]) for s in _STANCES}, most=most, name="publishers")),
                *(_number(row[s]) for s in (*_STANCES, "sentences", "checks", "sources", "origins")),
            ]
            for name, row in shown.iterrows()
        ]
        names: list[str | Cell] = [
            Cell(StanceValue(name).label, swatch(name, name="publishers")) for name in _STANCES
        ]
        head = ["Publisher", "", *names, "cited", "checks", "sources", "origins"]
        idle = len(found) - len(leaned_on)
        caption = _first_of(len(shown), len(leaned_on), "publisher")
        if idle:
            caption += (
                f" Of {len(found)} publishers, {idle} {'is' if idle == 1 else 'are'} not leaned on yet."
            )
        laid_out = table(head, {"": rows}, caption=caption.strip(), numbers=range(2, 10))
        return Html(patterns("publishers") + laid_out.inner, plain=laid_out.plain)

    @property
    def documents(self) -> Html:
        """Which documents several checks lean on at once."""
        found = self.digest.documents
        if found.empty:
            return told("No document is used by more than one check.")
        shown = found.head(MOST_SHOWN)
        rows = [
            [row["title"], row["publisher"], str(row["checks"]), _some(row["ids"])] for row in _records(shown)
        ]
        caption = _first_of(len(shown), len(found), "document")
        return table(["Document", "Publisher", "checks", "which"], {"": rows}, caption=caption, numbers=[2])

    @property
    def agreement(self) -> Html:
        """How far the coders agree, together and two by two."""
        if self.digest.agreement is None:
            return told("No cell was judged by two people, so there is no agreement to measure.")
        report = ComparisonReport(self.digest.agreement)
        return stacked(report.overview, report.pairs) if len(report.comparison.names) > 2 else report.overview

    @property
    def waiting(self) -> Html:
        """How long ago sources were looked at, and which to capture again first."""
        found, ages = self.digest.waiting, self.digest.ages
        if found.empty:
            return told("No source has a web address, so there is none to capture again.")
        most = int(ages["sources"].max())
        by_age: Rows = [
            [str(age), Cell(svg=count_bar(int(row["sources"]), most=most)), _number(row["sources"])]
            for age, row in ages.iterrows()
        ]
        counted = table(["Looked at", "", "sources"], {"": by_age}, numbers=[2], whole=[0])
        old = found["age_days"].map(lambda days: days is None or days >= OLD_DAYS)
        asking = found[(found["state"] != "captured") | old]
        if asking.empty:
            return stacked(counted, told(f"Every source was looked at in the last {OLD_DAYS} days."))
        shown = asking.head(MOST_SHOWN)
        rows = [
            [
                row["title"],
                f"{row['check']} {row['source']}",
                _state(row),
                row["captured_on"] or "–",
                row["rechecked_on"] or "–",
                _reader(row),
            ]
            for row in _records(shown)
        ]
        head = ["Source", "Check", "State", "Newest copy", "Rechecked", "Check is"]
        caption = _first_of(len(shown), len(asking), "source to capture again")
        return stacked(counted, table(head, {"": rows}, caption=caption, whole=range(1, 6)))

    @property
    def corrections(self) -> Html:
        """What was corrected or called outdated, the newest first."""
        found = self.digest.corrections
        if found.empty:
            return told("No check was corrected or called outdated.")
        shown = found.head(MOST_SHOWN)
        rows = [[row["on"], row["headline"], row["kind"], row["note"], row["by"]] for row in _records(shown)]
        caption = _first_of(len(shown), len(found), "entry")
        return table(["Date", "Check", "What", "Why", "Who"], {"": rows}, caption=caption, whole=[0, 2, 4])

    @property
    def faults(self) -> Html:
        """What does not hold, by kind: faults mislead readers, cautions are for editors."""
        found = self.digest.faults
        if found.empty:
            return told("The audits find nothing.")
        groups: dict[str, list[list[str]]] = {}
        for state, row in found.iterrows():
            told_as = [str(row["means"]), str(state), str(row["found"]), str(row["checks"])]
            groups.setdefault({"fault": "Faults", "caution": "Cautions"}[str(row["grade"])], []).append(
                told_as
            )
        return table(["What does not hold", "State", "found", "checks"], groups, numbers=[2, 3])

    @property
    def checks(self) -> Html:
        """The checks with the most faults."""
        faulty = self.digest.checks[self.digest.checks["faults"] > 0]
        if faulty.empty:
            return told("No check has a fault.")
        worst = faulty.sort_values(["faults", "cautions"], ascending=False, kind="stable")
        shown = worst.head(MOST_SHOWN)
        rows = [
            [row["headline"], str(check), _rating(row["rating"]), row["published_on"] or "–",
             str(row["faults"]), _number(row["cautions"])]
            for check, row in shown.iterrows()
        ]  # fmt: skip
        head = ["Check", "Id", "Rating", "Published", "faults", "cautions"]
        caption = _first_of(len(shown), len(worst), "check with a fault", "checks with a fault")
        return table(head, {"": rows}, caption=caption, numbers=[4, 5], whole=[1, 3])


def digest_report(digest: Digest) -> DigestReport:
    """Give a digest of a casebook, to show part by part in a notebook: ``.overview``, ``.stances`` ..."""
    return DigestReport(digest)


def _rating(name: str) -> str:
    return _UNRATED.get(name) or RatingValue(name).label


def _state(row: dict[str, Any]) -> str:
    if row["state"] == "words changed":
        return f"{_counted(len(row['quotes']), 'quote')} gone or moved"
    return f"{row['age_days']} days old" if row["state"] == "captured" else str(row["state"])


def _reader(row: dict[str, Any]) -> str:
    return ("outdated" if row["outdated"] else "published") if row["published"] else "not published"


def _some(ids: Sequence[str]) -> str:
    return ", ".join(ids[:4]) + (f" and {len(ids) - 4} more" if len(ids) > 4 else "")


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]


def _number(number: Any) -> str:
    return str(int(number) or "·")


def _first_of(shown: int, there: int, word: str, words: str = "") -> str:
    return "" if shown == there else f"The first {shown} of {there} {words or _plural(word)}."


def _plural(word: str) -> str:
    head, space, rest = word.partition(" ")
    return f"{head[:-1]}ies{space}{rest}" if head.endswith("y") else f"{head}s{space}{rest}"


def _counted(count: int, word: str) -> str:
    return f"{count} {word if count == 1 else _plural(word)}"
