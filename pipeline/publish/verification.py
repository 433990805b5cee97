"""Verifies what was published: the logs are the truth, and the site must be what they say, file by file.

Each log is a chain that proves itself. Each article of the site names the entry that it was published with, and that entry has the
SHA-256 of each of the article's files. Pages that belong to no article are proved by the manifest, and the manifest by the seal
that was written here when it was shown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from pipeline.hashes import sha256
from pipeline.problems import Kind, Place, Problem, Severity, error
from pipeline.publish.article import Article
from pipeline.publish.chain import read_history
from pipeline.publish.history import Act, Entry, History
from pipeline.publish.pending import Pending, is_pending, log_of, pending_path, read_pending
from pipeline.publish.publication import SITE_HEAD, articles_of, lost_log
from pipeline.publish.remedies import elsewhere, mendable
from pipeline.publish.seals import seal_of
from pipeline.records import record
from pipeline.remote.listing import RELEASE_FILE
from pipeline.remote.release import Release
from pipeline.remote.target import Target
from pipeline.workspace import ANY, DATA, LOG, Asked, UnitYear, Workspace

# How many of many are named in a sentence.
NAMED: Final = 3

Histories = Mapping[UnitYear, History]


@record()
class Logs:
    """The logs that a site is held against.

    Attributes:
        workspace: where they are.
        asked: which unit-years were asked for.
        units: those of the unit-years that were asked for.
        site: the site's own.
        pending: what any of them is still to take.
    """

    workspace: Workspace
    asked: Asked
    units: Histories
    site: History
    pending: Sequence[Pending]

    @property
    def problems(self) -> list[Problem]:
        """Every sign of tampering."""
        return [problem for history in (*self.units.values(), self.site) for problem in history.problems]

    def has(self, article: Article) -> bool:
        """Return whether an article was asked for."""
        return self.asked.has(article.of)

    def of(self, article: Article) -> History:
        """Return an article's log; an empty one if there is none."""
        path = self.workspace.log_file(article.of)
        return self.units.get(article.of, History(path, self.workspace.shown(path)))

    def is_ours(self, article: Article) -> bool:
        """Return whether an article was published from here: there is a log, or the data are here."""
        history = self.of(article)
        return bool(history.entries or history.problems) or self.workspace.data_file(article.of).exists()


def read_logs(workspace: Workspace, asked: Asked = ANY) -> Logs:
    """Return the logs of some or all unit-years, and the site's own."""
    folder = workspace.root / "data"
    logs = f"*.{LOG}{DATA}"
    paths = {*folder.glob(f"{asked.unit}/{logs}"), *map(log_of, folder.glob(f"{asked.unit}/{pending_path(Path(logs))}"))}
    known = {of: path for path in paths if (of := UnitYear.of_log(path)) and asked.has(of)}
    histories = {of: read_history(path, workspace.shown(path)) for of, path in sorted(known.items())}
    site = read_history(workspace.site_log, workspace.shown(workspace.site_log))
    pending = (read_pending(history, workspace.shown(pending_path(history.path))) for history in (*histories.values(), site))
    return Logs(workspace, asked, histories, site, [item for item in pending if item])


@record()
class Verified:
    """What was found on a site.

    Attributes:
        count: how many of its files were read.
        problems: whatever is not as the logs say.
        damaged: the files that are missing or changed.
    """

    count: int
    problems: Sequence[Problem]
    damaged: Sequence[str] = ()


def verify_site(target: Target, logs: Logs) -> Verified:
    """Return whatever on a site is not as the logs say.

    Args:
        target: the site.
        logs: the logs.

    Raises:
        TargetError: the site cannot be read.
    """
    release = target.current()
    if release is None:
        published = [history for history in logs.units.values() if history.last]
        found = [error(Kind.SITE, "网站上没有任何内容，公开记录里却有", Place(target.name), hint=elsewhere())] if published else []
        return Verified(0, found)
    every = dict(release.everything())
    damaged = {path: problem for path, digest in every.items() if (problem := file_problem(target, path, digest))}
    asked = [article for article in articles_of(release) if logs.has(article)]
    there = {article.of for article in asked}
    problems = [
        *damaged.values(),
        *unnamed(target, every),
        *(problem for article in asked for problem in article_problems(target.name, release, article, logs)),
        *(absent(target.name, history) for of, history in logs.units.items() if of not in there and history.is_out),
        *unproved(target, release, logs),
        *pending_problems(logs),
    ]
    return Verified(len(every), problems, list(damaged))


def file_problem(target: Target, path: str, digest: str) -> Problem | None:
    """Return what is wrong with one of the site's files, if anything is.

    Args:
        target: the site.
        path: the file.
        digest: its SHA-256, as the release states it.
    """
    try:
        data = target.read(path)
    except FileNotFoundError:
        return error(Kind.SITE, "网站上缺少这个文件", Place(f"{target.name}/{path}"), hint=mendable())
    if sha256(data) != digest:
        return error(Kind.SITE, "网站上的这个文件被改动过", Place(f"{target.name}/{path}"), hint=mendable())
    return None


