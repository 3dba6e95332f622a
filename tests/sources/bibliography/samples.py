"""Sources that every format can hold, for Hypothesis, and one with a value in each field."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from factbook.model.canonical import parse_record
from factbook.model.source import Source
from factbook.sources.bibliography.item_types import CSL_TYPES

FULL: dict[str, Any] = {
    "id": "s1",
    "type": "report",
    "title": "Audit -- of {x}: 50% & more_or ~less",
    "author": [{"family": "van der Hall", "given": "Iris"}, {"literal": "Transport Committee"}],
    "editor": [{"family": "Ørsted", "given": "Zoë M."}],
    "publisher": "Court & Sons",
    "publisher-place": "Riverside",
    "container-title": "Yearbook",
    "collection-title": "Reports of the Court",
    "edition": "2",
    "volume": "12",
    "issue": "3",
    "page": "12-19",
    "language": "en-GB",
    "issued": "2025-03-09",
    "URL": "https://example.org/a_b?x=1&y=2#z%20",
    "DOI": "10.1234/ab_c.5",
    "ISBN": "978-3-16-148410-0",
    "ISSN": "0028-0836",
    "archive_url": "https://web.archive.org/web/2025/https://example.org/a_b",
}


def source(**fields: Any) -> Source:
    return parse_record(Source, {"id": "s1", "title": "A title"} | fields, name="the source")


def _letters(extra: str = "") -> st.SearchStrategy[str]:
    return st.characters(codec="utf-8", categories=["L", "N", "P", "S"], include_characters=extra)


def words(*, most: int = 4) -> st.SearchStrategy[str]:
    """Text on one line in whatever script, with the characters LaTeX and RIS have their own use for."""
    special = st.sampled_from(list("\\{}$&#%_^~-'`!?<>,;=@\"()[]|/"))
    word = st.text(_letters() | special, min_size=1, max_size=8)
    return st.lists(word, min_size=1, max_size=most).map(" ".join).map(_as_kept).filter(bool)


def _as_kept(text: str) -> str:
    return " ".join(source(title=f"x{text}").title[1:].split())


_NAME_PART = (
    st.text(st.characters(categories=["Lu", "Ll", "Lo"]), min_size=1, max_size=8)
    .map(_as_kept)
    .filter(lambda part: part and part.lower() not in {"and", "others"})
)
NAMES = st.lists(
    st.builds(lambda family, given: {"family": family, "given": given}, _NAME_PART, _NAME_PART)
    | st.builds(lambda first, rest: {"literal": f"{first} {rest} of"}, _NAME_PART, _NAME_PART),
    max_size=3,
)
SOURCES = st.builds(
    lambda **fields: source(**{key: value for key, value in fields.items() if value}),
    type=st.sampled_from(sorted(CSL_TYPES)),
    title=words(),
    author=NAMES,
    editor=NAMES,
    publisher=words() | st.just(""),
    **{
        "publisher-place": words() | st.just(""),
        "container-title": words() | st.just(""),
        "collection-title": words() | st.just(""),
        "URL": st.sampled_from(["", "https://example.org/a_b?c=d&e=f;g#h%20", "http://x.example/~u/'q'"]),
        "DOI": st.sampled_from(["", "10.1/x", "10.1002/(SICI)1097-4571(1999)50:9<3.0.CO;2-#"]),
        "ISBN": st.sampled_from(["", "978-3-16-148410-0", "316148410X"]),
        "ISSN": st.sampled_from(["", "0028-0836", "2049-363X"]),
    },
    edition=words(most=1) | st.just(""),
    volume=words(most=2) | st.just(""),
    issue=words(most=2) | st.just(""),
    page=st.sampled_from(["", "7", "12-19", "12-19, 22", "e12", "S1–S4"]),
    language=st.sampled_from(["", "en", "pt-BR"]),
    issued=st.dates().map(str) | st.sampled_from([None, "2025", "0999", "2025-03"]),
    archive_url=st.sampled_from([None, "https://web.archive.org/web/2025/https://example.org/a_b"]),
)
