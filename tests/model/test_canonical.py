from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from factbook.errors import BadRecordError, FactbookError, SchemaVersionError
from factbook.model import canonical
from factbook.model.canonical import (
    CheckWriter,
    check_from_json,
    check_schema,
    check_to_json,
    migrate,
    parse_check,
    parse_json_object,
    to_json,
)
from factbook.model.check import SCHEMA_VERSION, Check

IDS = st.from_regex(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,5}[A-Za-z0-9_])?", fullmatch=True)
LINES = st.text(max_size=20)
FILLED = st.text(min_size=1, max_size=20).filter(lambda text: any(c.isalnum() for c in text))
DATES = st.none() | st.dates().map(str) | st.sampled_from(["2025", "2025-09"])
DAY = timedelta(days=1)
ZONES = st.integers(-840, 840).map(lambda minutes: timezone(timedelta(minutes=minutes)))
FIRST, LAST = datetime.min + DAY, datetime.max - DAY  # noqa: DTZ901 (Hypothesis wants them bare)
TIMES = st.none() | st.datetimes(FIRST, LAST, timezones=ZONES).map(datetime.isoformat)
HASHES = st.text("0123456789abcdef", min_size=64, max_size=64)
URLS = st.none() | FILLED.map("https://example.org/{}".format)


@st.composite
def check_json(draw: st.DrawFn) -> dict[str, Any]:
    """Draw the JSON of any check whose references lead somewhere."""

    def records(fields: dict[str, st.SearchStrategy[Any]], most: int = 3) -> list[dict[str, Any]]:
        drawn = draw(st.lists(st.fixed_dictionaries({"id": IDS} | fields), max_size=most))
        return list({record["id"]: record for record in drawn}.values())

    def some(of: list[dict[str, Any]]) -> st.SearchStrategy[list[str]]:
        ids = [record["id"] for record in of]
        return st.lists(st.sampled_from(ids), max_size=2) if ids else st.just([])

    snapshot = st.fixed_dictionaries(
        {
            "sha256": HASHES,
            "extension": st.sampled_from(["txt", "html", "pdf"]),
            "media_type": FILLED,
            "size_bytes": st.integers(0, 2**60),
            "captured_at": TIMES.filter(bool),
            "text_sha256": st.none() | HASHES,
        }
    )
    name = st.fixed_dictionaries({"family": LINES, "given": LINES})
    points = records({"text": FILLED})
    coders = records({"name": FILLED, "kind": st.sampled_from(["person", "model"])})
    sources = records(
        {
            "title": FILLED,
            "URL": URLS,
            "author": st.lists(name, max_size=2),
            "container-title": LINES,
            "issued": DATES,
            "snapshots": st.lists(snapshot, max_size=2),
        }
    )
    quotes = []
    if sources:
        source = st.sampled_from([record["id"] for record in sources])
        quotes = records({"source": source, "exact": st.text(min_size=1), "points": some(points)})
    stances = []
    if sources and points and coders:
        for source, point, coder in draw(
            st.sets(st.tuples(*(st.sampled_from([r["id"] for r in of]) for of in (sources, points, coders))))
        ):
            value = draw(st.sampled_from(["supports", "refutes", "mixed", "not_addressed"]))
            confidence = draw(st.none() | st.floats(0, 1))
            stances.append(
                {"source": source, "point": point, "coder": coder, "value": value, "confidence": confidence}
            )
    return {
        "id": "any",
        "claim": {"question": draw(FILLED), "claimed_on": draw(DATES)},
        "created_at": draw(TIMES),
        "topics": draw(st.lists(LINES, max_size=3)),
        "points": points,
        "coders": coders,
        "sources": sources,
        "quotes": quotes,
        "stances": stances,
        "findings": records(
            {"section": st.sampled_from(["summary", "context"]), "text": FILLED, "key_point": st.booleans()}
        ),
        "rating": next(
            ({"value": "refuted", "set_by": one["id"]} for one in coders if one["kind"] == "person"), None
        ),
    }


