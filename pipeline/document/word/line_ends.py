"""Where Word may end a line: not inside a figure, nor between it and its unit, nor inside of that.

Word takes lists of characters that begin or end no line in place of its own, so these hold its own too. They stand in the settings,
and change neither a text nor what is copied or found of it. Of a list that is longer than its bounds, Word would not say what it does.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lxml import etree

from pipeline.document.word.contents import part_name
from pipeline.document.word.package import DOCUMENT, OFFICE, RELATIONSHIPS, OwnPart, relations_of, with_listed
from pipeline.document.word.xml import NAMESPACE, W, as_part, parse

SETTINGS: Final = OwnPart("word/settings.xml", f"{OFFICE}.wordprocessingml.settings+xml", f"{RELATIONSHIPS}/settings", DOCUMENT)
LANGUAGE: Final = "zh-CN"
# Word's own for simplified Chinese: ECMA-376, part 1, 17.3.1.16.
CLOSING: Final = "!%),.:;>?]}¢¨°·ˇˉ―‖’”…‰′″›℃∶、。〃〉》」』】〕〗〞︶︺︾﹀﹄﹚﹜﹞！＂％＇），．：；？］｀｜｝～￠"
OPENING: Final = "$([{£¥·‘“〈《「『【〔〖〝﹙﹛﹝＄（．［｛￡￥"
# What ends no line: figures, of which the marks would be parted if Word broke them as it breaks Chinese; 万 before 亩; how 平方米,
# 立方米, 小时 and 千瓦时 begin, whose other characters begin or end too many words of narrow cells.
IN_FIGURES: Final = "0123456789.,百千万亿平立小瓦"
# What begins no line: how units go on; and those that begin few other words, should Word take digits for no Chinese text.
IN_UNITS: Final = "百点度里米顷钟"
UNITS: Final = "万亿元个名人次件份项分年月日亩吨栋辆户套台家天号倍册千"
MOST_BEFORE, MOST_AFTER = 100, 50  # [MS-DOC] 2.7.16
# What stands behind the lists in a part of settings, in the order that Word wants; whatever is of another namespace does too.
BEHIND: Final = tuple(
    f"{W}{name}"
    for name in (
        *("savePreviewPicture", "doNotValidateAgainstSchema", "saveInvalidXml", "ignoreMixedContent", "alwaysShowPlaceholderText"),
        *("doNotDemarcateInvalidXml", "saveXmlDataOnly", "useXSLTWhenSaving", "saveThroughXslt", "showXMLTags"),
        *("alwaysMergeEmptyNamespace", "updateFields", "hdrShapeDefaults", "footnotePr", "endnotePr", "compat", "docVars", "rsids"),
        *("attachedSchema", "themeFontLang", "clrSchemeMapping", "doNotIncludeSubdocsInStats", "doNotAutoCompressPictures"),
        *("forceUpgrade", "captions", "readModeInkLockDown", "smartTagType", "shapeDefaults", "doNotEmbedSmartTags"),
        *("decimalSymbol", "listSeparator"),
    )
)


def with_line_ends(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return a Word file's parts with the lists in their settings, in place of any that the file has."""
    name = settings_name(parts)
    root = parse(parts[name]) if name else etree.Element(f"{W}settings", None, {"w": NAMESPACE})
    lists = {f"{W}noLineBreaksAfter": OPENING + IN_FIGURES, f"{W}noLineBreaksBefore": CLOSING + IN_UNITS + UNITS}
    etree.strip_elements(root, *lists, with_tail=False)
    place = next((place for place, child in enumerate(root) if child.tag in BEHIND or not str(child.tag).startswith(W)), len(root))
    root[place:place] = [
        etree.Element(tag, {f"{W}lang": LANGUAGE, f"{W}val": "".join(dict.fromkeys(characters))}) for tag, characters in lists.items()
    ]
    return {**(parts if name else with_listed([SETTINGS], parts)), name or SETTINGS.name: as_part(root)}


def settings_name(parts: Mapping[str, bytes]) -> str:
    """Return the name of the part with a Word file's settings; nothing if it has none."""
    relations = parts.get(relations_of(DOCUMENT))
    listed = parse(relations) if relations else ()
    targets = (each.get("Target", "") for each in listed if each.get("Type") == SETTINGS.relation)
    return next((part_name(target, DOCUMENT) for target in targets), "")
