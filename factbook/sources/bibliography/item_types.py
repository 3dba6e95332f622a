"""What kind of document an item is: the types of CSL 1.0.2, and what BibTeX and RIS call them.

Neither BibTeX nor RIS has as many. A type that would come back as another is written beside the nearest one,
by its CSL name: in BibTeX as ``entrysubtype`` (a field of biblatex), in RIS as M3, the type of work.
"""

from __future__ import annotations

CSL_TYPES = frozenset(
    """article article-journal article-magazine article-newspaper bill book broadcast chapter classic
    collection dataset document entry entry-dictionary entry-encyclopedia event figure graphic hearing
    interview legal_case legislation manuscript map motion_picture musical_score pamphlet paper-conference
    patent performance periodical personal_communication post post-weblog regulation report review
    review-book software song speech standard thesis treaty webpage""".split()
)

_FROM_BIBTEX = {
    "article": "article-journal",
    "artwork": "graphic",
    "audio": "song",
    "book": "book",
    "bookinbook": "chapter",
    "booklet": "pamphlet",
    "collection": "book",
    "conference": "paper-conference",
    "dataset": "dataset",
    "electronic": "webpage",
    "image": "figure",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "inreference": "entry-encyclopedia",
    "jurisdiction": "legal_case",
    "legislation": "legislation",
    "letter": "personal_communication",
    "manual": "report",
    "mastersthesis": "thesis",
    "misc": "document",
    "movie": "motion_picture",
    "mvbook": "book",
    "mvcollection": "book",
    "mvproceedings": "book",
    "online": "webpage",
    "patent": "patent",
    "performance": "performance",
    "periodical": "periodical",
    "phdthesis": "thesis",
    "proceedings": "book",
    "reference": "book",
    "report": "report",
    "review": "review",
    "software": "software",
    "standard": "standard",
    "suppbook": "chapter",
    "techreport": "report",
    "thesis": "thesis",
    "unpublished": "manuscript",
    "video": "motion_picture",
    "www": "webpage",
}
_TO_BIBTEX = {
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "book": "book",
    "chapter": "incollection",
    "dataset": "dataset",
    "entry-dictionary": "inreference",
    "entry-encyclopedia": "inreference",
    "manuscript": "unpublished",
    "pamphlet": "booklet",
    "paper-conference": "inproceedings",
    "patent": "patent",
    "periodical": "periodical",
    "post": "online",
    "post-weblog": "online",
    "report": "report",
    "review": "article",
    "review-book": "article",
    "software": "software",
    "thesis": "thesis",
    "webpage": "online",
}
_SUBTYPES = {"newspaper": "article-newspaper", "magazine": "article-magazine"}
"""What biblatex itself names as subtypes of an article."""

_FROM_RIS = {
    "ABST": "article-journal",
    "ART": "graphic",
    "BILL": "bill",
    "BLOG": "post-weblog",
    "BOOK": "book",
    "CASE": "legal_case",
    "CHAP": "chapter",
    "COMP": "software",
    "CONF": "book",
    "CPAPER": "paper-conference",
    "DATA": "dataset",
    "DICT": "entry-dictionary",
    "EBOOK": "book",
    "ECHAP": "chapter",
    "EDBOOK": "book",
    "EJOUR": "article-journal",
    "ELEC": "webpage",
    "ENCYC": "entry-encyclopedia",
    "FIGURE": "figure",
    "GEN": "document",
    "GOVDOC": "report",
    "HEAR": "hearing",
    "INPR": "article",
    "JFULL": "periodical",
    "JOUR": "article-journal",
    "MANSCPT": "manuscript",
    "MAP": "map",
    "MGZN": "article-magazine",
    "MPCT": "motion_picture",
    "MUSIC": "musical_score",
    "NEWS": "article-newspaper",
    "PAMP": "pamphlet",
    "PAT": "patent",
    "PCOMM": "personal_communication",
    "RPRT": "report",
    "SLIDE": "speech",
    "SOUND": "song",
    "STAND": "standard",
    "STAT": "legislation",
    "THES": "thesis",
    "UNPB": "manuscript",
    "VIDEO": "motion_picture",
    "WEB": "webpage",
}
_TO_RIS = {
    # What is not here is written as the first type above that is read as it.
    "article-journal": "JOUR",
    "manuscript": "MANSCPT",
    "post": "BLOG",
    "report": "RPRT",
    "review": "JOUR",
    "review-book": "JOUR",
    "speech": "GEN",
}


def type_from_bibtex(entry_type: str, subtype: str = "") -> str:
    """Give the CSL type of an entry; ``document`` for a type that is not known."""
    subtype = subtype.strip().lower()
    if subtype in CSL_TYPES:
        return subtype
    return _SUBTYPES.get(subtype) or _FROM_BIBTEX.get(entry_type.lower(), "document")


def type_to_bibtex(csl_type: str) -> tuple[str, str]:
    """Give the entry type of biblatex for a CSL type, and the subtype to write; empty where it needs none."""
    entry_type = _TO_BIBTEX.get(csl_type, "misc")
    if type_from_bibtex(entry_type) == csl_type:
        return entry_type, ""
    return entry_type, next((ours for ours, theirs in _SUBTYPES.items() if theirs == csl_type), csl_type)


def type_from_ris(reference_type: str, work: str = "") -> str:
    """Give the CSL type of a RIS reference; ``document`` for a type that is not known."""
    work = work.strip().lower()
    return work if work in CSL_TYPES else _FROM_RIS.get(reference_type.strip().upper(), "document")


def type_to_ris(csl_type: str) -> tuple[str, str]:
    """Give the RIS type for a CSL type, and the type of work to write; empty where it needs none."""
    first = next((ours for ours, theirs in _FROM_RIS.items() if theirs == csl_type), "GEN")
    reference_type = _TO_RIS.get(csl_type, first)
    return reference_type, "" if type_from_ris(reference_type) == csl_type else csl_type
