"""Sentences on what stands around a claim: copies of one text, dates, gaps, and who stands behind sources.

Like those of `drafting.standing` they tell the check's own records, and can be told again from them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from factbook.analysis.origins import Origins
from factbook.drafting.copies import knows_an_original, tell_copies
from factbook.drafting.draft import Sentence
from factbook.drafting.naming import Names, noted_name, say_count
from factbook.drafting.standing import cite_sources
from factbook.drafting.stands import MIXED, REFUTES, SUPPORTS, Stands, spoken_points
from factbook.model.check import Check
from factbook.model.finding import Citation, Section, split_citations
from factbook.model.record import certainly_before
from factbook.wording import gettext, ngettext, say_partial_day

_MOST_SETTLING = 3
"""Points of which it is said what would settle them."""


def tell_context(
    check: Check, stands: Sequence[Stands], *, names: Names, origins: Origins
) -> Iterator[Sentence]:
    """Say what is missing or stands behind: copies, dates, what could not be read, what would settle it."""
    yield from tell_copies(stands, names=names, origins=origins)
    yield from _dates(check, stands, names)
    yield from _apart_and_undated(names, origins)
    unread = [source.id for source in check.sources if not source.is_read]
    if unread:
        words = ngettext(
            "{sources} could not be read, so that nothing is said of it here.",
            "{sources} could not be read, so that nothing is said of them here.",
            len(unread),
            sources=names.list_or_count(unread),
        )
        yield _told(names, Section.CONTEXT, words, unread)
    yield from _settling(stands, names, origins)


def tell_interests(check: Check, *, names: Names) -> Iterator[Sentence]:
    """Say who stands behind the sources as far as it is on record, and of which it is not."""
    known = [source for source in check.sources if source.interest and not _cites(source.interest)]
    for source in known:
        words = gettext(
            "On {source} it is on record: {interest}",
            source=names.name(source.id, dated=False),
            interest=f"{source.interest.rstrip(' .')}.",
        )
        yield _told(names, Section.INTERESTS, words, [source.id])
    yield from _claimants_own(check, names)
    yield from _one_publisher(check, names)
    rest = [source.id for source in check.sources if not source.interest]
    if rest and len(rest) == len(check.sources):
        words = ngettext(
            "Who stands behind the one source, and what they stand to gain, is not on record.",
            "Who stands behind the {how_many} sources, and what they stand to gain, is not on record.",
            len(rest),
            how_many=say_count(len(rest)),
        )
        yield _told(names, Section.INTERESTS, words, rest)
    elif rest:
        words = gettext(
            "Of {sources} it is not on record who stands behind them.", sources=names.list_or_count(rest)
        )
        yield _told(names, Section.INTERESTS, words, rest)


def _dates(check: Check, stands: Sequence[Stands], names: Names) -> Iterator[Sentence]:
    dated = {source.id: source.issued for source in check.sources if source.issued}
    for one in stands:
        yield from _which_came_first(one, dated, names)
    claimed = check.claim.claimed_on
    if claimed and dated and all(certainly_before(day, claimed) for day in dated.values()):
        words = gettext(
            "All dated sources are older than the claim itself, which is of {day}.",
            day=say_partial_day(claimed),
        )
        yield _told(names, Section.CONTEXT, words, dated)
        return
    first, last = _first_and_last(list(dated.values()))
    if first != last:
        words = gettext(
            "The dated sources are from {first} to {last}.",
            first=say_partial_day(first),
            last=say_partial_day(last),
        )
        yield _told(names, Section.CONTEXT, words, dated)


def _apart_and_undated(names: Names, origins: Origins) -> Iterator[Sentence]:
    """Say that no two sources are one text, and which have no date; together where both hold of all."""
    every = [source.id for source in names.check.sources]
    undated = [source.id for source in names.check.sources if not source.issued]
    if len(every) < 2:
        return
    # Of what nobody could read, it is not known whether it is a copy.
    read = [source.id for source in names.check.sources if source.is_read]
    apart = len(read) > 1 and not any(group.folds for group in origins.groups)
    count = {"count": say_count(len(every))}
    untold = undated == every and not knows_an_original(names.check, origins)
    if len(every) == 2:
        yield from _two_apart_and_undated(names, apart=apart, undated=undated, untold=untold)
        return
    if apart and undated == read == every:
        words = gettext(
            "No two of the {count} sources print the same text, so that each counts as an origin of its own; "
            "but none has a date on record, so that it cannot be told which came first.",
            **count,
        )
        yield _told(names, Section.CONTEXT, words, every)
        return
    if apart and read == every:
        words = gettext(
            "No two of the {count} sources print the same text, so that each counts as an origin of its own.",
            **count,
        )
        yield _told(names, Section.CONTEXT, words, every)
    elif apart:
        words = (
            gettext(
                "The two sources that could be read print different texts, and each counts as an origin of "
                "its own."
            )
            if len(read) == 2
            else gettext(
                "No two of the {count} sources that could be read print the same text, so that each counts "
                "as an origin of its own.",
                count=say_count(len(read)),
            )
        )
        yield _told(names, Section.CONTEXT, words, read)
    if untold:
        words = gettext(
            "None of the {count} sources has a date on record, so that it cannot be told which came first.",
            **count,
        )
        yield _told(names, Section.CONTEXT, words, every)
    elif undated:
        yield _told(names, Section.CONTEXT, _undated(names, undated), undated)


def _two_apart_and_undated(
    names: Names, *, apart: bool, undated: Sequence[str], untold: bool
) -> Iterator[Sentence]:
    every = [source.id for source in names.check.sources]
    if apart:
        words = gettext("The two sources print different texts, and each counts as an origin of its own.")
        yield _told(names, Section.CONTEXT, words, every)
    if untold:
        words = gettext(
            "Neither of the two sources has a date on record, so that it cannot be told which came first."
        )
        yield _told(names, Section.CONTEXT, words, every)
    elif undated:
        yield _told(names, Section.CONTEXT, _undated(names, undated), undated)


def _undated(names: Names, undated: Sequence[str]) -> str:
    return ngettext(
        "{sources} has no date on record.",
        "{sources} have no date on record.",
        len(undated),
        sources=names.list_or_count(undated),
    )


def _which_came_first(one: Stands, dated: dict[str, str], names: Names) -> Iterator[Sentence]:
    """Say whether all of one side is newer than the other: news is often set right later.

    Of a side with a source that has no date it is not known.
    """
    by_side = one.judged if one.any_judged else one.read
    supports, refutes = by_side[SUPPORTS], by_side[REFUTES]
    if not (supports and refutes) or any(source not in dated for source in (*supports, *refutes)):
        return
    support_days, refute_days = ([dated[source] for source in side] for side in (supports, refutes))
    told = {"claim": one.spoken_claim()}
    if _all_before(support_days, refute_days):
        days = {
            "earlier": say_partial_day(_first_and_last(support_days)[1]),
            "later": say_partial_day(_first_and_last(refute_days)[0]),
        }
        if one.any_judged:
            words = gettext(
                "All that refutes {claim} is newer than what supports it: the last support is of "
                "{earlier}, the first refutation of {later}.",
                **told,
                **days,
            )
        else:
            words = gettext(
                "All that is read as refuting {claim} is newer than what is read as supporting it: the "
                "first of the one is of {later}, the last of the other of {earlier}.",
                **told,
                **days,
            )
    elif _all_before(refute_days, support_days):
        days = {
            "earlier": say_partial_day(_first_and_last(refute_days)[1]),
            "later": say_partial_day(_first_and_last(support_days)[0]),
        }
        if one.any_judged:
            words = gettext(
                "All that supports {claim} is newer than what refutes it: the last refutation is of "
                "{earlier}, the first support of {later}.",
                **told,
                **days,
            )
        else:
            words = gettext(
                "All that is read as supporting {claim} is newer than what is read as refuting it: the "
                "first of the one is of {later}, the last of the other of {earlier}.",
                **told,
                **days,
            )
    else:
        return
    yield _told(names, Section.CONTEXT, words, [*supports, *refutes], points=(one.point.id,))


def _settling(stands: Sequence[Stands], names: Names, origins: Origins) -> Iterator[Sentence]:
    """Say what evidence would settle the points that are open, up to a few of them."""
    only_read = [one for one in stands if one.any_read and not one.any_judged]
    if only_read:
        claim = only_read[0].spoken_claim() if len(only_read) == 1 else spoken_points(only_read)
        words = gettext(
            "Before {claim} can be settled, a person has to confirm or correct what the model reads.",
            claim=claim,
        )
        read = {source for one in only_read for sources in one.read.values() for source in sources}
        points = tuple(one.point.id for one in only_read)
        yield _told(names, Section.CONTEXT, words, read, points=points)
    every = [source.id for source in names.check.sources]
    told = (sentence for one in stands for sentence in _settling_of(one, every, names, origins))
    for sentence, _ in zip(told, range(_MOST_SETTLING), strict=False):
        yield sentence


def _settling_of(one: Stands, every: Sequence[str], names: Names, origins: Origins) -> Iterator[Sentence]:
    claim = {"claim": one.spoken_claim()}
    supports, refutes, mixed = (one.judged[value] for value in (SUPPORTS, REFUTES, MIXED))
    cited: Sequence[str] = (*supports, *refutes, *mixed)
    if not one.any_judged:
        return
    if supports and refutes:
        words = gettext(
            "To settle {claim} would take evidence that neither side depends on, such as an original "
            "document, a recording or a witness.",
            **claim,
        )
    elif not (supports or refutes or mixed):
        words = gettext("To settle {claim} would take a source that addresses it at all.", **claim)
        cited = every
    elif not (supports or refutes):
        words = gettext(
            "To settle {claim} would take a source that comes down on one side and says how it knows.",
            **claim,
        )
    elif origins.count([*supports, *refutes]) == 1:
        words = (
            gettext(
                "All that supports {claim} goes back to one origin; a second, independent one would have to "
                "bear it out.",
                **claim,
            )
            if supports
            else gettext(
                "All that refutes {claim} goes back to one origin; a second, independent one would have to "
                "bear that out.",
                **claim,
            )
        )
        cited = (*supports, *refutes)
    else:
        return
    yield _told(names, Section.CONTEXT, words, cited, points=(one.point.id,))


def _claimants_own(check: Check, names: Names) -> Iterator[Sentence]:
    claimant = check.claim.claimant
    own = [
        source.id
        for source in check.sources
        if claimant
        and claimant.casefold()
        in {source.publisher.casefold(), *(author.display.casefold() for author in source.author)}
    ]
    if own and not _cites(claimant):
        named = names.list_or_count(own)
        if named.casefold() == claimant.casefold():
            words = gettext("{claimant} made the claim, and is a source on it here.", claimant=claimant)
            yield _told(names, Section.INTERESTS, words, own)
            return
        words = ngettext(
            "{sources} comes from {claimant}, who made the claim.",
            "{sources} come from {claimant}, who made the claim.",
            len(own),
            sources=named,
            claimant=claimant,
        )
        yield _told(names, Section.INTERESTS, words, own)


def _one_publisher(check: Check, names: Names) -> Iterator[Sentence]:
    by_publisher: dict[str, list[str]] = {}
    for source in check.sources:
        # A web host is where something stands, and not who publishes it.
        by_publisher.setdefault(noted_name(source.publisher), []).append(source.id)
    for publisher, sources in by_publisher.items():
        if publisher and len(sources) > 1:
            words = gettext(
                "{count} of the {total} sources come from one publisher, {publisher}.",
                count=say_count(len(sources)),
                total=say_count(len(check.sources)),
                publisher=publisher,
            )
            if len(sources) == len(check.sources):
                words = gettext("All sources come from one publisher, {publisher}.", publisher=publisher)
            yield _told(names, Section.INTERESTS, words, sources)


def _all_before(some: Sequence[str], others: Sequence[str]) -> bool:
    return all(certainly_before(one, other) for one in some for other in others)


def _first_and_last(days: Sequence[str]) -> tuple[str, str]:
    """Give the first and the last date for certain: of March and the 15th of March, that is March."""
    first = [day for day in days if not any(certainly_before(other, day) for other in days)]
    last = [day for day in days if not any(certainly_before(day, other) for other in days)]
    return min(first, key=len, default=""), min(last, key=len, default="")


def _cites(words: str) -> bool:
    return any(isinstance(piece, Citation) for piece in split_citations(words))


def _told(
    names: Names, section: Section, words: str, sources: Collection[str], *, points: tuple[str, ...] = ()
) -> Sentence:
    return Sentence(section, names.capitalised(words), cite_sources(names, sources), points)
