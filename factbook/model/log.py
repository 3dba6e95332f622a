"""What was done and when: searches, and corrections after publication."""

from __future__ import annotations

from pydantic import Field

from factbook.model.record import LocalId, Record, RequiredText, Text, UtcTime, WebAddress


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


class Revision(Record):
    """One correction: who changed a published check, when and why."""

    id: LocalId
    note: RequiredText
    made_by: LocalId
    made_at: UtcTime
