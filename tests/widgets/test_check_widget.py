"""What all widgets share: the file is watched while a page looks on."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import factbook as fb
from factbook.widgets import check_widget
from factbook.widgets.claim_form import ClaimForm
from factbook.widgets.desk import TABS, Desk
from factbook.widgets.patches import difference
from tests.widgets.loops import in_a_loop, until


@pytest.fixture
def check(tmp_path: Path) -> fb.OpenCheck:
    return fb.new(question="Will it open?", points=["It opens"], casebook=tmp_path)


@pytest.fixture(autouse=True)
def looked_often(monkeypatch: pytest.MonkeyPatch, real_loop: None) -> None:
    monkeypatch.setattr(check_widget, "LOOK_EVERY_S", 0.01)


def test_what_others_change_is_told_while_a_page_looks_on_and_no_longer(check: fb.OpenCheck) -> None:
    async def main() -> None:
        widget, told = ClaimForm(check.folder, coder="Ana"), list[dict[str, Any]]()
        widget.send = lambda message, buffers=None: told.append(message)
        check.add_point("Before anybody looks")
        await asyncio.sleep(0.05)
        assert told == []
        widget._handle_custom_msg({"kind": "here"}, [])
        await until(lambda: told)
        check.add_point("While somebody looks")
        await until(lambda: len(told) == 2)
        # A page that was closed without a word says nothing any more.
        widget._looked_on_s -= 1000
        await until(lambda: widget._watching.done())
        check.add_point("When nobody looks")
        await asyncio.sleep(0.05)
        assert len(told) == 2
        widget._handle_custom_msg({"kind": "here"}, [])
        assert len(told) == 3
        widget.close()
        await until(lambda: widget._watching.done())

    in_a_loop(main())


def test_a_patch_is_small_and_whole() -> None:
    before = {"a": 1, "gone": 2, "rows": [{"id": "x", "n": 1}, {"id": "y"}], "more": [1, 1], "other": [1, 2]}
    after = {
        "a": 1,
        "rows": [{"id": "x", "n": 2}, {"id": "y"}],
        "more": [0, 1, 2, 3],
        "other": [3, 1, 2],
        "new": None,
    }
    assert difference(before, after) == [
        [["gone"]],
        [["rows", 0, "n"], 2],
        [["more", 0], 0],
        [["more"], 2, [2, 3]],
        [["other"], [3, 1, 2]],
        [["new"], None],
    ]
    assert difference(after, after) == []


def test_the_desk_tells_each_part_what_changed_in_it_alone(check: fb.OpenCheck) -> None:
    def woken() -> Desk:
        desk = Desk(check.folder, coder="Ana")
        for name in TABS:
            desk.wake(name)
        return desk

    desk, told = woken(), list[dict[str, Any]]()
    desk.send = lambda message, buffers=None: told.append(message)
    message = {"part": "claim_form", "kind": "set", "field": "question", "value": "Is it open?", "id": 1}
    desk._handle_custom_msg(message, [])
    assert {one["part"]: [path for path, *_ in one["patch"]] for one in told} == {
        "claim_form": [["question"]],
        "stance_table": [["headline"]],
    }
    told.clear()
    check.add_point("It is red")
    desk.look()
    assert {one["part"] for one in told} == set(TABS) - {"source_board"}
    for name in TABS:
        assert getattr(desk, name) == getattr(woken(), name)


def test_a_part_that_is_not_shown_is_not_sent(check: fb.OpenCheck) -> None:
    desk, told = Desk(check.folder, coder="Ana", tab="claim_form"), list[dict[str, Any]]()
    desk.send = lambda message, buffers=None: told.append(message)
    assert desk.claim_form["question"] == "Will it open?"
    assert [desk.source_board, desk.reader, desk.stance_table, desk.draft_editor] == [{}, {}, {}, {}]
    check.add_source(text="It opens.", title="Minutes")
    desk.look()
    assert told == []
    desk._handle_custom_msg({"part": "source_board", "kind": "wake"}, [])
    assert [one["title"] for one in desk.source_board["sources"]] == ["Minutes"]


def test_of_tabs_only_those_that_are_open_are_kept_up_to_date(check: fb.OpenCheck) -> None:
    desk, told = Desk(check.folder, coder="Ana", tab="claim_form"), list[dict[str, Any]]()
    desk.send = lambda message, buffers=None: told.append(message)

    def opened(page: str, part: str) -> list[str]:
        told.clear()
        desk._handle_custom_msg({"part": part, "kind": "opened", "page": page}, [])
        return [one["part"] for one in told]

    assert opened("a", "source_board") == []
    assert opened("a", "claim_form") == []
    check.add_source(text="It opens.", title="Minutes")
    desk.look()
    assert told == []
    assert desk.source_board["sources"] == []
    # Another page that shows the same desk has its own tab open.
    assert opened("b", "source_board") == ["source_board"]
    assert [one["title"] for one in desk.source_board["sources"]] == ["Minutes"]
    check.add_point("It is red")
    check.add_source(text="It is red.", title="Letter")
    told.clear()
    desk.look()
    assert [one["part"] for one in told] == ["claim_form", "source_board"]
    # Once no page is there, or none that says what it shows, all are.
    assert (opened("b", ""), opened("a", "")) == ([], [])
    check.add_source(text="It is blue.", title="Note")
    desk.look()
    assert "source_board" in [one["part"] for one in told]


def test_the_desk_opens_where_the_work_is_and_is_a_table_without_a_kernel(check: fb.OpenCheck) -> None:
    assert Desk(check.folder, coder="Ana").tab == "source_board"
    check.add_source(text="It opens.", title="Minutes")
    desk = Desk(check.folder, coder="Ana")
    assert desk.tab == "stance_table"
    assert Desk(check.folder, coder="Ana", tab="reader").tab == "reader"
    data = desk._repr_mimebundle_()[0]
    assert data["text/html"].startswith('<table class="factbook-stances-static">')
    assert data["text/html"].count("<table") == 1
    assert "Minutes" in data["text/plain"]


def test_a_fault_of_ours_is_told_to_the_page_that_waits(
    check: fb.OpenCheck, monkeypatch: pytest.MonkeyPatch
) -> None:
    widget, told = ClaimForm(check.folder, coder="Ana"), list[dict[str, Any]]()
    monkeypatch.setattr(widget, "send", lambda message, buffers=None: told.append(message))
    monkeypatch.setattr(widget.parts["claim_form"], "do_set", lambda _message: 1 / 0, raising=False)
    with pytest.raises(ZeroDivisionError):
        widget._receive(widget, {"part": "claim_form", "kind": "set", "id": 7}, [])
    assert (told[-1]["id"], told[-1]["kind"]) == (7, "failed")
    assert "ZeroDivisionError" in told[-1]["message"]


def test_a_desk_that_is_only_shown_brings_neither_drafters_nor_the_engine_along() -> None:
    """A batch shows one in each of its notebooks."""
    code = (
        "import sys, factbook.api.desk_report, factbook.widgets.desk;"
        "print({'nbformat', 'nbclient', 'factbook.batch', 'factbook.drafting.writing'} & sys.modules.keys())"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"


def hears(widget: Any) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = []
    widget.send = lambda message, buffers=None: told.append(message)
    return told


def test_what_is_saved_is_acknowledged_although_a_view_cannot_be_made(check: fb.OpenCheck) -> None:
    desk = Desk(check.folder, coder="Ana", tab="claim_form")
    desk.wake("draft_editor")
    told, settings = hears(desk), check.path / "factbook.toml"
    settings.write_text('rating_scale = "nosuch"\n', encoding="utf-8")
    for part, fields in {
        "claim_form": {"kind": "set", "field": "claimant", "value": "A mayor"},
        "draft_editor": {"kind": "set_finding", "new": True, "section": "summary", "value": "It opens."},
    }.items():
        desk._handle_custom_msg({"part": part, "id": 7, **fields}, [])
        answer = next(one for one in told if one.get("id") == 7)
        assert (answer["part"], answer["kind"]) == (part, "saved")
        told.remove(answer)
    [trouble] = [one for one in told if one["kind"] == "trouble"]
    assert trouble["part"] == "draft_editor"
    assert "nosuch" in trouble["message"]
    # As soon as it is mended the view comes, and the trouble is over.
    told.clear()
    settings.unlink()
    desk.look()
    assert [one["text"] for one in desk.draft_editor["findings"]] == ["It opens."]
    assert [one["message"] for one in told if one["kind"] == "trouble"] == [""]


def test_a_part_whose_view_cannot_be_made_says_why_and_opens_once_it_can(check: fb.OpenCheck) -> None:
    desk = Desk(check.folder, coder="Ana", tab="claim_form")
    told, settings = hears(desk), check.path / "factbook.toml"
    wake = {"part": "draft_editor", "kind": "wake", "id": 7}
    settings.write_text('rating_scale = "nosuch"\n', encoding="utf-8")
    desk._handle_custom_msg(wake, [])
    [answer] = [one for one in told if one.get("id") == 7]
    assert answer["kind"] == "failed"
    assert "nosuch" in answer["message"]
    settings.unlink()
    desk._handle_custom_msg(wake, [])
    assert desk.draft_editor["findings"] == []


def test_a_desk_that_is_shown_again_shows_what_was_changed_since(check: fb.OpenCheck) -> None:
    widget = ClaimForm(check.folder, coder="Ana")
    told = hears(widget)
    check.add_point("It is red")
    # Jupyter asks for this when a cell shows the widget.
    assert "It is red" in widget._repr_mimebundle_()[0]["text/html"]
    widget.look()
    assert [one["text"] for one in widget.claim_form["points"]] == ["It opens", "It is red"]
    assert [one["kind"] for one in told] == ["news"]


def test_one_more_source_is_sent_and_not_all_there_are(check: fb.OpenCheck) -> None:
    for number in range(50):
        check.add_source(text=f"It opens on day {number}.", title=f"Minutes of meeting {number}")
    desk = Desk(check.folder, coder="Ana", tab="source_board")
    for name in TABS:
        desk.wake(name)
    told = hears(desk)
    check.add_source(text="It does not open.", title="One more")
    desk.look()
    assert {one["part"] for one in told} >= {"source_board", "reader", "stance_table", "draft_editor"}
    assert len(json.dumps(told)) < 2000
    fresh = Desk(check.folder, coder="Ana", tab="source_board")
    for name in TABS:
        fresh.wake(name)
        assert getattr(desk, name) == getattr(fresh, name)
