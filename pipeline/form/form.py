"""Reads form.yaml: the fields that a finance bureau's form has, their labels, units, rules and formulas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field as dataclass_field
from pathlib import Path

from pipeline.form.declarations import FORMER, FieldReader, line_of
from pipeline.form.field import Field
from pipeline.form.last_year import taken_faults
from pipeline.form.limits import limit_faults
from pipeline.form.peers import COMPARED, PEERS, SIZE, compared_by, compared_faults
from pipeline.form.preset import PresetReader, fixed_faults
from pipeline.form.rule_files import CHECKS, RuleFile, rule_file_faults, rule_files
from pipeline.form.scored import SCORED, Scoring
from pipeline.form.scored_reader import scoring_of
from pipeline.form.types.field_type import MistakeError
from pipeline.paths import EVERY_ROW
from pipeline.problems import Kind, Place, Problem, Stop, error, nearest
from pipeline.records import record
from pipeline.regex import regex
from pipeline.source.mapping import KnownEntries, known_entries
from pipeline.source.nodes import Entry, Node, entries_of, text_of
from pipeline.source.reader import read
from pipeline.workspace import MANIFEST, PUBLIC

# What every form has without declaring it.
YEAR = "年度"
# Keys of a data file that are no fields of the form: which form, what may be published although it looks private, answers to findings.
EXCEPTIONS, ANSWERS = "公开例外", "核实说明"
RESERVED = ("form", EXCEPTIONS, ANSWERS)
# What templates see of each answer: the reason; the finding's name, where it stands, what it says, and the figures that it is about.
ANSWER_COLUMNS = ("说明", "事项", "位置", "问题", "数据")
ANSWER_FIELDS = {name: Field(name, f"{ANSWERS}{EVERY_ROW}.{name}", "text", Place(""), private="omit") for name in ANSWER_COLUMNS}
ANSWER_ROWS = Field(ANSWERS, ANSWERS, "rows", Place(""), fields=ANSWER_FIELDS)
KNOWN_WITHOUT = {YEAR: "由程序给出，不用声明", **dict.fromkeys(RESERVED, "在数据文件里另有用处，不能作字段的名称")}
# The edition of the form before this one, by its folder's name.
PREVIOUS = "previous"
# What form.yaml must say, and how.
NEEDED = {
    "title": ("没有写明表的名称（title）", "例如 title: 部门整体绩效自评"),
    "documents": ("没有写明要生成的文件（documents）", "例如 table: {title: 基础数据表, template: table.docx}"),
    "fields": ("没有写明字段（fields）", "每行一个字段，例如 单位名称: text"),
}
SETTINGS = ("title", "template", "shell", "when", "public")
# Whether the public edition has a document: it has, it has not, or it has and shows the answers to findings as well.
EDITIONS = (PUBLISHED, KEPT, WITH_ANSWERS) = ("true", "false", "answers")
# A document's name becomes that of its files; what else a build writes beside them is taken.
DOCUMENT_NAME = regex("[a-z][a-z0-9_-]*")
TAKEN = tuple(Path(name).stem for name in (MANIFEST, PUBLIC))


@record()
class DocumentSpec:
    """One document that a form produces.

    Attributes:
        name: the stem of its files, such as table.
        title: its title, an expression template.
        template: the file that is its only source, table.docx or report.md.
        shell: for a Markdown template, the Word file that gives page and styles.
        when: the condition on which it is made; empty for always.
        public: whether the public edition has it, one of `EDITIONS`.
    """

    name: str
    title: str
    template: Path
    shell: Path | None = None
    when: str = ""
    public: str = PUBLISHED


@record(eq=False)
class Form:
    """A form as its finance bureau issued it.

    Attributes:
        name: the folder's name.
        folder: where its templates are.
        title: what it is called.
        root: the top group of its fields.
        documents: what it produces, in order.
        names: what a template may start a path with, and the fields of that name.
        peers: the path of the choice that says what kind of unit it is; empty if all units are compared with all.
        size: the path of the number that says how large a unit is, such as its staff; may be empty.
        presets: SHA-256 of each file of fixed rows, by its name in the folder.
        rules: the files of rules that it takes because it names them.
        scoring: how it is scored, if it is.
        previous: the name of the edition before it; may be empty.
    """

    name: str
    folder: Path
    title: str
    root: Field
    documents: tuple[DocumentSpec, ...]
    names: dict[str, tuple[Field, ...]]
    peers: str = ""
    size: str = ""
    rules: tuple[RuleFile, ...] = ()
    presets: Mapping[str, str] = dataclass_field(default_factory=dict)
    scoring: Scoring | None = None
    previous: str = ""

    @property
    def publishes_answers(self) -> bool:
        """Whether a document of the public edition shows the answers to findings."""
        return any(spec.public == WITH_ANSWERS for spec in self.documents)

    def shown(self, path: Path) -> str:
        """Return how messages name a file in the form's folder."""
        return f"{Path(self.root.place.file).parent.as_posix()}/{path.name}"

    def resolve(self, name: str) -> Field | None:
        """Return the field that a name stands for on its own, or None if none or several have it."""
        found = self.names.get(name, ())
        return found[0] if len(found) == 1 else None