@given(check_json())
def test_a_check_comes_back_from_its_file_as_it_was(fields):
    check = parse_check(fields)
    text = check_to_json(check)
    assert check == check_from_json(text) == check_from_json(text.encode())
    assert text == check_to_json(check_from_json(text))


@given(check_json(), check_json())
def test_written_again_and_again_a_check_has_the_same_bytes(fields, others):
    writer = CheckWriter()
    for check in (parse_check(fields), parse_check(others), parse_check(fields)):
        assert check_to_json(check) == writer.write(check)
        assert check_to_json(check) == writer.write(check)
        changed = check.changed(topics=("trams",), sources=check.sources[::-1])
        assert check_to_json(changed) == writer.write(changed)


@given(check_json())
def test_the_json_schema_accepts_whatever_is_written(fields):
    VALIDATOR.validate(json.loads(check_to_json(parse_check(fields))))


def test_the_canonical_form_is_sorted_indented_and_without_defaults(check):
    text = check_to_json(check)
    assert text == json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, indent=2) + "\n"
    assert "topics" not in text
    assert json.loads(text)["schema_version"] == SCHEMA_VERSION
    assert '"café"' in to_json({"b": 1, "a": "café"})


def test_fields_and_lists_in_any_order_of_keys_give_the_same_bytes(fields):
    turned = {key: fields[key] for key in reversed(fields)}
    assert check_to_json(parse_check(fields)) == check_to_json(parse_check(turned))


# What cannot be read


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "Expecting value"),
        ("{", "Expecting property name"),
        ("[]", "holds a list, not an object"),
        ('{"id": "a", "id": "b"}', "the key 'id' is there twice"),
        ('{"id": NaN}', "NaN is not a JSON number"),
        ('{"id": -Infinity}', "-Infinity is not a JSON number"),
        ('{"id": ' + "[" * 100_000, "nested too deeply"),
        ('{"id": ' + "9" * 5000 + "}", "not valid JSON"),
        (b'{"id": "\xff"}', "can't decode byte"),
        (b"\x00\x01", "not valid JSON"),
    ],
)
def test_what_is_no_json_object_is_refused_in_one_line(text, reason):
    with pytest.raises(BadRecordError, match=r"^bridge\.json ") as caught:
        check_from_json(text, name="bridge.json")
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)


@given(st.text() | st.binary() | st.recursive(st.none() | st.text(), st.lists).map(json.dumps))
def test_whatever_is_read_gives_a_check_or_an_error_of_ours(text):
    with pytest.raises(FactbookError):
        check_from_json(text)


def test_a_byte_order_mark_makes_no_difference(check):
    text = check_to_json(check)
    assert check == check_from_json(text.encode("utf-8-sig"))
    assert check == check_from_json("\ufeff" + text)


@pytest.mark.parametrize(
    ("path", "field", "reason"),
    [
        (["pionts"], "pionts", "did you mean 'points'?"),
        (["claim", "qestion"], "claim.qestion", "did you mean 'question'?"),
        (["sources", 0, "container-titel"], "sources[0].container-titel", "did you mean 'container-title'?"),
        (["sources", 0, "snapshots", 0, "sha265"], "sources[0].snapshots[0].sha265", "mean 'sha256'?"),
        (["rating", "valeu"], "rating.valeu", "did you mean 'value'?"),
        (["zzz"], "zzz", "unknown field"),
    ],
)
def test_an_unknown_field_is_named_by_its_path_with_a_guess(fields, path, field, reason):
    place = fields
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = "x"
    with pytest.raises(BadRecordError) as caught:
        parse_check(fields)
    assert field == caught.value.field
    assert f"{field}: unknown field" in str(caught.value)
    assert reason in str(caught.value)


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("points", [{"id": "p1", "text": " "}], "points[0].text: it is empty."),
        ("sources", None, "sources: a list is needed (got None)."),
        ("claim", "A claim", "claim: an object with fields is needed (got 'A claim')."),
        ("language", 5, "language: a text is needed (got 5)."),
        ("findings", [{"id": "f1", "section": "summary"}], "findings[0].text: it is missing."),
    ],
)
def test_what_is_wrong_with_a_field_is_said_without_the_words_of_programs(fields, field, value, reason):
    fields[field] = value
    with pytest.raises(BadRecordError) as caught:
        parse_check(fields)
    assert reason in str(caught.value)


