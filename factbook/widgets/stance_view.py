"""What the front end is sent of a stance table: all of it once, as small as can be, then what changes.

A cell is a *token*: an empty text for an open one, ``1`` to ``4`` for this coder's own judgement, ``s2:82``
for a suggestion of the check's first model that is 82% sure, and an object for everything else; see
`StanceView.token`.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from factbook.analysis.origins import Origins, count_sources
from factbook.analysis.verdict import rate_claim, rate_point
from factbook.model.blinding import blind_round
from factbook.model.check import Check
from factbook.model.coding import Cell, CellState, answering, cells, counts, one_cell
from factbook.model.quote import Quote
from factbook.model.rating import RatingValue
from factbook.model.source import Source
from factbook.model.stance import Stance, StanceValue
from factbook.model.suggested import not_assessed, waiting_suggestion
from factbook.widgets.patches import JsonObject, Patch
from factbook.wording import gettext

MARKS = {
    StanceValue.SUPPORTS: "✓",
    StanceValue.REFUTES: "✕",
    StanceValue.MIXED: "±",
    StanceValue.NOT_ADDRESSED: "–",
}
"""The stances' marks, told apart by shape; ``stances.js`` has the same."""

BLIND_NOTE = "Judged blind: you see your own judgements alone, until all are revealed."
"""What the desk says while a check is judged blind; ``stance_table.js`` has the same."""

CELLS = 4
"""Where in a row its cells stand, behind the source's id, title, details and of what it is a copy."""

_KEYS = {value: str(number) for number, value in enumerate(StanceValue, start=1)}
_MOST_OTHERS = 4
_NAME_LENGTH = 60
_NOTE_LENGTH = 60
_MOST_WORDS = 3
_WORDS_LENGTH = 400
_REASON_LENGTH = 160
_LEFT_ALONE = "claim points sources quotes coders abstentions adjudications blind_rounds".split()
"""What has to be as it was for a change to be one of single cells."""


