"""A warm process ends with its engine, and says nothing of that."""

from __future__ import annotations

import os
import select
import socket
import subprocess
import sys

import pytest

from factbook.batch.needs import forking_is_safe

pytestmark = pytest.mark.skipif(not forking_is_safe(), reason="nothing is forked here")


@pytest.mark.parametrize("goes", ["before it is ready", "with its answer unread"])
def test_it_ends_quietly_when_its_engine_is_gone(goes: str) -> None:
    """A command that ends early, like one that was given a wrong name, waits for nothing."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-m", "factbook.batch.warm", str(theirs.fileno())],
            env=dict(os.environ),
            pass_fds=[theirs.fileno()],
            stderr=subprocess.PIPE,
        )
    if goes == "with its answer unread":
        assert select.select([ours], [], [], 60)[0]
    ours.close()
    _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (0, b"")