def unnamed(target: Target, named: Collection[str]) -> Iterator[Problem]:
    """Yield each file that readers can open and that the manifest does not name.

    Args:
        target: the site.
        named: the paths of the files that it names.
    """
    for path in sorted(set(target.paths()).difference(named, [RELEASE_FILE])):
        hint = "请查明是谁放的，在网站上删去它"
        yield error(Kind.SITE, "网站上多了这个文件，不是由这里发布的", Place(f"{target.name}/{path}"), hint=hint)


def article_problems(site: str, release: Release, article: Article, logs: Logs) -> Iterator[Problem]:
    """Yield what in an article is not as its log says.

    Args:
        site: the site's address, for the sentences.
        release: the site's manifest.
        article: the article.
        logs: the logs.
    """
    history = logs.of(article)
    if history.problems or not logs.is_ours(article):
        return
    entries = [*history.entries, *logs.site.entries, *(pending.entry for pending in logs.pending if pending.entry)]
    entry = next((entry for entry in entries if entry.digest() == article.head), None)
    if entry is None:
        yield lost_log(article, history)
    elif article.files_in(release.files) != entry.files or not tells(article, entry):
        message = "网站的清单里，这篇文章与公开记录的不同：清单和文件被一起改动过"
        yield error(Kind.SITE, message, Place(f"{site}/{article.folder}"), hint="请查明是谁改的，再发布一次")
    elif history.last and entry in history.entries[:-1]:
        message = f"网站上是第 {entry.number} 条记录的内容，公开记录已有 {len(history.entries)} 条（网站退回过，或发布没有完成）"
        hint = f"需要时再{'发布' if history.is_out else '撤回'}一次；网站：{site}"
        yield Problem(Severity.WARNING, Kind.SITE, message, Place(history.file), hint=hint)


def tells(article: Article, entry: Entry) -> bool:
    """Return whether the site's index says of an article what its log does."""
    if entry.act is Act.RENEWAL:  # what it says is what the entry before it says, and its files are proved
        return True
    return (article.last, article.withdrawn) == (entry.time, entry.act is Act.WITHDRAWAL)


def absent(site: str, history: History) -> Problem:
    """Return the problem that the site has nothing of what the log says is published."""
    message = f"公开记录已有 {len(history.entries)} 条，网站上却没有（网站退回过，或公开在别处）"
    return Problem(Severity.WARNING, Kind.SITE, message, Place(history.file), hint=f"需要时再发布一次；网站：{site}。{elsewhere()}")


def unproved(target: Target, release: Release, logs: Logs) -> Iterator[Problem]:
    """Yield why the site's manifest as a whole cannot be proved: it is not the one that was last shown from here.

    Where somebody else publishes to the same site too, that is nothing strange, and is only told.

    Args:
        target: the site.
        release: the site's manifest.
        logs: the logs.
    """
    others = [
        f"{article.name}{article.year}年度{article.of.named}"
        for article in articles_of(release)
        if logs.has(article) and not logs.is_ours(article)
    ]
    if others:
        named = "、".join(others[:NAMED]) + (f"等 {len(others)} 份" if len(others) > NAMED else "")
        message = f"网站上有不是从这里发布的内容（{named}），它们和首页、目录等页要在发布它们的地方核对"
        yield Problem(Severity.NOTE, Kind.SITE, message, Place(target.name))
        return
    if logs.asked != ANY:
        return
    sealed = {seal_of(logs.workspace, target.identity() or ""), *(pending.release for pending in logs.pending)}
    if sha256(release.text) not in sealed:
        message = "网站的清单不是最后一次从这里发布的那一份：清单被改动过，或有人从别的计算机发布过"
        hint = "请查明；没有人发布过的，再发布一次，首页和目录会重新生成"
        yield error(Kind.SITE, message, Place(f"{target.name}/{RELEASE_FILE}"), hint=hint)
    head = release.content.get(SITE_HEAD)
    if head and not logs.site.problems and head not in logs.site.digests():
        message = "网站上最近一次退回的记录不在这里：公开记录被截短或改写过"
        yield error(Kind.LOG, message, Place(logs.site.file), hint="请从备份恢复")


def pending_problems(logs: Logs) -> Iterator[Problem]:
    """Yield each change of a site that was cut off, and is completed by the next run."""
    for history in (*logs.units.values(), logs.site):
        if is_pending(history):
            message = "上一次发布（或撤回、退回）中途断了，还没有记入公开记录"
            yield Problem(Severity.WARNING, Kind.LOG, message, Place(history.file), hint="再运行一次同样的命令，程序会接着做完")
