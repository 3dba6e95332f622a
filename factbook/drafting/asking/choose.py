"""Which language model is asked: as named, else ``FACTBOOK_MODEL``, else the casebook's settings."""

from __future__ import annotations

import os
from dataclasses import dataclass

from factbook.errors import BadInputError
from factbook.model.canonical import parse_record
from factbook.store.settings import LanguageModel, Settings

PROVIDERS = ("anthropic", "google", "ollama", "openai")
_WITH_URL = ("ollama", "openai")
"""Providers whose protocol is spoken by other servers too."""


@dataclass(frozen=True)
class ChosenModel:
    """A language model and how it is asked; ``url`` is set for a server that is not the provider's own."""

    provider: str
    name: str
    url: str | None = None
    answers: str = "schema"
    timeout_s: float = 120
    output_tokens: int = 4000

    @property
    def full_name(self) -> str:
        """Its name with its provider, like ``ollama:qwen3``."""
        return f"{self.provider}:{self.name}"


def names_language_model(name: str) -> bool:
    """Tell whether a name is that of a language model, ``PROVIDER:MODEL``, and not of a drafter."""
    return ":" in name


def asks_language_model(drafter: str) -> bool:
    """Tell whether the drafter of this name asks a language model: that of the settings, or one it names."""
    return drafter == "llm" or names_language_model(drafter)


def choose_language_model(settings: Settings, *, named: str = "") -> ChosenModel:
    """Give the language model to ask.

    Parameters
    ----------
    settings:
        Those of the casebook: a check that comes from somebody else does not choose who is asked.
    named:
        ``PROVIDER:MODEL``, where a person named one for this once. The address in the settings is kept
        only for the provider that it was set for.

    Raises
    ------
    BadInputError
        None is named, or it cannot be asked so.
    """
    chosen = settings.language_model
    url = os.environ.get("FACTBOOK_MODEL_URL")
    wanted = named or os.environ.get("FACTBOOK_MODEL", "") or chosen.model
    if not wanted:
        raise BadInputError(
            "No language model is set up",
            next_step="Set model under [language_model] in factbook.toml, or FACTBOOK_MODEL, to "
            "PROVIDER:MODEL, like ollama:qwen3.",
        )
    provider, _, name = (part.strip() for part in wanted.partition(":"))
    if provider not in PROVIDERS or not name:
        raise BadInputError(
            f"{wanted!r} names no language model",
            next_step=f"Name one as PROVIDER:MODEL; the providers are {', '.join(PROVIDERS)}.",
        )
    if url:
        fields = chosen.model_dump() | {"url": url}
        chosen = parse_record(LanguageModel, fields, name="FACTBOOK_MODEL_URL")
    elif wanted != chosen.model and provider != chosen.model.partition(":")[0].strip():
        chosen = chosen.model_copy(update={"url": None})
    if chosen.url and provider not in _WITH_URL:
        raise BadInputError(
            f"A url is set for {wanted}, and {provider} is asked at its own address alone",
            next_step=f"Leave the url out, or name the model as openai:{name}.",
        )
    return ChosenModel(provider, name, chosen.url, chosen.answers, chosen.timeout_s, chosen.output_tokens)
