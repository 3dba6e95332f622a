from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factbook.evidence.quantities import QUANTITY_FEATURES, Relation, compare_quantities, find_quantities


def feature(name: str, claim: str, passage: str) -> float:
    return compare_quantities(claim, passage)[QUANTITY_FEATURES.index(name)]


@pytest.mark.parametrize(
    ("text", "value", "kind", "relation"),
    [
        ("more than 1,200 cases", 1200, "number", Relation.MORE),
        ("at least twelve people", 12, "number", Relation.AT_LEAST),
        ("no more than 5 weeks", 5, "number", Relation.AT_MOST),
        ("fewer than 90 cases", 90, "number", Relation.LESS),
        ("no fewer than 90 cases", 90, "number", Relation.AT_LEAST),
        ("not less than 90 cases", 90, "number", Relation.AT_LEAST),
        ("it did not exceed 100 dollars", 100, "money", Relation.AT_MOST),
        ("it doesn’t exceed 5 metres", 5, "number", Relation.AT_MOST),
        ("no longer than a total of 5 minutes", 5, "number", Relation.AT_MOST),
        ("must not be over 18 metres", 18, "number", Relation.AT_MOST),
        ("no earlier than 1998", 1998, "year", Relation.AT_LEAST),
        ("no later than April 15", 3 * 31 + 15, "day", Relation.AT_MOST),
        ("this is not news: more than 100 cases", 100, "number", Relation.MORE),
        ("about 4.8 million", 4_800_000, "number", Relation.ABOUT),
        ("$43.3 million worldwide", 43_300_000, "money", Relation.EXACT),
        ("30 dollars", 30, "money", Relation.EXACT),
        ("79% of voters", 79, "share", Relation.EXACT),
        ("79 per cent of voters", 79, "share", Relation.EXACT),
        ("after 1998", 1998, "year", Relation.MORE),
        ("before April 15", 3 * 31 + 15, "day", Relation.LESS),
        ("on 15 April", 3 * 31 + 15, "day", Relation.EXACT),
        ("by 5 percent", 5, "share", Relation.EXACT),
        ("after 3 days", 3, "number", Relation.EXACT),
        ("100 or more people", 100, "number", Relation.AT_LEAST),
        ("500+ people", 500, "number", Relation.AT_LEAST),
        ("50 people or fewer", 50, "number", Relation.AT_MOST),
        ("twenty-five people", 25, "number", Relation.EXACT),
        ("two hundred thousand people", 200_000, "number", Relation.EXACT),
        ("three hundred and twelve people", 312, "number", Relation.EXACT),
        ("a hundred thousand", 100_000, "number", Relation.EXACT),
        ("5 m high", 5, "number", Relation.EXACT),
        ("$5m", 5_000_000, "money", Relation.EXACT),
    ],
)
def test_quantities_are_read_with_their_kind_and_bound(text, value, kind, relation):
    quantity = find_quantities(text)[0]
    assert (value, kind, relation) == (quantity.value, quantity.kind, quantity.relation)


@pytest.mark.parametrize("text", ["", "no numbers here", "the 3rd time", "one of them", "PM2.5", "B52s"])
def test_what_counts_nothing_is_no_quantity(text):
    assert [] == find_quantities(text)


def test_a_day_with_a_year_is_both_and_no_plain_number():
    assert ["day", "year"] == [quantity.kind for quantity in find_quantities("On March 19, 2020.")]


@pytest.mark.parametrize(
    ("claim", "passage", "held"),
    [
        ("There are more than 110 cases.", "On 19th March the cases rose to 112.", True),
        ("There are less than 110 cases.", "On 19th March the cases rose to 112.", False),
        ("It took at least 13 weeks.", "It took 13 weeks.", True),
        ("It took more than 13 weeks.", "It took 13 weeks.", False),
        ("It cost about 100 dollars.", "It cost $98.", True),
        ("It cost about 100 dollars.", "It cost $60.", False),
        ("It grossed over $400 million.", "It grossed $413.1 million.", True),
        ("They have 23,000 members.", "They have twenty members.", False),
    ],
)
def test_a_claims_number_holds_by_the_passages_or_fails(claim, passage, held):
    assert (1.0, 0.0) == (
        feature("quantity_holds" if held else "quantity_fails", claim, passage),
        feature("quantity_fails" if held else "quantity_holds", claim, passage),
    )


@pytest.mark.parametrize(
    ("claim", "passage", "told"),
    [
        ("At least 100 people died.", "Fewer than 100 people died.", "quantity_fails"),
        ("More than 100 people died.", "At least 100 people died.", "quantity_open"),
        ("More than 100 people died.", "Fewer than 150 people died.", "quantity_open"),
        ("More than 100 people died.", "More than 120 people died.", "quantity_holds"),
        ("Some 100 people died.", "About 105 people died.", "quantity_holds"),
        ("110 people died.", "More than 90 people died.", "quantity_open"),
        ("110 people died.", "More than 200 people died.", "quantity_fails"),
    ],
)
def test_what_the_passage_leaves_open_stays_open(claim, passage, told):
    names = ("quantity_holds", "quantity_fails", "quantity_open")
    assert {told: 1.0} == {name: value for name in names if (value := feature(name, claim, passage))}


def test_a_number_is_held_against_the_one_with_the_same_word_behind_it():
    passage = "There are 349 confirmed cases and 16 recoveries."
    assert 1 == feature("quantity_holds", "There are fewer than 20 recoveries.", passage)


def test_a_number_without_its_like_is_left_open():
    assert 1 == feature("quantity_open", "It took 13 weeks.", "It took weeks, 30% of them in May.")


def test_years_and_days_are_held_against_their_like():
    assert 1 == feature("year_fails", "It opened in 2012.", "It opened in 2010.")
    assert 1 == feature("day_holds", "It opened before 20 May.", "It opened on 3 May.")


@given(st.text(max_size=80) | st.text(alphabet="0123456789.,%$ -morethan", max_size=80))
def test_any_text_can_be_compared(text):
    features = compare_quantities(text, text[::-1])
    assert len(QUANTITY_FEATURES) == len(features)
    assert all(0 <= value <= 3 for value in features)


@pytest.mark.parametrize("text", ["a sıx of them", "9" * 400, "٣ of them", "1" + ",000" * 60])
def test_what_only_looks_like_a_number_is_none(text):
    assert [] == find_quantities(text)


def test_a_number_goes_with_its_word_over_a_space_that_does_not_break():
    assert find_quantities("5 million") == find_quantities("5 million") != find_quantities("5")
