"""What is done beside the kernel's own work, and what is told of it if it goes wrong."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import factbook as fb
from factbook.analysis.audit_row import AuditRow, audit_row
from factbook.analysis.origins import Origins
from factbook.drafting import writing
from factbook.model.check import Check
from factbook.widgets import source_board
from factbook.widgets.background import in_background, why_not
from factbook.widgets.desk import Desk
from tests.scripted_model import Hang, serving
from tests.widgets.loops import in_a_loop, until

pytestmark = pytest.mark.usefixtures("real_loop")


def test_work_is_done_beside_and_told_in_the_loop() -> None:
    async def main() -> None:
        told: list[tuple[int, bool]] = []
        here, gate = threading.get_ident(), threading.Event()

        def work() -> Iterator[int]:
            yield 1
            gate.wait(10)
            yield 2

        in_background(
            work, tell=lambda step: told.append((step, threading.get_ident() == here)), failed=pytest.fail
        )
        await until(lambda: told)
        assert told == [(1, True)]
        gate.set()
        await until(lambda: len(told) == 2)

    in_a_loop(main())


def test_without_a_loop_work_is_done_at_once() -> None:
    told: list[int] = []
    thread = threading.Thread(
        target=lambda: in_background(lambda: iter((1, 2)), tell=told.append, failed=pytest.fail)
    )
    thread.start()
    thread.join()
    assert told == [1, 2]


def test_what_goes_wrong_beside_is_told_in_the_loop_after_what_went_well() -> None:
    async def main() -> None:
        told: list[object] = []

        def work() -> Iterator[int]:
            yield 1
            raise ValueError("no such page")

        in_background(work, tell=told.append, failed=told.append)
        await until(lambda: len(told) == 2)
        assert told[0] == 1
        assert why_not(told[1]) == "It was not done: ValueError: no such page"

    in_a_loop(main())


class Reports:
    """Audits and builds by what it is given."""

    def __init__(self, **given: Callable[..., Any]) -> None:
        self.audit = given.get("audit", lambda _check, origins: ())
        self.build = given.get("build", list)
        self.preview = given.get("preview", lambda _check: "")


class OpenDesk:
    """A desk as its page sees it."""

    def __init__(self, check: fb.OpenCheck, **reports: Callable[..., Any]) -> None:
        self.widget = Desk(check.folder, coder="Ana", reporting=Reports(**reports), tab="draft_editor")
        self.told: list[dict[str, Any]] = []
        self.widget.send = lambda message, buffers=None: self.told.append(message)
        for name in self.widget.parts:
            self.widget.wake(name)

    def ask(self, part: str, kind: str, buffers: list[memoryview] | None = None, **fields: Any) -> None:
        self.widget._handle_custom_msg({"part": part, "kind": kind, "id": 1, **fields}, buffers or [])

    def said(self, key: str) -> list[Any]:
        """Give what the page was told under a key."""
        return [message[key] for message in self.told if key in message]


@pytest.fixture
def check(tmp_path: Path) -> fb.OpenCheck:
    check = fb.new(question="Will it open?", points=["It opens in May"], casebook=tmp_path)
    check.add_source(text="The bridge opens in May. The mayor said so.", title="Minutes")
    check.stance("s1", "p1", "supports", coder="Ana")
    return check


BOOM = "It was not done: ValueError: boom"


def fails(*_given: object, **_named: object) -> Any:
    raise ValueError("boom")


def test_an_audit_that_fails_is_told_and_the_next_change_is_audited(check: fb.OpenCheck) -> None:
    async def main() -> None:
        asked: list[object] = []

        def audit(seen: object, *, origins: Origins) -> tuple[()]:
            asked.append(seen)
            return fails() if len(asked) == 1 else ()

        desk = OpenDesk(check, audit=audit)
        desk.ask("draft_editor", "live")
        await until(lambda: desk.widget.draft_editor["audit"] == BOOM)
        check.add_point("It is red")
        desk.widget.look()
        await until(lambda: desk.widget.draft_editor["audit"] == "current")
        assert len(asked) == 2

    in_a_loop(main())


def test_a_build_that_fails_is_told_and_can_be_asked_for_again(check: fb.OpenCheck) -> None:
    async def main() -> None:
        desk = OpenDesk(check, build=fails)
        for times in (1, 2):
            desk.ask("draft_editor", "build")
            await until(lambda times=times: desk.said("message") == [BOOM] * times)
            assert not desk.widget.draft_editor["building"]

    in_a_loop(main())


def test_a_draft_that_fails_is_told_and_can_be_asked_for_again(
    check: fb.OpenCheck, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("factbook.drafting.writing.draft_check", fails)

    async def main() -> None:
        desk = OpenDesk(check)
        for times in (1, 2):
            desk.ask("draft_editor", "draft")
            await until(lambda times=times: desk.said("message") == [BOOM] * times)
            assert not desk.widget.draft_editor["drafting"]

    in_a_loop(main())


def test_a_language_model_that_drafts_can_be_stopped(
    check: fb.OpenCheck, monkeypatch: pytest.MonkeyPatch
) -> None:
    check.stance("s1", "p1", "supports", coder="Ana")

    async def main() -> None:
        desk = OpenDesk(check)
        desk.ask("draft_editor", "draft")
        assert not desk.widget.draft_editor["stoppable"]  # By rule it is there at once.
        await until(lambda: desk.said("drafted"))
        before = check.folder.file.read_bytes()
        for times in (1, 2):
            desk.ask("draft_editor", "draft", model="openai:small")
            await until(model.hung.is_set)
            assert desk.widget.draft_editor["stoppable"]
            desk.ask("draft_editor", "stop_drafting")
            assert not desk.widget.draft_editor["stoppable"]
            await until(lambda times=times: len(desk.said("message")) == times)
            assert "was stopped" in desk.said("message")[-1]
            assert not desk.widget.draft_editor["drafting"]
            model.hung.clear()
        assert check.folder.file.read_bytes() == before

    with serving({"sentences": Hang}) as model:
        monkeypatch.setenv("FACTBOOK_MODEL_URL", model.url)
        in_a_loop(main())


def test_a_search_for_passages_that_fails_is_told_and_ends(
    check: fb.OpenCheck, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("factbook.widgets.reader.find_passages", fails)

    async def main() -> None:
        desk = OpenDesk(check)
        desk.ask("reader", "open", source="s1")
        desk.ask("reader", "rank", source="s1", point="p1")
        await until(lambda: desk.said("message") == [BOOM])
        assert desk.widget.reader["open"]["passages"] == {"p1": []}

    in_a_loop(main())


def test_a_source_that_fails_to_come_in_is_told_of_with_the_reason(
    check: fb.OpenCheck, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("factbook.widgets.source_board.add_capture", fails)

    async def main() -> None:
        desk = OpenDesk(check)
        desk.ask("source_board", "add_file", [memoryview(b"A text.")], upload="one", name="a.txt", last=True)
        await until(lambda: desk.widget.source_board["coming"][0]["state"] == "failed")
        assert desk.widget.source_board["coming"][0]["told"] == BOOM

    in_a_loop(main())


def test_what_is_done_beside_is_told_of_while_the_check_cannot_be_read(
    check: fb.OpenCheck, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(given: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*args: Any, **named: Any) -> Any:
            result = given(*args, **named)
            check.folder.file.write_text("{", encoding="utf-8")
            return result

        return wrapped

    for module, name in ((writing, "draft_check"), (source_board, "add_capture")):
        monkeypatch.setattr(module, name, broken(getattr(module, name)))

    async def main() -> None:
        desk = OpenDesk(check)
        before = check.folder.file.read_bytes()
        desk.ask("draft_editor", "draft")
        await until(lambda: desk.said("drafted"))
        check.folder.file.write_bytes(before)
        desk.ask("source_board", "add_file", [memoryview(b"A text.")], upload="one", name="a.txt", last=True)
        await until(lambda: desk.said("came"))
        assert not desk.widget.draft_editor["drafting"]
        assert desk.widget.source_board["coming"] == []

    in_a_loop(main())


def test_judged_blind_nobody_is_shown_what_the_audit_told_another(check: fb.OpenCheck) -> None:
    check.stance("s1", "p1", "refutes", coder="Ben")
    check.blind(coder="Ana")

    async def main() -> None:
        gate = threading.Event()
        gate.set()

        def audit(seen: Check, *, origins: Origins) -> tuple[AuditRow, ...]:
            gate.wait(10)
            return tuple(
                audit_row("stance", f"{one.source}/{one.point}", "unquoted", one.coder)
                for one in seen.stances
            )

        desk = OpenDesk(check, audit=audit, preview=lambda seen: f"<p>{seen.stances}</p>")
        shown = desk.widget.draft_editor
        desk.ask("draft_editor", "live", preview=True)
        await until(lambda: shown["audit"] == "current")
        assert [one["told"] for one in shown["others"]] == ["ana"]
        gate.clear()
        desk.ask("stance_table", "coder", coder="Ben")
        assert (shown["audit"], shown["others"], shown["preview"]) == ("working", [], "")
        gate.set()
        await until(lambda: shown["audit"] == "current")
        assert [one["told"] for one in shown["others"]] == ["ben"]
        assert "ana" not in shown["preview"]

    in_a_loop(main())


def test_the_preview_is_made_as_long_as_any_page_shows_it_and_asks_for_no_audit(check: fb.OpenCheck) -> None:
    async def main() -> None:
        asked: list[str] = []
        desk = OpenDesk(
            check,
            audit=lambda _check, origins: asked.append("audit") or (),
            preview=lambda _check: "<p>report</p>",
        )
        shown = desk.widget.draft_editor
        desk.ask("draft_editor", "live")
        await until(lambda: shown["audit"] == "current")
        desk.ask("draft_editor", "live", page="one", preview=True)
        await until(lambda: shown["preview"])
        # Another page opens, shows the preview as well, and closes it.
        desk.ask("draft_editor", "live")
        desk.ask("draft_editor", "live", page="two", preview=True)
        desk.ask("draft_editor", "live", page="two", preview=False)
        assert shown["preview"] == "<p>report</p>"
        desk.ask("draft_editor", "live", page="one", preview=False)
        assert shown["preview"] == ""
        assert asked == ["audit"]

    in_a_loop(main())


def test_the_same_file_dropped_twice_at_once_is_one_source(check: fb.OpenCheck) -> None:
    async def main() -> None:
        desk, data = OpenDesk(check), b"The bridge opens in June. " * 50
        for upload in ("one", "two"):
            desk.ask(
                "source_board", "add_file", [memoryview(data)], upload=upload, name="budget.txt", last=True
            )
        await until(lambda: len(desk.said("came")) == 2)
        assert [one.title for one in check.record.sources] == ["Minutes", "budget"]
        [passed] = desk.widget.source_board["coming"]
        assert passed["told"] == "s2 has the very same bytes"

    in_a_loop(main())
