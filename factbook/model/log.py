"""What was done and when: searches, publications, and corrections after them."""

from __future__ import annotations

from pydantic import Field, field_validator

from factbook.model.names import valid_check_id
from factbook.model.record import (
    LocalId,
    PartialDate,
    Record,
    RequiredText,
    Sha256,
    Text,
    UtcTime,
    WebAddress,
    expect_web_address,
)


class SearchResult(Record):
    """One document that came back from a search: what became of it."""

    title: RequiredText
    url: WebAddress | None = None
    source: LocalId | None = Field(default=None, description="the source it was brought in as")
    unread: Text = Field(default="", description="why it could not be read")


class Search(Record):
    """One search for sources: what was asked, of whom, and what came back."""

    id: LocalId
    query: RequiredText
    finder: Text = ""
    searched_at: UtcTime | None = None
    returned: int = Field(default=0, ge=0, description="documents that came back")
    results: tuple[SearchResult, ...] = Field(default=(), description="those that were looked at, best first")
    note: Text = Field(default="", description="what could not be read, and why")


class Publication(Record):
    """One publishing: who put the check before readers, when, and as what version."""

    id: LocalId
    made_by: LocalId
    made_at: UtcTime
    version: Sha256 = Field(description="the hash of what was published, kept in versions/")


class Revision(Record):
    """One correction: who changed a published check, when and why, and what the check was then."""

    id: LocalId
    note: RequiredText
    made_by: LocalId
    made_at: UtcTime
    corrects: LocalId | None = Field(default=None, description="the publication it corrects")
    version: Sha256 | None = Field(
        default=None, description="the hash of the check as corrected, kept in versions/"
    )


class Outdated(Record):
    """That the world has moved on: the check was right when it was made, and is not to be leaned on now."""

    reason: RequiredText
    since: PartialDate | None = Field(default=None, description="from when on it no longer holds")
    newer: Text = Field(
        default="", description="the check that takes its place: its web address, or its id in the casebook"
    )
    set_by: LocalId
    set_at: UtcTime

    @field_validator("newer")
    @classmethod
    def _leads_to_a_check(cls, value: str) -> str:
        if not value:
            return value
        return expect_web_address(value) if ":" in value else valid_check_id(value)
