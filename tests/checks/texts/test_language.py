"""The common rules about the language of official documents: what each finds, at which words, and what it lets pass."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from pipeline.checks.review import run_checks
from pipeline.checks.rules import read_checks
from pipeline.problems import Problem, Severity
from tests.small_form import ROOT, SmallForm, form_in

LANGUAGE = "templates/common/language.yaml"

# A rule → texts in which it finds something, with what it says; and texts that it lets pass.
Cases = Mapping[str, tuple[Mapping[str, str], Sequence[str]]]
CASES: Cases = {
    "残留的填写提示": (
        {
            "（100字以内）": "含有没有删掉的填写提示“字以内”",
            "请填写制度": "含有没有删掉的填写提示“请填写”",
            "措施（待填）": "含有没有删掉的填写提示“待填”",
            "数据待补充": "含有没有删掉的填写提示“待补充”",
            "共____个": "含有没有删掉的填写提示“____”",
        },
        ["有待补充编制", "待填补空白", "网址 https://a.gov.cn/____/x", "组织群众填写问卷，提醒请填写完整"],
    ),
    "像填写提示的字": (
        {"支出XX万元": "“XX”像是没有填的内容", "由××局办理": "“××”像是没有填的内容", "完成了很多工作……": "“……”像是没有填的内容", "示例：财务制度": "“示例：”像是没有填的内容", "测试测试123": "“测试测试123”像是没有填的内容", "约□箱": "“□”像是没有填的内容", "增长**": "“**”像是没有填的内容"},
        ["评为教学示例：语文课", "测试系统压力3次", "测试中心", "侦办“3·15”××专案", "他说“感谢政府……”", "《关于……的通知》", "引进MAXX系统", "https://a.gov.cn/XX"],
    ),
    "缺了数字": (
        {
            "全年节约支出万元。": "“支出万元”缺了数字",
            "比上年增长%，成效明显": "“增长%”缺了数字",
            "新增窗口共个、设备12台": "“共个”缺了数字",
            "2020年月日通过验收": "“2020年月日”缺了数字",
            "2020年 月召开会议": "“2020年 月”缺了数字",
            "于9月日完成": "“9月日”缺了数字",
        },
        ["计量单位为万元。", "节约个人时间", "2020年月均接访400人次", "增长12%", "支出3万元。", "12月日均办件30件", "公共项目", "约定项。", "9月12日"],
    ),
    "没有写完": (
        {
            "少用办公用纸约120箱，": "以“，”结尾，话没有说完",
            "少用纸、水、": "以“、”结尾，话没有说完",
            "主要做法如下：": "以“：”结尾，话没有说完",
            "共120箱，其中": "以“其中”结尾，话没有说完",
            "推迟是由于。": "以“由于。”结尾，话没有说完",
        },
        ["少用纸；", "节约约120箱。", "其中一项", "甲、乙等"],
    ),
    "全角半角混用": (
        {"财务制度,资产制度": "全角、半角混用：“,”应为“，”", "共２件": "全角、半角混用：“２”应为“2”"},
        ["1,500件", "https://a.gov.cn/a?b=1"],
    ),
    "错别字": (
        {
            "资金已拔付到位": "“拔付”应为“拨付”",
            "资产帐与财务帐": "“帐”应为“账”",
            "截止2020年12月31日": "“截止2020年”应为“截至2020年”",
            "截止12月底": "“截止12月”应为“截至12月”",
            "己完成验收": "“己完成”应为“已完成”",
            "末完成任务": "“末完成”应为“未完成”",
            "按装路灯": "“按装”应为“安装”",
            "全年末发生安全事故": "“全年末”应为“全年未”",
            "项目末按期建成": "“末按期”应为“未按期”",
            "文件精减12%": "“精减”应为“精简”",
        },
        [
            *("按装配式建造", "按排放标准", "审批标准", "系统记录", "家长对校园满意", "严防犯罪", "讲座落地", "没备案", "投资今年完成", "建成郊野公园", "沟通迅速"),
            *("年末发生额", "精减退职老职工", "年末按期完成", "社保安照常参加", "平安照明", "支部暑期实践", "汇报消防工作", "已经废止", "开晨会", "开发杨梅"),
            "救灾帐篷", "报名截止日期为3月", "村民自己完成改厕", "年末完成验收", "优拔尖选拔款待", "数目相符"],
    ),
    "固定用语": (
        {
            "以习近平新时代中国特色社会主义思为指导": "“习近平新时代中国特色社会主义思”",
            "以习近平新时代中国特社会主义思想为指导": "“习近平新时代中国特社会主义思想”应为“习近平新时代中国特色社会主义思想”",
            "以习近平新时代中国特色社会思想为指导": "“习近平新时代中国特色社会思想”应为“习近平新时代中国特色社会主义思想”",
            "不忘初心、劳记使命": "“不忘初心、劳记使命”应为“不忘初心、牢记使命”",
            "不忘初心牢记使命": "“不忘初心牢记使命”应为“不忘初心、牢记使命”",
            "全面从从严治党": "“全面从从严治党”应为“全面从严治党”",
            "绿水清山就是金山银山": "“绿水清山就是金山银山”应为“绿水青山就是金山银山”",
            "供给侧构结性改革": "“供给侧构结性改革”应为“供给侧结构性改革”",
        },
        [
            "以习近平新时代中国特色社会主义思想为指导，学习新时代中国特色社会主义思想",
            "不忘初心，牢记使命，“不忘初心、牢记使命”主题教育",
            "全面从严管党治党，全面从严治警，推进从严治党",
            "全面建成小康社会，全面小康社会，坚持马克思主义",
            "学习习近平总书记重要讲话精神和系列重要讲话精神",
            "建设基层组织，社会综合治理，党风政风建设，建设法治政府",
            "坚持和加强党的领导，完善中国特色社会主义制度，科学社会主义",
        ],
    ),
    "固定用语的简称": ({"增强“四个意思”": "“四个意思”应为“四个意识”", "做到二个维护": "“二个维护”应为“两个维护”", "做到“两维护”": "“两维护””应为““两个维护”", "坚定“五个自信”": "“五个自信””应为““四个自信”", "习近平中国特色社会主义思想": "应为“习近平新时代中国特色社会主义思想”", "十九大五中全会": "“大五中全会”应为“届五中全会”", "中央九项规定": "应为“中央八项规定”"},
        ["四个意识、四个自信、两个维护", "“四个意识”“四个自信”“两个维护”，十九届五中全会，十九大、五中全会，中央八项规定，“三个自信”，有五个自信的理由"]),
    "重复的词": ({"完成的的工作": "“的的”重复了", "进行进行检查": "“进行进行”重复了", "认真贯彻贯彻要求": "“贯彻贯彻”重复了"}, ["一项一项落实", "组织学习学习强国", "件件有回音", "明确目的的工作", "为了了解情况", "不了了之"]),
    "重复的标点": ({"完成。。": "标点“。。”连在一起", "完成，。": "标点“，。”连在一起"}, ["（完成。）", "完成！”", "等……。"]),
    "空的括号": ({"根据《》": "“《》”里没有内容", "通知（）": "“（）”里没有内容"}, ["（一）"]),
    "标点不成对": (
        {"根据《办法的规定": "标点 《 没有成对", "办法》的规定": "标点 》 没有成对", "增强“四个意识": "标点 “ 没有成对", "（甲（乙）": "标点 （ 没有成对"},
        ["《办法》（试行）和“四个意识”", "1）修缮；2）验收", "（1）修缮", "〔2021〕3号", "(甲）"],
    ),
    "汉字间空格": ({"全 年完成": "“全 年”中间有空格"}, ["完成 3 件", "第一条 根据规定", "第一段 A 项", "R&D 数据库"]),
    "网页代码": ({"<p>完成</p>": "“<p”是网页的代码", "完成&nbsp;": "“&nbsp;”是网页的代码", '<a href="x">公开</a>': "“<a href”是网页的代码"}, ["R&D", "3<5"]),
    "文号写法": (
        {
            "湛财绩[2021]3号": "文号“[2021]3号”的写法不对",
            "湛财绩（2021）3号": "文号“（2021）3号”的写法不对",
            "湛财绩【2021】3号": "文号“【2021】3号”的写法不对",
            "湛财绩〔2021〕第3号": "文号“〔2021〕第3号”的写法不对",
            "湛财绩〔2021〕03号": "文号“〔2021〕03号”的写法不对",
        },
        ["湛财绩〔2021〕3号", "（2021）粤0802民初3号", "2021年第3号公告", "湛财绩〔2021〕30号"],
    ),
    "文号年份": ({"湛财绩〔21〕3号": "文号“〔21〕3号”的年份不是四位数"}, ["湛财绩〔2021〕3号", "第21号"]),
    "序号带点": ({"一.修缮；二.验收": "序号“一.”的标点不对", "三．公开": "序号“三．”的标点不对"}, ["一、修缮", "1.修缮", "五.一劳动节", "其一.", "（一）修缮"]),
    "序号混用": (
        {"一、修缮；二、验收；3、公开": "序号“3、”接在“二、”后面，两种序号混用", "1、修缮。2.验收": "序号“2.”接在“1、”后面，两种序号混用"},
        ["一、修缮；1、东楼；2、西楼；二、验收；1、东楼；2、西楼", "（一）修缮。1.东楼。2.西楼。（二）验收", "增长1.2倍；2.3倍", "三、四季度"],
    ),
    "序号后的标点": ({"（一）、修缮": "序号“（一）、”后面多了一个标点", "（3）、公开": "序号“（3）、”后面多了一个标点"}, ["（一）修缮", "（修缮）、验收"]),
    "代替内容的字": (
        {"略": "“略”代替不了内容", "见附件。": "“见附件。”代替不了内容", "待核实": "“待核实”代替不了内容", "（不超过300字）": "“不超过300字”代替不了内容"},
        ["战略", "合同见附件1", "无", "权限500字节", "待定岗人员3名"],
    ),
    "只有一个字": ({"好": "只写了一个“好”", "1": "只写了一个“1”"}, ["无", "/", "没有", "好事"]),
    "繁体字": ({"財務制度": "“財務”不是规范汉字，应为“财务”", "湛江巿": "“巿”不是规范汉字，应为“市”", "⽂件": "“⽂”不是规范汉字，应为“文”"}, ["乾坤", "於某", "财务"]),
}  # fmt: skip


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> SmallForm:
    """Return a small form beside the common rules."""
    root = tmp_path_factory.mktemp("templates")
    (root / "common").symlink_to(ROOT / "templates" / "common")
    return SmallForm(form_in(root / "small"))


def found(small: SmallForm, data: str, *rules: str) -> list[Problem]:
    """Return what the common rules, or some of them, find in data."""
    facts, _ = small.read(data)
    checks = read_checks(small.form, "templates/small/checks.yaml")
    return run_checks([check for check in checks if check.place.file == LANGUAGE and (not rules or check.name in rules)], facts)


def quoted(text: str) -> str:
    """Return a field with a text in single quotation marks, as YAML has it."""
    return f"部门职能: ['{text}']\n"


def test_every_rule_has_its_cases(small: SmallForm) -> None:
    checks = read_checks(small.form, "templates/small/checks.yaml")
    assert {check.name for check in checks if check.place.file == LANGUAGE} == CASES.keys()


@pytest.mark.parametrize(("rule", "text", "message"), [(rule, *case) for rule, (wrong, _) in CASES.items() for case in wrong.items()])
def test_a_rule_finds_what_is_wrong(small: SmallForm, rule: str, text: str, message: str) -> None:
    problems = found(small, quoted(text), rule)
    assert message in problems[0].message
    assert problems[0].hint
    assert (problems[0].path, problems[0].place.line) == ("部门职能", 1)


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule, (_, right) in CASES.items() for text in right])
def test_a_rule_lets_pass_what_is_right(small: SmallForm, rule: str, text: str) -> None:
    assert [str(problem) for problem in found(small, quoted(text), rule)] == []


def test_each_place_of_a_text_is_told_at_its_own_column(small: SmallForm) -> None:
    data = "单位性质: 行政机关\n重点任务:\n  - 报消帐款\n部门职能: |\n  第一段\n  拔付资金，己完成\n"
    places = [(problem.place.line, problem.place.column) for problem in found(small, data, "错别字")]
    assert places == [(3, 5), (3, 7), (6, 3), (6, 8)]


def test_no_name_of_a_person_is_read_as_wording(tmp_path: Path) -> None:
    (tmp_path / "common").symlink_to(ROOT / "templates" / "common")
    small = SmallForm(form_in(tmp_path / "small", "\n  姓名: {type: text, private: name}\n  职能: text\n"))
    assert found(small, "姓名: 張 某\n职能: 好事\n") == []


def test_only_what_was_left_over_stops(small: SmallForm) -> None:
    checks = read_checks(small.form, "templates/small/checks.yaml")
    wording = [check for check in checks if check.place.file.endswith("language.yaml")]
    assert [check.name for check in wording if check.level.severity is Severity.ERROR] == ["残留的填写提示"]


def test_one_character_is_enough_for_a_unit_of_measure_and_a_digit_for_a_target(tmp_path: Path) -> None:
    (tmp_path / "common").symlink_to(ROOT / "templates" / "common")
    small = SmallForm(form_in(tmp_path / "small", "\n  指标: {type: rows, fields: {名称: text, 计量单位: text, 年度指标值: text}}\n"))
    data = "指标: [{名称: 课, 计量单位: 人, 年度指标值: 8}, {名称: 1, 年度指标值: 好}]\n"
    assert [problem.path for problem in found(small, data, "只有一个字")] == ["指标[1].名称", "指标[2].名称", "指标[2].年度指标值"]
