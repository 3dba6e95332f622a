"""A bundle, a check and a report are proved again; what does not hold is named."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from factbook.errors import BadInputError, NotFoundError
from factbook.model.check import Check
from factbook.model.stance import StanceValue
from factbook.reports.verifying.result import State, Verification
from factbook.sources.rereading import read_again
from factbook.store.check_folder import CheckFolder
from tests.reports import samples
from tests.reports.proving import built, make_bundle, prove, wrong
from tests.reports.verifying.forging import forge


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> CheckFolder:
    """Ten sources, three points; everything holds. Tests do not change it."""
    folder = samples.clean_check(tmp_path_factory.mktemp("casebook"))
    for name, data in built(folder).items():
        folder.write_file(name, data)
    return folder


@pytest.fixture(scope="module")
def bundle(clean: CheckFolder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its bundle."""
    return make_bundle(clean, tmp_path_factory.mktemp("bundles") / "clean.zip").path


def open_questions(found: Verification) -> list[str]:
    return [proof.kind for proof in found.not_proved]


def test_a_bundle_that_holds_is_proved_in_every_part(bundle: Path) -> None:
    found = prove(bundle)
    assert wrong(found) == {}
    assert found.holds
    assert found.headline.startswith("Do the city's new buses")
    counts = found.counts()
    assert counts["quote"] == {State.PROVED: 10}
    assert counts["copy"] == counts["text"] == {State.PROVED: 10}
    assert counts["report"] == {State.PROVED: 2}
    assert counts["archive"] == {State.PROVED: 1}
    assert counts["number"][State.PROVED] > 8
    assert open_questions(found) == ["digest"]


def test_a_check_is_proved_where_it_lies_and_nothing_is_written(clean: CheckFolder) -> None:
    before = {file: file.stat().st_mtime_ns for file in clean.path.rglob("*")}
    found = prove(clean.path)
    assert (found.what, wrong(found), open_questions(found)) == ("check", {}, [])
    assert {file: file.stat().st_mtime_ns for file in clean.path.rglob("*")} == before


def test_a_report_is_proved_by_the_check_beside_it(clean: CheckFolder) -> None:
    found = prove(clean.path / "report.html")
    assert (found.what, wrong(found)) == ("report", {})
    assert [proof.name for proof in found.proofs if proof.kind == "report"] == ["report.html"]


@pytest.mark.parametrize("name", ["report.html", "claimreview.json"])
def test_a_built_file_is_proved_by_a_bundle_beside_it_or_elsewhere(
    clean: CheckFolder, bundle: Path, tmp_path: Path, name: str
) -> None:
    shutil.copy(clean.path / name, tmp_path / name)
    assert wrong(prove(tmp_path / name, beside=bundle)) == {}
    shutil.copy(bundle, tmp_path / "any-name.zip")
    assert wrong(prove(tmp_path / name)) == {}
    data = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(data.replace(b"survey of 2020", b"survey of 2021"))
    assert not prove(tmp_path / name).holds


def test_among_several_bundles_nobody_guesses(clean: CheckFolder, bundle: Path, tmp_path: Path) -> None:
    shutil.copy(clean.path / "report.html", tmp_path)
    for name in ("one.zip", "two.zip"):
        shutil.copy(bundle, tmp_path / name)
    with pytest.raises(BadInputError, match=r"one\.zip, two\.zip"):
        prove(tmp_path / "report.html")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("Conflicting</h2>", "Supported</h2>", "rating"),
        ('<section class="rating conflicting"', '<section class="rating supported"', "rating"),
        ("✓</span> 10 sources", "✓</span> 12 sources", "the counts under the rating"),
        ("✓</span> 10 sources; 10 of 10", "✓</span> 10 sources; 11 of 11", "the counts under the rating"),
        ('"description": "10 of 10', '"description": "11 of 11', "the ClaimReview"),
        ("2 support it", "3 support it", "the totals of point 1"),
        ("In their last full year", "In their first full year", "sentence f1"),
        (" — City Transport", " — City Transit", "sentence f10"),
        ("https://desk.example.org/support", "https://evil.example.org/support", "the page around it"),
    ],
)
def test_a_number_or_word_that_was_changed_in_the_report_is_named(
    clean: CheckFolder, tmp_path: Path, old: str, new: str, told: str
) -> None:
    page = (clean.path / "report.html").read_text(encoding="utf-8")
    assert old in page, "the page has what is to be changed"
    (tmp_path / "report.html").write_text(page.replace(old, new, 1), encoding="utf-8")
    found = wrong(prove(tmp_path / "report.html", beside=clean.path))
    assert any(told in name for name in found), found


