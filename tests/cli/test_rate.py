"""``factbook rate``, and what the audit says of a rating."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def bridge(run: Run, tmp_path: Path) -> Path:
    """A check whose one source supports its one point."""
    (tmp_path / "minutes.txt").write_text("The bridge will open in May.", encoding="utf-8")
    run("new", "Will the bridge open in May?", "--id", "bridge")
    run("source", "add", "bridge", "minutes.txt")
    run("quote", "bridge", "s1", "The bridge will open in May", "--point", "p1")
    run("stance", "bridge", "s1", "p1", "supports")
    return tmp_path / "bridge"


def rating(bridge: Path) -> dict[str, str]:
    check = json.loads((bridge / "check.json").read_text(encoding="utf-8"))
    return {name: value for name, value in check.get("rating", {}).items() if name != "set_at"}


def test_a_step_is_set_with_its_reason_and_cleared_again(run: Run, bridge: Path) -> None:
    code, out, err = run("rate", "bridge", "Half True", "--scale", "politifact", "--reason", "Not for trams")
    assert (code, err) == (0, "")
    assert out == (
        "Rated: Half True, on the scale of PolitiFact.\nThe table implies True. Of 1 source, 1 supports it.\n"
    )
    assert rating(bridge) == {
        "value": "conflicting",
        "scale": "politifact",
        "step": "half_true",
        "reason": "Not for trams",
        "set_by": "ana",
    }
    code, out, _ = run("rate", "bridge", "--clear")
    assert (code, rating(bridge)) == (0, {})
    assert out.startswith("Rated by its table again: Supported, on factbook's own scale.")


def test_the_settings_name_the_scale_in_use(run: Run, bridge: Path, tmp_path: Path) -> None:
    (tmp_path / "factbook.toml").write_text('rating_scale = "snopes"\n', encoding="utf-8")
    why = ("--reason", "So Ana says")
    assert run("rate", "bridge", "mixture", *why)[1].startswith("Rated: Mixture, on the scale of Snopes.")
    out = run("rate", "bridge", "supported", *why)[1]
    assert out.startswith("Rated: True, on the scale of Snopes.\nThe table")
    assert rating(bridge) == {"value": "supported", "reason": "So Ana says", "set_by": "ana"}


def test_without_a_scale_the_four_ratings_are_the_steps(run: Run, bridge: Path) -> None:
    assert run("rate", "bridge", "Not enough evidence", "--reason", "It is old")[0] == 0
    assert rating(bridge) == {"value": "not_enough_evidence", "reason": "It is old", "set_by": "ana"}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("refuted",), "A rating that a person sets needs a reason: the report shows it. Give --reason"),
        (("supported", "--reason", " "), "A rating that a person sets needs a reason"),
        (("half true",), "'half true' is no step on factbook's own scale. Use one of: supported"),
        (("true", "--scale", "politifcat"), "There is no 'politifcat' among the rating scales"),
        ((), "It is not clear what to rate it as"),
        (("true", "--clear"), "It is not clear what to rate it as"),
        (("--clear", "--reason", "so"), "It is not clear what to rate it as"),
    ],
)
def test_bad_input_is_one_line_and_changes_nothing(
    run: Run, bridge: Path, words: tuple[str, ...], told: str
) -> None:
    before = (bridge / "check.json").read_bytes()
    code, out, err = run("rate", "bridge", *words)
    assert (code, out) == (2, "")
    assert told in err
    assert err.count("\n") == 1
    assert (bridge / "check.json").read_bytes() == before


def test_a_scale_that_nobody_offers_stops_a_build_before_its_notebook_runs(
    run: Run, bridge: Path, tmp_path: Path
) -> None:
    (tmp_path / "factbook.toml").write_text('rating_scale = "yes_no"\n', encoding="utf-8")
    code, _, err = run("build", "bridge")
    assert code == 2
    assert err.startswith("factbook: There is no 'yes_no' among the rating scales. There is: averitec")


def test_the_audit_notes_what_the_rating_rests_on_and_that_is_nothing_wrong(run: Run, bridge: Path) -> None:
    code, out, _ = run("audit", "bridge", "--strict")
    assert (code, out.splitlines()[-1]) == (0, "Everything holds.")
    assert "rests on           The rating rests on one source: without s1 it would be" in out
    assert json.loads(run("audit", "bridge", "--json")[1]) == []


def test_a_rating_by_hand_where_sources_are_silent_is_a_fault_on_any_scale(run: Run, bridge: Path) -> None:
    run("stance", "bridge", "s1", "p1", "not_addressed")
    run("rate", "bridge", "false", "--scale", "politifact", "--reason", "So Ana says")
    code, out, _ = run("audit", "bridge")
    assert code == 1
    assert "rated on silence" in out
