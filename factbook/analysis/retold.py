"""Which drafted sentences were proved by telling them again: for the audit, by `drafting.retelling`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Retold:
    """The ids of the plain drafter's sentences, as it left them, by whether they hold.

    ``proved`` came out the same; ``differing`` did not; ``unproved`` were not told again: another version
    drafted them, or the check is judged blind.
    """

    proved: frozenset[str] = frozenset()
    differing: frozenset[str] = frozenset()
    unproved: frozenset[str] = frozenset()
