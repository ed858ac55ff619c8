"""Who asks us to do something ourselves: «你直接把密码重置了行不行», «帮我把学籍补上呗», «帮我查下我对象的学历»."""

from __future__ import annotations

import re

from faq.text.normalise import matching_key

_POLITE = "那|要不|能不能|可不可以|麻烦|请|求求?|就|我急|这些?|它|你们?|您|客服|后台|人工|机器人|小助手|能|可以"
_WILL_YOU = (
    "(?:行不行|行吗|行不|可以[吗不么]|可不可以|能不能行|好吗|好不好|呗|吧|不行吗|不就行了|不就完了"
    "|就行|就完了|得了|吗|成不成|中不中)"
)
_ASKS = re.compile(
    rf"^(?:(?:{_POLITE}){{0,4}}(?:直接|帮我|帮忙|给我|替我|后台)(?:直接|后台){{0,1}}"
    r"|(?:那|麻烦|请|能不能){0,2}(?:你们?|您|客服)(?:能不能|可以|能)?把"
    r"|(?:你们?|您|客服|后台|人工)(?:(?:这边|那边|系统里|后台|能不能|能|可以|就|给|帮){1,3}(?:[我她他]|孩子)?)?"
    r"(?=改|补|重置|解|恢复|取消|加上|录上|录入))"
    r"(?P<what>.{0,16}?(?:改|补|重置|删|解绑|解开|解一?下|恢复|换|加|添|录|登记|报|传|弄|开通|注销|激活|通过|解锁|解冻|取消|合并|打印|补打|解|过一?下)"
    r"(?:上去?|掉|了|好|成.{1,10}|出来|一下|过来|进去|[打办发]?一?[个张本份])?).{0,8}?"
    rf"(?:(?<=了)$|(?<=[上下好成])不$|{_WILL_YOU}{{1,2}})"
)
_SHORT_WAY = re.compile(
    r"(?:你们?|您|客服|后台|官方|学信网)(?:那边|这边|后台|客服|直接|动动手)?(?P<what>(?!让|叫|说|问)[^，。]{2,18}?)不就(?:完|行|好|得|成|可以)了?"
)
"""«客服直接给他补上不就行了»: what they hold to be easy for us, whatever it is."""
_LOOKS_UP = re.compile(
    rf"^(?:{_POLITE}){{0,4}}(?:帮我|帮忙|给我|替我|帮|给)(?:们|大家)?(?P<what>(?:查查|核查|核实|查|验)(?:一?下|一查)?.{{0,16}}?)(?:{_WILL_YOU}|谢谢|$)"
)
_OURS = re.compile("(?:你们?|您|客服|后台|人工|机器人)|^(?:麻烦|请|求|能不能|可以)?帮我")
_ASKS_HOW = re.compile("怎么|咋|如何|谁|哪|什么|啥|多久|几")
_CLAUSE = re.compile(r"[，,。；;！!？?\s]+")
_MOST = 40
WE_CANNOT = "我这里动不了账号和学籍学历：账号要本人操作，学籍学历由学校报。"
WE_CANNOT_LOOK_UP = "我这里查不了任何人的记录：要本人自己查，或由本人给您在线验证码。"


def what_to_do(text: str) -> str:
    """What somebody asks us to do ourselves, as they put it; empty for all else.

    Who asks how, or whom to ask, asks nothing of us: «帮我看看怎么改».
    """
    return _found(_ASKS, text) or _found(_SHORT_WAY, text)


def what_to_look_up(text: str) -> str:
    """What somebody asks us to look up for them; empty for all else."""
    return _found(_LOOKS_UP, text, _OURS)


def _found(pattern: re.Pattern[str], text: str, also: re.Pattern[str] | None = None) -> str:
    for clause in _CLAUSE.split(text):
        key = matching_key(clause)
        found = pattern.search(key) if len(key) <= _MOST else None
        if found and not _ASKS_HOW.search(key) and (also is None or also.search(key)):
            return found["what"]
    return ""
