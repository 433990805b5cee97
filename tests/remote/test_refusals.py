"""What goes wrong before anything is published is said in a sentence that helps, and never with a password in it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from pipeline.remote.failures import TargetError
from pipeline.remote.target import open_target
from tests.remote.conftest import Places
from tests.remote.places import FIRST, SECOND, Place
from tests.remote.servers import HOST, USER, Wire, free_port, refused_by_s3


def refusal(place: Place) -> str:
    """Publish, fail, and return what is said, with the hint."""
    with pytest.raises(TargetError) as failure:
        place.publish(2, SECOND)
    assert "没有改动网站" in failure.value.message or "没有发布" in failure.value.message
    return f"{failure.value.message}\n{failure.value.hint}"


@pytest.mark.parametrize(
    ("address", "message", "hint"),
    [
        ("ftp://host/path", "不认识发布地址开头的“ftp://”", "sftp://、s3://、webdav://、webdavs://"),
        ("sftp://user:throw-away@host/path", "不能写密码", "换一个新密码"),
        ("s3://key:throw-away@bucket", "不能写密码", "去掉"),
        ("s3://key@bucket", "不能写账号", "AWS_ACCESS_KEY_ID"),
        ("webdavs://user:throw-away@host/path", "不能写密码", "去掉"),
        ("sftp://host:port/path", "写法不对", "sftp://用户@主机:端口/路径"),
        ("sftp:///path", "写法不对", "sftp://用户@主机"),
        ("sftp://host", "写法不对", "sftp://用户@主机"),
        ("webdav://host/path?token=throw-away", "写法不对", "webdav://主机:端口/路径"),
    ],
)
def test_an_address_that_cannot_be_right(address: str, message: str, hint: str, tmp_path: Path) -> None:
    with pytest.raises(TargetError, match=message) as failure:
        open_target(address, tmp_path)
    assert hint in failure.value.hint
    assert "throw-away" not in failure.value.message + failure.value.hint


def test_a_driver_that_is_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "s3fs", None)
    monkeypatch.delitem(sys.modules, "pipeline.remote.s3", raising=False)
    with pytest.raises(TargetError, match="组件没有安装") as failure:
        open_target("s3://bucket", tmp_path)
    assert "make publish" in failure.value.hint
    monkeypatch.delenv("MAKELEVEL")
    with pytest.raises(TargetError, match="组件没有安装") as failure:
        open_target("s3://bucket", tmp_path)
    assert "pip install s3fs" in failure.value.hint


def test_people_see_an_address_without_the_account(tmp_path: Path) -> None:
    assert open_target("sftp://editor@host:2222/网站", tmp_path).name == "sftp://host:2222/网站"
    assert open_target("webdav://editor@host/%E7%BD%91%E7%AB%99/", tmp_path).name == "webdav://host/网站"


def test_a_file_that_stands_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("a file")
    with pytest.raises(TargetError, match="目标位置不存在"):
        open_target("site", tmp_path)


@pytest.mark.parametrize("address", ["sftp://no-such-host.invalid/site", "webdav://no-such-host.invalid/site"])
def test_a_host_that_nobody_knows(address: str, places: Places) -> None:
    place = places.make("folder")
    place.address = address
    assert "找不到这台服务器" in refusal(place)


def test_an_s3_endpoint_that_nobody_knows(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    place = places.make("s3")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://no-such-host.invalid")
    assert "找不到这台服务器" in refusal(place)


@pytest.mark.parametrize("kind", ["sftp", "s3", "webdav"])
def test_a_port_where_nobody_listens(kind: str, places: Places) -> None:
    assert "服务器拒绝连接" in refusal(places.make(kind, port=free_port()))


def test_an_sftp_server_that_the_ssh_command_does_not_know(places: Places, sftp_home: Path) -> None:
    place = places.make("sftp")
    (sftp_home / "home/.ssh/known_hosts").rename(sftp_home / "known")
    try:
        said = refusal(place)
    finally:
        (sftp_home / "known").rename(sftp_home / "home/.ssh/known_hosts")
    assert "不认识这台服务器的主机密钥（ssh-ed25519，指纹 SHA256:" in said
    assert f"运行 ssh -p {place.address.split(':')[2].partition('/')[0]} {USER}@{HOST} 并回答 yes" in said


def test_an_sftp_server_whose_key_is_another_one(places: Places, sftp_home: Path) -> None:
    place, known = places.make("sftp"), sftp_home / "home/.ssh/known_hosts"
    before = known.read_text()
    stranger = (sftp_home / "home/.ssh/stranger.pub").read_text().split()[1]
    known.write_text("\n".join(" ".join([*line.split()[:2], stranger]) for line in before.splitlines()))
    try:
        said = refusal(place)
    finally:
        known.write_text(before)
    assert "可能有人冒充" in said
    assert "ssh-keygen -R '[127.0.0.1]:" in said


def test_an_sftp_key_that_the_server_does_not_take(places: Places, sftp_home: Path) -> None:
    place = places.make("sftp")
    with_config(sftp_home, "stranger")
    (sftp_home / "home/.ssh/id_ed25519").rename(sftp_home / "id_ed25519")
    try:
        said = refusal(place)
    finally:
        (sftp_home / "id_ed25519").rename(sftp_home / "home/.ssh/id_ed25519")
        (sftp_home / "home/.ssh/config").unlink()
    assert "登录被拒绝" in said


def test_an_sftp_account_that_may_only_read(places: Places, sftp_home: Path) -> None:
    place = places.make("sftp")
    place.publish(1, FIRST)
    with_config(sftp_home, "reader")
    try:
        assert "没有写入权限" in refusal(place)
    finally:
        (sftp_home / "home/.ssh/config").unlink()
    assert place.shows(1, FIRST)


def with_config(home: Path, key: str) -> None:
    """Let ~/.ssh/config name a key, which is tried before the others."""
    (home / "home/.ssh/config").write_text(f"Host {HOST}\n    IdentityFile ~/.ssh/{key}\n")


def test_the_user_and_the_port_may_stand_in_the_ssh_settings(places: Places, sftp_home: Path, tmp_path: Path) -> None:
    place = places.make("sftp")
    port = places.servers.port("sftp")
    (sftp_home / "home/.ssh/config").write_text(f"Host bureau\n    HostName {HOST}\n    User {USER}\n    Port {port}\n")
    try:
        place.address = f"sftp://bureau{place.address.partition(f':{port}')[2]}"
        place.publish(1, FIRST)
        assert place.open().name == f"sftp://bureau{tmp_path}/网站/{place.address.rpartition('/')[2]}"
    finally:
        (sftp_home / "home/.ssh/config").unlink()
    assert place.shows(1, FIRST)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [("WEBDAV_PASSWORD", "wrong", "登录被拒绝"), ("WEBDAV_PASSWORD", "", "登录被拒绝")],
)
def test_a_webdav_password_that_is_wrong_or_missing(
    places: Places, name: str, value: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = places.make("webdav")
    monkeypatch.setenv(name, value)
    said = refusal(place)
    assert message in said
    assert "~/.netrc" in said


def test_a_webdav_password_may_stand_in_netrc(places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = places.make("webdav")
    (tmp_path / ".netrc").write_text(f"machine {HOST} login editor password {os.environ['WEBDAV_PASSWORD']}\n")
    (tmp_path / ".netrc").chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("WEBDAV_PASSWORD")
    place.publish(1, FIRST)
    assert place.shows(1, FIRST)


def test_a_webdav_folder_that_may_only_be_read(places: Places) -> None:
    place = places.make("webdav")
    place.publish(1, FIRST)
    place.address = place.address.replace("/网站/", "/readonly/网站/")
    assert "没有写入权限" in refusal(place)
    assert place.shows(1, FIRST)


def test_s3_credentials_that_are_wrong(places: Places) -> None:
    place = places.make("s3")
    with refused_by_s3(places.servers.port("s3")):
        assert "登录被拒绝" in refusal(place)


def test_s3_credentials_that_are_missing(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    place = places.make("s3")
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    assert "没有可用的 S3 登录信息" in refusal(place)


def test_a_bucket_that_is_not_there(places: Places) -> None:
    place = places.make("s3")
    place.address = "s3://no-such-bucket/site"
    assert "没有这个存储桶" in refusal(place)


@pytest.mark.parametrize("kind", ["s3", "webdav"])
def test_a_file_damaged_on_the_wire_is_noticed(kind: str, places: Places) -> None:
    wire = Wire(places.servers.port(kind))
    try:
        place = places.make(kind, port=wire.port)
        place.publish(1, FIRST)
        wire.damage = b"<p>article 2</p>", b"<p>article 3</p>"
        assert "送达的内容与原文件不一致：" in refusal(place)
        assert place.shows(1, FIRST)
        wire.damage = b"", b""
        assert place.publish(2, SECOND) == ["2020/xinfang/index.html"], "the damaged file was not kept"
        assert place.shows(2, SECOND)
    finally:
        wire.close()


@pytest.mark.parametrize("place", ["folder", "sftp"], indirect=True)
def test_a_file_damaged_on_the_disk_is_noticed(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.publish(1, FIRST)
    reader = "pathlib.Path.read_bytes" if place.kind == "folder" else "pipeline.remote.sftp.SftpStore.read"
    with monkeypatch.context() as patch:
        patch_reading(patch, reader)
        assert "送达的内容与原文件不一致：" in refusal(place)
    assert place.shows(1, FIRST)
    assert place.publish(2, SECOND) == ["2020/xinfang/index.html"], "the damaged file was not kept"
    assert place.shows(2, SECOND)


def patch_reading(patch: pytest.MonkeyPatch, name: str) -> None:
    """Let what was written be read as something else."""
    owner, _, attribute = name.rpartition(".")
    module, _, class_name = owner.rpartition(".")
    holder = getattr(sys.modules[module], class_name)
    original = getattr(holder, attribute)
    patch.setattr(holder, attribute, lambda *args: original(*args).replace(b"<p>article 2</p>", b"<p>article 3</p>"))
