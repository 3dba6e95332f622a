"""Making a site of a casebook: reports as ``factbook build`` makes them, and the pages that lead to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from factbook.analysis.comparison import compare_coders
from factbook.analysis.rating_scales import rating_scale
from factbook.batch.build import FORMATS, OWN_NOTEBOOK, run_notebook
from factbook.batch.build_key import BuildKeys
from factbook.batch.bundling import current_notebook
from factbook.errors import BadInputError, FactbookError, NotFoundError
from factbook.model.blinding import blind_round
from factbook.model.check import Check
from factbook.reports.compose import compose_report
from factbook.reports.notebook import read_report, with_report
from factbook.reports.site.card import make_card
from factbook.reports.site.folder import Made, SiteFolder, open_site
from factbook.reports.site.pages import NEED_ADDRESS, SiteContent, render_site
from factbook.store.casebook import Casebook
from factbook.store.check_folder import CHECK_FILE, CheckFolder
from factbook.store.settings import load_settings

Outcome = Literal["made", "unchanged", "draft", "blind", "failed"]

_REVIEW = FORMATS["claimreview"][0]


@dataclass(frozen=True)
class SiteCheck:
    """What became of one check: ``draft`` and ``blind`` are not shown; ``problem`` says why one failed."""

    id: str
    outcome: Outcome
    problem: str = ""


@dataclass(frozen=True)
class SiteResult:
    """What a site was made of and what was written.

    Attributes
    ----------
    path:
        The site's folder; open its ``index.html``.
    shown, drafts, blind:
        How many checks are shown, and how many are not as they are drafts, or judged blind.
    failed:
        Checks that could not be read or built, with the reason. They are left out.
    faulty:
        How many of the checks that are shown have faults, which their reports mark.
    written, unchanged, removed:
        Files of the site.
    left_out:
        Files that are missing because ``[site] url`` is not set.
    """

    path: Path
    shown: int
    drafts: int
    blind: int
    failed: tuple[SiteCheck, ...]
    faulty: int
    written: int
    unchanged: int
    removed: int
    left_out: tuple[str, ...]


def make_site(
    casebook: Casebook,
    *,
    out: str | Path,
    drafts: bool = False,
    on_check: Callable[[SiteCheck], None] = lambda _check: None,
) -> SiteResult:
    """Make a static site of a casebook, or bring one up to date.

    Published checks are shown, those judged blind never. What has not changed since the last run is not made
    again, and nothing of the site is touched before all is made.

    Parameters
    ----------
    casebook:
        The checks, and the settings of the site.
    out:
        The site's folder: a new or an empty one, or that of a site made before.
    drafts:
        Show checks that are not published, too.
    on_check:
        Called with each check as it is done.

    Raises
    ------
    NotFoundError
        There is no such casebook.
    BadInputError
        ``out`` holds something that is no site of ours, or a setting is none there is.
    StoreError
        The disk refuses, or another program is writing the site.
    """
    if not casebook.path.is_dir():
        raise NotFoundError(
            f"There is no casebook {casebook.path}", next_step="Give a folder that holds checks."
        )
    settings = load_settings(casebook.path)
    rating_scale(settings.rating_scale)
    target = Path(out).absolute()
    for above in (target, *target.parents):
        if (above / CHECK_FILE).is_file():
            raise BadInputError(f"{target} is within a check's folder", next_step="Give another --out.")
    keys = BuildKeys()
    made: dict[str, Made] = {}
    done: list[SiteCheck] = []
    with open_site(target) as site:
        for check_id in casebook.ids():
            one = _make(casebook, check_id, site, keys, made, drafts=drafts)
            done.append(one)
            on_check(one)
        content = SiteContent(
            cards=tuple(one.card for one in made.values()),
            settings=settings,
            agreement=_agreement(casebook, made),
            drafts=drafts,
        )
        written = site.finish(made, render_site(content, lambda key: site.read(f"checks/{key}/{_REVIEW}")))
    outcomes = [one.outcome for one in done]
    return SiteResult(
        path=target,
        shown=len(made),
        drafts=outcomes.count("draft"),
        blind=outcomes.count("blind"),
        failed=tuple(one for one in done if one.outcome == "failed"),
        faulty=sum(one.card.tally.faults > 0 for one in made.values()),
        written=written.written,
        unchanged=written.unchanged,
        removed=written.removed,
        left_out=() if settings.site.url else NEED_ADDRESS,
    )


def _make(
    casebook: Casebook,
    check_id: str,
    site: SiteFolder,
    keys: BuildKeys,
    made: dict[str, Made],
    *,
    drafts: bool,
) -> SiteCheck:
    """Make the report of one check, unless it is there; one that fails stops no other."""
    try:
        folder = casebook.open(check_id)
        formats = ["html", "claimreview", *(["pdf"] if (folder.path / FORMATS["pdf"][0]).is_file() else [])]
        key = keys.of(folder, formats)
        known = site.known(check_id, key)
        if known and (drafts or known.card.published):
            made[check_id] = known
            return SiteCheck(check_id, "unchanged")
        check = folder.read()
        if check.id != check_id:
            raise BadInputError(f"{folder.file} is of the check {check.id!r}", next_step="Rename its folder.")
        if blind_round(check):
            return SiteCheck(check_id, "blind")
        if not (drafts or check.published_at):
            return SiteCheck(check_id, "draft")
        report, _ = read_report(nb := _notebook(folder))
        check = folder.read()  # A notebook may have changed it.
        files = {FORMATS[name][0]: FORMATS[name][1](nb) for name in formats}
        made[check_id] = site.add_check(
            check_id, key=key, card=make_card(report, check, pdf="pdf" in formats), files=files
        )
        return SiteCheck(check_id, "made")
    except FactbookError as error:
        return SiteCheck(check_id, "failed", error.problem)
    except OSError as error:
        return SiteCheck(check_id, "failed", f"{error.filename}: {error.strerror or error}")


def _notebook(folder: CheckFolder) -> Any:
    """Give a notebook that shows the report as it is now.

    That of factbook shows nothing but the report's parts, so it need not be run; one of the analyst's own
    is, unless it was built and is current.
    """
    if not (folder.path / OWN_NOTEBOOK).is_file():
        return with_report(None, compose_report(folder))
    return current_notebook(folder) or run_notebook(folder)


def _agreement(casebook: Casebook, made: dict[str, Made]) -> str:
    shared: Iterable[str] = (key for key, one in made.items() if one.card.tally.judges > 1)
    checks: list[Check] = []
    for check_id in shared:
        try:
            checks.append(casebook.open(check_id).read())
        except FactbookError:
            continue  # It was changed just now: the next run sees it.
    try:
        found = compare_coders(checks)
    except BadInputError:
        return ""
    return " ".join([f"Krippendorff's alpha is {found.words}: {found.scope}.", *found.notes])
