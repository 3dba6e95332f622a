"""Every correction of a site's checks, and every check that is outdated, the newest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from factbook.reports.site.card import Card, CorrectionCard


@dataclass(frozen=True)
class Corrected:
    """A correction, and the check it is of."""

    card: Card
    correction: CorrectionCard


def corrections_of(cards: Sequence[Card]) -> list[Corrected]:
    """Give all corrections and outdated checks, the newest first; those of one check in their order."""
    found = [Corrected(card, one) for card in cards for one in (*_unsaid(card), *card.corrections)]
    return sorted(found, key=lambda one: one.correction.made_on, reverse=True)


def _unsaid(card: Card) -> Iterator[CorrectionCard]:
    """Give that a check is outdated where none of its corrections says so."""
    one = card.outdated
    if one and all(correction.note != one.reason for correction in card.corrections):
        yield CorrectionCard(
            anchor="rating", kind="outdated", note=one.reason, made_by=one.set_by, made_on=one.set_at_iso
        )
