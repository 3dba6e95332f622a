"""``factbook stance CHECK --from TABLE``: many judgements at once, or none."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import openpyxl
import pytest

from factbook.reports.compose import compose_report
from factbook.reports.stance_sheet.csv_file import stances_csv
from factbook.reports.stance_sheet.xlsx_file import stances_xlsx
from factbook.store.check_folder import CheckFolder
from tests.cli.conftest import Run

MINUTES = "The council said the bridge will open in May."


@pytest.fixture
def bridge(run: Run) -> Path:
    run("new", "Is the bridge open?", "--id", "bridge")
    for name in ("minutes", "letter"):
        Path(f"{name}.txt").write_text(f"{name}: {MINUTES}", encoding="utf-8")
        run("source", "add", "bridge", f"{name}.txt")
    run("stance", "bridge", "s1", "p1", "supports", "--note", "says so")
    report = compose_report(CheckFolder(Path("bridge").absolute()))
    Path("out").mkdir()
    Path("out/stances.csv").write_bytes(stances_csv(report))
    Path("out/stances.xlsx").write_bytes(stances_xlsx(report))
    return Path("bridge")


def stances() -> list[tuple[str, ...]]:
    check = json.loads(Path("bridge/check.json").read_text(encoding="utf-8"))
    return [(one["source"], one["coder"], one["value"], one.get("note", "")) for one in check["stances"]]


def edit(path: Path, place: int, **values: str) -> None:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[place] |= values
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


def test_all_forms_are_built(run: Run, bridge: Path) -> None:
    tables = [Path(f"out/stances.{kind}").read_bytes() for kind in ("csv", "xlsx")]
    code, _, err = run("build", "bridge", "--to", "csv,xlsx,md,docx", "--out", "out")
    assert code in {0, 1}, err
    assert [Path(f"out/stances.{kind}").read_bytes() for kind in ("csv", "xlsx")] == tables
    assert {one.name for one in Path("out").iterdir()} == {
        "stances.csv",
        "stances.xlsx",
        "report.md",
        "report.docx",
        "factcheck.ipynb",
    }


def test_changed_rows_become_judgements_of_the_coder(run: Run, bridge: Path) -> None:
    edit(Path("out/stances.csv"), 1, stance="refutes", note="-speaks of June")
    before = bridge.joinpath("check.json").read_bytes()
    code, out, _ = run("stance", "bridge", "--from", "out/stances.csv", "--coder", "Ben", "--dry-run")
    assert (code, out) == (
        0,
        "row 3: s2 on p1: no stance -> refutes, with a note\nWould be recorded for Ben: 1 change.\n",
    )
    assert bridge.joinpath("check.json").read_bytes() == before
    code, out, _ = run("stance", "bridge", "--from", "out/stances.csv", "--coder", "Ben")
    assert code == 0
    assert "Recorded for Ben: 1 change.\nThe table now implies: conflicting." in out
    assert stances() == [("s1", "ana", "supports", "says so"), ("s2", "ben", "refutes", "-speaks of June")]


def test_a_workbook_works_alike_and_keeps_what_was_not_edited(run: Run, bridge: Path) -> None:
    book = openpyxl.load_workbook("out/stances.xlsx")
    book["Stances"]["I2"] = "mixed"
    book.save("edited.xlsx")
    assert run("stance", "bridge", "--from", "edited.xlsx")[0] == 0
    assert stances() == [("s1", "ana", "mixed", "says so")]
    _, out, _ = run("stance", "bridge", "--from", "edited.xlsx")
    assert out == "edited.xlsx changes nothing.\n"


def test_nothing_is_written_unless_all_is_fine(run: Run, bridge: Path) -> None:
    edit(Path("out/stances.csv"), 0, stance="refutes")
    edit(Path("out/stances.csv"), 1, stance="perhaps")
    before = bridge.joinpath("check.json").read_bytes()
    code, out, err = run("stance", "bridge", "--from", "out/stances.csv")
    assert (code, out) == (2, "")
    assert err.startswith("factbook: stances.csv row 3, column stance: 'perhaps' is no stance")
    assert "Nothing was changed" in err
    assert bridge.joinpath("check.json").read_bytes() == before


def test_a_stance_that_is_emptied_is_taken_back(run: Run, bridge: Path) -> None:
    edit(Path("out/stances.csv"), 0, stance="")
    _, out, _ = run("stance", "bridge", "--from", "out/stances.csv")
    assert out.startswith("row 2: s1 on p1: supports -> no stance\n")
    assert "stances" not in json.loads(bridge.joinpath("check.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (("--from", "nowhere.csv"), "nowhere.csv cannot be read: No such file"),
        (("s1", "p1", "mixed", "--from", "out/stances.csv"), "--from takes a table in place of a source"),
        (("s1", "p1", "mixed", "--dry-run"), "--dry-run goes with --from"),
        (("s1", "p1"), "a source, a point and a stance are needed"),
    ],
)
def test_what_does_not_go_together(run: Run, bridge: Path, words: tuple[str, ...], problem: str) -> None:
    code, _, err = run("stance", "bridge", *words)
    assert code == 2
    assert problem in err
