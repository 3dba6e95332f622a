"""The calls of language models for one check: kept as they are made, found again, and held to a budget."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

from factbook.drafting.asking.provider import Reply
from factbook.drafting.asking.request import Request
from factbook.errors import BudgetError
from factbook.model.check import Check, add_record, find_record, next_id, put_record
from factbook.model.model_call import Dropped, ModelCall
from factbook.store.calls import Answer, KeptCall, hash_request
from factbook.store.check_folder import CheckFolder
from factbook.store.clock import utc_now


@dataclass
class Budget:
    """Tokens that may be spent, in and out together; without a number there is no limit.

    A call is made only if it could not overrun what is left, whatever comes back; see `Request.most_tokens`.
    """

    tokens: int | None = None
    spent: int = 0

    def expect(self, request: Request) -> None:
        """Raise `BudgetError` if a request could overrun what is left."""
        most = request.most_tokens()
        if self.tokens is not None and self.spent + most > self.tokens:
            raise BudgetError(
                f"The budget of {self.tokens:,} tokens was kept to: {self.spent:,} are spent, and asking "
                f"{request.model} for {request.task} could take {most:,}",
                next_step="Answers so far are kept; give a larger --budget to go on from there.",
            )


@dataclass
class CallLog:
    """What was asked for a check.

    Attributes
    ----------
    folder:
        The check.
    budget:
        What may be spent; several logs may share one.
    again:
        Ask anew where an answer is kept already.
    made, replayed:
        How many calls were made, and how many kept answers were used again, since this log was opened.
    stopped:
        Once it is set, by whatever thread, a call that is under way is broken off, none is made, and what
        has been answered is not written into the check.
    """

    folder: CheckFolder
    budget: Budget = field(default_factory=Budget)
    again: bool = False
    made: int = 0
    replayed: int = 0
    last: str = ""
    stopped: threading.Event = field(default_factory=threading.Event)

    def find(self, request: Request) -> KeptCall | None:
        """Give the newest call with this very request, if one was kept.

        `SnapshotError` if its file is missing or does not match its hash.
        """
        if self.again:
            return None
        wanted = hash_request(request.as_json())
        for one in reversed(self.folder.read().calls):
            if one.request_sha256 == wanted:
                self.last = one.id
                return self.folder.call(one.sha256)
        return None

    def keep(self, request: Request, reply: Reply, *, took_s: float, problem: str) -> None:
        """Keep a call that was answered, and count what it took."""
        call = KeptCall(
            request=request.as_json(),
            answer=Answer(text=reply.text, model=reply.model, finish=reply.finish),
            made_at=utc_now(),
            took_s=round(took_s, 3),
            input_tokens=reply.input_tokens,
            output_tokens=reply.output_tokens,
            cost_usd=reply.cost_usd,
        )
        digest = self.folder.keep_call(call)

        def change(check: Check) -> Check:
            self.last = next_id(check.calls, "m")
            record = ModelCall(
                id=self.last,
                task=request.task,
                model=request.model,
                request_sha256=call.request_sha256,
                sha256=digest,
                problem=problem,
                **call.model_dump(exclude={"request", "answer"}),
            )
            return add_record(check, "calls", record)

        self.folder.update(change)
        self.made += 1
        # A server that does not count both is taken to have spent all that it could.
        self.budget.spent += reply.tokens or request.most_tokens()

    def failed(self, request: Request) -> None:
        """Count a call that went out and got no answer: it may have been paid for all the same."""
        self.budget.spent += request.most_tokens()

    def note_dropped(self, dropped: Sequence[Dropped]) -> None:
        """Write what was dropped of the last answer beside its call."""
        if not self.last:
            return

        def change(check: Check) -> Check:
            call = find_record(check.calls, self.last, "call")
            return put_record(check, "calls", call.model_copy(update={"dropped": tuple(dropped)}))

        self.folder.update(change)

    def with_dropped(self, check: Check, dropped: Sequence[Dropped]) -> Check:
        """Give the check with what was dropped besides, beside the last call, if that was made for it."""
        call = next((one for one in check.calls if one.id == self.last), None)
        if call is None or not dropped:
            return check
        return put_record(check, "calls", call.model_copy(update={"dropped": (*call.dropped, *dropped)}))
