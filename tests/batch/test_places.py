"""Claims and reports elsewhere than on this machine: any place that fsspec knows."""

from __future__ import annotations

import json
import os
import signal
import time
from pathlib import Path

import fsspec
import pytest

from factbook.batch import places
from factbook.cli import main
from factbook.store.check_folder import CHECK_FILE
from tests.batch.test_runner import GOOD

MEMORY = fsspec.filesystem("memory")


@pytest.fixture(autouse=True)
def empty() -> None:
    MEMORY.store.clear()


def put(**claims: object) -> None:
    put_each(GOOD | claims)


def put_each(*claims: dict[str, object]) -> None:
    MEMORY.pipe_file("/desk/minutes.txt", b"It opens in May.")
    MEMORY.pipe_file("/desk/claims.jsonl", "".join(json.dumps(claim) + "\n" for claim in claims).encode())


def batch(*options: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(["batch", "memory://desk/claims.jsonl", "--out", "memory://desk/checks", *options])
    return int(left.value.code or 0)


def test_claims_their_files_and_reports_may_lie_elsewhere(capsys: pytest.CaptureFixture[str]) -> None:
    put(sources=["minutes.txt"])
    assert batch() == 0
    out, err = capsys.readouterr()
    assert "bridge  built" in out
    assert "Table: memory://desk/checks/batch.html" in err
    check = json.loads(MEMORY.cat_file(f"/desk/checks/bridge/{CHECK_FILE}"))
    assert "minutes" == check["sources"][0]["title"]
    assert b"Will the bridge open?" in MEMORY.cat_file("/desk/checks/bridge/report.html")
    assert b"bridge" in MEMORY.cat_file("/desk/checks/batch.csv")
    assert not [path for path in MEMORY.find("/desk") if path.endswith(".lock")]


def test_a_second_run_there_does_only_what_is_left(capsys: pytest.CaptureFixture[str]) -> None:
    put()
    batch()
    before = MEMORY.modified("/desk/checks/bridge/report.html")
    batch()
    assert "bridge  unchanged" in capsys.readouterr().out
    assert before == MEMORY.modified("/desk/checks/bridge/report.html")


def test_a_check_that_was_not_copied_whole_is_made_anew(capsys: pytest.CaptureFixture[str]) -> None:
    put()
    batch()
    MEMORY.rm(f"/desk/checks/bridge/{CHECK_FILE}")
    assert batch() == 0
    assert MEMORY.exists(f"/desk/checks/bridge/{CHECK_FILE}")


def test_settings_there_count() -> None:
    put()
    MEMORY.pipe_file("/desk/checks/factbook.toml", b'[publisher]\nname = "The Desk"\n')
    batch()
    assert b"The Desk" in MEMORY.cat_file("/desk/checks/bridge/report.html")


def test_a_list_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert batch() == 2
    assert "memory://desk/claims.jsonl cannot be read" in capsys.readouterr().err


def test_what_reads_an_address_has_to_be_installed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["batch", "nowhere://claims.csv", "--out", "out"])
    assert "nowhere://claims.csv cannot be reached" in capsys.readouterr().err


def test_an_address_of_this_machine_is_a_path(tmp_path: Path) -> None:
    (tmp_path / "claims.jsonl").write_text(json.dumps(GOOD), encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["batch", f"file://{tmp_path}/claims.jsonl", "--out", f"file://{tmp_path}/out"])
    assert (tmp_path / "out" / "bridge" / "report.html").is_file()


def test_a_file_that_is_not_there_is_told_by_its_address(capsys: pytest.CaptureFixture[str]) -> None:
    put(sources=["gone.txt"])
    assert batch() == 1
    assert "memory://desk/gone.txt cannot be read" in capsys.readouterr().err
    for table in ("batch.csv", "batch.html"):
        assert b"memory://desk/gone.txt cannot be read" in MEMORY.cat_file(f"/desk/checks/{table}")


@pytest.mark.parametrize(
    "name", ["a\0b.txt", "x" * 300, "a/" * 3000, "\ud83d\ude00.txt/..", "minutes.txt/x", "/"]
)
def test_an_odd_name_of_a_file_fails_its_claim_alone(capsys: pytest.CaptureFixture[str], name: str) -> None:
    put_each({"id": "odd", "question": "Q?", "sources": [name]}, GOOD | {"sources": ["minutes.txt"]})
    assert batch("--to", "claimreview") == 1
    out, err = capsys.readouterr()
    assert "bridge  built" in out
    assert "odd     claims.jsonl line 1: " in err


