"""What a report says."""

from __future__ import annotations

from factbook.analysis.audit_states import STATES
from factbook.model.canonical import parse_check
from factbook.reports import compose
from factbook.reports.compose import compose_report
from factbook.reports.context import SECTION_TITLES, ReportContext


def test_the_faulty_sample_has_every_state_of_the_audit(reports):
    found = {view.mark.state for view in reports["faulty"].audit}
    # A check has one rating: it can differ from a table that takes a side, or be set on silence, not both.
    # And what is judged blind has no finished report; of drafts, tests/drafting has all states.
    beside = {"rated_on_silence", "judged_blind", "drafted", "not_told_again", "not_retold"}
    assert found | beside == {str(state) for state in STATES}


def test_nothing_is_found_where_all_holds(reports):
    report = reports["clean"]
    assert report.audit == ()
    assert (report.proof.quotes, report.proof.verbatim) == (10, 10)
    assert (report.proof.findings, report.proof.findings_without_fault) == (10, 10)


def test_sections_keep_their_titles_and_set_key_points_apart(reports):
    sections = reports["clean"].sections
    assert [section.title for section in sections] == list(SECTION_TITLES.values())
    assert len(sections[1].paragraphs) == 1
    assert len(sections[1].key_points) == 2
    assert len(sections[0].paragraphs) == 3


def test_a_citation_opens_its_words(reports):
    sentence = reports["clean"].section("summary").paragraphs[0][0]
    citation = next(piece.citation for piece in sentence.pieces if piece.citation)
    assert (citation.number, citation.anchor, citation.broken) == (3, "quote-q3", False)
    quote = reports["clean"].sources[2].quotes[0]
    assert quote.before.endswith("published. ")


def test_citations_that_lead_nowhere_are_broken(reports):
    sentence = reports["faulty"].section("summary").paragraphs[0][3]
    citations = [piece.citation for piece in sentence.pieces if piece.citation]
    assert [(one.number, one.broken) for one in citations] == [(1, False), (None, True), (1, True)]
    assert "dangling" in {mark.state for mark in sentence.marks}


def test_the_rating_says_where_the_table_differs(reports):
    rating = reports["faulty"].rating
    assert (rating.label, rating.set_by, rating.implied_label) == ("Supported", "Ben Okafor", "Conflicting")


def test_silence_alone_is_not_enough_evidence(reports):
    assert reports["empty"].rating.value == "not_enough_evidence"
    assert reports["empty"].rating.set_by == ""


def test_dates_are_written_as_far_as_they_are_known(reports):
    assert reports["clean"].checked_on == "September 9, 2025"
    assert reports["faulty"].checked_on == "September 2025"
    assert reports["hostile"].checked_on == "2025"


def test_cells_tell_what_is_settled_and_what_is_not(reports):
    rows = reports["faulty"].rows
    assert rows[0].cells[1].label == "suggested only"
    assert rows[5].cells[1].label == "coders disagree"
    assert rows[3].cells[1].label == "not judged"
    assert rows[4].cells[0].label == "not addressed"


def test_a_context_is_read_back_as_it_was_written(reports):
    for report in reports.values():
        assert ReportContext.model_validate(report.model_dump(mode="json")) == report


def test_a_judge_is_named_and_loaded_only_where_there_is_a_sentence(
    reports, fields, make_folder, monkeypatch
):
    assert reports["clean"].support_model
    folder = make_folder(parse_check(fields | {"findings": []}))
    monkeypatch.setattr(compose, "support_model_of", None)
    assert "" == compose_report(folder).support_model
