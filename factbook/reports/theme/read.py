"""Making a report's theme of the settings: files are read, made harmless, and held to their limits."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from factbook.errors import BadInputError
from factbook.model.colours import for_dark_ground
from factbook.reports.theme.faces import BadFontError, FontFile, expect_usable, read_faces
from factbook.reports.theme.png import clean_png
from factbook.reports.theme.svg import clean_svg
from factbook.reports.theme.view import (
    MOST_FONT_BYTES,
    MOST_LOGO_BYTES,
    FaceView,
    FontRole,
    LogoView,
    ThemeView,
)
from factbook.store.casebook import nearest_settings
from factbook.store.settings import Theme, load_settings

_SHOWN_IN = "docs/themes.md shows every setting of [theme]."

T = TypeVar("T")


def compose_theme(folder: Path, *, characters: Callable[[], frozenset[str]]) -> ThemeView | None:
    """Give the theme of what lies in a folder, by its settings; ``None`` if they set none.

    Parameters
    ----------
    folder:
        Of a check, or a casebook.
    characters:
        Gives those that fonts are cut to; called only if there are fonts.

    Raises
    ------
    BadInputError
        A file cannot be used: it is missing, lies elsewhere, is broken, too large, or may not be embedded.
    """
    found = _settings(folder)
    if found is None:
        return None
    place, theme, publisher = found
    accent, fonts = theme.accent or None, _font_files(place, theme)
    return ThemeView(
        accent=accent,
        accent_dark=accent and (theme.accent_dark or for_dark_ground(accent)),
        logo=_logo(place, theme, publisher=publisher) if theme.logo else None,
        faces=_faces(fonts, characters()) if fonts else (),
    )


def expect_theme(folder: Path) -> None:
    """Raise `BadInputError` if the theme that the settings of a folder name cannot be used.

    Fonts are looked at and not cut, which takes longer than all else.
    """
    found = _settings(folder)
    if found:
        place, theme, publisher = found
        _font_files(place, theme)
        if theme.logo:
            _logo(place, theme, publisher=publisher)


def _settings(folder: Path) -> tuple[Path, Theme, str] | None:
    """Give where the settings of a folder lie, their theme, and the publisher; nothing without a theme."""
    file, settings = nearest_settings(folder), load_settings(folder)
    theme = settings.theme
    named = theme.accent or theme.logo or theme.heading_font or theme.body_font
    return (file.parent, theme, settings.publisher.name) if file and named else None


def theme_files(folder: Path) -> dict[str, bytes]:
    """Give the files that the theme of a folder names, as they are, by the names it has for them."""
    file, theme = nearest_settings(folder), load_settings(folder).theme
    names = [one for one in (theme.logo, *theme.heading_font, *theme.body_font) if one]
    return {name: _read(file.parent, name) for name in names} if file else {}


def _logo(place: Path, theme: Theme, *, publisher: str) -> LogoView:
    alt = theme.logo_alt or publisher
    if not alt:
        raise BadInputError(
            f"The logo {theme.logo} has no words for those who cannot see it",
            next_step="Set logo_alt under [theme], or name under [publisher].",
        )
    data = _read(place, theme.logo)
    if data.startswith(b"\x89PNG"):
        made = _usable(lambda: clean_png(data), theme.logo)
        logo = {"png": base64.b64encode(made).decode()}
    else:
        svg = _usable(lambda: clean_svg(data), theme.logo)
        made, logo = svg.encode(), {"svg": svg}
    if len(made) > MOST_LOGO_BYTES:
        raise BadInputError(
            f"The logo {theme.logo} is too large: {len(made) / 1000:.0f} kB, and every report carries it; "
            f"up to {MOST_LOGO_BYTES // 1000} kB are taken",
            next_step="Draw it simpler, or as PNG make it 600 pixels wide.",
        )
    return LogoView(alt=alt, **logo)


def _font_files(place: Path, theme: Theme) -> list[FontFile]:
    named: tuple[tuple[FontRole, tuple[str, ...]], ...] = (
        ("heading", theme.heading_font),
        ("body", theme.body_font),
    )
    files = [FontFile(role, name, _read(place, name)) for role, names in named for name in names]
    styles = set()
    for file, facts in zip(files, _usable(lambda: expect_usable(files)), strict=True):
        style = (file.role, facts.weight, facts.italic)
        if style in styles:
            kind = f"{'slanted' if facts.italic else 'upright'} of weight {facts.weight}"
            raise BadInputError(
                f"Two files of {file.role}_font are {kind}; {file.name} is one",
                next_step="Take one of them out.",
            )
        styles.add(style)
    return files


def _faces(files: list[FontFile], characters: frozenset[str]) -> tuple[FaceView, ...]:
    faces = _usable(lambda: read_faces(files, characters=characters))
    size = sum(len(face.content) for face in faces)
    if size > MOST_FONT_BYTES:
        raise BadInputError(
            f"The fonts of [theme] are too large: {size / 1000:.0f} kB, though cut to the letters of a "
            f"report, and every report carries them; up to {MOST_FONT_BYTES // 1000} kB are taken",
            next_step="Take a file out, or a simpler font.",
        )
    return faces


def _usable(read: Callable[[], T], name: str = "") -> T:
    try:
        return read()
    except ValueError as error:
        name = error.name if isinstance(error, BadFontError) else name
        raise BadInputError(
            f"{name}, named under [theme], cannot be used: {error}", next_step=_SHOWN_IN
        ) from error


def _read(place: Path, name: str) -> bytes:
    """Read a file in the folder of the settings; these may come from a stranger, and name any other."""
    path = place / name
    try:
        inside = path.resolve().is_relative_to(place.resolve())
        if inside:
            return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise BadInputError(
            f"{name}, named under [theme] in {place / 'factbook.toml'}, cannot be read: {reason.lower()}",
            next_step="Give a file that lies beside factbook.toml or below it.",
        ) from error
    raise BadInputError(
        f"{name}, named under [theme], lies outside of {place}",
        next_step="Copy it beside factbook.toml, and name it there.",
    )
