"""A store in a bucket of S3, or of what speaks S3's language; credentials and endpoint come from AWS's usual places."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import PurePosixPath
from typing import Any, Final

import aiohttp
from aiobotocore.session import AioSession
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, PartialCredentialsError, ProfileNotFound
from s3fs import S3FileSystem

from pipeline.remote.address import Address
from pipeline.remote.copied_target import CopiedTarget
from pipeline.remote.failures import AddressError, TargetError
from pipeline.remote.faults import CUT, FORBIDDEN, FULL, LOGIN, REFUSED, SLOW, UNKNOWN_HOST, UNTRUSTED, Sentence, chain, sentence
from pipeline.remote.layout import HOME
from pipeline.remote.store import put_whole

LOCK: Final = f"{HOME}lock.json"

# How long to wait for a connection, for the next bytes of an answer, and for a whole answer, in seconds.
CONNECT_PATIENCE: Final = 5
PATIENCE: Final = 10
MOST_PATIENCE: Final = 12
# How much is expected to arrive at least, in bytes for each second.
SLOWEST: Final = 600_000
# A call that fails within so many seconds is made again after these pauses.
QUICK: Final = 1
PAUSES: Final = (0.2, 0.5)
# The faults of S3 that pass.
PASSING: Final = {"InternalError", "ServiceUnavailable", "SlowDown"}
# How many requests may be under way at once.
CONNECTIONS: Final = 10
# How long a lock that was made without conditions may be made over, in seconds.
SETTLING: Final = 1

TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
    ".xml": "application/xml; charset=utf-8",
}

CREDENTIALS: Final = (
    "没有可用的 S3 登录信息",
    "请设置环境变量 AWS_ACCESS_KEY_ID 和 AWS_SECRET_ACCESS_KEY，或写入 ~/.aws/credentials；非 AWS 的存储还要设置 AWS_ENDPOINT_URL",
)
NO_BUCKET: Final = "没有这个存储桶", "请核对地址中存储桶的名称和 AWS_ENDPOINT_URL，或请管理员建立存储桶"

BY_CODE: Final = {
    "NoSuchBucket": NO_BUCKET,
    "AccessDenied": FORBIDDEN,
    "AllAccessDisabled": FORBIDDEN,
    "EntityTooLarge": FULL,
    "QuotaExceeded": FULL,
    "XMinioStorageFull": FULL,
    **dict.fromkeys(("InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken", "ExpiredToken", "AuthFailure", "401", "403"), LOGIN),
    "RequestTimeTooSkewed": ("本机的时间不对，登录被拒绝", "请校准本机的时间，再运行一次"),
}

BY_DRIVER_FAULT: Final = {
    "EndpointConnectionError": REFUSED,
    "ConnectionClosedError": CUT,
    "IncompleteReadError": CUT,
    "ResponseStreamingError": CUT,
    "HTTPClientError": CUT,
    "ConnectTimeoutError": SLOW,
    "ReadTimeoutError": SLOW,
    "ClientPayloadError": CUT,
    "ClientConnectionError": CUT,
    "RuntimeError": CUT,
    "SSLError": UNTRUSTED,
}


class S3Store:
    """The part of a bucket, below a prefix, that a site is in."""

    # The driver lets some faults through from the layers below it, as what they are called there.
    faults: tuple[type[Exception], ...] = (OSError, BotoCoreError, ClientError, aiohttp.ClientError, RuntimeError, ValueError)

    def __init__(self, address: Address) -> None:
        self.bucket = address.host
        self.prefix = address.path.strip("/")
        self.lock_name = f"{address.name}/{LOCK}"
        self.system = file_system()

    def explain(self, fault: Exception) -> Sentence:
        """Return what one of its faults means, and what to do."""
        return explain(fault)

    def key(self, path: str) -> str:
        """Return a path as the bucket knows it."""
        return f"{self.prefix}/{path}" if self.prefix else path

    def call(self, operation: str, path: str, **settings: Any) -> Any:  # noqa: ANN401 - S3's own answer
        """Return S3's answer to a call about one file.

        Args:
            operation: the call, as botocore names it.
            path: the file.
            settings: what else the call needs, in S3's own words.
        """
        limit = MOST_PATIENCE + len(settings.get("Body", b"")) / SLOWEST
        return tried(lambda: self.system.call_s3(operation, Bucket=self.bucket, Key=self.key(path), timeout=limit, **settings))

    def read(self, path: str) -> bytes:
        """Return a file's bytes."""
        try:
            data: bytes = tried(lambda: self.system.cat_file(f"{self.bucket}/{self.key(path)}"))
        except FileNotFoundError as fault:
            if any(code_of(each) == "NoSuchBucket" for each in chain(fault)):
                what, hint = NO_BUCKET
                raise TargetError(f"{what}：{self.bucket}。没有发布任何内容", hint) from fault
            raise
        return data

    def write(self, path: str, data: bytes) -> None:
        """Write a file, whole or not at all, and read it back."""
        put_whole(self, path, data)

    def put(self, path: str, data: bytes) -> None:
        """Send a file."""
        self.call("put_object", path, Body=data, ContentType=content_type(path))

    def names(self, folder: str) -> list[str]:
        """Return what is in a folder, the site's own if it has no name."""
        place = f"{self.bucket}/{self.key(folder)}".rstrip("/")
        try:
            paths = tried(lambda: self.system.ls(place, detail=False, refresh=True))
        except FileNotFoundError:
            return []
        return [PurePosixPath(path).name for path in paths if path.rstrip("/") != place]

    def walk(self, folder: str) -> list[str]:
        """Return the path, from a folder on, of every file that is in it or in folders below it."""
        place = f"{self.bucket}/{self.key(folder)}".rstrip("/")
        return [path.removeprefix(f"{place}/") for path in tried(lambda: self.system.find(place)) if path.startswith(f"{place}/")]

    def remove(self, paths: Collection[str]) -> None:
        """Remove files, one by one: not every store can remove many at once."""
        for path in paths:
            self.call("delete_object", path)

    def copy(self, origin: str, path: str) -> None:
        """Copy a file over another one, with the type that browsers are to be told."""
        source = {"Bucket": self.bucket, "Key": self.key(origin)}
        self.call("copy_object", path, CopySource=source, ContentType=content_type(path), MetadataDirective="REPLACE")

    def move(self, origin: str, path: str) -> None:
        """Let a file be at another path, in place of one that is there."""
        self.copy(origin, path)
        self.remove([origin])

    def create_lock(self, text: str) -> bool:
        """Make the lock, if there is none."""
        if self.read_lock() is not None or not self.put_lock_if_none(text):
            return False
        # A store that knows no conditions lets it be made over another one, and does so again. Then who made it last holds it; who
        # made it at the same moment finds that out when the lock is read after a while.
        if self.put_lock_if_none(text):
            time.sleep(SETTLING)
        return True

    def put_lock_if_none(self, text: str) -> bool:
        """Make the lock on the condition that there is none, as far as the store heeds it; return whether it is made."""
        try:
            self.call("put_object", LOCK, Body=text.encode(), ContentType=content_type(LOCK), IfNoneMatch="*")
        except OSError as fault:
            codes = {code_of(each) for each in chain(fault)}
            if codes & {"PreconditionFailed", "ConditionalRequestConflict"}:
                return False
            if not codes & {"NotImplemented", "InvalidArgument"}:
                raise
            self.put(LOCK, text.encode())
        return True

    def read_lock(self) -> str | None:
        """Return the lock's text; None if there is no lock."""
        try:
            return self.read(LOCK).decode()
        except FileNotFoundError:
            return None

    def write_lock(self, text: str) -> None:
        """Replace the lock's text."""
        self.put(LOCK, text.encode())

    def remove_lock(self) -> None:
        """Remove the lock, whoever holds it."""
        self.remove([LOCK])


