"""The kernel's side of the stance table: what is shown as saved is on the disk."""

from __future__ import annotations

import errno
import json
import os
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

import factbook as fb
from factbook.errors import BadInputError, ConflictError, NotFoundError, StoreError
from factbook.model.canonical import parse_check
from factbook.model.check import Check, add_record, put_record
from factbook.model.claim import Point
from factbook.model.coding import with_coder, with_stance
from factbook.model.source import Source
from factbook.model.stance import StanceValue
from factbook.store import atomic
from factbook.store.casebook import Casebook
from factbook.store.check_folder import CheckFolder
from factbook.widgets.desk import desk
from factbook.widgets.stance_table import StanceTable
from tests.fake_models import Reads

HOSTILE = "<img src=x onerror=alert(1)></table>"


def make_folder(path: Path, *, sources: int = 2, points: int = 2, title: str = "Minutes") -> CheckFolder:
    fields = {
        "claim": {"question": "Will the bridge open?"},
        "points": [{"id": f"p{n}", "text": f"Point {n} & more"} for n in range(1, points + 1)],
        "sources": [
            {"id": f"s{n}", "title": f"{title} {n}", "publisher": "City", "issued": "2025-05"}
            for n in range(1, sources + 1)
        ],
    }
    return Casebook(path).create(lambda check_id: parse_check({"id": check_id, **fields}), title="bridge")


@pytest.fixture
def folder(tmp_path: Path) -> CheckFolder:
    return make_folder(tmp_path)


class Front:
    """A front end that sends messages and keeps the answers."""

    def __init__(self, widget: StanceTable, monkeypatch: pytest.MonkeyPatch) -> None:
        self.widget = widget
        self.answers: list[dict[str, Any]] = []
        self.tables: list[dict[str, Any]] = []
        monkeypatch.setattr(widget, "send", self.answers.append)
        widget.observe(lambda change: self.tables.append(change.new), "table")

    def ask(self, kind: str, source: str = "s1", point: str = "p1", **fields: Any) -> dict[str, Any]:
        message = {"kind": kind, "id": 7, "source": source, "point": point, **fields}
        self.widget._handle_custom_msg(message, [])
        return self.answers[-1]


@pytest.fixture
def front(folder: CheckFolder, monkeypatch: pytest.MonkeyPatch) -> Front:
    return Front(desk(folder, coder="Ana"), monkeypatch)


def on_disk(folder: CheckFolder) -> dict[str, str]:
    return {stance["id"]: stance["value"] for stance in _raw_stances(folder)}


def _raw_stances(folder: CheckFolder) -> list[dict[str, Any]]:
    stances = json.loads(folder.file.read_text()).get("stances", [])
    return [{"id": f"{s['source']}/{s['point']}/{s['coder']}", **s} for s in stances]


def add_suggestion(folder: CheckFolder, value: StanceValue, *, point: str = "p1", name: str = "nli") -> None:
    def change(check: Check) -> Check:
        check, model = with_coder(check, name, kind="model", version="1")
        return with_stance(check, source="s1", point=point, value=value, coder=model.id)

    folder.update(change)


def suggested_check(tmp_path: Path) -> fb.OpenCheck:
    """Give a check of one cell with a suggestion that rests on words."""
    check = fb.new(question="Will the bridge open?", casebook=tmp_path / "book")
    check.add_source(text="The bridge will open in May, the mayor said.", title="Minutes")
    check.suggest(model=Reads())
    return check


def judged_by_ben(folder: CheckFolder, value: StanceValue) -> None:
    def change(check: Check) -> Check:
        check, ben = with_coder(check, "Ben")
        return with_stance(check, source="s1", point="p1", value=value, coder=ben.id)

    folder.update(change)


