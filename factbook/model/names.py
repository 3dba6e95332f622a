"""Ids of checks: folder names that are safe on every file system.

An id is the name of the check's folder. It may hold letters and digits of any script, ``-``, ``_`` and ``.``,
so a question in Greek keeps its words; it holds nothing that leaves the folder, nothing Windows reserves,
and two ids are the same if they differ only by case or by Unicode normal form.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

MAX_ID_BYTES = 200
"""File systems allow 255 bytes for a name; the rest is left for suffixes of temporary files."""

_SLUG_LENGTH = 64
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)

_BESIDE_CHECKS = frozenset(["batch.csv", "batch.html", "factbook.toml"])
"""Files that lie in a casebook, among the folders of its checks."""


def fold_id(check_id: str) -> str:
    """Give the form under which two ids are compared: without case and in one normal form.

    Case folding can undo normalisation and the other way round, so both are repeated until nothing moves.
    """
    folded = check_id
    for _ in range(4):
        again = unicodedata.normalize("NFKC", folded).casefold()
        if again == folded:
            break
        folded = again
    return folded


def make_slug(title: str) -> str:
    """Make an id from any title, like ``are-ice-agents-trained`` from ``Are ICE agents trained?``.

    Letters, digits and the marks that belong to them stay, in any script; all else becomes a hyphen. A title
    without any gives ``check``.
    """
    kept = "".join(c if unicodedata.category(c)[0] in "LNM" else "-" for c in fold_id(title))
    # A mark without its letter would hang on whatever stands before it.
    words = list(filter(None, map(_without_leading_marks, kept.split("-"))))
    slug = _cut(words[0]) if words else "check"
    for word in words[1:]:
        longer = f"{slug}-{word}"
        if longer != _cut(longer):
            break
        slug = longer
    slug = unicodedata.normalize("NFC", slug)
    return f"{slug}-check" if _RESERVED.fullmatch(slug) else slug


def _without_leading_marks(word: str) -> str:
    while word and unicodedata.category(word[0])[0] == "M":
        word = word[1:]
    return word


def _cut(slug: str) -> str:
    """Cut a slug to its length in characters and in bytes; some room is left for a number behind it."""
    slug = slug[:_SLUG_LENGTH]
    while len(slug.encode()) > MAX_ID_BYTES - 20:
        slug = slug[:-1]
    return slug


def free_id(wanted: str, taken: Iterable[str]) -> str:
    """Give ``wanted``, or with ``-2``, ``-3`` ... behind it where it is taken in any case or normal form."""
    return FreeIds(taken).give(wanted)


class FreeIds:
    """Gives one id after the other, and none that is taken; see `free_id`.

    Parameters
    ----------
    taken:
        What is taken before.
    """

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._folded = {fold_id(one) for one in taken}
        self._numbers: dict[str, int] = {}

    def give(self, wanted: str) -> str:
        """Give the id nearest to the one wanted that is free, and take it."""
        number = self._numbers.get(wanted, 1)
        candidate = wanted if number == 1 else f"{wanted}-{number}"
        while fold_id(candidate) in self._folded:
            number += 1
            candidate = f"{wanted}-{number}"
        self._numbers[wanted] = number
        self._folded.add(fold_id(candidate))
        return candidate


def valid_check_id(check_id: str) -> str:
    """Give the id back if it can name the folder of a check, else raise ``ValueError`` that says why not."""
    expect_portable(check_id, what="id")
    if fold_id(check_id) in _BESIDE_CHECKS:
        raise ValueError(f"the id {check_id!r} is the name of a file that lies beside checks")
    return check_id


def expect_portable(name: str, *, what: str) -> None:
    """Raise ``ValueError`` if a name cannot be one file or folder on every system; ``what`` is its kind."""
    if not name:
        raise ValueError(f"the {what} cannot be empty")
    if unicodedata.normalize("NFC", name) != name:
        raise ValueError(f"the {what} {name!r} is not in Unicode normal form C")
    for character in name:
        if character not in "-_." and unicodedata.category(character)[0] not in "LNM":
            raise ValueError(
                f"the {what} {name!r} holds {character!r}; letters, digits, '-', '_' and '.' may be in it"
            )
    if name[0] in ".-" or unicodedata.category(name[0])[0] == "M":
        raise ValueError(f"the {what} {name!r} must start with a letter or a digit")
    if name.endswith("."):
        raise ValueError(f"the {what} {name!r} must not end with a full stop")
    if _RESERVED.fullmatch(name):
        raise ValueError(f"the {what} {name!r} is a name that Windows keeps for itself")
    if len(name.encode()) > MAX_ID_BYTES:
        raise ValueError(f"the {what} is longer than {MAX_ID_BYTES} bytes")
