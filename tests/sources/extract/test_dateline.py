"""The date in the head of a plain text: taken where its line can say nothing else."""

from __future__ import annotations

import pytest

from factbook.sources.extract.dateline import date_of_head
from factbook.sources.extract.kinds import PLAIN
from factbook.sources.extract.reading import extract_text

STORY = "At least 34 people died in the floods, the agency said on 2 May 2025."


@pytest.mark.parametrize(
    ("head", "day"),
    [
        # A line that is a date and nothing else.
        ("Statement of the mayor\n\nMarch 13, 2025", "2025-03-13"),
        ("1 February 2025", "2025-02-01"),
        ("Policy 044-05\n2025-02-01", "2025-02-01"),
        ("Comunicado\n10 de febrero de 2025", "2025-02-10"),
        ("بيان\n4 مارس 2025", "2025-03-04"),
        ("بيان\n4 كانون الثاني 2025", "2025-01-04"),
        ("# A report\n\n*Published: Sept. 3, 2025*", "2025-09-03"),
        # Names and a date, under the headline.
        ("Flood toll rises to 34\nReuters, 3 May 2025", "2025-05-03"),
        ("Land sold\n\nBy Ellen Marsh, Westport Herald, 12 March 2025", "2025-03-12"),
        ("Sube el salario\nEl Diario de Castilla, 11 de febrero de 2025", "2025-02-11"),
        ("Clocks | Updated\nWARSAW — 6 February 2025", "2025-02-06"),
    ],
)
def test_a_date_that_a_text_bears(head: str, day: str) -> None:
    assert date_of_head(f"{head}\n{STORY}\n") == day
    assert extract_text(f"{head}\n{STORY}".encode(), media_type=PLAIN).issued == day


@pytest.mark.parametrize(
    "head",
    [
        "The battle of Sarno, 3 May 1943",
        "An invitation\nTown hall meeting, 3 May 2025",
        "A report\nUpdated, 3 May 2025",
        "A report\nLast updated 3 May 2025",
        "A report\nAccessed: 3 May 2025",
        "A report\n03/05/2025",
        "A report\nMay 2025",
        "A report\n31 February 2025",
        "A report\nReuters, 3 May 2025\nUpdated\n4 May 2025",
        "A report\nThe bridge opened on 3 May 2025",
        "A report\nOne.\nTwo.\nThree.\n3 May 2025",
        f"A report\n{STORY}",
        "",
    ],
)
def test_where_there_is_doubt_there_is_no_date(head: str) -> None:
    assert date_of_head(f"{head}\nWords of the story.") == ""
