from __future__ import annotations

import random
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.training.research_sets import FOR_HEADS, HELD_OUT, pairs, write_rows, write_sets
from training import examples
from training.examples import ARTICLE_LABELS, NOTHING, STANCE_LABELS, Example

S, R, N = STANCE_LABELS["S"], STANCE_LABELS["R"], STANCE_LABELS["N"]


@pytest.fixture
def chance():
    return random.Random(7)  # noqa: S311


# FNC-1 and its parts


def fnc(rows, tmp_path):
    fields = ("headline", "body", "label")
    write_rows(tmp_path, "fnc_train", [dict(zip(fields, row, strict=True)) for row in rows])
    return examples.fnc_rows(tmp_path)


def test_stories_are_dealt_out_60_15_25(tmp_path):
    rows = fnc([(f"headline {i}", f"body {i}", "agree") for i in range(40)], tmp_path)
    assert Counter(train=22, bodies=2, dev=6, test=10) == Counter(row["part"] for row in rows)


def test_an_article_held_out_is_so_with_all_its_headlines(tmp_path):
    rows = fnc([(f"headline {i}", f"body {j}", "agree") for i in range(3) for j in range(30)], tmp_path)
    parts: dict[str, set[str]] = {}
    for row in rows:
        parts.setdefault(row["body"], set()).add(row["part"])
    assert Counter({("train",): 27, ("bodies",): 3}) == Counter(tuple(part) for part in parts.values())


def test_what_is_linked_through_others_is_one_story(tmp_path):
    chain = [("a", "1", "agree"), ("a", "2", "discuss"), ("b", "2", "disagree"), ("b", "3", "agree")]
    rows = fnc([*chain, ("c", "4", "agree")], tmp_path)
    *linked, apart = (row["story"] for row in rows)
    assert len(set(linked)) == 1
    assert apart not in linked


def test_the_parts_of_a_row_do_not_depend_on_the_order_of_rows(tmp_path):
    rows = [(f"h{i % 13}", f"b{i % 17}", "agree" if i % 5 == 0 else "unrelated") for i in range(60)]
    first = {(row["headline"], row["body"]): row["part"] for row in fnc(rows, tmp_path)}
    again = {(row["headline"], row["body"]): row["part"] for row in fnc(rows[::-1], tmp_path)}
    assert first == again


@given(
    st.lists(
        st.tuples(
            st.sampled_from("abcdefgh"),
            st.sampled_from("12345678"),
            st.sampled_from(["agree", "disagree", "discuss", "unrelated", "unrelated"]),
        ),
        min_size=1,
        max_size=24,
    )
)
def test_no_story_is_in_two_parts_and_what_joins_two_parts_is_in_none(rows):
    given_rows = [{"headline": h, "body": b, "label": label} for h, b, label in rows]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(examples, "read_rows", lambda *_: given_rows)
        found = examples.fnc_rows(Path())
    parts: dict[str, set[str]] = {}
    for row in found:
        if row["label"] != "unrelated":
            assert row["part"] is not None
            # A headline and its articles have one part; through them, so has the whole story.
            for side in (f"headline {row['headline']}", f"body {row['body']}"):
                parts.setdefault(side, set()).add(of_training(row["part"]))
    assert all(len(of_one) == 1 for of_one in parts.values())
    for row in found:
        body, headline = parts.get(f"body {row['body']}"), parts.get(f"headline {row['headline']}")
        if row["label"] == "unrelated" and body and headline:
            assert of_training(row["part"]) == (next(iter(body)) if body == headline else None)
        elif body:
            assert of_training(row["part"]) == next(iter(body))


def of_training(part):
    return "train" if part == "bodies" else part


# What is read


def test_no_split_for_tests_or_for_the_heads_is_read(data, monkeypatch):
    opened, open_file = set(), examples.gzip.open

    def watched(path, *args, **options):
        opened.add(Path(path).name.removesuffix(".jsonl.gz"))
        return open_file(path, *args, **options)

    # Which looks into what is measured only to leave it out.
    monkeypatch.setattr(examples, "measured_texts", lambda data: set())
    monkeypatch.setattr(examples.gzip, "open", watched)
    made = examples.training_examples(data)
    words = {word for one in made for word in re.findall(r"\w+", f"{one.claim} {one.passage}".lower())}
    assert not words & {*HELD_OUT, *FOR_HEADS}
    assert opened == {
        *("vitaminc_real_train", "fever_dev_SR", "mnli_dev", "fm2", "fm2_retrieval", "checkcovid"),
        *("fnc_train", "fnc_train_bodies"),
    }
    # The other way round: all that is meant for training is there.
    assert {"vitaminctrain", "fever", "mnli", "fmdev", "retrievaldev", "covidtrain"} <= words


