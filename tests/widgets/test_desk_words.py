"""The desk in another language: every message has its words, and they reach every part of the page."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

import factbook as fb
from factbook.errors import BadInputError
from factbook.store.check_folder import CheckFolder
from factbook.widgets.claim_form import ClaimForm
from factbook.widgets.desk import Desk
from factbook.widgets.desk_words import desk_words
from factbook.widgets.stance_table import StanceTable
from factbook.wording import LOCALE_FOLDER, languages
from tests.test_wording import places

ROOT = Path(__file__).parents[2]
WIDGETS = ROOT / "factbook" / "widgets"
OTHERS = languages()[1:]


def catalogue(language: str) -> Catalog:
    with (LOCALE_FOLDER / language / "LC_MESSAGES" / "desk.po").open("rb") as file:
        return read_po(file, locale=language)


@pytest.fixture
def check(tmp_path: Path) -> fb.OpenCheck:
    check = fb.new(question="Will it open?", points=["It opens"], casebook=tmp_path)
    check.add_source(text="It opens in May.", title="Minutes")
    check.stance("s1", "p1", "supports", coder="Ana")
    return check


@pytest.mark.parametrize("language", OTHERS)
def test_every_message_of_the_desk_has_its_words_with_its_places(language: str) -> None:
    with (ROOT / "babel-desk.cfg").open(encoding="utf-8") as file:
        mapping, options = parse_mapping_cfg(file)
    keywords = {"gettext": None, "ngettext": (1, 2), "N_": None}
    found = extract_from_dir(WIDGETS, method_map=mapping, options_map=options, keywords=keywords)
    wanted = {message for _, _, message, _, _ in found}
    told = {}
    for message in catalogue(language):
        if message.id:
            key = message.id if isinstance(message.id, str) else tuple(message.id)
            told[key] = (message.string,) if isinstance(message.string, str) else tuple(message.string)
    assert wanted == told.keys()
    for message, forms in told.items():
        asked = places(message if isinstance(message, str) else message[-1])
        for form in forms:
            # A number may be a word.
            assert form, message
            assert places(form) <= asked, (message, form)
            assert asked - places(form) <= {"number", "length"}, (message, form)


def test_no_message_is_hidden_from_who_collects_them() -> None:
    """Messages are whole texts, and not within another: so are they found, and translated."""
    for file in WIDGETS.glob("*.js"):
        text = file.read_text(encoding="utf-8")
        if file.name != "words.js":
            assert not re.search(r"\bn?gettext\((?!\s*[\"'])", text), file.name
            assert not re.search(r"\bn?gettext\([^()]*\bn?gettext\(", text), file.name


@pytest.mark.parametrize("language", OTHERS)
def test_what_is_compiled_is_the_text(language: str) -> None:
    made = io.BytesIO()
    write_mo(made, catalogue(language))
    assert made.getvalue() == (LOCALE_FOLDER / language / "LC_MESSAGES" / "desk.mo").read_bytes()


def test_the_page_gets_the_words_and_their_forms_for_numbers() -> None:
    assert desk_words("") == desk_words("en") == desk_words("en-GB") == {}
    words = desk_words("es")
    assert words[""] == {"language": "es", "direction": "ltr"}
    assert words["supports"] == "respalda"
    assert words["{number} place"] == {"one": "{number} lugar", "other": "{number} lugares"} | {
        name: form for name, form in words["{number} place"].items() if name not in {"one", "other"}
    }
    arabic = desk_words("ar-JO")
    assert arabic[""] == {"language": "ar-JO", "direction": "rtl"}
    assert sorted(arabic["{number} page"]) == ["few", "many", "one", "other", "two", "zero"]
    assert arabic["{number} page"]["two"] == "صفحتان"


def test_what_the_kernel_says_is_in_the_language_too(check: fb.OpenCheck) -> None:
    desk = Desk(check.folder, coder="Ana", language="es", tab="source_board")
    assert desk.source_board["counted"] == "1 fuente"
    assert desk.source_board["sources"][0]["told"] == "16 caracteres"
    desk.wake("claim_form")
    assert desk.claim_form["points"][0]["used"] == ["1 evaluación"]
    desk.wake("draft_editor")
    assert desk.draft_editor["rating"]["implied"] == "Respaldado"
    table = StanceTable(check.folder, coder="Ana", language="ar")
    assert table.stance_table["points"][0]["rating"]["label"] != "supported"
    assert "respalda" in Desk(check.folder, coder="Ana", language="es")._repr_mimebundle_()[0]["text/html"]
    # What is written into the check is in no language of the desk's.
    before = check.folder.file.read_bytes()
    table.judge("s1", "p1", "supports")
    assert check.folder.file.read_bytes() == before


def test_a_language_that_is_not_known_is_told(check: fb.OpenCheck) -> None:
    with pytest.raises(BadInputError, match="does not know the language 'tlh'"):
        ClaimForm(check.folder, coder="Ana", language="tlh")


def test_the_settings_choose_it_and_english_costs_nothing(check: fb.OpenCheck) -> None:
    assert fb.desk(check).words == {}
    (check.path.parent / "factbook.toml").write_text('desk_language = "es"\n', encoding="utf-8")
    assert fb.desk(check).words["Claim"] == "Afirmación"
    assert fb.desk(check, language="en").words == {}
    assert isinstance(check.folder, CheckFolder)
