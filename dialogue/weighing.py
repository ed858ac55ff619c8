"""«会怎么样», «要不要», «只能重新注册了吗»: somebody asks about what cannot be taken back; its price is told first."""

from __future__ import annotations

import re

from dialogue.ticket_words import is_asked, split_clauses
from faq.guiding.tree import Irreversible

_WHAT = re.compile(
    "会怎|会咋|怎么样|咋样|后果|影响|要紧|严重|有事|会不会|会没|会丢|还在[吗不么]|作废|注销|没了|有没有关系|有关系|打不打紧|完蛋|白弄"
)
_IT = "※"
"""Stands for the action, whatever it is called."""
_WHETHER = re.compile(
    "(?:只能|只有|只剩|必须|是不是|要不要|该不该|可不可以|能不能|行不行|可以|直接|干脆|非得|得|能|要|用).{0,6}※.{0,4}"
    "(?:[吗么不吧]|了$|呢|行)|※.{0,4}(?:行不行|可以吗|行吗|可不可以|好不好|行得通|有必要|能行)"
)
_UNSENT = re.compile("[没未](?:有)?(?:点|按|真的?)?(?:提交|交上|交|发)|还没点(?:确定|下一步)|还没弄完")
_HOW = re.compile("怎么(?:弄|办理|操作|注册|填|走|点)|在哪|哪里|步骤|流程|多久|几天")
"""Who asks how, or how long, is answered that."""


def price_asked(text: str, actions: dict[str, Irreversible], *, said: str = "") -> str:
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


def action_asked(text: str, actions: dict[str, Irreversible]) -> Irreversible | None:
    """The action whose price is asked; None when none is."""
    return next((action for name, action in actions.items() if price_asked(text, {name: action})), None)


def _clause_that_asks(text: str, names: tuple[str, ...]) -> str:
    """The clause that asks it, `_IT` for the action: with the action in it, or behind the clause that names it."""
    for name in names:
        text = text.replace(name, _IT)
    named = False
    for clause in split_clauses(text):
        named = named or _IT in clause
        if named and (_WHAT.search(clause) or _WHETHER.search(clause)) and not _HOW.search(clause):
            return clause
    return text if named and is_asked(text) and _WHAT.search(text) else ""


def _warned(said: str, action: Irreversible) -> bool:
    return bool(said) and not action.unmentioned(said)
