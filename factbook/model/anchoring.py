"""Where quoted words stand in a text.

Words are compared with everything folded that typesetting changes and meaning does not: runs of white
space, the shapes of quotation marks and dashes, ligatures, soft hyphens, words broken at the end of a line,
and composed or decomposed accents. A changed letter is never folded away.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from array import array
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from factbook.model.quote import SURROUNDING_LENGTH
from factbook.model.source import Snapshot

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_FOLDED = {
    **dict.fromkeys("‘’‚‛′ʼ´`", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "…": "...",
    "ﬀ": "ff",
    "ﬁ": "fi",
    "ﬂ": "fl",
    "ﬃ": "ffi",
    "ﬄ": "ffl",
    "ﬅ": "st",
    "ﬆ": "st",
    **dict.fromkeys(_INVISIBLE, ""),
}
_LINE_END_HYPHEN = re.compile(r"(?<=\w)[-\u00ad\u2010][^\S\n]*\n\s*(?=\w)")
_BREAK = "\n"
"""What a hyphen at the end of a line is folded to: "well-/known" may be one word with a hyphen or, like
"infor-/mation", without; only whoever asks for the words knows. (White space is folded to single blanks, so
the character is free.)"""

_HYPHENS = "-\u2010\u2011"
_SIGNS = "-−+±"
_GROUPING = " '’\u00a0\u202f\u2009"
_GROUP_BEFORE = re.compile(r"(?<!\d)\d{1,3}$")
_GROUP_AFTER = re.compile(r"\d{3}(?!\d)")
_NEGATION = re.compile(r"['’ʼ][tT]\b")
_SENTENCE = re.compile(r"(?:[^.!?\n]|(?<=\d)\.(?=\d))+[.!?]*")
_UNSPACED = re.compile(
    "[\u0e00-\u109f\u1100-\u115f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf\u2e80-\ua4cf\ua9e0-\ua9ff"
    "\uaa60-\uaadf\uac00-\ud7af\uf900-\ufaff\uff65-\uff9f\U0001b000-\U0001b16f\U00020000-\U0003ffff]"
)
"""Scripts that write words without spaces (Thai, Khmer, CJK ...) or hang particles on them (Hangul): there a
word has no edge to test."""


class Span(NamedTuple):
    """A stretch of a text, in code points, ``end`` exclusive."""

    start: int
    end: int


def find_words(text: str, words: str) -> list[Span]:
    """Find every place where the words stand in the text as whole words, in order."""
    needle = _fold(words)[0].strip()
    if not needle:
        return []
    folded, origins = _fold(text)
    spans = []
    for start, end in _places(folded, needle):
        # A match must not begin or end within what one character was folded to, like half a ligature.
        whole = (start == 0 or origins[start - 1] != origins[start]) and (
            end == len(folded) or origins[end] != origins[end - 1]
        )
        span = Span(origins[start], origins[end - 1] + 1)
        if whole and _stands_as_words(text, span):
            spans.append(span)
    return spans


def surroundings(text: str, span: Span, *, length: int = SURROUNDING_LENGTH) -> tuple[str, str]:
    """Give the characters before and after a span: a TextQuoteSelector's prefix and suffix."""
    return text[max(0, span.start - length) : span.start], text[span.end : span.end + length]


def selectors_at(snapshot: Snapshot, text: str, span: Span) -> dict[str, Any]:
    """Give the fields of a `Quote` that tell where its words stand in a copy.

    ``text`` is what readers of the copy see, so that nothing hidden gets into the surroundings.
    """
    prefix, suffix = surroundings(text, span)
    return {
        "exact": text[span.start : span.end],
        "prefix": prefix,
        "suffix": suffix,
        "snapshot": snapshot.sha256,
        "start": span.start,
        "end": span.end,
        "page": snapshot.page_of(span.start),
    }


def nearest_passage(text: str, words: str) -> str:
    """Give the sentence of the text that shares most with the words, or an empty string."""
    wanted = set(_word_list(words))
    best, best_score = "", 0.0
    for match in _SENTENCE.finditer(text):
        sentence = match.group().strip()
        found = _word_list(sentence)
        if not wanted or not found:
            continue
        shared = len(wanted.intersection(found)) / len(wanted)
        if shared > best_score:
            best, best_score = sentence, shared
    if best_score < 0.3:
        return ""
    return best if len(best) <= 300 else best[:297] + "..."


def differing_words(words: str, passage: str) -> list[tuple[str, str]]:
    """List where two texts differ, word by word, as pairs of what was asked for and what stands there.

    One side of a pair is empty where words were left out or added. What the passage has before and after
    the words is no difference.
    """
    asked, stands = words.split(), passage.split()
    matcher = difflib.SequenceMatcher(a=asked, b=stands, autojunk=False)
    pairs = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal" or (kind == "insert" and not 0 < a < len(asked)):
            continue
        # At either end, as many words of the passage are told as were asked for there.
        first = max(c, d - (b - a)) if kind == "replace" and a == 0 else c
        last = min(d, c + (b - a)) if kind == "replace" and b == len(asked) else d
        pairs.append((" ".join(asked[a:b]), " ".join(stands[first:last])))
    return pairs


