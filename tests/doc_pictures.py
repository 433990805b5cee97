"""Makes the pictures of docs/ from what the program really writes: `python -m tests.doc_pictures`, which needs LibreOffice and poppler."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from PIL import Image, ImageOps

from pipeline.form.new_year import load
from pipeline.intake.blank.issuing import blank_files
from pipeline.workspace import UnitYear, Workspace
from tests.small_form import ROOT

DOCS = ROOT / "docs"
# Dots per inch, the space around a page, and how many shades of grey and yellow a page has.
DOTS, SPACE, COLOURS = 80, 12, 24
WORD, EXCEL = "表.docx", "表.xlsx"
# The part of a page of the Word form that shows every kind of place: from where to where, in hundredths.
SHOWN = (4, 5, 96, 80)


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


def save(picture: Image.Image, name: str) -> None:
    """Write a picture, as small as it can be."""
    picture.quantize(COLOURS).save(DOCS / name, optimize=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        pages = pictures(Path(made))
    save(side_by_side([pages[WORD], pages[EXCEL]]), "blank.png")
    save(cut_out(pages[WORD]), "blank-word.png")
