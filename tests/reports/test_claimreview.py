"""schema.org ClaimReview."""

from __future__ import annotations

from factbook.reports.claimreview import claim_review


def test_it_names_the_claim_the_verdict_and_who_gave_it(reports):
    review = claim_review(reports["clean"])
    assert review["@type"] == "ClaimReview"
    assert review["claimReviewed"] == "The new buses are on time far more often than the trams ever were."
    assert review["datePublished"] == "2025-09-09"
    assert review["author"] == {
        "@type": "Organization",
        "name": "The Riverside Desk",
        "url": "https://desk.example.org/",
    }
    assert review["itemReviewed"]["author"]["name"] == "Councillor M. Ortega"
    assert review["itemReviewed"]["appearance"][0]["url"].startswith("https://news.example.org/")
    assert review["reviewRating"]["alternateName"] == "Conflicting"
    assert review["reviewRating"]["ratingValue"] == 2
    assert len(review["citation"]) == 10


def test_not_enough_evidence_has_no_place_on_the_scale(reports):
    rating = claim_review(reports["empty"])["reviewRating"]
    assert rating["alternateName"] == "Not enough evidence"
    assert "ratingValue" not in rating


def test_what_is_not_known_is_left_out(reports):
    review = claim_review(reports["empty"])
    assert not {"author", "datePublished", "citation"} & set(review)
    assert None not in review.values()