def test_a_file_that_is_refused_fails_its_claim_and_says_why(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    put_each({"id": "odd", "question": "Q?", "sources": ["minutes.txt"]}, GOOD)
    cat_file = MEMORY.cat_file

    def refuse(path: str) -> bytes:
        if path.endswith("minutes.txt"):
            raise PermissionError("403 Forbidden")
        return bytes(cat_file(path))

    monkeypatch.setattr(MEMORY, "cat_file", refuse)
    assert batch("--to", "claimreview") == 1
    out, err = capsys.readouterr()
    assert "bridge  built" in out
    assert "line 1: memory://desk/minutes.txt cannot be read: 403 Forbidden" in err


def test_a_report_that_cannot_be_copied_there_fails_its_claim_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    put_each(GOOD, GOOD | {"id": "tunnel"}, GOOD | {"id": "tower"})
    pipe_file = MEMORY.pipe_file

    def refuse(path: str, data: bytes) -> None:
        if path.endswith("bridge/check.json"):
            raise OSError("503 Slow Down")
        pipe_file(path, data)

    monkeypatch.setattr(MEMORY, "pipe_file", refuse)
    assert batch("--to", "claimreview") == 1
    out, err = capsys.readouterr()
    assert "bridge" not in out
    assert "2 of 3 done" in err
    assert "bridge  claims.jsonl line 1: memory://desk/checks/bridge/check.json was not written: 503" in err
    assert b'"bridge","claims.jsonl line 1","failed"' in MEMORY.cat_file("/desk/checks/batch.csv")
    monkeypatch.undo()
    assert batch("--to", "claimreview") == 0
    out, _ = capsys.readouterr()
    assert [line.split()[1] for line in out.splitlines()] == ["built", "unchanged", "unchanged"]


def test_only_what_a_batch_needs_is_fetched_from_there(monkeypatch: pytest.MonkeyPatch) -> None:
    put()
    MEMORY.pipe_file("/desk/checks/factbook.toml", b'[theme]\nlogo = "looks/logo.svg"\nlogo_alt = "Desk"')
    logo = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
    MEMORY.pipe_file("/desk/checks/looks/logo.svg", logo)
    for name in ("somebody-else/film[1].mp4", "somebody-else/check.json", "film.mp4", "a/b/check.json"):
        MEMORY.pipe_file(f"/desk/checks/{name}", b"{}")
    fetched = []
    cat_file = MEMORY.cat_file
    monkeypatch.setattr(MEMORY, "cat_file", lambda path: fetched.append(path) or cat_file(path))
    assert batch() == 0
    monkeypatch.undo()
    assert sorted(fetched) == [
        f"/desk/{name}" for name in ("checks/factbook.toml", "checks/looks/logo.svg", "claims.jsonl")
    ]
    assert b'alt="Desk"' in MEMORY.cat_file("/desk/checks/bridge/report.html")


def test_a_casebook_there_may_stand_for_the_claims(capsys: pytest.CaptureFixture[str]) -> None:
    put()
    batch()
    with pytest.raises(SystemExit) as left:
        main(["batch", "memory://desk/checks", "--out", "memory://desk/copies", "--to", "claimreview"])
    assert left.value.code == 0
    assert MEMORY.isfile("/desk/copies/bridge/claimreview.json")
    with pytest.raises(SystemExit):
        main(["batch", "memory://desk/nothing", "--out", "memory://desk/copies"])
    assert "memory://desk/nothing cannot be read: nothing is there" in capsys.readouterr().err


@pytest.mark.parametrize("out", ["memory://desk/checks", "memory:///desk/checks/"])
def test_a_casebook_there_is_built_where_it_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], out: str
) -> None:
    put()
    MEMORY.pipe_file("/desk/checks/factbook.toml", b'[publisher]\nname = "The Desk"\n')
    batch("--to", "claimreview")
    check = json.loads(MEMORY.cat_file(f"/desk/checks/bridge/{CHECK_FILE}"))
    check["claim"]["claimant"] = "Ada Fisher"
    edited = json.dumps(check).encode()
    MEMORY.pipe_file(f"/desk/checks/bridge/{CHECK_FILE}", edited)
    fetched = []
    cat_file = MEMORY.cat_file
    monkeypatch.setattr(MEMORY, "cat_file", lambda path: fetched.append(path) or cat_file(path))
    with pytest.raises(SystemExit) as left:
        main(["batch", "memory://desk/checks", "--out", out, "--to", "html"])
    monkeypatch.undo()
    assert left.value.code == 0
    assert "bridge  built" in capsys.readouterr().out
    page = MEMORY.cat_file("/desk/checks/bridge/report.html")
    assert b"Ada Fisher" in page
    assert b"The Desk" in page
    assert edited == MEMORY.cat_file(f"/desk/checks/bridge/{CHECK_FILE}")
    assert sorted(set(fetched)) == sorted(fetched)


