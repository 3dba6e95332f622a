"""Which language model is asked."""

from __future__ import annotations

import pytest

from factbook.drafting.asking.choose import choose_language_model
from factbook.errors import BadInputError
from factbook.store.settings import LanguageModel, Settings

OWN = "https://llm.example.org/v1"


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FACTBOOK_MODEL", "FACTBOOK_MODEL_URL"):
        monkeypatch.delenv(name, raising=False)


def settings(**fields: str) -> Settings:
    return Settings(language_model=LanguageModel.model_validate(fields))


def test_a_name_goes_before_the_environment_and_that_before_the_settings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = settings(model="ollama:a")
    assert choose_language_model(said).full_name == "ollama:a"
    monkeypatch.setenv("FACTBOOK_MODEL", "google:b")
    assert choose_language_model(said).full_name == "google:b"
    assert choose_language_model(said, named="openai:c:7b").name == "c:7b"


def test_an_address_is_kept_for_its_provider_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    said = settings(model="openai:a", url=OWN)
    assert choose_language_model(said).url == OWN
    assert choose_language_model(said, named="openai:b").url == OWN
    assert choose_language_model(said, named="anthropic:b").url is None
    monkeypatch.setenv("FACTBOOK_MODEL_URL", "http://127.0.0.1:8000/v1")
    assert choose_language_model(said).url == "http://127.0.0.1:8000/v1"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "No language model is set up. Set model under [language_model] in factbook.toml"),
        ({"model": "qwen3"}, "'qwen3' names no language model. Name one as PROVIDER:MODEL"),
        ({"model": "azure:gpt"}, "the providers are anthropic, google, ollama, openai"),
        ({"model": "google:a", "url": OWN}, "google is asked at its own address alone"),
    ],
)
def test_what_cannot_be_asked_is_named(fields: dict[str, str], said: str) -> None:
    with pytest.raises(BadInputError) as caught:
        choose_language_model(settings(**fields))
    assert said in str(caught.value)


def test_an_address_with_a_password_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACTBOOK_MODEL_URL", "https://me:secret@llm.example.org/v1")
    with pytest.raises(BadInputError, match="must not hold a user name or password"):
        choose_language_model(settings(model="openai:a"))
