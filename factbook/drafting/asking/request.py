"""What is asked of a language model: one request, all of which is kept, and by whose hash it is replayed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from factbook.drafting.asking.choose import ChosenModel
from factbook.drafting.asking.prompts import ANSWER_AGAIN, FORMS, VERSION, instructions_for
from factbook.model.canonical import to_json
from factbook.wording import spoken

_FRAME_TOKENS = 512
"""What a provider may put around a request: marks of turns, and words on the form of the answer."""


@dataclass(frozen=True)
class Task:
    """One thing to ask: its name in `prompts`, and all the data that the model gets for it."""

    name: str
    data: dict[str, Any]


@dataclass(frozen=True)
class Request:
    """A request as it goes out.

    ``turns`` are what is said, first by us; a second and third are an answer that could not be used, and why.
    """

    task: str
    model: str
    answers: str
    instructions: str
    turns: tuple[str, ...]
    schema: dict[str, Any]
    output_tokens: int

    def as_json(self) -> dict[str, Any]:
        """Give all of it as JSON."""
        return {
            "answers": self.answers,
            "form": self.schema,
            "instructions": self.instructions,
            "model": self.model,
            "most_output_tokens": self.output_tokens,
            "prompts": VERSION,
            "task": self.task,
            "temperature": 0,
            "turns": list(self.turns),
        }

    def most_tokens(self) -> int:
        """Give how many tokens it can cost at most, with the longest answer.

        Every byte is counted as a token: no tokenizer makes more, and none has to be known.
        """
        asked = len(to_json(self.as_json()).encode())
        # The form may go along a second time, in words.
        return asked + len(to_json(self.schema).encode()) + _FRAME_TOKENS + self.output_tokens

    def again(self, answer: str, problem: str) -> Request:
        """Give the request that asks once more, after an answer that cannot be used."""
        return replace(self, turns=(*self.turns, answer, ANSWER_AGAIN.format(problem=problem)))


def make_request(model: ChosenModel, task: Task) -> Request:
    """Make the request of a task, in the language that is spoken."""
    return Request(
        task=task.name,
        model=model.full_name,
        answers=model.answers,
        instructions=instructions_for(task.name, spoken()),
        turns=(fence(task.data),),
        schema=FORMS[task.name],
        output_tokens=model.output_tokens,
    )


def fence(data: dict[str, Any]) -> str:
    """Write data between the marks that the rules speak of; nothing in it can end them."""
    written = to_json(data).replace("<", "\\u003c").replace(">", "\\u003e")
    return f"<data>\n{written}</data>"
