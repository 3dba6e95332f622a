"""The theme that settings name: files are found in their folder, and what is wrong with one is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from factbook.errors import BadInputError
from factbook.reports.theme.read import compose_theme, theme_files
from factbook.reports.theme.view import ThemeView
from tests.reports.theme.drawing import SVG, font, png, set_theme


def read(folder: Path, characters: str = "") -> ThemeView | None:
    return compose_theme(folder, characters=lambda: frozenset(characters))


def test_without_settings_there_is_none(tmp_path: Path) -> None:
    assert read(tmp_path) is None
    set_theme(tmp_path, "")
    assert read(tmp_path) is None


def test_a_colour_for_the_dark_scheme_is_made_where_none_is_given(tmp_path: Path) -> None:
    set_theme(tmp_path, 'accent = "#14507A"')
    assert read(tmp_path) == ThemeView(accent="#14507a", accent_dark="#81b5d9")
    set_theme(tmp_path, 'accent = "#14507A"\naccent_dark = "#abc"')
    assert read(tmp_path) == ThemeView(accent="#14507a", accent_dark="#aabbcc")


def test_the_logo_has_the_words_it_is_given_or_the_publishers_name(tmp_path: Path) -> None:
    set_theme(tmp_path, 'logo = "logo.svg"', logo_svg=SVG)
    theme = read(tmp_path)
    assert theme is not None
    assert theme.logo is not None
    assert theme.logo.alt == "The Desk"
    set_theme(tmp_path, 'logo = "logo.png"\nlogo_alt = "Desk"', logo_png=png())
    theme = read(tmp_path)
    assert theme is not None
    assert theme.logo is not None
    assert (theme.logo.alt, theme.logo.size) == ("Desk", (12, 4))


def test_a_logo_without_words_is_told(tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_text(SVG)
    (tmp_path / "factbook.toml").write_text('[theme]\nlogo = "logo.svg"')
    with pytest.raises(BadInputError, match=r"logo\.svg has no words") as caught:
        read(tmp_path)
    assert "Set logo_alt" in str(caught.value)


def test_fonts_are_read_one_or_several(tmp_path: Path) -> None:
    set_theme(
        tmp_path,
        'heading_font = "head.ttf"\nbody_font = ["text.ttf", "bold.ttf"]',
        head_ttf=font(weight=900),
        text_ttf=font(),
        bold_ttf=font(weight=700),
    )
    theme = read(tmp_path)
    assert theme is not None
    assert [(face.role, face.weight) for face in theme.faces] == [
        ("heading", 900),
        ("body", 400),
        ("body", 700),
    ]


def test_two_files_of_one_style_are_told(tmp_path: Path) -> None:
    set_theme(tmp_path, 'body_font = ["a.ttf", "b.ttf"]', a_ttf=font(), b_ttf=font(width=500))
    with pytest.raises(BadInputError, match=r"Two files of body_font are upright of weight 400; b\.ttf"):
        read(tmp_path)


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ('logo = "gone.svg"', r"gone\.svg, .* cannot be read: no such file"),
        ('logo = "."', "cannot be read: is a directory"),
        ('logo = "x\\u0000.svg"', "cannot be"),
        ('logo = "broken.svg"', r"broken\.svg, .* cannot be used: it is no SVG"),
        ('body_font = "broken.svg"', r"broken\.svg, .* cannot be used: it is no TTF or OTF font"),
        ('heading_font = ["woff.ttf"]', "give the font as TTF or OTF"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(tmp_path: Path, settings: str, told: str) -> None:
    set_theme(tmp_path, settings, broken_svg="<svg", woff_ttf=b"wOF2" + b"\0" * 40)
    with pytest.raises(BadInputError, match=told):
        read(tmp_path)


@pytest.mark.parametrize("way", ["../secret.svg", "sub/../../secret.svg", "link.svg", "{absolute}"])
@pytest.mark.parametrize("setting", ["logo", "body_font", "heading_font"])
def test_a_file_elsewhere_is_not_read(tmp_path: Path, way: str, setting: str) -> None:
    """The settings may come with a stranger's check."""
    secret = tmp_path / "secret.svg"
    secret.write_text(SVG)
    folder = tmp_path / "check"
    (folder / "sub").mkdir(parents=True)
    (folder / "link.svg").symlink_to(secret)
    set_theme(folder, f'{setting} = "{way.format(absolute=secret.as_posix())}"')
    for function in (read, theme_files):
        with pytest.raises(BadInputError, match="lies outside of") as caught:
            function(folder)
        assert "Copy it beside factbook.toml" in str(caught.value)


def test_a_logo_that_is_too_large_is_told_with_its_size(tmp_path: Path) -> None:
    path = f'<path d="M0 0{"h1v1" * 40_000}"/>'
    set_theme(tmp_path, 'logo = "logo.svg"', logo_svg=SVG.replace("<rect", f"{path}<rect"))
    with pytest.raises(BadInputError, match=r"logo\.svg is too large: 16\d kB.*up to 100 kB"):
        read(tmp_path)


def test_fonts_that_are_too_large_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("factbook.reports.theme.read.MOST_FONT_BYTES", 2_000)
    set_theme(tmp_path, 'body_font = "a.ttf"', a_ttf=font())
    with pytest.raises(BadInputError, match=r"too large: .* cut to the letters of a report"):
        read(tmp_path)


def test_the_files_of_a_theme_are_those_that_it_names(tmp_path: Path) -> None:
    set_theme(tmp_path, 'logo = "logo.svg"\nbody_font = "a.ttf"', logo_svg=SVG, a_ttf=font(), b_ttf=font())
    assert theme_files(tmp_path) == {"logo.svg": SVG.encode(), "a.ttf": font()}
