"""The claim as a form: what is checked, who said it, when and where, and the points it breaks down into."""

from __future__ import annotations

from typing import Any, ClassVar

import traitlets

from factbook.model.check import Check
from factbook.model.claim import Point
from factbook.model.points import (
    point_uses,
    with_new_point,
    with_point_at,
    with_point_text,
    with_split_point,
    without_point,
)
from factbook.store.settings import load_settings
from factbook.widgets.check_widget import CheckWidget
from factbook.widgets.claim_edits import (
    APPEARANCE_FIELDS,
    CHECK_FIELDS,
    CLAIM_FIELDS,
    appearance_text,
    field_text,
    find_appearance,
    with_appearance_field,
    with_field,
    without_appearance,
)
from factbook.widgets.part import MovedOnError, expect_seen, is_begun, place_in, text_in
from factbook.widgets.patches import JsonObject
from factbook.widgets.static import definition_list, isolated
from factbook.widgets.undoing import UndoablePart
from factbook.widgets.uses import say_uses
from factbook.wording import expect_wording, is_known

_LABELS = {
    "question": "Question",
    "statement": "Statement",
    "claimant": "Said by",
    "claimed_on": "Said on",
    "checked_on": "Checked on",
    "topics": "Topics",
}


class ClaimPart(UndoablePart):
    """The claim of a check and its points, to be written."""

    name: ClassVar[str] = "claim_form"

    def view(self) -> JsonObject:
        """Give every field as it is typed, the appearances, and the points with what hangs on them."""
        check = self.seat.seen
        return {
            **{field: field_text(check, field) for field in (*CLAIM_FIELDS, *CHECK_FIELDS)},
            "undo": self.undoing.count,
            "appearances": [
                {
                    "id": f"a{index}",
                    **{field: appearance_text(check, index, field) for field in APPEARANCE_FIELDS},
                }
                for index in range(len(check.claim.appearances))
            ],
            "points": [
                {"id": point.id, "text": point.text, "used": say_uses(**point_uses(check, point.id))}
                for point in check.points
            ],
        }

    def do_set(self, message: JsonObject) -> JsonObject:
        """Write one field of the claim."""
        field = text_in(message, "field")
        return self.retype(
            message,
            read=lambda check: field_text(check, field),
            write=lambda check, text: self._with_field(check, field, text),
        )

    def _with_field(self, check: Check, field: str, text: str) -> Check:
        after = with_field(check, field, text)
        if not is_known(after.language) and after.language != check.language:
            wanted = load_settings(self.seat.folder.path).report_language
            expect_wording(after.language, wanted=wanted)
        return after

    def do_set_appearance(self, message: JsonObject) -> JsonObject:
        """Write one field of an appearance, which is made if it is not there yet.

        They have no ids: ``urls`` are the addresses that the page knows this one by, first the one it had.
        """
        field, urls = text_in(message, "field"), message.get("urls")
        known = [one for one in urls if isinstance(one, str)] if isinstance(urls, list) else []
        if field == "url":
            known += [text_in(message, "base"), text_in(message, "value").strip()]

        def index_in(check: Check) -> int:
            index = place_in(message, "index", most=len(check.claim.appearances))
            return find_appearance(check, index, known, is_new=bool(message.get("new")))

        index = index_in(self.seat.folder.read())

        def write(check: Check, text: str) -> Check:
            if index_in(check) != index:
                raise MovedOnError(appearance_text(check, index, field))
            return with_appearance_field(check, index, field, text)

        return self.retype(message, read=lambda check: appearance_text(check, index, field), write=write)

    def do_remove_appearance(self, message: JsonObject) -> None:
        """Take an appearance out."""

        def change(check: Check) -> Check:
            index = place_in(message, "index", most=len(check.claim.appearances))
            return without_appearance(check, find_appearance(check, index, [text_in(message, "base")]))

        self.undoing.write(change)

    def do_set_point(self, message: JsonObject) -> JsonObject:
        """Reword a point; one that is new is made, behind the one that ``after`` names."""
        point = text_in(message, "point")
        there = next((one.text for one in self.seat.check.points if one.id == point), None)
        if message.get("new") and not is_begun(message, there):
            value, after = text_in(message, "value"), text_in(message, "after")
            made = self.make(lambda check: with_new_point(check, value, after=after, wanted_id=point))
            return {"point": made.id, "kept": made.text}
        return self.retype(
            message,
            read=lambda check: check.point(point).text,
            write=lambda check, text: with_point_text(check, point, text),
        )

    def do_split_point(self, message: JsonObject) -> JsonObject:
        """Cut a point in two."""
        point = text_in(message, "point")

        def cut(check: Check) -> tuple[Check, Point]:
            text = check.point(point).text
            expect_seen(message, text)
            return with_split_point(check, point, place_in(message, "at", most=len(text)))

        return {"point": self.make(cut, write=self.undoing.write).id}

    def do_move_point(self, message: JsonObject) -> None:
        """Put a point at another place among the points."""
        point = text_in(message, "point")
        self.undoing.write(
            lambda check: with_point_at(check, point, place_in(message, "to", most=len(check.points) - 1))
        )

    def do_remove_point(self, message: JsonObject) -> None:
        """Take a point out on which nobody has said anything."""
        self.undoing.write(lambda check: without_point(check, text_in(message, "point")))

    def static_html(self) -> str:
        """Give the claim as a list of what is known of it, and its points as a numbered list."""
        check = self.seat.seen
        rows = [(label, field_text(check, field)) for field, label in _LABELS.items()]
        rows += [("Appeared in", _appearance(check, index)) for index in range(len(check.claim.appearances))]
        points = "".join(f"<li>{isolated(point.text)}</li>" for point in check.points)
        return (
            f'<div class="factbook-claim-static">{definition_list(rows)}'
            f"<p>{'Points' if check.points else 'There are no points yet.'}</p><ol>{points}</ol></div>"
        )

    def static_text(self) -> str:
        """Give the claim and its points as lines."""
        check = self.seat.seen
        fields = [(label, field_text(check, field)) for field, label in _LABELS.items()]
        fields += [
            ("Appeared in", _appearance(check, index)) for index in range(len(check.claim.appearances))
        ]
        lines = [f"{label}: {text}" for label, text in fields if text]
        return "\n".join([*lines, *(f"{point.id}  {point.text}" for point in check.points)])


def _appearance(check: Check, index: int) -> str:
    return ", ".join(
        filter(None, (appearance_text(check, index, field) for field in reversed(APPEARANCE_FIELDS)))
    )


class ClaimForm(CheckWidget):
    """The claim of a check as a form; each change is written to the check as it is typed.

    Keys in the list of points: Enter cuts a point at the cursor, or begins a new one at its end;
    Alt+Up and Alt+Down move it; Backspace in an empty one takes it out.
    """

    part_classes: ClassVar[Any] = (ClaimPart,)
    module: ClassVar[str] = "claim_form"
    claim_form = traitlets.Dict(help="what is shown; see `ClaimPart.view`").tag(sync=True)
