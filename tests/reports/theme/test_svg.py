"""A drawing from anywhere becomes a drawing and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factbook.reports.theme.svg import clean_svg, svg_size
from factbook.reports.typeset import holds_picture
from tests.reports.theme.drawing import SVG

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9"'


def drawing(inside: str = "", attributes: str = "") -> bytes:
    return f'{HEAD} {attributes}>{inside}<path d="M0 0h9v9z"/></svg>'.encode()


def test_a_drawing_stays_as_it_is() -> None:
    once = clean_svg(SVG.encode())
    assert clean_svg(once.encode()) == once
    assert svg_size(once) == (240, 48)
    assert 'stroke-width="5"' in once
    assert holds_picture({"svg": once})


@pytest.mark.parametrize(
    ("inside", "attributes"),
    [
        ("", 'onload="alert(1)"'),
        ('<a href="javascript:alert(1)"><path d="M0 0"/></a>', ""),
        ('<path d="M0 0" fill="url(https://evil.example/x.svg#g)"/>', ""),
        ('<path d="M0 0" style="fill:red;background:url(https://evil.example)"/>', ""),
        ("<style>@import 'https://evil.example/x.css'; path{fill:url(https://evil.example)}</style>", ""),
        ('<animate attributeName="href" to="javascript:alert(1)"/>', ""),
        ('<set attributeName="onload" to="alert(1)"/>', ""),
        ('<handler xmlns="http://www.w3.org/2001/xml-events">alert(1)</handler>', ""),
        ('<feImage href="https://evil.example/x.png"/>', ""),
        ('<linearGradient id="g" xlink:href="https://evil.example/x.svg#g"/>', ""),
        ('<path id="&quot;&gt;&lt;script&gt;" d="M0 0"/>', ""),
        ('<path d="M0 0&lt;/style&gt;"/>', ""),
        ("<!-- </svg><script>alert(1)</script> -->", ""),
        ('<?xml-stylesheet href="https://evil.example/x.css"?>', ""),
        ("<metadata>https://evil.example</metadata>", ""),
        ('<html xmlns="http://www.w3.org/1999/xhtml"><img src="https://evil.example"/></html>', ""),
    ],
)
def test_what_does_more_than_draw_is_left_out(inside: str, attributes: str) -> None:
    made = clean_svg(drawing(inside, attributes))
    for sign in ("evil", "script", "alert", "onload", "style", "<!--", "<?", "&"):
        assert sign not in made
    assert made.count("http") == 1  # its own name space
    assert clean_svg(made.encode()) == made


@pytest.mark.parametrize(
    ("inside", "told"),
    [
        ("<script>alert(1)</script>", "a script"),
        ('<foreignObject><b xmlns="http://www.w3.org/1999/xhtml">x</b></foreignObject>', "foreign markup"),
        ('<image href="https://evil.example/x.png"/>', "a picture"),
        ("<text>The Desk</text>", "text"),
        ('<use href="#a"/>', "copies of shapes"),
    ],
)
def test_what_a_logo_cannot_be_without_is_refused_by_name(inside: str, told: str) -> None:
    with pytest.raises(ValueError, match=f"it holds {told}"):
        clean_svg(drawing(inside))


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "is no SVG"),
        (b"\x89PNG", "is no SVG"),
        (b"<html></html>", "is no SVG"),
        (b'<svg viewBox="0 0 1 1"><path d="M0 0"/></svg>', "SVG name space"),
        (b'<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + drawing(), "entities"),
        (drawing().replace(b"path", b"rectangle"), "draws nothing"),
        (drawing().replace(b'viewBox="0 0 9 9"', b""), "no size"),
        (drawing().replace(b"0 0 9 9", b"0 0 9 0"), "cannot be drawn"),
        (drawing().replace(b"0 0 9 9", b"0 0 nan 9"), "cannot be drawn"),
        (drawing("<path/>" * 4_000), "elements"),
        (drawing("<!--" + "x" * 600_000 + "-->"), "bytes"),
        (drawing("<g>" * 300 + "</g>" * 300), "is no SVG"),
    ],
)
def test_what_is_no_logo_is_told(data: bytes, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        clean_svg(data)


def test_styles_of_drawing_programs_become_attributes() -> None:
    made = clean_svg(
        drawing(
            "<style>/* x */ .a, .b { fill: #123456; stroke:none } #c{opacity:.5} g path{fill:#fff}</style>"
            '<path class="x a" id="c" d="M0 0" fill="#000"/>'
            '<path style="fill: url(&quot;#g&quot;)" d="M1 1"/>'
        )
    )
    assert '<path d="M0 0" fill="#123456" id="c" opacity=".5" stroke="none"/>' in made
    assert '<path d="M1 1" fill="url(#g)"/>' in made


def test_a_clip_within_a_clip_is_dropped_since_it_doubles_the_work_at_every_step() -> None:
    nested = "".join(
        f'<clipPath id="c{one}"><path clip-path="url(#c{one + 1})" d="M0 0"/></clipPath>' for one in range(30)
    )
    assert "clip-path" not in clean_svg(drawing(nested))
    assert 'clip-path="url(#c0)"' in clean_svg(drawing('<g clip-path="url(#c0)"><path d="M0 0"/></g>'))


def test_without_a_view_box_its_size_is_one() -> None:
    made = clean_svg(drawing().replace(b'viewBox="0 0 9 9"', b'width="30mm" height="10mm"'))
    assert 'viewBox="0 0 30 10"' in made


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: drawing(text)))
def test_any_bytes_are_a_harmless_drawing_or_refused(data: bytes) -> None:
    try:
        made = clean_svg(data)
    except ValueError:
        return
    assert clean_svg(made.encode()) == made
