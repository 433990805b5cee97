"""How somebody says what could not be recognised in a received file: the command once more, with that in it."""

from __future__ import annotations

from pipeline.calls import command, is_through_make, option


def again(file: str, name: str = "", value: str = "") -> str:
    """Return the command that reads a file, with one thing said of it.

    Args:
        file: the file, as messages name it.
        name: the option; none if it is empty.
        value: its value.
    """
    quoted = f'"{file}"' if " " in file else file
    words = (command("import"), f"FROM={quoted}" if is_through_make() else quoted, option(name, value) if name else "")
    return " ".join(filter(None, words))
