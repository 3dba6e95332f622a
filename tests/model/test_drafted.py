"""Drafts wait until a person answers, and a new draft takes nothing of a person's with it."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from factbook.errors import BadInputError, NotFoundError
from factbook.model.canonical import check_from_json, check_to_json, parse_check
from factbook.model.check import Check, add_record, put_record
from factbook.model.coding import with_coder
from factbook.model.drafted import accept_drafts, decline_draft, edit_draft, waiting_drafts, with_draft
from factbook.model.finding import Authorship, Finding, FollowUp, Section, hash_words
from factbook.model.suggested import only_suggested_quotes

OPENS, TRAMS, SILENT = (
    "It opens in May [@s1#q1].",
    "It carries trams [@s1].",
    "Nothing is said of June [@s1].",
)


@pytest.fixture
def check(fields) -> Check:
    """A check with words of a source that a model marked, and no sentence."""
    fields["findings"] = []
    fields["coders"].append({"id": "drafter", "name": "drafter", "kind": "model", "version": "1"})
    fields["stances"] = []
    fields["rating"] = None
    fields["quotes"][0] |= {"points": [], "suggested_by": "drafter"}
    return parse_check(fields)


def drafted(text: str, section: str = "summary", model: str = "drafter") -> Finding:
    finding = Finding(id="f", section=section, text=text, suggested_by=model)
    return finding.model_copy(update={"drafted_as": hash_words(finding.words)})


def asked(question: str) -> FollowUp:
    return FollowUp(id="u", question=question, suggested_by="drafter", drafted_as=hash_words(question))


def draft(check: Check, *texts: str, questions: tuple[str, ...] = ()) -> Check:
    # As a drafter does, its coder is named again: it goes with the last draft that needs it.
    check, _ = with_coder(check, "drafter", kind="model", version="1")
    return with_draft(
        check, [drafted(text) for text in texts], [asked(one) for one in questions], model="drafter"
    )


def texts(check: Check) -> list[str]:
    return [finding.text for finding in check.findings]


def test_a_draft_waits_and_comes_with_ids(check):
    check = draft(check, OPENS, TRAMS, questions=("Why May?",))
    assert [(one.id, one.authorship) for one in waiting_drafts(check)] == [
        ("f1", Authorship.MODEL),
        ("f2", Authorship.MODEL),
        ("u1", Authorship.MODEL),
    ]


def test_the_same_draft_changes_nothing(check):
    once = draft(check, OPENS, TRAMS, questions=("Why May?",))
    assert draft(once, OPENS, TRAMS, questions=("Why May?",)) == once


def test_a_new_draft_replaces_what_waits(check):
    check = draft(draft(check, OPENS, TRAMS), TRAMS, SILENT)
    assert [(one.id, one.text) for one in check.findings] == [("f2", TRAMS), ("f3", SILENT)]


def test_words_and_models_go_with_the_drafts_that_needed_them(check):
    check = with_draft(draft(check, OPENS), [], [], model="drafter")
    assert (check.findings, check.quotes, [coder.id for coder in check.coders]) == ((), (), ["ana"])


def test_what_people_wrote_keeps_its_words_and_its_place(check):
    own = Finding(id="own", section="summary", text="Ana wrote this [@s1#q1].")
    check = add_record(draft(check, OPENS, TRAMS), "findings", own)
    check = draft(check, SILENT, OPENS, TRAMS)
    assert texts(check) == [SILENT, OPENS, TRAMS, own.text]
    assert check.findings[-1] == own


@pytest.mark.parametrize("by_hand", [False, True])
def test_a_sentence_that_was_changed_is_kept_and_has_no_twin(check, by_hand):
    check = draft(check, OPENS, TRAMS)
    words = "It opens in May, says the council [@s1#q1]."
    if by_hand:
        check = put_record(check, "findings", check.findings[0].model_copy(update={"text": words}))
    else:
        check = edit_draft(check, "f1", words, coder="ana")
    assert check.findings[0].authorship == Authorship.EDITED
    check = draft(check, OPENS, TRAMS)
    assert texts(check) == [words, TRAMS]
    assert texts(draft(check, TRAMS)) == [words, TRAMS]


def test_an_accepted_sentence_stays_though_it_is_drafted_no_more(check):
    check = accept_drafts(draft(check, OPENS, TRAMS), ["f1"], coder="ana")
    assert check.findings[0].authorship == Authorship.ACCEPTED
    assert texts(draft(check, SILENT)) == [OPENS, SILENT]
    assert texts(draft(check, OPENS, SILENT)) == [OPENS, SILENT]


def test_what_was_declined_does_not_come_back(check):
    check = draft(check, OPENS, TRAMS, questions=("Why May?",))
    check = decline_draft(decline_draft(check, "f1", coder="ana"), "u1", coder="ana")
    assert (texts(check), check.follow_ups, check.quotes) == ([TRAMS], (), ())
    assert [(one.words, one.declined_by) for one in check.declined] == [
        ("It opens in May.", "ana"),
        ("Why May?", "ana"),
    ]
    assert texts(draft(check, OPENS, TRAMS, questions=("Why May?",))) == [TRAMS]


def test_what_was_changed_and_then_declined_is_remembered_as_it_was_drafted(check):
    check = draft(check, OPENS, TRAMS, questions=("Why May?",))
    check = edit_draft(check, "f1", "It opens soon [@s1#q1].", coder="ana")
    check = edit_draft(check, "u1", "Why so soon?", coder="ana")
    for one in ("f1", "u1"):
        check = decline_draft(check, one, coder="ana")
    assert texts(draft(check, OPENS, TRAMS, questions=("Why May?",))) == [TRAMS]
    assert draft(check, questions=("Why May?",)).follow_ups == ()
    # The words themselves were a person's, and may be drafted.
    assert "It opens soon [@s1#q1]." in texts(draft(check, "It opens soon [@s1#q1]."))
    assert check_from_json(check_to_json(check).encode()).declined == check.declined


def test_what_a_person_marked_or_moved_before_they_answered_stays_so(check):
    check = draft(check, OPENS, TRAMS)
    marked = check.findings[0].model_copy(update={"key_point": True, "points": ("p1",)})
    check = put_record(check, "findings", marked)
    check = put_record(check, "findings", check.findings[1].model_copy(update={"section": Section.CONTEXT}))
    assert draft(check, OPENS, TRAMS, SILENT).findings[::2] == check.findings
    assert draft(check, OPENS, TRAMS) == check
    # Neither has one that was accepted or changed elsewhere a twin.
    check = edit_draft(check, "f2", "Trams cross it [@s1].", coder="ana")
    assert draft(check, OPENS, TRAMS) == check


def test_a_question_is_answered_like_a_sentence(check):
    check = draft(check, questions=("Why May?", "Who pays?"))
    check = edit_draft(accept_drafts(check, ["u1"], coder="ana"), "u2", "Who pays for it?", coder="ana")
    assert [(one.question, one.authorship) for one in check.follow_ups] == [
        ("Why May?", Authorship.ACCEPTED),
        ("Who pays for it?", Authorship.EDITED),
    ]
    assert draft(check, questions=("Why May?", "Who pays?")).follow_ups == check.follow_ups


def by_another(check: Check, text: str) -> Check:
    check, _ = with_coder(check, "other", kind="model", version="1")
    return with_draft(check, [drafted(text, model="other")], [], model="other")


def test_what_waits_of_another_model_is_replaced(check):
    """Two drafts side by side would tell the report twice."""
    check = draft(by_another(check, SILENT), OPENS)
    assert texts(check) == [OPENS]
    assert "other" not in {coder.id for coder in check.coders}


def test_what_a_person_took_over_of_another_model_stays(check):
    check = accept_drafts(by_another(check, SILENT), ["f1"], coder="ana")
    assert texts(draft(check, OPENS)) == [SILENT, OPENS]


def test_a_draft_of_questions_alone_takes_no_sentence_of_another_model_away(check):
    check = draft(by_another(check, SILENT), questions=("Why May?",))
    assert texts(check) == [SILENT]


def test_words_that_only_a_waiting_draft_cites_are_a_model_s(check):
    check = draft(check, OPENS)
    assert only_suggested_quotes(check) == {"q1"}
    check = accept_drafts(check, ["f1"], coder="ana")
    assert only_suggested_quotes(check) == frozenset()


def test_only_a_person_takes_a_draft_over(check):
    with pytest.raises(ValidationError, match="only a person"):
        accept_drafts(draft(check, OPENS), ["f1"], coder="drafter")


def test_what_began_a_paragraph_leaves_that_to_the_next_when_it_goes(check):
    check = draft(check, OPENS, TRAMS, SILENT)
    for place, begins in enumerate((True, True, False)):
        check = put_record(
            check, "findings", check.findings[place].model_copy(update={"starts_paragraph": begins})
        )
    check = decline_draft(check, "f2", coder="ana")
    assert [(one.id, one.starts_paragraph) for one in check.findings] == [("f1", True), ("f3", True)]
    # Drafted again, it stays where it was put.
    assert check.findings == draft(check, OPENS, TRAMS, SILENT).findings
    check = decline_draft(check, "f3", coder="ana")
    assert [(one.id, one.starts_paragraph) for one in check.findings] == [("f1", True)]


def test_what_was_accepted_can_still_be_declined(check):
    check = accept_drafts(draft(check, OPENS, TRAMS), ["f1"], coder="ana")
    assert texts(decline_draft(check, "f1", coder="ana")) == [TRAMS]


def test_what_people_wrote_is_no_draft(check):
    own = Finding(id="own", section="summary", text="Ana wrote this [@s1#q1].")
    check = add_record(check, "findings", own)
    for answer, wanted in ((accept_drafts, ["own"]), (decline_draft, "own")):
        with pytest.raises(BadInputError, match="own is no draft that waits: a person wrote it"):
            answer(check, wanted, coder="ana")


def test_only_what_waits_can_be_accepted(check):
    check = accept_drafts(draft(check, OPENS, TRAMS), ["f1"], coder="ana")
    with pytest.raises(BadInputError, match="f1 is no draft that waits: a person has answered it"):
        accept_drafts(check, ["f1"], coder="ana")
    with pytest.raises(NotFoundError, match="no sentence or question 'f9'"):
        edit_draft(check, "f9", "x", coder="ana")


def test_who_wrote_it_is_kept_in_the_file(check):
    check = edit_draft(draft(check, OPENS, TRAMS), "f1", "It opens [@s1#q1].", coder="ana")
    assert check_from_json(check_to_json(check)) == check


def test_a_check_written_before_there_were_drafts_reads_as_written_by_people(fields):
    check = parse_check(fields)
    assert [finding.authorship for finding in check.findings] == [Authorship.PERSON]
    assert "suggested_by" not in check_to_json(check)
