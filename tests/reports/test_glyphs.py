"""Which font has which character."""

from __future__ import annotations

import json
import unicodedata

import pytest

from factbook.reports.glyphs import Choice, choose_fonts, own_coverage, set_in_fonts
from factbook.resources import resource_folder
from tests.reports.embedded_fonts import coverage

HAN = "中文"


def families(**have: str):
    return lambda: [
        (name.replace("_", " "), lambda have=have: set(map(ord, have))) for name, have in have.items()
    ]


def never():
    raise AssertionError("no installed font was needed")


def test_the_table_of_characters_is_that_of_the_fonts_in_the_package():
    written = json.loads(
        (resource_folder("templates") / "factbook-typst" / "coverage.json").read_text(encoding="utf-8")
    )
    now = coverage()
    assert {name: written[name] for name in ("every_style", "upright")} == {
        name: now[name] for name in ("every_style", "upright")
    }, "run: python tests/reports/embedded_fonts.py > templates/factbook-typst/coverage.json"


def test_latin_greek_cyrillic_and_the_signs_of_a_report_need_no_installed_font():
    text = (
        "Ærøskøbing žluťoučký Ελληνικά русский “quoted” – ✓ ✕ ± ≠ ○ ▲ △ €\u00a0\u2009\u00ad\u200b\ufeff\n\t"
    )
    choice = choose_fonts(set(text), never)
    assert choice.fonts == ()
    assert choice.absent == ()


def test_signs_that_lack_italics_are_set_upright():
    every, upright = own_coverage()
    assert "✓" in upright - every
    choice = choose_fonts("a✓", never)
    assert set_in_fonts("a ✓✓ b", choice) == ["a ", {"k": "f", "n": 0, "i": ["✓✓"]}, " b"]


def test_a_script_is_set_in_the_font_that_is_liked_best_and_in_one_font():
    installed = families(A_font=HAN + "x", Noto_Sans_CJK_SC=HAN, Noto_Sans_CJK_JP=HAN)
    assert choose_fonts(HAN, installed).fonts == ("Noto Sans CJK SC",)
    assert choose_fonts(HAN, installed, language="ja").fonts == ("Noto Sans CJK JP",)
    assert set_in_fonts("中 文!", choose_fonts(HAN, installed)) == [{"k": "f", "n": 1, "i": ["中 文"]}, "!"]


def test_what_one_font_lacks_comes_from_the_next():
    choice = choose_fonts(HAN, families(Noto_Serif_CJK_SC="中", Other="文"))
    assert choice.fonts == ("Noto Serif CJK SC", "Other")
    assert choice.font_of == {"中": 1, "文": 2}


def test_arabic_is_set_in_an_installed_font_and_without_one_in_the_report_s_own():
    assert choose_fonts("مر", families(DejaVu_Sans="مر")).fonts == ("DejaVu Sans",)
    alone = choose_fonts("مر", families())
    assert alone.font_of == {"م": 0, "ر": 0}
    assert alone.absent == ()


@pytest.mark.parametrize(
    ("text", "script", "package"),
    [
        (HAN, "Chinese characters", "fonts-noto-cjk"),
        ("한", "Korean", "fonts-noto-cjk"),
        ("ひ", "Japanese", "fonts-noto-cjk"),
        ("क", "Devanagari", "fonts-noto-core"),
        ("😀", "emoji", "fonts-noto-color-emoji"),
    ],
)
def test_what_no_font_has_is_replaced_and_told_with_its_package(text, script, package):
    choice = choose_fonts(text + "a", families())
    (absent,) = choice.absent
    assert (absent.script, absent.package) == (script, package)
    assert set_in_fonts(f"a{text}", choice) == ["a" + "\ufffd" * len(text)]


def test_private_characters_mean_nothing_whatever_a_font_says():
    choice = choose_fonts("\ue000", families(Icons="\ue000"))
    assert choice.fonts == ()
    assert choice.absent[0].package == ""


def test_what_the_typesetter_refused_is_replaced():
    choice = choose_fonts("ab", never, refused={"b"})
    assert set_in_fonts("ab", choice) == ["a\ufffd"]


def test_marks_stay_with_their_letters():
    text = unicodedata.normalize("NFD", "한")
    choice = choose_fonts(set(text), families(Noto_Sans_CJK_KR=text))
    assert set_in_fonts(text, choice) == [{"k": "f", "n": 1, "i": [text]}]


def test_nothing_is_cut_where_nothing_is_needed():
    assert set_in_fonts("plain", Choice()) == ["plain"]
