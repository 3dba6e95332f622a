"""Writing a draft into a check: words are looked up, quoted and cited, and what people wrote stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

from factbook.analysis.independence import find_origins
from factbook.analysis.texts import ReadOnce
from factbook.drafting.asking.call_log import CallLog
from factbook.drafting.asking.stopping import expect_wanted
from factbook.drafting.citing import cite
from factbook.drafting.draft import Draft, Drafter, Material, Sentence
from factbook.drafting.lasting import split_lasting
from factbook.drafting.proving import Prover
from factbook.errors import FactbookError, ModelError, SnapshotError
from factbook.evidence.quoting import newest_readable
from factbook.model.blinding import expect_revealed
from factbook.model.check import Check
from factbook.model.coding import with_coder
from factbook.model.drafted import waiting_drafts, with_draft
from factbook.model.finding import Citation, Finding, FollowUp, hash_words, split_citations
from factbook.model.model_call import Dropped
from factbook.model.source import Snapshot
from factbook.store.check_folder import CheckFolder
from factbook.store.settings import load_settings
from factbook.wording import choose_language, speaking

_MOST_TIMES = 5
"""A check is drafted from so often at most while others change it."""


@dataclass(frozen=True)
class DraftRun:
    """What came of drafting: who drafted, what waits now, and how many sentences of people were kept.

    ``unread`` says of which sources the kept copy could not be read, and why; ``dropped`` what was written
    and not let in, and why. ``asked`` and ``replayed`` count calls of a language model that
    were made now, and answers that were kept from before.
    """

    drafter: str
    findings: tuple[Finding, ...]
    follow_ups: tuple[FollowUp, ...]
    kept: int
    unread: Mapping[str, str]
    dropped: tuple[Dropped, ...] = ()
    asked: int = 0
    replayed: int = 0


class _ChangedError(Exception):
    """The check was changed while it was drafted from."""


def draft_check(folder: CheckFolder, drafter: Drafter, *, calls: CallLog | None = None) -> DraftRun:
    """Have a drafter write the report's sentences, and put them into the check as drafts that wait.

    What of its earlier drafts still waits is replaced; what people wrote, accepted or changed is kept, and
    what they declined does not come back. Sentences are in the language of the report. A drafter that asks a
    language model does so through ``calls``, a new log of this check unless given.

    Raises
    ------
    BadInputError
        The check is judged blind: a draft would tell what was judged.
    ModelError
        The drafter cannot be used: it failed, or cites what is not there; `StoppedError` if somebody has
        stopped the language model that it asks.
    """
    calls = calls or CallLog(folder)
    for _ in range(_MOST_TIMES - 1):
        with suppress(_ChangedError):
            return _draft_now(folder, drafter, calls, or_again=True)
    return _draft_now(folder, drafter, calls, or_again=False)


def _draft_now(folder: CheckFolder, drafter: Drafter, calls: CallLog, *, or_again: bool) -> DraftRun:
    """Draft from the check as it is now.

    ``or_again`` raises `_ChangedError` where it is another by then, and no language model was asked: that
    takes minutes, and what it wrote is marked where it no longer holds.
    """
    check = folder.read()
    expect_revealed(check, wanted="a draft")
    texts, copies, unread = _read(folder, check)
    made, replayed = calls.made, calls.replayed
    with speaking(choose_language(load_settings(folder.path).report_language, content=check.language)):
        origins = find_origins(check, ReadOnce(folder))
        trial = partial(_with_sentences, check, drafter, copies=copies, texts=texts)
        prover = Prover(folder, origins, trial)
        material = Material(check, texts, origins, prove=prover.problems, calls=calls)
        draft = _ask(drafter, material)
    lost: tuple[Dropped, ...] = ()

    def change(now: Check) -> Check:
        nonlocal lost
        # Somebody may have stopped it since the last answer, or another program have changed the check.
        expect_wanted(calls.stopped)
        expect_revealed(now, wanted="a draft")
        if or_again and calls.made == made and _told_of(now) != _told_of(check):
            raise _ChangedError
        sentences, lost = split_lasting(draft.sentences, before=check, now=now)
        now = calls.with_dropped(now, lost)
        return _with_draft(now, drafter, replace(draft, sentences=sentences), copies, texts)

    after = folder.update(change)
    waiting = [one for one in waiting_drafts(after) if _by(after, one.suggested_by, drafter)]
    return DraftRun(
        drafter=f"{drafter.name} {drafter.version}",
        findings=tuple(one for one in waiting if isinstance(one, Finding)),
        follow_ups=tuple(one for one in waiting if isinstance(one, FollowUp)),
        kept=sum(not one.waits for one in after.findings),
        unread=unread,
        dropped=(*draft.dropped, *lost),
        asked=calls.made - made,
        replayed=calls.replayed - replayed,
    )


def _told_of(check: Check) -> tuple[object, ...]:
    """Give what of a check a draft tells."""
    return check.claim, check.points, check.sources, check.quotes, check.stances, check.language


def _read(folder: CheckFolder, check: Check) -> tuple[dict[str, str], dict[str, Snapshot], dict[str, str]]:
    """Give what readers see of each source's newest copy, that copy, and why others could not be read."""
    texts, copies, unread = {}, {}, {}
    for source in check.sources:
        if not source.is_read:
            continue
        try:
            copy = newest_readable(source)
            texts[source.id] = folder.text(copy)[: copy.visible_length]
            copies[source.id] = copy
        except SnapshotError as error:
            unread[source.id] = str(error)
    return texts, copies, unread


