"""Checks to make reports of: one where all holds, one where nothing does, an empty, a hostile, a big one."""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from factbook.model.anchoring import find_words, surroundings
from factbook.model.canonical import parse_check
from factbook.model.check import Check
from factbook.model.publishing import version_of, with_outdated, with_publication
from factbook.model.rating import RatingValue
from factbook.model.stance import StanceValue
from factbook.reports.compose import compose_report
from factbook.reports.context import PARTS, ReportContext
from factbook.reports.display import PartDisplay
from factbook.reports.exporter import FactbookExporter
from factbook.store.casebook import Casebook
from factbook.store.check_folder import CheckFolder
from factbook.store.publishing import record_publication, record_revision

NOW = "2025-09-09T08:30:00Z"

BANNER = """
[publisher]
name = "The Riverside Desk"
url = "https://desk.example.org/"

[banner]
headline = "Keep this desk independent"
text = "Whether or not you agree with what we found: we take no money from parties, and mean to keep it so."
goal = 1000
supporters = 312
url = "https://desk.example.org/support"
"""


class Maker:
    """Builds a check bit by bit as plain JSON fields, with its copies on disk."""

    def __init__(self, place: Path, question: str, *, check_id: str | None = None, **fields: Any) -> None:
        claim = {"question": question, **fields.pop("claim", {})}
        self.fields: dict[str, Any] = {"claim": claim, **fields}
        self.folder = Casebook(place).create(
            lambda id_: parse_check({"id": id_, "claim": claim}), title=question, check_id=check_id
        )
        self.texts: dict[str, str] = {}

    def add(self, collection: str, **record: Any) -> str:
        records = self.fields.setdefault(collection, [])
        prefix = {"follow_ups": "u", "findings": "f", "revisions": "r", "searches": "n"}.get(
            collection, collection[0]
        )
        record.setdefault("id", f"{prefix}{len(records) + 1}")
        records.append(record)
        return str(record["id"])

    def source(self, title: str, text: str | None = None, *, day: str = "2025-09-08", **fields: Any) -> str:
        if text is not None:
            fields["snapshots"] = [*fields.pop("snapshots", []), self.copy(text, day=day)]
        source_id = self.add("sources", title=title, **fields)
        self.texts[source_id] = text or ""
        return source_id

    def copy(self, text: str, *, day: str = "2025-09-08") -> dict[str, Any]:
        digest = self.folder.keep(text.encode(), extension="txt")
        return {
            "sha256": digest,
            "extension": "txt",
            "media_type": "text/plain",
            "size_bytes": len(text.encode()),
            "captured_at": f"{day}T10:00:00Z",
            "text_sha256": digest,
            "text_length": len(text),
            "extractor": "factbook text 1",
        }

    def quote(self, source: str, words: str, points: tuple[str, ...] = ("p1",), **fields: Any) -> str:
        text = self.texts[source]
        spans = find_words(text, words)
        if spans:
            span = spans[0]
            prefix, suffix = surroundings(text, span)
            fields = {
                "exact": text[span.start : span.end],
                "prefix": prefix,
                "suffix": suffix,
                "start": span.start,
                "end": span.end,
                "snapshot": hashlib.sha256(text.encode()).hexdigest(),
            } | fields
        return self.add("quotes", source=source, points=points, **({"exact": words} | fields))

    def stance(self, source: str, point: str, value: str, coder: str = "ana", **fields: Any) -> None:
        stance = {"source": source, "point": point, "coder": coder, "value": value, "coded_at": NOW, **fields}
        self.fields.setdefault("stances", []).append(stance)

    def finding(self, section: str, text: str, points: tuple[str, ...] = ("p1",), **fields: Any) -> str:
        return self.add("findings", section=section, text=text, points=points, **fields)

    def save(self, *, settings: str = "") -> CheckFolder:
        if settings:
            (self.folder.path / "factbook.toml").write_text(settings, encoding="utf-8")

        def fill(check: Check) -> Check:
            return parse_check({"id": check.id, **self.fields})

        self.folder.update(fill)
        return self.folder


