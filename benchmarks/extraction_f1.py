"""How much of a page's main text is read, and how much besides: factbook, trafilatura, all of the page.

    python benchmarks/extraction_f1.py

Twenty pages are made from templates of our own, of kinds that differ in what surrounds the text: a news story
among teasers, a blog with a sidebar and comments, documentation, tables, a forum, pages from right to left
and without spaces. What their main text is, is known. Words are counted as bags of tokens (a character is one
where a script writes no spaces): precision is the share of what was read that is main text, recall the share
of the main text that was read. Hidden words are none of it; how many of them each reader takes for the page's
is told apart. Times are per page, the first in a new process apart from the others.
"""

from __future__ import annotations

import re
import statistics
import time
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

import lxml.html
import trafilatura

from factbook.sources.extract.kinds import HTML
from factbook.sources.extract.reading import extract_text
from factbook.sources.extract.sandbox import Sandbox

ENGLISH = [
    "The council said on Monday that the bridge, closed since December, will open again in May.",
    "Its works took five months and cost 4.8 million, a little less than had been set aside for them.",
    "“We kept what we promised,” the mayor told reporters, and thanked the engineers for their patience.",
    "Shops on both banks had asked for an earlier date; some of them lost a third of their customers.",
    "Buses will take the old way again from the first day, and the ferry stops in the week after that.",
    "An inspection two years ago found cracks in two of the nine arches, which have now been replaced.",
]
ARABIC = [
    "قال المجلس يوم الاثنين إن الجسر سيفتح في شهر مايو.",
    "وكلفت الأعمال خمسة ملايين واستمرت خمسة أشهر.",
]
HEBREW = ["המועצה הודיעה ביום שני כי הגשר ייפתח במאי.", "העבודות נמשכו חמישה חודשים ועלו חמישה מיליון."]
JAPANESE = [
    "市議会は月曜日に、橋が五月に再び開通すると発表した。",
    "工事は五か月かかり、費用は五億円であった。",
]
CHINESE = ["市议会周一表示,大桥将于五月重新开放。", "工程历时五个月,耗资五百万元。"]
RUSSIAN = ["В понедельник совет сообщил, что мост откроется в мае.", "Работы длились пять месяцев."]
THAI = ["สภาเมืองกล่าวเมื่อวันจันทร์ว่าสะพานจะเปิดในเดือนพฤษภาคม", "งานใช้เวลาห้าเดือน"]

SECTIONS = "home world sport culture travel".split()
NAVIGATION = "".join(
    f'<li><a href="/{name}">{name.title()}</a></li>' for name in "home world sport culture travel".split()
)
TEASER = (
    '<div class="teaser"><a href="/t">Ten gardens to see this summer</a><p>Our readers chose them.</p></div>'
)
COMMENT = '<div class="comment"><b>anon42</b><p>Nobody asked me whether I wanted this at all.</p></div>'
COOKIES = (
    '<div id="cookie-banner"><p>We and our 812 partners use cookies. <button>Accept all</button></p></div>'
)
UNSEEN = "Seven unseen words stand in here."


_YEARS = range(2004, 2024)


class Page(NamedTuple):
    """A page, and the text that a reader came for."""

    name: str
    markup: str
    main: str


def paragraphs(sentences: list[str], *, times: int = 2, each: int = 2) -> list[str]:
    """Put sentences together as paragraphs, numbered: no two of a page are the same."""
    whole = sentences * times
    return [f"{' '.join(whole[at : at + each])} [{at + 1}]" for at in range(0, len(whole), each)]


