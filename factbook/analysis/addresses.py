"""When two web addresses lead to the same document.

An address is brought to one form: without scheme, ``www.``, marks of where a visitor came from, and the
other guises the same page is served in (for phones, as AMP, out of a web archive). After RFC 3986, section 6,
and what publishers do beyond it. Two addresses of one form are taken to be one document; the reverse does not
hold.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import parse_qsl, unquote, urlsplit

from factbook.model.source import Source

_ARCHIVED = re.compile(
    r"https?://(?:"
    r"(?:web\.archive\.org/web|wayback\.archive-it\.org/\d+)/[0-9*]+[a-z_]*"
    r"|archive\.(?:ph|is|today|li|md|vn|fo)/(?:\d{4,14}|newest|oldest|o/\w+)"
    r")/(?P<address>.+)",
    re.IGNORECASE,
)
_AMP_CACHE = re.compile(
    r"https?://(?:[\w-]+\.cdn\.ampproject\.org/[a-z]|(?:www\.)?google\.[a-z.]{2,6}/amp)/(?:s/)?(?P<address>.+)",
    re.IGNORECASE,
)
_GUISES = frozenset(["www", "www1", "www2", "www3", "m", "mobile", "amp"])
_DEFAULT_PAGE = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?|jsp)$", re.IGNORECASE)
_AMP_PATH = re.compile(r"/amp$|\.amp$|\.amp(?=\.html?$)")
_VISITORS = re.compile(
    r"(?:utm|mtm|pk|at|ns|amp)_\w+|mc_[ce]id|(?:fb|g|ms|y|tw|dc|wbra|gbra|li_fat_)clid|igshid|cmpid|icid|ncid|ocid|"
    r"smid|smtyp|sr_share|ref_src|ref_url|spref|usqp|xtor|outputtype|amp|_ga|_gl|__twitter_impression",
    re.IGNORECASE,
)
"""Query fields that tell where a visitor came from, and never which document is meant."""

_MOST_READ_BYTES = 300_000
"""The head of a page ends long before."""

_MOST_LAYERS = 3
_LONGEST_ADDRESS = 4000


def one_form(address: str) -> str:
    """Give an address in the one form that all its guises share, like ``example.org/news/1?id=2``."""
    address = unwrapped(address.strip()[:_LONGEST_ADDRESS])
    try:
        parts = urlsplit(address)
        host, port = _host(parts.hostname or ""), parts.port
    except ValueError:
        return address
    path = _path(parts.path)
    if host in {"doi.org", "dx.doi.org"}:
        return f"doi.org{path.lower()}"
    fields = sorted(
        f"{name}={value}"
        for name, value in parse_qsl(parts.query, keep_blank_values=True, max_num_fields=None)
        if not _VISITORS.fullmatch(name)
    )
    place = host if port in {None, 80, 443} else f"{host}:{port}"
    # A page built by script may name its document behind "#!"; any other fragment is a place within it.
    fragment = f"#{parts.fragment}" if parts.fragment.startswith("!") else ""
    return f"{place}{path}{'?' if fields else ''}{'&'.join(fields)}{fragment}"


def unwrapped(address: str) -> str:
    """Give the address that an archive's or an AMP cache's address is a copy of; others as they are."""
    for _ in range(_MOST_LAYERS):
        wrapped = _ARCHIVED.match(address) or _AMP_CACHE.match(address)
        if not wrapped:
            break
        inner = wrapped["address"]
        address = inner if re.match(r"https?:/", inner, re.IGNORECASE) else f"https://{inner}"
        address = re.sub(r"^(https?):/+", r"\1://", address, flags=re.IGNORECASE)
    return address


def is_archived(address: str) -> bool:
    """Tell whether an address is an archive's copy of another."""
    return _ARCHIVED.match(address) is not None


def addresses_of(source: Source) -> frozenset[str]:
    """Give all addresses of a source in one form: its own, an archive's, its copies' and its DOI."""
    given = [source.url, source.archive_url, *(snapshot.url for snapshot in source.snapshots)]
    doi = re.sub(r"^(?:doi:|https?://(?:dx\.)?doi\.org/)\s*", "", source.doi.strip(), flags=re.IGNORECASE)
    if doi:
        given.append(f"https://doi.org/{doi}")
    return frozenset(one_form(address) for address in given if address)


def declared_address(page: bytes) -> str:
    """Give the one form of the address that an HTML page names as its own (``rel=canonical``), or nothing."""
    for tag in re.findall(rb"<link\b[^>]{0,2000}>", page[:_MOST_READ_BYTES], re.IGNORECASE):
        if re.search(rb"\brel\s*=\s*[\"']?canonical\b", tag, re.IGNORECASE):
            named = re.search(rb"\bhref\s*=\s*[\"']?(https?://[^\s\"'>]+)", tag, re.IGNORECASE)
            if named:
                return one_form(named[1].decode(errors="replace").replace("&amp;", "&"))
    return ""


def _host(host: str) -> str:
    labels = unicodedata.normalize("NFKC", host).casefold().rstrip(".").split(".")
    # "m." stands in front, as in m.example.org, or within, as in en.m.wikipedia.org. "m.org" is a name.
    return ".".join([label for label in labels[:-2] if label not in _GUISES] + labels[-2:])


def _path(path: str) -> str:
    steps: list[str] = []
    for step in unquote(path).split("/"):
        if step == "..":
            del steps[-1:]
        elif step not in {"", "."}:
            steps.append(step)
    if len(steps) > 1 and steps[0] == "amp":
        del steps[0]
    return _AMP_PATH.sub("", _DEFAULT_PAGE.sub("", "".join(f"/{step}" for step in steps)))
