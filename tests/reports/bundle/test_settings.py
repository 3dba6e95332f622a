"""The settings that go along in a bundle."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from factbook.errors import BadInputError
from factbook.reports.bundle.settings import carried_settings
from factbook.reports.theme.svg import clean_svg
from factbook.reports.theme.view import LogoView, ThemeView
from factbook.store.settings import load_settings
from tests.reports.samples import BANNER, _toml
from tests.reports.theme.drawing import SVG

AT_HOME = (
    'coder = "Ana"\n[fetch]\nproxy = "http://user:secret@proxy.example.org"\n[find]\nfolder = "private"\n'
    '[drafting]\ndrafter = "llm"\n[language_model]\nmodel = "openai:a"\nurl = "https://secret.example.org"\n'
)


def carried(folder: Path, settings: str) -> dict[str, bytes]:
    (folder / "factbook.toml").write_text(settings, encoding="utf-8")
    return carried_settings(folder)


def test_what_reports_need_goes_along_and_what_is_at_home_stays(tmp_path: Path) -> None:
    files = carried(tmp_path, f'rating_scale = "averitec"\n{AT_HOME}{BANNER}')
    assert b"secret" not in files["factbook.toml"]
    said = tomllib.loads(files["factbook.toml"].decode())
    assert set(said) == {"rating_scale", "publisher", "banner"}


@pytest.mark.parametrize("text", ['a "quoted" \\ one', "two\tthings", "Ελληνικά 🙂 \u202e", "del \x7f"])
def test_any_text_is_read_back_as_it_was(tmp_path: Path, text: str) -> None:
    settings = f"[publisher]\nname = {_toml(text)}\n"
    files = carried(tmp_path, settings)
    before = load_settings(tmp_path)
    (tmp_path / "factbook.toml").write_bytes(files["factbook.toml"])
    assert load_settings(tmp_path) == before


def test_of_a_theme_its_template_stays_and_what_the_report_shows_goes_along(tmp_path: Path) -> None:
    theme = ThemeView(
        accent="#7a1420", accent_dark="#e29da5", logo=LogoView(svg=clean_svg(SVG.encode()), alt="Desk")
    )
    (tmp_path / "factbook.toml").write_text(
        '[theme]\naccent = "#7a1420"\nlogo = "big.svg"\n', encoding="utf-8"
    )
    files = carried_settings(tmp_path, theme=theme)
    assert tomllib.loads(files["factbook.toml"].decode()) == {
        "theme": {
            "accent": "#7a1420",
            "accent_dark": "#e29da5",
            "logo": "theme-logo.svg",
            "logo_alt": "Desk",
        }
    }
    assert files["theme-logo.svg"].decode() == clean_svg(SVG.encode())


def test_of_the_site_its_address_goes_along(tmp_path: Path) -> None:
    said = carried(
        tmp_path, '[site]\nurl = "https://example.org/"\ntitle = "Ours"\n[principles]\nfunding = "x"\n'
    )
    assert tomllib.loads(said["factbook.toml"].decode()) == {"site": {"url": "https://example.org/"}}


def test_without_settings_there_is_a_file_that_says_nothing(tmp_path: Path) -> None:
    """Else the settings of whoever unpacks it would change its report."""
    assert tomllib.loads(carried_settings(tmp_path)["factbook.toml"].decode()) == {}


def test_the_citation_style_goes_along(tmp_path: Path) -> None:
    (tmp_path / "style.csl").write_text("<style/>", encoding="utf-8")
    files = carried(tmp_path, 'citation_style = "style.csl"\n')
    assert files["citation-style.csl"] == b"<style/>"
    assert tomllib.loads(files["factbook.toml"].decode()) == {"citation_style": "citation-style.csl"}


def test_a_style_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match=r"lost\.csl cannot be read"):
        carried(tmp_path, 'citation_style = "lost.csl"\n')
