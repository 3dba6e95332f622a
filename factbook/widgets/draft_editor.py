"""The sentences of the report to be written, with what the audit says of each, and the Rating."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import traitlets

from factbook.analysis.audit import AuditRow, state_label
from factbook.analysis.corrections import changes_since
from factbook.analysis.rating_scales import choose_step, place_rating, rating_scale
from factbook.analysis.texts import ReadOnce
from factbook.analysis.verdict import imply_rating
from factbook.errors import BadInputError, FactbookError
from factbook.model.blinding import expect_own_rating, seen_by
from factbook.model.canonical import parse_record
from factbook.model.check import Check, find_record
from factbook.model.finding import Finding, Section
from factbook.model.publishing import last_publication
from factbook.model.rating import Rating
from factbook.store.clock import utc_now
from factbook.store.publishing import record_revision
from factbook.store.settings import load_settings
from factbook.widgets import draft_edits as edits
from factbook.widgets.background import in_background
from factbook.widgets.check_widget import CheckWidget
from factbook.widgets.part import Part, expect_seen, place_in, text_in
from factbook.widgets.patches import JsonObject
from factbook.widgets.stance_edits import with_person
from factbook.widgets.static import isolated

_SECTION_NAMES = {
    Section.SUMMARY: "Summary",
    Section.CONTEXT: "Missing context, other viewpoints",
    Section.INTERESTS: "Possible misinformation or bias",
}
_WORDS_LENGTH = 160
_MOST_ROWS = 200


class DraftPart(Part):
    """The findings, follow-ups and the Rating of a check, with what the audit says of them."""

    name: ClassVar[str] = "draft_editor"

    def __init__(self, seat: Any) -> None:
        super().__init__(seat)
        self._texts = ReadOnce(seat.folder)
        self._rows: tuple[AuditRow, ...] = ()
        self._preview = ""
        self._trouble = ""
        self._live = self._wants_preview = self._working = False
        self._proved: tuple[Check, bool] | None = None

    def view(self) -> JsonObject:
        """Give the sentences and follow-ups, what can be cited, the audit's marks, and the Rating."""
        check = self.seat.seen
        told: dict[str, list[JsonObject]] = {}
        for row in self._rows:
            told.setdefault(row.id if row.kind == "finding" else "", []).append(_mark(row))
        return {
            "findings": [_view_of(finding) for finding in check.findings],
            "follow_ups": [{"id": one.id, "text": one.question} for one in check.follow_ups],
            "points": [{"id": point.id, "text": point.text} for point in check.points],
            "citable": list(_citable(check)),
            "marks": {finding: rows for finding, rows in told.items() if finding},
            "others": told.get("", [])[:_MOST_ROWS],
            "faults": sum(row.grade == "fault" for row in self._rows),
            "cautions": sum(row.grade == "caution" for row in self._rows),
            "audit": self._audit_state(),
            "preview": self._preview,
            "rating": self._rating(check),
            "published": self._published(check),
        }

    def do_live(self, message: JsonObject) -> None:
        """Begin to audit after each change, and to show the report if ``preview`` is set."""
        self._live, self._wants_preview = True, bool(message.get("preview"))

    def settle(self) -> None:
        """Audit the check as it is now, beside; whatever changes meanwhile is audited after."""
        reporting, check = self.seat.reporting, self.seat.check
        wanted = (check, self._wants_preview)
        if reporting is None or not self._live or self._working or self._proved == wanted:
            return
        self._working = True
        seen, preview = self.seat.seen, self._wants_preview

        def work() -> Iterator[tuple[tuple[AuditRow, ...], str, str]]:
            try:
                yield reporting.audit(seen), reporting.preview(seen) if preview else "", ""
            except FactbookError as error:
                yield (), "", str(error)

        def tell(result: tuple[tuple[AuditRow, ...], str, str]) -> None:
            self._working, self._proved = False, wanted
            self._rows, self._preview, self._trouble = result
            self.post({})

        in_background(work, tell=tell)

    def do_set_finding(self, message: JsonObject) -> JsonObject:
        """Reword a sentence; one that is new is made in its section, behind the one ``after`` names."""
        finding, value = text_in(message, "finding"), text_in(message, "value")
        made: JsonObject = {}

        def change(check: Check) -> Check:
            there = next((one for one in check.findings if one.id == finding), None)
            if message.get("new") and (there is None or there.text not in {value, message.get("base")}):
                after, added = edits.with_new_sentence(
                    check,
                    value,
                    section=text_in(message, "section"),
                    after=text_in(message, "after"),
                    wanted_id=finding,
                )
                made["finding"] = added.id
                return after
            expect_seen(message, edits.finding_in(check, finding).text)
            return edits.with_sentence(check, finding, value)

        self.seat.write(change)
        return made

    def do_split_finding(self, message: JsonObject) -> JsonObject:
        """Cut a sentence in two."""
        finding, made = text_in(message, "finding"), list[str]()

        def change(check: Check) -> Check:
            text = edits.finding_in(check, finding).text
            expect_seen(message, text)
            at = place_in(message, "at", most=len(text))
            after, added = edits.with_split_sentence(check, finding, at)
            made[:] = [added.id]
            return after

        self.seat.write(change)
        return {"finding": made[0]}

    def do_move_finding(self, message: JsonObject) -> None:
        """Put a sentence at a place of a section."""
        finding, section = text_in(message, "finding"), text_in(message, "section")
        self.seat.write(
            lambda check: edits.with_sentence_at(
                check, finding, section=section, place=place_in(message, "to", most=len(check.findings))
            )
        )

    def do_remove_finding(self, message: JsonObject) -> None:
        """Take a sentence out."""
        self.seat.write(lambda check: edits.without_sentence(check, text_in(message, "finding")))

    def do_flag(self, message: JsonObject) -> None:
        """Mark a sentence as a key point, as one that begins a paragraph, or that tells of silence."""
        finding, flag = text_in(message, "finding"), text_in(message, "flag")
        self.seat.write(lambda check: edits.with_flag(check, finding, flag, on=bool(message.get("on"))))

    def do_points(self, message: JsonObject) -> None:
        """Say to which points a sentence speaks."""
        finding, points = text_in(message, "finding"), message.get("points")
        names = [one for one in points if isinstance(one, str)] if isinstance(points, list) else []
        self.seat.write(lambda check: edits.with_points(check, finding, names))

    def do_set_follow_up(self, message: JsonObject) -> JsonObject:
        """Reword a follow-up, or make one."""
        follow_up, value = text_in(message, "follow_up"), text_in(message, "value")
        made: JsonObject = {}

        def change(check: Check) -> Check:
            there = next((one for one in check.follow_ups if one.id == follow_up), None)
            if message.get("new") and (there is None or there.question not in {value, message.get("base")}):
                after, added = edits.with_new_question(
                    check, value, after=text_in(message, "after"), wanted_id=follow_up
                )
                made["follow_up"] = added.id
                return after
            expect_seen(message, find_record(check.follow_ups, follow_up, "follow-up").question)
            return edits.with_question(check, follow_up, value)

        self.seat.write(change)
        return made

    def do_move_follow_up(self, message: JsonObject) -> None:
        """Put a follow-up at another place."""
        follow_up = text_in(message, "follow_up")
        self.seat.write(
            lambda check: edits.with_question_at(
                check, follow_up, place_in(message, "to", most=len(check.follow_ups) - 1)
            )
        )

    def do_remove_follow_up(self, message: JsonObject) -> None:
        """Take a follow-up out."""
        self.seat.write(lambda check: edits.without_question(check, text_in(message, "follow_up")))

    def do_rate(self, message: JsonObject) -> None:
        """Set the Rating to a step of the scale in use, or leave it to the table again."""
        step = text_in(message, "step")

        def change(check: Check) -> Check:
            check, me = with_person(check, self.seat.coder)
            expect_own_rating(check, me.id)
            if not step:
                return check.changed(rating=None)
            scale = rating_scale(load_settings(self.seat.folder.path).rating_scale)
            implied = imply_rating(seen_by(check, me.id)).value
            chosen = choose_step(step, scale=scale, named=False, implied=implied)
            reason = check.rating.reason if check.rating else ""
            fields = chosen | {"reason": reason, "set_by": me.id, "set_at": utc_now()}
            return check.changed(rating=parse_record(Rating, fields, name="the rating"))

        self.seat.write(change)

    def do_set_reason(self, message: JsonObject) -> None:
        """Write why the Rating is as it was set."""

        def change(check: Check) -> Check:
            check, me = with_person(check, self.seat.coder)
            expect_own_rating(check, me.id)
            if check.rating is None:
                raise BadInputError("No rating is set", next_step="Choose one first, then say why.")
            expect_seen(message, check.rating.reason)
            reasoned = {"reason": text_in(message, "value"), "set_by": me.id}
            return check.changed(rating=check.rating.model_copy(update=reasoned))

        self.seat.write(change)

    def do_revise(self, message: JsonObject) -> None:
        """Record a correction of a published check."""

        def prepare(check: Check) -> tuple[Check, str]:
            check, me = with_person(check, self.seat.coder)
            return check, me.id

        record_revision(self.seat.folder, text_in(message, "note"), prepare=prepare, at=utc_now())
        self.seat.read()

    def static_html(self) -> str:
        """Give the sentences by section, as they were written."""
        check = self.seat.seen
        sections = "".join(
            f"<p>{_SECTION_NAMES[section]}</p><ol>"
            + "".join(f"<li>{isolated(finding.text)}</li>" for finding in check.section(section))
            + "</ol>"
            for section in Section
        )
        follow_ups = "".join(f"<li>{isolated(one.question)}</li>" for one in check.follow_ups)
        rating = check.rating.value.label if check.rating else imply_rating(check).value.label
        return (
            f'<div class="factbook-draft-static"><p>Rating: {rating}</p>{sections}'
            f"<p>Follow-ups</p><ul>{follow_ups}</ul></div>"
        )

    def static_text(self) -> str:
        """Give the sentences by section as lines."""
        check = self.seat.seen
        lines = []
        for section in Section:
            lines += [_SECTION_NAMES[section], *(f"  {one.id}  {one.text}" for one in check.section(section))]
        return "\n".join([*lines, "Follow-ups", *(f"  {one.question}" for one in check.follow_ups)])

    def _audit_state(self) -> str:
        if self.seat.reporting is None:
            return "none"
        if self._trouble:
            return self._trouble
        return "current" if self._proved and self._proved[0] == self.seat.check else "working"

    def _rating(self, check: Check) -> JsonObject:
        verdict = imply_rating(check, origins=self.seat.origins)
        scale = rating_scale(load_settings(self.seat.folder.path).rating_scale)
        placed = place_rating(verdict, check.rating, scale)
        steps = {step.name: step.label for step in (*reversed(scale.steps), *scale.beside)}
        chosen = check.rating
        return {
            "implied": placed.implied.label,
            "why": verdict.reason,
            "value": verdict.value.value,
            "step": (chosen.step or chosen.value.value) if chosen else "",
            "reason": chosen.reason if chosen else "",
            "by": check.coder(chosen.set_by).name if chosen else "",
            "scale": scale.title,
            "steps": [{"value": name, "label": label} for name, label in steps.items()],
        }

    def _published(self, check: Check) -> JsonObject | None:
        publication = last_publication(check)
        if publication is None:
            return None
        try:
            since = changes_since(check, self._texts)
            changed = len(since.asking) if since else 0
        except FactbookError:
            changed = 0  # The audit tells of a version that is lost.
        return {
            "on": f"{publication.made_at:%Y-%m-%d}",
            "changes": changed,
            "corrections": [
                {"on": f"{one.made_at:%Y-%m-%d}" if one.made_at else "", "note": one.note}
                for one in check.revisions
            ],
        }