@pytest.mark.parametrize("side", ["claim", "evidence"])
@pytest.mark.parametrize("measured", ["fever_symmetric_test", "vitaminc_real_dev", "vitaminc_real_heldout"])
def test_a_pair_of_which_one_side_is_measured_is_not_trained_on(measured, side, tmp_path):
    folder = write_sets(tmp_path)
    shared = examples.read_rows(folder, measured)[0][side]
    # As sets write the same sentence: with another case and other spaces around the stops.
    taken = pairs("fever", 4)[0] | {side: shared.upper().replace(".", " .")}
    write_rows(folder, "fever_dev_SR", [taken, *pairs("fever", 36)[1:]])
    shown = {
        text.casefold() for one in examples.training_examples(folder) for text in (one.claim, one.passage)
    }
    assert not {text for text in shown if text.startswith(shared.casefold().rstrip("."))}


@pytest.mark.parametrize("passage", ["{} It is as old as the town hall.", "It was a success. {}"])
@pytest.mark.parametrize("measured", ["fever_symmetric_test", "vitaminc_real_heldout"])
def test_a_passage_with_a_sentence_that_is_measured_is_not_trained_on(measured, passage, tmp_path):
    folder = write_sets(tmp_path)
    shared = examples.read_rows(folder, measured)[0]["evidence"]
    taken, *others = pairs("fever", 36)
    write_rows(folder, "fever_dev_SR", [taken | {"evidence": passage.format(shared)}, *others])
    shown = {one.passage for one in examples.training_examples(folder)}
    assert not {text for text in shown if shared in text}


def test_a_phrase_that_many_passages_have_leaves_none_of_them_out(tmp_path):
    folder = write_sets(tmp_path)
    for name, mark in (("fever_symmetric_test", "symmetrictest"), ("fever_dev_SR", "fever")):
        rows = [row for row in pairs(mark, 36) if row["label"] != "N"]
        write_rows(folder, name, [row | {"evidence": f"It was opened. {row['evidence']}"} for row in rows])
    shown = [one.passage for one in examples.training_examples(folder)]
    assert any(text.startswith("It was opened. ") for text in shown)


def test_only_stories_of_the_training_part_are_shown(data):
    stories = {
        part: {row["headline"].split()[0].lower() for row in examples.fnc_rows(data) if row["part"] == part}
        for part in ("train", "dev", "test")
    }
    assert [12, 3, 5] == [len(of_part) for of_part in stories.values()]
    shown = {
        word
        for one in examples.training_examples(data)
        for word in re.findall(r"\bstory\d+\b", f"{one.claim} {one.passage}".lower())
    }
    assert shown == stories["train"]


def test_the_same_seed_gives_the_same_examples_in_the_same_order(data):
    first = examples.training_examples(data, seed=1)
    assert first == examples.training_examples(data, seed=1)
    assert first != examples.training_examples(data, seed=2)


def test_every_kind_of_example_is_there(data):
    assert {one.origin for one in examples.training_examples(data)} == {
        *("vitaminc", "fever", "mnli", "fm2", "checkcovid", "checkcovid-other", "same-page", "candidate"),
        *("shuffled", "boilerplate", "number", "negation", "framed", "fnc", "headlines"),
    }


# Pairs


@pytest.mark.parametrize(
    ("label", "origin", "stance", "relevance"),
    [
        ("S", "vitaminc", S, 1),
        ("R", "vitaminc", R, 1),
        ("N", "vitaminc", N, NOTHING),
        # MNLI asks of sentences made up for one another: nothing of evidence.
        ("S", "mnli", S, NOTHING),
    ],
)
def test_what_takes_a_side_is_evidence(label, origin, stance, relevance):
    rows = [{"claim": "c", "evidence": "e", "label": label}]
    assert [Example("c", "e", stance, relevance, origin=origin)] == list(
        examples.labelled_pairs(rows, origin)
    )


def test_an_abstract_gives_its_marked_sentences_all_and_one_other(chance):
    row = {"claim": "c", "label": "R", "abstract": ["A.", "B.", "C."], "gold": [0, 2]}
    assert list(examples.covid_examples([row], chance)) == [
        Example("c", "A. C.", R, 1, origin="checkcovid"),
        Example("c", "A. B. C.", R, origin="checkcovid"),
        Example("c", "B.", N, 0, origin="checkcovid-other"),
    ]


