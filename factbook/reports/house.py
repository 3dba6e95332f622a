"""Templates of a newsroom's own, which take over what they change and leave the rest to those of factbook.

It is nbconvert's way of inheriting: a folder whose ``conf.json`` says ``{"base_template": "factbook"}``. A
template in it goes before the one of the same name here, which it can still include or extend by its full
name, ``factbook/parts/header.html.j2``; its ``extra.css`` goes behind the report's style. Templates are
programs, so the folder comes from the settings of the casebook alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from factbook.errors import BadInputError
from factbook.resources import resource_folder
from factbook.store.settings import template_folder

TEMPLATE_FOLDER = resource_folder("templates")
BASE = "factbook"
EXTRA_STYLE = "extra.css"
_CONF = "conf.json"

Builder = Callable[[Any, Path | None], bytes]
"""Makes a report's file of an executed notebook and a newsroom's own folder of templates, if it has one."""


def house_template(check: Path) -> Path | None:
    """Give the folder of templates for the check in this folder, by its casebook's settings.

    `BadInputError` if it is missing, or takes nothing over from factbook's own.
    """
    return expect_house(template_folder(check.parent))


def expect_house(folder: Path | None) -> Path | None:
    """Give the folder back if it can be used as one of templates."""
    if folder is None:
        return None
    wrong = _problem(folder)
    if wrong:
        raise BadInputError(
            f"The folder of templates {folder} cannot be used: {wrong}",
            next_step=f'Put a {_CONF} into it that says {{"base_template": "{BASE}"}}; see docs/themes.md.',
        )
    return folder


def template_places(house: Path | None) -> list[Path]:
    """Give the folders that templates are looked for in, in their order.

    The last one has the templates of factbook by their full name.
    """
    return [*([house] if house else []), TEMPLATE_FOLDER / BASE, TEMPLATE_FOLDER]


def extra_style(folders: Iterable[Path]) -> str:
    """Give the ``extra.css`` of the first folder that has one; `BadInputError` if it would end the style."""
    file = next((folder / EXTRA_STYLE for folder in folders if (folder / EXTRA_STYLE).is_file()), None)
    style = file.read_text(encoding="utf-8").strip() if file else ""
    if "</" in style:
        raise BadInputError(f"{file} holds '</', which ends a style in a page", next_step="Take it out.")
    return style


def house_files(house: Path) -> Iterator[tuple[str, str]]:
    """Give each file of a folder of templates with its hash."""
    for file in sorted(house.rglob("*")):
        if file.is_file():
            yield file.relative_to(house).as_posix(), hashlib.sha256(file.read_bytes()).hexdigest()


def _problem(folder: Path) -> str:
    if not folder.is_dir():
        return "it is not there"
    if (TEMPLATE_FOLDER / folder.name).is_dir():
        return f"its name, {folder.name}, is that of templates of factbook; give it another"
    try:
        conf = json.loads((folder / _CONF).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return f"it has no {_CONF}"
    except (OSError, ValueError) as error:
        return f"its {_CONF} cannot be read: {error}"
    base = conf.get("base_template") if isinstance(conf, dict) else None
    return "" if base == BASE else f"its {_CONF} does not inherit from {BASE}: base_template is {base!r}"
