"""What somebody is told to do when something cannot be published, as he can do it: at the desk, or by a command."""

from __future__ import annotations

from pipeline.calls import command, either, flag, option


def verify_first() -> str:
    """Return that site and logs are to be verified."""
    return either("请到“全部公开记录”里核对网站", f"请用 {command('verify')} 核对网站")


def repair_first() -> str:
    """Return that the site is to be repaired."""
    return either("请先到“全部公开记录”里核对、重做", f"请先运行 {command('verify')} {flag('repair')} 修复")


def mendable() -> str:
    """Return what to do about a file that is missing or changed, to who has verified the site."""
    return either("下面可以重做；请查明是谁改的", f"运行 {command('verify')} {flag('repair')} 可以修复；请查明是谁改的")


def elsewhere() -> str:
    """Return what to do if the site is another one."""
    return either("公开在别处的，请写明网站地址", f"公开在别处的，在命令后加上 {option('site', '地址')}")


def say_why(example: str = "") -> str:
    """Return that a reason is to be given, with an example if there is one."""
    at_desk, by_command = "请填写“原因”", f"在命令后加上 {option('note', '原因')}"
    return either(f"{at_desk}，例如 {example}", f"{by_command}，例如 {option('note', example)}") if example else either(at_desk, by_command)