def clean_check(place: Path) -> CheckFolder:
    """Ten sources, three points, everything holds."""
    make = Maker(
        place,
        "Do the city's new buses run on time more often than the old trams did?",
        checked_on="2025-09-09",
        claim={
            "statement": "The new buses are on time far more often than the trams ever were.",
            "claimant": "Councillor M. Ortega",
            "claimed_on": "2025-08-30",
            "appearances": [
                {
                    "url": "https://news.example.org/2025/08/30/council-debate",
                    "title": "Council debate on transport, minutes",
                    "publisher": "City Record",
                    "published": "2025-08-31",
                }
            ],
        },
    )
    make.add("coders", id="ana", name="Ana Ruiz")
    make.add("coders", id="ben", name="Ben Okafor")
    make.add("coders", id="nli", name="stance-model", kind="model", version="1.4")
    make.add("points", text="The buses are on time in at least nine of ten runs")
    make.add("points", text="The trams were on time less often than the buses are now")
    make.add("points", text="Passengers notice the difference")
    said = [
        "The operator counted {n} of every 100 bus runs as on time, within three minutes of the timetable.",
        "In their last full year the trams were on time in {n} of 100 runs, by the same measure.",
        "Of 100 passengers who were asked, {n} named punctuality as the thing that had changed most.",
    ]
    lead = "The figures below are taken from the yearly service report, which the committee published. "
    tail = " The committee notes that road works on the northern line distort the figures for two months."
    kinds = ["Service report", "Audit of punctuality", "Passenger survey", "Council minutes", "Field study"]
    for number in range(1, 11):
        kind = kinds[number % 5]
        text = f"{kind} {2014 + number}. {lead}{said[number % 3].format(n=80 + number)}{tail}"
        source = make.source(
            f"{kind} {2014 + number}",
            text,
            author=[{"family": "Hall", "given": "Iris"}, {"literal": "Transport Committee"}],
            publisher=[
                "City Transport",
                "Court of Audit",
                "Riders' Union",
                "City Record",
                "Institute of Mobility",
            ][number % 5],
            issued=f"{2014 + number}-03",
            URL=f"https://example.org/reports/{2014 + number}/service-{number}",
            archive_url=f"https://web.archive.org/web/20250908/https://example.org/reports/{2014 + number}",
            interest="Runs the buses and gains from good figures." if number % 5 == 0 else "",
        )
        quote = make.quote(source, said[number % 3].format(n=80 + number), points=(f"p{number % 3 + 1}",))
        for point in ("p1", "p2", "p3"):
            speaks = point == f"p{number % 3 + 1}"
            value = ("refutes" if number == 6 else "supports") if speaks else "not_addressed"
            make.stance(source, point, value, quotes=[quote] if speaks else [])
        plain = said[number % 3].format(n=80 + number)
        section = ("summary", "context", "interests")[number % 3]
        words = plain.rstrip(".")
        make.finding(
            section,
            f"{words} [@{source}#{quote}].",
            (f"p{number % 3 + 1}",),
            key_point=section == "context" and number > 4,
            starts_paragraph=number in (6, 9),
        )
    make.add("follow_ups", question="How many runs were cancelled and so not counted at all?")
    make.add(
        "follow_ups",
        question="Do other cities count punctuality the same way?",
        answered_by="punctuality-abroad",
    )
    make.add(
        "searches",
        query="bus punctuality city report",
        finder="library catalogue",
        searched_at=NOW,
        returned=34,
        note="Two reports are behind a paywall.",
    )
    make.add(
        "revisions", note="The figure for 2019 was 86, not 89.", made_by="ana", made_at="2025-10-01T09:00:00Z"
    )
    make.fields["rating"] = {
        "value": "conflicting",
        "reason": "Most counts bear the claim out, but the survey of 2020 does not.",
        "set_by": "ana",
        "set_at": NOW,
    }
    return make.save(settings=BANNER)


