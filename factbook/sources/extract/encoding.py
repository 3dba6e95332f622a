"""Turning bytes into characters, and saying what was guessed and what was lost.

In order: a byte order mark, UTF-8 if all of it is UTF-8, the encoding that the server or the page names, a
guess (charset-normalizer), Windows-1252. UTF-8 goes before what is named, for hardly any other text can be
mistaken for it, while servers name ISO 8859-1 for anything.
"""

from __future__ import annotations

import re

import webencodings  # type: ignore[import-untyped]
from charset_normalizer import from_bytes

from factbook.errors import ExtractError
from factbook.sources.extract.text import CONTROLS

BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
ZERO_BYTES = "the file is not text: it holds zero bytes"
NOT_TEXT = "the file is not text"

_FEW_BYTES = 10
"""Of fewer bytes beyond ASCII, nothing can be guessed: Windows-1252 is by far the most common."""
_GUESSED_BYTES = 200_000
_CANDIDATES = (
    "cp1252 cp1250 cp1251 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 iso8859_2 iso8859_5 iso8859_7 koi8_r "
    "koi8_u cp866 mac_roman cp932 euc_jp iso2022_jp gb18030 big5 cp949 tis_620"
).split()
_NAMES = {"cp932": "Shift_JIS", "cp949": "EUC-KR", "mac_roman": "Mac Roman", "tis_620": "TIS-620"}
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")


def decode(data: bytes, *, declared: str = "") -> tuple[str, str]:
    """Give the characters of a text, and a note about how they were read; `ExtractError` if it is no text.

    ``declared`` is the encoding that the server or the document itself names.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _told(_lossy(data[len(mark) :], encoding), "")
    named = _python_name(declared)
    if _is_utf_16(named) or b"\x00" in data:
        return _told(_utf_16(data, named if _is_utf_16(named) else ""), "")
    # Bytes of ASCII alone can be text in an encoding with escapes, which only its name tells.
    if named and named.startswith("iso2022") and data.isascii():
        return _told(_lossy(data, named), "")
    try:
        return _told(data.decode("utf-8"), "")
    except UnicodeDecodeError:
        return _in_old_encoding(data, named)


def _in_old_encoding(data: bytes, named: str) -> tuple[str, str]:
    if named and named != "utf-8":
        text = _lossy(data, named)
        if text.count("\ufffd") * 100 <= len(text):
            return _told(text, "")
    utf_8 = _lossy(data, "utf-8")
    beyond_ascii = len(_BEYOND_ASCII.findall(data))
    # UTF-8 that is damaged in a few places, not another encoding.
    if utf_8.count("\ufffd") * 20 < beyond_ascii:
        return _told(utf_8, "")
    encoding = _guess(data) if beyond_ascii >= _FEW_BYTES else "cp1252"
    return _told(_lossy(data, encoding), f"not UTF-8; read as {_shown(encoding)}")


def _guess(data: bytes) -> str:
    part = data[:_GUESSED_BYTES]
    best = from_bytes(part, cp_isolation=list(_CANDIDATES), enable_fallback=False).best()
    # Where the commonest encoding gives the very same characters, there is no reason to name a rarer one.
    if best is None or part.decode("cp1252", "replace") == str(best):
        return "cp1252"
    return best.encoding


def _utf_16(data: bytes, named: str) -> str:
    """Read UTF-16 that has no byte order mark: every other byte of it is zero, or nearly so."""
    if named:
        return _lossy(data, named)
    odd, even = data[1::2].count(0), data[::2].count(0)
    few, many = sorted((odd, even))
    if len(data) % 2 or many * 20 < len(data) or few * 10 > many:
        raise ExtractError(ZERO_BYTES)
    return _lossy(data, "utf-16-le" if odd > even else "utf-16-be")


def _told(text: str, note: str) -> tuple[str, str]:
    if len(CONTROLS.findall(text)) * 50 > len(text):
        raise ExtractError(ZERO_BYTES if "\x00" in text else NOT_TEXT)
    lost = text.count("\ufffd")
    if lost * 20 > len(text):
        raise ExtractError(NOT_TEXT)
    lost_note = f"{lost:,} character{'s' * (lost != 1)} could not be read" if lost else ""
    return text, "; ".join(filter(None, (note, lost_note)))


def _lossy(data: bytes, encoding: str) -> str:
    return data.decode(encoding, errors="replace")


def _python_name(declared: str) -> str:
    found = webencodings.lookup(declared.strip().strip("\"'"))
    if found is None or found.name in {"replacement", "x-user-defined"}:
        return ""
    return str(found.codec_info.name)


def _is_utf_16(name: str) -> bool:
    return name.startswith("utf-16")


def _shown(encoding: str) -> str:
    if encoding.startswith("cp125"):
        return f"Windows-{encoding[2:]}"
    return _NAMES.get(encoding, encoding.upper().replace("_", "-").replace("ISO8859", "ISO-8859"))
