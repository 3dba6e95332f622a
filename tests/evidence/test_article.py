from __future__ import annotations

from factbook.evidence.article import MOST_PASSAGES, MOST_WORDS, read_article

CLAIM = "The bridge will open in May."
LEAD = "The council met on Monday evening. It spoke for hours about roads. "
TEXT = LEAD + "Nothing else was said of note by anyone there. " * 30 + "The bridge will open in May, he said."


def test_the_excerpt_is_the_lead_and_what_fits_the_claim_in_the_order_of_the_text():
    article = read_article(CLAIM, TEXT)
    assert article.excerpt.startswith("The council met on Monday evening. It spoke for hours about roads.")
    assert article.excerpt.endswith("The bridge will open in May, he said.")
    assert len(article.excerpt.split()) <= MOST_WORDS


def test_passages_are_spans_of_the_text_best_first():
    article = read_article(CLAIM, TEXT)
    assert len(article.passages) == len(article.scores) == MOST_PASSAGES
    start, end = article.passages[0]
    assert "The bridge will open in May, he said." == TEXT[start:end]
    assert list(article.scores) == sorted(article.scores, reverse=True)


def test_a_sentence_too_short_to_stand_alone_brings_the_one_before_it():
    text = "A reporter asked the mayor whether the bridge will open in May. He denied the bridge in May."
    spans = read_article(CLAIM, text).passages
    assert text in {text[start:end] for start, end in spans}


def test_a_model_reads_the_excerpt_first_and_then_each_passage():
    article = read_article(CLAIM, TEXT)
    pairs = article.pairs(CLAIM, TEXT)
    assert (CLAIM, article.excerpt) == pairs[0]
    assert len(article.passages) + 1 == len(pairs)


def test_a_text_without_sentences_has_no_passages():
    assert ((), "") == (read_article(CLAIM, " ").passages, read_article(CLAIM, " ").excerpt)
