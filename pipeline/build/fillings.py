"""Prints a form over every way of filling it in, and finds what no document may say, such as 不适用万元, 《无》 or an empty heading.

One field at a time, in each way that clerks fill fields; two fields of a group at a time, because one sentence uses both; and all at once.
Of a document only the sections that depend on a field are printed anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, combinations, groupby, product
from typing import Final

from pipeline.build.compiled_form import CompiledForm, compile_form
from pipeline.build.trial_data import trial_group, trial_years
from pipeline.build.trial_prints import Filled, Filling, Trial, field_used
from pipeline.build.wording import Fault, faults_in, leads_in
from pipeline.facts.fact import TO_FILL
from pipeline.form.field import UNIT_NAME, Field
from pipeline.form.form import YEAR, Form
from pipeline.form.types.choices import answers
from pipeline.form.types.field_type import Holds, shortened
from pipeline.form.types.registry import type_of
from pipeline.form.years import years_in
from pipeline.language.values import Blank, Lines, NotApplicable, Rows, Value, Words
from pipeline.paths import EVERY_ROW, numbered
from pipeline.printing.documents import DocumentTemplate
from pipeline.problems import Kind, Place, Problem, error
from pipeline.regex import regex
from pipeline.workspace import Workspace

# How people write that there is nothing, where a text is asked for, and where a number or a date is.
NO_TEXTS: Final = ("无", "没有。", "暂无", "不适用", "/", "—")
NO_WORDS: Final = ("无", "不适用")
FIGURES: Final = (0, 3)
# What a filled text says; unlike any words of a template.
SAID: Final = "甲乙丙丁"
WORDS: Final = regex("[^，。；：、（）《》“”]+")
# What two fields are filled with at a time; what a number says beside another is tried one at a time.
PAIR: Final = 2
IN_PAIRS: Final = ("", "0", "无", "否", f"{SAID}。")


def wording_faults(workspace: Workspace, name: str) -> Iterator[Problem]:
    """Yield what the documents of a form must never say, and say if it is filled in in some way; each once.

    Args:
        workspace: where the form is.
        name: the form, in which nothing else is wrong.
    """
    compiled = compile_form(workspace, name, anew=True)
    told: set[tuple[str, str, str]] = set()
    for document in compiled.documents:
        for filled, found in faults_of(compiled, document):
            key = document.spec.name, found.what, WORDS.sub("", found.text)
            if key not in told:
                told.add(key)
                hint = "请在模板里写上条件，例如 {% if … is 有内容 %}"
                message = f"{said(filled) or '各项都填'}时，{found.what}：“{shortened(found.text)}”"
                yield error(Kind.WORDING, message, Place(workspace.shown(document.spec.template)), hint=hint)


def said(filled: Filled) -> str:
    """Return how fields are filled in; several that are filled alike are told by the first."""
    alike = [list(group) for _, group in groupby(filled.items(), lambda item: item[1].said)]
    if len(filled) <= PAIR:
        alike = [[item] for item in filled.items()]
    return "、".join(f"{group[0][0].path}{f'等 {len(group)} 项都' if len(group) > 1 else ''}填“{group[0][1].said}”" for group in alike)


def faults_of(compiled: CompiledForm, document: DocumentTemplate) -> Iterator[tuple[Filled, Fault]]:
    """Yield what a document must never say and says, with how the form is filled in then.

    Args:
        compiled: the form.
        document: the document.
    """
    is_narrative = document.spec.shell is not None
    trial = Trial(compiled, document)
    typed = [field for field in fields_of(compiled.form.root) if any(field_used(field, section) for section in trial.sections)]
    leads = leads_in(trial.page({}))
    one_by_one = ways_to_fill(typed, leads, trial.together if is_narrative else lambda *_: False)
    for filled in chain(one_by_one, numbers_of_years(compiled.form)):
        for body in trial.changed_sections(filled):
            yield from ((filled, fault) for fault in faults_in(body, is_narrative=is_narrative))
    for filled in at_once(typed, leads):
        yield from ((filled, fault) for fault in faults_in(trial.page(filled), is_narrative=is_narrative))


def numbers_of_years(form: Form) -> Iterator[Filled]:
    """Yield how many years before this one may be told beside it, and with what in them."""
    yield {years_in(form): Filling("只有本年", lambda _: Rows())}
    yield {years_in(form): Filling("上年和本年", lambda _: trial_years(form, "full", 1))}
    yield {years_in(form): Filling("以前三年都不适用", lambda _: trial_years(form, "not applicable", 3))}
    yield {years_in(form): Filling("以前三年都空白", lambda _: trial_years(form, "blank", 3))}


def fields_of(group: Field) -> Iterator[Field]:
    """Yield the fields that are typed, repeating groups and what their rows hold included."""
    for field in group.fields.values():
        if type_of(field).holds is Holds.ROWS:
            yield field
        if field.fields:
            yield from fields_of(field)
        elif not field.formula and field.name != YEAR and field.name not in group.fixed:
            yield field


def at_once(typed: Sequence[Field], leads: Mapping[str, str]) -> Iterator[Filled]:
    """Yield each way to fill all fields alike, as far as they can be: with something, not at all, with 0, with 无.

    Args:
        typed: the fields that are typed.
        leads: as in `ways_to_fill`.
    """
    yield {}
    for word in ("", "0", "无", "—", "没有行"):
        chosen = ((field, filling) for field in typed for filling in fillings(field, leads.get(field.path, "")) if filling.said == word)
        yield dict(chosen)
    yield {
        field: Filling(TO_FILL, partial(Blank, shown=TO_FILL))
        for field in typed
        if field.required and not field.fields and EVERY_ROW not in field.path
    }


def ways_to_fill(typed: Sequence[Field], leads: Mapping[str, str], together: Callable[[Field, Field], bool]) -> Iterator[Filled]:
    """Yield each way to fill one field, all others being filled, and ways to fill two that one sentence uses.

    Args:
        typed: the fields that are typed.
        leads: the words that lead in to a field's value, by its path.
        together: tells whether one sentence uses two fields.
    """
    for field in typed:
        yield from ({field: filling} for filling in fillings(field, leads.get(field.path, "")))
    for one, other in combinations(typed, 2):
        if together(one, other):
            both = ([filling for filling in fillings(field, "") if filling.said in IN_PAIRS] for field in (one, other))
            yield from ({one: first, other: second} for first, second in product(*both))


def fillings(field: Field, lead: str) -> list[Filling]:
    """Return the ways to fill a field.

    Args:
        field: the field.
        lead: the words that lead in to its value in a document; may be empty.
    """
    if field.fields:
        if field.fixed:  # the form says how many there are
            return [Filling("没有行", lambda _: Rows())] if field.preset and not field.required else []
        return [Filling("没有行", lambda _: Rows()), Filling("一行", partial(one_row, field))]
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


def one_row(field: Field, path: str) -> Value:
    """Return rows of which there is only one."""
    return Rows((trial_group(field, numbered(path, 1), "full", {}),))