@pytest.mark.parametrize("value", [value.value for value in StanceValue])
def test_a_judgement_is_on_the_disk_when_it_is_acknowledged(
    folder: CheckFolder, front: Front, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[dict[str, str]] = []
    monkeypatch.setattr(front.widget, "send", lambda answer: seen.append(on_disk(folder)))
    front.widget._handle_custom_msg({"kind": "judge", "source": "s1", "point": "p1", "value": value}, [])
    assert seen == [{"s1/p1/ana": value}]


def test_a_judgement_says_when_it_was_made(
    folder: CheckFolder, front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1757406600")
    front.ask("judge", value="supports")
    assert _raw_stances(folder)[0]["coded_at"] == "2025-09-09T08:30:00Z"


def test_the_acknowledgement_has_the_cell_and_what_follows_from_it(front: Front) -> None:
    assert front.ask("judge", value="refutes") == {
        "kind": "saved",
        "id": 7,
        "source": "s1",
        "point": "p1",
        "cell": {"mine": "refutes"},
        "of_source": [0, 1, 0, 0, 1],
        "of_point": {"totals": [0, 1, 0, 0, 1], "rating": "refuted"},
        "rating": {"value": "refuted", "label": "refuted"},
        "undo": 1,
        "redo": 0,
    }
    assert front.tables == []


def test_silence_alone_is_not_enough_evidence(front: Front) -> None:
    for source in ("s1", "s2"):
        for point in ("p1", "p2"):
            answer = front.ask("judge", source, point, value="not_addressed")
    assert answer["rating"]["value"] == "not_enough_evidence"
    assert answer["of_point"]["rating"] == "not enough evidence"


def test_an_acknowledgement_stays_small_in_a_large_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_folder(tmp_path / "large", sources=200, points=40, title="A long title " * 20)
    front = Front(desk(folder, coder="Ana"), monkeypatch)
    front.ask("judge", value="mixed")
    front.ask("judge", value="mixed", note="A long note. " * 500)
    answer = front.ask("judge", value="supports")
    assert answer["note_stays"] is True
    assert len(json.dumps(answer).encode()) < 2000
    assert _raw_stances(folder)[0]["note"].startswith("A long note.")


def test_a_page_that_is_loaded_again_gets_what_is_on_the_disk(folder: CheckFolder, front: Front) -> None:
    front.ask("judge", value="supports", note="of May")
    front.ask("judge", value="refutes")
    state = front.widget.get_state()["table"]
    assert state["rows"][0]["cells"][0] == {"mine": "refutes", "note": "of May"}
    assert state == desk(folder, coder="Ana").table | {"undo": 2, "redo": 0}


def test_opening_writes_nothing(folder: CheckFolder) -> None:
    before = folder.file.read_bytes()
    widget = desk(folder, coder="Ana")
    widget.refresh()
    widget._repr_mimebundle_()
    assert folder.file.read_bytes() == before


def test_the_same_key_twice_is_one_edit(folder: CheckFolder, front: Front) -> None:
    front.ask("judge", value="supports")
    before = folder.file.read_bytes()
    assert front.ask("judge", value="supports")["undo"] == 1
    assert folder.file.read_bytes() == before


def test_undo_and_redo_reach_the_disk(folder: CheckFolder, front: Front) -> None:
    front.ask("judge", value="supports", note="first")
    first = folder.file.read_bytes()
    front.ask("judge", value="refutes")
    second = folder.file.read_bytes()
    front.ask("judge", value=None)
    assert on_disk(folder) == {}
    assert front.ask("undo")["cell"] == {"mine": "refutes", "note": "first"}
    assert folder.file.read_bytes() == second
    assert front.ask("undo")["undo"] == 1
    assert folder.file.read_bytes() == first
    front.ask("undo")
    assert on_disk(folder) == {}
    assert front.ask("undo") == {"kind": "saved", "id": 7, "undo": 0, "redo": 3}
    front.ask("redo")
    assert front.ask("redo")["redo"] == 1
    assert folder.file.read_bytes() == second


def test_a_new_edit_ends_what_could_be_redone(front: Front) -> None:
    front.ask("judge", value="supports")
    front.ask("undo")
    assert front.ask("judge", "s2", value="mixed")["redo"] == 0


def test_undo_leaves_what_another_program_judged(folder: CheckFolder, front: Front) -> None:
    front.ask("judge", value="supports")
    Front.ask(front, "judge", "s2", value="mixed")
    desk(folder, coder="Ana").judge("s2", "p1", "refutes")
    answer = front.ask("undo")
    assert answer["kind"] == "failed"
    assert "s2/p1 was changed meanwhile" in answer["message"]
    assert on_disk(folder) == {"s1/p1/ana": "supports", "s2/p1/ana": "refutes"}
    assert front.tables[-1]["rows"][1]["cells"][0] == {"mine": "refutes"}
    # It does not bar the way to the edit before.
    assert front.ask("undo")["kind"] == "saved"
    assert on_disk(folder) == {"s2/p1/ana": "refutes"}


def test_undo_raises_for_who_calls_it_from_python(folder: CheckFolder) -> None:
    widget = desk(folder, coder="Ana")
    widget.judge("s1", "p1", "supports")
    desk(folder, coder="Ana").judge("s1", "p1", "refutes")
    with pytest.raises(ConflictError) as raised:
        widget.undo()
    assert raised.value.records == ("stances/s1/p1/ana",)


def test_what_another_program_changed_is_shown_with_the_next_edit(folder: CheckFolder, front: Front) -> None:
    folder.update(lambda check: add_record(check, "sources", Source(id="s3", title="New")))
    answer = front.ask("judge", value="supports")
    assert [row["id"] for row in front.tables[-1]["rows"]] == ["s1", "s2", "s3"]
    assert answer["of_point"]["totals"] == [1, 0, 0, 0, 2]
    assert "s3" in {source.id for source in folder.read().sources}


def test_refresh_reads_the_check_again(folder: CheckFolder, front: Front) -> None:
    folder.update(lambda check: put_record(check, "points", Point(id="p2", text="Is it red?")))
    assert front.ask("refresh")["kind"] == "saved"
    assert front.tables[-1]["points"][1]["text"] == "Is it red?"


def test_python_and_the_page_see_each_others_edits(front: Front) -> None:
    front.widget.judge("s2", "p2", "mixed")
    assert front.answers[-1]["id"] is None
    assert front.answers[-1]["cell"] == {"mine": "mixed"}


def test_accepting_a_suggestion(folder: CheckFolder, front: Front) -> None:
    add_suggestion(folder, StanceValue.SUPPORTS)
    front.ask("refresh")
    assert front.tables[-1]["rows"][0]["cells"][0] == {"suggestion": "supports", "by": "nli 1"}
    assert front.tables[-1]["points"][0]["totals"] == [0, 0, 0, 0, 2]
    answer = front.ask("accept")
    assert answer["cell"] == {"mine": "supports", "accepted": "nli 1"}
    assert answer["of_point"]["totals"] == [1, 0, 0, 0, 1]
    assert _raw_stances(folder)[0]["accepted_by"] == "ana"
    assert front.ask("undo")["cell"] == {"suggestion": "supports", "by": "nli 1"}
    assert "accepted_by" not in _raw_stances(folder)[0]


def test_what_the_model_did_not_assess_is_told_until_somebody_judges(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = fb.new(question="Will the bridge open in May?", casebook=tmp_path)
    check.add_source(text="Die Brücke wird im Mai geöffnet.", title="Blatt")
    check.suggest(model=Reads())
    front = Front(desk(check.folder, coder="Ana"), monkeypatch)
    told = "not assessed by Reads 1: the model knows English only"
    assert front.widget.table["rows"][0]["cells"] == [{"unassessed": [told]}]
    assert f"not judged ({told})" in front.widget._repr_mimebundle_()[0]["text/html"]
    assert "unassessed" not in front.ask("judge", value="supports")["cell"]
    assert front.ask("undo")["cell"] == {"unassessed": [told]}


def test_a_suggestion_shows_how_sure_the_model_is_and_what_it_rests_on(tmp_path: Path) -> None:
    check = suggested_check(tmp_path)
    table = desk(check.folder, coder="Ana").table
    waiting = {
        "suggestion": "supports",
        "by": "Reads 1",
        "sure": "82%",
        "words": ["will open in May"],
    }
    assert table["rows"][0]["cells"] == [waiting]
    check.accept("s1", "p1", coder="Ana")
    accepted = {"mine": "supports", "accepted": "Reads 1", "sure": "82%", "words": ["will open in May"]}
    assert desk(check.folder, coder="Ana").table["rows"][0]["cells"] == [accepted]


def test_dismissing_is_undone_with_all_that_went_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = suggested_check(tmp_path)
    before = check.record
    front = Front(desk(check.folder, coder="Ana"), monkeypatch)
    assert front.ask("dismiss")["cell"] == {}
    assert (check.record.stances, check.record.quotes, check.record.coders) == ((), (), ())
    assert front.ask("undo")["cell"]["words"] == ["will open in May"]
    after = check.record
    assert (after.stances, after.quotes) == (before.stances, before.quotes)
    assert front.ask("redo")["cell"] == {}
    assert check.record.quotes == ()
    assert front.ask("dismiss")["message"].startswith("No suggestion waits in s1/p1")


def test_clearing_takes_an_acceptance_back(folder: CheckFolder, front: Front) -> None:
    add_suggestion(folder, StanceValue.SUPPORTS)
    front.ask("accept")
    assert front.ask("judge", value=None)["cell"] == {"suggestion": "supports", "by": "nli 1"}


def test_nobody_disagrees_with_themselves(folder: CheckFolder, front: Front) -> None:
    add_suggestion(folder, StanceValue.SUPPORTS)
    front.ask("accept")
    answer = front.ask("judge", value="refutes")
    assert answer["cell"] == {"mine": "refutes"}
    assert answer["of_point"]["totals"] == [0, 1, 0, 0, 1]
    # One key was pressed, so one undo takes all of it back.
    assert front.ask("undo")["cell"] == {"mine": "supports", "accepted": "nli 1"}


def test_accepting_where_nothing_waits(front: Front) -> None:
    assert front.ask("accept")["message"].startswith("No suggestion waits in s1/p1")


def test_coders_who_disagree(folder: CheckFolder, front: Front) -> None:
    judged_by_ben(folder, StanceValue.REFUTES)
    front.ask("refresh")
    assert front.tables[-1]["rows"][0]["cells"][0] == {"others": [["Ben", "refutes"]]}
    answer = front.ask("judge", value="supports")
    assert answer["cell"] == {"mine": "supports", "others": [["Ben", "refutes"]], "disagreed": True}
    assert answer["of_point"]["totals"] == [0, 0, 0, 0, 2]


def test_a_coder_may_be_called_by_id(folder: CheckFolder) -> None:
    desk(folder, coder="Ana Bell").judge("s1", "p1", "mixed")
    assert desk(folder, coder="ana-bell").table["rows"][0]["cells"][0] == {"mine": "mixed"}


def test_a_model_cannot_sit_at_the_desk(folder: CheckFolder) -> None:
    add_suggestion(folder, StanceValue.SUPPORTS)
    with pytest.raises(BadInputError, match="'nli' of this check is a model"):
        desk(folder, coder="nli")
    with pytest.raises(BadInputError, match="no coder"):
        desk(folder, coder=" ")


def test_a_full_disk(folder: CheckFolder, front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    front.ask("judge", value="supports")
    before = folder.file.read_bytes()

    def refuse(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as full:
        full.setattr(atomic.os, "fsync", refuse)
        for kind in ("judge", "undo"):
            answer = front.ask(kind, value="refutes")
            assert answer["kind"] == "failed"
            assert "no space is left" in answer["message"]
            assert "\n" not in answer["message"]
        with pytest.raises(StoreError):
            front.widget.judge("s1", "p1", "refutes")
    assert folder.file.read_bytes() == before
    assert front.widget.get_state()["table"]["rows"][0]["cells"][0] == {"mine": "supports"}
    # What could be undone still can.
    assert front.ask("undo")["cell"] == {}


def test_a_source_that_is_gone(folder: CheckFolder, front: Front) -> None:
    folder.update(lambda check: check.changed(sources=check.sources[:1]))
    answer = front.ask("judge", "s2", value="supports")
    assert "There is no source 's2'" in answer["message"]
    assert [row["id"] for row in front.tables[-1]["rows"]] == ["s1"]
    with pytest.raises(NotFoundError):
        front.widget.judge("s2", "p1", "supports")


def test_a_check_that_became_unreadable(folder: CheckFolder, front: Front) -> None:
    folder.file.write_text("{", encoding="utf-8")
    assert "is not valid JSON" in front.ask("judge", value="supports")["message"]
    assert "is not valid JSON" in front.ask("refresh")["message"]
    assert "<table" in front.widget._repr_mimebundle_()[0]["text/html"]


@pytest.mark.parametrize(
    "message",
    [
        {"kind": "judge", "source": "s1", "point": "p1", "value": "maybe"},
        {"kind": "judge", "source": {"a": 1}, "point": None, "value": ["supports"]},
        {"kind": "_edit", "source": "s1", "point": "p1"},
        {},
    ],
)
def test_a_message_that_makes_no_sense(front: Front, folder: CheckFolder, message: dict[str, Any]) -> None:
    before = folder.file.read_bytes()
    front.widget._handle_custom_msg(message, [])
    assert front.answers[-1]["kind"] == "failed"
    assert folder.file.read_bytes() == before


class Outline(HTMLParser):
    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def test_outside_a_front_end_it_is_a_plain_table(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "hostile", title=HOSTILE)
    add_suggestion(folder, StanceValue.MIXED, point="p2", name=HOSTILE)
    widget = desk(folder, coder="Ana")
    widget.judge("s1", "p1", "supports")
    desk(folder, coder="Ben").judge("s1", "p1", "refutes")
    desk(folder, coder="Ben").judge("s2", "p1", "not_addressed")
    data, metadata = widget._repr_mimebundle_()
    assert set(data) == {"text/plain", "text/html", "application/vnd.jupyter.widget-view+json"}
    page = Outline(data["text/html"])
    names = [tag for tag, _ in page.tags]
    assert names.count("table") == 1
    assert set(names) <= {"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "bdi"}
    assert {name for _, attributes in page.tags for name in attributes} == {"class", "scope"}
    assert [attributes["scope"] for tag, attributes in page.tags if tag == "th"] == [
        *["col"] * 3,
        *["row"] * 3,
    ]
    assert f"{HOSTILE} 1" in page.text
    assert "≠ coders disagree (Ana: supports; Ben: refutes)" in page.text
    assert "– not addressed" in page.text
    assert f"not judged (suggested by {HOSTILE} 1: mixed)" in page.text
    assert f"[1] {HOSTILE} 1" in data["text/plain"]
    assert "Implied rating: not enough evidence." in data["text/plain"]
    assert isinstance(metadata, dict)


@pytest.mark.parametrize(
    ("sources", "points", "told"),
    [(0, 1, "check.add_source("), (1, 0, "check.add_point("), (0, 0, "check.add_point(")],
)
def test_an_empty_check_says_what_to_do_next(tmp_path: Path, sources: int, points: int, told: str) -> None:
    widget = desk(make_folder(tmp_path / "empty", sources=sources, points=points), coder="Ana")
    assert told in widget.table["empty"]
    data, _ = widget._repr_mimebundle_()
    assert told in data["text/html"]
    assert told in data["text/plain"]


def test_the_static_table_is_the_same_each_time(folder: CheckFolder) -> None:
    first, second = (desk(folder, coder="Ana")._repr_mimebundle_()[0]["text/html"] for _ in range(2))
    assert first == second


STORY = (
    "The bridge will open in May, the mayor told the council on Monday, and trams will cross it from June on."
)


def test_copies_of_one_text_are_marked_and_their_origins_counted(tmp_path, monkeypatch):
    check = fb.new(question="Will the bridge open?", id="bridge", casebook=tmp_path)
    check.add_source(text=STORY, title="Gazette")
    check.add_source(text=STORY, title="Ferry")
    widget = StanceTable(check.folder, coder="Ana")
    front = Front(widget, monkeypatch)
    assert ["copy" in row for row in widget.table["rows"]] == [False, True]
    assert widget.table["rows"][1]["copy"] == "Copy: word for word the text of “Gazette”"
    assert widget.table["counted"] == "2 sources, 1 independent origin"
    front.ask("judge", value="supports")
    answer = front.ask("judge", source="s2", value="supports")
    assert answer["of_point"]["totals"] == [2, 0, 0, 0, 0]
    assert answer["of_point"]["origins"] == [1, 0, 0, 0]
    data, _ = widget._repr_mimebundle_()
    assert "Copy: word for word the text of “Gazette”" in data["text/html"]
    assert "2 (1 origin) support it" in data["text/plain"]


def test_texts_are_compared_again_only_when_the_sources_change(folder, monkeypatch):
    widget = StanceTable(folder, coder="Ana")
    monkeypatch.setattr(
        "factbook.widgets.stance_table.find_origins", lambda *_: pytest.fail("compared again")
    )
    widget.judge("s1", "p1", "supports")
    widget.judge("s1", "p1", None)
