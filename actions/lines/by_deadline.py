"""The line for who needs it by a day: whether that can be, as far as a fact says so, and what to do in the meantime."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from dialogue.questions.aspect_texts import sentences_about
from dialogue.questions.deadlines import deadline_named
from faq.content.entry import Entry
from faq.engine.library import Library
from faq.saying.reply import OTHERS, Reply
from faq.text.choice import Option
from faq.text.markup import to_plain
from faq.text.phone import SCREEN_LINES, first_sentence, line_count, reply_lines

_ASKED = "明天就要用，要多久才能好"
"""How it is asked of an entry how long its matter takes, for a follow-up of it that tells."""
_AT_ONCE = re.compile("即时|当场|立即生成|马上就能")
_NOT_KNOWN = "没有查到"
_DAYS = re.compile("工作日")
_SLOW = re.compile("工作日|审核|核查")
_TOLD = re.compile("后补|缓几天|缓一缓|急用|急的话|来得及|赶不上|赶得上|最晚")
"""What a reply holds that speaks of a deadline itself."""
_ALSO = re.compile("先跟|同时|跟[^。]{1,8}说")
_LATEST, _LATER = "问最晚到几时", "问能不能晚几天补"
_WHOM = (
    (re.compile("考研|研招|研考|报考点|网上确认"), "报考点", _LATEST),
    (re.compile("征兵|参军|应征|入伍|兵役"), "武装部", _LATEST),
    (re.compile("单位|公司|hr|入职|老板|人事|签约|面试|上班", re.IGNORECASE), "单位", _LATER),
    (re.compile("报名|网报|报考"), "报名单位", _LATEST),
    (re.compile("学校|老师|辅导员|导员|学院|导师|报到|答辩"), "学校", _LATER),
)
"""Who waits, and what to ask there: an enrolment closes, papers may come later."""
_ANYBODY = ("收材料的人", _LATER)
_NOW = "要赶{day}：当场能办，现在就做。"
_TAKES = "要赶{day}：{told}"
_TELL = "先告诉{whom}，{ask}。"
_OPEN = "要赶{day}：现在就做，同时告诉{whom}在办，{ask}。"
_WHOLE = "怎么办，全文"
_LINES, _BUTTONS = 2, 2
"""How many lines of a screen the line takes, and how many are left for buttons where something is cut."""
_WARNS = "安全与防骗"
"""The category of entries that warn: nobody is to be hurried there."""


_ASKS_TIME = re.compile("来得及|来不及|赶得上|赶不上|多久|几天|多长时间|什么时候|几时|啥时候|最快|加急|[能可]催|催一下")
"""A message that asks whether there is time: only there the line on the day is the answer itself."""


@dataclass(frozen=True)
class DeadlineLine:
    """What is said to a deadline, and whether it is what was asked, how long the matter takes: then it comes first."""

    text: str = ""
    known: bool = False


def lines_of_deadline(text: str) -> int:
    """How many lines of a screen are kept for it."""
    return _LINES if deadline_named(text) else 0


def deadline_line(library: Library, text: str, entry: Entry | None) -> DeadlineLine:
    """The line for a message that names a day; empty for all others, and for what warns of deceit.

    Without an entry, where a list is shown, only whom to tell.
    """
    day = deadline_named(text)
    if not day or (entry is not None and (entry.category == _WARNS or entry.harm)):
        return DeadlineLine()
    whom, ask = next(((whom, ask) for words, whom, ask in _WHOM if words.search(text)), _ANYBODY)
    start = _OPEN.format(day=day, whom=whom, ask=ask)
    if entry is None:
        return DeadlineLine(start)
    answer, asks = to_plain(entry.answer), _ASKS_TIME.search(text) is not None
    if _AT_ONCE.search(first_sentence(answer)) and not _SLOW.search(answer):
        return DeadlineLine(_NOW.format(day=day), known=asks)
    asked = library.asked_next(_ASKED, [entry.id])
    told = to_plain(asked.follow_up.say) if asked is not None else _days_in(answer)
    if told and not (_AT_ONCE.search(told) or _NOT_KNOWN in told):
        line = _TAKES.format(day=day, told=told)
        return DeadlineLine(line if _ALSO.search(told) else f"{line}{_TELL.format(whom=whom, ask=ask)}", known=asks)
    return DeadlineLine(start)


def _days_in(answer: str) -> str:
    """The sentence of an answer that tells how many days its matter takes; what is labelled holds for a case only."""
    told = sentences_about("in_time", [answer], lines=2)
    return told if _DAYS.search(told) and "：" not in told else ""


def with_deadline(reply: Reply, line: DeadlineLine, room: int = SCREEN_LINES) -> Reply:
    """A reply with the line in it; where a screen has no room for both, the last of the answer is behind a button."""
    if not line.text or reply.band == "none" or _TOLD.search(reply.text):
        return reply
    begun, _, rest = reply.text.partition("\n")
    first = line.known or begun.endswith("：") or reply.entry_id is None
    text = "\n".join(filter(None, (line.text, begun, rest) if first else (begun, line.text, rest)))
    if reply.entry_id is None or reply_lines(text, [option.title for option in reply.options]) <= room:
        return replace(reply, text=text)
    bare, listed, _ = text.partition(f"\n{OTHERS}")
    options = (*reply.options[:1], *reply.options[-1:]) if listed else reply.options
    kept, *steps = bare.splitlines()
    for step in steps:
        if line_count(f"{kept}\n{step}") > room - _BUTTONS:
            options = (Option(reply.entry_id, _WHOLE), *options)
            break
        kept = f"{kept}\n{step}"
    options = tuple({option.id: option for option in options}.values())
    while len(options) > 1 and reply_lines(kept, [option.title for option in options]) > room:
        options = options[:-1]
    return replace(reply, text=kept, options=options)
