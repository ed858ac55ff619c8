"""What can still be done when a deadline is hours away, said honestly beside the ticket that will come too late."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rasa_sdk import Tracker

from actions.conversation import message_text
from actions.guiding.leading import case_of, told_facts, with_facts
from actions.lines.holder import texts_said
from common.help_desk import HelpDesk
from dialogue.people.staff_ways import ruled_out

_DEADLINE = re.compile(
    r"今晚|今夜|今天.{0,6}(?:截止|最后|之前|结束)|(?:\d{1,2}|十[一二]|零)点.{0,4}(?:截止|关闭|结束)|截止.{0,4}(?:今晚|今天)"
    r"|(?:还有|只剩|就剩).{0,4}(?:分钟|个?小时)|最后(?:一天|几个?小时|半小时)|(?:马上|快|就要)截止|要截止了"
)
_ANYBODY = re.compile(
    r"(?:人工|客服|真人|你们).{0,6}(?:有人|上班|下班|在线|在不在|还在|在吗)|(?:这个点|这么晚|半夜|夜里|周末|现在).{0,6}(?:有人|人工|客服)"
)
_ACCOUNT_FACTS = frozenset({"phone", "mail", "security", "scan", "password", "username", "login", "trouble"})
_WAYS = (
    ("scan", "unbound", "绑过微信就扫码"),
    ("mail", "unusable", "选邮箱找回"),
    ("security", "unusable", "选密保找回"),
    ("phone", "usable", "旧卡能补就补"),
)
"""What opens an account within minutes, and the fact that rules it out (faq/entries, «报名快截止了»)."""
_WHOM = {"postgraduate": "报考点", "enlist": "户籍地武装部"}
_THEIRS, _MAIL = "服务号 chsi_chesicc 找人工客服", "发邮件 kefu@chsi.com.cn，写明截止时间"


def presence(text: str, help_desk: HelpDesk) -> str:
    """The answer to «现在人工还有人吗»; empty when it was not asked. Nobody's presence is promised."""
    if not _ANYBODY.search(text):
        return ""
    return f"这会儿不一定有人：学信网客服的接听时间没有查到，工作日白天把握大；我们这边{help_desk.answered()}。"


def before_the_deadline(tracker: Tracker, help_desk: HelpDesk) -> str:
    """What to do now, for who said that their deadline is today; empty for all others."""
    said = f"{tracker.get_slot('last_question') or ''}\n{message_text(tracker)}"
    if not _DEADLINE.search(said):
        return ""
    known = with_facts(case_of(tracker), told_facts(tracker)).known
    whom = _WHOM.get(known.get("enrolment", ""), "报名单位")
    ways = "；".join(_still_open(known))
    theirs = _MAIL if "service" in ruled_out(texts_said(tracker)) else _THEIRS
    now = [*filter(None, (ways,)), f"打{whom}电话，问最晚何时", theirs]
    listed = "\n".join(f"{number}. {way}。" for number, way in enumerate(now, 1))
    careful = "\n别勾“重新注册”，会影响报名。" if _ACCOUNT_FACTS & known.keys() else ""
    return f"工单赶不上今天的截止（{help_desk.answered()}），现在先做：\n{listed}{careful}"


def _still_open(known: Mapping[str, str]) -> list[str]:
    if not _ACCOUNT_FACTS & known.keys():
        return []
    return [way for fact, ruled_out, way in _WAYS if known.get(fact) != ruled_out]
