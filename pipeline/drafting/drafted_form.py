"""Begins a form's folder from the bureau's own Word file: its fields, its tags, the outline of its narrative."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Final

from lxml import etree

from pipeline.document.word.contents import kept_parts
from pipeline.document.word.margins import margin_kind
from pipeline.document.word.marks import TAG
from pipeline.document.word.package import DOCUMENT, add_part
from pipeline.document.word.reader import parsed
from pipeline.document.word.unpacking import unpack
from pipeline.document.word.xml import W, as_part, paragraph_text
from pipeline.drafting.controls import opened
from pipeline.drafting.declaration import form_text, report_text
from pipeline.drafting.layout import Box, Grid, grid_of
from pipeline.drafting.measures import settle_measures
from pipeline.drafting.outline import Planned, outline
from pipeline.drafting.proposals import Proposal, Repeated, proposals
from pipeline.drafting.tags import fill_slots, fill_whole, fill_year, repeat
from pipeline.drafting.words import BLANKS, UNKNOWN, slots_in
from pipeline.drafting.years import only_year, settle_blank_years, settle_years
from pipeline.files import replace_folder
from pipeline.form.form import read_form
from pipeline.problems import Kind, Place, Stop, error
from pipeline.workspace import UsageError, Workspace
from pipeline.writing import cannot_write

NAME: Final = re.compile(r"[a-z][a-z0-9_-]{0,39}")
UNTITLED: Final = "绩效自评表"
# A title's year, and one that it leaves open.
IN_TITLE: Final = re.compile(r"[（(]\s{0,5}20\d\d\s{0,5}年度?\s{0,5}[)）]|20\d\d\s{0,5}年度?")
OPEN_IN_TITLE: Final = re.compile(rf"[（(]{BLANKS}{{0,60}}年度?{BLANKS}{{0,60}}[)）]")
IN_MARGIN: Final = re.compile(r"word/(?:header|footer)[^/]*\.xml")
MARK: Final = re.compile(r"[\\\"'#{}%:：\s]")


@dataclass(frozen=True, slots=True)
class Draft:
    """A form as drafted.

    Attributes:
        folder: its folder.
        files: what was written to it.
        fields: how many fields there are.
        unsure: the fields whose type could not be seen.
        filled: what was filled in already, and is a tag now.
        rows: the rows that repeat.
        grouped: those of them that stand under groups which the form fixes.
        year: the year that the form names, a tag now; 0 if it names none.
        open_years: the labels that left a year open, with the tag that they have now.
        left_blank: where blanks stand that became no fields: cells with no label beside or above them, and what is in headers and
            footers, from which nothing is read when a form comes back.
    """

    folder: Path
    files: list[str] = field(default_factory=list)
    fields: int = 0
    unsure: list[str] = field(default_factory=list)
    filled: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    grouped: list[str] = field(default_factory=list)
    year: int = 0
    open_years: list[str] = field(default_factory=list)
    left_blank: list[str] = field(default_factory=list)


def draft(workspace: Workspace, origin: Path, name: str) -> Draft:
    """Draft a form's folder from a Word file.

    Args:
        workspace: where the forms are.
        origin: the Word file, wherever it is.
        name: the form's name, its folder's too.

    Raises:
        UsageError: the name cannot be used, or there is such a form.
        Stop: the file is no Word form that can be drafted from; says what to do.
    """
    folder = workspace.form(check_name(name))
    if folder.exists():
        raise UsageError(f"{workspace.shown(folder)} 已经有了，没有改动它。请换一个名称（NAME=）")
    parts = kept_parts(unpack(origin, origin.name), origin.name)
    root, _ = parsed(opened(parts[DOCUMENT]), origin.name)
    refuse_unusable(root, origin.name)
    title = title_of(root)
    tables = [grid_of(table) for table in root.iterfind(f"{W}body/{W}tbl")]
    margins = {name: parsed(opened(part), origin.name, margin_kind(name))[0] for name, part in parts.items() if IN_MARGIN.fullmatch(name)}
    lines = {name: list(margin.iter(f"{W}p")) for name, margin in margins.items()}
    year = settle_years([*root.iterfind(f"{W}body/{W}p"), *chain.from_iterable(lines.values())], tables)
    open_years = settle_blank_years(tables)
    plan = tagged(root, tables)
    if not any(plan.leaves()):
        raise Stop(error(Kind.TEMPLATE, "没有找到可以填写的空格", Place(origin.name), hint="表格里要有标签和它旁边的空格"))
    shell = shell_of(workspace)
    files = {"table.docx": packed({**parts, **{name: as_part(part) for name, part in ({DOCUMENT: root} | margins).items()}})}
    if shell:
        files |= {"report.docx": shell, "report.md": report_text(plan, title).encode()}
    files["form.yaml"] = form_text(plan, title, origin.name, has_report=bool(shell)).encode()
    try:
        replace_folder(folder, files)
    except OSError as fault:
        raise Stop(cannot_write(fault, workspace.shown(folder))) from None
    return replace(
        summary(folder, sorted(files), plan), year=year, open_years=open_years, left_blank=[*left_blank(tables), *left_in_margins(lines)]
    )


def check_name(name: str) -> str:
    """Return a form's name if it is safe as a folder's name.

    Raises:
        UsageError: it is not.
    """
    if not NAME.fullmatch(name) or name in ("common", "site"):
        raise UsageError(f"表名“{name}”不对：用小写字母开头，只含小写字母、数字、- 和 _，例如 hunan-2019")
    return name


def refuse_unusable(root: etree._Element, file: str) -> None:
    """Refuse a Word file without tables, or with tags in it already.

    Raises:
        Stop: it is one.
    """
    if root.find(f"{W}body/{W}tbl") is None:
        raise Stop(error(Kind.TEMPLATE, "没有表格，起草不了", Place(file), hint="要用财政部门下发的、带表格的 Word 文件"))
    if any(TAG.search(paragraph_text(paragraph)) for paragraph in root.iter(f"{W}p")):
        raise Stop(
            error(Kind.TEMPLATE, "里面已经写有标记（{{ }}、{% %}）", Place(file), hint="已经是模板的，把它放进 templates 的文件夹里直接用")
        )


def title_of(root: etree._Element) -> str:
    """Return what a form is called, without its year: the first words outside of tables that are no 附件1."""
    lines = (paragraph_text(paragraph).strip() for paragraph in root.iterfind(f"{W}body/{W}p"))
    said = (line for line in lines if line and not re.match(r"附[件表]", line) and not slots_in(line))
    title = next(said, UNTITLED)
    return MARK.sub("", IN_TITLE.sub("", title) if only_year(title) else OPEN_IN_TITLE.sub("", title))[:60] or UNTITLED


def tagged(root: etree._Element, grids: list[Grid]) -> Planned:
    """Return the fields that a document with some tables proposes, after putting their tags into it."""
    outside = list(root.iterfind(f"{W}body/{W}p"))
    found = [(grid, list(proposals(grid))) for grid in grids]
    settle_measures(root, found)
    lines = [(paragraph, Box(paragraph, 0, 0, 1, text=paragraph_text(paragraph))) for paragraph in outside]
    loose = [Proposal((), slot.label or "日期", slot.guess, box, slot) for _, box in lines for slot in slots_in(box.text)]
    plan = outline([*(proposal for _, listed in found for proposal in listed), *loose])
    by_proposal = {id(part.proposal): part for part in plan.all_parts() if part.proposal}
    for grid, listed in found:
        for proposal in listed:
            if isinstance(proposal, Repeated):
                repeat(grid, by_proposal[id(proposal)])
    places: dict[int, tuple[Box, list[Planned]]] = {}
    for proposal in (*(proposal for _, listed in found for proposal in listed), *loose):
        if isinstance(proposal, Repeated):
            continue
        if proposal.slot is None:
            fill_whole(proposal.box, by_proposal[id(proposal)])
        else:
            places.setdefault(id(proposal.box), (proposal.box, []))[1].append(by_proposal[id(proposal)])
    for box, planned in places.values():
        fill_slots([box.element] if box.element.tag == f"{W}p" else list(box.element.iter(f"{W}p")), planned)
    for paragraph in outside:
        fill_year(paragraph)
    return plan


def left_blank(grids: list[Grid]) -> Iterator[str]:
    """Yield where tables, tagged by now, have blank cells that are no corner between heads."""
    for number, grid in enumerate(grids, 1):
        for box in grid.boxes:
            row = box.element.getparent()
            stays = row is not None and row.getparent() is not None
            if stays and box.is_empty and not grid.is_corner(box) and not any("{{" in text for text in box.element.itertext()):
                yield f"第{number}个表格第{box.row + 1}行第{grid.rows[box.row].findall(f'{W}tc').index(box.element) + 1}格"


def left_in_margins(lines: dict[str, list[etree._Element]]) -> Iterator[str]:
    """Yield the places to fill in headers and footers, given their lines by the names of their parts."""
    for name, paragraphs in lines.items():
        yield from (f"{margin_kind(name)}“{slot.label or '日期'}”" for line in paragraphs for slot in slots_in(paragraph_text(line)))


def packed(parts: dict[str, bytes]) -> bytes:
    """Return parts as a Word file."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as package:
        for name, data in parts.items():
            add_part(package, name, data)
    return archive.getvalue()


def shell_of(workspace: Workspace) -> bytes:
    """Return the Word shell of a narrative that another form has; nothing if none has one."""
    for name in workspace.form_names():
        try:
            form = read_form(workspace.form(name), f"templates/{name}/form.yaml")
        except Stop:
            continue
        for spec in form.documents:
            if spec.shell is not None and spec.shell.is_file():
                return spec.shell.read_bytes()
    return b""


def summary(folder: Path, files: list[str], plan: Planned) -> Draft:
    """Return what an author is told of a draft.

    Args:
        folder: the form's folder.
        files: the names of the files in it.
        plan: the fields.
    """
    leaves = [leaf for leaf in plan.leaves() if isinstance(leaf.proposal, Proposal)]
    unsure = [leaf.path for leaf in leaves if isinstance(leaf.proposal, Proposal) and leaf.proposal.guess.why == UNKNOWN]
    filled = [leaf.path for leaf in leaves if isinstance(leaf.proposal, Proposal) and leaf.proposal.filled]
    rows = [(part.path, part.proposal) for part in plan.all_parts() if isinstance(part.proposal, Repeated)]
    grouped = [path for path, block in rows if block.left]
    return Draft(folder, files, len(leaves), unsure, filled, [path for path, _ in rows], grouped)