class StanceView:
    """The view of a stance table for one coder, which follows changes of single cells.

    ``view`` has the points with their totals (sources that support, refute, are mixed, do not address, are
    open; with ``origins`` where some are copies of one text), their rating and how many suggestions wait;
    the rows ``[id, title, details, copy of, [token ...]]``; the Rating, and the coders there are.
    """

    def __init__(self, check: Check, *, coder: str, origins: Origins) -> None:
        self.check, self.coder, self.origins = check, coder, origins
        self._quotes = Counter((one.source, point) for one in check.quotes for point in one.points)
        self._places = {
            (source.id, point.id): (row, column)
            for row, source in enumerate(check.sources)
            for column, point in enumerate(check.points)
        }
        # Of a model whose suggestions are not to be seen, the name is not either.
        suggesting = {stance.coder for stance in check.stances if not counts(check, stance)}
        self._model = next((_name(check, one.id) for one in check.coders if one.id in suggesting), "")
        by_cell = cells(check)
        self._ratings: dict[str, RatingValue] = {}
        self._values = {place: cell.value for place, cell in by_cell.items()}
        self._waiting = {place: _waits(check, cell) for place, cell in by_cell.items()}
        tokens = {place: self.token(cell) for place, cell in by_cell.items()}
        self.view: JsonObject = {
            "headline": check.claim.headline,
            "empty": empty_text(check),
            "counted": count_sources(len(check.sources), len(origins.groups)),
            "blind": blind_round(check) is not None,
            "model": self._model,
            "people": self._people(),
            "points": [{"id": one.id, "text": one.text, **self._on_point(one.id)} for one in check.points],
            "rows": [
                [
                    source.id,
                    source.title,
                    describe(source),
                    copy_text(check, source, origins),
                    [tokens[source.id, point.id] for point in check.points],
                ]
                for source in check.sources
            ],
        }
        self.view["rating"] = self._rating()

    def follow(self, check: Check, *, coder: str, origins: Origins) -> Patch | None:
        """Bring the view in line with another state of the check, if only judgements of cells changed.

        Given is what changed in it, or ``None`` where the view has to be made anew.
        """
        if check is self.check and coder == self.coder:
            return []
        before, self.check = self.check, check
        if coder != self.coder or origins is not self.origins or not _same(before, check):
            return None
        changed = _changed_cells(before, check)
        patch: Patch = []
        for place in changed:
            cell = one_cell(check, *place)
            self._values[place], self._waiting[place] = cell.value, _waits(check, cell)
            row, column = self._places[place]
            _set(self.view, patch, ["rows", row, CELLS, column], self.token(cell))
        for column in {self._places[place][1] for place in changed}:
            for name, value in self._on_point(check.points[column].id).items():
                _set(self.view, patch, ["points", column, name], value)
        _set(self.view, patch, ["rating"], self._rating())
        return patch

    def token(self, cell: Cell) -> str | JsonObject:
        """Give a cell as this coder sees it.

        As an object it has ``mine``, what they judged or accepted (``accepted``: from which model), the
        head of their ``note``, what ``others`` judged (and how many ``more``), whether they are
        ``disagreed``, what was ``decided`` by which ``decider``, which ``suggestion`` waits ``by`` which
        model and how ``sure`` it was, how many ``quotes`` were marked, and whether it is ``unassessed``.
        What says nothing is left out.
        """
        check, coder = self.check, self.coder
        own = next((stance for stance in cell.stances if stance.coder == coder), None)
        accepted = next((stance for stance in cell.stances if stance.accepted_by == coder), None)
        mine = own or accepted
        others = [
            [_name(check, stance.coder), _KEYS[stance.value]]
            for stance in cell.stances
            if counts(check, stance) and coder not in {stance.coder, stance.accepted_by}
        ]
        waiting = waiting_suggestion(cell.stances, check)
        decision = cell.adjudication if cell.state == CellState.ADJUDICATED else None
        sure = waiting or (None if own else accepted)
        fields = {
            "mine": _KEYS[mine.value] if mine else "",
            "note": _cut(own.note, _NOTE_LENGTH) if own else "",
            "accepted": _name(check, accepted.coder) if accepted and not own else "",
            "others": others[:_MOST_OTHERS],
            "more": len(others[_MOST_OTHERS:]),
            "disagreed": cell.state == CellState.DISAGREED,
            "decided": _KEYS[decision.value] if decision else "",
            "decider": _name(check, decision.made_by) if decision else "",
            "suggestion": _KEYS[waiting.value] if waiting else "",
            "by": _name(check, waiting.coder) if waiting else "",
            "sure": _sure(sure),
            "unassessed": not cell.stances and bool(not_assessed(check, cell)),
            "quotes": self._quotes[cell.source, cell.point],
        }
        told = {name: value for name, value in fields.items() if value}
        if told.keys() <= {"mine"}:
            return str(told.get("mine", ""))
        if told.keys() <= {"suggestion", "by", "sure"} and told.get("by") == self._model:
            return f"s{fields['suggestion']}:{fields['sure']}"
        return told

    def _people(self) -> list[list[str]]:
        # Who else judges is not told while they judge blind: whoever sits down then says their name.
        blind = blind_round(self.check) is not None
        return [
            [one.id, _shortened(one.name)]
            for one in self.check.coders
            if one.kind == "person" and (not blind or one.id == self.coder)
        ]

    def _on_point(self, point: str) -> JsonObject:
        sources = [source.id for source in self.check.sources]
        taking = {
            stance: [one for one in sources if self._values[one, point] == stance] for stance in StanceValue
        }
        numbers = {stance: len(ids) for stance, ids in taking.items()}
        self._ratings[point] = rating = rate_point(numbers)
        told: JsonObject = {
            "totals": [*numbers.values(), len(sources) - sum(numbers.values())],
            "rating": {"value": rating.value, "label": rating.label},
            "waiting": sum(self._waiting[one, point] for one in sources),
        }
        if any(group.folds for group in self.origins.groups):
            told["origins"] = [self.origins.count(ids) for ids in taking.values()]
        return told

    def _rating(self) -> JsonObject:
        rating = rate_claim([self._ratings[point.id] for point in self.check.points])
        return {"value": rating.value, "label": rating.label}


def cell_detail(check: Check, source: str, point: str, *, coder: str) -> JsonObject:
    """Give all there is to tell of one cell: whole notes, quoted words, what a suggestion rests on."""
    cell = one_cell(check, source, point)
    own = next((stance for stance in cell.stances if stance.coder == coder), None)
    accepted = next((stance for stance in cell.stances if stance.accepted_by == coder), None)
    rests = waiting_suggestion(cell.stances, check) or (None if own else accepted)
    decision = cell.adjudication if cell.state == CellState.ADJUDICATED else None
    return {
        "source": source,
        "point": point,
        "mine": _KEYS[(own or accepted).value] if own or accepted else "",  # type: ignore[union-attr]
        "note": own.note if own else "",
        "quotes": [_quote(one) for one in check.quotes if one.source == source and point in one.points],
        "suggestion": _rests_on(check, rests) if rests else None,
        "said": [
            [check.coder(answering(check, one) or one.coder).name, _KEYS[one.value], one.note]
            for one in cell.stances
            if counts(check, one)
        ],
        "disagreed": cell.state == CellState.DISAGREED,
        "decided": [_KEYS[decision.value], _name(check, decision.made_by), decision.reason]
        if decision
        else None,
        "unassessed": unassessed(check, cell),
    }


