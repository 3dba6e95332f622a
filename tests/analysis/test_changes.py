"""Nothing differs in silence, and only what was said asks for a correction."""

from __future__ import annotations

from copy import deepcopy

import pytest

from factbook.analysis import changes
from factbook.analysis.changes import asking, compare_versions, tell_changes
from factbook.model.canonical import parse_check
from tests.conftest import check_fields


def differ(change, base=None):
    before = base or check_fields()
    after = deepcopy(before)
    change(after)
    return compare_versions(parse_check(before), parse_check(after))


def put(*path, to):
    """Give a change that sets the field at a path."""

    def change(fields):
        *way, last = path
        for step in way:
            fields = fields[step]
        fields[last] = to

    return change


def add(collection, **record):
    return lambda fields: fields.setdefault(collection, []).append(record)


COPY = {
    "sha256": "e" * 64,
    "extension": "txt",
    "media_type": "text/plain",
    "size_bytes": 3,
    "captured_at": "2026-01-01T00:00:00Z",
    "text_sha256": "e" * 64,
    "text_length": 3,
}
AT = "2026-01-01T00:00:00Z"

ASKING = [
    (put("claim", "question", to="Will it?"), "the claim"),
    (put("claim", "claimant", to="The mayor"), "the claim"),
    (put("claim", "appearances", to=[{"title": "The debate"}]), "the claim"),
    (put("points", 0, "text", to="It opens in June"), "1 point"),
    (add("points", id="p2", text="It carries trams"), "1 point"),
    (put("findings", 0, "text", to="The bridge opens in May [@s1#q1]."), "1 sentence"),
    (put("findings", 0, "section", to="context"), "1 sentence"),
    (put("findings", 0, "key_point", to=True), "1 sentence"),
    (put("findings", to=[]), "1 sentence"),
    (put("stances", 0, "value", to="refutes"), "1 stance"),
    (put("stances", 0, "note", to="So they said"), "1 stance"),
    (put("stances", to=[]), "1 stance"),
    (put("sources", 0, "title", to="Minutes"), "1 source"),
    (put("sources", 0, "interest", to="It builds the bridge"), "1 source"),
    (put("sources", 0, "origin", to="s1"), "1 source"),
    (add("sources", id="s2", title="Else"), "1 source"),
    (put("sources", 0, "snapshots", 0, "text_sha256", to=None), "1 source"),
    (add("quotes", id="q2", source="s1", exact="trams"), "1 quote"),
    (put("quotes", 0, "note", to="Note"), "1 quote"),
    (put("rating", "value", to="refuted"), "the rating"),
    (put("rating", "reason", to="Because"), "the rating"),
    (put("rating", to=None), "the rating"),
    (put("outdated", to={"reason": "It opened", "set_by": "ana", "set_at": AT}), "whether it is outdated"),
    (add("follow_ups", id="u1", question="And then?"), "1 follow-up question"),
    (put("checked_on", to="2026"), "another thing"),
    (put("language", to="fr"), "another thing"),
    (put("coders", 0, "name", to="Anna"), "another thing"),
]


@pytest.mark.parametrize(("change", "told"), ASKING)
def test_what_is_said_asks_for_a_correction(change, told):
    assert told == tell_changes(asking(differ(change)))


QUIET = [
    lambda fields: fields["sources"][0]["snapshots"].append(COPY),
    put("sources", 0, "rechecked_at", to=AT),
    put("sources", 0, "archive_url", to="https://archive.example.org/1"),
    put(
        "sources", 0, "failed_fetches", to=[{"url": "https://example.org", "failed_at": AT, "reason": "404"}]
    ),
    put("quotes", 0, "prefix", to=""),
    put("stances", 0, "coded_at", to=AT),
    add("searches", id="n1", query="bridge"),
    put("topics", to=["bridges"]),
    add("blind_rounds", id="b1", opened_by="ana"),
    add("coders", id="bo", name="Bo"),
    add("abstentions", source="s1", point="p1", coder="ana", reason="it is empty"),
]


@pytest.mark.parametrize("change", QUIET)
def test_work_that_changes_nothing_that_was_said_asks_for_none(change):
    assert () == asking(differ(change))


def test_what_a_model_did_not_assess_is_told_in_words_of_the_report():
    (change,) = differ(add("abstentions", source="s1", point="p1", coder="ana", reason="it is empty"))
    assert change.detail == "cells that a model did not assess"


def test_what_a_model_suggests_asks_for_nothing_until_a_person_accepts_it():
    base = check_fields()
    base["coders"].append({"id": "m", "name": "model", "kind": "model"})
    base["sources"].append({"id": "s2", "title": "Else"})
    said = {"source": "s2", "point": "p1", "coder": "m", "value": "refutes"}
    suggested = deepcopy(base)
    suggested["stances"].append(said)
    (change,) = compare_versions(parse_check(base), parse_check(suggested))
    assert not change.asks
    accepted = deepcopy(base)
    accepted["stances"].append(said | {"accepted_by": "ana"})
    asked = asking(compare_versions(parse_check(suggested), parse_check(accepted)))
    assert [("stance", "s2/p1", "", "refutes")] == [(c.part, c.id, c.before, c.after) for c in asked]


def test_the_words_then_and_now_are_given():
    (change,) = differ(put("sources", 0, "publisher", to="The city"))
    assert "publisher, now “The city”" == change.detail
    (change,) = differ(put("findings", 0, "text", to="It opens [@s1#q1]."))
    assert ("The bridge will open in May [@s1#q1].", "It opens [@s1#q1].") == (change.before, change.after)


def test_sentences_in_another_order_say_something_else_and_sources_do_not():
    base = check_fields()
    base["findings"].append({"id": "f2", "section": "summary", "text": "And so on [@s1#q1]."})
    base["sources"].append({"id": "s2", "title": "Else"})
    (change,) = differ(lambda fields: fields["findings"].reverse(), base)
    assert (change.detail, change.asks) == ("their order", True)
    (change,) = differ(lambda fields: fields["sources"].reverse(), base)
    assert (change.detail, change.asks) == ("their order", False)


def test_nothing_differs_between_a_check_and_itself():
    assert () == differ(lambda _fields: None)
    assert "" == tell_changes(())


def test_every_field_of_a_check_is_compared_or_is_of_the_log(check):
    """A field that is new some day must not change in silence."""
    told = changes._LOG | changes._TOLD | changes._WORK | {"checked_on", "language"}
    assert set(type(check).model_fields) == told
