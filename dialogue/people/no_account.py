"""Who says that there is no account or username at all: never registered, or none to give."""

from __future__ import annotations

import re

from dialogue.text.clauses import MARK, split_clauses
from dialogue.text.languages import in_mandarin
from faq.text.normalise import matching_key
from faq.text.pinyin import is_chinese

_ACCOUNT = "(?:用户名|账号|帐号|账户|登录名)"
_NEVER = re.compile(
    "(?<![有是])(?:从来?|压根|根本|以前|之前|还|都|就)?(?:没有?|未|不曾)(?:在|去|上|来)?(?:学信网?|这里|这边|网上)?(?:上)?(?:注册|申请|开通|开)"
    f"过?(?:学信网?|{_ACCOUNT}|的){{0,3}}(?:[啊呀呢了的吧]|$|怎|哪|所以)"
    f"|(?<!有)没有?(?:自己的?|任何|什么|学信网?的?)*{_ACCOUNT}(?!绑|被|错|问题|异常)"
    f"|(?:哪里?|哪儿|怎么|何来|咋)(?:(?:会|能|可能)?有(?:什么|个)?|来的?){_ACCOUNT}"
    f"|{_ACCOUNT}(?:我)?(?:都|也|就|根本|从来|压根)?(?:没有|没设过?|没得)(?:[啊呀呢了的吧]|$)"
)
_BY_THE_PAGE = re.compile("提示|显示|系统|页面|网站|说我|学籍|学历|学校")
_OF_MINE = (
    r"(?:chsi\s|学信网\s?)?(?:account|username|user\sname|login)\b(?!\s(?:problem|issue|error|page|access|was|is|has))"
)
_ENGLISH = re.compile(
    rf"\b(?:do\s?n[o']?t|does\s?n[o']?t|did\s?n[o']?t|never)\s(?:even\s|yet\s)?(?:have|had)\s(?:an?\s|any\s|one\s|my\sown\s)?{_OF_MINE}"
    rf"|\b(?:have|has|with|got|there(?:\sis|'s))\sno\s{_OF_MINE}|\bwithout\s(?:an?\s|any\s)?{_OF_MINE}"
    rf"|^\s*no\s{_OF_MINE}\s*[.!]*$"
    r"|\b(?:i|we|she|he)(?:'ve|'s|\shave|\shas)?\s(?:never|not|n't)\s(?:yet\s)?(?:registered|signed\sup|created\sone)\b"
    r"|\b(?:i|we|she|he)\s(?:never|haven't|hasn't|have\snot|did\s?n[o']t|did\snot|am\snot|'m\snot)\s(?:yet\s)?(?:register|sign(?:ed)?\sup|registered)\b",
    re.IGNORECASE,
)
_BARE = re.compile(
    "(?:我|也|就|都|真的?|还){0,3}(?:没有|没得|没|无)(?:这个|那个|用户名)?(?:[啊呀呢了的吧]){0,2}"
    "|(?:i)?(?:dont|donot)(?:really)?have(?:one|any|it)|none|nope|na|notyet|nothing"
)


def has_no_account(text: str) -> bool:
    """Whether somebody says in any of their clauses that there is no account, whatever else they tell."""
    text = MARK.sub(" ", text)
    if not any(map(is_chinese, text)):
        return _ENGLISH.search(text) is not None
    clauses = split_clauses(in_mandarin(text))
    return any(_NEVER.search(matching_key(item)) and not _BY_THE_PAGE.search(item) for item in clauses)


def knows_none(key: str) -> bool:
    """Whether the answer to «which username?» only says that there is none to give."""
    return _BARE.fullmatch(key) is not None


def only_says_none(clause: str) -> bool:
    """Whether a clause tells nothing beside that there is no account: the username's field says that already."""
    key = matching_key(in_mandarin(clause))
    if clause.isascii():
        return knows_none(key) or (has_no_account(clause) and len(clause.split()) <= _FEW_WORDS)
    return knows_none(key) or (has_no_account(clause) and len(key) <= _FEW_CHARS)


_FEW_WORDS, _FEW_CHARS = 8, 11