def faulty_check(place: Path) -> CheckFolder:
    """Every state of the audit, at least once."""
    make = Maker(place, "Are night buses safer since the guards came?", checked_on="2025-09")
    make.add("coders", id="ana", name="Ana Ruiz")
    make.add("coders", id="ben", name="Ben Okafor")
    make.add("coders", id="nli", name="stance-model", kind="model", version="1.4")
    make.add("points", text="There were fewer attacks on night buses after the guards came")
    make.add("points", text="Passengers feel safer")
    first = "Reported attacks on night buses fell from 41 to 23 in the first year with guards."
    holds = make.source(
        "Police statistics", f"Annual figures. {first} Other lines were not counted.", publisher="City Police"
    )
    other = make.source(
        "Union statement",
        "Drivers say that attacks went up after the guards came, not down.",
        publisher="Drivers' Union",
    )
    old = make.copy("Guards were on every night bus from May on, said the operator.", day="2024-05-02")
    gone = make.source(
        "Operator's page", "This page has moved.", snapshots=[old], URL="https://example.org/guards"
    )
    make.source("A book nobody could get", unread="the library's copy is missing", isbn="978-3-16-148410-0")
    silent = make.source(
        "Timetable", "The night buses run every thirty minutes from midnight to five in the morning."
    )
    lost = make.source(
        "Survey", "Half of those asked said that they felt safer at night.", publisher="Riders' Union"
    )
    again = make.source(
        "Police statistics, sent again", f"Annual figures. {first} Other lines were not counted."
    )
    make.source("Annual review", "The review does not mention the guards at all, but speaks about fares.")
    verbatim = make.quote(holds, first)
    against = make.quote(other, "attacks went up after the guards came, not down")
    moved = make.quote(holds, "Other lines were not counted", start=0, end=28)
    wrong = make.quote(other, "fell from 41 to 23")
    made_up = make.quote(other, "guards cost the city nine million a year")
    nothing = make.quote("s4", "the guards changed everything")
    newer = make.add(
        "quotes",
        source=gone,
        exact="Guards were on every night bus",
        suffix=" from May on",
        start=0,
        end=30,
        snapshot=old["sha256"],
    )
    felt = make.quote(lost, "felt safer at night", ("p2",))
    leaflet = make.source(
        "Leaflet",
        "Guards ride with you. Guards may be withdrawn at any time.",
        URL="https://example.org/leaflet",
        failed_fetches=[
            {
                "url": "https://example.org/leaflet",
                "failed_at": "2031-01-01T00:00:00Z",
                "reason": "404 Not Found",
            }
        ],
    )
    make.fields["sources"][-1]["snapshots"][0]["visible_length"] = len("Guards ride with you.")
    make.quote(leaflet, "Guards may be withdrawn at any time")
    repeated = make.quote(again, first)
    make.stance(holds, "p1", "supports", quotes=[verbatim], note="By the police's own count.")
    make.stance(other, "p1", "refutes", quotes=[against])
    make.stance(silent, "p1", "not_addressed")
    make.stance("s4", "p1", "supports")
    make.stance(lost, "p2", "supports", quotes=[felt])
    make.stance(lost, "p2", "mixed", coder="ben", note="Only half of those asked.")
    make.stance(holds, "p2", "not_addressed", coder="nli", confidence=0.61)
    make.stance(gone, "p1", "mixed", coder="nli", accepted_by="ben")
    make.finding(
        "summary",
        f"{first.rstrip('.')} [@{holds}#{verbatim}].",
    )
    make.finding("summary", "It is widely agreed that the guards did well.")
    make.finding("summary", f"The timetable shows that the guards had an effect [@{silent}].")
    make.finding(
        "summary",
        f"The guards are cheap, friendly and loved by everybody [@{holds}#{verbatim}; @s99; @{holds}#q77].",
    )
    make.finding(
        "context", f"The police statistics do not address attacks at all [@{holds}].", reports_silence=True
    )
    make.finding("context", f"Drivers say that attacks went up after the guards came [@{other}#{against}].")
    make.finding(
        "context",
        f"The words were moved [@{holds}#{moved}] or put into another mouth [@{other}#{wrong}].",
        key_point=True,
    )
    make.finding(
        "context",
        f"The guards cost the city nine million a year [@{other}#{made_up}] [@s4#{nothing}].",
        key_point=True,
    )
    make.finding(
        "interests",
        f"Guards were on every night bus [@{gone}#{newer}], and half felt safer at night [@{lost}#{felt}].",
        ("p2",),
    )
    make.finding("interests", f"{first.rstrip('.')} [@{again}#{repeated}; @{holds}].")
    make.finding(
        "interests",
        f"According to the mayor, reported attacks on night buses fell from 41 to 23 [@{holds}#{verbatim}].",
    )
    make.finding("interests", f"Die Polizei zählte weniger Übergriffe in Nachtbussen [@{holds}#{verbatim}].")
    unfit = {"scale": "politifact", "step": "false"}
    make.fields["rating"] = {
        "value": "supported",
        "set_by": "ben",
        **unfit,
    }
    folder = make.save()
    publish_earlier(folder)
    copy = make.fields["sources"][5]["snapshots"][0]["sha256"]
    (folder.path / "snapshots" / f"{copy}.txt").write_text("Tampered with.", encoding="utf-8")
    return folder


