"""``factbook bundle`` and ``factbook verify``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def bundle(run: Run, tmp_path: Path) -> str:
    """The name of a bundle of a check that holds, and nothing of the check beside it."""
    (tmp_path / "minutes.txt").write_text(
        "On Monday the council said the bridge will open in May.", encoding="utf-8"
    )
    run("new", "Will the bridge open in May?", "--id", "bridge")
    run("source", "add", "bridge", "minutes.txt", "--title", "Minutes")
    run("quote", "bridge", "s1", "the bridge will open in May", "--point", "p1")
    run("stance", "bridge", "s1", "p1", "supports")
    run("finding", "bridge", "summary", "The bridge will open in May [@s1#q1].", "--point", "p1")
    code, out, err = run("bundle", "bridge", "--out", "bridge.zip")
    assert code == 0, err
    assert out.splitlines()[0].endswith("bridge.zip")
    return "bridge.zip"


def test_a_bundle_is_proved_and_a_changed_byte_is_named(bundle: str, run: Run, tmp_path: Path) -> None:
    digest = run("bundle", "bridge", "--out", "again.zip")[1].splitlines()[1].removeprefix("digest ")
    code, out, _ = run("verify", bundle, "--digest", digest)
    assert code == 0
    assert out.splitlines()[0] == "bundle bridge: Will the bridge open in May?"
    assert "✓ quotes, word for word at their place: 1 of 1 proved" in out
    assert out.splitlines()[-1] == "Everything that could be proved holds."

    code, out, _ = run("verify", bundle)
    assert (code, out.splitlines()[-1]) == (
        0,
        "Everything that could be proved holds; 1 thing could not be proved.",
    )
    assert run("verify", bundle, "--strict")[0] == 1
    assert run("verify", bundle, "--digest", "sha256:0")[0] == 1

    data = (tmp_path / bundle).read_bytes()
    at = data.index(b"will open in May")
    (tmp_path / bundle).write_bytes(data[:at] + b"W" + data[at + 1 :])
    code, out, _ = run("verify", bundle)
    assert code == 1
    assert "✗ data/" in out

    code, out, _ = run("verify", bundle, "--json")
    found = json.loads(out)
    assert (code, found["what"], found["check"], found["holds"]) == (1, "bundle", "bridge", False)
    assert {proof["state"] for proof in found["proofs"]} == {"proved", "not_proved", "does_not_hold"}


def test_what_cannot_be_read_ends_with_2(run: Run, tmp_path: Path) -> None:
    assert run("verify", "nothing-here")[0] == 2
    (tmp_path / "letter.zip").write_text("This is a letter; it is long enough to be a zip.", encoding="utf-8")
    code, _, err = run("verify", "letter.zip")
    assert (code, err.count("\n")) == (2, 1)


def test_all_shows_each_thing_that_is_proved(bundle: str, run: Run) -> None:
    out = run("verify", bundle, "--all")[1]
    assert "✓ data/check.json" in out
    assert "✓ quote q1 of source 1: characters 27–54" in out
    assert "data/check.json" not in run("verify", bundle)[1]
