"""What is done to sentences and follow-ups at the desk, as pure functions from check to check."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from factbook.errors import BadInputError
from factbook.model.check import Check, find_record, next_id, put_record
from factbook.model.drafted import accept_drafts, all_written, decline_draft, without_finding
from factbook.model.finding import Authorship, Finding, FollowUp, Section
from factbook.model.typed import typed_record
from factbook.widgets.part import MovedOnError
from factbook.widgets.stance_edits import with_person

W = TypeVar("W", Finding, FollowUp)

FLAGS = ("key_point", "starts_paragraph", "reports_silence")


def finding_in(check: Check, finding_id: str) -> Finding:
    """Give the finding with this id, or raise `NotFoundError`."""
    return find_record(check.findings, finding_id, "finding")


def with_sentence(check: Check, finding_id: str, text: str, *, coder: str) -> Check:
    """Give the check with other words for a finding; where a model drafted it, they are the person's."""
    before = finding_in(check, finding_id)
    after = typed_record(Finding, before.model_dump() | {"text": text})
    return _reworded(check, "findings", before, after, coder)


def with_new_sentence(
    check: Check, text: str, *, section: str, after: str, wanted_id: str = ""
) -> tuple[Check, Finding]:
    """Give the check with one more finding, behind another of its section or else at the section's end."""
    taken = {one.id for one in check.findings}
    finding_id = wanted_id if wanted_id and wanted_id not in taken else next_id(check.findings, "f")
    finding = typed_record(Finding, {"id": finding_id, "section": _section(section), "text": text})
    of_section = [one.id for one in check.section(finding.section)]
    place = of_section.index(after) + 1 if after in of_section else len(of_section)
    return _placed(check, finding, place), finding


def with_split_sentence(check: Check, finding_id: str, at: int, *, coder: str) -> tuple[Check, Finding]:
    """Give the check with a finding cut in two at a character; both keep who wrote it, and its points."""
    before = finding_in(check, finding_id)
    first, second = before.text[:at].strip(), before.text[at:].strip()
    if not first or not second:
        raise BadInputError("There are no words on both sides", next_step="Put the cursor between two words.")
    check = with_sentence(check, finding_id, first, coder=coder)
    answered_by = finding_in(check, finding_id).accepted_by
    check, made = with_new_sentence(check, second, section=before.section, after=finding_id)
    kept = ("points", "key_point", "suggested_by", "drafted_as")
    fields = {field: getattr(before, field) for field in kept} | {"accepted_by": answered_by}
    made = made.model_copy(update=fields)
    return put_record(check, "findings", made), made


def with_sentence_at(check: Check, finding_id: str, *, section: str, place: int) -> Check:
    """Give the check with a finding at a place of a section, counted from 0, which may be another."""
    moved = finding_in(check, finding_id).model_copy(update={"section": _section(section)})
    rest = check.changed(findings=tuple(one for one in check.findings if one.id != finding_id))
    return _placed(rest, moved, place)


def with_flag(check: Check, finding_id: str, flag: str, *, on: bool) -> Check:
    """Give the check with one of `FLAGS` of a finding set, or no longer."""
    if flag not in FLAGS:
        raise BadInputError(f"A sentence has no mark {flag!r}", next_step="Reload the page.")
    before = finding_in(check, finding_id)
    return put_record(check, "findings", before.model_copy(update={flag: on}))


def with_point(check: Check, finding_id: str, point: str, *, on: bool) -> Check:
    """Give the check with a point that a finding speaks to or not, among its others in the check's order."""
    finding, chosen = finding_in(check, finding_id), check.point(point).id
    wanted = {*finding.points, chosen} if on else {*finding.points} - {chosen}
    points = tuple(one.id for one in check.points if one.id in wanted)
    return put_record(check, "findings", finding.model_copy(update={"points": points}))


