"""What else tells of a person, besides numbers: mailboxes, QQ and WeChat names, homes, plates of cars, a landline beside a name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Final

from pipeline.characters import BLOCK_END, TEXT_END
from pipeline.records import record
from pipeline.regex import regex

OPEN, CLOSE = r"[(\[{<【（〔「《]\s{0,2}", r"\s{0,2}[)\]}>】）〕」》]"
AT: Final = rf"(?:@|{OPEN}(?:@|at|a|艾特|圈a|#){CLOSE}|艾特|圈a|#)"
DOT: Final = rf"\s{{0,3}}(?:[.。·]|{OPEN}(?:dot|点){CLOSE}|\sdot\s|点)\s{{0,3}}"
LOCAL: Final = r"[a-z0-9][a-z0-9._%+\-]{0,63}(?<![.])"
LABEL: Final = r"[a-z0-9\u4e00-\u9fff](?:[a-z0-9\u4e00-\u9fff\-]{0,61}[a-z0-9\u4e00-\u9fff])?"
# What ends a file's name is no domain: icon@2x.png.
TOP: Final = r"(?:(?!png|jpe?g|gif|svg|webp|bmp|css|js|json|xml|s?html?|pdf|docx?|xlsx?)[a-z]{2,18}|中国|公司|网络|政务|公益)(?![a-z0-9])"
COMMON_TOP: Final = r"(?:com|cn|net|org|gov|edu|cc|vip|top|info|me|io)(?![a-z0-9])"
MAIL: Final = regex(rf"{LOCAL}\s{{0,3}}{AT.replace('|#)', ')')}\s{{0,3}}(?:{LABEL}{DOT}){{1,4}}?{TOP}", re.IGNORECASE)
# With a sign that has other uses. Behind a slash it is a page's part.
VEILED_MAIL: Final = regex(rf"(?<![/a-z0-9._%+\-=?&]){LOCAL}\s?#\s?(?:[a-z0-9\-]+{DOT}){{1,4}}?{COMMON_TOP}", re.IGNORECASE)
SPOKEN_MAIL: Final = regex(rf"{LOCAL} at (?:[a-z0-9\-]+{DOT}){{1,4}}?{COMMON_TOP}", re.IGNORECASE)
SURNAMES: Final = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程苏魏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦"
    "贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向汤温庞柯冼麦"
)
NAME: Final = rf"(?<![\u4e00-\u9fff])[{SURNAMES}][\u4e00-\u9fff]{{1,2}}"
TITLES: Final = "同志|先生|女士|副?(?:主任|科长|局长|处长|股长|所长|站长|书记|主席)|会计|出纳|老师|干事|科员|联系人|联络人|经办人"
TITLE: Final = f"(?:{TITLES})?"
PHONE_LABEL: Final = r"(?:联系|办公|住宅|家庭)?(?:电话|座机|号码|宅电)?"
LANDLINE: Final = r"[(（]?0[0-9]{2,3}[)）]?[ \-—－–]?[1-9][0-9]{6,7}(?![0-9])"
PROVINCES: Final = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"


ANYTHING: Final = regex("")


@record()
class Sign:
    """What tells of a person.

    Attributes:
        what: what it is, in words.
        pattern: how it is written.
        is_sure: whether it stops a publication; if not, it is only told.
        needs: what is in every text that the pattern fits: without it, long rows of digits are not gone through by it.
    """

    what: str
    pattern: re.Pattern[str]
    is_sure: bool = False
    needs: re.Pattern[str] = ANYTHING


LOOSELY: Final = r"[^\w，。；]{0,4}[为是加]?[^\w，。；]{0,2}"
QQ: Final = regex(rf"(?:QQ|扣扣|企鹅号)(?:号码?|邮箱|联系)?{LOOSELY}[1-9][0-9]{{4,10}}(?![0-9@])", re.IGNORECASE)
WECHAT: Final = regex(
    rf"(?:(?<!官方)(?<!政务)微信|薇信|wei ?xin|we ?chat|(?<![\w+/=\-])(?:v ?x|wx))(?:号|id)?{LOOSELY}[a-z][a-z0-9_\-]{{5,19}}(?![a-z0-9.])",
    re.IGNORECASE,
)
ROAD: Final = "(?:[路街巷道弄里村组苑庭城湾]|大道|小区|花园|公寓|宿舍|新村|家园)"
FEW: Final = "(?:[0-9a-z]{1,4}|[一二三四五六七八九十]{1,3})"
HOME: Final = regex(
    rf"{ROAD}[\u4e00-\u9fff]{{0,8}}?[0-9]{{0,5}}号?(?:之{FEW})?[\u4e00-\u9fff]{{0,8}}?{FEW}(?:栋|幢|座|单元|号楼)"
    rf"(?:{FEW}(?:单元|梯|门|楼|层|座|栋))?[\-之]?[0-9a-z]{{2,5}}(?:房|室|号房?|户)?(?![0-9])",
    re.IGNORECASE,
)
PLATE: Final = regex(
    rf"[{PROVINCES}] ?[A-Za-z][ ·•.\-—–]?(?=[A-Z]?[A-Z0-9]*[0-9])"
    r"(?:[A-HJ-NP-Z0-9]{5,6}|[A-HJ-NP-Z0-9]{4}[挂学警港澳领试超])(?![A-Z0-9])"
)
OWN_LANDLINE: Final = regex(rf"(?:{NAME}{TITLE}[^\w。；]{{0,3}}{PHONE_LABEL}|宅电|住宅电话|家庭电话|家里电话)[^\w。；]{{0,3}}{LANDLINE}")
# What a label says is a person's, however it looks.
BANK_ACCOUNT: Final = regex(rf"(?:[账帐]号|[账帐]户|卡号|银行卡|存折){LOOSELY}[0-9](?:[ \-]{{0,2}}[0-9]){{9,29}}(?![0-9])")
PAPER: Final = r"(?:护照|通行证|军官证|警官证|士兵证|驾驶证|驾照|身份证|证件|社保卡|医保卡)"
PAPERS: Final = regex(
    rf"{PAPER}(?:(?:号码?|编号){LOOSELY}[A-Z]{{0,3}}|{LOOSELY}[A-Z]{{1,3}})[0-9](?:[ \-]{{0,2}}[0-9X]){{5,17}}(?![0-9])", re.IGNORECASE
)
LIVED_AT: Final = "(?<!单位)(?<!办公)住址|家庭地址|户籍地址?|户籍所在地|现住[在于]|(?<!国)家住(?![建房宅院])|居住地址?"
ROOM: Final = rf"{FEW}(?:[号室房栋幢座弄组巷楼]|单元)(?:[0-9]{{2,4}})?"
LIVING: Final = regex(rf"(?:{LIVED_AT})[在是为]?{LOOSELY}[\w\-—#()]{{2,40}}{ROOM}")
SIGNS: Final = (
    Sign("电子邮箱", MAIL, is_sure=True, needs=regex(r"[@艾圈(\[{<【（〔「《]")),
    Sign("电子邮箱", VEILED_MAIL, is_sure=True, needs=regex("#")),
    Sign("像电子邮箱的文字", SPOKEN_MAIL, needs=regex(" at ", re.IGNORECASE)),
    Sign("QQ号", QQ),
    Sign("微信号", WECHAT),
    Sign("像住址的文字", HOME),
    Sign("车牌号", PLATE),
    Sign("姓名旁边的固定电话", OWN_LANDLINE),
    Sign("银行账号", BANK_ACCOUNT, needs=regex("[0-9]{4}")),
    Sign("证件号码", PAPERS, needs=regex("[0-9]{3}")),
    Sign("住址", LIVING, needs=regex("[住址籍]")),
)
# What each of them has in it. Each branch begins with a letter: then one pass over a text is quick, and only what is around a
# hint is looked at further.
HINTS: Final = (
    f"0[0-9]{{2,3}}[^{BLOCK_END}{TEXT_END}]?[^{BLOCK_END}{TEXT_END}]?[1-9][0-9]{{6}}",
    *(f"@(?<={before}@)" for before in ("[A-Za-z0-9._%+\\-([{<（【〔]", r"[A-Za-z0-9([（【][ \n]", r"[A-Za-z0-9][ \n][ \n]")),
    *("# ?[A-Za-z0-9\\-]+ ?[.。·点([]", "艾特", "圈[aA]", " [aA][tT] [A-Za-z0-9]"),
    *(*(f"\\{sign} ?[aA]" for sign in "([{<"), *(f"{sign} ?[aA]" for sign in "（【〔「《")),
    *("QQ(?![A-Za-z])", "qq(?![A-Za-z])", "Qq", "扣扣", "企鹅号", "微信", "薇信"),
    *(f"{first}(?<![A-Za-z]{first}){rest}" for first in "wW" for rest in ("ei ?[xX]in", "e ?[cC]hat", "[xX]")),
    *(f"{first}(?<![A-Za-z]{first}) ?[xX]" for first in "vV"),
    *("栋", "幢", "单元", "号楼", "座[0-9a-zA-Z一二三四五六七八九十之\\-]", "宅电", "住宅电", "家庭电", "家里电"),
    *("账号", "账户", "帐号", "帐户", "卡号", "行卡", "存折", "住址", "庭地址", "户籍", "现住", "家住", "居住地", "车牌", "号牌"),
    *("护照", "行证", "官证", "士兵证", "驾驶证", "驾照", "份证", "证件", "保卡"),
)
HINT: Final = regex("|".join(HINTS))
# A plate has none of the beginnings above, but two signs that seldom stand together.
PLATE_HINT: Final = regex(f"[A-Z](?<=[{PROVINCES}][A-Z])")
ENDS: Final = regex(f"[{BLOCK_END}{TEXT_END}]")
AROUND: Final = 80  # characters on either side of a hint


def signs(text: str) -> Iterator[tuple[Sign, int, int]]:
    """Yield what tells of a person in a text of half-width signs, with where it begins and ends there; perhaps more than once."""
    for hint in chain(HINT.finditer(text), PLATE_HINT.finditer(text)):
        before = ENDS.split(text[max(0, hint.start() - AROUND) : hint.start()])[-1]
        behind = ENDS.split(text[hint.end() : hint.end() + AROUND])[0]
        first, near = hint.start() - len(before), f"{before}{hint[0]}{behind}"
        for sign in SIGNS:
            found = sign.pattern.finditer(near) if sign.needs.search(near) else ()
            yield from ((sign, first + match.start(), first + match.end()) for match in found)
