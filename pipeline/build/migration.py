"""Rewrites data files from one edition of a form to the next; a file that would lose something stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any

from pipeline.checks.answers import FIGURES, WHERE
from pipeline.form.editions import Plan, Way, homes_below, plan
from pipeline.form.form import ANSWERS, Form
from pipeline.form.new_year import load
from pipeline.form.schema import FILE
from pipeline.form.short_paths import full_path, short_path
from pipeline.paths import NUMBER, as_declared
from pipeline.problems import Kind, Problem, Stop, error
from pipeline.source.editing import Edit, cut_out, edited, moved, replaced
from pipeline.source.nodes import EntriesNode, Entry, ItemsNode, Node, TextNode, content_of, entries_of, text_of, value_of
from pipeline.source.reader import BOM, Source, decode, parse, read, read_bytes
from pipeline.source.writer import plain
from pipeline.workspace import ALL, Asked, Workspace
from pipeline.writing import write_file

FORM = "form"


@dataclass(frozen=True, slots=True)
class Migrated:
    """What was done with a data file.

    Attributes:
        file: how messages name it.
        renamed: what is called otherwise now, or stands elsewhere: old and new.
        dropped: what held nothing and has no place any more.
        problems: why it was left as it was; empty if it was rewritten.
    """

    file: str
    renamed: Sequence[tuple[str, str]] = ()
    dropped: Sequence[str] = ()
    problems: Sequence[Problem] = ()


@dataclass(frozen=True, slots=True)
class Editions:
    """Two editions of a form."""

    old: Form
    new: Form


def migrate(workspace: Workspace, old: str, new: str, year: str = ALL) -> Iterator[Migrated]:
    """Rewrite all data files that an old edition of a form was filled in with; yield what was done with each.

    Args:
        workspace: where everything is.
        old: the old edition's name.
        new: the new one's.
        year: the year; all of them if it is not given.

    Raises:
        Stop: one of the forms cannot be read.
    """
    editions = Editions(load(workspace, old), load(workspace, new))
    for unit, chosen in groupby(workspace.unit_years(Asked(year=year)), key=attrgetter("unit")):
        paths = map(workspace.data_file, chosen)
        done = [migrated for path in paths if (migrated := rewrite(path, workspace.shown(path), editions))]
        yield from done
        if done and not any(each.problems for each in done) and fills_only(workspace, unit, new):
            path = workspace.unit_file(unit)
            if path.exists() and (migrated := rewrite(path, workspace.shown(path), editions, is_unit=True)):
                yield migrated


def fills_only(workspace: Workspace, unit: str, form: str) -> bool:
    """Return whether all of a unit's data files can be read and fill in one form, so that the unit's file need serve no other.

    Args:
        workspace: where everything is.
        unit: the unit's folder name.
        form: the form's name.
    """
    try:
        files = [read(path, workspace.shown(path)) for path in map(workspace.data_file, workspace.unit_years(Asked(unit)))]
    except Stop:
        return False
    return all(text_of(value_of(source.root, FORM)) == form for source in files)


def rewrite(path: Path, shown: str, editions: Editions, *, is_unit: bool = False) -> Migrated | None:
    """Rewrite a data file, or say why it is left as it was; None if it is none of the old edition's, or needs no change.

    Args:
        path: the file.
        shown: how messages name it.
        editions: the two editions.
        is_unit: whether it is the file of what stays the same for a unit, which names no form.
    """
    try:
        data = read_bytes(path, shown)
        source = parse(decode(data, shown), shown)
        stated = text_of(value_of(source.root, FORM))
        if not is_unit and stated != editions.old.name and (stated or not source.problems):
            return None
        if source.problems:
            return Migrated(shown, problems=source.problems)
        planned = plan(editions.old, editions.new, source.root.entries)
        if planned.lost:
            return Migrated(shown, problems=planned.lost)
        text = rewritten("\n".join(source.root.origin.lines), source, planned, editions)
        if is_unit and not (planned.moves or planned.empty):
            return None
        ending = "\r\n" if b"\r\n" in data else "\n"
        write_file(path, shown, (BOM if data.startswith(BOM) else b"") + text.replace("\n", ending).encode())
    except Stop as stop:
        return Migrated(shown, problems=stop.problems)
    renamed = [(words(way), words((*(move.group or way[:-1]), move.name))) for way, move in planned.moves.items()]
    return Migrated(shown, renamed, [words(way) for way in planned.empty])


def rewritten(text: str, source: Source, planned: Plan, editions: Editions) -> str:
    """Return a file's text by the new edition.

    Args:
        text: the text, its lines ended by line feeds.
        source: the text as read.
        planned: what becomes of it.
        editions: the two editions.

    Raises:
        Stop: it is written in a way in which it cannot be changed line by line.
    """
    removals = [(entry, cut_out(entry, source.root)) for entry in planned.empty.values()]
    for entry, edit in removals:
        if edit is None:
            raise Stop(by_hand(entry.key, f"“{entry.key.text}”在新表里没有了，程序删不去"))
    names = [replaced(move.entry.key, plain(move.name)) for move in planned.moves.values()]
    head = [*form_edits(source.root, editions), *answer_edits(source.root, editions)]
    result = edited(text, [*names, *(edit for _, edit in removals if edit), *head])
    for way, move in sorted(planned.moves.items(), key=lambda each: -len(each[0])):  # what holds others goes after them
        if move.group is not None:
            result = with_moved(result, new_way(way, planned, skip=way), move.group, move.entry.key)
    for way in reversed(planned.emptied):
        result = without(result, new_way(way, planned, skip=way), source)
    check(source, result, planned)
    return result


def without(text: str, way: Way, source: Source) -> str:
    """Return a text without a group of which nothing is left.

    Args:
        text: the text.
        way: the way to it.
        source: the file as it was.

    Raises:
        Stop: its line cannot be taken out.
    """
    root = parse(text, source.file).root
    entry = entry_at(root, way)
    edit = cut_out(entry, root)
    if edit is None:
        raise Stop(by_hand(source.root, f"“{words(way)}”在新表里没有了，程序删不去"))
    return edited(text, [edit])


def entry_at(root: EntriesNode, way: Way) -> Entry:
    """Return the entry that a way leads to."""
    node: Node = root
    for step in way[:-1]:
        node = node.items[step] if isinstance(node, ItemsNode) and isinstance(step, int) else entries_of(node)[str(step)].value
    return entries_of(node)[str(way[-1])]


def with_moved(text: str, way: Way, group: Sequence[str], was: TextNode) -> str:
    """Return a text in which an entry is moved to another group.

    Args:
        text: the text.
        way: the way to the entry.
        group: the names from the top to the other group.
        was: the entry's name in the file as it was.

    Raises:
        Stop: the lines cannot be moved.
    """
    root = parse(text, was.origin.file).root
    edits = moved(entry_at(root, way), group, root)
    if not edits:
        raise Stop(by_hand(was, f"“{was.text}”在新表里属于“{'.'.join(group) or '最外层'}”，程序移不过去"))
    return edited(text, edits)


def form_edits(root: EntriesNode, editions: Editions) -> Iterator[Edit]:
    """Yield the edits that name the new edition: as the file's form, and in the line that leads editors to its schema."""
    stated = value_of(root, FORM)
    if isinstance(stated, TextNode):
        yield replaced(stated, plain(editions.new.name))
    first = root.origin.lines[0]
    if first.startswith("#") and (found := re.search(rf"/{re.escape(editions.old.name)}/{re.escape(FILE)}", first)):
        yield Edit((1, found.start()), (1, found.end()), f"/{editions.new.name}/{FILE}")


