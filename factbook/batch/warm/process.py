"""The hold on a warm process: it is started once, and asked for a child per notebook, or for a worker."""

from __future__ import annotations

import json
import socket
import subprocess
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from factbook.batch.warm.child import Child

_ANSWER_BYTES = 4096


class NoChildError(RuntimeError):
    """A child cannot be had; says why."""


class _Process(Protocol):
    """What is known of a warm process: as much of `subprocess.Popen` as is asked of it."""

    def poll(self) -> int | None: ...
    def kill(self) -> None: ...
    def wait(self) -> int: ...


@dataclass(frozen=True)
class Forked:
    """A process that was forked from a warm one; ``ends`` is a descriptor that is ready once it has ended."""

    pid: int
    ends: int


class WarmProcess:
    """A process that has imported what notebooks need, and forks others.

    Parameters
    ----------
    sock:
        What it is asked over.
    process:
        The process itself; it ends once ``sock`` is closed.
    """

    def __init__(self, sock: socket.socket, process: _Process) -> None:
        self._lock = threading.Lock()
        self._socket = sock
        self._process = process
        self._ready = False

    @classmethod
    def start(
        cls,
        python: Sequence[str],
        *,
        environ: Mapping[str, str],
        timeout_s: float,
        imports: Sequence[str] = (),
    ) -> WarmProcess:
        """Start one, and do not wait for it.

        Parameters
        ----------
        python:
            The command that starts Python, with its options.
        environ:
            Its environment. What Python and its libraries read of it when they start holds for all children.
        timeout_s:
            How long it may take to start, or to fork a child with the imports before.
        imports:
            What it is to import at once, of `preload.preloadable`.
        """
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.settimeout(timeout_s)
        with theirs:
            process = subprocess.Popen(  # noqa: S603  the Python that runs this
                [*python, "-m", "factbook.batch.warm", str(theirs.fileno()), *imports],
                env=environ,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.PIPE,
                start_new_session=True,  # An interrupt of the engine is none of its children's.
            )
        assert process.stdin is not None  # noqa: S101
        process.stdin.close()  # As a kernel's: who reads it is at its end at once.
        return cls(ours, process)

    @classmethod
    def ready(cls, sock: socket.socket, process: _Process) -> WarmProcess:
        """Give the hold on one that has started."""
        warm = cls(sock, process)
        warm._ready = True
        return warm

    @property
    def alive(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None

    def expect_ready(self) -> None:
        """Wait until it has started; `NoChildError` if it does not, or does not know this ipykernel."""
        with self._lock:
            if not self._ready:
                answer, _ = self._answer()
                if "problem" in answer:
                    self.close()
                    raise NoChildError(answer["problem"])
                self._ready = True

    def fork(
        self, *, imports: Sequence[str], cwd: str, environ: Mapping[str, str], arguments: Sequence[str]
    ) -> Child:
        """Give a child with a kernel of its own, or raise `NoChildError`.

        Parameters
        ----------
        imports:
            What the notebook is about to import, of `preload.preloadable`.
        cwd:
            Its working directory.
        environ:
            Its environment.
        arguments:
            What the command line of a stock kernel would hold.
        """
        # Who asks for workers alone needs no client of a kernel.
        from factbook.batch.warm.child import Child
        from factbook.batch.warm.wire import make_wires

        wire, theirs = make_wires()
        asked = {
            "imports": list(imports),
            "cwd": cwd,
            "environ": dict(environ),
            "arguments": list(arguments),
        }
        try:
            with theirs:
                forked = self._ask(asked, theirs.fileno())
        except NoChildError:
            wire.close()
            raise
        return Child(wire, pid=forked.pid, ends=forked.ends)

    def fork_worker(
        self, connection: int, *, cwd: str, environ: Mapping[str, str], path: Sequence[str]
    ) -> Forked:
        """Give a process that serves `warm.worker.serve` over a connection, or raise `NoChildError`.

        Parameters
        ----------
        connection:
            The descriptor of its end of it.
        cwd:
            Its working directory.
        environ:
            Its environment.
        path:
            Where it finds what it is to import, as in ``sys.path``.
        """
        asked = {"imports": [], "cwd": cwd, "environ": dict(environ), "path": list(path)}
        return self._ask(asked, connection)

    def _ask(self, asked: dict[str, Any], descriptor: int) -> Forked:
        try:
            with self._lock:
                socket.send_fds(self._socket, [json.dumps(asked).encode()], [descriptor])
                answer, descriptors = self._answer()
            if "pid" not in answer:
                raise NoChildError(answer["problem"])
        except (OSError, NoChildError) as error:
            raise NoChildError(f"it cannot be had from a warm process: {error}") from error
        return Forked(answer["pid"], descriptors[0])

    def _answer(self) -> tuple[dict[str, Any], list[int]]:
        try:
            packet, descriptors, _, _ = socket.recv_fds(self._socket, _ANSWER_BYTES, 1)
        except TimeoutError as error:
            self.close()
            raise NoChildError("it did not answer in time") from error
        except OSError as error:
            raise NoChildError(str(error)) from error
        if not packet:
            self.close()
            raise NoChildError("it has died")
        return json.loads(packet), descriptors

    def close(self) -> None:
        """End it and its children."""
        self._socket.close()
        self._process.kill()
        self._process.wait()
