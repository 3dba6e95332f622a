from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from factbook.analysis.audit import audit_check
from factbook.analysis.audit_row import AuditRow, audit_frame
from factbook.analysis.audit_states import STATES
from factbook.analysis.retold import Retold
from factbook.evidence.support import SUPPORT_THRESHOLD, supports
from factbook.model.blinding import begin_blind
from factbook.model.canonical import parse_check
from factbook.model.check import put_record
from factbook.model.finding import hash_words
from factbook.store.publishing import record_publication, record_revision

Change = Callable[[dict[str, Any]], Any]
AT = "2026-05-01T00:00:00+00:00"


def audit(check, folder) -> tuple[AuditRow, ...]:
    return audit_check(check, folder, supports=supports, threshold=SUPPORT_THRESHOLD)


def finding(text: str, **changes: Any) -> Change:
    """Put another sentence in place of the one there is."""
    return lambda fields: fields["findings"][0].update({"text": text} | changes)


def more(**records: dict[str, Any]) -> Change:
    """Add a record to each of these lists."""

    def change(fields: dict[str, Any]) -> None:
        for collection, record in records.items():
            fields.setdefault(collection, []).append(record)

    return change


def stance(source: str, coder: str, value: str) -> dict[str, Any]:
    return {
        "source": source,
        "point": "p1",
        "coder": coder,
        "value": value,
        "quotes": ["q1"] if source == "s1" else [],
    }


def replace_snapshot_hash(fields: dict[str, Any]) -> None:
    fields["sources"][0]["snapshots"].append(fields["sources"][0]["snapshots"][0] | {"sha256": "0" * 64})


def draft_of_a_model(fields: dict[str, Any]) -> None:
    fields["coders"].append({"id": "plain", "name": "plain drafter", "kind": "model", "version": "1"})
    drafted = {"suggested_by": "plain", "drafted_as": hash_words("The bridge will open in May.")}
    fields["findings"][0].update(drafted)


def add_refuting_source(fields: dict[str, Any]) -> None:
    # A copy of the first source under another name, cited nowhere in the summary.
    fields["sources"].append(fields["sources"][0] | {"id": "s2"})
    fields["stances"].append(stance("s2", "ana", "refutes"))
    fields["rating"]["value"] = "conflicting"
    fields["findings"].append({"id": "f2", "section": "context", "text": "x [@s2].", "reports_silence": True})


def cite_a_copy(fields: dict[str, Any]) -> None:
    fields["sources"].append(fields["sources"][0] | {"id": "s2"})
    fields["findings"][0]["text"] = "The bridge will open in May [@s1#q1; @s2]."


def misattribute(fields: dict[str, Any]) -> None:
    fields["sources"].insert(0, {"id": "s0", "title": "Other", "snapshots": []})
    snapshot = fields["sources"][1]["snapshots"][0]
    fields["sources"][0]["snapshots"] = [snapshot]
    fields["quotes"][0] |= {"exact": "Words of nowhere", "end": fields["quotes"][0]["start"] + 16}


def silent(fields: dict[str, Any]) -> None:
    fields["stances"][0]["value"] = "not_addressed"
    fields["rating"]["value"] = "not_enough_evidence"


