from __future__ import annotations

import pytest

from factbook.evidence.language import is_english


@pytest.mark.parametrize(
    "text",
    [
        "The bridge will open in May.",
        "Max Verstappen was born in Hasselt, Belgium.",
        "NASA confirms",
        "Obama born Kenya",
        "<p>The <b>bridge</b></p>",
        "ok",
        "PM2.5",
        "12 34 55",
        "",
    ],
)
def test_english_and_what_shows_no_language_is_let_through(text):
    assert is_english(text)


@pytest.mark.parametrize(
    "text",
    [
        "Die Brücke wird im Mai eröffnet.",
        "Le pont ouvrira en mai.",
        "El puente se abrirá en mayo.",
        "Мост откроется в мае.",
        "橋は5月に開通します",
        "桥将于五月开放",
        "الجسر سيفتح في مايو",
        "Köprü mayısta açılacak",
    ],
)
def test_other_languages_are_told(text):
    assert not is_english(text)


def test_a_long_text_is_judged_by_its_start_and_its_middle():
    assert is_english("The bridge will open in May. " * 20_000)
    assert not is_english("Die Brücke wird im Mai eröffnet. " * 20_000)
