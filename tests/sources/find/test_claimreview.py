from __future__ import annotations

import logging

import pytest

from factbook.errors import BadInputError, FindError
from factbook.sources.find.claimreview import ClaimReviewFinder
from factbook.sources.find.finder import Hit

KEY = "AIza-not-a-real-key"


def review(number, **fields):
    """One review as the API writes it."""
    return {
        "publisher": {"name": f"Desk {number}", "site": f"desk{number}.example.org"},
        "url": f"https://desk{number}.example.org/check",
        "title": f"No, the bridge is not red ({number})",
        "reviewDate": "2025-03-04T00:00:00Z",
        "textualRating": "False",
        "languageCode": "en",
        **fields,
    }


def claims(*reviews, **fields):
    claim = {"text": "The bridge is red", "claimant": "Bo", "claimDate": "2025-03-01T00:00:00Z"}
    return 200, {"claims": [{**claim, "claimReview": list(reviews)}], **fields}


def test_reviews_become_hits(service):
    service.answers(claims(review(1), review(2, publisher={"site": "two.example.org"}, title="")))
    found = ClaimReviewFinder(KEY, address=service.address, language="en").find("red bridge", most=7)
    assert found.hits == (
        Hit(
            "https://desk1.example.org/check",
            "No, the bridge is not red (1)",
            "Rated “False”. Claim by Bo: The bridge is red",
            {"publisher": "Desk 1", "issued": "2025-03-04", "language": "en"},
        ),
        Hit(
            "https://desk2.example.org/check",
            "The bridge is red",
            "Rated “False”. Claim by Bo: The bridge is red",
            {"publisher": "two.example.org", "issued": "2025-03-04", "language": "en"},
        ),
    )
    assert (found.total, found.note) == (2, "")
    ((path, parameters, headers),) = service.asked
    assert path == "/v1alpha1/claims:search"
    assert parameters == {"query": "red bridge", "pageSize": "7", "languageCode": "en"}
    assert headers["X-Goog-Api-Key"] == KEY


def test_no_claims_are_an_empty_object(service):
    service.answers((200, {}))
    found = ClaimReviewFinder(KEY, address=service.address).find("red bridge")
    assert (found.hits, found.total, found.note) == ((), 0, "")


def test_no_more_are_given_than_asked_for_and_a_page_comes_once(service):
    service.answers(claims(review(1), review(1), review(2), review(3), nextPageToken="CAo"))
    found = ClaimReviewFinder(KEY, address=service.address).find("red bridge", most=2)
    assert [hit.fields["publisher"] for hit in found.hits] == ["Desk 1", "Desk 2"]
    assert (found.total, found.note) == (3, "There are more")


def test_what_is_not_as_it_should_be_costs_only_itself(service):
    odd = [
        review(1, url="javascript:alert(1)"),
        review(2, url=None),
        "no object",
        review(3, publisher="x", reviewDate="soon", textualRating=None, title=5, languageCode=None),
    ]
    service.answers((200, {"claims": [None, {"claimReview": 5}, {"claimReview": odd}]}))
    (hit,) = ClaimReviewFinder(KEY, address=service.address).find("red bridge").hits
    assert hit == Hit("https://desk3.example.org/check", "https://desk3.example.org/check", "", {})


@pytest.mark.parametrize(
    ("status", "body", "problem"),
    [
        (
            400,
            {"error": {"code": 400, "message": f"API key {KEY} not valid."}},
            "refused the request: API key …",
        ),
        (403, {"error": {"code": 403, "status": "PERMISSION_DENIED"}}, "refused the request: HTTP 403"),
        (429, {}, "quota"),
        (503, b"", "HTTP 503"),
        (200, b"<html>", "did not answer with JSON"),
    ],
)
def test_what_is_wrong_is_said_and_the_key_is_not(service, caplog, status, body, problem):
    caplog.set_level(logging.DEBUG)
    service.answers((status, body))
    with pytest.raises(FindError, match=problem) as caught:
        ClaimReviewFinder(KEY, address=service.address).find("red bridge")
    assert caught.value.next_step
    assert KEY not in str(caught.value)
    assert KEY not in caplog.text
    assert all(KEY not in str(parameters) for _, parameters, _ in service.asked)


def test_nor_is_it_in_what_is_shown_of_the_finder():
    finder = ClaimReviewFinder(KEY)
    assert KEY not in repr(finder)
    assert finder.address == "https://factchecktools.googleapis.com"


@pytest.mark.parametrize("key", ["", "  ", "two words", "schlüssel", "a\nb"])
def test_a_key_that_is_none_is_refused_and_not_shown(key):
    with pytest.raises(BadInputError, match="key") as caught:
        ClaimReviewFinder(key)
    assert "FACTBOOK_FACTCHECK_KEY" in caught.value.next_step
    assert not key.strip() or key not in str(caught.value)
