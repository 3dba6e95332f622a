"""What changed in a text, word by word.

The difference is that of `difflib`, made fit to be read: a short word between two changes goes with them, a
text that has little in common with the other is shown whole, and long stretches are cut. It is bounded: texts
too long to be compared are shown whole as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

StretchKind = Literal["same", "removed", "added"]


class Stretch(NamedTuple):
    """Words that stand in both texts, in the older alone, or in the newer alone."""

    kind: StretchKind
    text: str


# Scripts that put no space between words are taken character by character.
_ALONE = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_MARKS = re.escape("()[]{}“”‘’«»„\"',.;:!?…¿¡、。，；：！？「」،؛؟।")
_LETTERS = rf"[^\s{_ALONE}{_MARKS}]+"
_TOKEN = re.compile(rf"\[[^\[\]]{{1,40}}\]|\s+|{_LETTERS}(?:[{_MARKS}]+{_LETTERS})*|.", re.DOTALL)
"""A citation like ``[3]``, white space, a word, or a single mark or character. Marks within a word, as in
``3.5`` or ``don't``, are part of it."""

_MOST_PAIRS = 250_000
"""Of more pairs of words than this no difference is worked out: it would take too long."""
_LEAST_ALIKE = 0.35
"""The share of words in common below which two texts are shown whole: in pieces nobody could read them."""
_LEAST_KEPT = 4
"""Letters up to which a single word between two changes goes with them: it breaks up what is to be read."""
_CONTEXT = 90
"""Characters kept on each side of a cut in a stretch without a change."""
_LONGEST = 1200
"""Characters of a changed stretch that are shown."""


def word_diff(before: str, after: str) -> tuple[Stretch, ...]:
    """Give the stretches of two texts in order, what was removed before what was added in its place.

    ``…`` stands where words were cut; without cuts, the stretches ``same`` and ``removed`` together are the
    older text, and ``same`` and ``added`` the newer.
    """
    changes = _changes(before, after)
    found: list[Stretch] = []
    for number, (same, gone, come) in enumerate(changes):
        shown = _cut(same, first=number == 0, last=number == len(changes) - 1 and not (gone or come))
        for kind, text in (("same", shown), ("removed", _cut_end(gone)), ("added", _cut_end(come))):
            if text:
                found.append(Stretch(kind, text))  # type: ignore[arg-type]
    return tuple(found)


def _changes(before: str, after: str) -> list[tuple[str, str, str]]:
    """Give the changes in order: what stands unchanged before each, what it takes out and puts in."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    # What both begin and end with need not be searched for, however long it is.
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    lead, end = "".join(old[:head]), "".join(old[len(old) - tail :])
    old, new = old[head : len(old) - tail], new[head : len(new) - tail]
    changes: list[tuple[str, str, str]] = []
    same = lead
    for gone, come, equal in _opcodes(old, new):
        if equal:
            same += gone
        elif changes and len(same.strip()) <= _LEAST_KEPT and len(same.split()) < 2:
            kept, earlier_gone, earlier_come = changes[-1]
            changes[-1] = (kept, earlier_gone + same + gone, earlier_come + same + come)
            same = ""
        else:
            changes.append((same, gone, come))
            same = ""
    same += end
    if _unlike(changes, same):
        return [("", before, after)]
    return [*changes, (same, "", "")] if same else changes


def _common(one: list[str], other: list[str]) -> int:
    """Count the words that two texts begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((number for number, (a, b) in pairs if a != b), min(len(one), len(other)))


def _opcodes(old: list[str], new: list[str]) -> Iterator[tuple[str, str, bool]]:
    if len(old) * len(new) > _MOST_PAIRS:
        yield "".join(old), "".join(new), False
        return
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield "".join(old[i:j]), "".join(new[k:m]), tag == "equal"


def _unlike(changes: list[tuple[str, str, str]], end: str) -> bool:
    """Tell whether two texts have so little in common that word by word nobody could read them."""
    kept = sum(len(same.split()) for same, _, _ in changes) + len(end.split())
    gone = sum(len(gone.split()) for _, gone, _ in changes)
    come = sum(len(come.split()) for _, _, come in changes)
    return len(changes) > 1 and kept < _LEAST_ALIKE * (kept + max(gone, come))


def _cut(text: str, *, first: bool, last: bool) -> str:
    """Cut what stands unchanged to what is near the changes on its sides."""
    if first and last:
        return _cut_end(text)
    sides = 1 if first or last else 2
    if len(text) <= sides * _CONTEXT + 40:
        return text
    before, after = text.rfind(" ", 0, _CONTEXT), text.find(" ", len(text) - _CONTEXT)
    start = "" if first else text[: before + 1 if before >= 0 else _CONTEXT]
    end = "" if last else text[after if after >= 0 else len(text) - _CONTEXT :]
    return f"{start}…{end}"


def _cut_end(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"