CASES: list[tuple[str, str, Change]] = [
    ("changed", "q1", lambda fields: fields["quotes"][0].update(prefix="He denied that ")),
    ("fabricated", "q1", lambda fields: fields["quotes"][0].update(exact="The bridge will fall in May")),
    ("unavailable", "q1", lambda fields: fields["sources"][0].update(snapshots=[])),
    ("hidden", "q1", lambda fields: fields["sources"][0]["snapshots"][0].update(visible_length=20)),
    ("damaged", "s1", replace_snapshot_hash),
    ("uncited", "f1", finding("The bridge will open in May.")),
    ("dangling", "f1", finding("The bridge will open in May [@s1#q1; @s9].")),
    ("dangling", "f1", finding("The bridge will open in May [@s1#q1; @s1#q9].")),
    ("unsupported", "f1", finding("The bridge will not open in May [@s1#q1].")),
    ("unsupported", "f1", finding("Trams are free of charge [@s1#q1].")),
    ("not_assessed", "f1", finding("Die Brücke wird im Mai wieder für alle eröffnet [@s1#q1].")),
    ("attributed_elsewhere", "f1", finding("According to NASA, the bridge will open in May [@s1#q1].")),
    ("attributed_elsewhere", "f1", finding("The bridge will open in May, according to experts [@s1#q1].")),
    ("leans_on_silence", "f1", silent),
    ("not_silent", "f1", finding("The minutes do not say [@s1].", reports_silence=True)),
    ("not_silent", "f1", finding("The minutes do not say [@s1].", reports_silence=True, points=[])),
    ("one_origin", "f1", cite_a_copy),
    ("unquoted", "f1", finding("The bridge will open in May [@s1].")),
    ("one_sided", "f1", add_refuting_source),
    ("doubtful_quote", "f1", lambda fields: fields["quotes"][0].update(prefix="He denied that ")),
    (
        "silence_by_hand",
        "f1",
        lambda fields: (silent(fields), finding("No date [@s1].", reports_silence=True)(fields)),
    ),
    ("rated_on_silence", "rating", lambda fields: (silent(fields), fields["rating"].update(value="refuted"))),
    ("rating_differs", "rating", lambda fields: fields["rating"].update(value="refuted")),
    ("rated_without_reason", "rating", lambda fields: fields["rating"].update(reason="")),
    ("unfit_step", "rating", lambda fields: fields["rating"].update(scale="politifact", step="false")),
    ("unfit_step", "rating", lambda fields: fields["rating"].update(scale="no such scale", step="x")),
    ("judged_unread", "s1/p1", lambda fields: fields["sources"][0].update(snapshots=[])),
    ("judged_unquoted", "s1/p1", lambda fields: fields["stances"][0].update(quotes=[])),
    ("same_copy", "s1", lambda fields: fields["sources"].append({**fields["sources"][0], "id": "s2"})),
    (
        "not_accepted",
        "s1/p1",
        lambda fields: fields.update(
            coders=[{"id": "m", "name": "M", "kind": "model"}, {"id": "ana", "name": "Ana"}],
            stances=[stance("s1", "m", "supports")],
            rating=None,
        ),
    ),
    (
        "disagreed",
        "s1/p1",
        lambda fields: more(coders={"id": "bo", "name": "Bo"}, stances=stance("s1", "bo", "refutes"))(fields),
    ),
    ("judged_blind", "bridge", more(blind_rounds={"id": "b1", "opened_by": "ana"})),
    ("unread", "s2", more(sources={"id": "s2", "title": "Behind a login", "unread": "it asks for a login"})),
    (
        "dead",
        "s1",
        lambda fields: fields["sources"][0].update(
            failed_fetches=[
                {"url": "https://example.org", "failed_at": "2030-01-01T00:00:00Z", "reason": "404 Not Found"}
            ]
        ),
    ),
    ("drafted", "bridge", draft_of_a_model),
    ("uncited_source", "s2", more(sources={"id": "s2", "title": "Never cited"})),
    (
        "version_lost",
        "bridge",
        more(publications={"id": "v1", "made_by": "ana", "made_at": AT, "version": "0" * 64}),
    ),
]


def test_a_check_that_holds_has_an_empty_audit(check, folder):
    assert () == audit(check, folder)


@pytest.mark.parametrize(("state", "where", "change"), CASES, ids=[case[0] for case in CASES])
def test_each_state_is_found_where_it_is(state, where, change, fields, make_folder):
    change(fields)
    check = parse_check(fields)
    rows = audit(check, make_folder(check))
    found = [row for row in rows if row.state == state][: 1 if state == "same_copy" else None]
    assert [where] == [row.id for row in found]
    assert STATES[state].grade == found[0].grade
    assert found[0].detail


def test_words_of_another_source_are_found_there(fields, make_folder):
    text = "Trams run all night."
    fields["sources"].append({"id": "s2", "title": "Timetable"})
    fields["findings"].append({"id": "f2", "section": "context", "text": "So [@s2]."})
    fields["quotes"][0] |= {"exact": text, "end": fields["quotes"][0]["start"] + len(text)}
    folder = make_folder(parse_check(fields))
    digest = folder.keep(text.encode(), extension="txt")
    snapshot = fields["sources"][0]["snapshots"][0] | {"sha256": digest, "text_sha256": digest}
    fields["sources"][1]["snapshots"] = [snapshot]
    assert ("q1", "misattributed") in {(row.id, row.state) for row in audit(parse_check(fields), folder)}


def test_what_was_decided_is_not_disagreed_on_until_somebody_speaks_against_it(fields, make_folder):
    more(coders={"id": "bo", "name": "Bo"}, stances=stance("s1", "bo", "refutes"))(fields)
    said = [{"coder": "ana", "value": "supports"}, {"coder": "bo", "value": "refutes"}]
    decision = {"id": "a1", "source": "s1", "point": "p1", "value": "supports", "reason": "so"}
    fields["adjudications"] = [decision | {"made_by": "ana", "said": said}]
    folder = make_folder(parse_check(fields))
    assert () == audit(parse_check(fields), folder)
    more(coders={"id": "cy", "name": "Cy"}, stances=stance("s1", "cy", "mixed"))(fields)
    (row,) = [row for row in audit(parse_check(fields), folder) if row.state == "disagreed"]
    assert "Cy: mixed; decided as supports before" in row.detail


