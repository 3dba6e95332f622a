"""``factbook site`` says what it did, what it left out, and how to have it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from factbook.model.check import Check
from factbook.store.check_folder import CheckFolder
from tests.cli.conftest import Run


def test_a_site_is_made_and_its_front_page_named(
    run: Run, check: Check, make_folder: Callable[..., CheckFolder], tmp_path: Path
) -> None:
    make_folder(check, name="book/bridge")
    code, out, err = run("site", "book", "--out", "public", "--drafts")
    assert (code, out) == (0, f"{tmp_path / 'public' / 'index.html'}\n")
    assert "1 check shown" in err
    assert "Left out: feed.atom, sitemap.xml, claimreviews.json." in err
    assert "set url below [site] in book/factbook.toml" in err


def test_drafts_are_counted_and_the_way_to_show_them_is_told(
    run: Run, check: Check, make_folder: Callable[..., CheckFolder]
) -> None:
    make_folder(check, name="book/bridge")
    code, _, err = run("site", "book", "--out", "public")
    assert code == 0
    assert "0 checks shown" in err
    assert "1 draft not shown. Publish with: factbook publish CHECK; or show all with --drafts." in err


def test_a_check_that_cannot_be_read_is_named(
    run: Run, check: Check, make_folder: Callable[..., CheckFolder]
) -> None:
    make_folder(check, name="book/bridge").file.write_text("{", encoding="utf-8")
    code, _, err = run("site", "book", "--out", "public")
    assert code == 1
    assert "Left out: bridge: " in err


def test_faults_are_told(run: Run, check: Check, make_folder: Callable[..., CheckFolder]) -> None:
    finding = check.findings[0].model_copy(update={"text": "The bridge is red."})
    make_folder(check.changed(findings=[finding]), name="book/bridge")
    code, _, err = run("site", "book", "--out", "public", "--drafts")
    assert code == 1
    assert "1 report marked with faults. See: factbook audit CHECK" in err


def test_a_folder_of_somebody_elses_is_refused(
    run: Run, check: Check, make_folder: Callable[..., CheckFolder], tmp_path: Path
) -> None:
    make_folder(check, name="book/bridge")
    (tmp_path / "home.html").write_text("mine")
    code, out, err = run("site", "book", "--out", ".")
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "no site that factbook made" in err


def test_a_casebook_that_is_not_there_is_told(run: Run) -> None:
    code, _, err = run("site", "nowhere", "--out", "public")
    assert code == 2
    assert "There is no casebook" in err


def test_a_new_check_gets_its_topics(run: Run) -> None:
    code, out, _ = run("new", "Is it open?", "--topic", "Transport", "--topic", "Money", "--id", "open")
    assert code == 0
    check = CheckFolder(Path(out.strip())).read()
    assert check.topics == ("Transport", "Money")
