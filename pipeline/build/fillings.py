"""Prints a form over every way of filling it in, and finds what no document may say, such as 不适用万元, 《无》 or an empty heading.

One field at a time, in each way that clerks fill fields; and two fields of a group at a time, because one sentence uses both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations, product
from typing import Final

from lxml import html
from lxml.html import HtmlElement

from pipeline.build.compiled_form import CompiledForm, compile_form
from pipeline.build.trial_data import trial_facts
from pipeline.facts.derivation import derive
from pipeline.facts.fact import single_names
from pipeline.form.field import UNIT_NAME, Field
from pipeline.form.form import YEAR
from pipeline.form.last_year import LAST_YEAR
from pipeline.form.types.choices import answers
from pipeline.form.types.field_type import Holds, shortened
from pipeline.form.types.registry import type_of
from pipeline.language.nothing import says_nothing
from pipeline.language.values import Blank, Lines, NotApplicable, Value, Words
from pipeline.paths import is_in_rows, numbered, parent, steps
from pipeline.printing.documents import DocumentTemplate
from pipeline.problems import Kind, Place, Problem, error
from pipeline.workspace import Workspace

# How people write that there is nothing, where a text is asked for, and where a number or a date is.
NO_TEXTS: Final = ("无", "没有。", "暂无", "不适用", "/", "—")
NO_WORDS: Final = ("无", "不适用")
FIGURES: Final = (0, 3)
# What a filled text says; unlike any words of a template.
SAID: Final = "甲乙丙丁"

WORDS: Final = re.compile("[^，。；：、（）《》“”]+")
NUMBERED: Final = re.compile(r"\[\d+\]$")
LEAD: Final = re.compile(r"[^，。；、《（：]{2,12}[：]?$")
UNIT: Final = re.compile(r"\s*(?:万元|亿元|元|个|名|人次|人|件|份|分|项|%)(?![\u4e00-\u9fff])")
DOUBLED_MARKS: Final = re.compile(r"[，。；：、！？]{2}|[（《“][）》”]|[（《，、：；]$|^[，。；：、）》]")
DOUBLED_WORDS: Final = re.compile(r"([\u4e00-\u9fff]{2,12})：?\1")
NUMBER: Final = re.compile(r"[0-9.]+%?")
SENTENCE_ENDS: Final = ("。", "！", "？", "…", "”", "）", "：")
# Paragraphs that are no sentences.
UNENDED: Final = frozenset(("caption", "attachment", "signature", "sign-date", "salutation"))


@dataclass(frozen=True, slots=True)
class Filling:
    """One way to fill a field in.

    Attributes:
        said: how it is told to the form's author.
        make: the value, from its path.
    """

    said: str
    make: Callable[[str], Value]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that no document may say.

    Attributes:
        what: what is wrong, in a few words.
        text: where it stands: the paragraph, cell or heading.
    """

    what: str
    text: str


def wording_faults(workspace: Workspace, name: str) -> Iterator[Problem]:
    """Yield what the documents of a form must never say, and say if it is filled in in some way; each once.

    Args:
        workspace: where the form is.
        name: the form, in which nothing else is wrong.
    """
    compiled = compile_form(workspace, name)
    typed = [field for field in compiled.form.root.leaves() if not field.formula and field.name != YEAR and not is_in_rows(field.path)]
    told: set[tuple[str, str, str]] = set()
    for document in compiled.documents:
        is_narrative = document.spec.shell is not None
        for filled in ways_to_fill(typed, leads_in(printed(compiled, document, {})), in_pairs=is_narrative):
            for found in faults_in(printed(compiled, document, filled), is_narrative=is_narrative):
                key = document.spec.name, found.what, WORDS.sub("", found.text)
                if key not in told:
                    told.add(key)
                    said = "、".join(f"{field.path}填“{filling.said}”" for field, filling in filled.items())
                    hint = "请在模板里写上条件，例如 {% if … is 有内容 %}"
                    message = f"{said or '各项都填'}时，{found.what}：“{shortened(found.text)}”"
                    yield error(Kind.WORDING, message, Place(workspace.shown(document.spec.template)), hint=hint)


def ways_to_fill(typed: Sequence[Field], leads: Mapping[str, str], *, in_pairs: bool) -> Iterator[dict[Field, Filling]]:
    """Yield each way to fill one field, all others being filled, and each way to fill two numbers that stand in one group.

    Args:
        typed: the fields that are typed.
        leads: the words that lead in to a field's value, by its path.
        in_pairs: whether two are filled at a time, too.
    """
    yield {}
    for field in typed:
        yield from ({field: filling} for filling in fillings(field, leads.get(field.path, "")))
    numbers = [field for field in typed if type_of(field).is_number and in_pairs]
    for one, other in combinations(numbers, 2):
        if parent(one.path) == parent(other.path):
            yield from ({one: first, other: second} for first, second in product(figures_and_words(one), figures_and_words(other)))


def fillings(field: Field, lead: str) -> list[Filling]:
    """Return the ways to fill a field.

    Args:
        field: the field.
        lead: the words that lead in to its value in a document; may be empty.
    """
    if type_of(field).takes_words:
        return figures_and_words(field)
    if words := field.choices or (answers(field) if field.type == "yes_no" else ()):
        return [*(Filling(word, partial(Words, word)) for word in words), *left_out(field)]
    texts = [*(NO_TEXTS if field.path != UNIT_NAME else ()), SAID, f"{SAID}。", *([f"{lead}{SAID}", f"{lead}{SAID}。"] if lead else [])]
    return [*(Filling(text, partial(as_text, field, text)) for text in texts), *left_out(field)]


