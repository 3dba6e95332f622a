"""schema.org ClaimReview, the form in which search engines and aggregators read fact-checks.

See https://schema.org/ClaimReview and https://developers.google.com/search/docs/appearance/structured-data/factcheck
"""

from __future__ import annotations

from typing import Any

from factbook.reports.context import ProofCount, ReportContext
from factbook.reports.views.corrections import OutdatedView
from factbook.reports.views.rating import RatingView
from factbook.wording import gettext, speaking


def claim_review(report: ReportContext) -> dict[str, Any]:
    """Give the ClaimReview of a report as JSON-LD; what is not known is left out.

    What people read of it, like the rating's word, is in the language of the report: search engines show it,
    and ask that it be what the page says. Numbers, types and dates are the same in all languages.
    """
    with speaking(report.wording):
        return _review(report)


def _review(report: ReportContext) -> dict[str, Any]:
    outdated = report.outdated
    claim = _without_empty(
        {
            "@type": "Claim",
            "author": report.claimant and {"@type": "Person", "name": report.claimant},
            "datePublished": report.claimed_on_iso,
            "appearance": [
                _without_empty(
                    {
                        "@type": "CreativeWork",
                        "url": appearance.url,
                        "headline": appearance.title,
                        "publisher": appearance.publisher
                        and {"@type": "Organization", "name": appearance.publisher},
                        "datePublished": appearance.published,
                    }
                )
                for appearance in report.appearances
            ],
        }
    )
    return _without_empty(
        {
            "@context": "https://schema.org",
            "@type": "ClaimReview",
            "name": report.headline,
            "claimReviewed": report.statement or report.headline,
            "datePublished": report.published_iso or report.checked_on_iso,
            "dateModified": report.corrections[0].made_at_iso if report.corrections else None,
            # The words of schema.org for a check that "may no longer be relevant after some date".
            "expires": outdated and (outdated.since_iso or outdated.set_at_iso),
            "creativeWorkStatus": outdated and "Obsolete",
            "correction": _corrections(report),
            "description": _audit_in_words(report.proof),
            "inLanguage": report.language,
            "author": report.publisher.name
            and _without_empty(
                {"@type": "Organization", "name": report.publisher.name, "url": report.publisher.url}
            ),
            "itemReviewed": claim,
            "reviewRating": _rating(report.rating, outdated),
            "citation": [
                _without_empty({"@type": "CreativeWork", "name": source.title, "url": source.url})
                for source in report.sources
            ],
        }
    )


def _corrections(report: ReportContext) -> list[dict[str, Any]]:
    """Give what was corrected, the newest first, and where an outdated check is taken up."""
    told = [
        {"@type": "CorrectionComment", "text": one.note, "datePublished": one.made_at_iso}
        for one in report.corrections
    ]
    outdated = report.outdated
    if outdated and outdated.newer_url:
        said = [one for one in told if one["text"] == outdated.reason]
        if not said:
            comment = {"text": outdated.reason, "datePublished": outdated.set_at_iso}
            said = [{"@type": "CorrectionComment", **comment}]
            told[:0] = said
        said[0]["url"] = outdated.newer_url
    return told


def _rating(rating: RatingView, outdated: OutdatedView | None) -> dict[str, Any]:
    """Give the step of the rating scale.

    What stands beside the scale, like not enough evidence, is given in words alone: a number would put it
    somewhere between false and true. Of an outdated check, the words say so: many readers see them alone.
    """
    explanation = rating.reason
    if outdated:
        explanation = _outdated(outdated)
        if rating.reason:
            then = gettext("When it was checked: {reason}", reason=rating.reason)
            explanation = f"{explanation} {then}"
    scale = rating.scale if rating.scale and rating.scale.value is not None else None
    return _without_empty(
        {
            "@type": "Rating",
            "ratingValue": scale and scale.value,
            "bestRating": scale and scale.best,
            "worstRating": scale and scale.worst,
            "alternateName": gettext("{rating} (outdated)", rating=rating.label)
            if outdated
            else rating.label,
            "ratingExplanation": explanation,
        }
    )


def _outdated(outdated: OutdatedView) -> str:
    if not outdated.since:
        return gettext("Outdated: {reason}", reason=outdated.reason)
    if len(outdated.since_iso) > len("2025-12"):
        return gettext("Outdated since {day}: {reason}", day=outdated.since, reason=outdated.reason)
    return gettext("Outdated since {month}: {reason}", month=outdated.since, reason=outdated.reason)


def _without_empty(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}


def _audit_in_words(proof: ProofCount) -> str:
    """Say what the audit found: whoever reads only this file is told too."""
    return gettext(
        "{verbatim} of {quotes} quotes stand word for word in the kept copies; "
        "{sound} of {sentences} sentences without a fault.",
        verbatim=proof.verbatim,
        quotes=proof.quotes,
        sound=proof.findings_without_fault,
        sentences=proof.findings,
    )
