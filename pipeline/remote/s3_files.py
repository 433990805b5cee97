"""The files of a batch in a bucket: no folders are made there, one listing tells of all, and many requests are under way at once."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from typing import Any, Final

from pipeline.remote.address import parse
from pipeline.remote.faults import Sentence, chain
from pipeline.remote.s3 import PASSING, code_of, explain, file_system
from pipeline.remote.shared_files import SharedFiles

REQUESTS: Final = 48  # at once, by the threads of a process together


class S3Files(SharedFiles):
    """Files of a batch below a prefix."""

    is_flat = True
    threads = 8

    @cached_property
    def opened(self) -> tuple[Any, str]:
        """The driver, and the bucket with the prefix."""
        address = parse(self.address)
        return file_system(REQUESTS), f"{address.host}{address.path}"

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