def test_a_cell_that_was_changed_in_the_report_is_named(clean: CheckFolder, tmp_path: Path) -> None:
    page = (clean.path / "report.html").read_text(encoding="utf-8")
    before, row = page.split('<th scope="row"><a href="#source-s6">', 1)
    row = row.replace('<td class="refutes">', '<td class="supports">', 1)
    (tmp_path / "report.html").write_text(
        f'{before}<th scope="row"><a href="#source-s6">{row}', encoding="utf-8"
    )
    assert "the stance of source s6 on point 1 in report.html" in wrong(
        prove(tmp_path / "report.html", beside=clean.path)
    )


def test_what_nobody_sees_counts_too(clean: CheckFolder, tmp_path: Path) -> None:
    """A label at another place changes no word; the bytes tell."""
    page = (clean.path / "report.html").read_text(encoding="utf-8")
    changed = page.replace('text-anchor="middle"', 'text-anchor="end"', 1)
    assert changed != page
    (tmp_path / "report.html").write_text(changed, encoding="utf-8")
    assert "from byte" in wrong(prove(tmp_path / "report.html", beside=clean.path))["report.html"]


def test_sections_of_the_analyst_are_not_proved_without_their_notebook(
    clean: CheckFolder, tmp_path: Path
) -> None:
    page = (clean.path / "report.html").read_text(encoding="utf-8")
    own = '<section class="analyst">\n<p>My own view.</p>\n</section>\n<section class="told" id="context">'
    page = page.replace('<section class="told" id="context">', own, 1)
    assert "My own view" in page
    (tmp_path / "report.html").write_text(page, encoding="utf-8")
    shutil.copytree(clean.path, tmp_path / "bare")
    (tmp_path / "bare" / "factcheck.ipynb").unlink()
    found = prove(tmp_path / "report.html", beside=tmp_path / "bare")
    assert wrong(found) == {}
    assert "1 of its sections" in found.not_proved[-1].detail
    assert not prove(tmp_path / "report.html", beside=clean.path).holds, "the notebook has no such cell"


def test_a_report_of_another_version_is_read_and_not_compared_byte_by_byte(
    clean: CheckFolder, tmp_path: Path
) -> None:
    page = (clean.path / "report.html").read_text(encoding="utf-8").replace("factbook 0.1", "factbook 9.1")
    (tmp_path / "report.html").write_text(page, encoding="utf-8")
    found = prove(tmp_path / "report.html", beside=clean.path)
    assert wrong(found) == {}
    assert "made by factbook 9.1" in found.not_proved[-1].detail
    forged = page.replace("In their last full year", "In their first full year", 1)
    (tmp_path / "report.html").write_text(forged, encoding="utf-8")
    assert any("sentence f" in name for name in wrong(prove(tmp_path / "report.html", beside=clean.path)))


def test_a_forged_bundle_whose_hashes_all_agree_is_found_by_what_it_says(
    bundle: Path, tmp_path: Path
) -> None:
    """A file and all hashes were changed on purpose: the frame holds, the content does not."""
    report = forge(
        bundle, tmp_path / "r.zip", "data/report.html", b"9 of 10", b"10 of 10", else_=b"10 sources"
    )
    assert any("report.html" in name for name in wrong(prove(report)))
    check = forge(
        bundle, tmp_path / "c.zip", "data/check.json", b'"value": "refutes"', b'"value": "supports"'
    )
    told = wrong(prove(check))
    cell = told["the stance table in factcheck.ipynb"]
    assert "rows[5].cells[0].label is 'refutes', and the check gives 'supports'" in cell
    assert "the totals of the points in factcheck.ipynb" in told
    assert any(name.startswith("the stance of source s6") for name in told)
    quote = forge(bundle, tmp_path / "q.zip", "data/check.json", b'"exact": "Of 100', b'"exact": "Of 200')
    assert any(name.startswith("quote q") for name in wrong(prove(quote)))


