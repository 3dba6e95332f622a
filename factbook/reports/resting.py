"""What the Rating rests on, told to a reader: see `analysis.sensitivity`."""

from __future__ import annotations

from collections.abc import Mapping

from factbook.analysis.sensitivity import Influence, Kind, Sensitivity
from factbook.model.check import Check
from factbook.reports.context import InfluenceView, SensitivityView

Names = Mapping[tuple[Kind, str], str]
"""What sources, points and coders are called, by their kind and id: a coder may have the id of a source."""

MOST_NAMED = 4
"""More than these are counted in the sentence, and not named."""

MOST_LISTED = 12
"""More than these are counted below the table, and not listed in it."""

_MANY = {"source": "sources", "origin": "origins", "point": "points", "coder": "coders"}


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
    rated = "the rating" if steps_are_ratings else "whether it is supported, refuted, conflicting or open"
    return SensitivityView(
        told=tell_sensitivity(
            found, names=names, rated="what the stance table implies" if check.rating else rated
        ),
        changing=tuple(
            InfluenceView(
                what=_capital(_name(one, names)),
                anchor=_anchor(one),
                value=one.without.value,
                label=one.without.label,
            )
            for one in found.telling[:MOST_LISTED]
        ),
        more=max(0, len(found.telling) - MOST_LISTED),
    )


def tell_sensitivity(found: Sensitivity, *, names: Names, rated: str = "the rating") -> str:
    """Say in a sentence what the Rating rests on; what has no name is called by its id.

    ``rated`` is what that is called: a rating that a person set by hand rests on nothing of the table.
    """
    telling = found.telling
    if not telling:
        kinds = dict.fromkeys(one.kind for one in found.tried)
        return f"No single {_either(list(kinds))} changes {rated}."
    if len(telling) == 1:
        (only,) = telling
        return (
            f"{_capital(rated)} rests on one {only.kind}: without {_name(only, names)} "
            f"it would be “{only.without.label}”."
        )
    if len(telling) <= MOST_NAMED:
        told = [_name(one, names) for one in telling]
        return f"Taking away any one of these would change {rated}: {_all_of(told)}."
    counts = {kind: sum(one.kind == kind for one in telling) for kind in _MANY}
    told = [f"{number} {kind if number == 1 else _MANY[kind]}" for kind, number in counts.items() if number]
    if len(told) == 1:
        return f"Taking away any one of {told[0]} would change {rated}."
    return f"Taking away any one of these would change {rated}: {_all_of(told)}."


def spoken_names(check: Check) -> dict[tuple[Kind, str], str]:
    """Give what a reader calls sources and points, by their numbers, and coders, by their names."""
    names = coder_names(check)
    for number, source in enumerate(check.sources, start=1):
        names["source", source.id] = names["origin", source.id] = f"source {number}"
    for number, point in enumerate(check.points, start=1):
        names["point", point.id] = f"point {number}"
    return names


def coder_names(check: Check) -> dict[tuple[Kind, str], str]:
    """Give what coders are called, for where sources and points go by their ids."""
    return {("coder", coder.id): coder.full_name for coder in check.coders}


def _name(one: Influence, names: Names) -> str:
    name = names.get((one.kind, one.id), one.id)
    return f"{name} and its copies" if one.kind == "origin" else name


def _anchor(one: Influence) -> str:
    if one.kind in {"source", "origin"}:
        return f"source-{one.id}"
    return "stances" if one.kind == "point" else "method"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _either(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _all_of(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}"
