"""A typed answer is asked for in two turns at most, and replayed from then on."""

from __future__ import annotations

from typing import Any

import pytest

from factbook.drafting.asking.answers import Points
from factbook.drafting.asking.ask import Asker
from factbook.drafting.asking.call_log import Budget, CallLog
from factbook.drafting.asking.choose import ChosenModel
from factbook.drafting.asking.request import Task, make_request
from factbook.errors import BadInputError, BudgetError, ModelError, StoppedError
from factbook.store.check_folder import CheckFolder
from tests.drafting.asking.conftest import GOOD, TASK, asker, everything_in
from tests.scripted_model import Cut, Serve, Status


def test_the_same_question_is_replayed_without_the_network(folder: CheckFolder, scripted: Serve) -> None:
    model = scripted({"points": GOOD})
    asker(model, folder).ask(TASK, Points)
    before = everything_in(folder.path)
    again = asker(model, folder)
    assert again.ask(TASK, Points) == Points.model_validate(GOOD)
    assert (len(model.asked), again.calls.made, again.calls.replayed) == (1, 0, 1)
    assert everything_in(folder.path) == before
    other = Task("points", {"question": "Will the bridge open in June?"})
    asker(model, folder).ask(other, Points)
    assert len(model.asked) == 2


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "Sure! Here are the points.",
        '{"points": ["The bridge',
        Cut('{"points": ["The bridge'),
        {"point": "x"},
    ],
    ids=["empty", "chatter", "broken", "cut off", "another form"],
)
def test_an_answer_of_no_use_is_sent_back_once(folder: CheckFolder, scripted: Serve, bad: Any) -> None:
    model = scripted({"points": [bad, GOOD]})
    assert asker(model, folder).ask(TASK, Points).points
    assert "Your answer cannot be used: it " in model.asked[1]["messages"][-1]["content"]
    problems = [call.problem for call in folder.read().calls]
    assert problems[0]
    assert problems[1] == ""
    # The way to the answer is replayed as it was gone.
    assert asker(model, folder).ask(TASK, Points).points
    assert len(model.asked) == 2


def test_after_the_second_the_model_is_given_up_and_may_be_asked_another_time(
    folder: CheckFolder, scripted: Serve
) -> None:
    model = scripted({"points": ["no", "no", GOOD]})
    with pytest.raises(ModelError, match="openai:small was asked for points twice, and its answer cannot be"):
        asker(model, folder).ask(TASK, Points)
    third = asker(model, folder)
    assert third.ask(TASK, Points).points
    assert (third.calls.made, third.calls.replayed, len(folder.read().calls)) == (1, 0, 3)


@pytest.mark.parametrize("stops", ["budget", "server"])
def test_a_first_answer_that_was_paid_for_is_not_asked_for_again(
    folder: CheckFolder, scripted: Serve, stops: str
) -> None:
    model = scripted({"points": ["no", *([Status(500)] if stops == "server" else []), GOOD]})
    first = make_request(ChosenModel("openai", "small", model.url), TASK)
    # The first answer takes 1,000: what is left is too little for the second.
    with pytest.raises(BudgetError if stops == "budget" else ModelError):
        asker(model, folder, budget=first.most_tokens() if stops == "budget" else None).ask(TASK, Points)
    again = asker(model, folder)
    assert again.ask(TASK, Points).points
    assert (again.calls.made, again.calls.replayed) == (1, 1)
    assert [call.problem == "" for call in folder.read().calls] == [False, True]
    assert len(model.asked[-1]["messages"]) == 4  # The first answer, and why it could not be used, go along.


def test_what_is_asked_anew_takes_no_turn_from_before(folder: CheckFolder, scripted: Serve) -> None:
    model = scripted({"points": ["no", GOOD, "no", {"points": ["The bridge opens"]}]})
    asker(model, folder).ask(TASK, Points)
    anew = asker(model, folder, again=True)
    assert anew.ask(TASK, Points).points == ("The bridge opens",)
    assert (anew.calls.made, anew.calls.replayed, len(model.asked)) == (2, 0, 4)


def test_what_was_never_sent_has_cost_nothing(
    folder: CheckFolder, scripted: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped = asker(scripted({}), folder, budget=8_000)
    stopped.calls.stopped.set()
    with pytest.raises(StoppedError):
        stopped.ask(TASK, Points)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    without_key = Asker(ChosenModel("openai", "small"), CallLog(folder, Budget(8_000)))
    with pytest.raises(BadInputError, match="There is no key"):
        without_key.ask(TASK, Points)
    assert (stopped.calls.budget.spent, without_key.calls.budget.spent) == (0, 0)


def test_who_has_stopped_it_is_not_told_of_the_budget(folder: CheckFolder, scripted: Serve) -> None:
    stopped = asker(scripted({}), folder, budget=1)
    stopped.calls.stopped.set()
    with pytest.raises(StoppedError):
        stopped.ask(TASK, Points)
