"""Running a batch: what fails stops nothing else, and a second run does only what is left."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell

import factbook as fb
from factbook.batch.build import OWN_NOTEBOOK
from factbook.batch.claims import read_claims
from factbook.batch.needs import forking_is_safe
from factbook.batch.runner import ClaimResult, run_batch
from factbook.cli import main
from factbook.errors import StoreError
from factbook.model.check import Check, put_record
from factbook.resources import resource_folder
from tests.batch.commands import start_command
from tests.conftest import Site

GOOD: dict[str, Any] = {
    "id": "bridge",
    "question": "Will the bridge open?",
    "sources": [{"title": "Minutes", "text": "It opens in May.", "stances": {"p1": "supports"}}],
}
BAD: dict[str, Any] = {"id": "bad", "question": "Q", "sources": ["gone.txt"]}


@pytest.fixture
def claims(tmp_path: Path) -> Path:
    return write(tmp_path / "claims.jsonl", GOOD, BAD)


def write(path: Path, *claims: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(claim) + "\n" for claim in claims), encoding="utf-8")
    return path


def run(claims: Path, **options: Any) -> list[ClaimResult]:
    return run_batch(read_claims(claims), base=claims.parent, out=claims.parent / "out", **options)


def outcomes(results: list[ClaimResult]) -> dict[str, str]:
    return {result.id: result.outcome for result in results}


def test_a_claim_that_fails_leaves_nothing_and_stops_nothing(claims: Path) -> None:
    results = run(claims)
    assert outcomes(results) == {"bridge": "built", "bad": "failed"}
    assert "gone.txt cannot be read" in results[1].problem
    assert [path.name for path in (claims.parent / "out").iterdir() if path.is_dir()] == ["bridge"]
    check = fb.open(claims.parent / "out" / "bridge")
    assert results[0].rating == "supported"
    assert check.record.coder("given-in-claims-jsonl").name == "given in claims.jsonl"
    assert (check.path / "report.html").is_file()


def test_an_id_that_cannot_name_a_folder_fails_alone(tmp_path: Path) -> None:
    ids = ["../../x", "x" * 300, "batch.csv", "CON", "a/b", "nul\0"]
    claims = write(tmp_path / "claims.jsonl", GOOD, *({"question": "Q", "id": name} for name in ids))
    results = run(claims)
    assert [result.id for result in results if result.outcome == "failed"] == ids
    assert results[0].outcome == "built"
    assert (tmp_path / "out" / "batch.html").is_file()


def test_sources_given_by_their_address_are_fetched_once(tmp_path: Path, site: Site) -> None:
    (site.folder / "minutes.txt").write_text("The bridge opens in May.")
    (tmp_path / "factbook.toml").write_text("[fetch]\nprivate_addresses = true\n")
    urls = [f"{site.url}/minutes.txt", {"url": f"{site.url}/gone.txt", "publisher": "City"}]
    claims = write(tmp_path / "claims.jsonl", GOOD | {"sources": urls})
    assert [result.outcome for result in run(claims)] == ["built"]
    kept, gone = fb.open(tmp_path / "out" / "bridge").record.sources
    assert (kept.title, kept.is_read) == (f"{site.url}/minutes.txt", True)
    assert (gone.unread, gone.publisher) == ("it answered 404 Not Found", "City")
    (site.folder / "minutes.txt").unlink()
    assert [result.outcome for result in run(claims)] == ["unchanged"]


def test_a_source_whose_site_was_down_is_fetched_by_a_later_run(tmp_path: Path, site: Site) -> None:
    (site.folder / "minutes.txt").write_text("The bridge opens in May.")
    (tmp_path / "factbook.toml").write_text("[fetch]\nprivate_addresses = true\n")
    claims = write(tmp_path / "claims.jsonl", GOOD | {"sources": ["http://127.0.0.1:1/minutes.txt"]})
    run(claims)
    check = fb.open(tmp_path / "out" / "bridge")
    assert "refused the connection" in check.record.sources[0].unread

    def come_back(record: Check) -> Check:
        failed = record.sources[0]
        return put_record(record, "sources", failed.model_copy(update={"url": f"{site.url}/minutes.txt"}))

    check.update(come_back)
    state = tmp_path / "out" / "bridge" / ".factbook-batch.json"
    made = json.loads(state.read_text()) | {
        "made": hashlib.sha256(check.folder.file.read_bytes()).hexdigest()
    }
    state.write_text(json.dumps(made))
    assert [result.outcome for result in run(claims, retries=0)] == ["built"]
    assert check.record.sources[0].is_read
    assert [result.outcome for result in run(claims)] == ["unchanged"]


def test_a_second_run_does_only_what_is_left(claims: Path) -> None:
    run(claims)
    report = claims.parent / "out" / "bridge" / "report.html"
    first = (report.read_bytes(), report.stat().st_mtime_ns)
    (claims.parent / "gone.txt").write_text("here now", encoding="utf-8")
    assert outcomes(run(claims)) == {"bridge": "unchanged", "bad": "built"}
    assert (report.read_bytes(), report.stat().st_mtime_ns) == first
    report.write_text("damaged", encoding="utf-8")
    assert outcomes(run(claims)) == {"bridge": "built", "bad": "unchanged"}
    assert report.read_bytes() == first[0]


def test_an_edited_check_is_built_anew_and_never_made_anew(claims: Path) -> None:
    run(claims)
    check = fb.open(claims.parent / "out" / "bridge")
    check.add_follow_up("And who pays?")
    assert outcomes(run(claims))["bridge"] == "built"
    assert "And who pays?" in (check.path / "report.html").read_text(encoding="utf-8")
    write(claims, GOOD | {"question": "Did the bridge open?"}, BAD)
    (result, _) = run(claims)
    assert result.outcome == "failed"
    assert "somebody has worked in" in result.problem
    assert check.record.follow_ups[0].question == "And who pays?"


def test_a_claim_that_changed_is_made_anew_if_nobody_edited_its_check(claims: Path) -> None:
    run(claims)
    write(claims, GOOD | {"question": "Did the bridge open?"}, BAD)
    assert outcomes(run(claims))["bridge"] == "built"
    assert fb.open(claims.parent / "out" / "bridge").record.claim.question == "Did the bridge open?"


def test_a_folder_that_no_batch_made_is_left_alone(claims: Path) -> None:
    mine = fb.new(question="Mine", id="bridge", casebook=claims.parent / "out")
    (result, _) = run(claims)
    assert "no batch made it" in result.problem
    assert mine.record.claim.question == "Mine"


def test_two_jobs_give_the_same_reports(tmp_path: Path) -> None:
    several = [GOOD | {"id": f"bridge-{number}"} for number in range(3)]
    claims = write(tmp_path / "claims.jsonl", *several, BAD)
    seen: list[str] = []
    results = run(claims, jobs=2, on_result=lambda result: seen.append(result.id))
    assert [result.id for result in results] == ["bridge-0", "bridge-1", "bridge-2", "bad"]
    assert sorted(seen) == sorted(outcomes(results))
    assert list(outcomes(results).values()) == ["built", "built", "built", "failed"]


def test_two_batches_do_not_write_to_one_folder(claims: Path) -> None:
    def second(_result: ClaimResult) -> None:
        with pytest.raises(StoreError, match="Another batch"):
            run(claims)

    run(claims, on_result=second)


def test_the_command_ends_with_1_and_a_table_of_what_failed(
    claims: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(claims, GOOD, BAD, {"id": "\x1b[2J", "question": "An id that would clear the screen"})
    with pytest.raises(SystemExit) as left:
        main(["batch", str(claims), "--out", str(claims.parent / "out")])
    out, err = capsys.readouterr()
    assert left.value.code == 1
    assert "bridge  built" in out
    assert "Failed, 2 of 3:" in err
    assert "gone.txt cannot be read" in err
    assert "\x1b" not in err


def test_what_is_done_is_told_where_the_table_cannot_be_written(
    claims: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (claims.parent / "out" / "batch.csv").mkdir(parents=True)
    with pytest.raises(SystemExit) as left:
        main(["batch", str(claims), "--out", str(claims.parent / "out")])
    out, err = capsys.readouterr()
    assert left.value.code == 2
    assert "bridge  built" in out
    assert "1 of 2 done." in err
    assert "batch.csv was not written" in err.splitlines()[-1]


def test_a_claim_that_kills_its_worker_fails_alone(tmp_path: Path) -> None:
    several = [GOOD | {"id": f"bridge-{number}"} for number in range(3)]
    claims = write(tmp_path / "claims.jsonl", *several)
    run(claims)
    for number in range(3):
        fb.open(tmp_path / "out" / f"bridge-{number}").add_follow_up("And then?")
    notebook = nbformat.read(resource_folder("notebooks") / "factcheck.ipynb", as_version=4)  # type: ignore[no-untyped-call]
    notebook.cells.append(new_code_cell("import os\nos.kill(int(os.environ['JPY_PARENT_PID']), 9)"))
    nbformat.write(notebook, tmp_path / "out" / "bridge-0" / "analysis.ipynb")  # type: ignore[no-untyped-call]
    results = run(claims, jobs=2)
    assert outcomes(results) == {"bridge-0": "failed", "bridge-1": "built", "bridge-2": "built"}
    assert "died" in results[0].problem


def test_a_check_somebody_worked_in_is_not_made_anew(claims: Path) -> None:
    run(claims)
    own = claims.parent / "out" / "bridge" / "data.csv"
    own.write_text("mine", encoding="utf-8")
    write(claims, GOOD | {"question": "Did the bridge open?"})
    (result,) = run(claims)
    assert "somebody has worked in" in result.problem
    assert own.read_text(encoding="utf-8") == "mine"


def test_a_damaged_copy_is_not_called_unchanged(claims: Path) -> None:
    run(claims)
    (copy,) = (claims.parent / "out" / "bridge" / "snapshots").iterdir()
    copy.write_text("changed", encoding="utf-8")
    (result, _) = run(claims)
    assert (result.outcome, result.faults) == ("built", 1)


def test_settings_anywhere_above_are_part_of_what_a_report_is_built_from(claims: Path) -> None:
    run(claims)
    (claims.parent / "factbook.toml").write_text('[publisher]\nname = "The Desk"\n', encoding="utf-8")
    assert outcomes(run(claims))["bridge"] == "built"


def test_ids_that_differ_by_case_alone_are_one_id(claims: Path) -> None:
    run(claims)
    (result,) = run(write(claims, GOOD | {"id": "Bridge"}))
    assert "the id 'Bridge' is taken by 'bridge'" in result.problem


def with_cell(check: fb.OpenCheck, source: str) -> None:
    """Give a check a notebook of its own that ends with this cell."""
    notebook = nbformat.read(resource_folder("notebooks") / "factcheck.ipynb", as_version=4)  # type: ignore[no-untyped-call]
    notebook.cells.append(new_code_cell(source))
    nbformat.write(notebook, check.path / OWN_NOTEBOOK)  # type: ignore[no-untyped-call]


def table(claims: Path) -> dict[str, dict[str, str]]:
    with (claims.parent / "out" / "batch.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def test_a_batch_that_is_stopped_leaves_the_table_of_what_is_done(
    claims: Path,
) -> None:
    write(claims, BAD, GOOD, GOOD | {"id": "tunnel"})

    def stop(result: ClaimResult) -> None:
        if result.id == "bridge":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(claims, on_result=stop, retries=0)
    assert list(table(claims)) == ["bad"]
    assert "gone.txt" in table(claims)["bad"]["traceback"]
    (claims.parent / "out" / "batch.csv").unlink()
    (claims.parent / "out" / "batch.csv").mkdir()  # Nor does a table that is refused hide why it ended.
    with pytest.raises(KeyboardInterrupt):
        run(claims, on_result=stop, retries=0)


def test_a_claim_that_fails_by_chance_is_tried_again_and_bad_input_is_not(claims: Path) -> None:
    run(claims)
    with_cell(
        fb.open(claims.parent / "out" / "bridge"),
        "import pathlib\nonce = pathlib.Path('.once')\n"
        "if not once.exists():\n    once.touch()\n    raise OSError('by chance')",
    )
    assert ["failed", "failed"] == [result.outcome for result in run(claims, retries=0)]
    (claims.parent / "out" / "bridge" / ".once").unlink()
    results = run(claims, retries=1)
    assert [("built", 2), ("failed", 1)] == [(result.outcome, result.tries) for result in results]


def test_a_table_tells_what_became_of_each_claim_with_the_traceback_of_what_failed(claims: Path) -> None:
    run(claims)
    with_cell(fb.open(claims.parent / "out" / "bridge"), "1 / 0")
    run(claims, retries=0)
    rows = table(claims)
    assert "ZeroDivisionError" in rows["bridge"]["problem"]
    assert "1 / 0" in rows["bridge"]["traceback"]
    assert "gone.txt cannot be read" in rows["bad"]["problem"]
    page = (claims.parent / "out" / "batch.html").read_text(encoding="utf-8")
    assert "ZeroDivisionError" in page


@pytest.mark.skipif(not forking_is_safe(), reason="memory is watched on Linux")
def test_a_claim_that_takes_too_much_memory_fails_alone(claims: Path) -> None:
    run(claims)
    with_cell(
        fb.open(claims.parent / "out" / "bridge"),
        "import time\nmuch = b'1' * 700_000_000\ntime.sleep(120)",
    )
    (result, _) = run(claims, memory_mb=600)
    assert ("failed", 1) == (result.outcome, result.tries)
    assert "more than 600 MB" in result.problem
    assert 600 < result.memory_mb
    (claims.parent / "out" / "bridge" / OWN_NOTEBOOK).unlink()
    assert outcomes(run(claims, memory_mb=600))["bridge"] == "unchanged"


def test_a_casebook_may_stand_for_the_claims(claims: Path) -> None:
    run(claims)
    casebook = claims.parent / "out"
    fb.open(casebook / "bridge").add_follow_up("And who pays?")

    def copy() -> dict[str, str]:
        return outcomes(run_batch(read_claims(casebook), base=casebook, out=claims.parent / "copies"))

    assert {"bridge": "built"} == copy()
    page = (claims.parent / "copies" / "bridge" / "report.html").read_text(encoding="utf-8")
    assert "And who pays?" in page
    assert {"bridge": "unchanged"} == copy()
    fb.open(casebook / "bridge").add_follow_up("And when?")
    assert {"bridge": "built"} == copy()
    assert {"bridge": "built"} == outcomes(run_batch(read_claims(casebook), base=casebook, out=casebook))


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such interrupt")
def test_an_interrupt_ends_it_at_once_and_the_next_run_goes_on(tmp_path: Path) -> None:
    claims = write(tmp_path / "claims.jsonl", *[GOOD | {"id": f"bridge-{n}"} for n in range(3)])
    run(claims)
    with_cell(fb.open(tmp_path / "out" / "bridge-2"), "import time\ntime.sleep(600)")
    fb.open(tmp_path / "out" / "bridge-0").add_follow_up("And then?")
    batch = start_command("batch", claims, "--out", tmp_path / "out", stderr=subprocess.PIPE)
    state = tmp_path / "out" / "bridge-0" / "report.html"
    deadline = time.monotonic() + 200
    while "And then?" not in state.read_text(encoding="utf-8") and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.5)
    batch.send_signal(signal.SIGINT)
    _, told = batch.communicate(timeout=60)
    assert 130 == batch.returncode
    assert "of 3 claims are done; run the same command to go on" in told
    (tmp_path / "out" / "bridge-2" / OWN_NOTEBOOK).unlink()
    assert {"bridge-0": "unchanged"}.items() <= outcomes(run(claims)).items()


def test_folders_may_have_any_name(tmp_path: Path) -> None:
    odd = tmp_path / "{0} {name} 'it' \"is\" \\ odd\n"
    odd.mkdir()
    claims = write(odd / "claims.jsonl", GOOD)
    assert {"bridge": "built"} == outcomes(run(claims))


@pytest.mark.skipif(not forking_is_safe(), reason="this platform has stock kernels alone")
def test_workers_and_notebooks_are_all_forked_from_one_process(claims: Path) -> None:
    run(claims)
    check = fb.open(claims.parent / "out" / "bridge")
    # Its parents: what its worker keeps for notebooks, the worker, and what that was forked from.
    with_cell(
        check,
        "import psutil, pathlib\n"
        "parents = psutil.Process().parents()[:3]\n"
        "pathlib.Path('.parents').write_text(str({p.cmdline()[-1] for p in parents}))",
    )
    assert {"bridge": "built"}.items() <= outcomes(run(claims)).items()
    assert "{'a worker'}" == (check.path / ".parents").read_text(encoding="utf-8")


@pytest.mark.skipif(not forking_is_safe(), reason="this platform has stock kernels alone")
def test_sentences_are_judged_in_the_worker_and_no_notebook_loads_the_network(claims: Path) -> None:
    run(claims)
    check = fb.open(claims.parent / "out" / "bridge")
    check.add_finding("summary", "In May, it is going to open [@s1].")
    with_cell(
        check,
        "import pathlib, sys\n_ = pathlib.Path('.loaded').write_text(str('onnxruntime' in sys.modules))",
    )
    assert {"bridge": "built"}.items() <= outcomes(run(claims)).items()
    assert "False" == (check.path / ".loaded").read_text(encoding="utf-8")
    page = (check.path / "report.html").read_text(encoding="utf-8")
    fb.build(check, to=["html"])  # Here, it does.
    assert "True" == (check.path / ".loaded").read_text(encoding="utf-8")
    assert page == (check.path / "report.html").read_text(encoding="utf-8")