def test_a_request_to_end_leaves_nothing_aside_behind(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    put()
    aside: list[Path] = []

    def be_asked_to_end(*_rows: object, out: Path, **_options: object) -> None:
        aside.append(out)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(60)

    monkeypatch.setattr("factbook.batch.runner.run_batch", be_asked_to_end)
    assert batch() == 130
    assert "0 of 1 claims are done; run the same command to go on" in capsys.readouterr().err
    assert not aside[0].parent.exists()
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_a_batch_that_is_stopped_leaves_its_table_there(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    put_each({"id": "odd", "question": "Q?", "sources": ["gone.txt"]}, GOOD)
    put_check = places._Elsewhere.put_check

    def stop(store: places._Elsewhere, check: Path) -> None:
        put_check(store, check)
        raise KeyboardInterrupt

    monkeypatch.setattr(places._Elsewhere, "put_check", stop)
    assert batch("--to", "claimreview") == 130
    assert "Table: memory://desk/checks/batch.html" in capsys.readouterr().err
    assert b"memory://desk/gone.txt cannot be read" in MEMORY.cat_file("/desk/checks/batch.csv")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("", "--out", "checks"), "CLAIMS is empty"),
        (("claims.jsonl", "--out", ""), "--out is empty"),
        (("claims.jsonl", "--out", "claims.jsonl"), "claims.jsonl is a file. Give a folder"),
    ],
)
def test_what_nobody_can_have_meant_is_refused(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    told: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "claims.jsonl").write_text(json.dumps(GOOD), encoding="utf-8")
    with pytest.raises(SystemExit) as left:
        main(["batch", *words])
    assert left.value.code == 2
    assert told in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["claims.jsonl"]


def claim_there() -> str:
    check = json.loads(MEMORY.cat_file(f"/desk/checks/bridge/{CHECK_FILE}"))
    return str(check["claim"]["question"])


def test_what_a_check_no_longer_consists_of_does_not_stay_there(capsys: pytest.CaptureFixture[str]) -> None:
    put(sources=[{"title": "Minutes", "text": "In May."}])
    batch("--to", "csv,claimreview")
    put(question="Did the bridge open?", sources=[{"title": "Minutes", "text": "In June."}])
    assert batch("--to", "claimreview") == 0
    there = MEMORY.find("/desk/checks/bridge")
    assert 1 == len([path for path in there if "/snapshots/" in path])
    assert not MEMORY.exists("/desk/checks/bridge/stances.csv")
    capsys.readouterr()
    batch("--to", "claimreview")
    assert "bridge  unchanged" in capsys.readouterr().out


@pytest.mark.parametrize("cut_at", ["/snapshots/", CHECK_FILE, ".factbook-batch.json", "rm"])
def test_a_copy_of_a_changed_claim_that_is_cut_off_is_made_good(
    cut_at: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(sources=[{"title": "Minutes", "text": "In May."}])
    batch("--to", "csv,claimreview")
    put(question="Did the bridge open?", sources=[{"title": "Minutes", "text": "In June."}])
    pipe_file, cut = MEMORY.pipe_file, []

    def pipe_until_cut(path: str, data: bytes) -> None:
        if cut_at in path or cut:
            cut.append(path)
            raise OSError("503 Slow Down")
        pipe_file(path, data)

    with monkeypatch.context() as during:
        during.setattr(MEMORY, "pipe_file", pipe_until_cut)
        if cut_at == "rm":
            during.setattr(MEMORY, "rm", lambda path: pipe_until_cut(f"rm {path}", b""))
        assert batch("--to", "claimreview") == 2
        assert cut
    put(question="Will it ever open?", sources=[{"title": "Minutes", "text": "In July."}])
    assert batch("--to", "claimreview") == 0
    assert "Will it ever open?" == claim_there()
    assert not MEMORY.exists("/desk/checks/bridge/stances.csv")


def test_a_changed_claim_whose_copy_was_cut_off_is_copied_by_the_next_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    put()
    batch("--to", "claimreview")
    put(question="Did the bridge open?")
    pipe_file = MEMORY.pipe_file

    def refuse(path: str, data: bytes) -> None:
        if path.endswith(CHECK_FILE):
            raise OSError("503 Slow Down")
        pipe_file(path, data)

    with monkeypatch.context() as during:
        during.setattr(MEMORY, "pipe_file", refuse)
        assert batch("--to", "claimreview") == 1
    assert batch("--to", "claimreview") == 0
    assert "Did the bridge open?" == claim_there()


def test_a_name_that_leads_out_of_the_folder_is_none_of_a_checks(tmp_path: Path) -> None:
    put()
    batch("--to", "claimreview")
    up = "../" * 30
    MEMORY.store[f"/desk/checks/bridge/{up}{tmp_path.as_posix()[1:]}/planted"] = MEMORY.store[
        "/desk/claims.jsonl"
    ]
    for claims in ("memory://desk/checks", "memory://desk/claims.jsonl"):
        with pytest.raises(SystemExit) as left:
            main(["batch", claims, "--out", "memory://desk/checks", "--to", "claimreview"])
        assert left.value.code == 0
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["a\0b.txt", "x" * 300])
def test_a_name_that_no_file_can_have_fails_its_claim_alone(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    MEMORY.pipe_file(
        "/desk/claims.jsonl",
        "".join(
            json.dumps(one) + "\n" for one in (GOOD, {"id": "odd", "question": "Q", "sources": [name]})
        ).encode(),
    )
    assert batch("--to", "claimreview") == 1
    out, err = capsys.readouterr()
    assert "bridge  built" in out
    assert "odd " in err
    assert "1 of 2 done." in err
