"""Asking a language model for a typed answer: replayed if it was asked before, else asked and kept."""

from __future__ import annotations

import time
from collections.abc import Callable

from factbook.drafting.asking.answers import F, read_answer
from factbook.drafting.asking.call_log import CallLog
from factbook.drafting.asking.choose import ChosenModel
from factbook.drafting.asking.provider import Reply, send
from factbook.drafting.asking.request import Request, Task, make_request
from factbook.errors import AnswerError

Said = tuple[str, str]
"""The text of an answer, and why it ended."""


class Asker:
    """Asks one language model for one check.

    Parameters
    ----------
    model:
        The model.
    calls:
        Where calls are kept and found again.
    """

    def __init__(self, model: ChosenModel, calls: CallLog) -> None:
        self.model = model
        self.calls = calls

    def ask(self, task: Task, form: type[F]) -> F:
        """Give the answer to a task.

        An answer that is not of the form is sent back once. The same task with the same data gives the
        same answer from then on, without the network.

        Raises
        ------
        BudgetError
            The call could overrun the budget.
        StoppedError
            Somebody has stopped it; see `CallLog.stopped`.
        AnswerError
            There is no answer that can be used.
        ModelError
            There is no answer.
        """
        request = make_request(self.model, task, form)
        answer, _ = self._in_two_turns(request, form, self._replay)
        if answer is not None:
            return answer
        answer, problem = self._in_two_turns(request, form, lambda asked: self._send(asked, form))
        if answer is None:
            raise AnswerError(
                f"{self.model.full_name} was asked for {task.name} twice, and its answer cannot be used: "
                f"{problem}",
                next_step="Ask another model; a larger one keeps to the form more often.",
            )
        return answer

    def _in_two_turns(
        self, request: Request, form: type[F], turn: Callable[[Request], Said | None]
    ) -> tuple[F | None, str]:
        """Take an answer that can be used, or send it back once; ``None`` where there is none."""
        problem = ""
        for _ in range(2):
            said = turn(request)
            if said is None:
                break
            answer, problem = read_answer(said[0], form, finish=said[1])
            if answer is not None:
                return answer, ""
            request = request.again(said[0], problem)
        return None, problem

    def _replay(self, request: Request) -> Said | None:
        kept = self.calls.find(request)
        if kept is None:
            return None
        self.calls.replayed += 1
        return kept.answer.text, kept.answer.finish

    def _send(self, request: Request, form: type[F]) -> Said:
        self.calls.budget.expect(request)
        began = time.monotonic()
        try:
            reply: Reply = send(self.model, request, stopped=self.calls.stopped)
        except BaseException:
            self.calls.failed(request)
            raise
        _, problem = read_answer(reply.text, form, finish=reply.finish)
        self.calls.keep(request, reply, took_s=time.monotonic() - began, problem=problem)
        return reply.text, reply.finish
