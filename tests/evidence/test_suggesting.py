"""Suggestions of a model in a check."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import factbook as fb
from factbook.errors import BadInputError, ModelError, NotFoundError
from factbook.evidence.suggesting import suggest_for_check
from factbook.evidence.suggestion import Passage, Suggestion
from factbook.model.check import put_record
from factbook.model.coding import CellState, cells, without_stance
from factbook.model.points import with_point_text
from factbook.model.stance import StanceValue
from factbook.model.suggested import not_assessed
from tests.fake_models import Reads

OPEN = "The council met on Monday. The bridge will open in May, the mayor said."
SHUT = "The bridge will not open in May. It needs a new deck."
FOREIGN = "Die Brücke wird im Mai geöffnet."


@pytest.fixture
def check(tmp_path: Path) -> fb.OpenCheck:
    check = fb.new(question="Will the bridge open in May?", casebook=tmp_path, points=["It opens in May"])
    for text in (OPEN, SHUT, "Weather: rain.", FOREIGN):
        check.add_source(text=text, title=text[:12])
    return check


def values(check: fb.OpenCheck) -> dict[str, str]:
    return {stance.id: stance.value.value for stance in check.record.stances}


def test_every_open_cell_gets_a_suggestion_with_the_words_it_rests_on(check: fb.OpenCheck) -> None:
    run = suggest_for_check(check.folder, Reads())
    assert values(check) == {
        "s1/p1/reads": "supports",
        "s2/p1/reads": "refutes",
        "s3/p1/reads": "not_addressed",
    }
    record = check.record
    (model,) = record.coders
    assert (model.kind, model.name, model.version) == ("model", "Reads", "1")
    first = record.stances[0]
    assert (first.confidence, first.accepted_by) == (0.8247, None)
    quote = record.quote(first.quotes[0])
    assert (quote.exact, quote.suggested_by) == ("will open in May", "reads")
    assert OPEN[quote.start : quote.end] == quote.exact
    assert record.stances[2].quotes == ()
    assert [cell.source for cell in run.suggested] == ["s1", "s2", "s3"]
    assert [(cell.source, cell.note) for cell in run.not_assessed] == [("s4", "the model knows English only")]


def test_what_a_person_dismissed_does_not_come_back(check: fb.OpenCheck) -> None:
    suggest_for_check(check.folder, Reads())
    check.dismiss("s1", "p1")
    before = check.folder.file.read_bytes()
    run = suggest_for_check(check.folder, Reads())
    assert before == check.folder.file.read_bytes()
    assert ([cell.source for cell in run.suggested], run.dismissed) == (["s2", "s3"], 1)
    suggest_for_check(check.folder, Reads(version="2"))
    assert "s1/p1" not in {stance_id.rpartition("/")[0] for stance_id in values(check)}
    # What else it says is another suggestion.
    suggest_for_check(check.folder, ChangesItsMind())
    assert "not_addressed" in values(check).values()
    assert "s1/p1" in {stance_id.rpartition("/")[0] for stance_id in values(check)}


def test_what_was_dismissed_of_other_words_comes(check: fb.OpenCheck) -> None:
    suggest_for_check(check.folder, Reads())
    check.dismiss("s1", "p1")
    check.update(lambda now: with_point_text(now, "p1", "The bridge will open in May"))
    suggest_for_check(check.folder, Reads())
    assert values(check)["s1/p1/reads"] == "supports"


def test_a_dismissal_that_was_taken_back_holds_no_more(check: fb.OpenCheck) -> None:
    suggest_for_check(check.folder, Reads())
    with_it = check.record
    check.dismiss("s1", "p1")
    dismissed = check.record.dismissed
    check.update(lambda _now: with_it.changed(dismissed=dismissed))
    suggest_for_check(check.folder, Reads())
    assert values(check)["s1/p1/reads"] == "supports"


def test_the_point_is_what_is_judged(check: fb.OpenCheck) -> None:
    model = Reads()
    suggest_for_check(check.folder, model, sources=["s1"])
    assert model.asked == [("It opens in May", OPEN)]


def test_a_suggestion_settles_no_cell(check: fb.OpenCheck) -> None:
    suggest_for_check(check.folder, Reads())
    assert {cell.state for cell in cells(check.record).values()} == {CellState.SUGGESTED, CellState.EMPTY}
    assert check.rating().value == "not_enough_evidence"
    assert "No person has judged" in check.rating().reason


def test_suggesting_again_leaves_every_byte_as_it_was(
    check: fb.OpenCheck, monkeypatch: pytest.MonkeyPatch
) -> None:
    suggest_for_check(check.folder, Reads())
    before = check.folder.file.read_bytes()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "2000000000")
    suggest_for_check(check.folder, Reads())
    assert check.folder.file.read_bytes() == before


class ChangesItsMind(Reads):
    def one(self, text: str) -> Suggestion:
        return Suggestion(StanceValue.NOT_ADDRESSED, 0.5)


class KnowsNothing(Reads):
    def one(self, text: str) -> Suggestion:
        return Suggestion(None, 0.0, note="not assessed")


@pytest.mark.parametrize(("model", "left"), [(ChangesItsMind(), 4), (KnowsNothing(), 0)])
def test_a_model_that_says_something_else_takes_its_words_away(
    check: fb.OpenCheck, model: Reads, left: int
) -> None:
    suggest_for_check(check.folder, Reads())
    suggest_for_check(check.folder, model)
    assert check.record.quotes == ()
    assert len(check.record.stances) == left
    assert len(check.record.coders) == 1
    assert len(check.record.abstentions) == 4 - left


def told(check: fb.OpenCheck) -> dict[str, str]:
    return {one.id: one.reason for one in check.record.abstentions}


def test_what_a_model_did_not_assess_is_written_down_and_is_no_stance(check: fb.OpenCheck) -> None:
    suggest_for_check(check.folder, Reads())
    (noted,) = check.record.abstentions
    assert (noted.id, noted.reason) == ("s4/p1/reads", "the model knows English only")
    assert check.record.source("s4").kept_copy(noted.snapshot)
    cell = cells(check.record)["s4", "p1"]
    assert (cell.state, cell.value, cell.stances) == (CellState.EMPTY, None, ())
    assert [one.id for one in not_assessed(check.record, cell)] == ["s4/p1/reads"]
    with pytest.raises(BadInputError, match="No suggestion waits"):
        check.accept("s4", "p1")
    with pytest.raises(BadInputError, match="No suggestion waits"):
        check.dismiss("s4", "p1")
    assert "s4/p1" not in set(check.audit()["id"])


def test_a_model_that_judges_nothing_changes_no_rating(check: fb.OpenCheck) -> None:
    before = check.rating()
    run = suggest_for_check(check.folder, KnowsNothing())
    assert {cell.note for cell in run.not_assessed} == {"the model gave no reason"}
    assert len(check.record.abstentions) == 4
    assert check.rating() == before
    assert check.suggested_rating() is None


def test_a_model_that_judges_now_takes_back_that_it_did_not(check: fb.OpenCheck) -> None:
    suggest_for_check(check.folder, KnowsNothing())
    suggest_for_check(check.folder, Reads(version="2"))
    (noted,) = check.record.abstentions
    assert (noted.source, noted.reason) == ("s4", "the model knows English only")
    assert [coder.version for coder in check.record.coders] == ["2"]


def test_only_the_cells_that_were_asked_of_are_noted_anew(check: fb.OpenCheck) -> None:
    suggest_for_check(check.folder, KnowsNothing())
    suggest_for_check(check.folder, Reads(), sources=["s1"])
    assert sorted(told(check)) == ["s2/p1/reads", "s3/p1/reads", "s4/p1/reads"]


def test_nothing_is_told_of_a_cell_that_somebody_judged_or_of_an_older_copy(check: fb.OpenCheck) -> None:
    suggest_for_check(check.folder, Reads(), sources=["s4"])
    place = ("s4", "p1")
    check.stance(*place, "mixed", coder="Ana")
    assert not not_assessed(check.record, cells(check.record)[place])
    check.update(lambda record: without_stance(record, source="s4", point="p1", coder="ana"))
    assert not_assessed(check.record, cells(check.record)[place])
    newer = check.record.source("s1").snapshots
    check.update(
        lambda record: put_record(
            record,
            "sources",
            record.source("s4").model_copy(update={"snapshots": (*record.source("s4").snapshots, *newer)}),
        )
    )
    assert not not_assessed(check.record, cells(check.record)[place])


def test_while_judged_blind_nobody_is_told_what_was_not_assessed(check: fb.OpenCheck) -> None:
    check.blind(coder="Ana")
    suggest_for_check(check.folder, Reads())
    assert check.record.abstentions
    assert check.seen(coder="Ana").abstentions == ()


class Odd(Reads):
    def __init__(self, note: Any) -> None:
        super().__init__()
        self.note = note

    def one(self, text: str) -> Suggestion:
        return Suggestion(None, 0.0, note=self.note)


@pytest.mark.parametrize(
    ("note", "reason"),
    [
        ("not assessed:\x00 it is\n\ntoo  \u202elong", "it is too long"),
        ("\u200b\ud800", "the model gave no reason"),
        ("too long", "too long"),
    ],
)
def test_the_reason_is_one_line_that_can_be_shown(check: fb.OpenCheck, note: str, reason: str) -> None:
    suggest_for_check(check.folder, Odd(note), sources=["s1"])
    assert list(told(check).values()) == [reason]


def test_a_reason_that_is_no_text_is_an_error_of_the_model(check: fb.OpenCheck) -> None:
    with pytest.raises(ModelError, match="gave the note 7"):
        suggest_for_check(check.folder, Odd(7))


def test_a_new_version_takes_the_place_of_the_old(check: fb.OpenCheck) -> None:
    suggest_for_check(check.folder, Reads())
    suggest_for_check(check.folder, Reads(version="2"))
    assert [coder.version for coder in check.record.coders] == ["2"]
    assert len(check.record.stances) == 3
    assert len(check.record.quotes) == 2


def test_another_model_has_suggestions_of_its_own(check: fb.OpenCheck) -> None:
    suggest_for_check(check.folder, Reads())
    suggest_for_check(check.folder, Reads(name="Other"))
    assert len(check.record.stances) == 6
    assert len(check.record.quotes) == 2


def test_what_people_judged_accepted_or_quoted_stays(check: fb.OpenCheck) -> None:
    suggest_for_check(check.folder, Reads())
    check.accept("s1", "p1", coder="Ana")
    check.stance("s2", "p1", "mixed", coder="Ana")
    quoted = check.quote("s2", "will not open in May", point="p1")
    assert quoted.suggested_by is None
    run = suggest_for_check(check.folder, ChangesItsMind())
    assert run.judged == 2
    assert values(check)["s1/p1/reads"] == "supports"
    assert values(check)["s2/p1/ana"] == "mixed"
    assert [quote.exact for quote in check.record.quotes] == ["will open in May", "will not open in May"]


def test_words_that_a_sentence_cites_stay(check: fb.OpenCheck) -> None:
    suggest_for_check(check.folder, Reads())
    check.add_finding("summary", "It will open in May [@s1#q1].")
    suggest_for_check(check.folder, KnowsNothing())
    assert [quote.id for quote in check.record.quotes] == ["q1"]


def test_a_quote_of_a_person_at_the_same_place_is_used_again(check: fb.OpenCheck) -> None:
    mine = check.quote("s1", "will open in May")
    suggest_for_check(check.folder, Reads(), sources=["s1"])
    assert check.record.quotes == (mine,)
    check.dismiss("s1", "p1")
    assert check.record.quotes == (mine,)


def test_hidden_text_is_not_shown_to_the_model(check: fb.OpenCheck) -> None:
    def hide(record: Any) -> Any:
        source = record.source("s1")
        seen = source.snapshot.model_copy(update={"visible_length": 26})
        changed = source.model_copy(update={"snapshots": (seen,)})
        return record.changed(sources=(changed, *record.sources[1:]))

    check.update(hide)
    model = Reads()
    suggest_for_check(check.folder, model, sources=["s1"])
    assert model.asked[0][1] == "The council met on Monday."
    assert values(check) == {"s1/p1/reads": "not_addressed"}


def test_a_source_that_cannot_be_read_does_not_stop_the_others(check: fb.OpenCheck) -> None:
    snapshot = check.record.source("s1").snapshot
    assert snapshot
    (check.path / "snapshots" / f"{snapshot.text_sha256}.txt").write_text("changed")
    run = suggest_for_check(check.folder, Reads())
    assert set(values(check)) == {"s2/p1/reads", "s3/p1/reads"}
    assert list(run.failed) == ["s1"]
    assert "does not match its hash" in run.failed["s1"]


def test_a_source_without_a_text_is_not_assessed(check: fb.OpenCheck, tmp_path: Path) -> None:
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    source = check.add_source(tmp_path / "picture.png")
    run = suggest_for_check(check.folder, Reads(), sources=[source.id])
    assert [cell.note.startswith("there is no text of it") for cell in run.not_assessed] == [True]


def test_a_source_that_is_not_there_is_named(check: fb.OpenCheck) -> None:
    with pytest.raises(NotFoundError, match="no source 's9'"):
        suggest_for_check(check.folder, Reads(), sources=["s9"])


class Raises(Reads):
    def suggest(self, pairs: Any) -> list[Suggestion]:
        raise ValueError("out of memory")


class TooFew(Reads):
    def suggest(self, pairs: Any) -> list[Suggestion]:
        return []


class Answers(Reads):
    def __init__(self, answer: Any) -> None:
        super().__init__()
        self.answer = answer

    def one(self, text: str) -> Suggestion:
        return self.answer  # type: ignore[no-any-return]


SIDE = StanceValue.SUPPORTS


@pytest.mark.parametrize(
    ("model", "said"),
    [
        (Raises(), "failed: ValueError: out of memory"),
        (TooFew(), "was asked of 1 points and gave 0 answers"),
        (Answers("supports"), "gave str in place of a Suggestion"),
        (Answers(Suggestion("true", 0.5)), "gave 'true', which is no stance"),  # type: ignore[arg-type]
        (Answers(Suggestion(SIDE, float("nan"))), "not between 0 and 1"),
        (Answers(Suggestion(SIDE, 82)), "gave the confidence 82"),
        (Answers(Suggestion([SIDE], 0.5)), "cannot be read: unhashable type"),  # type: ignore[arg-type]
        (Answers(Suggestion(SIDE, 0.5, passages=None)), "cannot be read"),  # type: ignore[arg-type]
        (Answers(Suggestion(SIDE, 0.5, passages=((0, 3),))), "cannot be read"),  # type: ignore[arg-type]
        (Answers(Suggestion(SIDE, 0.5, passages=(Passage(0, 9999, "x", 1),))), "0 to 9999"),
        (Answers(Suggestion(SIDE, 0.5, passages=(Passage(-3, 2, "x", 1),))), "-3 to 2"),
        (Answers(Suggestion(SIDE, 0.5, passages=(Passage(0, 3, "xyz", 1),))), "do not stand at"),
    ],
)
def test_a_model_whose_answers_cannot_be_used_is_named_and_nothing_is_written(
    check: fb.OpenCheck, model: Reads, said: str
) -> None:
    before = check.folder.file.read_bytes()
    with pytest.raises(ModelError, match="The stance model Reads 1") as caught:
        suggest_for_check(check.folder, model)
    assert said in str(caught.value)
    assert check.folder.file.read_bytes() == before


def test_a_model_may_be_sure_in_the_numbers_of_its_library(check: fb.OpenCheck) -> None:
    suggest_for_check(check.folder, Answers(Suggestion(SIDE, np.float32(0.5))))  # type: ignore[arg-type]
    assert {stance.confidence for stance in check.record.stances} == {0.5}


class FailsOnOne(Reads):
    def one(self, text: str) -> Suggestion:
        if text == SHUT:
            raise RuntimeError("too long")
        return super().one(text)


def test_a_model_that_fails_on_one_source_is_asked_of_the_others(check: fb.OpenCheck) -> None:
    run = suggest_for_check(check.folder, FailsOnOne())
    assert run.failed == {
        "s2": "The stance model Reads 1 failed: RuntimeError: too long. "
        "Choose another with --model, or judge by hand."
    }
    assert set(values(check)) == {"s1/p1/reads", "s3/p1/reads"}


def test_a_person_who_is_called_like_the_model_is_not_taken_for_it(check: fb.OpenCheck) -> None:
    check.stance("s3", "p1", "not_addressed", coder="Reads")
    suggest_for_check(check.folder, Reads())
    kinds = {coder.id: coder.kind for coder in check.record.coders}
    assert kinds == {"reads": "person", "reads-2": "model"}


def test_a_cell_that_is_judged_while_the_model_thinks_is_left_alone(check: fb.OpenCheck) -> None:
    class Slow(Reads):
        def one(self, text: str) -> Suggestion:
            check.stance("s1", "p1", "mixed", coder="Ana")
            return super().one(text)

    suggest_for_check(check.folder, Slow(), sources=["s1"])
    assert values(check) == {"s1/p1/ana": "mixed"}
