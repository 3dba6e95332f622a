"""Where quoted words stand in a text.

Words are compared with everything folded that typesetting changes and meaning does not: runs of white
space, the shapes of quotation marks and dashes, ligatures, soft hyphens, and composed or decomposed accents.
A changed letter is never folded away.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from typing import NamedTuple

from factbook.model.quote import SURROUNDING_LENGTH

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
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")
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
    start = folded.find(needle)
    while start >= 0:
        end = start + len(needle)
        # A match must not begin or end within what one character was folded to, like half a ligature.
        whole = (start == 0 or origins[start - 1] != origins[start]) and (
            end == len(folded) or origins[end] != origins[end - 1]
        )
        span = Span(origins[start], origins[end - 1] + 1)
        if whole and _stands_as_words(text, span):
            spans.append(span)
        start = folded.find(needle, start + 1)
    return spans


def surroundings(text: str, span: Span, *, length: int = SURROUNDING_LENGTH) -> tuple[str, str]:
    """Give the characters before and after a span: a TextQuoteSelector's prefix and suffix."""
    return text[max(0, span.start - length) : span.start], text[span.end : span.end + length]


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
    return [
        (" ".join(asked[a:b]), " ".join(stands[c:d]))
        for kind, a, b, c, d in matcher.get_opcodes()
        if kind in {"replace", "delete"} or (kind == "insert" and 0 < a < len(asked))
    ]


def _word_list(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _fold(text: str) -> tuple[str, list[int]]:
    """Fold a text, and say for each character of the result which character of the text it came from."""
    pieces: list[str] = []
    origins: list[int] = []
    after_space = False
    for index, character in enumerate(text):
        if character.isspace():
            piece = "" if after_space else " "
            after_space = True
        else:
            piece = _FOLDED.get(character)  # type: ignore[assignment]
            if piece is None:
                piece = character if character.isascii() else unicodedata.normalize("NFD", character)
            after_space = after_space and not piece
        pieces.append(piece)
        origins.extend([index] * len(piece))
    return "".join(pieces), origins


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
    before, after = text[left], text[right]
    if _hangs_on_letter(after) or _is_separator_in_number(text, left) or _is_separator_in_number(text, right):
        return True
    if _UNSPACED.match(before) or _UNSPACED.match(after):
        return False
    return (before.isalnum() or _hangs_on_letter(before)) and after.isalnum()


def _hangs_on_letter(character: str) -> bool:
    """Tell whether a character is part of the letter before it: a mark, or a Hangul vowel or final."""
    return unicodedata.category(character)[0] == "M" or "\u1160" <= character <= "\u11ff"


def _is_separator_in_number(text: str, position: int) -> bool:
    """Tell whether a comma or point stands between digits: "250 people" does not stand in "1,250 people"."""
    return (
        text[position] in ".,"
        and text[position - 1 : position].isdigit()
        and text[position + 1 : position + 2].isdigit()
    )
