"""One publisher at a time; a lock whose holder is gone is taken over, and then its holder does no harm."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta

import pytest

from pipeline.remote import lock
from pipeline.remote.contract import BusyError
from pipeline.remote.lock import Owner, this_system
from tests.remote.places import FIRST, SECOND, Place, stage

REMOTE = ("sftp", "s3", "webdav")


def long_ago(hours: float) -> str:
    return (datetime.now(UTC) - timedelta(hours=hours)).isoformat(timespec="seconds")


def number_of_a_dead_process() -> int:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        return process.pid


def test_a_second_publisher_is_told_who_is_at_work_and_since_when(place: Place) -> None:
    with place.open().lock():
        with pytest.raises(BusyError) as told, place.open().lock():
            pytest.fail("two have the lock")
        assert re.search(f"计算机 {socket.gethostname()}，进程 {os.getpid()}，2.*起）正在发布到这里", told.value.message)
        assert "网站没有受影响" in told.value.message
        assert "等对方发布完" in told.value.hint
    assert place.publish(1, FIRST), "the lock is free again"


def test_of_six_publishers_at_once_one_wins_and_the_others_are_told(place: Place) -> None:
    targets, outcomes, start, end = [place.open() for _ in range(6)], list[str](), threading.Barrier(6), threading.Event()

    def publish(index: int) -> None:
        start.wait()
        try:
            with targets[index].lock():
                note("won")
                end.wait(20)
        except BusyError:
            note("told")

    def note(outcome: str) -> None:
        outcomes.append(outcome)
        if len(outcomes) == len(targets):
            end.set()

    threads = [threading.Thread(target=publish, args=(index,)) for index in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["told"] * 5 + ["won"]


@pytest.mark.parametrize("place", REMOTE, indirect=True)
def test_a_lock_whose_holder_died_or_fell_silent_is_taken_over(place: Place) -> None:
    storage = place.storage(place.open())
    for owner in (
        Owner(pid=number_of_a_dead_process()),
        Owner(host="elsewhere", time=long_ago(1.1)),
        Owner(),  # of a run in this process that has ended
    ):
        assert storage.claim(owner.text())
        with place.open().lock():
            pass
        assert storage.claimed() is None


@pytest.mark.parametrize("place", REMOTE, indirect=True)
def test_a_lock_whose_holder_may_live_is_respected(place: Place) -> None:
    storage = place.storage(place.open())
    for owner in (
        Owner(host="elsewhere", time=long_ago(0.9)),
        Owner(pid=number_of_a_dead_process(), system="another system of the same name"),
        Owner(pid=os.getppid()),
    ):
        assert storage.claim(owner.text())
        with pytest.raises(BusyError, match=f"计算机 {owner.host}，进程 {owner.pid}"), place.open().lock():
            pytest.fail("two have the lock")
        storage.drop()


@pytest.mark.parametrize("place", REMOTE, indirect=True)
def test_who_lost_the_lock_to_another_switches_nothing(place: Place) -> None:
    place.publish(1, FIRST)
    slow, quick = place.open(), place.open()
    with slow.lock():
        stage(slow, 2, {"index.html": b"<p>slow</p>"})
        place.storage(quick).renew(Owner(host="elsewhere", time=long_ago(2)).text())
        with quick.lock():
            with pytest.raises(BusyError, match="已经接手"):
                slow.switch(2)
            stage(quick, 2, SECOND)
            quick.switch(2)
            with pytest.raises(BusyError, match="已经接手"):
                slow.switch(2)
    assert place.shows(2, SECOND)


@pytest.mark.parametrize("place", REMOTE, indirect=True)
def test_a_long_publication_gives_signs_of_life(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "RENEWAL", timedelta(seconds=-1))
    target, storage = place.open(), place.storage(place.open())
    with target.lock():
        storage.renew(storage.claimed().replace(str(datetime.now(UTC).year), "2021", 1))
        stage(target, 1, FIRST)
        assert f'"time": "{datetime.now(UTC).year}' in storage.claimed()
        target.switch(1)
    assert place.shows(1, FIRST)


@pytest.mark.parametrize("place", ["webdav"], indirect=True)
def test_a_lock_that_nobody_signed_is_taken_over_after_a_while(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "PATIENCE", 1)
    storage = place.storage(place.open())
    assert storage.claim("")
    with place.open().lock():
        pass


def test_a_system_is_told_from_others_of_its_name() -> None:
    assert re.fullmatch(r"[0-9a-f-]{36} pid:\[\d+\]", this_system())
