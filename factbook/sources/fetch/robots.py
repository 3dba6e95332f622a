"""robots.txt (RFC 9309): what a site lets programs fetch, and how often."""

from __future__ import annotations

import threading
from collections.abc import Callable

import httpx2
from protego import Protego

from factbook.errors import FetchError

MAX_ROBOTS_BYTES = 512_000
_ALLOW_ALL, _ALLOW_NOTHING = "", "User-agent: *\nDisallow: /\n"


class Robots:
    """Answers for a user agent, from each site's robots.txt; fetched once per site and kept.

    Parameters
    ----------
    user_agent:
        Who asks; rules are looked up under its first word, like ``factbook``.
    read:
        Gives the status and the bytes of a robots.txt, or raises `FetchError`.
    """

    def __init__(self, user_agent: str, read: Callable[[str], tuple[int, bytes]]) -> None:
        self._name = user_agent.split("/")[0].split()[0]
        self._read = read
        self._lock = threading.Lock()
        self._rules: dict[str, Protego] = {}

    def allow(self, url: httpx2.URL) -> bool:
        """Tell whether an address may be fetched."""
        return bool(self._rules_of(url).can_fetch(str(url), self._name))

    def delay_s(self, url: httpx2.URL) -> float:
        """Give the seconds the site asks for between two requests."""
        return float(self._rules_of(url).crawl_delay(self._name) or 0.0)

    def _rules_of(self, url: httpx2.URL) -> Protego:
        site = f"{url.scheme}://{url.netloc.decode('ascii')}"
        with self._lock:
            if site in self._rules:
                return self._rules[site]
        rules = Protego.parse(self._text(f"{site}/robots.txt"))
        with self._lock:
            return self._rules.setdefault(site, rules)

    def _text(self, address: str) -> str:
        try:
            status, text = self._read(address)
        except FetchError:
            # The site cannot be reached, and the document will say why better than its robots.txt can.
            return _ALLOW_ALL
        if status >= 500:
            return _ALLOW_NOTHING
        return text[:MAX_ROBOTS_BYTES].decode("utf-8-sig", errors="replace") if status == 200 else _ALLOW_ALL
