"""Asking, keeping and replaying, against a server that answers what the test tells it to."""

from __future__ import annotations

import json
import sys
import threading
import time
import traceback
from pathlib import Path
from typing import Any

import pytest

from factbook.drafting.asking import provider
from factbook.drafting.asking.answers import Points
from factbook.drafting.asking.ask import Asker
from factbook.drafting.asking.call_log import Budget, CallLog
from factbook.drafting.asking.choose import ChosenModel
from factbook.drafting.asking.request import Task, make_request
from factbook.errors import BadInputError, BudgetError, ModelError, SnapshotError, StoppedError
from factbook.model.model_call import Dropped
from factbook.store.check_folder import CheckFolder
from tests.scripted_model import Cut, Die, Hang, ScriptedModel, Serve, Status

TASK = Task("points", {"question": "Will the bridge open in May?"})
GOOD = {"points": ["The bridge opens in May"]}


def asker(model: ScriptedModel, folder: CheckFolder, *, budget: int | None = None, **fields: Any) -> Asker:
    again = fields.pop("again", False)
    log = CallLog(folder, Budget(budget), again=again)
    return Asker(ChosenModel("openai", "small", model.url, **fields), log)


def everything_in(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())


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


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Hang, "gave no answer: it took too long"),
        (Die, "gave no answer: "),
        (Status(500, "out of memory"), "out of memory"),
        (Status(429, "slow down"), "slow down"),
        (Status(401, "the key hunter2 is wrong"), "the key (key) is wrong"),
    ],
    ids=["hangs", "dies in mid-answer", "fails", "is busy", "repeats the key"],
)
def test_a_server_that_gives_no_answer_leaves_no_trace(
    folder: CheckFolder, scripted: Serve, monkeypatch: pytest.MonkeyPatch, answer: Any, said: str
) -> None:
    monkeypatch.setenv("FACTBOOK_MODEL_KEY", "hunter2")
    before = everything_in(folder.path)
    model = scripted({"points": answer})
    with pytest.raises(ModelError) as caught:
        asker(model, folder, timeout_s=0.5 if answer is Hang else 20).ask(TASK, Points)
    assert said in str(caught.value)
    # Nor in what stands under a cell of a notebook, which is kept with it.
    assert "hunter2" not in "".join(traceback.format_exception(caught.value))
    assert len(model.asked) == 1  # Nothing is repeated by itself: it might be paid for twice.
    assert everything_in(folder.path) == before


