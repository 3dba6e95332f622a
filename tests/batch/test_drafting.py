"""A batch that drafts: again when a check has changed, and never over what a person has answered."""

from __future__ import annotations

from pathlib import Path

import factbook as fb
from tests.batch.test_runner import GOOD, outcomes, run, write

SHUT = {"title": "Courier", "text": "It will not open in May.", "stances": {"p1": "refutes"}}


def drafted(claims: Path) -> list[str]:
    return [one.text for one in fb.open(claims.parent / "out" / "bridge").record.findings if one.waits]


def test_sentences_are_drafted_where_that_is_asked_for_and_again_when_the_check_changes(
    tmp_path: Path,
) -> None:
    claims = write(tmp_path / "claims.jsonl", GOOD)
    run(claims)
    assert drafted(claims) == []
    assert outcomes(run(claims, draft=True)) == {"bridge": "built"}
    assert "The one source supports this claim [@s1]." in drafted(claims)
    page = (tmp_path / "out" / "bridge" / "report.html").read_text(encoding="utf-8")
    assert "The one source supports this claim" in page
    assert outcomes(run(claims, draft=True)) == {"bridge": "unchanged"}
    write(claims, GOOD | {"sources": [*GOOD["sources"], SHUT]})
    assert outcomes(run(claims, draft=True)) == {"bridge": "built"}
    assert "The two sources contradict each other on this claim [@s1; @s2]." in drafted(claims)
    (tmp_path / "out" / "factbook.toml").write_text('report_language = "es"\n', encoding="utf-8")
    in_english = drafted(claims)
    assert outcomes(run(claims, draft=True)) == {"bridge": "built"}
    assert not set(in_english) & set(drafted(claims))


def test_a_check_whose_drafts_somebody_has_answered_is_built_anew_and_not_drafted_again(
    tmp_path: Path,
) -> None:
    claims = write(tmp_path / "claims.jsonl", GOOD)
    run(claims, draft=True)
    check = fb.open(tmp_path / "out" / "bridge")
    first, *others = check.drafts
    check.accept_draft(first.id)
    check.decline_draft(*(one.id for one in others))
    answered = check.record
    assert outcomes(run(claims, draft=True)) == {"bridge": "built"}
    assert answered == fb.open(check.path).record
