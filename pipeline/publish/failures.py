"""What drivers raise, told in sentences that a web editor can act on."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from pipeline.publish.target import TargetError

WHOLE: Final = "；网站仍是原来的，没有损坏"
AGAIN: Final = "请稍后再发布一次，已经传过去的不用重传"
CREDENTIALS: Final = "请检查登录信息，见说明书“发布”一章"
NETWORK: Final = "请检查网址和网络；" + AGAIN

BY_NUMBER: Final = {
    errno.ENOSPC: ("对方的磁盘已满", "请清理磁盘，再发布一次"),
    errno.EDQUOT: ("对方的磁盘配额已用完", "请清理磁盘，再发布一次"),
    errno.EACCES: ("没有写入权限", "请检查文件夹的权限"),
    errno.EPERM: ("没有写入权限", "请检查文件夹的权限"),
    errno.EROFS: ("对方的磁盘是只读的", "请换一个可以写入的地方"),
    errno.ENOTDIR: ("发布的位置被一个文件占着", "请换一个文件夹"),
    errno.ECONNREFUSED: ("对方拒绝连接", NETWORK),
    errno.EHOSTUNREACH: ("连不上对方", NETWORK),
    errno.ETIMEDOUT: ("对方很久没有回应", NETWORK),
}
# Names of classes that drivers raise, the more special first → what happened, and what to do.
BY_NAME: Final = {
    "BadHostKeyException": ("对方的主机密钥与 known_hosts 里的不同，可能是冒充", "请向管理员核实后再更新 known_hosts"),
    "UnknownHostError": ("没有见过这台主机的密钥，不能确认它的身份", "请先用 ssh 登录一次，核对并记下它的密钥"),
    "AuthenticationException": ("登录没有成功", CREDENTIALS),
    "PasswordRequiredException": ("密钥文件有口令，打不开", "请先用 ssh-add 载入密钥"),
    "NoValidConnectionsError": ("连不上对方", NETWORK),
    "NoCredentialsError": ("没有找到登录信息", CREDENTIALS),
    "PartialCredentialsError": ("登录信息不完整", CREDENTIALS),
    "EndpointConnectionError": ("连不上对方", NETWORK),
    "ConnectError": ("连不上对方", NETWORK),
    "gaierror": ("找不到这台主机", "请检查网址里的主机名"),
    "TimeoutError": ("对方很久没有回应", NETWORK),
    "TimeoutException": ("对方很久没有回应", NETWORK),
    "PermissionError": ("没有权限", CREDENTIALS),
    "ForbiddenOperation": ("没有权限", CREDENTIALS),
    "InsufficientStorage": ("对方的空间已满", "请清理空间，再发布一次"),
    "FileNotFoundError": ("对方没有这个位置", "请检查网址里的路径或存储桶的名称"),
    "SSHException": ("连接中断", AGAIN),
    "EOFError": ("连接中断", AGAIN),
    "ConnectionError": ("连接中断", AGAIN),
    "HTTPClientError": ("连接中断", AGAIN),
    "ClientError": ("对方没有接受", CREDENTIALS),
    "HTTPError": ("对方没有接受，或连接中断", AGAIN),
    "OSError": ("写不进去，或连接中断", AGAIN),
}


@contextmanager
def told(shown: str) -> Iterator[None]:
    """Turn whatever a driver raises into a TargetError.

    Args:
        shown: the target's address.
    """
    try:
        yield
    except TargetError:
        raise
    except Exception as fault:
        found = sentence(fault)
        if found is None:
            raise
        raise TargetError(f"{shown}：{found[0]}{WHOLE}", found[1]) from fault


def sentence(fault: BaseException) -> tuple[str, str] | None:
    """Return what a driver's exception means and what to do; None for one that no driver raises."""
    status = http_status(fault)
    if status in (401, 403):
        return BY_NAME["PermissionError"]
    if isinstance(fault, OSError) and fault.errno in BY_NUMBER:
        return BY_NUMBER[fault.errno]
    names = {ancestor.__name__ for ancestor in type(fault).__mro__}
    return next((told for name, told in BY_NAME.items() if name in names), None)


def http_status(fault: BaseException) -> int:
    """Return the status that an HTTP server answered with, if the exception holds one."""
    response = getattr(fault, "response", None)
    if isinstance(response, dict):
        return int(response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    return int(getattr(response, "status_code", 0) or 0)
