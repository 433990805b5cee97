"""Values made up at random for any form: each field by its type, some left out, some 0, some 无."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any, Final

from pipeline.form.field import UNIT_NAME, Field
from pipeline.form.form import YEAR
from pipeline.form.types.field_type import Holds
from pipeline.form.types.registry import type_of

THINGS: Final = ("设备购置", "业务培训", "大厅改造", "系统运行维护", "水利工程巡查", "志愿服务", "档案整理（二期）", "“一网通办”推广")
DEEDS: Final = (
    "按计划完成",
    "因招标流标推迟",
    "已通过验收",
    "正在整改，预计年底完成",
    "比上年有所提高",
    "由科室负责、逐项登记",
    "没有发生费用",
)
PLACES: Final = ("示例市", "东山区", "临江县", "全市9个镇")
MEASURES: Final = ("{}项", "{}.6万亩", "{}.20%", "1,{}人次", "{}日前", "≥{}%", "{}期")


def measure(chance: Random) -> str:
    """Return a figure with its unit."""
    return chance.choice(MEASURES).format(chance.randint(2, 999))


# What texts are of fields with certain words in their names.
KINDS: Final[dict[str, Callable[[Random], str]]] = {
    "电话": lambda chance: f"0759-{chance.randint(1_000_000, 9_999_999)}",
    "手机": lambda chance: f"13{chance.randint(100_000_000, 999_999_999)}",
    "邮箱": lambda chance: f"danwei{chance.randrange(1000)}@example.com",
    "姓名": lambda chance: f"{chance.choice('陈李黄吴')}某某",
    "填表人": lambda chance: f"{chance.choice('陈李黄吴')}某某",
    "负责人": lambda chance: f"{chance.choice('陈李黄吴')}某某",
    "文号": lambda chance: f"示财绩〔2020〕{chance.randint(1, 99)}号",
    "值": measure,
}
# How many of a hundred fields that may be left out are, and how many numbers are 0 and texts 无.
LEFT_OUT, NOTHING = 12, 10


def group(field: Field, chance: Random) -> dict[str, Any]:
    """Return what a group's fields are filled with."""
    return {
        name: made for name, own in field.fields.items() if name not in (YEAR, *field.fixed) and (made := filled(own, chance)) is not None
    }


def filled(field: Field, chance: Random) -> Any:  # noqa: ANN401 - whatever YAML holds
    """Return what a field is filled with; None to leave it out."""
    if field.name == UNIT_NAME:
        return f"{chance.choice(PLACES[:3])}公共服务局"
    if field.preset:
        return [{**row.key, **group(field, chance)} for row in field.preset.rows]
    if type_of(field).holds is Holds.ROWS:
        return [group(field, chance) for _ in range(chance.randrange(4))] or None
    if type_of(field).holds is Holds.FIELDS:
        return group(field, chance)
    is_left_out = chance.randrange(100) < LEFT_OUT and not field.required
    return None if field.formula or is_left_out or field.type not in WAYS else WAYS[field.type](field, chance)


def sentence(chance: Random) -> str:
    """Return a sentence as clerks write them, without a full stop."""
    return "，".join(
        f"{chance.choice(PLACES)}{chance.choice(THINGS)}{measure(chance)}，{chance.choice(DEEDS)}" for _ in range(chance.randint(1, 3))
    )


def text(field: Field, chance: Random) -> str:
    if kind := next((made for word, made in KINDS.items() if word in field.name), None):
        return kind(chance)
    if chance.randrange(100) < NOTHING:
        return "无"
    return sentence(chance) if chance.randrange(3) else f"{chance.choice(PLACES)}{chance.choice(THINGS)}"


def number(digits: int) -> Callable[[Field, Random], str]:
    """Return what makes up numbers of up to so many decimals."""

    def made(field: Field, chance: Random) -> str:
        most = min(int(field.maximum or 99_999), chance.choice((9, 99, 999, 99_999)))
        whole = chance.randint(max(int(field.minimum or 0), 1), max(most, 1))
        if chance.randrange(100) < NOTHING and not field.minimum:
            return "0"
        return str(whole) + (f".{chance.randint(1, 10**digits - 1):0{digits}}".rstrip("0").rstrip(".") if digits and whole < most else "")

    return made


def day(_: Field, chance: Random) -> str:
    return f"{chance.choice((2020, 2021))}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"


def address(_: Field, chance: Random) -> str:
    return f"https://danwei{chance.randrange(10_000):04}.example.gov.cn/zwgk/post_{chance.randrange(10_000_000)}.html"


def several(_: Field, chance: Random) -> list[str]:
    return [f"{sentence(chance)}。" for _ in range(chance.randint(1, 3))]


WAYS: Final[dict[str, Callable[[Field, Random], Any]]] = {
    "text": text,
    "paragraphs": several,
    "list": several,
    "integer": number(0),
    "number": number(1),
    "amount": number(2),
    "percent": lambda field, chance: f"{number(2)(field, chance)}%",
    "date": day,
    "url": address,
    "yes_no": lambda _, chance: chance.choice(("是", "否")),
    "choice": lambda field, chance: chance.choice(field.choices),
}