def test_an_abstract_that_is_marked_throughout_has_no_other_sentence(chance):
    row = {"claim": "c", "label": "S", "abstract": ["A."], "gold": [0]}
    assert ["A.", "A."] == [one.passage for one in examples.covid_examples([row], chance)]


def test_a_passage_labelled_for_the_claim_is_not_given_as_another_of_its_page(chance):
    rows = [
        {"claim": "Whales are mammals.", "evidence": "They suckle.", "label": "S", "page": "Whale"},
        {"claim": "Whales are mammals.", "evidence": "They have gills.", "label": "R", "page": "Whale"},
        {"claim": "A group is a pod.", "evidence": "Herds are called pods.", "label": "S", "page": "Whale"},
    ]
    made = [one for _ in range(30) for one in examples.same_page_examples(rows, chance, most=3)]
    assert {(one.claim, one.passage) for one in made} == {
        ("Whales are mammals.", "Herds are called pods."),
        ("A group is a pod.", "They suckle."),
        ("A group is a pod.", "They have gills."),
    }
    assert {(N, 0)} == {(one.stance, one.relevance) for one in made}


def test_passages_of_the_page_that_share_the_claims_words_are_left_out(chance):
    rows = [
        {"claim": "Whales are mammals.", "evidence": "They suckle.", "label": "S", "page": "Whale"},
        {"claim": "Other.", "evidence": "All whales are mammals.", "label": "S", "page": "Whale"},
    ]
    made = [one for _ in range(10) for one in examples.same_page_examples(rows, chance, most=2)]
    assert {"Other."} == {one.claim for one in made}


def test_passages_of_other_claims_share_few_words_with_the_claim(chance):
    whale, bread = (
        Example("Whales swim.", "Whales swim far.", S),
        Example("Bread is dear.", "Bread costs more.", S),
    )
    made = [one for _ in range(20) for one in examples.shuffled_examples([whale, bread], chance, most=2)]
    assert {(one.claim, one.passage) for one in made} == {
        (whale.claim, bread.passage),
        (bread.claim, whale.passage),
    }
    assert {(N, 0)} == {(one.stance, one.relevance) for one in made}


def test_what_annotators_chose_is_no_candidate(chance):
    row = {"claim": "c", "cands": ["gold", "one", "two"], "gold": ["gold"]}
    made = list(examples.candidate_examples([row], chance, each=5))
    assert ["one", "two"] == sorted(one.passage for one in made)
    assert {(N, 0)} == {(one.stance, one.relevance) for one in made}


# Counterfactuals


def changed(claim, passage, stance=S, *, seed=0, origin="fever"):
    pair = Example(claim, passage, stance, 1, origin=origin)
    return list(examples.changed_examples([pair], random.Random(seed), most=10))  # noqa: S311


@given(
    st.integers(0, 10_000_000),
    st.sampled_from(["{}", "{:,}"]),
    st.integers(0, 1000),
)
def test_a_changed_number_is_another_number(number, form, seed):
    said = form.format(number)
    (one,) = changed(f"The town has {said} trees.", f"It has {said} trees.", seed=seed)
    found = re.fullmatch(r"The town has (\d+|\d{1,3}(?:,\d{3})+) trees\.", one.claim)
    assert found, one.claim
    assert int(found[1].replace(",", "")) != number
    assert (R, 1, "number") == (one.stance, one.relevance, one.origin)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    ("claim", "kept"),
    [
        ("In 2015, 15 boats sank.", r"In 2015, (\d+) boats sank\."),
        ("In 1,500 ports 500 boats sank.", r"In 1,500 ports (\d+) boats sank\."),
        ("Of 5.5 m, 5 boats sank.", r"Of 5\.5 m, (\d+) boats sank\."),
    ],
)
def test_a_number_inside_another_is_left_alone(claim, kept, seed):
    passage = " ".join(claim.split()[-3:])
    (one,) = changed(claim, passage, seed=seed)
    assert re.fullmatch(kept, one.claim)
    assert one.claim != claim


@pytest.mark.parametrize(
    "number",
    [
        *("over 12", "under 12", "at least 12", "at most 12", "more than 12", "up to 12", "about 12"),
        *("nearly 12", "approximately 12", "roughly 12", "between 12 and 20", "exceeding 12", "12+"),
    ],
)
def test_what_stays_true_of_many_numbers_is_left_out(number):
    assert [] == changed(f"The bridge carries {number} trams.", "It carries 12, or 20, trams.")


