"""One publisher at a time; a lock whose holder is gone is taken over, and then its holder does no harm."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from pipeline.remote import lock
from pipeline.remote.failures import LockedError
from pipeline.remote.lock import Holder, this_system
from pipeline.remote.stored_target import StoredTarget
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
        assert "这次没有改动网站" in told.value.message
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


def test_a_second_publisher_waits_its_turn_and_says_so_once(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "TURN_SECONDS", 60)
    monkeypatch.setattr(lock, "TURN_PAUSE", 0.05)
    told, order, is_told = list[str](), list[str](), threading.Event()

    def note(sentence: str) -> None:
        told.append(sentence)
        is_told.set()

    def follow() -> None:
        with second.lock(note):
            order.append("second")

    first, second = place.open(), place.open()
    with first.lock():
        follower = threading.Thread(target=follow)
        follower.start()
        assert is_told.wait(20)
        upload(first, 1, FIRST)
        first.show(1)
        order.append("first")
    follower.join(20)
    assert order == ["first", "second"]
    assert len(told) == 1
    assert re.fullmatch(rf"另一个程序（计算机 {socket.gethostname()}，进程 {os.getpid()}，.* 起）正在发布到这里，请稍候……", told[0])
    assert place.shows(1, FIRST)


@pytest.mark.parametrize("place", ["sftp"], indirect=True)
def test_a_lock_freed_while_it_is_asked_for_is_free(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = place.store(place.open()), place.store(place.open())
    assert first.create_lock(Holder().text())
    read_lock = second.read_lock

    def read_after_it_is_freed() -> str | None:
        first.remove_lock()
        monkeypatch.undo()
        text: str | None = read_lock()
        return text

    monkeypatch.setattr(second, "read_lock", read_after_it_is_freed)
    assert second.create_lock(Holder().text())


def test_a_lock_made_by_a_third_one_after_the_first_freed_it_is_left_alone(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    store = place.store(place.open())
    third = Holder(host="elsewhere")
    monkeypatch.setattr(store, "create_lock", lambda text: text == third.text())
    monkeypatch.setattr(store, "remove_lock", lambda: pytest.fail("the third one's lock is removed"))
    texts = iter([None, third.text()])
    monkeypatch.setattr(store, "read_lock", lambda: next(texts))
    assert "elsewhere" in lock.rival(store, Holder())


@pytest.mark.parametrize("place", REMOTE, indirect=True)
def test_a_holder_that_dies_while_another_waits_is_taken_over(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "TURN_SECONDS", 60)
    monkeypatch.setattr(lock, "TURN_PAUSE", 0.05)
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        assert place.store(place.open()).create_lock(Holder(pid=process.pid).text())

        def die(_sentence: str) -> None:
            process.kill()
            process.wait()

        with place.open().lock(die):
            assert process.returncode
    assert place.publish(1, FIRST)


class CarelessS3:
    """Takes away an S3 store's conditions: some stores refuse them, others take no notice of them."""

    def __init__(self, store: Any, way: str, patch: pytest.MonkeyPatch) -> None:  # noqa: ANN401 - whichever store
        self.original, self.way = store.call, way
        patch.setattr(store, "call", self.call)

    def call(self, operation: str, path: str, **settings: Any) -> Any:  # noqa: ANN401 - S3's own words
        if settings.pop("IfNoneMatch", None) and self.way == "refuses":
            raise OSError from ClientError({"Error": {"Code": "NotImplemented"}}, operation)
        return self.original(operation, path, **settings)


@pytest.mark.parametrize("way", ["refuses", "takes no notice"])
@pytest.mark.parametrize("place", ["s3"], indirect=True)
def test_a_lock_in_an_s3_store_without_conditions_is_not_made_over(place: Place, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = place.open(), place.open()
    for target in (first, second):
        CarelessS3(place.store(target), way, monkeypatch)
    with first.lock():
        text = place.store(first).read_lock()
        with pytest.raises(LockedError, match="正在发布到这里"), second.lock():
            pytest.fail("two have the lock")
        assert place.store(first).read_lock() == text
        upload(first, 1, FIRST)
        first.show(1)
    with second.lock():
        assert place.shows(1, FIRST)


@pytest.mark.parametrize("way", ["refuses", "takes no notice"])
@pytest.mark.parametrize("place", ["s3"], indirect=True)
def test_of_two_that_make_such_a_lock_at_the_same_moment_one_has_it(place: Place, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = place.open(), place.open()
    start, have = threading.Barrier(2), list[str]()
    for target in (first, second):
        store = place.store(target)
        CarelessS3(store, way, monkeypatch)
        # Both have found that there is no lock before either makes one.
        original = store.put_lock_if_none
        monkeypatch.setattr(
            store, "put_lock_if_none", lambda text, original=original: (start.wait(20) if not have else None, original(text))[1]
        )

    def take(target: StoredTarget, name: str) -> None:
        with suppress(LockedError), target.lock():
            have.append(name)
            end.wait(20)

    end = threading.Event()
    threads = [threading.Thread(target=take, args=(target, name)) for target, name in ((first, "first"), (second, "second"))]
    for thread in threads:
        thread.start()
    threads[0].join(4)
    end.set()
    for thread in threads:
        thread.join()
    assert len(have) == 1


@pytest.mark.parametrize("place", ["s3"], indirect=True)
def test_a_lock_whose_making_was_answered_too_late_is_ones_own(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    target = place.open()
    store = place.store(target)
    original, answers = store.system.call_s3, [ConnectionResetError()]

    def cut(operation: str, **settings: Any) -> Any:  # noqa: ANN401 - S3's own words
        answer = original(operation, **settings)
        if "IfNoneMatch" in settings and answers:
            raise answers.pop()
        return answer

    monkeypatch.setattr(store.system, "call_s3", cut)
    with target.lock():
        upload(target, 1, FIRST)
        target.show(1)
    assert place.shows(1, FIRST)
    assert not answers


def test_a_system_is_told_from_others_of_its_name() -> None:
    assert re.fullmatch(r"[0-9a-f-]{36} pid:\[\d+\]", this_system())
