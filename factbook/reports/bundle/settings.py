"""The settings a report was made with, as they go along in its bundle.

What a newsroom says of itself in reports and how these look goes along; who judges, how pages are fetched,
where sources are searched, which language model is asked and what the site says of itself stays at home: a
proxy's address may hold a password. Of a theme go along its colours, the logo, and the fonts as they are in
the report, cut to its letters: whoever proves the bundle makes the same report of them, and no more of a font
is given out than the report itself shows. A template stays at home, for it is a program; that there was one
is said.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from factbook.errors import BadInputError
from factbook.reports.theme.faces import FAMILIES
from factbook.reports.theme.view import ThemeView
from factbook.store.casebook import SETTINGS_FILE
from factbook.store.settings import citation_style_file, load_settings, template_folder

STYLE_FILE = "citation-style.csl"

_AT_HOME: dict[str, Any] = dict.fromkeys(
    ["coder", "fetch", "find", "evidence", "drafting", "language_model", "principles", "theme"], True
)
_AT_HOME["site"] = {"title", "about"}  # Its address goes along: reports lead there.
_HEAD = "# The settings that the reports beside this file were made with.\n"


def carried_settings(folder: Path, *, theme: ThemeView | None = None) -> dict[str, bytes]:
    """Give ``factbook.toml`` for the bundle of a check in this folder, and the files it names.

    These are the citation style, and the logo and fonts of the report's ``theme``. The file is there even if
    it says nothing: settings above the unpacked bundle are not to change its report.
    `BadInputError` if the citation style cannot be read.
    """
    settings = load_settings(folder)
    fields = settings.model_dump(mode="json", exclude=_AT_HOME, exclude_defaults=True)
    own_template = _template_name(folder)
    looks, files = _carried_theme(theme, own_template) if theme or own_template else ({}, {})
    fields = {name: value for name, value in (fields | {"theme": looks}).items() if value != {}}
    style = citation_style_file(folder)
    if style is None:
        return {SETTINGS_FILE: (_HEAD + to_toml(fields)).encode(), **files}
    try:
        data = style.read_bytes()
    except OSError as error:
        raise BadInputError(
            f"The citation style {style} cannot be read: {(error.strerror or str(error)).lower()}",
            next_step="Mend citation_style in factbook.toml.",
        ) from error
    fields["citation_style"] = STYLE_FILE
    return {SETTINGS_FILE: (_HEAD + to_toml(fields)).encode(), STYLE_FILE: data, **files}


def _template_name(folder: Path) -> str:
    """Give the name of the newsroom's own template that the report of a check is made with."""
    house = template_folder(folder.parent)
    return house.name if house else ""


def _carried_theme(theme: ThemeView | None, template: str) -> tuple[dict[str, Any], dict[str, bytes]]:
    fields: dict[str, Any] = {"template": template} if template else {}
    files: dict[str, bytes] = {}
    if theme is None:
        return fields, files
    if theme.accent:
        fields |= {"accent": theme.accent, "accent_dark": theme.accent_dark}
    if theme.logo:
        name = f"theme-logo.{'svg' if theme.logo.svg else 'png'}"
        fields |= {"logo": name, "logo_alt": theme.logo.alt}
        files[name] = theme.logo.content
    for role in FAMILIES:
        for number, face in enumerate(theme.faces_of(role), start=1):
            name = f"theme-{role}-{number}.{face.extension}"
            fields.setdefault(f"{role}_font", []).append(name)
            files[name] = face.content
    return fields, files


def to_toml(fields: dict[str, Any], *, table: str = "") -> str:
    """Write values that JSON can write, and tables of them, as TOML."""
    kept = {name: value for name, value in fields.items() if value is not None}
    plain = {name: value for name, value in kept.items() if not isinstance(value, dict)}
    head = f"\n[{table}]\n" if table else ""
    lines = "".join(f"{_key(name)} = {_value(plain[name])}\n" for name in sorted(plain))
    below = (
        to_toml(kept[name], table=f"{table}.{_key(name)}" if table else _key(name))
        for name in sorted(kept)
        if name not in plain
    )
    return head + lines + "".join(below)


def _key(name: str) -> str:
    return name if name.isascii() and name.replace("_", "").replace("-", "").isalnum() else _value(name)


def _value(value: object) -> str:
    # What JSON writes of texts, numbers, truth and lists of them is TOML, but for one character.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
