"""What of a check's sentences does not hold: their citations, their support, and which sides they tell."""

from __future__ import annotations

import math
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence

from factbook.analysis.audit_row import AuditRow, audit_row, places
from factbook.analysis.audit_states import state_label
from factbook.analysis.origins import Origins
from factbook.analysis.retold import Retold
from factbook.analysis.texts import Texts
from factbook.errors import SnapshotError
from factbook.model.attribution import attributed_to, is_named_in
from factbook.model.check import Check
from factbook.model.coding import cells
from factbook.model.finding import Finding, Section
from factbook.model.source import Source
from factbook.model.stance import StanceValue
from factbook.wording import N_, comma_list, gettext, say_decimal

Scorer = Callable[[Iterable[tuple[str, str]]], Iterable[float]]
"""Gives for ``(sentence, passage)`` pairs scores from 0 to 1; NaN where nobody judges."""


def audit_sentences(
    check: Check, *, supports: Scorer, threshold: float, doubtful: Mapping[str, str], retold: Retold
) -> Iterator[AuditRow]:
    """Hold each sentence against what it cites.

    Parameters
    ----------
    check:
        The check.
    supports, threshold:
        See `analysis.audit.audit_check`.
    doubtful:
        The states of the quotes that do not hold, by their ids.
    retold:
        Which drafted sentences were told again: those are not asked of ``supports``.
    """
    drafted = retold.proved | retold.differing | retold.unproved
    asked = [finding for finding in check.findings if finding.id not in drafted]
    scores = _support_scores(check, asked, supports, doubtful)
    records = _Records(check)
    for finding in check.findings:
        if not finding.citations:
            yield audit_row("finding", finding.id, "uncited", gettext("it cites nothing"))
            continue
        lost, bad = _lost(finding, records.sources, records.quote_sources), _doubtful(finding, doubtful)
        if lost:
            detail = gettext("it cites {things}", things=comma_list(lost))
            yield audit_row("finding", finding.id, "dangling", detail)
        if finding.id not in drafted:
            yield from records.silence(finding)
        if bad:
            detail = gettext("it quotes words that do not hold: {said}", said=comma_list(bad))
            yield audit_row("finding", finding.id, "doubtful_quote", detail)
        if finding.id in drafted:
            yield from _audit_retold(finding, retold)
        elif finding.id in scores:
            yield from _audit_support(finding, scores[finding.id], threshold)
        elif finding.reports_silence:
            detail = gettext("that the source is silent was judged by hand")
            yield audit_row("finding", finding.id, "silence_by_hand", detail)
        elif not lost and not bad:
            yield audit_row("finding", finding.id, "unquoted", gettext("it cites no words, only sources"))
        yield from records.sides_of(finding)


def lost_citations(check: Check, finding: Finding) -> list[str]:
    """Name the citations of a sentence that lead nowhere, like ``@s9, which is no source``."""
    sources = {source.id for source in check.sources}
    return _lost(finding, sources, {quote.id: quote.source for quote in check.quotes})


def _lost(finding: Finding, sources: Container[str], quote_sources: Mapping[str, str]) -> list[str]:
    lost = []
    for source, quote in finding.citations:
        if source not in sources:
            lost.append(gettext("{citation}, which is no source", citation=f"@{source}"))
        elif quote is not None and quote not in quote_sources:
            lost.append(gettext("{citation}, which is no quote", citation=f"@{source}#{quote}"))
        elif quote is not None and quote_sources[quote] != source:
            lost.append(
                gettext(
                    "{citation}, which is a quote of {source}",
                    citation=f"@{source}#{quote}",
                    source=quote_sources[quote],
                )
            )
    return list(dict.fromkeys(lost))


class _Records:
    """What every sentence of a check is held against, looked up once for all of them."""

    def __init__(self, check: Check) -> None:
        self.by_cell = cells(check)
        self.sources = {source.id for source in check.sources}
        self.quote_sources = {quote.id: quote.source for quote in check.quotes}
        self.sides = {
            point.id: {
                value: {source for source in self.sources if self.by_cell[source, point.id].value == value}
                for value in (StanceValue.SUPPORTS, StanceValue.REFUTES)
            }
            for point in check.points
        }
        self.cited: dict[tuple[Section, str], set[str]] = {}
        for finding in check.findings:
            for point in finding.points:
                cited = self.cited.setdefault((finding.section, point), set())
                cited.update(citation.source for citation in finding.citations)

    def silence(self, finding: Finding) -> Iterator[AuditRow]:
        """Say where a sentence and the stance table differ on which sources are silent."""
        silent: list[str] = []
        spoken: list[str] = []
        for source in dict.fromkeys(citation.source for citation in finding.citations):
            places_ = [(source, point) for point in finding.points if (source, point) in self.by_cell]
            values = [self.by_cell[place].value for place in places_]
            if values:
                is_silent = all(value == StanceValue.NOT_ADDRESSED for value in values)
                (silent if is_silent else spoken).append(source)
        if finding.reports_silence and not finding.points:
            # Without a point there is nothing the sentence could be held against.
            detail = gettext("it says a source is silent, but not on which point")
            yield audit_row("finding", finding.id, "not_silent", detail)
        if finding.reports_silence and spoken:
            detail = gettext(
                "it says that silence on {points} is coded for {sources}, and it is not",
                points=places(len(spoken), finding.points),
                sources=places(0, spoken),
            )
            yield audit_row("finding", finding.id, "not_silent", detail, [*spoken, *finding.points])
        if silent and not finding.reports_silence:
            detail = gettext(
                "it leans on {sources}: not addressed there is {points}",
                sources=places(0, silent),
                points=places(len(silent), finding.points),
            )
            yield audit_row("finding", finding.id, "leans_on_silence", detail, [*silent, *finding.points])

    def sides_of(self, finding: Finding) -> Iterator[AuditRow]:
        """Say where the section of a sentence tells its point from one side, though there are two."""
        for point in finding.points:
            supporting, refuting = self.sides[point].values()
            if not (supporting and refuting):
                continue
            cited = self.cited[finding.section, point]
            for left_out, sources, others in (
                (StanceValue.SUPPORTS, supporting, refuting),
                (StanceValue.REFUTES, refuting, supporting),
            ):
                if cited & others and not cited & sources:
                    detail = gettext(_NOT_CITED[left_out], point="{0}", sources=places(1, sources))
                    yield audit_row("finding", finding.id, "one_sided", detail, [point, *sorted(sources)])


