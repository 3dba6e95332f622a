"""Where the pages of a site are found."""

from __future__ import annotations

from urllib.parse import quote

from factbook.model.names import valid_check_id
from factbook.model.record import WEB_ADDRESS
from factbook.store.settings import Site


def report_path(check_id: str) -> str:
    """Give where the report of a check is on a site."""
    return f"checks/{check_id}/report.html"


def address(base: str, path: str) -> str:
    """Give the address of a page; letters beyond ASCII are spelt as addresses spell them."""
    return base + quote(path, safe="/-_.~")


def check_address(named: str, site: Site) -> str:
    """Give the address of a check that is named by its own, or by its id; empty if it is not known.

    An id leads to the site at the address in the settings, so a report leads there from wherever it is.
    """
    if WEB_ADDRESS.match(named):
        return named
    try:
        return address(site.url, report_path(valid_check_id(named))) if site.url else ""
    except ValueError:
        return ""
