"""A report with nothing beside it: whether it agrees with itself, and what nobody can tell from it alone."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Iterator

from factbook.analysis.verdict import rate_claim, rate_point
from factbook.model.stance import StanceValue
from factbook.reports.verifying.page import Node, body_of, regions
from factbook.reports.verifying.result import Proof, fails, not_proved, proved

_NEEDS = "give its check or its bundle with --with"
_OPEN = (
    ("that quoted words stand in the copies", f"the copies are not in a report; {_NEEDS}"),
    ("that the report is what the check says", f"the check is not in a report; {_NEEDS}"),
    ("that nobody changed the report", f"a report alone has nothing to compare with; {_NEEDS}"),
)
_NUMBER = re.compile(r"\d[\d,]*")


def prove_alone(page: Node) -> Iterator[Proof]:
    """Prove of a report what can be proved from it alone: its counts, its rating, its ways, its style."""
    yield from _links(page)
    yield from _counts(page)
    yield from _totals(page)
    yield from _style(page)
    for name, why in _OPEN:
        yield not_proved("page", name, why)
    digest = body_of(page).attributes.get("data-check-sha256", "")
    if re.fullmatch("[0-9a-f]{64}", digest):
        yield not_proved(
            "page", "which check it was made of", f"it says: check.json with the sha256 {digest}"
        )


def _links(page: Node) -> Iterator[Proof]:
    """Every citation and every way within the page leads somewhere."""
    anchors = Counter(node.id for node in page.walk() if node.id)
    links = [node.attributes.get("href", "") for node in page.all("a")]
    lost = sorted({link for link in links if link.startswith("#") and link[1:] not in anchors})
    twice = sorted(anchor for anchor, times in anchors.items() if times > 1)
    name = "citations and ways"
    if lost or twice:
        told = [f"{link[:60]} leads nowhere" for link in lost[:3]] + [
            f"#{one[:60]} is there twice" for one in twice[:3]
        ]
        yield fails("page", name, "; ".join(told))
    else:
        within = sum(link.startswith("#") for link in links)
        yield proved("page", name, f"each of {within:,} leads to a place in the report")


def _counts(page: Node) -> Iterator[Proof]:
    """The counts under the rating are those of the quotes and sentences in the page."""
    quotes, sentences = page.all("figure", "quote"), page.all("span", "sentence")
    verbatim = [one for one in quotes if "doubtful" not in one.classes]
    sound = [one for one in sentences if "fault" not in one.classes]
    told = _numbers(regions(page).get("the counts under the rating", ""))
    # Where there are none, the report says so in words. Before these, it counts its sources.
    pairs = [(len(verbatim), len(quotes)), (len(sound), len(sentences))]
    wanted = [number for pair in pairs if pair[1] for number in pair]
    name = "the counts under the rating"
    if told[len(told) - len(wanted) :] != wanted:
        shown = " and ".join(f"{part} of {whole}" for part, whole in pairs)
        yield fails(
            "page", name, f"they say {told}, and the report shows {shown} quotes and sentences that hold"
        )
    else:
        yield proved(
            "page", name, f"{len(quotes)} quotes and {len(sentences)} sentences, as the report shows them"
        )


def _totals(page: Node) -> Iterator[Proof]:
    """What is counted of each point, and the rating of the table, are those of the cells."""
    rows = [
        row for table in page.all("table", "stances") for body in table.all("tbody") for row in body.all("tr")
    ]
    columns = list(zip(*([cell.classes[:1] for cell in row.all("td")] for row in rows), strict=False))
    if not columns:
        return
    said, told = regions(page), _told_of_points(page)
    values = []
    for number, column in enumerate(columns, start=1):
        taken = [classes[0] if classes else "" for classes in column]
        counts = {stance: taken.count(stance.value) for stance in StanceValue}
        values.append(rate_point(counts))
        counted = [*counts.values(), len(taken) - sum(counts.values())]
        bar = said.get(f"stances/point {number}")
        sums = told[number - 1] if number <= len(told) else []
        name = f"the totals of point {number}"
        if bar is None:
            continue  # Nobody has judged anything, and the page draws no bars.
        if sums == [count for count in counted if count]:
            yield proved("page", name, "as the cells of the table add up")
        else:
            yield fails("page", name, f"they are told as {sums}, and the cells add up to {counted}")
    implied = next((one.attributes.get("data-implied") for one in page.walk() if one.id == "rating"), None)
    if implied is None:
        yield not_proved(
            "page", "the rating of the table", "this version of the report does not say it apart"
        )
    elif implied == rate_claim(values).value:
        yield proved("page", "the rating of the table", implied.replace("_", " "))
    else:
        differs = f"the report says {implied}, and its table gives {rate_claim(values).value}"
        yield fails("page", "the rating of the table", differs)


def _told_of_points(page: Node) -> list[list[int]]:
    """Give the numbers told in words under the bar of each point, without those of origins in brackets."""
    points = [one for chart in page.all("ol", "chart") for one in chart.all("li")]
    told = (" ".join(one.text() for one in point.all("p", "by")) for point in points)
    return [_numbers(re.sub(r"\([^()]*\)", "", words)) for words in told]


def _style(page: Node) -> Iterator[Proof]:
    """The page's style is the one its own policy allows: a reader's browser takes no other."""
    styles = page.all("style")
    policy = " ".join(
        one.attributes.get("content", "")
        for one in page.all("meta")
        if one.attributes.get("http-equiv", "").lower() == "content-security-policy"
    )
    digests = [base64.b64encode(hashlib.sha256(_raw(one).encode()).digest()).decode() for one in styles]
    scripts = [one for one in page.all("script") if one.attributes.get("type") != "application/ld+json"]
    if scripts or "default-src 'none'" not in policy:
        yield fails("page", "its policy", "a report runs no script and allows no request, and this one may")
    elif not all(f"'sha256-{digest}'" in policy for digest in digests):
        yield fails("page", "its style", "it is not the style that the page's own policy allows")
    else:
        yield proved("page", "its policy and style", "no script, no request, and the style its policy names")


def _raw(node: Node) -> str:
    return "".join(one for one in node.content if isinstance(one, str))


def _numbers(text: str) -> list[int]:
    return [int(found.replace(",", "")) for found in _NUMBER.findall(text) if len(found) < 15]