def figures_and_words(field: Field) -> list[Filling]:
    """Return the ways to fill a number or a date, besides the one that all are filled in."""
    figures = [Filling(str(number), partial(as_figure, field, number)) for number in FIGURES if type_of(field).is_number]
    return [*figures, *(Filling(word, partial(NotApplicable, word)) for word in NO_WORDS), *left_out(field)]


def left_out(field: Field) -> list[Filling]:
    """Return the way to leave a field out; none if it is required."""
    return [] if field.required else [Filling("", Blank)]


def as_figure(field: Field, number: int, path: str) -> Value:
    """Return a number as a field's value.

    Args:
        field: the field.
        number: the number.
        path: the value's path.
    """
    return type_of(field).sample(field, path, number)


def as_text(field: Field, text: str, path: str) -> Value:
    """Return a text as a field's value.

    Args:
        field: the field.
        text: the text.
        path: the value's path.
    """
    return Lines([Words(text, numbered(path, 1))]) if type_of(field).holds is Holds.SEVERAL else Words(text, path)


def printed(compiled: CompiledForm, document: DocumentTemplate, filled: Mapping[Field, Filling]) -> HtmlElement:
    """Return the body of a document's page, printed with some fields filled in in certain ways and all others with something.

    Args:
        compiled: the form.
        document: the document.
        filled: the fields, and how they are filled in.
    """
    facts = trial_facts(compiled, "full")
    by_path, root = dict(facts.by_path), facts.root
    for field, filling in filled.items():
        *groups, name = steps(field.path)
        group = root
        for step in groups:
            group = group.group(step)
        group[name] = filling.make(field.path)
        by_path[field.path] = replace(by_path[field.path], value=group[name])
    names = single_names(compiled.form, root, facts.names[LAST_YEAR])
    for formula in compiled.formulas:
        derive(formula, root, names, by_path)
    page = document.printers[".html"].print(document.context(replace(facts, root=root, by_path=by_path, names=names)))
    return html.document_fromstring(page).find("body/main")


def leads_in(body: HtmlElement) -> dict[str, str]:
    """Return the words that stand before each fact of a printed page, back to the last mark, by the fact's path."""
    leads = {}
    for data in body.iter("data"):
        previous = data.getprevious()
        before = (data.getparent().text if previous is None else previous.tail) or ""
        if lead := LEAD.search(before):
            leads[NUMBERED.sub("", data.get("data-fact", ""))] = lead[0]
    return leads


def faults_in(body: HtmlElement, *, is_narrative: bool) -> Iterator[Fault]:
    """Yield what no document may say, of a printed page.

    Args:
        body: the page's main part.
        is_narrative: whether what stands outside its tables are sentences.
    """
    blocks = list(body.iter("h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "td", "th"))
    in_section = False
    for element, following in zip(blocks, [*blocks[1:], None], strict=True):
        text = str(element.text_content()).strip()
        yield from (Fault(what, text) for what in absent_words(element, is_narrative=is_narrative))
        if element.tag in ("p", "li") and is_narrative and element.getparent().tag not in ("td", "th"):
            yield from (Fault(what, text) for what in sentence_faults(element, text))
        if is_heading(element) and element.tag != "h1" and (following is None or is_heading_above(element, following)):
            yield Fault("标题下面没有内容", text)
        if text.endswith("：") and element.get("class") not in UNENDED and in_section and (following is None or is_heading(following)):
            yield Fault("冒号后面没有内容", text)
        in_section = in_section or (is_heading(element) and element.tag != "h1")


def sentence_faults(element: HtmlElement, text: str) -> Iterator[str]:
    """Yield what is wrong with the sentences of a paragraph.

    Args:
        element: the paragraph.
        text: its text.
    """
    if not text:
        yield "印了一个空段"
    if DOUBLED_MARKS.search(text.removesuffix("：")):
        yield "标点重复、括号里空着，或标点不在该在的地方"
    if DOUBLED_WORDS.search(text):
        yield "同样的话连着说了两遍"
    if text and element.get("class") not in UNENDED and not text.endswith(SENTENCE_ENDS):
        yield "句子末尾没有标点"


def absent_words(element: HtmlElement, *, is_narrative: bool) -> Iterator[str]:
    """Yield where a word that says nothing, such as 无, stands in a sentence, or with a unit behind it in a cell.

    Args:
        element: the paragraph, heading or cell.
        is_narrative: whether what stands outside tables are sentences.
    """
    if element.tag in ("td", "th") and len(element.findall("p")):
        return  # each of its paragraphs is looked at
    in_sentence = is_narrative and element.tag not in ("td", "th") and element.getparent().tag not in ("td", "th")
    for data in element.iter("data"):
        text = str(data.text_content())
        if NUMBER.fullmatch(text) or not says_nothing(text):
            continue
        if in_sentence:
            yield "把没有内容的填写印进了句子"
        elif UNIT.match(data.tail or ""):
            yield "没有数字，却印了单位"


def is_heading(element: HtmlElement) -> bool:
    """Return whether an element is a heading."""
    return str(element.tag).startswith("h")


def is_heading_above(element: HtmlElement, following: HtmlElement) -> bool:
    """Return whether what follows a heading is one of the same or of a higher level."""
    return is_heading(following) and str(following.tag) <= str(element.tag)
