"""Suggesting, accepting and dismissing, and a whole check in one go, as a user types it."""

from __future__ import annotations

import json
import re
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest

from factbook import seams
from tests.cli.conftest import Run

OPEN = "The council met on Monday. The bridge will open in May, the mayor said."
SHUT = "The bridge will not open in May. It needs a new deck."


@pytest.fixture(autouse=True)
def offered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Offer a model that can be foreseen, and one that fails."""
    offers = {"default": "tests.fake_models:Reads", "broken": "tests.cli.test_suggest:Broken"}
    real = seams.entry_points

    def entry_points(*, group: str) -> Any:
        if group == "factbook.drafters":
            return [EntryPoint("plain", "factbook.drafting.plain:PlainDrafter", group)]
        if group != "factbook.stance_models":
            return real(group=group)
        return [EntryPoint(name, value, group) for name, value in offers.items()]

    monkeypatch.setattr(seams, "entry_points", entry_points)


class Broken:
    name = "Broken"
    version = "1"

    def suggest(self, pairs: Any) -> Any:
        raise ValueError("no memory")


@pytest.fixture
def bridge(run: Run, tmp_path: Path) -> Path:
    run("new", "Will the bridge open in May?", "--id", "bridge")
    for name, text in (("open", OPEN), ("shut", SHUT), ("foreign", "Die Brücke wird geöffnet.")):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
        run("source", "add", "bridge", f"{name}.txt")
    return tmp_path / "bridge"


def stances(check: Path) -> list[dict[str, Any]]:
    content: dict[str, Any] = json.loads((check / "check.json").read_text(encoding="utf-8"))
    return content.get("stances", [])  # type: ignore[no-any-return]


def test_suggest_prints_a_table_and_what_was_not_assessed(run: Run, bridge: Path) -> None:
    code, out, err = run("suggest", "bridge")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0].split() == ["source", "point", "suggested", "sure", "it", "rests", "on"]
    assert lines[1].split() == ["s1", "p1", "supports", "82%", *"will open in May".split()]
    assert lines[2].split() == ["s2", "p1", "refutes", "82%", *"will not open in May".split()]
    assert lines[3:5] == ["Not assessed:", "s3      p1      the model knows English only"]
    assert lines[5] == "Reads 1: 2 suggestions."
    assert lines[6].startswith("Accept them with: factbook accept bridge")


def test_suggest_prints_json(run: Run, bridge: Path) -> None:
    _, out, _ = run("suggest", "bridge", "--source", "s2", "--json")
    assert json.loads(out) == {
        "model": "Reads 1",
        "cells": [
            {
                "source": "s2",
                "point": "p1",
                "stance": "refutes",
                "confidence": 0.8247,
                "words": "will not open in May",
                "note": "",
            }
        ],
        "failed": {},
        "judged": 0,
        "dismissed": 0,
    }


def test_a_source_that_could_not_be_asked_of_makes_the_exit_code_1(run: Run, bridge: Path) -> None:
    check = json.loads((bridge / "check.json").read_text(encoding="utf-8"))
    copy = check["sources"][0]["snapshots"][0]["text_sha256"]
    (bridge / "snapshots" / f"{copy}.txt").unlink()
    code, out, err = run("suggest", "bridge")
    assert code == 1
    assert "s1: The kept copy" in err
    assert "s2" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--model", "gpt"), "There is no 'gpt' among the stance models. There is: broken, default."),
        (("--model", "broken"), "The stance model Broken 1 failed: ValueError: no memory."),
        (("--source", "s9"), "There is no source 's9' in this check."),
        (("--point", "p9"), "There is no point 'p9' in this check."),
    ],
)
def test_what_is_wrong_is_named_in_one_line(
    run: Run, bridge: Path, words: tuple[str, ...], said: str
) -> None:
    code, out, err = run("suggest", "bridge", *words)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err


def test_while_judged_blind_no_suggestion_is_shown(run: Run, bridge: Path) -> None:
    run("blind", "bridge")
    out = run("suggest", "bridge")[1]
    assert out.startswith("Reads 1 was asked. The check is judged blind")
    assert "supports" not in out
    assert json.loads(run("suggest", "bridge", "--json")[1])["cells"] == []


def test_accepting_one_makes_it_count(run: Run, bridge: Path) -> None:
    run("suggest", "bridge")
    code, out, _ = run("accept", "bridge", "s1", "p1", "--coder", "Bo")
    assert code == 0
    assert re.match(r"s1 on p1: accepted supports, as \S+ \S+ suggests\. The table now implies: supp", out)
    assert stances(bridge)[0]["accepted_by"] == "bo"


@pytest.mark.parametrize(("option", "number"), [(("--all",), 2), (("--above", "0.9"), 0)])
def test_accepting_many(run: Run, bridge: Path, option: tuple[str, ...], number: int) -> None:
    run("suggest", "bridge")
    assert run("accept", "bridge", *option)[1].startswith(f"{number} suggestions accepted")
    assert sum("accepted_by" in stance for stance in stances(bridge)) == number


@pytest.mark.parametrize("words", [(), ("s1",), ("s1", "p1", "--all"), ("s1", "--above", "0.5")])
def test_it_has_to_be_clear_what_to_accept(run: Run, bridge: Path, words: tuple[str, ...]) -> None:
    code, _, err = run("accept", "bridge", *words)
    assert (code, "Give a SOURCE and a POINT, or --all" in err) == (2, True)


def test_the_audit_counts_what_waits(run: Run, bridge: Path) -> None:
    run("suggest", "bridge")
    code, out, _ = run("audit", "bridge")
    assert code == 0
    assert "2 suggestions waiting for a person; they count for nothing until then" in out


def test_dismissing_takes_it_out(run: Run, bridge: Path) -> None:
    run("suggest", "bridge")
    assert run("dismiss", "bridge", "s1", "p1")[:2] == (0, "s1 on p1: the suggestion is gone.\n")
    assert [stance["source"] for stance in stances(bridge)] == ["s2"]
    assert "No suggestion waits in s1/p1" in run("dismiss", "bridge", "s1", "p1")[2]
    assert "Reads 1: 1 suggestion; 1 dismissed one left out.\n" in run("suggest", "bridge")[1]
    assert [stance["source"] for stance in stances(bridge)] == ["s2"]


def test_a_check_in_one_go(run: Run, tmp_path: Path, bridge: Path) -> None:
    words = ("--sources", "open.txt", "shut.txt", "--out", "book", "--id", "one", "--to", "claimreview")
    code, out, err = run("check", "Will the bridge open in May?", *words)
    assert (code, err) == (0, "")
    assert "Rating: not enough evidence. No person has judged" in out
    assert "The suggestions would add up to: conflicting." in out
    assert "plain drafter 5: " in out
    paths = [Path(line) for line in out.splitlines()[-2:]]
    assert paths == [tmp_path / "book" / "one" / name for name in ("claimreview.json", "factcheck.ipynb")]
    assert len(stances(tmp_path / "book" / "one")) == 2


def test_a_source_that_cannot_be_read_stops_nothing_else(run: Run, tmp_path: Path, bridge: Path) -> None:
    words = ("--sources", "gone.pdf", "--sources", "open.txt", "--out", "book", "--to", "claimreview")
    code, _, err = run("check", "Will it open?", *words)
    assert code == 1
    assert err.startswith("gone.pdf cannot be read")
    assert len(stances(tmp_path / "book" / "will-it-open")) == 1


def test_an_empty_file_is_told_and_ends_with_1_also_in_a_folder(
    run: Run, tmp_path: Path, bridge: Path
) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "open.txt").write_text(OPEN, encoding="utf-8")
    (tmp_path / "docs" / "void.txt").touch()
    code, _, err = run("check", "Will it open?", "--sources", "docs", "--to", "claimreview", "--id", "void")
    assert (code, err) == (1, "docs/void.txt: is empty\n")
    assert len(stances(tmp_path / "void")) == 1


def test_sources_are_found_by_a_search(run: Run, tmp_path: Path, bridge: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "minutes.txt").write_text(OPEN, encoding="utf-8")
    (tmp_path / "factbook.toml").write_text('[find]\nfolder = "docs"\n', encoding="utf-8")
    words = ("--find", "folder", "--id", "found", "--to", "claimreview")
    assert run("check", "Will the bridge open in May?", *words)[0] == 0
    assert [stance["value"] for stance in stances(tmp_path / "found")] == ["supports"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("Q",), "There is nothing to check the claim against. Give --sources, or --find NAME."),
        (("Q", "open.txt"), "Put --sources in front of the sources."),
        (("Q", "--sources"), "Option '--sources' requires an argument. See: factbook check --help"),
        (
            ("Q", "--sources", "--find", "folder"),
            "--sources has nothing behind it but --find. Put files, folders or web addresses behind it",
        ),
        (
            ("Q", "--sources", "open.txt", "--stance-model", "gpt"),
            "There is no 'gpt' among the stance models.",
        ),
        (("Q", "--sources", "open.txt", "--model", "gpt"), "There is no 'gpt' among the drafters."),
        (("Q", "--sources", "open.txt", "--model", "gpt:5"), "'gpt:5' names no language model."),
        (("Q", "--sources", "open.txt", "--to", "doc"), "'doc' is no format of a report"),
    ],
)
def test_what_is_wrong_is_said_before_a_check_is_made(
    run: Run, tmp_path: Path, bridge: Path, words: tuple[str, ...], said: str
) -> None:
    code, _, err = run("check", *words)
    assert (code, said in err) == (2, True)
    assert not (tmp_path / "q").exists()


def test_a_model_that_fails_leaves_a_report_without_suggestions(run: Run, bridge: Path) -> None:
    words = ("--sources", "open.txt", "--stance-model", "broken", "--id", "none", "--to", "claimreview")
    code, out, err = run("check", "Will it open?", *words)
    assert code == 1
    assert "The stance model Broken 1 failed" in err
    assert "Rating: not enough evidence. No source has been judged" in out


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
    """Install a model, as the workers of a batch see nothing else; give the words that ask for it."""
    package = tmp_path / "installed" / "reads-1.dist-info"
    package.mkdir(parents=True)
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: reads\nVersion: 1\n", encoding="utf-8")
    (package / "entry_points.txt").write_text(
        "[factbook.stance_models]\nreads = tests.fake_models:Reads\n", encoding="utf-8"
    )
    monkeypatch.syspath_prepend(str(package.parent))
    return ("--suggest", "--model", "reads", "--retries", "0")


def test_a_batch_suggests_where_it_is_asked_to(
    run: Run, tmp_path: Path, bridge: Path, installed: tuple[str, ...]
) -> None:
    claim = {"id": "b1", "question": "Will the bridge open in May?", "sources": ["open.txt", "shut.txt"]}
    (tmp_path / "claims.jsonl").write_text(json.dumps(claim), encoding="utf-8")
    words = ("batch", "claims.jsonl", "--out", "out", "--to", "claimreview")
    assert "(suggested" not in run(*words)[1]
    assert stances(tmp_path / "out" / "b1") == []
    code, out, _ = run(*words, *installed)
    assert code == 0
    assert "not enough evidence  (suggested: conflicting)" in out
    assert [stance["value"] for stance in stances(tmp_path / "out" / "b1")] == ["supports", "refutes"]
    assert run(*words, *installed)[1].split()[1] == "unchanged"


def test_a_batch_leaves_a_check_alone_that_somebody_has_worked_in(
    run: Run, tmp_path: Path, bridge: Path, installed: tuple[str, ...]
) -> None:
    claim = {"id": "b1", "question": "Will the bridge open in May?", "sources": ["open.txt", "shut.txt"]}
    (tmp_path / "claims.jsonl").write_text(json.dumps(claim), encoding="utf-8")
    words = ("batch", "claims.jsonl", "--out", "out", "--to", "claimreview")
    run(*words)
    run("stance", "out/b1", "s1", "p1", "mixed")
    run(*words, *installed)
    assert [stance["value"] for stance in stances(tmp_path / "out" / "b1")] == ["mixed"]


def test_a_model_for_a_batch_needs_suggest(run: Run, tmp_path: Path, bridge: Path) -> None:
    (tmp_path / "claims.jsonl").write_text('{"question": "Q"}', encoding="utf-8")
    code, _, err = run("batch", "claims.jsonl", "--out", "out", "--model", "default")
    assert (code, "Add --suggest." in err) == (2, True)
