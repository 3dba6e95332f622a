"""What is said in which language, and the catalogues it comes from."""

from __future__ import annotations

import ast
import io
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

import factbook
from factbook.analysis.audit_states import STATES, state_label
from factbook.analysis.quotes import QuoteState
from factbook.analysis.scale_tables import AVERITEC, FACTBOOK, FIVE_STEP, POLITIFACT, SNOPES
from factbook.errors import BadInputError
from factbook.model.rating import RatingValue
from factbook.model.stance import StanceValue
from factbook.reports.dates import format_day
from factbook.reports.render import TEMPLATE_FOLDER, format_size
from factbook.wording import (
    LOCALE_FOLDER,
    and_list,
    choose_language,
    direction,
    gettext,
    languages,
    ngettext,
    or_list,
    say_iso_day,
    say_number,
    say_percent,
    speaking,
    spoken,
)

ROOT = Path(__file__).parent.parent
PACKAGE = Path(factbook.__file__).parent
OTHERS = languages()[1:]

_PLACE = re.compile(r"\{(\w*)\}|%\((\w+)\)s")
_TAG = re.compile(r"<[^>]+>")


def catalogue(language: str) -> Catalog:
    with (LOCALE_FOLDER / language / "LC_MESSAGES" / "factbook.po").open("rb") as file:
        return read_po(file, locale=language)


