"""Real claims with real sources become reports.

The data sets are not part of factbook; where they are not at hand, these tests are skipped and say so. The
whole of the larger set is a sweep, which CI runs once.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.real_inputs import convert
from factbook.batch.claims import read_claims
from factbook.batch.runner import ClaimResult, run_batch
from factbook.batch.site import make_site
from factbook.store.casebook import Casebook

DATA = Path(os.environ.get("FACTBOOK_DATA", Path(__file__).parents[2] / "shared" / "data"))

pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason=f"the research data sets are not at {DATA}; set FACTBOOK_DATA to their folder"
)


def build(kind: str, file: str, tmp_path: Path, *, first: int | None, jobs: int = 2) -> list[ClaimResult]:
    claims = tmp_path / f"{kind}.jsonl"
    convert(kind, DATA / file, claims)
    return run_batch(read_claims(claims)[:first], base=tmp_path, out=tmp_path / kind, jobs=jobs)


def assert_whole(results: list[ClaimResult], casebook: Casebook) -> None:
    assert [result.problem for result in results if result.outcome != "built"] == []
    assert casebook.ids() == sorted(result.id for result in results)
    for folder in casebook:
        check = folder.read()
        page = (folder.path / "report.html").read_text(encoding="utf-8")
        assert len(page.encode()) < 150_000, check.id
        for source in check.sources:
            assert source.snapshot is not None
            assert source.snapshot.sha256 in page
            folder.text(source.snapshot)
        review = json.loads((folder.path / "claimreview.json").read_text(encoding="utf-8"))
        assert review["claimReviewed"] == check.claim.statement


def assert_site_shows_them(casebook: Casebook, out: Path, *, jobs: int = 2) -> None:
    """The site has all checks, each report as it was built."""
    result = make_site(casebook, out=out, drafts=True, jobs=jobs)
    assert (result.shown, result.failed) == (len(casebook.ids()), ())
    for folder in casebook:
        for name in ("report.html", "claimreview.json"):
            shown = out / "checks" / folder.path.name / name
            assert shown.read_bytes() == (folder.path / name).read_bytes(), shown


@pytest.mark.sweep
@pytest.mark.timeout(600)
def test_the_first_twenty_news_claims_become_reports(tmp_path: Path) -> None:
    results = build("news", "news_claims.jsonl.gz", tmp_path, first=20)
    assert len(results) == 20
    assert_whole(results, Casebook(tmp_path / "news"))
    for folder in Casebook(tmp_path / "news"):
        check = folder.read()
        assert len(check.stances) == len(check.sources) >= 4


@pytest.mark.sweep
@pytest.mark.timeout(1800)
def test_all_averitec_claims_become_reports(tmp_path: Path) -> None:
    results = build("averitec", "averitec_dev_a.jsonl.gz", tmp_path, first=None)
    assert len(results) == 250
    assert_whole(results, Casebook(tmp_path / "averitec"))
    assert Counter(result.rating for result in results) == {
        "refuted": 163,
        "supported": 56,
        "conflicting": 18,
        "not enough evidence": 13,
    }
    assert_site_shows_them(Casebook(tmp_path / "averitec"), tmp_path / "site")


def test_one_of_each_becomes_a_report(tmp_path: Path) -> None:
    for kind, file in (("news", "news_claims.jsonl.gz"), ("averitec", "averitec_dev_a.jsonl.gz")):
        results = build(kind, file, tmp_path, first=1, jobs=1)
        assert_whole(results, Casebook(tmp_path / kind))
        assert_site_shows_them(Casebook(tmp_path / kind), tmp_path / f"{kind}-site", jobs=1)
