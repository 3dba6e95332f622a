"""The data script holds what the search needs, stays small, and is data whatever it holds."""

from __future__ import annotations

import json

from factbook.reports.site.data import data_script, ratings_of
from factbook.reports.site.listing import topics_of
from tests.reports.site.cards import card, correction, outdated


def read(script: str) -> dict[str, list[list[object]]]:
    head, _, tail = script.partition("(")
    assert (head, tail[-3:]) == ("factbookChecks", ");\n")
    data: dict[str, list[list[object]]] = json.loads(tail[:-3])
    return data


def test_a_row_says_what_is_searched_and_shown() -> None:
    one = card("bridge", claimant="Ana", topics=("Transport",), language="de", outdated=outdated())
    data = read(data_script([one], topics_of([one])))
    assert data["topics"] == [["Transport", "transport"]]
    assert data["checks"] == [["bridge", "Is bridge open?", "Ana", "2026-03-01", 0, [0], 1, "de"]]


def test_marks_add_up_and_what_is_empty_at_the_end_is_left_out() -> None:
    marked = card("a", corrections=(correction("2026-01-01"),), changed=True, published="")
    rows = read(data_script([marked, card("b")], []))["checks"]
    assert rows[0][5:] == [[], 2 + 4 + 8]
    assert rows[1] == ["b", "Is b open?", "", "2026-03-01", 0]


def test_ratings_go_from_supported_on_and_are_counted_by_their_words() -> None:
    cards = [
        card("a", rating="refuted", label="False"),
        card("b", rating="refuted", label="False"),
        card("c", rating="refuted", label="Pants on Fire"),
        card("d", label="True"),
    ]
    found = [(label, count) for _, label, count in ratings_of(cards)]
    assert found == [("True", 1), ("False", 2), ("Pants on Fire", 1)]
    rows = read(data_script(cards, []))["checks"]
    assert [row[4] for row in rows] == [1, 1, 2, 0]


def test_no_text_ends_the_script() -> None:
    hostile = card("a", headline="</script><script>alert(1)</script><!--\u2028", claimant="\\');alert(1);//")
    script = data_script([hostile], [])
    assert "<" not in script
    assert read(script)["checks"][0][1:3] == [hostile.headline, hostile.claimant]
