"""A web editor at work, through the commands: publishing, correcting, withdrawing, going back, verifying, and what is refused."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import expect

from tests.browser import chromium
from tests.end_to_end.test_make import make
from tests.in_process import Done, ziping
from tests.remote.conftest import Places, places, s3_client, s3_port, servers, sftp_home, sftp_port, webdav_home, webdav_port
from tests.remote.places import look_at_tree
from tests.remote.servers import free_port

__all__ = ["places", "s3_client", "s3_port", "servers", "sftp_home", "sftp_port", "webdav_home", "webdav_port"]

ROOT = Path(__file__).parents[2]
UNIT = ("xinfang", "2020")
ARTICLE = "2020/xinfang/index.html"
FIGURE, OTHER = "实际支出数: 8.06", "实际支出数: 7.77"
PASSWORD = "throw-away"
SITE = """\
网站名称: 湛江市财政局
网站域名: czj.zhanjiang.example
网站标识码: "4408000099"
网址: https://czj.zhanjiang.example/zp/
主办单位: 湛江市财政局
联系电话: 0759-0000000
栏目:
  名称: 部门整体支出绩效自评
  说明: 市级预算部门每年对部门整体支出绩效的自评报告和基础数据表
  关键词: 绩效自评，预算绩效管理
  类别: 信息公开
"""
# Three words of Latin letters in a row, paths and commands excepted, are no Chinese sentence.
COMMAND = re.compile(r"(?:make|ziping) [a-z]+(?: [A-Z]+=\S+| --\S+)*")
FOREIGN = re.compile(r"(?<![/\w.=-])[A-Za-z]{2,}(?: [A-Za-z]{2,}){2,}")


def process(folder: Path, *arguments: str) -> Done:
    """Run the command in a folder as a process, whose end closes what drivers leave open, and which has an exit code."""
    command = [sys.executable, "-m", "pipeline", *arguments]
    variables = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, check=False)
    return Done(done.returncode, done.stdout, done.stderr)


class Editor:
    """A web editor in a project's folder, who runs the command there."""

    def __init__(self, folder: Path, command: Callable[..., Done] = ziping) -> None:
        self.folder, self.command = folder, command
        self.data = folder / "data/xinfang/2020.yaml"
        self.log = folder / "data/xinfang/2020.log.yaml"
        self.site = folder / "output/site"

    def run(self, *arguments: str, code: int = 0) -> str:
        """Run a command, expect its exit code, and return what the editor reads: Chinese, whatever happens."""
        done = self.command(self.folder, *arguments)
        assert done.code == code, done.said + done.complained
        assert done.complained == ""
        assert "Traceback" not in done.said
        assert PASSWORD not in done.said
        assert not FOREIGN.search(COMMAND.sub("", done.said)), done.said
        return done.said

    def publish(self, *options: str, code: int = 0) -> str:
        return self.run("publish", *UNIT, *options, code=code)

    def withdraw(self, *options: str, code: int = 0) -> str:
        return self.run("withdraw", *UNIT, *options, code=code)

    def edit(self, old: str, new: str) -> None:
        text = self.data.read_text(encoding="utf-8")
        assert old in text
        self.data.write_text(text.replace(old, new, 1), encoding="utf-8")

    def correct(self) -> None:
        self.edit(FIGURE, OTHER)
        self.publish("--note=更正三公经费支出数")

    def entries(self) -> list[dict[str, Any]]:
        """Return the log's entries, which are written as texts."""
        records: list[dict[str, Any]] = yaml.safe_load(self.log.read_bytes())["记录"]
        return records

    def kinds(self) -> list[str]:
        return [entry["类型"] for entry in self.entries()]

    def readers_see(self) -> dict[str, bytes]:
        return look_at_tree(self.site / "current")

    def files(self) -> dict[str, bytes]:
        """Return what readers see, except the manifest."""
        return {path: data for path, data in self.readers_see().items() if path != "manifest.json"}

    def page(self, path: str = ARTICLE) -> str:
        return self.readers_see()[path].decode()

    def everything(self) -> dict[str, tuple[int, bytes | str]]:
        """Return all there is in the folder, with the times of its last changes."""
        paths = [path for path in self.folder.rglob("*") if path.is_symlink() or path.is_file()]
        return {str(path): (path.lstat().st_mtime_ns, str(path.readlink()) if path.is_symlink() else path.read_bytes()) for path in paths}


