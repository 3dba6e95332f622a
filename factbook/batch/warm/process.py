"""The engine's hold on a warm process: it is started once, and asked for a child per notebook."""

from __future__ import annotations

import json
import os
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
    """A process that has imported what notebooks need, and forks a child for each.

    Parameters
    ----------
    python:
        The command that starts Python, with its options.
    environ:
        Its environment. What Python and its libraries read of it when they start holds for all children.
    timeout_s:
        How long its imports, or the fork of a child, may take.

    Raises
    ------
    NoChildError
        It does not start, or forking it is not safe as it has more than one thread.
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
        threads = self._answer()[0].get("threads")
        if threads != 1:
            self.close()
            raise NoChildError(f"it has {threads} threads, and forking those is not safe")

    @property
    def alive(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None

    def fork(self, *, cwd: str, environ: Mapping[str, str], arguments: Sequence[str]) -> Child:
        """Give a child with a kernel of its own.

        Parameters
        ----------
        cwd:
            Its working directory.
        environ:
            Its environment.
        arguments:
            What the command line of a stock kernel would hold.
        """
        asked = {"cwd": cwd, "environ": dict(environ), "arguments": list(arguments)}
        wire, theirs = make_wires()
        try:
            with self._lock, theirs:
                socket.send_fds(self._socket, [json.dumps(asked).encode()], [theirs.fileno()])
                answer, descriptors = self._answer()
            return Child(wire, pid=answer["pid"], ends=descriptors[0])
        except OSError as error:
            wire.close()
            raise NoChildError(error.strerror or str(error)) from error
        except KeyError as error:
            wire.close()
            raise NoChildError(answer.get("problem", "it gave no child")) from error

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
