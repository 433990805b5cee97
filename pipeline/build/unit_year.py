"""One unit-year from YAML to files on disk: read, check, render, read back, write all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from os.path import lexists

from pipeline.build.compiled_form import CompiledForm, compile_form
from pipeline.build.data_faults import is_text, no_unit_file, unquoted
from pipeline.build.folder import put_in_place, turn, write_beside
from pipeline.build.former_values import former_values, not_noted, remember_secrets
from pipeline.build.kept_regexes import keep_new
from pipeline.build.made import Edition, Made, failure_of, manifest_of, with_unasked
from pipeline.build.manifest import Shown, read_manifest
from pipeline.build.past import UNKNOWN, Past, read_past
from pipeline.build.unit_file import for_form
from pipeline.checks.answer_list import presumed, private_in, rows_of
from pipeline.checks.answers import Answer, read_answers
from pipeline.checks.review import run_checks
from pipeline.checks.settling import settle
from pipeline.checks.texts.reading import Reading
from pipeline.facts.fact import Facts
from pipeline.facts.last_year import years_before
from pipeline.facts.reader import read_facts
from pipeline.facts.revisions import revise
from pipeline.files import HalfMade
from pipeline.flushing import flush_all
from pipeline.form.form import KEPT
from pipeline.language.values import Rows
from pipeline.misnamed import misnamed_as
from pipeline.printing.outputs import is_asked_for
from pipeline.printing.printed import render, unprinted
from pipeline.printing.read_back import shown_earlier
from pipeline.privacy.edition import Permit, public_facts, read_permits, secrets
from pipeline.privacy.finding import Finding
from pipeline.privacy.former import NOBODY, Former
from pipeline.privacy.leaks import Leak, leaks, leaks_in_data, leaks_in_earlier
from pipeline.privacy.search import Search
from pipeline.problems import Answered, Kind, Place, Problem, Severity, Stop, error, has_errors, nearest
from pipeline.records import record
from pipeline.source.nodes import text_of
from pipeline.source.reader import Source, read
from pipeline.workspace import MANIFEST, UnitYear, Workspace


@record(eq=False)
class Examined:
    """A unit-year's data as read and checked.

    Attributes:
        facts: what they say.
        public: the same as the public may see it.
        permits: what they allow to be published although it looks private.
        private: the personal data in them, each told at its line.
        reading: what the checks have read in their texts.
        problems: everything wrong with them, in the order of the data files.
        answers: the reasons that they give for findings.
        answered: the findings whose answers hold.
    """

    facts: Facts
    public: Facts
    permits: Sequence[Permit]
    private: Sequence[Leak]
    reading: Reading
    problems: Sequence[Problem]
    answers: Sequence[Answer] = ()
    answered: Sequence[Answered] = ()

    @property
    def found(self) -> Sequence[Problem]:
        """The findings, whether they are answered or not."""
        return (*self.problems, *(answered.problem for answered in self.answered))


def build(
    workspace: Workspace, of: UnitYear, *, draft: bool = False, pdf: bool = False, waiting: Callable[[], None] = lambda: None
) -> Made:
    """Make a unit-year's documents, and write those that are not so already.

    Args:
        workspace: where everything is.
        of: which unit-year.
        draft: whether to show 【待填】 and 草稿 where required values are missing.
        pdf: whether to make PDFs too.
        waiting: called once if another build of the same unit-year has to end first.

    Raises:
        Stop: the data file, form or output cannot be used at all.
    """
    folder = workspace.output(of, draft=draft)
    shown = workspace.shown(folder)
    with turn(folder, shown, waiting):
        made, half = begin(workspace, of, draft=draft, pdf=pdf)
        faults = put_in_place({shown: half} if half else {})
    keep_new()
    if faults:
        raise Stop(*faults.values())
    return made


def begin(workspace: Workspace, of: UnitYear, *, draft: bool = False, pdf: bool = False) -> tuple[Made, HalfMade | None]:
    """Make a unit-year's documents and write them beside those that there are. Call it only in one's turn to write its folder.

    Args:
        workspace: where everything is.
        of: which unit-year.
        draft: whether to show 【待填】 and 草稿 where required values are missing.
        pdf: whether to make PDFs too.

    Returns:
        what was made, and what is to take the place of its folder: nothing if nothing changes there, or something is wrong in the data.

    Raises:
        Stop: the data file, form or output cannot be used at all.
    """
    folder = workspace.output(of, draft=draft)
    compiled, sources = prepare(workspace, of, draft=draft, pdf=pdf)
    past = read_past(workspace, of, compiled, sources)
    made = make(compiled, of.year, sources, draft=draft, former=former_values(workspace, of.unit), past=past)
    data_files = [workspace.shown(path) for path in (workspace.data_file(of), workspace.unit_file(of.unit))]
    read_now = {name: made for source in sources for name, made in {**source.inputs, source.file: source.sha256}.items()}
    data = {**dict.fromkeys(data_files, ""), **read_now, **past.inputs}
    if has_errors(made.problems):
        return replace(made, failure=failure_of(data, made, pdf=pdf)), None
    noted, failed = remember_secrets(workspace, of.unit, made.secrets) if made.public.files else ([], [])
    made = replace(made, problems=(*made.problems, *failed))
    manifest = manifest_of(data, made, pdf=pdf)
    known, documents, revision = read_manifest(folder), made.documents, None
    if known:
        revision = revise(compiled.form, known.facts, manifest.facts, known.found, manifest.found)
        manifest = replace(manifest, before=Shown(known.facts, known.found) if revision else known.before)
        manifest = with_unasked(manifest, known, folder)
    gone = known.outputs.keys() - manifest.outputs.keys() if known else set()
    half = write_beside(folder, workspace.shown(folder), {**documents, MANIFEST: manifest.text()}, gone)
    if half:
        half = replace(half, fresh=(*half.fresh, *noted))
    else:
        lost = [not_noted(workspace, path, fault) for path, fault in flush_all(noted).items()]
        made = replace(made, problems=(*made.problems, *lost))
    changed = tuple(name for name in half.changed if name in documents) if half else ()
    outdated = tuple(sorted(filter(is_asked_for, gone)))
    return replace(made, manifest=manifest, changed=changed, revision=revision, outdated=outdated), half


def make(  # noqa: PLR0913 - all that a unit-year is made of
    compiled: CompiledForm, year: str, sources: Sequence[Source], *, draft: bool = False, former: Former = NOBODY, past: Past = UNKNOWN
) -> Made:
    """Return a unit-year's documents; none if there is an error. A draft has no public edition.

    Args:
        compiled: the form.
        year: the fiscal year.
        sources: the data files as read, the year's first.
        draft: whether to show 【待填】 and 草稿 where required values are missing.
        former: the unit's private values of former times.
        past: what is known of the years before.

    Raises:
        Stop: an expression of a template cannot be printed.
    """
    examined = examine(compiled, year, sources, draft=draft, former=former, past=past)
    facts, problems, answered = examined.facts, tuple(examined.problems), examined.answered
    files: Mapping[str, bytes] = {}
    if not has_errors(problems):
        printed = render(compiled.documents, facts, draft=draft)
        files = printed.files
        settled = settle(unquoted(unprinted(facts, printed), examined.private), examined.answers, facts, late=True)
        problems += (*printed.faults, *settled.open, *settled.faults)
        answered = (*answered, *settled.answered)
    made = Made(compiled, problems, Edition(facts, files), Edition(examined.public), secrets(facts), examined.permits, answered)
    if draft or has_errors(problems):
        return made
    again = {text for _, text in shown_earlier(facts).values()}
    private = [leak for year in past.all for leak in leaks_in_earlier(year, again, examined.permits, former)] if again else []
    made = replace(made, problems=(*problems, *as_warnings(private)))
    return with_public(made, [leak.finding for leak in (*examined.private, *private)])


def with_public(made: Made, told: Sequence[Finding]) -> Made:
    """Return what was made with the documents of the public edition in it; without them if personal data would be published.

    A document that prints nothing private is the same in both editions, and not made again; it is searched like the others.

    Args:
        made: what was made.
        told: the personal data in it that are told at their lines in the data.

    Raises:
        Stop: an expression of a template cannot be printed.
    """
    documents = [document for document in made.compiled.documents if document.spec.public != KEPT]
    masked = render([document for document in documents if document.prints_private], made.public.facts)
    same = {name for document in documents if not document.prints_private for name in document.files}
    files = {name: data for name, data in {**made.full.files, **masked.files}.items() if name in same or name in masked.files}
    found = as_warnings(leaks(files, made.secrets, made.permits, told))
    problems = (*made.problems, *masked.faults, *found)
    is_private = any(problem.kind == Kind.LEAK for problem in problems)
    return replace(made, problems=problems, public=replace(made.public, files={} if is_private else files))


def as_warnings(found: Sequence[Leak]) -> list[Problem]:
    """Return leaks as problems that stop no build: the edition for the authorities is made all the same."""
    return [replace(leak.problem(), severity=Severity.WARNING) for leak in found]


def prepare(
    workspace: Workspace, of: UnitYear, *, draft: bool = False, printing: bool = True, pdf: bool = False
) -> tuple[CompiledForm, list[Source]]:
    """Return a unit-year's data files as read, the year's first, and its form, compiled.

    Args:
        workspace: where everything is.
        of: which unit-year.
        draft: whether the form is to print drafts.
        printing: whether it is to print at all.
        pdf: whether it is to print PDF too.

    Raises:
        Stop: the data file or form cannot be used at all.
    """
    paths = [workspace.data_file(of), workspace.unit_file(of.unit)]
    if not lexists(paths[0]) and (found := list(misnamed_as(workspace, of.unit, paths[0].name))):
        raise Stop(*(replace(problem, severity=Severity.ERROR) for problem in found))
    if not lexists(paths[0].parent) and (hint := nearest(of.unit, {each.unit for each in workspace.unit_years()})):
        raise Stop(error(Kind.UNREADABLE, "没有这个文件", Place(workspace.shown(paths[0])), hint=hint))
    sources = [read(path, workspace.shown(path)) for path in paths if path == paths[0] or lexists(path)]
    unreadable = [problem for source in sources if not source.root.entries for problem in source.problems]
    if unreadable:
        raise Stop(*unreadable)
    top = sources[0].root
    named = top.entries.get("form")
    if named is None or not text_of(named.value):
        hint = f"第一行写 form: {example_form(workspace)}"
        raise Stop(error(Kind.NO_FORM, "没有写明用哪份表（form）", named.value.place if named else top.origin.place(1, 1), hint=hint))
    name = text_of(named.value)
    if not workspace.has_form(name):
        hint = nearest(name, workspace.form_names()) or f"现有：{'、'.join(workspace.form_names())}"
        raise Stop(*sources[0].problems, error(Kind.NO_FORM, f"没有“{name}”这份表", named.value.place, "form", hint))
    if not paths[1].exists():
        sources[0].problems.extend(misnamed_as(workspace, of.unit, paths[1].name))
    compiled = compile_form(workspace, name, draft=draft, printing=printing, pdf=pdf)
    return compiled, [sources[0], *(for_form(workspace, of, compiled.form, source) for source in sources[1:])]


def example_form(workspace: Workspace) -> str:
    """Return the name of a form to give as an example."""
    return next(reversed(workspace.form_names()), "zhanjiang-2020")


def examine(  # noqa: PLR0913 - all that a unit-year is made of
    compiled: CompiledForm, year: str, sources: Sequence[Source], *, draft: bool = False, former: Former = NOBODY, past: Past = UNKNOWN
) -> Examined:
    """Return a unit-year's facts and everything wrong with them.

    Args:
        compiled: the form.
        year: the fiscal year.
        sources: the data files as read, the year's first.
        draft: whether required values may be missing.
        former: the unit's private values of former times.
        past: what is known of the years before.
    """
    facts, problems = read_facts(compiled.form, compiled.formulas, int(year), sources, draft=draft, last=past.last)
    facts = replace(facts, years=years_before(compiled.form, past.years))
    permits, faults = read_permits(sources)
    public = public_facts(facts)
    private = leaks_in_data(public, secrets(facts), permits, former)
    typed = [problem for source in sources for problem in source.problems if not is_text(problem, problems)]
    answers, wrong = read_answers(compiled.form, compiled.checks, sources)
    reading = Reading(facts)
    checked = run_checks(compiled.checks, facts, reading)
    if draft:
        checked = [replace(problem, severity=Severity.WARNING) if problem.answerable else problem for problem in checked]
    settled = settle(unquoted([*problems, *past.problems, *checked], private), answers, facts)
    found = [*unquoted(typed, private), *settled.open, *faults, *wrong, *settled.faults, *no_unit_file(compiled, sources, problems)]
    found += [*as_warnings(private), *(private_in(answers, Search(secrets(facts), permits)) if answers else ())]
    found.sort(key=lambda problem: (problem.place.file, problem.place.line, problem.place.column))
    listed = [*settled.answered, *presumed(answers, facts)]
    facts = replace(facts, answers=rows_of(listed, facts))
    public = replace(public, answers=rows_of(listed, public) if compiled.form.publishes_answers else Rows())
    return Examined(facts, public, permits, private, reading, found, answers, settled.answered)
