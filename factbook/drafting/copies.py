"""Sentences on sources that print one text: that they count as one, which came first, who judged them apart.

Like those of `drafting.standing` they tell the check's own records, and can be told again from them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from factbook.analysis.addresses import is_archived
from factbook.analysis.origins import Fold, Origin, Origins
from factbook.analysis.wires import is_agency
from factbook.drafting.draft import Sentence
from factbook.drafting.naming import Names
from factbook.drafting.standing import cite_sources
from factbook.drafting.stands import BySide, Stands, spoken_points
from factbook.model.check import Check
from factbook.model.finding import Section
from factbook.model.record import certainly_before
from factbook.model.source import Source
from factbook.wording import gettext


def tell_copies(stands: Sequence[Stands], *, names: Names, origins: Origins) -> Iterator[Sentence]:
    """Say of each text that several sources print that it is one, and where they are not judged as one."""
    for group in origins.groups:
        if not group.folds:
            continue
        held = [source.id for source in names.check.sources if source.id in group.sources]
        told = {"sources": names.list_or_count(held)}
        words = (
            gettext(
                "{sources} print one text and count as one origin; {first} is likely the original.",
                first=names.name(group.first, dated=False),
                **told,
            )
            if _first_is_known(names.check, group)
            else gettext("{sources} print one text and count as one origin.", **told)
        )
        yield Sentence(Section.CONTEXT, names.capitalised(words), cite_sources(names, held))
        yield from _judged_apart(stands, held, names)


def knows_an_original(check: Check, origins: Origins) -> bool:
    """Tell whether of any text that several sources print the original is known."""
    return any(group.folds and _first_is_known(check, group) for group in origins.groups)


def _first_is_known(check: Check, group: Origin) -> bool:
    """Tell whether the records bear out that the first is the original, and not its place alone."""
    return is_agency(check.source(group.first)) or all(_is_copy(check, group, fold) for fold in group.folds)


def _is_copy(check: Check, group: Origin, fold: Fold) -> bool:
    """Tell whether a source is a copy for certain: set as one by a person, an archive's, or a later one."""
    first, copy = check.source(group.first), check.source(fold.source)
    return (
        copy.origin not in {None, copy.id}
        or (_of_archive(copy) and not _of_archive(first))
        or bool(first.issued and copy.issued and certainly_before(first.issued, copy.issued))
    )


def _of_archive(source: Source) -> bool:
    return bool(source.url and is_archived(source.url))


def _judged_apart(stands: Sequence[Stands], held: Sequence[str], names: Names) -> Iterator[Sentence]:
    """Say on which points copies of one text are judged differently, and on which a model reads them so.

    Such a sentence is on the texts and not on what they say of a point, so it bears the id of none: nobody
    is to ask of it whether it cites both sides.
    """
    judged = [(one, taken) for one in stands if (taken := _taken(one.judged, held))]
    apart = {one.point.id for one, _ in judged}
    read = [(one, taken) for one in stands if one.point.id not in apart and (taken := _taken(one.read, held))]
    if judged:
        sources, told = _told(judged, held, names)
        words = gettext("Though {sources} print one text, they are judged differently on {claim}.", **told)
        yield Sentence(Section.CONTEXT, names.capitalised(words), cite_sources(names, sources))
    if read:
        sources, told = _told(read, held, names)
        words = gettext("Though {sources} print one text, they are read differently on {claim}.", **told)
        yield Sentence(Section.CONTEXT, names.capitalised(words), cite_sources(names, sources))


def _told(
    apart: Sequence[tuple[Stands, Collection[str]]], held: Sequence[str], names: Names
) -> tuple[list[str], dict[str, str]]:
    """Give the sources that differ on any of these points, and what a sentence calls them and the points."""
    stands = [one for one, _ in apart]
    differing = {source for _, taken in apart for source in taken}
    sources = [source for source in held if source in differing]
    claim = stands[0].spoken_claim() if len(stands) == 1 else spoken_points(stands)
    return sources, {"sources": names.list_or_count(sources), "claim": claim}


def _taken(by_side: BySide, held: Sequence[str]) -> list[str]:
    """Give those of these sources that take a stance, if they do not all take the same."""
    value_of = {source: value for value, sources in by_side.items() for source in sources if source in held}
    return [source for source in held if source in value_of] if len(set(value_of.values())) > 1 else []
