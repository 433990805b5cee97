"""Single files of a bucket read and written directly: what is signed, and when the driver does it instead."""

from __future__ import annotations

import hashlib
import hmac
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from pipeline.problems import Stop
from pipeline.remote import s3_files
from pipeline.remote.s3_files import S3Files
from pipeline.remote.s3_requests import BucketRequests
from pipeline.remote.shared_files import SharedFiles, open_shared, told
from tests.remote.servers import HOST, S3_KEY, S3_SECRET, free_port, refused_by_s3, s3_server

URL = "http://{host}:{port}/bucket/x?X-Amz-Credential={key}%2F20260101%2Fcn-north-1%2Fs3%2Faws4_request"


class Heard(BaseHTTPRequestHandler):
    """A server that notes what it is asked, and answers with a status."""

    protocol_version = "HTTP/1.1"
    status = 200
    asked: list[tuple[str, str, dict[str, str], bytes]]

    def do_GET(self) -> None:
        """Answer a request."""
        content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.asked.append((self.command, self.path, {name.lower(): value for name, value in self.headers.items()}, content))
        self.send_response(self.status)
        self.send_header("Content-Length", "4")
        self.end_headers()
        self.wfile.write(b"said")

    do_PUT = do_GET  # noqa: N815 - the library's name

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(autouse=True)
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"ACCESS_KEY_ID": S3_KEY, "SECRET_ACCESS_KEY": S3_SECRET, "DEFAULT_REGION": "us-east-1"}.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    monkeypatch.setenv("HOME", str(tmp_path))


@contextmanager
def listening(context: ssl.SSLContext | None = None) -> Iterator[tuple[type[Heard], int]]:
    """Start a server, with TLS if a context for it is given, and yield it and its port."""
    heard = type("Heard", (Heard,), {"asked": []})
    with ThreadingHTTPServer((HOST, 0), heard) as serving:
        if context:
            serving.socket = context.wrap_socket(serving.socket, server_side=True)
        Thread(target=serving.serve_forever, daemon=True).start()
        yield heard, serving.server_port
        serving.shutdown()


@pytest.fixture
def server() -> Iterator[tuple[type[Heard], str]]:
    """Yield a server, and a URL of a bucket there as the driver signs it."""
    with listening() as (heard, port):
        yield heard, URL.format(host=HOST, port=port, key=S3_KEY)


def signature(method: str, path: str, headers: dict[str, str]) -> str:
    """Return the signature of a request, as the fourth version of AWS's rules has it."""
    date, moment = headers["x-amz-date"][:8], headers["x-amz-date"]
    signed = headers["authorization"].partition("SignedHeaders=")[2].partition(",")[0]
    lines = [method, path, "", *(f"{name}:{headers[name]}" for name in signed.split(";")), "", signed, headers["x-amz-content-sha256"]]
    asked = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    scope = f"{date}/cn-north-1/s3/aws4_request"
    text = f"AWS4-HMAC-SHA256\n{moment}\n{scope}\n{asked}"
    key = f"AWS4{S3_SECRET}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    return hmac.digest(key, text.encode(), "sha256").hex()


def test_what_is_sent_is_what_is_signed(server: tuple[type[Heard], str]) -> None:
    heard, url = server
    requests = BucketRequests(url, "cn-north-1", 5)
    assert requests.write("output/xinfang/2020.项目 1+1/表.docx", b"content")
    assert requests.write("output/nothing", b"")
    assert requests.read("data/xinfang/2020.yaml") == b"said"
    (method, path, headers, content), (_, _, _, nothing), _ = heard.asked
    assert (method, path) == ("PUT", "/bucket/output/xinfang/2020.%E9%A1%B9%E7%9B%AE%201%2B1/%E8%A1%A8.docx")
    assert (content, nothing) == (b"content", b"")
    assert headers["x-amz-content-sha256"] == hashlib.sha256(content).hexdigest()
    for method, path, headers, _ in heard.asked:
        assert headers["authorization"].endswith(f"Signature={signature(method, path, headers)}")


