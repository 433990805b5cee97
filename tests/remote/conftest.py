"""The four kinds of places to publish to, each on its real server; the servers live as long as the tests of a module."""

from __future__ import annotations

import shutil
import ssl
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import boto3
import pytest
from aiobotocore.httpsession import AIOHTTPSession
from botocore import regions, session

from pipeline.remote import lock
from tests.remote.places import Place, look_at_folder, look_at_tree, names_in
from tests.remote.servers import (
    HOST,
    S3_KEY,
    S3_SECRET,
    USER,
    WEBDAV_PASSWORD,
    WEBDAV_USER,
    know_host,
    s3_server,
    sftp_server,
    webdav_server,
)

KINDS = ("folder", "sftp", "s3", "webdav")
BUCKET = "disclosure"


class Servers:
    """The servers of a test module, each started when it is first asked for."""

    def __init__(self, request: pytest.FixtureRequest) -> None:
        self.request = request

    def port(self, kind: str) -> int:
        return int(self.request.getfixturevalue(f"{kind}_port"))


@pytest.fixture(scope="session")
def sftp_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sftp")


@pytest.fixture(scope="session")
def sftp_port(sftp_home: Path) -> Iterator[int]:
    with sftp_server(sftp_home) as port:
        know_host(sftp_home, port)
        yield port


@pytest.fixture(scope="session")
def s3_port() -> Iterator[int]:
    with s3_server() as port:
        yield port


@pytest.fixture(scope="session")
def s3_client(s3_port: int) -> Iterator[Any]:
    keys = {"aws_access_key_id": S3_KEY, "aws_secret_access_key": S3_SECRET, "region_name": "us-east-1"}
    client = boto3.client("s3", endpoint_url=f"http://{HOST}:{s3_port}", **keys)
    client.create_bucket(Bucket=BUCKET)
    yield client
    client.close()


@pytest.fixture(scope="session")
def webdav_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("webdav")


@pytest.fixture(scope="session")
def webdav_port(webdav_home: Path) -> Iterator[int]:
    with webdav_server(webdav_home) as port:
        yield port


@pytest.fixture(scope="session", autouse=True)
def quick_botocore() -> Iterator[None]:
    """Let botocore read its descriptions of all of AWS, and certificates that no server here has, once and not for each target that is opened."""
    certificates, providers = ssl.create_default_context(), dict[int, regions.EndpointProvider]()

    def provider(ruleset_data: object, **others: object) -> regions.EndpointProvider:
        if id(ruleset_data) not in providers:  # of the one loader, which keeps it
            providers[id(ruleset_data)] = original(ruleset_data=ruleset_data, **others)
        return providers[id(ruleset_data)]

    original = regions.EndpointProvider
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(session, "create_loader", cache(session.create_loader))
        patch.setattr(regions, "EndpointProvider", provider)
        patch.setattr(AIOHTTPSession, "_build_verify_context", lambda _self: certificates)
        yield


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no publisher wait for another one, unless a test wants it to."""
    monkeypatch.setattr(lock, "TURN_SECONDS", -1)


@pytest.fixture
def servers(request: pytest.FixtureRequest, sftp_home: Path, monkeypatch: pytest.MonkeyPatch) -> Servers:
    """The servers, and a user who has credentials for all of them at the usual places."""
    environment = {
        "HOME": str(sftp_home / "home"),
        "WEBDAV_USER": WEBDAV_USER,
        "WEBDAV_PASSWORD": WEBDAV_PASSWORD,
        "AWS_ACCESS_KEY_ID": S3_KEY,
        "AWS_SECRET_ACCESS_KEY": S3_SECRET,
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_MAX_ATTEMPTS": "1",
    }
    for name in (
        "SSH_AUTH_SOCK",
        "AWS_PROFILE",
        "AWS_SESSION_TOKEN",
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "ALL_PROXY",
        "http_proxy",
        "https_proxy",
    ):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return Servers(request)


class Places:
    """Makes new empty places."""

    def __init__(self, servers: Servers, request: pytest.FixtureRequest, base: Path, patch: pytest.MonkeyPatch) -> None:
        self.servers = servers
        self.request = request
        self.base = base
        self.patch = patch
        self.made: list[Place] = []

    def make(self, kind: str, port: int | None = None) -> Place:
        """Make a place; reached through another port than the server's if one is given."""
        place: Place = getattr(self, kind)(uuid4().hex, port or (0 if kind == "folder" else self.servers.port(kind)))
        self.made.append(place)
        return place

    def copy(self, place: Place) -> Place:
        """Make a place that holds what another one on a server does, past the program."""
        made = self.make(place.kind)
        if place.kind == "s3":
            client = self.request.getfixturevalue("s3_client")
            old, new = (one.address.rpartition("/")[2] for one in (place, made))
            for item in client.list_objects_v2(Bucket=BUCKET, Prefix=f"{old}/")["Contents"]:
                source = {"Bucket": BUCKET, "Key": item["Key"]}
                client.copy_object(Bucket=BUCKET, Key=new + item["Key"].removeprefix(old), CopySource=source)
        else:
            shutil.copytree(place.root(), made.root(), symlinks=True)
        return made

    def folder(self, name: str, _port: int) -> Place:
        root = self.base / name
        return Place(
            "folder",
            str(root),
            self.base,
            lambda: look_at_tree(root / "current"),
            lambda inner: names_in(root / ".ziping" / inner),
            root.parent,
        )

    def sftp(self, name: str, port: int) -> Place:
        root, address = self.base / "网站" / name, f"sftp://{USER}@{HOST}:{port}{self.base}/网站/{name}"
        return Place(
            "sftp",
            address,
            self.base,
            lambda: look_at_tree(root / "current"),
            lambda inner: names_in(root / ".ziping" / inner),
            root.parent,
        )

    def webdav(self, name: str, port: int) -> Place:
        root = Path(self.request.getfixturevalue("webdav_home")) / "网站" / name
        address = f"webdav://{HOST}:{port}/网站/{name}"
        return Place(
            "webdav", address, self.base, lambda: look_at_folder(root), lambda inner: names_in(root / ".ziping" / inner), root.parent
        )

    def s3(self, name: str, port: int) -> Place:
        client = self.request.getfixturevalue("s3_client")
        self.patch.setenv("AWS_ENDPOINT_URL", f"http://{HOST}:{port}")

        def look(prefix: str = "") -> dict[str, bytes]:
            found = client.list_objects_v2(Bucket=BUCKET, Prefix=f"{name}/{prefix}").get("Contents", [])
            keys = [item["Key"] for item in found if prefix or "/.ziping/" not in item["Key"]]
            return {key.removeprefix(f"{name}/"): client.get_object(Bucket=BUCKET, Key=key)["Body"].read() for key in keys}

        keep = lambda inner: sorted(key.rpartition("/")[2] for key in look(f".ziping/{inner}/"))  # noqa: E731
        return Place("s3", f"s3://{BUCKET}/{name}", self.base, look, keep)


@pytest.fixture
def places(servers: Servers, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Places]:
    made = Places(servers, request, tmp_path, monkeypatch)
    yield made
    for place in made.made:
        place.close()


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, places: Places) -> Place:
    """A new empty place of each kind."""
    return places.make(request.param)


@pytest.fixture
def folder_place(places: Places) -> Place:
    """A new empty folder."""
    return places.make("folder")
