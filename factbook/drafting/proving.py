"""Holding sentences that are not in the check yet against the same audit as those that are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from factbook.analysis.audit import audit_check
from factbook.analysis.origins import Origins
from factbook.analysis.texts import ReadOnce
from factbook.drafting.draft import Sentence
from factbook.evidence.choose_model import support_model, support_model_chosen
from factbook.evidence.support import SUPPORT_THRESHOLD, Scores, supports
from factbook.model.check import Check
from factbook.model.finding import Finding
from factbook.store.check_folder import CheckFolder

_TOO_LITTLE = frozenset(["not_assessed", "attributed_elsewhere"])
"""Cautions that are enough to refuse what a language model wrote: nobody stands behind its words yet."""


class Prover:
    """Says what the audit has against sentences.

    Parameters
    ----------
    folder, origins:
        The check, and which of its sources are copies of one text.
    write:
        Gives the check with sentences in place of its own, each with an id, ``f1`` and so on.
    """

    def __init__(
        self,
        folder: CheckFolder,
        origins: Origins,
        write: Callable[[Sequence[Sentence]], Check],
    ) -> None:
        self._texts = ReadOnce(folder)
        self._origins = origins
        self._write = write
        self._judge = support_model_chosen(folder.path)

    def problems(self, sentences: Sequence[Sentence]) -> tuple[str, ...]:
        """Say of each sentence what the audit has against it; empty where it holds."""
        check = self._write(sentences)
        rows = audit_check(
            check,
            self._texts,
            supports=self._score,
            threshold=SUPPORT_THRESHOLD,
            origins=self._origins,
        )
        against: dict[str, list[str]] = {}
        for row in rows:
            if row.kind == "finding" and (row.grade == "fault" or row.state in _TOO_LITTLE):
                against.setdefault(row.id, []).append(f"{row.state.replace('_', ' ')}: {row.detail}")
        return tuple("; ".join(against.get(finding.id, [])) for finding in _in_order(check))

    def _score(self, pairs: Iterable[tuple[str, str]]) -> Scores:
        return supports(pairs, model=support_model(self._judge))


def _in_order(check: Check) -> list[Finding]:
    return sorted(check.findings, key=lambda finding: int(finding.id[1:]))
