"""The sentences of the report to be written or drafted, with what the audit says of each, and the Rating."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import traitlets

from factbook.analysis.rating_scales import RatingScale, choose_step, rating_scale
from factbook.analysis.texts import ReadOnce
from factbook.analysis.verdict import Verdict, imply_rating
from factbook.errors import BadInputError
from factbook.model.blinding import expect_own_rating, seen_by
from factbook.model.canonical import parse_record
from factbook.model.check import Check, find_record
from factbook.model.drafted import all_written
from factbook.model.finding import Finding
from factbook.model.rating import Rating
from factbook.model.record import clean_text
from factbook.store.clock import utc_now
from factbook.store.publishing import record_revision
from factbook.store.settings import load_settings
from factbook.widgets import draft_edits as edits
from factbook.widgets.background import in_background, why_not
from factbook.widgets.check_widget import CheckWidget
from factbook.widgets.draft_view import (
    citable,
    mark_of,
    static_html,
    static_text,
    view_of_publication,
    view_of_rating,
    view_of_written,
)
from factbook.widgets.live_audit import LiveAudit
from factbook.widgets.part import expect_seen, is_begun, place_in, text_in
from factbook.widgets.patches import JsonObject
from factbook.widgets.stance_edits import with_person
from factbook.widgets.undoing import UndoablePart

if TYPE_CHECKING:
    from factbook.drafting.asking.call_log import CallLog
    from factbook.drafting.writing import DraftRun

_MOST_ROWS = 200
_WRITTEN = {"findings", "follow_ups", "declined", "rating", "calls"}
"""What the stance table has nothing to do with."""


class DraftPart(UndoablePart):
    """The findings, follow-ups and the Rating of a check, with what the audit says of them."""

    name: ClassVar[str] = "draft_editor"

    def __init__(self, seat: Any) -> None:
        super().__init__(seat)
        self._texts = ReadOnce(seat.folder)
        self._audit = LiveAudit(seat)
        self._is_drafting = self._is_building = False
        self._asking: CallLog | None = None  # of a language model that drafts, until it is stopped
        self._drafters: list[JsonObject] = []
        self._verdict: tuple[tuple[Any, ...], Verdict] | None = None

    def view(self) -> JsonObject:
        """Give the sentences and follow-ups, what can be cited, the audit's marks, and the Rating."""
        check, audit = self.seat.seen, self._audit
        told: dict[str, list[JsonObject]] = {}
        for row in audit.rows:
            told.setdefault(row.id if row.kind == "finding" else "", []).append(mark_of(row))
        return {
            **view_of_written(check, coder=self.seat.coder_id),
            "drafting": self._is_drafting,
            "stoppable": self._asking is not None,
            "drafters": self._drafters,
            "drafter": load_settings(self._casebook).drafting.drafter if self._drafters else "",
            "building": self._is_building,
            "undo": self.undoing.count,
            "points": [{"id": point.id, "text": point.text} for point in check.points],
            "citable": list(citable(check)),
            "marks": {finding: rows for finding, rows in told.items() if finding},
            "others": told.get("", [])[:_MOST_ROWS],
            "faults": sum(row.grade == "fault" for row in audit.rows),
            "cautions": sum(row.grade == "caution" for row in audit.rows),
            "audit": audit.state,
            "preview": audit.preview,
            "rating": view_of_rating(check, scale=self._scale(), verdict=self._implied(check)),
            "published": view_of_publication(check, self._texts),
        }

    def do_live(self, message: JsonObject) -> None:
        """Begin to audit after each change; ``preview`` says whether ``page`` shows the report by now."""
        self._audit.begin()
        if "preview" in message:
            self._audit.show_preview(text_in(message, "page"), on=bool(message["preview"]))
        if not self._drafters:
            # Not before a page shows it: a batch shows the desk of each check.
            from factbook.drafting.choose_drafter import list_drafters

            self._drafters = [vars(one) for one in list_drafters(load_settings(self._casebook))]

    def settle(self) -> None:
        """Audit the check as it is now, beside."""
        self._audit.settle(lambda: self.post({}))

    def do_draft(self, message: JsonObject) -> None:
        """Have sentences drafted that wait for a person; told of once they are there.

        ``model`` names the drafter, the casebook's unless given; a language model may take ``budget`` tokens
        and is asked ``again`` what it has answered before.
        """
        if self._is_drafting:
            return
        folder, settings = self.seat.folder, load_settings(self._casebook)
        name = text_in(message, "model") or settings.drafting.drafter
        budget = message.get("budget")
        if budget is not None and (type(budget) is not int or budget < 1):
            raise BadInputError(f"{budget!r} is no number of tokens", next_step="Give one, like 50000.")
        # Not before it is asked for: a batch shows the desk of each check.
        from factbook.drafting.asking.call_log import Budget, CallLog
        from factbook.drafting.asking.choose import asks_language_model

        calls = CallLog(folder, Budget(budget), again=bool(message.get("again")))
        self._is_drafting = True
        self._asking = calls if asks_language_model(name) else None

        def work() -> Iterator[DraftRun]:
            from factbook.drafting.choose_drafter import make_drafter
            from factbook.drafting.writing import draft_check

            yield draft_check(folder, make_drafter(name, settings=settings), calls=calls)

        def tell(said: JsonObject) -> None:
            self._is_drafting, self._asking = False, None
            self.seat.read_quietly()
            self.post(said)

        def done(run: DraftRun) -> None:
            told = {
                "drafted": len(run.findings) + len(run.follow_ups),
                "unread": list(run.unread),
                "drafter": run.drafter,
                "dropped": [[one.words, one.reason] for one in run.dropped],
                "asked": run.asked,
                "replayed": run.replayed,
            }
            tell(told)

        def failed(error: Exception) -> None:
            tell({"drafted": None, "message": why_not(error)})

        in_background(work, tell=done, failed=failed)

    def do_stop_drafting(self, _message: JsonObject) -> None:
        """Stop the language model that drafts: the check stays as it is, and what it has answered is kept."""
        if self._asking:
            self._asking.stopped.set()
            self._asking = None

    def do_build(self, _message: JsonObject) -> None:
        """Have the report built, as files in the check's folder; told of once they are there."""
        reporting = self.seat.reporting
        if reporting is None or self._is_building:
            return
        self._is_building = True

        def work() -> Iterator[list[str]]:
            yield reporting.build()

        def tell(files: list[str], said: str = "") -> None:
            self._is_building = False
            self.post({"built": files, "folder": self.seat.folder.path.name, "message": said})

        in_background(work, tell=tell, failed=lambda error: tell([], why_not(error)))

    def do_accept(self, message: JsonObject) -> JsonObject:
        """Take drafts over as they are: ``drafts`` has by their ids what the page shows of them."""
        given = message.get("drafts")
        seen = {str(id_): str(text) for id_, text in given.items()} if isinstance(given, dict) else {}
        self.undoing.write(lambda check: edits.with_accepted(check, seen, coder=self.seat.coder))
        return {"accepted": len(seen)}

    def undone(self, before: Check, after: Check) -> JsonObject:
        """Give which sentence it was that was accepted, declined, taken out, cut, marked or moved."""
        written = all_written(after)
        return {"undone": next((one.id for one in all_written(before) if one not in written), "")}

    def do_set_finding(self, message: JsonObject) -> JsonObject:
        """Reword a sentence; one that is new is made in its section, behind the one ``after`` names."""
        finding = text_in(message, "finding")
        there = next((one.text for one in self.seat.check.findings if one.id == finding), None)
        if message.get("new") and not is_begun(message, there):
            section, after = text_in(message, "section"), text_in(message, "after")
            made = self.make(
                lambda check: edits.with_new_sentence(
                    check, text_in(message, "value"), section=section, after=after, wanted_id=finding
                )
            )
            return {"finding": made.id, "kept": made.text}
        return self.retype(
            message,
            read=lambda check: edits.finding_in(check, finding).text,
            write=lambda check, text: edits.with_sentence(check, finding, text, coder=self.seat.coder),
        )

    def do_split_finding(self, message: JsonObject) -> JsonObject:
        """Cut a sentence in two."""
        finding = text_in(message, "finding")

        def cut(check: Check) -> tuple[Check, Finding]:
            text = edits.finding_in(check, finding).text
            expect_seen(message, text)
            at = place_in(message, "at", most=len(text))
            return edits.with_split_sentence(check, finding, at, coder=self.seat.coder)

        return {"finding": self.make(cut, write=self.undoing.write).id}

    def do_move_finding(self, message: JsonObject) -> None:
        """Put a sentence at a place of a section."""
        finding, section = text_in(message, "finding"), text_in(message, "section")
        self.undoing.write(
            lambda check: edits.with_sentence_at(
                check, finding, section=section, place=place_in(message, "to", most=len(check.findings))
            )
        )

    def do_remove_finding(self, message: JsonObject) -> None:
        """Take a sentence out; a draft is declined with it."""
        finding = text_in(message, "finding")
        self.undoing.write(lambda check: edits.without_sentence(check, finding, coder=self.seat.coder))

    def do_flag(self, message: JsonObject) -> None:
        """Mark a sentence as a key point, as one that begins a paragraph, or that tells of silence."""
        finding, flag = text_in(message, "finding"), text_in(message, "flag")
        self.undoing.write(lambda check: edits.with_flag(check, finding, flag, on=bool(message.get("on"))))

    def do_speaks_to(self, message: JsonObject) -> None:
        """Say whether a sentence speaks to a point."""
        finding, point = text_in(message, "finding"), text_in(message, "point")
        self.undoing.write(lambda check: edits.with_point(check, finding, point, on=bool(message.get("on"))))

    def do_set_follow_up(self, message: JsonObject) -> JsonObject:
        """Reword a follow-up, or make one."""
        follow_up = text_in(message, "follow_up")
        there = next((one.question for one in self.seat.check.follow_ups if one.id == follow_up), None)
        if message.get("new") and not is_begun(message, there):
            after = text_in(message, "after")
            made = self.make(
                lambda check: edits.with_new_question(
                    check, text_in(message, "value"), after=after, wanted_id=follow_up
                )
            )
            return {"follow_up": made.id, "kept": made.question}
        return self.retype(
            message,
            read=lambda check: find_record(check.follow_ups, follow_up, "follow-up").question,
            write=lambda check, text: edits.with_question(check, follow_up, text, coder=self.seat.coder),
        )

    def do_move_follow_up(self, message: JsonObject) -> None:
        """Put a follow-up at another place."""
        follow_up = text_in(message, "follow_up")
        self.undoing.write(
            lambda check: edits.with_question_at(
                check, follow_up, place_in(message, "to", most=len(check.follow_ups) - 1)
            )
        )

    def do_remove_follow_up(self, message: JsonObject) -> None:
        """Take a follow-up out; a draft is declined with it."""
        follow_up = text_in(message, "follow_up")
        self.undoing.write(lambda check: edits.without_question(check, follow_up, coder=self.seat.coder))

    def do_rate(self, message: JsonObject) -> None:
        """Set the Rating to a step of the scale in use, or leave it to the table again."""
        step = text_in(message, "step")

        def change(check: Check) -> Check:
            check, me = with_person(check, self.seat.coder)
            expect_own_rating(check, me.id)
            if not step:
                return check.changed(rating=None)
            implied = imply_rating(seen_by(check, me.id)).value
            chosen = choose_step(step, scale=self._scale(), named=False, implied=implied)
            reason = check.rating.reason if check.rating else ""
            fields = chosen | {"reason": reason, "set_by": me.id, "set_at": utc_now()}
            return check.changed(rating=parse_record(Rating, fields, name="the rating"))

        self.seat.write(change)

    def do_set_reason(self, message: JsonObject) -> JsonObject:
        """Write why the Rating is as it was set."""

        def read(check: Check) -> str:
            return check.rating.reason if check.rating else ""

        def write(check: Check, text: str) -> Check:
            if check.rating and check.rating.reason == clean_text(text):
                return check
            check, me = with_person(check, self.seat.coder)
            expect_own_rating(check, me.id)
            if check.rating is None:
                raise BadInputError("No rating is set", next_step="Choose one first, then say why.")
            # Who says why takes the rating for their own, from now on.
            fields = check.rating.model_dump() | {"reason": text, "set_by": me.id, "set_at": utc_now()}
            return check.changed(rating=parse_record(Rating, fields, name="the rating"))

        return self.retype(message, read=read, write=write)

    def do_revise(self, message: JsonObject) -> None:
        """Record a correction of a published check."""

        def prepare(check: Check) -> tuple[Check, str]:
            check, me = with_person(check, self.seat.coder)
            return check, me.id

        record_revision(self.seat.folder, text_in(message, "note"), prepare=prepare, at=utc_now())
        self.seat.read()

    def static_html(self) -> str:
        """Give the sentences by section, as they were written."""
        return static_html(self.seat.seen)

    def static_text(self) -> str:
        """Give the sentences by section as lines."""
        return static_text(self.seat.seen)

    def _implied(self, check: Check) -> Verdict:
        """Give what the table implies: counted when it changes, and not with each word that is written."""
        rests_on = tuple(getattr(check, name) for name in Check.model_fields if name not in _WRITTEN)
        before = self._verdict
        if before is None or any(one is not other for one, other in zip(before[0], rests_on, strict=True)):
            before = self._verdict = rests_on, imply_rating(check, origins=self.seat.origins)
        return before[1]

    @property
    def _casebook(self) -> Path:
        # A check that comes from somebody else does not choose who is asked.
        return self.seat.folder.path.parent

    def _scale(self) -> RatingScale:
        return rating_scale(load_settings(self.seat.folder.path).rating_scale)


class DraftEditor(CheckWidget):
    """The report's sentences, to be written; ``[@s3#q2]`` cites words of a source, and @ offers them.

    Keys in a sentence: Enter begins another, or cuts it at the cursor; Alt+Up and Alt+Down move it, from
    section to section too; Backspace in an empty one takes it out. Keys at a draft: a accepts it, e or Enter
    changes its words, d declines it; the arrows lead to the next and the one before.
    """

    part_classes: ClassVar[Any] = (DraftPart,)
    module: ClassVar[str] = "draft_editor"
    draft_editor = traitlets.Dict(help="what is shown; see `DraftPart.view`").tag(sync=True)
