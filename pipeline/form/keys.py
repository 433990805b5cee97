"""Why a name in a data file is none of the form's, and which field was probably meant."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from pipeline.form.field import Field
from pipeline.form.form import YEAR, Form
from pipeline.paths import EVERY_ROW, parent
from pipeline.problems import nearest
from pipeline.regex import regex

MAX_LISTED = 60  # characters of a hint that lists names
COLON = regex("[:：]")


def explain_key(form: Form, group: Field, name: str) -> tuple[str, str, tuple[Field, ...]]:
    """Return what to say about a name that a group does not have, a hint, and the fields that may have been meant.

    Args:
        form: the form.
        group: the group.
        name: the name.
    """
    where = f"“{group.name}”下面" if group.name else "表中"
    message = f"{where}没有“{name}”这一项"
    bare = "".join(char for char in name if unicodedata.category(char) not in ("Cf", "Cc", "Zs")).removeprefix("-")
    before = COLON.split(bare)[0]
    meant = tuple(field for field in group.fields.values() if before in (field.name, field.label))
    meant = meant or fields_named(form.root, before)
    if meant and bare != name:
        return *misspaced(name, bare), meant
    if meant and before != bare:
        return f"“{before}”后面的冒号写法不对", "改成半角冒号加一个空格", meant
    if meant and group.fields.get(meant[0].name) is meant[0]:
        return message, f"写成“{meant[0].name}”", meant
    if meant:
        return message, f"应写在{'或'.join(place_of(field) for field in meant[:3])}", meant
    hint = nearest(name, group.fields)
    if hint:
        return message, hint, tuple(field for field in group.fields.values() if hint == nearest(name, [field.name]))
    names = "、".join(name for name in group.fields if name != YEAR)
    return message, f"可填：{names}" if len(names) <= MAX_LISTED else "请对照表中的名称", ()


def misspaced(name: str, bare: str) -> tuple[str, str]:
    """Return what is wrong with a name that has spaces, invisible characters or a dash in it, and a hint."""
    hint = "缩进用半角空格，每级两个；名称里没有空格"
    if name.startswith("-"):
        return "“-”后面缺一个空格", "每行以“- ”开头"
    if name.lstrip("\u3000\xa0") == bare:
        return f"“{bare}”前面用了全角空格", hint
    return f"“{bare}”这个名称里有空格或看不见的字符", hint


def fields_named(group: Field, name: str) -> tuple[Field, ...]:
    """Return every field of a name below a group, rows' fields included."""
    return fields_by_name(group).get(name, ())


@lru_cache(maxsize=1024)
def fields_by_name(group: Field) -> dict[str, tuple[Field, ...]]:
    """Return the fields below a group by their names; a file may ask for thousands."""
    found: dict[str, tuple[Field, ...]] = {}
    for child in group.fields.values():
        found[child.name] = (*found.get(child.name, ()), child)
        for name, below in fields_by_name(child).items():
            found[name] = (*found.get(name, ()), *below)
    return found


def place_of(field: Field) -> str:
    """Return in words where a field stands in the data."""
    above = parent(field.path)
    if not above:
        return "最外层，前面不空格"
    return f"“{above.removesuffix(EVERY_ROW)}”" + ("的各行里" if above.endswith(EVERY_ROW) else "下面，比它多空两格")
