"""What the page is sent of the report: its sentences and who wrote each, the Rating, corrections."""

from __future__ import annotations

from collections.abc import Iterator

from factbook.analysis.audit_row import AuditRow
from factbook.analysis.audit_states import state_label
from factbook.analysis.corrections import changes_since
from factbook.analysis.rating_scales import RatingScale, place_rating
from factbook.analysis.texts import Texts
from factbook.analysis.verdict import Verdict, imply_rating
from factbook.errors import FactbookError
from factbook.model.blinding import blind_round
from factbook.model.check import Check
from factbook.model.drafted import all_written
from factbook.model.finding import Authorship, Finding, FollowUp, Section
from factbook.model.publishing import last_publication
from factbook.widgets.draft_edits import FLAGS, text_of
from factbook.widgets.patches import JsonObject
from factbook.widgets.static import isolated
from factbook.wording import translated

SECTION_NAMES = {
    Section.SUMMARY: "Summary",
    Section.CONTEXT: "Missing context, other viewpoints",
    Section.INTERESTS: "Possible misinformation or bias",
}
_WORDS_LENGTH = 160


def view_of_written(check: Check, *, coder: str) -> JsonObject:
    """Give the sentences and the follow-ups; ``coder`` is who looks, by id.

    Where a model drafted any of them, each has its ``author`` (see `model.finding.Authorship`), the ``model``
    and, unless the check is judged blind, the person it is accepted or changed ``by``.
    """
    any_drafted = any(one.suggested_by for one in all_written(check))
    names = {one.id: one.full_name for one in check.coders}
    hidden = {one.id for one in check.coders if one.id != coder} if blind_round(check) else set()

    def author(one: Finding | FollowUp) -> JsonObject:
        if not any_drafted:
            return {}
        told = {"model": names.get(one.suggested_by or ""), "by": names.get(one.accepted_by or "")}
        if one.accepted_by in hidden:
            del told["by"]
        return {"author": one.authorship.value, **{name: who for name, who in told.items() if who}}

    return {
        "findings": [_view_of(finding) | author(finding) for finding in check.findings],
        "follow_ups": [{"id": one.id, "text": one.question} | author(one) for one in check.follow_ups],
    }


def mark_of(row: AuditRow) -> JsonObject:
    """Give what the audit says, as it stands under a sentence or in the list of the rest."""
    of_others = row.id if row.kind in {"quote", "source", "stance"} else ""
    place = {} if row.kind == "finding" else {"of": of_others}
    return {"state": state_label(row.state), "grade": row.grade, "told": row.detail, **place}


def citable(check: Check) -> Iterator[JsonObject]:
    """Give each source, and behind it its quotes, as a sentence cites them."""
    for number, source in enumerate(check.sources, start=1):
        yield {"cite": source.id, "number": number, "words": _cut(source.title)}
        for quote in check.quotes:
            if quote.source == source.id:
                yield {"cite": f"{source.id}#{quote.id}", "words": _cut(" ".join(quote.exact.split()))}


def view_of_rating(check: Check, *, scale: RatingScale, verdict: Verdict) -> JsonObject:
    """Give what the table implies, what a person chose, and the steps of the scale to choose from."""
    chosen = check.rating
    placed = place_rating(verdict, chosen, scale)
    steps = {step.name: translated(step.label) for step in (*reversed(scale.steps), *scale.beside)}
    return {
        "implied": translated(placed.implied.label),
        "why": verdict.reason,
        "value": verdict.value.value,
        "step": (chosen.step or chosen.value.value) if chosen else "",
        "reason": chosen.reason if chosen else "",
        "by": check.coder(chosen.set_by).name if chosen else "",
        "scale": translated(scale.title),
        "steps": [{"value": name, "label": label} for name, label in steps.items()],
    }


def view_of_publication(check: Check, texts: Texts) -> JsonObject | None:
    """Give when the check was published, what changed since, and its corrections, if it was."""
    publication = last_publication(check)
    if publication is None:
        return None
    try:
        since = changes_since(check, texts)
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


def static_html(check: Check) -> str:
    """Give the sentences by section as plain HTML, as they were written; drafts that wait are called so."""
    sections = "".join(
        f"<p>{SECTION_NAMES[section]}</p><ol>"
        + "".join(f"<li>{isolated(_told(finding))}</li>" for finding in check.section(section))
        + "</ol>"
        for section in Section
    )
    follow_ups = "".join(f"<li>{isolated(_told(one))}</li>" for one in check.follow_ups)
    rating = check.rating.value.label if check.rating else imply_rating(check).value.label
    return (
        f'<div class="factbook-draft-static"><p>Rating: {rating}</p>{sections}'
        f"<p>Follow-ups</p><ul>{follow_ups}</ul></div>"
    )


def static_text(check: Check) -> str:
    """Give the same as lines."""
    lines = []
    for section in Section:
        lines += [SECTION_NAMES[section], *(f"  {one.id}  {_told(one)}" for one in check.section(section))]
    return "\n".join([*lines, "Follow-ups", *(f"  {_told(one)}" for one in check.follow_ups)])


def _view_of(finding: Finding) -> JsonObject:
    flags = {flag: True for flag in FLAGS if getattr(finding, flag)}
    return {
        "id": finding.id,
        "section": finding.section.value,
        "text": finding.text,
        "points": list(finding.points),
        **flags,
    }


def _told(one: Finding | FollowUp) -> str:
    return f"{text_of(one)} (draft)" if one.authorship == Authorship.MODEL else text_of(one)


def _cut(text: str) -> str:
    return text if len(text) <= _WORDS_LENGTH else f"{text[: _WORDS_LENGTH - 1]}…"
