"""One request goes out and one text comes back, or the reason why none does; against a scripted server."""

from __future__ import annotations

import asyncio
import sys
import threading
import time
import traceback
from typing import Any

import pytest

from factbook.drafting.asking import provider
from factbook.drafting.asking.answers import Points
from factbook.drafting.asking.ask import Asker
from factbook.drafting.asking.call_log import CallLog
from factbook.drafting.asking.choose import ChosenModel
from factbook.errors import BadInputError, ModelError, StoppedError
from factbook.store.check_folder import CheckFolder
from tests.drafting.asking.conftest import GOOD, TASK, asker, everything_in
from tests.scripted_model import Die, Hang, ScriptedModel, Serve, Status


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


def test_it_can_be_asked_where_a_loop_is_running(folder: CheckFolder, scripted: Serve) -> None:
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


def test_an_answer_that_a_server_counts_as_nothing_is_not_counted(
    folder: CheckFolder, scripted: Serve
) -> None:
    model = scripted({"points": GOOD})
    model.usage = {"prompt_tokens": 900, "completion_tokens": 0, "total_tokens": 900}
    asking = asker(model, folder)
    asking.ask(TASK, Points)
    (call,) = folder.read().calls
    assert (call.input_tokens, call.output_tokens, call.cost_usd) == (900, None, None)
    assert asking.calls.budget.spent > 5_000
