"""Publishing a check, and correcting it once it is published."""

from __future__ import annotations

from factbook.api.judging import JudgeableCheck, with_rating
from factbook.errors import BadInputError
from factbook.model.check import Check
from factbook.model.coding import with_coder
from factbook.model.log import Publication, Revision
from factbook.model.publishing import with_outdated
from factbook.model.rating import RatingValue
from factbook.store.casebook import Casebook
from factbook.store.clock import utc_now
from factbook.store.publishing import Prepare, record_publication, record_revision, take_back_revision

OUTDATED = "outdated"


class PublishableCheck(JudgeableCheck):
    """A check on disk as it is put before readers: what was published is kept, and corrections say why."""

    def publish(self, *, coder: str | None = None) -> Publication:
        """Record that the check is published as it is now, keep that version, and give the record of it.

        Nothing is recorded twice: where no change has been made since, the last record is given. Changes that
        no correction tells of raise `BadInputError`.
        """
        from factbook.analysis.corrections import changes_since

        by, now = self._by(coder), utc_now()

        def prepare(check: Check) -> tuple[Check, str] | None:
            since = changes_since(check, self.folder)
            if since and since.asking:
                raise BadInputError(
                    f"{check.id!r} differs from what was published, and no correction says why",
                    next_step=f"Say it with: factbook revise {check.id} --note WHY",
                )
            if since and not since.changes and since.last.revision is None:
                return None
            return by(check)

        return record_publication(self.folder, prepare=prepare, at=now)

    def revise(
        self,
        note: str,
        *,
        rating: str | RatingValue | None = None,
        scale: str | None = None,
        since: str | None = None,
        newer: str = "",
        coder: str | None = None,
    ) -> Revision:
        """Record a correction of a published check: who, when, why, and what the check is now.

        Parameters
        ----------
        note:
            Why; the report shows it.
        rating:
            A Rating to set with it, as in `rate`; or ``outdated``, for a check that was right in its time,
            and ``current`` to take that back.
        scale:
            The rating scale that ``rating`` is a step of.
        since, newer:
            From when on the check is outdated (a date as far as it is known), and the check that takes its
            place: its web address, or its id in the casebook.
        coder:
            Who corrects; who judges here unless given.

        Raises
        ------
        NotFoundError
            The casebook has no check of the id that ``newer`` gives.
        """
        if (since or newer) and rating != OUTDATED:
            raise BadInputError(
                "Only a check that is outdated has a date for it and a newer check",
                next_step="Give the rating 'outdated' too, or leave both out.",
            )
        if newer and ":" not in newer:
            Casebook(self.path.parent).open(newer)  # An id that leads nowhere would stand in the report.
        now, by = utc_now(), self._by(coder)

        def prepare(check: Check) -> tuple[Check, str]:
            check, me = by(check)
            if rating == OUTDATED:
                return with_outdated(check, reason=note, coder=me, at=now, since=since, newer=newer), me
            if rating == "current":
                return check.changed(outdated=None), me
            if rating is None:
                return check, me
            chosen = with_rating(check, rating, scale=scale, reason=note, coder=me, folder=self.path)
            return chosen, me

        return record_revision(self.folder, note, prepare=prepare, at=now)

    def take_back_revision(self) -> Revision:
        """Take the last correction back and give it; once the check was published with it, none can be.

        The check stays as it is, but for a Rating that was set, or a mark as outdated, with the correction.
        """
        return take_back_revision(self.folder)

    def _by(self, coder: str | None) -> Prepare:
        name = coder or self.coder

        def prepare(check: Check) -> tuple[Check, str]:
            check, person = with_coder(check, name)
            return check, person.id

        return prepare
