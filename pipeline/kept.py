"""What the program has made out and keeps for its next process, in a folder of the user's own: data only, and nobody else's.

An entry is known by what it was made from, and sealed with a secret that only this user can read. One that is damaged, half-written,
put there by somebody else, or that belongs to other inputs is none, as if it were not there: what is kept only saves time. Nothing here
raises: a disk that is full or protected, or a user without a folder, keeps nothing.
"""

from __future__ import annotations

import hmac
import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path
from typing import Final

from pipeline.hashes import sha256

FOLDER, SECRET = "ziping", "secret"
SEAL: Final = 32  # bytes, of the secret too
LARGEST: Final = 20_000_000  # bytes of one entry
MOST: Final = 64  # entries; the oldest go
# Windows knows neither of the last two.
READING: Final = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


def folder() -> Path | None:
    """Return the folder in which this user's programs keep such things; None if there is none."""
    named = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or ""
    with suppress(RuntimeError):
        return (Path(named) if Path(named).is_absolute() else Path.home() / ".cache") / FOLDER
    return None


def kept(made_from: str) -> bytes | None:
    """Return what is kept of something that was made from this; None if nothing is."""
    secret = own_secret()
    entry = read_own(entry_file(made_from)) if secret else None
    if not secret or not entry:
        return None
    return entry[SEAL:] if hmac.compare_digest(entry[:SEAL], seal(secret, made_from, entry[SEAL:])) else None


def keep(made_from: str, data: bytes) -> None:
    """Keep something for the next process.

    Args:
        made_from: all that it depends on.
        data: what is kept.
    """
    secret = own_secret() or new_secret()
    if secret and len(data) < LARGEST:
        write_own(entry_file(made_from), seal(secret, made_from, data) + data)
        sweep()


def entry_file(made_from: str) -> Path:
    """Return the file that holds what was made from something."""
    return (folder() or Path()) / f"{sha256(made_from.encode())}.json"


def seal(secret: bytes, made_from: str, data: bytes) -> bytes:
    """Return what only this user can put on an entry.

    Args:
        secret: the user's.
        made_from: all that the entry depends on.
        data: what it holds.
    """
    return hmac.digest(secret, made_from.encode() + b"\0" + data, "sha256")


def own_secret() -> bytes | None:
    """Return the user's secret; None if there is none, or others could have read or written it."""
    place = folder()
    secret = read_own(place / SECRET) if place else None
    return secret if secret and len(secret) == SEAL else None


def new_secret() -> bytes | None:
    """Return a new secret; None if it cannot be written where only this user can read it."""
    place, secret = folder(), secrets.token_bytes(SEAL)
    if place:
        write_own(place / SECRET, secret)
    return secret if own_secret() == secret else None


def read_own(path: Path) -> bytes | None:
    """Return the content of a file that only this user can read or write; None if there is none."""
    try:
        with os.fdopen(os.open(path, READING), "rb") as file:
            state = os.fstat(file.fileno())
            return file.read(LARGEST) if is_own(state) else None
    except OSError:
        return None


def is_own(state: os.stat_result) -> bool:
    """Return whether a file is a plain one of this user's that nobody else may open; Windows says so in other ways, by its folder."""
    is_private = not hasattr(os, "geteuid") or (state.st_uid == os.geteuid() and not state.st_mode & (stat.S_IRWXG | stat.S_IRWXO))
    return stat.S_ISREG(state.st_mode) and is_private


def write_own(path: Path, data: bytes) -> None:
    """Write a file that only this user can read, all or nothing; if it cannot be written, do nothing."""
    staging = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    with suppress(OSError):
        path.parent.mkdir(mode=stat.S_IRWXU, parents=True, exist_ok=True)
        try:
            with os.fdopen(os.open(staging, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600), "wb") as file:
                file.write(data)
            staging.replace(path)
        except OSError:
            staging.unlink(missing_ok=True)


def sweep() -> None:
    """Remove the oldest entries if there are too many, and what a process that died has left half-written."""
    with suppress(OSError):
        others = [path for path in (folder() or Path()).iterdir() if path.name != SECRET]
        for path in sorted(others, key=lambda path: path.lstat().st_mtime)[:-MOST]:
            path.unlink(missing_ok=True)
