"""Pictures nobody should send: identity papers, codes, passwords; told by the words on them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from faq.pages.lines import PageLine, is_chrome, paragraphs, passages
from faq.pages.rows import row_labels
from faq.text.normalise import matching_key

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
_LEAST_LABELS = 2
_PAPERS = re.compile(
    r"(?:^|\s)[^，。：:；！!]{0,10}(?:学生证|护照|户口簿|居民户口|往来内地通行证|来往大陆通行证|驾驶证|毕业证书|学位证书|军官证)\s*$",
    re.MULTILINE,
)
_DIPLOMA = re.compile(
    r"^\W{0,4}(?:普通高等学校|成人高等教育|学士|硕士|博士)?\W{0,4}(?:毕业证书|结业证书|学位证书)\W{0,4}$", re.MULTILINE
)
_DIPLOMA_SAYS = re.compile(r"修完|教学计划|准予毕业|授予.{0,12}学位|日生")
_PAPER_LABELS = re.compile(
    r"^[^\S\n]*+(?:姓\s{0,4}名|性\s{0,4}别|出\s{0,4}生|民\s{0,4}族|国\s{0,4}籍|住\s{0,4}址|身份证号|证件号码|证书编号|学\s{0,4}号)",
    re.MULTILINE,
)
_OWN_NUMBER = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
_CARD_NUMBER = re.compile(r"公民身份号码\W{0,3}[\dXx*]{6,}")
_RECORD = re.compile(
    r"院校|学校名称|学籍状态|学制|层次|专业|证件类型|立即注册"
    r"|报名|考生|缴费|校验|网上确认|提交|保存|下一步"
)
_BIRTHDAY = r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_HELD_STRONG = re.compile(
    rf"(?:公?民?身[份分]?号?码?)?\W?[1-9]\d{{5}}{_BIRTHDAY}\d{{3}}[\dx]"
    r"|(?:中华人民共和国?)?居?民身[份分]证|公民身[份分].{0,4}[\dx*]{0,20}|.{0,2}民身[份分]号码?[\dx*]{0,20}"
    r"|签发机关?.{2,16}公安.{0,4}|签发机关",
)
"""What stands on a card alone in its line, though the rest of it is too small to be read."""
_HELD_WEAK = (
    re.compile(r"^姓名[一-鿿]{2,4}$"),
    re.compile(r"性别?[男女](?:民族?[一-鿿]{1,4})?$|^民族[一-鿿]{1,4}$"),
    re.compile(r"^出生?\d{4}年\d{0,2}月?"),
    re.compile(r"^住址[一-鿿]{3}"),
    re.compile(r"^有效期限?\d{8}"),
    re.compile(r"^中华人民共和国$"),
)
_HELD_LINES = 14
_PAGE_SAYS = re.compile(
    r"请|上传|拍摄|选择|类型|登录|注册|密码|验证|学信|学籍|学历|查询|确定|取消|失败|有误|错误|一致|不符|正确|填写|输入|办理|复印|携带"
)
"""What a page says around a card or its number, and a photo of somebody with a card does not."""
_CODE_NAME = r"(?<!图片)(?<!图形)(?<!图像)(?<!在线)(?:短信)?(?:验证码|校验码|动态码|激活码|随机码)"
_DIGITS = r"(?<![\d*])(?:\d{4,8}|\d{3}[ -]\d{3})(?![\d*]|\s{0,4}(?:年|月|日|天|小时|分钟|秒|元|次|位))"
_CODE = re.compile(
    rf"{_CODE_NAME}(?:是|为|[:：\s])*+(?:[^\d\n]{{0,4}}){_DIGITS}"
    rf"|{_CODE_NAME}[^。；;]{{0,20}}?(?:是|为|[:：])\s*+{_DIGITS}"
    rf"|{_DIGITS}\s*+[（(，,]?\s*+(?:是|为)?(?:您|你|本次)?[^\d。；;\n]{{0,12}}{_CODE_NAME}"
    r"(?!\s{0,3}(?:错误|有误|不正确|不对|无效|已?失效|已?过期|获取|发送|次数))"
)
_NAME_OR_DIGITS = re.compile(rf"{_CODE_NAME}|\d{{3,8}}[ -]?\d{{0,3}}")
_PASSWORD = re.compile(r"(?:密码|口令|password)\s*(?:是|为|[:：])\s*(?P<word>[!-~]{5,})", re.IGNORECASE)
_SPACED = re.compile(r"(?:密码|口令|password)\s+(?P<word>[!-~]{6,})", re.IGNORECASE)
_LOGIN_PAGE = re.compile(r"登录|注册|(?:设置|修改|重置|找回|新)密码|确认密码")
_TOKEN = re.compile(r"[!-~]{6,20}")
_ACCOUNT = re.compile(r"1[\d*]{10}|[\dXx*]{15,18}|[!-~]{1,40}@[!-~]{3,40}|[A-Za-z][\w.]{3,24}")
"""What is typed in the box above a password."""
_NO_PASSWORD = re.compile(
    r"https?:|www\.|\.(?:com|cn|net|org)|@[\w.]{1,40}\.|^[A-Z\d]{6,}$|^[A-Z_]{6,}$|^\d{1,2}[:：]|%$", re.ASCII
)
"""An address, a mail, a number that the site gives, the clock."""
_FRAME = "[](){}<>|"
"""What is read around the picture with a code, whose border looks like brackets."""
_HIDDEN = re.compile(r"[*•●]{2}")
"""Where a page shows only part of a value, it is not shown."""
_WORD_CLASSES = 2
"""A name has small letters and digits; with capitals or signs as well it is a password."""
_DISTINCT = 4
_PASSWORD_LABELS = frozenset({"密码", "登录密码", "新密码", "密码确认", "确认密码"})
_KINDS = tuple(re.compile(kind, re.ASCII) for kind in (r"[a-z]", r"[A-Z]", r"\d", r"[^\w\s]"))
"""Of so many kinds may the characters of a password be."""


def danger_in(lines: Sequence[PageLine]) -> str | None:
    """`id_card`, `code` or `password` when such a thing is shown; None for an ordinary page.

    A page of the site that lists name, sex and birthday is no identity card: it has a school on it, or a form.
    """
    page = "\n".join(line.text for line in lines)
    if _is_card(matching_key(page)) or _is_held_card(lines) or _is_paper(page):
        return ID_CARD
    if _CODE.search(page) or any(_CODE.search(text) for text in paragraphs(lines)) or _is_broken_code(lines):
        return CODE
    if any(_is_password(found["word"]) for found in _PASSWORD.finditer(page)):
        return PASSWORD
    if any(_is_mixed(found["word"]) for found in _SPACED.finditer(page)):
        return PASSWORD
    labelled = {value: label for label, value in row_labels(lines)}
    shown = [lines[value].text.strip() for value, label in labelled.items() if label in _PASSWORD_LABELS]
    boxed = [line for number, line in enumerate(lines) if number not in labelled and not is_chrome(line)]
    return PASSWORD if any(map(_is_password, shown)) or _in_a_box(boxed, page) else None


def _is_broken_code(lines: Sequence[PageLine]) -> bool:
    """Whether the end of a line stands within the name of a code or its digits, in whatever a message stands."""
    # The halves of the name mean nothing else, however far apart a message stands its lines.
    order = sorted(range(len(lines)), key=lambda number: lines[number].top)
    for numbers in (*(passage.numbers for passage in passages(lines)), *pairwise(order)):
        text, breaks, end = "", [], 0
        for number in numbers:
            text += lines[number].text.strip()
            breaks.append(end)
            end = len(text)
        for found in _CODE.finditer(text) if len(breaks) > 1 else ():
            parts = _NAME_OR_DIGITS.finditer(text, found.start(), found.end())
            if any(part.start() < place < part.end() for part in parts for place in breaks):
                return True
    return False


def _is_card(key: str) -> bool:
    """Whether the labels of the card stand there: a number, or one word of a sentence, is none."""
    if "居民身份证" in key and ("签发机关" in key or "有效期限" in key):
        return True
    if _CARD_NUMBER.search(key):
        return True
    found = [word for word in _CARD_WORDS if word in key]
    enough = len(found) >= _LEAST_LABELS and sum(map(_CARD_WORDS.__getitem__, found)) >= _ENOUGH
    return enough and not _RECORD.search(key)


def _is_held_card(lines: Sequence[PageLine]) -> bool:
    """Whether a photo shows a card so small that little of it is read: one line only cards have, or two they share."""
    keys = [matching_key(line.text) for line in lines if not is_chrome(line)]
    page = "".join(keys)
    if len(keys) > _HELD_LINES or _PAGE_SAYS.search(page) or _RECORD.search(page):
        return False
    return any(map(_HELD_STRONG.fullmatch, keys)) or sum(any(map(mark.search, keys)) for mark in _HELD_WEAK) > 1


def _is_paper(page: str) -> bool:
    """Whether a paper is named as a heading, with somebody's number and the labels that papers have."""
    if _DIPLOMA.search(page) and _DIPLOMA_SAYS.search(matching_key(page)):
        return True
    if _RECORD.search(page) or not (_PAPERS.search(page) and _OWN_NUMBER.search(page)):
        return False
    return len(set(_PAPER_LABELS.findall(page))) >= _LEAST_LABELS