def framed(name: str, article: str, main: list[str], *, language: str = "en", around: str = "") -> Page:
    """Put an article into a site: navigation, cookies, teasers, a footer."""
    direction = "rtl" if language in {"ar", "he"} else "ltr"
    markup = (
        f'<!doctype html><html lang="{language}" dir="{direction}"><head><title>{name}</title>'
        f"<meta charset=utf-8><style>.off {{display: none}}</style></head><body>{COOKIES}"
        f"<header><nav><ul>{NAVIGATION}</ul></nav></header><main>{article}</main>{around}"
        f'<aside class="sidebar"><h3>Most read</h3>{TEASER * 4}</aside><div class="ad">Buy one, get two</div>'
        "<footer><p>© 2024 Example Media. All rights reserved. Imprint, contact.</p></footer></body></html>"
    )
    return Page(name, markup, "\n".join(main))


def in_tags(texts: list[str], tag: str = "p") -> str:
    """Put each text into an element."""
    return "".join(f"<{tag}>{text}</{tag}>" for text in texts)


def story(name: str, sentences: list[str], *, language: str = "en", times: int = 2) -> Page:
    """Make a news story with a headline and a byline."""
    texts = paragraphs(sentences, times=times)
    return framed(
        name,
        f"<article><h1>{sentences[0]}</h1>{in_tags(texts)}</article>",
        [sentences[0], *texts],
        language=language,
    )


def with_hidden(name: str, hiding: str) -> Page:
    """Make a story that hides words in its midst."""
    texts = paragraphs(ENGLISH)
    article = f"<article>{in_tags(texts[:3])}<p {hiding}>{UNSEEN}</p>{in_tags(texts[3:])}</article>"
    return framed(name, article, texts)


def pages() -> list[Page]:
    """Make the twenty pages."""
    texts = paragraphs(ENGLISH)
    rows = [
        ["Year", "Cars", "Trams"],
        *([str(year), f"{year * 7:,}", f"{year * 3:,}"] for year in range(2004, 2024)),
    ]
    table = "".join(f"<tr>{in_tags(row, 'td')}</tr>" for row in rows)
    table_words = [" ".join(row) for row in rows]
    divs = "".join(f'<div class="c-{n}"><div>{text}</div></div>' for n, text in enumerate(texts))
    posts = "".join(
        f'<div class="post"><span class="user">user{n}</span><div class="body"><p>{t}</p></div></div>'
        for n, t in enumerate(texts)
    )
    code = "pip install bridge\nbridge open --when may"
    quote = f"<blockquote><p>{ENGLISH[2]}</p></blockquote>"
    return [
        story("news", ENGLISH),
        story("news, long", ENGLISH, times=12),
        framed(
            "news, short",
            f"<article><h1>Bridge opens</h1><p>{ENGLISH[0]}</p></article>",
            ["Bridge opens", ENGLISH[0]],
        ),
        framed(
            "blog, comments",
            f'<div class="post-content">{in_tags(texts)}</div>',
            texts,
            around=f'<div id="comments"><h2>Comments</h2>{COMMENT * 8}</div>',
        ),
        framed(
            "documentation",
            f"<h1>Guide</h1>{in_tags(texts[:3])}<h2>Install</h2><pre><code>{code}</code></pre>{in_tags(texts[3:])}",
            ["Guide", *texts, "Install", code],
        ),
        framed(
            "table",
            f"<h1>Traffic</h1><p>{ENGLISH[1]}</p><table>{table}</table>",
            ["Traffic", ENGLISH[1], *table_words],
        ),
        framed("table only", f"<table>{table}</table>", table_words),
        framed("forum", f'<div class="thread"><h1>Is it open?</h1>{posts}</div>', ["Is it open?", *texts]),
        framed("divs only", f'<div class="x1"><div class="x2">{divs}</div></div>', texts),
        framed(
            "lists",
            f"<article><h1>Five facts</h1><p>{ENGLISH[0]}</p><ul>{in_tags(ENGLISH, 'li')}</ul></article>",
            ["Five facts", ENGLISH[0], *ENGLISH],
        ),
        framed(
            "quotes",
            f"<article>{in_tags(texts[:3])}{quote}{in_tags(texts[3:])}</article>",
            [*texts, ENGLISH[2]],
        ),
        framed("line breaks", f"<div id=content>{'<br><br>'.join(texts)}</div>", texts),
        Page("plain markup", f"<html><body>{in_tags(texts)}</body></html>", "\n".join(texts)),
        story("right to left, Arabic", ARABIC, language="ar", times=5),
        story("right to left, Hebrew", HEBREW, language="he", times=5),
        story("Japanese", JAPANESE, language="ja", times=5),
        story("Chinese", CHINESE, language="zh", times=5),
        story("Russian", RUSSIAN, language="ru", times=5),
        with_hidden("hidden by its class", 'class="off"'),
        with_hidden("hidden in white", 'style="color:#fff"'),
    ]


