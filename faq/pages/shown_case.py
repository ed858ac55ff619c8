"""What a page shows of somebody's own case beside its complaint, so that nobody is asked for what stands there.

States are handed on as the sentences people would say of themselves: the words of faq/situation.yml read them, and a
year counts from the day it is read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from faq.pages.lines import PageLine, is_chrome, shared_width
from faq.pages.prompts import says_what_blocks
from faq.pages.rows import right_of
from faq.pages.whose import titles
from faq.text.normalise import matching_key, normalise

HAS_RECORD = "学籍能查到"
_MOST_NUMBERS = 3
_BELOW_ROWS = 2.0
"""How many of its own heights a value may stand below its label."""
_STATUS, _LEFT, _ENTERED, _FORM = "学籍状态", "毕业", "入学", "学习形式"
_LABELS = (
    (_STATUS, re.compile(r"学籍状态|在籍状态")),
    (_LEFT, re.compile(r"(?:预计)?毕[(（]?结?[)）]?业(?:日期|时间|年份)|离校日期")),
    (_ENTERED, re.compile(r"入学(?:日期|时间|年份)|录取年份")),
    (_FORM, re.compile(r"学习形式|办学类型|教育类别")),
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_GRADUATED = re.compile(r"毕业|结业")
_ENROLLED = re.compile(r"^\W{0,2}(?:在籍|在读|在校|注册学籍)")
_ADULT = re.compile(r"函授|业余|夜大|成人|网络教育|开放教育")
_IN_APP = re.compile(r"^\W{0,3}(?:返回)?学信网app\W{0,3}$")
_FACE_PAGE = re.compile(r"^(?:实人验证|实人认证|人像比对|人脸识别)$")
"""The page of the app's camera: a site has none (chsi F053)."""
_STAFF_REVIEW = re.compile(r"^\W{0,3}(?:申请|转|去|提交|进入|选择)?人工(?:审核|核验)\W{0,3}$")
_REVIEW_REFUSED = re.compile(r"人工(?:审核|核验)[^，。；]{0,6}(?:未通过|不通过|没通过|退回|驳回)")
_LOGGED_IN = re.compile(r"安全退出|退出登录|退出账号|注销登录")
_INSIDE = re.compile(r"账号管理|账号信息|账号安全|登录日志|解绑账号|第三方账号|修改(?:手机|邮箱|密保)|消息推送")
"""Pages that nobody sees who is not logged in."""
_OLD_NUMBER = re.compile(r"^(?:原|旧)手机号码?")
_CODE_FIELD = re.compile(r"验证码$")
_NONE_OF = re.compile(r"^\W{0,2}学(?P<which>[籍历])信息\W{0,2}[(（]\s?0\s?[)）]")
_STARS = r"[*＊●•·xX]{3,8}"
_PHONE = re.compile(rf"(?<![\d*])1\d{{2}}\s?{_STARS}\s?\d{{2,4}}(?!\d)")
_MAIL = re.compile(r"(?<![\w*])[A-Za-z0-9][\w.]{0,3}[*＊●•]{2,10}[\w.]{0,3}@[A-Za-z0-9*]{1,20}(?:\.[A-Za-z]{2,6}){1,2}")


def told_by(lines: Sequence[PageLine]) -> tuple[str, ...]:
    """What the page shows of its owner, as sentences of theirs (我2021年毕业的); () for nothing."""
    values = dict(_values(lines))
    texts = [normalise(line.text) for line in lines if not is_chrome(line)]
    said = [*_of_studies(values)]
    in_app = any(map(_FACE_PAGE.search, titles(lines, 1))) and not any("chsi" in normalise(line.text) for line in lines)
    if in_app or any(map(_IN_APP.search, texts)):
        said.append("在学信网App里做的")
    if any(map(_REVIEW_REFUSED.search, texts)):
        said.append("人工审核没通过")
    elif any(map(_STAFF_REVIEW.search, texts)):
        said.append("弹出了人工审核")
    said += [f"没有学{found['which']}" for text in texts if (found := _NONE_OF.search(text))]
    if _STATUS in values and "没有学籍" not in said:
        # A record shows in the account that has the name and number of it.
        said += [HAS_RECORD, "信息都一致"]
    inside = any(_INSIDE.search(title) and not says_what_blocks(title) for title in titles(lines))
    if (
        inside
        or values.keys() & {_STATUS, _ENTERED}
        or any(_LOGGED_IN.fullmatch(text.strip(" |｜[]")) for text in texts)
    ):
        said.append("已经登录进去了")
    keys = [matching_key(text) for text in texts]
    if any(map(_OLD_NUMBER.search, keys)) and any(map(_CODE_FIELD.search, keys)):
        said.append("页面要旧手机号的验证码")
    return tuple(dict.fromkeys(said))


def masked_numbers(lines: Sequence[PageLine]) -> tuple[str, ...]:
    """The numbers that the page itself half hides (手机号 138****5678), with the stars that it has; () for none."""
    page = "\n".join(line.text for line in lines)
    phones = [f"手机号 {found[0][:3]}****{re.sub('[^0-9]', '', found[0][3:])}" for found in _PHONE.finditer(page)]
    mails = [f"邮箱 {found[0]}" for found in _MAIL.finditer(page)]
    return tuple(dict.fromkeys((*phones, *mails)))[:_MOST_NUMBERS]


def _of_studies(values: dict[str, str]) -> list[str]:
    status, left = values.get(_STATUS, ""), _YEAR.search(values.get(_LEFT, ""))
    if _GRADUATED.search(status):
        return [f"我{left[0]}年毕业的", "我已经毕业了"] if left else ["我已经毕业了"]
    if not _ENROLLED.search(status):
        return []
    adult = _ADULT.search(values.get(_FORM, ""))
    if adult:
        return [f"我是{adult[0]}的，还在读"]
    entered = _YEAR.search(values.get(_ENTERED, ""))
    return [f"我{entered[0]}年入学，还在读"] if entered else ["我还在读"]


def _values(lines: Sequence[PageLine]) -> list[tuple[str, str]]:
    """What stands behind the labels of a record: in the same line, to the right, or right below; the first counts."""
    found = []
    for number, line in enumerate(lines):
        text = normalise(line.text)
        for name, label in _LABELS:
            stands = label.search(text)
            if stands is None or stands.start() > 2:
                continue
            inline = text[stands.end() :].strip(" :：")
            beside = right_of(lines, number) if not inline else None
            beside = _below(lines, number) if not inline and beside is None else beside
            value = inline or (normalise(lines[beside].text) if beside is not None else "")
            found.append((name, value))
    return found[::-1]  # a dict keeps the last: the first of the page


def _below(lines: Sequence[PageLine], number: int) -> int | None:
    line = lines[number]
    bottom = line.top + line.height
    under = [
        index
        for index, other in enumerate(lines)
        if 0 <= other.top - bottom + 0.3 * line.height < _BELOW_ROWS * line.height
        and shared_width(other, line) > 0
        and matching_key(other.text)
    ]
    return min(under, key=lambda index: lines[index].top, default=None)
