"""Models are chosen by name."""

from __future__ import annotations

from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from factbook import seams
from factbook.errors import BadInputError, ModelError
from factbook.evidence.choose_model import stance_model, support_model, support_model_chosen


class Nameless:
    name = ""
    version = "1"


class Certain:
    name = "Certain"
    version = "2"


def no_memory() -> None:
    raise MemoryError("too large")


@pytest.fixture(autouse=True)
def offered(monkeypatch: pytest.MonkeyPatch) -> None:
    here = "tests.evidence.test_choose_model"
    bad = {"nameless": f"{here}:Nameless", "huge": f"{here}:no_memory"}
    offers = {
        "factbook.stance_models": {"default": "tests.fake_models:Reads"} | bad,
        "factbook.support_models": {"default": f"{here}:Certain"} | bad,
    }
    monkeypatch.setattr(
        seams,
        "entry_points",
        lambda *, group: [EntryPoint(name, value, group) for name, value in offers[group].items()],
    )


def test_a_model_is_found_by_its_name() -> None:
    assert stance_model().name == "Reads"
    assert stance_model("default").version == "1"
    assert support_model().name == "Certain"
    assert support_model("default").version == "2"


@pytest.mark.parametrize("kind", ["stance", "support"])
def test_an_unknown_model_is_named_with_those_there_are(kind: str) -> None:
    with pytest.raises(BadInputError, match=rf"no 'gpt' among the {kind} models\. There is: default, huge"):
        CHOOSE[kind]("gpt")


@pytest.mark.parametrize("kind", ["stance", "support"])
def test_a_model_that_cannot_be_made_is_named(kind: str) -> None:
    with pytest.raises(ModelError, match=f"{kind} model 'huge' could not be made: MemoryError: too large"):
        CHOOSE[kind]("huge")


@pytest.mark.parametrize("kind", ["stance", "support"])
def test_a_model_has_to_say_what_it_is(kind: str) -> None:
    with pytest.raises(ModelError, match=f"{kind} model 'nameless' has no name"):
        CHOOSE[kind]("nameless")


def test_the_casebook_chooses_who_judges_and_no_check_does(tmp_path: Path) -> None:
    check = tmp_path / "bridge"
    check.mkdir()
    (check / "factbook.toml").write_text('[evidence]\nsupport_model = "mine"\n')
    assert support_model_chosen(check) == "default"
    (tmp_path / "factbook.toml").write_text('[evidence]\nsupport_model = "lexical"\n')
    assert support_model_chosen(check) == "lexical"


CHOOSE = {"stance": stance_model, "support": support_model}
