"""The kernel of a forked child: that of ipykernel in every part, but for its sockets.

Whatever a notebook can see (the shell, its display hooks and streams, its magics and configuration) is made
by ipykernel's own classes in the order of its own start, so that the outputs are the same. Only what carries
messages is ours: one wire to the engine in place of five sockets.
"""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any, ClassVar

import ipykernel_launcher
import zmq
from ipykernel import ipkernel
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from ipykernel.kernelbase import Kernel
from ipykernel.parentpoller import ParentPollerUnix
from tornado.platform.asyncio import AsyncIOLoop
from traitlets import Any as AnyTrait

from factbook.batch.warm.speaking import OutStream, Publisher
from factbook.batch.warm.wire import Wire


class WireStream:
    """What a kernel takes for the stream of its shell: requests come from the wire, replies go to it."""

    def __init__(self, wire: Wire, publisher: Publisher) -> None:
        self._wire = wire
        self._publisher = publisher
        self._tasks: set[asyncio.Task[None]] = set()  # A loop itself does not hold on to them.
        self.io_loop: AsyncIOLoop = AsyncIOLoop.current()  # type: ignore[assignment]

    def on_recv(self, callback: Callable[[list[Any]], Any], copy: bool) -> None:  # noqa: ARG002, FBT001
        """Have a coroutine called with each request, in their order."""
        self._callback = callback
        self.io_loop.asyncio_loop.add_reader(self._wire.fileno(), self._read)

    def _read(self) -> None:
        try:
            for parts in self._wire.messages():
                frames = [zmq.Frame(part) for part in parts]
                task = self.io_loop.asyncio_loop.create_task(self._callback(frames))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
        except EOFError:
            os._exit(1)  # The engine is gone.

    def send_multipart(self, parts: Sequence[bytes], copy: bool = True) -> None:  # noqa: ARG002, FBT001, FBT002
        """Send a reply."""
        self._publisher.send_multipart(parts)

    def flush(self, _flag: int = 0) -> None:
        """Do nothing: what is sent is on its way."""


class _OneShell:
    """Stands for the thread that ipykernel deals requests out to subshells by: there are none here."""

    def __init__(self) -> None:
        self.parent_thread = threading.main_thread()

    def __bool__(self) -> bool:
        return False


class _NoModules:
    """Stands for `sys` where ipykernel lists the file of every module, for a debugger that nobody uses.

    To look at a module is to write to it, and a forked process copies each page that it writes to: these were
    a third of all.
    """

    modules: ClassVar[dict[str, ModuleType]] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(sys, name)


class ForkedKernel(IPythonKernel):  # type: ignore[misc]
    """The kernel of a forked child."""

    shell_stream = AnyTrait()
    _execute_sleep = 0.0  # ipykernel has it for sockets and streams that lag behind; here they do not.

    def __init__(self, **options: Any) -> None:
        ipkernel.sys = _NoModules()
        try:
            super().__init__(**options)
        finally:
            ipkernel.sys = sys

    @property
    def _supports_kernel_subshells(self) -> bool:
        return False

    def start(self) -> None:
        """Begin to take requests; there is no debugger to speak to."""
        self.shell.exit_now = False
        Kernel.start(self)

    async def do_shutdown(self, restart: bool) -> dict[str, Any]:  # noqa: FBT001
        """Come to an end; where a notebook makes errors of warnings, ipykernel would stumble over its own."""
        return dict(super().do_shutdown(restart))

    def _process_children(self) -> list[Any]:
        # ipykernel reads every process of the machine to find its children; most notebooks have none.
        try:
            os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        except ChildProcessError:
            return []
        return list(super()._process_children())


class ForkedApp(IPKernelApp):  # type: ignore[misc]
    """Starts the kernel of a forked child."""

    kernel_class = ForkedKernel
    outstream_class = f"{OutStream.__module__}.{OutStream.__name__}"
    wire: Wire
    forked_by: int

    def init_connection_file(self) -> None:
        """Leave the file alone: nobody else can connect."""

    def init_poller(self) -> None:
        """End when the process ends that this one was forked from, or if it has ended already."""
        if os.getppid() != self.forked_by:
            os._exit(1)
        self.poller = ParentPollerUnix(parent_pid=self.forked_by)

    def init_sockets(self) -> None:
        """Have the wire in place of sockets."""
        self.session.auth = None  # Nobody else can write to a wire.
        self.configure_tornado_logger()
        self.iopub_thread = Publisher(self.wire)
        self.iopub_thread.start()
        self.iopub_socket = self.iopub_thread.background_socket

    def init_heartbeat(self) -> None:
        """Have no heartbeat: the engine sees when a process ends."""

    def write_connection_file(self, **_options: Any) -> None:
        """Write none."""

    def log_connection_info(self) -> None:
        """Tell of none."""

    def init_kernel(self) -> None:
        """Create the kernel, and have its display hook count by it."""
        kernel = ForkedKernel.instance(
            parent=self,
            session=self.session,
            shell_stream=WireStream(self.wire, self.iopub_thread),
            shell_channel_thread=_OneShell(),
            iopub_thread=self.iopub_thread,
            iopub_socket=self.iopub_socket,
            log=self.log,
            profile_dir=self.profile_dir,
            user_ns=self.user_ns,
        )
        self.kernel = kernel
        self.displayhook.get_execution_count = lambda: kernel.execution_count


def make_app(wire: Wire, *, arguments: list[str], forked_by: int) -> ForkedApp:
    """Make the kernel of this process; it runs once it is started.

    Parameters
    ----------
    wire:
        What requests come over.
    arguments:
        What the command line of a stock kernel would hold.
    forked_by:
        The process that this one was forked from.
    """
    sys.argv = [ipykernel_launcher.__file__, *arguments]
    app: ForkedApp = ForkedApp.instance()
    app.wire = wire
    app.forked_by = forked_by
    app.initialize(arguments)
    return app