def test_a_source_that_was_set_apart_by_hand_bears_witness_of_its_own(fields, make_folder):
    cite_a_copy(fields)
    fields["sources"][1]["origin"] = "s2"
    check = parse_check(fields)
    assert "one_origin" not in {row.state for row in audit(check, make_folder(check))}


def test_every_state_has_a_test():
    elsewhere = {
        *("misattributed", "changed_since_published", "recheck_differs"),
        *("not_told_again", "not_retold"),
    }
    assert set(STATES) == {state for state, _, _ in CASES} | elsewhere


@pytest.mark.parametrize(
    ("retold", "states"),
    [
        (Retold(proved=frozenset(["f1"])), set()),
        (Retold(differing=frozenset(["f1"])), {"not_told_again"}),
        (Retold(unproved=frozenset(["f1"])), {"not_retold"}),
        (Retold(), {"unsupported"}),
    ],
)
def test_a_sentence_that_was_told_again_is_not_asked_of_the_model(fields, make_folder, retold, states):
    finding("Of one source, one supports it [@s1#q1].")(fields)
    check = parse_check(fields)
    rows = audit_check(
        check, make_folder(check), supports=supports, threshold=SUPPORT_THRESHOLD, retold=retold
    )
    assert {row.state for row in rows if row.kind == "finding"} == states


@pytest.mark.parametrize(
    ("accepted_by", "advice"), [(None, "draft it again"), ("ana", "change it or decline it")]
)
def test_what_to_do_with_a_sentence_that_is_another_now(fields, make_folder, accepted_by, advice):
    finding("Of one source, one supports it [@s1#q1].")(fields)
    fields["coders"].append({"id": "drafter", "name": "plain drafter", "kind": "model", "version": "1"})
    drafted = hash_words(parse_check(fields).findings[0].words)
    fields["findings"][0] |= {"suggested_by": "drafter", "accepted_by": accepted_by, "drafted_as": drafted}
    check = parse_check(fields)
    retold = Retold(differing=frozenset(["f1"]))
    rows = audit_check(check, make_folder(check), supports=supports, threshold=0.5, retold=retold)
    assert [row.detail.rpartition("; ")[2] for row in rows if row.state == "not_told_again"] == [advice]


def test_a_drafted_sentence_still_needs_its_words_to_stand(fields, make_folder):
    fields["quotes"][0].update(exact="The bridge will fall in May")
    check = parse_check(fields)
    retold = Retold(proved=frozenset(["f1"]))
    rows = audit_check(check, make_folder(check), supports=supports, threshold=0.5, retold=retold)
    assert {(row.id, row.state) for row in rows} >= {("q1", "fabricated"), ("f1", "doubtful_quote")}


@pytest.fixture
def published(check, make_folder):
    """The small check as a folder, published."""
    folder = make_folder(check)
    record_publication(folder, prepare=lambda check: (check, "ana"), at=datetime.fromisoformat(AT))
    return folder


def test_a_published_check_that_changed_without_a_correction_is_at_fault(published):
    assert () == audit(published.read(), published)
    changed = published.update(lambda check: check.changed(checked_on="2026", topics=["bridges"]))
    (row,) = audit(changed, published)
    assert (row.state, row.grade) == ("changed_since_published", "fault")
    assert row.detail == (
        "what differs since it was published on 2026-05-01: another thing; "
        "say why with: factbook revise bridge --note WHY"
    )
    at = datetime.fromisoformat(AT)
    record_revision(published, "Dated", prepare=lambda check: (check, "ana"), at=at)
    assert () == audit(published.read(), published)
    again = published.update(lambda check: check.changed(checked_on="2025"))
    (row,) = audit(again, published)
    assert "since it was corrected on 2026-05-01" in row.detail


def test_words_that_are_gone_since_it_was_published_ask_for_a_look(published):
    text = "The council met on Monday, and put the date off."
    digest = published.keep(text.encode(), extension="txt")
    source = published.read().source("s1")
    new = {"sha256": digest, "text_sha256": digest, "text_length": len(text), "size_bytes": len(text)}
    copy = source.snapshots[0].model_copy(update=new)
    source = source.model_copy(update={"snapshots": (*source.snapshots, copy)})
    check = published.update(lambda check: put_record(check, "sources", source))
    states = {row.state: row for row in audit(check, published)}
    assert {"changed", "doubtful_quote", "recheck_differs"} == set(states)
    assert "in s1, that is q1; look whether the check still holds" in states["recheck_differs"].detail
    # Once somebody has said what they found, it has been looked at.
    at = datetime.fromisoformat(AT)
    record_revision(published, "Our copy shows it", prepare=lambda check: (check, "ana"), at=at)
    assert "recheck_differs" not in {row.state for row in audit(published.read(), published)}


