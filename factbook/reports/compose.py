"""Making the report's context of a check."""

from __future__ import annotations

import hashlib
from importlib.metadata import version

from factbook.analysis.independence import find_origins
from factbook.analysis.rating_scales import OWN_SCALE
from factbook.analysis.sensitivity import find_sensitivity
from factbook.analysis.texts import ReadOnce
from factbook.model.blinding import seen_by
from factbook.model.canonical import check_to_json
from factbook.model.check import Check
from factbook.model.finding import Section
from factbook.reports.audited import audit_view, proof_count
from factbook.reports.citing import cite_sources
from factbook.reports.context import ReportContext
from factbook.reports.copies import counted
from factbook.reports.corrections import correction_views, outdated_view, unrecorded_view
from factbook.reports.dates import format_day
from factbook.reports.drafted import drafted_note, is_set_off, what_was_asked, who_wrote
from factbook.reports.judging import blind_note, judging_notes
from factbook.reports.known import Known
from factbook.reports.proof import name_of, prove_check, support_model_of
from factbook.reports.resting import sensitivity_view
from factbook.reports.scale import scale_view
from factbook.reports.sections import section_view
from factbook.reports.shown_sources import source_view
from factbook.reports.site.addresses import check_address
from factbook.reports.stance_rows import coder_view, point_views, row_views
from factbook.reports.suggested import suggested_rating_view
from factbook.reports.theme.read import compose_theme
from factbook.reports.views.rating import RatingView
from factbook.reports.views.sentence import FollowUpView
from factbook.store.check_folder import CheckFolder
from factbook.store.settings import citation_style_file, load_settings
from factbook.wording import choose_language, gettext, speaking, spoken


def compose_report(
    folder: CheckFolder, *, seen: Check | None = None, wording: str | None = None
) -> ReportContext:
    """Make the context of a check's report as it is on the disk now, audit included.

    ``seen`` is the check as who looks may see it; without it, of a check that is judged blind no judgement
    is shown at all (`model.blinding.seen_by`). ``wording`` is the language of all words but those that people
    wrote; without it, the one that the settings or the check ask for.
    """
    check, texts = seen or seen_by(folder.read(), None), ReadOnce(folder)
    settings = load_settings(folder.path)
    with speaking(wording or choose_language(settings.report_language, content=check.language)):
        references = cite_sources(check.sources, style=citation_style_file(folder.path))
        origins = find_origins(check, texts)
        # Loading it takes many times as long as all else here: where there is no sentence, nobody judges.
        judge = support_model_of(folder.path) if check.findings else None
        rows = prove_check(check, folder, texts=texts, origins=origins, judge=judge)
        known = Known(check, texts, settings, rows, references, origins)
        report = _compose(known, support_model=name_of(judge) if judge else "")
    theme = compose_theme(folder.path, characters=lambda: frozenset(report.model_dump_json()))
    return report.model_copy(update={"theme": theme})


def _compose(known: Known, *, support_model: str) -> ReportContext:
    check, claim = known.check, known.check.claim
    sources = tuple(source_view(known, source) for source in check.sources)
    return ReportContext(
        generator=f"factbook {version('factbook')}",
        id=check.id,
        check_sha256=hashlib.sha256(check_to_json(check).encode()).hexdigest(),
        language=check.language,
        wording=spoken(),
        titles={name: words for name, words in known.settings.wording.model_dump().items() if words},
        headline=claim.headline,
        statement=claim.statement if claim.question else "",
        claimant=claim.claimant,
        claimed_on=format_day(claim.claimed_on),
        claimed_on_iso=claim.claimed_on or "",
        appearances=claim.appearances,
        checked_on=format_day(check.checked_on),
        checked_on_iso=check.checked_on or "",
        banner=known.settings.banner,
        publisher=known.settings.publisher,
        rating=_rating(known),
        sections=tuple(section_view(known, section) for section in Section),
        follow_ups=tuple(
            FollowUpView(
                question=one.question,
                answered_by=one.answered_by,
                url=check_address(one.answered_by or "", known.settings.site),
                author=one.authorship.value,
                set_off=is_set_off(one, check.follow_ups),
            )
            for one in check.follow_ups
        ),
        follow_ups_drafted=drafted_note(check, check.follow_ups),
        written=(*who_wrote(check), *what_was_asked(check)),
        points=point_views(known),
        rows=row_views(known),
        sources=sources,
        counted=counted(check, known.origins),
        coders=tuple(coder_view(known, coder) for coder in check.coders),
        searches=check.searches,
        audit=tuple(audit_view(known, row) for row in known.rows),
        proof=proof_count(known),
        revisions=check.revisions,
        coder_names={coder.id: coder.name for coder in check.coders},
        support_model=support_model,
        sensitivity=sensitivity_view(
            check,
            find_sensitivity(check, origins=known.origins),
            steps_are_ratings=known.placed.scale.name == OWN_SCALE,
        ),
        judging=judging_notes(check),
        blind=blind_note(check),
        published=format_day(check.published_at),
        published_iso=f"{check.published_at:%Y-%m-%d}" if check.published_at else "",
        corrections=correction_views(check, known.texts, known.settings),
        unrecorded=unrecorded_view(check, known.texts, known.settings),
        outdated=outdated_view(check, known.settings),
    )


def _rating(known: Known) -> RatingView:
    chosen, implied = known.check.rating, known.verdict
    placed = known.placed
    return RatingView(
        value=(chosen or implied).value.value,
        label=gettext(placed.step.label),
        word=(chosen or implied).value.label,
        scale=scale_view(placed),
        reason=chosen.reason if chosen else implied.reason,
        set_by=known.check.coder(chosen.set_by).name if chosen else "",
        implied_value=implied.value.value,
        implied_label=implied.value.label.capitalize(),
        implied_reason=implied.reason,
        suggested=suggested_rating_view(known.check, known.origins),
    )
