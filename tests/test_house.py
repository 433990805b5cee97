"""What every file of the program keeps to, so far as neither ruff nor import-linter can see it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PROGRAM = Path(__file__).parent.parent / "pipeline"
FILES = sorted(PROGRAM.rglob("*.py"))
LONGEST = 300  # lines
MANY = 3  # parameters


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    """Yield the public functions and methods of a module."""
    for node in tree.body:
        inner = node.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_") else [node]
        yield from (item for item in inner if isinstance(item, ast.FunctionDef) and not item.name.startswith("_"))


def parameters(function: ast.FunctionDef) -> list[str]:
    names = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)]
    return [name for name in names if name not in ("self", "cls")]


def is_explained(function: ast.FunctionDef) -> bool:
    """Return whether a function says what goes in, or is a command or a foreign interface, whose parameters are told elsewhere."""
    decorated = any("click." in ast.unparse(decorator) for decorator in function.decorator_list)
    return decorated or len(parameters(function)) < MANY or "Args:" in (ast.get_docstring(function) or "")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PROGRAM).as_posix())
def test_functions_of_several_parameters_say_what_each_is(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert [function.name for function in functions(tree) if not is_explained(function)] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PROGRAM).as_posix())
def test_a_file_fits_in_the_head(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST
