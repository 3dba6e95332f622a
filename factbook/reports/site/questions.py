"""Questions that checks leave open, and the checks that answer them.

A question leads to the check that its ``answered_by`` names. Where none is named, a check is proposed only if
it asks the same in the same words, apart from case and punctuation. Likeness is not enough: “Did X sue Y” is
not “Did Y sue X”, and “a president” is not “the president”.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from factbook.model.record import WEB_ADDRESS
from factbook.reports.site.card import Card
from factbook.reports.site.listing import fold

_PUNCTUATION = "?!.,;:…¿¡؟،؛。？！\"'“”‘’„«»()[]"
_FEWEST_WORDS = 4
"""“Is it true?” asks another thing in every check."""


@dataclass(frozen=True)
class Question:
    """A question that a check leaves open.

    ``answer`` is the check on the site that answers it, ``address`` one elsewhere; ``sure`` tells that a
    person named it, and not that it asks the same in the same words.
    """

    text: str
    asked_in: Card
    answer: Card | None = None
    address: str = ""
    sure: bool = False

    @property
    def is_open(self) -> bool:
        """Whether nothing answers it yet."""
        return self.answer is None and not self.address


def find_questions(cards: Sequence[Card]) -> list[Question]:
    """Give the questions that checks leave open, in the order of the checks, with their answers."""
    by_id = {card.id: card for card in cards}
    by_words: dict[tuple[str, ...], Card] = {}
    for card in cards:
        for words in {_words(card.headline), _words(card.statement)}:
            # The newest check goes first, and one that is outdated answers nothing by itself.
            if len(words) >= _FEWEST_WORDS and not card.outdated:
                by_words.setdefault(words, card)
    found = []
    for card in cards:
        for one in card.follow_ups:
            named = one.answered_by or ""
            if named in by_id and named != card.id:
                found.append(Question(one.question, card, answer=by_id[named], sure=True))
            elif WEB_ADDRESS.match(named):
                found.append(Question(one.question, card, address=named, sure=True))
            else:
                same = by_words.get(_words(one.question))
                found.append(Question(one.question, card, answer=same if same is not card else None))
    return found


def _words(text: str) -> tuple[str, ...]:
    # Signs within and before a word stay: “5 %” is not “5 €”, and “-5” is not “5”.
    return tuple(filter(None, (word.strip(_PUNCTUATION) for word in fold(text).split())))
