"""What a cluster's worker does with units whose data and documents are elsewhere: fetched, built, sent; and what a lost worker leaves."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import distributed
import pytest
from fsspec.implementations.memory import MemoryFileSystem

from pipeline.batch import cluster, workplace
from pipeline.batch.errands import Batch, Errand, errands, groups, read_templates, unit_years_of, untouched_in
from pipeline.batch.task import Result, State, build_group
from pipeline.batch.worker import build_errands
from pipeline.build.current import program
from pipeline.problems import Stop
from pipeline.remote.shared_files import SharedFiles, open_shared
from pipeline.workspace import DATA, PRIVATE, UnitYear, Workspace
from tests.batch.city import city, contents
from tests.remote.servers import HOST, free_port, s3_server

FIRST = UnitYear("danwei0001", "2020")
MANIFEST = "danwei0001/2020/manifest.json"
Work = Callable[..., list[Result]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Return a city of three units that this machine has built."""
    workspace, _ = city(tmp_path_factory.mktemp("city"), 3)
    build_group(workspace, workspace.unit_years())
    for path in workspace.private_files():
        path.unlink()  # salted otherwise by everybody
    return workspace


@pytest.fixture
def root(tmp_path: Path, made: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Yield an address at which the city's data are, for a worker that is this process."""
    monkeypatch.setattr(distributed, "get_worker", lambda: SimpleNamespace(local_directory=str(tmp_path)))
    upload(made, "memory://city")
    yield "memory://city"
    workplace.workplace.cache_clear()
    MemoryFileSystem.store.clear()
    MemoryFileSystem.pseudo_dirs[:] = [""]


def upload(workspace: Workspace, root: str) -> None:
    files = {path.relative_to(workspace.root).as_posix(): path.read_bytes() for path in (workspace.root / "data").rglob("*.yaml")}
    open_shared(root).write(files)


def work(made: Workspace, root: str, *units: str) -> list[Result]:
    """Do the whole batch as a worker, as it is listed now."""
    data, output = f"{root}/data", f"{root}/output"
    paths = cluster.files_of_data(data)
    chosen = [of for of in unit_years_of(paths) if not units or of.unit in units]
    batch = Batch(data, output, read_templates(made), program=program())
    return build_errands(batch, errands(chosen, paths, cluster.files_of_output(output)))


def sent(root: str) -> dict[str, bytes]:
    output = open_shared(f"{root}/output")
    return output.read(output.find())


def change(root: str, pattern: str, text: str, name: str = "danwei0001/2020.yaml") -> None:
    data = open_shared(f"{root}/data")
    data.write({name: re.sub(pattern, text, data.read([name])[name].decode(), count=1).encode()})


def test_what_is_sent_is_what_this_machine_makes_and_is_known_when_asked_again(made: Workspace, root: str) -> None:
    assert [result.state for result in work(made, root)] == [State.BUILT] * 3
    assert sent(root) == contents(made)
    assert [result.state for result in work(made, root)] == [State.CURRENT] * 3


def test_data_in_a_folder_and_documents_elsewhere_and_the_other_way_round(tmp_path: Path, made: Workspace, root: str) -> None:
    paths = cluster.files_of_data(f"{root}/data")
    (tmp_path / "output").mkdir()
    for data, output in ((str(made.root / "data"), f"{root}/output"), (f"{root}/data", str(tmp_path / "output"))):
        batch = Batch(data, output, read_templates(made), program=program())
        todo = errands(unit_years_of(paths), paths, cluster.files_of_output(output))
        assert [result.state for result in build_errands(batch, todo)] == [State.BUILT] * 3
    assert sent(root) == contents(made) == contents(Workspace(tmp_path))


def test_private_values_are_noted_beside_the_data_and_added_to(made: Workspace, root: str) -> None:
    work(made, root)
    data, name = open_shared(f"{root}/data"), f"danwei0001/{PRIVATE}"
    before = data.read([name])[name]
    change(root, "姓名: [^,]*", "姓名: 欧阳示例", "danwei0001/unit.yaml")
    work(made, root, "danwei0001")
    after = data.read([name])[name]
    assert after.startswith(before)
    assert len(after) > len(before)


def test_only_what_changed_is_sent(made: Workspace, root: str, monkeypatch: pytest.MonkeyPatch) -> None:
    work(made, root)
    change(root, "form:", "# 没有改数\nform:")
    written = written_by(monkeypatch)
    assert [result.state for result in work(made, root)] == [State.CURRENT] * 3
    assert written == [MANIFEST] * 2  # withdrawn, and put in its place
    assert json.loads(sent(root)[MANIFEST])["inputs"]


def written_by(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return where the paths of documents will stand that are sent from now on."""
    written: list[str] = []
    write = SharedFiles.write

    def noting(self: SharedFiles, files: Mapping[str, bytes]) -> None:
        written.extend(files)
        write(self, files)

    monkeypatch.setattr(SharedFiles, "write", noting)
    return written


def test_a_worker_lost_in_the_middle_leaves_nothing_that_counts_and_loses_nothing(
    made: Workspace, root: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    work(made, root)
    facts = json.loads(sent(root)[MANIFEST])["facts"]
    change(root, "预算安排数: .*", "预算安排数: 77")
    write = SharedFiles.write_once

    def dies(self: SharedFiles, files: Mapping[str, bytes]) -> None:
        write(self, {path: data for path, data in files.items() if "report" not in path})
        if any("report" in path for path in files):
            raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(SharedFiles, "write_once", dies)
        assert work(made, root)[0].state is State.UNDONE
    assert json.loads(sent(root)[MANIFEST])["inputs"] == {}
    assert work(made, root)[0].state is State.BUILT
    assert json.loads(sent(root)[MANIFEST])["before"]["facts"] == facts
    assert [result.state for result in work(made, root)] == [State.CURRENT] * 3


def test_a_document_that_somebody_wrote_over_is_made_again(made: Workspace, root: str) -> None:
    work(made, root)
    open_shared(f"{root}/output").write({"danwei0002/2020/table.docx": b"?"})
    assert [result.state for result in work(made, root)] == [State.CURRENT, State.BUILT, State.CURRENT]
    assert sent(root) == contents(made)


def test_a_unit_whose_data_cannot_be_read_is_named_and_stops_no_other(made: Workspace, root: str, monkeypatch: pytest.MonkeyPatch) -> None:
    read = SharedFiles.read_once

    def refuses(self: SharedFiles, paths: list[str]) -> dict[str, bytes]:
        if "danwei0002/2020.yaml" in paths:
            raise PermissionError
        return read(self, paths)

    monkeypatch.setattr(SharedFiles, "read_once", refuses)
    results = work(made, root)
    assert [result.state for result in results] == [State.BUILT, State.UNDONE, State.BUILT]
    assert "用不了这个位置" in results[1].problems[0].message


def test_units_of_a_place_that_is_away_are_named_with_what_is_the_matter(
    tmp_path: Path, made: Workspace, root: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert root
    monkeypatch.setattr(workplace, "PATIENCE", 0)
    for name, value in {"ACCESS_KEY_ID": "a", "SECRET_ACCESS_KEY": "b", "ENDPOINT_URL": f"http://{HOST}:{free_port()}"}.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    monkeypatch.setenv("HOME", str(tmp_path))
    batch = Batch("s3://provinces/data", "s3://provinces/output", read_templates(made), program=program())
    (result,) = build_errands(batch, errands([FIRST], ["danwei0001/2020.yaml"], {}))
    assert (result.of, result.state) == (FIRST, State.UNDONE)
    assert result.problems[0].message == "服务器拒绝连接"


def test_a_worker_with_another_program_stops_the_run(made: Workspace, root: str, monkeypatch: pytest.MonkeyPatch) -> None:
    worker = SimpleNamespace(address="tcp://a:1", scheduler=SimpleNamespace(address="tcp://c:8786"))
    monkeypatch.setattr(distributed, "get_worker", lambda: worker)
    with pytest.raises(Stop, match="工作机 tcp://a:1 上的 ziping 与本机版本不同"):
        build_errands(Batch(f"{root}/data", f"{root}/output", read_templates(made), program="older"), [])


def test_a_worker_that_does_not_see_the_shared_folder_stops_the_run(
    tmp_path: Path, made: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(distributed, "get_worker", lambda: SimpleNamespace(address="tcp://a:1"))
    batch = Batch(str(made.root / "data"), str(tmp_path / "nowhere"), read_templates(made), program=program())
    with pytest.raises(Stop, match="工作机 tcp://a:1 上没有这个文件夹"):
        build_errands(batch, [])


def test_on_s3_a_unit_takes_a_request_for_each_file_and_an_unchanged_one_three(
    tmp_path: Path, made: Workspace, root: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import boto3  # noqa: PLC0415 - slow to import

    assert root
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "b")
    monkeypatch.setenv("HOME", str(tmp_path))
    asked = requests_counted(monkeypatch)
    with s3_server() as port:
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{HOST}:{port}")
        client = boto3.client("s3", region_name="us-east-1")
        client.create_bucket(Bucket="errands")
        client.close()
        upload(made, "s3://errands")
        asked.clear()
        work(made, "s3://errands")
        assert sent("s3://errands") == contents(made)
        documents = len(contents(made))
        assert (asked["PUT"], asked["GET"]) == (documents + 3, 2 * 3 + documents)  # the last ones by this test
        asked.clear()
        work(made, "s3://errands")
        assert asked == {"GET": 3 * 3, "list_objects_v2": 2}


def requests_counted(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Return how many requests S3 is asked from now on, by their methods, or by what the driver calls them."""
    from s3fs import S3FileSystem  # noqa: PLC0415 - slow to import

    from pipeline.remote.s3_requests import BucketRequests  # noqa: PLC0415 - slow to import

    asked: Counter[str] = Counter()
    answer, call = BucketRequests.answer, S3FileSystem._call_s3

    def counting(self: BucketRequests, method: str, key: str, content: bytes = b"") -> bytes | None:
        asked[method] += 1
        return answer(self, method, key, content)

    async def calling(self: S3FileSystem, method: str, *arguments: Any, **settings: Any) -> Any:  # noqa: ANN401 - the driver's
        asked[method] += 1
        return await call(self, method, *arguments, **settings)

    monkeypatch.setattr(BucketRequests, "answer", counting)
    monkeypatch.setattr(S3FileSystem, "_call_s3", calling)
    return asked


def test_a_worker_fetches_the_files_of_earlier_years_up_to_the_first_that_is_missing() -> None:
    names = frozenset(f"{name}{DATA}" for name in ("unit", "2020", "2019", "2018", "2016", "2019.项目", "2018.log"))
    errand = Errand("jia", (UnitYear("jia", "2020"),), names)
    assert workplace.data_names(errand) == ["2018.yaml", "2019.yaml", "2020.yaml", "unit.yaml"]


def test_the_units_are_told_with_what_is_there_of_each() -> None:
    paths = ["yi/2020.yaml", "jia/2019.yaml", "jia/2020.yaml", "jia/2020.项目.yaml", "jia/unit.yaml"]
    written = {"jia/2020/manifest.json": 2.0, "jia/2020/table.docx": 2.0, "jia/2020/public/table.docx": 3.0, "yi/2020/table.docx": 1.0}
    jia, yi = errands([of for of in unit_years_of(paths) if of.year == "2020"], paths, written)
    assert jia.asked == (UnitYear("jia", "2020"), UnitYear("jia", "2020", "项目"))
    assert jia.data == {"2019.yaml", "2020.yaml", "2020.项目.yaml", "unit.yaml"}
    assert jia.untouched == {"2020": frozenset(("manifest.json", "table.docx"))}
    assert (yi.unit, yi.untouched) == ("yi", {})
    assert untouched_in({}) == {}


def test_groups_are_small_enough_that_all_processors_have_some() -> None:
    todo = [Errand(f"u{number}", ()) for number in range(100)]
    sizes = [len(group) for group in groups(todo, 3)]
    assert (sum(sizes), max(sizes)) == (100, 8)
    assert [len(group) for group in groups(todo[:2], 3)] == [1, 1]
    assert max(len(group) for group in groups(todo * 100, 3)) == 64
