"""Calls are kept, found again, and counted against a budget that is never overrun."""

from __future__ import annotations

import json
from typing import Any

import pytest

from factbook.drafting.asking.answers import Points
from factbook.drafting.asking.call_log import Budget, CallLog
from factbook.drafting.asking.choose import ChosenModel
from factbook.drafting.asking.provider import Reply
from factbook.drafting.asking.request import make_request
from factbook.errors import BudgetError, ModelError, SnapshotError
from factbook.model.model_call import Dropped
from factbook.store.check_folder import CheckFolder
from tests.drafting.asking.conftest import GOOD, TASK, asker
from tests.scripted_model import Serve, Status

REQUEST = make_request(ChosenModel("ollama", "qwen3"), TASK)
MOST = REQUEST.most_tokens()


def reply(input_tokens: int | None, output_tokens: int | None) -> Reply:
    return Reply('{"points": []}', "qwen3", "stop", input_tokens, output_tokens, None)


def test_a_call_is_kept_with_all_that_belongs_to_it(folder: CheckFolder, scripted: Serve) -> None:
    model = scripted({"points": GOOD})
    assert asker(model, folder).ask(TASK, Points).points == ("The bridge opens in May",)
    (call,) = folder.read().calls
    assert (call.id, call.task, call.model, call.problem) == ("m1", "points", "openai:small", "")
    assert (call.input_tokens, call.output_tokens, call.cost_usd) == (900, 100, None)
    kept = folder.call(call.sha256)
    assert json.loads(kept.answer.text) == GOOD
    assert kept.request_sha256 == call.request_sha256
    assert "Will the bridge open in May?" in kept.request["turns"][0]


def test_asked_again_the_newest_answer_is_the_one_that_is_replayed(
    folder: CheckFolder, scripted: Serve
) -> None:
    other = {"points": ["The bridge opens"]}
    model = scripted({"points": [GOOD, other]})
    asker(model, folder).ask(TASK, Points)
    asker(model, folder, again=True).ask(TASK, Points)
    assert asker(model, folder).ask(TASK, Points) == Points.model_validate(other)
    assert [call.id for call in folder.read().calls] == ["m1", "m2"]


def test_a_kept_answer_that_was_changed_is_not_used(folder: CheckFolder, scripted: Serve) -> None:
    model = scripted({"points": GOOD})
    asker(model, folder).ask(TASK, Points)
    file = folder.path / "calls" / f"{folder.read().calls[0].sha256}.json"
    file.write_bytes(file.read_bytes().replace(b"May", b"June"))
    with pytest.raises(SnapshotError, match="does not match its hash: it was changed"):
        asker(model, folder).ask(TASK, Points)


def test_a_call_that_could_overrun_the_budget_is_not_made(folder: CheckFolder, scripted: Serve) -> None:
    model = scripted({"points": GOOD})
    small = asker(model, folder, budget=5_000)
    with pytest.raises(
        BudgetError, match=r"The budget of 5,000 tokens was kept to: 0 are spent, and asking "
    ):
        small.ask(TASK, Points)
    assert model.asked == []
    larger = asker(model, folder, budget=8_000)
    larger.ask(TASK, Points)
    assert larger.calls.budget.spent == 1_000
    # What is replayed costs nothing, whatever is left.
    assert asker(model, folder, budget=1).ask(TASK, Points).points


@pytest.mark.parametrize(
    ("counts", "spent"),
    [
        ((900, 100), 1_000),
        ((None, None), MOST),
        ((900, None), MOST),
        ((None, 100), MOST),
        ((900, 0), MOST),
        ((0, 100), MOST),
    ],
)
def test_what_is_not_counted_whole_is_taken_to_have_cost_all_it_could(
    folder: CheckFolder, counts: tuple[int | None, int | None], spent: int
) -> None:
    log = CallLog(folder, Budget(2 * MOST))
    log.keep(REQUEST, reply(*counts), took_s=0.1, problem="")
    assert log.budget.spent == spent


@pytest.mark.parametrize("answer", [GOOD, Status(500)], ids=["does not count", "fails"])
def test_what_nobody_counted_is_taken_to_have_cost_all_it_could(
    folder: CheckFolder, scripted: Serve, answer: Any
) -> None:
    model = scripted({"points": answer})
    model.usage = {}
    one = asker(model, folder, budget=8_000)
    try:
        one.ask(TASK, Points)
    except ModelError:
        assert answer is not GOOD
    else:
        assert (folder.read().calls[0].input_tokens, folder.read().calls[0].cost_usd) == (None, None)
    assert 5_000 < one.calls.budget.spent <= 8_000


def test_what_was_dropped_stands_beside_the_call(folder: CheckFolder, scripted: Serve) -> None:
    one = asker(scripted({"points": GOOD}), folder)
    one.ask(TASK, Points)
    one.calls.note_dropped([Dropped(words="It flies", reason="it is not about the claim")])
    assert folder.read().calls[0].dropped[0].words == "It flies"
