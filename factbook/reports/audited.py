"""The audit of a report as a list, and how much of what was checked holds."""

from __future__ import annotations

from factbook.analysis.audit_row import AuditRow
from factbook.reports.context import AuditView, ProofCount
from factbook.reports.known import Known
from factbook.reports.naming import stance_place
from factbook.wording import gettext


def audit_view(known: Known, row: AuditRow) -> AuditView:
    """Say where something stands that the audit found, and what it is."""
    if row.kind == "finding":
        place, anchor = gettext("Sentence {id}", id=row.id), f"finding-{row.id}"
    elif row.kind == "quote":
        quote = known.quotes[row.id]
        number = known.numbers[quote.source]
        place = gettext("Quote {id} of source {number}", id=row.id, number=number)
        anchor = f"quote-{row.id}"
    elif row.kind == "source":
        place = gettext("Source {number}", number=known.numbers[row.id])
        anchor = f"source-{row.id}"
    elif row.kind == "stance":
        source, point = row.id.split("/")
        number = next(i for i, p in enumerate(known.check.points, start=1) if p.id == point)
        place, anchor = stance_place(known.numbers[source], number), "stances"
    elif row.kind == "check":
        place = gettext("The check")
        anchor = "stances" if row.state == "judged_blind" else "corrections"
    else:
        place, anchor = gettext("Rating"), "rating"
    return AuditView(place=place, anchor=anchor, mark=known.mark(row))


def proof_count(known: Known) -> ProofCount:
    """Count what was checked, and what of it holds."""
    faulty = {(row.kind, row.id) for row in known.rows if row.grade == "fault"}
    kinds = [kind for kind, _ in faulty]
    with_copy = [source for source in known.check.sources if source.snapshots]
    return ProofCount(
        quotes=len(known.check.quotes),
        verbatim=len(known.check.quotes) - kinds.count("quote"),
        findings=len(known.check.findings),
        findings_without_fault=len(known.check.findings) - kinds.count("finding"),
        copies=len(with_copy),
        copies_intact=len(with_copy) - kinds.count("source"),
    )