def _in_a_box(lines: Sequence[PageLine], page: str) -> bool:
    """Whether a form to log in shows a password in a box that says nothing itself, below that of the account."""
    if not _LOGIN_PAGE.search(page):
        return False
    ordered = [line.text.strip().strip(_FRAME) for line in sorted(lines, key=lambda line: line.top)]
    above = ["", *ordered]
    return any(
        _TOKEN.fullmatch(text) is not None
        and _NO_PASSWORD.search(text) is None
        and _is_mixed(text)
        and (_classes(text) > _WORD_CLASSES or _ACCOUNT.fullmatch(before) is not None)
        for before, text in zip(above, ordered, strict=False)
    )


def _is_mixed(word: str) -> bool:
    """Whether letters and digits stand together, as they do in a password."""
    return _is_password(word) and re.search("[A-Za-z]", word) is not None and re.search(r"\d", word) is not None


def _classes(word: str) -> int:
    return sum(kind.search(word) is not None for kind in _KINDS)


def _is_password(word: str) -> bool:
    """Whether something typed is shown, not a hint, and not dots that were misread as oooooo."""
    shown = re.fullmatch(r"[!-~]{5,}", word) is not None and _HIDDEN.search(word) is None
    return shown and len(set(filter(str.isalnum, word))) >= _DISTINCT
