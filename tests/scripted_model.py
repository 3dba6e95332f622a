"""A server on this machine that answers as language models do, and says what a test tells it to.

It speaks OpenAI's protocol, and those of Anthropic and Google as far as one question and one answer go.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Any
"""A value (sent as JSON), a text (sent as it is), `Hang`, `Die`, `Status`, `Cut`, or a function."""


class Hang:
    """Say nothing until the client goes away."""


class Die:
    """Close the connection in the middle of an answer."""


class Status:
    """Refuse, with this HTTP status."""

    def __init__(self, code: int, said: str = "no") -> None:
        self.code, self.said = code, said


class Cut:
    """An answer that was cut off at its longest."""

    def __init__(self, text: str) -> None:
        self.text = text


class ScriptedModel:
    """Answers by task: each task has one answer for ever, or a list of answers, one for each call."""

    def __init__(self, answers: dict[str, Answer]) -> None:
        self.answers = {
            task: iter(given) if isinstance(given, list) else given for task, given in answers.items()
        }
        self.asked: list[dict[str, Any]] = []
        self.usage = {"prompt_tokens": 900, "completion_tokens": 100, "total_tokens": 1000}
        self.calls_itself = ""  # as it was asked for, unless set
        self.hung = threading.Event()
        self.over = threading.Event()
        self.url = ""

    @property
    def tasks(self) -> list[str]:
        """What was asked for, call by call."""
        return [task_of(request) for request in self.asked]

    def answer(self, request: dict[str, Any]) -> Answer:
        """Give what the script has for a request."""
        self.asked.append(request)
        answer = self.answers[task_of(request)]
        answer = next(answer) if isinstance(answer, Iterator) else answer
        return answer(data_of(request)) if callable(answer) and not isinstance(answer, type) else answer


_TASKS = {
    "Break the claim down": "points",
    "search queries": "queries",
    "Draft the report": "sentences",
    "do not hold": "repair",
    "leaves open": "questions",
}


def task_of(request: dict[str, Any]) -> str:
    """Tell what a request asks for, by its instructions."""
    told = request["messages"][0]["content"]
    return next(task for words, task in _TASKS.items() if words in told)


def data_of(request: dict[str, Any]) -> dict[str, Any]:
    """Give the data of a request as the model reads them."""
    told: str = next(one["content"] for one in request["messages"] if one["role"] == "user")
    found: dict[str, Any] = json.loads(told.removeprefix("<data>\n").removesuffix("</data>"))
    return found


def _messages_of_google(request: dict[str, Any]) -> list[dict[str, Any]]:
    told = "".join(part["text"] for part in request["systemInstruction"]["parts"])
    said = "".join(part["text"] for part in request["contents"][0]["parts"])
    return [{"role": "system", "content": told}, {"role": "user", "content": said}]


def _messages_of_anthropic(request: dict[str, Any]) -> list[dict[str, Any]]:
    told = request["system"] if isinstance(request["system"], str) else request["system"][0]["text"]
    said = request["messages"][0]["content"]
    said = said if isinstance(said, str) else said[0]["text"]
    return [{"role": "system", "content": told}, {"role": "user", "content": said}]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        model: ScriptedModel = self.server.model  # type: ignore[attr-defined]
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        request["_authorization"] = self.headers.get("Authorization", "")
        if "contents" in request:
            request["messages"] = _messages_of_google(request)
        elif isinstance(request.get("system"), list | str):
            request["messages"] = _messages_of_anthropic(request)
        answer = model.answer(request)
        if answer is Hang:
            model.hung.set()
            model.over.wait(30)
            self.close_connection = True
        elif answer is Die:
            self._begin(200, 10_000)
            self.wfile.write(b'{"choices": [{"message": {"content": "{\\"sent')
            self.wfile.flush()
            self.close_connection = True
        elif isinstance(answer, Status):
            self._send(answer.code, {"error": {"message": answer.said}})
        else:
            self._send(200, self._completion(model, request, answer))

    def _completion(self, model: ScriptedModel, request: dict[str, Any], answer: Answer) -> dict[str, Any]:
        finish = "length" if isinstance(answer, Cut) else "stop"
        text = answer.text if isinstance(answer, Cut) else answer
        text = text if isinstance(text, str) else json.dumps(text)
        if "contents" in request:
            said = {"content": {"role": "model", "parts": [{"text": text}]}, "finishReason": "STOP"}
            usage = {"promptTokenCount": 900, "candidatesTokenCount": 100, "totalTokenCount": 1000}
            return {
                "candidates": [said],
                "usageMetadata": usage,
                "modelVersion": self.path.split("/")[-1].split(":")[0],
            }
        if "system" in request:
            return {
                "id": "1",
                "type": "message",
                "role": "assistant",
                "model": request["model"],
                "content": [{"type": "text", "text": text}],
                "stop_reason": "end_turn",
                "stop_sequence": None,
                "usage": {"input_tokens": 900, "output_tokens": 100},
            }
        completion = {
            "id": "1",
            "object": "chat.completion",
            "created": 1,
            "model": model.calls_itself or request["model"],
            "choices": [
                {"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": text}}
            ],
        }
        if model.usage:
            completion["usage"] = model.usage
        return completion

    def _send(self, code: int, value: dict[str, Any]) -> None:
        data = json.dumps(value).encode()
        self._begin(code, len(data))
        self.wfile.write(data)

    def _begin(self, code: int, length: int) -> None:
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(length))
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *args: object) -> None:
        """Say nothing of clients that went away."""


@contextmanager
def serving(answers: dict[str, Answer]) -> Iterator[ScriptedModel]:
    """Serve a script on a free port of this machine."""
    model = ScriptedModel(answers)
    server = _Server(("127.0.0.1", 0), _Handler)
    server.model = model  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    model.url = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield model
    finally:
        model.over.set()
        server.shutdown()
        server.server_close()
        thread.join(5)


Serve = Callable[[dict[str, Answer]], ScriptedModel]
