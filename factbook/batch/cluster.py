"""Sending the checks of a batch to the workers of a dask cluster: each comes back with its report, once.

Checks are made here, where their files are, and built there; see `batch.parcel`. dask starts the work of a
worker that dies anew on another, so only what has come back counts; and what has come back is written whole.
"""

from __future__ import annotations

import logging
import time
import uuid
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from queue import Empty, Queue
from typing import Any

from factbook.batch.claim import (
    build_keys,
    expect_job,
    failure_of,
    is_current,
    make_claim,
    result_of,
)
from factbook.batch.claims import ClaimRow
from factbook.batch.made import Made
from factbook.batch.parcel import Parcel, Reply, build_parcel, pack, unpack
from factbook.batch.progress import BatchProgress
from factbook.batch.results import ClaimResult, Job
from factbook.errors import BadInputError, BuildError, FactbookError
from factbook.store.check_folder import CHECK_FILE

CONNECT_TIMEOUT_S = 15
_AHEAD = 2
"""Checks under way for each thread of the cluster: one that is worked on, and one that waits."""

_LOOK_EVERY_S = 1.0


class _WorkersDiedError(FactbookError):
    """dask has given a check up."""


@dataclass(frozen=True)
class _Sent:
    """A check that is under way, and its ``check.json`` as it was sent."""

    row: ClaimRow
    made: Made
    tries: int
    began: float
    packed: bytes = b""


def run_in_cluster(
    rows: Sequence[ClaimRow],
    job: Job,
    *,
    address: str,
    retries: int,
    bars: Callable[..., BatchProgress],
) -> Generator[ClaimResult, None, None]:
    """Give what became of each claim, as it comes back.

    Raises
    ------
    BadInputError
        There is no scheduler at the address, or ``distributed`` is not installed here.
    BuildError
        The scheduler has gone.
    """
    expect_job(job)
    client = _connect(address)
    try:
        with _own_words_alone(), bars(slots=0) as progress:
            for result in _Cluster(client, job, address=address, retries=retries, progress=progress).run(
                rows
            ):
                progress.count(result)
                yield result
    finally:
        client.close()


def _connect(address: str) -> Any:
    try:
        from distributed import Client
        from distributed.comm.addressing import get_address_host_port
    except ImportError as error:
        raise BadInputError(
            "--cluster needs the package distributed", next_step="Install it: pip install 'factbook[cluster]'"
        ) from error
    try:
        get_address_host_port(address)
    except ValueError as error:
        # A client would be told only once it had begun, and take half a minute to end.
        raise BadInputError(
            f"{address} is no address of a dask scheduler", next_step="It looks like tcp://host:8786."
        ) from error
    try:
        return Client(address, timeout=CONNECT_TIMEOUT_S, set_as_default=False, name="factbook")
    except (OSError, ValueError, TypeError) as error:
        raise BadInputError(
            f"No dask scheduler answers at {address}",
            next_step="Start one with: dask scheduler; it prints its address.",
        ) from error


@contextmanager
def _own_words_alone() -> Iterator[None]:
    """Keep dask from logging what is told in words here: a scheduler that has gone, with its traceback."""
    log = logging.getLogger("distributed.client")
    before = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(before)