def _word_list(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _places(folded: str, needle: str) -> Iterator[tuple[int, int]]:
    """Give where a folded needle stands in a folded text; matches may overlap."""
    if _BREAK in needle or _BREAK in folded:
        pattern = re.compile(f"(?=({_with_breaks(needle)}))")
        yield from (match.span(1) for match in pattern.finditer(folded))
        return
    start = folded.find(needle)
    while start >= 0:
        yield start, start + len(needle)
        start = folded.find(needle, start + 1)


def _with_breaks(needle: str) -> str:
    """Give the pattern of a needle whose words may be broken at the end of a line, wherever that is."""
    pieces = []
    for before, character in zip(" " + needle, needle, strict=False):
        if character == _BREAK:
            pieces.append(f"[-{_BREAK}]?")
        elif character == "-":
            pieces.append(f"[-{_BREAK}]")
        else:
            broken = f"{_BREAK}?" if before.isalpha() and character.isalpha() else ""
            pieces.append(broken + re.escape(character))
    return "".join(pieces)


@lru_cache(maxsize=4)
def _fold(text: str) -> tuple[str, Sequence[int]]:
    """Fold a text, and say for each character of the result which character of the text it came from.

    Kept for the last few texts: an audit looks for many quotes in the same one.
    """
    pieces: list[str] = []
    origins = array("L")
    after_space = False
    breaks = {match.start(): match.end() for match in _LINE_END_HYPHEN.finditer(text)}
    skipped_to = 0
    for index, character in enumerate(text):
        if index < skipped_to:
            continue
        if index in breaks:
            piece, skipped_to, after_space = _BREAK, breaks[index], False
        elif character.isspace():
            piece = "" if after_space else " "
            after_space = True
        else:
            piece = _fold_character(character)
            after_space = after_space and not piece
        pieces.append(piece)
        origins.extend([index] * len(piece))
    return "".join(pieces), origins


def _fold_character(character: str) -> str:
    if character in _FOLDED:
        return _FOLDED[character]
    return character if character.isascii() else unicodedata.normalize("NFD", character)


def _stands_as_words(text: str, span: Span) -> bool:
    return not (_cuts_word(text, span.start) or _cuts_word(text, span.end))


def _cuts_word(text: str, position: int) -> bool:
    # A soft hyphen or a joiner is no edge of a word: "trained" does not stand in "un\u00adtrained".
    left, right = position - 1, position
    while left >= 0 and text[left] in _INVISIBLE:
        left -= 1
    while right < len(text) and text[right] in _INVISIBLE:
        right += 1
    if left < 0 or right >= len(text):
        return False
    if _breaks_word(text, position):
        return True
    before, after = text[left], text[right]
    if _hangs_on_letter(after) or _within_number(text, left, right) or _within_compound(text, left, right):
        return True
    if _UNSPACED.match(before) or _UNSPACED.match(after):
        return False
    return (before.isalnum() or _hangs_on_letter(before)) and after.isalnum()


def _within_compound(text: str, left: int, right: int) -> bool:
    """Tell whether a word goes on: "fatal" does not stand in "non-fatal", nor "can" in "can't".

    Other apostrophes are edges: "mayor" stands in "mayor's", and "accord" in "l'accord".
    """
    if text[left] in _HYPHENS:
        return text[left - 1 : left].isalnum() and text[right].isalnum()
    if text[right] in _HYPHENS:
        return text[left].isalnum() and text[right + 1 : right + 2].isalnum()
    return text[left].isalpha() and _NEGATION.match(text, right) is not None


def _breaks_word(text: str, position: int) -> bool:
    """Tell whether a word is broken there at the end of a line: "over" does not stand in "over-/turned"."""
    hyphen = position
    while hyphen > 0 and text[hyphen - 1].isspace():
        hyphen -= 1
    for start in (position, hyphen - 1):
        match = _LINE_END_HYPHEN.match(text, start) if start > 0 else None
        if match and position in match.span():
            return text[start - 1].isalpha() and text[match.end()].isalpha()
    return False


def _hangs_on_letter(character: str) -> bool:
    """Tell whether a character is part of the letter before it: a mark, or a Hangul vowel or final."""
    return unicodedata.category(character)[0] == "M" or "\u1160" <= character <= "\u11ff"


def _within_number(text: str, left: int, right: int) -> bool:
    """Tell whether a number goes on: "250 people" stands neither in "1,250 people" nor in "1 250 people".

    Nor does "5 degrees" in "-5 degrees".
    """
    if text[left] in _SIGNS and text[right].isdigit():
        return not text[left - 1 : left].isalnum()
    return any(_separates_digits(text, position) for position in (left, right))


def _separates_digits(text: str, position: int) -> bool:
    if text[position] in ".,":
        return text[position - 1 : position].isdigit() and text[position + 1 : position + 2].isdigit()
    # Blanks and apostrophes separate groups of three; "in 2020 250 people" is no number.
    return (
        text[position] in _GROUPING
        and _GROUP_BEFORE.search(text[max(0, position - 4) : position]) is not None
        and _GROUP_AFTER.match(text[position + 1 : position + 5]) is not None
    )