def without_sentence(check: Check, finding_id: str, *, coder: str) -> Check:
    """Give the check without a finding; one that a model drafted is declined, and does not come back."""
    if finding_in(check, finding_id).suggested_by:
        return _declined(check, finding_id, coder)
    return without_finding(check, finding_id)


def with_accepted(check: Check, seen: Mapping[str, str], *, coder: str) -> Check:
    """Give the check with drafts taken over, by their ids, if they still say what the person has ``seen``."""
    written = {one.id: one for one in all_written(check)}
    for id_, text in seen.items():
        one = written.get(id_)
        if one is None or not one.waits or text_of(one) != text:
            raise MovedOnError(text_of(one) if one else "")
    check, me = with_person(check, coder)
    return accept_drafts(check, seen, coder=me.id)


def text_of(one: Finding | FollowUp) -> str:
    """Give what a person types: of a sentence that is its words with their citations."""
    return one.text if isinstance(one, Finding) else one.question


def with_question(check: Check, follow_up: str, text: str, *, coder: str) -> Check:
    """Give the check with other words for a follow-up; as `with_sentence` does."""
    before = find_record(check.follow_ups, follow_up, "follow-up")
    after = typed_record(FollowUp, before.model_dump() | {"question": text})
    return _reworded(check, "follow_ups", before, after, coder)


def with_new_question(check: Check, text: str, *, after: str, wanted_id: str = "") -> tuple[Check, FollowUp]:
    """Give the check with one more follow-up, behind another or else at the end."""
    ids = [one.id for one in check.follow_ups]
    made_id = wanted_id if wanted_id and wanted_id not in ids else next_id(check.follow_ups, "u")
    made = typed_record(FollowUp, {"id": made_id, "question": text})
    follow_ups = list(check.follow_ups)
    follow_ups.insert(ids.index(after) + 1 if after in ids else len(ids), made)
    return check.changed(follow_ups=tuple(follow_ups)), made


def with_question_at(check: Check, follow_up: str, place: int) -> Check:
    """Give the check with a follow-up moved to a place in their order, counted from 0."""
    moved = find_record(check.follow_ups, follow_up, "follow-up")
    rest = [one for one in check.follow_ups if one.id != follow_up]
    rest.insert(place, moved)
    return check.changed(follow_ups=tuple(rest))


def without_question(check: Check, follow_up: str, *, coder: str) -> Check:
    """Give the check without a follow-up; as `without_sentence` does."""
    if find_record(check.follow_ups, follow_up, "follow-up").suggested_by:
        return _declined(check, follow_up, coder)
    return check.changed(follow_ups=tuple(one for one in check.follow_ups if one.id != follow_up))


def _reworded(check: Check, collection: str, before: W, after: W, coder: str) -> Check:
    if after == before:
        return check
    if after.suggested_by:
        check, me = with_person(check, coder)
        # What was typed and taken back again leaves a draft as it was: nobody has said yes to it.
        is_back = before.authorship == Authorship.EDITED and after.authorship != Authorship.EDITED
        after = after.model_copy(update={"accepted_by": None if is_back else me.id})
    return put_record(check, collection, after)


def _declined(check: Check, id_: str, coder: str) -> Check:
    check, me = with_person(check, coder)
    return decline_draft(check, id_, coder=me.id)


def _placed(check: Check, finding: Finding, place: int) -> Check:
    """Put a finding at a place of its section; sections stand in the check in whatever order they did."""
    findings = list(check.findings)
    places = [index for index, one in enumerate(findings) if one.section == finding.section]
    if place < len(places):
        findings.insert(places[place], finding)
    else:
        findings.insert(places[-1] + 1 if places else len(findings), finding)
    return check.changed(findings=tuple(findings))


def _section(name: str) -> Section:
    try:
        return Section(name)
    except ValueError as error:
        raise BadInputError(
            f"{name!r} is no section", next_step=f"Use one of: {', '.join(Section)}."
        ) from error