def test_decades_are_no_numbers():
    assert [] == changed("Trams ran in the 1990s.", "Since 1990 trams run.")


@pytest.mark.parametrize("passage", ["It carries trams.", "It carries 120 trams."])
def test_a_number_the_passage_does_not_say_is_left_alone(passage):
    assert [] == changed("The bridge carries 12 trams.", passage)


@pytest.mark.parametrize(("before", "after"), [(S, R), (R, S)])
def test_a_negation_flips_either_label(before, after):
    (one,) = changed("The bridge is open.", "People cross it.", before)
    assert ("The bridge is not open.", after, "negation") == (one.claim, one.stance, one.origin)


@pytest.mark.parametrize(
    "claim",
    [
        "The bridge is not open.",
        "The bridge was never open.",
        "No bridge was open.",
        "The bridge was built without money.",
        "The bridge isn't open, which was known.",
        "The bridge is open and the road is closed.",
        "The bridge opened.",
    ],
)
@pytest.mark.parametrize("stance", [S, R])
def test_what_is_denied_already_or_has_no_one_verb_is_not_negated(claim, stance):
    assert [] == changed(claim, "People cross it.", stance)


def test_a_pair_without_a_side_or_of_mnli_has_no_counterfactual():
    assert [] == changed("The bridge is open.", "Bread is dear.", N)
    assert [] == changed("The bridge is open.", "People cross it.", origin="mnli")


def test_half_of_the_counterfactuals_at_most_are_of_each_kind(chance):
    said = [Example(f"Bridge {i} is open.", "People cross it.", S, origin="fever") for i in range(30)]
    said += [Example(f"It has {i} arches.", f"There are {i} arches.", S, origin="fever") for i in range(30)]
    kinds = Counter(one.origin for one in examples.changed_examples(said, chance, most=20))
    assert Counter(number=10, negation=10) == kinds


# Frames

DENIAL = re.compile(r"not true|no truth|is wrong|made up|rejected")


def test_what_is_framed_as_denied_refutes_and_what_is_affirmed_supports(chance):
    pairs = [Example(f"Bridge {i} opened in May.", f"In May bridge {i} opened.", S, 1) for i in range(300)]
    kept = {pair.claim: pair.passage for pair in pairs}
    by_passage = {passage: claim for claim, passage in kept.items()}
    made = list(examples.framed_examples(pairs, chance, most=300))
    assert len(made) == 300
    for one in made:
        # One side is as it was; the other has a frame around words that were true of the claim.
        assert (one.claim in kept) != (one.passage in by_passage)
        original = one.claim if one.claim in kept else by_passage[one.passage]
        framed = one.passage if one.claim in kept else one.claim
        said = [original] if one.passage in by_passage else [original, kept[original]]
        assert any(words.rstrip(".") in framed for words in said)
        assert framed not in {original, kept[original]}
        assert one.stance == (R if DENIAL.search(framed) else S)
    assert {(S, True), (S, False), (R, True), (R, False)} == {(one.stance, one.claim in kept) for one in made}


def test_only_supported_claims_of_some_length_are_framed(chance):
    pairs = [
        Example("The bridge opened in May.", "It did not.", R),
        Example("The bridge opened in May.", "Bread is dear.", N),
        Example("It opened.", "It did.", S),
    ]
    assert [] == list(examples.framed_examples(pairs, chance, most=10))


# Questions


@pytest.mark.parametrize(
    ("statement", "question"),
    [
        ("The bridge will open in May.", "Will the bridge open in May?"),
        ("Ada Byron was a mathematician", "Was Ada Byron a mathematician?"),
        ("It is open to trams.", "Is it open to trams?"),
        ("The bridge has three arches.", None),
        ("The bridge opened in May.", None),
        ("The bridge is not open.", None),
        ("The bridge is old and the road was closed.", None),
        ("In May, the bridge was closed.", None),
    ],
)
def test_a_statement_becomes_the_question_whether_it_is_so(statement, question):
    assert question == examples.question_of(statement)


