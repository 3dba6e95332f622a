"""The kernel's side of the board of sources."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import factbook as fb
from factbook.errors import BadInputError
from factbook.widgets.source_board import SourceBoard
from factbook.widgets.source_edits import without_source


@pytest.fixture
def check(tmp_path: Path) -> fb.OpenCheck:
    check = fb.new(question="Will it open?", casebook=tmp_path)
    check.add_source(text="It opens in May.", title="Minutes", publisher="City", issued="2025")
    return check


@pytest.fixture
def board(check: fb.OpenCheck) -> SourceBoard:
    return SourceBoard(check.folder, coder="Ana")


def ask(widget: SourceBoard, kind: str, buffers: list[memoryview] | None = None, **fields: Any) -> Any:
    told: list[dict[str, Any]] = []
    widget.send = lambda message, buffers=None: told.append(message)
    widget._handle_custom_msg({"part": "source_board", "kind": kind, "id": 1, **fields}, buffers or [])
    return next(one for one in told if one.get("id") == 1)


def test_a_file_comes_in_pieces_and_the_same_bytes_come_once(check: fb.OpenCheck, board: SourceBoard) -> None:
    for _ in range(2):
        for number, piece in enumerate((b"It opens ", b"in June.")):
            ask(board, "add_file", [memoryview(piece)], upload="u", name="../../x.txt", last=number == 1)
    assert [source.title for source in check.record.sources] == ["Minutes", "x"]
    assert board.source_board["coming"][0]["told"] == "s2 has the very same bytes"


def test_a_file_that_is_too_large_is_refused_before_it_is_all_there(
    board: SourceBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("factbook.widgets.source_board.MAX_SIZE_BYTES", 4)
    answer = ask(board, "add_file", [memoryview(b"12345")], upload="u", name="x.txt", last=False)
    assert answer["message"].startswith("x.txt is larger than")
    assert board.parts["source_board"]._uploads.size_bytes == 0  # type: ignore[attr-defined]


def test_a_file_that_its_page_gave_up_half_way_is_not_held_for_good(
    board: SourceBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = board.parts["source_board"]._uploads  # type: ignore[attr-defined]
    ask(board, "add_file", [memoryview(b"12345")], upload="u", name="x.txt", number=0, last=False)
    assert held.size_bytes == 5
    monkeypatch.setattr("factbook.widgets.uploads.GIVEN_UP_S", 0)
    ask(board, "clear", coming="")
    assert held.size_bytes == 0
    answer = ask(board, "add_file", [memoryview(b"678")], upload="u", name="x.txt", number=1, last=True)
    assert answer["message"] == "It did not come in whole. Bring it in again."


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ftp://example.org",
        "https://example.org/a file:///etc/passwd",
        "http://192.0.2.1/ http://x:99999/ http://192.0.2.2/",
    ],
)
def test_what_is_no_web_address_brings_nothing_in(check: fb.OpenCheck, board: SourceBoard, text: str) -> None:
    assert ask(board, "add_addresses", text=text)["kind"] == "failed"
    assert len(check.record.sources) == 1


def test_a_text_is_in_when_it_is_acknowledged_and_the_same_comes_once(
    check: fb.OpenCheck, board: SourceBoard
) -> None:
    assert ask(board, "add_text", text="Trams cross it.\nFrom May on.")["came"] == "Trams cross it."
    assert [source.title for source in check.record.sources] == ["Minutes", "Trams cross it."]
    told = ask(board, "add_text", text="Trams cross it.\nFrom May on.")
    assert (told["kind"], told["message"][:28]) == ("failed", "s2 has the very same text. I")


def test_all_that_is_done_is_dismissed_at_once(board: SourceBoard) -> None:
    for name in ("a.txt", "b.txt"):
        ask(board, "add_file", [memoryview(b"")], upload=name, name=name, last=True)
    assert [one["told"] for one in board.source_board["coming"]] == ["it is empty", "it is empty"]
    ask(board, "clear")
    assert board.source_board["coming"] == []


def test_a_source_in_use_says_by_what(check: fb.OpenCheck) -> None:
    check.quote("s1", "It opens in May", point="p1")
    check.stance("s1", "p1", "supports")
    check.add_finding("summary", "It opens [@s1#q1].")
    with pytest.raises(BadInputError, match="s1 is in use: 1 judgement, 1 quote, 1 sentence"):
        without_source(check.record, "s1")


def test_a_source_that_was_taken_out_is_there_again(check: fb.OpenCheck, board: SourceBoard) -> None:
    check.add_source(text="It opens in June.", title="Second")
    before = check.record
    ask(board, "copy_of", source="s2", other="s1")
    ask(board, "copy_of", source="s2", other="auto")
    ask(board, "remove", source="s1")
    assert [one.id for one in check.record.sources] == ["s2"]
    for _ in range(3):
        ask(board, "undo")
    assert check.record.sources == before.sources
    assert ask(board, "undo")["nothing"]


def test_fields_are_sent_only_for_what_is_open(board: SourceBoard) -> None:
    assert "fields" not in board.source_board["sources"][0]
    answer = ask(board, "open", source="s1", open=True)
    assert answer["still"] is True
    assert board.source_board["sources"][0]["fields"]["publisher"] == "City"
    ask(board, "open", source="s1", open=False)
    assert "fields" not in board.source_board["sources"][0]


def test_the_static_form_numbers_the_sources(check: fb.OpenCheck, board: SourceBoard) -> None:
    check.add_source(text="It opens in May.", title="Copy <b>")
    data = board._repr_mimebundle_()[0]
    assert (
        "<li><bdi>Minutes</bdi> <bdi>City, 2025</bdi><br><bdi>16 characters</bdi></li>" in data["text/html"]
    )
    assert "Copy &lt;b&gt;" in data["text/html"]
    assert "[1] Minutes. City, 2025. 16 characters" in data["text/plain"]


def test_opening_stays_small_with_many_sources(check: fb.OpenCheck) -> None:
    check.update(
        lambda now: now.changed(
            sources=tuple(now.sources[0].model_copy(update={"id": f"s{n}"}) for n in range(1, 301))
        )
    )
    view = SourceBoard(check.folder, coder="Ana").source_board
    assert len(json.dumps(view)) / 300 < 400
