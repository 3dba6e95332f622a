"""The one place that speaks to language models, through pydantic-ai (the extra ``factbook[llm]``).

One request goes out and one text comes back. No tools are offered, nothing is repeated, and nothing of the
answer is acted on here.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
import warnings
from collections.abc import Coroutine, Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any, TypeVar
from urllib.parse import urlsplit

from factbook.drafting.asking.choose import ChosenModel
from factbook.drafting.asking.keys import is_repeated, key_for, without_key
from factbook.drafting.asking.request import Request
from factbook.drafting.asking.stopping import expect_wanted
from factbook.errors import BadInputError, ModelError, StoppedError

ADDRESSES = {
    "anthropic": "https://api.anthropic.com",
    "google": "https://generativelanguage.googleapis.com",
    "ollama": "http://127.0.0.1:11434/v1",
    "openai": "https://api.openai.com/v1",
}
"""Where each provider is asked; whatever else the environment says of addresses is not looked at."""

_LONGEST_REASON = 300
_FORM = """Answer with one JSON object that is valid against this JSON Schema:

{schema}"""
_DOLLAR_DIGITS = 6

T = TypeVar("T")


@dataclass(frozen=True)
class Reply:
    """What came back; what the server does not say is empty or ``None``."""

    text: str
    model: str
    finish: str
    input_tokens: int | None
    output_tokens: int | None
    cost_usd: float | None

    @property
    def tokens(self) -> int | None:
        """All the tokens of the call, in and out; ``None`` if the server has not counted both."""
        if not self.input_tokens or not self.output_tokens:
            return None
        return self.input_tokens + self.output_tokens


def expect_ready(model: ChosenModel) -> None:
    """Raise `BadInputError` if a model could not be asked: the extra is not installed, or there is no key."""
    if find_spec("pydantic_ai") is None:
        raise _not_installed()
    key_for(model)


@dataclass(frozen=True)
class Line:
    """A language model that can be asked: its packages are there, and its key. Nothing has gone out yet."""

    model: ChosenModel
    key: str = field(repr=False)

    def send(self, request: Request, *, stopped: threading.Event) -> Reply:
        """Send a request and give the reply, unless ``stopped`` is set before it has come.

        Raises
        ------
        ModelError
            No answer came, for the reason it names; `StoppedError` if that is that somebody stopped it.
        """
        model, key = self.model, self.key
        try:
            response = _run(_ask(model, key, request), stopped)
        except StoppedError:
            raise
        except Exception as error:  # of any of four libraries
            failed = ModelError(
                f"{model.full_name} gave no answer: {_reason(model, error, key)}",
                next_step="Answers so far are kept; run the same command again to go on from there.",
            )
            if is_repeated(error, key):
                raise failed from None
            raise failed from error
        return _reply(model, response, key)


def open_line(model: ChosenModel) -> Line:
    """Make ready to ask a model; `BadInputError` if the extra is not installed, or there is no key."""
    try:
        import pydantic_ai.direct  # noqa: F401
    except ImportError as error:
        raise _not_installed() from error
    return Line(model, key_for(model))


def _not_installed() -> BadInputError:
    return BadInputError(
        "Language models need packages that are not installed",
        next_step="Install them with: pip install 'factbook[llm]'",
    )


async def _ask(model: ChosenModel, key: str, request: Request) -> Any:
    from pydantic_ai import direct
    from pydantic_ai.messages import ModelRequest, ModelResponse, TextPart, UserPromptPart
    from pydantic_ai.models import ModelRequestParameters
    from pydantic_ai.output import OutputObjectDefinition

    said = [
        ModelResponse(parts=[TextPart(words)]) if place % 2 else ModelRequest(parts=[UserPromptPart(words)])
        for place, words in enumerate(request.turns)
    ]
    said[-1].instructions = request.instructions
    parameters = ModelRequestParameters(
        output_mode="native" if request.answers == "schema" else "prompted",
        output_object=OutputObjectDefinition(json_schema=request.schema, name="answer"),
        prompted_output_template=False if request.answers == "schema" else _FORM,
        allow_text_output=True,
    )
    settings: dict[str, Any] = {
        "temperature": 0.0,
        "max_tokens": request.output_tokens,
        "request_timeout": model.timeout_s,
        "timeout": model.timeout_s,
        "max_retries": 0,
    }
    if request.answers == "json":
        # Servers that know no schemas as OpenAI writes them, and take one beside "json_object".
        settings["extra_body"] = {"response_format": {"type": "json_object", "schema": request.schema}}
    asked = _model(model, key)
    async with asked:
        # Some models take no temperature; that it goes unused is no news to whoever drafts.
        warnings.filterwarnings("ignore", message="Sampling parameters", category=UserWarning)
        return await direct.model_request(
            asked, said, model_settings=settings, model_request_parameters=parameters
        )


def _model(model: ChosenModel, key: str) -> Any:
    address = model.url or ADDRESSES[model.provider]
    if model.provider == "anthropic":
        from pydantic_ai.models.anthropic import AnthropicModel
        from pydantic_ai.providers.anthropic import AnthropicProvider

        return AnthropicModel(model.name, provider=AnthropicProvider(api_key=key, base_url=address))
    if model.provider == "google":
        from pydantic_ai.models.google import GoogleModel
        from pydantic_ai.providers.google import GoogleProvider

        return GoogleModel(model.name, provider=GoogleProvider(api_key=key, base_url=address))
    from pydantic_ai.models.openai import OpenAIChatModel

    if model.provider == "openai" and not model.url:
        from pydantic_ai.providers.openai import OpenAIProvider

        return OpenAIChatModel(model.name, provider=OpenAIProvider(api_key=key, base_url=address))
    from pydantic_ai.profiles.openai import OpenAIModelProfile
    from pydantic_ai.providers.openai_compatible import OpenAICompatibleProvider

    # Servers of one's own know the older name of the longest answer.
    profile = OpenAIModelProfile(
        openai_chat_supports_max_completion_tokens=False,
        supports_json_schema_output=True,
        supports_json_object_output=True,
    )
    provider = OpenAICompatibleProvider(model.provider, base_url=address, api_key=key or "none")
    return OpenAIChatModel(model.name, provider=provider, profile=profile)


def _reply(model: ChosenModel, response: Any, key: str) -> Reply:
    """Give what is kept of a response; the key is not, wherever a server has put it."""
    from pydantic_ai.messages import TextPart

    text = "".join(part.content for part in response.parts if isinstance(part, TextPart))
    counted = _counted(response)
    return Reply(
        # Half of a surrogate pair, which JSON can spell, can be kept by no file.
        text=without_key(text.encode("utf-8", "replace").decode(), key),
        model=without_key(str(response.model_name or ""), key),
        finish=without_key(str(response.finish_reason or ""), key),
        input_tokens=counted[0],
        output_tokens=counted[1],
        cost_usd=_cost(model, response),
    )


def _counted(response: Any) -> tuple[int | None, int | None]:
    """Give the tokens in and out, as far as they are counted; what a server leaves out stands there as 0."""
    return response.usage.input_tokens or None, response.usage.output_tokens or None


def _cost(model: ChosenModel, response: Any) -> float | None:
    """Give what a call costs by the provider's list prices, where these and all that was used are known."""
    if model.url is not None or model.provider == "ollama" or not all(_counted(response)):
        return None
    with contextlib.suppress(LookupError, ValueError, AssertionError):
        return round(float(response.cost().total_price), _DOLLAR_DIGITS)
    return None


