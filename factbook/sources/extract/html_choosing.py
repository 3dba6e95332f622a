"""Which lines of a page are its main text.

trafilatura tells the main text from the rest, but it also takes elements out of the midst of sentences if
their class sounds like an advertisement ("he did <span class="ad">not</span> pay"), leaves out a paragraph
that comes twice, and composes accents. So it only chooses here: what is kept are whole lines of the page, as
they stand there.
"""

from __future__ import annotations

import unicodedata

_PIECE = 12
"""Characters of the pieces that lines are compared by, where they are not the same as a whole."""
_MIN_LENGTH = 20
"""Characters of a line, below which it must be chosen as a whole: "Home" stands in many a sentence."""
_MIN_SHARE = 0.5


def chosen_lines(everything: str, main: str) -> str:
    """Give those lines of a page's text that its main text, as somebody else wrote it down, is made of."""
    lines = {_squeezed(line) for line in main.split("\n")}
    whole = _squeezed(main)
    paragraphs = []
    for paragraph in everything.split("\n\n"):
        kept = paragraph.split("\n")
        # As a whole, or those lines of it: preformatted text may stand in one line there.
        if not _is_chosen(_squeezed(paragraph), lines, whole):
            kept = [line for line in kept if _is_chosen(_squeezed(line), lines, whole)]
        if any(kept):
            paragraphs.append("\n".join(kept))
    return "\n\n".join(paragraphs)


def _is_chosen(line: str, lines: set[str], whole: str) -> bool:
    if line in lines:
        return True
    if len(line) < _MIN_LENGTH:
        return False
    if line in whole:
        return True
    pieces = [line[at : at + _PIECE] for at in range(0, len(line) - _PIECE + 1, _PIECE)]
    return sum(piece in whole for piece in pieces) >= _MIN_SHARE * len(pieces)


def _squeezed(text: str) -> str:
    """Give a text without what trafilatura changes in it."""
    kept = "".join(character for character in text if character.isprintable() and not character.isspace())
    return kept if kept.isascii() else unicodedata.normalize("NFC", kept)
