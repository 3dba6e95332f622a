from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factbook.model.finding import Citation, Finding, split_citations


@pytest.mark.parametrize(
    ("text", "citations"),
    [
        ("It opens [@s3].", [Citation("s3", None)]),
        ("It opens [@s3#q2].", [Citation("s3", "q2")]),
        ("It opens [@s3#q2; @s4, @s5#q1] and so on [@s6].", ["s3#q2", "s4", "s5#q1", "s6"]),
        ("It opens [ @a.b_c-d#q.1 ].", ["a.b_c-d#q.1"]),
        ("It opens [@s3", []),
        ("It opens [s3] at @s3 [@] [@s3.] [@s3#] [@é] [5]", []),
    ],
)
def test_citations_are_read_out_of_a_sentence(text, citations):
    expected = [Citation(*c.partition("#")[::2]) if isinstance(c, str) else c for c in citations]
    found = [
        Citation(c.source, c.quote or "") for c in Finding(id="f", section="summary", text=text).citations
    ]
    assert [Citation(c.source, c.quote or "") for c in expected] == found


@given(st.lists(st.text("ab [@]#;.", max_size=6) | st.builds(Citation, st.just("s1"), st.just("q1"))))
def test_nothing_of_a_sentence_is_lost_or_doubled(pieces):
    text = "".join(
        piece if isinstance(piece, str) else f"[@{piece.source}#{piece.quote}]" for piece in pieces
    )
    back = ""
    for piece in split_citations(text):
        back += (
            piece
            if isinstance(piece, str)
            else f"[@{piece.source}{'#' if piece.quote else ''}{piece.quote or ''}]"
        )
    letters = str.maketrans("", "", " ;")
    assert text.translate(letters).replace("][", "") == back.translate(letters).replace("][", "")


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("It opens [@s3].", "It opens."),
        ("It opens [@s3], and  soon [@s4] trams run!", "It opens, and soon trams run!"),
        ("[@s3]", ""),
        ("It has no citation.", "It has no citation."),
    ],
)
def test_the_plain_text_reads_as_if_there_were_no_citations(text, plain):
    assert plain == Finding(id="f", section="summary", text=text).plain_text


def test_a_long_run_of_brackets_takes_no_long_time():
    text = "[@" + "a." * 50_000 + "[@a; " * 20_000
    assert [] == [piece for piece in split_citations(text) if isinstance(piece, Citation)]
