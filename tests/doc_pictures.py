"""Makes the pictures of docs/ from what the program really writes: `python -m tests.doc_pictures`, which needs LibreOffice, poppler and chromium."""

from __future__ import annotations

import subprocess
import tempfile
import zipfile
from pathlib import Path

from PIL import Image, ImageOps
from playwright.sync_api import ViewportSize, sync_playwright

from pipeline.document.word.package import DOCUMENT
from pipeline.form.new_year import load
from pipeline.intake.blank.issuing import blank_files
from pipeline.workspace import UnitYear, Workspace
from tests.conftest import copy_of_shipped
from tests.desk.desks import running
from tests.in_process import ziping
from tests.small_form import ROOT

DOCS = ROOT / "docs"
# Dots per inch, the space around a page, and how many shades of grey and yellow a page has.
DOTS, SPACE, COLOURS = 80, 12, 24
WORD, EXCEL = "表.docx", "表.xlsx"
# The part of a page of the Word form that shows every kind of place: from where to where, in hundredths.
SHOWN = (4, 5, 96, 80)
# What a clerk typed wrong in the received form, and how large the window is.
SLIP, WINDOW = ("46.16", "约46"), "1000,620"
# Which text of the desk's picture says another figure than the data.
TEXT, WRONG_FIGURE, DESK = (
    "评价指标.计算指标[5].自评说明",
    ("公用经费预算64万元", "公用经费预算65万元"),
    ViewportSize(width=1440, height=810),
)


def pictures(folder: Path) -> dict[str, Image.Image]:
    """Return the first pages of the empty forms, by the names of the files, made in a folder."""
    workspace = Workspace(ROOT)
    files = blank_files(workspace, load(workspace, "zhanjiang-2020"), UnitYear("", ""))
    paths = {name: folder / name for name in (WORD, EXCEL)}
    for name, path in paths.items():
        path.write_bytes(files[path.suffix])
        paths[name] = path.with_name(f"{path.suffix[1:]}.pdf")
    save_pdfs(folder, paths)
    return {name: first_page(path) for name, path in paths.items()}


def save_pdfs(folder: Path, paths: dict[str, Path]) -> None:
    """Let LibreOffice print files of a folder as the PDFs that they are given by name."""
    for name, pdf in paths.items():
        office = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf", "--outdir"]
        subprocess.run([*office, str(folder / pdf.stem), str(folder / name)], check=True, capture_output=True)
        (folder / pdf.stem / f"{Path(name).stem}.pdf").rename(pdf)


def first_page(pdf: Path) -> Image.Image:
    """Return the first page of a PDF."""
    subprocess.run(
        ["pdftoppm", "-r", str(DOTS), "-f", "1", "-l", "1", "-singlefile", "-png", str(pdf), str(pdf.with_suffix(""))], check=True
    )
    return Image.open(pdf.with_suffix(".png")).convert("RGB")


def side_by_side(pages: list[Image.Image]) -> Image.Image:
    """Return pages beside each other, each framed."""
    framed = [ImageOps.expand(ImageOps.expand(page, 1, "#888888"), SPACE, "#ffffff") for page in pages]
    whole = Image.new("RGB", (sum(page.width for page in framed), max(page.height for page in framed)), "#ffffff")
    left = 0
    for page in framed:
        whole.paste(page, (left, 0))
        left += page.width
    return whole


def cut_out(page: Image.Image) -> Image.Image:
    """Return the part of a page that shows every kind of place."""
    left, top, right, bottom = SHOWN
    return page.crop((page.width * left // 100, page.height * top // 100, page.width * right // 100, page.height * bottom // 100))


def save(picture: Image.Image, name: str, colours: int = COLOURS) -> None:
    """Write a picture, as small as it can be.

    Args:
        picture: the picture.
        name: its name in docs/.
        colours: how many colours it needs.
    """
    picture.quantize(colours).save(DOCS / name, optimize=True)


def findings(folder: Path) -> Image.Image:
    """Return the page of what came of some received files, made in a folder: filled forms, a slip in one of them, and a photograph."""
    workspace = copy_of_shipped(folder)
    inbox = folder / "收件"
    inbox.mkdir()
    for unit, name in (("xinfang", "信访局.docx"), ("shili", "示例局.docx")):
        of = UnitYear(unit, "2020")
        ziping(folder, "report", unit, "2020")
        (inbox / name).write_bytes((workspace.output(of) / "table.docx").read_bytes())
        workspace.data_file(of).unlink()
    write_slip(inbox / "信访局.docx", *SLIP)
    (inbox / "盖章.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(100))
    ziping(folder, "import", "收件")
    page, picture = folder / "output" / "import" / "收件.html", folder / "findings.png"
    chromium = ["chromium", "--headless", "--no-sandbox", "--hide-scrollbars", f"--window-size={WINDOW}", f"--screenshot={picture}"]
    subprocess.run([*chromium, page.as_uri()], check=True, capture_output=True)
    return Image.open(picture).convert("RGB")


def write_slip(path: Path, right: str, wrong: str) -> None:
    """Put something wrong in the place of what is right in a Word file."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data.replace(right.encode(), wrong.encode(), 1) if name == DOCUMENT else data)


def desk(folder: Path) -> Image.Image:
    """Return the desk with a text of which one figure is wrong, made in a folder."""
    workspace, picture = copy_of_shipped(folder), folder / "desk.png"
    data = workspace.data_file(UnitYear("gonggong", "2018"))
    data.write_text(data.read_text(encoding="utf-8").replace(*WRONG_FIGURE), encoding="utf-8")
    with running(workspace, "gonggong", "2018") as (address, _), sync_playwright() as play:
        page = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"]).new_page(viewport=DESK)
        page.goto(address)
        page.click('[data-page="indicators"]')
        page.focus(f'[data-path="{TEXT}"]')
        page.wait_for_timeout(1500)
        page.screenshot(path=picture)
    return Image.open(picture).convert("RGB")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made, tempfile.TemporaryDirectory() as received:
        pages = pictures(Path(made))
        save(findings(Path(received)), "findings.png")
    with tempfile.TemporaryDirectory() as filled:
        save(desk(Path(filled)), "desk.png", colours=96)
    save(side_by_side([pages[WORD], pages[EXCEL]]), "blank.png")
    save(cut_out(pages[WORD]), "blank-word.png")
