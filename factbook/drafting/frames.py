"""Sentences that do nothing but quote: who says it, and the exact words.

Each is a frame with a source's name in it and its words in quotation marks. So a sentence of such a form,
whoever wrote it, is borne out if its words stand in the quote that it cites; what a frame says beyond that is
held against the words themselves or against the stance table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache

from factbook.drafting.naming import MARKS, Names, in_marks
from factbook.drafting.remarks import CORRECTED, HEDGED, UNNAMED, is_put_flatly
from factbook.drafting.stands import MIXED, REFUTES, SUPPORTS, Stands
from factbook.model.anchoring import find_words
from factbook.model.check import Check
from factbook.model.finding import Finding
from factbook.wording import N_, gettext, spoken, translated


class Frame(StrEnum):
    """What a quoting sentence says beside the words it quotes."""

    SAYS = N_("{source} says: {words}.")
    SAYS_IN = N_("In {source} it says: {words}.")
    LIKEWISE = N_("Likewise {source}: {words}.")
    AND = N_("And {source}: {words}.")
    AGAINST = N_("Against that stands {source}: {words}.")
    NEITHER = N_("On neither side, {source}: {words}.")
    READ_SUPPORTS = N_("Read as supporting it, {source}: {words}.")
    READ_REFUTES = N_("Read as refuting it, {source}: {words}.")
    READ_MIXED = N_("Read as coming down on neither side, {source}: {words}.")
    ALONE = N_("{source}: {words}.")
    FLATLY = N_("The claim is put flatly; {source} hedges: {words}.")
    HEDGED = N_("{source} passes it on with a hedge: {words}.")
    SO_DOES = N_("So does {source}: {words}.")
    UNNAMED = N_("{source} leans on people it does not name: {words}.")
    CORRECTED = N_("{source} carries a correction or an addition: {words}.")


def fill(frame: Frame, *, names: Names, source: str, words: str, spoken_words: bool) -> str:
    """Give the sentence of a frame; ``spoken_words`` are somebody's that the source only quotes."""
    if frame == Frame.SAYS and not spoken_words and not names.has_publisher(source):
        frame = Frame.SAYS_IN
    name = names.name(source)
    if spoken_words and frame not in _OF_THE_SOURCE:
        first = translated(frame).startswith("{source}")
        name = (
            gettext("A quotation in {source}", source=name)
            if first
            else gettext("a quotation in {source}", source=name)
        )
    return gettext(frame.value, source=name, words=in_marks(words))


def is_borne_out(finding: Finding, *, check: Check, names: Names, stands: tuple[Stands, ...]) -> bool:
    """Tell whether a sentence is one of these, in the language that is spoken, and holds as it stands."""
    cited = finding.citations
    if len(cited) != 1 or cited[0].quote is None:
        return False
    quote = next((one for one in check.quotes if one.id == cited[0].quote), None)
    if quote is None or quote.source != cited[0].source:
        return False
    return any(
        find_words(quote.exact, words) and _holds(frame, words, quote.source, finding, stands)
        for frame, words in _read(finding.uncited_text, names, quote.source)
    )


def _read(text: str, names: Names, source: str) -> Iterator[tuple[Frame, str]]:
    """Give each frame that a sentence on a source can be of, and the words it then quotes."""
    name = names.name(source)
    called = (
        name,
        gettext("A quotation in {source}", source=name),
        gettext("a quotation in {source}", source=name),
    )
    for frame in Frame:
        found = _pattern(frame, spoken()).fullmatch(text)
        if found and found["source"] in called:
            yield frame, found["words"]


@lru_cache(maxsize=64)
def _pattern(frame: Frame, language: str) -> re.Pattern[str]:  # noqa: ARG001  the message depends on it
    before, after = ("".join(re.escape(pair[end]) for pair in MARKS) for end in (0, 1))
    pattern = re.escape(translated(frame.value))
    pattern = pattern.replace(r"\{source\}", "(?P<source>.+?)", 1)
    return re.compile(pattern.replace(r"\{words\}", f"[{before}](?P<words>.+)[{after}]", 1), re.DOTALL)


def _holds(frame: Frame, words: str, source: str, finding: Finding, stands: tuple[Stands, ...]) -> bool:
    points = [one for one in stands if one.point.id in finding.points]
    if frame in _STANCES:
        kind, values = _STANCES[frame]
        sides = [getattr(one, kind) for one in points]
        return bool(sides) and all(any(source in side[value] for value in values) for side in sides)
    if frame == Frame.FLATLY:
        return (
            bool(HEDGED.search(words))
            and bool(points)
            and all(is_put_flatly(one.point.text) for one in points)
        )
    patterns = _PATTERNS.get(frame)
    return patterns is None or any(pattern.search(words) for pattern in patterns)


_STANCES = {
    Frame.AGAINST: ("judged", (SUPPORTS, REFUTES)),
    Frame.NEITHER: ("judged", (MIXED,)),
    Frame.READ_SUPPORTS: ("read", (SUPPORTS,)),
    Frame.READ_REFUTES: ("read", (REFUTES,)),
    Frame.READ_MIXED: ("read", (MIXED,)),
}
_PATTERNS = {
    Frame.HEDGED: (HEDGED,),
    Frame.UNNAMED: (UNNAMED,),
    Frame.CORRECTED: (CORRECTED,),
    Frame.SO_DOES: (HEDGED, UNNAMED, CORRECTED),
}
_OF_THE_SOURCE = frozenset([Frame.FLATLY, *_PATTERNS])
"""What the source itself does, whoever is speaking in it."""