def empty_text(check: Check) -> str:
    """Say what to do next where there is no table to show, or give an empty string."""
    if not check.points:
        return (
            "This check has no points yet: the parts of the claim that are checked one by one. "
            "Add one with check.add_point(TEXT), or: factbook point CHECK TEXT"
        )
    if not check.sources:
        return (
            "This check has no sources yet. "
            "Bring one in with check.add_source(FILE_OR_URL), or: factbook source add CHECK FILE_OR_URL"
        )
    return ""


def unassessed(check: Check, cell: Cell) -> list[str]:
    """Say which models were asked of an open cell and did not judge: ``not assessed by nli 1: too long``."""
    return [
        gettext(
            "not assessed by {model}: {reason}",
            model=_name(check, one.coder),
            reason=_cut(one.reason, _REASON_LENGTH),
        )
        for one in not_assessed(check, cell)[:_MOST_OTHERS]
    ]


def copy_text(check: Check, source: Source, origins: Origins) -> str:
    """Say of which source a source is a copy, and why; an empty string for one that is none."""
    fold = origins.fold(source.id)
    if fold is None:
        return ""
    called = {one.id: f"“{_shortened(one.title)}”" for one in check.sources}
    reason = fold.told(called)
    if fold.of == origins.of(source.id):
        return gettext("Copy: {reason}", reason=reason)
    return gettext("Copy of {source}: {reason}", source=called[origins.of(source.id)], reason=reason)


def describe(source: Source) -> str:
    """Give who published a source, and when; a name in another script does not turn the date around."""
    name = source.publisher or source.container_title
    return ", ".join(filter(None, [name if name.isascii() else f"\u2068{name}\u2069", source.issued]))


def _same(before: Check, after: Check) -> bool:
    pairs = ((getattr(before, name), getattr(after, name)) for name in _LEFT_ALONE)
    return all(old is new or old == new for old, new in pairs)


def _changed_cells(before: Check, after: Check) -> set[tuple[str, str]]:
    """Give the cells in which somebody judged otherwise."""
    # Most judgements are the very same objects in both, and drop out first.
    was, now = {id(one) for one in before.stances}, {id(one) for one in after.stances}
    old = {one.id: one for one in before.stances if id(one) not in now}
    new = {one.id: one for one in after.stances if id(one) not in was}
    changed = [new.get(key) or old[key] for key in old.keys() | new.keys() if old.get(key) != new.get(key)]
    return {(one.source, one.point) for one in changed}


def _set(view: Any, patch: Patch, path: list[str | int], value: Any) -> None:
    place = view
    for step in path[:-1]:
        place = place[step]
    if path[-1] not in place if isinstance(place, dict) else False:
        place[path[-1]] = None
    if place[path[-1]] != value:
        place[path[-1]] = value
        patch.append([path, value])


def _waits(check: Check, cell: Cell) -> bool:
    return waiting_suggestion(cell.stances, check) is not None


def _rests_on(check: Check, stance: Stance) -> JsonObject:
    words = [_cut(" ".join(check.quote(one).exact.split()), _WORDS_LENGTH) for one in stance.quotes]
    return {
        "value": _KEYS[stance.value],
        "by": check.coder(stance.coder).full_name,
        "accepted": stance.accepted_by is not None,
        "sure": _sure(stance),
        "words": words[:_MOST_WORDS],
    }


def _quote(quote: Quote) -> JsonObject:
    return {"id": quote.id, "words": _cut(" ".join(quote.exact.split()), _WORDS_LENGTH), "page": quote.page}


def _sure(stance: Stance | None) -> str:
    return "" if stance is None or stance.confidence is None else f"{100 * stance.confidence:.0f}"


def _name(check: Check, coder: str) -> str:
    return _shortened(check.coder(coder).full_name)


def _shortened(name: str) -> str:
    return _cut(name, _NAME_LENGTH)


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"