_TOKENS = re.compile(
    "[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]|[^\\W\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]+"
)


def tokens(text: str) -> Counter[str]:
    """Count the words of a text."""
    return Counter(_TOKENS.findall(text.casefold()))


def scores(read: str, main: str) -> tuple[float, float, float]:
    """Give precision, recall and their harmonic mean."""
    found, wanted = tokens(read), tokens(main)
    shared = (found & wanted).total()
    precision = shared / found.total() if found else 0.0
    recall = shared / wanted.total()
    return precision, recall, 2 * precision * recall / (precision + recall) if shared else 0.0


def by_factbook(markup: str) -> str:
    """Read the visible text as factbook does."""
    found = extract_text(markup.encode(), media_type=HTML)
    return found.text[: found.visible_length]


def by_trafilatura(markup: str) -> str:
    """Read a page with trafilatura as it comes."""
    return trafilatura.extract(markup) or ""


def by_taking_all(markup: str) -> str:
    """Take all text but that of scripts and styles."""
    tree = lxml.html.document_fromstring(markup)
    lxml.etree.strip_elements(tree, "script", "style", "head", with_tail=False)
    return " ".join(tree.itertext())


READERS: dict[str, Callable[[str], str]] = {
    "factbook": by_factbook,
    "trafilatura": by_trafilatura,
    "all text": by_taking_all,
}


def timed_ms(read: Callable[[str], object], markup: str) -> float:
    """Time one reading."""
    begun_s = time.perf_counter()
    read(markup)
    return (time.perf_counter() - begun_s) * 1000


def cold_ms(markup: str) -> float:
    """Time a reading in a process that has to start first."""
    sandbox = Sandbox()
    took_ms = timed_ms(lambda text: sandbox.read(text.encode(), media_type=HTML), markup)
    sandbox.close()
    return took_ms


def main() -> None:
    """Print a row per page, then the means, the hidden words taken and the times."""
    made = pages()
    print(f"{'F1':24}" + "".join(f"{name:>14}" for name in READERS))
    results: dict[str, list[tuple[float, float, float]]] = {name: [] for name in READERS}
    leaks: Counter[str] = Counter()
    for page in made:
        for name, read in READERS.items():
            text = read(page.markup)
            results[name].append(scores(text, page.main))
            leaks[name] += UNSEEN in text
        print(f"{page.name:24}" + "".join(f"{results[name][-1][2]:14.3f}" for name in READERS))
    for at, label in enumerate(("mean precision", "mean recall", "mean F1")):
        means = (statistics.mean(row[at] for row in results[name]) for name in READERS)
        print(f"{label:24}" + "".join(f"{mean:14.3f}" for mean in means))
    print(f"{'hidden words taken, of 2':24}" + "".join(f"{leaks[name]:14}" for name in READERS))
    times = {
        name: [timed_ms(read, page.markup) for page in made for _ in range(5)]
        for name, read in READERS.items()
    }
    print(
        f"{'median ms per page':24}" + "".join(f"{statistics.median(times[name]):14.1f}" for name in READERS)
    )
    print(
        f"{'first page, new process':24}{statistics.median(cold_ms(made[0].markup) for _ in range(5)):14.1f}"
    )


if __name__ == "__main__":
    main()
