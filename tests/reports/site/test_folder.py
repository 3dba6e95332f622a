"""A site's folder is written whole or not at all, and nothing of anybody else's is touched."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from factbook.errors import BadInputError, StoreError
from factbook.reports.site.folder import MARKER, Made, SiteFolder, open_site, stage_check
from tests.reports.site.cards import card

KEY = "0" * 64


def files(out: Path) -> dict[str, bytes]:
    """Give the files of a site but for those that are hidden."""
    found = (path for path in out.rglob("*") if path.is_file())
    inner = {path.relative_to(out).as_posix(): path.read_bytes() for path in found}
    return {name: data for name, data in inner.items() if not name.startswith(".")}


def add(site: SiteFolder, check_id: str, text: str = "report", *, key: str = KEY) -> dict[str, Made]:
    files = {"report.html": text.encode()}
    made = stage_check(site.path, check_id, key=key, card=card(check_id), files=files)
    return {check_id: made}


def write(out: Path, *ids: str, pages: dict[str, bytes] | None = None) -> None:
    with open_site(out) as site:
        made: dict[str, Made] = {}
        for check_id in ids:
            made |= add(site, check_id)
        site.finish(made, (pages or {"index.html": b"front"}).items())


def test_a_new_site_has_its_files_and_a_marker(tmp_path: Path) -> None:
    write(tmp_path / "site", "a")
    assert files(tmp_path / "site") == {"index.html": b"front", "checks/a/report.html": b"report"}
    assert json.loads((tmp_path / "site" / MARKER).read_text())["format"] == "factbook.site/1"


def test_what_is_known_is_not_made_again_and_not_written_again(tmp_path: Path) -> None:
    write(tmp_path, "a")
    before = (tmp_path / "checks/a/report.html").stat().st_mtime_ns
    with open_site(tmp_path) as site:
        known = site.known("a", KEY)
        assert known is not None
        assert known.card == card("a")
        assert site.known("a", "1" * 64) is None
        written = site.finish({"a": known}, [("index.html", b"front")])
    assert (written.written, written.unchanged, written.removed) == (0, 2, 0)
    assert (tmp_path / "checks/a/report.html").stat().st_mtime_ns == before


def test_a_file_that_somebody_changed_is_made_again(tmp_path: Path) -> None:
    write(tmp_path, "a")
    (tmp_path / "checks/a/report.html").write_text("forged")
    with open_site(tmp_path) as site:
        assert site.known("a", KEY) is None
    write(tmp_path, "a")
    assert files(tmp_path)["checks/a/report.html"] == b"report"


def test_what_is_gone_is_removed_with_its_folder(tmp_path: Path) -> None:
    write(tmp_path, "a", "b", pages={"index.html": b"1", "topics/x/index.html": b"2"})
    write(tmp_path, "b")
    assert set(files(tmp_path)) == {"index.html", "checks/b/report.html"}
    assert not (tmp_path / "topics").exists()


def test_what_somebody_else_put_there_stays(tmp_path: Path) -> None:
    write(tmp_path, "a")
    (tmp_path / "CNAME").write_text("example.org")
    (tmp_path / "checks/a/notes.txt").write_text("mine")
    write(tmp_path, "b")
    assert {"CNAME", "checks/a/notes.txt"} <= set(files(tmp_path))


def test_nothing_is_overwritten_that_is_not_ours(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("my home page")
    with pytest.raises(BadInputError, match="no site that factbook made"), open_site(tmp_path):
        pass
    assert files(tmp_path) == {"index.html": b"my home page"}
    site = tmp_path / "site"
    write(site, "a")
    (site / "feed.atom").write_text("mine")
    with pytest.raises(BadInputError, match="in the way"):
        write(site, "b", pages={"index.html": b"new", "feed.atom": b"ours"})
    assert files(site) == {"index.html": b"front", "checks/a/report.html": b"report", "feed.atom": b"mine"}


def test_a_run_that_fails_leaves_the_site_as_it_was_and_the_next_takes_up_what_it_made(
    tmp_path: Path,
) -> None:
    write(tmp_path, "a")
    before = files(tmp_path)

    def broken() -> object:
        yield "index.html", b"new"
        raise RuntimeError("no template")

    with pytest.raises(RuntimeError), open_site(tmp_path) as site:
        site.finish(add(site, "b", "later"), broken())  # type: ignore[arg-type]
    assert files(tmp_path) == before
    with open_site(tmp_path) as site:
        known = site.known("b", KEY)
        assert known is not None
        assert site.read("checks/b/report.html") == b"later"
        site.finish({"b": known}, [("index.html", b"new")])
    assert files(tmp_path) == {"index.html": b"new", "checks/b/report.html": b"later"}


def test_a_run_that_is_cut_off_while_it_moves_files_is_put_right_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "a")

    def cut(_self: SiteFolder, _path: str) -> None:
        raise KeyboardInterrupt

    with open_site(tmp_path) as site, monkeypatch.context() as broken:
        broken.setattr(SiteFolder, "_remove", cut)
        made = add(site, "b")
        with pytest.raises(KeyboardInterrupt):
            site.finish(made, [("index.html", b"new")])
    # The marker already names the new files as ours, so they stand in nobody's way.
    write(tmp_path, "b", pages={"index.html": b"newer"})
    assert files(tmp_path) == {"index.html": b"newer", "checks/b/report.html": b"report"}


def test_two_do_not_write_one_site_at_a_time(tmp_path: Path) -> None:
    with open_site(tmp_path), pytest.raises(StoreError, match="Another program"), open_site(tmp_path):
        pass


@pytest.mark.parametrize("content", ["not json", "[]", '{"files": 1}', '{"format": "other/1"}'])
def test_a_marker_that_cannot_be_read_is_told_and_nothing_is_touched(tmp_path: Path, content: str) -> None:
    (tmp_path / MARKER).write_text(content)
    with pytest.raises(BadInputError, match="cannot be read"), open_site(tmp_path):
        pass


@pytest.mark.parametrize("path", ["../outside.txt", "/etc/passwd", "checks/../../outside.txt"])
def test_a_marker_that_names_files_elsewhere_is_refused(tmp_path: Path, path: str) -> None:
    (tmp_path / "outside.txt").write_text("mine")
    out = tmp_path / "site"
    write(out, "a")
    marker = json.loads((out / MARKER).read_text())
    marker["files"][path] = KEY
    (out / MARKER).write_text(json.dumps(marker))
    with pytest.raises(BadInputError, match="outside"):
        write(out, "b")
    assert (tmp_path / "outside.txt").is_file()
