"""A narrative that came back edited, on the desk: what it says otherwise than the data is shown, and texts that are ticked go into them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.desk.city import address
from pipeline.facts.revisions import label_of
from pipeline.form.field import UNIT_NAME
from pipeline.intake.importing import ReadFile
from pipeline.intake.into_data.data_files import write_files
from pipeline.intake.received import Received
from pipeline.intake.returned.comparing import Returned, compare_returned
from pipeline.intake.returned.fields import Rewritten
from pipeline.intake.returned.taking_over import take_over
from pipeline.workspace import UnitYear, UsageError, Workspace


@dataclass(frozen=True, slots=True)
class Back:
    """A narrative that came back and is not decided about yet.

    Attributes:
        received: the narrative.
        of: whose it is.
        returned: what it said otherwise than the data when it was shown.
    """

    received: Received
    of: UnitYear
    returned: Returned


def compared(workspace: Workspace, read: ReadFile, received: Received) -> Back:
    """Return a narrative that came back, compared with the data.

    Args:
        workspace: where everything is.
        read: what is known of it.
        received: the narrative.

    Raises:
        Stop: the data cannot be printed.
    """
    return Back(received, read.of, compare_returned(workspace, read.of, received))


def content_of(back: Back) -> Mapping[str, Any]:
    """Return what is shown of a narrative that came back."""
    returned, form = back.returned, back.returned.facts.form
    return {
        "returned": returned,
        "whose": f"{returned.facts.names.get(UNIT_NAME, back.of.unit)} {back.of.year} 年度自评报告{back.of.named}",
        "address": address(back.of),
        "texts": [(label_of(form, text.fact.path), text) for text in returned.texts],
    }


def written(workspace: Workspace, back: Back, paths: Sequence[str]) -> None:
    """Put texts into the data, if these are still what was shown.

    Args:
        workspace: where everything is.
        back: the narrative that has them.
        paths: their fields.

    Raises:
        Stop: one cannot go into the data, or they cannot be written.
        UsageError: none of them was offered, or the data are others by now.
    """
    if not paths or not {text.fact.path for text in back.returned.offered}.issuperset(paths):
        raise UsageError("请先勾选要填入的文字")
    now = compare_returned(workspace, back.of, back.received)
    if outline(now.texts) != outline(back.returned.texts):
        raise UsageError("您看过以后，数据又改过，没有填入。请再读一次")
    taken = take_over(workspace, now, back.received, "，".join(paths))
    write_files(workspace, back.of, now.facts.form.name, [taken.file])


def outline(texts: Sequence[Rewritten]) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Return what is shown of rewritten texts: which they are, what the data say and what was received."""
    return [(text.fact.path, text.old, text.new) for text in texts]
