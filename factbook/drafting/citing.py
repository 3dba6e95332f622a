"""Citing a draft: the words that its sentences rest on are quoted in the check, and cited by them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from factbook.drafting.draft import Cited, Sentence
from factbook.model.anchoring import Span, selectors_at
from factbook.model.check import Check, add_record, next_id
from factbook.model.finding import Finding, hash_words
from factbook.model.quote import Quote
from factbook.model.source import Snapshot
from factbook.model.stance import Coder

_LAST_STOP = re.compile(r"[.!?…؟。]?$")


def cite(
    check: Check,
    coder: Coder,
    sentences: Sequence[Sentence],
    *,
    copies: Mapping[str, Snapshot],
    texts: Mapping[str, str],
) -> tuple[Check, list[Finding]]:
    """Give the check with the words of sentences quoted in it, and the sentences with their citations.

    ``copies`` and ``texts`` are what the drafter was shown of each source, by the source's id.
    """
    findings = []
    for sentence in sentences:
        cited = []
        for one in sentence.cited:
            check, quote = _quoted(check, coder, one, copies, texts)
            cited.append(f"@{one.source}#{quote}" if quote else f"@{one.source}")
        findings.append(_finding(sentence, cited, coder))
    return check, findings


def _finding(sentence: Sentence, cited: Sequence[str], coder: Coder) -> Finding:
    stop = _LAST_STOP.search(sentence.words)
    place = stop.start() if stop else len(sentence.words)
    text = f"{sentence.words[:place]} [{'; '.join(dict.fromkeys(cited))}]{sentence.words[place:]}"
    finding = Finding(
        id="f",
        section=sentence.section,
        text=text,
        points=sentence.points,
        key_point=sentence.key_point,
        starts_paragraph=sentence.starts_paragraph,
        reports_silence=sentence.reports_silence,
        suggested_by=coder.id,
    )
    return finding.model_copy(update={"drafted_as": hash_words(finding.words)})


def _quoted(
    check: Check, coder: Coder, one: Cited, copies: Mapping[str, Snapshot], texts: Mapping[str, str]
) -> tuple[Check, str | None]:
    """Give the check with the words of a citation quoted in it, and the id of the quote if there is one."""
    if one.quote or one.span is None:
        return check, one.quote
    copy = copies[one.source]
    for quote in _quotes_of(check, one.source, copy):
        if quote.start <= one.span.start and one.span.end <= quote.end:
            return check, quote.id  # Longer words that hold them are there already.
    span = Span(*one.span)
    quote = Quote(
        id=next_id(check.quotes, "q"),
        source=one.source,
        suggested_by=coder.id,
        **selectors_at(copy, texts[one.source], span),
    )
    return add_record(check, "quotes", quote), quote.id


def _quotes_of(check: Check, source: str, copy: Snapshot) -> Iterator[Quote]:
    yield from (one for one in check.quotes if one.source == source and one.snapshot == copy.sha256)