def test_a_copy_under_the_right_name_with_other_bytes_is_named(bundle: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(bundle) as archive:
        name = next(one for one in archive.namelist() if "/snapshots/" in one).partition("/")[2]
    changed = forge(bundle, tmp_path / "s.zip", name, b"punctuality", b"Punctuality", else_=b"The ")
    details = wrong(prove(changed)).values()
    assert any("does not match its hash: it was changed" in detail for detail in details)


def test_a_text_that_its_document_does_not_give_is_found(
    check: Check, make_folder: Callable[..., CheckFolder]
) -> None:
    """Somebody keeps a true document, and beside it a text with words that do not stand in it."""
    folder = make_folder(check)
    page = b"<html><body><article><p>The bridge stays closed, the mayor said.</p></article></body></html>"
    original = folder.keep(page, extension="html")
    text = check.sources[0].snapshots[0]
    faked = text.model_copy(
        update={"sha256": original, "extension": "html", "media_type": "text/html", "size_bytes": len(page)}
    )
    extractor = read_again(faked, page).extractor
    faked = faked.model_copy(update={"extractor": extractor})
    source = check.sources[0].model_copy(update={"snapshots": (faked,)})
    quote = check.quotes[0].model_copy(update={"snapshot": original})
    folder.update(lambda one: one.changed(sources=(source,), quotes=(quote,)))
    found = prove(folder.path)
    assert [proof.name for proof in found.proofs if proof.kind == "quote" and proof.state == State.PROVED]
    (told,) = [proof.detail for proof in found.failed if proof.kind == "text"]
    assert "the copy gives another text, from character 4 on" in told
    assert "it was not read again" in str([one.detail for one in prove(folder.path, reread=False).not_proved])


def test_faults_that_the_report_tells_are_told_apart_from_changes(tmp_path: Path) -> None:
    folder = samples.faulty_check(tmp_path)
    for name, data in built(folder).items():
        folder.write_file(name, data)
    found = prove(folder.path)
    assert not found.holds
    told = {proof.name for proof in found.failed if proof.told}
    assert any(name.startswith("quote q") for name in told)
    untold = {proof.kind for proof in found.failed if not proof.told}
    assert untold == {"copy", "version"}, "what was tampered with is not made whole by a report that says so"


def test_a_check_that_was_changed_since_the_report_was_built_is_found(
    check: Check, make_folder: Callable[..., CheckFolder]
) -> None:
    folder = make_folder(check)
    for name, data in built(folder).items():
        folder.write_file(name, data)
    stance = check.stances[0].model_copy(update={"value": StanceValue.REFUTES})
    folder.update(lambda one: one.changed(stances=(stance,)))
    told = wrong(prove(folder.path))
    assert "the stance of source s1 on point 1 in report.html" in told
    assert "check.json" in " ".join(told.values()) or "check_sha256" in " ".join(told.values())


def test_a_citation_style_outside_the_bundle_is_not_read(bundle: Path, tmp_path: Path) -> None:
    toml = b"# The settings"
    path = forge(
        bundle, tmp_path / "b.zip", "data/factbook.toml", toml, b'citation_style = "/etc/passwd"\n' + toml
    )
    assert wrong(prove(path)) == {"factbook.toml": "it names a citation style outside the bundle"}


def test_a_check_json_that_is_none_is_told_in_one_line(bundle: Path, tmp_path: Path) -> None:
    path = forge(bundle, tmp_path / "b.zip", "data/check.json", b'"extension": "txt"', b'"extension": "../"')
    (told,) = [proof for proof in prove(path).failed if proof.kind == "check"]
    assert "sources[0].snapshots[0].extension" in told.detail


def test_nothing_that_comes_with_a_bundle_is_run(bundle: Path, tmp_path: Path) -> None:
    """A notebook is a program; it is read and shown, and its cells stay as they are."""
    trap = f"open({str(tmp_path / 'ran')!r}, 'w')"
    path = forge(
        bundle, tmp_path / "b.zip", "data/factcheck.ipynb", b'"source": ""', b'"source": "%s"' % trap.encode()
    )
    prove(path)
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("name", ["notes.txt", "picture.png", "data.json"])
def test_what_is_nothing_of_ours_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("{}", encoding="utf-8")
    with pytest.raises(BadInputError, match="nothing that factbook builds"):
        prove(tmp_path / name)


def test_what_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        prove(tmp_path / "nothing")


def test_a_digest_is_of_bundles_alone(clean: CheckFolder) -> None:
    with pytest.raises(BadInputError, match="is no bundle"):
        prove(clean.path, digest="sha256:0")


def test_a_zip_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_text(
        "A letter, and no archive at all; long enough to be one.", encoding="utf-8"
    )
    with pytest.raises(BadInputError, match="is no zip"):
        prove(tmp_path / "b.zip")
