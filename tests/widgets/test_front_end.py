"""The page's side of a widget, put together from plain modules."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from factbook.errors import BuildError
from factbook.widgets import front_end
from factbook.widgets.front_end import script, style

WIDGETS = Path(front_end.__file__).parent
ENTRIES = sorted(
    file.stem for file in WIDGETS.glob("*.js") if "export default { render };" in file.read_text()
)


@pytest.mark.parametrize("name", ENTRIES)
def test_a_widget_is_one_module_that_asks_for_nothing(name: str) -> None:
    text = script(name)
    assert not re.search(r"^\s*(import|export)\b(?! default module_)", text, re.MULTILINE)
    assert not re.search(
        r"https?://|\bimport\((?![^)]*\.js)|fetch\(|innerHTML|outerHTML|insertAdjacentHTML", text
    )
    assert text.rstrip().endswith(f"export default module_{name};")


@pytest.mark.parametrize("file", sorted(WIDGETS.glob("*.js")), ids=lambda file: file.stem)
def test_of_the_front_end_only_the_calls_of_anywidgets_modules_are_used(file: Path) -> None:
    """VS Code and Colab have these, and nothing of JupyterLab: https://anywidget.dev/en/afm/."""
    text = file.read_text(encoding="utf-8")
    calls = set(re.findall(r"\bmodel\??\.(\w+)", text))
    assert calls <= {"get", "set", "save_changes", "on", "off", "send"}
    assert not re.search(r"widget_manager|\bJupyter\b|jupyterapp|experimental|@jupyter|\brequire\(", text)
    [rendered] = re.findall(r"^export function render\(\{([^}]*)\}\)", text, re.MULTILINE) or ["model, el"]
    # Of what is handed in, `go` is ours: a part of the desk gets it from the desk.
    assert {one.strip() for one in rendered.split(",")} <= {"model", "el", "go"}


@pytest.mark.parametrize("file", sorted(WIDGETS.glob("*.js")), ids=lambda file: file.stem)
def test_modules_fit_in_a_head_and_are_checked_as_types(file: Path) -> None:
    lines = file.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "// @ts-check"
    assert len(lines) < 400


def test_each_module_is_there_once_and_before_what_needs_it() -> None:
    text = script("claim_form")
    heads = re.findall(r"^const module_(\w+) = ", text, re.MULTILINE)
    assert sorted(heads) == sorted(set(heads))
    assert heads.index("elements") < heads.index("field") < heads.index("claim_form")


def test_what_cannot_be_put_together_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front_end, "_HERE", tmp_path)
    (tmp_path / "odd.js").write_text('import * as all from "./other.js";\n', encoding="utf-8")
    with pytest.raises(BuildError, match=r"odd\.js: 'import \* as all"):
        script.__wrapped__("odd")
    (tmp_path / "one.js").write_text('import { two } from "./two.js";\n', encoding="utf-8")
    (tmp_path / "two.js").write_text('import { one } from "./one.js";\n', encoding="utf-8")
    with pytest.raises(BuildError, match="imports itself by way of"):
        script.__wrapped__("one")


def test_styles_stand_behind_the_one_that_all_share() -> None:
    assert style("claim_form").index(".factbook-desk {") < style("claim_form").index(".factbook-claim")
    assert not re.search(r"url\(|@import", style("claim_form"))


def test_the_modules_put_together_are_sound_javascript(tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("there is no node to read them with")
    for name in ENTRIES:
        (tmp_path / f"{name}.mjs").write_text(script(name), encoding="utf-8")
        subprocess.run([node, "--check", f"{tmp_path}/{name}.mjs"], check=True)
