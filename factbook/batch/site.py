"""Making a site of a casebook: reports as ``factbook build`` makes them, and the pages that lead to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

from factbook.analysis.comparison import compare_coders
from factbook.analysis.rating_scales import rating_scale
from factbook.batch.build import FORMATS, OWN_NOTEBOOK, run_notebook
from factbook.batch.build_key import BuildKeys
from factbook.batch.bundling import current_notebook
from factbook.batch.processes import in_processes
from factbook.errors import BadInputError, FactbookError, NotFoundError
from factbook.model.blinding import blind_round
from factbook.model.check import Check
from factbook.reports.compose import compose_report
from factbook.reports.house import expect_house, house_template
from factbook.reports.notebook import read_report, with_report
from factbook.reports.site.card import make_card
from factbook.reports.site.folder import Made, SiteFolder, open_site, stage_check
from factbook.reports.site.pages import NEED_ADDRESS, SiteContent, render_site, site_language
from factbook.reports.theme.read import compose_theme, expect_theme
from factbook.store.casebook import Casebook
from factbook.store.check_folder import CHECK_FILE, CheckFolder
from factbook.store.settings import load_settings, template_folder
from factbook.wording import gettext, speaking

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
    jobs: int = 1,
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
    jobs:
        How many reports to make at a time, each in a process of its own.
    on_check:
        Called with each check as it is done.

    Raises
    ------
    NotFoundError
        There is no such casebook, or no check in it.
    BadInputError
        ``out`` holds something that is no site of ours, or a setting is none there is.
    StoreError
        The disk refuses, or another program is writing the site.
    """
    if not casebook.path.is_dir():
        raise NotFoundError(
            f"There is no casebook {casebook.path}", next_step="Give a folder that holds checks."
        )
    if not casebook.ids():
        # An empty folder, given by mistake, would empty the site.
        raise NotFoundError(
            f"There is no check in {casebook.path}", next_step="Give the folder that your checks lie in."
        )
    settings = load_settings(casebook.path)
    rating_scale(settings.rating_scale)
    language = site_language(settings)
    house = expect_house(template_folder(casebook.path))
    expect_theme(casebook.path)
    target = Path(out).absolute()
    for above in (target, *target.parents):
        if (above / CHECK_FILE).is_file():
            raise BadInputError(f"{target} is within a check's folder", next_step="Give another --out.")
    made: dict[str, Made] = {}
    done: list[SiteCheck] = []

    def note(one: SiteCheck) -> None:
        done.append(one)
        on_check(one)

    with open_site(target) as site:
        to_make = []
        for looked in _look(casebook, site, made, drafts=drafts):
            if isinstance(looked, SiteCheck):
                note(looked)
            else:
                to_make.append(looked)
        for asked, one in in_processes(partial(_make, site=target), to_make, jobs=jobs):
            if isinstance(one, Made):
                made[asked.id] = one
                note(SiteCheck(asked.id, "made"))
            else:
                died = "the process that worked on it died; its notebook or its memory use may be why"
                note(SiteCheck(asked.id, "failed", one or died))
        content = SiteContent(
            cards=tuple(one.card for one in made.values()),
            settings=settings,
            agreement=_agreement(casebook, made, language),
            theme=compose_theme(casebook.path, characters=partial(_characters, made)),
            house=house,
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


@dataclass(frozen=True)
class _Asked:
    """A check whose report is to be made: where it is, in which formats, and the fingerprint of it all."""

    id: str
    path: Path
    formats: tuple[str, ...]
    key: str


def _look(
    casebook: Casebook, site: SiteFolder, made: dict[str, Made], *, drafts: bool
) -> Iterator[SiteCheck | _Asked]:
    """Tell what becomes of each check, or what is to be made; what is there already goes into ``made``."""
    keys = BuildKeys()
    for check_id in casebook.ids():
        try:
            folder = casebook.open(check_id)
            has_pdf = (folder.path / FORMATS["pdf"][0]).is_file()
            formats = ("html", "claimreview", *(["pdf"] if has_pdf else []))
            key = keys.of(folder, formats)
            known = site.known(check_id, key)
            if known and (drafts or known.card.published):
                made[check_id] = known
                yield SiteCheck(check_id, "unchanged")
                continue
            check = folder.read()
            if check.id != check_id:
                problem = f"{folder.file} is of the check {check.id!r}"
                yield SiteCheck(check_id, "failed", problem)
            elif blind_round(check):
                yield SiteCheck(check_id, "blind")
            elif not (drafts or check.published_at):
                yield SiteCheck(check_id, "draft")
            else:
                yield _Asked(check_id, folder.path, formats, key)
        except (FactbookError, OSError) as error:
            yield SiteCheck(check_id, "failed", _problem(error))


def _make(asked: _Asked, *, site: Path) -> Made | str:
    """Make the report of a check for a site, or say why it cannot be made: one that fails stops no other.

    The files go to the site's folder from here; handed over, thousands of them would fill the memory.
    """
    try:
        folder = CheckFolder(asked.path)
        report, _ = read_report(nb := _notebook(folder))
        card = make_card(report, folder.read(), pdf="pdf" in asked.formats)
        house = house_template(folder.path)
        files = {FORMATS[name][0]: FORMATS[name][1](nb, house) for name in asked.formats}
        return stage_check(site, asked.id, key=asked.key, card=card, files=files)
    except Exception as error:  # noqa: BLE001  whatever a check meets, it is its own
        return _problem(error)


def _problem(error: Exception) -> str:
    if isinstance(error, FactbookError):
        return error.problem
    if isinstance(error, OSError):
        return f"{error.filename}: {error.strerror or error}"
    return f"{type(error).__name__}: {error}"


def _notebook(folder: CheckFolder) -> Any:
    """Give a notebook that shows the report as it is now.

    That of factbook shows nothing but the report's parts, so it need not be run; one of the analyst's own
    is, unless it was built and is current.
    """
    if not (folder.path / OWN_NOTEBOOK).is_file():
        return with_report(None, compose_report(folder))
    return current_notebook(folder) or run_notebook(folder)


def _characters(made: Mapping[str, Made]) -> frozenset[str]:
    """Give the characters that the site's own pages show of its checks."""
    return frozenset().union(*(one.card.model_dump_json() for one in made.values()))


def _agreement(casebook: Casebook, made: dict[str, Made], language: str) -> str:
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
    with speaking(language):
        told = gettext("Krippendorff's alpha is {alpha}: {scope}.", alpha=found.words, scope=found.scope)
        return " ".join([told, *found.notes])
