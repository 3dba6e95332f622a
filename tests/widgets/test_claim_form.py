"""The kernel's side of the claim form: what may be done to a claim, and what others see of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import factbook as fb
from factbook.widgets.claim_edits import with_appearance_field, without_appearance
from factbook.widgets.claim_form import ClaimForm


@pytest.fixture
def check(tmp_path: Path) -> fb.OpenCheck:
    return fb.new(question="Will it open?", points=["It opens in May", "It is red"], casebook=tmp_path)


class Front:
    """A page that sends messages and keeps what it is told."""

    def __init__(self, widget: ClaimForm, monkeypatch: pytest.MonkeyPatch) -> None:
        self.widget, self.told = widget, list[dict[str, Any]]()
        monkeypatch.setattr(widget, "send", lambda message, buffers=None: self.told.append(message))

    def ask(self, kind: str, **fields: Any) -> dict[str, Any]:
        self.widget._handle_custom_msg({"part": "claim_form", "kind": kind, "id": 3, **fields}, [])
        return self.told[-1]


@pytest.fixture
def front(check: fb.OpenCheck, monkeypatch: pytest.MonkeyPatch) -> Front:
    return Front(ClaimForm(check.folder, coder="Ana"), monkeypatch)


def test_an_edit_is_acknowledged_with_what_it_changed_and_nothing_else(front: Front) -> None:
    answer = front.ask("set", field="claimant", value="The council", base="")
    assert answer == {
        "part": "claim_form",
        "kind": "saved",
        "id": 3,
        "kept": "The council",
        "patch": [[["claimant"], "The council"]],
    }
    assert front.widget.claim_form["claimant"] == "The council"


def test_what_was_changed_meanwhile_is_not_written_over(front: Front, check: fb.OpenCheck) -> None:
    front.ask("set_point", point="p1", value="It opens in June", base="It opens in May")
    answer = front.ask("set_point", point="p1", value="It opens in July", base="It opens in May")
    assert (answer["kind"], answer["theirs"]) == ("moved", "It opens in June")
    assert check.record.point("p1").text == "It opens in June"
    # Sent twice, as after a lost answer, an edit is one edit.
    assert (
        front.ask("set_point", point="p1", value="It opens in June", base="It opens in May")["kind"]
        == "saved"
    )


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("question", "", "A claim needs a question or a statement"),
        ("claimed_on", "2025-13", "Month must be in 1..12"),
        ("language", "english language", "String should match pattern"),
        ("language", "fr", "There are no words for reports in 'fr'"),
        ("id", "x", "A claim has no field 'id'"),
    ],
)
def test_what_cannot_be_is_told_in_words_for_a_field(
    front: Front, check: fb.OpenCheck, field: str, value: str, told: str
) -> None:
    before = check.folder.file.read_bytes()
    answer = front.ask("set", field=field, value=value)
    assert answer["kind"] == "failed"
    assert answer["problem"].startswith(told)
    assert check.folder.file.read_bytes() == before


@pytest.fixture
def three(check: fb.OpenCheck) -> fb.OpenCheck:
    """The claim appeared at three addresses, a, b and c."""
    for index, name in enumerate("abc"):
        check.update(
            lambda now, i=index, n=name: with_appearance_field(now, i, "url", f"https://{n}.example/")
        )
    return check


def appearances(check: fb.OpenCheck) -> list[tuple[str, str]]:
    return [(str(one.url or ""), one.title) for one in check.record.claim.appearances]


def test_a_field_is_written_to_the_appearance_it_was_typed_for(three: fb.OpenCheck, front: Front) -> None:
    title = {"index": 1, "field": "title", "value": "Of b", "base": "", "urls": ["https://b.example/"]}
    three.update(lambda now: without_appearance(now, 0))
    assert front.ask("set_appearance", **title)["kept"] == "Of b"
    assert appearances(three) == [("https://b.example/", "Of b"), ("https://c.example/", "")]
    # Sent twice, as after a lost answer, it is one edit.
    assert front.ask("set_appearance", **title)["kind"] == "saved"
    three.update(lambda now: without_appearance(now, 0))
    answer = front.ask("set_appearance", **title)
    assert (answer["kind"], answer["problem"]) == (
        "failed",
        "This appearance was changed or taken out elsewhere",
    )
    assert appearances(three) == [("https://c.example/", "")]


def test_a_new_appearance_is_never_one_that_somebody_else_has_made_meanwhile(
    three: fb.OpenCheck, front: Front
) -> None:
    new = {"index": 3, "new": True, "base": ""}
    three.update(lambda now: with_appearance_field(now, 3, "url", "https://d.example/"))
    front.ask("set_appearance", **new, field="title", value="Mine", urls=[""])
    assert appearances(three)[3:] == [("https://d.example/", ""), ("", "Mine")]


def test_an_appearance_is_still_the_same_while_its_address_is_being_written(
    three: fb.OpenCheck, front: Front
) -> None:
    new = {"index": 3, "new": True}
    urls = ["", "https://d.example/", "https://d.example/1"]
    typed = {"field": "url", "value": urls[1], "base": ""}
    front.ask("set_appearance", **new, **typed, urls=urls[:2])
    front.ask("set_appearance", **new, field="title", value="Of d", base="", urls=urls)
    # What was typed on, before the first was acknowledged, builds on it.
    front.ask("set_appearance", **new, **typed | {"value": urls[2], "base": urls[1]}, urls=["", urls[2]])
    assert appearances(three)[3:] == [("https://d.example/1", "Of d")]


def test_an_address_on_its_way_past_anothers_is_not_that_one(three: fb.OpenCheck, front: Front) -> None:
    new = {"index": 3, "new": True, "field": "url"}
    a = "https://a.example/"
    front.ask("set_appearance", **new, value=a, base="", urls=["", a])
    front.ask("set_appearance", **new, value=f"{a}1", base=a, urls=["", f"{a}1", a])
    assert [url for url, _ in appearances(three)] == [
        a,
        "https://b.example/",
        "https://c.example/",
        f"{a}1",
    ]


def test_only_the_appearance_that_was_seen_is_taken_out(three: fb.OpenCheck, front: Front) -> None:
    three.update(lambda now: without_appearance(now, 0))
    assert front.ask("remove_appearance", index=1, base="https://b.example/")["kind"] == "saved"
    assert appearances(three) == [("https://c.example/", "")]
    assert front.ask("remove_appearance", index=0, base="https://b.example/")["kind"] == "failed"
    assert appearances(three) == [("https://c.example/", "")]


def test_topics_are_typed_side_by_side(front: Front, check: fb.OpenCheck) -> None:
    front.ask("set", field="topics", value="trams,  buses ,, trams", base="")
    assert check.record.topics == ("trams", "buses")


def test_a_new_point_whose_id_another_program_took_gets_one_of_its_own(
    front: Front, check: fb.OpenCheck
) -> None:
    check.add_point("Theirs")
    answer = front.ask("set_point", point="p3", value="Mine", base="", new=True, after="p1")
    assert answer["point"] == "p4"
    assert [one.text for one in check.record.points] == ["It opens in May", "Mine", "It is red", "Theirs"]


def test_what_was_taken_out_cut_or_moved_is_taken_back(front: Front, check: fb.OpenCheck) -> None:
    front.ask("set_appearance", index=0, field="url", value="https://example.org/a", base="")
    before = check.record
    front.ask("split_point", point="p1", at=3, base=before.points[0].text)
    front.ask("move_point", point=before.points[0].id, to=1)
    front.ask("remove_point", point=check.record.points[0].id)
    front.ask("remove_appearance", index=0, base="https://example.org/a")
    # What is typed is not among it, and stays.
    front.ask("set", field="claimant", value="The mayor", base="")
    for _ in range(4):
        assert front.ask("undo")["kind"] == "saved"
    after = check.record
    assert (after.points, after.claim.appearances) == (before.points, before.claim.appearances)
    assert after.claim.claimant == "The mayor"
    assert front.ask("undo")["nothing"]


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"kind": "obey"},
        {"kind": "set_appearance", "index": "0", "field": "url", "value": "x"},
        {"kind": "move_point", "point": "p1", "to": None},
        {"kind": "remove_point", "point": ["p1"]},
    ],
)
def test_a_message_that_makes_no_sense_changes_nothing(
    front: Front, check: fb.OpenCheck, message: dict[str, Any]
) -> None:
    before = check.folder.file.read_bytes()
    front.widget._handle_custom_msg({"part": "claim_form", **message}, [])
    assert front.told[-1]["kind"] == "failed"
    assert check.folder.file.read_bytes() == before


def test_what_another_program_wrote_is_told_once(front: Front, check: fb.OpenCheck) -> None:
    front.widget.look()
    assert front.told == []
    check.add_point("It has trams")
    front.widget.look()
    assert [patch[0] for patch in front.told[-1]["patch"]] == [["points"]]
    front.widget.look()
    assert len(front.told) == 1
    check.folder.file.write_text("{", encoding="utf-8")
    front.widget.look()
    front.widget.look()
    assert [one["kind"] for one in front.told[1:]] == ["trouble"]
    assert "is not valid JSON" in front.told[-1]["message"]


def test_opening_writes_nothing_and_the_static_form_says_the_same(check: fb.OpenCheck) -> None:
    before = check.folder.file.read_bytes()
    data, _ = ClaimForm(check.folder, coder="Ana")._repr_mimebundle_()
    assert check.folder.file.read_bytes() == before
    assert "<dt>Question</dt><dd><bdi>Will it open?</bdi></dd>" in data["text/html"]
    assert "<li><bdi>It is red</bdi></li>" in data["text/html"]
    assert data["text/plain"].splitlines()[0] == "Question: Will it open?"
    assert "application/vnd.jupyter.widget-view+json" in data
    assert len(json.dumps(data["text/html"])) < 2000
