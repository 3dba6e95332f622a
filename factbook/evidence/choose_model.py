"""Choosing a stance model by its name.

``default``, ``network`` and ``lexical`` come with factbook. Others register under the entry point group
``factbook.stance_models``: a function without parameters that gives a `StanceModel`.
"""

from __future__ import annotations

from factbook.errors import ModelError
from factbook.evidence.suggestion import StanceModel
from factbook.seams import load_part

ENTRY_POINTS = "factbook.stance_models"


def stance_model(name: str = "default") -> StanceModel:
    """Make the stance model with this name.

    Raises
    ------
    BadInputError
        No package offers a model of this name.
    ModelError
        It is offered and cannot be made, or it does not say what it is.
    """
    make = load_part(ENTRY_POINTS, name)
    try:
        model: StanceModel = make()
    except Exception as error:  # it may be another package's, and raise anything
        raise ModelError(
            f"The stance model {name!r} could not be made: {type(error).__name__}: {error}",
            next_step="Install what it needs, or choose another with --model.",
        ) from error
    for field in ("name", "version"):
        said = getattr(model, field, None)
        if not isinstance(said, str) or not said.strip():
            # What it suggests is kept under both.
            raise ModelError(
                f"The stance model {name!r} has no {field}", next_step="Choose another with --model."
            )
    return model
