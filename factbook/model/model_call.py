"""What a language model was asked for a check, and what became of its answers.

The request and the answer themselves lie in ``calls/``, see `store.calls`; here stands what names and counts
them.
"""

from __future__ import annotations

from pydantic import Field

from factbook.model.record import LocalId, Record, RequiredText, Sha256, Text, UtcTime


class Dropped(Record):
    """Words that a language model wrote and that were not let into the check, and why."""

    words: Text
    reason: RequiredText


class ModelCall(Record):
    """One call of a language model that was answered.

    ``request_sha256`` is the hash of the request, by which the answer is found again in place of asking a
    second time; ``sha256`` names the file in ``calls/`` that holds both.
    """

    id: LocalId
    task: RequiredText = Field(description="what was asked for: points, queries, sentences ...")
    model: RequiredText = Field(description="the provider and the model, like ollama:qwen3")
    request_sha256: Sha256
    sha256: Sha256 = Field(description="the hash of the request and the answer, kept in calls/")
    made_at: UtcTime
    took_s: float = Field(ge=0, description="seconds until the answer was there")
    input_tokens: int | None = Field(default=None, ge=0)
    output_tokens: int | None = Field(default=None, ge=0)
    cost_usd: float | None = Field(default=None, ge=0, description="by the provider's list prices, if known")
    problem: Text = Field(default="", description="why the answer could not be used")
    dropped: tuple[Dropped, ...] = ()
