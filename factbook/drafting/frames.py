"""Sentences that do nothing but quote: who says it, and the exact words.

Each is a frame with the names of sources in it and words in quotation marks. It stands alone: a person may
take one over and decline the one before it. So a sentence of such a form, whoever wrote it, is borne out if
its words are whole sentences of each quote that it cites; what it says beyond that is held against the words
themselves or against the stance table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from factbook.drafting.clauses import CORRECTED, stands_whole
from factbook.drafting.hedges import PASSED_ON
from factbook.drafting.naming import MARKS, Names, in_marks
from factbook.drafting.remarks import UNNAMED, is_put_flatly
from factbook.drafting.stands import MIXED, REFUTES, SUPPORTS, Stands
from factbook.model.check import Check
from factbook.model.finding import Finding
from factbook.model.stance import StanceValue
from factbook.wording import N_, and_list, gettext, ngettext, spoken, translated


class Frame(StrEnum):
    """What a quoting sentence says beside the words it quotes."""

    SAYS = N_("{source} says: {words}.")
    WRITES = N_("{source} writes: {words}.")
    SAYS_IN = N_("In {source} it says: {words}.")
    READS = N_("{source} reads: {words}.")
    QUOTES = N_("{source} quotes these words: {words}.")
    QUOTATION = N_("A quotation in {source} reads: {words}.")
    SAME = N_("{source} have the same words: {words}.")
    ALONE = N_("{source}: {words}.")
    FLATLY = N_("The claim is put flatly; {source} hedges: {words}.")
    HEDGED = N_("{source} passes it on with a hedge: {words}.")
    HEDGES = N_("{source} hedges: {words}.")
    UNNAMED = N_("{source} leans on people it does not name: {words}.")
    NOT_NAMED = N_("{source} does not name who told it: {words}.")
    CORRECTED = N_("{source} carries a correction or an addition: {words}.")
    ADDED = N_("There is a correction or an addition in {source}: {words}.")


def choose_frame(names: Names, sources: Sequence[str], *, spoken_words: bool, place: int) -> Frame:
    """Choose how words are brought in that come at this place, from 0, among those of one side.

    ``spoken_words`` are somebody's that a source only quotes. One frame follows another, so that no
    paragraph says "says" all the time.
    """
    if len(sources) > 1:
        return Frame.SAME
    if spoken_words:
        return (Frame.QUOTES, Frame.QUOTATION)[place % 2]
    if place == 0:
        return Frame.SAYS
    if names.has_publisher(sources[0]):
        return (Frame.SAYS, Frame.WRITES)[place % 2]
    return (Frame.READS, Frame.SAYS_IN)[place % 2]


def choose_key_frame(sources: Sequence[str], *, spoken_words: bool) -> Frame:
    """Choose how words are brought in as a key point; those that somebody says stand as that here, too."""
    if not spoken_words:
        return Frame.ALONE
    return Frame.SAME if len(sources) > 1 else Frame.QUOTES


@dataclass(frozen=True)
class Side:
    """How sources stand on a point, as a sentence that quotes them puts it in behind their names.

    ``judged`` tells a person's judgement from what models suggest.
    """

    stands: Stands
    value: StanceValue
    judged: bool

    def put_behind(self, called: str, number: int) -> str:
        """Give what this many sources are called, with how they stand."""
        told = {"source": called, "claim": self.stands.spoken_claim()}
        if self.judged:
            return _judged_so(self.value, number, told)
        return _read_so(self.value, number, told)

    def is_taken_by(self, sources: Sequence[str]) -> bool:
        """Tell whether each of these sources stands so."""
        by_side = self.stands.judged if self.judged else self.stands.read
        return all(source in by_side[self.value] for source in sources)


def fill(frame: Frame, *, names: Names, sources: Sequence[str], words: str, side: Side | None = None) -> str:
    """Give the sentence of a frame."""
    called = _called(names, sources)
    if side:
        called = side.put_behind(called, len(sources))
    return gettext(frame.value, source=called, words=in_marks(words))


def is_borne_out(finding: Finding, *, check: Check, names: Names, stands: tuple[Stands, ...]) -> bool:
    """Tell whether a sentence is one of these, in the language that is spoken, and holds as it stands."""
    cited = finding.citations
    by_id = {quote.id: quote for quote in check.quotes}
    quotes = [by_id[one.quote] for one in cited if one.quote in by_id]
    sources = [one.source for one in cited]
    if not quotes or [quote.source for quote in quotes] != sources or len(set(sources)) != len(sources):
        return False
    points = [one for one in stands if one.point.id in finding.points]
    return any(
        all(stands_whole(quote.exact, words) for quote in quotes) and _holds(frame, words, sources, points)
        for frame, words in _read(finding.uncited_text, names, sources, points)
    )


def _called(names: Names, sources: Sequence[str]) -> str:
    return and_list([names.name(source) for source in sources])


def _judged_so(value: StanceValue, number: int, told: dict[str, str]) -> str:
    if value == SUPPORTS:
        return ngettext(
            "{source}, which supports {claim},", "{source}, which support {claim},", number, **told
        )
    if value == REFUTES:
        return ngettext("{source}, which refutes {claim},", "{source}, which refute {claim},", number, **told)
    return ngettext(
        "{source}, which takes no side on {claim},",
        "{source}, which take no side on {claim},",
        number,
        **told,
    )


def _read_so(value: StanceValue, number: int, told: dict[str, str]) -> str:
    if value == SUPPORTS:
        return ngettext(
            "{source}, read as supporting {claim},", "{source}, read as supporting {claim},", number, **told
        )
    if value == REFUTES:
        return ngettext(
            "{source}, read as refuting {claim},", "{source}, read as refuting {claim},", number, **told
        )
    return ngettext(
        "{source}, read as taking no side on {claim},",
        "{source}, read as taking no side on {claim},",
        number,
        **told,
    )


def _read(
    text: str, names: Names, sources: Sequence[str], points: Sequence[Stands]
) -> Iterator[tuple[Frame, str]]:
    """Give each frame that a sentence on these sources can be of, and the words it then quotes."""
    bare = _called(names, sources)
    with_side = {side.put_behind(bare, len(sources)) for side in _sides(points) if side.is_taken_by(sources)}
    for frame in Frame:
        found = _pattern(frame, spoken()).fullmatch(text)
        if found and (found["source"] == bare or (frame in _WITH_SIDE and found["source"] in with_side)):
            yield frame, found["words"]


def _sides(points: Sequence[Stands]) -> Iterator[Side]:
    """Give every way to stand on the point of a sentence, if it is on one."""
    for one in points if len(points) == 1 else ():
        for value in (SUPPORTS, REFUTES, MIXED):
            yield from (Side(one, value, judged) for judged in (True, False))


@lru_cache(maxsize=64)
def _pattern(frame: Frame, language: str) -> re.Pattern[str]:  # noqa: ARG001  the message depends on it
    before, after = ("".join(re.escape(pair[end]) for pair in MARKS) for end in (0, 1))
    pattern = re.escape(translated(frame.value))
    pattern = pattern.replace(r"\{source\}", "(?P<source>.+?)", 1)
    return re.compile(pattern.replace(r"\{words\}", f"[{before}](?P<words>.+)[{after}]", 1), re.DOTALL)


def _holds(frame: Frame, words: str, sources: Sequence[str], points: Sequence[Stands]) -> bool:
    if (frame == Frame.SAME) != (len(sources) > 1) and frame != Frame.ALONE:
        return False
    if frame == Frame.FLATLY:
        return (
            bool(PASSED_ON.search(words))
            and bool(points)
            and all(is_put_flatly(one.point.text) for one in points)
        )
    pattern = _PATTERNS.get(frame)
    return pattern is None or bool(pattern.search(words))


_WITH_SIDE = frozenset([Frame.SAYS, Frame.QUOTES, Frame.SAME])
_PATTERNS = {
    Frame.HEDGED: PASSED_ON,
    Frame.HEDGES: PASSED_ON,
    Frame.UNNAMED: UNNAMED,
    Frame.NOT_NAMED: UNNAMED,
    Frame.CORRECTED: CORRECTED,
    Frame.ADDED: CORRECTED,
}
