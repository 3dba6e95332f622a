"""Names are looked up and connected to with care."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import time

import pytest

from factbook.sources.fetch.guard import Deadline, DeadlineError, GuardedBackend
from tests.sources.fetch.conftest import Server


def backend(resolver, *, total_time_s: float = 1.0) -> GuardedBackend:
    return GuardedBackend(Deadline(total_time_s), resolver=resolver, allow_address=lambda address: True)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (
            socket.gaierror(socket.EAI_NONAME, "Name or service not known"),
            "there is no server called a.example",
        ),
        (UnicodeError("label empty or too long"), "there is no server called a.example"),
        (
            socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution"),
            r"the name a.example could not be looked up \(Temporary failure in name resolution\)",
        ),
    ],
)
def test_a_name_that_does_not_exist_is_told_from_a_network_that_does_not_work(error, told):
    def failing(host, port):
        raise error

    with pytest.raises(OSError, match=told):
        backend(failing).connect_tcp("a.example", 80)


def test_no_time_left_is_said_as_such():
    with pytest.raises(DeadlineError, match="it took longer than 0 s"):
        backend(lambda host, port: ["127.0.0.1"], total_time_s=0.0).connect_tcp("a.example", 80)


def test_a_mistake_in_a_resolver_is_not_hidden():
    with pytest.raises(ZeroDivisionError):
        backend(lambda host, port: 1 / 0).connect_tcp("a.example", 80)


def test_an_address_that_never_answers_leaves_time_for_the_next(server: Server):
    with contextlib.ExitStack() as stack:
        silent = stack.enter_context(socket.socket())
        silent.bind(("127.0.0.2", server.port))
        silent.listen(0)
        # A full queue: the system drops what comes next, as a firewall does.
        for _ in range(4):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(("127.0.0.2", server.port))
        began = time.monotonic()
        guard = backend(lambda host, port: ["127.0.0.2", "127.0.0.1"])
        stream = guard.connect_tcp("two.example", server.port)
        stack.callback(stream.close)
        assert stream.get_extra_info("server_addr") == ("127.0.0.1", server.port)
        assert time.monotonic() - began > 0.4  # It waited for the first, and had time left for the second.


def test_a_resolver_that_hangs_does_not_keep_the_program_from_ending():
    program = """
import time
from factbook.sources.fetch.guard import Deadline, DeadlineError, GuardedBackend
guard = GuardedBackend(Deadline(0.1), resolver=lambda host, port: time.sleep(60), allow_address=bool)
try:
    guard.connect_tcp("hang.example", 80)
except DeadlineError as error:
    print(error)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=20, check=True
    )
    assert done.stdout == "its name could not be looked up in time\n"
