"""``factbook publish`` and ``factbook revise``, from first publication to outdated."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import factbook as fb
from factbook.errors import BadInputError
from tests.cli.conftest import Run


@pytest.fixture
def bridge(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A check that was published on May 1, 2026."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1777593600")
    (tmp_path / "minutes.txt").write_text("The bridge will open in May.", encoding="utf-8")
    run("new", "Will the bridge open in May?", "--id", "bridge")
    run("source", "add", "bridge", "minutes.txt")
    run("quote", "bridge", "s1", "The bridge will open in May", "--point", "p1")
    run("stance", "bridge", "s1", "p1", "supports")
    run("finding", "bridge", "summary", "The bridge will open in May [@s1#q1].", "--point", "p1")
    code, out, err = run("publish", "bridge")
    assert code == 0
    assert [Path(line).name for line in out.splitlines()] == [
        "report.html",
        "claimreview.json",
        "factcheck.ipynb",
    ]
    assert err.startswith("Published on 2026-05-01 as version ")
    return tmp_path / "bridge"


def read(bridge: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((bridge / "check.json").read_text(encoding="utf-8"))
    return found


def versions(bridge: Path) -> int:
    return len(list((bridge / "versions").iterdir()))


def page(bridge: Path) -> str:
    return (bridge / "report.html").read_text(encoding="utf-8")


def test_publishing_twice_records_once_and_gives_the_same_bytes(run: Run, bridge: Path) -> None:
    before, check = page(bridge), read(bridge)
    code, _, err = run("publish", "bridge")
    assert (code, err[:43]) == (0, "Nothing has changed since it was published ")
    assert (before, check, 1) == (page(bridge), read(bridge), versions(bridge))


def test_what_was_published_is_never_overwritten_in_silence(run: Run, bridge: Path) -> None:
    run("stance", "bridge", "s1", "p1", "refutes")
    code, out, _ = run("audit", "bridge")
    assert code == 1
    assert (
        "changed since published what differs since it was published on 2026-05-01: the rating and 1 stance"
        in out
    )
    assert run("build", "bridge")[0] == 1
    assert "no correction is recorded" in page(bridge)
    code, _, err = run("publish", "bridge")
    assert code == 2
    assert "Say it with: factbook revise bridge --note WHY" in err
    assert len(read(bridge)["publications"]) == 1  # type: ignore[arg-type]


def test_a_correction_is_recorded_taken_back_and_once_published_stays(run: Run, bridge: Path) -> None:
    run("stance", "bridge", "s1", "p1", "refutes")
    code, out, _ = run("revise", "bridge", "--note", "We had misread it", "--coder", "Bo")
    assert code == 0
    assert out == (
        "Corrected: r1, by Bo.\nChanged: the rating and 1 stance.\n"
        "Put it before readers with: factbook publish bridge\n"
    )
    assert versions(bridge) == 2
    assert run("revise", "bridge", "--undo")[1] == "Taken back: r1, of 2026-05-01: We had misread it\n"
    assert ("revisions" in read(bridge), versions(bridge)) == (False, 1)
    run("revise", "bridge", "--note", "We had misread it")
    assert run("publish", "bridge")[0] == 0
    assert "We had misread it" in page(bridge)
    code, _, err = run("revise", "bridge", "--undo")
    assert code == 2
    assert "was published, and stays on record" in err


def test_a_rating_is_set_with_a_correction_and_goes_with_it(run: Run, bridge: Path) -> None:
    run("revise", "bridge", "--note", "Half of it", "--rating", "Half True", "--scale", "politifact")
    assert read(bridge)["rating"]["reason"] == "Half of it"  # type: ignore[index]
    run("revise", "bridge", "--undo")
    assert "rating" not in read(bridge)


def test_a_check_is_marked_as_outdated_and_as_current_again(run: Run, bridge: Path) -> None:
    words = ("--rating", "outdated", "--since", "2026-05", "--newer", "bridge-2", "--note", "It opened")
    assert "no check 'bridge-2'" in run("revise", "bridge", *words)[2]
    run("new", "Will bridge 2 open?", "--id", "bridge-2")
    assert "Changed: whether it is outdated." in run("revise", "bridge", *words)[1]
    assert run("publish", "bridge")[0] == 0
    assert "Outdated since" in page(bridge)
    review = json.loads((bridge / "claimreview.json").read_text(encoding="utf-8"))
    assert (review["expires"], review["reviewRating"]["alternateName"]) == ("2026-05", "Supported (outdated)")
    assert repr(fb.open(bridge)).endswith("outdated>")
    run("revise", "bridge", "--rating", "current", "--note", "It closed again")
    assert "outdated" not in read(bridge)


def test_a_check_that_cannot_be_built_was_not_published(run: Run, bridge: Path) -> None:
    (bridge / "analysis.ipynb").write_text("no notebook", encoding="utf-8")
    run("revise", "bridge", "--note", "So", "--rating", "refuted")
    assert run("publish", "bridge")[0] == 2
    assert len(read(bridge)["publications"]) == 1  # type: ignore[arg-type]
    # The correction was not published, so it can still be taken back.
    assert run("revise", "bridge", "--undo")[0] == 0


def test_a_strict_publication_refuses_faults(run: Run, bridge: Path) -> None:
    run("finding", "bridge", "summary", "It is red.")
    run("revise", "bridge", "--note", "More")
    code, _, err = run("publish", "bridge", "--strict")
    assert code == 1
    assert "bridge was not published: the audit finds 1 fault" in err
    assert len(read(bridge)["publications"]) == 1  # type: ignore[arg-type]


def test_a_check_that_was_never_published_is_corrected_by_its_note(run: Run, tmp_path: Path) -> None:
    run("new", "Is it so?", "--id", "so")
    code, out, _ = run("revise", "so", "--note", "It was asked wrongly")
    assert code == 0
    assert "there is no version to show what changed" in out
    assert (tmp_path / "so" / "versions").is_dir()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "A correction says why. Give --note WHY."),
        (("--note", " "), "A correction says why"),
        (("--undo",), "No correction of 'bridge' is on record"),
        (("--undo", "--note", "x"), "It is not clear what to do"),
        (("--note", "x", "--rating", "maybe"), "'maybe' is no step"),
        (("--note", "x", "--since", "2026"), "Only a check that is outdated has a date"),
        (("--note", "x", "--rating", "outdated", "--since", "soon"), "a date is YYYY"),
        (("--note", "x", "--rating", "outdated", "--newer", "ftp://x"), "starts with http"),
    ],
)
def test_bad_input_is_one_line_and_changes_nothing(
    run: Run, bridge: Path, words: tuple[str, ...], told: str
) -> None:
    before = (bridge / "check.json").read_bytes()
    code, out, err = run("revise", "bridge", *words)
    assert (code, out) == (2, "")
    assert told in err
    assert err.count("\n") == 1
    assert (bridge / "check.json").read_bytes() == before
    assert versions(bridge) == 1


def test_it_is_the_same_in_python(run: Run, bridge: Path) -> None:
    check = fb.open(bridge)
    assert "v1" == check.publish().id
    check.update(lambda record: record.changed(checked_on="2025"))
    with pytest.raises(BadInputError, match="no correction says why"):
        check.publish()
    assert "r1" == check.revise("The day was wrong", coder="Bo").id
    assert "r1" == check.take_back_revision().id
    check.revise("The day was wrong")
    assert "v2" == check.publish().id
