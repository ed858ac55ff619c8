"""Pictures nobody should send: identity papers, codes, passwords; told by the words on them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from faq.normalise import matching_key
from faq.pages.lines import PageLine, row_labels

ID_CARD, CODE, PASSWORD = "id_card", "code", "password"

_CARD_WORDS = {
    "公民身份号码": 3,
    "签发机关": 2,
    "有效期限": 2,
    "中华人民共和国居民身份证": 3,
    "住址": 2,
    "民族": 1,
    "性别": 1,
    "出生": 1,
}
_ENOUGH = 3
_PAPERS = re.compile(r"学生证|护照|户口簿|居民户口|往来内地通行证|来往大陆通行证|驾驶证|毕业证书|学位证书|军官证")
_OWN_NUMBER = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
_RECORD = re.compile(r"院校|学校名称|学籍状态|学制|层次|专业|证件类型|立即注册")
_CODE = re.compile(r"(?:验证码|校验码|动态码|激活码|随机码)(?:是|为|[:：\s])*(?:[^\d\n]{0,4})(?<!\d)\d{4,8}(?!\d)")
_PASSWORD = re.compile(r"(?:密码|口令|password)\s*(?:是|为|[:：])\s*(?P<word>[!-~]{5,})", re.IGNORECASE)
_DISTINCT = 4
_PASSWORD_LABELS = frozenset({"密码", "登录密码", "新密码", "密码确认", "确认密码"})


def danger_in(lines: Sequence[PageLine]) -> str | None:
    """`id_card`, `code` or `password` when such a thing is shown; None for an ordinary page.

    A page of the site that lists name, sex and birthday is no identity card: it has a school on it, or a form.
    """
    page = "\n".join(line.text for line in lines)
    key = matching_key(page)
    if _is_card(key) or (_PAPERS.search(page) and _OWN_NUMBER.search(page) and not _RECORD.search(page)):
        return ID_CARD
    if _CODE.search(page):
        return CODE
    if any(_is_password(found["word"]) for found in _PASSWORD.finditer(page)):
        return PASSWORD
    shown = [lines[value].text.strip() for label, value in row_labels(lines) if label in _PASSWORD_LABELS]
    return PASSWORD if any(map(_is_password, shown)) else None


def _is_card(key: str) -> bool:
    score = sum(weight for word, weight in _CARD_WORDS.items() if word in key)
    if "居民身份证" in key and ("签发机关" in key or "有效期限" in key):
        return True
    return score >= _ENOUGH and ("公民身份号码" in key or not _RECORD.search(key))


def _is_password(word: str) -> bool:
    """Whether something typed is shown, not a hint, and not dots that were misread as oooooo."""
    return re.fullmatch(r"[!-~]{5,}", word) is not None and len(set(filter(str.isalnum, word))) >= _DISTINCT
