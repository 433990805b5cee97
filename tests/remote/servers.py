"""Real servers on loopback to publish to: OpenSSH's SFTP server, moto's S3, a WebDAV server; and a wire that can be cut."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
from cheroot import wsgi
from moto.server import ThreadedMotoServer
from wsgidav.fs_dav_provider import FilesystemProvider
from wsgidav.wsgidav_app import WsgiDAVApp

HOST = "127.0.0.1"
SSHD = shutil.which("sshd") or "/usr/sbin/sshd"
WEBDAV_USER, WEBDAV_PASSWORD = "editor", "throw-away"
S3_KEY, S3_SECRET = "key", "throw-away"
USER = pwd.getpwuid(os.getuid()).pw_name


def wait_for(port: int) -> None:
    for _ in range(3000):
        with suppress(OSError), socket.create_connection((HOST, port), timeout=0.2):
            return
        time.sleep(0.02)
    raise TimeoutError(port)


def free_port() -> int:
    with socket.create_server((HOST, 0)) as probe:
        return int(probe.getsockname()[1])


@contextmanager
def sftp_server(folder: Path) -> Iterator[int]:
    """Serve SFTP to the present user; keys are in folder/home/.ssh, one of them for reading only.

    Yields:
        the port.
    """
    ssh, port = folder / "home" / ".ssh", free_port()
    ssh.mkdir(parents=True, mode=0o700)
    for key in (ssh / "id_ed25519", ssh / "reader", ssh / "stranger", folder / "host_key"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    reader = f'command="internal-sftp -R" {(ssh / "reader.pub").read_text()}'
    (ssh / "authorized_keys").write_text((ssh / "id_ed25519.pub").read_text() + reader)
    config = folder / "sshd_config"
    config.write_text(
        f"Port {port}\nListenAddress {HOST}\nHostKey {folder}/host_key\nPidFile none\nAuthorizedKeysFile {ssh}/authorized_keys\n"
        "StrictModes no\nUsePAM no\nPasswordAuthentication no\nKbdInteractiveAuthentication no\nMaxStartups 100\n"
        "Subsystem sftp internal-sftp\n"
    )
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # where sshd, as root, wants to shut itself in
    with (folder / "sshd.log").open("wb") as log, subprocess.Popen([SSHD, "-D", "-e", "-f", config], stderr=log) as server:
        try:
            wait_for(port)
            yield port
        finally:
            server.terminate()


def know_host(folder: Path, port: int) -> None:
    """Put the server's key among the known ones, under one more port."""
    key = " ".join((folder / "host_key.pub").read_text().split()[:2])
    with (folder / "home/.ssh/known_hosts").open("a") as file:
        file.write(f"[{HOST}]:{port} {key}\n")


@contextmanager
def s3_server() -> Iterator[int]:
    """Serve S3 without buckets, and yield the port."""
    server = ThreadedMotoServer(HOST, 0, verbose=False)
    server.start()
    try:
        yield int(server.get_host_and_port()[1])
    finally:
        server.stop()


@contextmanager
def refused_by_s3(port: int, free_calls: int = 0) -> Iterator[None]:
    """Let the S3 server, which by itself lets everybody in, ask for credentials after some calls."""
    url = f"http://{HOST}:{port}/moto-api/reset-auth"
    httpx.post(url, content=str(free_calls))
    try:
        yield
    finally:
        httpx.post(url, content="1000000000")


@contextmanager
def webdav_server(folder: Path) -> Iterator[int]:
    """Serve a folder over WebDAV to one user, and once more under /readonly/; yield the port."""
    settings = {
        "provider_mapping": {"/": str(folder), "/readonly": FilesystemProvider(str(folder), readonly=True)},
        "simple_dc": {"user_mapping": {"*": {WEBDAV_USER: {"password": WEBDAV_PASSWORD}}}},
        "http_authenticator": {"accept_basic": True, "accept_digest": False, "default_to_digest": False},
        "verbose": 0,
        "logging": {"enable": False, "enable_loggers": []},
    }
    port = free_port()
    server = wsgi.Server((HOST, port), WsgiDAVApp(settings), numthreads=8)
    thread = threading.Thread(target=server.safe_start, daemon=True)
    thread.start()
    try:
        wait_for(port)
        yield port
    finally:
        server.stop()
        thread.join()


class Wire:
    """Passes bytes on to a server, counts them, and is cut after a number of them, or damages what passes."""

    def __init__(self, server_port: int) -> None:
        self.server_port = server_port
        self.listener = socket.create_server((HOST, 0))
        self.port = int(self.listener.getsockname()[1])
        self.passed = 0
        self.limit: int | None = None
        self.damage: tuple[bytes, bytes] = b"", b""
        self.is_silent = False
        self.ends: set[socket.socket] = set()
        self.is_held = threading.Lock()
        threading.Thread(target=self.accept, daemon=True).start()

    def cut_after(self, limit: int | None) -> None:
        """Let so many more bytes pass, then cut all connections and make no new ones; None for no limit."""
        with self.is_held:
            self.passed, self.limit = 0, limit

    def accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                if self.is_cut():
                    client.close()
                    continue
                server = socket.create_connection((HOST, self.server_port))
                self.ends |= {client, server}
                for one, other in ((client, server), (server, client)):
                    threading.Thread(target=self.carry, args=(one, other), daemon=True).start()

    def carry(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(8192):
                while self.is_silent and self.is_out():
                    time.sleep(0.1)
                other.sendall(self.let_pass(data.replace(*self.damage) if self.damage[0] else data))
                if self.is_cut():
                    break
            while self.is_silent and self.is_out():  # nobody learns that the other one has hung up
                time.sleep(0.1)
        self.hang_up([one, other])
        if self.is_cut():
            self.hang_up(list(self.ends))

    def let_pass(self, data: bytes) -> bytes:
        with self.is_held:
            room = len(data) if self.limit is None else max(0, self.limit - self.passed)
            self.passed += len(data)
            return data[:room]

    def is_cut(self) -> bool:
        with self.is_held:
            return not self.is_silent and self.limit is not None and self.passed >= self.limit

    def is_out(self) -> bool:
        """Return whether as many bytes have passed as may; a silent wire then holds back what comes, and no connection ends."""
        with self.is_held:
            return self.limit is not None and self.passed >= self.limit and self.listener.fileno() >= 0

    def hang_up(self, ends: list[socket.socket]) -> None:
        for end in ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
            self.ends.discard(end)

    def close(self) -> None:
        self.listener.close()
        self.hang_up(list(self.ends))
