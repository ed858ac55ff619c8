"""How to find a ticket again that is not known here, for who comes back about it."""

from __future__ import annotations

from rasa_sdk import Tracker

from actions.conversation import just_said, metadata
from actions.english.leads import speaks_english

COMES_BACK = ("earlier", "find")
"""The kinds of who comes back about what they sent in; the first waited for an answer."""
_WAITED = "让您久等了。"
_IN_BROWSER = (
    "这里没找到您的工单：换了手机、浏览器，或清过记录，就认不出来。\n"
    "· 有编号和找回码：打开网页“我的工单”，点“用找回码打开”。\n"
    "· 没有：用当时的浏览器打开这里，回复“我的工单”。\n"
    "· 都不行：重新提交，写明哪天提过。\n"
    "直接找学信网客服的，在原来的渠道等。"
)
_ELSEWHERE = (
    "您在这里还没有工单。\n"
    "· 在网页上提的：打开网页“我的工单”，凭编号和找回码看。\n"
    "· 编号、找回码都没有：重新提交，写明哪天提过。\n"
    "直接找学信网客服的，在原来的渠道等。"
)
_AGAIN = (
    "编号和找回码都没有，我这里就认不出是哪一张：用当时那个浏览器打开这里才看得到。\n"
    "不好找就重新提交，写明哪天提过、说的什么，客服会对上。"
)
_ENGLISH = (
    "I find no ticket of yours here: another browser, or a cleared one, is not recognised.\n"
    "· With its number and code (找回码): open “我的工单” (my tickets) on the web page, then “用找回码打开”.\n"
    "· Without: open this chat in the browser you used, and ask for “my ticket”.\n"
    "· Neither: submit it again and say when you first did."
)


def not_found(tracker: Tracker, kind: str) -> str:
    """Why a ticket may not be known here, and the ways to it on this channel; what is left where that was just said."""
    if speaks_english(tracker):
        return _ENGLISH
    if any(text.splitlines()[0] in just_said(tracker) for text in (_IN_BROWSER, _ELSEWHERE)):
        return _AGAIN
    lead = _WAITED if kind == COMES_BACK[0] else ""
    return lead + (_IN_BROWSER if metadata(tracker).get("in_browser") else _ELSEWHERE)
