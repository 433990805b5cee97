"""A server that cannot be reached, or falls silent, ends a publication soon, with one sentence and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.remote.conftest import Places
from tests.remote.places import FIRST, Place
from tests.remote.servers import HOST, Wire, know_host

ROOT = Path(__file__).parents[2]
SECONDS = 20
# What a command does with a target, in a process of its own, because drivers speak up when it ends.
PROGRAM = """
import sys
from pathlib import Path
from pipeline.remote.failures import TargetError
from pipeline.remote.target import open_target
from tests.remote.places import FIRST, upload
try:
    target = open_target(sys.argv[1], Path())
    with target.lock():
        print("began", flush=True)
        upload(target, int(sys.argv[2]), FIRST | {"big.pdf": bytes(3_000_000)})
        target.show(int(sys.argv[2]))
except TargetError as failure:
    sys.exit(failure.message)
"""


def publish(place: Place, number: int) -> tuple[str, float, str]:
    """Publish in another process; return what it says at its end, how many seconds it took, and what it said before."""
    began = time.monotonic()
    command = [sys.executable, "-W", "error", "-c", PROGRAM, place.address, str(number)]
    done = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True, timeout=120, check=False)
    return done.stderr, time.monotonic() - began, done.stdout


@pytest.fixture
def wire(request: pytest.FixtureRequest, places: Places) -> Iterator[Wire]:
    """A wire to the server of the kind that a test names."""
    made = Wire(places.servers.port(request.param))
    if request.param == "sftp":
        know_host(request.getfixturevalue("sftp_home"), made.port)
    yield made
    made.close()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the WebDAV server leaves the torn file open
@pytest.mark.parametrize(("kind", "wire"), [(kind, kind) for kind in ("s3", "webdav", "sftp")], indirect=["wire"])
@pytest.mark.parametrize("bytes_before", [0, 1_500_000])
def test_a_server_that_falls_silent_is_given_up_soon(
    kind: str, wire: Wire, bytes_before: int, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    steady = places.make(kind)
    steady.publish(1, FIRST)
    place = places.make(kind, port=wire.port)
    place.address = steady.address.replace(f":{places.servers.port(kind)}/", f":{wire.port}/")
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{HOST}:{wire.port}")
    monkeypatch.delenv("AWS_MAX_ATTEMPTS")
    wire.is_silent = True
    wire.cut_after(bytes_before)
    said, seconds, before = publish(place, 2)
    assert "服务器没有回应。" in said
    assert said.count("\n") == 1
    assert bytes_before < 1_000_000 or "began" in before
    assert seconds < SECONDS
    assert steady.shows(1, FIRST)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["s3", "webdav", "sftp"])
def test_a_host_that_is_not_there_is_given_up_soon(kind: str, places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    # Nobody has this address (RFC 5737); a system without a way there says so at once.
    place = places.make("folder")
    place.address = {"s3": "s3://disclosure/site", "webdav": "webdav://192.0.2.1/site", "sftp": "sftp://192.0.2.1/site"}[kind]
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://192.0.2.1:9000")
    monkeypatch.delenv("AWS_MAX_ATTEMPTS")
    said, seconds, _ = publish(place, 1)
    assert "这次没有改动网站" in said
    assert said.count("\n") == 1
    assert seconds < SECONDS
