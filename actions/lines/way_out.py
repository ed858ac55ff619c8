"""The way out for who has tried already: what to do where the school refuses, or where nothing worked."""

from __future__ import annotations

import re
from dataclasses import replace

from faq.content.entry import Entry
from faq.saying.reply import OTHERS, Reply
from faq.text.choice import HUMAN, HUMAN_OPTION
from faq.text.markup import to_plain
from faq.text.phone import SCREEN_LINES, reply_lines

_SCHOOL = "学校|老师|教务|学籍科|学院|辅导员|导员|院校|母校"
_REFUSES = re.compile(
    rf"(?:{_SCHOOL}).{{0,8}}(?:不管|不理|不给|不办|不认|不肯|不承认|推|踢皮球|拖|让我(?:找|问|打)|叫我(?:找|问)|说.{{0,4}}(?:不归|不是|没法|没问题|报了|传了|已经))"
    rf"|(?:{_SCHOOL}).{{0,12}}(?:没人接|打不通|联系不上|倒闭|撤销)|推来推去|互相推|踢皮球|两边推"
)
_TRIED = re.compile(
    "试[了过]|都试|[打找问弄搞刷]了.{0,4}[次遍天回]|[打找问]过|还是(?:不|没|登|收|查|显|提)|好几[次遍天回]|打不通|没人接|没人理|怎么都"
)
_SAID = re.compile("省级|教育厅|人工|客服|推托|互相推")
_TO_PROVINCE = "学校推托、找不着人：记下日期和说法，带材料问省级教育部门。"
_TO_STAFF = "还不行，回复“人工”，您试过的我一起带上。"


def line_to_province(text: str, entry: Entry) -> str:
    """The line for who tells that the school refuses or is not to be reached; empty where it is no matter of it."""
    return _TO_PROVINCE if _REFUSES.search(text) and "学校" in to_plain(entry.answer) else ""


def with_way_out(reply: Reply, text: str, room: int = SCREEN_LINES) -> Reply:
    """An answer with where to go if it fails, where a screen has room and the answer does not say it itself.

    A school that refuses is what the person tells: what else may be meant gives way to that.
    """
    bare, listed, _ = reply.text.partition(f"\n{OTHERS}")
    of_school = _REFUSES.search(text) is not None and "学校" in bare
    line = _TO_PROVINCE if of_school else _TO_STAFF if _TRIED.search(text) and not listed else ""
    if not line or reply.band != "answer" or _SAID.search(bare):
        return reply
    said, options = f"{bare}\n{line}", reply.options[-1:] if listed else reply.options
    if line == _TO_STAFF and all(option.id != HUMAN for option in options):
        options = (*options, HUMAN_OPTION)
    fits = reply_lines(said, [option.title for option in options]) <= room
    return replace(reply, text=said, options=options) if fits else reply
