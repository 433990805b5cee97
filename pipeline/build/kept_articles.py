"""What prints a form's documents as parts of an article, kept for the next process as the form is: only a publication needs it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipeline.build.compiled_form import CompiledForm
from pipeline.build.kept_form import UNFIT, made_from
from pipeline.build.looks import fingerprints
from pipeline.kept import keep, kept
from pipeline.printing.article import ArticleTemplate
from pipeline.printing.kept import article_data, article_of

# What prints each document of a form, by the document's name.
Articles = Mapping[str, ArticleTemplate]


@lru_cache(maxsize=16)
def article_templates(compiled: CompiledForm, root: Path) -> Articles:
    """Return what prints a form's documents as parts of an article; as an earlier process has kept it, if the form is the same.

    Args:
        compiled: the form.
        root: the folder of the workspace.

    Raises:
        Stop: a template has faults by now.
    """
    source = made_from(compiled.form.name, compiled.inputs, article=True)
    known = kept_articles(source, compiled)
    if known:
        return known
    found = {document.spec.name: document.article for document in compiled.documents}
    if compiled.inputs == fingerprints(compiled.inputs, root):  # and not what was saved meanwhile
        keep_articles(source, found, compiled)
    return found


def kept_articles(source: str, compiled: CompiledForm) -> Articles | None:
    """Return what was kept; None if nothing was.

    Args:
        source: all that it depends on.
        compiled: the form.
    """
    data = kept(source)
    try:
        held: dict[str, Any] = json.loads(data) if data else {}
        return {name: article_of(article, compiled.form) for name, article in held.items()} or None
    except UNFIT:
        return None


def keep_articles(source: str, articles: Articles, compiled: CompiledForm) -> None:
    """Keep what prints articles, if all of it can be kept.

    Args:
        source: all that it depends on.
        articles: what prints each document.
        compiled: the form.
    """
    try:
        held = {name: article_data(article, compiled.form) for name, article in articles.items()}
        data = json.dumps(held, ensure_ascii=False, separators=(",", ":")).encode()
    except UNFIT:
        return
    keep(source, data)
