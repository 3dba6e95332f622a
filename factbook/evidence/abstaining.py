"""Noting in a check where a model was asked and did not judge: nobody was asked is something else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from factbook.evidence.suggestion import StanceModel, Suggestion
from factbook.model.check import Check
from factbook.model.coding import with_coder
from factbook.model.stance import Abstention
from factbook.model.suggested import models_of, with_abstention, without_abstentions

_NO_REASON = "the model gave no reason"


def why_not_assessed(answer: Suggestion) -> str | None:
    """Give the reason of a model that did not judge, in one line; ``None`` if it did."""
    if answer.stance is not None:
        return None
    shown = "".join(character for character in " ".join(answer.note.split()) if character.isprintable())
    return shown.removeprefix("not assessed").lstrip(": ") or _NO_REASON


def note_abstentions(
    check: Check,
    model: StanceModel,
    source: str,
    reasons: Mapping[str, str | None],
    *,
    snapshot: str | None,
    at: datetime,
) -> Check:
    """Give the check with the points noted that a model did not judge, and no longer those that it did.

    Parameters
    ----------
    check, model, source:
        The check, the model, and the id of the source it was asked of.
    reasons:
        For every point that it was asked of why it did not judge; ``None`` where it did.
    snapshot:
        The hash of the copy that was read; ``None`` where no copy had a text.
    at:
        When it was asked.
    """
    models = models_of(check, model.name)
    noted = set()
    for point, reason in reasons.items():
        if reason is not None:
            check, coder = with_coder(check, model.name, kind="model", version=model.version)
            abstention = Abstention(
                source=source, point=point, coder=coder.id, reason=reason, snapshot=snapshot, asked_at=at
            )
            check = with_abstention(check, abstention)
            noted.add(abstention.id)
    # An earlier version's as well.
    earlier = [one for one in check.abstentions if one.source == source and one.coder in models]
    return without_abstentions(
        check, [one for one in earlier if one.point in reasons and one.id not in noted]
    )