@pytest.mark.parametrize(("status", "asked"), [(404, 2), (503, 2), (301, 1), (400, 1), (403, 1)])
def test_nothing_more_is_asked_of_a_server_that_wants_other_requests(server: tuple[type[Heard], str], status: int, asked: int) -> None:
    heard, url = server
    heard.status = status
    requests = BucketRequests(url, "cn-north-1", 5)
    assert requests.read("one") is requests.read("other") is None
    assert len(heard.asked) == asked


def test_nothing_is_asked_with_other_credentials_than_the_drivers_or_past_a_proxy(
    server: tuple[type[Heard], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    heard, url = server
    assert BucketRequests(url.replace(S3_KEY, "another"), "cn-north-1", 5).read("one") is None
    monkeypatch.setenv("no_proxy", "")
    monkeypatch.setenv("http_proxy", f"http://{HOST}:1")
    assert BucketRequests(url, "cn-north-1", 5).read("one") is None
    assert not heard.asked


def test_only_a_server_whose_certificate_is_known_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = str(tmp_path / "certificate.pem")
    new = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost"
    subprocess.run([*new.split(), "-keyout", certificate + ".key", "-out", certificate], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, certificate + ".key")
    with listening(context) as (heard, port):
        url = URL.format(host="localhost", port=port, key=S3_KEY).replace("http:", "https:")
        assert BucketRequests(url, "cn-north-1", 5).read("one") is None
        assert not heard.asked
        monkeypatch.setenv("AWS_CA_BUNDLE", certificate)
        assert BucketRequests(url, "cn-north-1", 5).read("one") == b"said"
        assert BucketRequests(url.replace("localhost", HOST), "cn-north-1", 5).read("one") is None


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Serve S3 with an empty bucket, and yield the port."""
    import boto3  # noqa: PLC0415 - slow to import

    with s3_server() as port:
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{HOST}:{port}")
        client = boto3.client("s3")
        client.create_bucket(Bucket="bucket")
        client.close()
        yield port


def requests_of(files: SharedFiles) -> BucketRequests:
    assert isinstance(files, S3Files)
    return files.direct[0]


def test_files_are_written_and_read_directly_and_those_that_are_not_there_left_out(bucket: int) -> None:
    files = open_shared("s3://bucket/city")
    files.write({"xinfang/2020.项目.yaml": b"text", "xinfang/unit.yaml": b""})
    assert files.read(["xinfang/2020.项目.yaml", "xinfang/unit.yaml", "xinfang/2019.yaml"]) == {
        "xinfang/2020.项目.yaml": b"text",
        "xinfang/unit.yaml": b"",
    }
    assert sorted(files.in_folders()) == ["xinfang/2020.项目.yaml", "xinfang/unit.yaml"]
    assert bucket
    assert not requests_of(files).is_refused


def test_what_does_not_go_directly_or_is_large_the_driver_does(bucket: int, monkeypatch: pytest.MonkeyPatch) -> None:
    files = open_shared("s3://bucket/city")
    monkeypatch.setattr(s3_files, "LARGE", 3)
    files.write({"large": b"text"})
    assert not requests_of(files).idle
    for connection in (HTTPConnection(HOST, free_port()) for _ in range(9)):  # as if the server had hung up
        requests_of(files).idle.append(connection)
    files.write({"small": b"", "other": b""})
    assert files.read(["large", "small", "other"]) == {"large": b"text", "small": b"", "other": b""}
    assert bucket


def test_what_is_refused_is_told_in_the_drivers_words(bucket: int) -> None:
    files = open_shared("s3://bucket/city")
    files.write({"a": b"text"})
    with refused_by_s3(bucket), pytest.raises(Stop, match="登录"), told("s3://bucket/city"):
        files.read(["a"])
    assert requests_of(files).is_refused
    assert files.read(["a"]) == {"a": b"text"}
