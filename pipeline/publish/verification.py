"""Verifies what was published: every log for itself, the site's files against its manifest, and logs and site against each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline.calls import option
from pipeline.hashes import sha256
from pipeline.problems import Kind, Place, Problem, Severity, error
from pipeline.publish.article import Article
from pipeline.publish.history import History, read_history
from pipeline.publish.publication import articles_of, lost
from pipeline.remote.target import Target
from pipeline.workspace import UNIT, YEAR, Workspace

Histories = Mapping[tuple[str, str], History]


def elsewhere() -> str:
    """Return what to do if the site is another one."""
    return f"公开在别处的，在命令后加上 {option('site', '地址')}"


def verify_logs(workspace: Workspace, unit: str = "*", year: str = "*") -> tuple[Histories, list[Problem]]:
    """Return the logs of some or all unit-years, the site's own log checked too, and every sign of tampering.

    Args:
        workspace: where the logs are.
        unit: the unit that was asked for; a star for all.
        year: the year, likewise.
    """
    histories: dict[tuple[str, str], History] = {}
    for path in sorted((workspace.root / "data").glob(f"{unit}/{year}.log.yaml")):
        names = path.parent.name, path.name.partition(".")[0]
        if UNIT.fullmatch(names[0]) and YEAR.fullmatch(names[1]):
            histories[names] = read_history(path, workspace.shown(path))
    site_log = workspace.root / "data" / "site.log.yaml"
    every = (*histories.values(), read_history(site_log, workspace.shown(site_log)))
    return histories, [problem for history in every for problem in history.problems]


def verify_site(target: Target, histories: Histories, unit: str = "*", year: str = "*") -> tuple[int, list[Problem]]:
    """Return how many of the site's files were read, and whatever on the site is not as the logs and the manifest say.

    Args:
        target: the site.
        histories: the logs of some or all unit-years.
        unit: the unit that was asked for; a star for all.
        year: the year, likewise.

    Raises:
        TargetError: the site cannot be read.
    """
    release = target.current()
    if release is None:
        published = [history for history in histories.values() if history.last]
        return 0, [error(Kind.SITE, "网站上没有任何内容，公开记录里却有", Place(target.name), hint=elsewhere())] if published else []
    problems = [problem for path, digest in release.files.items() if (problem := file_problem(target, path, digest))]
    asked = [item for item in articles_of(release) if unit in ("*", item.unit) and year in ("*", item.year)]
    problems += differences(target.name, asked, histories)
    there = {(article.unit, article.year) for article in asked}
    return len(release.files), problems + [
        absent(target.name, history) for names, history in histories.items() if names not in there and history.is_out
    ]


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
        return error(Kind.SITE, "网站上缺少这个文件", Place(f"{target.name}/{path}"), hint="请从网站的备份恢复这个文件")
    if sha256(data) != digest:
        return error(Kind.SITE, "网站上的这个文件被改动过", Place(f"{target.name}/{path}"), hint="请查明是谁改的，从网站的备份恢复这个文件")
    return None


def absent(site: str, history: History) -> Problem:
    """Return the problem that the site has nothing of what the log says is published."""
    message = f"公开记录已有 {len(history.entries)} 条，网站上却没有（网站退回过，或公开在别处）"
    return Problem(Severity.WARNING, Kind.SITE, message, Place(history.file), hint=f"需要时再发布一次；网站：{site}。{elsewhere()}")


def differences(site: str, articles: Sequence[Article], histories: Histories) -> list[Problem]:
    """Return each unit-year whose log and whose article do not agree on what was published last.

    Args:
        site: the site's address, for the sentences.
        articles: the articles of the site.
        histories: the logs.
    """
    problems = []
    for article in articles:
        path = Path("data", article.unit, f"{article.year}.log.yaml")
        history = histories.get((article.unit, article.year), History(path, path.as_posix()))
        if history.problems:
            continue
        heads, place = history.digests(), Place(history.file)
        if article.head not in heads:
            problems.append(lost(article, history))
        elif article.head != heads[-1]:
            message = f"网站上是第 {article.number} 次发布的内容，公开记录已有 {len(heads)} 条（网站退回过，或发布没有完成）"
            hint = f"需要时再{'发布' if history.is_out else '撤回'}一次；网站：{site}"
            problems.append(Problem(Severity.WARNING, Kind.SITE, message, place, hint=hint))
    return problems
