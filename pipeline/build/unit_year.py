"""One unit-year from YAML to files on disk: read, check, render, read back, write all or nothing."""

from __future__ import annotations

import errno
import gc
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.build import manifest as manifests
from pipeline.files import BusyError, locked, replace_folder
from pipeline.problems import Kind, Place, Problem, Severity, Stop, error, has_errors, nearest
from pipeline.workspace import Workspace

if TYPE_CHECKING:  # heavy to import, and not needed when nothing changed
    from pipeline.checks.rules import Check
    from pipeline.facts.fact import Facts
    from pipeline.facts.formulas import Formula
    from pipeline.facts.revisions import Revision
    from pipeline.form.form import Form
    from pipeline.printing.templates import DocumentTemplate
    from pipeline.source.reader import Source

PUBLIC = "public"
LOCK_SECONDS = 60
LOCK_PAUSE = 0.1  # seconds


@dataclass(frozen=True, slots=True, eq=False)
class CompiledForm:
    """A form with everything that is compiled once for all its units."""

    form: Form
    formulas: tuple[Formula, ...]
    checks: tuple[Check, ...]
    documents: tuple[DocumentTemplate, ...]


@dataclass(frozen=True, slots=True)
class Built:
    """What came of building one unit-year.

    Attributes:
        folder: where its documents are.
        problems: what was found; with an error among them nothing was written.
        documents: the names of its documents; none if there is an error.
        changed: those that were written this time.
        revision: what changed since the last time; None if there was none.
    """

    folder: Path
    problems: tuple[Problem, ...]
    documents: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    revision: Revision | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """A unit-year's documents in memory.

    Attributes:
        files: the contents by name, those of the public edition below public/; none if there is an error.
        problems: what was found.
        facts: what they are made from.
    """

    files: dict[str, bytes]
    problems: list[Problem]
    facts: Facts


def build(workspace: Workspace, unit: str, year: str, *, draft: bool = False, waiting: Callable[[], None] = lambda: None) -> Built:
    """Bring a unit-year's documents up to date.

    Args:
        workspace: where everything is.
        unit: the unit's folder name, checked.
        year: the year, checked.
        draft: whether to show 【待填】 and 草稿 where required values are missing.
        waiting: called once if another build of the same unit-year has to end first.

    Raises:
        Stop: the data file, form or output cannot be used at all.
    """
    folder = workspace.output(unit, year, draft=draft)
    with turn(folder, workspace, waiting):
        known = manifests.read_manifest(folder)
        if known and manifests.is_current(known, workspace.root, folder):
            return Built(folder, known.problems, tuple(known.outputs))
        from pipeline.facts.revisions import revise  # noqa: PLC0415 - not needed when nothing changed

        compiled, sources = prepare(workspace, unit, year, draft=draft)
        made = make(compiled, year, sources, draft=draft)
        if has_errors(made.problems):
            return Built(folder, tuple(made.problems))
        manifest = manifest_of(workspace, unit, year, made)
        gone = known.outputs.keys() - made.files.keys() if known else ()
        changed = write(folder, {**made.files, manifests.NAME: manifest.text()}, gone, workspace)
        revision = revise(made.facts.form, known.facts, manifest.facts, known.problems, made.problems) if known else None
        return Built(folder, tuple(made.problems), tuple(made.files), tuple(name for name in changed if name in made.files), revision)


def manifest_of(workspace: Workspace, unit: str, year: str, made: Made) -> manifests.Manifest:
    """Return the manifest of what was made."""
    from pipeline.facts.revisions import state_of  # noqa: PLC0415 - not needed when nothing changed

    state = state_of(made.facts)
    return manifests.Manifest(
        inputs=manifests.input_fingerprints(input_files(workspace, unit, year, made.facts.form.name), workspace.root),
        outputs=manifests.content_fingerprints(made.files),
        problems=tuple(made.problems),
        facts=state,
        blanks=len(made.facts.by_path) - len(state),
        program=manifests.program(),
    )


