from __future__ import annotations

import random
import re

from tests.training.research_sets import HELD_OUT
from training import head_rows
from training.examples import BOILERPLATE, fnc_rows, read_rows

TRAINED_ON = {"vitaminctrain", "fever", "mnli", "fmdev", "retrievaltrain", "covidtrain"}


def words(texts):
    return {word for text in texts for word in re.findall(r"\w+", text.lower())}


def test_heads_are_fitted_on_what_is_neither_trained_on_nor_measured(data):
    found = words(text for claim, passage, *_ in head_rows.passage_rows(data) for text in (claim, passage))
    assert not found & {*HELD_OUT, *TRAINED_ON}
    assert {"vitamincdev", "coviddev"} <= found
    found = words(text for claim, passage, *_ in head_rows.support_rows(data) for text in (claim, passage))
    assert not found & {*HELD_OUT, *TRAINED_ON}
    assert {"vitamincdev", "coviddev", "wicedev"} <= found


def test_articles_are_of_the_dev_part_of_fnc(data):
    rows = head_rows.article_rows(data)
    found = words(text for claim, text, *_ in rows for text in (claim, text))
    assert not found & {*HELD_OUT, *TRAINED_ON}
    dev = {row["headline"].split()[0].lower() for row in fnc_rows(data) if row["part"] == "dev"}
    assert {word for word in found if re.fullmatch(r"story\d+", word)} == dev
    assert {"supports", "refutes", "mixed", "not_addressed"} == {stance for _, _, stance, _ in rows}


def test_sentences_are_ranked_on_the_dev_split_and_only_where_one_is_marked(data):
    lists = head_rows.rank_lists(data)
    found = words(text for claim, sentences, *_ in lists for text in (claim, *sentences))
    assert not found & {*HELD_OUT, *TRAINED_ON}
    assert all(gold.any() and len(gold) == len(sentences) for _, sentences, gold, _ in lists)
    wice = [row for row in read_rows(data, "wice_claim_dev") if row["gold"]]
    candidates = [row for row in read_rows(data, "fm2_retrieval") if row["split"] == "dev"]
    assert len(wice) + len(candidates) == len(lists)


def test_what_is_denied_refutes_and_what_is_strange_does_not_address():
    rows = [(f"Bridge {i} is open.", f"People cross bridge {i}.", "supports", f"g{i}") for i in range(30)]
    passages = dict(row[:2] for row in rows)
    made = head_rows._strange_and_denied(rows, random.Random(0))  # noqa: S311
    assert {"refutes", "not_addressed"} == {stance for _, _, stance, _ in made}
    for claim, text, stance, group in made:
        assert group == f"g{claim.split()[1]}"
        if stance == "refutes":
            assert re.search(r"false|hoax|not true|denied", text)
            number = claim.split()[1]
            assert re.search(rf"bridge {number} is open|people cross bridge {number}\b", text)
        else:
            beside = text in BOILERPLATE or text in {"People", "cross", "bridge"}
            assert beside or text in {*passages.values()} - {passages[claim]}


def test_partial_support_is_no_support():
    pages = [
        {"claim": f"Claim {label}.", "evidence": ["Claim.", "Other."], "gold": [[0]], "label": label}
        for label in "SPN"
    ]
    assert ["supports", "other", "other"] == [label for *_, label, _ in head_rows.wice_rows(pages)]


def test_a_page_without_marks_is_read_by_its_best_sentences_in_their_order():
    filler = [f"Bread number {i} is dear." for i in range(6)]
    page = ["A whale swam.", *filler, "The whale swam up the river."]
    row = {"claim": "A whale swam up the river.", "evidence": page, "gold": [], "label": "N"}
    ((_, text, *_),) = head_rows.wice_rows([row])
    assert text.startswith("A whale swam. ")
    assert text.endswith(" The whale swam up the river.")
    assert ["A whale swam up the river."] == [claim for claim, *_ in head_rows.wice_rows([row])]
    row["gold"] = [[2], [1, 2]]
    assert " ".join(page[1:3]) == head_rows.wice_rows([row])[0][1]


def test_a_passage_bears_itself_out_and_is_never_given_as_other_to_itself():
    # Seven rows before stands the same passage.
    rows = [(f"Claim {i}.", f"Passage {i % 7}.", "supports", "g") for i in range(35)]
    same = [label for claim, text, label, _ in head_rows._passages_as_support(rows) if claim == text]
    assert ["supports"] * 7 == same


def test_every_fifth_passage_is_a_sentence_that_another_does_not_bear_out():
    rows = [(f"Claim {i}.", f"Passage {i}.", "supports", f"page {i}") for i in range(35)]
    made = head_rows._passages_as_support(rows)
    other = [(claim, text) for claim, text, label, _ in made if label == "other"]
    assert [f"Passage {i}." for i in range(0, 35, 5)] == [claim for claim, _ in other]
    assert all(claim != text for claim, text in other)


def test_a_passage_that_holds_the_sentence_is_not_said_to_leave_it_open():
    rows = [(f"Claim {i}.", "It opened. " * (50 - i), "supports", f"page {i}") for i in range(35)]
    other = [row for row in head_rows._passages_as_support(rows) if row[2] == "other"]
    assert all(sentence not in passage for sentence, passage, *_ in other)
    assert len(other) < 7


def test_a_made_up_text_holds_its_passage_and_none_else_of_its_claim():
    rows = [
        {
            "claim": f"Claim {i // 2}.",
            "evidence": f"Passage {i} of page {i // 8}.",
            "label": "SR"[i % 2],
            "page": f"page {i // 8}",
        }
        for i in range(64)
    ]
    for claim, text, stance, page in head_rows._made_up_texts(rows):
        own = {row["evidence"]: head_rows.STANCES[row["label"]] for row in rows if row["claim"] == claim}
        assert [stance] == [label for passage, label in own.items() if passage in text]
        assert any(f"of {page}." in passage for passage in own)
