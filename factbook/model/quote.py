"""Exact words of a snapshot, after the W3C Web Annotation data model.

``exact``, ``prefix`` and ``suffix`` are its TextQuoteSelector; ``start`` and ``end`` its
TextPositionSelector, counted in Unicode code points of the snapshot's text, ``end`` exclusive.
"""

from __future__ import annotations

from pydantic import Field, model_validator

from factbook.model.record import LocalId, Record, Sha256, Text, Verbatim

SURROUNDING_LENGTH = 80
"""Characters of prefix and suffix kept with a quote."""


class Quote(Record):
    """Exact words of a source, and where they stand in the copy that was kept.

    ``snapshot`` is the hash of the copy (``Snapshot.sha256``); a quote written down before there was a copy
    has none, and its words cannot be proved.
    """

    id: LocalId
    source: LocalId
    points: tuple[LocalId, ...] = Field(default=(), description="points the words speak to")
    exact: Verbatim = Field(min_length=1)
    prefix: Verbatim = ""
    suffix: Verbatim = ""
    snapshot: Sha256 | None = None
    start: int = Field(default=0, ge=0)
    end: int = Field(default=0, ge=0)
    page: int | None = Field(default=None, ge=1)
    note: Text = ""
    suggested_by: LocalId | None = Field(
        default=None, description="the model that marked the words; none: a person did"
    )

    @model_validator(mode="after")
    def _span_fits(self) -> Quote:
        if self.snapshot and self.end - self.start != len(self.exact):
            raise ValueError(
                f"start and end span {self.end - self.start} characters, the words have {len(self.exact)}"
            )
        return self
