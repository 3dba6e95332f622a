"""What a batch is asked to do with every claim, and what became of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from factbook.model.names import valid_check_id

STAGING = ".factbook-staging"
"""The folder in that of a batch where checks are made, and changed, before they are put in their place."""


@dataclass(frozen=True)
class Job:
    """What is done with every claim of a batch.

    Attributes
    ----------
    base, out:
        The folder that files of sources are relative to, and the batch's own.
    to:
        The formats of reports.
    model:
        The stance model that suggests; none if empty.
    draft:
        Whether the plain drafter drafts the report's sentences.
    """

    base: Path
    out: Path
    to: tuple[str, ...]
    model: str = ""
    draft: bool = False


@dataclass(frozen=True)
class ClaimResult:
    """What became of one claim.

    Attributes
    ----------
    place, id:
        Where it stands in the list, and the folder of its check.
    outcome:
        ``built``, ``unchanged`` or ``failed``.
    rating:
        What is set, or what the table implies.
    seconds:
        How long it took, without earlier tries.
    problem, traceback:
        Why it failed.
    suggested:
        What the table would imply if people accepted the suggestions that wait.
    unasked:
        How many sources the model could not be asked of.
    marks:
        How often the audit found what, like ``{"fault: fabricated": 1}``.
    tries:
        How often it was begun.
    memory_mb:
        The most memory that was seen in its worker with all that it had started; 0 if it was too quick.
    lasting:
        Whether it would fail the same way again.
    """

    place: str
    id: str
    outcome: str
    rating: str = ""
    seconds: float = 0.0
    problem: str = ""
    traceback: str = ""
    suggested: str = ""
    unasked: int = 0
    marks: Mapping[str, int] = field(default_factory=dict)
    tries: int = 1
    memory_mb: float = 0.0
    lasting: bool = False

    def folder(self, out: Path) -> Path | None:
        """Give the folder of its check in that of its batch; none where its id cannot name one."""
        try:
            return out / valid_check_id(self.id)
        except ValueError:
            return None

    @property
    def faults(self) -> int:
        """How many faults its report marks."""
        return sum(count for mark, count in self.marks.items() if mark.startswith("fault:"))
