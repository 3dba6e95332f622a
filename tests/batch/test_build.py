"""Building a report: the notebook is run for real, by papermill, in a kernel of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
import papermill
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

import factbook as fb
from factbook.batch.build import run_notebook
from factbook.errors import BadInputError, BuildError, NotProvenError
from factbook.model.check import Check
from factbook.resources import resource_folder
from factbook.store.check_folder import CheckFolder

EXAMPLE = resource_folder("examples") / "ice-training"
NOTEBOOK = resource_folder("notebooks") / "factcheck.ipynb"
BIN = Path(sys.executable).parent


def copy_example(folder: Path) -> fb.OpenCheck:
    shutil.copytree(EXAMPLE, folder / "ice-training")
    return fb.open(folder / "ice-training")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> fb.OpenCheck:
    """The worked example, built in its folder."""
    check = copy_example(tmp_path_factory.mktemp("built"))
    names = [path.name for path in check.build()]
    assert names == ["report.html", "claimreview.json", "factcheck.ipynb"]
    return check


def test_the_report_has_everything_the_check_has(built: fb.OpenCheck) -> None:
    page = (built.path / "report.html").read_text(encoding="utf-8")
    for text in (
        "Are ICE agents trained in crisis negotiation and de-escalation techniques?",
        "September 9, 2025",
        "1. Summary of the results",
        "2. Missing context/alternative viewpoints",
        "3. Potential misinformation/bias in the original statement",
        "Want to dive deeper?",
        "Conflicting",
    ):
        assert text in page
    check = built.record
    for record in (*check.follow_ups, *check.points):
        assert (getattr(record, "question", "") or record.text).replace("'", "&#39;") in page  # type: ignore[union-attr]
    for source in check.sources:
        assert source.snapshot is not None
        assert source.snapshot.sha256 in page


def test_the_page_is_small_and_asks_for_nothing(built: fb.OpenCheck) -> None:
    page = (built.path / "report.html").read_text(encoding="utf-8")
    assert len(page.encode()) < 150_000
    # A pattern within the page and an icon in the address itself are no requests.
    for inside in ("url(#", '<link rel="icon" href="data:'):
        page = page.replace(inside, "")
    for loading in ("<script src", "<link", "@import", "url(", "<iframe", "srcset"):
        assert loading not in page


def test_the_claim_review_stands_in_the_page_and_in_its_file(built: fb.OpenCheck) -> None:
    review = json.loads((built.path / "claimreview.json").read_text(encoding="utf-8"))
    assert review["@type"] == "ClaimReview"
    assert review["datePublished"] == "2025-09-09"
    assert review["reviewRating"]["alternateName"] == "Conflicting"
    page = (built.path / "report.html").read_text(encoding="utf-8")
    embedded = page.split('<script type="application/ld+json">')[1].split("</script>")[0]
    assert json.loads(embedded) == review


def test_the_stock_tools_give_the_same_report(built: fb.OpenCheck, tmp_path: Path) -> None:
    check = copy_example(tmp_path)
    environment = os.environ | {"HOME": str(tmp_path)}
    for command in (
        [BIN / "papermill", NOTEBOOK, "out.ipynb", "-p", "check", str(check.path), "--no-progress-bar"],
        [BIN / "jupyter", "nbconvert", "--to", "factbook", "out.ipynb"],
    ):
        subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True)
    assert (tmp_path / "out.html").read_bytes() == (built.path / "report.html").read_bytes()


def test_another_zone_language_and_hash_seed_give_the_same_bytes(built: fb.OpenCheck, tmp_path: Path) -> None:
    check = copy_example(tmp_path)
    environment = os.environ | {
        "TZ": "Pacific/Kiritimati",
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "PYTHONHASHSEED": "12345",
    }
    done = subprocess.run([BIN / "factbook", "build", check.path], env=environment, capture_output=True)
    assert done.returncode == 1, done.stderr  # the example has faults
    for name in ("report.html", "claimreview.json", "factcheck.ipynb"):
        assert (check.path / name).read_bytes() == (built.path / name).read_bytes(), name


def test_the_built_notebook_names_no_folder_and_runs_again_where_it_lies(built: fb.OpenCheck) -> None:
    text = (built.path / "factcheck.ipynb").read_text(encoding="utf-8")
    assert str(built.path) not in text
    notebook = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
    injected = [cell for cell in notebook.cells if "injected-parameters" in cell.metadata.tags]
    assert [cell.source for cell in injected] == ['# Parameters\ncheck = "."\n']


def test_a_report_built_elsewhere_is_the_same_and_its_notebook_leads_back(
    built: fb.OpenCheck, tmp_path: Path
) -> None:
    check = copy_example(tmp_path)
    check.build(out=tmp_path / "published" / "ice")
    assert sorted(path.name for path in (tmp_path / "published" / "ice").iterdir()) == [
        "claimreview.json",
        "factcheck.ipynb",
        "report.html",
    ]
    report = (tmp_path / "published" / "ice" / "report.html").read_bytes()
    assert report == (built.path / "report.html").read_bytes()
    notebook = (tmp_path / "published" / "ice" / "factcheck.ipynb").read_text(encoding="utf-8")
    assert 'check = \\"../../ice-training\\"' in notebook


def test_the_analysts_own_cells_stand_in_the_report_in_order(tmp_path: Path) -> None:
    check = copy_example(tmp_path)
    (check.path / "counts.csv").write_text("city,n\nOslo,3\n", encoding="utf-8")
    notebook = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
    place = next(i for i, cell in enumerate(notebook.cells) if cell.source == "report.context")
    figure = '#| alt: "One bar"\nimport matplotlib.pyplot as plt\nplt.bar(["a"], [1])\nplt.show()'
    notebook.cells[place:place] = [
        new_markdown_cell("## What the *analyst* saw"),
        new_code_cell('import pandas as pd\npd.read_csv("counts.csv")'),
        new_code_cell(figure),
    ]
    nbformat.write(notebook, check.path / "analysis.ipynb")  # type: ignore[no-untyped-call]
    check.build()
    page = (check.path / "report.html").read_text(encoding="utf-8")
    order = [
        "1. Summary of the results</h2>",
        "What the <em>analyst</em> saw</h3>",
        "<td>Oslo</td>",
        'alt="One bar"',
        "2. Missing context/alternative viewpoints</h2>",
    ]
    places = [page.index(text) for text in order]
    assert places == sorted(places)


def test_a_failing_cell_is_named_and_the_old_report_stays(tmp_path: Path) -> None:
    check = copy_example(tmp_path)
    (check.path / "report.html").write_text("the old one", encoding="utf-8")
    notebook = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
    notebook.cells.append(new_code_cell("ratio = 1 / 0"))
    nbformat.write(notebook, check.path / "analysis.ipynb")  # type: ignore[no-untyped-call]
    with pytest.raises(BuildError, match=r"begins 'ratio = 1 / 0': ZeroDivisionError"):
        check.build()
    assert (check.path / "report.html").read_text(encoding="utf-8") == "the old one"


def test_strict_refuses_what_does_not_hold_before_it_runs_anything(tmp_path: Path) -> None:
    check = copy_example(tmp_path)
    with pytest.raises(NotProvenError, match="uncited"):
        check.build(strict=True)
    assert not (check.path / "report.html").exists()


def test_an_unknown_format_is_refused(built: fb.OpenCheck) -> None:
    with pytest.raises(BadInputError, match="'pfd' is no format of a report"):
        built.build(to=["html", "pfd"])


def test_strict_looks_at_what_is_published(tmp_path: Path) -> None:
    check = fb.new(question="Is it so?", casebook=tmp_path)
    notebook = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
    place = next(i for i, cell in enumerate(notebook.cells) if "check.report()" in cell.source)
    notebook.cells.insert(place, new_code_cell('check.add_finding("summary", "It is so.");'))
    nbformat.write(notebook, check.path / "analysis.ipynb")  # type: ignore[no-untyped-call]
    with pytest.raises(NotProvenError, match="uncited"):
        check.build(strict=True)
    assert not (check.path / "report.html").exists()


def test_a_check_with_nothing_in_it_builds(tmp_path: Path) -> None:
    check = fb.new(question="Is it so?", casebook=tmp_path)
    check.build()
    assert "Not enough evidence" in (check.path / "report.html").read_text(encoding="utf-8")


def test_cells_added_to_the_built_notebook_are_not_overwritten(tmp_path: Path) -> None:
    check = copy_example(tmp_path)
    check.build()
    built = check.path / "factcheck.ipynb"
    check.build()
    notebook = nbformat.read(built, as_version=4)  # type: ignore[no-untyped-call]
    notebook.cells.append(new_markdown_cell("My own words"))
    nbformat.write(notebook, built)  # type: ignore[no-untyped-call]
    with pytest.raises(BadInputError, match="cells of your own"):
        check.build()
    assert "My own words" in built.read_text(encoding="utf-8")
    built.rename(check.path / "analysis.ipynb")
    check.build()
    assert "My own words" in (check.path / "report.html").read_text(encoding="utf-8")


def test_a_folder_with_braces_in_its_name_is_no_format(tmp_path: Path) -> None:
    check = copy_example(tmp_path / "{0} and {check}")
    (check.path / "analysis.ipynb").write_bytes(NOTEBOOK.read_bytes())
    check.build()
    assert (check.path / "report.html").is_file()


def test_another_checks_folder_is_no_place_to_build_to(tmp_path: Path) -> None:
    check = copy_example(tmp_path)
    other = fb.new(question="Other?", casebook=tmp_path)
    with pytest.raises(BadInputError, match="holds another check"):
        check.build(out=other.path)


@pytest.mark.parametrize(
    ("content", "named"),
    [("no json", "not appear to be JSON"), ("{}", "could not be run"), (None, "nosuchkernel")],
)
def test_a_notebook_that_cannot_be_run_is_named(tmp_path: Path, content: str | None, named: str) -> None:
    check = copy_example(tmp_path)
    own = check.path / "analysis.ipynb"
    if content is None:
        notebook = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
        notebook.metadata.kernelspec.name = "nosuchkernel"
        nbformat.write(notebook, own)  # type: ignore[no-untyped-call]
    else:
        own.write_text(content, encoding="utf-8")
    with pytest.raises(BuildError, match=named) as caught:
        check.build()
    assert "analysis.ipynb" in str(caught.value)


def test_a_kernel_that_dies_at_its_start_fails_its_check_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kernel = tmp_path / "jupyter" / "kernels" / "stillborn"
    kernel.mkdir(parents=True)
    (kernel / "kernel.json").write_text(
        json.dumps({"argv": [sys.executable, "-c", ""], "display_name": "Stillborn", "language": "python"})
    )
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    check = fb.new(question="Is it so?", casebook=tmp_path)
    spec = {"kernelspec": {"name": "stillborn", "display_name": "Stillborn", "language": "python"}}
    nbformat.write(new_notebook(cells=[new_code_cell("1")], metadata=spec), check.path / "analysis.ipynb")  # type: ignore[no-untyped-call]
    with pytest.raises(BuildError, match=r"analysis\.ipynb could not be run: .*[Kk]ernel died"):
        check.build()


def test_a_language_that_nobody_has_words_for_is_told_before_anything_runs(tmp_path: Path) -> None:
    check = copy_example(tmp_path)
    (check.path / "factbook.toml").write_text('report_language = "tlh"', encoding="utf-8")
    with pytest.raises(BadInputError, match=r"report_language in factbook\.toml is 'tlh'"):
        check.build()
    assert not (check.path / "factcheck.ipynb").exists()


def test_a_report_in_another_language_is_built_proved_and_built_the_same_again(tmp_path: Path) -> None:
    check = copy_example(tmp_path)
    settings = check.path / "factbook.toml"
    settings.write_text(f'report_language = "ar"\n{settings.read_text(encoding="utf-8")}', encoding="utf-8")
    first = {path.name: path.read_bytes() for path in check.build(to=["html", "pdf", "md", "docx"])}
    assert 'lang="ar" dir="rtl"' in first["report.html"].decode()
    command = [BIN / "factbook", "verify", check.path]
    # The example has faults, which its report tells of itself.
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "nothing else was found wrong" in done.stdout
    assert "it cites nothing" in done.stdout
    settings.write_text(settings.read_text(encoding="utf-8").replace('"ar"', '"ar-JO"'), encoding="utf-8")
    again = {path.name: path.read_bytes() for path in check.build(to=["html", "pdf", "md", "docx"])}
    assert "9 أيلول 2025" in again["report.html"].decode()
    settings.write_text(settings.read_text(encoding="utf-8").replace('"ar-JO"', '"ar"'), encoding="utf-8")
    assert first == {path.name: path.read_bytes() for path in check.build(to=["html", "pdf", "md", "docx"])}


@pytest.mark.skipif(sys.platform != "linux", reason="names of folders are text elsewhere")
def test_a_folder_whose_name_is_no_text_is_refused_before_the_notebook_is_run(
    tmp_path: Path, make_folder: Callable[..., CheckFolder], check: Check
) -> None:
    folder = make_folder(check, name=os.fsdecode(b"caf\xe9"))
    with pytest.raises(BadInputError, match="is no text"):
        run_notebook(folder)


def test_an_error_of_ours_does_not_send_anybody_into_our_notebook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = copy_example(tmp_path)

    def fails(*_: object, **__: object) -> None:
        raise papermill.PapermillExecutionError(
            4,
            4,
            "report = check.report()",
            "BadInputError",
            "desk.csl is not there. Mend citation_style.",
            [],
        )

    monkeypatch.setattr("factbook.batch.run.run_by_papermill", fails)
    with pytest.raises(BuildError) as ours:
        run_notebook(check.folder)
    assert str(ours.value) == "ice-training could not be built: desk.csl is not there. Mend citation_style."
    (check.path / "analysis.ipynb").write_bytes(NOTEBOOK.read_bytes())
    with pytest.raises(BuildError, match="mend the cell"):
        run_notebook(check.folder)