class _Cluster:
    def __init__(self, client: Any, job: Job, *, address: str, retries: int, progress: BatchProgress) -> None:
        self._client = client
        self._job = job
        self._address = address
        self._retries = retries
        self._progress = progress
        self._sent: dict[Any, _Sent] = {}
        self._back: Queue[Any] = Queue()
        self._held: frozenset[str] = frozenset()
        self._threads = 0
        self._looked = 0.0

    def run(self, rows: Sequence[ClaimRow]) -> Iterator[ClaimResult]:
        """Keep the cluster busy, and give each result as it comes."""
        self._held = self._held_everywhere()
        waiting = deque((row, 1) for row in rows)
        while waiting or self._sent:
            self._look()
            while waiting and len(self._sent) < max(1, self._threads) * _AHEAD:
                row, tries = waiting.popleft()
                if done := self._send(row, tries):
                    yield done
            for future in self._come_back():
                sent = self._sent.pop(future)
                result = self._take(future, sent)
                if result is None:
                    continue  # It was sent again, with all its copies.
                if result.outcome == "failed" and not result.lasting and sent.tries <= self._retries:
                    waiting.append((sent.row, sent.tries + 1))
                else:
                    yield replace(result, tries=sent.tries)

    def _send(self, row: ClaimRow, tries: int) -> ClaimResult | None:
        """Make a check and send it; give the result if that is not needed, or fails."""
        began = time.monotonic()
        try:
            made = make_claim(row, self._job)
            if is_current(made, self._job):
                seconds = time.monotonic() - began
                return result_of(row, made, self._job, outcome="unchanged", seconds=seconds)
            self._submit(pack(made, self._job, held=self._held), _Sent(row, made, tries, began))
        except Exception as error:  # noqa: BLE001  one claim must not end the batch, whatever it meets
            return replace(failure_of(row, error, seconds=time.monotonic() - began), tries=tries)
        return None

    def _submit(self, parcel: Parcel, sent: _Sent) -> None:
        key = f"factbook-{parcel.id}-{uuid.uuid4().hex[:8]}"
        future = self._client.submit(build_on_worker, parcel, key=key, pure=False)
        self._sent[future] = replace(sent, packed=parcel.files[CHECK_FILE])
        future.add_done_callback(self._back.put)

    def _come_back(self) -> Iterator[Any]:
        """Give what has come back by now; waits a second for the first."""
        if not self._sent:
            return
        with suppress(Empty):
            yield self._back.get(timeout=_LOOK_EVERY_S)
            while True:
                yield self._back.get_nowait()

    def _take(self, future: Any, sent: _Sent) -> ClaimResult | None:
        seconds = time.monotonic() - sent.began
        try:
            reply: Reply = self._reply(future)
            if reply.missing:
                self._submit(pack(sent.made, self._job), sent)
                return None
            if reply.error:
                result = failure_of(sent.row, reply.error, seconds=seconds)
                return replace(result, traceback=reply.traceback)
            made = unpack(reply, sent.made, packed=sent.packed)
            if made.state["built"] != build_keys().of(made.folder, self._job.to):
                places = ", ".join(self._client.who_has([future]).get(future.key, ()))
                raise BadInputError(
                    f"The worker at {places} has another factbook, other models or other templates",
                    next_step="Install the same there as here.",
                )
            return result_of(sent.row, made, self._job, outcome="built", seconds=seconds)
        except Exception as error:  # one claim must not end the batch, whatever it meets
            if isinstance(error, BuildError):
                raise
            result = failure_of(sent.row, error, seconds=seconds)
            # dask has tried it on several: once more would end as many again.
            return replace(result, lasting=result.lasting or isinstance(error, _WorkersDiedError))

    def _reply(self, future: Any) -> Reply:
        from distributed import CancelledError, KilledWorker

        try:
            reply: Reply = future.result()
        except KilledWorker as error:
            raise _WorkersDiedError("the workers that it was sent to died, one after the other") from error
        except CancelledError as error:
            raise BuildError(
                "The dask scheduler has gone",
                next_step="Start it and its workers again, and run the same command to go on.",
            ) from error
        return reply

    def _look(self) -> None:
        now = time.monotonic()
        if now - self._looked > _LOOK_EVERY_S:
            self._looked = now
            workers = self._client.nthreads()
            self._threads = sum(workers.values())
            if workers:
                self._progress.note(f"{len(workers)} workers")
            else:
                self._progress.warn(f"No worker is there. Start one with: dask worker {self._address}")

    def _held_everywhere(self) -> frozenset[str]:
        """Name the copies that every worker has from before: those need not be sent."""
        held = list(self._client.run(held_on_worker, on_error="ignore").values())
        return frozenset.intersection(*held) if held else frozenset()


def build_on_worker(parcel: Parcel) -> Reply:
    """Build a check in the folder of the dask worker that calls this."""
    from distributed import get_worker

    return build_parcel(parcel, place=_place(get_worker()))


def held_on_worker(dask_worker: Any) -> frozenset[str]:
    """Name the copies that a worker has; dask gives this one itself."""
    return frozenset(path.name for path in (_place(dask_worker) / "copies").glob("[!.]*"))


def _place(dask_worker: Any) -> Path:
    return Path(dask_worker.local_directory) / "factbook"
