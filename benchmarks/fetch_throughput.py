"""Fetches pages from a server on this machine, by factbook and by curl, and prints how they compare.

    python benchmarks/fetch_throughput.py [PAGES] [BYTES]

Politeness is off, and loopback allowed; all else is as it is for the web: each address is looked up, checked
and pinned, robots.txt asked for, limits watched. The server is a process of its own, so that it takes no time
of ours. One host is asked one page at a time by design, so workers make no difference here.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from statistics import median

from factbook.sources.fetch.http import HttpFetcher
from factbook.sources.fetch.many import fetch_all
from factbook.sources.fetch.pace import Pace

_SERVER = """
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
body = b"x" * int(sys.argv[1])
class Page(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_GET(self):
        self.send_response(200 if "robots" not in self.path else 404)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *args): pass
server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
print(server.server_port, flush=True)
server.serve_forever()
"""
_ROUNDS = 3


def _by_factbook(workers: int) -> Callable[[list[str]], None]:
    def run(urls: list[str]) -> None:
        fetcher = HttpFetcher(allow_address=lambda _address: True, pace=Pace(0.0))
        failed = [
            url
            for url, document in fetch_all(urls, fetcher, workers=workers)
            if isinstance(document, Exception)
        ]
        if failed:
            raise SystemExit(f"{len(failed)} pages could not be fetched, the first is {failed[0]}")

    return run


def _curl_each(urls: list[str]) -> None:
    for url in urls:
        subprocess.run(["curl", "-s", "-o", os.devnull, url], check=True)


def _curl_all(urls: list[str]) -> None:
    outputs = [part for url in urls for part in ("-o", os.devnull, url)]
    subprocess.run(["curl", "-s", *outputs], check=True)


def main(pages: int, size_bytes: int) -> None:
    """Print a table: seconds, pages a second, and the ratio to a curl for each page."""
    ways = {
        "curl, one process for each page": _curl_each,
        "curl, one process for all": _curl_all,
        "factbook, one page at a time": _by_factbook(1),
        "factbook, eight at a time": _by_factbook(8),
    }
    server = subprocess.Popen(
        [sys.executable, "-c", _SERVER, str(size_bytes)], stdout=subprocess.PIPE, text=True
    )
    try:
        port = server.stdout.readline().strip()  # type: ignore[union-attr]
        urls = [f"http://127.0.0.1:{port}/{number}" for number in range(pages)]
        taken: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(_ROUNDS):
            for name, run in ways.items():
                began = time.perf_counter()
                run(urls)
                taken[name].append(time.perf_counter() - began)
    finally:
        server.kill()
        server.wait()
    base = median(taken["curl, one process for each page"])
    print(f"{pages} pages of {size_bytes:,} bytes, median of {_ROUNDS}; load {os.getloadavg()[0]:.1f}")
    print(f"{'':34}{'seconds':>9}{'pages/s':>9}{'ratio':>8}")
    for name, times in taken.items():
        seconds = median(times)
        print(f"{name:34}{seconds:9.2f}{pages / seconds:9.0f}{base / seconds:8.2f}")


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    main(*(given + [100, 100_000][len(given) :]))
