"""A check in one go: found again or made, and drafted; a language model may name points and searches."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from factbook.api.open_check import OpenCheck
from factbook.api.opening import new
from factbook.errors import ModelError, NotFoundError
from factbook.model.claim import Claim
from factbook.model.names import make_slug
from factbook.model.point_words import each_once, fold_point
from factbook.store.casebook import Casebook, find_casebook
from factbook.store.settings import load_settings
from factbook.wording import choose_language, speaking

if TYPE_CHECKING:
    from factbook.drafting.asking.ask import Asker
    from factbook.drafting.asking.call_log import Budget
    from factbook.drafting.draft import Drafter
    from factbook.drafting.writing import DraftRun
    from factbook.model.check import Check
    from factbook.model.claim import Point
    from factbook.sources.find.search import Brought


@dataclass(frozen=True)
class NamedPoints:
    """What came of having points named: those that took the place of the claim, or why there could be none.

    Both are empty where nobody was asked, or no point was new.
    """

    points: tuple[Point, ...] = ()
    problem: str = ""


@dataclass
class OneGo:
    """A check that is gone through from its claim to its draft.

    Attributes
    ----------
    check:
        The check.
    drafter:
        Who drafts; a language model also names points and search words.
    budget:
        What a language model may spend on all of it.
    finder:
        The name of who searches, if anybody.
    found_again:
        Whether the check was there before.
    given_points:
        Whether a person named the points.
    """

    check: OpenCheck
    drafter: Drafter
    budget: Budget
    finder: str | None = None
    found_again: bool = False
    given_points: bool = False

    def name_points(self) -> NamedPoints:
        """Have the language model, if one drafts, name the points in place of the claim as a whole.

        Nothing is asked where a person has named points, or done something with the one that is there.
        """
        from factbook.drafting.claim_tasks import suggest_points

        asker = self._asker()
        if asker is None or self.given_points or not _points_are_open(self.check.record):
            return NamedPoints()
        try:
            with self._speaking():
                named = suggest_points(asker, self.check.record.claim)
        except ModelError as error:
            return NamedPoints(problem=str(error))
        before = self.check.record.points
        after = self.check.update(lambda check: _with_points(check, named)).points
        return NamedPoints(after if after != before else ())

    def find(self, *, most: int, progress: bool = False) -> Iterator[tuple[str, Brought]]:
        """Search with the words of the claim and those of the language model, and bring in what is found.

        At most ``most`` hits of each search are brought in; gives the title of each with what became of it.
        """
        from factbook.sources.find.choose import make_finder, settings_for
        from factbook.sources.find.search import add_found, search_sources

        settings = replace(settings_for(self.check.path), progress=progress)
        finder = make_finder(self.finder or "", settings=settings)
        for query in self._queries():
            search = search_sources(self.check.folder, query, finder, most=most)
            for brought in add_found(self.check.folder, search, range(1, len(search.hits) + 1)):
                yield search.hits[brought.number - 1].title, brought

    def draft(self) -> DraftRun:
        """Draft the report; see `OpenCheck.draft`."""
        return self.check.draft(model=self.drafter, budget=self.budget)

    def draft_by_rule(self) -> DraftRun | None:
        """Draft by rule where a language model could not; ``None`` if none was to, or there are sentences."""
        from factbook.drafting.by_model import ModelDrafter

        if not isinstance(self.drafter, ModelDrafter) or self.check.record.findings:
            return None
        return self.check.draft(model="plain")

    def build(self, *, to: Sequence[str], progress: bool = False) -> list[Path]:
        """Build the report; see `OpenCheck.build`.

        The sentences are judged here, where the network is loaded, and not in the notebook's own process.
        """
        from factbook.evidence.handed_scores import take_back_scores
        from factbook.reports.proof import hand_on_scores

        with TemporaryDirectory(prefix="factbook-") as aside:
            hand_on_scores(self.check.record, self.check.folder, aside=Path(aside))
            try:
                return self.check.build(to=to, progress=progress)
            finally:
                take_back_scores()

    def _queries(self) -> Iterator[str]:
        from factbook.drafting.claim_tasks import suggest_queries

        claim = self.check.record.claim
        own = claim.statement or claim.question
        yield own
        # Asked once the first search is done: if the model fails, there is something to read all the same.
        asker = self._asker()
        if asker:
            with self._speaking():
                named = suggest_queries(asker, self.check.record)
            yield from (query for query in named if query != own)

    def _speaking(self) -> AbstractContextManager[None]:
        """Ask in the language of the report."""
        wanted = load_settings(self.check.path).report_language
        return speaking(choose_language(wanted, content=self.check.record.language))

    def _asker(self) -> Asker | None:
        from factbook.drafting.asking.ask import Asker
        from factbook.drafting.asking.call_log import CallLog
        from factbook.drafting.by_model import ModelDrafter

        if not isinstance(self.drafter, ModelDrafter):
            return None
        return Asker(self.drafter.model, CallLog(self.check.folder, self.budget))


def begin_one_go(
    *,
    question: str,
    statement: str = "",
    claimant: str = "",
    points: Sequence[str] = (),
    finder: str | None = None,
    drafter: str | None = None,
    budget: int | None = None,
    stance_model: str | None = None,
    language: str = "en",
    casebook: Path | None = None,
    check_id: str | None = None,
) -> OneGo:
    """Begin a check in one go, or go on with that of the same claim.

    Nothing is made if a name is wrong or the key of a language model is missing. ``finder``, ``drafter`` and
    ``stance_model`` are names; unless given, nobody searches, and the settings of the casebook name the
    others.
    """
    from factbook.drafting.asking.call_log import Budget
    from factbook.drafting.by_model import ModelDrafter
    from factbook.drafting.choose_drafter import make_drafter
    from factbook.evidence.choose_model import stance_model as make_stance_model
    from factbook.sources.find.choose import make_finder, settings_for

    points, _ = each_once(points)
    place = casebook or find_casebook(".").path
    settings = load_settings(place)
    make_stance_model(stance_model or settings.evidence.stance_model)
    drafts = make_drafter(drafter or settings.drafting.drafter, settings=settings)
    if finder:
        make_finder(finder, settings=settings_for(place / "new"))
    claim = Claim(question=question, statement=statement, claimant=claimant)
    there = _find_again(place, claim, check_id)
    if there:
        _add_points(there, points)
        return OneGo(there, drafts, Budget(budget), finder, found_again=True, given_points=bool(points))
    if isinstance(drafts, ModelDrafter):
        drafts.expect_ready()
    check = new(
        question=question,
        statement=statement,
        claimant=claimant,
        language=language,
        points=points,
        casebook=casebook,
        id=check_id,
    )
    return OneGo(check, drafts, Budget(budget), finder, given_points=bool(points))


def _find_again(place: Path, claim: Claim, check_id: str | None) -> OpenCheck | None:
    """Give the check of the same claim, if there is one under the id that is given or was made of it.

    One that cannot be read may be that of the claim: its error is raised, for it waits to be mended.
    """
    book = Casebook(place)
    for wanted in [check_id] if check_id else _ids_made_of(claim, book.ids()):
        try:
            found = OpenCheck(book.open(wanted))
        except NotFoundError:
            continue
        said = found.record.claim
        same = (said.question, said.statement) == (claim.question, claim.statement)
        if same and claim.claimant in {"", said.claimant}:
            return found
    return None


def _ids_made_of(claim: Claim, ids: Sequence[str]) -> list[str]:
    """Give those of these ids that a claim may have got: claims of the same words are numbered."""
    slug = make_slug(claim.question or claim.statement)
    made = re.compile(rf"{re.escape(slug)}(-[0-9]+)?")
    return sorted(filter(made.fullmatch, ids), key=lambda one: (len(one), one))


def _add_points(check: OpenCheck, points: Sequence[str]) -> None:
    """Add points that are given; if nobody has touched the claim as a whole, they take its place."""
    if points and _points_are_open(check.record):
        check.update(lambda found: _with_points(found, points))
    for text in points:
        check.add_point(text)


def _points_are_open(check: Check) -> bool:
    """Tell whether the claim as a whole is the one point, and no person has done anything with it."""
    from factbook.model.points import point_uses

    whole = check.claim.statement or check.claim.question
    if [point.text for point in check.points] != [whole]:
        return False
    done = check.rating or check.blind_rounds or check.publications
    return not done and not point_uses(_without_drafts(check), check.points[0].id)


def _with_points(check: Check, named: Sequence[str]) -> Check:
    """Give the check with these points, if any, in place of the claim as a whole.

    What models suggested and drafted on it goes with it.
    """
    from factbook.model.points import with_new_point, without_point

    # Another program may have changed the check while the model was asked.
    there = [fold_point(point.text) for point in check.points]
    if not named or there == [*map(fold_point, named)] or not _points_are_open(check):
        return check
    check = without_point(_without_drafts(check), check.points[0].id)
    for text in named:
        check, _ = with_new_point(check, text, after="")
    return check


def _without_drafts(check: Check) -> Check:
    """Give the check without the drafts that wait: they are written anew."""
    from factbook.model.drafted import waiting_drafts, with_draft

    for model in {check.coder(one.suggested_by).name for one in waiting_drafts(check) if one.suggested_by}:
        check = with_draft(check, (), (), model=model)
    return check
