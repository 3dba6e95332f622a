from __future__ import annotations

import unicodedata
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from factbook.model.record import (
    LocalId,
    PartialDate,
    RequiredText,
    Sha256,
    Text,
    UtcTime,
    WebAddress,
    certainly_before,
    iso_time,
)


def read(kind: object, value: object) -> object:
    return TypeAdapter(kind).validate_python(value)


@given(st.text())
def test_text_is_clean_and_cleaning_it_again_changes_nothing(value):
    cleaned = read(Text, value)
    assert cleaned == read(Text, cleaned)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not [c for c in cleaned if unicodedata.category(c) == "Cc" and c not in "\n\t"]


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Z"])))
def test_text_loses_no_character_that_is_seen(value):
    seen = any(unicodedata.category(character) != "Cf" for character in value)
    assert read(Text, value) == (unicodedata.normalize("NFC", value) if seen else "")


def test_text_must_say_something_where_it_is_required():
    with pytest.raises(ValidationError):
        read(RequiredText, " \u2028 ")


@pytest.mark.parametrize("value", ["2025", "2025-09", "2025-09-09", "2024-02-29", "0001"])
def test_dates_are_as_exact_as_they_are_known(value):
    assert value == read(PartialDate, value)


@pytest.mark.parametrize(
    "value", ["", "25", "2025-13", "2025-02-30", "0000", "2025-9-9", "2025-09-09T10:00", "٢٠٢٥", "2025\n"]
)
def test_what_is_no_date_is_refused(value):
    with pytest.raises(ValidationError):
        read(PartialDate, value)


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        ("2025-03-04", "2025-03-05", True),
        ("2025-03", "2025-04-01", True),
        ("2024", "2025-01", True),
        ("2025-03-05", "2025-03-04", False),
        ("2025-03-04", "2025-03-04", False),
        # March has days before the 5th and behind it.
        ("2025-03", "2025-03-05", False),
        ("2025-03-05", "2025-03", False),
        ("2025", "2025-12-31", False),
    ],
)
def test_a_date_is_before_another_only_as_far_as_both_are_known(one, other, wanted):
    assert certainly_before(one, other) is wanted


def test_times_are_kept_in_utc_to_the_second():
    given_time = datetime(2025, 9, 9, 10, 30, 1, 999, tzinfo=timezone(timedelta(hours=2)))
    assert datetime(2025, 9, 9, 8, 30, 1, tzinfo=UTC) == read(UtcTime, given_time)


@pytest.mark.parametrize("value", ["2025-09-09T10:00:00", "0001-01-01T00:00:00+14:00", "now", float("inf")])
def test_times_without_a_zone_or_out_of_range_are_refused(value):
    with pytest.raises(ValidationError):
        read(UtcTime, value)


@pytest.mark.parametrize("value", ["javascript:alert(1)", "ftp://x.org", "x.org", "http://", "http:///x", ""])
def test_only_web_addresses_are_web_addresses(value):
    with pytest.raises(ValidationError):
        read(WebAddress, value)
    assert read(WebAddress, "HTTPS://x.org") == "HTTPS://x.org"


@pytest.mark.parametrize("value", ["", "a b", "s1\n", "é", "-s", ".s", "s.", "a/b", "s" * 81])
def test_ids_within_a_check_are_plain_and_short(value):
    with pytest.raises(ValidationError):
        read(LocalId, value)
    assert read(LocalId, "s.1_b-2") == "s.1_b-2"


def test_a_hash_is_64_lower_case_hexadecimal_digits():
    assert read(Sha256, "0" * 64) == "0" * 64
    for bad in ("0" * 63, "0" * 64 + "\n", "A" * 64):
        with pytest.raises(ValidationError):
            read(Sha256, bad)


@pytest.mark.parametrize("year", [987, 2025])
def test_a_moment_is_written_in_one_form(year):
    written = iso_time(datetime(year, 9, 9, 8, 30, tzinfo=UTC))
    assert f"{year:04}-09-09T08:30:00Z" == written
    assert datetime(year, 9, 9, 8, 30, tzinfo=UTC) == datetime.fromisoformat(written)
