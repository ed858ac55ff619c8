"""Personal data in the lines of a page replaced by placeholders: by its form, and by the label beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from common.masking import PLACEHOLDERS, mask
from faq.pages.lines import PageLine
from faq.pages.rows import row_labels

_PRIVATE_LABELS = {
    "姓名": "person_name",
    "真实姓名": "person_name",
    "证件号": "id_number",
    "证件号码": "id_number",
    "身份证号": "id_number",
    "身份证号码": "id_number",
    "公民身份号码": "id_number",
    "手机号": "phone",
    "手机号码": "phone",
    "安全邮箱": "email",
    "邮箱": "email",
    "电子邮箱": "email",
}
_OTHER_LABELS = frozenset(
    [
        "用户名",
        "账号",
        "学号",
        "考生号",
        "住址",
        "出生日期",
        "密码",
        "登录密码",
        "新密码",
        "密码确认",
        "确认密码",
        "短信验证码",
        "验证码",
        "校验码",
        "密保答案",
        "报告编号",
        "在线验证码",
    ]
)
HIDDEN = "〔已隐去〕"
_INLINE = re.compile(
    r"(?P<label>姓\s*名|住\s*址|学\s*号|考生号|用户名|账号|考生|申请人|毕业生|公民身份号码|证件号码|身份证号码?|密码|口令|验证码|校验码)"
    r"(?P<gap>\s*[:：]\s*|\s+|(?=[0-9A-Za-z]))(?P<value>[^\s，。；,;]{2,40})"
)
# The reader drops spaces: 姓名林小样. What a page says of a name (姓名格式有误) has its own words.
_TOUCHING = re.compile(r"^(?P<label>姓\s*名|住\s*址)(?P<gap>)(?P<value>[一-鿿·]{2,4}|(?<=址).{4,})$")
# As papers have it: 学生某某，性别女，2003年1月14日生。
_STUDENT = re.compile(r"学生\s?[一-鿿·]{2,5}(?=[，,\s]?性别)")
_BORN = re.compile(r"\d{4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日\s?(?:出?生)")
# A picture is misread here and there: a number one digit short is still somebody's.
_LONG_NUMBER = re.compile(r"[0-9０-９](?:[ \-]?[0-9０-９]){6,24}[Xx]?")
_SCHOOL_YEAR = re.compile(r"20\d\d ?- ?20\d\d")
_DAY_AND_HOUR = re.compile(r"20\d\d ?- ?[01]?\d ?- ?[0-3]\d ?[0-2]?\d")
_MINUTES = re.compile(r"[:：]\d\d")
_PAGE_WORDS = re.compile(
    r"请|为空|至少|选填|必填|格式|已被|已经|有误|错误|不能|支持|输入|登录|找回|查询|未绑定|验证码|密码|注册|无误|不符|一致|匹配|核对"
)


def masked_lines(lines: Sequence[PageLine]) -> list[str]:
    """The texts of the lines without names, numbers, addresses and secrets; one for each line."""
    texts = [_masked(line.text) for line in lines]
    for label, number in row_labels(lines):
        if lines[number].red or _PAGE_WORDS.search(lines[number].text):
            continue  # what the page says about the field
        if label in _PRIVATE_LABELS:
            texts[number] = PLACEHOLDERS[_PRIVATE_LABELS[label]]
        elif label in _OTHER_LABELS:
            texts[number] = HIDDEN
    return texts


def masked_text(text: str) -> str:
    """A piece of a line's text, as `masked_lines` shows it without its surroundings."""
    return _masked(text)


def _masked(text: str) -> str:
    text = _LONG_NUMBER.sub(_hide_number, mask(text).text)
    text = _BORN.sub(f"{HIDDEN}生", _STUDENT.sub(f"学生{HIDDEN}", text))
    return _TOUCHING.sub(_hide_value, _INLINE.sub(_hide_value, text))


def _hide_number(found: re.Match[str]) -> str:
    has_time = _DAY_AND_HOUR.fullmatch(found[0]) and _MINUTES.match(found.string, found.end())
    return found[0] if has_time or _SCHOOL_YEAR.fullmatch(found[0]) else HIDDEN  # nobody's birthday has a time


def _hide_value(found: re.Match[str]) -> str:
    if _PAGE_WORDS.search(found["value"]) or found["value"].startswith("〔"):
        return found[0]
    return f"{found['label']}{found['gap']}{HIDDEN}"
