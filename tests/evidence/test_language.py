from __future__ import annotations

import pytest

from factbook.evidence.language import has_foreign_parts, is_english


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


ENGLISH = "The council met on Monday and spoke about roads and trams for a long time. "
GERMAN = "Der Bürgermeister sagte, die Brücke werde nicht im Mai eröffnet, weil der Stahl noch fehlt. "


@pytest.mark.parametrize(
    "text", [ENGLISH * 60 + GERMAN * 50, ENGLISH * 3 + GERMAN * 2, ENGLISH * 5 + GERMAN * 5]
)
def test_parts_in_another_language_are_told(text):
    assert has_foreign_parts(text)


@pytest.mark.parametrize(
    "text", ["", ENGLISH, ENGLISH * 100, "Max Verstappen, Hasselt; Sergio Pérez, Jalisco. " * 20]
)
def test_a_text_in_english_has_none_with_whatever_names(text):
    assert not has_foreign_parts(text)
