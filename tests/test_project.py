"""What the project says of itself in several places stays in step."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import get_args

import pytest
import yaml
from pydantic.fields import FieldInfo

from factbook.analysis.audit_states import STATES
from factbook.cli import COMMANDS, cli
from factbook.model.canonical import check_schema, to_json
from factbook.model.record import Record
from factbook.store.settings import Settings

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

CONDA_NAMES = {
    "nbconvert": "nbconvert-core",
    "jupyter-client": "jupyter_client",
    "jupyter-core": "jupyter_core",
    "lxml-html-clean": "lxml_html_clean",
    "typst": "typst-py",
}
"""Packages that conda-forge calls otherwise; nbconvert itself would bring pandoc."""


def test_environment_yml_asks_for_what_pyproject_asks_for() -> None:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    conda = {line.replace(" ", "") for line in environment["dependencies"] if isinstance(line, str)}
    wanted = {f"python{PROJECT['requires-python']}", "pip"}
    for requirement in PROJECT["dependencies"]:
        name, bound = re.fullmatch(r"([a-z0-9-]+)(>=[0-9.]+)", requirement).groups()  # type: ignore[union-attr]
        wanted.add(CONDA_NAMES.get(name, name) + bound)
    assert conda == wanted


def test_every_package_that_is_imported_is_asked_for() -> None:
    """What comes along with another package today need not come along tomorrow."""
    extras = PROJECT["optional-dependencies"]
    wanted_by_extras = extras["llm"] + extras["cluster"]  # each imported in one adapter alone
    asked = {
        re.split(r"[>=\[]", requirement)[0] for requirement in PROJECT["dependencies"] + wanted_by_extras
    }
    distributions = packages_distributions()
    imported = {
        module.split(".")[0]
        for path in (ROOT / "factbook").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for module in _imported(node)
    }
    wanted = {
        re.sub(r"[-_.]+", "-", distributions[name][0]).lower()
        for name in imported - sys.stdlib_module_names - {"factbook", "pydantic_core"}
    }
    assert wanted - asked == set()


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []


def test_ci_runs_the_test_command_of_the_readme() -> None:
    assert "$ make test" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert "\nmake test\n" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_every_link_between_the_documents_leads_somewhere() -> None:
    for document in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.name} links to {target}"


@pytest.mark.parametrize("state", STATES)
def test_every_state_of_the_audit_is_documented(state: str) -> None:
    assert f"\n| {state} |" in (ROOT / "docs" / "audit.md").read_text(encoding="utf-8")


def tables_of(field: FieldInfo) -> list[type[Record]]:
    """Give the record that a setting is a table of, if it is one; it may be one that may be missing."""
    kinds = get_args(field.annotation) or (field.annotation,)
    return [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, Record)]


def test_every_setting_is_documented() -> None:
    text = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    example = tomllib.loads(text.split("```toml\n")[1].split("```")[0])
    assert set(example) == set(Settings.model_fields)
    for name, table in ((name, tables_of(field)) for name, field in Settings.model_fields.items()):
        assert not table or set(example[name]) == set(table[0].model_fields), name


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str) -> None:
    command = cli.get_command(None, name)  # type: ignore[arg-type]
    assert command is not None
    for one in (command, *getattr(command, "commands", {}).values()):
        assert one.help
        for parameter in one.params:
            if parameter.param_type_name == "option":
                assert getattr(parameter, "help", None), f"factbook {name} {one.name} {parameter.opts[0]}"


def test_import_brings_in_nothing_heavy() -> None:
    heavy = {"pandas", "pydantic", "jinja2", "papermill"}
    code = f"import sys, factbook; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", ["factcheck.ipynb", "compare.ipynb", "digest.ipynb"])
def test_the_notebook_holds_nothing_of_a_run(name: str) -> None:
    notebook = json.loads((ROOT / "notebooks" / name).read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None
        assert "factbook" in cell["metadata"]["tags"]


def test_the_published_schema_is_the_one_the_command_prints() -> None:
    published = (ROOT / "docs" / "check.schema.json").read_text(encoding="utf-8")
    assert published == to_json(check_schema()), "run: factbook schema > docs/check.schema.json"
