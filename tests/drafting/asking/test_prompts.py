"""What language models are told is under one version: answers are found again by all that was asked."""

from __future__ import annotations

from factbook.drafting.asking.choose import ChosenModel
from factbook.drafting.asking.prompts import FORMS, TASKS, VERSION
from factbook.drafting.asking.request import Task, make_request
from factbook.store.calls import hash_request

PINNED = (
    "2",
    {
        "points": "b74dcc0a9a0035fe",
        "queries": "1c4e149977c4814d",
        "sentences": "bcd92f3e95c2cdb5",
        "repair": "2bf243fca866cc1b",
        "questions": "bd739f7aa6018466",
        "again": "130cfd0f1935306d",
    },
)


def test_what_is_asked_changes_with_its_version_alone() -> None:
    """Should it fail, a model is told something else than before, and no kept answer is found again.

    If that is meant, raise `prompts.VERSION` and pin the new version with its hashes; if not, mend it.
    """
    model = ChosenModel("ollama", "qwen3")
    requests = {name: make_request(model, Task(name, {"question": "Q?"})) for name in TASKS}
    requests["again"] = requests["points"].again("no", "it is empty")
    assert (VERSION, {name: hash_request(one.as_json())[:16] for name, one in requests.items()}) == PINNED


def test_each_task_has_the_form_of_its_answer() -> None:
    assert set(TASKS) == set(FORMS)
