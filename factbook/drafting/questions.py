"""Questions that a check leaves open: points that no source addresses, sides that stand alone, gaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from factbook.analysis.origins import Origins
from factbook.drafting.choosing import Chosen
from factbook.drafting.naming import Names, distinct, in_marks
from factbook.drafting.stands import MIXED, REFUTES, SUPPORTS, Stands, shortened
from factbook.evidence.sentences import ends_as_question
from factbook.model.check import Check
from factbook.wording import gettext

MOST_QUESTIONS = 5

_FEWEST_QUESTIONS = 3
"""Up to this number, questions that any check has are asked, too."""

_MOST_SPEAKERS = 2


@dataclass(frozen=True)
class Gaps:
    """What the words of sources leave open, each with the source and the words that show it.

    Attributes
    ----------
    hedging, unnamed, corrected:
        What is passed on with a hedge, leans on people without names, or was corrected.
    cited:
        Whom sources name as having said it, with these sources; most sources first.
    wordless, read_without_words:
        Sources of a side that people found, or that models read so, and the draft quotes no words for.
    """

    hedging: Sequence[Chosen] = ()
    unnamed: Sequence[Chosen] = ()
    corrected: Sequence[Chosen] = ()
    cited: Sequence[tuple[str, Sequence[str]]] = ()
    wordless: Sequence[str] = ()
    read_without_words: Sequence[str] = ()


def ask_questions(
    check: Check, stands: Sequence[Stands], *, names: Names, origins: Origins, gaps: Gaps
) -> tuple[str, ...]:
    """Give the questions that the check leaves open, those on its points first, up to a few.

    What can be asked of any check is asked only where there is little else to ask.
    """
    asked = [
        *(question for one in stands for question in _on_point(one, names, origins)),
        *_on_words(gaps, names),
        *_on_sources(check, names, origins),
    ]
    asked += [*_on_records(check, stands, names)][: max(_FEWEST_QUESTIONS - len(asked), 0)]
    return tuple(distinct(asked)[:MOST_QUESTIONS])


def _on_words(gaps: Gaps, names: Names) -> Iterator[str]:
    """Ask after what the sources' own words leave open."""
    if gaps.wordless:
        named = names.list_or_count(gaps.wordless)
        yield gettext("On which words of {sources} does the judgement rest?", sources=named)
    if gaps.read_without_words:
        named = names.list_or_count(gaps.read_without_words)
        yield gettext("On which words of {sources} does what the model reads rest?", sources=named)
    for speaker, sources in gaps.cited[:_MOST_SPEAKERS]:
        yield gettext(
            "What does {speaker} say in full, as cited by {sources}?",
            speaker=speaker,
            sources=names.list_or_count(sources),
        )
    for one in gaps.unnamed[:1]:
        yield gettext("Who are the people that {source} does not name?", source=names.name(one.source))
    for one in gaps.hedging[:1]:
        yield gettext(
            "Has what {source} passes on with a hedge been confirmed since?", source=names.name(one.source)
        )
    for one in gaps.corrected[:1]:
        yield gettext("What did {source} say before it was changed?", source=names.name(one.source))


def _on_point(one: Stands, names: Names, origins: Origins) -> Iterator[str]:
    asks = one.point.text == names.check.claim.question or ends_as_question(one.point.text)
    # Nobody bears out or refutes a question.
    claim = one.spoken_claim(in_full=True) if asks else in_marks(shortened(one.point))
    supports, refutes, mixed = (one.taking(value) for value in (SUPPORTS, REFUTES, MIXED))
    sides = (*supports, *refutes)
    if not (sides or mixed):
        # The question of the whole check stands at its head already.
        yield one.point.text if asks and one.number else _on_silence(one, claim, names)
    elif supports and refutes:
        named = {"one": names.name(supports[0]), "other": names.name(refutes[0])}
        if supports[0] in one.judged[SUPPORTS] and refutes[0] in one.judged[REFUTES]:
            yield gettext("Why do {one} and {other} say the opposite of each other?", **named)
        else:
            yield gettext("Do {one} and {other} really say the opposite of each other?", **named)
    elif not sides:
        yield gettext("Is there a source that takes a side on {claim}?", claim=claim)
    elif origins.count(sides) == 1:
        named = {"claim": claim, "source": names.name(origins.of(sides[0]))}
        if supports:
            yield gettext("Does anybody bear out {claim} independently of {source}?", **named)
        else:
            yield gettext("Does anybody refute {claim} independently of {source}?", **named)
    else:
        first, second = distinct(map(origins.of, sides))[:2]
        yield gettext(
            "Which original document or witness do {one} and {other} rest on?",
            one=names.name(first),
            other=names.name(second),
        )


def _on_silence(one: Stands, claim: str, names: Names) -> str:
    """Ask for what no source says on a point, or for what they say, where nobody has looked at any."""
    sources = names.check.sources
    if not sources or len(one.untold) < len(sources):
        return gettext("What source would bear out or refute {claim}?", claim=claim)
    if len(sources) == 1:
        return gettext("What does {source} say on {claim}?", source=names.name(sources[0].id), claim=claim)
    return gettext("What do the sources say on {claim}?", claim=claim)


def _on_sources(check: Check, names: Names, origins: Origins) -> Iterator[str]:
    if check.claim.claimant:
        yield gettext("What does {claimant} base the claim on?", claimant=check.claim.claimant)
    for group in origins.groups:
        if group.folds:
            yield gettext(
                "Where does the text come from that {sources} print?",
                sources=names.list_or_count(group.sources),
            )
    for source in check.sources:
        if not source.is_read:
            yield gettext("What does {source}, which could not be read, say?", source=names.name(source.id))


def _on_records(check: Check, stands: Sequence[Stands], names: Names) -> Iterator[str]:
    """Ask for what no record tells, of the sources as a whole."""
    if any(one.taking(MIXED) for one in stands) and any(one.taking(SUPPORTS) for one in stands):
        sources = distinct(source for one in stands for source in one.taking(MIXED))
        yield gettext("What keeps {sources} from taking a side?", sources=names.list_or_count(sources))
    if len(check.sources) > 1 and not any(source.issued for source in check.sources):
        yield gettext("Which of the sources was first, and what did the others add to it?")
    if any(source.interest for source in check.sources):
        return
    if len(check.sources) == 1:
        source = names.name(check.sources[0].id)
        yield gettext("Who stands behind {source}, and what do they stand to gain?", source=source)
    elif check.sources:
        yield gettext("Who stands behind the sources, and what do they stand to gain?")
