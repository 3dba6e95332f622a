"""The rating scale in use, as a report shows it: its steps, which of them the claim is on, and a picture.

The picture is a row of boxes, worst to best, as static SVG. The step is told by a filled box, a pointer above
it and words beside it, so it reads the same in print, in greyscale and aloud; a claim that has no place on
the scale fills none. Colours are classes of the stylesheet and follow light and dark.
"""

from __future__ import annotations

from html import escape

from markupsafe import Markup

from factbook.analysis.rating_scales import (
    Placed,
    RatingScale,
    Step,
    place_rating,
    rating_scale,
    worst_and_best,
)
from factbook.analysis.verdict import Verdict
from factbook.model.check import Check
from factbook.reports.context import ReportContext
from factbook.reports.views.rating import ScaleView, StepView
from factbook.store.settings import Settings
from factbook.wording import direction, gettext, spoken

_HEIGHT, _POINTER = 30, 9
"""Pixels: of the whole picture, and of the pointer above the boxes."""


def placed_on_scale(check: Check, verdict: Verdict, settings: Settings) -> Placed:
    """Give the step of a check on the scale in use; `BadInputError` if the settings name none there is."""
    return place_rating(verdict, check.rating, rating_scale(settings.rating_scale))


def scale_view(placed: Placed) -> ScaleView:
    """Give what a report needs of a scale."""
    return scale_alone(placed.scale).model_copy(
        update={
            "steps": _steps(placed.scale.steps, placed.step),
            "beside": _steps(placed.scale.beside, placed.step),
            "label": gettext(placed.step.label),
            "means": gettext(placed.step.means),
            "value": placed.step.value,
            "chosen": placed.chosen,
            "implied_label": gettext(placed.implied.label),
        }
    )


def scale_alone(scale: RatingScale) -> ScaleView:
    """Give a scale with no claim on it."""
    worst, best = worst_and_best(scale)
    return ScaleView(
        name=scale.name,
        title=gettext(scale.title),
        source=scale.source,
        steps=_steps(scale.steps, None),
        beside=_steps(scale.beside, None),
        label="",
        means="",
        value=None,
        worst=worst,
        best=best,
        chosen=False,
        implied_label="",
    )


def scale_picture(report: ReportContext) -> Markup | None:
    """Draw the scale of a report with the claim's step on it; nothing for a report without a scale."""
    scale = report.rating.scale
    if scale is None or not scale.steps:
        return None
    width = 100 / len(scale.steps)
    turned = direction(spoken()) == "rtl"
    boxes, pointer = [], ""
    for number, step in enumerate(scale.steps):
        # The worst step stands where a line begins.
        across = len(scale.steps) - 1 - number if turned else number
        place = f'x="{across * width:.2f}%" y="{_POINTER + 3}" width="{width:.2f}%"'
        boxes.append(f'<rect class="{"here" if step.here else "step"}" {place} height="14"/>')
        if step.here:
            pointer = (
                f'<svg x="{(across + 0.5) * width:.2f}%" overflow="visible">'
                f'<path class="here" d="M-8 0H8L0 {_POINTER}Z"/></svg>'
            )
    svg = (
        f'<svg class="scale" width="100%" height="{_HEIGHT}" role="img" '
        f'aria-label="{escape(scale_in_words(scale))}">{"".join(boxes)}{pointer}</svg>'
    )
    # Nothing in it comes from a check but the label, which is escaped.
    return Markup(svg)  # noqa: S704


def scale_in_words(scale: ScaleView) -> str:
    """Say where the claim is, like ``Half True: step 4 of 6 from Pants on Fire to True``."""
    ends = {"worst": scale.steps[0].label, "best": scale.steps[-1].label}
    here = next((number for number, step in enumerate(scale.steps, start=1) if step.here), 0)
    if not here:
        return gettext(
            "{label}: beside the scale, which runs from {worst} to {best}", label=scale.label, **ends
        )
    return gettext(
        "{label}: step {step} of {steps} from {worst} to {best}",
        label=scale.label,
        step=here,
        steps=len(scale.steps),
        **ends,
    )


def _steps(steps: tuple[Step, ...], here: Step | None) -> tuple[StepView, ...]:
    return tuple(
        StepView(
            label=gettext(step.label),
            means=gettext(step.means),
            value=step.value,
            here=step == here,
            by_hand=step.by_hand,
        )
        for step in steps
    )
