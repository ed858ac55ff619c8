"""For whom somebody asks who does not ask for themselves: a daughter, a father, as they say it."""

from __future__ import annotations

import re

from dialogue.languages import in_mandarin
from dialogue.ticket_words import split_clauses
from faq.normalise import matching_key
from faq.pinyin import is_chinese

_CHILD = "女儿|闺女|儿子|孩子|小孩|娃|外甥女|外甥|侄女|侄子|孙女|孙子|弟弟|妹妹"
_ELDER = "妈妈|母亲|老妈|妈|爸爸|父亲|老爸|爸|爷爷|奶奶|外公|外婆|老公|老婆|丈夫|妻子|爱人|对象|哥哥|姐姐|哥|姐"
_OWN = "(?:我们?|俺|咱)?(?:家|自己)?的?"
_DONE_FOR = re.compile(
    rf"(?:(?:帮|替|代)|给(?!.{{0,6}}(?:打|说|讲|看|发|买|转))){_OWN}(?P<who>{_CHILD}|{_ELDER})(?!.{{0,2}}(?:手机|打|说))"
)
"""«给女儿注册», «替我爸问»; «给我妈打电话» is another thing."""
_MATTER = (
    "学籍|学历|学位|学信|账号|密码|用户名|身份证|注册|登录|验证|查不|毕业|大[一二三四]|高[一二三]|考研|考上|军训|当兵|入伍"
    "|应征|征兵|面试"
)
_HELPS = "帮|给我|替|教|陪|说|讲|告诉|催|让我|叫我"
_OF_THEIRS = re.compile(
    rf"^(?:您好|你好|请问|就是|那个|是|但|可|可是|因为|现在)?{_OWN}(?P<who>{_CHILD})(?!.{{0,4}}(?:{_HELPS})).{{0,10}}(?:{_MATTER})"
)
"""«我女儿的学籍查不到»; «女儿帮我注册的» asks for oneself."""
_ENGLISH = re.compile(
    r"\b(?:for|on behalf of) my (?P<one>daughter|son|child|wife|husband|mother|father|sister|brother)\b(?! to\b)"
    r"|\bmy (?P<other>daughter|son|child)(?:'s\b"
    r"| (?:is|has|can|cannot|can't|could|needs|wants|lost|forgot|never|does|did|got)\b)",
    re.IGNORECASE,
)
_IN_CHINESE = {
    "daughter": "女儿",
    "son": "儿子",
    "child": "孩子",
    "wife": "妻子",
    "husband": "丈夫",
    "mother": "母亲",
    "father": "父亲",
    "sister": "姐妹",
    "brother": "兄弟",
}


def asks_for(text: str) -> str:
    """Who a message is about when it is a relative of who writes it, in their own word; empty for oneself."""
    if not any(map(is_chinese, text)):
        found = _ENGLISH.search(text.replace("’", "'"))
        return _IN_CHINESE[(found["one"] or found["other"]).lower()] if found else ""
    keys = (matching_key(in_mandarin(clause)) for clause in split_clauses(text))
    named = (found for key in keys if (found := _DONE_FOR.search(key) or _OF_THEIRS.search(key)))
    return next((found["who"] for found in named), "")
