"""papermill's client, run over the wire of a child: what becomes of each message is left to nbclient."""

from __future__ import annotations

import time
from typing import Any

from nbclient.client import timestamp
from nbclient.exceptions import CellExecutionComplete, CellTimeoutError, DeadKernelError
from nbclient.util import run_hook, run_sync
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.log import logger

from factbook.batch.warm.child import Child, ChildEndedError

_RENAMED = {"execution_timeout", "timeout", "start_timeout", "startup_timeout", "input_path"}
"""Options that nbclient knows by another name, or not at all."""

END_GRACE_S = 5
"""How long a kernel may take to end by itself, as jupyter_client has it."""


class WarmClient(PapermillNotebookClient):  # type: ignore[misc]
    """Runs the cells of a notebook in a child.

    Parameters
    ----------
    nb_man:
        papermill's hold on the notebook.
    child:
        What it runs in; ended at the end.
    options:
        As papermill gives them to an engine.
    """

    def __init__(self, nb_man: Any, *, child: Child, **options: Any) -> None:
        given = {name: value for name, value in options.items() if name not in _RENAMED}
        timeouts = {"timeout": options["execution_timeout"], "startup_timeout": options["start_timeout"]}
        super().__init__(nb_man, log=logger, **given, **timeouts)
        self.km = self.kc = self.child = child

    def execute(self, **_options: Any) -> NotebookNode:
        """Run all cells and give the notebook."""
        self.reset_execution_trackers()
        self.log.info(f"Executing notebook with kernel: {self.kernel_name}")
        try:
            self._call(self.on_notebook_start, notebook=self.nb)
            self.papermill_execute_cells()
            about = self._reply(self.child.request("kernel_info_request"), timeout_s=self.startup_timeout)
            self.nb.metadata["language_info"] = about["content"]["language_info"]
            self.set_widgets_metadata()
        finally:
            self.child.stop(grace_s=0 if self.shutdown_kernel == "immediate" else END_GRACE_S)
        nb: NotebookNode = self.nb
        return nb

    def execute_cell(
        self,
        cell: NotebookNode,
        cell_index: int,
        execution_count: int | None = None,
        store_history: bool = True,  # noqa: FBT001, FBT002  nbclient's own
    ) -> NotebookNode:
        """Run a cell, step by step as `nbclient.NotebookClient.async_execute_cell` does."""
        place = {"cell": cell, "cell_index": cell_index}
        tags = cell.metadata.get("tags", [])
        self._call(self.on_cell_start, **place)
        if cell.cell_type != "code" or not cell.source.strip() or self.skip_cells_with_tag in tags:
            return cell
        if self.record_timing:
            cell["metadata"]["execution"] = {}
        allows_errors = not self.force_raise_errors and (self.allow_errors or "raises-exception" in tags)
        self._call(self.on_cell_execute, **place)
        request = self.child.execute(
            cell.source, store_history=store_history, stop_on_error=not allows_errors
        )
        self._call(self.on_cell_complete, **place)
        self.code_cells_executed += 1
        cell.outputs = []
        self.clear_before_next_output = False
        reply = self._follow(request, cell, cell_index)
        if execution_count:
            cell["execution_count"] = execution_count
        self._call(self.on_cell_executed, **place, execute_reply=reply)
        if reply["content"]["status"] == "error":
            run_sync(self._check_raise_for_error)(cell, cell_index, reply)
        self.nb["cells"][cell_index] = cell
        return cell

    def _follow(self, request: str, cell: NotebookNode, cell_index: int) -> dict[str, Any]:
        """Put what a cell says into it until it is done; give the reply to its request."""
        timeout_s = self._get_timeout(cell)
        deadline = _deadline(timeout_s)
        reply: dict[str, Any] | None = None
        done = False
        while reply is None or not done:
            try:
                message = self._receive(request, deadline)
            except TimeoutError:
                reply = self._late(reply, timeout_s, cell)
                deadline = _deadline(self.iopub_timeout if reply else timeout_s)
                continue
            if message["msg_type"] == "execute_reply":
                if self.record_timing:
                    cell["metadata"]["execution"]["shell.execute_reply"] = timestamp(message)
                reply = reply or message
                deadline = _deadline(self.iopub_timeout)
                continue
            try:
                self.process_message(message, cell, cell_index)
            except CellExecutionComplete:
                done = True
        return reply

    def _late(
        self, reply: dict[str, Any] | None, timeout_s: int | None, cell: NotebookNode
    ) -> dict[str, Any] | None:
        """Raise `CellTimeoutError`; or interrupt, if so asked, and give a reply if one was handed in."""
        if reply is not None:
            raise CellTimeoutError.error_from_timeout_and_cell(
                "Timeout waiting for IOPub output", self.iopub_timeout, cell
            )
        given: dict[str, Any] | None = run_sync(self._async_handle_timeout)(timeout_s, cell)
        return given

    def _reply(self, request: str, *, timeout_s: float) -> dict[str, Any]:
        """Wait until a request is dealt with, and give the reply."""
        deadline = _deadline(timeout_s)
        reply: dict[str, Any] | None = None
        while True:
            message = self._receive(request, deadline)
            if message["msg_type"].endswith("_reply"):
                reply = message
            elif reply is not None and message["content"].get("execution_state") == "idle":
                return reply

    def _receive(self, request: str, deadline: float | None) -> dict[str, Any]:
        """Wait for what the child says on a request; `TimeoutError` at the deadline."""
        while True:
            try:
                message = self.child.receive(deadline=deadline)
            except ChildEndedError:
                self.log.error("Kernel died while waiting for execute reply.")
                raise DeadKernelError("Kernel died") from None
            if message["parent_header"].get("msg_id") == request:
                return message

    def _call(self, hook: Any, **about: Any) -> None:
        if hook is not None:
            run_sync(run_hook)(hook, **about)


def _deadline(timeout_s: float | None) -> float | None:
    return None if timeout_s is None else time.monotonic() + timeout_s
