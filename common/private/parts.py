"""Parts of a number: said to be one («身份证后六位……»), or all of them with words between («前三位138，后面……»)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from common.private.checks import is_id18, is_mobile, is_plain_date
from common.private.context import names_id, names_other_number, names_phone
from common.private.values import PrivateValue, Shape

_PLACE = "前|后|末|尾|头|中间|剩|开始"
_BETWEEN = r"(?:[0-9]{1,2}位|[^0-9A-Za-z\uffff]){1,12}+"
_SPLIT = re.compile(
    rf"(?<![0-9A-Za-z.])(?P<first>[0-9]{{3,14}}+){_BETWEEN}(?P<second>[0-9]{{3,15}}+[Xx]?)"
    rf"(?:{_BETWEEN}(?P<third>[0-9]{{3,12}}+[Xx]?))?+(?![0-9A-Za-z])"
)
_CUE = re.compile(rf"{_PLACE}|然后|接着|最后|再|另")
_SAID = re.compile(
    rf"(?:(?:{_PLACE})面?的?[0-9一二两三四五六七八九十]{{1,2}}个?(?:位数?|数字?)|尾号|[前后另]一?半(?:段|截|部分)?"
    r"|(?:身份证|证件|手机|电话|银行卡)号?码?的?[^0-9A-Za-z\n。,]{0,4}[前后末尾头][^0-9A-Za-z\n。,]{0,4})"
    r"(?:数字|号码?)?[ 是为就填的我:(\"“]{0,4}(?P<value>[0-9](?:[ \-]?[0-9]){2,13}+[Xx]?)(?![0-9A-Za-z])"
)
_BEGUN = re.compile(r"(?<![0-9A-Za-z.\-])(?P<value>[0-9](?:[ \-]?[0-9]){5,10}+)(?![0-9A-Za-z.])")
_NOBODYS = re.compile("编号|验证码|校验码|学号|单号|代码|证书|工单|热线|客服|邮编|学校|学院|老师|版本")
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_OWN = re.compile("证|手机|电话|卡|尾号")
_UNIT = re.compile(r"[ ]?(?:[-~到至]|[年月日号]|位|个|次|分|秒|天|元|块|人|届|级|%)")
_MOBILE = re.compile("1[3-9]")
_LOOK_BACK, _CUE_BACK = 14, 8


def find_parts(text: str) -> Iterator[PrivateValue]:
    """Every such number, and every such part, in a folded text in which whole numbers were taken out before."""
    for match in _SPLIT.finditer(text):
        start = match.start()
        if not _CUE.search(text, max(0, start - _CUE_BACK), match.end()):
            continue
        for last in ("third", "second"):
            value = "".join(part for part in match.group("first", "second") if part)
            value = (value + match["third"] if last == "third" and match["third"] else value).upper()
            kind = "phone" if is_mobile(value) else "id_number" if is_id18(value) else None
            if kind and match[last]:
                yield PrivateValue(kind, start, match.end(last), value)
                break
    for match in _SAID.finditer(text):
        before = text[max(0, match.start() - _LOOK_BACK) : match.start("value")]
        year = _YEAR.fullmatch(match["value"]) and not _OWN.search(before)
        if not _UNIT.match(text, match.end()) and not _NOBODYS.search(before) and not year:
            yield _part(match)
    for match in _BEGUN.finditer(text):
        start, digits = match.start(), "".join(filter(str.isdigit, match["value"]))
        if _UNIT.match(text, match.end()) or names_other_number(text, start) or is_plain_date(digits):
            continue
        begun = names_phone(text, start) and _MOBILE.match(digits)
        if begun or names_id(text, start):
            yield _part(match)


def _part(match: re.Match[str]) -> PrivateValue:
    value = "".join(filter(str.isalnum, match["value"])).upper()
    return PrivateValue("number_part", *match.span("value"), value, Shape.MALFORMED)