def _reason(model: ChosenModel, error: BaseException, key: str) -> str:
    """Say what went wrong on one line; a server may repeat the key it was given."""
    kinds = [type(one).__name__ for one in _causes(error)]
    if any("Timeout" in kind for kind in kinds):
        return f"it took too long, more than {model.timeout_s:g} s (timeout_s under [language_model])"
    if any("ConnectError" in kind or kind == "ConnectionRefusedError" for kind in kinds):
        return f"cannot connect to {_address(model)}: start its server, or set url under [language_model]"
    told = " ".join(str(error).split()) or type(error).__name__
    told = told.replace(key, "(key)") if key else told
    return told if len(told) <= _LONGEST_REASON else f"{told[:_LONGEST_REASON]}…"


def _address(model: ChosenModel) -> str:
    """Give where a model is asked, without what may be secret in it."""
    parts = urlsplit(model.url or ADDRESSES[model.provider])
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Give an error and those it was raised from."""
    found: BaseException | None = error
    while found is not None:
        yield found
        found = found.__cause__


def _run(work: Coroutine[Any, Any, T], stopped: threading.Event) -> T:
    """Run asynchronous work to its end, also where a loop is running, as in Jupyter.

    It is cancelled if we are, or once somebody has stopped it.
    """
    done: list[T] = []
    failed: list[BaseException] = []
    loop = asyncio.new_event_loop()
    task = loop.create_task(work)

    def run() -> None:
        try:
            with warnings.catch_warnings():
                done.append(loop.run_until_complete(task))
        except BaseException as error:  # noqa: BLE001  it is raised again below
            failed.append(error)
        finally:
            loop.run_until_complete(loop.shutdown_asyncgens())
            loop.close()

    thread = threading.Thread(target=run, name="factbook-language-model", daemon=True)
    thread.start()
    try:
        while thread.is_alive():
            expect_wanted(stopped)
            # With a limit, so that an interrupt is heard on every platform.
            thread.join(0.2)
    except BaseException:
        with contextlib.suppress(RuntimeError):  # It has ended just now.
            loop.call_soon_threadsafe(task.cancel)
        thread.join(5)
        raise
    if failed:
        raise failed[0]
    return done[0]