def empty_check(place: Path) -> CheckFolder:
    """A question and nothing else."""
    return Maker(place, "Is there anything here?").save()


ATTACK = (
    "</style></script><script>window.hacked=1</script><img src=x onerror=window.hacked=1>"
    "\"'><b id=planted>bold</b>{{ 7*7 }}{% raw %}"
)
TURNED = "abc \u202egnp.exe\u202c \u2066x\u2069 \u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627"
LONG = "Donaudampfschifffahrtsgesellschaft" * 12
CONTROLS = "bell\x07 null\x00 esc\x1b[31m del\x7f c1\x85 nonchar\ufffe sep\u2028 tab\t"
HOSTILE = f"{ATTACK} {TURNED} {LONG} {CONTROLS}"


def publish_earlier(folder: CheckFolder) -> None:
    """Have it published once as what is lost, and once with another first sentence and fewer copies."""
    at = datetime(2025, 9, 10, tzinfo=UTC)

    def earlier(check: Check) -> Check:
        first = check.findings[0].model_copy(update={"text": "Attacks fell by half [@s1#q1]."})
        gone = check.source("s3")
        sources = [
            one.model_copy(update={"snapshots": gone.snapshots[:1]}) if one == gone else one
            for one in check.sources
        ]
        return version_of(check).changed(findings=(first, *check.findings[1:]), sources=sources)

    version = folder.keep_version(earlier(folder.read()), at=at)
    folder.update(lambda check: with_publication(check, coder="ana", at=at, version="0" * 64))
    folder.update(lambda check: with_publication(check, coder="ana", at=at, version=version))


def corrected_check(place: Path) -> CheckFolder:
    """Published, corrected in every part, and outdated by now."""
    folder = clean_check(place)
    days = (datetime(2025, month, 12, tzinfo=UTC) for month in (9, 10, 11, 12))

    def by_ana(check: Check) -> tuple[Check, str]:
        return check, "ana"

    def change(check: Check) -> Check:
        findings = list(check.findings)
        words = findings[0].text.replace("by the same measure", "as the court counts them")
        findings[0] = findings[0].model_copy(update={"text": words})
        findings[1:3] = []
        findings.append(
            findings[-1].model_copy(update={"id": "f99", "text": "So it was in 2019 too [@s2#q2]."})
        )
        sources = (*check.sources[:8], check.sources[8].model_copy(update={"publisher": "The city"}))
        kept = {source.id for source in sources}
        stances = [stance for stance in check.stances if stance.source in kept]
        stances[2] = stances[2].model_copy(update={"value": StanceValue.REFUTES})
        return check.changed(
            findings=findings,
            sources=sources,
            stances=stances,
            quotes=[quote for quote in check.quotes if quote.source in kept],
            rating=check.rating.model_copy(update={"value": RatingValue.REFUTED}) if check.rating else None,
        )

    record_publication(folder, prepare=by_ana, at=next(days))
    note = "We had misread the survey of 2020 and left out the counts of 2019."
    record_revision(folder, note, prepare=lambda check: (change(check), "ana"), at=next(days))
    record_publication(folder, prepare=by_ana, at=next(days))
    moved, reason = next(days), "Since December the trams run again, and the buses are fewer."
    outdated = {"reason": reason, "since": "2025-12", "newer": "https://desk.example.org/checks/trams-again"}
    record_revision(
        folder,
        reason,
        prepare=lambda check: (with_outdated(check, coder="ana", at=moved, **outdated), "ana"),
        at=moved,
    )
    return folder


