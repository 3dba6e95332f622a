"""Asking a language model for a typed answer: replayed if it was asked before, else asked and kept."""

from __future__ import annotations

import time

from factbook.drafting.asking.answers import F, read_answer
from factbook.drafting.asking.call_log import CallLog
from factbook.drafting.asking.choose import ChosenModel
from factbook.drafting.asking.provider import Reply, open_line
from factbook.drafting.asking.request import Request, Task, make_request
from factbook.drafting.asking.stopping import expect_wanted
from factbook.errors import AnswerError

Said = tuple[str, str]
"""The text of an answer, and why it ended."""

_TURNS = 2
"""How often a model is asked for one thing: an answer that cannot be used is sent back once."""


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
        same answer from then on, without the network; where it ended between the two, it goes on there.

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
        request = make_request(self.model, task)
        answer, problem, replayed = self._in_two_turns(request, form)
        if answer is None and replayed == _TURNS:
            # It was given up before; to ask once more is to ask from the start.
            answer, problem, replayed = self._in_two_turns(request, form, anew=True)
        self.calls.replayed += replayed
        if answer is None:
            raise AnswerError(
                f"{self.model.full_name} was asked for {task.name} twice, and its answer cannot be used: "
                f"{problem}",
                next_step="Ask another model; a larger one keeps to the form more often.",
            )
        return answer

    def _in_two_turns(
        self, request: Request, form: type[F], *, anew: bool = False
    ) -> tuple[F | None, str, int]:
        """Take an answer that can be used, or send it back once; each turn is replayed if it is kept.

        Gives the answer, ``None`` where none can be used; what is wrong with the last; and how many turns
        were replayed.
        """
        problem, replayed = "", 0
        for _ in range(_TURNS):
            kept = None if anew else self.calls.find(request)
            if kept:
                replayed += 1
            text, finish = (kept.answer.text, kept.answer.finish) if kept else self._send(request, form)
            answer, problem = read_answer(text, form, finish=finish)
            if answer is not None:
                return answer, "", replayed
            request = request.again(text, problem)
        return None, problem, replayed

    def _send(self, request: Request, form: type[F]) -> Said:
        line = open_line(self.model)
        expect_wanted(self.calls.stopped)
        self.calls.budget.expect(request)
        began = time.monotonic()
        try:
            reply: Reply = line.send(request, stopped=self.calls.stopped)
        except BaseException:
            self.calls.failed(request)
            raise
        _, problem = read_answer(reply.text, form, finish=reply.finish)
        self.calls.keep(request, reply, took_s=time.monotonic() - began, problem=problem)
        return reply.text, reply.finish
