"""Messages between processes: whole or not at all, whoever sends them and however it ends."""

from __future__ import annotations

import os
import select
import signal
import time

import pytest

from factbook.batch.warm.wire import Wire, make_wires

MEBIBYTE = 1024 * 1024


@pytest.fixture
def wires():
    ours, theirs = make_wires()
    other = Wire(theirs)
    yield ours, other
    ours.close()
    other.close()


def in_a_fork(work):
    """Run a function in a forked process, and give its process id."""
    child = os.fork()
    if not child:
        try:
            work()
        finally:
            os._exit(0)
    return child


def receive(wire, count, *, timeout_s=20.0):
    """Wait for so many messages."""
    found = []
    deadline = time.monotonic() + timeout_s
    while len(found) < count and time.monotonic() < deadline:
        select.select([wire], [], [], 0.1)
        found += wire.messages()
    return found


def test_messages_arrive_in_order_with_their_parts(wires):
    ours, other = wires
    sent = [[b"one", b"", b"three"], [b""], [b"last", b"x" * 10]]
    for parts in sent:
        ours.send(parts)
    assert sent == list(other.messages())
    assert [] == list(other.messages())


def test_a_message_larger_than_the_socket_arrives_whole(wires):
    ours, other = wires
    large = os.urandom(3 * MEBIBYTE)
    child = in_a_fork(lambda: ours.send([b"head", large]))
    assert [[b"head", large]] == receive(other, 1)
    os.waitpid(child, 0)


def test_processes_that_write_at_once_do_not_mix(wires):
    ours, other = wires
    texts = [bytes([65 + number]) * (MEBIBYTE // 2) for number in range(4)]
    children = [in_a_fork(lambda text=text: [ours.send([text]) for _ in range(3)]) for text in texts]
    found = receive(other, 12)
    assert sorted(texts * 3) == sorted(text for (text,) in found)
    for child in children:
        os.waitpid(child, 0)


def test_a_writer_that_is_killed_leaves_no_broken_message(wires):
    ours, other = wires
    child = in_a_fork(lambda: ours.send([b"x" * 10 * MEBIBYTE]))  # It waits for a reader in mid-message.
    assert select.select([other], [], [], 20)[0]
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    after_it = in_a_fork(lambda: ours.send([b"next"]))  # What the dead one sent may fill the socket.
    assert [[b"next"]] == receive(other, 1)
    os.waitpid(after_it, 0)


def test_posting_never_waits(wires):
    ours, other = wires
    sent = [[os.urandom(MEBIBYTE)] for _ in range(3)]
    for parts in sent:
        ours.post(parts)
    assert ours.push()
    found = []
    while ours.push() or len(found) < len(sent):
        found += other.messages()
    assert sent == found


def test_what_was_sent_is_read_before_the_end_is_told(wires):
    ours, other = wires
    ours.send([b"last words"])
    ours.close()
    arriving = other.messages()
    assert [b"last words"] == next(arriving)
    with pytest.raises(EOFError):
        next(arriving)
