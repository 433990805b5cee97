"""The next entry of a log: what changed since the last publication, why, and when; and the log as an article tells it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from pipeline.build.made import Made
from pipeline.facts.revisions import State, changes, counted, label_of, state_of
from pipeline.form.form import Form
from pipeline.language.wording import BEIJING, minute
from pipeline.privacy.search import Search
from pipeline.problems import Kind, Place, Problem, Severity, Stop, error
from pipeline.publish.article import Told
from pipeline.publish.history import Act, Entry, History, applied
from pipeline.publish.remedies import say_why
from pipeline.records import record
from pipeline.source.syntax import INVISIBLE
from pipeline.workspace import UsageError

TIME_FORMAT: Final = "%Y-%m-%d %H:%M"
HIDDEN: Final = "（这条说明里有号码、邮箱等内容，不再公开）"
# What readers are told the changes of.
WITH_CHANGES: Final = (Act.CORRECTION, Act.REPUBLICATION)


@record()
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


def reason_of(note: str, backdate: str = "") -> Reason:
    """Return why and when something is done.

    Args:
        note: why, as the public reads it.
        backdate: the time to be shown, if it is not the present one.

    Raises:
        UsageError: the time is not written as it should be, or the note is not one line that the log can hold.
    """
    if len(note.splitlines()) > 1:
        raise UsageError("原因只写一行")
    if INVISIBLE.search(note):
        raise UsageError("原因里有看不见的控制字符：请删去后重新输入")
    try:
        stated = datetime.strptime(backdate, TIME_FORMAT).replace(tzinfo=BEIJING) if backdate else None
    except ValueError:
        raise UsageError(f"时间“{backdate}”的写法不对：写成年-月-日 时:分，例如 2021-06-10 09:30") from None
    return Reason(note.strip(), datetime.now(BEIJING).replace(microsecond=0), stated)


def act_for(made: Made, history: History, downloads: Mapping[str, str]) -> Act | None:
    """Return what publishing would be; None if what was published last says the same.

    Args:
        made: what would be published.
        history: what was.
        downloads: SHA-256 of each file that the article offers whatever was asked for, by name; the others say the same.
    """
    if history.last is None:
        return Act.FIRST
    if not history.is_out:
        return Act.REPUBLICATION
    is_same = history.last.files.items() >= downloads.items() and history.state() == state_of(made.public.facts)
    return None if is_same else Act.CORRECTION


def next_entry(made: Made, history: History, act: Act, reason: Reason) -> Entry:
    """Return the log's next entry, the hashes of files excepted.

    Args:
        made: what would be published.
        history: what was.
        act: what publishing it would be.
        reason: why and when.

    Raises:
        Stop: the time cannot be right.
    """
    old, new, form = history.state(), state_of(made.public.facts), made.compiled.form
    differing = [path for path in (new | old) if old.get(path) != new.get(path)]
    return replace(
        new_entry(history, reason, act),
        changes={path: (label_of(form, path), old.get(path), new.get(path)) for path in differing},
        permits={permit.text: permit.reason for permit in made.permits},
    )


def want_of_note(made: Made, history: History, act: Act) -> Problem:
    """Return the problem that a correction or a republication gives no reason.

    Args:
        made: what would be published.
        history: what was.
        act: what publishing it would be.
    """
    changed = counted(changes(made.compiled.form, history.state(), state_of(made.public.facts)))
    if act is Act.REPUBLICATION and history.last:
        message, example = f"这份内容已在 {minute(history.last.time)} 撤回，重新公开要写明原因", "核对无误重新公开"
    elif changed:
        message, example = f"与已公开的相比{changed}，更正时要写明原因", "更正三公经费支出数"
    else:
        message, example = "数据没有改动，但生成的文件与已公开的不同（改过模板，或更新过程序），更正时要写明原因", "按新的格式重新印制"
    return error(Kind.PUBLICATION, message, Place(history.file), hint=say_why(example))


def new_entry(history: History, reason: Reason, act: Act) -> Entry:
    """Return an entry that follows the last one of a log.

    Args:
        history: the log.
        reason: why and when.
        act: what is done.

    Raises:
        Stop: its time was set by hand, and is in the future, earlier than the entry before, or without a reason.
    """
    if reason.stated:
        refuse_wrong_time(history, reason, reason.stated)
    return Entry(
        number=len(history.entries) + 1,
        time=beijing(reason.stated or reason.now),
        act=act,
        note=reason.note,
        recorded=beijing(reason.now) if reason.stated else "",
        previous=history.last.digest() if history.last else "",
    )


def refuse_wrong_time(history: History, reason: Reason, stated: datetime) -> None:
    """Refuse a time that was set by hand and cannot be right.

    Args:
        history: the log.
        reason: why and when.
        stated: the time.

    Raises:
        Stop: it is so.
    """
    place, shown = Place(history.file), minute(beijing(stated))
    if stated > reason.now:
        raise Stop(error(Kind.PUBLICATION, f"发布时间 {shown} 还没有到", place, hint="发布时间不能晚于现在"))
    if history.last and stated < history.last.moment() <= reason.now:
        message = f"发布时间 {shown} 早于上一条公开记录（{minute(history.last.time)}）"
        raise Stop(error(Kind.PUBLICATION, message, place, hint="发布时间不能早于上一次"))
    if not reason.note:
        raise Stop(error(Kind.PUBLICATION, "补登以前的发布时间要写明原因", place, hint=say_why()))


def doubts_of_clock(history: History, now: datetime) -> list[Problem]:
    """Return the warning that a log's last entry is later than now: one of the two clocks was wrong, and nothing waits for that."""
    if history.last is None or history.last.moment() <= now:
        return []
    message = f"上一条公开记录的时间是 {minute(history.last.time)}，晚于本机现在的时间 {minute(beijing(now))}：有一次时钟不准"
    hint = "如果是本机现在不准，请校准后再运行；如果是上一次不准，这一条照现在的时间记，不用管它"
    return [Problem(Severity.WARNING, Kind.PUBLICATION, message, Place(history.file), hint=hint)]


def beijing(time: datetime) -> str:
    """Return a time as the log holds it: to the second, in Beijing."""
    return time.astimezone(BEIJING).isoformat(timespec="seconds")


def public_entries(entries: Sequence[Entry]) -> list[Entry]:
    """Return the entries that readers are told of."""
    return [entry for entry in entries if entry.act is not Act.RENEWAL]


def told_in_notice(entries: Sequence[Entry]) -> list[Told]:
    """Return the entries as the notice of a withdrawn article tells them: what looks private in their notes is shown no more.

    Only the last note, the withdrawal's, stands as it is: it was searched when it was typed. The others may be why it is withdrawn.
    """
    search, public = Search(), public_entries(entries)
    return [Told(each if each is public[-1] or not search.findings(each.note) else replace(each, note=HIDDEN)) for each in public]


def told(form: Form, entries: Sequence[Entry]) -> list[Told]:
    """Return the entries as the article tells them: what each changed, rows matched, texts whole."""
    state: State = {}
    result = []
    for entry in public_entries(entries):
        before, state = state, applied(state, entry)
        result.append(Told(entry, tuple(changes(form, before, state)) if entry.act in WITH_CHANGES else ()))
    return result