def project(folder: Path) -> Path:
    for name in ("data", "templates"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("*.log.yaml", "*.schema.json"))
    (folder / "data/site.yaml").write_text(SITE, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def published_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = project(tmp_path_factory.mktemp("已公开"))
    Editor(folder).publish()
    return folder


@pytest.fixture(scope="module")
def withdrawn_folder(tmp_path_factory: pytest.TempPathFactory, published_folder: Path) -> Path:
    folder = copied(published_folder, tmp_path_factory.mktemp("已撤回"))
    Editor(folder).withdraw("--note=数据有误，正在重新核对")
    return folder


def copied(folder: Path, base: Path) -> Path:
    return Path(shutil.copytree(folder, base / "自评", symlinks=True))


@pytest.fixture
def editor(tmp_path: Path) -> Editor:
    """Before the first publication."""
    return Editor(project(tmp_path / "自评"))


@pytest.fixture
def published(tmp_path: Path, published_folder: Path) -> Editor:
    """After it."""
    return Editor(copied(published_folder, tmp_path))


@pytest.fixture
def withdrawn(tmp_path: Path, withdrawn_folder: Path) -> Editor:
    """After its withdrawal."""
    return Editor(copied(withdrawn_folder, tmp_path))


def test_a_first_publication_is_on_the_site_and_in_the_log(editor: Editor) -> None:
    said = editor.publish()
    assert "首次发布，已记入 data/xinfang/2020.log.yaml" in said
    assert (editor.folder / said.split()[-1]).samefile(editor.site / "current" / ARTICLE)
    assert editor.kinds() == ["首次发布"]
    assert "湛江市财政局" in editor.page()
    assert editor.run("verify").endswith("核对了 1 份公开记录、网站上的 36 个文件：0 个错误\n")


@pytest.mark.browser
@pytest.mark.slow
def test_what_was_published_to_a_folder_opens_in_a_browser_from_there(editor: Editor) -> None:
    page = editor.folder / editor.publish().split()[-1]
    with chromium() as browser:
        view = browser.new_page()
        view.goto(page.as_uri())
        expect(view.get_by_role("heading", level=1)).to_have_text("湛江市信访局2020年度部门整体绩效自评")
        expect(view.locator(".skip")).not_to_be_in_viewport()  # the style sheet is there
        view.get_by_role("link", name="首页").click()
        expect(view.get_by_role("heading", level=1)).to_have_text("部门整体支出绩效自评")
        view.get_by_role("searchbox").fill("信访")
        view.keyboard.press("Enter")
        expect(view.locator("#status")).to_have_text("直接打开的文件不能搜索，放到网站上就可以。")


def test_unchanged_data_are_not_published_again(published: Editor) -> None:
    before, log = published.readers_see(), published.log.read_bytes()
    assert "与网站上的相同，没有发布" in published.publish()
    assert (published.readers_see(), published.log.read_bytes()) == (before, log)
    assert [path.name for path in (published.site / ".ziping/releases").iterdir()] == ["1.json"]


def test_a_correction_is_refused_without_its_reason(published: Editor) -> None:
    published.edit(FIGURE, OTHER)
    before, log = published.readers_see(), published.log.read_bytes()
    said = published.publish(code=1)
    assert "与已公开的相比改动 1 项、随之变化 1 项，更正时要写明原因" in said
    assert "NOTE=原因" in said
    assert (published.readers_see(), published.log.read_bytes()) == (before, log)
    published.run("verify")


@pytest.mark.parametrize(("note", "said"), [("更正\n两处", "原因只写一行"), ("更正\ufdd0", "原因里有看不见的控制字符")])
def test_a_reason_that_the_log_cannot_hold_is_refused(note: str, said: str, published: Editor) -> None:
    published.edit(FIGURE, OTHER)
    before = published.log.read_bytes()
    assert said in published.publish("--note", note, code=2)
    assert published.log.read_bytes() == before


def test_a_correction_tells_old_and_new_in_article_log_and_comparison(published: Editor) -> None:
    published.edit(FIGURE, OTHER)
    compared = published.run("diff", *UNIT, "--against=published")
    assert re.search(r"实际支出数：8.06 → 7.77", compared)
    published.publish("--note=更正三公经费支出数")
    assert published.kinds() == ["首次发布", "更正"]
    changes = {change["项"]: change for change in published.entries()[1]["变更"]}
    assert changes["部门整体绩效产出情况.经济性.三公经费.实际支出数"]["原"] == "8.06"
    assert changes["部门整体绩效产出情况.经济性.三公经费.实际支出数"]["现"] == "7.77"
    assert "<td><del>8.06</del></td><td><ins>7.77</ins></td>" in published.page()
    assert "更正三公经费支出数" in published.page()
    assert "没有不同" in published.run("diff", *UNIT, "--against=published")
    assert published.run("verify").endswith("：0 个错误\n")


def test_a_withdrawal_needs_a_reason(published: Editor) -> None:
    before = published.readers_see()
    assert "撤回要写明原因" in published.withdraw(code=1)
    assert published.readers_see() == before


def test_a_withdrawal_leaves_a_notice_and_nothing_else(withdrawn: Editor) -> None:
    files = withdrawn.readers_see()
    assert [path for path in files if path.startswith("2020/xinfang/")] == [ARTICLE]
    assert "撤回原因：数据有误，正在重新核对" in withdrawn.page()
    assert not [path for path in files if path.startswith("texts/")]
    assert "xinfang" not in withdrawn.page("2020/sitemap.xml")
    assert re.findall("<title>(.*xinfang.*|.*信访局.*)</title>", withdrawn.page("feed.xml")) == [
        "已撤回：湛江市信访局2020年度部门整体绩效自评"
    ]
    assert not [path for path, data in files.items() if b"8.06" in data]
    assert withdrawn.kinds() == ["首次发布", "撤回"]
    assert withdrawn.run("verify").endswith("：0 个错误\n")
    assert "已经" in withdrawn.withdraw("--note=再撤一次", code=1)


def test_what_was_withdrawn_comes_back_with_a_reason(withdrawn: Editor) -> None:
    said = withdrawn.publish(code=1)
    assert "撤回，重新公开要写明原因" in said
    assert "NOTE=核对无误重新公开" in said
    withdrawn.publish("--note=核对无误，重新公开")
    assert "8.06" in withdrawn.page()
    assert "xinfang" in withdrawn.page("2020/sitemap.xml")
    assert withdrawn.run("verify").endswith("：0 个错误\n")


def test_a_rollback_shows_the_earlier_state_and_is_logged(published: Editor) -> None:
    before = published.files()
    published.correct()
    assert "回退（output/site：从第 2 版退回第 1 版的内容；误更正），已记入 data/site.log.yaml" in published.run(
        "rollback", "--note=误更正"
    )
    assert published.files() == before
    (entry,) = yaml.safe_load((published.folder / "data/site.log.yaml").read_bytes())["记录"]
    assert (entry["类型"], entry["说明"]) == ("回退", "output/site：从第 2 版退回第 1 版的内容；误更正")
    said = published.run("verify")
    assert "网站上是第 1 条记录的内容，公开记录已有 2 条" in said
    assert said.endswith("：0 个错误，1 个警告\n")
    published.publish()
    assert "<ins>7.77</ins>" in published.page()
    assert published.run("verify").endswith("：0 个错误\n")


def test_a_rollback_brings_back_nothing_that_was_withdrawn(withdrawn: Editor) -> None:
    before = withdrawn.readers_see()
    assert "撤回的内容不会因为退回而重新公开" in withdrawn.run("rollback", code=1)
    assert withdrawn.readers_see() == before


def test_a_withdrawal_from_the_wrong_place_is_not_taken_for_done(published: Editor) -> None:
    said = published.withdraw("--site=别处", "--note=误", code=1)
    assert "网站 别处 上没有 xinfang 2020 年度的内容" in said
    assert "SITE=地址" in said


def test_verify_finds_an_edited_log(published: Editor) -> None:
    published.log.write_text(published.log.read_text(encoding="utf-8").replace("8.06", "8.05"), encoding="utf-8")
    assert "最后一条记录被改动过" in published.run("verify", code=1)


def test_verify_finds_a_removed_entry(published: Editor) -> None:
    published.correct()
    content = yaml.load(published.log.read_bytes(), yaml.BaseLoader)
    del content["记录"][0]
    published.log.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    assert "有记录被删去" in published.run("verify", code=1)


def test_verify_finds_a_lost_log_and_nothing_is_published_over_it(published: Editor) -> None:
    published.log.unlink()
    said = published.run("verify", code=1)
    assert "data/xinfang/2020.log.yaml: 错误 网站上第 1 次发布的记录不在这里：公开记录不见了" in said
    assert "公开记录不见了" in published.publish(code=1)
    assert not published.log.exists()


def test_a_withdrawal_does_not_wait_for_a_lost_log(published: Editor) -> None:
    published.log.unlink()
    said = published.withdraw("--note=误")
    assert "这份公开记录有问题，撤回照常进行，改记入 data/site.log.yaml" in said
    assert "本文已于" in published.page()
    assert "8.06" not in published.page()


def test_verify_finds_a_changed_file(published: Editor) -> None:
    with (published.site / "current/2020/xinfang/data.json").open("a") as file:
        file.write(" ")
    said = published.run("verify", code=1)
    assert "output/site/2020/xinfang/data.json: 错误 网站上的这个文件被改动过" in said
    assert "修复了 1 个文件：\n  2020/xinfang/data.json" in published.run("verify", "--repair")
    assert published.run("verify").endswith("：0 个错误\n")


def test_the_next_publication_mends_what_it_would_have_made(published: Editor) -> None:
    whole = published.page()
    for path in (published.site / "current" / ARTICLE, published.site / "current/index.html"):
        path.write_text("<p>9.99</p>", encoding="utf-8")
    published.publish()
    assert published.page() == whole
    assert published.run("verify").endswith("：0 个错误\n")


def test_publications_at_once_wait_their_turn_and_all_are_done(published: Editor) -> None:
    for unit in ("jiaoyu", "wenhua"):
        shutil.copytree(published.data.parent, published.folder / "data" / unit, ignore=shutil.ignore_patterns("*.log.yaml"))
    variables = {**os.environ, "PYTHONPATH": str(ROOT)}
    commands = [[sys.executable, "-m", "pipeline", "publish", unit, "2020"] for unit in ("jiaoyu", "wenhua", "jiaoyu")]
    running = [subprocess.Popen(command, cwd=published.folder, env=variables, stdout=subprocess.PIPE, text=True) for command in commands]
    said = [process.communicate()[0] for process in running]
    assert [process.returncode for process in running] == [0, 0, 0], said
    assert sorted(path for path in published.files() if path.startswith("2020/") and path.endswith("/index.html")) == [
        "2020/index.html",
        "2020/jiaoyu/index.html",
        "2020/wenhua/index.html",
        "2020/xinfang/index.html",
    ]
    assert published.run("verify").endswith("：0 个错误\n")


def test_a_publication_says_what_the_data_are_warned_of(published: Editor) -> None:
    published.edit(FIGURE, OTHER)
    said = published.publish("--note=更正")
    assert "警告 部门整体管理情况.信息公开.自评信息.公开时间" in said
    assert re.search(r"现为第 2 版；0 个错误，\d+ 个警告", said)


def test_a_dry_run_needs_no_note_and_lists_what_would_change(published: Editor) -> None:
    published.edit(FIGURE, OTHER)
    said = published.publish("--dry-run")
    assert "“三公”经费控制率·实际支出数：8.06 → 7.77" in said
    assert "正式运行时还缺一样：与已公开的相比改动 1 项" in said


def test_a_dry_run_of_a_correction_changes_nothing(published: Editor) -> None:
    published.edit(FIGURE, OTHER)
    published.run("report", *UNIT)
    before = published.everything()
    said = published.publish("--note=更正", "--dry-run")
    assert "将发送 2020/xinfang/index.html" in said
    assert "公开记录将增加第 2 条（更正）" in said
    assert published.everything() == before


def test_a_dry_run_of_a_withdrawal_changes_nothing(published: Editor) -> None:
    before = published.everything()
    said = published.withdraw("--note=数据有误", "--dry-run")
    assert "将从网站上删去 2020/xinfang/data.json" in said
    assert "删去 23 个文件，公开记录将增加第 2 条（撤回）" in said
    assert published.everything() == before


def test_a_dry_run_before_the_first_publication_makes_no_site(editor: Editor) -> None:
    editor.run("report", *UNIT)
    before = editor.everything()
    assert "公开记录将增加第 1 条（首次发布）" in editor.publish("--dry-run")
    assert editor.everything() == before
    assert not editor.site.exists()


@pytest.mark.parametrize("command", [("publish", *UNIT), ("withdraw", *UNIT), ("rollback",), ("verify",)], ids=lambda words: words[0])
def test_an_address_that_cannot_be_right_is_wrong_usage(editor: Editor, command: tuple[str, ...]) -> None:
    assert "发布地址里不能写密码" in editor.run(*command, f"--site=sftp://editor:{PASSWORD}@host/path", code=2)


def test_an_unknown_kind_of_address_is_wrong_usage(editor: Editor) -> None:
    assert "不认识发布地址开头的“ftp://”" in editor.publish("--site=ftp://host/path", code=2)


def test_a_password_in_an_address_is_spotted_even_with_the_settings_of_the_sample(editor: Editor) -> None:
    shutil.copy(ROOT / "data/site.yaml", editor.folder / "data")
    assert "换一个新密码" in editor.publish(f"--site=s3://key:{PASSWORD}@bucket", code=2)


def test_a_server_that_cannot_be_reached_has_its_own_exit_code(published: Editor) -> None:
    log, site = published.log.read_bytes(), f"--site=sftp://editor@127.0.0.1:{free_port()}/var/www/zp"
    editor = Editor(published.folder, process)
    assert "服务器拒绝连接" in editor.publish(site, code=3)
    assert "服务器拒绝连接" in editor.run("verify", site, code=3)
    assert published.log.read_bytes() == log


@pytest.mark.parametrize("option", ["--backdate=2021年6月10日", "--note=第一行\n第二行"])
def test_an_option_that_cannot_be_right_is_wrong_usage(editor: Editor, option: str) -> None:
    editor.publish(option, code=2)


def test_the_settings_of_the_sample_are_for_folders_only(editor: Editor) -> None:
    shutil.copy(ROOT / "data/site.yaml", editor.folder / "data")
    said = editor.publish("--site=sftp://editor@127.0.0.1/var/www/zp", code=1)
    assert "data/site.yaml: 错误 网站标识码：网站设置还是示例" in said
    said = editor.publish("--site=试验")
    assert "data/site.yaml: 警告 网站标识码：网站设置还是示例" in said
    assert (editor.folder / "试验/current" / ARTICLE).exists()


def test_an_earlier_time_needs_a_reason_and_shows_on_the_page(editor: Editor) -> None:
    assert "补登以前的发布时间要写明原因" in editor.publish("--backdate=2021-06-10 09:30", code=1)
    assert not editor.log.exists()
    editor.publish("--backdate=2021-06-10 09:30", "--note=补登纸质公开的时间")
    assert re.search(r"2021-06-10 09:30</time> <strong>首次发布</strong>（补登，登记于 [-0-9 :]+）：补登纸质公开的时间", editor.page())
    assert editor.run("verify").endswith("：0 个错误\n")


def test_a_private_value_in_a_public_text_stops_the_publication(published: Editor) -> None:
    before = published.readers_see()
    published.edit("未完成原因分析: 无", "未完成原因分析: 详询陈某某")
    said = published.publish("--note=更正", code=1)
    assert re.search(r"data/xinfang/2020\.yaml:9:14: 错误 绩效目标情况\.未完成原因分析：公开版里出现了“姓名”的内容“陈\*某”", said)
    assert said.count("公开版里出现了") == 1
    assert "陈某某" not in said
    assert published.readers_see() == before
    published.run("verify")


@pytest.mark.parametrize("kind", ["sftp", "s3", "webdav"])
def test_a_site_on_another_machine_is_published_and_verified(published: Editor, places: Places, kind: str) -> None:
    place, editor = places.make(kind), Editor(published.folder, process)
    said = editor.publish(f"--site={place.address}")
    assert said.endswith(f"https://czj.zhanjiang.example/zp/{ARTICLE}\n")
    files = place.look()
    assert {path: data for path, data in files.items() if path != "manifest.json"} == published.files()
    assert editor.run("verify", f"--site={place.address}").endswith("网站上的 36 个文件：0 个错误\n")


def test_the_same_through_make(editor: Editor) -> None:
    for name in ("Makefile", "requirements.txt", "pyproject.toml"):
        shutil.copy2(ROOT / name, editor.folder / name)
    for name in (".venv", "pipeline"):
        (editor.folder / name).symlink_to(ROOT / name)
    unit = ("UNIT=xinfang", "YEAR=2020")
    assert "已生成 8 个文件" in make(editor.folder, "report", *unit).stdout
    assert "首次发布，已记入" in make(editor.folder, "publish", *unit).stdout
    editor.edit(FIGURE, OTHER)
    refused = make(editor.folder, "publish", *unit)
    assert (refused.returncode, "更正时要写明原因" in refused.stdout) == (1, True)
    assert "增加第 2 条（更正）" in make(editor.folder, "publish", *unit, "DRY_RUN=1", "NOTE=更正三公经费支出数").stdout
    assert editor.kinds() == ["首次发布"]
    assert "更正，已记入" in make(editor.folder, "publish", *unit, "NOTE=更正三公经费支出数").stdout
    assert "撤回，已记入" in make(editor.folder, "withdraw", *unit, "NOTE=$(shell touch 坏)`touch 坏`").stdout
    assert "撤回原因：$(shell touch 坏)`touch 坏`" in editor.page()
    assert not (editor.folder / "坏").exists()
    assert "0 个错误" in make(editor.folder, "verify").stdout


def test_verifying_what_was_never_published_is_wrong_usage(published: Editor) -> None:
    assert "nosuch 2020 没有公开过" in published.run("verify", "nosuch", "2020", code=2)
