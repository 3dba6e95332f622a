"""Sentences of a text, by where they stand in it.

The rules follow the Unicode sentence boundaries of UAX #29 and add what running English text needs: no
sentence ends after an abbreviation, an initial or inside a number, and a line break ends one where the line
before is no wrapped prose. Nothing is changed: a sentence is a span of the text, so its words can be quoted
as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from factbook.model.anchoring import Span

SENTENCE_WORDS = 80
"""A sentence of more words (a list, a table, a transcript without full stops) is cut, at commas."""

_WORD_CHARACTERS = 60
"""What has no blank for so long (a row of numbers, an address, noise) counts as more than one word."""

# Possessive, and never from the middle of a row of marks: else a long row of dots would be tried from each.
_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’»)\]]*+(?=\s)|[。！？]+[」』”’）]*|\n\s*\n|\n")
_ABBREVIATIONS = frozenset(
    """mr mrs ms dr prof rev hon st sr jr gov sen rep gen col lt sgt capt cmdr adm maj pvt pres supt det insp
    vs etc inc ltd co corp bros dept univ assn est approx fig figs no nos vol ed eds pp ch sec art al cf viz
    jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun a.m p.m u.s u.k u.n e.u d.c
    e.g
    i.e ph.d m.d b.a m.a calif mass conn ave blvd rd mt ft""".split()
)
_OFTEN_LAST = frozenset("a.m p.m u.s u.k u.n e.u d.c etc inc ltd co corp jr sr ph.d m.d no".split())
"""Abbreviations that also end sentences: they do where a word follows that starts sentences."""
_STARTERS = frozenset(
    """the a an it he she they we i you this that these those there in on at but and for after before when
    while
    if as its his her their our what who how why if so yet since although however meanwhile""".split()
)
_WORD = re.compile(rf"\S{{1,{_WORD_CHARACTERS}}}")
_LAST_WORD = re.compile(r"(\S+)$")
_NEXT = re.compile(r"\s*[\"'“‘«(\[]*(\w+)?")


def split_sentences(text: str) -> list[Span]:
    """Give the sentences of a text in order, with no blanks at either end.

    Blank stretches belong to no sentence; every other character belongs to exactly one.
    """
    spans: list[Span] = []
    start = 0
    for end in _ends(text):
        spans.extend(_trimmed(text, start, end))
        start = end
    spans.extend(_trimmed(text, start, len(text)))
    return [part for span in spans for part in _cut_long(text, span)]


def ends_as_question(text: str) -> bool:
    """Tell whether the last mark of a text is that of a question, whatever is closed behind it."""
    return text.rstrip(" \t\r\n\"'”’»)]!").endswith(("?", "？", "؟"))


def only_asks(text: str) -> bool:
    """Tell whether each sentence of a text is a question: it states nothing."""
    if not ends_as_question(text):
        return False
    return all(ends_as_question(text[start:end]) for start, end in split_sentences(text))


def as_sentence(claim: str) -> str:
    """Give a claim the stop of a statement where it ends with no mark, as a point that was typed in may.

    The claims that passages are learnt from have one; without it they are read less well.
    """
    return f"{claim.rstrip()}." if claim.rstrip()[-1:].isalnum() else claim


def _ends(text: str) -> Iterator[int]:
    for match in _END.finditer(text):
        mark = match.group()
        if mark.startswith("\n"):
            if "\n" in mark[1:] or not _is_wrapped_prose(text, match.start(), match.end()):
                yield match.start()
        elif mark[0] in "。！？" or not _goes_on(text, match.start(), match.end(), mark):
            yield match.end()


def _is_wrapped_prose(text: str, before: int, after: int) -> bool:
    # A wrapped line is long, does not end like a sentence, and the next starts in lower case.
    line = text[max(text.rfind("\n", 0, before) + 1, before - 200) : before].rstrip()
    following = text[after : after + 1]
    return len(line) >= 40 and line[-1:] not in ".!?:;" and (following.islower() or following.isdigit())


def _goes_on(text: str, start: int, end: int, mark: str) -> bool:
    """Tell whether the sentence goes on after this mark, as after ``Mr.`` or ``J.``."""
    following = _NEXT.match(text, end)
    word = (following and following.group(1)) or ""
    if not word:
        return False
    if word[0].islower():
        return mark[0] in ".…"
    if mark[0] != "." or len(mark) > 1:
        return False
    last = _LAST_WORD.search(text, max(start - 20, 0), start)
    word_before = last.group(1).lstrip("\"'“‘«([").casefold() if last else ""
    if word_before in _ABBREVIATIONS:
        return word_before not in _OFTEN_LAST or word.casefold() not in _STARTERS
    return (
        len(word_before) == 1
        and word_before.isalpha()
        and word_before != "i"
        and word.casefold() not in _STARTERS
    )


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    part = text[start:end]
    stripped = part.strip()
    if stripped:
        offset = start + len(part) - len(part.lstrip())
        yield Span(offset, offset + len(stripped))


def _cut_long(text: str, span: Span) -> Iterator[Span]:
    words = [match.span() for match in _WORD.finditer(text[span.start : span.end])]
    if len(words) <= SENTENCE_WORDS:
        yield span
        return
    first = 0
    while first < len(words):
        last = min(first + SENTENCE_WORDS, len(words))
        if last < len(words):
            commas = [
                i
                for i in range(first + SENTENCE_WORDS // 2, last)
                if text[span.start + words[i][1] - 1] in ",;:|"
            ]
            last = commas[-1] + 1 if commas else last
        yield Span(span.start + words[first][0], span.start + words[last - 1][1])
        first = last
