"""What the Rating rests on, told to a reader: see `analysis.sensitivity`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from factbook.analysis.sensitivity import Influence, Kind, Sensitivity
from factbook.model.check import Check
from factbook.reports.views.rating import InfluenceView, SensitivityView
from factbook.wording import N_, and_list, capital, gettext, ngettext, or_list

Names = Mapping[tuple[Kind, str], str]
"""What sources, points and coders are called, by their kind and id: a coder may have the id of a source."""

MOST_NAMED = 4
"""More than these are counted in the sentence, and not named."""

MOST_LISTED = 12
"""More than these are counted below the table, and not listed in it."""

_ONE = {"source": N_("source"), "origin": N_("origin"), "point": N_("point"), "coder": N_("coder")}


def sensitivity_view(
    check: Check, found: Sensitivity, *, steps_are_ratings: bool = True
) -> SensitivityView | None:
    """Give the sentence and the table; nothing where no source has been judged.

    ``steps_are_ratings`` is false where readers see a scale of more steps: one of them may change while the
    Rating does not.
    """
    if not any(one.kind == "coder" for one in found.influences):
        return None
    names = spoken_names(check)
    rated = (
        N_("the rating") if steps_are_ratings else N_("whether it is supported, refuted, conflicting or open")
    )
    if check.rating:
        rated = N_("what the stance table implies")
    return SensitivityView(
        told=tell_sensitivity(found, names=names, rated=gettext(rated)),
        changing=tuple(
            InfluenceView(
                what=capital(_name(one, names)),
                anchor=_anchor(one),
                value=one.without.value,
                label=one.without.label,
            )
            for one in found.telling[:MOST_LISTED]
        ),
        more=max(0, len(found.telling) - MOST_LISTED),
    )


def tell_sensitivity(found: Sensitivity, *, names: Names, rated: str = "") -> str:
    """Say in a sentence what the Rating rests on; what has no name is called by its id.

    ``rated`` is what that is called: a rating that a person set by hand rests on nothing of the table.
    """
    rated = rated or gettext("the rating")
    telling = found.telling
    if not telling:
        kinds = dict.fromkeys(one.kind for one in found.tried)
        return gettext(
            "No single {kinds} changes {rated}.",
            kinds=or_list([gettext(_ONE[kind]) for kind in kinds]),
            rated=rated,
        )
    if len(telling) == 1:
        return _rests_on_one(telling[0], names, rated)
    if len(telling) <= MOST_NAMED:
        told = [_name(one, names) for one in telling]
    else:
        told = _counted([one.kind for one in telling])
    if len(told) == 1:
        return gettext("Taking away any one of {things} would change {rated}.", things=told[0], rated=rated)
    return gettext(
        "Taking away any one of these would change {rated}: {things}.", things=and_list(told), rated=rated
    )


def _rests_on_one(only: Influence, names: Names, rated: str) -> str:
    told = {
        "source": N_("{rated} rests on one source: without {name} it would be “{label}”."),
        "origin": N_("{rated} rests on one origin: without {name} it would be “{label}”."),
        "point": N_("{rated} rests on one point: without {name} it would be “{label}”."),
        "coder": N_("{rated} rests on one coder: without {name} it would be “{label}”."),
    }
    return gettext(told[only.kind], rated=capital(rated), name=_name(only, names), label=only.without.label)


def _counted(kinds: list[Kind]) -> list[str]:
    counts: dict[Kind, Callable[[int], str]] = {
        "source": lambda number: ngettext("{number} source", "{number} sources", number),
        "origin": lambda number: ngettext("{number} origin", "{number} origins", number),
        "point": lambda number: ngettext("{number} point", "{number} points", number),
        "coder": lambda number: ngettext("{number} coder", "{number} coders", number),
    }
    return [count(kinds.count(kind)) for kind, count in counts.items() if kind in kinds]


def spoken_names(check: Check) -> dict[tuple[Kind, str], str]:
    """Give what a reader calls sources and points, by their numbers, and coders, by their names."""
    names = coder_names(check)
    for number, source in enumerate(check.sources, start=1):
        names["source", source.id] = names["origin", source.id] = gettext("source {number}", number=number)
    for number, point in enumerate(check.points, start=1):
        names["point", point.id] = gettext("point {number}", number=number)
    return names


def coder_names(check: Check) -> dict[tuple[Kind, str], str]:
    """Give what coders are called, for where sources and points go by their ids."""
    return {("coder", coder.id): coder.full_name for coder in check.coders}


def _name(one: Influence, names: Names) -> str:
    name = names.get((one.kind, one.id), one.id)
    return gettext("{source} and its copies", source=name) if one.kind == "origin" else name


def _anchor(one: Influence) -> str:
    if one.kind in {"source", "origin"}:
        return f"source-{one.id}"
    return "stances" if one.kind == "point" else "method"
