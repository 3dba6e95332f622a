from __future__ import annotations

import pytest

from factbook.errors import BadRecordError
from factbook.store.settings import Settings, current_coder, load_settings, template_folder

BANNER = '[banner]\nheadline = "Independent journalism"\ngoal = 1000\nsupporters = 1200\n'


def test_without_a_file_the_defaults_hold(tmp_path):
    assert Settings() == load_settings(tmp_path)


def test_the_nearest_file_upwards_counts(tmp_path):
    inner = tmp_path / "book" / "check"
    inner.mkdir(parents=True)
    (tmp_path / "factbook.toml").write_text('coder = "Ana"\n' + BANNER)
    assert ("Ana", 1200) == (load_settings(inner).coder, load_settings(inner).banner.supporters)
    (inner / "factbook.toml").write_text('coder = "Bo"')
    assert ("Bo", None) == (load_settings(inner).coder, load_settings(inner).banner)


def test_a_byte_order_mark_makes_no_difference(tmp_path):
    (tmp_path / "factbook.toml").write_bytes('\ufeffcoder = "Ana"'.encode())
    assert "Ana" == load_settings(tmp_path).coder


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("coder = ", "cannot be read: Invalid value"),
        ("x = " + "[" * 100_000, "cannot be read"),
        ("codr = 'Ana'", "did you mean 'coder'?"),
        ("[banner]\nheadline = 'x'\ngoal = 0", "banner.goal: Input should be greater than 0"),
        ("[banner]\nheadline = 'x'\ngoal = nan", "banner.goal"),
        ("[publisher]\nurl = 'javascript:x'", "publisher.url: a web address starts with"),
        (
            "[theme]\naccent = 'red;}body{display:none}'",
            "theme.accent: 'red;}body{display:none}' is no colour",
        ),
        ("[theme]\naccent = '</style><script>'", "theme.accent: '</style><script>' is no colour"),
        ("[theme]\naccent = '#9ab'", "theme.accent: #99aabb has a contrast of 2."),
        (
            "[theme]\naccent = '#123456'\naccent_dark = '#123456'",
            "and text needs 4.5:1 (WCAG 2.2); take a lighter colour",
        ),
        ("[theme]\naccent_dark = '#8fc3ec'", "accent_dark goes with accent; set both"),
        ("[theme]\nbody_font = ['a', 'b', 'c', 'd', 'e']", "theme.body_font"),
        ("[theme]\nheading_font = 7", "theme.heading_font"),
        (
            "[wording]\nsummary = ''",
            "factbook.toml: wording.summary: it is empty; give words, or leave it out.",
        ),
        ("[wording]\naudit = 'Proof'\nfact_check = \" \\u200b\"", "wording.fact_check: it is empty"),
    ],
)
def test_a_bad_file_is_named(tmp_path, text, reason):
    (tmp_path / "factbook.toml").write_text(text)
    with pytest.raises(BadRecordError, match=r"factbook\.toml") as caught:
        load_settings(tmp_path)
    assert reason in str(caught.value)
    assert caught.value.next_step.endswith("docs/settings.md shows every setting.")
    assert "\n" not in str(caught.value)


def test_bytes_that_are_no_text_are_refused(tmp_path):
    (tmp_path / "factbook.toml").write_bytes(b"coder = '\xff'")
    with pytest.raises(BadRecordError, match="cannot be read"):
        load_settings(tmp_path)


def test_a_font_is_one_file_or_several(tmp_path):
    (tmp_path / "factbook.toml").write_text("[theme]\nheading_font = 'a.ttf'\nbody_font = ['b.ttf', 'c.ttf']")
    theme = load_settings(tmp_path).theme
    assert (("a.ttf",), ("b.ttf", "c.ttf")) == (theme.heading_font, theme.body_font)


def test_a_colour_is_kept_in_one_form(tmp_path):
    (tmp_path / "factbook.toml").write_text("[theme]\naccent = '#14507A'")
    assert "#14507a" == load_settings(tmp_path).theme.accent


def test_the_templates_of_a_casebook_lie_beside_its_settings(tmp_path):
    inner = tmp_path / "book"
    inner.mkdir()
    assert template_folder(inner) is None
    (tmp_path / "factbook.toml").write_text("[theme]\ntemplate = 'house'")
    assert tmp_path / "house" == template_folder(inner)


def test_who_judges_is_given_or_in_the_environment_or_in_the_settings(tmp_path, monkeypatch):
    (tmp_path / "factbook.toml").write_text('coder = "Ana"')
    monkeypatch.delenv("FACTBOOK_CODER", raising=False)
    assert "Ana" == current_coder(tmp_path)
    monkeypatch.setenv("FACTBOOK_CODER", "Bo")
    assert "Bo" == current_coder(tmp_path)
    assert "Cy" == current_coder(tmp_path, "Cy")
