"""What pages say to search engines in the terms of schema.org: JSON-LD, which is data and no script, whatever its element is called."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote

from markupsafe import Markup

from pipeline.language.wording import kilobytes
from pipeline.publish.article import Article
from pipeline.publish.open_data import MachineFile
from pipeline.publish.settings import Settings

# What could end the element that the data stand in, or is no white space to everyone who reads them.
ESCAPED: Final = str.maketrans({character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"})

Node = dict[str, Any]


def article_linked(settings: Settings, article: Article) -> Markup:
    """Return what an article's page says of itself and of its data."""
    address, unit = page_address(settings, article), organization(article.name)
    about: Node = {
        "@type": "Article",
        "@id": address,
        "headline": article.title,
        "inLanguage": "zh-CN",
        "datePublished": article.first,
        "dateModified": article.last,
        "author": unit,
        "publisher": organization(settings.host),
        "mainEntityOfPage": address,
    }
    return linked([about, dataset(settings, f"{article.title}数据", unit, article.year, address, article.offered)])


def year_linked(settings: Settings, year: str, files: Iterable[MachineFile], page: str = "") -> Markup:
    """Return what a page says of a year's data, or of a part of them.

    Args:
        settings: what the site is called and who runs it.
        year: the year.
        files: the files that it offers.
        page: where the page is in the site, if it is not the year's first.
    """
    address = f"{settings.address}{page or f'{year}/index.html'}"
    return linked([dataset(settings, f"{year}年度{settings.column}数据", organization(settings.host), year, address, files)])


def unit_linked(settings: Settings, name: str, articles: Sequence[Article]) -> Markup:
    """Return what a unit's page says of the unit and its data.

    Args:
        settings: what the site is called.
        name: the unit's name.
        articles: its articles.
    """
    unit = {**organization(name), "@id": f"{settings.address}units/{articles[0].unit}/index.html"}
    some = [article for article in articles if article.data]
    sets = [
        dataset(settings, f"{article.title}数据", {"@id": unit["@id"]}, article.year, page_address(settings, article), article.named_files)
        for article in some
    ]
    return linked([unit, *sets])


def home_linked(settings: Settings, years: Mapping[str, Sequence[MachineFile]]) -> Markup:
    """Return what the first page says of all data, year by year."""
    host = organization(settings.host) | ({"telephone": settings.phone} if settings.phone else {})
    sets = [
        dataset(settings, f"{year}年度{settings.column}数据", host, year, f"{settings.address}{year}/index.html", files)
        for year, files in years.items()
    ]
    catalogue = {"@type": "DataCatalog", "name": settings.column, "description": settings.description, "url": settings.address}
    return linked([{**catalogue, "publisher": host, "dataset": sets}])


def dataset(settings: Settings, name: str, creator: Node, year: str, address: str, files: Iterable[MachineFile]) -> Node:  # noqa: PLR0913, PLR0917 - all that is said of one
    """Return the description of data.

    Args:
        settings: what the site is called, and the licence.
        name: what the data are called.
        creator: whose they are.
        year: the year that they are of.
        address: the page that offers them.
        files: the files.
    """
    licence = {"license": settings.licence_address} if settings.licence_address else {}
    return {
        "@type": "Dataset",
        "name": name,
        "description": f"{name}：{settings.description}。已公开的文件里的内容，一行一项",
        "url": address,
        "inLanguage": "zh-CN",
        "temporalCoverage": year,
        "isAccessibleForFree": True,
        "creator": creator,
        **licence,
        "distribution": [distribution(settings, file) for file in files],
    }


def distribution(settings: Settings, file: MachineFile) -> Node:
    """Return the description of a file."""
    about = {"@type": "DataDownload", "contentUrl": f"{settings.address}{quote(file.path)}", "encodingFormat": file.media_type}
    return {**about, **({"contentSize": kilobytes(file.size)} if file.size else {})}


def page_address(settings: Settings, article: Article) -> str:
    """Return the address of an article's page."""
    return f"{settings.address}{quote(article.folder)}/index.html"


def organization(name: str) -> Node:
    """Return the description of an office."""
    return {"@type": "GovernmentOrganization", "name": name}


def linked(nodes: Sequence[Node]) -> Markup:
    """Return descriptions as the content of a script element."""
    return data_block({"@context": "https://schema.org", "@graph": list(nodes)})


def data_block(content: Any) -> Markup:  # noqa: ANN401 - whatever JSON can say
    """Return JSON as the content of a script element, which nothing in it can end."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.translate(ESCAPED))  # noqa: S704 - nothing in it is markup any more
