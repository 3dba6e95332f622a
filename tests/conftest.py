"""What tests share: a small check that holds in every part, on its own and as a folder."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from hypothesis import settings

from factbook.errors import ModelError
from factbook.lean_imports import skip_iri_grammar
from factbook.model.canonical import check_to_json, parse_check
from factbook.model.check import Check
from factbook.sources.fetch.pace import Pace
from factbook.store.check_folder import CheckFolder

# As our commands do: the grammar takes each process of a run a second and more, and nothing here asks for it.
skip_iri_grammar()

# How long one example takes says nothing on a busy machine. A test that fails should fail because of what was
# changed, so examples are the same in each run; FACTBOOK_EXAMPLES=random looks for new ones.
settings.register_profile(
    "factbook",
    deadline=None,
    print_blob=True,
    derandomize=os.environ.get("FACTBOOK_EXAMPLES") != "random",
)
settings.load_profile("factbook")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long: what begins last would be waited for, with nothing left to do beside it."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@dataclass(frozen=True)
class Site:
    """A web site on this machine: what lies in its folder is served at its address."""

    folder: Path
    url: str


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """Serve a folder; whoever fetches from it needs ``private_addresses = true`` in the settings."""
    # Nobody waits between two requests to a server that is ours.
    monkeypatch.setattr("factbook.sources.fetch.http.Pace", partial(Pace, 0.0))
    folder = tmp_path / "site"
    folder.mkdir()
    handler = partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=partial(server.serve_forever, poll_interval=0.02), daemon=True).start()
        yield Site(folder, f"http://127.0.0.1:{server.server_port}")
        server.shutdown()


MINUTES = "The council met on Monday. The bridge will open in May, the mayor said. It will carry trams."


def check_fields() -> dict[str, Any]:
    """Give the JSON of a check whose audit finds nothing: one point, one source, one quote, one sentence."""
    exact = "The bridge will open in May"
    start = MINUTES.index(exact)
    digest = hashlib.sha256(MINUTES.encode()).hexdigest()
    return {
        "id": "bridge",
        "claim": {"question": "Will the bridge open in May?"},
        "points": [{"id": "p1", "text": "The bridge opens in May"}],
        "coders": [{"id": "ana", "name": "Ana"}],
        "sources": [
            {
                "id": "s1",
                "title": "Council minutes",
                "snapshots": [
                    {
                        "sha256": digest,
                        "extension": "txt",
                        "media_type": "text/plain",
                        "size_bytes": len(MINUTES.encode()),
                        "captured_at": "2025-09-09T08:30:00Z",
                        "text_sha256": digest,
                        "text_length": len(MINUTES),
                    }
                ],
            }
        ],
        "quotes": [
            {
                "id": "q1",
                "source": "s1",
                "points": ["p1"],
                "exact": exact,
                "prefix": MINUTES[:start],
                "suffix": MINUTES[start + len(exact) :],
                "snapshot": digest,
                "start": start,
                "end": start + len(exact),
            }
        ],
        "stances": [{"source": "s1", "point": "p1", "coder": "ana", "value": "supports", "quotes": ["q1"]}],
        "findings": [
            {
                "id": "f1",
                "section": "summary",
                "text": "The bridge will open in May [@s1#q1].",
                "points": ["p1"],
            }
        ],
        "rating": {"value": "supported", "reason": "The minutes say so.", "set_by": "ana"},
    }


@pytest.fixture
def fields() -> dict[str, Any]:
    """The JSON of the small check, to change before it is read."""
    return check_fields()


@pytest.fixture
def check() -> Check:
    """The small check."""
    return parse_check(check_fields())


@pytest.fixture
def make_folder(tmp_path: Path) -> Callable[..., CheckFolder]:
    """Give a function that puts a check, and the one kept copy it names, into a folder."""

    def make(check: Check, *, name: str = "bridge") -> CheckFolder:
        path = tmp_path / name
        path.mkdir(parents=True)
        (path / "check.json").write_text(check_to_json(check), encoding="utf-8")
        folder = CheckFolder(path)
        folder.keep(MINUTES.encode(), extension="txt")
        return folder

    return make


@pytest.fixture
def folder(check: Check, make_folder: Callable[..., CheckFolder]) -> CheckFolder:
    """The small check as a folder."""
    return make_folder(check)


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make it so that the network's weights or packages are not there."""
    from factbook.evidence import pairs, ranking, support

    def missing() -> None:
        raise ModelError("The weights are not there")

    for module in (pairs, ranking, support):
        monkeypatch.setattr(module, "shared_encoder", missing)
