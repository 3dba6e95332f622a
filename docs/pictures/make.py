"""Take the pictures of the README and the guide anew, from the worked example of ``factbook demo``.

    python -m docs.pictures.make [NAME...]

NAME is the name of a picture without its ending; all of them unless given. Each is written beside this
file: a window of the same size on the page, on a real JupyterLab or on sheets of the PDF, in few colours.
Chromium and the fonts are those of the machine, so pictures taken elsewhere differ in a few pixels.
"""

from __future__ import annotations

import math
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import pypdfium2
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Locator, Page, ViewportSize, sync_playwright

import factbook as fb
from factbook.resources import resource_folder
from tests.browser.jupyter_lab import jupyter_lab, open_notebook, run_all, wait_until_idle

FOLDER = Path(__file__).parent
WIDTH, SCALE = 1120, 2
"""How wide a window is in CSS pixels, and how many pixels of a picture one of them is."""
HEIGHT_OF_WIDTH = 3 / 4
FONTS = ("Noto Serif", "Noto Sans")
"""Those that the report asks for and Debian has."""

_CODER = "Editor of the example"
_GROUND, _FRAME = "#e9e8e3", "#cfcec8"
_AREA, _AREAS_APART, _TINTS_APART = 0.002, 4, 40
"""The share of a picture that makes a colour an area; how far apart in RGB areas and tints are kept."""

_SCROLL = """([frame, top]) => {
  const lines = () => {
    const found = [], range = document.createRange();
    const texts = document.createTreeWalker(frame, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      range.selectNodeContents(texts.currentNode);
      found.push(...range.getClientRects());
    }
    return found;
  };
  const page = frame === document.scrollingElement;
  const box = frame.getBoundingClientRect();
  const edges = page ? [0, innerHeight] : [box.top, box.bottom];
  for (const way of [-1, 1]) {
    for (let far = 0; far <= 40; far++) {
      frame.scrollTop = top + way * far;
      if (!lines().some((one) => edges.some((edge) => one.top < edge && edge < one.bottom))) return true;
    }
  }
  return false;
}"""


def report(browser: Browser, check: fb.OpenCheck) -> Image.Image:
    """Show the top of the page: the question, the rating, the figures and the first sentences."""
    with window(browser) as page:
        page.goto((check.path / "report.html").as_uri())
        scroll_to(page.locator("h1"), above=24)
        return picture_of(page)


def citation(browser: Browser, check: fb.OpenCheck) -> Image.Image:
    """Show where a citation leads: the exact words in the kept copy, and the copy's fingerprint."""
    with window(browser, width=800) as page:
        page.goto((check.path / "report.html").as_uri())
        page.locator("#finding-f8 .cite").click()
        scroll_to(page.locator("#source-s5"), above=24)
        return picture_of(page)


def stances(browser: Browser, check: fb.OpenCheck) -> Image.Image:
    """Show the stance table of the desk."""
    with desk_in_lab(browser, check) as (page, desk):
        desk.get_by_role("tab", name="Stances").click()
        desk.get_by_role("row", name="Source 5").get_by_role("gridcell").first.click()
        scroll_to_desk(page)
        return picture_of(page)


def reader(browser: Browser, check: fb.OpenCheck) -> Image.Image:
    """Show the reader of the desk, with quoted words and passages that are suggested."""
    with desk_in_lab(browser, check) as (page, desk):
        desk.get_by_role("tab", name="Reader").click()
        desk.get_by_label("Source", exact=True).select_option("s5")
        desk.get_by_role("heading", name="Source 5").wait_for()
        desk.get_by_label("Point", exact=True).select_option("p2")
        desk.locator(".rank").wait_for()
        scroll_to_desk(page)
        return picture_of(page)


