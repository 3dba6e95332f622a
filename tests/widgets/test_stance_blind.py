"""The desk while a check is judged blind, and where coders' differences were decided."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from factbook.errors import BadInputError
from factbook.model.adjudicating import adjudicate
from factbook.model.blinding import begin_blind, reveal
from factbook.model.canonical import parse_check
from factbook.model.check import Check
from factbook.model.coding import with_coder, with_stance
from factbook.model.stance import StanceValue
from factbook.store.casebook import Casebook
from factbook.store.check_folder import CheckFolder
from factbook.widgets.stance_table import StanceTable
from tests.widgets.tables import shown

BEN, NLI = "Ben Secret", "nli-secret"


def judged(check: Check, name: str, value: StanceValue, *, kind: str = "person") -> Check:
    check, coder = with_coder(check, name, kind=kind)
    return with_stance(check, source="s1", point="p1", value=value, coder=coder.id, note=f"note of {name}")


@pytest.fixture
def folder(tmp_path: Path) -> CheckFolder:
    """A blind check in which Ben refutes and a model finds it mixed; Ana has judged nothing."""
    fields = {
        "claim": {"question": "Will the bridge open?"},
        "points": [{"id": "p1", "text": "It opens"}],
        "sources": [{"id": "s1", "title": "Minutes"}],
    }

    def make(check_id: str) -> Check:
        check = judged(parse_check({"id": check_id, **fields}), BEN, StanceValue.REFUTES)
        return begin_blind(judged(check, NLI, StanceValue.MIXED, kind="model"), coder="ben-secret")

    return Casebook(tmp_path).create(make, title="bridge")


def everything_shown(widget) -> str:
    static = widget._repr_mimebundle_()[0]
    return json.dumps(widget.get_state()["stance_table"]) + static["text/html"] + static["text/plain"]


def test_nothing_of_what_others_or_models_judged_reaches_the_page(folder: CheckFolder) -> None:
    widget = StanceTable(folder, coder="Ana")
    assert shown(widget)["blind"] is True
    assert shown(widget)["rows"][0]["cells"] == [{}]
    assert shown(widget)["points"][0]["totals"] == [0, 0, 0, 0, 1]
    told = everything_shown(widget)
    assert "nli-secret" not in told
    assert "note of" not in told
    assert "refutes" not in told
    assert "Judged blind: you see your own judgements alone" in told


def test_the_cell_stays_ones_own_after_judging_it(folder: CheckFolder) -> None:
    widget = StanceTable(folder, coder="Ana")
    widget.judge("s1", "p1", "supports")
    assert shown(widget)["rows"][0]["cells"] == [{"mine": "supports"}]
    assert shown(widget)["rating"]["value"] == "supported"
    assert "note of" not in everything_shown(widget)


def test_a_suggestion_that_is_hidden_cannot_be_accepted(folder: CheckFolder) -> None:
    widget = StanceTable(folder, coder="Ana")
    with pytest.raises(BadInputError, match="still judged blind"):
        widget.accept("s1", "p1")
    widget.judge("s1", "p1", "supports")
    widget.undo()
    assert [stance.coder for stance in folder.read().stances] == ["ben-secret", "nli-secret"]


def test_once_revealed_the_table_shows_all(folder: CheckFolder) -> None:
    widget = StanceTable(folder, coder="Ana")
    widget.judge("s1", "p1", "supports")
    folder.update(lambda check: reveal(check, coder="ana"))
    widget.refresh()
    assert shown(widget)["blind"] is False
    cell = shown(widget)["rows"][0]["cells"][0]
    assert cell["disagreed"] is True
    assert cell["others"] == [[BEN, "refutes"]]


def test_a_decision_is_shown_with_who_made_it(folder: CheckFolder) -> None:
    widget = StanceTable(folder, coder="Ana")
    widget.judge("s1", "p1", "supports")

    def decide(check: Check) -> Check:
        return adjudicate(
            reveal(check, coder="ana"),
            source="s1",
            point="p1",
            value=StanceValue.MIXED,
            reason="both are said",
            coder="ana",
        )

    folder.update(decide)
    widget.refresh()
    cell = shown(widget)["rows"][0]["cells"][0]
    assert ("supports", "mixed", "Ana") == (cell["mine"], cell["decided"], cell["decider"])
    assert "disagreed" not in cell
    assert shown(widget)["rating"]["value"] == "conflicting"
    static = widget._repr_mimebundle_()[0]["text/plain"]
    assert "± mixed (decided by Ana; Ben Secret: refutes; Ana: supports)" in static