def _view_of(finding: Finding) -> JsonObject:
    flags = {flag: True for flag in edits.FLAGS if getattr(finding, flag)}
    return {
        "id": finding.id,
        "section": finding.section.value,
        "text": finding.text,
        "points": list(finding.points),
        **flags,
    }


def _mark(row: AuditRow) -> JsonObject:
    place = (
        {} if row.kind == "finding" else {"of": row.id if row.kind in {"quote", "source", "stance"} else ""}
    )
    return {"state": state_label(row.state), "grade": row.grade, "told": row.detail, **place}


def _citable(check: Check) -> Iterator[JsonObject]:
    """Give each source, and behind it its quotes, as a sentence cites them."""
    for number, source in enumerate(check.sources, start=1):
        yield {"cite": source.id, "number": number, "words": _cut(source.title)}
        for quote in check.quotes:
            if quote.source == source.id:
                yield {"cite": f"{source.id}#{quote.id}", "words": _cut(" ".join(quote.exact.split()))}


def _cut(text: str) -> str:
    return text if len(text) <= _WORDS_LENGTH else f"{text[: _WORDS_LENGTH - 1]}…"


class DraftEditor(CheckWidget):
    """The report's sentences, to be written; ``[@s3#q2]`` cites words of a source, and @ offers them.

    Keys in a sentence: Enter begins another, or cuts it at the cursor; Alt+Up and Alt+Down move it, from
    section to section too; Backspace in an empty one takes it out.
    """

    part_classes: ClassVar[Any] = (DraftPart,)
    module: ClassVar[str] = "draft_editor"
    draft_editor = traitlets.Dict(help="what is shown; see `DraftPart.view`").tag(sync=True)
