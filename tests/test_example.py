"""The worked example: a rebuilt page whose weak spots the audit has to find."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import factbook as fb
from factbook.model.canonical import check_from_json, check_to_json
from factbook.model.rating import RatingValue
from factbook.resources import resource_folder

EXAMPLE = resource_folder("examples") / "ice-training"


@pytest.fixture
def example(tmp_path: Path) -> fb.OpenCheck:
    shutil.copytree(EXAMPLE, tmp_path / "ice-training")
    return fb.open(tmp_path / "ice-training")


def test_it_is_in_canonical_form() -> None:
    text = (EXAMPLE / "check.json").read_text(encoding="utf-8")
    assert check_to_json(check_from_json(text)) == text


def test_it_has_what_the_page_has(example: fb.OpenCheck) -> None:
    check = example.record
    assert len(check.sources) == 8
    assert len(check.follow_ups) == 5
    assert sum(finding.key_point for finding in check.findings) == 5
    assert {finding.section.value for finding in check.findings} == {"summary", "context", "interests"}
    assert check.checked_on == "2025-09-09"


def test_no_source_bears_a_title_or_an_address_that_was_made_up(example: fb.OpenCheck) -> None:
    for source in example.record.sources:
        assert "title and address not given" in source.title
        assert source.url is None
        assert source.publisher == ""


def test_silence_on_one_point_and_dispute_on_the_other(example: fb.OpenCheck) -> None:
    verdict = example.rating()
    assert [point.value for point in verdict.points] == [
        RatingValue.NOT_ENOUGH_EVIDENCE,
        RatingValue.CONFLICTING,
    ]
    assert verdict.value == RatingValue.CONFLICTING


def test_the_rating_rests_on_the_two_sources_that_speak(example: fb.OpenCheck) -> None:
    found = example.sensitivity()
    deciding = found[found["changes"] & (found["kind"] == "source")]
    assert dict(zip(deciding["id"], deciding["rating"], strict=True)) == {
        "s4": "refuted",
        "s5": "not_enough_evidence",
    }


def test_a_person_rates_on_a_scale_and_takes_it_back(example: fb.OpenCheck) -> None:
    example.rate("Half True", scale="politifact", reason="One side each", coder="Ana")
    placed = example.placed()
    assert (placed.scale.name, placed.step.label, placed.chosen) == ("politifact", "Half True", True)
    example.clear_rating()
    assert example.placed().step.label == "Conflicting"


def test_every_quote_is_verbatim(example: fb.OpenCheck) -> None:
    audit = example.audit()
    assert list(audit[audit["kind"] == "quote"].index) == []


def test_sentences_that_lean_on_silent_sources_come_out(example: fb.OpenCheck) -> None:
    audit = example.audit()
    text = {finding.id: finding.plain_text for finding in example.record.findings}
    leaning = [text[row] for row in audit[audit["state"] == "leans_on_silence"]["id"]]
    for topic in ("287(g)", "ICE-T", "medical facilities", "A full answer"):
        assert any(topic in sentence for sentence in leaning), topic
    assert not any("DHS policy" in sentence for sentence in leaning)


def test_sentences_without_a_citation_come_out(example: fb.OpenCheck) -> None:
    audit = example.audit()
    assert sum(audit["state"] == "uncited") == 3
