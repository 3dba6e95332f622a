"""A newsroom's own templates take over what they change, by nbconvert's own rules and by the settings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from factbook.batch.build import FORMATS
from factbook.batch.build_key import BuildKeys
from factbook.errors import BadInputError, BuildError
from factbook.reports.bundle.settings import carried_settings
from factbook.reports.compose import compose_report
from factbook.reports.exporter import FactbookExporter
from factbook.reports.house import house_template
from factbook.reports.notebook import with_report
from factbook.reports.verifying.result import State
from factbook.store.check_folder import CheckFolder
from tests.reports.proving import prove, wrong

HEADER = '<p class="house">From our newsroom</p>\n{% include "factbook/parts/header.html.j2" %}\n'


@pytest.fixture
def house(folder: CheckFolder) -> Path:
    """A folder of templates beside the check, which the casebook's settings name."""
    place = folder.path.parent / "house"
    (place / "parts").mkdir(parents=True)
    (place / "conf.json").write_text('{"base_template": "factbook"}')
    (place / "parts" / "header.html.j2").write_text(HEADER)
    (place / "extra.css").write_text(".factbook-report .house { color: var(--link); }")
    (folder.path.parent / "factbook.toml").write_text('[theme]\ntemplate = "house"\n')
    return place


def notebook(folder: CheckFolder) -> Any:
    return with_report(None, compose_report(folder))


def made(folder: CheckFolder, name: str) -> bytes:
    return FORMATS[name][1](notebook(folder), house_template(folder.path))


@pytest.mark.parametrize("name", ["html", "md", "docx", "pdf"])
def test_every_form_of_the_page_takes_over_what_it_changes(
    folder: CheckFolder, house: Path, name: str
) -> None:
    assert made(folder, name) != FORMATS[name][1](notebook(folder), None)
    if name in {"html", "md"}:
        assert "From our newsroom" in made(folder, name).decode()
        assert "Will the bridge open in May?" in made(folder, name).decode()


def test_a_class_that_ours_has_too_keeps_its_words(folder: CheckFolder, house: Path) -> None:
    """What lies within a range of citations becomes a dash outside of the page; that is no one else's."""
    (house / "parts" / "header.html.j2").write_text(HEADER.replace("house", "between"))
    assert "From our newsroom" in made(folder, "md").decode()


def test_nbconverts_own_options_give_the_same_page(folder: CheckFolder, house: Path) -> None:
    nb, page = notebook(folder), made(folder, "html").decode()
    assert ".factbook-report .house { color: var(--link); }</style>" in page
    for options in (
        {"template_name": "house", "extra_template_basedirs": [str(house.parent)]},
        {"template_name": str(house)},
    ):
        assert FactbookExporter(**options).from_notebook_node(nb)[0] == page
    assert "From our newsroom" not in FactbookExporter().from_notebook_node(nb)[0]


def test_a_folder_called_factbook_elsewhere_takes_nothing_over(folder: CheckFolder, house: Path) -> None:
    stray = house.parent / "factbook"
    stray.mkdir()
    (stray / "index.html.j2").write_text("stray")
    exporter = FactbookExporter(template_name="house", extra_template_basedirs=[str(house.parent)])
    assert exporter.from_notebook_node(notebook(folder))[0] == made(folder, "html").decode()


@pytest.mark.parametrize(
    ("conf", "told"),
    [
        (None, "it has no conf.json"),
        ("{", r"its conf\.json cannot be read"),
        ("[]", "does not inherit from factbook: base_template is None"),
        ('{"base_template": "lab"}', "does not inherit from factbook: base_template is 'lab'"),
    ],
)
def test_a_folder_that_does_not_inherit_is_told(
    folder: CheckFolder, house: Path, conf: str | None, told: str
) -> None:
    (house / "conf.json").unlink()
    if conf is not None:
        (house / "conf.json").write_text(conf)
    with pytest.raises(BadInputError, match=told) as caught:
        house_template(folder.path)
    assert "docs/themes.md" in str(caught.value)


@pytest.mark.parametrize(("name", "told"), [("gone", "is not there"), ("factbook", "give it another")])
def test_a_folder_that_is_none_is_told(folder: CheckFolder, name: str, told: str) -> None:
    (folder.path.parent / "factbook").mkdir()
    (folder.path.parent / "factbook.toml").write_text(f'[theme]\ntemplate = "{name}"\n')
    with pytest.raises(BadInputError, match=told):
        house_template(folder.path)


