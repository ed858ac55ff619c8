"""«会怎么样», «要不要», «那我就重新注册了»: what cannot be taken back is asked about or about to be done.

Its price is told first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from dialogue.text.clauses import is_asked, split_clauses
from faq.guiding.tree import Irreversible

_WHAT = re.compile(
    "会怎|会咋|怎么样|咋样|后果|影响|要紧|严重|有事|会不会|会没|会丢|还在[吗不么]|作废|注销|没了|有没有关系|有关系|打不打紧|完蛋|白弄"
)
_IT = "※"
"""Stands for the action, whatever it is called."""
_WHETHER = re.compile(
    "(?:只能|只有|只剩|必须|是不是|要不要|该不该|可不可以|能不能|行不行|可以|直接|干脆|非得|得|能|要|用).{0,6}※.{0,4}"
    "(?:[吗么不吧]|了$|呢|行)|是不是.{0,4}※$|※.{0,4}(?:行不行|可以吗|行吗|可不可以|好不好|行得通|有必要|能行)"
)
_MEANS = re.compile(
    "(?:想|要|打算|准备|干脆|直接|只好|只能|就|去|不如|还是|索性|决定|马上|这就|正在?|[帮替给][他她我]|可以|可不可以|能|来试试?).{0,8}※"
    '|(?:勾|点|选|按|揿|打勾)(?:选|择|上|了|完|下)?(?:那个|这个|那|这)?[“‘「『"]?(?:我要)?※'
    '|※[”’」』"]?(?:给)?(?:勾|点|选|打勾)(?:选|上)?了'
    "|※(?:.{0,8}(?:来得及|赶得上|行不行|行吗|可以吗|可不可以|好不好|可以吧|行吧)|(?:一下|一个)?(?:吧|好了|算了|得了))"
)
"""Who is about to do it, asks whether they may, or does it now."""
_MEANS_NOT = re.compile(
    "(?:不|别|没|未)(?!知|能|行|可|如|过|得)(?:再|想|要|用|敢|愿意?|打算|准备|需要|会|是|叫我|让我|去){0,3}※"
)
_IS_DONE = re.compile(
    "(?:已经?|刚刚?|刚才|昨天|前天|之前|上次|以前).{0,8}※|※(?:[过完后]|成功|好了?(?!吧)|以后|之后|审核|提交|的(?!那)|时候|页面|是什么|什么意思)"
)
"""Who did it, or speaks of what comes behind it, is told what to do now."""
_TICKS = re.compile("(?:勾|点|选|按|揿)(?:选|择|上|下)?了")
_UNSENT = re.compile("[没未](?:有)?(?:点|按|真的?)?(?:提交|交上|交|发)|还没点(?:确定|下一步)|还没弄完")
_HOW = re.compile("怎么(?:弄|办理|操作|注册|填|走|点)|在哪|哪里|步骤|流程|多久|几天")
"""Who asks how, or how long, is answered that."""


_HOW_LONG = re.compile("多久|几天|多长时间|什么时候|几时|几个月")


def price_asked(text: str, actions: Mapping[str, Irreversible], *, said: str = "") -> str:
    """What such an action does, and that it is no hurry, for who asks what happens or whether to; empty otherwise.

    `said` is what is said next anyway: what it warns of is not said twice.
    """
    for action in actions.values():
        names = (action.name, *action.called)
        if not action.price or not any(name in text for name in names):
            continue
        asked = _clause_that_asks(text, names)
        if not asked:
            continue
        lines = [] if _warned(said, action) else [action.price]
        if _UNSENT.search(text):
            lines.append(action.unsent)
        elif _WHETHER.search(asked):
            lines.insert(0, action.first)
        return "\n".join(filter(None, lines))
    return ""


def action_meant(text: str, actions: Mapping[str, Irreversible]) -> Irreversible | None:
    """The action that somebody is about to do, asks whether they may, or does now; None when none is."""
    for action in actions.values():
        for clause in split_clauses(_with_it(text, (action.name, *action.called))) if action.price else ():
            if _MEANS.search(clause) and not any(one.search(clause) for one in (_MEANS_NOT, _IS_DONE, _HOW_LONG)):
                return action
    return None


def price_meant(text: str, actions: Mapping[str, Irreversible]) -> str:
    """What such an action does, for who is about to do it, behind the word not to; empty otherwise."""
    action = action_meant(text, actions)
    if action is None:
        return ""
    return "\n".join(filter(None, (action.first, action.price, action.unsent if _TICKS.search(text) else "")))


def action_asked(text: str, actions: Mapping[str, Irreversible]) -> Irreversible | None:
    """The action whose price is asked, or that is about to be done; None when none is."""
    asked = (action for name, action in actions.items() if price_asked(text, {name: action}))
    return action_meant(text, actions) or next(asked, None)


def _clause_that_asks(text: str, names: tuple[str, ...]) -> str:
    """The clause that asks it, `_IT` for the action: with the action in it, or behind the clause that names it."""
    text = _with_it(text, names)
    named = False
    for clause in split_clauses(text):
        named = named or _IT in clause
        if named and (_WHAT.search(clause) or _WHETHER.search(clause)) and not _HOW.search(clause):
            return clause
    return text if named and is_asked(text) and _WHAT.search(text) else ""


def _with_it(text: str, names: tuple[str, ...]) -> str:
    for name in names:
        text = text.replace(name, _IT)
    return text


def _warned(said: str, action: Irreversible) -> bool:
    return bool(said) and not action.unmentioned(said)
