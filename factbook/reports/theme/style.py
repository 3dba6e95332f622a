"""The theme of a report as CSS: custom properties and fonts, written of checked values alone."""

from __future__ import annotations

from collections.abc import Iterator

from factbook.reports.theme.faces import FAMILIES
from factbook.reports.theme.view import FaceView, ThemeView


def theme_style(theme: ThemeView | None, *, fonts: bool = True) -> str:
    """Give the rules that go behind the report's own; nothing without a theme.

    ``fonts`` off leaves out the fonts, for a notebook's cell: they are in its context already.
    """
    return "".join(_rules(theme, fonts=fonts)) if theme else ""


def font_policy(theme: ThemeView | None) -> str:
    """Give what a page's Content-Security-Policy says of fonts: those within the page, where it has any."""
    return "font-src data:; " if theme and theme.faces else ""


def _rules(theme: ThemeView, *, fonts: bool) -> Iterator[str]:
    if theme.accent:
        yield f".factbook-report{{--link:{theme.accent}}}"
        yield (
            f"@media screen and (prefers-color-scheme:dark){{.factbook-report{{--link:{theme.accent_dark}}}}}"
        )
        yield "@media screen{body.factbook-report{border-block-start:4px solid var(--link)}}"
    if not fonts:
        return
    for face in theme.faces:
        yield _font_face(face, alone=len(theme.faces_of(face.role)) == 1)
    # What a font of the theme lacks comes from those of report.css, which stand behind it.
    if theme.faces_of("body"):
        yield f'.factbook-report{{--body-font:"{FAMILIES["body"]}"}}'
    if theme.faces_of("heading"):
        yield f'.factbook-report{{--heading-font:"{FAMILIES["heading"]}",var(--serif)}}'


def _font_face(face: FaceView, *, alone: bool) -> str:
    # One file for headings is drawn as it is: a browser would thicken a light one to make it bold.
    weight = "1 1000" if alone and face.role == "heading" else str(face.weight)
    style = "italic" if face.italic and not (alone and face.role == "heading") else "normal"
    return (
        f'@font-face{{font-family:"{FAMILIES[face.role]}";font-weight:{weight};font-style:{style};'
        f"src:url(data:font/{face.extension};base64,{face.data})}}"
    )
