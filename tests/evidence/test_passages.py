from __future__ import annotations

import pytest

from factbook.errors import BadInputError
from factbook.evidence.passages import find_passages

TEXT = """The council met on Monday. Nobody spoke of the ferry.
The bridge, closed since December, will open again in May, the mayor said. A dog barked.
Its works cost 4.8 million."""


def test_the_passage_that_answers_comes_first_with_its_place_in_the_text():
    best = find_passages("When will the bridge open?", TEXT, k=2)
    assert 2 == len(best)
    assert "will open again in May" in best[0].text
    assert all(TEXT[passage.start : passage.end] == passage.text for passage in best)
    assert best[0].score >= best[1].score


def test_there_are_never_more_than_the_text_has():
    assert 5 == len(find_passages("bridge", TEXT, k=50))
    assert [] == find_passages("bridge", "")
    assert [] == find_passages("bridge", "\n \n")


def test_a_query_without_words_still_ranks():
    assert 5 == len(find_passages("", TEXT))


def test_asking_for_none_is_refused():
    with pytest.raises(BadInputError, match="k is 0"):
        find_passages("bridge", TEXT, k=0)


def test_two_hundred_thousand_words_are_searched():
    text = "Nothing happened here today at all. " * 33_000 + "The bridge opened in May."
    assert "The bridge opened in May." == find_passages("The bridge opened", text, k=1)[0].text


@pytest.mark.usefixtures("no_network")
def test_without_the_network_shared_words_decide():
    assert "will open again" in find_passages("When will the bridge open again?", TEXT, k=1)[0].text
