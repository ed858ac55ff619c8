"""The acts of a conversation around the answers: help, verdicts, contact, ticket state."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.engine import Engine

from actions.answering import KnowledgeAction
from actions.conversation import Memory, message_text, say, say_reply
from actions.storage import shared_database
from actions.support import TICKET, offer_human, start_ticket, wants_ticket
from actions.ticket_draft import MOST_PICTURES
from common.clock import SYSTEM_CLOCK, Clock
from faq.choice import HUMAN, Option, numbered_option_lines
from faq.reply import Reply, hot_options
from tickets.feedback import record_feedback


class ActionShowHelp(KnowledgeAction):
    """Greets, says what can be asked and offers the popular questions."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_show_help"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Offer the questions most people come with."""
        options = hot_options(self.library.content)
        text = (
            "您好，我是学信机器人（自动回答，不是人工），可以解答学信网账号、学籍学历、在线验证报告等问题。\n"
            f"大家常问：\n{numbered_option_lines(options)}\n\n点选、回复序号，或者直接把问题打给我；要人工就回复“人工”。"
        )
        say(dispatcher, text, options)
        return [SlotSet("offered", [{"id": option.id, "title": option.title} for option in options])]


class ActionContactSupport(KnowledgeAction):
    """The way to a person, from every state."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_contact_support"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Never search first: who asks for a person gets the way to one, who asks for a ticket the form."""
        if wants_ticket(message_text(tracker)):
            return start_ticket()
        return offer_human(dispatcher, self.library.content, Memory.of(tracker))


class ActionRecordFeedback(Action):
    """Keeps 有用 or 没用 for the last answer."""

    def __init__(self, database: Engine | None = None, clock: Clock = SYSTEM_CLOCK) -> None:
        """Use the given database, or the process's own."""
        self._database = database
        self._clock = clock

    def name(self) -> str:
        """Its name in the domain."""
        return "action_record_feedback"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Thank for a yes; after a no, offer another wording and a person."""
        memory = Memory.of(tracker)
        helpful = tracker.get_intent_of_latest_message() == "helpful"
        if memory.last_answer:
            record_feedback(
                self._database or shared_database(),
                at=self._clock.now(),
                conversation_key=tracker.sender_id,
                entry_id=memory.last_answer,
                helpful=helpful,
            )
        if helpful:
            dispatcher.utter_message(text="太好了，解决了就好。还有别的问题随时打给我。")
            return [SlotSet("misses", 0)]
        options = (Option(HUMAN, "转人工客服"),)
        text = (
            "抱歉没帮上忙。您可以说说做到哪一步、页面提示了什么，我换个答案再找；也可以直接转人工：\n"
            + numbered_option_lines(options)
        )
        return say_reply(dispatcher, memory, Reply(text, options, "none"))


class ActionTakePicture(KnowledgeAction):
    """A picture outside the ticket form: kept for a ticket, for the bot cannot see what is on it."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_take_picture"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Keep it and ask for words."""
        new = (tracker.latest_message.get("metadata") or {}).get("attachments") or []
        pictures = list(dict.fromkeys([*(tracker.get_slot("ticket_pictures") or []), *new]))[:MOST_PICTURES]
        if new:
            text = (
                "图片收到了，不过我看不懂图里的内容。请用一句话说说页面提示了什么；"
                "要交给人工处理，就提交工单，这张图会一起带上。"
            )
        else:
            text = "我这边没有收到图片。可以再发一次，或者用一句话说说页面提示了什么。"
        say(dispatcher, f"{text}\n{numbered_option_lines((TICKET,))}", (TICKET,))
        return [SlotSet("ticket_pictures", pictures), SlotSet("offered", [{"id": TICKET.id, "title": TICKET.title}])]
