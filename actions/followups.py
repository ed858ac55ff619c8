"""Follow-ups: what a short question asks about the answer, the step or the case before it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import CONTINUE, KnowledgeAction
from actions.conversation import Memory, entity, message_text, say_fresh
from actions.leading import case_of, conclusion
from actions.support import CONTACT_ENTRY
from dialogue.heard import Heard
from dialogue.languages import in_mandarin
from faq.entry import Entry
from faq.membership import with_claim
from faq.passages import MONEY, said_about
from faq.reply import answer_of, more_of

_ASK_ON = "\n（还有不清楚的，接着问；要人工就回复“人工”。）"
_FEES_ENTRY = "what_is_chsi"
_NO_PRICE = "刚才那件事收不收钱，没有查到单独的说法；总的情况是："
_PRICE_LINES = 3
_NOTHING_MORE = "能查到的都在上面了。您卡在哪一步、页面提示了什么？告诉我，我接着往下说。"


class ActionFollowUp(KnowledgeAction):
    """Reads a short question with the topic before it."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_follow_up"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """More of it, its conclusion only, the difference, the way to a person; else the library with the topic."""
        memory, content = Memory.of(tracker), self.library.content
        topic = content.entry(memory.last_answer or "")
        kind = entity(tracker, "kind")
        if topic is None:
            return self.ask_library(dispatcher, tracker)
        if kind in ("more", "where"):
            return self._more(dispatcher, tracker, topic)
        if kind == "outright":
            return self._outright(dispatcher, tracker, topic)
        if kind == "yes_no":
            return say_fresh(dispatcher, memory, conclusion(topic))
        if kind == "contact":
            entry = content.entry(CONTACT_ENTRY)
            if entry is not None:
                return self.show(dispatcher, tracker, answer_of(entry, content, context=with_claim("", memory.school)))
        if kind == "price":
            return self._priced(dispatcher, tracker, topic)
        if kind == "compare":
            return self._compared(dispatcher, tracker, topic)
        asked = Heard(in_mandarin(message_text(tracker))).core_key
        return self.ask_library(dispatcher, tracker, said=self.library.follow_up(asked, topic.id))

    def _more(self, dispatcher: CollectingDispatcher, tracker: Tracker, topic: Entry) -> list[EventType]:
        """The whole answer; in a guide, which goes on with «继续»."""
        memory, content = Memory.of(tracker), self.library.content
        context = with_claim("", memory.school)
        reply = more_of(topic, content, context=context) if topic.more else answer_of(topic, content, context=context)
        if case_of(tracker).running:
            return self.show(dispatcher, tracker, reply, note=CONTINUE)
        note = "" if reply.options else _ASK_ON
        return self.show(dispatcher, tracker, reply, note=note, otherwise=_NOTHING_MORE)

    def _outright(self, dispatcher: CollectingDispatcher, tracker: Tracker, topic: Entry) -> list[EventType]:
        """Who wants no more questions gets the answer at once; a guide waits."""
        reply = answer_of(topic, self.library.content, context=with_claim("", Memory.of(tracker).school))
        note = CONTINUE if case_of(tracker).running else ""
        return self.show(dispatcher, tracker, reply, note=note, otherwise=_NOTHING_MORE)

    def _priced(self, dispatcher: CollectingDispatcher, tracker: Tracker, topic: Entry) -> list[EventType]:
        """What the answer says of money; where it says nothing, what costs something here at all."""
        memory, content = Memory.of(tracker), self.library.content
        lines = said_about(topic, MONEY)
        if lines:
            return say_fresh(dispatcher, memory, "\n".join([f"“{topic.title}”里说到钱的：", *lines[:_PRICE_LINES]]))
        entry = content.entry(_FEES_ENTRY)
        if entry is None:
            return self.ask_library(dispatcher, tracker)
        lead = f"{_NO_PRICE}\n"
        reply = answer_of(entry, content, context=with_claim("", memory.school))
        return self.show(dispatcher, tracker, replace(reply, text=f"{lead}{reply.text}"))

    def _compared(self, dispatcher: CollectingDispatcher, tracker: Tracker, topic: Entry) -> list[EventType]:
        """The conclusions of the last two answers side by side."""
        memory, content = Memory.of(tracker), self.library.content
        other = content.entry(memory.previous_answer or "")
        if other is None or other.id == topic.id:
            return self.ask_library(dispatcher, tracker)
        lines = [f"· {entry.title}\n{conclusion(entry)}" for entry in (other, topic)]
        return say_fresh(dispatcher, memory, "\n".join(["两件事不一样：", *lines]))
