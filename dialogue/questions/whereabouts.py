"""The page that somebody says to stand on: «在找回密码第二步», «点进账号管理了». The way there is not told again."""

from __future__ import annotations

import re

from dialogue.text.clauses import split_clauses

_NAME = "[^\\s，。！？“”」》】哪怎第的这那]{3,10}?"
_QUOTE, _UNQUOTE = "[“「《【]?", "[”」》】]?"
_STEP = "了?(?:的?第[一二两三四五1-5]步|的?[这那]一?步|页面?|界面|里面?(?!找|查|看得?到|能))"
_BEHIND = "$|[了以之后页，。！? ？]|但|却|就|结果|提示|说|没"
_THERE = re.compile(
    f"(?:在|到了?|卡在|停在|走到|进到|弄到|做到){_QUOTE}(?P<at>{_NAME}){_UNQUOTE}{_STEP}"
    f"|(?:点了|点开了?|点进了?|进了|打开了|登进了?|选了){_QUOTE}(?P<into>{_NAME}){_UNQUOTE}(?={_BEHIND})"
)
_NOT_THERE = re.compile("[没不别要想咋]|怎么|哪|如何|进不")
"""What stands before the page where somebody is not on it, or asks the way: «没点进账号管理», «怎么到…页面»."""


def page_told(text: str) -> str:
    """The name of the page, as far as it is said; empty for none."""
    for clause in split_clauses(text):
        found = _THERE.search(clause)
        if found is not None and not _NOT_THERE.search(clause[: found.start()]):
            return found["at"] or found["into"]
    return ""
