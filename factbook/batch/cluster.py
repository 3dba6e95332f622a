"""Sending the checks of a batch to the workers of a dask cluster: each comes back with its report, once.

Checks are made here, where their files are, and built there; see `batch.parcel`. dask starts the work of a
worker that dies anew on another, so only what has come back counts; and what has come back is written whole.
A worker that would make other reports refuses at once, and so would soon have been sent all there is: it is
left out, and the others do its work.
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
from factbook.batch.parcel import OtherFactbookError, Parcel, Reply, build_parcel, pack, unpack
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


class _LostError(Exception):
    """A reply is gone with the worker that held it."""


@dataclass(frozen=True)
class _Sent:
    """A check that is under way, its ``check.json`` as it was sent, and whom it is for, if not for all."""

    row: ClaimRow
    made: Made
    tries: int
    began: float
    packed: bytes = b""
    only: frozenset[str] = frozenset()


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
        self._fit: frozenset[str] = frozenset()  # workers by their addresses
        self._unfit: frozenset[str] = frozenset()
        self._threads = 0
        self._looked = 0.0

    def run(self, rows: Sequence[ClaimRow]) -> Iterator[ClaimResult]:
        """Keep the cluster busy, and give each result as it comes."""
        self._held = self._held_everywhere()
        waiting = deque((row, 1) for row in rows)
        while waiting or self._sent:
            self._look()
            waiting.extendleft(self._stranded())
            while waiting and len(self._sent) < max(1, self._threads) * _AHEAD:
                row, tries = waiting.popleft()
                if done := self._send(row, tries):
                    yield done
            for future in self._come_back():
                sent = self._sent.pop(future, None)
                if sent is None:
                    continue  # It was sent again.
                try:
                    result = self._take(future, sent)
                except _LostError:
                    # dask would do it again where it was; that worker may be the only one that it was for.
                    future.cancel()
                    waiting.appendleft((sent.row, sent.tries))
                    continue
                if result is None:
                    continue
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
        only = self._fit if self._unfit else frozenset()
        future = self._client.submit(
            build_on_worker, parcel, key=key, pure=False, workers=sorted(only) or None
        )
        self._sent[future] = replace(sent, packed=parcel.files[CHECK_FILE], only=only)
        future.add_done_callback(self._back.put)

    def _stranded(self) -> list[tuple[ClaimRow, int]]:
        """Take back, with their tries, the claims of checks whose workers are all gone."""
        stranded = {f: sent for f, sent in self._sent.items() if sent.only and not sent.only & self._fit}
        for future in stranded:
            del self._sent[future]
            future.cancel()
        return [(sent.row, sent.tries) for sent in stranded.values()]

    def _come_back(self) -> Iterator[Any]:
        """Give what has come back by now; waits a second for the first."""
        if not self._sent:
            return
        with suppress(Empty):
            yield self._back.get(timeout=_LOOK_EVERY_S)
            while True:
                yield self._back.get_nowait()

    def _take(self, future: Any, sent: _Sent) -> ClaimResult | None:
        """Give what became of a check that came back, or nothing if it was sent again."""
        seconds = time.monotonic() - sent.began
        try:
            reply: Reply = self._reply(future)
            if reply.missing:
                self._submit(pack(sent.made, self._job), sent)
                return None
            if isinstance(reply.error, OtherFactbookError) and self._others_are_fit(future, reply.error):
                self._submit(pack(sent.made, self._job, held=self._held), sent)
                return None
            if reply.error:
                result = failure_of(sent.row, reply.error, seconds=seconds)
                return replace(result, traceback=reply.traceback)
            made = unpack(reply, sent.made, packed=sent.packed)
            if made.state["built"] != build_keys().of(made.folder, self._job.to):
                places = ", ".join(self._holders(future))
                raise BadInputError(
                    f"The worker at {places} has another factbook, other models or other templates",
                    next_step="Install the same there as here.",
                )
            return result_of(sent.row, made, self._job, outcome="built", seconds=seconds)
        except (BuildError, _LostError):
            raise
        except Exception as error:  # noqa: BLE001  one claim must not end the batch, whatever it meets
            result = failure_of(sent.row, error, seconds=seconds)
            # dask has tried it on several: once more would end as many again.
            return replace(result, lasting=result.lasting or isinstance(error, _WorkersDiedError))

    def _reply(self, future: Any) -> Reply:
        from distributed import CancelledError, KilledWorker

        wait_s = _LOOK_EVERY_S
        try:
            while True:
                try:
                    reply: Reply = future.result(timeout=wait_s)
                    return reply
                except TimeoutError:
                    if future.status in {"pending", "lost"}:
                        raise _LostError from None
                    if future.status != "finished":
                        raise
                    wait_s *= 2  # It is large, and on its way.
        except KilledWorker as error:
            raise _WorkersDiedError("the workers that it was sent to died, one after the other") from error
        except CancelledError as error:
            raise BuildError(
                "The dask scheduler has gone",
                next_step="Start it and its workers again, and run the same command to go on.",
            ) from error

    def _others_are_fit(self, future: Any, refused: OtherFactbookError) -> bool:
        """Leave out the worker that has refused a check; tell whether there are others."""
        left_out = frozenset(self._holders(future)) - self._unfit
        self._unfit |= left_out
        self._fit -= self._unfit
        if left_out and self._fit:
            self._progress.warn(f"{refused} Until then, others do its work.")
        return bool(self._fit)

    def _holders(self, future: Any) -> list[str]:
        """Give the addresses of the workers that hold a result: those that it was made by."""
        return list(self._client.who_has([future]).get(future.key, ()))

    def _look(self) -> None:
        now = time.monotonic()
        if now - self._looked > _LOOK_EVERY_S:
            self._looked = now
            workers = self._client.nthreads()
            self._fit = frozenset(workers) - self._unfit
            self._threads = sum(workers[address] for address in self._fit)
            if workers:
                self._progress.note(f"{len(self._fit)} workers")
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
