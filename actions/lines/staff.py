"""What is said about the staff where no ticket is begun: nobody cares, nobody answers the phone, when they are there.

Each with the ways to a person as buttons: the ticket is theirs to want.
"""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Memory, say_fresh
from actions.english.leads import HUMAN_IN_ENGLISH, speaks_english
from actions.support import CONTACT_ENTRY, faster_way, hotline, ways_known
from common.help_desk import HelpDesk
from dialogue.turns.variety import Wording
from faq.content.loader import Content
from faq.text.choice import HUMAN_OPTION, Option, numbered_option_lines

_HEARD = "让您着急了，抱歉，有人管：点“{}”，您说过的一起交给客服，{}答复。"
_HEARD_AGAIN = "抱歉，这件事还没帮到您。让人来看最稳妥："
_IGNORED = (
    "让您一直白等，抱歉。是哪件事？说一句，我先找办法。\n"
    "在这里交过工单的，回复“我的工单”看到哪一步了；要真人，点“{}”，{}答复。"
)
_OURS = "这里的人工：{}；别的时间可以提交工单，{}答复。"
_THEIRS = "学信网自己的人工几点在，没有查到：工作日白天把握大，周末、晚上不一定有人。"
_ANY_TIME = "在这里随时可以提交工单，{}答复。"
_PHONE = "打得通就打{}。"
_HOURS_AGAIN = "几点有人，还是没有查到准话。不用等：现在就可以交给客服。"
_UNANSWERED = (
    "打了没人接，白等了，抱歉。电话以外还有三条路：\n· 服务号 chsi_chesicc →“帮助中心—问题咨询”→ 右上角“人工客服”\n"
    "· 发邮件到 kefu@chsi.com.cn\n· 在这里交给人工，{}"
)
_MAY = (
    "能找人工；能不能办成，由他们核对后定。学籍学历是学校报的，他们改不了，要找学校。\n"
    "要找就点“{}”，您说过的一起交过去。"
)
_MAY_IN_ENGLISH = (
    "A person can look at it and tell you whether it can be done. School records only the school changes.\n"
    "Reply “human”: what you told me goes along."
)
_STILL_UNANSWERED = "还是打不通，抱歉，不用再耗在电话上了。"


def say_of_staff(
    dispatcher: CollectingDispatcher, tracker: Tracker, content: Content, help_desk: HelpDesk, wish: str
) -> list[EventType]:
    """The line to a complaint, to who got no reply, to a question of hours, or a phone that nobody answers."""
    memory = Memory.of(tracker)
    if wish == "unanswered":
        ways = Wording(f"{_STILL_UNANSWERED}\n{faster_way(content, ways_known(tracker))}", (HUMAN_OPTION,))
        return say_fresh(dispatcher, memory, _UNANSWERED.format(help_desk.answered()), (HUMAN_OPTION,), None, (ways,))
    options = _ways(content)
    first, again = (
        (_IGNORED if wish == "ignored" else _HEARD).format(HUMAN_OPTION.title, help_desk.promise),
        _HEARD_AGAIN,
    )
    if wish == "hours":
        first, again = _hours(content, help_desk), _HOURS_AGAIN
    listed = numbered_option_lines(options)
    others = (Wording(f"{again}\n{listed}", options),)
    said = say_fresh(dispatcher, memory, f"{first}\n{listed}", options, None, others)
    return [*said, SlotSet("listed", [option.as_dict() for option in options]), SlotSet("misses", 0)]


def say_staff_may(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
    """Whether the staff do what the matter in talk is about: that they look at it, and what is not theirs to change."""
    if speaks_english(tracker):
        return say_fresh(dispatcher, Memory.of(tracker), _MAY_IN_ENGLISH, (HUMAN_IN_ENGLISH,))
    return say_fresh(dispatcher, Memory.of(tracker), _MAY.format(HUMAN_OPTION.title), (HUMAN_OPTION,))


def _hours(content: Content, help_desk: HelpDesk) -> str:
    """When people are there: ours as the installation says, those of 学信网 as far as anybody knows."""
    ours = _OURS.format(help_desk.hours, help_desk.promise) if help_desk.hours else ""
    phone = _PHONE.format(hotline(content))
    any_time = "" if ours else _ANY_TIME.format(help_desk.promise)
    return "\n".join(filter(None, (ours, f"{_THEIRS}{phone}", any_time)))


def _ways(content: Content) -> tuple[Option, ...]:
    """The ways to a person: here, and to 学信网's own staff."""
    entry = content.entry(CONTACT_ENTRY)
    return (HUMAN_OPTION, *((Option(entry.id, entry.title),) if entry is not None else ()))
