"""robots.txt (RFC 9309): what a site lets programs fetch, and how often."""

from __future__ import annotations

import re
import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

import httpx2
from protego import Protego

from factbook.sources.fetch.guard import Deadline

MAX_ROBOTS_BYTES = 512_000
_AGENT_LINE = re.compile(
    r"\s*(?:user-agent|useragent|user\s+agent)(?:\s*:|\s+(?![^#:]*:(?:\s|#|$)))([^#]*)", re.IGNORECASE
)
"""All spellings of ``User-agent: NAME`` that Protego understands, with or without the colon."""


@dataclass(frozen=True)
class Rules:
    """What a site asks of one user agent; ``trouble`` is why its robots.txt cannot be read."""

    name: str
    rules: Protego
    trouble: str = ""

    def refusal(self, url: httpx2.URL) -> str:
        """Give why an address is not to be fetched, or nothing."""
        if self.trouble:
            return f"its site's robots.txt cannot be read ({self.trouble})"
        return "" if self.rules.can_fetch(str(url), self.name) else "its site's robots.txt does not allow it"

    @property
    def delay_s(self) -> float:
        """The seconds the site asks for between two requests."""
        return float(self.rules.crawl_delay(self.name) or 0.0)


class Robots:
    """Answers for a user agent, from each site's robots.txt; fetched once per site and kept.

    Parameters
    ----------
    user_agent:
        Who asks; rules are looked up under its first word, like ``factbook``.
    read:
        Gives why a robots.txt cannot be read, or nothing, and its bytes. It raises `FetchError` if nobody
        answers; that passes to the caller, and is not kept.
    """

    def __init__(self, user_agent: str, read: Callable[[str, Deadline], tuple[str, bytes]]) -> None:
        words = re.findall(r"\w[\w-]*", user_agent)
        self._name = words[0].lower() if words else "factbook"
        self._read = read
        self._lock = threading.Lock()
        self._reading: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._rules: dict[str, Rules] = {}

    def rules_of(self, url: httpx2.URL, deadline: Deadline) -> Rules:
        """Give the rules of an address's site; while another thread reads them, time does not count."""
        site = f"{url.scheme}://{url.netloc.decode('ascii')}"
        with self._lock:
            reading = self._reading[site]
        with deadline.paused():
            reading.acquire()
        try:
            if site not in self._rules:
                self._rules[site] = self._parse(*self._read(f"{site}/robots.txt", deadline))
            return self._rules[site]
        finally:
            reading.release()

    def _parse(self, trouble: str, text: bytes) -> Rules:
        lines = text[:MAX_ROBOTS_BYTES].decode("utf-8-sig", errors="replace").splitlines()
        ours = "\n".join(_without_others(line, self._name) for line in lines)
        return Rules(self._name, Protego.parse(ours), trouble)


def _without_others(line: str, name: str) -> str:
    """Give a line in which every user agent that is not ours goes by one name.

    Protego keeps each rule once for each agent it stands under: a hundred kilobytes of agents and rules
    would take gigabytes.
    """
    found = _AGENT_LINE.match(line)
    if not found:
        return line
    agent = found[1].strip().lower()
    if agent != "*":
        agent = agent.replace("*", "")
        agent = agent if agent and name.startswith(agent) else "-"
    return f"User-agent: {agent}"
