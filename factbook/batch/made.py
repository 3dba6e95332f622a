"""A check that a batch has made, and what is known of it: a small file beside its ``check.json`` says so."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from factbook.batch.results import STAGING
from factbook.model.canonical import to_json
from factbook.store.atomic import write_atomic
from factbook.store.check_folder import CHECK_FILE, SNAPSHOT_FOLDER, CheckFolder

STATE_FILE = ".factbook-batch.json"


@dataclass(frozen=True)
class Made:
    """A check that is made, and what is known of it: what ``.factbook-batch.json`` says.

    ``row`` is the fingerprint of the claim, empty where a batch has only built a check that is somebody's
    own; ``made`` is that of ``check.json`` as the batch left it, ``changing`` of what it is about to become;
    ``given`` and ``outputs`` are those of the files that the claim brought and that builds wrote, ``built``
    that of all a build depends on. ``marks`` counts what the audit found. ``replacing`` are hashes of files
    that are just being replaced, elsewhere than on this machine; see `state_while_replaced`.
    """

    folder: CheckFolder
    state: dict[str, Any] = field(default_factory=dict)

    def with_state(self, **changed: Any) -> Made:
        """Write down more of what is known."""
        made = Made(self.folder, self.state | changed)
        write_atomic(self.folder.path / STATE_FILE, to_json(made.state).encode())
        return made


def read_made(folder: CheckFolder) -> Made:
    """Give a check with what is known of it; nothing is, where no batch made it."""
    try:
        return Made(folder, _parsed((folder.path / STATE_FILE).read_bytes()))
    except OSError:
        return Made(folder)


def _parsed(data: bytes) -> dict[str, Any]:
    try:
        state = json.loads(data)
    except ValueError:
        state = {}
    return state if isinstance(state, dict) else {}


def is_of_a_claim(made: Made) -> bool:
    """Tell whether a batch made a check of a claim; any other is somebody's own."""
    return bool(made.state.get("row")) and "made" in made.state


def is_edited(made: Made) -> bool:
    """Tell whether anything in a check's folder is not as the batch left it."""
    state, folder = made.state, made.folder
    if sha256_of(folder.file.read_bytes()) not in {state["made"], state.get("changing")}:
        return True
    known = state.get("given", {}) | state.get("outputs", {})
    for path in folder.path.rglob("*"):
        inner = path.relative_to(folder.path)
        hidden = any(part.startswith(".") for part in inner.parts)
        if hidden or inner.parts[0] in {CHECK_FILE, SNAPSHOT_FOLDER} or not path.is_file():
            continue
        digest = sha256_of(path.read_bytes())
        if digest != known.get(inner.as_posix()) and digest not in state.get("replacing", ()):
            return True
    return False


def state_while_replaced(before: bytes, after: Made, hashes: Iterable[str]) -> dict[str, Any]:
    """Say what is known of a check elsewhere while its files are replaced, one by one.

    Parameters
    ----------
    before:
        What is known of it there.
    after:
        What it becomes.
    hashes:
        Those of its files there, which may be there until the end.
    """
    new = after.state.get("given", {}) | after.state.get("outputs", {})
    return _parsed(before) | {
        "changing": sha256_of(after.folder.file.read_bytes()),
        "replacing": sorted({*hashes, *new.values()}),
    }


def change_aside(made: Made, out: Path, change: Callable[[CheckFolder, dict[str, Any]], Made]) -> Made:
    """Change a check aside, and put what has changed into its folder: kept copies, then ``check.json``.

    Somebody may work in the check meanwhile: it then stays as they have it, as any check that is edited.
    """
    folder = made.folder
    aside = out / STAGING / folder.path.name
    shutil.rmtree(aside, ignore_errors=True)
    shutil.copytree(folder.path, aside)
    before = (aside / CHECK_FILE).read_bytes()
    changed = change(CheckFolder(aside), made.state)
    data = (aside / CHECK_FILE).read_bytes()
    with folder.locked():
        if folder.file.read_bytes() != before:
            shutil.rmtree(aside, ignore_errors=True)
            return made
        for path in sorted((aside / SNAPSHOT_FOLDER).glob("[!.]*")):
            there = folder.path / SNAPSHOT_FOLDER / path.name
            if not there.exists():
                there.parent.mkdir(exist_ok=True)
                write_atomic(there, path.read_bytes())
        made = made.with_state(changing=sha256_of(data))
        write_atomic(folder.file, data)
    shutil.rmtree(aside, ignore_errors=True)
    return Made(folder).with_state(**changed.state | {"made": sha256_of(data)})


def sha256_of(data: bytes) -> str:
    """Give the hash of some bytes."""
    return hashlib.sha256(data).hexdigest()
