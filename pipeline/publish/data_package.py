"""datapackage.json: what a year's files for machines hold: a Frictionless Data Package (its specification, v1) with a Table Schema."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from pipeline.form.types.registry import LEAVES, TYPES
from pipeline.publish.open_data import COLUMNS, CSV, JSON
from pipeline.publish.settings import Settings

PACKAGE, SCHEMA = "datapackage.json", "schema.json"
# What the two files of a block of articles are packed into.
PACK: Final = "data.zip"
KEY: Final = ("单位代码", "年度", "表", "项")
OPTIONAL: Final = ("值", "计量单位")
KINDS: Final = [TYPES[name].called for name in LEAVES]
DESCRIPTIONS: Final = {
    "单位代码": "单位在网站上的代码，也是它的文章所在文件夹的名称",
    "单位": "单位全称",
    "年度": "自评的财政年度",
    "表": "所填的表；一个单位一年有几份的，名称后用括号注明",
    "项": "这一项在表里的位置：所在的各级组和它自己的名称，之间用点隔开；多行的，方括号里是第几行。与单位代码、年度、表合起来不会重复",
    "名称": "这一项印在表上的名称，前面是所在组的名称",
    "值": "公开的文件里的内容。没有填的为空；0 写作 0；“无”“不适用”就是这两个词，与空白、0 都不同。数字用小数点，不带千分位和单位，"
    "由程序计算的按文件里印出的位数；日期写成 2021-06-01，年月写成 2021-06；多段、多项的各占一行。个人信息已按公开的样子遮盖",
    "计量单位": "数字的单位，如 万元、%、个；没有的为空",
    "类型": "这一项在表里规定填什么",
}
GUARDED: Final = (
    "CSV 里的文字如果以 = + - @（全角的也算，前面有空格的也算）、制表符或英文单引号开头，前面加了一个英文单引号，"
    "免得表格软件把它当成公式；读取时去掉开头的一个单引号就是原文。负数不加。JSON 里是原文，第一行是各栏的名称"
)


def data_package(settings: Settings, year: str, created: str, parts: Sequence[tuple[str, str]]) -> dict[str, bytes]:
    """Return the description of a year's files, and of their columns, by their bare names.

    It says of no file how large it is, so that it stays as it is when figures are corrected.

    Args:
        settings: what the site is called and who runs it.
        year: the fiscal year.
        created: when the first of the year's articles was published, ISO 8601.
        parts: the folders of the files, ending in a slash, and which units are in them; or one without a name, of all units.
    """
    title = f"{year}年度{settings.column}数据"
    content: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": f"ziping-{year}",
        "title": title,
        "description": f"{settings.description}。{year}年度已公开的全部内容，一行一项；已撤回的不在内，更正过的是现在的内容。{GUARDED}",
        "homepage": f"{settings.address}{year}/index.html",
        "created": created,
        "keywords": [word.strip() for word in settings.keywords.replace("，", ",").split(",")],
        "contributors": [{"title": settings.host, "role": "publisher"}],
    }
    if settings.licence_address:
        content["licenses"] = [{"path": settings.licence_address, "title": settings.licence}]
    content["resources"] = [
        described
        for folder, units in parts
        for of in [f"（{units}）" if folder else ""]
        for described in (
            {
                **resource(folder, CSV, f"{title}{of}（CSV）"),
                "mediatype": "text/csv",
                "dialect": {"lineTerminator": "\r\n", "header": True},
            },
            {**resource(folder, JSON, f"{title}{of}（JSON）"), "mediatype": "application/json"},
        )
    ]
    return {
        name: (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode() for name, said in ((PACKAGE, content), (SCHEMA, schema()))
    }


def resource(folder: str, name: str, title: str) -> dict[str, Any]:
    """Return the description of one file.

    Args:
        folder: the folder that it is in, beside the description.
        name: its bare name.
        title: what it is called.
    """
    kind = name.rpartition(".")[2]
    return {
        "profile": "tabular-data-resource",
        "name": "-".join(filter(None, ("data", kind, folder.rstrip("/")))),
        "title": title,
        **({"path": f"{folder}{PACK}", "compression": "zip", "innerpath": name} if folder else {"path": name}),
        "format": kind,
        "encoding": "utf-8",
        "schema": SCHEMA,
    }


def schema() -> dict[str, Any]:
    """Return the Table Schema of the rows: all files have the same."""
    return {"fields": [column(name) for name in COLUMNS], "missingValues": [""], "primaryKey": list(KEY)}


def column(name: str) -> dict[str, Any]:
    """Return the description of one column."""
    constraints: dict[str, Any] = {} if name in OPTIONAL else {"required": True}
    constraints |= {"enum": KINDS} if name == "类型" else {}
    kind = {"type": "year"} if name == "年度" else {"type": "string"}
    return {"name": name, **kind, "title": name, "description": DESCRIPTIONS[name], "constraints": constraints}
