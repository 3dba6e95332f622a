"""Writing a model's suggestions into a check: for every open cell a stance, and the words it rests on.

Where the model does not judge, that is written down too, with the reason it gives.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tqdm import tqdm

from factbook.errors import FactbookError, ModelError, NotFoundError
from factbook.evidence.abstaining import note_abstentions, why_not_assessed
from factbook.evidence.asking import ask_model, passage_spans
from factbook.evidence.quoting import newest_readable
from factbook.evidence.suggestion import StanceModel, Suggestion
from factbook.model.anchoring import Span, selectors_at
from factbook.model.check import Check, add_record, find_record, next_id, put_record, quote_at
from factbook.model.coding import CellState, cells, with_coder
from factbook.model.quote import Quote
from factbook.model.source import Snapshot
from factbook.model.stance import Coder, StanceValue
from factbook.model.suggested import (
    is_dismissed,
    models_of,
    only_suggested_quotes,
    with_suggestion,
    without_suggestions,
    without_unused_quotes,
)
from factbook.store.check_folder import CheckFolder
from factbook.store.clock import utc_now

_DIGITS = 4
"""Digits of a confidence that are kept; more would only make two machines write different files."""


@dataclass(frozen=True)
class SuggestedCell:
    """What the model said of one cell.

    ``stance`` is None where it did not judge, and ``note`` says why. ``confidence`` is the calibrated
    probability, 0 to 1, that a person would say the same; ``words`` are the best of what it rests on.
    ``dismissed`` tells that a person has dismissed the same before: it is not in the check.
    """

    source: str
    point: str
    stance: StanceValue | None
    confidence: float = 0.0
    words: str = ""
    note: str = ""
    dismissed: bool = False


@dataclass(frozen=True)
class SuggestionRun:
    """What came of asking one model.

    ``failed`` says of which sources nothing could be asked, and why; ``judged`` counts cells that people
    have judged and that the model was not asked of, ``dismissed`` those in which it says again what a person
    has dismissed.
    """

    model: str
    cells: tuple[SuggestedCell, ...]
    failed: Mapping[str, str]
    judged: int
    dismissed: int = 0

    @property
    def suggested(self) -> tuple[SuggestedCell, ...]:
        """The cells that have a suggestion now."""
        return tuple(cell for cell in self.cells if cell.stance)

    @property
    def not_assessed(self) -> tuple[SuggestedCell, ...]:
        """The cells that the model did not judge."""
        return tuple(cell for cell in self.cells if not cell.stance)


def suggest_for_check(
    folder: CheckFolder,
    model: StanceModel,
    *,
    sources: Sequence[str] = (),
    points: Sequence[str] = (),
    progress: bool = False,
) -> SuggestionRun:
    """Ask a model of every open cell of the stance table and write down what it suggests.

    Only cells that nobody has judged are asked of, and only what readers of a source see is shown to the
    model. Where it does not judge, that and its reason are written down. Asked again, a model's suggestions
    replace its earlier ones; where it says the same, the check stays as it is, byte by byte. What people
    judged, accepted or quoted is never touched, and what they dismissed does not come back. Each source is
    asked of by itself, and written down as soon as it has been.

    Parameters
    ----------
    folder:
        The check.
    model:
        The model; see `evidence.choose_model.stance_model`.
    sources, points:
        The ids of the sources and points to ask of; of all unless given.
    progress:
        Show a bar on standard error, where that is a terminal.

    Raises
    ------
    NotFoundError
        The check has no such source or point.
    ModelError
        The model gave no answer that can be used, of any source.
    """
    with folder.locked():  # Where nothing can be written, the model need not be asked.
        check = folder.read()
    wanted_sources = [check.source(one).id for one in sources] or [one.id for one in check.sources]
    wanted_points = [check.point(one).id for one in points] or [one.id for one in check.points]
    asked = dict.fromkeys(wanted_sources)
    said: list[SuggestedCell] = []
    failed: dict[str, FactbookError] = {}
    bar = tqdm(asked, desc="Suggesting", unit="source", file=sys.stderr, disable=None if progress else True)
    for source in bar:
        try:
            said += _suggest_for_source(folder, model, source, wanted_points)
        except FactbookError as error:
            failed[source] = error
    broken = [error for error in failed.values() if isinstance(error, ModelError)]
    if broken and not any(cell.stance for cell in said):
        raise broken[0]
    return SuggestionRun(
        model=f"{model.name} {model.version}",
        cells=tuple(cell for cell in said if not cell.dismissed),
        failed={source: str(error) for source, error in failed.items()},
        dismissed=sum(cell.dismissed for cell in said),
        judged=len(asked) * len(set(wanted_points)) - len(list(_open(check, asked, wanted_points))),
    )


def _open(check: Check, sources: Iterable[str], points: Sequence[str]) -> Iterator[tuple[str, str]]:
    by_cell = cells(check)
    for source in sources:
        for point in dict.fromkeys(points):
            if by_cell[source, point].state in {CellState.EMPTY, CellState.SUGGESTED}:
                yield source, point


def _suggest_for_source(
    folder: CheckFolder, model: StanceModel, source: str, points: Sequence[str]
) -> list[SuggestedCell]:
    check = folder.read()
    found = check.source(source)
    # Another program may have removed a point since the first source was asked of.
    open_points = [point for _, point in _open(check, [source], _there(check, points))]
    if not open_points:
        return []
    if not found.is_read:
        why = f"there is no text of it: {found.why_unread}"
        folder.update(lambda check: _with_unread(check, model, source, dict.fromkeys(open_points, why)))
        return [SuggestedCell(source, point, None, note=why) for point in open_points]
    snapshot = newest_readable(found)
    text = folder.text(snapshot)[: snapshot.visible_length]
    claims = {point: check.point(point).text for point in open_points}
    answers = dict(zip(claims, ask_model(model, list(claims.values()), text), strict=True))
    now = utc_now()

    def change(check: Check) -> Check:
        # Looked at again: another program may have changed the check while the model was thinking.
        if find_record(check.sources, source, "source").kept_copy(snapshot.sha256) is None:
            raise NotFoundError(
                f"The copy of {source} that was read is no longer there", next_step="Ask again."
            )
        still_open = {point for _, point in _open(check, [source], _there(check, claims))}
        still = {
            point: answer
            for point, answer in answers.items()
            if point in still_open and check.point(point).text == claims[point]
        }
        return _written(check, model, source, still, snapshot, text, at=now)

    after = folder.update(change)
    told = [_told(source, point, answer, text) for point, answer in answers.items()]
    return [
        replace(cell, dismissed=_is_left_out(after, model, source, cell.point, cell.stance)) for cell in told
    ]


def _is_left_out(check: Check, model: StanceModel, source: str, point: str, value: str | None) -> bool:
    """Tell whether a person has dismissed what the model says of a cell, and has not taken that back."""
    if value is None or not is_dismissed(
        check, source=source, point=point, model=model.name, value=StanceValue(value)
    ):
        return False
    said, ours = (source, point, value), models_of(check, model.name)
    return not any((one.source, one.point, one.value) == said and one.coder in ours for one in check.stances)


def _with_unread(check: Check, model: StanceModel, source: str, reasons: Mapping[str, str]) -> Check:
    # Looked at again: another program may have brought its text in, or judged, or taken it away.
    if find_record(check.sources, source, "source").is_read:
        return check
    points = [point for _, point in _open(check, [source], _there(check, reasons))]
    still = {point: reasons[point] for point in points}
    return note_abstentions(check, model, source, still, snapshot=None, at=utc_now())


def _there(check: Check, points: Iterable[str]) -> list[str]:
    known = {point.id for point in check.points}
    return [point for point in points if point in known]


def _told(source: str, point: str, answer: Suggestion, text: str) -> SuggestedCell:
    if answer.stance is None:
        return SuggestedCell(source, point, None, note=why_not_assessed(answer) or "")
    spans = passage_spans(answer, text)
    words = text[slice(*spans[0])] if spans else ""
    stance, confidence = StanceValue(answer.stance), round(float(answer.confidence), _DIGITS)
    return SuggestedCell(source, point, stance, confidence, words, answer.note)


def _written(
    check: Check,
    model: StanceModel,
    source: str,
    answers: Mapping[str, Suggestion],
    snapshot: Snapshot,
    text: str,
    *,
    at: datetime,
) -> Check:
    """Give the check with the answers on one source in place of what the model said of these cells before."""
    before = [one for one in check.stances if one.source == source and one.point in answers]
    old_ids = models_of(check, model.name)
    mine = [one for one in before if one.coder in old_ids and one.accepted_by is None]
    judged = {
        point: answer
        for point, answer in answers.items()
        if answer.stance and not _is_left_out(check, model, source, point, answer.stance)
    }
    if judged:
        check, coder = with_coder(check, model.name, kind="model", version=model.version)
        for point, answer in judged.items():
            check = _with_answer(check, coder, source, point, answer, snapshot, text, at=at)
        replaced = [one for one in mine if not (one.coder == coder.id and one.point in judged)]
    else:
        replaced = mine
    reasons = {point: why_not_assessed(answer) for point, answer in answers.items()}
    # Before suggestions go: the model stays a coder of the check if it did not judge now.
    check = note_abstentions(check, model, source, reasons, snapshot=snapshot.sha256, at=at)
    check = without_suggestions(check, replaced)
    kept = {quote.id for quote in check.quotes}
    leftover = {quote for stance in mine for quote in stance.quotes if quote in kept}
    return without_unused_quotes(check, leftover)


def _with_answer(
    check: Check,
    coder: Coder,
    source: str,
    point: str,
    answer: Suggestion,
    snapshot: Snapshot,
    text: str,
    *,
    at: datetime,
) -> Check:
    quotes = []
    for span in passage_spans(answer, text):
        check, quote = _quote_at(check, coder, source, snapshot, text, span)
        quotes.append(quote.id)
    return with_suggestion(
        check,
        source=source,
        point=point,
        coder=coder,
        value=StanceValue(answer.stance or ""),
        confidence=round(float(answer.confidence), _DIGITS),
        quotes=tuple(quotes),
        note=answer.note,
        at=at,
    )


def _quote_at(
    check: Check, coder: Coder, source: str, snapshot: Snapshot, text: str, span: Span
) -> tuple[Check, Quote]:
    quote = quote_at(check, source=source, snapshot=snapshot.sha256, start=span.start, end=span.end)
    if quote:
        if quote.suggested_by in models_of(check, coder.name) and quote.id in only_suggested_quotes(check):
            # An earlier version of the model marked them too.
            quote = quote.model_copy(update={"suggested_by": coder.id})
            check = put_record(check, "quotes", quote)
        return check, quote
    quote = Quote(
        id=next_id(check.quotes, "q"),
        source=source,
        suggested_by=coder.id,
        **selectors_at(snapshot, text, span),
    )
    return add_record(check, "quotes", quote), quote