def hostile_check(place: Path) -> CheckFolder:
    """Markup, turned text, very long words and control characters in every field that takes text."""
    h = HOSTILE
    settings = f"""
[publisher]
name = {_toml(h)}
url = "https://example.org/?q=\\"><script>window.hacked=1</script>"
[banner]
headline = {_toml(h)}
text = {_toml(h)}
link_text = {_toml(h)}
url = "https://example.org/'onclick='window.hacked=1"
goal = 3
supporters = 999999999
"""
    make = Maker(
        place,
        h,
        check_id="hostile",
        checked_on="2025",
        claim={
            "statement": h,
            "claimant": h,
            "claimed_on": "2025-01",
            "appearances": [
                {"url": 'https://example.org/"onmouseover="window.hacked=1', "title": h, "publisher": h}
            ],
        },
    )
    make.add("coders", id="ana", name=h)
    make.add("coders", id="nli", name=h, kind="model", version=h)
    for _ in range(2):
        make.add("points", text=h)
    text = f"Before. {h} After."
    for number in range(3):
        make.source(
            h,
            text if number < 2 else None,
            author=[{"literal": h}],
            publisher=h,
            interest=h,
            DOI=h,
            ISBN=h,
            URL='https://example.org/"><img src=x onerror=window.hacked=1>',
            archive_url="https://example.org/'><svg onload=window.hacked=1>",
            unread=h if number == 2 else "",
            **{"container-title": h},
        )
    start = text.index(h)
    digest = hashlib.sha256(text.encode()).hexdigest()
    quote = make.add(
        "quotes",
        source="s1",
        exact=h,
        prefix="Before. ",
        suffix=" After.",
        start=start,
        end=start + len(h),
        snapshot=digest,
    )
    make.add("quotes", source="s2", exact=h + "x", prefix=h, suffix=h)
    make.stance("s1", "p1", "supports", quotes=[quote], note=h)
    make.stance("s2", "p1", "refutes", note=h)
    make.stance("s2", "p2", "mixed", coder="nli", note=h)
    for section in ("summary", "context", "interests"):
        make.finding(section, f"{h} [@s1#{quote}; @s9] {h}")
        make.finding(section, f"{h} [@s2#q2]", key_point=True)
    make.add("follow_ups", question=h, answered_by=h)
    make.add("searches", query=h, finder=h, note=h, returned=1)
    make.add("revisions", note=h, made_by="ana", made_at=NOW)
    make.fields["rating"] = {"value": "refuted", "reason": h, "set_by": "ana"}
    return make.save(settings=settings)


def _toml(text: str) -> str:
    escaped = "".join(c if (c.isalnum() and c.isascii()) or c == " " else f"\\U{ord(c):08x}" for c in text)
    return f'"{escaped}"'


def arabic_check(place: Path, *, report_language: str = "en") -> CheckFolder:
    """A check in Arabic; its report speaks English, unless asked for another language."""
    make = Maker(
        place,
        "هل تصل الحافلات الجديدة في موعدها أكثر من الترام القديم؟",
        language="ar",
        checked_on="2025-09-09",
    )
    make.add("coders", id="ana", name="ليلى حداد")
    make.add("points", text="تصل الحافلات في موعدها في تسع رحلات من كل عشر")
    words = "وصلت 91 من كل 100 حافلة في موعدها"
    source = make.source(
        "التقرير السنوي للنقل",
        f"أعلنت الهيئة النتائج. {words} وفق القياس نفسه. ولم تُحسب الرحلات الملغاة.",
        publisher="هيئة النقل",
    )
    quote = make.quote(source, words)
    make.stance(source, "p1", "supports", quotes=[quote])
    make.finding(
        "summary", f"وصلت 91 من كل 100 حافلة في موعدها [@{source}#{quote}]. (City Transport) أعلنت ذلك."
    )
    make.finding("context", f"وصلت 91 من كل 100 حافلة في موعدها [@{source}#{quote}].", key_point=True)
    make.add("follow_ups", question="كم رحلة أُلغيت؟")
    return make.save(settings=f'report_language = "{report_language}"')


def large_check(place: Path, *, sources: int, points: int = 4) -> CheckFolder:
    """Many sources, each with a quote, a sentence and a stance on every point."""
    make = Maker(place, f"Do {sources} sources fit?", checked_on="2025-09-09")
    make.add("coders", id="ana", name="Ana Ruiz")
    for number in range(1, points + 1):
        make.add("points", text=f"Point number {number} holds for every district of the city")
    values = ["supports", "refutes", "mixed", "not_addressed"]
    for number in range(1, sources + 1):
        words = f"District {number} counted {number * 7} runs in the year that was looked at"
        source = make.source(
            f"Report of district {number}",
            f"Preface, as every year. {words}. Signed by the head of the district office.",
            publisher=f"District office {number}",
            URL=f"https://example.org/district/{number}",
        )
        quote = make.quote(source, words)
        for point in range(1, points + 1):
            make.stance(source, f"p{point}", values[(number + point) % 4], quotes=[quote])
        make.finding("summary", f"{words} [@{source}#{quote}].")
    return make.save()


def compose(folder: CheckFolder) -> ReportContext:
    return compose_report(folder)


PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def shown(part: str, context: ReportContext) -> Any:
    """A cell as the notebook has it after it showed a part of the report."""
    data = PartDisplay(context, part)._repr_mimebundle_()  # type: ignore[arg-type]
    output = new_output("execute_result", data=data, execution_count=1)
    return new_code_cell(f"report.{part}", outputs=[output])


def notebook(context: ReportContext, extra: dict[str, list[Any]] | None = None) -> nbformat.NotebookNode:
    """An executed notebook that shows every part, with further cells behind those named in ``extra``."""
    cells = []
    for part in PARTS:
        cells += [shown(part, context), *(extra or {}).get(part, [])]
    return new_notebook(cells=cells)


def analyst_cells() -> list[Any]:
    """What an analyst might add: headings, a table as pandas writes it, a figure, printed text, a failure."""
    table = (
        '<div><style scoped>.dataframe{color:red}</style><table border="1" class="dataframe"><thead>'
        '<tr style="text-align: right;"><th></th><th>on time</th><th>runs</th></tr></thead><tbody>'
        "<tr><th>buses</th><td>91</td><td>10412</td></tr><tr><th>trams</th><td>84</td><td>9981</td></tr>"
        "</tbody></table></div>"
    )
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="120"><rect width="400" height="120" '
        'fill="#eee"/><path d="M10 100 120 60 240 70 390 20" fill="none" stroke="#174f7c"/></svg>'
    )
    return [
        new_markdown_cell(
            "# Our own count\n\nWe counted *ourselves*, see below.\n\n| day | runs |\n|---|---|\n| Mon | 12 |"
        ),
        new_code_cell(
            "counts", outputs=[new_output("execute_result", data={"text/html": table, "text/plain": "x"})]
        ),
        new_code_cell(
            "#| alt: On-time runs rise from 2014 to 2024\nplot()",
            outputs=[new_output("display_data", data={"image/svg+xml": svg, "image/png": PIXEL})],
        ),
        new_code_cell(
            "print(1)", outputs=[new_output("stream", name="stdout", text="total 20393 " + "9" * 200)]
        ),
        new_code_cell(
            "1/0",
            outputs=[new_output("error", ename="ZeroDivisionError", evalue="division by zero", traceback=[])],
        ),
    ]


def hostile_cells() -> list[Any]:
    """What a hostile notebook might hold."""
    markup = (
        ATTACK
        + "<iframe src=//evil.example></iframe><form action=//evil.example><input></form>"
        + "<link rel=stylesheet href=//evil.example><base href=//evil.example><style>*{display:none}</style>"
        + "<a href='javascript:window.hacked=1' onclick='window.hacked=1'>go</a>"
        + "<svg><script>window.hacked=1</script></svg>"
        + "<math><mtext><img src=x onerror=window.hacked=1></mtext></math>"
        + "<meta http-equiv=refresh content='0;url=//evil.example'><img src='//evil.example/a.png'>"
        + "<table><tr><td headers=q id=quote-q1>x</table><h1>big</h1><p lang='!!' dir='sideways'>\x07\x00</p>"
    )
    script = "<script>window.hacked=1</script>"
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" onload="window.hacked=1">{script}</svg>'
    picture = base64.b64encode(b'"><script>').decode()
    return [
        new_markdown_cell(
            f"{ATTACK}\n\n[go](javascript:window.hacked=1) ![x](https://evil.example/x.png)\n\n# {ATTACK}"
        ),
        new_code_cell(ATTACK, outputs=[new_output("display_data", data={"text/html": markup})]),
        new_code_cell("x", outputs=[new_output("display_data", data={"image/svg+xml": svg})]),
        new_code_cell(
            "x", outputs=[new_output("display_data", data={"image/png": picture + '" onerror="x'})]
        ),
        new_code_cell(
            "x", outputs=[new_output("display_data", data={"application/javascript": "window.hacked=1"})]
        ),
        new_code_cell("x", outputs=[new_output("stream", name="stdout", text=HOSTILE)]),
        new_code_cell("x", outputs=[new_output("error", ename=ATTACK, evalue=ATTACK, traceback=[ATTACK])]),
    ]


def page(context: ReportContext, extra: dict[str, list[Any]] | None = None) -> str:
    """The report as the exporter gives it."""
    html, _ = FactbookExporter().from_notebook_node(notebook(context, extra))
    return str(html)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