def read_form(folder: Path, file: str, *, with_documents: bool = True) -> Form:
    """Return the form that a folder holds.

    Args:
        folder: the form's folder, with form.yaml in it.
        file: how messages name form.yaml, or another file that declares fields.
        with_documents: whether it must say which documents it produces.

    Raises:
        Stop: form.yaml has faults; carries all of them.
    """
    source = read(folder / Path(file).name, file)
    if source.problems:
        raise Stop(*source.problems)
    top = known_entries(source.root, (*NEEDED, *COMPARED, CHECKS, SCORED, PREVIOUS))
    problems = list(head_faults(top, Place(file), [key for key in NEEDED if with_documents or key != "documents"]))
    listed = entries_of(top.node("documents"))
    documents = [document(name, entry.value, folder) for name, entry in listed.items()]
    problems += [fault for entry in listed.values() for fault in document_faults(entry, folder)]
    presets = PresetReader(folder, file, problems)
    reader = FieldReader(problems, presets)
    root = Field("", "", "group", Place(file), fields=reader.top_fields(top.node("fields")))
    problems += taken_faults(root, names_of(root), reader.taken)
    problems += fixed_faults(root, reader.fixed)
    problems += limit_faults(root, reader.limited)
    problems += alias_faults(root)
    problems += former_name_faults(root)
    problems += [error(Kind.FORM, f"“{name}”{why}", root.fields[name].place) for name, why in KNOWN_WITHOUT.items() if name in root.fields]
    problems += compared_faults(top, names_of(root))
    problems += rule_file_faults(top, folder)
    problems += previous_faults(top, folder)
    scoring = scoring_of(root, top.node(SCORED), problems)
    if problems:
        once = {(problem.place, problem.message): problem for problem in problems}.values()  # what is copied is read again
        raise Stop(*sorted(once, key=lambda problem: (problem.place.file, problem.place.line, problem.place.column)))
    root.fields[YEAR] = Field(YEAR, YEAR, "integer", Place(file), label=YEAR)
    by = compared_by(top, names := names_of(root))
    rules = rule_files(top, folder, file)
    peers, size = by.get(PEERS, ""), by.get(SIZE, "")
    title, previous = top.text("title"), top.text(PREVIOUS).strip()
    return Form(folder.name, folder, title, root, tuple(documents), names, peers, size, rules, presets.files, scoring, previous)


def previous_faults(top: KnownEntries, folder: Path) -> Iterator[Problem]:
    """Yield why the edition before this one, which form.yaml names, is none, in a form's folder."""
    node = top.node(PREVIOUS)
    if node is None:
        return
    others = sorted(path.parent.name for path in folder.parent.glob("*/form.yaml") if path.parent != folder)
    if (name := text_of(node).strip()) not in others:
        yield error(Kind.FORM, f"{PREVIOUS} 应是上一版的表在 templates 里的文件夹名，现为“{name}”", node.place, hint=nearest(name, others))


def head_faults(top: KnownEntries, place: Place, needed: Iterable[str]) -> Iterator[Problem]:
    """Yield what is wrong with the outermost keys: unknown, missing, without the right content.

    Args:
        top: the outermost entries.
        place: where something missing is reported.
        needed: the keys that must be there.
    """
    yield from top.faults(Kind.FORM)
    for key in needed:
        message, hint = NEEDED[key]
        entry = top.entries.get(key)
        if entry is None:
            if top.lacks(key):
                yield error(Kind.FORM, message, place, hint=hint)
        elif key == "title":
            yield from title_faults(entry.value)
        elif not entries_of(entry.value):
            yield error(Kind.FORM, message, entry.key.place, hint=hint)


