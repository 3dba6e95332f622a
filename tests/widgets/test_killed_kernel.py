"""A kernel that is killed at any moment: what was acknowledged is on the disk, and the next one goes on."""

from __future__ import annotations

import multiprocessing
import random
import time
from multiprocessing.connection import Connection
from pathlib import Path

import factbook as fb
from factbook.store.check_folder import CheckFolder
from factbook.widgets.claim_form import ClaimForm

ROUNDS = 50
LONGEST_WAIT_S = 0.02


def kernel(path: str, pipe: Connection) -> None:
    """Serve a widget as a kernel does, until somebody kills it."""
    widget = ClaimForm(CheckFolder(path), coder="Ana")
    widget.send = lambda message, buffers=None: pipe.send(message["kind"])
    pipe.send("ready")
    while True:
        widget._handle_custom_msg(pipe.recv(), [])


def test_the_last_acknowledged_edit_is_there_after_each_of_fifty_kills(tmp_path: Path) -> None:
    check = fb.new(question="Question 0", casebook=tmp_path)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.widgets.test_killed_kernel"])
    moments = random.Random(20250909)  # noqa: S311
    number = acknowledged = 0

    def edit(pipe: Connection, number: int) -> None:
        message = {"part": "claim_form", "kind": "set", "field": "question", "id": number}
        pipe.send(message | {"value": f"Question {number}"})

    for _ in range(ROUNDS):
        pipe, theirs = context.Pipe()
        process = context.Process(target=kernel, args=(str(check.path), theirs), daemon=True)
        process.start()
        assert pipe.recv() == "ready"
        for _ in range(moments.randint(0, 2)):
            number += 1
            edit(pipe, number)
            assert pipe.recv() == "saved"
            acknowledged = number
        # While it is at the next one, it is killed.
        number += 1
        edit(pipe, number)
        time.sleep(moments.uniform(0, LONGEST_WAIT_S))
        process.kill()
        process.join()
        # What was on its way may be there as well; half of it never is.
        there = int(check.record.claim.question.removeprefix("Question "))
        assert there in {acknowledged, number}
        number = acknowledged = there
    check.update(lambda now: now)
    assert [path.name for path in check.path.glob(".factbook-tmp-*")] == []
