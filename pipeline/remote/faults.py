"""What a fault of a disk, a network or a server means to a user: one sentence and one hint for each."""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Iterator
from typing import Final

from pipeline.problems import printable
from pipeline.remote.failures import SAFE, TargetError

# What happened, and what to do.
Sentence = tuple[str, str]

MAX_DETAIL: Final = 160

FULL: Final = "目标位置的磁盘已满", "请清理磁盘，或请管理员扩大配额，再运行一次"
FORBIDDEN: Final = "没有写入权限", "请管理员给发布用的账号开通写入权限，再运行一次"
LOGIN: Final = "登录被拒绝：账号、密钥或密码不对", "请核对登录信息（见说明中“发布到哪里”），再运行一次"
UNKNOWN_HOST: Final = "找不到这台服务器", "请核对地址中的主机名，并检查网络和域名解析（DNS）"
REFUSED: Final = "服务器拒绝连接", "请核对地址中的主机名和端口，确认服务已经启动、防火墙已放行"
SLOW: Final = "服务器没有回应", "请检查网络和防火墙，稍后再运行一次"
CUT: Final = "连接中断", "请检查网络，再运行一次；已经发送的文件不会重发"
ABSENT: Final = "目标位置不存在", "请核对地址中的路径"
UNTRUSTED: Final = "服务器的证书不可信", "请管理员更换证书；内部证书可用环境变量 SSL_CERT_FILE 指明"
DAMAGED: Final = "送达的内容与原文件不一致", "多半是传输或磁盘出错，请再运行一次；仍然如此请联系管理员"

BY_NUMBER: Final = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), FULL),
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), FORBIDDEN),
    **dict.fromkeys((errno.ECONNRESET, errno.EPIPE, errno.ECONNABORTED, errno.ENOTCONN, errno.ESHUTDOWN), CUT),
    **dict.fromkeys((errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ETIMEDOUT, errno.EHOSTDOWN), SLOW),
    errno.ECONNREFUSED: REFUSED,
    errno.ENOENT: ABSENT,
    errno.ENOTDIR: ABSENT,
}


def damaged(path: str) -> TargetError:
    """Return the failure that a file did not arrive as it was sent."""
    what, hint = DAMAGED
    return TargetError(f"{what}：{path}。{SAFE}", hint)


def sentence(fault: BaseException) -> Sentence:
    """Return what happened and what to do, judged by the fault and by what caused it."""
    for each in chain(fault):
        known = known_sentence(each)
        if known:
            return known
    detail = printable(str(fault) or type(fault).__name__)[:MAX_DETAIL]
    return f"发布位置报错（{detail}）", "请把这句话告诉管理员；排除之后再运行一次"


def known_sentence(fault: BaseException) -> Sentence | None:
    """Return what a fault of the system or of a connection means; None for any other."""
    if isinstance(fault, ssl.SSLCertVerificationError):
        return UNTRUSTED
    if isinstance(fault, socket.gaierror):
        return UNKNOWN_HOST
    if isinstance(fault, TimeoutError):
        return SLOW
    if isinstance(fault, EOFError | ConnectionResetError | BrokenPipeError):
        return CUT
    if isinstance(fault, OSError) and fault.errno:
        return BY_NUMBER.get(fault.errno)
    return None


def chain(fault: BaseException | None) -> Iterator[BaseException]:
    """Yield a fault, what caused it, what caused that."""
    seen: set[int] = set()
    while fault is not None and id(fault) not in seen:
        seen.add(id(fault))
        yield fault
        fault = fault.__cause__ or fault.__context__
