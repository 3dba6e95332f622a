"""The stance model is chosen by name."""

from __future__ import annotations

from importlib.metadata import EntryPoint

import pytest

from factbook import seams
from factbook.errors import BadInputError, ModelError
from factbook.evidence.choose_model import stance_model


class Nameless:
    name = ""
    version = "1"


def no_memory() -> None:
    raise MemoryError("too large")


@pytest.fixture(autouse=True)
def offered(monkeypatch: pytest.MonkeyPatch) -> None:
    here = "tests.evidence.test_choose_model"
    offers = {
        "default": "tests.fake_models:Reads",
        "nameless": f"{here}:Nameless",
        "huge": f"{here}:no_memory",
    }
    found = [EntryPoint(name, value, "factbook.stance_models") for name, value in offers.items()]
    monkeypatch.setattr(seams, "entry_points", lambda *, group: found)


def test_a_model_is_found_by_its_name() -> None:
    assert stance_model().name == "Reads"
    assert stance_model("default").version == "1"


def test_an_unknown_model_is_named_with_those_there_are() -> None:
    with pytest.raises(BadInputError, match=r"no 'gpt' among the stance_models\. There is: default, huge"):
        stance_model("gpt")


def test_a_model_that_cannot_be_made_is_named() -> None:
    with pytest.raises(ModelError, match=r"'huge' could not be made: MemoryError: too large"):
        stance_model("huge")


def test_a_model_has_to_say_what_it_is() -> None:
    with pytest.raises(ModelError, match="'nameless' has no name"):
        stance_model("nameless")