@contextmanager
def turn(folder: Path, workspace: Workspace, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the right to write a folder, after waiting for another process if need be.

    Raises:
        Stop: the other process does not end, or the folder cannot be written.
    """
    shown = Place(workspace.shown(folder))
    deadline = time.monotonic() + LOCK_SECONDS
    told = False
    with ExitStack() as held:
        while True:
            try:
                held.enter_context(locked(folder))
                break
            except BusyError:
                if time.monotonic() > deadline:
                    message = f"另一个程序一直在生成这份文件，等了 {LOCK_SECONDS} 秒"
                    raise Stop(error(Kind.BUSY, message, shown, hint="请稍后再试")) from None
            except OSError as fault:
                raise Stop(cannot_write(fault, shown)) from None
            if not told:
                waiting()
                told = True
            time.sleep(LOCK_PAUSE)
        yield


def write(folder: Path, files: dict[str, bytes], gone: Collection[str], workspace: Workspace) -> list[str]:
    """Write a unit-year's files all at once and return the names of those that changed.

    Raises:
        Stop: the disk is full or the folder cannot be written; the old files are whole.
    """
    try:
        return replace_folder(folder, files, gone)
    except OSError as fault:
        raise Stop(cannot_write(fault, Place(workspace.shown(folder)))) from None


def cannot_write(fault: OSError, place: Place) -> Problem:
    """Return a failed write as a problem."""
    advice = {
        errno.ENOSPC: ("磁盘已满", "请清理磁盘后再试"),
        errno.EDQUOT: ("磁盘配额已用完", "请清理磁盘后再试"),
        errno.EACCES: ("没有写入权限", "请检查文件夹的权限"),
        errno.EPERM: ("没有写入权限", "请检查文件夹的权限"),
        errno.EROFS: ("磁盘是只读的", "请换到可以写入的磁盘"),
        errno.EEXIST: ("应是文件夹的地方有一个同名的文件", "请把那个文件改名或移走"),
        errno.ENOTDIR: ("应是文件夹的地方有一个同名的文件", "请把那个文件改名或移走"),
        errno.EISDIR: ("应是文件的地方有一个同名的文件夹", "请把那个文件夹改名或移走"),
    }
    message, hint = advice.get(fault.errno or 0, (f"写不进去（系统错误 {fault.errno}）", "请检查磁盘"))
    return error(Kind.NOT_WRITTEN, f"{message}，原来的文件没有动", place, hint=hint)


def make(compiled: CompiledForm, year: str, sources: Sequence[Source], *, draft: bool = False) -> Made:
    """Return a unit-year's documents, the public edition included; none if there is an error. A draft has no public edition.

    Raises:
        Stop: an expression of a template cannot be printed.
    """
    facts, problems = examine(compiled, year, sources, draft=draft)
    if has_errors(problems):
        return Made({}, problems, facts)
    files, faults = render(compiled.documents, facts, draft=draft)
    if draft or has_errors(faults):
        return Made(files, [*problems, *faults], facts)
    public, more = make_public(compiled, facts, sources, files)
    return Made(files | {f"{PUBLIC}/{name}": data for name, data in public.items()}, [*problems, *more], facts)


def make_public(
    compiled: CompiledForm, facts: Facts, sources: Sequence[Source], full: Mapping[str, bytes]
) -> tuple[dict[str, bytes], list[Problem]]:
    """Return the documents of the public edition, and what is wrong with them; none if personal data would be published.

    A document that prints nothing private is the same in both editions, and not made again; it is searched like the others.

    Raises:
        Stop: an expression of a template cannot be printed.
    """
    from pipeline.privacy.edition import public_facts, read_permits, secrets  # noqa: PLC0415 - not needed when nothing changed
    from pipeline.privacy.leaks import leaks  # noqa: PLC0415

    permits, _ = read_permits(sources)
    masked, faults = render([document for document in compiled.documents if document.prints_private], public_facts(facts))
    files = {**full, **masked}
    found = [leak.problem() for leak in leaks(files, secrets(facts), permits)]
    return ({} if found else files), [*faults, *(replace(problem, severity=Severity.WARNING) for problem in found)]


def prepare(workspace: Workspace, unit: str, year: str, *, draft: bool = False) -> tuple[CompiledForm, list[Source]]:
    """Return a unit-year's data files as read, the year's first, and its form, compiled.

    Raises:
        Stop: the data file or form cannot be used at all.
    """
    from pipeline.source import reader as source  # noqa: PLC0415 - not needed when nothing changed
    from pipeline.source.nodes import text_of  # noqa: PLC0415

    paths = [workspace.data_file(unit, year), workspace.unit_file(unit)]
    sources = [source.read(path, workspace.shown(path)) for path in paths if path == paths[0] or path.exists()]
    unreadable = [problem for read in sources if not read.root.entries for problem in read.problems]
    if unreadable:
        raise Stop(*unreadable)
    named = sources[0].root.entries.get("form")
    if named is None:
        raise Stop(
            error(
                Kind.NO_FORM,
                "没有写明用哪份表（form）",
                sources[0].root.origin.place(1, 1),
                hint=f"第一行写 form: {example_form(workspace)}",
            )
        )
    name = text_of(named.value)
    if name not in workspace.form_names():
        hint = nearest(name, workspace.form_names()) or f"现有：{'、'.join(workspace.form_names())}"
        raise Stop(*sources[0].problems, error(Kind.NO_FORM, f"没有“{name}”这份表", named.value.place, "form", hint))
    return compile_form(workspace, name, draft=draft), sources


def example_form(workspace: Workspace) -> str:
    """Return the name of a form to give as an example."""
    return next(reversed(workspace.form_names()), "zhanjiang-2020")


@lru_cache(maxsize=16)
def compile_form(workspace: Workspace, name: str, *, draft: bool = False) -> CompiledForm:
    """Return a form, compiled once in this process.

    Raises:
        Stop: form.yaml, checks.yaml or a template has faults.
    """
    from pipeline.checks.rules import read_checks  # noqa: PLC0415 - not needed when nothing changed
    from pipeline.facts.formulas import compile_formulas  # noqa: PLC0415
    from pipeline.form.form import read_form  # noqa: PLC0415
    from pipeline.printing.templates import compile_documents  # noqa: PLC0415

    folder = workspace.form(name)
    form = read_form(folder, workspace.shown(folder / "form.yaml"))
    formulas = compile_formulas(form)
    checks = read_checks(form, workspace.shown(folder / "checks.yaml"))
    documents = compile_documents(form, workspace.layout, draft=draft)
    gc.freeze()  # what is compiled stays; the collector need not look at it again with every report
    return CompiledForm(form, formulas, checks, documents)


def examine(compiled: CompiledForm, year: str, sources: Sequence[Source], *, draft: bool = False) -> tuple[Facts, list[Problem]]:
    """Return a unit-year's facts and everything wrong with them, in the order of the data file."""
    from pipeline.checks.review import run_checks  # noqa: PLC0415 - not needed when nothing changed
    from pipeline.facts.reader import read_facts  # noqa: PLC0415
    from pipeline.privacy.edition import read_permits  # noqa: PLC0415

    facts, problems = read_facts(compiled.form, compiled.formulas, int(year), sources, draft=draft)
    found = [problem for source in sources for problem in source.problems]
    found += [*problems, *read_permits(sources)[1], *run_checks(compiled.checks, facts)]
    return facts, sorted(found, key=lambda problem: (problem.place.file, problem.place.line, problem.place.column))


def render(documents: Sequence[DocumentTemplate], facts: Facts, *, draft: bool = False) -> tuple[dict[str, bytes], list[Problem]]:
    """Return documents by file name, and every place where they do not say what the facts say.

    Raises:
        Stop: an expression of a template cannot be printed.
    """
    from pipeline.printing.read_back import compare, shown_values  # noqa: PLC0415 - not needed when nothing changed

    files: dict[str, bytes] = {}
    faults: list[Problem] = []
    expected = shown_values(facts)
    for document in documents:
        word, page = document.render(facts, draft=draft)
        name = document.spec.name
        files |= {f"{name}.docx": word, f"{name}.html": page}
        faults += compare(name, word, page, expected)
    return files, faults


def input_files(workspace: Workspace, unit: str, year: str, form: str) -> list[Path]:
    """Return every file that a unit-year's documents are made from."""
    folders = (workspace.form(form), workspace.layout)
    there = {path for folder in folders for path in folder.iterdir() if path.is_file() and path.suffix != ".json"}
    templates = sorted(there | {workspace.form(form) / "checks.yaml"})  # which may be added later
    return [workspace.data_file(unit, year), workspace.unit_file(unit), *templates]