def messages(language: str) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Give each message with its translation: one of both, or the forms for numbers."""
    for message in catalogue(language):
        if message.id:
            ids = (message.id,) if isinstance(message.id, str) else tuple(message.id)
            told = (message.string,) if isinstance(message.string, str) else tuple(message.string)
            yield ids, told


def places(text: str) -> set[str]:
    return {one or other for one, other in _PLACE.findall(text)}


def test_english_spanish_and_arabic_are_there():
    assert "en" == languages()[0]
    assert {"en", "ar", "es"} <= set(languages())


def test_a_language_is_spoken_within_a_block_alone():
    assert "en" == spoken()
    with speaking("es"):
        assert "respalda" == StanceValue.SUPPORTS.label
        with speaking("ar-JO"):
            assert "يؤيد" == StanceValue.SUPPORTS.label
        assert "respalda" == StanceValue.SUPPORTS.label
    assert "supports" == StanceValue.SUPPORTS.label


def test_a_language_ends_where_something_fails():
    with pytest.raises(ZeroDivisionError), speaking("es"):
        _ = 1 / 0
    assert "en" == spoken()


@pytest.mark.parametrize("language", ["tlh", "../../etc", "", "x", "e"])
def test_what_is_no_language_of_ours_is_english(language):
    with speaking(language):
        assert "supports" == StanceValue.SUPPORTS.label
        assert "September 9, 2025" == format_day("2025-09-09")
        assert "ltr" == direction(language)


@pytest.mark.parametrize(
    ("wanted", "content", "expected"),
    [
        ("", "en", "en"),
        ("", "en-GB", "en-GB"),
        ("", "es-MX", "es-MX"),
        ("", "de", "en"),
        ("es", "ar", "es"),
        ("ar-JO", "en", "ar-JO"),
        ("en", "ar", "en"),
    ],
)
def test_the_setting_goes_before_the_language_of_the_check(wanted, content, expected):
    assert expected == choose_language(wanted, content=content)


def test_a_language_without_words_is_refused_with_those_there_are():
    with pytest.raises(BadInputError, match=r"report_language in factbook\.toml is 'de'") as caught:
        choose_language("de", content="en")
    assert f"Use one of: {', '.join(languages())}" in caught.value.next_step


@pytest.mark.parametrize(
    ("language", "day", "month", "size", "number", "share"),
    [
        ("en", "September 9, 2025", "September 2025", "12.3 kB", "1,234,567", "61%"),
        ("es", "9 de septiembre de 2025", "septiembre de 2025", "12,3 kB", "1.234.567", "61\u00a0%"),
        ("es-MX", "9 de septiembre de 2025", "septiembre de 2025", "12.3 kB", "1,234,567", "61%"),
        ("ar", "9 سبتمبر 2025", "سبتمبر 2025", "12.3 كيلوبايت", "1,234,567", "61%"),
        ("ar-JO", "9 أيلول 2025", "أيلول 2025", "12.3 كيلوبايت", "1,234,567", "61%"),
    ],
)
def test_dates_and_numbers_are_those_of_the_language(language, day, month, size, number, share):
    def plain(text: str) -> str:
        return re.sub("[\u200e\u200f\u061c]", "", text)

    with speaking(language):
        assert day == format_day("2025-09-09")
        assert month == format_day("2025-09")
        assert "2025" == format_day("2025")
        assert size == format_size(12_345)
        assert number == plain(say_number(1_234_567))
        assert share == plain(say_percent(0.61))


def test_lists_are_told_the_way_of_the_language():
    assert ["a", "a and b", "a, b and c"] == [and_list(list("abc")[:count]) for count in (1, 2, 3)]
    assert ["a", "a or b", "a, b or c"] == [or_list(list("abc")[:count]) for count in (1, 2, 3)]
    assert "" == and_list([]) == or_list([])
    with speaking("ar"):
        assert "أ وب وج" == and_list(["أ", "ب", "ج"])
        assert "أ، ب أو ج" == or_list(["أ", "ب", "ج"])


def test_arabic_has_six_forms_for_numbers():
    with speaking("ar"):
        told = [ngettext("{number} source", "{number} sources", number) for number in (0, 1, 2, 3, 11, 100)]
    assert ["0 مصدر", "مصدر واحد", "مصدران", "3 مصادر", "11 مصدرًا", "100 مصدر"] == told


def test_values_are_never_taken_for_messages():
    with speaking("es"):
        assert "Elaborado con {generator} %(x)s {0}." == gettext(
            "Made with {generator}.", generator="{generator} %(x)s {0}"
        )


@pytest.mark.parametrize("language", OTHERS)
def test_every_message_is_translated(language):
    found = catalogue(language)
    assert not [message.id for message in found if message.fuzzy and message.id]
    assert not found.obsolete
    for ids, told in messages(language):
        assert len(told) == (1 if len(ids) == 1 else found.num_plurals), ids
        assert all(text.strip() or not ids[0].strip() for text in told), ids
        assert all(text[-1:].isspace() == ids[0][-1:].isspace() for text in told), ids


@pytest.mark.parametrize("language", OTHERS)
def test_translations_have_the_places_and_the_markup_of_their_messages(language):
    for ids, told in messages(language):
        wanted = set().union(*map(places, ids))
        for form, text in enumerate(told):
            assert places(text) <= wanted, text
            # For one and for two, a language may have a word in place of the number.
            missing = wanted - places(text)
            assert not missing or (len(told) > 1 and form < 3 and missing <= {"number", "how_many"}), text
            assert text.count("{") == len(re.findall(r"\{\w*\}", text)) == text.count("}")
            assert text.count("%") == len(re.findall(r"%\(\w+\)s", text)), text
            assert Counter(_TAG.findall(ids[0])) == Counter(_TAG.findall(text)), text


@pytest.mark.parametrize("language", OTHERS)
def test_the_compiled_catalogue_is_that_of_the_text(language):
    compiled = io.BytesIO()
    write_mo(compiled, catalogue(language))
    assert (LOCALE_FOLDER / language / "LC_MESSAGES" / "factbook.mo").read_bytes() == compiled.getvalue()


def test_the_catalogues_hold_what_is_said_and_nothing_else():
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    keywords = {"gettext": None, "_": None, "N_": None, "ngettext": (1, 2)}
    said = {
        message
        for folder in (PACKAGE, TEMPLATE_FOLDER / "factbook")
        for _, _, message, _, _ in extract_from_dir(folder, methods, options, keywords=keywords)
    }
    for language in OTHERS:
        there = {ids if len(ids) > 1 else ids[0] for ids, _ in messages(language)}
        assert said == there, language


def test_messages_are_never_variables():
    # A context may come from a stranger, and a message goes into the page as it is.
    for template in (TEMPLATE_FOLDER / "factbook").rglob("*.j2"):
        text = template.read_text(encoding="utf-8")
        assert not re.findall(r"\b_\((?![\"'])", text), template.name


def test_no_message_hides_in_an_f_string():
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                called = [one.func for one in ast.walk(node) if isinstance(one, ast.Call)]
                names = {one.id for one in called if isinstance(one, ast.Name)}
                assert not names & {"gettext", "ngettext"}, f"{file.name}:{node.lineno}"


@pytest.mark.parametrize("language", OTHERS)
def test_all_labels_have_words(language):
    steps = [step for scale in (FACTBOOK, AVERITEC, FIVE_STEP, POLITIFACT, SNOPES)
             for step in (*scale.steps, *scale.beside)]  # fmt: skip
    english = [
        *(value.value.replace("_", " ") for value in (*RatingValue, *StanceValue, *QuoteState)),
        *(state.replace("_", " ") for state in STATES),
        *(words for step in steps for words in (step.label, step.means)),
    ]
    with speaking(language):
        assert not [words for words in english if gettext(words) == words]
        assert state_label("rated_on_silence") == gettext("rated on silence")


@pytest.mark.parametrize("language", OTHERS)
def test_a_rating_and_its_step_have_the_same_word(language):
    # The page says a rating twice only where its word on the scale is another one.
    with speaking(language):
        for step in (*FACTBOOK.steps, *FACTBOOK.beside):
            assert step.rating
            assert gettext(step.label).lower() == step.rating.label


def test_a_day_has_its_own_message_where_languages_need_it():
    with speaking("es"):
        assert "Desactualizado desde %(month)s." == gettext("Outdated since %(month)s.")
        assert "Desactualizado desde el %(day)s." == gettext("Outdated since %(day)s.")


def test_a_day_in_figures_is_written_out_where_it_could_turn_around():
    day = datetime(2025, 9, 8, 10, tzinfo=UTC)
    assert "2025-09-08" == say_iso_day(day)
    with speaking("es"):
        assert "8 de septiembre de 2025" == say_iso_day(day)
    with speaking("ar"):
        assert "8 سبتمبر 2025" == say_iso_day(day)