@pytest.mark.parametrize("key", ["a\nb", "\ud800", "\u202e", "a\x1b[31m"])
def test_odd_keys_are_told_in_one_line_that_can_be_printed(fields, key):
    fields[key] = 1
    with pytest.raises(BadRecordError) as caught:
        check_from_json(json.dumps(fields))
    assert str(caught.value).encode()
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    ("path", "value", "reason"),
    [
        (["claim"], {}, "a claim needs a question or a statement"),
        (["claim", "question"], "\ud800", "valid"),
        (["claim", "question"], 5, "(got 5)"),
        (["quotes", 0, "exact"], "\udfff", "valid"),
        (["quotes", 0, "prefix"], "\udfff", "valid"),
        (["sources", 0, "publisher"], "a\ud800", "valid"),
        (["quotes", 0, "end"], 5, "start and end span"),
        (["sources", 0, "title"], " ", "it is empty"),
        (["sources", 0, "snapshots", 0, "extension"], "../x", "pattern"),
        (["stances", 0, "confidence"], 1.5, "less than or equal to 1"),
        (["stances", 0, "value"], "silent", "'supports', 'refutes', 'mixed' or 'not_addressed'"),
        (["created_at"], "2025-09-09T10:00:00", "a time needs its zone"),
        (["checked_on"], "9 September", "a date is YYYY, YYYY-MM or YYYY-MM-DD"),
        (["id"], "../up", "letters, digits"),
        (["topics"], [[[[]]]], "a text is needed"),
        (["language"], "en\n", "pattern"),
    ],
)
def test_a_wrong_field_is_named_by_its_path(fields, path, value, reason):
    place = fields
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(BadRecordError) as caught:
        parse_check(fields, name="bridge.json")
    shown = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")
    assert shown.startswith(caught.value.field.removesuffix("[0]"))
    assert caught.value.field in str(caught.value)
    assert reason in str(caught.value)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    ("collection", "change", "field", "reason"),
    [
        ("points", {"id": "p1", "text": "Again"}, "points[1].id", "'p1' is there twice"),
        ("sources", {"id": "s1", "title": "Again"}, "sources[1].id", "'s1' is there twice"),
        (
            "stances",
            {"source": "s1", "point": "p1", "coder": "ana", "value": "mixed"},
            "stances[1].id",
            "'s1/p1/ana' is there twice",
        ),
        ("quotes", {"id": "q2", "source": "s9", "exact": "x"}, "quotes[1].source", "no source 's9'"),
        (
            "stances",
            {"source": "s1", "point": "p9", "coder": "ana", "value": "mixed"},
            "stances[1].point",
            "no point 'p9'",
        ),
        (
            "findings",
            {"id": "f2", "section": "summary", "text": "x", "points": ["p9"]},
            "findings[1].points",
            "no point 'p9'",
        ),
        (
            "revisions",
            {"id": "r1", "note": "x", "made_by": "bo", "made_at": "2025-09-09T08:30:00Z"},
            "revisions[0].made_by",
            "no coder 'bo'",
        ),
    ],
)
def test_double_ids_and_references_that_lead_nowhere_are_named_by_their_path(
    fields, collection, change, field, reason
):
    fields.setdefault(collection, []).append(change)
    with pytest.raises(BadRecordError) as caught:
        parse_check(fields)
    assert field == caught.value.field
    assert f"{field}: " in str(caught.value)
    assert reason in str(caught.value)


def test_of_many_errors_the_first_three_are_told(fields):
    fields["points"] = [{"id": f"p{number}"} for number in range(9)]
    with pytest.raises(BadRecordError, match=r"\(and 6 more\)"):
        parse_check(fields)


