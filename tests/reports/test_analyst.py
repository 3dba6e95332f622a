"""The analyst's own cells."""

from __future__ import annotations

import pytest
from nbformat.v4 import new_code_cell, new_output

from factbook.reports.analyst import code_cell_html, markdown_cell_html


def shown(data: dict[str, object], *, source: str = "x", **metadata: object) -> str:
    output = new_output("display_data", data=data, metadata=metadata)
    return code_cell_html(new_code_cell(source, outputs=[output]))


def test_markdown_is_rendered_and_raw_html_in_it_is_text():
    html = markdown_cell_html("# Title\n\n*one* <b onclick=x>two</b>\n\n| a | b |\n|---|---|\n| 1 | 2 |")
    assert "<h3>Title</h3>" in html
    assert "<em>one</em> &lt;b onclick=x&gt;two&lt;/b&gt;" in html
    assert '<th scope="col">a</th>' in html


def test_links_and_pictures_of_markdown_follow_the_rules():
    html = markdown_cell_html("[a](javascript:alert(1)) [b](https://e.example) ![c](https://e.example/p.png)")
    assert "javascript" not in html
    assert 'href="https://e.example"' in html
    assert "<img" not in html


def test_the_richest_kind_is_taken(samples):
    svg = "<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"
    html = shown({"image/svg+xml": svg, "image/png": samples.PIXEL, "text/plain": "Figure"})
    assert html.startswith('<figure><img src="data:image/svg+xml;base64,')
    assert "<script" not in html


@pytest.mark.parametrize(
    "kind", ["application/javascript", "application/vnd.jupyter.widget-view+json", "text/latex"]
)
def test_other_kinds_show_nothing(kind):
    assert shown({kind: "window.hacked = 1"}) == ""


def test_alternative_texts_come_from_the_cell(samples):
    data = {"image/png": samples.PIXEL}
    assert 'alt="a rise"' in shown(data, source="#| alt: a rise\nplot()")
    assert 'alt="a fall"' in shown(data, **{"image/png": {"alt": "a fall"}})
    assert 'alt="Figure from' in shown(data)
    assert "&quot;&gt;&lt;script" in shown(data, source='#| alt: x"><script>')


def test_a_damaged_picture_is_told():
    assert "could not be read" in shown({"image/png": 'AAAA" onerror="x'})


def test_printed_text_is_kept_and_standard_error_is_not():
    cell = new_code_cell(
        "x",
        outputs=[
            new_output("stream", name="stdout", text="\x1b[31mred\x1b[0m <b>"),
            new_output("stream", name="stderr", text="warning"),
        ],
    )
    html = code_cell_html(cell)
    assert ">red &lt;b&gt;</pre>" in html
    assert "warning" not in html


def test_a_failed_cell_says_so():
    cell = new_code_cell("x", outputs=[new_output("error", ename="E", evalue="<b>", traceback=["secret"])])
    assert "This cell failed:</strong> E: &lt;b&gt;" in code_cell_html(cell)
    assert "secret" not in code_cell_html(cell)


def test_a_cell_without_output_shows_nothing():
    assert code_cell_html(new_code_cell("x = 1")) == ""
