"""An empty form printed by its own Word template: the XML that a filled form would have, each place for a value marked in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lxml import etree

from pipeline.characters import ANSWER, CLOSED, OPENING, PRINTED
from pipeline.document.jinja_source import JinjaSource
from pipeline.document.word.package import DOCUMENT
from pipeline.facts.fact import Fact
from pipeline.form.form import YEAR, DocumentSpec, Form
from pipeline.intake.blank.branches import with_branches
from pipeline.intake.blank.openings import Known, blank_facts
from pipeline.language.budget import renew
from pipeline.language.expressions import DocumentNames, environment, in_message, in_word
from pipeline.language.values import Blank, Day, Figure, Lines, Words
from pipeline.paths import one_of
from pipeline.printing.compiled_documents import title_source
from pipeline.printing.compiled_word import sources_of
from pipeline.printing.compiling import compiled_template
from pipeline.printing.documents import names_of
from pipeline.printing.reading import ReadTemplate, read_template

# A value's name, and what is done to it before it is printed.
PLAIN: Final = re.compile(r"(?P<name>[^\W\d][\w.]*)\s*(?P<filters>\|.*)?", re.DOTALL)
# Words in an expression; what divides its parts; and what stands behind the first branch of a choice.
WORDS: Final = re.compile(r""" "[^"]*" | '[^']*' """, re.VERBOSE)
JOINED: Final = re.compile(r"~(?=(?:[^\"']|\"[^\"]*\"|'[^']*')*$)")
FIRST_BRANCH: Final = re.compile(r"\sif\s.*", re.DOTALL)
NAME: Final = re.compile(r"[^\W\d]\w*")
# Filters that put words before a text, which an empty form has to print.
LEADING: Final = re.compile(r"\|\s*(?:另述|原因|带)\b")
WHERE, IS_KNOWN, ASKED = "所在", "已知", "待答"
# How many empty rows stand there for each loop, and how many if there are many loops.
ROWS, FEW_ROWS, MANY_LOOPS = 5, 3, 4
# What is left of a title's aside if nothing in it is known.
EMPTY_BRACKETS: Final = re.compile(r"（[\s，、]*）")
YEAR_ROOM: Final = "　　"
# What stands for a text that is not known, while the words before it are printed.
ASKED_TEXT: Final = f"填{ANSWER}"


@dataclass(frozen=True, slots=True)
class BlankPrint:
    """An empty form as printed.

    Attributes:
        spec: the document.
        read: its template.
        root: the document, with marks.
        margins: headers and footers that print something, by the names of their parts.
        facts: what it was printed from, by path.
        title: its title, as far as it is known.
    """

    spec: DocumentSpec
    read: ReadTemplate
    root: etree._Element
    margins: Mapping[str, str]
    facts: Mapping[str, Fact]
    title: str


def where(value: object) -> str:
    """Return the path of a value, of several texts that of their field; nothing for what is no single value."""
    if isinstance(value, Lines):
        found = one_of(value[0].path)
        return found[0] if found else ""
    return value.path if isinstance(value, (Blank, Words, Figure, Day)) else ""


def is_known(value: object) -> bool:
    """Return whether a value is to be printed."""
    return isinstance(value, (str, Figure, Day, Lines))


def asked(value: object) -> object:
    """Return what stands for a text that is not known, so that the words before it are printed."""
    return Words(ASKED_TEXT, value.path) if isinstance(value, Blank) else value


IN_WORD, IN_TEXT = environment(in_word, escaping=True), environment(in_message)
for each in (IN_WORD, IN_TEXT):
    each.filters |= {WHERE: where, IS_KNOWN: is_known, ASKED: asked}


def print_blank(spec: DocumentSpec, form: Form, layout: Path, known: Known) -> BlankPrint:
    """Return a document of a form, printed empty.

    Args:
        spec: the document, a Word form.
        form: the form.
        layout: the folder of the page layout that all forms share.
        known: what it says already.

    Raises:
        Stop: its template has faults, or cannot be printed.
    """
    read = read_template(spec, form, layout, draft=False)
    loops = sum(part.startswith("{%\nfor ") for part in read.word.parts)
    facts = blank_facts(form, known, FEW_ROWS if loops > MANY_LOOPS else ROWS)
    has_year, names = known.year is not None, names_of(facts)
    renew(len(facts.by_path))
    title = compiled_template(with_openings(title_source(spec, form), has_year=has_year), IN_TEXT, form).render({**names, "draft": False})
    lines = EMPTY_BRACKETS.sub("", unmarked(title)).strip().split("\n")
    context = {**names, **DocumentNames("".join(lines), Lines(Words(line, "") for line in lines), draft=False)._asdict()}
    sources = {name: with_openings(source, has_year=has_year) for name, source in sources_of(read).items()}
    parts = {name: compiled_template(source, IN_WORD, form).render(context) for name, source in sources.items()}
    root = etree.fromstring(parts.pop(DOCUMENT).encode())
    return BlankPrint(spec, read, root, {name: unmarked(xml) for name, xml in parts.items()}, facts.by_path, context["title"])


def with_openings(source: JinjaSource, *, has_year: bool) -> JinjaSource:
    """Return a template's source that marks each place for a value, and whose conditions are decided by where such places are."""
    parts = [with_opening(part, has_year=has_year) for part in source.parts]
    return with_branches(JinjaSource(parts, source.places), [OPENING in part for part in parts])


def with_opening(part: str, *, has_year: bool) -> str:
    """Return a piece of a template's source; of an expression what marks its place."""
    if not part.startswith("{{\n"):
        return part
    code, further = part[2:-2].strip(), "\n" * (part.count("\n") - 1)  # so that a fault is told at its place
    if set(NAME.findall(code)) == {YEAR}:
        return part if has_year else f"{{#\n{further}#}}{YEAR_ROOM}"
    return f"{{#\n{further}#}}{''.join(map(opening_of, JOINED.split(code)))}"


def opening_of(code: str) -> str:
    """Return the source of a part of an expression: of a choice its first branch, of a value what marks its place, of words the words.

    What is more than a value, such as a sum, prints nothing: it is computed.
    """
    code = FIRST_BRANCH.sub("", " ".join(code.split()))
    if code.startswith("(") and code.endswith(")"):
        code = code[1:-1].strip()
    if WORDS.fullmatch(code):
        return f"{{{{ {code} }}}}"
    found = PLAIN.fullmatch(code)
    if not found:
        return ""
    name, filters = found["name"], found["filters"] or ""
    content = (
        f"{{{{ ({name} | {ASKED}) {filters} }}}}"
        if LEADING.search(filters)
        else f"{{% if {name} | {IS_KNOWN} %}}{{{{ {code} }}}}{{% endif %}}"
    )
    return f"{OPENING}{{{{ {name} | {WHERE} }}}}{PRINTED}{content}{CLOSED}"


def unmarked(text: str) -> str:
    """Return a text without the marks of openings."""
    return re.sub(f"{OPENING}[^{PRINTED}]*{PRINTED}|{ASKED_TEXT}|{CLOSED}", "", text)
