"""What models suggest, told to a reader as just that: by whom, how sure, and who took it over."""

from __future__ import annotations

from factbook.analysis.origins import Origins
from factbook.analysis.verdict import suggested_rating
from factbook.model.check import Check
from factbook.model.coding import Cell, counts
from factbook.model.stance import Stance
from factbook.model.suggested import (
    not_assessed,
    only_suggested_quotes,
    waiting_suggestion,
    waiting_suggestions,
)
from factbook.reports.views.rating import SuggestedRatingView
from factbook.reports.views.stances import AbstentionView, JudgementView
from factbook.wording import and_list, say_percent


def judgement_view(check: Check, stance: Stance) -> JudgementView:
    """Give a judgement with who made it: of a model's, how sure it was and who accepted it."""
    sure = "" if stance.confidence is None else say_percent(stance.confidence)
    return JudgementView(
        coder=check.coder(stance.coder).full_name,
        value=stance.value,
        label=stance.value.label,
        note=stance.note,
        suggestion=not counts(check, stance),
        sure=sure,
        accepted_by=check.coder(stance.accepted_by).name if stance.accepted_by else "",
    )


def waiting_view(check: Check, cell: Cell) -> JudgementView | None:
    """Give the suggestion that waits in a cell, if one does."""
    stance = waiting_suggestion(cell.stances, check)
    return judgement_view(check, stance) if stance else None


def unassessed_view(check: Check, cell: Cell) -> tuple[AbstentionView, ...]:
    """Give the models that were asked of a cell and did not judge, where nobody else said anything of it."""
    return tuple(
        AbstentionView(coder=check.coder(one.coder).full_name, reason=one.reason)
        for one in not_assessed(check, cell)
    )


def suggested_rating_view(check: Check, origins: Origins) -> SuggestedRatingView | None:
    """Give what the table would imply if people accepted what waits, with the models that suggest it."""
    verdict = suggested_rating(check, origins=origins)
    if verdict is None:
        return None
    waiting = waiting_suggestions(check)
    models = dict.fromkeys(check.coder(stance.coder).full_name for stance in waiting)
    return SuggestedRatingView(
        value=verdict.value.value,
        label=verdict.value.label.capitalize(),
        reason=verdict.reason,
        models=and_list(list(models)),
        waiting=len(waiting),
    )


def marked_by_models(check: Check) -> dict[str, str]:
    """Give by the ids of quotes the model that marked them, for those that nobody has taken over."""
    alone = only_suggested_quotes(check)
    return {
        quote.id: check.coder(quote.suggested_by).full_name
        for quote in check.quotes
        if quote.suggested_by and quote.id in alone
    }


def points_of_quotes(check: Check) -> dict[str, tuple[str, ...]]:
    """Give by the ids of quotes the points that people hold them to speak to.

    Whoever accepts a suggestion holds the words that it rests on to speak to its point.
    """
    points = {quote.id: dict.fromkeys(quote.points) for quote in check.quotes}
    for stance in check.stances:
        if stance.accepted_by is not None:
            for quote in stance.quotes:
                points[quote][stance.point] = None
    return {quote: tuple(found) for quote, found in points.items()}
