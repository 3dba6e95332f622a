"""What the audit finds, and whether an executed notebook says what the check says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from factbook.reports.context import ReportContext
from factbook.reports.verifying.result import Proof, fails, not_proved, proved

_GROUPS = {
    "rows": "the stance table",
    "points": "the totals of the points",
    "rating": "the rating",
    "sensitivity": "what the rating rests on",
    "judging": "how far coders agree",
    "coders": "how much each coder judged",
    "counted": "how many sources and origins there are",
    "sources": "sources and quotes",
    "sections": "the sentences",
    "audit": "the audit",
    "proof": "the counts of the proof",
}
_SAME_IN_ALL = (".value", ".state", ".exact", ".text", "sha256", "headline", "statement", ".title", ".note")
"""What every version says in the same way; wording of its own is in other fields."""

_MOST_SHOWN = 3


@dataclass(frozen=True)
class Difference:
    """Where two reports differ; ``telling`` if no other version could say it otherwise."""

    told: str
    telling: bool


def prove_audit(report: ReportContext) -> Iterator[Proof]:
    """Say of every quote whether its words stand at their place, and what else the audit calls a fault.

    ``report`` is what the check says now, worked out anew.
    """
    for source in report.sources:
        for quote in source.quotes:
            name = f"quote {quote.id} of source {source.number}"
            if quote.mark is None:
                yield proved("quote", name, quote.place)
            else:
                yield fails("quote", name, f"{quote.mark.label}: {quote.mark.detail}")
    yield from _faults(report)


def _faults(report: ReportContext) -> Iterator[Proof]:
    """Give each sentence, and whatever else the audit finds a fault in, with all that is wrong with it."""
    told: dict[str, list[str]] = {}
    places = {}
    for section in report.sections:
        for sentence in (*(one for part in section.paragraphs for one in part), *section.key_points):
            told[sentence.anchor], places[sentence.anchor] = [], f"sentence {sentence.id}"
    for view in report.audit:
        if view.mark.grade == "fault" and not view.anchor.startswith("quote-"):
            key = view.anchor if view.anchor in places else view.place
            told.setdefault(key, []).append(f"{view.mark.label}: {view.mark.detail}")
    for key, wrong in told.items():
        name = places.get(key, key)
        yield fails("audit", name, "; ".join(wrong)) if wrong else proved("audit", name)


def compare_reports(said: ReportContext, found: ReportContext, *, who: str) -> Iterator[Proof]:
    """Hold what a report says against what the check gives, number by number.

    ``who`` says it, like ``factcheck.ipynb``. One proof for each part of the report that has numbers, and one
    for the rest of it. Where another version of factbook made the report, words that differ may be worded
    otherwise and are not proved; numbers, ratings, quoted words and hashes must be the same.
    """
    one, other = said.model_dump(mode="json"), found.model_dump(mode="json")
    by_another = said.generator != found.generator
    if by_another:
        one["generator"] = other["generator"]
    rest: list[Difference] = []
    for field in one:
        differing = list(_differing(one[field], other[field], field))
        if field not in _GROUPS:
            rest += differing
        elif one[field] or differing:
            yield from _judged(differing, f"{_GROUPS[field]} in {who}", by_another=by_another)
    yield from _judged(rest, f"the rest of {who}", by_another=by_another)
    if by_another:
        yield not_proved("number", who, f"made by {said.generator}, and this is {found.generator}")


def _judged(differing: list[Difference], name: str, *, by_another: bool) -> Iterator[Proof]:
    telling = [one for one in differing if not by_another or one.telling]
    if telling:
        yield fails("number", name, _told(telling))
    elif differing:
        yield not_proved("number", name, f"another version may word it otherwise: {_told(differing)}")
    else:
        yield proved("number", name)


def _differing(said: Any, found: Any, path: str) -> Iterator[Difference]:
    """Give where two JSON values differ, each with both values."""
    if isinstance(said, dict) and isinstance(found, dict):
        for key in sorted({*said, *found}):
            yield from _differing(said.get(key), found.get(key), f"{path}.{key}")
    elif isinstance(said, list) and isinstance(found, list) and len(said) == len(found):
        for number, (one, other) in enumerate(zip(said, found, strict=True)):
            yield from _differing(one, other, f"{path}[{number}]")
    elif isinstance(said, list) and isinstance(found, list):
        yield Difference(f"{path} has {len(said)} entries, and the check gives {len(found)}", telling=True)
    elif said != found:
        told = f"{path} is {_short(said)}, and the check gives {_short(found)}"
        counts = isinstance(said, int | float) or isinstance(found, int | float)
        yield Difference(told, telling=counts or path.endswith(_SAME_IN_ALL))


def _told(differing: list[Difference]) -> str:
    more = f"; and {len(differing) - _MOST_SHOWN} more" if len(differing) > _MOST_SHOWN else ""
    return "; ".join(one.told for one in differing[:_MOST_SHOWN]) + more


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}..."
