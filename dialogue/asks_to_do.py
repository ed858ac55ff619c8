"""Who asks us to change something ourselves: «你直接把密码重置了行不行», «帮我把学籍补上呗»."""

from __future__ import annotations

import re

from faq.normalise import matching_key

_ASKS = re.compile(
    r"^(?:(?:那|要不|能不能|可不可以|麻烦|请|求求?|就|我急|你们?|您|客服|后台|人工|机器人|小助手){0,4}"
    r"(?:直接|帮我|帮忙|给我|替我|后台)(?:直接|后台){0,1}|(?:那|麻烦|请|能不能){0,2}(?:你们?|您|客服)(?:能不能|可以|能)?把)"
    r"(?P<what>.{0,16}?(?:改|补|重置|删|解绑|恢复|换|加|添|弄|开通|注销|激活|通过|解锁|解冻|取消|合并)"
    r"(?:上去?|掉|了|好|成.{1,10}|出来|一下|过来|进去)?)"
    r"(?:(?<=了)$|行不行|行吗|行不|可以[吗不么]|可不可以|能不能行|好吗|好不好|呗|吧|不行吗|不就行了|不就完了|就行|就完了|得了|吗|成不成|中不中){1,2}"
)
_ASKS_HOW = re.compile("怎么|咋|如何|谁|哪|什么")
_CLAUSE = re.compile(r"[，,。；;！!？?\s]+")
_MOST = 40
WE_CANNOT = "我这里动不了账号和学籍学历：账号要本人操作，学籍学历由学校报。"


def what_to_do(text: str) -> str:
    """What somebody asks us to do ourselves, as they put it; empty for all else.

    Who asks how, or whom to ask, asks nothing of us: «帮我看看怎么改».
    """
    for clause in _CLAUSE.split(text):
        key = matching_key(clause)
        found = _ASKS.search(key) if len(key) <= _MOST else None
        if found and not _ASKS_HOW.search(key):
            return found["what"]
    return ""
