"""A drafter is found by its name, and has to say what it is."""

from __future__ import annotations

import re
from importlib.metadata import EntryPoint
from typing import Any

import pytest

from factbook import seams
from factbook.drafting.by_model import ModelDrafter
from factbook.drafting.choose_drafter import make_drafter
from factbook.drafting.plain import PlainDrafter
from factbook.errors import BadInputError, ModelError
from factbook.store.settings import LanguageModel, Settings


class Nameless:
    version = "1"

    def __init__(self, settings: Settings) -> None:
        self.settings = settings


class Broken:
    def __init__(self, settings: Settings) -> None:
        raise OSError("no weights")


@pytest.fixture(autouse=True)
def offered(monkeypatch: pytest.MonkeyPatch) -> None:
    here = "tests.drafting.test_choose_drafter"
    offers = {
        "plain": "factbook.drafting.plain:PlainDrafter",
        "llm": "factbook.drafting.by_model:ModelDrafter.from_settings",
    } | {name.lower(): f"{here}:{name}" for name in ("Nameless", "Broken")}

    def entry_points(*, group: str) -> Any:
        return [EntryPoint(name, value, group) for name, value in offers.items()]

    monkeypatch.setattr(seams, "entry_points", entry_points)


def test_the_plain_drafter_is_the_one_unless_another_is_named() -> None:
    assert isinstance(make_drafter(), PlainDrafter)


@pytest.mark.parametrize("name", ["llm", "ollama:qwen3"])
def test_a_language_model_is_that_of_the_settings_or_is_named_itself(name: str) -> None:
    settings = Settings(language_model=LanguageModel(model="ollama:gemma3"))
    drafter = make_drafter(name, settings=settings)
    assert isinstance(drafter, ModelDrafter)
    assert drafter.name == ("ollama:gemma3" if name == "llm" else name)


@pytest.mark.parametrize(
    ("name", "error", "said"),
    [
        (
            "gpt",
            BadInputError,
            "There is no 'gpt' among the drafters. There is: broken, llm, nameless, plain.",
        ),
        ("llm", BadInputError, "No language model is set up. Set model under"),
        ("gpt:5", BadInputError, "'gpt:5' names no language model"),
        ("nameless", ModelError, "The drafter 'nameless' has no name"),
        ("broken", ModelError, "The drafter 'broken' could not be made: OSError: no weights"),
    ],
)
def test_one_that_cannot_be_used_is_named(name: str, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=re.escape(said)):
        make_drafter(name)
