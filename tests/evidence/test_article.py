from __future__ import annotations

from factbook.evidence.article import EXCERPT_WORDS, MOST_PASSAGES, read_article, select_passage

CLAIM = "The bridge will open in May."
LEAD = "The council met on Monday evening. It spoke for hours about roads. "
TEXT = LEAD + "Nothing else was said of note by anyone there. " * 30 + "The bridge will open in May, he said."


def test_the_excerpt_is_the_lead_and_what_fits_the_claim_in_the_order_of_the_text():
    article = read_article(CLAIM, TEXT)
    assert article.excerpt.startswith("The council met on Monday evening. It spoke for hours about roads.")
    assert article.excerpt.endswith("The bridge will open in May, he said.")
    assert len(article.excerpt.split()) <= EXCERPT_WORDS


def test_passages_are_spans_of_the_text_best_first():
    article = read_article(CLAIM, TEXT)
    assert len(article.passages) == MOST_PASSAGES
    start, end = article.passages[0]
    assert "The bridge will open in May, he said." == TEXT[start:end]


def test_a_sentence_too_short_to_stand_alone_brings_the_one_before_it():
    text = "A reporter asked the mayor whether the bridge will open in May. He denied the bridge in May."
    spans = read_article(CLAIM, text).passages
    assert text in {text[start:end] for start, end in spans}


def test_a_model_reads_the_excerpt_first_and_then_each_passage():
    article = read_article(CLAIM, TEXT)
    pairs = article.pairs(CLAIM, TEXT)
    assert (CLAIM, article.excerpt) == pairs[0]
    assert len(article.passages) + 1 == len(pairs)


def test_the_excerpt_of_a_short_text_is_all_of_it():
    denied = "Police shot a bear. Thousands read of it. It never happened. The author made it up."
    assert denied == read_article("Police shot a bear.", f"{denied}\n").excerpt


def test_a_text_without_sentences_has_no_passages():
    assert ((), "") == (read_article(CLAIM, " ").passages, read_article(CLAIM, " ").excerpt)


def test_a_sentence_too_long_for_the_excerpt_leaves_room_for_the_next():
    menu = ["Home, " + "news, " * 58 + "sport.", "Opens " + "in May " * 20 + "it may."]
    text = " ".join([*menu, "The bridge will open in May."])
    assert "The bridge will open in May." in read_article("The bridge will open in May.", text).excerpt


def test_a_short_passage_is_read_whole_and_of_a_long_one_what_bears_on_the_claim():
    claim = "The bridge will open in May."
    assert "Any words." == select_passage(claim, "Any words.")
    around = [f"Line {number} tells of the weather in the north." for number in range(60)]
    long = " ".join([*around, claim])
    assert select_passage(claim, long).endswith(claim)
    assert len(select_passage(claim, long).split()) <= EXCERPT_WORDS
