"""What a report says of how its check was judged."""

from __future__ import annotations

import pytest

from factbook.model.adjudicating import adjudicate
from factbook.model.blinding import begin_blind, reveal, seen_by
from factbook.model.canonical import parse_record
from factbook.model.check import Check
from factbook.model.coding import with_coder, with_stance
from factbook.model.record import Record, UtcTime
from factbook.model.stance import StanceValue
from factbook.reports.compose import compose_report
from factbook.reports.judging import judging_notes
from factbook.reports.render import render_part


class Moment(Record):
    at: UtcTime


DAY = parse_record(Moment, {"at": "2025-09-09T08:30:00Z"}, name="a day").at


@pytest.fixture
def differing(check: Check) -> Check:
    """Ana says supports, and Ben <b> refutes; judged blind and revealed by Ana."""
    check, ben = with_coder(begin_blind(check, coder="ana", at=DAY), "Ben <b>")
    check = with_stance(check, source="s1", point="p1", value=StanceValue.REFUTES, coder=ben.id)
    return reveal(check, coder="ana", at=DAY)


def test_of_one_coder_there_is_nothing_to_say(check):
    assert () == judging_notes(check)


def test_rounds_agreement_and_decisions_are_told(differing, make_folder):
    blind, agreement = judging_notes(differing)
    assert "until Ana revealed them on September 9, 2025." in blind
    assert "On the one cell that at least two people judged, their agreement when revealed" in agreement
    assert "few cells" in agreement
    decided = adjudicate(
        differing,
        source="s1",
        point="p1",
        value=StanceValue.MIXED,
        reason="It is <i>both</i>.",
        coder="ana",
        at=DAY,
    )
    assert "One cell on which they differed was decided by a person" in judging_notes(decided)[2]
    report = compose_report(make_folder(decided))
    method, table = render_part(report, "method"), render_part(report, "table")
    assert "Krippendorff" in method
    assert "1 judgement, 1 decision where coders differed" in " ".join(method.split())
    assert "decided where coders differ" in table
    assert "Decided by <bdi>Ana</bdi> on September 9, 2025: mixed." in table
    assert "It is &lt;i&gt;both&lt;/i&gt;." in table
    assert "<b>" not in method + table


def test_a_check_that_is_still_blind_shows_no_judgement_to_who_is_no_coder(check, make_folder):
    folder = make_folder(begin_blind(check, coder="ana"))
    report = compose_report(folder)
    assert "still judged blind" in render_part(report, "table")
    assert [()] == [cell.judgements for row in report.rows for cell in row.cells]
    mine = compose_report(folder, seen=seen_by(folder.read(), "ana"))
    assert ["Ana"] == [one.coder for row in mine.rows for cell in row.cells for one in cell.judgements]
    assert any(view.place == "The check" and "judged blind" in view.mark.label for view in mine.audit)