def pdf(_browser: Browser, check: fb.OpenCheck) -> Image.Image:
    """Show the first sheet of the PDF on a plain ground."""
    width, height = WIDTH * SCALE, round(WIDTH * HEIGHT_OF_WIDTH) * SCALE
    with pypdfium2.PdfDocument(check.path / "report.pdf") as document:
        scale = 0.92 * height / document[0].get_height()
        sheet = document[0].render(scale=scale).to_pil().convert("RGB")
    picture = Image.new("RGB", (width, height), _GROUND)
    picture.paste(framed(sheet), ((width - sheet.width) // 2, (height - sheet.height) // 2))
    return picture


PICTURES: tuple[Callable[[Browser, fb.OpenCheck], Image.Image], ...] = (
    report,
    citation,
    stances,
    reader,
    pdf,
)


@contextmanager
def window(browser: Browser, *, width: int = WIDTH) -> Iterator[Page]:
    """Open a window, in light colours."""
    size: ViewportSize = {"width": width, "height": round(width * HEIGHT_OF_WIDTH)}
    page = browser.new_page(viewport=size, device_scale_factor=SCALE, color_scheme="light")
    page.set_default_timeout(60_000)
    yield page
    page.close()


@contextmanager
def desk_in_lab(browser: Browser, check: fb.OpenCheck) -> Iterator[tuple[Page, Locator]]:
    """Open the desk in a JupyterLab with room: the list of files is folded away."""
    with (
        tempfile.TemporaryDirectory() as home,
        jupyter_lab(check.path.parent, home=Path(home)) as lab,
        window(browser) as page,
    ):
        open_notebook(page, lab)
        page.keyboard.press("Control+b")
        desk = run_all(page)
        wait_until_idle(page)
        yield page, desk


def scroll_to(target: Locator, *, above: int, within: str = "html") -> None:
    """Scroll until an element stands at the top, ``above`` pixels below the edge, and no line is cut."""
    page = target.page
    frame = page.locator(within).element_handle()
    top = target.evaluate(
        "(one, frame) => one.getBoundingClientRect().top - frame.getBoundingClientRect().top + "
        "(frame === document.scrollingElement ? 0 : frame.scrollTop)",
        frame,
    )
    if not page.evaluate(_SCROLL, [frame, max(0, top - above)]):
        sys.exit(f"Every way to show {target} cuts a line. Change what is above or below it.")


def scroll_to_desk(page: Page) -> None:
    """Scroll until the cell that asks for the desk stands at the top, once all is saved and idle."""
    # What a kernel tells late makes a notebook differ from its file once more.
    for _ in range(5):
        page.keyboard.press("Control+s")
        page.get_by_text("Saving completed").wait_for()
        page.get_by_text("Saving completed").wait_for(state="hidden")
        if not page.locator(".jp-mod-dirty").count():
            break
    wait_until_idle(page)
    line = page.locator(".jp-CodeCell", has=page.locator(".factbook-tabs")).locator(".jp-InputArea")
    scroll_to(line, above=10, within=".jp-WindowedPanel-outer")


def picture_of(page: Page) -> Image.Image:
    """Take what the window shows, once nothing moves any more and the pointer is out of the way."""
    page.mouse.move(1, 1)
    page.wait_for_timeout(1_000)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "window.png"
        page.screenshot(path=path, animations="disabled", caret="hide")
        return Image.open(path).convert("RGB")


def save(picture: Image.Image, path: Path) -> None:
    """Write a picture with a thin frame, in few colours, as small as PNG makes it."""
    few = framed(picture).quantize(palette=palette_of(picture), dither=Image.Dither.NONE)
    few.save(path, optimize=True)


def framed(picture: Image.Image) -> Image.Image:
    """Draw a thin line along the edges, so that a picture ends where it ends on any ground."""
    ImageDraw.Draw(picture).rectangle(
        (0, 0, picture.width - 1, picture.height - 1), outline=_FRAME, width=SCALE
    )
    return picture


def palette_of(picture: Image.Image) -> Image.Image:
    """Choose the colours of a picture by how much of it they cover.

    What fills an area is kept to the bit, light grounds beside each other too. Of the many tints along the
    edges of letters few are left, far from each other. Pillow's own ways mix all of it and lose small signs.
    """
    pixels = picture.width * picture.height
    counted = cast("list[tuple[int, tuple[int, ...]]]", picture.getcolors(pixels))
    chosen: list[tuple[int, ...]] = []
    for count, colour in sorted(counted, reverse=True):
        away = _AREAS_APART if count > _AREA * pixels else _TINTS_APART
        if all(math.dist(colour, other) >= away for other in chosen):
            chosen.append(colour)
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for colour in chosen for part in colour])
    return palette


def copy_example(folder: Path) -> fb.OpenCheck:
    """Copy the worked example into a casebook of its own, and build its reports."""
    target = folder / "checks" / "ice-training"
    shutil.copytree(resource_folder("examples") / "ice-training", target)
    settings = target / "factbook.toml"
    # Without it the desk asks who sits there, and offers the name of whoever takes the pictures.
    settings.write_text(f'coder = "{_CODER}"\n' + settings.read_text(encoding="utf-8"), encoding="utf-8")
    check = fb.open(target)
    check.build(to=["html", "pdf"])
    return check


def find_chromium() -> str:
    """Give the path of Chromium, and see that the fonts are there."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        sys.exit("There is no Chromium. Install it with: apt-get install chromium")
    for font in FONTS:
        found = subprocess.run(["fc-match", font, "family"], capture_output=True, text=True, check=True)
        if font not in found.stdout:
            sys.exit(f"There is no {font}. Install it with: apt-get install fonts-noto-core")
    return path


def main(names: list[str]) -> None:
    """Take the pictures, and print the size of each."""
    known = [take.__name__ for take in PICTURES]
    if unknown := set(names) - set(known):
        sys.exit(f"There is no picture {', '.join(sorted(unknown))}. Name some of: {', '.join(known)}")
    chromium = find_chromium()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        check = copy_example(Path(folder))
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for take in PICTURES:
            if not names or take.__name__ in names:
                path = FOLDER / f"{take.__name__}.png"
                save(take(browser, check), path)
                print(f"{path.stat().st_size / 1000:6.1f} kB  {path.name}")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
