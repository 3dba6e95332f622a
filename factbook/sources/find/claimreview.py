"""Fact-checks that others have published, by the Google Fact Check Tools API.

It searches the ClaimReview markup of fact-checkers' pages. The API, version v1alpha1:
https://developers.google.com/fact-check/tools/api/reference/rest/v1alpha1/claims/search
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from factbook.errors import BadInputError, FindError
from factbook.sources.find.answers import iso_day, objects, one_line, web_hit
from factbook.sources.find.ask import Answer, ask, expect_service, unexpected
from factbook.sources.find.finder import Found, Hit
from factbook.sources.find.query import expect_words

KEY_VARIABLE = "FACTBOOK_FACTCHECK_KEY"
"""The environment variable that holds the key of the API."""

ADDRESS = "https://factchecktools.googleapis.com"
_MOST_CLAIMS = 100


class ClaimReviewFinder:
    """Searches published fact-checks.

    Parameters
    ----------
    key:
        A key of the API. It travels in a header, since addresses end up in logs.
    address:
        Where the API answers.
    language:
        A language code like ``de``; fact-checks in any language if empty.
    timeout_s:
        For the one request that is made.
    """

    name = "Google Fact Check Tools"

    def __init__(
        self, key: str, *, address: str = ADDRESS, language: str = "", timeout_s: float = 20.0
    ) -> None:
        key = key.strip()
        if not key or not (key.isascii() and key.isprintable() and " " not in key):
            raise BadInputError(
                f"{self.name} needs a key" if not key else f"The key for {self.name} is none",
                next_step=f"Set {KEY_VARIABLE}; docs/finding.md says where to get one.",
            )
        self._key = key
        self.address = expect_service(address, service=self.name)
        self.language = language
        self.timeout_s = timeout_s

    def find(self, query: str, *, most: int = 10) -> Found:
        """Give the reviews of claims that are about the query, each with its rating in the excerpt."""
        parameters: dict[str, str | int] = {
            "query": expect_words(query),
            "pageSize": min(most, _MOST_CLAIMS),
        }
        if self.language:
            parameters["languageCode"] = self.language
        answer = ask(
            f"{self.address}/v1alpha1/claims:search",
            parameters,
            service=self.name,
            timeout_s=self.timeout_s,
            headers={"X-Goog-Api-Key": self._key},
        )
        if answer.status != 200:
            raise self._refused(answer)
        page = answer.json_object()
        if page is None:
            raise FindError(f"{self.name} did not answer with JSON", next_step="Check its address.")
        hits: dict[str, Hit] = {}
        for hit in _hits(page):
            hits.setdefault(hit.address, hit)
        return Found(
            tuple(hits.values())[:most], len(hits), "There are more" if page.get("nextPageToken") else ""
        )

    def _refused(self, answer: Answer) -> FindError:
        error = (answer.json_object() or {}).get("error")
        reason = one_line(error.get("message") if isinstance(error, dict) else "").replace(self._key, "…")
        if answer.status == 429:
            return FindError(f"The quota for {self.name} is used up", next_step="Try again tomorrow.")
        if answer.status in {400, 401, 403}:
            return FindError(
                f"{self.name} refused the request: {reason or f'HTTP {answer.status}'}",
                next_step=f"Check {KEY_VARIABLE}, and that the API is switched on for its project.",
            )
        return unexpected(self.name, answer.status)


def _hits(page: dict[str, Any]) -> Iterator[Hit]:
    for claim in objects(page.get("claims")):
        for review in objects(claim.get("claimReview")):
            publisher = review.get("publisher")
            publisher = publisher if isinstance(publisher, dict) else {}
            hit = web_hit(
                review.get("url"),
                one_line(review.get("title")) or claim.get("text"),
                _excerpt(claim, review),
                publisher=one_line(publisher.get("name")) or one_line(publisher.get("site")),
                issued=iso_day(review.get("reviewDate")),
                language=one_line(review.get("languageCode")),
            )
            if hit:
                yield hit


def _excerpt(claim: dict[str, Any], review: dict[str, Any]) -> str:
    """Say how a claim was rated, what it is and who made it."""
    rating, text = one_line(review.get("textualRating")), one_line(claim.get("text"), longest=300)
    claimant = one_line(claim.get("claimant"))
    rated = f"Rated “{rating}”. " if rating else ""
    claimed = f"Claim{f' by {claimant}' if claimant else ''}: {text}" if text else ""
    return f"{rated}{claimed}".strip()
