"""What was done and when: searches, and corrections after publication."""

from __future__ import annotations

from pydantic import Field

from factbook.model.record import LocalId, Record, RequiredText, Text, UtcTime


class Search(Record):
    """One search for sources: what was asked, of whom, and what came back."""

    id: LocalId
    query: RequiredText
    finder: Text = ""
    searched_at: UtcTime | None = None
    returned: int = Field(default=0, ge=0, description="documents that came back")
    note: Text = Field(default="", description="what could not be read, and why")


class Revision(Record):
    """One correction: who changed a published check, when and why."""

    id: LocalId
    note: RequiredText
    made_by: LocalId
    made_at: UtcTime
