"""What `ziping import` says of a narrative that came back, and which of its texts it puts into the data."""

from __future__ import annotations

from pipeline.calls import option
from pipeline.commands.findings import show
from pipeline.commands.saying import say, show_lines
from pipeline.intake.into_data.data_files import write_files
from pipeline.intake.received import Received
from pipeline.intake.returned.comparing import Returned, compare_returned
from pipeline.intake.returned.page import write_page
from pipeline.intake.returned.taking_over import TakenOver, take_over
from pipeline.intake.returned.telling import both, edit_lines, text_lines
from pipeline.workspace import UnitYear, Workspace


def show_returned(workspace: Workspace, of: UnitYear, received: Received, take: str, *, dry_run: bool = False) -> None:
    """Say what a narrative that came back says otherwise than the data, write the page of it, and put the named texts into the data.

    Args:
        workspace: where everything is.
        of: which unit-year's it is.
        received: the narrative.
        take: the fields of the texts that are put into the data, divided by commas.
        dry_run: whether nothing is written.

    Raises:
        Stop: the data cannot be printed, or a text cannot go into them.
    """
    returned = compare_returned(workspace, of, received)
    taken = take_over(workspace, returned, received, take) if take else None
    if taken:
        show_taken(returned, taken)
    else:
        show_edits(returned)
    if dry_run:
        say("这是试一试，什么也没有写")
        return
    if taken:
        write_files(workspace, of, returned.facts.form.name, [taken.file])
        say(f"已写进 {taken.file.shown}。接下来检查：{of.command('check')}；生成：{of.command('report')}", "green")
    say(f"核对页：{workspace.shown(write_page(workspace, taken.left if taken else returned))}", "green")


def show_edits(returned: Returned) -> None:
    """Say what a narrative says otherwise than the data."""
    say(f"{returned.file}：{returned.of}的自评报告，与现在的数据对照")
    for note in returned.notes:
        say(f"  {note}")
    if not returned:
        say("没有改动，报告说的与数据一致", "green")
    for figures, edits, heading, edited in (
        (returned.figures, returned.edits, "数字不同 {} 处，报告里的数不放进数据：", "改动 {} 处："),
        (returned.later_figures, returned.later, "报告印出以后数据改过的数 {} 处：", "报告印出以后数据改过的 {} 处："),
    ):
        if figures:
            say(heading.format(len(figures)))
            show(figure.problem(returned.file) for figure in figures)
        if edits:
            show_lines(edited.format(len(edits)), edit_lines(edits))
    if returned.texts:
        show_lines(f"改写了的文字 {len(returned.texts)} 项，来自数据：", text_lines(returned))
    if returned.offered:
        say(f"要放进数据的，写明是哪一项再运行一次，例如加上 {option('take', returned.name(returned.offered[0]))}；几项之间用逗号隔开")


def show_taken(returned: Returned, taken: TakenOver) -> None:
    """Say which texts are put into the data, what they were and what they are now."""
    for text in taken.texts:
        show_lines(f"{returned.name(text)}（{text.spot}）：", both(text))
        if text.fact.place.file != taken.file.shown:
            say(f"    原来写在 {text.fact.place.file}，各年度都用；那里不改，新的只写进这一年度")
