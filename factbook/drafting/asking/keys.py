"""The keys of language models: read from the environment for one call, and written nowhere."""

from __future__ import annotations

import ipaddress
import os
import traceback
from urllib.parse import urlsplit

from factbook.drafting.asking.choose import ChosenModel
from factbook.errors import BadInputError

_OWN_SERVER = ("FACTBOOK_MODEL_KEY",)
_VARIABLES = {
    "anthropic": ("ANTHROPIC_API_KEY",),
    "google": ("GOOGLE_API_KEY", "GEMINI_API_KEY"),
    "openai": ("OPENAI_API_KEY",),
}
_SHORTEST_SECRET = 7
"""Characters; what is shorter is a word for no key, like ``none``, and may well be said in an answer."""


def key_for(model: ChosenModel) -> str:
    """Give the key for a model; empty where a server of one's own needs none.

    A provider's key goes to that provider alone: a server at another address gets ``FACTBOOK_MODEL_KEY``,
    over https, or on this machine.

    Raises
    ------
    BadInputError
        There is no key, or it would go out unencrypted.
    """
    own_server = model.url is not None or model.provider not in _VARIABLES
    variables = _OWN_SERVER if own_server else _VARIABLES[model.provider]
    key = next((found for name in variables if (found := os.environ.get(name, "").strip())), "")
    if not (key or own_server):
        raise BadInputError(
            f"There is no key for {model.full_name}", next_step=f"Set {variables[0]} in the environment."
        )
    if key and model.url and not _is_private(model.url):
        raise BadInputError(
            f"The key would go to {model.url} unencrypted", next_step="Give an address with https://."
        )
    return key


def without_key(text: str, key: str) -> str:
    """Give what a server has said without the key that it was given, which some repeat."""
    return text.replace(key, "(key)") if len(key) >= _SHORTEST_SECRET else text


def is_repeated(error: BaseException, key: str) -> bool:
    """Tell whether a key stands in an error, or in one that led to it."""
    return bool(key) and key in "".join(traceback.format_exception(error))


def _is_private(url: str) -> bool:
    """Tell whether nobody on the way can read what is sent to an address."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme == "https" or host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
