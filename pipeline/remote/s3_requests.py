"""Single files of a bucket read and written with as little work as that takes; the driver's own requests cost a worker four times as much.

Only what goes at once is done here. Whatever does not, the driver does again: it finds a bucket's region, and has words for faults.
Over http.client a worker has 45 ms for a unit, over botocore's own HTTP session 54.
"""

from __future__ import annotations

import os
import ssl
import weakref
from collections import deque
from collections.abc import Iterable
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Final
from urllib.parse import parse_qs, quote, urlsplit

from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.httpsession import get_cert_path
from botocore.session import get_session
from botocore.utils import get_environ_proxies

OK: Final = 200
ABSENT: Final = 404
SERVERS_FAULTS: Final = 500  # and above


class BucketRequests:
    """What makes requests about a bucket's files; several threads may use it at once.

    Attributes:
        url: where the bucket is, up to where a file's key begins.
        is_refused: whether other requests than these are wanted, so that none is made any more.
    """

    def __init__(self, signed: str, region: str, patience: float) -> None:
        """Begin with what the driver says.

        Args:
            signed: a URL that it has signed, of a file of the bucket whose key is one letter.
            region: for which it signs.
            patience: how long to wait for a connection, and for the next bytes of an answer, in seconds.
        """
        path, _, query = signed.partition("?")
        self.url, self.region, self.patience = path[:-1], region, patience
        session = get_session()
        self.credentials = session.get_credentials()
        self.is_refused = not self.is_signed_alike(query) or bool(get_environ_proxies(signed))
        bundle = session.get_config_variable("ca_bundle") or os.environ.get("REQUESTS_CA_BUNDLE") or True
        self.context = ssl.create_default_context(cafile=get_cert_path(bundle))
        self.idle: deque[HTTPConnection] = deque()
        weakref.finalize(self, close, self.idle)

    def is_signed_alike(self, query: str) -> bool:
        """Return whether the driver signs with these credentials, as the query of a URL that it has signed says."""
        said = parse_qs(query)
        account, *_ = said.get("X-Amz-Credential") or said.get("AWSAccessKeyId") or [""]
        return bool(self.credentials) and account.partition("/")[0] == self.credentials.access_key

    def read(self, key: str) -> bytes | None:
        """Return a file's content; None if that does not go at once."""
        return self.answer("GET", key)

    def write(self, key: str, content: bytes) -> bool:
        """Write a file, whose content the signature vouches for, and return whether that went at once."""
        return self.answer("PUT", key, content) is not None

    def answer(self, method: str, key: str, content: bytes = b"") -> bytes | None:
        """Return what the server answers; None if it does not, or not what was asked for.

        Args:
            method: the request's.
            key: the file's key.
            content: what is sent.
        """
        if self.is_refused:
            return None
        request = AWSRequest(method, self.url + quote(key, "/~"), data=content)
        S3SigV4Auth(self.credentials.get_frozen_credentials(), "s3", self.region).add_auth(request)
        try:
            connection = self.idle.pop()
        except IndexError:
            connection = self.connection()
        try:
            connection.request(method, urlsplit(request.url).path, content or None, dict(request.headers))
            answer = connection.getresponse()
            found = answer.read()
        except (OSError, HTTPException):
            connection.close()
            return None
        self.idle.append(connection)
        if answer.status == OK:
            return found
        if answer.status != ABSENT and answer.status < SERVERS_FAULTS:
            self.is_refused = True
        return None

    def connection(self) -> HTTPConnection:
        """Return a new connection."""
        url = urlsplit(self.url)
        if url.scheme == "https":
            return HTTPSConnection(url.netloc, timeout=self.patience, context=self.context)
        return HTTPConnection(url.netloc, timeout=self.patience)


def close(connections: Iterable[HTTPConnection]) -> None:
    """Close connections."""
    for connection in connections:
        connection.close()
