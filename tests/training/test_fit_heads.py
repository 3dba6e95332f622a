from __future__ import annotations

import random
import re

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from factbook.evidence.heads import read_head
from factbook.evidence.pairs import LexicalReader
from tests.training.research_sets import HELD_OUT
from training import fit_heads
from training.examples import fnc_rows, read_rows

TRAINED_ON = {"vitaminctrain", "fever", "mnli", "fmdev", "retrievaltrain", "covidtrain"}
COLUMNS = ("one", "two", "three", "coverage")


def words(texts):
    return {word for text in texts for word in re.findall(r"\w+", text.lower())}


def labelled(classes, count=120):
    """Give features that tell the class more or less, and the rows they are of."""
    chance = np.random.default_rng(3)
    # Some classes are rarer than others.
    labels = np.repeat(np.arange(3), [3, 2, 1])[chance.integers(0, 6, count)] % len(classes)
    features = chance.normal(size=(count, len(COLUMNS))) * [1, 5, 0.1, 2] + [0, 100, -3, 0]
    features[:, 0] += labels
    features[:, 1] -= 4 * (labels == 1)
    features[:, 3] += 3 * labels
    rows = [("claim", "text", classes[label], f"group {row % 40}") for row, label in enumerate(labels)]
    return features, labels, rows


def head_of(fitted, folder):
    """Give a head as the package loads it."""
    path = folder / "heads.json"
    fit_heads._write({"network.some": fitted}, files={"network": path})
    return read_head("network.some", path)


# The head


@pytest.fixture(scope="module")
def fitted():
    """A head of three classes, without the column that tells most."""
    features, _, rows = labelled(fit_heads.PASSAGE_CLASSES)
    features[:, 2] = 7
    without = frozenset({"coverage"})
    return fit_heads.fit("some", features, COLUMNS, rows, fit_heads.PASSAGE_CLASSES, without=without)


@pytest.mark.parametrize(
    "classes", [fit_heads.PASSAGE_CLASSES, fit_heads.SUPPORT_CLASSES], ids=["three classes", "two classes"]
)
def test_the_head_of_the_package_gives_what_sklearn_gives(classes, tmp_path):
    features, labels, rows = labelled(classes)
    fitted = fit_heads.fit("some", features, COLUMNS, rows, classes)
    head = head_of(fitted, tmp_path)
    counts = np.bincount(labels)
    weights = (len(labels) / (len(counts) * counts)) ** fitted["balance"]
    model = LogisticRegression(C=fitted["penalty"], class_weight=dict(enumerate(weights)), max_iter=3_000)
    theirs = make_pipeline(StandardScaler(), model).fit(features, labels)
    assert head.classes == classes
    assert head.features == COLUMNS
    # Numbers are kept with five digits.
    np.testing.assert_allclose(head.probabilities(features), theirs.predict_proba(features), atol=2e-4)
    assert (head.probabilities(features).argmax(1) == labels).mean() > 0.7


def test_what_lies_far_outside_counts_as_the_edge(fitted, tmp_path):
    head = head_of(fitted, tmp_path)
    edge, far = (np.array([fitted["mean"]]) + times * np.array([fitted["spread"]]) for times in (6, 1_000))
    np.testing.assert_allclose(head.probabilities(edge), head.probabilities(far), atol=1e-9)


def test_a_column_that_is_left_out_changes_nothing(fitted, tmp_path):
    head = head_of(fitted, tmp_path)
    features = labelled(fit_heads.PASSAGE_CLASSES)[0]
    for column, matters in (("one", True), ("coverage", False)):
        other = features.copy()
        other[:, COLUMNS.index(column)] += 2
        same = np.array_equal(head.probabilities(features), head.probabilities(other))
        assert same != matters


def test_a_column_that_never_varies_does_no_harm(fitted, tmp_path):
    head = head_of(fitted, tmp_path)
    features, labels, _ = labelled(fit_heads.PASSAGE_CLASSES)
    features[:, 2] = 7
    assert (head.probabilities(features).argmax(1) == labels).mean() > 0.6


def test_cross_validation_keeps_groups_together(tmp_path):
    # A column that names the group tells nothing of other groups.
    chance = np.random.default_rng(0)
    groups = np.repeat(np.arange(60), 4)
    labels = chance.integers(0, 2, 60)[groups]
    features = np.eye(60)[groups]
    rows = [
        ("c", "t", fit_heads.SUPPORT_CLASSES[label], group)
        for label, group in zip(labels, groups, strict=True)
    ]
    columns = tuple(f"group_{number}" for number in range(60))
    fitted = fit_heads.fit("some", features, columns, rows, fit_heads.SUPPORT_CLASSES)
    assert fitted["cross_validated"]["macro_f1"] < 0.6
    head = head_of(fitted, tmp_path)
    assert (head.probabilities(features).argmax(1) == labels).all()


def test_writing_a_head_keeps_the_others(tmp_path):
    files = {kind: tmp_path / f"{kind}.json" for kind in ("lexical", "network")}
    for name in ("lexical.one", "network.one", "network.two"):
        fit_heads._write({name: {"features": [name]}}, files=files)
    kept = {kind: set(fit_heads.json.loads(path.read_text())["heads"]) for kind, path in files.items()}
    assert {"lexical": {"lexical.one"}, "network": {"network.one", "network.two"}} == kept


# What the heads are fitted on


def test_heads_are_fitted_on_what_is_neither_trained_on_nor_measured(data):
    found = words(text for claim, passage, *_ in fit_heads.passage_rows(data) for text in (claim, passage))
    assert not found & {*HELD_OUT, *TRAINED_ON}
    assert {"vitamincdev", "coviddev"} <= found
    found = words(text for claim, passage, *_ in fit_heads.support_rows(data) for text in (claim, passage))
    assert not found & {*HELD_OUT, *TRAINED_ON}
    assert {"vitamincdev", "coviddev", "wicedev"} <= found


