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
from pipeline.remote.failures import LockedError
from pipeline.remote.lock import Holder, this_system
from tests.remote.places import FIRST, SECOND, Place, upload

REMOTE = ("sftp", "s3", "webdav")


def long_ago(hours: float) -> str:
    return (datetime.now(UTC) - timedelta(hours=hours)).isoformat(timespec="seconds")


def number_of_a_dead_process() -> int:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        return process.pid


def test_a_second_publisher_is_told_who_is_at_work_and_since_when(place: Place) -> None:
    with place.open().lock():
        with pytest.raises(LockedError) as told, place.open().lock():
            pytest.fail("two have the lock")
        assert re.search(f"计算机 {socket.gethostname()}，进程 {os.getpid()}，2.*起）正在发布到这里", told.value.message)
        assert "网站没有受影响" in told.value.message
        assert "等对方发布完" in told.value.hint
        assert ("可删除" in told.value.hint) is (place.kind != "folder"), "the system frees a folder's lock by itself"
    assert place.publish(1, FIRST), "the lock is free again"


def test_of_six_publishers_at_once_one_wins_and_the_others_are_told(place: Place) -> None:
    targets, outcomes, start, end = [place.open() for _ in range(6)], list[str](), threading.Barrier(6), threading.Event()

    def publish(index: int) -> None:
        start.wait()
        try:
            with targets[index].lock():
                note("won")
                end.wait(20)
        except LockedError:
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
    store = place.store(place.open())
    for holder in (
        Holder(pid=number_of_a_dead_process()),
        Holder(host="elsewhere", time=long_ago(1.1)),
        Holder(),  # of a run in this process that has ended
    ):
        assert store.create_lock(holder.text())
        with place.open().lock():
            pass
        assert store.read_lock() is None


@pytest.mark.parametrize("place", REMOTE, indirect=True)
def test_a_lock_whose_holder_may_live_is_respected(place: Place) -> None:
    store = place.store(place.open())
    for holder in (
        Holder(host="elsewhere", time=long_ago(0.9)),
        Holder(pid=number_of_a_dead_process(), system="another system of the same name"),
        Holder(pid=os.getppid()),
    ):
        assert store.create_lock(holder.text())
        with pytest.raises(LockedError, match=f"计算机 {holder.host}，进程 {holder.pid}"), place.open().lock():
            pytest.fail("two have the lock")
        store.remove_lock()


@pytest.mark.parametrize("place", REMOTE, indirect=True)
def test_who_lost_the_lock_to_another_shows_nothing(place: Place) -> None:
    place.publish(1, FIRST)
    slow, quick = place.open(), place.open()
    with slow.lock():
        upload(slow, 2, {"index.html": b"<p>slow</p>"})
        place.store(quick).write_lock(Holder(host="elsewhere", time=long_ago(2)).text())
        with quick.lock():
            with pytest.raises(LockedError, match="已经接手"):
                slow.show(2)
            upload(quick, 2, SECOND)
            quick.show(2)
            with pytest.raises(LockedError, match="已经接手"):
                slow.show(2)
    assert place.shows(2, SECOND)


@pytest.mark.parametrize("place", REMOTE, indirect=True)
def test_a_long_publication_gives_signs_of_life(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "RENEWAL", timedelta(seconds=-1))
    target, store = place.open(), place.store(place.open())
    with target.lock():
        store.write_lock(store.read_lock().replace(str(datetime.now(UTC).year), "2021", 1))
        upload(target, 1, FIRST)
        assert f'"time": "{datetime.now(UTC).year}' in store.read_lock()
        target.show(1)
    assert place.shows(1, FIRST)


@pytest.mark.parametrize("place", ["webdav"], indirect=True)
def test_a_lock_without_a_text_is_taken_over_after_a_while(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "HALF_SECONDS", 1)
    store = place.store(place.open())
    assert store.create_lock("")
    with place.open().lock():
        pass


def test_a_system_is_told_from_others_of_its_name() -> None:
    assert re.fullmatch(r"[0-9a-f-]{36} pid:\[\d+\]", this_system())
