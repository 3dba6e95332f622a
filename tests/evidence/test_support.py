from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from factbook.errors import ModelError
from factbook.evidence.support import SUPPORT_THRESHOLD, LexicalSupport, NetworkSupport, stands_in, supports

PASSAGE = "The agency says that new agents are trained for 13 weeks at its academy."
TEXTS = st.text(max_size=40) | st.lists(st.sampled_from("agents train not 13 weeks the".split())).map(
    " ".join
)


def score(sentence: str, passage: str = PASSAGE) -> float:
    return float(supports([(sentence, passage)])[0])


def bears_out(sentence: str, passage: str = PASSAGE) -> bool:
    return score(sentence, passage) >= SUPPORT_THRESHOLD


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=5))
def test_there_is_one_score_from_0_to_1_for_each_pair(pairs):
    scores = supports(pairs)
    assert (len(pairs), np.float64) == (len(scores), scores.dtype)
    assert all(0 <= score <= 1 or np.isnan(score) for score in scores)


@pytest.mark.parametrize(
    "sentence",
    [
        PASSAGE,
        "New agents are trained for 13 weeks.",
        "Training of new agents takes 13 weeks at the academy.",
    ],
)
def test_a_passage_bears_out_what_says_the_same(sentence):
    assert bears_out(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "New agents are not trained for 13 weeks.",
        "New agents are trained for 20 weeks.",
        "New agents aren’t trained for 13 weeks.",
        "The mayor opened a bridge.",
        "It is so.",
        "",
        "?!",
    ],
)
def test_a_passage_does_not_bear_out_another_claim_in_its_words(sentence):
    assert not bears_out(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "According to the agency, new agents are trained for 13 weeks.",
        "New agents are trained for 13 weeks, according to the agency’s own page.",
    ],
)
def test_who_says_it_need_not_stand_in_the_words_that_are_quoted(sentence):
    assert score(sentence) == pytest.approx(score("New agents are trained for 13 weeks"), abs=1e-4)


@pytest.mark.parametrize(
    ("sentence", "borne_out"),
    [
        ("The bridge will open in May.", False),
        ("Will the bridge open in May?", True),
        ("The article asks whether the bridge will open in May.", True),
    ],
)
def test_a_question_bears_out_no_statement(sentence, borne_out):
    assert borne_out == bears_out(sentence, "“Will the bridge open in May?”")
    assert bears_out("The bridge will open in May.", "Will it? The bridge will open in May, the mayor said.")


def test_what_may_be_bears_out_no_statement():
    assert not bears_out("The bridge will open in May.", "The bridge may open in May.")
    assert bears_out("The bridge might open in May.", "The bridge may open in May.")


def test_a_sentence_bears_itself_out():
    assert score(PASSAGE) > 0.9


def test_scores_do_not_depend_on_their_neighbours():
    pairs = [("Agents are trained.", PASSAGE), ("The mayor opened a bridge. " * 40, PASSAGE), ("", "")]
    assert [score(*pair) for pair in pairs] == pytest.approx(supports(pairs).tolist(), abs=1e-5)


@pytest.mark.parametrize("model", [LexicalSupport(), NetworkSupport()], ids=lambda model: model.name)
class TestEveryModel:
    def test_tells_a_negation_or_another_number_from_the_same_claim(self, model):
        said = model.score(
            [
                ("Agents are trained.", PASSAGE),
                ("Agents are not trained.", PASSAGE),
                ("Agents are trained.", "Agents are never trained."),
                ("Agents are trained for 20 weeks.", PASSAGE),
            ]
        )
        assert [True, False, False, False] == (said >= SUPPORT_THRESHOLD).tolist()

    def test_finds_nothing_borne_out_in_a_sentence_without_words_of_its_own(self, model):
        assert [0, 0] == model.score([("It is, they said.", "It is, they said."), ("", "")]).tolist()


@pytest.mark.parametrize(
    ("one", "other"),
    [("trained", "training"), ("weeks", "week"), ("AGENTS", "agents"), ("organizations", "organization")],
)
def test_to_the_lexical_model_forms_of_a_word_are_the_word(one, other):
    assert [1] == LexicalSupport().score([(one, other)]).tolist()


@pytest.mark.usefixtures("no_network")
def test_without_the_network_the_lexical_model_decides():
    assert score("Agents are trained.") == LexicalSupport().score([("Agents are trained.", PASSAGE)])[0]


SAID = "New agents get twenty weeks of training before they start."


def test_where_in_a_long_passage_the_words_stand_changes_nothing():
    long = " ".join(f"Paragraph {number} is about the weather in the north." for number in range(60))
    told = "Before they start, agents are trained for twenty weeks."
    scores = supports([(SAID, told), (SAID, f"{told}\n{long}"), (SAID, f"{long}\n{told}")])
    assert (scores >= SUPPORT_THRESHOLD).all()


@pytest.mark.parametrize("text", ["Die Brücke wird im Mai eröffnet.", "سيفتح الجسر في مايو."])
def test_what_is_not_in_english_is_not_assessed_unless_it_stands_there_word_for_word(text):
    assert [1] == supports([(text, f"\u00ab{text.upper()}\u00bb")]).tolist()
    other = "Die Brücke ist seit dem Herbst gesperrt und wird neu gebaut."
    assert np.isnan(supports([(text, other), (other, text)])).all()


@pytest.mark.parametrize(
    ("sentence", "passage", "stands"),
    [
        ("It  opened.", "Today it rained. It opened again. “IT  opened”.", True),
        ("It opened", "it opened", True),
        ("It opened. It rained.", "They say so. It opened. It rained! It snowed.", True),
        ("It opened. It snowed.", "It opened. It rained. It snowed.", False),
        ("It opened.", "Grit opened.", False),
        ("It opened.", "It is false that it opened.", False),
        ("The", "The bridge opened.", False),
        ("", "Anything", False),
        (".", "Anything.", False),
    ],
)
def test_a_passage_says_a_sentence_where_it_is_one_of_its_own(sentence, passage, stands):
    assert stands == stands_in(sentence, passage)


@pytest.mark.parametrize(
    ("sentence", "passage"),
    [
        ("The vaccine causes autism.", "It is false that the vaccine causes autism."),
        ("The bridge will open in May.", "The mayor denied that the bridge will open in May."),
        ("The bridge is safe.", "Nobody believes that the bridge is safe."),
    ],
)
def test_words_that_are_denied_bear_nothing_out(sentence, passage):
    assert not bears_out(sentence, passage)


# Models of others


class Said:
    name = "Said"
    version = "3"

    def __init__(self, *scores):
        self.scores = scores
        self.asked = []

    def score(self, pairs):
        self.asked += pairs
        return self.scores


def test_another_model_is_asked_of_what_needs_a_judgement_alone():
    model = Said(0.25)
    pairs = [(PASSAGE, PASSAGE), ("Agents are trained at an academy", PASSAGE), ("", PASSAGE)]
    assert [1, 0.25, 0] == supports(pairs, model=model).tolist()
    assert [pairs[1]] == model.asked


@pytest.mark.parametrize("scores", [(), (0.5, 0.5), (1.2,), (-0.1,), ("high",), None])
def test_a_model_that_answers_with_no_scores_is_named(scores):
    model = Said(*scores) if scores is not None else Said
    with pytest.raises(ModelError, match=r"support model Said 3 .*Mend it, or choose another"):
        supports([("Agents are trained at an academy.", PASSAGE)], model=model)
