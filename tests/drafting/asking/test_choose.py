"""Which language model is asked, and that no key goes where it should not."""

from __future__ import annotations

import pytest

from factbook.drafting.asking.choose import ChosenModel, choose_language_model
from factbook.drafting.asking.keys import key_for
from factbook.errors import BadInputError
from factbook.store.settings import LanguageModel, Settings

OWN = "https://llm.example.org/v1"


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for (
        name
    ) in "FACTBOOK_MODEL FACTBOOK_MODEL_URL FACTBOOK_MODEL_KEY OPENAI_API_KEY ANTHROPIC_API_KEY".split():
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


def test_a_provider_s_key_goes_to_that_provider_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "of-openai")
    assert key_for(ChosenModel("openai", "a")) == "of-openai"
    assert key_for(ChosenModel("openai", "a", OWN)) == ""
    assert key_for(ChosenModel("ollama", "a")) == ""
    monkeypatch.setenv("FACTBOOK_MODEL_KEY", "of-own")
    assert key_for(ChosenModel("openai", "a", OWN)) == "of-own"
    with pytest.raises(BadInputError, match=r"There is no key for anthropic:a\. Set ANTHROPIC_API_KEY"):
        key_for(ChosenModel("anthropic", "a"))


@pytest.mark.parametrize(
    ("url", "goes"),
    [
        ("http://127.0.0.1:8000/v1", True),
        ("http://localhost/v1", True),
        ("http://[::1]:1/v1", True),
        ("https://llm.example.org/v1", True),
        ("http://llm.example.org/v1", False),
        ("http://192.168.0.9/v1", False),
    ],
)
def test_a_key_goes_out_encrypted_or_not_at_all(
    monkeypatch: pytest.MonkeyPatch, url: str, goes: bool
) -> None:
    model = ChosenModel("openai", "a", url)
    assert key_for(model) == ""  # Without a key, any address may be asked.
    monkeypatch.setenv("FACTBOOK_MODEL_KEY", "secret")
    if goes:
        assert key_for(model) == "secret"
    else:
        with pytest.raises(BadInputError, match=r"The key would go to http://.* unencrypted"):
            key_for(model)
