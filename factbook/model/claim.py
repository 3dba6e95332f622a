"""What is checked: the claim, where it was made, and the points it breaks down into."""

from __future__ import annotations

from pydantic import model_validator

from factbook.model.record import LocalId, PartialDate, Record, RequiredText, Text, WebAddress


class Appearance(Record):
    """One place where the claim was made (schema.org ``Claim.appearance``)."""

    url: WebAddress | None = None
    title: Text = ""
    publisher: Text = ""
    published: PartialDate | None = None


class Claim(Record):
    """What somebody said, as a question to answer, a statement to test, or both."""

    question: Text = ""
    statement: Text = ""
    claimant: Text = ""
    claimed_on: PartialDate | None = None
    appearances: tuple[Appearance, ...] = ()

    @model_validator(mode="after")
    def _says_something(self) -> Claim:
        if not (self.question or self.statement):
            raise ValueError("a claim needs a question or a statement")
        return self

    @property
    def headline(self) -> str:
        """The question if there is one, else the statement."""
        return self.question or self.statement


class Point(Record):
    """One part of the claim that can be checked by itself: a column of the stance table."""

    id: LocalId
    text: RequiredText
