"""The desk in a real browser: filled in with mouse and keys, on a wide and a narrow screen; nothing is lost when either end dies."""

from __future__ import annotations

import json
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from pipeline.form.new_year import create
from pipeline.workspace import UnitYear, Workspace
from tests.browser import chromium
from tests.conftest import copy_of_shipped
from tests.desk.desks import running

pytestmark = [pytest.mark.browser, pytest.mark.slow]

expect.set_options(timeout=60_000)  # no test depends on the machine's speed

WORK = "/work/xinfang/2020"
BUDGET = "部门整体绩效产出情况.经济性.三公经费.预算安排数"
RATE = "部门整体绩效产出情况.经济性.三公经费.控制率"
GOAL = "绩效目标情况.总目标"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return copy_of_shipped(tmp_path_factory.mktemp("desk"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def site(workspace: Workspace, browser: Browser) -> Iterator[tuple[str, str]]:
    """Yield the desk's address, and a file with the cookie of a browser that was let in."""
    with running(workspace) as (address, _):
        context = browser.new_context()
        context.new_page().goto(address)
        state = workspace.root / "state.json"
        context.storage_state(path=state)
        context.close()
        yield address.split("/enter")[0], str(state)


@pytest.fixture
def page(browser: Browser, site: tuple[str, str]) -> Iterator[Page]:
    address, state = site
    context = browser.new_context(storage_state=state, viewport={"width": 1440, "height": 900})
    complaints: list[str] = []
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda fault: complaints.append(str(fault)))
    page.goto(f"{address}{WORK}")
    yield page
    context.close()
    assert complaints == []


def field(_page: Page, path: str) -> str:
    return f'[data-path="{path}"]'


def figure_in_preview(page: Page) -> str:
    return page.frame_locator('iframe[data-document="table"]').locator(f'[data-fact="{RATE}"]').first.inner_text()


def test_a_figure_that_is_typed_shows_in_the_pages_at_once_and_is_saved_when_the_field_is_left(page: Page, workspace: Workspace) -> None:
    before = figure_in_preview(page)
    page.fill(field(page, BUDGET), "16.12")
    expect(page.frame_locator('iframe[data-document="table"]').locator(f'[data-fact="{RATE}"]').first).not_to_have_text(before)
    assert "预算安排数: 16.12" not in (workspace.root / "data/xinfang/2020.yaml").read_text(encoding="utf-8")
    page.keyboard.press("Tab")
    expect(page.locator("#saved")).to_have_text("已保存")
    assert "预算安排数: 16.12" in (workspace.root / "data/xinfang/2020.yaml").read_text(encoding="utf-8")
    page.click("#undo")
    expect(page.locator(field(page, BUDGET))).to_have_value("9")
    expect(page.frame_locator('iframe[data-document="table"]').locator(f'[data-fact="{RATE}"]').first).to_have_text(before)


def test_a_click_in_a_document_or_a_finding_leads_to_the_field(page: Page) -> None:
    page.frame_locator('iframe[data-document="table"]').locator(f'[data-fact="{BUDGET}"]').first.click()
    expect(page.locator(field(page, BUDGET))).to_be_focused()
    link = page.locator("#list [data-go]").first
    path = link.get_attribute("data-go")
    link.click()
    expect(page.locator(field(page, str(path)))).to_be_focused()


def test_a_click_on_a_tick_leads_to_its_field_and_a_button_to_what_must_be_filled(page: Page) -> None:
    page.frame_locator('iframe[data-document="table"]').locator("td", has_text="是√ 否").nth(1).click()
    expect(page.locator(field(page, "部门整体管理情况.信息公开.预决算信息.是否公开"))).to_be_focused()
    expect(page.locator("#next")).to_have_text("必填的都填了")
    page.fill(field(page, BUDGET), "")
    page.keyboard.press("Tab")
    expect(page.locator("#next")).to_have_text("下一处必填（还有 1 处）")
    page.click("#contents summary")
    page.click('[data-jump="自评通知"]')
    page.click("#next")
    expect(page.locator(field(page, BUDGET))).to_be_focused()
    page.click("#undo")
    expect(page.locator("#next")).to_be_disabled()


def test_a_click_on_a_blank_leads_to_its_own_field_and_one_on_a_heading_to_what_it_heads(page: Page) -> None:
    table = page.frame_locator('iframe[data-document="table"]')
    spent, budget = "部门整体绩效产出情况.经济性.公用经费.实际支出数", "部门整体绩效产出情况.经济性.公用经费.预算安排数"
    page.fill(field(page, spent), "")
    expect(table.locator(f'td:has(data[data-fact="{spent}"])').first).not_to_contain_text("0")
    page.focus(field(page, GOAL))
    table.locator(f'td:has(data[data-fact="{spent}"])').first.click(position={"x": 3, "y": 3})
    expect(page.locator(field(page, spent))).to_be_focused()
    page.keyboard.press("Tab")
    table.locator(f'tr:has(data[data-fact="{budget}"]) th', has_text="预算安排").last.click()
    expect(page.locator(field(page, budget))).to_be_focused()
    page.click("#undo")
    staff = "单位基本情况.自评联络人.手机"  # beside another in one cell
    table.locator(f'[data-fact="{staff}"]').first.click()
    expect(page.locator(field(page, staff))).to_be_focused()


# Clicks each cell of the table that is shown, and tells what it says, which fields it names, and where the click has led.
CLICKS = """() => {
    const inside = document.querySelector('iframe[data-document="table"]').contentDocument;
    return [...inside.querySelectorAll("td, th")].map((cell) => {
        const { left, top, height } = cell.getBoundingClientRect();
        document.activeElement.blur();
        cell.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, clientX: left + 2, clientY: top + height / 2 }));
        const { path, entry, rows } = document.activeElement.dataset;
        return [cell.textContent.trim(), [...cell.querySelectorAll("data")].map((each) => each.dataset.fact), path ?? entry ?? rows ?? ""];
    });
}"""


def test_in_an_empty_form_each_cell_leads_to_a_field_of_its_own_and_a_heading_to_what_it_heads(page: Page, workspace: Workspace) -> None:
    create(workspace, UnitYear("kong", "2021"), "xiangmu-2022")
    page.goto(page.url.replace("xinfang/2020", "kong/2021"))
    expect(page.frame_locator('iframe[data-document="table"]').locator("main")).to_be_visible()
    clicks = page.evaluate(CLICKS)
    named = [(fields, led) for _, fields, led in clicks if fields]
    assert len(named) > 15
    assert [each for each in named if each[1] not in each[0]] == []
    led = {words: path for words, _, path in clicks}
    assert led["全年执行数（B）"].endswith("年度资金总额.全年执行数")
    assert page.locator(f'[data-rows="{led["二级指标"]}"]').count() == 1  # of which there are none yet
    shutil.rmtree(workspace.root / "data/kong")


def test_a_figure_that_differs_is_put_right_with_one_press_and_what_was_only_tried_goes_back(page: Page) -> None:
    effect = "部门整体绩效产出情况.社会经济环境效益"
    text, notes = page.locator(field(page, effect)), page.locator(f'[id="n:{effect}"]')
    text.fill("𠮷。“三公”经费实际支出9.06万元。")
    expect(notes.locator("[data-put]")).to_have_text("改为 8.06万元")
    notes.locator("[data-put]").click()
    expect(text).to_have_value("𠮷。“三公”经费实际支出8.06万元。")
    expect(notes.locator(".chip")).to_contain_text("8.06万元")
    expect(page.locator("#saved")).to_have_text("已保存")
    spent = page.locator(field(page, "部门整体绩效产出情况.经济性.三公经费.实际支出数"))
    spent.fill("7")
    expect(notes.locator("[data-put]")).to_have_text("改为 7万元")
    spent.fill("8.06")
    expect(notes.locator("[data-put]")).to_have_count(0)
    expect(page.locator("#saved")).to_have_text("已保存")
    while page.locator("#undo").is_enabled():
        with page.expect_response("**/undo") as answer:
            page.click("#undo")
        expect(page.locator("#undo")).to_be_enabled(enabled=answer.value.json()["undo"])
        page.wait_for_timeout(300)


@pytest.mark.parametrize(("width", "height", "zoom"), [(1440, 900, 1), (720, 450, 2), (390, 800, 2)])
def test_the_page_is_accessible_and_fits_at_each_width_and_zoom(page: Page, width: int, height: int, zoom: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    for tab in ("fields", "pages", "findings") if width < 1000 else ("fields",):
        if width < 1000:
            page.click(f'[data-tab="{tab}"]')
        found = Axe().run(page, options={"iframes": False})
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, zoom


@pytest.mark.parametrize("of", ["shili/2020", "gonggong/2018"])
def test_long_addresses_and_the_names_of_figures_make_no_page_wider_than_its_window(page: Page, of: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(page.url.replace("xinfang/2020", of))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_first_page_is_accessible_and_leads_to_the_units(page: Page) -> None:
    page.click("text=全部单位")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    page.click('a:has-text("示例市水利局")')
    expect(page.locator("h1")).to_contain_text("示例市水利局")


def test_with_the_keyboard_alone_a_field_is_filled_in_and_left_empty_on_purpose(page: Page) -> None:
    page.focus(field(page, "单位基本情况.在职人数"))
    page.keyboard.type("12")
    page.keyboard.press("Tab")
    expect(page.locator("#saved")).to_have_text("已保存")
    page.keyboard.press("Enter")  # the first of the buttons beside the field: 0
    expect(page.locator(field(page, "单位基本情况.在职人数"))).to_have_value("0")
    page.click("#undo")
    page.click("#undo")


def test_what_was_being_typed_survives_the_death_of_browser_and_server(browser: Browser, tmp_path: Path) -> None:
    workspace = copy_of_shipped(tmp_path)
    with running(workspace) as (address, process):
        context = browser.new_context()
        page = context.new_page()
        page.goto(address)
        page.goto(address.split("/enter")[0] + WORK)
        page.locator(field(page, GOAL)).press_sequentially("办结信访 100 件")
        draft = workspace.root / "data/xinfang/.2020.draft.json"
        deadline = time.monotonic() + 60
        while "100 件" not in (draft.read_text(encoding="utf-8") if draft.exists() else "") and time.monotonic() < deadline:
            page.wait_for_timeout(100)
        process.send_signal(signal.SIGKILL)
        process.wait()
        context.close()
    assert "办结信访 100 件" in json.loads(draft.read_bytes())[GOAL]
    with running(workspace) as (address, _):
        context = browser.new_context()
        page = context.new_page()
        page.goto(address)
        page.goto(address.split("/enter")[0] + WORK)
        page.click("[data-restore]")
        expect(page.locator(".draft")).to_have_count(0)
        context.close()
    assert "办结信访 100 件" in (workspace.root / "data/xinfang/2020.yaml").read_text(encoding="utf-8")
    assert not draft.exists()


def test_two_browsers_at_two_desks_lose_nothing(browser: Browser, page: Page, workspace: Workspace) -> None:
    with running(workspace) as (address, _):
        context = browser.new_context()
        other = context.new_page()
        other.goto(address)
        other.goto(address.split("/enter")[0] + WORK)
        page.fill(field(page, BUDGET), "10")
        page.keyboard.press("Tab")
        expect(page.locator("#saved")).to_have_text("已保存")
        other.fill(field(other, GOAL), "办结 5 件")
        other.keyboard.press("Tab")
        expect(other.locator("#conflict")).to_be_visible()
        rows = {tuple(row.split("\t")[1:]) for row in other.inner_text("#conflict tbody").split("\n")}
        assert {row[1] for row in rows} >= {"10"}
        assert "办结 5 件" in {row[0] for row in rows}
        other.click('[data-choose="mine"]')
        expect(other.locator(field(other, BUDGET))).to_have_value("10")
        expect(other.locator(field(other, GOAL))).to_have_value("办结 5 件")
        context.close()
    text = (workspace.root / "data/xinfang/2020.yaml").read_text(encoding="utf-8")
    assert "预算安排数: 10" in text
    assert "办结 5 件" in text


def test_what_is_pasted_is_put_right_beside_the_field_and_can_be_had_back(page: Page, workspace: Workspace) -> None:
    paste = """([path, text]) => {
        const input = document.querySelector(`[data-path="${path}"]`);
        input.select();
        const clipboardData = new DataTransfer();
        clipboardData.setData("text/plain", text);
        if (input.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }))) document.execCommand("insertText", false, text);
    }"""
    data = workspace.root / "data/xinfang/2020.yaml"
    before, figure = data.read_bytes(), page.input_value(field(page, BUDGET))
    told = page.locator(f'[id="s:{BUDGET}"]')
    page.focus(field(page, BUDGET))
    page.evaluate(paste, [BUDGET, "80,600.00元"])
    expect(told).to_contain_text("离开这一格后：")
    page.keyboard.press("Tab")
    expect(page.locator(field(page, BUDGET))).to_have_value("8.06")
    expect(told).to_contain_text("折合 8.06 万元，请核对")
    told.get_by_role("button", name="改回“80,600.00元”").click()
    expect(page.locator(field(page, BUDGET))).to_have_value("80,600.00元")
    expect(page.locator(field(page, BUDGET))).to_be_focused()
    assert "预算安排数: 80,600.00元\n" in data.read_text(encoding="utf-8")
    page.evaluate(paste, [BUDGET, "9\t8.06"])
    expect(told).to_contain_text("照原样存着：一项里有 2 个数")
    expect(page.locator(field(page, BUDGET))).to_have_value("9 8.06")
    found = Axe().run(page, options={"iframes": False})
    assert found.violations_count == 0, found.generate_report()
    for former in ("80,600.00元", "8.06", figure):
        page.click("#undo")
        expect(page.locator(field(page, BUDGET))).to_have_value(former)
    assert data.read_bytes() == before
