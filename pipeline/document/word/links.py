"""The hyperlinks of a Word form's paragraphs: which runs are words of one, and where it leads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Final

from lxml import etree

from pipeline.document.word.harm import CODE, link_targets
from pipeline.document.word.package import RELATIONS_NAMES, RELATIONSHIPS
from pipeline.document.word.xml import W, parse

ID: Final = f"{{{RELATIONSHIPS}}}id"
HYPERLINK: Final = f"{W}hyperlink"
# A hyperlink's element, or its field's first sign, and where it leads.
Place = tuple[etree._Element, str]  # noqa: SLF001 - lxml has no other name for it


def targets_in(relations: bytes) -> dict[str, str]:
    """Return where a part's relationships lead, by their ids; nowhere if there is no list of them."""
    found = parse(relations).iter(f"{RELATIONS_NAMES}Relationship") if relations else ()
    return {relation.get("Id", ""): relation.get("Target", "") for relation in found}


def runs_by_link(paragraph: etree._Element, targets: Mapping[str, str]) -> Iterator[tuple[str, list[etree._Element]]]:
    """Yield a paragraph's runs, those of one link together, with where it leads; nowhere if they are none, or lead within the document.

    Args:
        paragraph: the paragraph.
        targets: where relationships lead, by their ids.
    """
    for place, runs in groupby(places(paragraph, targets), key=lambda found: found[0]):
        yield place[1] if place else "", [run for _, run in runs]


def places(paragraph: etree._Element, targets: Mapping[str, str]) -> Iterator[tuple[Place | None, etree._Element]]:
    """Yield each run of a paragraph, and before it the link that it is part of.

    Args:
        paragraph: the paragraph.
        targets: where relationships lead, by their ids.
    """
    begun: etree._Element | None = None  # of a field
    code, field = "", ""
    for run in paragraph.iter(f"{W}r"):
        for sign in run.iter(f"{W}fldChar", f"{W}instrText"):
            kind = sign.get(f"{W}fldCharType", "")
            if kind == "begin":
                begun, code, field = sign, "", ""
            elif kind == "separate":
                field = target_of(code)
            elif kind == "end":
                begun, field = None, ""
            else:
                code += sign.text or ""
        around = next(run.iterancestors(HYPERLINK, f"{W}fldSimple"), None)
        if around is not None:
            target = targets.get(around.get(ID, ""), "") if around.tag == HYPERLINK else target_of(around.get(f"{W}instr", ""))
            yield (around, target), run
        else:
            yield (begun, field) if begun is not None and field else None, run


def target_of(code: str) -> str:
    """Return where a field leads, given its code: nowhere if it is no hyperlink, or one to a place in the document."""
    name, *words = CODE.findall(code) or [""]
    return next(iter(link_targets(words)), "") if name.upper() == "HYPERLINK" else ""
