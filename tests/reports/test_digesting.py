"""A digest of a casebook as a notebook shows it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import nbformat
import papermill
import pytest

import factbook as fb
from factbook.analysis.digest import digest_checks
from factbook.errors import NotFoundError
from factbook.reports.digesting import MOST_SHOWN, DigestReport, digest_report
from factbook.resources import resource_folder
from tests.analysis.looking import TODAY, N, R, S, copy, looked, source

HOSTILE = "<script>alert(1)</script>&"
PARTS = [
    *("overview", "ratings", "stances", "publishers", "documents"),
    *("agreement", "waiting", "corrections", "faults", "checks"),
]


def report_of(*checks) -> DigestReport:
    return digest_report(digest_checks(checks, today=TODAY))


def html_of(part) -> str:
    return part._repr_mimebundle_()["text/html"]


@pytest.mark.parametrize("part", PARTS)
def test_a_part_without_anything_to_show_says_so(part):
    shown = getattr(report_of(), part)
    assert {"text/html", "text/plain"} == set(shown._repr_mimebundle_())
    assert "<table" not in html_of(shown)
    assert re.fullmatch(r"[A-Z].*\w", repr(shown).rstrip("."))


def test_the_overview_counts_and_says_where_to_begin():
    overview = report_of(looked({"Ana": [S, None]})).overview
    for said in (html_of(overview), repr(overview)):
        assert "1 check, 0 published, with 2 sources; 1 of 2 cells settled. Counted on 2026-06-30." in said
        assert "factbook stance bridge SOURCE POINT STANCE" in said
    assert "Nothing asks for work" in repr(report_of(looked({"Ana": [S]})).overview)


def test_a_bar_says_aloud_the_shares_and_its_numbers_stand_beside_it():
    shown = report_of(looked({"Ana": [S, S, S, R]})).stances
    [bar] = re.findall(r'<svg[^>]*role="img"[^>]*>.*?</svg>', html_of(shown))
    assert 'aria-label="75% supports, 25% refutes"' in bar
    widths = re.findall(r'x="([\d.]+)%" width="([\d.]+)%"', bar)
    assert ("0.00", "75.00") == widths[0]
    assert ("75.00", "25.00") == widths[-1]
    assert re.search(r"2026-03 +3 +1 +· +·", repr(shown)), repr(shown)


def test_every_drawing_is_well_formed_and_every_pattern_it_uses_is_there():
    report = report_of(
        looked({"Ana": [S, R, "mixed", N]}, sources=[source(n, publisher="P") for n in range(1, 5)])
    )
    for part in (report.stances, report.publishers, report.ratings):
        drawings = re.findall(r"<svg.*?</svg>", html_of(part))
        assert drawings
        for svg in drawings:
            ElementTree.fromstring(svg)  # noqa: S314  it is our own
        assert set(re.findall(r"url\(#([\w-]+)\)", html_of(part))) <= set(
            re.findall(r'id="([\w-]+)"', html_of(part))
        )
    ids = re.findall(r' id="([\w-]+)"', html_of(report.stances) + html_of(report.publishers))
    assert len(ids) == len(set(ids)), "the parts stand on one page"


def test_publishers_nobody_leans_on_are_counted_and_not_listed():
    sources = [source(1, publisher="The Planet"), source(2, publisher="Nobody")]
    shown = repr(report_of(looked({"Ana": [S, N]}, sources=sources)).publishers)
    assert "Of 2 publishers, 1 is not leaned on yet." in shown
    assert "Nobody" not in shown


def test_a_long_list_is_cut_and_says_so():
    many = [source(n, URL=f"https://example.org/{n}") for n in range(1, MOST_SHOWN + 6)]
    shown = report_of(looked({"Ana": [S] * len(many)}, sources=many)).waiting
    assert f"The first {MOST_SHOWN} of {len(many)} sources to capture again." in repr(shown)
    assert MOST_SHOWN == html_of(shown).count("bridge s")


def test_sources_that_were_all_looked_at_lately_ask_for_nothing():
    fresh = source(1, URL="https://example.org/a", snapshots=[copy("a", "2026-06-01")])
    assert "Every source was looked at in the last 90 days." in repr(
        report_of(looked({"Ana": [S]}, sources=[fresh])).waiting
    )


def test_what_somebody_wrote_is_text_and_nothing_else():
    made = {"id": "r1", "note": HOSTILE, "made_by": "ana", "made_at": "2026-05-01T00:00:00Z"}
    hostile = source(1, title=HOSTILE, publisher=HOSTILE, URL="https://example.org/a")
    checks = [
        looked({"Ana": [S]}, check_id=id_, sources=[hostile], revisions=[made], claim={"question": HOSTILE})
        for id_ in ("bridge", "tunnel")
    ]
    report = report_of(*checks)
    for part in PARTS:
        assert "<script" not in html_of(getattr(report, part)), part
    assert "&lt;script" in html_of(report.documents)


# In Python and in the notebook


def test_a_check_that_cannot_be_read_is_told_of_and_the_others_are_there(folder):
    torn = folder.path.parent / "torn"
    torn.mkdir()
    (torn / "check.json").write_text("{", encoding="utf-8")
    found = fb.digest(folder.path.parent, today=date(2025, 9, 19))
    assert ["bridge"] == found.checks.index.tolist()
    assert ["torn"] == [one.check for one in found.unreadable]
    assert "torn cannot be read" in repr(digest_report(found).overview)


def test_a_folder_without_checks_gives_an_empty_digest_and_no_folder_an_error(tmp_path: Path):
    assert fb.digest(tmp_path).checks.empty
    with pytest.raises(NotFoundError, match="no casebook"):
        fb.digest(tmp_path / "nowhere")


def test_a_blind_check_shows_no_judgement(folder):
    opened = fb.open(folder.path, coder="Ana")
    opened.blind()
    found = fb.digest(folder.path.parent)
    assert "judged_blind" == found.checks.loc["bridge", "rating"]
    assert 0 == found.checks.loc["bridge", "settled"]


@pytest.mark.parametrize("full", [True, False], ids=["full", "empty"])
def test_the_notebook_runs_under_papermill_and_shows_all_parts(
    make_folder, check, tmp_path: Path, full: bool
):
    casebook = tmp_path / "book"
    casebook.mkdir()
    if full:
        make_folder(check, name="book/bridge")
    out = tmp_path / "out.ipynb"
    papermill.execute_notebook(
        str(resource_folder("notebooks") / "digest.ipynb"),
        str(out),
        parameters={"casebook": str(casebook)},
        progress_bar=False,
        extra_arguments=["--log-level=CRITICAL"],
    )
    notebook = nbformat.read(out, as_version=4)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert [{"text/html", "text/plain"}] * len(PARTS) == [set(output["data"]) for output in outputs]
    assert ("1 check, " in str(outputs[0])) == full
