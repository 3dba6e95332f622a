"""What a proof gives: for each thing whether it is proved, not proved, or does not hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


class State(StrEnum):
    """What became of one thing that was to be proved."""

    PROVED = "proved"
    NOT_PROVED = "not_proved"
    FAILS = "does_not_hold"


KINDS = {
    "zip": "the zip, byte by byte around its files",
    "file": "files against the manifest",
    "digest": "the digest that stands for all of it",
    "signature": "who signed it",
    "check": "check.json",
    "copy": "kept copies against their hashes",
    "text": "texts, read out of the copies again",
    "capture": "web servers' answers against the copies",
    "archive": "the web archive against the copies",
    "version": "published versions against their hashes",
    "call": "calls of language models against their hashes",
    "quote": "quotes, word for word at their place",
    "audit": "sentences, judgements and rating against the audit",
    "number": "what the report says, worked out anew",
    "report": "reports, made anew from the check",
    "page": "the page by itself",
}
"""The kinds of things, in the order they are proved in."""


@dataclass(frozen=True)
class Proof:
    """One thing that was to be proved.

    Attributes
    ----------
    kind:
        One of `KINDS`.
    name:
        What it is, like ``quote q3`` or ``data/check.json``.
    state:
        What became of it.
    detail:
        What was found, in words.
    told:
        It does not hold, and the report tells its reader so.
    """

    kind: str
    name: str
    state: State
    detail: str = ""
    told: bool = False


@dataclass(frozen=True)
class Verification:
    """All that was proved of one thing, and all that was not.

    Attributes
    ----------
    path:
        What was looked at.
    what:
        ``check``, ``bundle`` or ``report``.
    check_id, headline:
        Of the check, as far as it could be read.
    digest:
        The digest of a bundle (``sha256:...``), else empty.
    proofs:
        In the order of `KINDS`.
    """

    path: Path
    what: str
    check_id: str
    headline: str
    digest: str
    proofs: tuple[Proof, ...]

    @property
    def failed(self) -> tuple[Proof, ...]:
        """What does not hold."""
        return self._in(State.FAILS)

    @property
    def not_proved(self) -> tuple[Proof, ...]:
        """What could not be proved, nor refuted."""
        return self._in(State.NOT_PROVED)

    @property
    def holds(self) -> bool:
        """Whether nothing was found that does not hold."""
        return not self.failed

    @property
    def unaltered(self) -> bool:
        """Whether nothing fails but what the report itself says does not hold."""
        return all(proof.told for proof in self.failed)

    def frame(self) -> pd.DataFrame:
        """Give a row for each thing: columns ``kind``, ``name``, ``state``, ``detail`` and ``told``."""
        import pandas as pd

        columns = ["kind", "name", "state", "detail", "told"]
        return pd.DataFrame([self._row(proof) for proof in self.proofs], columns=columns)

    def counts(self) -> dict[str, Counter[State]]:
        """Count the states of each kind, in the order of `KINDS`."""
        found: dict[str, Counter[State]] = {}
        for proof in self.proofs:
            found.setdefault(proof.kind, Counter())[proof.state] += 1
        return found

    def to_dict(self) -> dict[str, Any]:
        """Give all of it as JSON values."""
        return {
            "path": str(self.path),
            "what": self.what,
            "check": self.check_id,
            "headline": self.headline,
            "digest": self.digest,
            "holds": self.holds,
            "unaltered": self.unaltered,
            "proofs": [self._row(proof) for proof in self.proofs],
        }

    def __repr__(self) -> str:
        told = {state: len(self._in(state)) for state in State}
        numbers = ", ".join(f"{number} {state.replace('_', ' ')}" for state, number in told.items() if number)
        return f"<{self.what} {self.check_id!r}: {numbers}>"

    def _in(self, state: State) -> tuple[Proof, ...]:
        return tuple(proof for proof in self.proofs if proof.state == state)

    @staticmethod
    def _row(proof: Proof) -> dict[str, Any]:
        return {
            "kind": proof.kind,
            "name": proof.name,
            "state": proof.state.value,
            "detail": proof.detail,
            "told": proof.told,
        }


def in_order(proofs: Iterable[Proof]) -> tuple[Proof, ...]:
    """Sort proofs by their kind; within a kind they stay as they come."""
    order = {kind: number for number, kind in enumerate(KINDS)}
    return tuple(sorted(proofs, key=lambda proof: order[proof.kind]))


def proved(kind: str, name: str, detail: str = "") -> Proof:
    """Say that something is proved."""
    return Proof(kind, name, State.PROVED, detail)


def not_proved(kind: str, name: str, detail: str) -> Proof:
    """Say that something could be neither proved nor refuted, and why."""
    return Proof(kind, name, State.NOT_PROVED, detail)


def fails(kind: str, name: str, detail: str, *, told: bool = False) -> Proof:
    """Say that something does not hold."""
    return Proof(kind, name, State.FAILS, detail, told)


def mark_told(proofs: Iterable[Proof]) -> list[Proof]:
    """Say of what the audit finds that the report tells it: it was found to be the check's."""
    return [
        replace(proof, told=True)
        if proof.state == State.FAILS and proof.kind in {"quote", "audit"}
        else proof
        for proof in proofs
    ]
