"""A document that kills, stops or fills its reader costs one document."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from factbook.errors import ExtractError
from factbook.sources.extract.process import Limits
from factbook.sources.extract.sandbox import Sandbox

MANY = 10
READERS = ("tests.sources.extract.hostile:Hostile",)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    made = Sandbox(
        Limits(timeout_s=7, cpu_s=1, memory_bytes=400 << 20), readers=READERS, documents_per_process=MANY
    )
    yield made
    made.close()


def read(sandbox: Sandbox, deed: str) -> str:
    return sandbox.read(deed.encode(), media_type="test/hostile").text


@pytest.mark.parametrize(
    ("deed", "problem"),
    [
        ("hog", "reading it took more than 0.39 GB of memory"),
        ("spin", "reading it took more than 1 s of computing"),
        ("hang", "reading it took longer than 7 s"),
        ("die", "the reader crashed on it"),
        ("crash", "the reader crashed on it"),
        ("exit", "the reader crashed on it"),
        ("fail", "the reader failed on it (ZeroDivisionError)"),
        ("refuse", "it refuses"),
        ("lie", "the reader gave an answer that cannot be used"),
        ("flood", "its text has more than 10,000,000 characters"),
    ],
)
def test_each_end_is_told_and_the_next_document_is_read(sandbox: Sandbox, deed: str, problem: str) -> None:
    begun_s = time.monotonic()
    with pytest.raises(ExtractError) as caught:
        read(sandbox, deed)
    assert caught.value.problem == problem
    assert time.monotonic() - begun_s < 10
    assert read(sandbox, "read:the next") == "the next"


def test_what_a_reader_says_on_its_way_is_not_taken_for_its_answer(sandbox: Sandbox) -> None:
    assert read(sandbox, "speak") == "spoken"


def test_half_a_surrogate_pair_is_replaced_where_it_stands(sandbox: Sandbox) -> None:
    assert read(sandbox, "half") == "half a pair \ufffd here"


def test_a_reader_cannot_write_files_and_does_not_see_the_environment(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_OF_THE_NOTEBOOK", "x")
    with pytest.raises(ExtractError, match="OSError"):
        read(sandbox, f"write:{tmp_path / 'written'}")
    assert (tmp_path / "written").stat().st_size == 0
    assert "SECRET_OF_THE_NOTEBOOK" not in read(sandbox, "environment")


def test_the_process_is_kept_and_after_many_documents_replaced(sandbox: Sandbox) -> None:
    pids = [read(sandbox, "pid") for _ in range(MANY + 1)]
    assert len(set(pids)) == 2
    assert pids[0] == pids[MANY - 1]


def test_unless_told_otherwise_no_document_meets_what_another_left_behind() -> None:
    sandbox = Sandbox(readers=READERS)
    assert len({read(sandbox, "pid") for _ in range(3)}) == 3
    sandbox.close()


def test_a_process_killed_between_two_documents_is_replaced(sandbox: Sandbox) -> None:
    pid = int(read(sandbox, "pid"))
    os.kill(pid, signal.SIGKILL)
    time.sleep(0.1)
    assert int(read(sandbox, "pid")) != pid


def test_a_process_killed_within_a_document_costs_that_one(sandbox: Sandbox) -> None:
    pid = int(read(sandbox, "pid"))
    threading.Timer(0.3, lambda: os.kill(pid, signal.SIGKILL)).start()
    with pytest.raises(ExtractError, match="the reader crashed on it"):
        read(sandbox, "hang")
    assert read(sandbox, "read:next") == "next"


def test_threads_share_it(sandbox: Sandbox) -> None:
    with ThreadPoolExecutor(8) as pool:
        texts = list(pool.map(lambda number: read(sandbox, f"read:{number}"), range(40)))
    assert texts == [str(number) for number in range(40)]


def test_an_interrupt_does_not_shift_the_answers(sandbox: Sandbox) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.5)
        with pytest.raises(KeyboardInterrupt):
            read(sandbox, "hang")
    finally:
        signal.signal(signal.SIGALRM, before)
    assert read(sandbox, "read:next") == "next"


def test_a_forked_child_has_processes_of_its_own(sandbox: Sandbox) -> None:
    pid = read(sandbox, "pid")
    source, sink = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.write(sink, read(sandbox, "pid").encode())
            sandbox.close()
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    os.close(sink)
    in_child = os.read(source, 100).decode()
    os.close(source)
    assert in_child.isdecimal()
    assert in_child != pid
    assert read(sandbox, "pid") == pid


def test_the_process_ends_with_the_one_that_asks() -> None:
    program = (
        "import os, signal; from factbook.sources.extract.sandbox import Sandbox\n"
        f"sandbox = Sandbox(readers={READERS!r}, documents_per_process=2)\n"
        "print(sandbox.read(b'pid', media_type='test/hostile').text, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    until_s = time.monotonic() + 5
    while psutil.pid_exists(int(said.stdout)) and time.monotonic() < until_s:
        time.sleep(0.02)
    assert not psutil.pid_exists(int(said.stdout))


def test_a_kind_without_a_reader_is_refused(sandbox: Sandbox) -> None:
    with pytest.raises(ExtractError, match="no text could be read from image/png"):
        sandbox.read(b"x", media_type="image/png")


def test_memory_of_the_one_that_asks_stays_flat(sandbox: Sandbox) -> None:
    this = psutil.Process()
    read(sandbox, "read:warm")
    before = this.memory_info().rss
    for deed in ("hog", "flood", "lie", "die"):
        with pytest.raises(ExtractError):
            read(sandbox, deed)
    assert this.memory_info().rss - before < 20 << 20
