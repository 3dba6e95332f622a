"""The page's side of a widget, put together without a build step.

anywidget takes one module of JavaScript, and a module that came as text cannot import the files beside it.
Ours are plain modules that do import each other, as editors, type checkers and tests read them. Here, and
only here, they are made one: each module becomes a function that gives what it exports, so that no name of
one gets in the way of another's.

Imports are written ``import { name, name as other } from "./file.js";``; what is exported are functions,
classes and constants by name, and of a widget's own module ``{ render }`` as default.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from factbook.errors import BuildError

_HERE = Path(__file__).parent
_IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([a-z_]+)\.js";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function\*?|class|const) (\w+))", re.MULTILINE)
_DEFAULT = re.compile(r"^export default .*;$", re.MULTILINE)
_COMMENT = re.compile(r"^[ \t]*(?://.*|/\*\*(?:(?!\*/)[\s\S])*\*/[ \t]*)\n", re.MULTILINE)
_OTHER = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


@cache
def script(name: str) -> str:
    """Give a widget's module with all that it imports, as one module."""
    modules: dict[str, str] = {}
    _collect(name, modules, on_the_way=())
    own = modules.pop(name)
    return "\n".join(
        [*modules.values(), own, "return { render };", "})();", f"export default module_{name};"]
    )


@cache
def style(*names: str) -> str:
    """Give the style of these parts, with the one that all share before them."""
    return "\n".join((_HERE / f"{name}.css").read_text(encoding="utf-8") for name in ("desk_base", *names))


def _collect(name: str, modules: dict[str, str], *, on_the_way: tuple[str, ...]) -> None:
    """Put a module and what it imports into ``modules``, those that are needed first."""
    if name in on_the_way:
        raise BuildError(f"{name}.js imports itself by way of {', '.join(on_the_way)}")
    source = (_HERE / f"{name}.js").read_text(encoding="utf-8")
    for _, needed in _IMPORT.findall(source):
        if needed not in modules:
            _collect(needed, modules, on_the_way=(*on_the_way, name))
    # What is said to who reads the files need not be sent with every widget.
    body = _COMMENT.sub("", _IMPORT.sub(_bind, _DEFAULT.sub("", source)))
    exported = _EXPORT.findall(body)
    body = _EXPORT.sub("", body)
    if left := _OTHER.search(body):
        raise BuildError(f"{name}.js: {left.group()!r} is no import or export that can be put together")
    end = "" if not on_the_way else f"return {{ {', '.join(exported)} }};\n}})();\n"
    modules[name] = f"const module_{name} = (() => {{\n{body}\n{end}"


def _bind(found: re.Match[str]) -> str:
    names = re.sub(r"\s+", " ", found.group(1)).strip().rstrip(",").replace(" as ", ": ")
    return f"const {{ {names} }} = module_{found.group(2)};"
