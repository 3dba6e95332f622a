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
from factbook.widgets.source_edits import with_source_text
from factbook.widgets.stance_table import StanceTable
from tests.fake_models import Reads
from tests.widgets.tables import cell_of, shown

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
    """A front end that sends messages and keeps what it is told."""

    def __init__(self, widget: StanceTable, monkeypatch: pytest.MonkeyPatch) -> None:
        self.widget = widget
        self.told: list[dict[str, Any]] = []
        monkeypatch.setattr(widget, "send", lambda message, buffers=None: self.told.append(message))

    def ask(self, kind: str, source: str = "s1", point: str = "p1", **fields: Any) -> dict[str, Any]:
        """Send a message, and give the answer with the cell and the totals as the page shows them then."""
        message = {"part": "stance_table", "kind": kind, "id": 7, "source": source, "point": point, **fields}
        self.widget._handle_custom_msg(message, [])
        answer = next(one for one in reversed(self.told) if one.get("id") == 7)
        view = shown(self.widget)
        if detail := answer.get("detail"):
            source, point = detail["source"], detail["point"]
        at = next((one for one in view["points"] if one["id"] == point), {})
        there = any(row["id"] == source for row in view["rows"])
        cell = {"cell": cell_of(self.widget, source, point)} if at and there else {}
        around = {name: view[name] for name in ("rating", "undo", "redo")}
        return answer | around | cell | {"of_point": at}


@pytest.fixture
def front(folder: CheckFolder, monkeypatch: pytest.MonkeyPatch) -> Front:
    return Front(StanceTable(folder, coder="Ana"), monkeypatch)


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
    monkeypatch.setattr(front.widget, "send", lambda told, buffers=None: seen.append(on_disk(folder)))
    message = {"part": "stance_table", "kind": "judge", "source": "s1", "point": "p1", "value": value}
    front.widget._handle_custom_msg(message, [])
    assert seen == [{"s1/p1/ana": value}]


