"""Choosing a drafter by its name.

``plain`` comes with factbook. Others register under the entry point group ``factbook.drafters``: a function
without parameters that gives a `Drafter`.
"""

from __future__ import annotations

from factbook.drafting.draft import Drafter
from factbook.errors import ModelError
from factbook.seams import load_part


def make_drafter(name: str = "plain") -> Drafter:
    """Make the drafter with this name.

    Raises
    ------
    BadInputError
        No package offers a drafter of this name.
    ModelError
        It is offered and cannot be made, or it does not say what it is.
    """
    make = load_part("factbook.drafters", name)
    try:
        drafter: Drafter = make()
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
