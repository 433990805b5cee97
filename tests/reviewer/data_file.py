"""A data file as a tree of texts: set by path, and written as YAML with the line of each value."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final

import yaml

Tree = dict[str, Any]
LOADER: Final = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # every scalar is text, as typed
STEP = re.compile(r"([^.\[\]]+)(?:\[(\d+)\])?")
# Digits alone, quoted as a hint of the form asks.
QUOTED = ("手机",)


def put(data: Tree, path: str, value: Any) -> None:  # noqa: ANN401 - a text, a list or a group
    """Set what stands at a path, such as 存在问题[2].原因; a row or paragraph one beyond the last is added."""
    holder, key = parent_of(data, path)
    if isinstance(holder, list) and key == len(holder):
        holder.append(value)
    else:
        holder[key] = value


def take(data: Tree, path: str) -> Any:  # noqa: ANN401 - a text, a list or a group
    """Return what stands at a path."""
    holder, key = parent_of(data, path)
    return holder[key]


def parent_of(data: Tree, path: str) -> tuple[Any, Any]:
    """Return the group or list that a path's value stands in, and its key there; groups on the way are made."""
    holder: Any = data
    steps = [step for name, number in STEP.findall(path) for step in ((name, int(number) - 1) if number else (name,))]
    for step, following in pairwise(steps):
        if isinstance(holder, dict):
            holder = holder.setdefault(step, [] if isinstance(following, int) else {})
        else:
            if step == len(holder):
                holder.append({})
            holder = holder[step]
    return holder, steps[-1]


def written(data: Tree) -> tuple[str, dict[str, int]]:
    """Return a data file's text, and the line of each of its values by path."""
    lines: list[str] = []
    places: dict[str, int] = {}
    for path, line in lines_of(data, "", ""):
        lines.append(line)
        places[path] = len(lines)
    return "\n".join(lines) + "\n", places


def lines_of(value: Any, path: str, indent: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - a text, a list or a group
    """Yield the lines of what stands below a path, each with the path of what begins on it."""
    for key, item in value.items():
        below = f"{path}.{key}" if path else key
        if isinstance(item, dict):
            yield below, f"{indent}{key}:"
            yield from lines_of(item, below, f"{indent}  ")
        elif isinstance(item, list):
            yield below, f"{indent}{key}:"
            for number, each in enumerate(item, 1):
                if isinstance(each, dict):
                    for count, (inner, line) in enumerate(lines_of(each, f"{below}[{number}]", "")):
                        yield inner, f"{indent}  {'  ' if count else '- '}{line}"
                else:
                    yield f"{below}[{number}]", f"{indent}  - {scalar(each)}"
        else:
            yield below, f"{indent}{key}: {json.dumps(item) if key in QUOTED else scalar(item)}".rstrip()


@lru_cache(maxsize=65536)
def scalar(text: str) -> str:
    """Return a text as a clerk types it, in quotes only where YAML would read it otherwise."""
    try:
        plain = yaml.load(f"值: {text}", Loader=LOADER) == {"值": text}
    except yaml.YAMLError:
        plain = False
    return text if plain and '"' not in text else json.dumps(text, ensure_ascii=False)
