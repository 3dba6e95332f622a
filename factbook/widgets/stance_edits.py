"""What one coder does to one cell of the stance table, as pure functions from check to check.

An `Edit` is what such a change did: the judgements of the cell before and after, and the words that went with
them. It is all that undo needs.
"""

from __future__ import annotations

from dataclasses import dataclass

from factbook.errors import BadInputError, ConflictError
from factbook.model.blinding import expect_revealed
from factbook.model.check import Check, add_record, put_record
from factbook.model.coding import with_coder
from factbook.model.judging import own_stance, stances_in
from factbook.model.quote import Quote
from factbook.model.stance import Coder, Stance, StanceValue
from factbook.model.suggested import (
    accept_suggestion,
    dismiss_suggestion,
    waiting_suggestion,
    without_suggestions,
)


@dataclass(frozen=True)
class Edit:
    """One change of a cell: the judgements in it that changed, as they were and as they became.

    ``lost`` and ``gained`` are quotes and models that only a suggestion needed; they went or came with it.
    """

    source: str
    point: str
    before: tuple[Stance, ...]
    after: tuple[Stance, ...]
    lost: tuple[Quote | Coder, ...] = ()
    gained: tuple[Quote | Coder, ...] = ()

    @property
    def reversed(self) -> Edit:
        """The change that takes this one back."""
        return Edit(self.source, self.point, self.after, self.before, self.gained, self.lost)


def with_person(check: Check, name: str) -> tuple[Check, Coder]:
    """Give the check with this person among its coders, and their record; a model cannot sit at the desk."""
    if not name.strip():
        raise BadInputError("The desk has no coder", next_step="Say who judges, like coder='Ana'.")
    return with_coder(check, name)


def accept(check: Check, *, source: str, point: str, coder: str) -> Check:
    """Give the check with the suggestion that waits in the cell accepted by the coder."""
    return accept_suggestion(check, source=source, point=point, coder=coder)


def dismiss(check: Check, *, source: str, point: str) -> Check:
    """Give the check without the suggestion that waits in the cell, and without its words."""
    return dismiss_suggestion(check, source=source, point=point)


def mine(check: Check, source: str, point: str, coder: str) -> StanceValue | None:
    """Give what a coder judged in a cell, or else accepted."""
    own = own_stance(check, source, point, coder)
    accepted = (one for one in stances_in(check, source, point) if one.accepted_by == coder)
    found = own or next(accepted, None)
    return found.value if found else None


def accept_column(check: Check, *, point: str, above: float, coder: str) -> tuple[Check, tuple[Edit, ...]]:
    """Give the check with all suggestions of a point accepted that wait and are at least so sure.

    Those of cells on which models differ are left to be looked at one by one.
    """
    expect_revealed(check, wanted="accepting suggestions")
    check.point(point)
    by_cell: dict[str, list[Stance]] = {}
    for stance in check.stances:
        if stance.point == point:
            by_cell.setdefault(stance.source, []).append(stance)
    taken = {}
    for stances in by_cell.values():
        waiting = waiting_suggestion(tuple(stances), check)
        if waiting and len({one.value for one in stances}) == 1 and (waiting.confidence or 0.0) >= above:
            taken[waiting.id] = waiting.model_copy(update={"accepted_by": coder})
    if not taken:
        return check, ()
    edits = tuple(
        Edit(one.source, point, (one,), (taken[one.id],)) for one in check.stances if one.id in taken
    )
    # At once: a check is looked over as a whole each time it is changed.
    return check.changed(stances=tuple(taken.get(one.id, one) for one in check.stances)), edits


def apply_all(check: Check, edits: tuple[Edit, ...]) -> Check:
    """Give the check with one past step made once more: an edit, or many that only changed judgements."""
    if len(edits) == 1:
        return apply(check, edits[0])
    there = {stance.id: stance for stance in check.stances}
    new: dict[str, Stance] = {}
    for edit in edits:
        for old, now in zip(edit.before, edit.after, strict=True):
            if there.get(old.id) != old:
                raise _moved_on(edit, {old.id})
            new[old.id] = now
    return check.changed(stances=tuple(new.get(one.id, one) for one in check.stances))


def difference(before: Check, after: Check, source: str, point: str) -> Edit | None:
    """Say what changed in a cell, or ``None`` if nothing did."""
    old, new = set(stances_in(before, source, point)), set(stances_in(after, source, point))
    if old == new:
        return None
    quotes, coders = {one.id for one in after.quotes}, {one.id for one in after.coders}
    lost: tuple[Quote | Coder, ...] = (
        *(one for one in before.quotes if one.id not in quotes),
        *(one for one in before.coders if one.id not in coders),
    )
    return Edit(source, point, _sorted(old - new), _sorted(new - old), lost)


def apply(check: Check, edit: Edit) -> Check:
    """Give the check with a past edit made once more, or taken back if it is `Edit.reversed`.

    Raises
    ------
    ConflictError
        The cell is no longer as the edit left it: somebody else changed it, and theirs stays.
    """
    touched = {stance.id for stance in (*edit.before, *edit.after)}
    there = {stance for stance in stances_in(check, edit.source, edit.point) if stance.id in touched}
    if there != set(edit.before):
        raise _moved_on(edit, touched)
    gone = {stance.id for stance in edit.before} - {stance.id for stance in edit.after}
    check = _with_what_it_needs(check, edit)
    check = check.changed(stances=tuple(stance for stance in check.stances if stance.id not in gone))
    for stance in edit.after:
        check = put_record(check, "stances", stance)
    if edit.lost:
        check = without_suggestions(check, edit.before)
    return check


def _moved_on(edit: Edit, touched: set[str]) -> ConflictError:
    return ConflictError(
        f"The judgement of {edit.source}/{edit.point} was changed meanwhile by another program",
        records=tuple(f"stances/{stance_id}" for stance_id in sorted(touched)),
        next_step="It was left as it is; judge the cell again if it is wrong.",
    )


def _with_what_it_needs(check: Check, edit: Edit) -> Check:
    """Give the check with the quotes and models back that a dismissed suggestion took with it."""
    for record in sorted(edit.gained, key=lambda one: isinstance(one, Quote)):
        collection = "quotes" if isinstance(record, Quote) else "coders"
        there = next((one for one in getattr(check, collection) if one.id == record.id), None)
        if there is None:
            check = add_record(check, collection, record)
        elif there != record:
            raise ConflictError(
                f"What the suggestion in {edit.source}/{edit.point} rests on was changed meanwhile",
                records=(f"{collection}/{record.id}",),
                next_step="Suggest again with: factbook suggest CHECK",
            )
    return check


def _sorted(stances: set[Stance]) -> tuple[Stance, ...]:
    return tuple(sorted(stances, key=lambda stance: stance.id))
