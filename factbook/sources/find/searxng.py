"""A SearXNG instance as a finder: it asks many search engines and gives one list.

The API: https://docs.searxng.org/dev/search_api.html. ``format=json`` has to be switched on in the instance's
``settings.yml``; docs/finding.md shows how.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from factbook.errors import FindError
from factbook.sources.find.answers import iso_day, objects, one_line, web_hit
from factbook.sources.find.ask import ask, expect_service, unexpected
from factbook.sources.find.finder import Found, Hit
from factbook.sources.find.query import expect_words

_MOST_PAGES = 5


class SearxngFinder:
    """Searches the web through a SearXNG instance.

    Parameters
    ----------
    address:
        Where the instance answers, like ``http://localhost:8888``.
    timeout_s:
        For each page of results.
    engines:
        The engines to ask, by SearXNG's names; those the instance asks by default if empty.
    language:
        A language code like ``de`` or ``pt-BR``; the instance's default if empty.
    """

    name = "SearXNG"

    def __init__(
        self, address: str, *, timeout_s: float = 20.0, engines: Sequence[str] = (), language: str = ""
    ) -> None:
        self.address = expect_service(address, service=self.name)
        self.timeout_s = timeout_s
        options = {"engines": ",".join(engines), "language": language}
        self._options = {name: value for name, value in options.items() if value}

    def find(self, query: str, *, most: int = 10) -> Found:
        """Give what the engines found; the note says which answered and which did not."""
        query = expect_words(query)
        hits: dict[str, Hit] = {}
        answered: dict[str, None] = {}
        silent: dict[str, None] = {}
        told = dropped = 0
        for number in range(1, _MOST_PAGES + 1):
            try:
                page = self._page(query, number)
            except FindError as error:
                if number == 1:
                    raise
                silent[f"page {number} of the results ({error.problem})"] = None
                break
            results = objects(page.get("results"))
            before = len(hits)
            usable = [hit for hit in map(_hit, results) if hit]
            dropped += len(results) - len(usable)
            for hit in usable:
                hits.setdefault(hit.address, hit)
            answered |= dict.fromkeys(_engines(results))
            silent |= dict.fromkeys(_unresponsive(page.get("unresponsive_engines")))
            told = max(told, _count(page.get("number_of_results")))
            if len(hits) == before or len(hits) >= most:
                break
        best = tuple(hits.values())[:most]
        return Found(best, max(told, len(hits)), _note(answered, silent, dropped))

    def _page(self, query: str, number: int) -> dict[str, Any]:
        parameters: dict[str, str | int] = {"q": query, "format": "json", "pageno": number, **self._options}
        answer = ask(f"{self.address}/search", parameters, service=self.name, timeout_s=self.timeout_s)
        if answer.status == 403:
            raise FindError(
                "JSON is not switched on in this SearXNG instance",
                next_step="Add json to search.formats in its settings.yml and start it again.",
            )
        if answer.status == 429:
            raise FindError(
                "This SearXNG instance gets too many requests from here",
                next_step="Wait, or use an instance of your own with server.limiter off.",
            )
        if answer.status != 200:
            raise unexpected(self.name, answer.status)
        page = answer.json_object()
        if page is None or not isinstance(page.get("results"), list):
            raise FindError(
                "What answers at the address of SearXNG sent no search results as JSON",
                next_step="Check that the address is that of a SearXNG instance.",
            )
        return page


def _hit(result: dict[str, Any]) -> Hit | None:
    issued = iso_day(result.get("publishedDate"))
    return web_hit(result.get("url"), result.get("title"), result.get("content"), issued=issued)


def _engines(results: Iterable[dict[str, Any]]) -> list[str]:
    names: list[object] = []
    for result in results:
        several = result.get("engines")
        names += several if isinstance(several, list) else [result.get("engine")]
    return [name for name in map(one_line, names) if name]


def _unresponsive(engines: object) -> list[str]:
    """Read pairs of an engine's name and why it did not answer."""
    told = []
    for engine in engines if isinstance(engines, list) else ():
        name, reason = (*engine, "", "")[:2] if isinstance(engine, list) else (engine, "")
        if one_line(name):
            told.append(f"{one_line(name)} ({one_line(reason)})" if one_line(reason) else one_line(name))
    return told


def _note(answered: Iterable[str], silent: Iterable[str], dropped: int) -> str:
    parts = []
    if answered:
        parts.append(f"Answered: {', '.join(answered)}")
    if silent:
        parts.append(f"Did not answer: {', '.join(silent)}")
    if dropped:
        parts.append(f"Without an address of the web, and left out: {dropped}")
    return ". ".join(parts)


def _count(value: object) -> int:
    return int(value) if isinstance(value, int | float) and 0 < value < 1e12 else 0
