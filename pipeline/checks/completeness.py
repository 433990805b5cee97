"""Which of the chapters that reviewers look at a report will lack, or have only in part; the form's completeness.yaml names them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from os.path import lexists
from pathlib import Path
from typing import Final

from pipeline.checks.functions import has_figure
from pipeline.facts.fact import Fact, Facts
from pipeline.form.form import Form
from pipeline.form.short_paths import candidates, fields_by_ending, full_path, short_path
from pipeline.language.nothing import has_content
from pipeline.language.values import Lines
from pipeline.paths import cell, is_below, parent, steps, without_rows
from pipeline.problems import Kind, Place, Problem, Stop, error, nearest
from pipeline.source.mapping import KnownEntries, known_entries
from pipeline.source.nodes import ItemsNode, TextNode, text_of
from pipeline.source.reader import read

FILE: Final = "completeness.yaml"
FIELDS, LENGTH, FIGURE = SETTINGS = ("各项", "至少字数", "要有数字")
TEXTS: Final = ("text", "paragraphs", "list")
EXAMPLE: Final = "例如 {各项: [总目标, 总目标完成情况], 至少字数: 100, 要有数字: 是}"


@dataclass(frozen=True, slots=True)
class Chapter:
    """Something that reviewers look at.

    Attributes:
        name: what it is called.
        paths: the fields and groups that fill it, without rows.
        length: how many characters its texts should have at least.
        needs_figure: whether one of its texts should state a figure.
    """

    name: str
    paths: tuple[str, ...]
    length: int = 0
    needs_figure: bool = False


def chapters_of(form: Form) -> tuple[Chapter, ...]:
    """Return the chapters that a form's completeness.yaml names; none if it has no such file.

    Raises:
        Stop: the file has faults; carries all of them.
    """
    path: Path = form.folder / FILE
    if not lexists(path):
        return ()
    source = read(path, form.shown(path))
    problems = list(source.problems)
    chapters = []
    for name, entry in source.root.entries.items():
        is_list = isinstance(entry.value, ItemsNode)
        settings = known_entries(entry.value, SETTINGS)
        faults = list(settings.faults(Kind.COMPLETENESS)) + list(setting_faults(settings))
        fields = entry.value if is_list else settings.node(FIELDS)
        items = fields.items if isinstance(fields, ItemsNode) else ()
        if not items:
            faults.append(fault(entry.key.place, f"“{name}”没有写各项", EXAMPLE))
        faults += [found for item in items for found in field_faults(form, text_of(item), item.place)]
        problems += faults
        if not faults:
            paths = tuple(without_rows(full_path(form, text_of(item))) for item in items)
            chapters.append(Chapter(name, paths, int(settings.text(LENGTH) or 0), settings.text(FIGURE) == "是"))
    if problems:
        raise Stop(*sorted(problems, key=lambda problem: problem.place.line))
    return tuple(chapters)


def setting_faults(settings: KnownEntries) -> Iterator[Problem]:
    """Yield what is wrong with a chapter's settings, its fields excepted."""
    for setting, is_right in ((LENGTH, str.isdecimal), (FIGURE, ("是", "否").__contains__)):
        node = settings.node(setting)
        if node and not (isinstance(node, TextNode) and is_right(node.text)):
            yield fault(node.place, f"{setting} 应为{'整数' if setting == LENGTH else '是或否'}", EXAMPLE)


def field_faults(form: Form, name: str, place: Place) -> Iterator[Problem]:
    """Yield why a name stands for no field of the form.

    Args:
        form: the form.
        name: the name.
        place: where it stands.
    """
    if not full_path(form, name):
        several = candidates(form, name)
        message = f"“{name}”有 {len(several)} 处，要写明是哪一处" if several else f"表中没有“{name}”"
        yield fault(place, message, "、".join(several) or nearest(name, fields_by_ending(form)))


def fault(place: Place, message: str, hint: str) -> Problem:
    """Return a fault of the file.

    Args:
        place: where it is.
        message: the sentence.
        hint: what to do.
    """
    return error(Kind.COMPLETENESS, message, place, hint=hint)


def completeness(chapters: Sequence[Chapter], facts: Facts) -> Iterator[str]:
    """Yield what a report will lack, as lines: how many chapters, and each with the fields to fill; nothing if it lacks none."""
    missing: list[str] = []
    thin: list[str] = []
    for chapter in chapters:
        blank, filled = divided(chapter, facts)
        if not filled:
            missing.append(f"  缺　{chapter.name}：填 {names(facts.form, chapter.paths)}")
        elif wants := list(wanting(chapter, blank, filled, facts.form)):
            thin.append(f"  不足　{chapter.name}：{'；'.join(wants)}")
    if missing or thin:
        counts = [f"缺 {len(missing)} 项" if missing else "", f"不足 {len(thin)} 项" if thin else ""]
        yield f"评审常看的 {len(chapters)} 项{'、'.join(filter(None, counts))}（选填；填了，报告里才有）："
        yield from (*missing, *thin)


def divided(chapter: Chapter, facts: Facts) -> tuple[list[str], list[Fact]]:
    """Return which of a chapter's fields and groups say nothing, and the facts that do; computed figures count for nothing."""
    blank, filled = [], []
    for path in chapter.paths:
        some = [fact for fact in facts.by_path.values() if is_below(without_rows(fact.path), path) and is_said(fact)]
        filled += some
        if not some:
            blank.append(path)
    return blank, filled


def is_said(fact: Fact) -> bool:
    """Return whether a fact says something that somebody typed."""
    return not fact.field.formula and has_content(fact.value)


def wanting(chapter: Chapter, blank: Sequence[str], filled: Sequence[Fact], form: Form) -> Iterator[str]:
    """Yield why a chapter that will be there is thin.

    Args:
        chapter: the chapter.
        blank: those of its fields and groups that say nothing.
        filled: the facts that say something.
        form: the form.
    """
    if blank:
        yield f"还可以填 {names(form, blank)}"
    texts = [fact for fact in filled if fact.field.type in TEXTS and cell(fact.path) is None]
    length = sum(len(line) for fact in texts for line in (fact.value if isinstance(fact.value, Lines) else (str(fact.value),)))
    said = names(form, dict.fromkeys(without_rows(fact.path) for fact in texts))
    if texts and length < chapter.length:
        yield f"{said}只有 {length} 字，一般不少于 {chapter.length} 字"
    if texts and chapter.needs_figure and not any(has_figure(str(fact.value)) for fact in texts):
        yield f"{said}没有一个数字"


def names(form: Form, paths: Iterable[str]) -> str:
    """Return fields as the data file names them, those of one group together: 部门整体支出情况（收入情况、支出构成）."""
    said = []
    for group, some in groupby(paths, key=parent):
        own = "、".join(steps(path)[-1] for path in some)
        said.append(f"{short_path(form, group)}（{own}）" if group else own)
    return "、".join(said)
