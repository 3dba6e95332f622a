"""Drafting a report's sentences, and a person's answer to each of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from factbook.api.publishing import PublishableCheck
from factbook.model.check import Check
from factbook.model.coding import with_coder
from factbook.model.drafted import accept_drafts, all_written, decline_draft, edit_draft, waiting_drafts
from factbook.model.finding import Finding, FollowUp
from factbook.store.settings import load_settings

if TYPE_CHECKING:
    from factbook.drafting.asking.call_log import Budget, CallLog
    from factbook.drafting.draft import Drafter
    from factbook.drafting.writing import DraftRun


class DraftableCheck(PublishableCheck):
    """A check on disk whose sentences can be drafted; every answer is written at once."""

    def draft(
        self, *, model: str | Drafter | None = None, budget: Budget | int | None = None, again: bool = False
    ) -> DraftRun:
        """Draft the report's sentences and questions from what the check holds; see `drafting.writing`.

        ``model`` is a name, as in `drafting.choose_drafter`, or a drafter; unless given, the casebook's
        settings name it. A language model may spend ``budget`` tokens; what it answered before is replayed,
        unless it is to be asked ``again``. A draft waits until a person accepts it, changes its words or
        declines it; drafted again, what people wrote, accepted or changed is kept, and what they declined
        does not come back.
        """
        from factbook.drafting.choose_drafter import make_drafter
        from factbook.drafting.writing import draft_check

        settings = load_settings(self.path.parent)
        if model is None:
            model = settings.drafting.drafter
        drafter = make_drafter(model, settings=settings) if isinstance(model, str) else model
        return draft_check(self.folder, drafter, calls=self._calls(budget, again=again))

    def _calls(self, budget: Budget | int | None, *, again: bool) -> CallLog:
        from factbook.drafting.asking.call_log import Budget, CallLog

        spending = budget if isinstance(budget, Budget) else Budget(budget)
        return CallLog(self.folder, spending, again=again)

    @property
    def drafts(self) -> tuple[Finding | FollowUp, ...]:
        """What was drafted and no person has answered: sentences first, then questions."""
        return waiting_drafts(self.record)

    def accept_draft(self, *ids: str, coder: str | None = None) -> tuple[Finding | FollowUp, ...]:
        """Take drafts over as they are, by ids like ``f3`` or ``u1``; all that wait if none is given."""
        taken: list[Finding | FollowUp] = []

        def accept(check: Check, me: str) -> Check:
            chosen = ids or tuple(one.id for one in waiting_drafts(check))
            after = accept_drafts(check, chosen, coder=me)
            taken[:] = [one for one in all_written(after) if one.id in chosen]
            return after

        self._decide(coder, accept)
        return tuple(taken)

    def edit_draft(self, id_: str, words: str, *, coder: str | None = None) -> None:
        """Change the words of a sentence, citations included, or of a question; they are a person's then."""
        self._decide(coder, lambda check, me: edit_draft(check, id_, words, coder=me))

    def decline_draft(self, *ids: str, coder: str | None = None) -> None:
        """Take drafts out of the check; drafted again, these words do not come back."""

        def decline(check: Check, me: str) -> Check:
            for id_ in ids:
                check = decline_draft(check, id_, coder=me)
            return check

        self._decide(coder, decline)

    def answer_drafts(
        self,
        *,
        accept: Sequence[str] = (),
        accept_all: bool = False,
        edit: Sequence[tuple[str, str]] = (),
        decline: Sequence[str] = (),
        coder: str | None = None,
    ) -> None:
        """Answer several drafts at once: either all the answers are written, or none.

        ``edit`` pairs ids with their new words. What ``accept_all`` takes over is what then still waits.
        """
        name = coder or self.coder

        def answer(check: Check) -> Check:
            if not (accept or edit or decline or (accept_all and waiting_drafts(check))):
                return check  # Who answers nothing is not written down as a coder.
            check, me = with_coder(check, name)
            for id_, words in edit:
                check = edit_draft(check, id_, words, coder=me.id)
            for id_ in decline:
                check = decline_draft(check, id_, coder=me.id)
            waiting = [one.id for one in waiting_drafts(check)] if accept_all else []
            return accept_drafts(check, dict.fromkeys([*accept, *waiting]), coder=me.id)

        self.folder.update(answer)
