"""The warm process: imports what notebooks need, and forks a child for each of them.

    python -m factbook.batch.warm FD [NAME ...]

FD is a socket to the engine, and each NAME stands for modules that are imported at once. Each request tells
what the notebook is about to import, its working directory, its environment and the arguments of its kernel,
and brings the socket that the child is to speak over; the answer brings a descriptor that tells when the
child has ended. This process itself runs nothing of a notebook, has one thread, and ends with the engine.

A request with a ``path`` in place of arguments asks for a worker; see `warm.worker`.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import socket
import sys
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any

REQUEST_BYTES = 1024 * 1024
KNOWN_IPYKERNEL = "7"
"""The major version whose classes `warm.kernel` builds on."""


def main() -> None:
    """Serve the engine; in each child, run its kernel."""
    # ipykernel leaves the working directory out, too, while it loads.
    if sys.path[0] == "" or Path(sys.path[0]) == Path.cwd():
        del sys.path[0]
    # Called after all that a notebook or a library has registered: taking an interpreter apart writes to,
    # and so copies, every page it has.
    atexit.register(os._exit, 0)
    engine = socket.socket(fileno=int(sys.argv[1]))
    if (found := version("ipykernel")).split(".")[0] != KNOWN_IPYKERNEL:
        _answer(engine, {"problem": f"ipykernel {found} is not one that it knows"})
        return
    from factbook.batch.warm.kernel import make_app
    from factbook.batch.warm.preload import preload_kernel, reseed
    from factbook.batch.warm.wire import Wire
    from factbook.batch.warm.worker import work_or_fork

    preload_kernel(sys.argv[2:])
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # Children that have ended are not kept.
    _answer(engine, {})
    while True:
        forked = _fork_children(engine)
        if forked is None:
            return
        asked, wire = forked
        os.environ.clear()
        os.environ.update(asked["environ"])
        os.chdir(asked["cwd"])
        reseed()
        if "arguments" in asked:
            break
        engine = work_or_fork(asked, wire)
    # From here to a cell there are as many frames as in a stock kernel: a recursion ends at the same depth.
    make_app(Wire(wire), arguments=asked["arguments"], forked_by=asked["forked_by"]).start()


def _fork_children(engine: socket.socket) -> tuple[dict[str, Any], socket.socket] | None:
    """Fork a child for each request; give the request in the child, and nothing once the engine is gone."""
    from factbook.batch.warm.preload import preload, thread_count

    while True:
        try:
            packet, descriptors, _, _ = socket.recv_fds(engine, REQUEST_BYTES, 1)
        except ConnectionResetError:
            return None  # It went with an answer unread.
        if not packet:
            return None
        asked = json.loads(packet)
        with socket.socket(fileno=descriptors[0]) as wire:
            preload(asked["imports"])
            if (threads := thread_count()) > 1:
                _answer(engine, {"problem": f"it has {threads} threads, and forking those is not safe"})
                continue
            try:
                asked["forked_by"] = os.getpid()
                child = os.fork()
                if not child:
                    os.setsid()  # The engine interrupts and kills it with all that it starts.
                    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                    engine.close()
                    return asked, wire.dup()
                ends = os.pidfd_open(child)
            except OSError as error:
                _answer(engine, {"problem": error.strerror})
                continue
        _answer(engine, {"pid": child}, ends)
        os.close(ends)


def _answer(engine: socket.socket, answer: dict[str, Any], *descriptors: int) -> None:
    # If it is gone, the next look for a request will tell.
    with suppress(BrokenPipeError, ConnectionResetError):
        socket.send_fds(engine, [json.dumps(answer).encode()], descriptors)


if __name__ == "__main__":
    main()
