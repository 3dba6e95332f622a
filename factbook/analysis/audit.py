"""The audit: what in a check does not hold.

Every quote has one of five states, every sentence may have several faults; `analysis.audit_states` has them
all, and `analysis.audit_sentences` looks at the sentences.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from factbook.analysis.audit_row import AuditRow, audit_row, places
from factbook.analysis.audit_sentences import (
    Scorer,
    audit_attributions,
    audit_origins,
    audit_sentences,
)
from factbook.analysis.changes import tell_changes
from factbook.analysis.corrections import changes_since, gone_since, lost_versions
from factbook.analysis.independence import find_origins
from factbook.analysis.origins import Origins
from factbook.analysis.quotes import QuoteState, is_hidden, quote_state
from factbook.analysis.rating_scales import step_problem
from factbook.analysis.retold import Retold
from factbook.analysis.texts import ReadOnce, Texts
from factbook.analysis.verdict import imply_rating
from factbook.errors import SnapshotError
from factbook.model.blinding import blind_round
from factbook.model.check import Check
from factbook.model.coding import Cell, CellState, cells, counts
from factbook.model.rating import RatingValue
from factbook.model.source import Snapshot, Source
from factbook.model.stance import StanceValue
from factbook.wording import N_, comma_list, gettext, ngettext, say_iso_day, say_percent


def audit_check(
    check: Check,
    texts: Texts,
    *,
    supports: Scorer,
    threshold: float,
    origins: Origins | None = None,
    retold: Retold = Retold(),  # noqa: B008  it holds nothing that could change
) -> tuple[AuditRow, ...]:
    """List what does not hold: quotes first, then findings, sources, stances, the rating, and versions.

    Parameters
    ----------
    check:
        The check.
    texts:
        The kept copies, see `analysis.texts.Texts`.
    supports, threshold:
        The SupportModel: scores of ``(sentence, passage)`` pairs, and from which score on a passage
        counts as bearing the sentence out.
    origins:
        Which sources are copies of one text, if that is known already; see `analysis.independence`.
    retold:
        Which drafted sentences were proved by telling them again: those are not asked of the SupportModel.
    """
    texts = ReadOnce(texts)
    origins = origins or find_origins(check, texts)
    quotes = tuple(_audit_quotes(check, texts))
    doubtful = {row.id: row.state for row in quotes}
    return (
        *quotes,
        *audit_sentences(check, supports=supports, threshold=threshold, doubtful=doubtful, retold=retold),
        *audit_origins(check, origins, retold),
        *audit_attributions(check, texts),
        *_audit_sources(check, texts),
        *_audit_stances(check),
        *_audit_rating(check),
        *_audit_drafts(check),
        *_audit_versions(check, texts, changed={row.id for row in quotes if row.state == QuoteState.CHANGED}),
    )


def _audit_quotes(check: Check, texts: Texts) -> Iterable[AuditRow]:
    for quote in check.quotes:
        state, detail = quote_state(quote, check, texts)
        if state != QuoteState.VERBATIM:
            yield audit_row("quote", quote.id, state, detail)
        elif is_hidden(quote, check):
            yield audit_row(
                "quote", quote.id, "hidden", gettext("the words stand in text that the source hides")
            )


def _audit_sources(check: Check, texts: Texts) -> Iterable[AuditRow]:
    cited = {citation.source for finding in check.findings for citation in finding.citations}
    with_copy: dict[str, list[str]] = {}
    for source in check.sources:
        if source.snapshot:
            with_copy.setdefault(source.snapshot.sha256, []).append(source.id)
    for source in check.sources:
        if not source.is_read:
            yield audit_row("source", source.id, "unread", source.why_unread)
        for snapshot in source.snapshots:
            problem = _damage(snapshot, texts)
            if problem:
                yield audit_row("source", source.id, "damaged", problem)
        if source.dead_since and source.is_read:
            day = say_iso_day(source.dead_since.failed_at)
            detail = gettext("on {day}: {reason}", day=day, reason=source.dead_since.reason)
            yield audit_row("source", source.id, "dead", detail)
        twins = _twins(source, with_copy)
        if twins:
            detail = gettext("the very same as that of {sources}", sources=places(0, twins))
            yield audit_row("source", source.id, "same_copy", detail, twins)
        if check.findings and source.id not in cited:
            yield audit_row("source", source.id, "uncited_source", gettext("no sentence cites it"))


def _twins(source: Source, with_copy: Mapping[str, list[str]]) -> list[str]:
    """Give the sources that have the very same newest copy; ``with_copy`` has the ids by the copy's hash."""
    there = with_copy[source.snapshot.sha256] if source.snapshot else []
    return [other for other in there if other != source.id]


