"""schema.org ClaimReview, the form in which search engines and aggregators read fact-checks.

See https://schema.org/ClaimReview and https://developers.google.com/search/docs/appearance/structured-data/factcheck
"""

from __future__ import annotations

from typing import Any

from factbook.reports.context import ProofCount, RatingView, ReportContext


def claim_review(report: ReportContext) -> dict[str, Any]:
    """Give the ClaimReview of a report as JSON-LD; what is not known is left out."""
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
            "datePublished": report.checked_on_iso,
            "description": _audit_in_words(report.proof),
            "inLanguage": report.language,
            "author": report.publisher.name
            and _without_empty(
                {"@type": "Organization", "name": report.publisher.name, "url": report.publisher.url}
            ),
            "itemReviewed": claim,
            "reviewRating": _rating(report.rating),
            "citation": [
                _without_empty({"@type": "CreativeWork", "name": source.title, "url": source.url})
                for source in report.sources
            ],
        }
    )


def _rating(rating: RatingView) -> dict[str, Any]:
    """Give the step of the rating scale.

    What stands beside the scale, like not enough evidence, is given in words alone: a number would put it
    somewhere between false and true.
    """
    scale = rating.scale if rating.scale and rating.scale.value is not None else None
    return _without_empty(
        {
            "@type": "Rating",
            "ratingValue": scale and scale.value,
            "bestRating": scale and scale.best,
            "worstRating": scale and scale.worst,
            "alternateName": rating.label,
            "ratingExplanation": rating.reason,
        }
    )


def _without_empty(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}


def _audit_in_words(proof: ProofCount) -> str:
    """Say what the audit found: whoever reads only this file is told too."""
    return (
        f"{proof.verbatim} of {proof.quotes} quotes stand word for word in the kept copies; "
        f"{proof.findings_without_fault} of {proof.findings} sentences without a fault."
    )