def test_while_it_is_judged_blind_nothing_is_told_of_what_changed(published):
    blind = published.update(lambda check: begin_blind(check.changed(checked_on="2026"), coder="ana"))
    assert {"judged_blind"} == {row.state for row in audit(blind, published)}


def test_a_quote_that_is_not_verbatim_bears_nothing_out(fields, make_folder):
    fields["quotes"][0]["prefix"] = "He denied that "
    check = parse_check(fields)
    rows = {(row.id, row.state): row.detail for row in audit(check, make_folder(check))}
    assert "it quotes words that do not hold: q1 is changed" == rows["f1", "doubtful_quote"]


def test_one_good_quote_does_not_hide_one_that_does_not_hold(fields, make_folder):
    quote = fields["quotes"][0]
    fields["quotes"].append(quote | {"id": "q2", "exact": "The bridge will fall in May"})
    fields["findings"][0]["text"] = "The bridge will open in May [@s1#q1; @s1#q2]."
    check = parse_check(fields)
    states = {row.state for row in audit(check, make_folder(check)) if row.kind == "finding"}
    assert {"doubtful_quote"} == states


def test_words_quoted_for_silence_have_to_bear_it_out_too(fields, make_folder):
    silent(fields)
    finding("Vaccines are harmful, and everyone knows it [@s1#q1].", reports_silence=True)(fields)
    check = parse_check(fields)
    assert ["unsupported"] == [row.state for row in audit(check, make_folder(check))]


def test_a_rating_set_before_anything_was_judged_is_set_on_silence(fields, make_folder):
    fields["stances"] = []
    check = parse_check(fields)
    rows = [row for row in audit(check, make_folder(check)) if row.kind == "rating"]
    assert [("rated_on_silence", "fault")] == [(row.state, row.grade) for row in rows]


def test_a_copy_without_a_text_is_unread(fields, make_folder):
    kept = fields["sources"][0]["snapshots"][0] | {"text_sha256": None, "note": "it is a picture"}
    fields["sources"].append({"id": "s2", "title": "A scan", "snapshots": [kept]})
    fields["findings"].append(fields["findings"][0] | {"id": "f2", "text": "So [@s2; @s1#q1]."})
    check = parse_check(fields)
    found = {row.state: row.detail for row in audit(check, make_folder(check)) if row.kind == "source"}
    assert "it is a picture" == found["unread"]


def test_a_report_calls_sources_and_points_by_other_names():
    row = AuditRow(
        "finding", "f1", "leans_on_silence", "fault", "it leans on {0} about {1}, not s1", ("s1", "p1")
    )
    assert "it leans on s1 about p1, not s1" == row.detail
    assert "it leans on source 7 about point 2, not s1" == row.told({"s1": "source 7", "p1": "point 2"})


def test_a_sentence_may_lean_on_a_source_that_speaks_to_one_of_its_points(fields, make_folder):
    fields["points"].append({"id": "p2", "text": "It carries trams"})
    fields["stances"].append(stance("s1", "ana", "not_addressed") | {"point": "p2"})
    fields["findings"][0]["points"] = ["p1", "p2"]
    fields["rating"]["value"] = "not_enough_evidence"
    check = parse_check(fields)
    assert () == audit(check, make_folder(check))


def test_the_support_model_is_asked_once_for_all_sentences(fields, make_folder):
    fields["findings"].append(fields["findings"][0] | {"id": "f2"})
    check = parse_check(fields)
    asked = []

    def model(pairs):
        asked.append(list(pairs))
        return [0.9 for _ in asked[-1]]

    assert () == audit_check(check, make_folder(check), supports=model, threshold=0.5)
    pair = ("The bridge will open in May.", "The bridge will open in May")
    assert [[pair, pair]] == asked


def test_an_empty_check_has_nothing_to_audit(make_folder):
    check = parse_check({"id": "bridge", "claim": {"question": "Will it open?"}})
    assert () == audit(check, make_folder(check))


def test_the_audit_as_a_table_always_has_its_columns():
    columns = ["kind", "id", "state", "grade", "detail"]
    assert columns == list(audit_frame([]).columns)
    frame = audit_frame([AuditRow("quote", "q1", "changed", "fault", "it moved")])
    assert [["quote", "q1", "changed", "fault", "it moved"]] == frame.to_numpy().tolist()
