"""The pictures of the README and the guide are there, light, told in words, and can be taken anew."""

from __future__ import annotations

import re
import tomllib
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import pytest
from PIL import Image

from docs.pictures.make import FOLDER, HEIGHT_OF_WIDTH, PICTURES

ROOT = Path(__file__).parents[1]
DOCUMENTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]
FILES = sorted(path for path in FOLDER.iterdir() if path.suffix not in {".py", ".pyc"} and path.is_file())
LARGEST_BYTES, ALL_BYTES = 120_000, 450_000


class Shown(NamedTuple):
    """A picture in a document: what is told of it, and its file."""

    document: Path
    alt: str
    file: Path


def pictures_of(document: Path) -> list[Shown]:
    found = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", document.read_text(encoding="utf-8"))
    return [
        Shown(document, " ".join(alt.split()), (document.parent / target).resolve()) for alt, target in found
    ]


SHOWN = list(chain.from_iterable(map(pictures_of, DOCUMENTS)))


@pytest.mark.parametrize("shown", SHOWN, ids=lambda shown: f"{shown.document.stem}-{shown.file.stem}")
def test_a_picture_that_is_shown_exists_and_says_what_can_be_seen(shown: Shown) -> None:
    """Where it cannot be loaded, as on PyPI, its words stand in its place."""
    assert shown.file in FILES
    assert len(shown.alt.split()) >= 15
    assert shown.alt.endswith(".")


def test_the_readme_shows_two_or_three() -> None:
    assert len(pictures_of(ROOT / "README.md")) in {2, 3}


def test_no_document_shows_a_picture_in_a_way_that_is_not_looked_at_here() -> None:
    for document in DOCUMENTS:
        assert "<img" not in document.read_text(encoding="utf-8"), document.name


def test_no_picture_lies_unused_or_cannot_be_taken_anew() -> None:
    assert {shown.file for shown in SHOWN} == set(FILES)
    assert {path.name for path in FILES} == {f"{take.__name__}.png" for take in PICTURES}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_picture_is_light_and_has_the_proportions_of_the_others(path: Path) -> None:
    assert path.stat().st_size <= LARGEST_BYTES
    with Image.open(path) as picture:
        assert picture.height == picture.width * HEIGHT_OF_WIDTH


def test_all_pictures_together_are_light() -> None:
    assert sum(path.stat().st_size for path in FILES) <= ALL_BYTES


def test_a_wheel_carries_none() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    for folder in (*wheel["packages"], *wheel["force-include"]):
        assert not FOLDER.is_relative_to(ROOT / folder), folder
