"""The next entry of a log: what changed since the last publication, why, and when; and the log as an article tells it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pipeline.build.unit_year import Made
from pipeline.calls import option
from pipeline.facts.revisions import State, changes, counted, label_of, state_of
from pipeline.form.form import Form
from pipeline.language.wording import BEIJING, minute
from pipeline.problems import Kind, Place, Stop, error
from pipeline.publish.article import Told
from pipeline.publish.history import Act, Entry, History, applied


@dataclass(frozen=True, slots=True)
class Reason:
    """Why and when something is published.

    Attributes:
        note: why, as the public reads it.
        now: the present time.
        stated: the time to be shown, if it is not the present one.
    """

    note: str
    now: datetime
    stated: datetime | None = None


def next_entry(made: Made, history: History, downloads: Mapping[str, str], reason: Reason) -> Entry | None:
    """Return the log's next entry, the hashes of files excepted; None if what was published last is what would be published now.

    Args:
        made: what would be published.
        history: what was.
        downloads: SHA-256 of each file that the article offers, by name.
        reason: why and when.

    Raises:
        Stop: a correction has no note, or the time cannot be right.
    """
    old, new, form = history.state(), state_of(made.public.facts), made.compiled.form
    if history.is_out and history.out_files().items() >= downloads.items() and old == new:
        return None
    if history.last and not reason.note:
        example = "更正三公经费支出数" if history.is_out else "核对无误重新公开"
        hint = f"在命令后加上 {option('note', '原因')}，例如 {option('note', example)}"
        message = want_of_note(history, history.last, counted(changes(form, old, new)))
        raise Stop(error(Kind.PUBLICATION, message, Place(history.file), hint=hint))
    differing = [path for path in (new | old) if old.get(path) != new.get(path)]
    return replace(
        new_entry(history, reason, Act.CORRECTION if history.entries else Act.FIRST),
        changes={path: (label_of(form, path), old.get(path), new.get(path)) for path in differing},
        permits={permit.text: permit.reason for permit in made.permits},
    )


def want_of_note(history: History, last: Entry, changed: str) -> str:
    """Return why a note is wanted, in a sentence for the clerk.

    Args:
        history: the log.
        last: its last entry.
        changed: what changed since then, in words; empty if no value did.
    """
    if not history.is_out:
        return f"这份内容已在 {minute(last.time)} 撤回，重新公开要写明原因"
    if not changed:
        return "数据没有改动，但生成的文件与已公开的不同（改过模板，或更新过程序），更正时要写明原因"
    return f"与已公开的相比{changed}，更正时要写明原因"


def new_entry(history: History, reason: Reason, act: Act) -> Entry:
    """Return an entry that follows the last one of a log.

    Args:
        history: the log.
        reason: why and when.
        act: what is done.

    Raises:
        Stop: its time is in the future, earlier than the entry before, or set back without a reason.
    """
    time, place = reason.stated or reason.now, Place(history.file)
    shown = beijing(time)
    if time > reason.now:
        raise Stop(error(Kind.PUBLICATION, f"发布时间 {minute(shown)} 还没有到", place, hint="发布时间不能晚于现在"))
    if history.last and time < history.last.moment():
        raise Stop(
            error(
                Kind.PUBLICATION,
                f"发布时间 {minute(shown)} 早于上一条公开记录（{minute(history.last.time)}）",
                place,
                hint=f"发布时间不能早于上一次{'' if reason.stated else '；请校准本机时钟'}",
            )
        )
    if reason.stated and not reason.note:
        raise Stop(error(Kind.PUBLICATION, "补登以前的发布时间要写明原因", place, hint=f"在命令后加上 {option('note', '原因')}"))
    return Entry(
        number=len(history.entries) + 1,
        time=shown,
        act=act,
        note=reason.note,
        recorded=beijing(reason.now) if reason.stated else "",
        previous=history.last.digest() if history.last else "",
    )


def beijing(time: datetime) -> str:
    """Return a time as the log holds it: to the second, in Beijing."""
    return time.astimezone(BEIJING).isoformat(timespec="seconds")


def told(form: Form, entries: Sequence[Entry]) -> list[Told]:
    """Return the entries as the article tells them: what each changed, rows matched, texts whole."""
    state: State = {}
    result = []
    for entry in entries:
        before, state = state, applied(state, entry)
        result.append(Told(entry, tuple(changes(form, before, state)) if entry.act is Act.CORRECTION else ()))
    return result
