"""``factbook lab``: JupyterLab opens on a casebook, with a notebook that shows the desk."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import nbformat
import pytest

import factbook as fb
from factbook.cli import lab, main
from factbook.store.casebook import Casebook


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What would have been run."""
    commands: list[list[str]] = []
    monkeypatch.setattr(lab, "run_to_its_end", lambda command: commands.append(command) or 0)
    return commands


def run(*arguments: str) -> Any:
    with pytest.raises(SystemExit) as ended:
        main(["lab", *arguments])
    return ended.value.code


def code_of(notebook: Path) -> str:
    book = nbformat.read(notebook, as_version=4)
    nbformat.validate(book)
    return "\n".join(cell.source for cell in book.cells if cell.cell_type == "code")


def test_a_casebook_opens_on_the_check_that_was_changed_last(
    tmp_path: Path, started: list[list[str]]
) -> None:
    for name in ("bridge", "trams"):
        fb.new(question=f"{name}?", casebook=tmp_path, id=name)
    os.utime(tmp_path / "bridge" / "check.json", (2_000_000_000, 2_000_000_000))
    assert run(str(tmp_path), "--no-browser", "--port", "8999") == 0
    assert 'fb.open("bridge")  # or: trams' in code_of(tmp_path / "desk.ipynb")
    assert "fb.desk(check)" in code_of(tmp_path / "desk.ipynb")
    options = [f"--ServerApp.root_dir={tmp_path}", "--no-browser", "--ServerApp.port=8999"]
    assert started[0][1:] == ["-m", "jupyterlab", *options, str(tmp_path / "desk.ipynb")]


def test_a_notebook_that_is_there_is_left_as_it_is(tmp_path: Path, started: list[list[str]]) -> None:
    (tmp_path / "desk.ipynb").write_text("mine")
    run(str(tmp_path))
    assert (tmp_path / "desk.ipynb").read_text() == "mine"
    assert len(started) == 1


def test_one_check_has_a_notebook_of_its_own_beside_it(tmp_path: Path, started: list[list[str]]) -> None:
    fb.new(question="Bridge?", casebook=tmp_path, id="bridge")
    run(str(tmp_path / "bridge"))
    assert 'check = fb.open("bridge")\n' in code_of(tmp_path / "bridge-desk.ipynb") + "\n"
    assert f"--ServerApp.root_dir={tmp_path}" in started[0]


def test_in_an_empty_casebook_a_check_is_begun_and_only_once(
    tmp_path: Path, started: list[list[str]]
) -> None:
    for _ in range(2):
        run(str(tmp_path / "new"))
    [check] = fb.load_casebook(tmp_path / "new")
    assert (check.path.name, check.record.claim.question) == ("check", "What is to be checked?")
    # Run again after a restart, the cells open it, and make no other.
    assert 'fb.open("check")' in code_of(tmp_path / "new" / "desk.ipynb")
    assert len(started) == 2


def test_the_notebooks_code_shows_a_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fb.new(question="Bridge?", casebook=tmp_path, id="bridge")
    (tmp_path / "desk.ipynb").write_text(lab.desk_notebook(Casebook(tmp_path)), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    code = code_of(tmp_path / "desk.ipynb")
    exec(code.replace("fb.desk(check)", "shown = fb.desk(check)"), names)  # noqa: S102
    assert "This check has no sources yet" in names["shown"]._repr_mimebundle_()[0]["text/html"]


ASKS_BEFORE_IT_ENDS = """
import signal, sys, time

def ask(*_):
    signal.signal(signal.SIGINT, end)
    time.sleep(0.6)  # longer than Python gives a child by itself
    print("Shut down?", flush=True)

def end(*_):
    sys.exit(5)

signal.signal(signal.SIGINT, ask)
print("running", flush=True)
while True:
    time.sleep(0.05)  # a signal just before a pause() without end would be waited for in vain
"""


def test_an_interrupt_is_answered_by_lab_and_waited_for() -> None:
    code = "import sys; from factbook.cli.lab import run_to_its_end; sys.exit(run_to_its_end(sys.argv[1:]))"
    # A shell that starts the tests in the background has them, and all that they start, ignore interrupts.
    heeds = partial(signal.signal, signal.SIGINT, signal.default_int_handler)
    command = [sys.executable, "-c", code, sys.executable, "-c", ASKS_BEFORE_IT_ENDS]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, start_new_session=True, preexec_fn=heeds
    ) as running:
        assert running.stdout
        try:
            # As a terminal does: to all that run in it.
            for said in ("running\n", "Shut down?\n"):
                assert running.stdout.readline() == said
                os.killpg(running.pid, signal.SIGINT)
            assert running.wait(30) == 5
        finally:
            running.kill()
