"""A comparison of coders as a notebook shows it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import nbformat
import papermill
import pytest

from factbook.analysis.comparison import Comparison, compare_coders
from factbook.model.canonical import parse_check
from factbook.model.check import Check
from factbook.reports.agreement_picture import MOST_PAIRS, agreement_picture
from factbook.reports.comparing import ComparisonReport, comparison_report
from factbook.resources import resource_folder

HOSTILE = "<script>alert(1)</script>&"
S, R, M, N = "supports", "refutes", "mixed", "not_addressed"
SVG = "{http://www.w3.org/2000/svg}"


def check_of(said: dict[str, list[str | None]], *, check_id: str = "bridge", title: str = "Minutes") -> Check:
    """Give a check with one point; ``said`` goes from a coder to what they say on each source in turn."""
    sources = range(1, max(map(len, said.values())) + 1)
    return parse_check(
        {
            "id": check_id,
            "claim": {"question": f"Will the {check_id} open?"},
            "points": [{"id": "p1", "text": "It opens"}],
            "sources": [{"id": f"s{n}", "title": f"{title} {n}"} for n in sources],
            "coders": [{"id": f"c{n}", "name": name} for n, name in enumerate(said)],
            "stances": [
                {"source": f"s{n}", "point": "p1", "coder": f"c{coder}", "value": value}
                for coder, values in enumerate(said.values())
                for n, value in enumerate(values, start=1)
                if value
            ],
        }
    )


def report_of(*checks: Check) -> ComparisonReport:
    return comparison_report(compare_coders(checks))


TWO = {"Ana": [S, S, M, N], "Ben": [S, R, M, N]}
THREE = {**TWO, "Cy": [S, R, R, None]}


class Cells(HTMLParser):
    """Reads the rows of a table."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in {"td", "th"}:
            self.rows[-1].append("")

    def handle_data(self, data: str) -> None:
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data


def rows_of(part) -> list[list[str]]:
    return Cells(part._repr_mimebundle_()["text/html"]).rows


def test_the_overview_has_alpha_and_what_it_rests_on():
    overview = report_of(check_of(TWO)).overview
    for said in (overview._repr_mimebundle_()["text/html"], repr(overview)):
        assert "0.70 (95% interval" in said
        assert "2 coders, 4 cells that at least two of them judged, in 1 check. Compared: Ana, Ben." in said
        assert "These are few cells" in said


def test_the_pairs_are_listed_with_their_figures():
    head, *rows = rows_of(report_of(check_of(THREE)).pairs)
    assert ["Pair", "alpha", "95% interval", "cells", "same"] == head
    assert ["Ana and Ben", "Ana and Cy", "Ben and Cy"] == [row[0] for row in rows]
    assert ["4", "75%"] == rows[0][3:]


def test_a_pair_that_shares_no_cell_has_dashes():
    apart = report_of(check_of({"Ana": [S, None], "Ben": [None, S], "Cy": [S, S]}))
    assert ["Ana and Ben", "–", "–", "0", "–"] == rows_of(apart.pairs)[1]
    assert "Ana and Ben" not in apart.picture.svg


def test_the_confusion_says_whose_stances_are_down_and_across():
    confusion = report_of(check_of(TWO)).confusion
    assert "Down: Ana. Across: Ben." in repr(confusion)
    assert ["supports", "1", "1", "·", "·"] == rows_of(confusion)[1]
    assert "each counted both ways" in repr(report_of(check_of(THREE)).confusion)


def test_the_differences_are_told_by_title_and_under_their_check():
    one = rows_of(report_of(check_of(TWO)).differences)
    assert [
        ["Source", "Point", "Ana", "Ben", "Now"],
        ["Minutes 2", "It opens", "supports", "refutes", "open"],
    ] == one
    two = rows_of(report_of(check_of(TWO), check_of(TWO, check_id="tunnel")).differences)
    assert ["Will the bridge open?"] == two[1]
    assert ["Will the tunnel open?"] == two[3]
    assert "differ on no cell" in repr(report_of(check_of({"Ana": [S], "Ben": [S]})).differences)


# The picture


def drawn(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314  it is our own


def bars(comparison: Comparison) -> list[str]:
    root = drawn(agreement_picture(comparison))
    anchored = [text.text or "" for text in root.iter(f"{SVG}text") if text.get("text-anchor") == "end"]
    return [text for text in anchored if text != "0.667"]


def test_the_picture_has_a_bar_for_all_together_and_one_for_each_pair():
    comparison = compare_coders([check_of(THREE)])
    assert ["All together", "Ana and Ben", "Ana and Cy", "Ben and Cy"] == bars(comparison)
    assert ["Ana and Ben"] == bars(compare_coders([check_of(TWO)]))
    title = drawn(agreement_picture(comparison)).findtext(f"{SVG}title")
    assert "All together: " in title
    assert "Ben and Cy: " in title


def test_a_picture_of_many_coders_stays_small_and_says_so():
    many = {f"Coder {n}": [S, [S, R, M, N][n % 4], R] for n in range(9)}
    picture = agreement_picture(compare_coders([check_of(many)]))
    assert 1 + MOST_PAIRS == len(bars(compare_coders([check_of(many)])))
    assert f"The {MOST_PAIRS} of 36 pairs that agree least" in picture
    assert len(picture) < 12_000


@pytest.mark.parametrize(
    "said",
    [TWO, {"Ana": [S, R], "Ben": [R, S]}, {"Ana": [S] * 3, "Ben": [S] * 3}],
    ids=["some", "none", "full"],
)
def test_nothing_is_drawn_outside_the_picture(said):
    picture = agreement_picture(compare_coders([check_of(said)]))
    width = float(re.search(r'viewBox="0 0 (\d+)', picture)[1])
    places = [float(x) for x in re.findall(r'(?:\bc?x="|[MH])(-?[\d.]+)', picture)]
    assert places
    assert 0 <= min(places) <= max(places) <= width


def test_names_and_titles_are_text_and_nothing_else():
    report = report_of(check_of({f"Ana {HOSTILE}": [S, R], "Ben": [S, S], "Cy": [S, S]}, title=HOSTILE))
    for part in (report.overview, report.pairs, report.confusion, report.differences):
        assert "<script" not in part._repr_mimebundle_()["text/html"]
    assert "<script" not in report.picture.svg
    assert drawn(report.picture.svg).tag == f"{SVG}svg"


# The notebook


def test_the_notebook_runs_under_papermill_and_shows_tables_and_a_picture(make_folder, tmp_path: Path):
    folder = make_folder(check_of(TWO))
    out = tmp_path / "out.ipynb"
    papermill.execute_notebook(
        str(resource_folder("notebooks") / "compare.ipynb"),
        str(out),
        parameters={"checks": str(folder.path), "level": "ordinal"},
        progress_bar=False,
        extra_arguments=["--log-level=CRITICAL"],
    )
    notebook = nbformat.read(out, as_version=4)
    kinds = [set(output["data"]) for cell in notebook.cells for output in cell.get("outputs", [])]
    assert kinds.count({"text/html", "text/plain"}) == 4
    assert kinds.count({"image/svg+xml", "text/plain"}) == 1
    assert not any("widget" in kind for found in kinds for kind in found)
    assert "1 judgement" not in str(notebook)
    assert "2 judgements left out" in str(notebook)
