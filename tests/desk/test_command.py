"""The desk's command: what it says when it begins and ends, beside another one, and where something is missing."""

from __future__ import annotations

import asyncio
import re
import signal
import socket
import subprocess
import sys

import pytest

from pipeline.commands.desk import tell
from pipeline.desk import serving
from pipeline.workspace import Workspace
from tests.desk.desks import running
from tests.in_process import ziping

ENGLISH = re.compile(r"[A-Za-z]{3,}")


def ended(process: subprocess.Popen[str], how: signal.Signals) -> tuple[int, str]:
    process.send_signal(how)
    said, _ = process.communicate(timeout=120)
    return process.returncode, said


def test_it_ends_with_one_line_beside_another_one_and_no_line_is_english(shipped: Workspace) -> None:
    with running(shipped) as (address, process), running(shipped, "xinfang", "2020") as (other, beside):
        port = int(re.findall(r":(\d+)/", address)[0])
        assert str(port) not in other
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.sendall(b"nonsense\r\n\r\n")
            refused = b"".join(iter(lambda: connection.recv(1000), b"")).decode()
            assert refused.startswith("HTTP/1.1 400")
            assert refused.endswith("\r\n\r\n看不懂这个请求。\n")
        for each in (process, beside):
            code, said = ended(each, signal.SIGINT)
            assert code == 0
            assert said.splitlines()[-1] == "填报页面已关闭，填过的都已保存"
            assert ENGLISH.findall(said.replace("Ctrl-C", "")) == []


def test_a_missing_component_is_told_with_what_to_do(shipped: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pipeline.desk.serving", None)
    answer = ziping(shipped.root, "desk")
    assert answer.code == 1
    assert "没有安装浏览器填报的组件" in answer.said + answer.complained


def test_the_address_is_printed_in_any_case(capsys: pytest.CaptureFixture[str]) -> None:
    for is_opened in (True, False):
        tell("http://127.0.0.1:1/enter?key=x", is_opened)
        assert "请在浏览器里打开（只能用一次）：http://127.0.0.1:1/enter?key=x" in capsys.readouterr().out


def test_no_browser_is_opened_in_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert not serving.has_screen()
    monkeypatch.setenv("DISPLAY", ":0")
    assert serving.has_screen()


def test_answers_do_not_wait_for_a_word_that_their_first_part_has_come() -> None:
    async def accepted(listening: socket.socket) -> int:
        nodelay: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        def connected(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            nodelay.set_result(writer.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        async with await asyncio.start_server(connected, sock=listening):
            _, writer = await asyncio.open_connection(*listening.getsockname())
            writer.close()
            return await nodelay

    with serving.listening_socket() as listening:
        assert listening.getsockname()[0] == "127.0.0.1"
        assert asyncio.run(accepted(listening))
