"""Compiled templates are kept in the user's cache."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from factbook.reports.compiled import CompiledTemplates

PAGE = {"page": "Hello {{ name }}"}


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "factbook" / "templates"


@pytest.fixture
def set_up(tmp_path: Path) -> Path:
    file = tmp_path / "set_up.py"
    file.write_text("trim_blocks = True")
    return file


def rendered(set_up: Path, pages: dict[str, str] = PAGE) -> tuple[str, int]:
    """Give a page of a new environment, and how many templates it compiled for it."""
    compiled = []

    class Counting(Environment):
        def _generate(self, *arguments: object, **options: object) -> str:
            compiled.append(arguments)
            return super()._generate(*arguments, **options)  # type: ignore[arg-type]

    environment = Counting(loader=DictLoader(pages), bytecode_cache=CompiledTemplates([str(set_up)]))
    return environment.get_template("page").render(name="Ada"), len(compiled)


def test_a_template_is_compiled_once(set_up: Path) -> None:
    assert rendered(set_up) == ("Hello Ada", 1)
    assert rendered(set_up) == ("Hello Ada", 0)


def test_one_that_was_changed_is_compiled_anew(set_up: Path) -> None:
    rendered(set_up)
    assert rendered(set_up, {"page": "Good day {{ name }}"}) == ("Good day Ada", 1)


def test_so_is_one_that_is_set_up_in_another_way(set_up: Path) -> None:
    rendered(set_up)
    set_up.write_text("trim_blocks = False")
    assert rendered(set_up) == ("Hello Ada", 1)


@pytest.mark.parametrize("content", [b"", b"j2", b"\x00" * 100])
def test_a_file_that_is_broken_is_not_used(set_up: Path, cache: Path, content: bytes) -> None:
    rendered(set_up)
    (kept,) = (file for file in cache.rglob("*") if file.is_file())
    kept.write_bytes(content)
    assert rendered(set_up) == ("Hello Ada", 1)
    assert rendered(set_up) == ("Hello Ada", 0)


def test_half_a_file_is_not_used(set_up: Path, cache: Path) -> None:
    rendered(set_up)
    (kept,) = (file for file in cache.rglob("*") if file.is_file())
    kept.write_bytes(kept.read_bytes()[:-40])
    assert rendered(set_up) == ("Hello Ada", 1)


def test_where_nothing_can_be_kept_templates_are_compiled_as_ever(set_up: Path, cache: Path) -> None:
    cache.parent.mkdir(parents=True)
    cache.write_text("no folder")
    assert rendered(set_up) == ("Hello Ada", 1)
    assert rendered(set_up) == ("Hello Ada", 1)


def test_only_the_user_can_write_to_it(set_up: Path, cache: Path) -> None:
    rendered(set_up)
    (folder,) = cache.iterdir()
    assert folder.stat().st_mode & 0o077 == 0
