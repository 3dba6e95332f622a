"""A drafter is found by its name, and has to say what it is."""

from __future__ import annotations

from importlib.metadata import EntryPoint
from typing import Any

import pytest

from factbook import seams
from factbook.drafting.choose_drafter import make_drafter
from factbook.drafting.plain import PlainDrafter
from factbook.errors import BadInputError, ModelError


class Nameless:
    version = "1"


class Broken:
    def __init__(self) -> None:
        raise OSError("no weights")


@pytest.fixture(autouse=True)
def offered(monkeypatch: pytest.MonkeyPatch) -> None:
    here = "tests.drafting.test_choose_drafter"
    offers = {"plain": "factbook.drafting.plain:PlainDrafter"} | {
        name.lower(): f"{here}:{name}" for name in ("Nameless", "Broken")
    }

    def entry_points(*, group: str) -> Any:
        return [EntryPoint(name, value, group) for name, value in offers.items()]

    monkeypatch.setattr(seams, "entry_points", entry_points)


def test_the_plain_drafter_is_the_one_unless_another_is_named() -> None:
    assert isinstance(make_drafter(), PlainDrafter)


@pytest.mark.parametrize(
    ("name", "error", "said"),
    [
        ("gpt", BadInputError, "There is no 'gpt' among the drafters. There is: broken, nameless, plain."),
        ("nameless", ModelError, "The drafter 'nameless' has no name"),
        ("broken", ModelError, "The drafter 'broken' could not be made: OSError: no weights"),
    ],
)
def test_one_that_cannot_be_used_is_named(name: str, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said.replace("(", r"\(")):
        make_drafter(name)
