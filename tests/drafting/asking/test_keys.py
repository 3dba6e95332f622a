"""No key goes where it should not, and none is kept."""

from __future__ import annotations

import pytest

from factbook.drafting.asking.choose import ChosenModel
from factbook.drafting.asking.keys import is_repeated, key_for, without_key
from factbook.errors import BadInputError

OWN = "https://llm.example.org/v1"


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FACTBOOK_MODEL_KEY", "OPENAI_API_KEY", "ANTHROPIC_API_KEY"):
        monkeypatch.delenv(name, raising=False)


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


@pytest.mark.parametrize(
    ("key", "kept"),
    [
        ("hunter2", "The key (key) is wrong"),
        ("wrong", "The key hunter2 is wrong"),  # Too short for a secret: it may well be said.
        ("", "The key hunter2 is wrong"),
    ],
)
def test_a_key_is_taken_out_of_what_a_server_says(key: str, kept: str) -> None:
    assert without_key("The key hunter2 is wrong", key) == kept


def test_a_key_is_found_in_an_error_that_led_to_another() -> None:
    error = RuntimeError("no answer")
    error.__cause__ = ValueError("401 for hunter2")
    assert is_repeated(error, "hunter2")
    assert not is_repeated(error, "hunter3")
    assert not is_repeated(error, "")
