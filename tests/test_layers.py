"""Imports point one way: DESIGN.md, section 4."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import factbook

PACKAGE = Path(factbook.__file__).parent

LAYERS = [
    {"errors", "lean_imports", "resources"},
    {"wording"},
    {"seams"},
    {"model"},
    {"store"},
    {"sources", "evidence", "analysis"},
    {"drafting"},
    {"widgets", "reports"},
    {"batch"},
    {"cli", "api", "__init__", "__main__"},
]
"""From the bottom up; those on one line are peers and do not import each other, except at the top."""


def level(part: str) -> int:
    levels = [number for number, layer in enumerate(LAYERS) if part in layer]
    assert levels, f"factbook.{part} is in no layer: give it its place in LAYERS"
    return levels[0]


def part_of(module: str) -> str:
    """Give the layer's name of a module: ``store`` for ``factbook.store.merge``."""
    return module.split(".")[1] if "." in module else "__init__"


def imported(tree: ast.AST, package: str) -> Iterator[str]:
    """Give every module of ours that the source imports, at whatever place in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] == "factbook")
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parents = package.split(".")
                base = ".".join([*parents[: len(parents) - node.level + 1], *filter(None, [base])])
            if base == "factbook":
                # `from factbook import store` names a module, `from factbook import open` what is on top.
                for alias in node.names:
                    is_module = (PACKAGE / alias.name).is_dir() or (PACKAGE / f"{alias.name}.py").is_file()
                    yield f"factbook.{alias.name}" if is_module else "factbook"
            elif base.startswith("factbook."):
                yield base


def wrong_arrows(source: str, *, module: str, package: str) -> list[str]:
    part = part_of(module)
    top = len(LAYERS) - 1
    return [
        f"{module} imports {other}"
        for other in imported(ast.parse(source), package)
        if part_of(other) != part and level(part_of(other)) >= level(part) and level(part) != top
    ]


def modules() -> list[Path]:
    return [path for path in sorted(PACKAGE.rglob("*.py")) if "_resources" not in path.parts]


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_point_down(path):
    names = ["factbook", *path.relative_to(PACKAGE).with_suffix("").parts]
    package = ".".join(names[:-1])
    module = package if names[-1] == "__init__" else ".".join(names)
    assert wrong_arrows(path.read_text(encoding="utf-8"), module=module, package=package) == []


def widgets_beside_the_desk(source: str, *, package: str) -> list[str]:
    """Give what a module imports of the widgets, but for the desk as a whole."""
    found = [other for other in imported(ast.parse(source), package) if part_of(other) == "widgets"]
    return [other for other in found if other != "factbook.widgets.desk"]


def outside_the_widgets() -> list[Path]:
    return [path for path in modules() if path.relative_to(PACKAGE).parts[0] != "widgets"]


@pytest.mark.parametrize("path", outside_the_widgets(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_nobody_needs_the_widgets_but_who_shows_the_desk(path):
    # The arrow may point down, as from `api`: commands would need ipywidgets all the same.
    package = ".".join(["factbook", *path.relative_to(PACKAGE).parts[:-1]])
    assert widgets_beside_the_desk(path.read_text(encoding="utf-8"), package=package) == []


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        ("def later():\n    from factbook.widgets.claim_edits import with_field", 1),
        ("from ..widgets import claim_edits", 1),
        ("from factbook import widgets", 1),
        ("from factbook.widgets.desk import desk", 0),
    ],
)
def test_an_import_of_the_widgets_is_seen(source, seen):
    assert len(widgets_beside_the_desk(source, package="factbook.api")) == seen


@pytest.mark.parametrize(
    "source",
    [
        "from factbook.store.atomic import write_atomic",
        "import factbook.store",
        "from ..store import atomic",
        "from factbook import store",
        "from factbook import open",
        "def later():\n    from factbook.store.merge import merge_checks",
    ],
)
def test_an_arrow_that_points_up_is_seen(source):
    assert len(wrong_arrows(source, module="factbook.model.check", package="factbook.model")) == 1


def test_an_arrow_between_peers_is_seen():
    source = "from factbook.analysis.table import stance_table"
    assert len(wrong_arrows(source, module="factbook.evidence.support", package="factbook.evidence")) == 1


def test_arrows_down_and_within_a_package_are_fine():
    source = "from factbook.errors import NotFoundError\nfrom .quotes import quote_state\nimport json"
    assert wrong_arrows(source, module="factbook.analysis.audit", package="factbook.analysis") == []
