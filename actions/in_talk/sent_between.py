"""What is said to who is sent from one office to another and back: who must do it, and what to say there.

The one who was asked in vain is named no second time: then the office above it, and a ticket.
"""

from __future__ import annotations

import re

from rasa_sdk import Tracker

from actions.conversation import message_text
from actions.english.leads import HUMAN_IN_ENGLISH, speaks_english
from actions.in_talk.asked_next import in_talk
from actions.ticket.case import said_in
from dialogue.questions.sent_between import refuses_to_go, sent_between
from faq.engine.library import Library
from faq.saying.reply import Reply
from faq.text.choice import HUMAN_OPTION

_ACCOUNT, _ARMY = "学信网账号", "征兵报名"
"""Categories of entries whose matters are ours, and the army's."""
_OF_RECORD = re.compile("学籍|学历|学位|毕业|照片|名字|姓名|record|diploma|degree|photo", re.IGNORECASE)
"""What names a matter that schools report, where nothing was answered yet."""
_ARMY_OFFICE = "武装部"
_CLOSED = "school_merged"
"""The entry for a school that is no more: nobody is sent there."""
_SCHOOL_DOES = (
    "这件事要学校办：学籍学历是学校上报的，学信网这边改不了。\n"
    "再去就这样说：“请在平台上查我实际报上去的姓名、证件号，给我截张图。”\n"
    "报上去的是对的、网上不对，才归学信网：带着那张截图回复“人工”。"
)
_ABOVE_SCHOOL = (
    "不用再跑同样的一趟了。学校不办，由省级教育部门管：说清学校名、哪天、谁怎么答的。\n"
    "要我们也记下来：回复“人工”，两边的答复一起写进工单。"
)
_ARMY_DOES = (
    "各管一头：学信网上的学籍学历错了，归学校改；学信网上没错、只是征兵网不对，归武装部。\n"
    "先登录学信档案看一眼：没错就截图给武装部，说“学信网上是对的，请按这个核”。\n"
    "快截止了，先问武装部这次怎么报。还推就回复“人工”，我一起写进工单。"
)
_WE_DO = "账号的事归学信网，别处办不了，不用再跑。\n回复“人工”：您说过的、他们怎么答的，都写进工单。"
_ANYBODY = "不用再跑同样的一趟了。\n回复“人工”：您说过的、两边怎么答的，都写进工单，由人来看该谁办。"
_ENGLISH = {
    _SCHOOL_DOES: (
        "Your school must do this: it reports the record, and CHSI cannot change it.\n"
        "Say there: “Please look up what you reported for me, and give me a screenshot.”\n"
        "If that is right and CHSI shows something else, reply “human” with it."
    ),
    _ABOVE_SCHOOL: (
        "No need to go there again. Above the school stands the education department of its province: tell the school, "
        "the day, who said what.\nReply “human”, and a ticket takes both answers."
    ),
    _ARMY_DOES: (
        "A wrong record on CHSI: your school. Right on CHSI, wrong on the army's site: 武装部.\n"
        "Look in 学信档案 first, and bring a screenshot."
    ),
    _WE_DO: "Accounts are CHSI's own matter.\nReply “human”: all you told goes into a ticket.",
    _ANYBODY: "No need to go there again.\nReply “human”: both answers go into a ticket.",
}


def told_between(library: Library, tracker: Tracker) -> Reply | None:
    """Who must do it, once more than one office sent them on; None for any other message, or an unknown matter."""
    typed = [item.text for item in said_in(tracker)[:-1] if not item.text.startswith("/")]
    text, talk = message_text(tracker), in_talk(library, tracker)
    between = sent_between(typed, text)
    if between is None:
        return None
    topic, told = talk[0] if talk else None, " ".join((*typed, text))
    if topic is None and not (_ARMY_OFFICE in between.offices or _OF_RECORD.search(told)):
        return None
    times = sum(sent_between(typed[:place], typed[place]) is not None for place in range(1, len(typed)))
    if times > 1:
        line = _ANYBODY
    elif times:
        line = _ANYBODY if topic is not None and topic.category == _ACCOUNT else _ABOVE_SCHOOL
        line = _ANYBODY if _ARMY_OFFICE in between.offices else line
    elif topic is not None and topic.id == _CLOSED:
        line = _ABOVE_SCHOOL
    elif _ARMY_OFFICE in between.offices or (topic is not None and topic.category == _ARMY):
        line = _ARMY_DOES
    elif topic is not None and topic.category == _ACCOUNT:
        line = _WE_DO
    else:
        line = _ABOVE_SCHOOL if refuses_to_go(text) else _SCHOOL_DOES
    entry_id = topic.id if topic is not None else None
    if speaks_english(tracker):
        return Reply(_ENGLISH[line], (HUMAN_IN_ENGLISH,), "answer", entry_id)
    return Reply(line, (HUMAN_OPTION,), "answer", entry_id)
