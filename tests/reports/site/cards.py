"""Cards of checks, made without a check."""

from __future__ import annotations

from typing import Any

from factbook.reports.site.card import Card


def card(check_id: str = "bridge", **fields: Any) -> Card:
    """A card of a published check; fields given go before its own."""
    return Card.model_validate(
        {
            "id": check_id,
            "headline": f"Is {check_id} open?",
            "language": "en",
            "rating": "supported",
            "label": "Supported",
            "reason": "1 source supports it.",
            "by_hand": False,
            "claimant": "",
            "date": "2026-03-01",
            "topics": (),
            "published": "2026-03-02",
            "updated": "2026-03-02T09:00:00Z",
            "changed": False,
            "outdated": None,
            "corrections": (),
            "follow_ups": (),
            "tally": {},
        }
        | fields
    )


def correction(on: str, **fields: Any) -> dict[str, Any]:
    """A correction on a card."""
    told = {"anchor": "correction-r1", "kind": "correction", "note": "It was May.", "made_by": "Ana"}
    return told | {"made_on": on} | fields


def outdated(reason: str = "The bridge has opened since.", on: str = "2026-05-01") -> dict[str, Any]:
    """That a check is outdated."""
    return {
        "reason": reason,
        "since": "May 2026",
        "since_iso": "2026-05",
        "set_by": "Ana",
        "set_at": "May 1, 2026",
        "set_at_iso": on,
    }
