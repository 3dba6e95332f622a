"""``factbook find``, as a user types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def run(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Give a function that runs a command beside a check and a folder of documents."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("FACTBOOK_FACTCHECK_KEY", raising=False)
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "minutes.txt").write_text("The bridge will open in May.", encoding="utf-8")
    (tmp_path / "papers" / "letter.md").write_text(
        "A bridge too \x1b[31m, once more: a bridge.", encoding="utf-8"
    )
    (tmp_path / "papers" / "scan.tiff").write_bytes(b"II*\0")

    run("new", "Will the bridge open in May?", "--id", "bridge")
    return run


def searches(tmp_path: Path) -> list[dict[str, object]]:
    check = json.loads((tmp_path / "bridge" / "check.json").read_text(encoding="utf-8"))
    found: list[dict[str, object]] = check.get("searches", [])
    return found


def test_hits_are_shown_with_number_title_address_and_excerpt(run: Run, tmp_path: Path) -> None:
    code, out, err = run("find", "bridge", "When will the bridge open?", "--in", "papers")
    assert (code, err) == (0, "")
    assert out == (
        f" 1  minutes\n    {tmp_path}/papers/minutes.txt\n    The bridge will open in May.\n"
        f" 2  letter\n    {tmp_path}/papers/letter.md\n    A bridge too [31m, once more: a bridge.\n"
        "2 documents came back from folder papers.\n"
        "2 documents were searched; 1 file could not be read: no text is looked for in .tiff files (1).\n"
    )
    (search,) = searches(tmp_path)
    assert (search["query"], search["finder"], search["returned"]) == (
        "When will the bridge open?", "folder papers", 2,
    )  # fmt: skip


def test_nothing_found_says_so(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("find", "bridge", "zeppelin", "--in", "papers", "--add-all")
    assert code == 0
    assert out.startswith(
        "Nothing came back from folder papers. Try fewer words, or other ones.\n2 documents"
    )
    assert len(searches(tmp_path)) == 1


def test_chosen_hits_become_sources(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("find", "bridge", "bridge open", "--in", "papers", "--add", "2, 1")
    assert code == 0
    assert out.endswith(" 2  s1  letter\n 1  s2  minutes\n")
    code, out, _ = run("find", "bridge", "bridge open", "--in", "papers", "--add-all")
    assert code == 0
    assert out.endswith(" 1  s2  minutes  was there already\n 2  s1  letter  was there already\n")
    assert [result["source"] for result in searches(tmp_path)[1]["results"]] == ["s2", "s1"]  # type: ignore[attr-defined]


def test_what_could_not_be_read_ends_with_1(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from factbook.errors import FetchError
    from factbook.sources.find import search

    def add(_folder: object, address: str, **_fields: object) -> None:
        raise FetchError("It is gone", url=address, reason="it is gone")

    monkeypatch.setattr(search, "Adder", lambda _folder: add)
    code, out, _ = run("find", "bridge", "open", "--in", "papers", "--add", "1")
    assert code == 1
    assert out.endswith(" 1  not brought in: It is gone\n")
    assert searches(tmp_path)[0]["results"] == [{"title": "minutes", "unread": "It is gone"}]


def test_json_holds_the_search_the_hits_and_what_became_of_them(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("find", "bridge", "open", "--in", "papers", "--add-all", "--json")
    told = json.loads(out)
    assert code == 0
    assert told["hits"] == [
        {
            "number": 1, "title": "minutes", "address": f"{tmp_path}/papers/minutes.txt",
            "excerpt": "The bridge will open in May.", "fields": {},
        }
    ]  # fmt: skip
    assert told["brought"] == [{"number": 1, "source": "s1", "known": False, "unread": ""}]
    assert told["search"]["results"] == [{"title": "minutes", "source": "s1", "unread": "", "url": None}]


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (("bridge",), "Nothing says where to search"),
        (("bridge", "--in", "nowhere"), "nowhere is no folder"),
        (("bridge", "--finder", "gogle"), "no finder 'gogle'"),
        (("bridge", "--finder", "claimreview"), "needs a key"),
        (("bridge", "--in", "papers", "--finder", "searxng"), "searches none"),
        (("bridge", "--in", "papers", "--add", "one"), "'one' names no hits"),
        (("?", "--in", "papers"), "holds no word"),
    ],
)
def test_bad_input_is_one_line_and_nothing_is_logged(
    run: Run, tmp_path: Path, words: tuple[str, ...], problem: str
) -> None:
    code, out, err = run("find", "bridge", *words)
    assert (code, out) == (2, "")
    assert problem in err
    assert err.count("\n") == 1
    assert searches(tmp_path) == []


def test_a_hit_that_is_not_there_is_bad_input_too(run: Run, tmp_path: Path) -> None:
    code, _, err = run("find", "bridge", "open", "--in", "papers", "--add", "7")
    assert code == 2
    assert "There is no hit 7" in err
    assert len(searches(tmp_path)) == 1
