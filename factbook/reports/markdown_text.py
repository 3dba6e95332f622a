"""Words as CommonMark: escaped so that none becomes markup, HTML or a link, and styled where that is safe.

The rules are those of CommonMark 0.31 and of GitHub's extensions to it (tables, strikethrough, links of bare
addresses), and of the mathematics that JupyterLab and GitHub add. A backslash stands only where one of them
would take a character for more than itself, so that the text stays readable as it is.
"""

from __future__ import annotations

import re
from urllib.parse import quote

_ALWAYS = frozenset("\\`*[]<>|~$@")
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LINES = re.compile("[\\s\u2028\u2029]*[\n\r\u2028\u2029][\\s\u2028\u2029]*")
_ENTITY = re.compile(r"&(?=#?[0-9A-Za-z])")
_BEGINS_LIST = re.compile(r"([0-9]{1,9})([.)])(?=\s|$)")
_BEGINS_BLOCK = re.compile(r"[#+=:-]")
_BARE_ADDRESS = re.compile(r"(https?|ftp|mailto|xmpp):|(www)\.", re.IGNORECASE)
_PLAIN_ADDRESS = re.compile(r"https?://[A-Za-z0-9._~:/?#@!&'+,;=%-]+")
_PUNCTUATION = re.compile(
    "[!-/:-@[-`{-~\u00a1\u00ab\u00bb\u00bf\u2010-\u2027\u3001\u3002\u3008-\u3011\uff01-\uff0f]"
)
_KEPT_IN_ADDRESS = "/?#:@!&+,;=%.-_"


def escape(text: str) -> str:
    """Give words on one line in which no reader of Markdown sees more than words.

    What begins a block only at the start of a line is left to `begin_line`.
    """
    text = _LINES.sub(" ", _FORBIDDEN.sub("\ufffd", text))
    kept = "".join(
        f"\\{one}" if one in _ALWAYS or (one == "_" and not _within_word(text, place)) else one
        for place, one in enumerate(text)
    )
    kept = kept.replace("!\\[", "\\!\\[")
    kept = _BARE_ADDRESS.sub(lambda one: f"{one[1]}\\:" if one[1] else f"{one[2]}\\.", kept)
    return _ENTITY.sub(r"\&", kept)


def begin_line(line: str) -> str:
    """Give a line of escaped words that is no heading, list, rule or code for where it begins."""
    line = line.lstrip(" \t")
    if _BEGINS_BLOCK.match(line):
        return f"\\{line}"
    found = _BEGINS_LIST.match(line)
    return f"{found[1]}\\{line[len(found[1]) :]}" if found else line


def link(words: str, address: str) -> str:
    """Give a link out of words that are escaped, to an address of the web or of mail."""
    return f"[{words}]({destination(address)})"


def address_link(address: str) -> str:
    """Give an address as a link that shows itself, as plain as it can stand."""
    if _PLAIN_ADDRESS.fullmatch(address) and not _ENTITY.search(address):
        return f"<{address}>"
    return link(escape(address), address)


def destination(address: str) -> str:
    """Give an address as the target of a link: nothing in it ends the link or is decoded."""
    written = quote(address.encode(errors="replace"), safe=_KEPT_IN_ADDRESS)
    return _ENTITY.sub("&amp;", written)


def code(text: str, *, in_table: bool = False) -> str:
    """Give a short stretch of code; as escaped words where marks of code in it would not be safe."""
    shown = " ".join(_FORBIDDEN.sub("\ufffd", text).split())
    if not shown or "`" in shown or (in_table and "|" in shown) or "$" in shown:
        return escape(shown)
    return f"`{shown}`"


def fence(text: str) -> list[str]:
    """Give lines of preformatted text between fences that do not stand in it."""
    lines = _FORBIDDEN.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    mark = "`" * max(3, longest + 1)
    return [f"{mark}text", *lines, mark]


def styled(before: str, inner: str, after: str, mark: str) -> str:
    """Put marks of emphasis around escaped words, if they hold there; else give the words alone.

    ``before`` and ``after`` are what stands around the words in the line. By the rules of every version of
    CommonMark, marks hold between space or punctuation.
    """
    begin, words, end = _trimmed(inner)
    if not words:
        return inner
    left, right = (before + begin)[-1:], _FORBIDDEN.sub("\ufffd", (end + after)[:1])
    if not (_is_edge(left) and _is_edge(right)) or any(
        one in "*_" and one for one in (left, right, words[0], words[-1])
    ):
        return inner
    return f"{begin}{mark}{words}{mark}{end}"


def _trimmed(text: str) -> tuple[str, str, str]:
    words = text.strip()
    begin = text[: len(text) - len(text.lstrip())]
    return (begin, words, text[len(begin) + len(words) :]) if words else ("", "", text)


def _is_edge(character: str) -> bool:
    """Tell whether it is space or punctuation to every reader; their tables of Unicode are of many years."""
    return not character or character.isspace() or _PUNCTUATION.match(character) is not None


def _within_word(text: str, place: int) -> bool:
    around = text[place - 1 : place] if place else "", text[place + 1 : place + 2]
    return all(one.isalnum() for one in around)