def file_system(connections: int = CONNECTIONS) -> S3FileSystem:
    """Return the driver, which by itself tries nothing again.

    Args:
        connections: how many requests may be under way at once.
    """
    # Stores other than AWS often refuse the newer checksums; what arrives is read back and compared anyway.
    settings: dict[str, Any] = {"request_checksum_calculation": "when_required", "response_checksum_validation": "when_required"}
    # The drivers would try again, and each for the other, for minutes.
    settings |= {"retries": {"total_max_attempts": 1}, "connect_timeout": CONNECT_PATIENCE, "read_timeout": PATIENCE}
    settings |= {"max_pool_connections": connections}
    session = AioSession()
    session.get_component("response_parser_factory").set_parser_defaults(timestamp_parser=moment)
    # Without concurrency a file is read in one request, not after another one for its size.
    system = S3FileSystem(session=session, config_kwargs=settings, max_concurrency=1, skip_instance_cache=True, use_listings_cache=False)
    system.retries = 1
    return system


def moment(said: str) -> datetime:
    """Return a moment that S3 states in a listing or in a header; the driver's own reading takes most of a listing's time.

    Raises:
        ValueError: it is neither.
    """
    try:
        return datetime.fromisoformat(said)
    except ValueError:
        return parsedate_to_datetime(said)


def explain(fault: Exception) -> Sentence:
    """Return what one of the driver's faults means, and what to do."""
    for each in chain(fault):
        code = code_of(each)
        if code in BY_CODE:
            return BY_CODE[code]
        if isinstance(each, NoCredentialsError | PartialCredentialsError | ProfileNotFound):
            return CREDENTIALS
    known = sentence(fault)
    named = (BY_DRIVER_FAULT[name] for each in chain(fault) if (name := type(each).__name__) in BY_DRIVER_FAULT)
    return known if known == UNKNOWN_HOST else next(named, known)


def tried(call: Callable[[], Any]) -> Any:  # noqa: ANN401 - S3's own answer
    """Return S3's answer to a call that is made again if it fails at once: what fails late would not end in time."""
    for pause in PAUSES:
        began = time.monotonic()
        try:
            return call()
        except (OSError, BotoCoreError, ClientError, aiohttp.ClientError) as fault:
            answers = {code_of(each) for each in chain(fault)} - {"", *PASSING}
            if answers or isinstance(fault, FileNotFoundError) or time.monotonic() - began > QUICK:
                raise
            time.sleep(pause)
    return call()


def code_of(fault: BaseException) -> str:
    """Return S3's own name of a fault."""
    return str(fault.response.get("Error", {}).get("Code", "")) if isinstance(fault, ClientError) else ""


def content_type(path: str) -> str:
    """Return what browsers are told about a file."""
    return TYPES.get(PurePosixPath(path).suffix.lower(), "application/octet-stream")


def open_s3(address: Address) -> CopiedTarget:
    """Return a site in a bucket.

    Raises:
        AddressError: the address has an account in it.
    """
    if address.user:
        raise AddressError("S3 的发布地址里不能写账号，没有发布任何内容", CREDENTIALS[1])
    return CopiedTarget(address.name, S3Store(address))
