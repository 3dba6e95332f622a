"""What in a casebook asks for somebody's work, most urgent first, each with the command that begins it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from factbook.analysis.digest import Digest
from factbook.analysis.looked_at import JUDGED_BLIND

OLD_DAYS = 365
"""A source that was not looked at for so long is to be captured again."""


@dataclass(frozen=True)
class Work:
    """How many things ask for the same work, and how to begin with the first of them."""

    count: int
    one: str
    many: str
    begin: str

    @property
    def what(self) -> str:
        """What there is to do, like ``3 checks with faults``."""
        return f"{self.count} {self.one if self.count == 1 else self.many}"


def work_left(digest: Digest) -> tuple[Work, ...]:
    """List what asks for work: first what readers are misled by, last what is merely not done yet."""
    checks, waiting, audit = digest.checks, digest.waiting, digest.audit
    silent = audit[audit["state"] == "changed_since_published"]
    gone = waiting[waiting["state"] == "words changed"]
    dead = waiting[waiting["state"] == "dead"]
    uncopied = waiting[waiting["state"].isin(["never captured", "unread"])]
    old = waiting[waiting["age_days"].map(lambda days: days is not None and days >= OLD_DAYS)]
    unsettled = checks[checks["cells"] > checks["settled"]]
    bad = pd.DataFrame({"check": [one.check for one in digest.unreadable]}, dtype=object)
    found = [
        _work(bad, "check that cannot be read", "checks that cannot be read", "factbook audit {}"),
        _work(
            silent,
            "published check that changed without a correction",
            "published checks that changed without a correction",
            "factbook revise {} --note WHY",
        ),
        _work(
            gone,
            "source of which quoted words are gone or stand elsewhere",
            "sources of which quoted words are gone or stand elsewhere",
            "factbook audit {}",
        ),
        _work(checks[checks["faults"] > 0], "check with faults", "checks with faults", "factbook audit {}"),
        _work(
            dead,
            "source whose address gave no document the last time",
            "sources whose addresses gave no document the last time",
            "factbook source recheck {}",
        ),
        _work(
            uncopied,
            "source on the web without a copy that can be read",
            "sources on the web without a copy that can be read",
            "factbook source recheck {}",
        ),
        _work(
            old,
            "source not looked at for a year",
            "sources not looked at for a year",
            "factbook source recheck {}",
        ),
        _work(
            unsettled,
            "check with cells that are not settled",
            "checks with cells that are not settled",
            "factbook stance {} SOURCE POINT STANCE",
        ),
        _work(
            checks[checks["rating"] == JUDGED_BLIND],
            "check that is still judged blind",
            "checks that are still judged blind",
            "factbook reveal {}",
        ),
    ]
    return tuple(work for work in found if work.count)


def _work(frame: pd.DataFrame, one: str, many: str, command: str) -> Work:
    """Count the rows of a table and name the first check in it, which is in its column or its index."""
    if frame.empty:
        return Work(0, one, many, "")
    first = frame["check"].iloc[0] if "check" in frame else frame.index[0]
    return Work(len(frame), one, many, command.format(first))
