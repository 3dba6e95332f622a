"""Copies of one text in the report."""

from __future__ import annotations

import re

from factbook.analysis.origins import Fold, Origin, Origins
from factbook.reports.copies import copies_of, copy_view

FOUND = Origins(
    (
        Origin("s2", (Fold("s1", "s2", "text", "{0} has it too"), Fold("s4", "s1", "hand", "set to {0}"))),
        Origin("s3"),
    )
)
NUMBERS = {f"s{number}": number for number in range(1, 5)}
SPOKEN = {id_: f"source {number}" for id_, number in NUMBERS.items()}


def test_a_copy_leads_to_the_original_and_says_why():
    view = copy_view("s1", FOUND, numbers=NUMBERS, spoken=SPOKEN)
    assert view
    assert (view.same, view.number, view.anchor) == ("Same text as", 2, "source-s2")
    assert (view.reason, view.by_hand) == ("source 2 has it too", False)
    assert copy_view("s2", FOUND, numbers=NUMBERS, spoken=SPOKEN) is None


def test_what_a_person_has_set_is_told_as_such():
    view = copy_view("s4", FOUND, numbers=NUMBERS, spoken=SPOKEN)
    assert view
    assert (view.same, view.number, view.reason, view.by_hand) == ("Copy of", 2, "set to source 1", True)


def test_the_original_names_its_copies():
    assert copies_of("s2", FOUND, numbers=NUMBERS) == (1, 4)
    assert copies_of("s1", FOUND, numbers=NUMBERS) == copies_of("s3", FOUND, numbers=NUMBERS) == ()


def test_the_report_counts_both_and_marks_the_copy(reports, samples):
    report = reports["faulty"]
    copies = [source for source in report.sources if source.copy_of]
    assert [source.title for source in copies] == ["Police statistics, sent again"]
    assert report.counted == "9 sources, 8 independent origins"
    page = samples.page(report)
    assert page.count("9 sources, 8 independent origins") >= 3
    assert re.search(
        r'Same text as <a href="#source-s1">\[1\]</a></span>: word for word the text of source 1', page
    )
    # Its quotes stay in sight, for sentences lead to them; what else is told of it is folded away.
    item = re.search(r'<li class="source copy".*?</li>', page, re.DOTALL)
    assert item
    assert item[0].index("</details>") < item[0].index("<figure")


def test_where_no_source_is_a_copy_nothing_is_said_of_origins(reports, samples):
    assert reports["clean"].counted == "10 sources"
    assert "independent origin" not in samples.page(reports["clean"])
