"""Many requests to an SFTP server on their way at once: a folder of ten thousand links is made in the time of a few answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

import paramiko
from paramiko.message import Message
from paramiko.sftp import CMD_EXTENDED, CMD_REMOVE, CMD_SYMLINK

# How many requests are sent before their answers are read: few enough for every server's buffer.
AT_ONCE: Final = 200
# OpenSSH's own request for one more name of what there is, a symbolic link included.
HARD_LINK: Final = "hardlink@openssh.com"


class Answers:
    """The answers to requests that are on their way, as paramiko hands them over.

    Attributes:
        ftp: the connection.
        left: how many are still to come.
        fault: the first that says that something did not work.
    """

    def __init__(self, ftp: paramiko.SFTPClient) -> None:
        self.ftp: Any = ftp  # its types leave out what it does so for files only
        self.left = 0
        self.fault: OSError | None = None

    def request(self, kind: int, arguments: Sequence[str]) -> None:
        """Send a request without waiting for the answer."""
        self.ftp._async_request(self, kind, *(text.encode() for text in arguments))  # noqa: SLF001
        self.left += 1

    def wait(self) -> None:
        """Wait for all answers.

        Raises:
            OSError: one of them says that something did not work.
        """
        while self.left:
            self.ftp._read_response()  # noqa: SLF001
        if self.fault:
            raise self.fault

    def _async_response(self, _kind: int, message: Message, _number: int) -> None:
        """Take an answer."""
        self.left -= 1
        try:
            self.ftp._convert_status(message)  # noqa: SLF001
        except OSError as fault:
            self.fault = self.fault or fault


def ask_all(ftp: paramiko.SFTPClient, kind: int, requests: Iterable[Sequence[str]]) -> None:
    """Send requests of one kind, many at once.

    Args:
        ftp: the connection.
        kind: the kind, as SFTP numbers it.
        requests: what each says.

    Raises:
        OSError: one of them did not work.
    """
    every = list(requests)
    for start in range(0, len(every), AT_ONCE):
        answers = Answers(ftp)
        for arguments in every[start : start + AT_ONCE]:
            answers.request(kind, arguments)
        answers.wait()


def make_symbolic_links(ftp: paramiko.SFTPClient, links: Iterable[tuple[str, str]]) -> None:
    """Make symbolic links: where each leads, and where it is."""
    ask_all(ftp, CMD_SYMLINK, links)


def make_hard_links(ftp: paramiko.SFTPClient, names: Iterable[tuple[str, str]]) -> None:
    """Give files and symbolic links one more name each: what there is, and its further name."""
    ask_all(ftp, CMD_EXTENDED, ((HARD_LINK, *pair) for pair in names))


def remove_files(ftp: paramiko.SFTPClient, paths: Iterable[str]) -> None:
    """Remove files and symbolic links."""
    ask_all(ftp, CMD_REMOVE, ((path,) for path in paths))
