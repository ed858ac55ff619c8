"""The way to a person: contact details, and the ticket form."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Memory, message_text, say_fresh
from actions.english.leads import (
    FASTER,
    FASTER_MAIL,
    FASTER_PHONE,
    FASTER_SERVICE,
    TICKET_FASTER,
    TICKET_LEAD,
    language_slot,
    speaks_english,
)
from actions.guiding.leading import case_of, told_facts
from actions.lines.holder import texts_said
from actions.lines.urgency import before_the_deadline, presence
from actions.storage import shared_help_desk
from common.help_desk import HelpDesk
from dialogue.moods.outbursts import sympathy
from dialogue.people.staff_ways import ruled_out
from dialogue.turns.variety import Wording
from faq.content.loader import Content
from faq.text.choice import Option

_YES = "好的，"
_HERE = _YES + "转人工：给您填一张工单，客服{}答复。"
_THEIRS = "急就找学信网服务号 chsi_chesicc 的人工客服，或{}。"
_SERVICE, _MAIL = "找学信网服务号 chsi_chesicc 的人工客服", "发邮件 kefu@chsi.com.cn（三个工作日内回复）"
_NONE_LEFT = "电话、服务号、邮箱都没有人应的，就在这里交给人工：回复“人工”。"
_AGAIN = "已经在转了。急就找服务号 chsi_chesicc 的人工客服、邮箱 kefu@chsi.com.cn、{}。"
CONTACT_ENTRY = "contact_support"
TICKET = Option("ticket", "提交工单")


def start_ticket() -> list[EventType]:
    """Begin (or resume) the form; it reads the message that asked for it."""
    return [FollowupAction("ticket_form")]


def lead_to_person(
    dispatcher: CollectingDispatcher, tracker: Tracker, content: Content, help_desk: HelpDesk
) -> list[EventType]:
    """The way to a person in the language that is spoken, with what a deadline of today still leaves to do."""
    english = speaks_english(tracker)
    sorry = "" if english else sympathy(message_text(tracker))
    first = TICKET_LEAD if english else presence(message_text(tracker), help_desk)
    known = ways_known(tracker)
    urgent = before_the_deadline(tracker, help_desk) or (faster_in_english(known) if english else "")
    ways = faster_way(content, known)
    said = offer_human(
        dispatcher, content, Memory.of(tracker), before=first, urgent=urgent, english=english, sorry=sorry, ways=ways
    )
    return [*language_slot(tracker), *said]


def offer_human(
    dispatcher: CollectingDispatcher,
    content: Content,
    memory: Memory,
    *,
    before: str = "",
    urgent: str = "",
    english: bool = False,
    sorry: str = "",
    ways: str = "",
) -> list[EventType]:
    """How to reach 学信网's own staff and when somebody here answers, in two lines; the ticket is begun at once.

    `before` is said first: an answer to what was asked along with it, or English. `urgent` stands in for the ways
    to 学信网's staff, which it names itself; in `english` they say all there is to say. `sorry` opens it all. `ways`
    are those ways for who said that one of them is of no use.
    """
    promise = "" if english else _HERE.format(shared_help_desk().promise)
    promise = f"{sorry}{promise.removeprefix(_YES)}" if sorry and not before else promise
    here = "\n".join(filter(None, (before, promise)))
    named = before if urgent else here  # what is urgent says itself when a ticket is answered
    lines = ["\n".join(filter(None, (named, urgent or ways or faster_way(content))))]
    lines += [ways if ways and ways != faster_way(content) else _AGAIN.format(hotline(content)), here]
    others = tuple(Wording(line, ()) for line in lines[1:])
    return [
        *say_fresh(dispatcher, memory, lines[0], (), None, others),
        SlotSet("misses", 0),
        *start_ticket(),
    ]


def ways_known(tracker: Tracker) -> dict[str, str]:
    """What is known of the case, with the ways to 学信网's staff that somebody said are none for them."""
    without = dict.fromkeys(ruled_out(texts_said(tracker)), "dead")
    return {**case_of(tracker).known, **told_facts(tracker), **without}


def faster_in_english(known: Mapping[str, str]) -> str:
    """How to reach 学信网's own staff, in English, without the ways that are none for who asks."""
    service, phone = known.get("service") != "dead", known.get("hotline") != "dead"
    if service and phone:
        return TICKET_FASTER
    ways = [*([FASTER_SERVICE] if service else []), *([FASTER_PHONE] if phone else []), FASTER_MAIL]
    return FASTER.format(", or ".join(ways))


def faster_way(content: Content, known: Mapping[str, str] = MappingProxyType({})) -> str:
    """How to reach 学信网's own staff, for who cannot wait; without what was tried in vain."""
    service, phone = known.get("service") != "dead", known.get("hotline") != "dead"
    if service and phone:
        return _THEIRS.format(hotline(content))
    mail = known.get("mailbox") != "dead"
    left = [
        *([_SERVICE] if service else []),
        *([f"打{hotline(content)}"] if phone else []),
        *([_MAIL] if mail else []),
    ]
    if not left:
        return _NONE_LEFT
    return f"急就{'，或'.join(left)}。" if len(left) > 1 or not mail else f"电话、服务号都走不通，还可以{_MAIL}。"


def hotline(content: Content) -> str:
    """学信网's own hotline, by its name and number."""
    contact = content.contacts.get("kefu_phone")
    return contact.name if contact else "官网页脚的热线"
