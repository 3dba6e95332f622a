"""The audit: what in a check does not hold.

Every quote has one of five states, every finding may have several faults. A fault is something a reader
would be misled by; a caution is something an editor should know. See `STATES` for all of them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from factbook.analysis.changes import tell_changes
from factbook.analysis.corrections import changes_since, gone_since, lost_versions
from factbook.analysis.independence import find_origins
from factbook.analysis.origins import Origins
from factbook.analysis.quotes import QuoteState, is_hidden, quote_state
from factbook.analysis.rating_scales import step_problem
from factbook.analysis.retold import Retold
from factbook.analysis.texts import ReadOnce, Texts
from factbook.analysis.verdict import imply_rating
from factbook.errors import SnapshotError
from factbook.model.attribution import attributed_to, is_named_in
from factbook.model.blinding import blind_round
from factbook.model.check import Check
from factbook.model.coding import Cell, CellState, cells, counts
from factbook.model.finding import Finding
from factbook.model.rating import RatingValue
from factbook.model.source import Snapshot, Source
from factbook.model.stance import StanceValue
from factbook.wording import N_, comma_list, gettext, ngettext, say_decimal, say_iso_day, say_percent

Grade = Literal["fault", "caution"]
Kind = Literal["quote", "finding", "source", "stance", "rating", "check"]
Scorer = Callable[[Iterable[tuple[str, str]]], Iterable[float]]

STATES: dict[str, tuple[Grade, str]] = {
    QuoteState.CHANGED: ("fault", N_("the words are gone from a newer capture, or stand at another place")),
    QuoteState.MISATTRIBUTED: ("fault", N_("the words stand in another source of the check")),
    QuoteState.FABRICATED: ("fault", N_("the words stand in no source of the check")),
    QuoteState.UNAVAILABLE: ("fault", N_("there is no copy to look in")),
    "hidden": ("fault", N_("the words stand where readers of the source do not see them")),
    "damaged": ("fault", N_("a kept copy is missing or does not match its hash")),
    "uncited": ("fault", N_("the sentence cites nothing")),
    "dangling": (
        "fault",
        N_("the sentence cites a source or quote that is not there, or not of that source"),
    ),
    "unsupported": ("fault", N_("the quoted words do not bear the sentence out")),
    "not_assessed": ("caution", N_("whether the quoted words bear the sentence out was not assessed")),
    "not_told_again": (
        "fault",
        N_("the sentence was drafted from the check's records, and they do not say it any more"),
    ),
    "not_retold": (
        "caution",
        N_("whether the check's records still say the drafted sentence was not proved"),
    ),
    "drafted": ("caution", N_("sentences that a model drafted and no person has accepted")),
    "attributed_elsewhere": (
        "caution",
        N_("whom the sentence names as speaking is not named in what it cites"),
    ),
    "leans_on_silence": ("fault", N_("the sentence leans on a source that does not address its point")),
    "not_silent": ("fault", N_("the sentence says a source is silent, and it is not coded so")),
    "doubtful_quote": ("fault", N_("the sentence quotes words that do not stand where they are said to")),
    "silence_by_hand": (
        "caution",
        N_("the sentence says that a source is silent; no words can bear that out"),
    ),
    "one_origin": ("caution", N_("the sentence cites several sources that are copies of one text")),
    "unquoted": ("fault", N_("the sentence cites a source, but no words of it")),
    "one_sided": ("caution", N_("the section tells the point from one side, though sources stand on both")),
    "rating_differs": ("caution", N_("the rating that was set is not the one the stance table implies")),
    "unfit_step": ("caution", N_("the step on a rating scale that was set cannot be shown; the rating is")),
    "rated_on_silence": ("fault", N_("a rating was set though no judgement of a source takes a side")),
    "judged_unread": ("fault", N_("a side was taken for a source of which no text was kept")),
    "judged_unquoted": ("caution", N_("a side was taken for a source without quoting words of it")),
    "same_copy": ("caution", N_("another source of the check has the very same copy")),
    "not_accepted": ("caution", N_("a model's suggestion that nobody has accepted or replaced")),
    "disagreed": ("caution", N_("coders disagree on the cell")),
    "judged_blind": ("caution", N_("the check is judged blind, and one coder's judgements are all it shows")),
    "unread": ("caution", N_("a source of which no text was kept")),
    "dead": (
        "caution",
        N_("the address gave no document that can be read when it was last fetched"),
    ),
    "uncited_source": ("caution", N_("no sentence cites the source")),
    "changed_since_published": ("fault", N_("it is not what was published, and no correction says so")),
    "version_lost": ("fault", N_("what was published is missing or does not match its hash")),
    "recheck_differs": (
        "caution",
        N_("since it was published, words it quotes are gone from a newer capture of their source"),
    ),
}
"""Every state the audit reports, with its grade and what it means."""

_NAMES = (
    N_("verbatim"), N_("changed"), N_("misattributed"), N_("fabricated"), N_("unavailable"), N_("hidden"),
    N_("damaged"), N_("uncited"), N_("dangling"), N_("unsupported"), N_("not assessed"),
    N_("not told again"), N_("not retold"), N_("drafted"),
    N_("attributed elsewhere"), N_("leans on silence"), N_("not silent"), N_("doubtful quote"),
    N_("silence by hand"), N_("one origin"), N_("unquoted"), N_("one sided"), N_("rating differs"),
    N_("unfit step"), N_("rated on silence"), N_("judged unread"), N_("judged unquoted"), N_("same copy"),
    N_("not accepted"), N_("disagreed"), N_("judged blind"), N_("unread"), N_("dead"), N_("uncited source"),
    N_("changed since published"), N_("version lost"), N_("recheck differs"),
)  # fmt: skip


def state_label(state: str) -> str:
    """Give what a reader calls a state of the audit, like ``rated on silence``."""
    return gettext(state.replace("_", " "))


@dataclass(frozen=True)
class AuditRow:
    """One thing that does not hold.

    ``message`` names sources and points as ``{0}``, ``{1}`` ..., the ids in ``names``, so that a report can
    call them by their numbers.
    """

    kind: Kind
    id: str
    state: str
    grade: Grade
    message: str
    names: tuple[str, ...] = ()

    @property
    def detail(self) -> str:
        """What was found, with sources and points called by their ids."""
        return self.told({})

    def told(self, spoken: Mapping[str, str]) -> str:
        """Say what was found, with other words for some ids."""
        said = self.message
        for number, name in enumerate(self.names):
            said = said.replace(f"{{{number}}}", spoken.get(name, name))
        return said


def audit_check(
    check: Check,
    texts: Texts,
    *,
    supports: Scorer,
    threshold: float,
    origins: Origins | None = None,
    retold: Retold = Retold(),  # noqa: B008  it holds nothing that could change
) -> tuple[AuditRow, ...]:
    """List what does not hold: quotes first, then findings, sources, stances, the rating, and versions.

    Parameters
    ----------
    check:
        The check.
    texts:
        The kept copies, see `analysis.texts.Texts`.
    supports, threshold:
        The SupportModel: scores of ``(sentence, passage)`` pairs, and from which score on a passage
        counts as bearing the sentence out.
    origins:
        Which sources are copies of one text, if that is known already; see `analysis.independence`.
    retold:
        Which drafted sentences were proved by telling them again: those are not asked of the SupportModel.
    """
    texts = ReadOnce(texts)
    origins = origins or find_origins(check, texts)
    quotes = tuple(_audit_quotes(check, texts))
    return (
        *quotes,
        *_audit_findings(
            check, supports, threshold, doubtful={row.id: row.state for row in quotes}, retold=retold
        ),
        *_audit_origins(check, origins, retold),
        *_audit_attributions(check, texts),
        *_audit_sources(check, texts),
        *_audit_stances(check),
        *_audit_rating(check),
        *_audit_drafts(check),
        *_audit_versions(check, texts, changed={row.id for row in quotes if row.state == QuoteState.CHANGED}),
    )


def audit_frame(rows: Iterable[AuditRow]) -> pd.DataFrame:
    """Give the audit as a DataFrame: columns ``kind``, ``id``, ``state``, ``grade``, ``detail``."""
    columns = ["kind", "id", "state", "grade", "detail"]
    return pd.DataFrame(
        [[getattr(row, column) for column in columns] for row in rows], columns=columns, dtype=object
    )


def _row(kind: Kind, id_: str, state: str, message: str, names: Iterable[str] = ()) -> AuditRow:
    return AuditRow(kind, id_, str(state), STATES[state][0], message, tuple(names))


def _places(start: int, names: Collection[str]) -> str:
    return comma_list([f"{{{number}}}" for number in range(start, start + len(names))])


def _audit_quotes(check: Check, texts: Texts) -> Iterable[AuditRow]:
    for quote in check.quotes:
        state, detail = quote_state(quote, check, texts)
        if state != QuoteState.VERBATIM:
            yield _row("quote", quote.id, state, detail)
        elif is_hidden(quote, check):
            yield _row("quote", quote.id, "hidden", gettext("the words stand in text that the source hides"))


def _audit_findings(
    check: Check, supports: Scorer, threshold: float, *, doubtful: dict[str, str], retold: Retold
) -> Iterable[AuditRow]:
    by_cell = cells(check)
    drafted = retold.proved | retold.differing | retold.unproved
    scores = _support_scores(
        check, [finding for finding in check.findings if finding.id not in drafted], supports, doubtful
    )
    for finding in check.findings:
        if not finding.citations:
            yield _row("finding", finding.id, "uncited", gettext("it cites nothing"))
            continue
        lost = _dangling(check, finding)
        if lost:
            yield _row(
                "finding", finding.id, "dangling", gettext("it cites {things}", things=comma_list(lost))
            )
        if finding.id not in drafted:
            yield from _audit_silence(finding, by_cell)
        bad = {c.quote: doubtful[c.quote] for c in finding.citations if c.quote in doubtful}
        if bad:
            said = comma_list(
                [
                    gettext("{quote} is {state}", quote=quote, state=state_label(state))
                    for quote, state in bad.items()
                ]
            )
            detail = gettext("it quotes words that do not hold: {said}", said=said)
            yield _row("finding", finding.id, "doubtful_quote", detail)
        if finding.id in drafted:
            yield from _audit_retold(finding, retold)
        elif finding.id in scores:
            score = scores[finding.id]
            if math.isnan(score):
                yield _row(
                    "finding", finding.id, "not_assessed", gettext("no model judges support in its language")
                )
            elif score < threshold:
                detail = gettext(
                    "its quotes bear it out with a score of {score}; {threshold} is needed",
                    score=say_decimal(score, digits=2),
                    threshold=say_decimal(threshold, digits=2),
                )
                yield _row("finding", finding.id, "unsupported", detail)
        elif finding.reports_silence:
            detail = gettext("that the source is silent was judged by hand")
            yield _row("finding", finding.id, "silence_by_hand", detail)
        elif not lost and not bad:
            yield _row("finding", finding.id, "unquoted", gettext("it cites no words, only sources"))
        yield from _audit_sides(check, finding, by_cell)


def _audit_retold(finding: Finding, retold: Retold) -> Iterable[AuditRow]:
    """Say of a drafted sentence whether it came out the same when it was told again."""
    if finding.id in retold.differing:
        detail = gettext("told again from the stances and sources of now, it is another; draft it again")
        yield _row("finding", finding.id, "not_told_again", detail)
    elif finding.id in retold.unproved:
        detail = gettext("another version drafted it, or the check is judged blind; draft it again")
        yield _row("finding", finding.id, "not_retold", detail)


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


def _dangling(check: Check, finding: Finding) -> list[str]:
    sources = {source.id for source in check.sources}
    quote_sources = {quote.id: quote.source for quote in check.quotes}
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


def _audit_silence(finding: Finding, by_cell: dict[tuple[str, str], Cell]) -> Iterable[AuditRow]:
    silent, spoken = [], []
    for source in dict.fromkeys(citation.source for citation in finding.citations):
        values = [by_cell[source, point].value for point in finding.points if (source, point) in by_cell]
        if not values:
            continue
        if all(value == StanceValue.NOT_ADDRESSED for value in values):
            silent.append(source)
        else:
            spoken.append(source)
    if finding.reports_silence and not finding.points:
        # Without a point there is nothing the sentence could be held against.
        detail = gettext("it says a source is silent, but not on which point")
        yield _row("finding", finding.id, "not_silent", detail)
    if finding.reports_silence and spoken:
        sources, points = _places(0, spoken), _places(len(spoken), finding.points)
        detail = gettext(
            "it says that silence on {points} is coded for {sources}, and it is not",
            points=points,
            sources=sources,
        )
        yield _row("finding", finding.id, "not_silent", detail, [*spoken, *finding.points])
    if silent and not finding.reports_silence:
        sources, points = _places(0, silent), _places(len(silent), finding.points)
        detail = gettext(
            "it leans on {sources}: not addressed there is {points}", sources=sources, points=points
        )
        yield _row("finding", finding.id, "leans_on_silence", detail, [*silent, *finding.points])


def _audit_sides(check: Check, finding: Finding, by_cell: dict[tuple[str, str], Cell]) -> Iterable[AuditRow]:
    for point in finding.points:
        sides = {
            value: {source.id for source in check.sources if by_cell[source.id, point].value == value}
            for value in (StanceValue.SUPPORTS, StanceValue.REFUTES)
        }
        if not all(sides.values()):
            continue
        told = {
            citation.source
            for other in check.section(finding.section)
            if point in other.points
            for citation in other.citations
        }
        for value, sources in sides.items():
            other = next(side for side in sides if side != value)
            if not told & sources and told & sides[other]:
                detail = gettext(_NOT_CITED[value], point="{0}", sources=_places(1, sources))
                yield _row("finding", finding.id, "one_sided", detail, [point, *sorted(sources)])


_NOT_CITED = {
    StanceValue.SUPPORTS: N_(
        "on {point}, its section cites no source that supports it, though there is {sources}"
    ),
    StanceValue.REFUTES: N_(
        "on {point}, its section cites no source that refutes it, though there is {sources}"
    ),
}


def _audit_origins(check: Check, origins: Origins, retold: Retold) -> Iterable[AuditRow]:
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
                    "{sources} are copies of one text, and count as one source", sources=_places(0, cited)
                )
                yield _row("finding", finding.id, "one_origin", detail, cited)


def _audit_attributions(check: Check, texts: Texts) -> Iterable[AuditRow]:
    """Name the sentences that lay words in the mouth of somebody whom their sources do not name.

    The support of a sentence is asked without "According to X,": that X says so is held against this.
    """
    known = {source.id: source for source in check.sources}
    for finding in check.findings:
        speaker = attributed_to(finding.plain_text)
        cited = [known[one.source] for one in finding.citations if one.source in known]
        if speaker and cited and not is_named_in(speaker, _told_of(cited, texts)):
            detail = gettext("it says that this is according to {speaker}", speaker=speaker)
            yield _row("finding", finding.id, "attributed_elsewhere", detail)


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


def _audit_sources(check: Check, texts: Texts) -> Iterable[AuditRow]:
    cited = {citation.source for finding in check.findings for citation in finding.citations}
    for source in check.sources:
        if not source.is_read:
            yield _row("source", source.id, "unread", source.why_unread)
        for snapshot in source.snapshots:
            problem = _damage(snapshot, texts)
            if problem:
                yield _row("source", source.id, "damaged", problem)
        if source.dead_since and source.is_read:
            day = say_iso_day(source.dead_since.failed_at)
            detail = gettext("on {day}: {reason}", day=day, reason=source.dead_since.reason)
            yield _row("source", source.id, "dead", detail)
        twins = [other.id for other in check.sources if other is not source and _same_copy(other, source)]
        if twins:
            detail = gettext("the very same as that of {sources}", sources=_places(0, twins))
            yield _row("source", source.id, "same_copy", detail, twins)
        if check.findings and source.id not in cited:
            yield _row("source", source.id, "uncited_source", gettext("no sentence cites it"))


def _same_copy(one: Source, other: Source) -> bool:
    hashes = {source.snapshot.sha256 if source.snapshot else source.id for source in (one, other)}
    return len(hashes) == 1


def _damage(snapshot: Snapshot, texts: Texts) -> str:
    try:
        if len(texts.original(snapshot)) != snapshot.size_bytes:
            return gettext(
                "the copy {copy} has another size than the check says", copy=f"{snapshot.sha256[:12]}..."
            )
        if snapshot.text_sha256 and len(texts.text(snapshot)) != snapshot.text_length:
            return gettext(
                "the text of {copy} has another length than the check says", copy=f"{snapshot.sha256[:12]}..."
            )
    except SnapshotError as error:
        return error.problem
    return ""


def _audit_stances(check: Check) -> Iterable[AuditRow]:
    read = {source.id for source in check.sources if source.is_read}
    for cell in cells(check).values():
        where = f"{cell.source}/{cell.point}"
        if cell.value not in {None, StanceValue.NOT_ADDRESSED}:
            if cell.source not in read:
                yield _row("stance", where, "judged_unread", gettext("nobody can read what it says"))
            elif not any(stance.quotes for stance in cell.stances if counts(check, stance)):
                yield _row("stance", where, "judged_unquoted", gettext("it rests on no words"))
        if cell.state == CellState.SUGGESTED:
            yield _row("stance", where, "not_accepted", _suggested(check, cell))
        elif cell.state == CellState.DISAGREED:
            coded = [stance for stance in cell.stances if counts(check, stance)]
            said = comma_list([f"{check.coder(stance.coder).name}: {stance.value.label}" for stance in coded])
            if cell.adjudication:
                said = gettext(
                    "{said}; decided as {stance} before one of them said so",
                    said=said,
                    stance=cell.adjudication.value.label,
                )
            yield _row("stance", where, "disagreed", said)
    if blind_round(check):
        detail = gettext("what others judged is left out until it is revealed")
        yield _row("check", check.id, "judged_blind", detail)


def _audit_drafts(check: Check) -> Iterable[AuditRow]:
    """Count the drafted sentences that wait: one line tells of all that a model drafted."""
    waiting = [finding for finding in check.findings if finding.waits]
    for model in dict.fromkeys(finding.suggested_by for finding in waiting if finding.suggested_by):
        number = sum(finding.suggested_by == model for finding in waiting)
        detail = ngettext(
            "no person has accepted {number} sentence that {model} drafted",
            "no person has accepted {number} sentences that {model} drafted",
            number,
            model=check.coder(model).full_name,
        )
        yield _row("check", check.id, "drafted", detail)


def _suggested(check: Check, cell: Cell) -> str:
    said = []
    for stance in cell.stances:
        told = {"model": check.coder(stance.coder).full_name, "stance": stance.value.label}
        if stance.confidence is None:
            said.append(gettext("{model} suggests {stance}", **told))
        else:
            sure = say_percent(stance.confidence)
            said.append(gettext("{model} suggests {stance} ({sure} sure)", **told, sure=sure))
    return gettext("only a model has judged it: {said}", said=comma_list(said))


def _audit_rating(check: Check) -> Iterable[AuditRow]:
    problem = step_problem(check.rating) if check.rating else ""
    if problem:
        yield _row("rating", "rating", "unfit_step", problem)
    implied = imply_rating(check)
    if not check.rating or check.rating.value == implied.value:
        return
    on_silence = implied.value == RatingValue.NOT_ENOUGH_EVIDENCE
    detail = gettext(
        "it was set to {rating}; the stance table implies {implied}",
        rating=check.rating.value.label,
        implied=implied.value.label,
    )
    yield _row("rating", "rating", "rated_on_silence" if on_silence else "rating_differs", detail)


def _audit_versions(check: Check, texts: Texts, *, changed: Collection[str]) -> Iterable[AuditRow]:
    """Hold a check against what was published of it; ``changed`` are the quotes whose words are gone."""
    for problem in lost_versions(check, texts):
        yield _row("check", check.id, "version_lost", f"{problem[:1].lower()}{problem[1:]}")
    try:
        since = changes_since(check, texts)
    except SnapshotError:
        return  # That it is lost has been told.
    if since is None:
        return
    next_step = gettext("say why with: {command}", command=f"factbook revise {check.id} --note WHY")
    for source, quotes in gone_since(check, since.kept, changed).items():
        detail = gettext(
            "in {source}, that is {quotes}; look whether the check still holds, and {next_step}",
            source="{0}",
            quotes=comma_list(quotes),
            next_step=next_step,
        )
        yield _row("check", check.id, "recheck_differs", detail, [source])
    if since.asking:
        said = (
            N_("what differs since it was corrected on {day}: {changes}; {next_step}")
            if since.last.revision
            else N_("what differs since it was published on {day}: {changes}; {next_step}")
        )
        day, told = say_iso_day(since.last.made_at), tell_changes(since.asking)
        detail = gettext(said, day=day, changes=told, next_step=next_step)
        yield _row("check", check.id, "changed_since_published", detail)