@pytest.mark.parametrize("depth", [100, 300, 500, 700, 900, 950, 990, 2000])
def test_no_depth_of_nesting_breaks_the_error(depth):
    text = '{"id": "a", "claim": {"question": "q"}, "topics": ' + "[" * depth + "]" * depth + "}"
    with pytest.raises(BadRecordError) as caught:
        check_from_json(text)
    assert len(str(caught.value)) < 500


def test_a_name_and_its_alias_cannot_both_be_given(fields):
    fields["sources"][0] |= {"URL": "https://a.org", "url": "https://b.org"}
    with pytest.raises(BadRecordError, match="url"):
        parse_check(fields)


# Schema versions


def test_a_file_of_a_newer_factbook_is_refused(fields):
    with pytest.raises(SchemaVersionError, match=r"pip install -U factbook"):
        parse_check(fields | {"schema_version": SCHEMA_VERSION + 1})


@pytest.mark.parametrize("version", ["1", 1.0, True, None, []])
def test_a_schema_version_is_a_whole_number(fields, version):
    with pytest.raises(BadRecordError) as caught:
        parse_check(fields | {"schema_version": version})
    assert caught.value.field == "schema_version"


def test_a_version_that_never_was_is_refused(fields):
    with pytest.raises(SchemaVersionError, match="which no factbook wrote"):
        parse_check(fields | {"schema_version": -7})


def test_older_files_are_brought_up_step_by_step(fields, monkeypatch):
    def to_second_last(old: dict[str, Any]) -> dict[str, Any]:
        return {("claim" if key == "topic" else key): value for key, value in old.items()}

    def to_last(old: dict[str, Any]) -> dict[str, Any]:
        return old | {"claim": {"question": old["claim"]}}

    monkeypatch.setitem(canonical.MIGRATIONS, SCHEMA_VERSION - 2, to_second_last)
    monkeypatch.setitem(canonical.MIGRATIONS, SCHEMA_VERSION - 1, to_last)
    old = {"id": "bridge", "topic": "Will it open?", "schema_version": SCHEMA_VERSION - 2}
    check = parse_check(old)
    assert check.claim.question == "Will it open?"
    assert check.schema_version == SCHEMA_VERSION
    assert old == {"id": "bridge", "topic": "Will it open?", "schema_version": SCHEMA_VERSION - 2}


def test_every_version_there_was_has_its_migration():
    assert set(range(1, SCHEMA_VERSION)) == set(canonical.MIGRATIONS)


def test_a_file_of_this_version_or_without_one_is_left_as_it_is(fields):
    assert fields == migrate(fields)
    assert fields | {"schema_version": SCHEMA_VERSION} == migrate(fields | {"schema_version": SCHEMA_VERSION})


# The JSON Schema

VALIDATOR = jsonschema.Draft202012Validator(check_schema())


def test_the_json_schema_is_a_valid_one_of_draft_2020_12():
    jsonschema.Draft202012Validator.check_schema(check_schema())
    assert check_schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_the_json_schema_refuses_unknown_and_missing_fields(fields):
    assert VALIDATOR.is_valid(fields)
    assert not VALIDATOR.is_valid(fields | {"pionts": []})
    assert not VALIDATOR.is_valid(fields | {"claim": {"question": "q", "qestion": "q"}})
    assert not VALIDATOR.is_valid({"id": "bridge"})


def test_every_record_in_the_json_schema_is_closed():
    records = [part for part in check_schema()["$defs"].values() if part["type"] == "object"]
    assert {False} == {part["additionalProperties"] for part in [check_schema(), *records]}


def test_a_json_object_is_read_from_text_or_bytes():
    assert {"a": 1} == parse_json_object('{"a": 1}', name="x") == parse_json_object(b'{"a": 1}', name="x")


def test_a_check_is_what_its_fields_make_it(fields):
    assert parse_check(fields) == Check.model_validate(fields)


def test_in_the_file_a_field_has_one_name(fields: dict[str, Any]) -> None:
    fields["sources"][0]["url"] = "https://example.org"
    with pytest.raises(BadRecordError, match=r"sources\[0\].url: unknown field; did you mean 'URL'"):
        check_from_json(json.dumps(fields))
