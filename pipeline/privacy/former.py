"""Private values of past and present as salted hashes, so that a note is searched for them even when the data are gone.

Who has the file can guess a telephone number from its hash, for there are not many: it is no secret store, it only keeps the values
from standing there in plain. It lies beside the data, and is published as little as they are. Lines are only ever added.
"""

from __future__ import annotations

import json
import secrets as randomness
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Final

from pipeline.paths import parent, steps, without_rows
from pipeline.privacy.compared import compared, is_number, squeezed
from pipeline.privacy.digits import runs
from pipeline.privacy.edition import Permit, Secret
from pipeline.privacy.search import Search, readings
from pipeline.problems import Kind, Place, Problem, Severity, error
from pipeline.records import record
from pipeline.source.reader import read_bytes

HEAD: Final = "# 填过的联络人姓名、手机等内容的指纹，由程序写入，用来检查公开的说明里有没有它们；内容本身不在这里。请不要删除，不要公开。\n"
NOTE_HINT: Final = "请换一种说法，不写这些内容；依法应当公开的，在 unit.yaml 的“公开例外”里写明内容和理由"
DOUBT_HINT: Final = "请核对；是个人信息就换一种说法"
SALT_BYTES, HASH_BYTES = 16, 16


@record()
class Hashed:
    """A private value that cannot be read any more.

    Attributes:
        salt: what it was hashed with, in hexadecimal digits.
        length: how many characters it has, as it is compared.
        is_number: whether these are digits, which are sought however they are divided.
        digest: its hash.
        what: what it was, in words.
    """

    salt: str
    length: int
    is_number: bool
    digest: str
    what: str

    def content(self) -> dict[str, object]:
        """Return it as it stands in a file."""
        return {"what": self.what, "number": self.is_number, "length": self.length, "salt": self.salt, "hash": self.digest}


@record()
class Former:
    """The private values that a unit has ever had in a public edition, masked there.

    Attributes:
        values: all of them.
    """

    values: tuple[Hashed, ...] = ()

    def found_in(self, text: str) -> list[str]:
        """Return what a text gives away, in words, each once: any piece of it may be a value."""
        by_salt: dict[str, dict[tuple[bool, int], dict[str, str]]] = {}
        for value in self.values:
            by_salt.setdefault(value.salt, {}).setdefault((value.is_number, value.length), {})[value.digest] = value.what
        found: dict[str, None] = {}
        for reading in readings(text) if self.values else ():
            words = squeezed(reading)
            digits = ["".join(group.digits for group in run) for run in runs(reading)]
            for salt, wanted in by_salt.items():
                for (in_digits, length), whats in wanted.items():
                    pieces = dict.fromkeys(piece for whole in (digits if in_digits else [words]) for piece in pieces_of(whole, length))
                    found |= dict.fromkeys(whats[digest] for piece in pieces if (digest := hashed(piece, salt)) in whats)
        return list(found)

    def without(self, texts: Iterable[str]) -> Former:
        """Return the values without those that are some texts: what may be published, or is told better by its own name."""
        plain = [compared(text) for text in texts]
        return Former(tuple(value for value in self.values if all(hashed(text, value.salt) != value.digest for text in plain)))


NOBODY: Final = Former()


def pieces_of(text: str, length: int) -> Iterator[str]:
    """Yield every piece of a text that has a length."""
    return (text[start : start + length] for start in range(len(text) - length + 1))


def hashed(text: str, salt: str) -> str:
    """Return the hash of a text as it is compared."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=HASH_BYTES, salt=bytes.fromhex(salt)).hexdigest()


def read_former(paths: Iterable[Path]) -> Former:
    """Return the values that some files hold; a file that is not there holds none, and a line that was torn off none either.

    Raises:
        Stop: a file is there but cannot be read.
    """
    files = (read_bytes(path, "/".join(path.parts[-3:])) for path in paths if path.exists())
    return Former(tuple(value for data in files for value in values_in(data.decode("utf-8", "replace"))))


def values_in(text: str) -> Iterator[Hashed]:
    """Yield the values in a file's text."""
    for line in text.splitlines():
        with suppress(ValueError, TypeError, KeyError):
            content = json.loads(line)
            bytes.fromhex(content["salt"])
            yield Hashed(str(content["salt"]), int(content["length"]), bool(content["number"]), str(content["hash"]), str(content["what"]))


def remember(path: Path, secrets: Iterable[Secret]) -> bool:
    """Add private values to a file, those that it does not hold yet; return whether there were any, and the file is to be flushed.

    The lines are written in one piece at the file's end, so that two processes can do it at once and nothing is ever lost.

    Raises:
        OSError: no space, no permission.
    """
    known = read_former([path])
    salt = known.values[0].salt if known.values else randomness.token_hex(SALT_BYTES)
    digests = {value.digest for value in known.values if value.salt == salt}
    added = {value.digest: value for value in (hashed_secret(secret, salt) for secret in secrets) if value.digest not in digests}
    if not added:
        return False
    lines = "".join(json.dumps(value.content(), ensure_ascii=False) + "\n" for value in added.values())
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        start = "\n" if file.tell() else HEAD  # what another run has left half-written must not spoil the first line
        file.write(f"{start}{lines}".encode())
    return True


def hashed_secret(secret: Secret, salt: str) -> Hashed:
    """Return a private value as its hash."""
    plain = compared(secret.text)
    return Hashed(salt, len(plain), is_number(plain), hashed(plain, salt), name_of(secret))


def name_of(secret: Secret) -> str:
    """Return what a private value is, so that it is understood where nothing else stands beside: 自评联络人的姓名."""
    owner = without_rows(steps(parent(secret.path))[-1])
    return f"{owner}的{secret.label}" if owner else secret.label


def faults_of_note(
    note: str, place: Place, former: Former, secrets: Sequence[Secret] = (), permits: Sequence[Permit] = ()
) -> list[Problem]:
    """Return why a note cannot be published: it gives away a private value of now or then, or something that looks like one; or may.

    Args:
        note: the text, as it was typed.
        place: where it was typed.
        former: private values of past and present.
        secrets: those of the present data, if they are known.
        permits: texts that may be published all the same.
    """
    findings = Search(secrets, permits).findings(note)
    names = {secret.path: name_of(secret) for secret in secrets}
    found = [names.get(finding.path, finding.what) for finding in findings if finding.is_sure]
    found += former.without(permit.text for permit in permits).found_in(note)
    doubts = dict.fromkeys(finding.what for finding in findings if not finding.is_sure)
    return [
        *(error(Kind.LEAK, f"这里有{what}，不能公开", place, hint=NOTE_HINT) for what in dict.fromkeys(found)),
        *(Problem(Severity.WARNING, Kind.LIKELY_LEAK, f"这里有{what}，可能是个人信息，会公开", place, hint=DOUBT_HINT) for what in doubts),
    ]
