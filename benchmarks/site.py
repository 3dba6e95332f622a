"""Seconds and bytes of a site's pages for thousands of checks, of which only the cards are made up.

    python -m benchmarks.site [--checks N]

No report is built: what is measured is what a site adds to its reports (lists, search data, feeds), then a
second run after nothing has changed, and a third after one check was added. Headlines are made of common
words and have the lengths of real ones, 30 to 140 characters.
"""

from __future__ import annotations

import argparse
import gzip
import random
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from factbook.model.rating import RatingValue
from factbook.reports.site.card import Card
from factbook.reports.site.folder import Made, open_site, stage_check
from factbook.reports.site.pages import SiteContent, render_site
from factbook.store.settings import Publisher, Settings, Site

WORDS = """council bridge school hospital minister budget vaccine border river train teachers wages prison
energy climate forest water rent police court election ballot tax trade export harvest winter record number
percent million year study report people city country company price doubled halved banned opened closed
hidden doctors children border soldiers refugees farmers students claims says shows proves never
always more than""".split()
TOPICS = (
    "Elections Health Economy Climate Migration Courts Schools Transport Energy Housing Water Trade".split()
)
FIRST_DAY = date(2016, 1, 1)


def make_cards(count: int, *, seed: int = 7) -> Iterator[Card]:
    """Make up cards of checks over ten years."""
    numbers = random.Random(seed)  # noqa: S311  made-up data
    for number in range(count):
        words = " ".join(numbers.choices(WORDS, k=numbers.randint(6, 20)))
        day = (FIRST_DAY + timedelta(days=number * 3650 // count)).isoformat()
        value = numbers.choice(list(RatingValue))
        yield Card(
            id=f"{'-'.join(words.split()[:5])}-{number}",
            headline=f"Is it true that {words}?",
            language="en",
            rating=value,
            label=value.label.capitalize(),
            reason="3 sources support it and 1 refutes it.",
            by_hand=False,
            claimant=f"{numbers.choice(WORDS)} {numbers.choice(WORDS)}".title(),
            date=day,
            topics=tuple(numbers.sample(TOPICS, k=numbers.randint(0, 3))),
            published=day,
            updated=f"{day}T09:00:00Z",
            changed=False,
            outdated=None,
            corrections=(),
            follow_ups=(),
            tally={"sources": 4, "origins": 3},  # type: ignore[arg-type]
        )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--checks", type=int, default=10_000, metavar="N")
    count = parser.parse_args().checks
    made_up = list(make_cards(count + 1))
    settings = Settings(publisher=Publisher(name="The Desk"), site=Site(url="https://example.org/"))
    with tempfile.TemporaryDirectory(prefix="factbook-") as scratch:
        out = Path(scratch) / "site"
        print(f"{count:,} checks; times in seconds, sizes in bytes\n")
        for name, cards in (
            ("first run", made_up[:-1]),
            ("nothing new", made_up[:-1]),
            ("one more", made_up),
        ):
            print(run(name, cards, settings, out))
        print()
        print("\n".join(sizes(out)))


def run(name: str, cards: list[Card], settings: Settings, out: Path) -> str:
    """Write a site of these cards, and tell how long its parts took and what was written."""
    review = b'{"@type": "ClaimReview", "name": "made up"}'
    started = time.perf_counter()
    with open_site(out) as site:
        checks: dict[str, Made] = {}
        for card in cards:
            known = site.known(card.id, "0" * 64)
            files = {"report.html": card.headline.encode(), "claimreview.json": review}
            checks[card.id] = known or stage_check(out, card.id, key="0" * 64, card=card, files=files)
        looked = time.perf_counter()
        pages = list(render_site(SiteContent(tuple(cards), settings), lambda _id: review))
        rendered = time.perf_counter()
        written = site.finish(checks, pages)
    done = time.perf_counter()
    return (
        f"{name:12}  known or stand-ins {looked - started:5.1f}   pages {rendered - looked:5.1f}   "
        f"written {done - rendered:5.1f}   files written {written.written:6,} of "
        f"{written.written + written.unchanged:,}"
    )


def sizes(out: Path) -> Iterator[str]:
    """Tell the sizes of what a reader loads, as it is and as servers send it."""
    yield f"{'':34}{'bytes':>12}{'gzip':>12}"
    front = [out / name for name in ("index.html", "site.css", "site.js")]
    single = "index.html checks.js archive/1.html feed.atom sitemap.xml claimreviews.json .factbook-site.json"
    rows = [("front page with style and script", front), *((name, [out / name]) for name in single.split())]
    for name, paths in rows:
        data = [path.read_bytes() for path in paths if path.is_file()]
        plain, packed = sum(map(len, data)), sum(len(gzip.compress(one)) for one in data)
        yield f"{name:34}{plain:>12,}{packed:>12,}"


if __name__ == "__main__":
    main()
