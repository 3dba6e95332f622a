"""The engine's hold on a warm process: it is started once, and asked for a child per notebook."""

from __future__ import annotations

import json
import socket
import subprocess
import threading
from collections.abc import Mapping, Sequence
from typing import Any

from factbook.batch.warm.child import Child
from factbook.batch.warm.wire import make_wires

_ANSWER_BYTES = 4096


class NoChildError(RuntimeError):
    """A child cannot be had; says why."""


class WarmProcess:
    """A process that imports what notebooks need, and forks a child for each.

    Parameters
    ----------
    python:
        The command that starts Python, with its options.
    environ:
        Its environment. What Python and its libraries read of it when they start holds for all children.
    timeout_s:
        How long it may take to start, or to fork a child with the imports before.

    Raises
    ------
    NoChildError
        It does not start, or there is an ipykernel that it does not know.
    """

    def __init__(self, python: Sequence[str], *, environ: Mapping[str, str], timeout_s: float) -> None:
        self._lock = threading.Lock()
        self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._socket.settimeout(timeout_s)
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603  the Python that runs this
                [*python, "-m", "factbook.batch.warm", str(theirs.fileno())],
                env=environ,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.PIPE,
                start_new_session=True,  # An interrupt of the engine is none of its children's.
            )
        assert self._process.stdin is not None  # noqa: S101
        self._process.stdin.close()  # As a kernel's: who reads it is at its end at once.
        answer, _ = self._answer()
        if "problem" in answer:
            self.close()
            raise NoChildError(answer["problem"])

    @property
    def alive(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None

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
        asked = {
            "imports": list(imports),
            "cwd": cwd,
            "environ": dict(environ),
            "arguments": list(arguments),
        }
        wire, theirs = make_wires()
        try:
            with self._lock, theirs:
                socket.send_fds(self._socket, [json.dumps(asked).encode()], [theirs.fileno()])
                answer, descriptors = self._answer()
            if "pid" not in answer:
                raise NoChildError(answer["problem"])
            return Child(wire, pid=answer["pid"], ends=descriptors[0])
        except (OSError, NoChildError) as error:
            wire.close()
            raise NoChildError(f"it cannot be had from a warm process: {error}") from error

    def _answer(self) -> tuple[dict[str, Any], list[int]]:
        try:
            packet, descriptors, _, _ = socket.recv_fds(self._socket, _ANSWER_BYTES, 1)
        except TimeoutError as error:
            self.close()
            raise NoChildError("it did not answer in time") from error
        if not packet:
            self.close()
            raise NoChildError("it has died")
        return json.loads(packet), descriptors

    def close(self) -> None:
        """End it and its children."""
        self._socket.close()
        self._process.kill()
        self._process.wait()
