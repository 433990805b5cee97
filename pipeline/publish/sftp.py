"""A folder on another machine, over SFTP. Keys, agent, names and ports come from where ssh itself takes them.

fsspec's SFTP file system accepts any host key; a public office's site must not be handed to whoever answers, so this
speaks to paramiko, which fsspec wraps, and refuses a host that known_hosts does not know.
"""

from __future__ import annotations

import posixpath
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

import paramiko

from pipeline.publish.failures import told
from pipeline.publish.remote_lock import held

TIMEOUT: Final = 20  # seconds
LOCK: Final = ".lock"


class UnknownHostError(paramiko.SSHException):
    """The host's key is not in known_hosts."""


class _Refuse(paramiko.MissingHostKeyPolicy):
    """Connects to no host whose key is unknown."""

    def missing_host_key(self, client: paramiko.SSHClient, hostname: str, key: paramiko.PKey) -> None:  # noqa: ARG002 - paramiko's own signature
        """Refuse."""
        raise UnknownHostError(hostname)


def open_store(address: str) -> SftpStore:
    """Return the folder at an address such as sftp://user@host:22/var/www/zp.

    Raises:
        TargetError: the host is unknown, does not answer, or does not let us in.
    """
    parts = urlsplit(address)
    alias, settings = parts.hostname or "", paramiko.SSHConfig()
    config = Path("~/.ssh/config").expanduser()
    if config.exists():
        settings = paramiko.SSHConfig.from_path(str(config))
    found = settings.lookup(alias)
    client = paramiko.SSHClient()
    client.set_missing_host_key_policy(_Refuse())
    with told(address):
        client.load_system_host_keys()
        client.connect(
            found.get("hostname", alias),
            port=parts.port or int(found.get("port", 22)),
            username=parts.username or found.get("user"),
            key_filename=[str(Path(name).expanduser()) for name in found.get("identityfile", ())] or None,  # type: ignore[arg-type] # the stubs know one name only
            timeout=TIMEOUT,
            banner_timeout=TIMEOUT,
            auth_timeout=TIMEOUT,
        )
        session = client.open_sftp()
        channel = session.get_channel()
        if channel:
            channel.settimeout(TIMEOUT)
    return SftpStore(client, session, unquote(parts.path))


@dataclass(frozen=True, slots=True)
class SftpStore:
    """A folder on another machine.

    Attributes:
        client: the connection; it closes when nobody holds it any more.
        session: the SFTP session on it.
        root: the folder's path there.
    """

    client: paramiko.SSHClient
    session: paramiko.SFTPClient
    root: str

    def path(self, path: str) -> str:
        """Return a path as the other machine has it."""
        return posixpath.join(self.root, path)

    def read(self, path: str) -> bytes:
        """Return a file's content."""
        with self.session.open(self.path(path), "rb") as file:
            file.prefetch()
            return file.read()

    def write(self, path: str, data: bytes) -> None:
        """Write a whole file under a passing name, then give it its own."""
        passing = f"{path}.new"
        with self.session.open(self.path(passing), "wb") as file:
            file.set_pipelined(pipelined=True)
            file.write(data)
        self.replace(passing, path)

    def create(self, path: str, data: bytes) -> bool:
        """Make a file, unless it is there already."""
        self.make_folder("")
        try:
            with self.session.open(self.path(path), "xb") as file:
                file.write(data)
        except OSError:
            if self.exists(path):
                return False
            raise
        return True

    def link(self, path: str, to: str) -> None:
        """Make a symbolic link."""
        self.session.symlink(to, self.path(path))

    def replace(self, old: str, new: str) -> None:
        """Rename something, over what is there, in one step."""
        self.session.posix_rename(self.path(old), self.path(new))

    def make_folder(self, path: str) -> None:
        """Make a folder and those above it."""
        whole = self.path(path).rstrip("/")
        if whole and not self.has(whole):
            self.make_folder(posixpath.dirname(whole))
            with suppress(FileExistsError):
                self.session.mkdir(whole)

    def has(self, whole: str) -> bool:
        """Return whether the other machine has something at a path."""
        try:
            self.session.lstat(whole)
        except FileNotFoundError:
            return False
        return True

    def exists(self, path: str) -> bool:
        """Return whether there is something."""
        return self.has(self.path(path))

    def names(self, path: str) -> list[str]:
        """Return what is in a folder."""
        try:
            return self.session.listdir(self.path(path))
        except FileNotFoundError:
            return []

    def remove(self, path: str) -> None:
        """Remove whatever is there."""
        try:
            mode = self.session.lstat(self.path(path)).st_mode or 0
        except FileNotFoundError:
            return
        if stat.S_ISDIR(mode):
            for name in self.names(path):
                self.remove(f"{path}/{name}")
            self.session.rmdir(self.path(path))
        else:
            self.session.remove(self.path(path))

    def flush(self, path: str) -> None:
        """Do nothing: SFTP has no word for it."""

    @contextmanager
    def lock(self, shown: str) -> Iterator[None]:
        """Hold the right to publish."""
        with held(self, LOCK, shown):
            yield
