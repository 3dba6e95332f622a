"""Checks as an overview of a casebook looks at them, made up for tests."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from factbook.analysis.audit_row import AuditRow
from factbook.analysis.looked_at import LookedAt
from factbook.analysis.origins import Fold, Origin, Origins, each_its_own
from factbook.model.canonical import parse_check

TODAY = date(2026, 6, 30)
S, R, M, N = "supports", "refutes", "mixed", "not_addressed"
SHA = {letter: letter * 64 for letter in "abcdef"}


def copy(letter: str, day: str) -> dict[str, Any]:
    """Give the JSON of a kept copy, captured on a day."""
    kinds = {"extension": "txt", "media_type": "text/plain", "size_bytes": 9, "text_length": 9}
    return kinds | {"sha256": SHA[letter], "text_sha256": SHA[letter], "captured_at": f"{day}T08:00:00Z"}


def looked(
    said: Mapping[str, list[str | None]],
    *,
    check_id: str = "bridge",
    audit: tuple[AuditRow, ...] = (),
    copies: tuple[tuple[str, ...], ...] = (),
    coded: str | None = None,
    **fields: Any,
) -> LookedAt:
    """Look at a check with one point; ``said`` goes from a coder to what they say on each source in turn."""
    count = max((len(values) for values in said.values()), default=1)
    base = {
        "id": check_id,
        "claim": {"question": f"Will the {check_id} open?"},
        "checked_on": "2026-03-09",
        "points": [{"id": "p1", "text": "It opens"}],
        "sources": [{"id": f"s{n}", "title": f"Minutes {n}"} for n in range(1, count + 1)],
        "coders": [{"id": name.lower(), "name": name} for name in {"Ana": 1} | dict(said)],
        "stances": [
            {"source": f"s{n}", "point": "p1", "coder": name.lower(), "value": value}
            | ({"coded_at": f"{coded}T10:00:00Z"} if coded else {})
            for name, values in said.items()
            for n, value in enumerate(values, start=1)
            if value
        ],
    }
    check = parse_check(base | fields)
    if not copies:
        return LookedAt(check, audit, each_its_own(check))
    folded = {id_ for group in copies for id_ in group[1:]}
    alone = [Origin(one.id) for one in check.sources if one.id not in {*folded, *(c[0] for c in copies)}]
    groups = [
        Origin(group[0], tuple(Fold(id_, group[0], "text", "as {0}") for id_ in group[1:]))
        for group in copies
    ]
    return LookedAt(check, audit, Origins((*groups, *alone)))


def source(number: int, **fields: Any) -> dict[str, Any]:
    """Give the JSON of a source."""
    return {"id": f"s{number}", "title": f"Minutes {number}"} | fields