def test_a_checks_own_settings_name_no_template(folder: CheckFolder, house: Path) -> None:
    """It may come from a stranger, and templates are programs."""
    (folder.path.parent / "factbook.toml").write_text("")
    own = folder.path / "house"
    own.mkdir()
    (own / "conf.json").write_text('{"base_template": "factbook"}')
    (own / "index.html.j2").write_text("{{ 1 / 0 }}")
    (folder.path / "factbook.toml").write_text('[theme]\ntemplate = "house"\n')
    assert house_template(folder.path) is None
    assert made(folder, "html") == FORMATS["html"][1](notebook(folder), None)


def test_a_mistake_in_a_template_is_told_with_its_place(folder: CheckFolder, house: Path) -> None:
    (house / "parts" / "header.html.j2").write_text("<p>\n{% if %}")
    with pytest.raises(BuildError, match=r"A template in .*house cannot be used: .*line 2") as caught:
        made(folder, "html")
    assert "docs/themes.md" in str(caught.value)


def test_a_style_cannot_end_the_style(folder: CheckFolder, house: Path) -> None:
    (house / "extra.css").write_text("</style><script>alert(1)</script>")
    with pytest.raises(BadInputError, match=r"extra\.css holds '</'"):
        made(folder, "html")


def test_the_report_is_made_anew_when_a_template_changes(folder: CheckFolder, house: Path) -> None:
    before = BuildKeys().of(folder, ["html"])
    assert BuildKeys().of(folder, ["html"]) == before
    (house / "extra.css").write_text("p {}")
    assert BuildKeys().of(folder, ["html"]) != before


def write(folder: CheckFolder, *names: str) -> None:
    for name in names:
        (folder.path / FORMATS[name][0]).write_bytes(made(folder, name))


def test_in_its_casebook_the_report_is_proved(folder: CheckFolder, house: Path) -> None:
    write(folder, "html", "pdf")
    found = prove(folder.path)
    assert wrong(found) == {}
    states = {proof.name: proof.state for proof in found.proofs}
    assert (states["report.html"], states["report.pdf"]) == (State.PROVED, State.PROVED)


@pytest.fixture
def bundle(folder: CheckFolder, house: Path, tmp_path: Path) -> Callable[[], Path]:
    """Give a function that makes the bundle of the check, with the page made by the newsroom's template."""
    from factbook.batch.build import notebook_bytes
    from factbook.reports.bundle.write import write_bundle

    def make() -> Path:
        folder.update(lambda check: check.changed(checked_on="2026"))
        built = {FORMATS[name][0]: made(folder, name) for name in ("html", "md", "claimreview")}
        built["factcheck.ipynb"] = notebook_bytes(notebook(folder))
        return write_bundle(folder, folder.read(), built, out=tmp_path / "out.zip").path

    return make


def test_of_a_bundle_no_template_is_run_and_what_counts_is_proved(
    bundle: Callable[[], Path], folder: CheckFolder
) -> None:
    assert b'template = "house"' in carried_settings(folder.path)["factbook.toml"]
    found = prove(bundle())
    assert wrong(found) == {}
    states = {proof.name: (proof.state, proof.detail) for proof in found.proofs if proof.kind == "report"}
    for name in ("report.html", "report.md"):
        assert states[name][0] == State.NOT_PROVED
        assert "the template “house” of its newsroom" in states[name][1]
    assert states["claimreview.json"][0] == State.PROVED


def test_a_template_that_leaves_out_what_proves_is_told_what_is_missing(
    bundle: Callable[[], Path], house: Path
) -> None:
    (house / "parts" / "summary.html.j2").write_text("<h2>Nothing to see</h2>")
    told = wrong(prove(bundle()))
    assert "it is not there" in told["sentence f1 in report.html"]


def test_a_template_hides_no_change_of_what_was_said(bundle: Callable[[], Path], house: Path) -> None:
    (house / "parts" / "header.html.j2").write_text(
        '{% set old %}{% include "factbook/parts/header.html.j2" %}{% endset %}'
        '{{ old | replace("rating supported", "rating refuted") | safe }}'
    )
    assert any("rating" in name for name in wrong(prove(bundle())))


def test_conf_json_is_read_by_nbconvert_too(house: Path) -> None:
    exporter = FactbookExporter(template_name="house", extra_template_basedirs=[str(house.parent)])
    assert exporter.get_template_names() == ["house", "factbook"]