def answer_edits(root: EntriesNode, editions: Editions) -> Iterator[Edit]:
    """Yield the edits that name fields as the new edition does in the answers to findings."""
    answers = value_of(root, ANSWERS)
    homes = {before.path: after.path for before, after in homes_below(editions.old.root, editions.new.root, editions.new) if after}
    for item in answers.items if isinstance(answers, ItemsNode) else ():
        where, figures = value_of(item, WHERE), value_of(item, FIGURES)
        keys = [entry.key for entry in entries_of(figures).values()]
        for node in [*([where] if isinstance(where, TextNode) and where.text.strip() else []), *keys]:
            path = full_path(editions.old, node.text.strip())
            home = homes.get(as_declared(path))
            if home and (name := short_path(editions.new, with_numbers(home, path))) != node.text.strip() and home != as_declared(path):
                yield replaced(node, plain(name))


def with_numbers(home: str, path: str) -> str:
    """Return a declared path with the rows' numbers of another one."""
    numbers = iter(NUMBER.findall(path))
    return re.sub(r"\[\]", lambda _: next(numbers, ""), home)


def check(before: Source, text: str, planned: Plan) -> None:
    """Make sure that a text says just what is planned.

    Args:
        before: the file as it was.
        text: its text now.
        planned: what was to become of it.

    Raises:
        Stop: it says anything else.
    """
    after = parse(text, before.file)
    kept = (leaf for leaf in leaves(content_of(before.root)) if not any(leaf[0][: len(way)] == way for way in planned.empty))
    expected = {new_way(way, planned): typed for way, typed in kept if typed and is_field(way)}
    now = {way: typed for way, typed in leaves(content_of(after.root)) if typed and is_field(way)}
    if after.problems or expected != now:
        raise Stop(by_hand(before.root, "这份文件的写法特别，程序改不动"))


def is_field(way: Way) -> bool:
    """Return whether a way leads to a field's value: neither to the form's name nor to an answer, which are rewritten."""
    return bool(way) and way[0] not in (FORM, ANSWERS)


def leaves(content: Any, way: Way = ()) -> Iterator[tuple[Way, str]]:  # noqa: ANN401 - texts, lists and dictionaries, as deep as they go
    """Yield every text of a file with the way to it; an empty group or list counts as one."""
    below = content.items() if isinstance(content, dict) else enumerate(content) if isinstance(content, list) else ()
    if isinstance(content, str) or not content:
        yield way, content if isinstance(content, str) else ""
    for step, each in below:
        yield from leaves(each, (*way, step))


def new_way(way: Way, planned: Plan, skip: Way = ()) -> Way:
    """Return where a plan puts what stands somewhere in a file.

    Args:
        way: the way to it.
        planned: what is planned.
        skip: the way to an entry that has its new name, but has not been moved, and neither has what holds it.
    """
    found: Way = ()
    for length in range(1, len(way) + 1):
        move = planned.moves.get(way[:length])
        is_there = move is not None and move.group is not None and not skip
        found = (*((move.group or ()) if is_there and move else found), move.name if move else way[length - 1])
    return found


def words(way: Way) -> str:
    """Return a way as a path in words."""
    return ".".join(f"第{step + 1}行" if isinstance(step, int) else step for step in way)


def by_hand(node: EntriesNode | TextNode, why: str) -> Problem:
    """Return the problem that a file has to be changed by hand."""
    return error(Kind.MIGRATION, why, node.place, hint="文件没有改动；请自己改好这一处，再运行一次")