def test_a_judgement_says_when_it_was_made(
    folder: CheckFolder, front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1757406600")
    front.ask("judge", value="supports")
    assert _raw_stances(folder)[0]["coded_at"] == "2025-09-09T08:30:00Z"


def test_the_acknowledgement_has_the_cell_and_what_follows_from_it(front: Front) -> None:
    front.ask("judge", value="supports")  # With this Ana becomes a coder, and the table is told anew.
    front.told.clear()
    front.ask("judge", value="refutes")
    [answer] = front.told
    assert {tuple(path): value for path, value in answer["patch"]} == {
        ("rows", 0, 4, 0): "2",
        ("points", 0, "totals"): [0, 1, 0, 0, 1],
        ("points", 0, "rating"): {"value": "refuted", "label": "refuted"},
        ("rating",): {"value": "refuted", "label": "refuted"},
        ("undo",): 2,
    }
    assert (answer["kind"], answer["id"]) == ("saved", 7)


def test_silence_alone_is_not_enough_evidence(front: Front) -> None:
    for source in ("s1", "s2"):
        for point in ("p1", "p2"):
            answer = front.ask("judge", source, point, value="not_addressed")
    assert answer["rating"]["value"] == "not_enough_evidence"
    assert answer["of_point"]["rating"]["label"] == "not enough evidence"


def test_an_acknowledgement_stays_small_in_a_large_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_folder(tmp_path / "large", sources=200, points=40, title="A long title " * 20)
    front = Front(StanceTable(folder, coder="Ana"), monkeypatch)
    front.ask("judge", value="mixed")
    front.ask("note", value="A long note. " * 500)
    front.told.clear()
    front.ask("judge", "s2", value="supports")
    front.ask("judge", "s2", value="refutes")
    assert len(json.dumps(front.told[-1]).encode()) < 2000
    assert len(json.dumps(front.widget.stance_table["rows"][0]).encode()) < 1200
    assert _raw_stances(folder)[0]["note"].startswith("A long note.")


def test_a_page_that_is_loaded_again_gets_what_is_on_the_disk(folder: CheckFolder, front: Front) -> None:
    front.ask("judge", value="supports")
    front.ask("note", value="of May", base="")
    front.ask("judge", value="refutes")
    state = front.widget.get_state()["stance_table"]
    assert cell_of(front.widget, "s1", "p1") == {"mine": "refutes", "note": "of May"}
    assert state == StanceTable(folder, coder="Ana").stance_table | {"undo": 3, "redo": 0}


def test_opening_writes_nothing(folder: CheckFolder) -> None:
    before = folder.file.read_bytes()
    widget = StanceTable(folder, coder="Ana")
    widget.refresh()
    widget._repr_mimebundle_()
    assert folder.file.read_bytes() == before


def test_the_same_key_twice_is_one_edit(folder: CheckFolder, front: Front) -> None:
    front.ask("judge", value="supports")
    before = folder.file.read_bytes()
    assert front.ask("judge", value="supports")["undo"] == 1
    assert folder.file.read_bytes() == before


def test_undo_and_redo_reach_the_disk(folder: CheckFolder, front: Front) -> None:
    front.ask("judge", value="supports")
    front.widget.judge("s1", "p1", "supports", note="first")
    first = folder.file.read_bytes()
    front.ask("judge", value="refutes")
    second = folder.file.read_bytes()
    front.ask("judge", value=None)
    assert on_disk(folder) == {}
    assert front.ask("undo")["cell"] == {"mine": "refutes", "note": "first"}
    assert folder.file.read_bytes() == second
    assert front.ask("undo")["undo"] == 2
    assert folder.file.read_bytes() == first
    front.ask("undo")
    front.ask("undo")
    assert on_disk(folder) == {}
    assert front.ask("undo")["nothing"] is True
    front.ask("redo")
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
    StanceTable(folder, coder="Ana").judge("s2", "p1", "refutes")
    answer = front.ask("undo")
    assert answer["kind"] == "failed"
    assert "s2/p1 was changed meanwhile" in answer["message"]
    assert on_disk(folder) == {"s1/p1/ana": "supports", "s2/p1/ana": "refutes"}
    assert cell_of(front.widget, "s2", "p1") == {"mine": "refutes"}
    # It does not bar the way to the edit before.
    assert front.ask("undo")["kind"] == "saved"
    assert on_disk(folder) == {"s2/p1/ana": "refutes"}


def test_undo_raises_for_who_calls_it_from_python(folder: CheckFolder) -> None:
    widget = StanceTable(folder, coder="Ana")
    widget.judge("s1", "p1", "supports")
    StanceTable(folder, coder="Ana").judge("s1", "p1", "refutes")
    with pytest.raises(ConflictError) as raised:
        widget.undo()
    assert raised.value.records == ("stances/s1/p1/ana",)


def test_what_another_program_changed_is_shown_with_the_next_edit(folder: CheckFolder, front: Front) -> None:
    folder.update(lambda check: add_record(check, "sources", Source(id="s3", title="New")))
    answer = front.ask("judge", value="supports")
    assert [row["id"] for row in shown(front.widget)["rows"]] == ["s1", "s2", "s3"]
    assert answer["of_point"]["totals"] == [1, 0, 0, 0, 2]
    assert "s3" in {source.id for source in folder.read().sources}


def test_refresh_reads_the_check_again(folder: CheckFolder, front: Front) -> None:
    folder.update(lambda check: put_record(check, "points", Point(id="p2", text="Is it red?")))
    assert front.ask("refresh")["kind"] == "saved"
    assert shown(front.widget)["points"][1]["text"] == "Is it red?"


def test_python_and_the_page_see_each_others_edits(front: Front) -> None:
    front.widget.judge("s2", "p2", "mixed")
    assert "id" not in front.told[-1]
    assert front.told[-1]["kind"] == "news"
    assert cell_of(front.widget, "s2", "p2") == {"mine": "mixed"}


def test_accepting_a_suggestion(folder: CheckFolder, front: Front) -> None:
    add_suggestion(folder, StanceValue.SUPPORTS)
    front.ask("refresh")
    assert cell_of(front.widget, "s1", "p1") == {"suggestion": "supports", "by": "nli 1"}
    assert shown(front.widget)["points"][0]["totals"] == [0, 0, 0, 0, 2]
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
    front = Front(StanceTable(check.folder, coder="Ana"), monkeypatch)
    told = "not assessed by Reads 1: the model knows English only"
    assert cell_of(front.widget, "s1", "p1") == {"unassessed": True}
    assert front.ask("cell")["detail"]["unassessed"] == [told]
    assert f"not judged ({told})" in front.widget._repr_mimebundle_()[0]["text/html"]
    assert "unassessed" not in front.ask("judge", value="supports")["cell"]
    assert front.ask("undo")["cell"] == {"unassessed": True}


def test_a_suggestion_shows_how_sure_the_model_is_and_what_it_rests_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = suggested_check(tmp_path)
    front = Front(StanceTable(check.folder, coder="Ana"), monkeypatch)
    assert front.widget.stance_table["rows"][0][4] == ["s1:82"]
    told = front.ask("cell")["detail"]["suggestion"]
    assert told == {
        "value": "1",
        "by": "Reads 1",
        "accepted": False,
        "sure": "82",
        "words": ["will open in May"],
    }
    answer = front.ask("accept")
    assert answer["cell"] == {"mine": "supports", "accepted": "Reads 1", "sure": "82"}
    assert answer["detail"]["suggestion"]["accepted"] is True


def test_all_suggestions_of_a_point_are_accepted_and_taken_back_at_once(
    folder: CheckFolder, front: Front
) -> None:
    add_suggestion(folder, StanceValue.SUPPORTS)
    add_suggestion(folder, StanceValue.MIXED, point="p2")

    def other(check: Check) -> Check:
        return with_stance(check, source="s2", point="p1", value=StanceValue.REFUTES, coder="nli")

    folder.update(other)
    front.ask("refresh")
    before = folder.read().stances
    assert front.ask("accept_column", above=2)["kind"] == "failed"
    answer = front.ask("accept_column")
    assert (answer["accepted"], answer["undo"]) == (2, 1)
    assert {one.id: one.accepted_by for one in folder.read().stances} == {
        "s1/p1/nli": "ana",
        "s1/p2/nli": None,
        "s2/p1/nli": "ana",
    }
    assert shown(front.widget)["points"][0]["waiting"] == 0
    assert front.ask("undo")["cells"] == 2
    assert folder.read().stances == before
    assert front.ask("redo")["cells"] == 2
    StanceTable(folder, coder="Ana").judge("s2", "p1", "supports")
    assert "was changed meanwhile" in front.ask("undo")["message"]


def test_a_judgement_that_was_not_seen_is_not_written_over(folder: CheckFolder, front: Front) -> None:
    front.ask("judge", value="supports", base="")
    StanceTable(folder, coder="Ana").judge("s1", "p1", "refutes")
    answer = front.ask("judge", value="mixed", base="supports")
    assert (answer["kind"], answer["theirs"]) == ("moved", "refutes")
    assert on_disk(folder) == {"s1/p1/ana": "refutes"}


def test_a_note_that_is_written_on_is_one_step_to_take_back(folder: CheckFolder, front: Front) -> None:
    assert "Judge the cell first" in front.ask("note", value="so")["message"]
    front.ask("judge", value="supports")
    front.ask("note", value="so", base="")
    front.ask("note", value="so it says", base="so")
    assert front.ask("note", value="mine", base="so")["kind"] == "moved"
    assert front.ask("undo")["cell"] == {"mine": "supports"}
    assert front.ask("redo")["detail"]["note"] == "so it says"


def test_another_person_sits_at_the_desk_and_takes_nothing_back_that_is_not_theirs(
    folder: CheckFolder, front: Front
) -> None:
    front.ask("judge", value="supports")
    assert front.ask("coder", coder="Ben")["kind"] == "saved"
    assert cell_of(front.widget, "s1", "p1") == {"others": [["Ana", "supports"]]}
    assert front.ask("undo")["nothing"] is True
    front.ask("judge", value="refutes")
    assert on_disk(folder) == {"s1/p1/ana": "supports", "s1/p1/ben": "refutes"}
    add_suggestion(folder, StanceValue.MIXED)
    front.ask("refresh")
    assert "is a model" in front.ask("coder", coder="nli")["message"]
    assert front.widget.coder == "Ben"
    # Whoever sits down again finds what they had done.
    assert front.ask("coder", coder="Ana")["undo"] == 1
    front.ask("undo")
    assert on_disk(folder) == {"s1/p1/ben": "refutes", "s1/p1/nli": "mixed"}


def test_blind_judging_and_a_decision_at_the_table(folder: CheckFolder, front: Front) -> None:
    judged_by_ben(folder, StanceValue.REFUTES)
    front.ask("blind")
    assert front.ask("judge", value="supports")["cell"] == {"mine": "supports"}
    assert front.ask("reveal")["cell"]["disagreed"] is True
    assert "reason" in front.ask("adjudicate", value="mixed", reason="")["message"]
    answer = front.ask("adjudicate", value="mixed", reason="Both are said")
    assert answer["detail"]["decided"] == ["3", "Ana", "Both are said"]
    assert answer["detail"]["said"] == [["Ben", "2", ""], ["Ana", "1", ""]]


def test_dismissing_is_undone_with_all_that_went_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = suggested_check(tmp_path)
    before = check.record
    front = Front(StanceTable(check.folder, coder="Ana"), monkeypatch)
    assert front.ask("dismiss")["cell"] == {}
    assert (check.record.stances, check.record.quotes, check.record.coders) == ((), (), ())
    assert front.ask("undo")["detail"]["suggestion"]["words"] == ["will open in May"]
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
    assert cell_of(front.widget, "s1", "p1") == {"others": [["Ben", "refutes"]]}
    answer = front.ask("judge", value="supports")
    assert answer["cell"] == {"mine": "supports", "others": [["Ben", "refutes"]], "disagreed": True}
    assert answer["of_point"]["totals"] == [0, 0, 0, 0, 2]


def test_a_coder_may_be_called_by_id(folder: CheckFolder) -> None:
    StanceTable(folder, coder="Ana Bell").judge("s1", "p1", "mixed")
    assert cell_of(StanceTable(folder, coder="ana-bell"), "s1", "p1") == {"mine": "mixed"}


def test_a_model_cannot_sit_at_the_desk(folder: CheckFolder) -> None:
    add_suggestion(folder, StanceValue.SUPPORTS)
    with pytest.raises(BadInputError, match="'nli' of this check is a model"):
        StanceTable(folder, coder="nli")
    with pytest.raises(BadInputError, match="no coder"):
        StanceTable(folder, coder=" ")


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
            assert answer["again"] is True
            assert "\n" not in answer["message"]
        with pytest.raises(StoreError):
            front.widget.judge("s1", "p1", "refutes")
    assert folder.file.read_bytes() == before
    assert cell_of(front.widget, "s1", "p1") == {"mine": "supports"}
    # What could be undone still can.
    assert front.ask("undo")["cell"] == {}


def test_a_source_that_is_gone(folder: CheckFolder, front: Front) -> None:
    folder.update(lambda check: check.changed(sources=check.sources[:1]))
    answer = front.ask("judge", "s2", value="supports")
    assert "There is no source 's2'" in answer["message"]
    assert "again" not in answer
    assert [row["id"] for row in shown(front.widget)["rows"]] == ["s1"]
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
    front.widget._handle_custom_msg({"part": "stance_table", **message}, [])
    assert front.told[-1]["kind"] == "failed"
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
    widget = StanceTable(folder, coder="Ana")
    widget.judge("s1", "p1", "supports")
    StanceTable(folder, coder="Ben").judge("s1", "p1", "refutes")
    StanceTable(folder, coder="Ben").judge("s2", "p1", "not_addressed")
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
    widget = StanceTable(make_folder(tmp_path / "empty", sources=sources, points=points), coder="Ana")
    assert told in widget.stance_table["empty"]
    data, _ = widget._repr_mimebundle_()
    assert told in data["text/html"]
    assert told in data["text/plain"]


def test_the_static_table_is_the_same_each_time(folder: CheckFolder) -> None:
    first, second = (StanceTable(folder, coder="Ana")._repr_mimebundle_()[0]["text/html"] for _ in range(2))
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
    assert shown(widget)["rows"][0]["copy"] == ""
    assert shown(widget)["rows"][1]["copy"] == "Copy: word for word the text of “Gazette”"
    assert widget.stance_table["counted"] == "2 sources, 1 independent origin"
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
        "factbook.analysis.independence.find_origins", lambda *_: pytest.fail("compared again")
    )
    widget.judge("s1", "p1", "supports")
    widget.judge("s1", "p1", None)
    folder.update(lambda check: with_source_text(check, "s1", "title", "Minutes of the council"))
    widget.look()
    assert shown(widget)["rows"][0]["title"] == "Minutes of the council"
