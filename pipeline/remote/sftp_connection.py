"""Connects to an SFTP server as the ssh command would: its settings, its keys, and only hosts that it knows."""

from __future__ import annotations

import logging
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import paramiko
from fsspec.implementations.sftp import SFTPFileSystem

from pipeline.remote.address import Address, parse
from pipeline.remote.faults import CUT, LOGIN, REFUSED, SLOW, Sentence, known_sentence, sentence
from pipeline.remote.shared_files import SharedFiles

# How long to wait for an answer, in seconds; a file that was being sent is then closed, which takes as long again.
PATIENCE: Final = 7
# How long to wait for a connection and for the login.
CONNECT_PATIENCE: Final = 12
SSH_PORT: Final = 22
SYSTEM_HOSTS: Final = Path("/etc/ssh/ssh_known_hosts")

# paramiko would print a traceback of what it also raises, which is told in a sentence.
logging.getLogger("paramiko").addHandler(logging.NullHandler())


class Connections(threading.local):
    """The connections for files of a batch that a thread has: one for each server and account, for paramiko's are not made to be shared."""

    def __init__(self) -> None:
        self.by_server: dict[Address, CheckedFileSystem] = {}


own: Final = Connections()


class UnknownHostError(paramiko.SSHException):
    """The server's key is not among the known ones."""

    def __init__(self, key: paramiko.PKey) -> None:
        super().__init__("unknown host key")
        self.key = key


class RefuseUnknown(paramiko.MissingHostKeyPolicy):
    """Refuses a server that the ssh command does not know: it may be somebody else."""

    def missing_host_key(self, client: paramiko.SSHClient, hostname: str, key: paramiko.PKey) -> None:  # noqa: ARG002 - paramiko's interface
        """Refuse.

        Args:
            client: not needed.
            hostname: not needed.
            key: the key that the server shows.
        """
        raise UnknownHostError(key)


class CheckedFileSystem(SFTPFileSystem):  # type: ignore[misc] # fsspec has no types
    """fsspec's SFTP, which by itself never reads known_hosts and so accepts any server."""

    cachable = False
    client: paramiko.SSHClient
    ftp: paramiko.SFTPClient

    def __init__(self, host: str, known_hosts: list[Path], **settings: Any) -> None:  # noqa: ANN401 - handed on to paramiko
        self.known_hosts = known_hosts
        super().__init__(host, **settings)

    def _connect(self) -> None:
        """Connect, after reading the known hosts."""
        self.client = paramiko.SSHClient()
        try:
            for path in self.known_hosts:
                if path.exists():
                    self.client.load_system_host_keys(str(path))
            self.client.set_missing_host_key_policy(RefuseUnknown())
            self.client.connect(self.host, **self.ssh_kwargs)
            self.ftp = self.client.open_sftp()
        except BaseException:
            self.client.close()
            raise
        channel = self.ftp.get_channel()
        if channel:
            channel.settimeout(PATIENCE)


class SftpFiles(SharedFiles):
    """Files of a batch on an SFTP server."""

    threads = 4

    @property
    def opened(self) -> tuple[CheckedFileSystem, str]:
        """The file system, over a connection of this thread's own that is still alive, and the address's path on it."""
        address = parse(self.address)
        server = replace(address, path="")
        transport = own.by_server[server].client.get_transport() if server in own.by_server else None
        if not (transport and transport.is_active()):
            own.by_server[server] = connect(server)
        return own.by_server[server], address.path

    def passes(self, fault: Exception) -> bool:
        """Return whether a fault may be gone after a while; the connection that had it is given up."""
        is_passing = super().passes(fault)
        if is_passing and (system := own.by_server.pop(replace(parse(self.address), path=""), None)):
            system.client.close()
        return is_passing

    def explain(self, fault: Exception) -> Sentence:
        """Return what a fault means, and what to do."""
        return explain(fault, parse(self.address))


def connect(address: Address) -> CheckedFileSystem:
    """Return a connection, by agent or key; what the address leaves open is as ~/.ssh/config says.

    Raises:
        OSError: the server cannot be reached.
        SSHException: it is unknown, or refuses the login.
    """
    config = Path("~/.ssh/config").expanduser()
    settings = (paramiko.SSHConfig.from_path(str(config)) if config.exists() else paramiko.SSHConfig()).lookup(address.host)
    keys = [str(path) for name in settings.get("identityfile", []) if (path := Path(name).expanduser()).exists()]
    hosts = settings.get("userknownhostsfile", "~/.ssh/known_hosts").split()
    command = settings.get("proxycommand")
    return CheckedFileSystem(
        settings["hostname"],
        [SYSTEM_HOSTS, *(Path(name).expanduser() for name in hosts)],
        port=address.port or int(settings.get("port", SSH_PORT)),
        username=address.user or settings.get("user"),
        key_filename=keys or None,
        sock=paramiko.ProxyCommand(command) if command else None,
        timeout=CONNECT_PATIENCE,
        banner_timeout=CONNECT_PATIENCE,
        auth_timeout=CONNECT_PATIENCE,
    )


def explain(fault: Exception, address: Address) -> Sentence:
    """Return what a fault of the connection means, and what to do."""
    command = f"ssh {f'-p {address.port} ' if address.port else ''}{address.user and address.user + '@'}{address.host}"
    if isinstance(fault, UnknownHostError):
        return unknown_host(fault.key, command)
    if isinstance(fault, paramiko.BadHostKeyException):
        return changed_host(f"[{address.host}]:{address.port}" if address.port else address.host, command)
    if isinstance(fault, paramiko.PasswordRequiredException):
        return "登录用的密钥有口令", "请先运行 ssh-add 输入口令，再运行一次"
    if isinstance(fault, paramiko.AuthenticationException) or "authentication" in str(fault):
        return LOGIN[0], f"请核对用户名和密钥：运行 {command}，不输密码就能登录才行"
    return known_sentence(fault) or operation_failed(fault)


def unknown_host(key: paramiko.PKey, command: str) -> Sentence:
    """Return what it means that nobody has connected to this server before."""
    return (
        f"不认识这台服务器的主机密钥（{key.get_name()}，指纹 {key.fingerprint}），没有连接",
        f"请向管理员核对指纹；核对无误后运行 {command} 并回答 yes，密钥就会记入 ~/.ssh/known_hosts，再运行一次",
    )


def changed_host(name: str, command: str) -> Sentence:
    """Return what it means that the server shows another key than it used to."""
    return (
        "服务器的主机密钥与 ~/.ssh/known_hosts 中记下的不同，可能有人冒充这台服务器，没有连接",
        f"请向管理员核实；确已更换密钥时，先运行 ssh-keygen -R '{name}'，再运行 {command} 核对新的指纹",
    )


def operation_failed(fault: Exception) -> Sentence:
    """Return what a fault means that the server, or paramiko, did not give a number."""
    if isinstance(fault, paramiko.ssh_exception.NoValidConnectionsError):
        return REFUSED
    if isinstance(fault, paramiko.ssh_exception.IncompatiblePeer):
        return "与服务器没有共同的加密方式", "请管理员更新服务器的 SSH 软件"
    if any(sign in str(fault) for sign in ("protocol banner", "No existing session")):
        return SLOW  # paramiko knows no other words for that
    if isinstance(fault, paramiko.SSHException) or "closed" in str(fault):
        return CUT
    if type(fault) is OSError and fault.errno is None:
        # SFTP knows no number for a full disk: OpenSSH just says Failure.
        return f"服务器没有完成操作（{fault}）", "多半是服务器的磁盘已满或配额用完，请管理员检查后再运行一次"
    return sentence(fault)