def test_a_question_keeps_its_label_or_has_the_answer_in_so_many_words(chance):
    pairs = [
        Example(f"Bridge {i} is open.", f"People cross bridge {i}.", stance, 1)
        for i, stance in enumerate([S, R, N] * 30)
    ]
    kept = {f"Is bridge {i} open?".capitalize(): pair for i, pair in enumerate(pairs)}
    made = list(examples.asked_examples(pairs, chance, most=90))
    assert len(made) == 90
    assert {one.claim.capitalize() for one in made} == set(kept)
    answers = Counter()
    for one in made:
        pair = kept[one.claim.capitalize()]
        if one.passage == pair.passage:
            assert pair.stance == one.stance
        else:
            said, _, denied = one.passage.partition(" ")
            assert {"Yes.": (S, pair.claim), "No.": (R, pair.claim.replace("is", "is not"))}[said] == (
                one.stance,
                denied,
            )
            answers[said] += 1
    assert Counter({"Yes.": 15, "No.": 15}) == answers


# Articles and headlines


def test_articles_carry_the_label_of_their_headline(data, chance):
    made = list(examples.article_examples(data, chance))
    labels = {(row["headline"], row["label"]) for row in examples.fnc_rows(data) if row["part"] == "train"}
    names = {number: label for label, number in ARTICLE_LABELS.items()}
    assert all((one.claim, names[one.article]) in labels for one in made)
    assert {(names[one.article], one.stance, one.relevance) for one in made} == {
        ("agree", S, 1),
        ("disagree", R, 1),
        ("discuss", NOTHING, 1),
        ("unrelated", N, 0),
    }


def test_those_that_disagree_are_shown_five_times_and_those_that_agree_twice(data, chance):
    made = Counter(one.article for one in examples.article_examples(data, chance))
    rows = Counter(row["label"] for row in examples.fnc_rows(data) if row["part"] == "train")
    assert 0 < rows["agree"] < sum(row["label"] == "agree" for row in examples.fnc_rows(data))
    times = {"agree": 2, "disagree": 5, "discuss": 1}
    assert {ARTICLE_LABELS[label]: times[label] * rows[label] for label in times} == {
        label: count for label, count in made.items() if label != ARTICLE_LABELS["unrelated"]
    }
    # Half as many as related pairs, each shown once; or all there are.
    assert 0 < made[ARTICLE_LABELS["unrelated"]] <= sum(rows[label] for label in times) // 2


def test_a_thinned_article_keeps_sentences_as_they_are_in_their_order(chance):
    text = " ".join(f"Sentence {number} is here." for number in range(30))
    thinned = [examples._thinned(text, chance) for _ in range(20)]
    assert len(set(thinned)) > 1
    for one in thinned:
        numbers = [int(number) for number in re.findall(r"Sentence (\d+) is here\.", one)]
        assert one == " ".join(f"Sentence {number} is here." for number in numbers)
        assert numbers == sorted(numbers)
        assert 8 < len(numbers) < 30


def test_an_article_of_one_sentence_is_never_thinned_to_nothing(chance):
    assert {"It rained."} == {examples._thinned("It rained.", chance) for _ in range(20)}


def headline_stances(articles, tmp_path, chance):
    """Give the stance of each headline on each other; of one story alone, which is in the training part."""
    rows = [
        {"headline": headline, "body": body, "label": label}
        for body, labels in articles.items()
        for headline, label in labels.items()
    ]
    write_rows(tmp_path, "fnc_train", rows)
    made = list(examples.headline_examples(tmp_path, chance, each=100))
    assert {1} >= {one.relevance for one in made}
    assert {NOTHING} >= {one.article for one in made}
    return {(one.claim, one.passage): one.stance for one in made}


def test_headlines_that_one_article_agrees_with_support_each_other(tmp_path, chance):
    article = {
        "whale": "agree",
        "seen": "agree",
        "hoax": "disagree",
        "maybe": "discuss",
        "bread": "unrelated",
    }
    assert headline_stances({"1": article}, tmp_path, chance) == {
        ("whale", "seen"): S,
        ("seen", "whale"): S,
        ("whale", "hoax"): R,
        ("seen", "hoax"): R,
        ("hoax", "whale"): R,
        ("hoax", "seen"): R,
    }


def test_two_headlines_that_two_articles_take_differently_are_left_out(tmp_path, chance):
    alike, opposed = {"one": "agree", "other": "agree"}, {"one": "agree", "other": "disagree"}
    assert {} == headline_stances({"1": alike, "2": opposed}, tmp_path, chance)


def test_headlines_of_the_other_parts_are_not_used(data, chance):
    made = list(examples.headline_examples(data, chance, each=1_000))
    shown = {one.claim for one in made} | {one.passage for one in made}
    train = {row["headline"] for row in examples.fnc_rows(data) if row["part"] == "train"}
    assert shown
    assert shown <= train
