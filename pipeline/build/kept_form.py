"""A compiled form kept for the next process as plain data, and found again as long as everything it was made from is the same."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from pipeline.build.current import program
from pipeline.checks.kept import checks_data, checks_of
from pipeline.checks.rules import Check
from pipeline.form.form import Form
from pipeline.kept import keep, kept
from pipeline.printing.documents import DocumentTemplate
from pipeline.printing.kept import documents_data, documents_of

# What a form with faults, or one that cannot be kept, raises: it is only compiled anew.
UNFIT: Final = (ValueError, LookupError, TypeError, AttributeError, RecursionError)


def made_from(form: str, inputs: Mapping[str, str], **settings: bool) -> str:
    """Return all that a compiled form depends on.

    Args:
        form: the form's name.
        inputs: SHA-256 of each of its files, by path in the workspace.
        settings: for what it is compiled.
    """
    return json.dumps(
        [form, sorted(inputs.items()), sorted(settings.items()), program(), sys.version, sys.implementation.name, installed()]
    )


def installed() -> list[str]:
    """Return the packages that are installed beside Jinja, each with its version; reading their metadata takes longer."""
    jinja = find_spec("jinja2")
    folder = Path(jinja.origin or "").parents[1] if jinja else Path()
    return sorted(path.name for path in folder.glob("*.dist-info"))


def kept_parts(source: str, form: Form, layout: Path, *, draft: bool) -> tuple[tuple[Check, ...], tuple[DocumentTemplate, ...]] | None:
    """Return the rules and documents of a form as they were kept; None if they were not.

    Args:
        source: all that they depend on.
        form: the form.
        layout: the folder of the page layout.
        draft: whether they are to print drafts.
    """
    data = kept(source)
    try:
        held: dict[str, Any] = json.loads(data) if data else {}
        return (checks_of(held["checks"], form), documents_of(held["documents"], form, layout, draft=draft)) if held else None
    except UNFIT:
        return None


def keep_parts(source: str, form: Form, checks: tuple[Check, ...], documents: tuple[DocumentTemplate, ...]) -> None:
    """Keep the rules and documents of a form, if all of them can be kept.

    Args:
        source: all that they depend on.
        form: the form.
        checks: its rules.
        documents: its documents.
    """
    try:
        held = {"checks": checks_data(checks, form), "documents": documents_data(documents, form)}
        data = json.dumps(held, ensure_ascii=False, separators=(",", ":")).encode()
    except UNFIT:
        return
    keep(source, data)