def test_without_the_extra_it_is_said_what_to_install(
    folder: CheckFolder, scripted: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pydantic_ai.direct", None)
    with pytest.raises(
        BadInputError, match=r"not installed. Install them with: pip install 'factbook\[llm\]'"
    ):
        asker(scripted({}), folder).ask(TASK, Points)


def test_nobody_there_is_said_at_once(folder: CheckFolder) -> None:
    model = ScriptedModel({})
    model.url = "http://127.0.0.1:9/v1"
    with pytest.raises(
        ModelError,
        match=r"openai:small gave no answer: cannot connect to http://127.0.0.1:\d+/v1: start its server",
    ):
        asker(model, folder).ask(TASK, Points)


def test_the_key_is_sent_and_written_nowhere(
    folder: CheckFolder, scripted: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FACTBOOK_MODEL_KEY", "hunter2")
    model = scripted({"points": GOOD})
    asker(model, folder).ask(TASK, Points)
    assert model.asked[0]["_authorization"] == "Bearer hunter2"
    assert b"hunter2" not in everything_in(folder.path)


def test_why_there_is_no_answer_can_be_looked_into(folder: CheckFolder, scripted: Serve) -> None:
    with pytest.raises(ModelError) as caught:
        asker(scripted({"points": Status(500, "out of memory")}), folder).ask(TASK, Points)
    assert "500" in str(caught.value.__cause__)


@pytest.mark.parametrize("place", ["text", "model"])
def test_a_key_that_a_server_repeats_in_its_answer_is_written_nowhere(
    folder: CheckFolder, scripted: Serve, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    monkeypatch.setenv("FACTBOOK_MODEL_KEY", "hunter2")
    points = {"points": [f"The bridge opens{' for Bearer hunter2' if place == 'text' else ''}"]}
    model = scripted({"points": points})
    model.calls_itself = "small-hunter2" if place == "model" else ""
    said = asker(model, folder).ask(TASK, Points)
    assert b"hunter2" not in everything_in(folder.path)
    assert b"(key)" in everything_in(folder.path)
    assert asker(model, folder).ask(TASK, Points) == said


def test_a_word_that_stands_for_no_key_may_be_said(
    folder: CheckFolder, scripted: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FACTBOOK_MODEL_KEY", "bridge")
    assert asker(scripted({"points": GOOD}), folder).ask(TASK, Points) == Points.model_validate(GOOD)


def test_a_call_that_is_cancelled_is_ended_and_leaves_no_trace(
    folder: CheckFolder, scripted: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = scripted({"points": Hang})
    before = everything_in(folder.path)
    join = threading.Thread.join

    def interrupted(thread: threading.Thread, timeout: float | None = None) -> None:
        if thread.name == "factbook-language-model" and timeout == 0.2 and model.hung.wait(10):
            raise KeyboardInterrupt
        join(thread, timeout)

    monkeypatch.setattr(threading.Thread, "join", interrupted)
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        asker(model, folder, timeout_s=60).ask(TASK, Points)
    assert time.monotonic() - began < 15
    assert not any(thread.name == "factbook-language-model" for thread in threading.enumerate())
    assert everything_in(folder.path) == before


def test_a_call_that_somebody_stops_is_broken_off_and_none_is_made_from_then_on(
    folder: CheckFolder, scripted: Serve
) -> None:
    model = scripted({"points": Hang})
    before = everything_in(folder.path)
    asking = asker(model, folder, timeout_s=60)

    def stop_it() -> None:
        model.hung.wait(10)
        asking.calls.stopped.set()

    stopping = threading.Thread(target=stop_it)
    stopping.start()
    began = time.monotonic()
    for _ in range(2):
        with pytest.raises(StoppedError, match=r"was stopped\. Answers so far are kept"):
            asking.ask(TASK, Points)
    stopping.join()
    assert time.monotonic() - began < 15
    assert (len(model.asked), everything_in(folder.path)) == (1, before)
    assert not any(thread.name == "factbook-language-model" for thread in threading.enumerate())


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


def test_it_can_be_asked_where_a_loop_is_running(folder: CheckFolder, scripted: Serve) -> None:
    import asyncio

    model = scripted({"points": GOOD})

    async def in_jupyter() -> Points:
        return asker(model, folder).ask(TASK, Points)

    assert asyncio.run(in_jupyter()).points


@pytest.mark.parametrize("answers", ["schema", "json", "prompt"])
def test_servers_are_told_the_form_in_the_way_they_know(
    folder: CheckFolder, scripted: Serve, answers: str
) -> None:
    model = scripted({"points": GOOD})
    asker(model, folder, answers=answers).ask(TASK, Points)
    (asked,) = model.asked
    form = asked.get("response_format", {})
    assert form.get("type") == ("json_schema" if answers == "schema" else "json_object")
    assert ("schema" in form) == (answers == "json")
    told = " ".join(one["content"] for one in asked["messages"] if one["role"] == "system")
    assert ("valid against this JSON Schema" in told) == (answers != "schema")
    assert (asked["temperature"], asked["max_tokens"], asked.get("tools")) == (0, 4000, None)


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


@pytest.mark.parametrize("answer", [GOOD, Status(500)], ids=["does not count", "fails"])
def test_what_nobody_counted_is_taken_to_have_cost_all_it_could(
    folder: CheckFolder, scripted: Serve, answer: Any
) -> None:
    model = scripted({"points": answer})
    model.counts_tokens = False
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


@pytest.mark.parametrize("name", ["openai", "anthropic", "google"])
def test_each_provider_is_asked_in_its_own_protocol(
    folder: CheckFolder, scripted: Serve, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Their real addresses are not asked; that a request and its reply are understood is what is shown."""
    model = scripted({"points": GOOD})
    monkeypatch.setitem(provider.ADDRESSES, name, model.url.removesuffix("" if name == "openai" else "/v1"))
    for variable in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GOOGLE_API_KEY"):
        monkeypatch.setenv(variable, "hunter2")
    names = {"openai": "gpt-5-mini", "anthropic": "claude-sonnet-5", "google": "gemini-2.5-flash"}
    chosen = ChosenModel(name, names[name])
    assert Asker(chosen, CallLog(folder)).ask(TASK, Points).points == ("The bridge opens in May",)
    (call,) = folder.read().calls
    assert (call.input_tokens, call.output_tokens) == (900, 100)
    assert call.cost_usd is not None
    assert 0 < call.cost_usd < 0.1
    assert b"hunter2" not in everything_in(folder.path)
