"""What a language model was asked and what it answered: ``calls/<sha256>.json``.

Each file is one call in canonical JSON, named by the hash of its bytes; ``check.json`` lists them. No file
changes. Keys and addresses of servers are not in it.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from pydantic import Field

from factbook.errors import BadRecordError, SnapshotError
from factbook.model.canonical import parse_json_object, parse_record, to_json
from factbook.model.record import Record, UtcTime, Verbatim
from factbook.store.atomic import make_folder, write_atomic

CALL_FOLDER = "calls"
_NEXT = "Take it back from git or a backup, or ask the model again with --again."


class Answer(Record):
    """What a language model answered: its text, what the server calls the model, and why it ended there."""

    text: Verbatim
    model: Verbatim = ""
    finish: Verbatim = ""


class KeptCall(Record):
    """One call: the request as it was made, and the answer; counts as in `model.model_call.ModelCall`."""

    request: dict[str, Any]
    answer: Answer
    made_at: UtcTime
    took_s: float = Field(ge=0)
    input_tokens: int | None = Field(default=None, ge=0)
    output_tokens: int | None = Field(default=None, ge=0)
    cost_usd: float | None = Field(default=None, ge=0)

    @property
    def request_sha256(self) -> str:
        """The hash under which the answer to the same request is found again."""
        return hash_request(self.request)


def hash_request(request: dict[str, Any]) -> str:
    """Give the hash of a request."""
    return hashlib.sha256(to_json(request).encode()).hexdigest()


def write_call(folder: Path, call: KeptCall) -> str:
    """Keep a call in a check's folder and give the hash that names it."""
    data = to_json(call.model_dump(mode="json", exclude_defaults=True)).encode()
    digest = hashlib.sha256(data).hexdigest()
    target = call_file(folder, digest)
    make_folder(target.parent)
    write_atomic(target, data)
    return digest


def read_call(folder: Path, digest: str) -> KeptCall:
    """Read the call of this hash, proved against it, or raise `SnapshotError`."""
    file = call_file(folder, digest)
    name = f"{CALL_FOLDER}/{file.name}"
    try:
        data = file.read_bytes()
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        raise SnapshotError(
            f"The kept call {name} is {'missing' if missing else f'unreadable: {error.strerror}'}",
            next_step=_NEXT,
        ) from error
    if hashlib.sha256(data).hexdigest() != digest:
        raise SnapshotError(f"The kept call {name} does not match its hash: it was changed", next_step=_NEXT)
    try:
        return parse_record(KeptCall, parse_json_object(data, name=name), name=name)
    except BadRecordError as error:
        raise SnapshotError(error.problem, next_step=_NEXT) from error


def call_file(folder: Path, digest: str) -> Path:
    """Give the path of the call of this hash, whether it is there or not."""
    return folder / CALL_FOLDER / f"{digest}.json"