def test_articles_are_of_the_dev_part_of_fnc(data):
    rows = fit_heads.article_rows(data)
    found = words(text for claim, text, *_ in rows for text in (claim, text))
    assert not found & {*HELD_OUT, *TRAINED_ON}
    dev = {row["headline"].split()[0].lower() for row in fnc_rows(data) if row["part"] == "dev"}
    assert {word for word in found if re.fullmatch(r"story\d+", word)} == dev
    assert set(fit_heads.ARTICLE_CLASSES) == {stance for _, _, stance, _ in rows}


def test_sentences_are_ranked_on_the_dev_split_and_only_where_one_is_marked(data):
    lists = fit_heads.rank_lists(data)
    found = words(text for claim, sentences, *_ in lists for text in (claim, *sentences))
    assert not found & {*HELD_OUT, *TRAINED_ON}
    assert all(gold.any() and len(gold) == len(sentences) for _, sentences, gold, _ in lists)
    wice = [row for row in read_rows(data, "wice_claim_dev") if row["gold"]]
    candidates = [row for row in read_rows(data, "fm2_retrieval") if row["split"] == "dev"]
    assert len(wice) + len(candidates) == len(lists)


def test_what_is_denied_refutes_and_what_is_strange_does_not_address():
    rows = [(f"Bridge {i} is open.", f"People cross bridge {i}.", "supports", f"g{i}") for i in range(30)]
    passages = dict(row[:2] for row in rows)
    made = fit_heads._strange_and_denied(rows, random.Random(0))  # noqa: S311
    assert {"refutes", "not_addressed"} == {stance for _, _, stance, _ in made}
    for claim, text, stance, group in made:
        assert group == f"g{claim.split()[1]}"
        if stance == "refutes":
            assert re.search(r"false|hoax|not true|denied", text)
            number = claim.split()[1]
            assert re.search(rf"bridge {number} is open|people cross bridge {number}\b", text)
        else:
            assert text in passages.values()
            assert text != passages[claim]


def test_partial_support_is_no_support():
    pages = [
        {"claim": f"Claim {label}.", "evidence": ["Claim.", "Other."], "gold": [[0]], "label": label}
        for label in "SPN"
    ]
    assert ["supports", "other", "other"] == [label for *_, label, _ in fit_heads.wice_rows(pages)]


def test_a_page_without_marks_is_read_by_its_best_sentences_in_their_order():
    filler = [f"Bread number {i} is dear." for i in range(6)]
    page = ["A whale swam.", *filler, "The whale swam up the river."]
    row = {"claim": "A whale swam up the river.", "evidence": page, "gold": [], "label": "N"}
    ((_, text, *_),) = fit_heads.wice_rows([row])
    assert text.startswith("A whale swam. ")
    assert text.endswith(" The whale swam up the river.")
    assert ["A whale swam up the river."] == [claim for claim, *_ in fit_heads.wice_rows([row])]
    row["gold"] = [[2], [1, 2]]
    assert " ".join(page[1:3]) == fit_heads.wice_rows([row])[0][1]


def test_a_passage_bears_itself_out_and_is_never_given_as_other_to_itself():
    # Seven rows before stands the same passage.
    rows = [(f"Claim {i}.", f"Passage {i % 7}.", "supports", "g") for i in range(35)]
    same = [label for claim, text, label, _ in fit_heads._passages_as_support(rows) if claim == text]
    assert ["supports"] * 7 == same


def test_every_fifth_passage_is_a_sentence_that_another_does_not_bear_out():
    rows = [(f"Claim {i}.", f"Passage {i}.", "supports", f"page {i}") for i in range(35)]
    made = fit_heads._passages_as_support(rows)
    other = [(claim, text) for claim, text, label, _ in made if label == "other"]
    assert [f"Passage {i}." for i in range(0, 35, 5)] == [claim for claim, _ in other]
    assert all(claim != text for claim, text in other)


def test_a_passage_that_holds_the_sentence_is_not_said_to_leave_it_open():
    rows = [(f"Claim {i}.", "It opened. " * (50 - i), "supports", f"page {i}") for i in range(35)]
    other = [row for row in fit_heads._passages_as_support(rows) if row[2] == "other"]
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
    for claim, text, stance, page in fit_heads._made_up_texts(rows):
        own = {row["evidence"]: fit_heads.STANCES[row["label"]] for row in rows if row["claim"] == claim}
        assert [stance] == [label for passage, label in own.items() if passage in text]
        assert any(f"of {page}." in passage for passage in own)


# Support, measured by cross-validation


def test_the_support_of_a_sentence_does_not_depend_on_its_own_label(data, monkeypatch):
    def scores(turned):
        rows = fit_heads.support_rows(data)
        claim, text, label, group = rows[turned]
        rows[turned] = (claim, text, "other" if label == "supports" else "supports", group)
        monkeypatch.setattr(fit_heads, "support_rows", lambda _: rows)
        try:
            return fit_heads.out_of_fold_support(data, LexicalReader())
        finally:
            monkeypatch.undo()

    first, last = scores(0), scores(17)
    assert len(first) == len(read_rows(data, "wice_claim_dev")) == 18
    as_it_is = fit_heads.out_of_fold_support(data, LexicalReader())
    assert pytest.approx(as_it_is[0], abs=1e-9) == first[0]
    assert pytest.approx(as_it_is[17], abs=1e-9) == last[17]
    # The others do see it.
    assert np.abs(first - as_it_is).max() > 1e-4
