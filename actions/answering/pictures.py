"""A picture outside the forms: what it shows is answered, with the words beside it; it is kept for a ticket."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answering.answers import KnowledgeAction
from actions.answering.shown import seen_line, shown_page, typed_before
from actions.conversation import Memory, intent_ranking, message_text, metadata, offer, remember_school, say, say_reply
from actions.guiding.leading import case_of, lead_into, say_step, told_facts, with_facts
from actions.in_talk.aspects import aspect_told
from actions.storage import shared_settings
from actions.support import TICKET
from actions.ticket.agent_reply import answer_to_agent
from actions.ticket.care import active_numbers, added_just_before, care_for_tickets
from actions.ticket.offer import offered_too
from actions.ticket.options import ADD_PICTURES, addition_option
from dialogue.heard import Heard
from dialogue.questions.aspects import aspect_in, aspect_mentioned
from faq.content.entry import Entry
from faq.content.loader import Content
from faq.content.membership import with_claim
from faq.pages.answering import PageAnswer, answer_page
from faq.pages.case import case_facts
from faq.pages.here import from_here
from faq.pages.page import PageReading, Verdict
from faq.pages.replying import page_reply
from faq.pages.saying import NOT_KEPT, lead
from faq.pages.words import points_at
from faq.saying.reply import Reply
from faq.text.choice import Option, numbered_option_lines

_SEND_AGAIN = "要给客服看的，先提交工单，问到截图时再发一次。"
_ADD_AGAIN = "要补充到处理中的工单，先回复“补充一下”，再发一次。"


class ActionTakePicture(KnowledgeAction):
    """Answers what a picture shows, and keeps it in case a ticket follows."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_take_picture"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Read, it is answered; unread, words are asked for. With a ticket open it may belong there too."""
        new = metadata(tracker).get("attachments") or []
        held = list(dict.fromkeys([*(tracker.get_slot("ticket_pictures") or []), *new]))
        pictures = held[: shared_settings().tickets.pictures_per_ticket]
        kept = [SlotSet("ticket_pictures", pictures or None)]
        text = "" if message_text(tracker).startswith("/") else message_text(tracker)
        page = shown_page(tracker)
        numbers = active_numbers(self.access, tracker) if new and points_at(text) else ()
        if new and (answered := answer_to_agent(self.access, dispatcher, tracker)) is not None:
            entry = self._entry_of(page)
            asked = Option(entry.id, entry.title) if entry is not None else None
            return offered_too(dispatcher, tracker, answered, asked) if asked is not None else answered
        if numbers and added_just_before(tracker):  # the second picture of an addition
            return care_for_tickets(self.access, dispatcher, tracker, ADD_PICTURES)
        overflow = _overflow(len(held), len(pictures))
        if numbers and page is not None and self._entry_of(page) is not None:
            if overflow:  # in a bubble of its own: the advice fills a screen
                say(dispatcher, f"{overflow}。")
            told = [*kept, *self._answer(dispatcher, tracker, page, text, overflow)]
            return offered_too(dispatcher, tracker, told, addition_option(numbers))
        if numbers:
            return [*kept, *self._ask_where(dispatcher, numbers, overflow)]
        if page is not None:
            return [*kept, *self._answer(dispatcher, tracker, page, text, overflow)]
        if new and not points_at(text):
            return [*kept, *self.ask_library(dispatcher, tracker)]
        return [*kept, *_ask_for_words(dispatcher, len(new), overflow)]

    def _entry_of(self, page: PageReading | None) -> Entry | None:
        """What answers a page by itself; None for a picture that was not read."""
        return answer_page(self.library, page).entry if page is not None else None

    def _ask_where(self, dispatcher: CollectingDispatcher, numbers: tuple[str, ...], overflow: str) -> list[EventType]:
        """Whether it belongs to the ticket that is open, or is another matter: what it shows says neither."""
        options = (addition_option(numbers), TICKET)
        lost = f"{overflow}。" if overflow else ""
        text = f"图片收到了。{lost}是补充到处理中的工单，还是另外一件事？"
        say(dispatcher, f"{text}\n{numbered_option_lines(options)}", options)
        return [offer(options)]

    def _answer(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, page: PageReading, text: str, overflow: str
    ) -> list[EventType]:
        memory, content = Memory.of(tracker), self.library.content
        context = with_claim(text, memory.school)
        found = answer_page(
            self.library,
            page,
            text,
            typed_before(tracker),
            intents=intent_ranking(tracker),
            context=context,
            topic=memory.last_answer,
        )
        found = _with_side(found, content)
        facts = {**case_facts(page, self.library.guidance), **told_facts(tracker)}
        words = "；".join(filter(None, ("" if points_at(text) else text, seen_line(page))))
        asked = [SlotSet("last_question", words)] if words else []
        asked += remember_school(context, memory, content)
        led = self._lead(dispatcher, tracker, page, found, facts)
        if led is not None:
            return [*led, *asked]
        reply = page_reply(found, content, context=context, misses=memory.misses)
        if metadata(tracker).get("attachments"):  # it was meant for a ticket
            reply = replace(reply, text=reply.text.replace(NOT_KEPT, ""))
        ours = page.verdict is not Verdict.NOTHING or active_numbers(self.access, tracker)
        if found.entry is None and found.decision is None and ours and not found.done:
            options = (TICKET,)
            carried = f"也可以提交工单，{overflow or '图会一起带上'}。"
            if not metadata(tracker).get("attachments"):
                carried = _ADD_AGAIN if active_numbers(self.access, tracker) else _SEND_AGAIN
            reply = Reply(f"{reply.text}\n{carried}\n{numbered_option_lines(options)}", options)
        elif found.others and reply.options != found.others:
            reply = replace(reply, options=(*found.others, *reply.options))
        case = [SlotSet("case", with_facts(case_of(tracker), facts).as_dict())] if facts else []
        return [*case, *say_reply(dispatcher, memory, reply), *asked]

    def _lead(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        page: PageReading,
        found: PageAnswer,
        facts: Mapping[str, str],
    ) -> list[EventType] | None:
        """Go on in the guide that runs, or begin the one of what was found, at the step the page shows."""
        guidance, state = self.library.guidance, case_of(tracker)
        decision, entry = found.decision, found.entry
        if entry is None and decision is not None and decision.band == "answer" and decision.second is None:
            entry = self.library.content.entry(decision.candidates[0].entry_id)
        if state.running and (entry is None or entry.guide == state.guide):
            asked = guidance.guides.asked_in(state.guide)
            news = {name: value for name, value in facts.items() if name in asked and state.known.get(name) != value}
            if news:
                quoted = lead(page, answered=True)
                moved, reply = guidance.engine.tell(state, news)
                reply = replace(reply, text=from_here(reply.text, found.here))
                return say_step(dispatcher, tracker, guidance, moved, reply, lead=quoted)
        if entry is None or found.done or found.told:
            return None
        trace = page_reply(found, self.library.content).trace()
        first, shorter = ("\n".join(filter(None, (begin, found.said))) for begin in (found.lead, found.short))
        here = found.here
        return lead_into(dispatcher, tracker, guidance, entry, facts, trace, first, shorter=shorter, here=here)


def _with_side(found: PageAnswer, content: Content) -> PageAnswer:
    """The answer to a picture with what its entry says of the side that a few words ask for, where it says so."""
    entry = content.entry(found.answered or "")
    side = aspect_in(Heard(found.aspect).core_key) or aspect_mentioned(found.aspect) if found.aspect else ""
    if entry is None or found.said or found.done or not side:
        return found
    told = aspect_told(side, entry, content)
    known = told is not None and told.found and told.entry is None
    return replace(found, said=told.text, asked_next=found.aspect) if told is not None and known else found


def _overflow(held: int, kept: int) -> str:
    """What to say of pictures that a ticket has no place for; empty when all are kept."""
    return f"最多带 {kept} 张图片，先收下前 {kept} 张，多出来的没有留下" if held > kept else ""


def _ask_for_words(dispatcher: CollectingDispatcher, new: int, overflow: str) -> list[EventType]:
    """Where pictures are not read: what is on the page has to be typed."""
    options = (TICKET,)
    if new:
        carried = overflow or ("这张图会一起带上" if new == 1 else "这些图会一起带上")
        text = (
            f"图片收到了，不过我看不懂图里的内容。请用一句话说说页面提示了什么；要交给人工处理，就提交工单，{carried}。"
        )
    else:
        text = "我这边没有收到图片。可以再发一次，或者用一句话说说页面提示了什么。"
    say(dispatcher, f"{text}\n{numbered_option_lines(options)}", options)
    return [offer(options)]
