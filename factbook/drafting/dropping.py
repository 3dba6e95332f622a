"""What of a language model's answer is not let in, as it is put on record: all of it, each with a reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from factbook.model.model_call import Dropped
from factbook.model.point_words import each_once

_LONGEST = 500
"""Characters that are kept of what is dropped; the answer itself is kept whole beside it."""

_TOO_MANY = "it is one too many"
"""How the record's reason begins; records of earlier versions are told apart by it too."""


def dropped(words: str, reason: str) -> Dropped:
    """Put words on record that are not let in."""
    return Dropped(words=words[:_LONGEST], reason=reason)


def too_many(most: int, kind: str) -> str:
    """Give the reason why what goes beyond a limit is dropped; ``kind`` is what it is, like ``points``."""
    return f"{_TOO_MANY}: {most} {kind} are the most"


def is_one_too_many(one: Dropped) -> bool:
    """Tell whether something was dropped for going beyond a limit alone, and not for what it says."""
    return one.reason.startswith(_TOO_MANY)


def choose_lines(
    lines: Iterable[str], *, most: int, kind: str, problem: Callable[[str], str]
) -> tuple[tuple[str, ...], tuple[Dropped, ...]]:
    """Give the first lines in which there is no problem, each once, and what is dropped of the others."""
    chosen: list[str] = []
    left: list[Dropped] = []
    for line in each_once(map(str.strip, lines))[0]:
        reason = problem(line) or (too_many(most, kind) if len(chosen) == most else "")
        if reason:
            left.append(dropped(line, reason))
        else:
            chosen.append(line)
    return tuple(chosen), tuple(left)
