"""The ways through a report."""

from __future__ import annotations

from factbook.reports.ways import Ways
from tests.reports import samples


def test_sentences_are_named_by_section_and_number(reports):
    names = Ways(reports["clean"]).names
    assert names["finding-f3"] == "Section 1, sentence 1"
    assert names["finding-f7"] == "Section 2, key point 1"
    assert len(set(names.values())) == len(names)


def test_every_quote_leads_back_to_all_that_cite_it(reports):
    ways = Ways(reports["faulty"])
    assert ways.back["quote-q1"] == ("finding-f1", "finding-f4", "finding-f11", "finding-f12")
    assert ways.back["source-s5"] == ("finding-f3",)


def test_words_that_do_not_stand_are_in_doubt_wherever_they_are_cited(reports):
    report = reports["faulty"]
    ways = Ways(report)
    assert ways.doubts["quote-q5"].state == "fabricated"
    assert "quote-q1" not in ways.doubts
    sentence = report.section("context").key_points[1]
    assert [mark.state for mark in sentence.marks] == ["doubtful_quote"]
    assert ways.grade(sentence) == "fault"


def test_marks_are_given_once_with_faults_first(reports):
    report = reports["faulty"]
    marks = Ways(report).marks(report.section("summary").paragraphs[0][3])
    assert [mark.grade for mark in marks] == sorted((mark.grade for mark in marks), reverse=True)
    assert len({mark.state for mark in marks}) == len(marks)


def test_the_audit_is_grouped_and_every_mark_has_its_line(reports):
    report = reports["faulty"]
    ways = Ways(report)
    entries = [entry for group in (*ways.faults, *ways.cautions) for entry in group.entries]
    assert len(entries) == len(report.audit)
    assert len({entry.anchor for entry in entries}) == len(entries)
    anchors = {entry.anchor for entry in entries}
    assert all(ways.entry(view.anchor, view.mark) in anchors for view in report.audit)
    assert all(group.meaning for group in (*ways.faults, *ways.cautions))


def test_notes_are_short(reports):
    assert max(map(len, Ways(reports["clean"]).notes.values())) < 300


def test_a_side_taken_for_what_nobody_can_read_is_marked_in_its_cell(tmp_path):
    make = samples.Maker(tmp_path, "Is it so?")
    make.add("coders", id="ana", name="Ana")
    make.add("points", id="p1", text="It is so.")
    unread = make.source("A scan", unread="it is a scan")
    read = make.source("Minutes", "It is so, they say.")
    make.stance(unread, "p1", "supports")
    make.stance(read, "p1", "supports")
    report = samples.compose(make.save())
    ways = Ways(report)
    faults, none = (ways.in_cell(row.number, 1) for row in report.rows)
    assert [mark.state for mark in faults] == ["judged_unread"]
    assert none == ()
    cell = samples.page(report).partition("[1] <bdi>A scan")[2].partition("</tr>")[0]
    assert "judged unread</a>" in cell
    assert f'href="#{ways.entry("stances", faults[0])}"' in cell