def title_faults(node: Node) -> Iterator[Problem]:
    """Yield what keeps a form's title from standing in one line."""
    try:
        line_of(node)
    except MistakeError as mistake:
        yield error(Kind.FORM, f"title {mistake.message}", node.place, hint=mistake.hint)


def alias_faults(root: Field) -> Iterator[Problem]:
    """Yield each further name of a field (又称) that is the name of another one, or a further name of two."""
    fields = [*root.groups(), *root.leaves()]
    known = {field.name: field for field in fields}
    for field in fields:
        for alias in field.aliases:
            other = known.setdefault(alias, field)
            if other.place != field.place:  # else one is the other's copy
                yield error(Kind.FORM, f"又称“{alias}”已经是“{other.path}”的名称", field.place, hint="换一个只指这一项的名称")


def former_name_faults(root: Field) -> Iterator[Problem]:
    """Yield each former name of a field (曾用名) that stands for another field beside it as well."""
    for group in (root, *root.groups()):
        known = dict.fromkeys(group.fields, "")
        for each in group.fields.values():
            for name in each.formers:
                if name in known:
                    hint = f"“{name}”现在或以前是另一项的名称，换一个只指这一项的" if name != each.name else "这是它现在的名称，删去"
                    yield error(Kind.FORM, f"{FORMER}“{name}”在这一组里不止指一项", each.place, hint=hint)
                known[name] = each.name


def names_of(root: Field) -> dict[str, tuple[Field, ...]]:
    """Return what each name may stand for on its own: a top-level field first of all, else every field so called.

    Fields inside rows have no single value and are left out.
    """
    found: dict[str, list[Field]] = {}

    def collect(group: Field) -> None:
        for child in group.fields.values():
            found.setdefault(child.name, []).append(child)
            if child.type == "group":
                collect(child)

    collect(root)
    return {name: (root.fields[name],) if name in root.fields else tuple(fields) for name, fields in found.items()}


def document(name: str, node: Node, folder: Path) -> DocumentSpec:
    """Return a document as form.yaml declares it.

    Args:
        name: the document's name.
        node: what is declared about it.
        folder: the form's folder.
    """
    title, template, shell, when, public = map(known_entries(node, SETTINGS).text, SETTINGS)
    return DocumentSpec(name, title, folder / template, folder / shell if shell else None, when, public or PUBLISHED)


def document_faults(entry: Entry, folder: Path) -> Iterator[Problem]:
    """Yield what is wrong with the declaration of a document in a form's folder."""
    name, content = entry.key.text, known_entries(entry.value, SETTINGS)
    yield from name_faults(name, entry.key.place)
    yield from content.faults(Kind.FORM)
    needed = {"title", "template", *content.entries}
    if any(not content.text(setting).strip() and not content.is_misspelt(setting) for setting in needed):
        yield error(Kind.FORM, f"文件“{name}”要写 title、template，Markdown 的还要写 shell", entry.key.place)
    if (public := content.node("public")) and text_of(public) not in EDITIONS:
        yield error(Kind.FORM, f"public 应为 {'、'.join(EDITIONS)} 之一", public.place, hint="false 不公开；answers 公开，并印出核实说明")
    for setting in ("template", "shell"):
        node = content.node(setting)
        if node and text_of(node):
            yield from file_faults(setting, node, folder)


def name_faults(name: str, place: Place) -> Iterator[Problem]:
    """Yield why no files can be named after a document."""
    if not DOCUMENT_NAME.fullmatch(name):
        yield error(Kind.FORM, f"文件的名称“{name}”不对", place, hint="用小写字母开头，只含小写字母、数字、- 和 _，例如 table")
    elif name in TAKEN:
        yield error(Kind.FORM, f"文件的名称不能是“{name}”，程序要用它", place, hint="换一个名称，例如 table")


def file_faults(setting: str, node: Node, folder: Path) -> Iterator[Problem]:
    """Yield why a name is not that of a file in the form's folder.

    Args:
        setting: what the file is to be.
        node: its name.
        folder: the form's folder.
    """
    file = text_of(node)
    if file != Path(file).name or file == ".." or "\\" in file:
        yield error(Kind.FORM, f"{setting} 只能是文件名，不能带路径：{file}", node.place, hint="把文件放在 form.yaml 旁边，这里只写文件名")
    elif not (folder / file).is_file():
        beside = sorted(path.name for path in folder.iterdir() if path.suffix == Path(file).suffix and path.is_file())
        yield error(Kind.FORM, f"没有这个模板文件：{file}", node.place, hint=nearest(file, beside))
