"""What is kept: copies and their hashes, texts read again, web servers' answers, and language models'."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from tqdm import tqdm

from factbook.errors import ExtractError, FactbookError, SnapshotError
from factbook.model.check import Check
from factbook.model.source import Snapshot
from factbook.reports.verifying.differing import first_difference
from factbook.reports.verifying.result import Proof, fails, not_proved, proved
from factbook.sources.archive.reading import last_answer
from factbook.sources.rereading import read_again
from factbook.store.check_folder import CheckFolder


def prove_copies(
    folder: CheckFolder, check: Check, *, reread: bool = True, progress: bool = False
) -> Iterator[Proof]:
    """Prove every kept copy of a check.

    Parameters
    ----------
    folder, check:
        The check.
    reread:
        Read the texts out of the documents again, each in a process of its own: about a second for each that
        is no plain text.
    progress:
        Show a bar on standard error.
    """
    copies = [(source.id, copy) for source in check.sources for copy in source.snapshots]
    known: dict[Snapshot, list[Proof]] = {}
    for source, copy in tqdm(copies, desc="copies", unit="copy", disable=not progress, leave=False):
        name = f"{source}, copy {copy.sha256[:12]}"
        if copy not in known:
            known[copy] = list(_prove(folder, copy, name, reread=reread))
            yield from known[copy]
        else:
            # The very same copy of another source was proved already.
            yield from (Proof(one.kind, name, one.state, one.detail) for one in known[copy])


def prove_versions(folder: CheckFolder, check: Check) -> Iterator[Proof]:
    """Prove what was kept of a check when it was published or corrected."""
    named = [(f"publication {one.id}", one.version) for one in check.publications]
    named += [(f"correction {one.id}", one.version) for one in check.revisions if one.version]
    for name, version in named:
        try:
            folder.version(version)
        except FactbookError as error:
            yield fails("version", name, error.problem)
        else:
            yield proved("version", name, f"sha256 {version}")


def prove_calls(folder: CheckFolder, check: Check) -> Iterator[Proof]:
    """Prove that what language models were asked and answered is kept, and is what the check says of it."""
    for call in check.calls:
        name = f"call {call.id}"
        try:
            kept = folder.call(call.sha256)
        except SnapshotError as error:
            yield fails("call", name, error.problem)
            continue
        said = kept.model_dump(exclude={"request", "answer"}) | {"request_sha256": kept.request_sha256}
        differing = [field for field, value in said.items() if getattr(call, field) != value]
        if kept.request.get("model") != call.model:
            differing.append("model")
        if differing:
            yield fails("call", name, f"check.json says something else of its {', '.join(differing)}")
        else:
            yield proved("call", name, f"sha256 {call.sha256}")


def _prove(folder: CheckFolder, copy: Snapshot, name: str, *, reread: bool) -> Iterator[Proof]:
    try:
        data = folder.original(copy)
    except SnapshotError as error:
        yield fails("copy", name, error.problem)
        return
    if len(data) != copy.size_bytes:
        yield fails("copy", name, f"it has {len(data):,} bytes, and check.json says {copy.size_bytes:,}")
    else:
        yield proved("copy", name, f"sha256 {copy.sha256}")
    content_type = ""
    if copy.warc_sha256 is not None:
        proof, content_type = _answer(folder, copy, name)
        yield proof
    if copy.text_sha256 is None:
        return  # Nothing can be quoted from it, and the audit says so.
    try:
        text = folder.text(copy)
    except SnapshotError as error:
        yield fails("copy", f"{name}, its text", error.problem)
        return
    if len(text) != copy.text_length:
        told = f"it has {len(text):,} characters, and check.json says {copy.text_length:,}"
        yield fails("text", name, told)
    elif reread:
        yield _read(copy, data, text, name, content_type)
    else:
        yield not_proved("text", name, "it was not read again")


def _answer(folder: CheckFolder, copy: Snapshot, name: str) -> tuple[Proof, str]:
    try:
        answer = last_answer(folder.warc(copy))
    except SnapshotError as error:
        return fails("capture", name, error.problem), ""
    if hashlib.sha256(answer.body).hexdigest() != copy.sha256:
        return fails("capture", name, "what the server answered, by the WARC, is another document"), ""
    if answer.url != copy.url:
        return fails("capture", name, f"the WARC is of {answer.url}, and the copy of {copy.url}"), ""
    return proved("capture", name, f"the answer of {answer.url}"), answer.content_type


def _read(copy: Snapshot, data: bytes, text: str, name: str, content_type: str) -> Proof:
    try:
        again = read_again(copy, data, content_type=content_type)
    except ExtractError as error:
        return not_proved("text", name, f"it could not be read here: {error.problem}")
    if again.text == text and again.visible_length == copy.visible_length and again.pages == copy.pages:
        return proved("text", name, f"by {again.extractor}")
    if again.text != text:
        what = f"another text, from character {first_difference(again.text, text):,} on"
    elif again.visible_length != copy.visible_length:
        what = "the same text, of which other parts are hidden from readers"
    else:
        what = "the same text on other pages"
    if again.extractor == copy.extractor:
        return fails("text", name, f"read again by {again.extractor}, the copy gives {what}")
    return not_proved("text", name, f"{again.extractor} reads {what}; it was read by {copy.extractor or '?'}")
