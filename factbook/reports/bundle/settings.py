"""The settings a report was made with, as they go along in its bundle.

What a newsroom says of itself in reports and how these look goes along; who judges, how pages are fetched,
where sources are searched and what the site says of itself stays at home: a proxy's address may hold a
password.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from factbook.errors import BadInputError
from factbook.store.casebook import SETTINGS_FILE
from factbook.store.settings import citation_style_file, load_settings

STYLE_FILE = "citation-style.csl"

_AT_HOME: dict[str, Any] = dict.fromkeys(["coder", "fetch", "find", "evidence", "principles"], True)
_AT_HOME["site"] = {"title", "about"}  # Its address goes along: reports lead there.
_HEAD = "# The settings that the reports beside this file were made with.\n"


def carried_settings(folder: Path) -> dict[str, bytes]:
    """Give ``factbook.toml`` for the bundle of a check in this folder, and the citation style it names.

    It is there even if it says nothing: settings above the unpacked bundle are not to change its report.
    `BadInputError` if the citation style cannot be read.
    """
    settings = load_settings(folder)
    fields = settings.model_dump(mode="json", exclude=_AT_HOME, exclude_defaults=True)
    fields = {name: value for name, value in fields.items() if value != {}}
    style = citation_style_file(folder)
    if style is None:
        return {SETTINGS_FILE: (_HEAD + _toml(fields)).encode()}
    try:
        data = style.read_bytes()
    except OSError as error:
        raise BadInputError(
            f"The citation style {style} cannot be read: {(error.strerror or str(error)).lower()}",
            next_step="Mend citation_style in factbook.toml.",
        ) from error
    fields["citation_style"] = STYLE_FILE
    return {SETTINGS_FILE: (_HEAD + _toml(fields)).encode(), STYLE_FILE: data}


def _toml(fields: dict[str, Any], *, table: str = "") -> str:
    """Write values that JSON can write, and tables of them, as TOML."""
    kept = {name: value for name, value in fields.items() if value is not None}
    plain = {name: value for name, value in kept.items() if not isinstance(value, dict)}
    head = f"\n[{table}]\n" if table else ""
    lines = "".join(f"{_key(name)} = {_value(plain[name])}\n" for name in sorted(plain))
    below = (
        _toml(kept[name], table=f"{table}.{_key(name)}" if table else _key(name))
        for name in sorted(kept)
        if name not in plain
    )
    return head + lines + "".join(below)


def _key(name: str) -> str:
    return name if name.isascii() and name.replace("_", "").replace("-", "").isalnum() else _value(name)


def _value(value: object) -> str:
    # What JSON writes of texts, numbers, truth and lists of them is TOML, but for one character.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
