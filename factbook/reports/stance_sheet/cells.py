"""Text in the cells of a sheet: no program takes it for a formula, and it is read back as it was.

A spreadsheet runs a cell that begins with ``=``, ``+``, ``-`` or ``@``, and takes a tab or a line break at
its begin away; some do so with the full-width forms of these signs. The remedy of OWASP's page on CSV
injection is an apostrophe in front. Where a spreadsheet is set to another separator, it also cuts cells at
semicolons, so what would begin a cell there is treated alike.
"""

from __future__ import annotations

import hashlib
import re

MAX_CHARACTERS = 32_000
"""A spreadsheet's cell holds 32,767."""

_LONGER = " … (cut here)"
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b\u2212"
_SIGNS_OR_CUT = rf"[{_SIGNS}\t\r\n]"
_ROOM = "[ \u00a0\u3000\"']"
_AT_BEGIN, _BEHIND_CUT = rf"(?={_SIGNS_OR_CUT})", rf"(?=[{_SIGNS}])"
_BEGINS = re.compile(rf"(\A)({_ROOM}*){_AT_BEGIN}|([;\t\r\n])({_ROOM}*){_BEHIND_CUT}")
_DEFUSED = re.compile(rf"(\A)'({_ROOM}*){_AT_BEGIN}|([;\t\r\n])'({_ROOM}*){_BEHIND_CUT}")


def printed(text: str) -> str:
    """Give text as a sheet can hold it: one kind of line break, nothing that XML forbids, not too long."""
    kept = _FORBIDDEN.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    return kept if len(kept) <= MAX_CHARACTERS else f"{kept[: MAX_CHARACTERS - len(_LONGER)]}{_LONGER}"


def defuse(text: str) -> str:
    """Give text that no spreadsheet runs; `restore` gives it back."""
    return _BEGINS.sub(_with_apostrophe, text)


def restore(text: str) -> str:
    """Give text that was made harmless as it was; any other as it is."""
    return _DEFUSED.sub(lambda found: "".join(part or "" for part in found.groups()), text)


def seal(*, source: str, point: str, stance: str, note: str) -> str:
    """Give what tells whether a row was changed: its stance, and short hashes of its cell and its note.

    White space in a note does not count, since spreadsheets change it.
    """
    return ".".join((stance or "open", cell_mark(source, point), note_mark(note)))


def cell_mark(source: str, point: str) -> str:
    """Give a short hash of which cell of the table a row is on."""
    return _short(f"{source}/{point}")


def note_mark(note: str) -> str:
    """Give a short hash of a note."""
    return _short(" ".join(printed(note).split()))


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _with_apostrophe(found: re.Match[str]) -> str:
    begin, room, cut, gap = (part or "" for part in found.groups())
    return f"{begin}{cut}'{room}{gap}"
