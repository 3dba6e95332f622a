"""How long a folder of documents takes to be indexed and searched, beside ``grep`` on the same files.

    python benchmarks/folder_index.py [1000 10000 100000]

For each size it makes that many documents of about 2 kB, with words as unevenly common as in a language
(Zipf's law), and prints what the first look costs, what a later look costs in which nothing has changed, how
large the index is, and how long queries take: one of rare words, one of the commonest words, one as people
ask, with both. Query times are those of `FolderFinder.find` without a look at the folder: the median, and
what 95 of 100 stay below. ``grep -rlw`` looks for one rare word, in files that are in memory already.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from factbook.sources.find.folder import FolderFinder

VOCABULARY = 200_000
WORDS_PER_DOCUMENT = 420
_RARE, _MIDDLE = (40_000, 60_000, 90_000), (300, 1_000, 3_000)


def spelled(rank: int) -> str:
    """Spell the word of a rank, one that can be spoken: ``ca``, ``da``, ``fa`` ..."""
    word, rank = "", rank + 1
    while rank:
        word += "bcdfglmnprstvz"[rank % 14] + "aeiou"[rank // 14 % 5]
        rank //= 70
    return word


def write_documents(folder: Path, count: int) -> int:
    """Write that many documents, a thousand to a folder, and give their bytes."""
    words = [spelled(rank) for rank in range(VOCABULARY)]
    weights = np.cumsum(1 / np.arange(1, VOCABULARY + 1))
    chance = np.random.default_rng(20250909)
    size_bytes = 0
    for number in range(count):
        place = folder / f"{number // 1000:03}"
        place.mkdir(exist_ok=True)
        ranks = np.searchsorted(weights, chance.random(WORDS_PER_DOCUMENT) * weights[-1])
        text = " ".join(words[rank] for rank in ranks)
        size_bytes += (place / f"document-{number:06}.txt").write_text(text, encoding="utf-8")
    return size_bytes


QUERIES = {
    "rare": " ".join(map(spelled, _RARE)),
    "common": " ".join(map(spelled, (0, 1, 2))),
    "question": " ".join(map(spelled, (0, 3, *_MIDDLE, 12, *_RARE[:1], 60))),
}


def query_ms(finder: FolderFinder, query: str) -> str:
    """Time a query: the median, and what nineteen of twenty stay below."""
    times_ms = []
    for _ in range(25):
        begun_s = time.perf_counter()
        finder.find(query)
        times_ms.append((time.perf_counter() - begun_s) * 1000)
    return f"{statistics.median(times_ms):.1f} / {statistics.quantiles(times_ms, n=20)[-1]:.1f}"


def timed_s(action: object, *arguments: object) -> float:
    """Time one call."""
    begun_s = time.perf_counter()
    action(*arguments)  # type: ignore[operator]
    return time.perf_counter() - begun_s


def measure(count: int, place: Path) -> list[str]:
    """Measure one size; the row of the table."""
    folder, index = place / "documents", place / "index.sqlite"
    folder.mkdir()
    text_bytes = write_documents(folder, count)
    finder = FolderFinder(folder, index=index, look_again_s=float("inf"))
    first_s = timed_s(finder.refresh)
    again_s = timed_s(finder.refresh)
    grep = ["grep", "-rlw", spelled(_RARE[0]), str(folder)]
    grep_s = timed_s(lambda: subprocess.run(grep, stdout=subprocess.DEVNULL, check=False))
    return [
        f"{count:,}",
        f"{text_bytes / 1e6:.1f}",
        f"{first_s:.1f}",
        f"{first_s / count * 1000:.3f}",
        f"{index.stat().st_size / 1e6:.1f}",
        f"{again_s:.2f}",
        *(query_ms(finder, query) for query in QUERIES.values()),
        f"{grep_s * 1000:.0f}",
    ]


def main(sizes: list[int]) -> None:
    """Print the table, a row as soon as it is measured."""
    sizes_and_times = ["documents", "text MB", "index s", "ms/document", "index MB", "look s"]
    heads = [*sizes_and_times, *(f"{query} ms" for query in QUERIES), "grep ms"]
    print("  ".join(f"{head:>13}" for head in heads))
    for size in sizes:
        with tempfile.TemporaryDirectory() as place:
            print("  ".join(f"{cell:>13}" for cell in measure(size, Path(place))), flush=True)


if __name__ == "__main__":
    try:
        chosen = [int(word) for word in sys.argv[1:]]
    except ValueError:
        sys.exit(__doc__)
    main(chosen or [1_000, 10_000, 100_000])