def _ask(drafter: Drafter, material: Material) -> Draft:
    try:
        draft = drafter.draft(material)
    except FactbookError:
        raise  # It says itself what is wrong, and what to do.
    except Exception as error:
        raise _unusable(drafter, f"failed: {type(error).__name__}: {error}") from error
    if not isinstance(draft, Draft):
        raise _unusable(drafter, f"gave {type(draft).__name__} in place of a Draft")
    for sentence in draft.sentences:
        problem = _problem(sentence, material)
        if problem:
            raise _unusable(drafter, f"wrote {sentence.words[:80]!r}, {problem}")
    return draft


def _problem(sentence: Sentence, material: Material) -> str:
    """Say what is wrong with a sentence, or nothing."""
    if not sentence.cited:
        return "which cites nothing"
    if any(isinstance(piece, Citation) for piece in split_citations(sentence.words)):
        return "which types a citation of its own"
    quotes = {quote.id: quote.source for quote in material.check.quotes}
    sources = {source.id for source in material.check.sources}
    for one in sentence.cited:
        if one.source not in sources or (one.quote and quotes.get(one.quote) != one.source):
            return f"which cites {one.source}{'#' if one.quote else ''}{one.quote or ''}, and it is not there"
        if one.span and not 0 <= one.span.start < one.span.end <= len(material.texts.get(one.source, "")):
            return f"which cites characters {one.span.start} to {one.span.end} of {one.source}"
    return ""


def _with_draft(
    check: Check,
    drafter: Drafter,
    draft: Draft,
    copies: Mapping[str, Snapshot],
    texts: Mapping[str, str],
) -> Check:
    if not (draft.sentences or draft.questions):
        return with_draft(check, (), (), model=drafter.name)
    check, coder = with_coder(check, drafter.name, kind="model", version=drafter.version)
    check, findings = cite(check, coder, draft.sentences, copies=copies, texts=texts)
    follow_ups = [
        FollowUp(id="u", question=question, suggested_by=coder.id, drafted_as=hash_words(question))
        for question in draft.questions
    ]
    return with_draft(check, findings, follow_ups, model=drafter.name)


def _with_sentences(
    check: Check,
    drafter: Drafter,
    sentences: Sequence[Sentence],
    *,
    copies: Mapping[str, Snapshot],
    texts: Mapping[str, str],
) -> Check:
    """Give the check with these sentences and no others, ``f1`` and so on, to hold them against the audit."""
    check, coder = with_coder(check, drafter.name, kind="model", version=drafter.version)
    check, findings = cite(check, coder, sentences, copies=copies, texts=texts)
    return check.changed(
        findings=tuple(
            finding.model_copy(update={"id": f"f{number}"})
            for number, finding in enumerate(findings, start=1)
        )
    )


def _by(check: Check, coder_id: str | None, drafter: Drafter) -> bool:
    return coder_id is not None and check.coder(coder_id).name == drafter.name


def _unusable(drafter: Drafter, problem: str) -> ModelError:
    return ModelError(
        f"The drafter {drafter.name} {drafter.version} {problem}", next_step="Choose another with --model."
    )
