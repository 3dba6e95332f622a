"""Sentences on sources that print one text: that they count as one, which came first, who judged them apart.

Like those of `drafting.standing` they tell the check's own records, and can be told again from them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from factbook.analysis.addresses import is_archived
from factbook.analysis.origins import Fold, Origin, Origins
from factbook.analysis.wires import is_agency
from factbook.drafting.draft import Sentence
from factbook.drafting.naming import Names
from factbook.drafting.standing import cite_sources
from factbook.drafting.stands import BySide, Stands
from factbook.model.check import Check
from factbook.model.finding import Section
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
        for one in stands:
            yield from _judged_apart(one, held, names)


def before(one: str, other: str) -> bool:
    """Tell whether a date is before another for certain, as far as both are known."""
    known = min(len(one), len(other))
    return one[:known] < other[:known]


def knows_an_original(check: Check, origins: Origins) -> bool:
    """Tell whether of any text that several sources print the original is known."""
    return any(group.folds and _first_is_known(check, group) for group in origins.groups)


def _first_is_known(check: Check, group: Origin) -> bool:
    """Tell whether the records bear out that the first of an origin is the original, and not its place alone."""
    return is_agency(check.source(group.first)) or all(_is_copy(check, group, fold) for fold in group.folds)


def _is_copy(check: Check, group: Origin, fold: Fold) -> bool:
    """Tell whether a source is a copy for certain: set as one by a person, an archive's, or a later one."""
    first, copy = check.source(group.first), check.source(fold.source)
    return (
        copy.origin not in {None, copy.id}
        or (_of_archive(copy) and not _of_archive(first))
        or bool(first.issued and copy.issued and before(first.issued, copy.issued))
    )


def _of_archive(source: Source) -> bool:
    return bool(source.url and is_archived(source.url))


def _judged_apart(one: Stands, held: Sequence[str], names: Names) -> Iterator[Sentence]:
    """Say where copies of one text are judged differently on a point, or else read differently by a model."""
    told = {"claim": one.spoken_claim()}
    judged, read = _taken(one.judged, held), _taken(one.read, held)
    if judged:
        words = gettext(
            "Though {sources} print one text, they are judged differently on {claim}.",
            sources=names.list_or_count(judged),
            **told,
        )
    elif read:
        words = gettext(
            "Though {sources} print one text, they are read differently on {claim}.",
            sources=names.list_or_count(read),
            **told,
        )
    else:
        return
    cited = cite_sources(names, judged or read)
    yield Sentence(Section.CONTEXT, names.capitalised(words), cited, (one.point.id,))


def _taken(by_side: BySide, held: Sequence[str]) -> list[str]:
    """Give those of these sources that take a stance, if they do not all take the same."""
    value_of = {source: value for value, sources in by_side.items() for source in sources if source in held}
    return [source for source in held if source in value_of] if len(set(value_of.values())) > 1 else []
