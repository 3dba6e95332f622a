"""What a check says: its records, its tables, what they imply and what does not hold."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from factbook.errors import BadInputError
from factbook.model.blinding import blind_round, seen_by
from factbook.model.check import Check
from factbook.model.coding import find_coder
from factbook.store.check_folder import CheckFolder
from factbook.store.settings import current_coder, load_settings

if TYPE_CHECKING:
    import pandas as pd

    from factbook.analysis.comparison import Comparison
    from factbook.analysis.rating_scales import Placed
    from factbook.analysis.verdict import Verdict
    from factbook.reports.display import Report


class ReadableCheck:
    """A check on disk as one looks at it; every look reads what is there now."""

    def __init__(self, folder: CheckFolder, *, coder: str | None = None) -> None:
        self.folder = folder
        self._coder = coder

    @property
    def path(self) -> Path:
        """The folder of the check."""
        return self.folder.path

    @property
    def record(self) -> Check:
        """The whole check as it is on the disk now."""
        return self.folder.read()

    @property
    def coder(self) -> str:
        """The name of who judges here."""
        return current_coder(self.path, self._coder)

    def seen(self, *, coder: str | None = None) -> Check:
        """Give the check as a coder may see it: while it is judged blind, without what others judged."""
        check = self.record
        if not blind_round(check):
            return check
        found = find_coder(check, coder or self.coder)
        return seen_by(check, found.id if found else None)

    def table(self, *, coder: str | None = None) -> pd.DataFrame:
        """Give the stance table, as `analysis.table.stance_table`: rows sources, columns points.

        With ``coder``, a name or an id, it holds only what they judged. While the check is judged blind,
        that is all there is to see: without ``coder``, of who judges here.
        """
        from factbook.analysis.table import stance_table

        check = self.seen(coder=coder)
        found = find_coder(check, coder) if coder else None
        return stance_table(check, coder=found.id if found else coder)

    def totals(self, *, by: str = "point") -> pd.DataFrame:
        """Count the stances ``by="point"`` or ``by="source"``; columns the four stances and ``open``.

        ``by="origin"`` counts for each point the independent origins in place of the sources.
        """
        from factbook.analysis.independence import find_origins
        from factbook.analysis.table import origin_totals, point_totals, source_totals

        table = self.table()
        if by == "origin":
            return origin_totals(table, find_origins(self.record, self.folder))
        totals = {"point": point_totals, "source": source_totals}
        if by not in totals:
            raise BadInputError(
                f"There are no totals by {by!r}", next_step="Use by='point', 'source' or 'origin'."
            )
        return totals[by](table)

    def origins(self) -> pd.DataFrame:
        """Say which sources are copies of one text, as `analysis.independence.find_origins` finds it.

        One row per source (index ``source``: ids). ``origin`` is the id of the likely original, its own for
        a source that is no copy; ``reason`` says in words why it is one, and ``share`` how much of its words
        (0 to 1) also stand in the source the reason names; both are missing for originals.
        """
        from factbook.analysis.independence import find_origins
        from factbook.analysis.table import origin_table

        check = self.record
        return origin_table(check, find_origins(check, self.folder))

    def rating(self, *, coder: str | None = None) -> Verdict:
        """Give the Rating the stance table implies, by the rule of `analysis.verdict`.

        While the check is judged blind, it is implied by what ``coder`` (who judges here) judged alone.
        """
        from factbook.analysis.independence import find_origins
        from factbook.analysis.verdict import imply_rating

        check = self.seen(coder=coder)
        return imply_rating(check, origins=find_origins(check, self.folder))

    def suggested_rating(self) -> Verdict | None:
        """Say what the table would imply if people accepted the suggestions that wait; it is no Rating."""
        from factbook.analysis.verdict import suggested_rating

        return suggested_rating(self.seen())

    def placed(self, *, coder: str | None = None) -> Placed:
        """Give the step on the rating scale in use that the report shows; see `analysis.rating_scales`."""
        from factbook.reports.scale import placed_on_scale

        check = self.seen(coder=coder)
        return placed_on_scale(check, self.rating(coder=coder), load_settings(self.path))

    def sensitivity(self, *, coder: str | None = None) -> pd.DataFrame:
        """Say which single source, origin, point or coder would change the table's Rating if taken away.

        Columns ``kind`` (``source``, ``origin``, ``point``, ``coder``), ``id``, ``rating`` (what the table
        would imply without it) and ``changes``; see `analysis.sensitivity`.
        """
        from factbook.analysis.independence import find_origins
        from factbook.analysis.sensitivity import find_sensitivity

        check = self.seen(coder=coder)
        return find_sensitivity(check, origins=find_origins(check, self.folder)).frame()

    def audit(self, *, coder: str | None = None) -> pd.DataFrame:
        """List what does not hold: columns ``kind``, ``id``, ``state``, ``grade``, ``detail``.

        While the check is judged blind, it is audited as ``coder`` (who judges here) may see it.
        """
        from factbook.analysis.audit_row import audit_frame
        from factbook.reports.proof import prove_check

        return audit_frame(prove_check(self.seen(coder=coder), self.folder))

    def agreement(
        self,
        level: str = "nominal",
        *,
        coders: Sequence[str] = (),
        with_models: bool = False,
        current: bool = False,
    ) -> Comparison:
        """Say how far the coders agree; see `analysis.comparison.compare_coders`."""
        from factbook.analysis.comparison import compare_coders

        return compare_coders(
            [self.record], level=level, coders=coders, with_models=with_models, current=current
        )

    def report(self) -> Report:
        """Give the report, to show part by part in a notebook: ``report.header``, ``report.summary`` ..."""
        from factbook.reports.compose import compose_report
        from factbook.reports.display import Report

        return Report(compose_report(self.folder, seen=self.seen()))

    def __repr__(self) -> str:
        check = self.record
        outdated = ", outdated" if check.outdated else ""
        return (
            f"<check {check.id!r}: {check.claim.headline!r}, {len(check.sources)} sources, "
            f"{len(check.points)} points, {len(check.findings)} findings{outdated}>"
        )