def _damage(snapshot: Snapshot, texts: Texts) -> str:
    try:
        if len(texts.original(snapshot)) != snapshot.size_bytes:
            return gettext(
                "the copy {copy} has another size than the check says", copy=f"{snapshot.sha256[:12]}..."
            )
        if snapshot.text_sha256 and len(texts.text(snapshot)) != snapshot.text_length:
            return gettext(
                "the text of {copy} has another length than the check says", copy=f"{snapshot.sha256[:12]}..."
            )
    except SnapshotError as error:
        return error.problem
    return ""


def _audit_stances(check: Check) -> Iterable[AuditRow]:
    read = {source.id for source in check.sources if source.is_read}
    for cell in cells(check).values():
        where = f"{cell.source}/{cell.point}"
        if cell.value not in {None, StanceValue.NOT_ADDRESSED}:
            if cell.source not in read:
                yield audit_row("stance", where, "judged_unread", gettext("nobody can read what it says"))
            elif not any(stance.quotes for stance in cell.stances if counts(check, stance)):
                yield audit_row("stance", where, "judged_unquoted", gettext("it rests on no words"))
        if cell.state == CellState.SUGGESTED:
            yield audit_row("stance", where, "not_accepted", _suggested(check, cell))
        elif cell.state == CellState.DISAGREED:
            coded = [stance for stance in cell.stances if counts(check, stance)]
            said = comma_list([f"{check.coder(stance.coder).name}: {stance.value.label}" for stance in coded])
            if cell.adjudication:
                said = gettext(
                    "{said}; decided as {stance} before one of them said so",
                    said=said,
                    stance=cell.adjudication.value.label,
                )
            yield audit_row("stance", where, "disagreed", said)
    if blind_round(check):
        detail = gettext("what others judged is left out until it is revealed")
        yield audit_row("check", check.id, "judged_blind", detail)


def _audit_drafts(check: Check) -> Iterable[AuditRow]:
    """Count the drafted sentences that wait: one line tells of all that a model drafted."""
    waiting = [finding for finding in check.findings if finding.waits]
    for model in dict.fromkeys(finding.suggested_by for finding in waiting if finding.suggested_by):
        number = sum(finding.suggested_by == model for finding in waiting)
        detail = ngettext(
            "no person has accepted {number} sentence that {model} drafted",
            "no person has accepted {number} sentences that {model} drafted",
            number,
            model=check.coder(model).full_name,
        )
        yield audit_row("check", check.id, "drafted", detail)


def _suggested(check: Check, cell: Cell) -> str:
    said = []
    for stance in cell.stances:
        told = {"model": check.coder(stance.coder).full_name, "stance": stance.value.label}
        if stance.confidence is None:
            said.append(gettext("{model} suggests {stance}", **told))
        else:
            sure = say_percent(stance.confidence)
            said.append(gettext("{model} suggests {stance} ({sure} sure)", **told, sure=sure))
    return gettext("only a model has judged it: {said}", said=comma_list(said))


def _audit_rating(check: Check) -> Iterable[AuditRow]:
    problem = step_problem(check.rating) if check.rating else ""
    if problem:
        yield audit_row("rating", "rating", "unfit_step", problem)
    if check.rating and not check.rating.reason:
        detail = gettext("it was set to {rating}, and nobody says why", rating=check.rating.value.label)
        yield audit_row("rating", "rating", "rated_without_reason", detail)
    implied = imply_rating(check)
    if not check.rating or check.rating.value == implied.value:
        return
    on_silence = implied.value == RatingValue.NOT_ENOUGH_EVIDENCE
    detail = gettext(
        "it was set to {rating}; the stance table implies {implied}",
        rating=check.rating.value.label,
        implied=implied.value.label,
    )
    yield audit_row("rating", "rating", "rated_on_silence" if on_silence else "rating_differs", detail)


def _audit_versions(check: Check, texts: Texts, *, changed: Collection[str]) -> Iterable[AuditRow]:
    """Hold a check against what was published of it; ``changed`` are the quotes whose words are gone."""
    for problem in lost_versions(check, texts):
        yield audit_row("check", check.id, "version_lost", f"{problem[:1].lower()}{problem[1:]}")
    try:
        since = changes_since(check, texts)
    except SnapshotError:
        return  # That it is lost has been told.
    if since is None:
        return
    next_step = gettext("say why with: {command}", command=f"factbook revise {check.id} --note WHY")
    for source, quotes in gone_since(check, since.kept, changed).items():
        detail = gettext(
            "in {source}, that is {quotes}; look whether the check still holds, and {next_step}",
            source="{0}",
            quotes=comma_list(quotes),
            next_step=next_step,
        )
        yield audit_row("check", check.id, "recheck_differs", detail, [source])
    if since.asking:
        said = (
            N_("what differs since it was corrected on {day}: {changes}; {next_step}")
            if since.last.revision
            else N_("what differs since it was published on {day}: {changes}; {next_step}")
        )
        day, told = say_iso_day(since.last.made_at), tell_changes(since.asking)
        detail = gettext(said, day=day, changes=told, next_step=next_step)
        yield audit_row("check", check.id, "changed_since_published", detail)
