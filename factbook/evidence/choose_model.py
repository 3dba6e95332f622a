"""Choosing a model by its name.

``default``, ``network`` and ``lexical`` come with factbook, of either kind. Others register under the entry
point groups ``factbook.stance_models`` and ``factbook.support_models``: a function without parameters that
gives a `StanceModel` or a `SupportModel`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from factbook.errors import ModelError
from factbook.evidence.suggestion import StanceModel
from factbook.evidence.support import SupportModel
from factbook.seams import load_part
from factbook.store.settings import load_settings
from factbook.wording import capital

OWN_MODELS = frozenset({"default", "lexical", "network"})


def stance_model(name: str = "default") -> StanceModel:
    """Make the stance model with this name.

    Raises
    ------
    BadInputError
        No package offers a model of this name.
    ModelError
        It is offered and cannot be made, or it does not say what it is.
    """
    model: StanceModel = _make("stance", name, otherwise="choose another with --model")
    return model


def support_model(name: str = "default") -> SupportModel:
    """Make the support model with this name; errors as of `stance_model`."""
    model: SupportModel = _make("support", name, otherwise="choose another as [evidence] support_model")
    return model


def support_model_chosen(check_path: Path) -> str:
    """Give the name of the support model that judges the sentences of the check at a path.

    As the casebook's settings name it: a check that came from somebody else does not choose its judge.
    """
    return load_settings(check_path.parent).evidence.support_model


def _make(kind: str, name: str, *, otherwise: str) -> Any:
    make = load_part(f"factbook.{kind}_models", name)
    try:
        model = make()
    except Exception as error:  # it may be another package's, and raise anything
        raise ModelError(
            f"The {kind} model {name!r} could not be made: {type(error).__name__}: {error}",
            next_step=f"Install what it needs, or {otherwise}.",
        ) from error
    for field in ("name", "version"):
        said = getattr(model, field, None)
        if not isinstance(said, str) or not said.strip():
            # What it says is kept under both.
            raise ModelError(
                f"The {kind} model {name!r} has no {field}",
                next_step=f"{capital(otherwise)}.",
            )
    return model
