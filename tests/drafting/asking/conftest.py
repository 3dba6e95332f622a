"""One task, its answer, and who asks a scripted server for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from factbook.drafting.asking.ask import Asker
from factbook.drafting.asking.call_log import Budget, CallLog
from factbook.drafting.asking.choose import ChosenModel
from factbook.drafting.asking.request import Task
from factbook.store.check_folder import CheckFolder
from tests.scripted_model import ScriptedModel

TASK = Task("points", {"question": "Will the bridge open in May?"})
GOOD = {"points": ["The bridge opens in May"]}


def asker(model: ScriptedModel, folder: CheckFolder, *, budget: int | None = None, **fields: Any) -> Asker:
    again = fields.pop("again", False)
    log = CallLog(folder, Budget(budget), again=again)
    return Asker(ChosenModel("openai", "small", model.url, **fields), log)


def everything_in(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())
