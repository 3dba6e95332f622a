"""Calls are kept, found again, and counted against a budget that is never overrun."""

from __future__ import annotations

import pytest

from factbook.drafting.asking.call_log import Budget, CallLog
from factbook.drafting.asking.choose import ChosenModel
from factbook.drafting.asking.provider import Reply
from factbook.drafting.asking.request import Task, make_request
from factbook.store.check_folder import CheckFolder

REQUEST = make_request(ChosenModel("ollama", "qwen3"), Task("points", {"question": "Q?"}))
MOST = REQUEST.most_tokens()


def reply(input_tokens: int | None, output_tokens: int | None) -> Reply:
    return Reply('{"points": []}', "qwen3", "stop", input_tokens, output_tokens, None)


@pytest.mark.parametrize(
    ("counts", "spent"),
    [
        ((900, 100), 1_000),
        ((None, None), MOST),
        ((900, None), MOST),
        ((None, 100), MOST),
        ((900, 0), MOST),
        ((0, 100), MOST),
    ],
)
def test_what_is_not_counted_whole_is_taken_to_have_cost_all_it_could(
    folder: CheckFolder, counts: tuple[int | None, int | None], spent: int
) -> None:
    log = CallLog(folder, Budget(2 * MOST))
    log.keep(REQUEST, reply(*counts), took_s=0.1, problem="")
    assert log.budget.spent == spent
