"""Drafting and answering drafts as a user types it."""

from __future__ import annotations

import json
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest

from factbook import seams
from tests.cli.conftest import Run

MINUTES = "The council met on Monday. The bridge will open in May, the mayor said. It will carry trams."


@pytest.fixture(autouse=True)
def offered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Offer the drafter as an installed factbook does."""
    real = seams.entry_points

    def entry_points(*, group: str) -> Any:
        if group != "factbook.drafters":
            return real(group=group)
        return [
            EntryPoint("plain", "factbook.drafting.plain:PlainDrafter", group),
            EntryPoint("llm", "factbook.drafting.by_model:ModelDrafter.from_settings", group),
        ]

    monkeypatch.setattr(seams, "entry_points", entry_points)


@pytest.fixture
def bridge(run: Run, tmp_path: Path) -> Path:
    run("new", "Will the bridge open in May?", "--id", "bridge", "--point", "The bridge will open in May")
    (tmp_path / "minutes.txt").write_text(MINUTES, encoding="utf-8")
    run("source", "add", "bridge", "minutes.txt", "--publisher", "City council", "--published", "2025-03-04")
    run("quote", "bridge", "s1", "The bridge will open in May", "--point", "p1")
    run("stance", "bridge", "s1", "p1", "supports")
    return tmp_path / "bridge"


def findings(check: Path) -> list[dict[str, Any]]:
    content: dict[str, Any] = json.loads((check / "check.json").read_text(encoding="utf-8"))
    return content.get("findings", [])  # type: ignore[no-any-return]


def test_a_draft_is_printed_by_sections_and_holds_in_the_audit(run: Run, bridge: Path) -> None:
    code, out, err = run("draft", "bridge")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[:3] == [
        "summary:",
        "  f1   The one source supports this claim [@s1].",
        "  f2   City council (March 4, 2025) says: “The bridge will open in May” [@s1#q1].",
    ]
    assert lines[-2].startswith("plain drafter 5: 4 sentences and 2 questions.")
    code, out, _ = run("audit", "bridge")
    assert code == 0
    assert "no person has accepted 4 sentences that plain drafter 5 drafted" in out


def test_drafts_are_answered_one_by_one(run: Run, bridge: Path) -> None:
    run("draft", "bridge")
    words = ("--accept", "f2", "--edit", "f1", "It is borne out [@s1#q1].", "--decline", "f3")
    code, out, err = run("draft", "bridge", *words)
    assert (code, out, err) == (0, "3 drafts left that nobody has answered.\n", "")
    assert [(one["id"], one.get("accepted_by")) for one in findings(bridge)] == [
        ("f1", "ana"),
        ("f2", "ana"),
        ("f4", None),
    ]
    run("draft", "bridge")
    assert [one["id"] for one in findings(bridge)] == ["f1", "f2", "f4"]
    assert run("draft", "bridge", "--accept-all")[1].startswith("0 drafts left")
    assert run("draft", "bridge", "--accept-all")[0] == 0


@pytest.mark.parametrize(
    "words",
    [
        ("--decline", "f1", "--accept", "nosuch"),
        ("--edit", "f1", "Mine [@s1].", "--decline", "nosuch"),
        ("--edit", "f1", "Mine [@s1].", "--decline", "f2", "--decline", "f2"),
    ],
)
def test_answers_are_all_written_or_none(run: Run, bridge: Path, words: tuple[str, ...]) -> None:
    run("draft", "bridge")
    before = (bridge / "check.json").read_bytes()
    assert run("draft", "bridge", *words)[0] == 2
    assert (bridge / "check.json").read_bytes() == before


def test_all_that_wait_are_taken_over_beside_other_answers(run: Run, bridge: Path) -> None:
    run("draft", "bridge")
    words = ("--accept", "f2", "--accept-all", "--edit", "f3", "Mine [@s1].", "--decline", "f1")
    assert run("draft", "bridge", *words)[1] == "0 drafts left that nobody has answered.\n"
    assert [(one["id"], one["accepted_by"]) for one in findings(bridge)] == [
        ("f2", "ana"),
        ("f3", "ana"),
        ("f4", "ana"),
    ]


def test_drafts_that_wait_are_printed_as_json(run: Run, bridge: Path) -> None:
    waiting = json.loads(run("draft", "bridge", "--json")[1])
    assert waiting[0]["text"] == "The one source supports this claim [@s1]."
    assert waiting[0]["suggested_by"] == "plain-drafter"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--model", "gpt"), "There is no 'gpt' among the drafters. There is: llm, plain."),
        (("--accept", "f9"), "There is no sentence or question 'f9' in this check"),
        (("--model", "plain", "--accept", "f1"), "Answering drafts asks no drafter"),
        (("--again", "--accept-all"), "Answering drafts asks no drafter"),
        (("--budget", "5", "--decline", "f1"), "Leave out --model, --budget and --again, or the answers."),
    ],
)
def test_what_is_wrong_is_named_in_one_line(
    run: Run, bridge: Path, words: tuple[str, ...], said: str
) -> None:
    code, out, err = run("draft", "bridge", *words)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err


def test_a_stance_that_changes_makes_its_sentences_a_fault_until_they_are_drafted_again(
    run: Run, bridge: Path
) -> None:
    run("draft", "bridge")
    run("stance", "bridge", "s1", "p1", "refutes")
    code, out, _ = run("audit", "bridge")
    assert (code, "not told again" in out) == (1, True)
    run("draft", "bridge")
    assert run("audit", "bridge")[0] == 0
    assert findings(bridge)[0]["text"] == "The one source refutes this claim [@s1]."
