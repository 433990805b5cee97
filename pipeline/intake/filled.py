"""What was read from a received form: values for the data file, each with the place where it stood and how sure it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.form.field import Field
from pipeline.problems import Place, Problem


@dataclass(frozen=True, slots=True)
class FilledValue:
    """One value.

    Attributes:
        path: where it belongs in the data, such as 经济性.三公经费.预算安排数 or 项目支出明细[2].支出数.
        field: the field.
        typed: the value as a clerk types it into YAML: one text; or several, of a field that holds several. The field's type takes it.
        received: the words that it was read from.
        place: where they stand in the received file.
        doubt: why somebody has to look at it, in words; empty if it is sure.
    """

    path: str
    field: Field
    typed: str | tuple[str, ...]
    received: str
    place: Place
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """All that was read from one document of a form.

    Attributes:
        form: the form's name.
        document: the document's name, such as table.
        values: what is to be taken into the data file, by path.
        told: what the document says of values that the form itself computes or fixes, by path: compared, never taken.
        problems: what could not be taken, each with its place in the received file.
    """

    form: str
    document: str
    values: Mapping[str, FilledValue]
    told: Mapping[str, FilledValue]
    problems: Sequence[Problem]
