"""The files of a batch in a bucket: no folders are made there, one listing tells of all, and many requests are under way at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import Any, Final

from pipeline.remote.address import parse
from pipeline.remote.faults import Sentence, chain
from pipeline.remote.s3 import PASSING, PATIENCE, code_of, explain, file_system
from pipeline.remote.s3_requests import BucketRequests
from pipeline.remote.shared_files import SharedFiles

REQUESTS: Final = 48  # at once, by the threads of a process together
# Bytes; the driver sends larger files, in parts.
LARGE: Final = 5_000_000


class S3Files(SharedFiles):
    """Files of a batch below a prefix."""

    is_flat = True
    threads = 8

    @cached_property
    def opened(self) -> tuple[Any, str]:
        """The driver, and the bucket with the prefix."""
        address = parse(self.address)
        return file_system(REQUESTS), f"{address.host}{address.path}"

    @cached_property
    def direct(self) -> tuple[BucketRequests, ThreadPoolExecutor]:
        """What reads and writes single files, and the threads in which it does."""
        system, root = self.opened
        signed = system.url(f"{root.partition('/')[0]}/x")
        requests = BucketRequests(signed, system.s3.meta.region_name, PATIENCE)
        return requests, ThreadPoolExecutor(REQUESTS, "ziping-s3")

    def key(self, path: str) -> str:
        """Return the key of a file."""
        return f"{self.opened[1]}/{path}".partition("/")[2]

    def read_once(self, paths: list[str]) -> dict[str, bytes]:
        """Return the bytes of those files that are there, read in a single try."""
        requests, threads = self.direct
        answers = dict(zip(paths, threads.map(requests.read, map(self.key, paths)), strict=True))
        found = {path: answer for path, answer in answers.items() if answer is not None}
        others = [path for path in paths if path not in found]
        return found | super().read_once(others) if others else found

    def write_once(self, files: Mapping[str, bytes]) -> None:
        """Write files in a single try."""
        requests, threads = self.direct
        small = {path: content for path, content in files.items() if len(content) <= LARGE}
        went = threads.map(requests.write, map(self.key, small), small.values())
        written = {path for path, is_written in zip(small, went, strict=True) if is_written}
        if others := {path: content for path, content in files.items() if path not in written}:
            super().write_once(others)

    def explain(self, fault: Exception) -> Sentence:
        """Return what a fault means, and what to do."""
        return explain(fault)

    def passes(self, fault: Exception) -> bool:
        """Return whether a fault may be gone after a while."""
        return super().passes(fault) or any(code_of(each) in PASSING for each in chain(fault))

    def in_folders(self) -> list[str]:
        """Return the files in the folders below the prefix, but not in those below them, from one listing of all."""
        return [path for path in self.find() if path.count("/") == 1]

    def make_folders(self, folders: Collection[str]) -> None:
        """Make nothing: a key is only a name."""