_NOT_CITED = {
    StanceValue.SUPPORTS: N_(
        "on {point}, its section cites no source that supports it, though there is {sources}"
    ),
    StanceValue.REFUTES: N_(
        "on {point}, its section cites no source that refutes it, though there is {sources}"
    ),
}


def _doubtful(finding: Finding, doubtful: Mapping[str, str]) -> list[str]:
    """Say of the quotes in a sentence that do not hold in which state they are."""
    cited = dict.fromkeys(citation.quote for citation in finding.citations)
    return [
        gettext("{quote} is {state}", quote=quote, state=state_label(doubtful[quote]))
        for quote in cited
        if quote is not None and quote in doubtful
    ]


def _audit_support(finding: Finding, score: float, threshold: float) -> Iterator[AuditRow]:
    if math.isnan(score):
        detail = gettext("no model judges support in its language")
        yield audit_row("finding", finding.id, "not_assessed", detail)
    elif score < threshold:
        detail = gettext(
            "its quotes bear it out with a score of {score}; {threshold} is needed",
            score=say_decimal(score, digits=2),
            threshold=say_decimal(threshold, digits=2),
        )
        yield audit_row("finding", finding.id, "unsupported", detail)


def _audit_retold(finding: Finding, retold: Retold) -> Iterator[AuditRow]:
    """Say of a drafted sentence whether it came out the same when it was told again."""
    if finding.id in retold.differing:
        # A new draft replaces what waits, and leaves what a person has taken over.
        detail = (
            gettext("told again from the stances and sources of now, it is another; draft it again")
            if finding.waits
            else gettext(
                "told again from the stances and sources of now, it is another; change it or decline it"
            )
        )
        yield audit_row("finding", finding.id, "not_told_again", detail)
    elif finding.id in retold.unproved:
        detail = gettext("another version drafted it, or the check is judged blind; draft it again")
        yield audit_row("finding", finding.id, "not_retold", detail)


def _support_scores(
    check: Check, findings: Iterable[Finding], supports: Scorer, doubtful: Container[str]
) -> dict[str, float]:
    """Score findings against all verbatim words they quote, in one call of the model."""
    quotes = {quote.id: quote for quote in check.quotes if quote.id not in doubtful}
    asked: dict[str, tuple[str, str]] = {}
    for finding in findings:
        cited = dict.fromkeys(citation.quote for citation in finding.citations if citation.quote in quotes)
        words = [quotes[quote_id].exact for quote_id in cited if quote_id is not None]
        if words:
            asked[finding.id] = (finding.plain_text, "\n".join(words))
    if not asked:
        return {}  # To ask a model, it has to be loaded first.
    return dict(zip(asked, (float(score) for score in supports(asked.values())), strict=True))


def audit_origins(check: Check, origins: Origins, retold: Retold) -> Iterator[AuditRow]:
    """Name the sentences for which one text stands in several places, as if several bore witness."""
    for finding in check.findings:
        if finding.id in retold.proved:
            continue  # The draft counts origins itself.
        together: dict[str, list[str]] = {}
        for source in dict.fromkeys(citation.source for citation in finding.citations):
            together.setdefault(origins.of(source), []).append(source)
        for cited in together.values():
            if len(cited) > 1:
                detail = gettext(
                    "{sources} are copies of one text, and count as one source", sources=places(0, cited)
                )
                yield audit_row("finding", finding.id, "one_origin", detail, cited)


def audit_attributions(check: Check, texts: Texts) -> Iterator[AuditRow]:
    """Name the sentences that lay words in the mouth of somebody whom their sources do not name.

    The support of a sentence is asked without "According to X,": that X says so is held against this.
    """
    known = {source.id: source for source in check.sources}
    for finding in check.findings:
        speaker = attributed_to(finding.plain_text)
        cited = [known[one.source] for one in finding.citations if one.source in known]
        if speaker and cited and not is_named_in(speaker, _told_of(cited, texts)):
            detail = gettext("it says that this is according to {speaker}", speaker=speaker)
            yield audit_row("finding", finding.id, "attributed_elsewhere", detail)


def _told_of(sources: Sequence[Source], texts: Texts) -> Iterable[str]:
    """Give what is known of who speaks in sources: bibliographic data first, then their texts."""
    for source in sources:
        authors = " ".join(name.display for name in source.author)
        yield f"{source.title} {source.publisher} {source.container_title} {authors} {source.interest}"
    for source in sources:
        for snapshot in source.snapshots:
            try:
                yield texts.text(snapshot)[: snapshot.visible_length]
            except SnapshotError:
                continue  # That it is damaged is told of the source.
