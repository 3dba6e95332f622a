"""Choosing a drafter by its name.

``plain`` and ``llm`` come with factbook. Others register under the entry point group ``factbook.drafters``:
a function that is handed the casebook's settings and gives a `Drafter`.
"""

from __future__ import annotations

from dataclasses import dataclass

from factbook.drafting.asking.choose import (
    asks_language_model,
    choose_language_model,
    names_language_model,
)
from factbook.drafting.by_model import ModelDrafter
from factbook.drafting.draft import Drafter
from factbook.errors import BadInputError, FactbookError, ModelError
from factbook.seams import load_part, names_offered
from factbook.store.settings import Settings

_GROUP = "factbook.drafters"


@dataclass(frozen=True)
class OfferedDrafter:
    """A drafter that can be chosen: of a language model, which ``model`` it is and ``where`` it is asked."""

    name: str
    model: str = ""
    where: str = ""


def list_drafters(settings: Settings) -> list[OfferedDrafter]:
    """Give the drafters there are: ``plain`` first, and ``llm`` where a language model is set up."""
    offered = names_offered(_GROUP)
    wanted = settings.drafting.drafter
    names = dict.fromkeys([*(one for one in ("plain", wanted) if one in offered), *offered])
    if names_language_model(wanted):
        names[wanted] = None
    return [found for name in names if (found := _offered_drafter(name, settings))]


def _offered_drafter(name: str, settings: Settings) -> OfferedDrafter | None:
    if not asks_language_model(name):
        return OfferedDrafter(name)
    try:
        chosen = choose_language_model(settings, named="" if name == "llm" else name)
    except BadInputError:
        return None
    return OfferedDrafter(name, chosen.full_name, chosen.url or chosen.provider)


def make_drafter(name: str = "plain", *, settings: Settings | None = None) -> Drafter:
    """Make the drafter with this name, or that of a language model, ``PROVIDER:MODEL``.

    Raises
    ------
    BadInputError
        No package offers a drafter of this name, or no language model can be asked so.
    ModelError
        It is offered and cannot be made, or it does not say what it is.
    """
    settings = settings or Settings()
    if names_language_model(name):
        return ModelDrafter(choose_language_model(settings, named=name))
    make = load_part(_GROUP, name)
    try:
        drafter: Drafter = make(settings)
    except FactbookError:
        raise  # It says itself what is wrong, and what to do.
    except Exception as error:  # it may be another package's, and raise anything
        raise ModelError(
            f"The drafter {name!r} could not be made: {type(error).__name__}: {error}",
            next_step="Install what it needs, or choose another with --model.",
        ) from error
    for field in ("name", "version"):
        said = getattr(drafter, field, None)
        if not isinstance(said, str) or not said.strip():
            # What it drafts is kept under both.
            raise ModelError(f"The drafter {name!r} has no {field}", next_step="Choose another with --model.")
    return drafter
