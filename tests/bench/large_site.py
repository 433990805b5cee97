"""A site of many articles at once: a few that were really published, and as many that are theirs but for names and figures."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from pipeline.hashes import sha256
from pipeline.publish.article import Article
from pipeline.publish.difference import Difference
from pipeline.publish.index import Index
from pipeline.publish.job import Job
from pipeline.publish.open_data import CSV, JSON
from pipeline.publish.renewal import renewal
from pipeline.publish.search import text_file, text_in, text_path
from pipeline.publish.year_data import Shown, sizes
from pipeline.remote.listing import Listing
from pipeline.remote.records import Records
from pipeline.remote.release import Release

FIGURE: Final = re.compile(r"[0-9]+\.[0-9]{2}")
PLACES, OFFICES = (
    "东西南北中安平永新长宁吉庆丰泰和顺兴隆文",
    ["教育", "水利", "林业", "公安", "司法", "档案", "体育", "审计", "统计", "民政", "交通", "卫生", "农业", "旅游", "应急", "商务"],
)


def grown(job: Job, count: int) -> tuple[Release, dict[str, bytes]]:
    """Return a release that shows a number of articles, and its files by path.

    Args:
        job: where some articles are published already; these are shown as they are.
        count: how many articles it shows.
    """
    current = job.target.current()
    assert current
    index, chance = Index.of(current), random.Random(1)
    originals = index.every()
    own = {f"{each.folder}/{name}": job.target.fetch(digest) for each in originals for name, digest in each.files_in(current.files).items()}
    texts: dict[int, bytes | None] = {
        each.serial: job.target.fetch(current.files[text_path(each.serial)]) for each in originals if not each.withdrawn
    }
    files = dict(own)
    for number in range(count - len(originals)):
        original = originals[number % len(originals)]
        clone, made = cloned(original, own, number, chance)
        clone = replace(clone, serial=index.serial + 1)
        said = text_in(texts[original.serial] or b"")["text"].replace(original.name, clone.name)
        texts[clone.serial] = text_file(clone, FIGURE.sub(lambda _: f"{chance.uniform(0, 1000):.2f}", said))
        files |= made
        index = index.put(clone)
    every = {text_path(number): data for number, data in texts.items() if data}
    shown = Shown(job.target.name, {}, Index(), nothing, {**files, **every})
    found = renewal(job.site, Difference(Index(), index), shown, {}, texts)
    files |= every | found.made
    release = Release(
        current.number + 1,
        current.time,
        Listing.of({path: sha256(data) for path, data in files.items()}),
        found.content,
        current.number,
        Records().changed(found.records),
    )
    return release, files


def cloned(original: Article, files: Mapping[str, bytes], number: int, chance: random.Random) -> tuple[Article, dict[str, bytes]]:
    """Return an article that is like another one, and its own files by path.

    Args:
        original: the other one.
        files: its files, by path.
        number: the clone's number among all.
        chance: what makes its figures.
    """
    name = f"{PLACES[number % 20]}{PLACES[number // 20 % 20]}{'市县区'[number // 400 % 3]}{OFFICES[number % 16]}局"
    title = original.title.replace(original.name, name)
    rates = tuple((label, FIGURE.sub(lambda _: f"{chance.gauss(93, 4):.2f}", text)) for label, text in original.rates)
    clone = replace(original, of=replace(original.of, unit=f"jia{number:05}"), name=name, title=title, rates=rates)
    made = dict(copies(original, clone, files))
    machine = clone.machine_files(json.loads(files[f"{original.folder}/{JSON}"])["数据"])
    made |= {f"{clone.folder}/{bare}": data for bare, data in machine.items()}
    return replace(clone, data=sizes(clone, machine)), made


def copies(original: Article, clone: Article, files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield an article's other files under the clone's name, each different from all others.

    Args:
        original: the article.
        clone: the clone.
        files: the article's files, by path.
    """
    for path, data in files.items():
        folder, _, bare = path.rpartition("/")
        if folder == original.folder and bare not in (CSV, JSON):
            changed = data.replace(original.name.encode(), clone.name.encode()) if bare.endswith(".html") else data + clone.unit.encode()
            yield f"{clone.folder}/{bare}", changed


def nothing(digest: str) -> bytes:
    """Refuse to fetch a file: there is none."""
    raise FileNotFoundError(digest)
