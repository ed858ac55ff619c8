"""Follow-ups: what a short question asks about the answer, the step or the case before it."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Memory, entity, just_said, message_text, say_fresh
from actions.english.answers import CONTACT, CONTACT_AGAIN
from actions.english.asked import said_before
from actions.english.follow_ups import aspect_reply
from actions.english.leads import HUMAN_IN_ENGLISH, language_slot, speaks_english
from actions.guiding.leading import case_of, conclusion, guide_of, with_told
from actions.guiding.next_steps import order_of_steps
from actions.guiding.steps_again import say_steps
from actions.in_talk.aspects import (
    ASK_THEM,
    AspectTold,
    aspect_told,
    names,
    phone_told,
    step_said,
    thing_told,
    topic_of,
)
from actions.in_talk.beside import beside_lines
from actions.in_talk.compared import say_compared
from actions.in_talk.direct import say_at_once
from actions.in_talk.of_us import told_we_cannot
from actions.in_talk.prevention import told_prevention
from actions.in_talk.pushback import PushbackAction
from actions.in_talk.talk_so_far import followed_up
from actions.in_talk.weighed import say_weighed
from actions.in_talk.what_to_say import told_what_to_say
from actions.lines.in_vain import enough_tried
from actions.lines.staff import say_staff_may
from actions.support import CONTACT_ENTRY, faster_way, hotline, ways_known
from dialogue.heard import Heard
from dialogue.mixed.several import questions_in
from dialogue.questions.aspect_texts import affected, counted_on, titled_for
from dialogue.questions.aspects import aspect_in
from dialogue.readers.aspects import ASPECT, BESIDE, THING
from dialogue.readers.closings import CONFIRM
from dialogue.readers.english import ENGLISH, ENGLISH_CONTACT, ENGLISH_OWN
from dialogue.readers.followups import AGAIN, PRESSED, and_that
from dialogue.readers.of_matter import OF_US, PREVENTS, SAYS
from dialogue.readers.person import STAFF
from dialogue.readers.pushback import DOUBT, KIND, OBJECTION
from dialogue.readers.weighing import WEIGHS
from dialogue.text.languages import in_mandarin
from dialogue.turns.sentences_said import again_in_short
from dialogue.turns.variety import Wording, was_given
from faq.content.entry import Entry
from faq.content.membership import with_claim
from faq.engine.followup import neighbours
from faq.ranking.decision import Decision
from faq.saying.reply import Reply, answer_of, more_of
from faq.text.choice import HUMAN_OPTION, Option

_ASK_ON = "\n（还有不清楚的，接着问；要人工就回复“人工”。）"
_LIKELY, _SURE = 0.4, 0.9
"""How likely what is listed for a short question must be for a choice, and another matter to take this one's place."""
_OTHERS_SAY = ("failed", "other_way", "undo", "valid", "must", "online", "why")
"""Aspects that an entry of its own may tell where the topic does not."""
_NO_MORE_KNOWN = "还拿不准，回复“人工”，让人看您的情况。"
_OF_MATTER = {PREVENTS: told_prevention, OF_US: told_we_cannot, SAYS: told_what_to_say}
_ASKED_OF_TOPIC = ("where", "what_if", "and_that", "the_one", "still")
"""Kinds of short questions that may be what people ask next."""
_OF_PEOPLE = ("helper", "self")
"""Who may do it and who must are one answer."""
_SHORT_CHARS = 29
"""So short a sentence may be said again to who asks for just that."""
_NOTHING_MORE = "能查到的都在上面了。您卡在哪一步、页面提示了什么？告诉我，我接着往下说。"


class ActionFollowUp(PushbackAction):
    """Reads a short question with the topic before it."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_follow_up"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """The answer to it; what it tells of the case besides is kept for the step that waits."""
        return with_told(tracker, self.library.guidance, self._answer(dispatcher, tracker))

    def _answer(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        """More of it, its conclusion only, the difference, the way to a person; else the library with the topic."""
        memory, content = Memory.of(tracker), self.library.content
        topic = topic_of(memory.last_answer, case_of(tracker), content, self.library.guidance)
        kind = entity(tracker, "kind")
        if kind == ENGLISH_CONTACT:
            again = (Wording(CONTACT_AGAIN, (HUMAN_IN_ENGLISH,)),)
            said = say_fresh(dispatcher, memory, CONTACT, (HUMAN_IN_ENGLISH,), None, again)
            return [*said, *language_slot(tracker)]
        if kind == f"{ASPECT}failed" and (told := enough_tried(dispatcher, tracker, content)) is not None:
            return told
        if kind == WEIGHS:
            return say_weighed(dispatcher, tracker, self.library)
        if kind in _OF_MATTER and not speaks_english(tracker):
            return self._of_matter(dispatcher, tracker, _OF_MATTER[kind](self.library, tracker))
        if (steps := say_steps(dispatcher, tracker, self.library, kind, topic)) is not None:
            return steps
        if topic is None or self.is_put_right(kind, tracker):
            return self.ask_library(dispatcher, tracker)
        if (thing := entity(tracker, THING)) and (apart := self.titled_apart(tracker, topic, thing)) is not None:
            return self._told_of_its_own(dispatcher, tracker, apart, kind.removeprefix(ASPECT))
        anew = kind in ("more", AGAIN, "outright", CONFIRM)  # what was said is wanted, whatever is asked next
        if not anew and (sure := say_at_once(dispatcher, tracker, self.library, kind)) is not None:
            return sure
        if kind == STAFF:
            told = self.next_asked(dispatcher, tracker, in_mandarin(message_text(tracker)))
            return told if told is not None else say_staff_may(dispatcher, tracker)
        if kind.startswith(ENGLISH):
            own = kind in ENGLISH_OWN
            if not own and (told := self.next_asked(dispatcher, tracker, message_text(tracker))) is not None:
                return told
            reply = aspect_reply(self.library, tracker, kind.removeprefix(ENGLISH), topic)
            return self.show(dispatcher, tracker, reply, otherwise=said_before(reply.text))
        if speaks_english(tracker) or (thing and not names(topic, thing)):
            return self.ask_library(dispatcher, tracker)
        named = kind != f"{ASPECT}helper" and (thing or entity(tracker, BESIDE))
        if named and (other := self._of_its_own(tracker, topic)) is not None:
            return self._told_of_its_own(dispatcher, tracker, other, kind.removeprefix(ASPECT))
        if kind in (PRESSED, CONFIRM):
            return self.decided_again(dispatcher, tracker, topic, kind)
        if kind.startswith(ASPECT) or kind in _ASKED_OF_TOPIC:
            told = self.next_asked(dispatcher, tracker, in_mandarin(message_text(tracker)))
            if told is not None:
                return told
        heard = {DOUBT: self.doubted, OBJECTION: self.objected, KIND: self.named_kind, AGAIN: self.once_more}.get(kind)
        if heard is not None:
            return heard(dispatcher, tracker, topic)
        if kind.startswith(ASPECT):
            return self._aspect(dispatcher, tracker, topic, kind.removeprefix(ASPECT))
        if kind in ("more", "where"):
            return self._more(dispatcher, tracker, topic)
        if kind == "outright":
            return self._outright(dispatcher, tracker, topic)
        if kind == "yes_no":
            return say_fresh(dispatcher, memory, self._verdict(tracker, topic))
        if kind == "contact" and (entry := content.entry(CONTACT_ENTRY)) is not None:
            return self.show(dispatcher, tracker, answer_of(entry, content, context=with_claim("", memory.school)))
        holds_too = kind == "and_that" and and_that(message_text(tracker)) in topic.title
        if holds_too and "区别" not in topic.title:  # what was said holds for it too; what tells two apart is none
            return self._outright(dispatcher, tracker, topic)
        if kind == "compare":
            both = say_compared(dispatcher, tracker, content, topic)
            return both if both is not None else self.ask_library(dispatcher, tracker)
        asked = Heard(in_mandarin(message_text(tracker))).core_key
        before = str(tracker.get_slot("last_question") or "")
        if kind == "the_one" and before:  # «学籍的» after «验证报告»: the same question, said closer
            together = self.library.decide(f"{before}，{asked}", previous=topic.id)
            first = together.candidates[0].entry_id if together.band == "answer" else topic.id
            if first != topic.id and not was_given(memory.recent, first):
                return self.ask_library(dispatcher, tracker, said=together)
            if together.band == "answer":  # it changes nothing of what was answered
                return self.show(dispatcher, tracker, self._with_case(tracker, topic, asked))
        decision = followed_up(self.library, tracker, asked, topic.id)
        if self._is_far(decision, topic):  # a list of other matters answers nobody who leans on this one
            return self.show(dispatcher, tracker, self._with_case(tracker, topic, and_that(message_text(tracker))))
        return self.ask_library(dispatcher, tracker, said=decision)

    def _of_matter(self, dispatcher: CollectingDispatcher, tracker: Tracker, told: Reply | None) -> list[EventType]:
        """What the matter in talk says to it, with the step that waits; else it is a question like any other."""
        if told is None:
            return self.ask_library(dispatcher, tracker)
        return self.show(dispatcher, tracker, self.with_step(tracker, told, case_of(tracker)))

    def _verdict(self, tracker: Tracker, topic: Entry) -> str:
        """What the guide that was just walked to its end decided, else what the answer concludes."""
        case = case_of(tracker)
        ended = "" if case.running else step_said(case, self.library.guidance)
        verdict, just = again_in_short(ended), just_said(tracker)
        return verdict if verdict and (ended in just or verdict in just) else conclusion(topic)

    def _is_far(self, decision: Decision, topic: Entry) -> bool:
        """Whether nothing that would be listed is next to the topic, or likely."""
        near = {topic.id, *neighbours(topic, self.library.content.entries)}
        listed = decision.band != "answer" and decision.second is None and not decision.elsewhere
        return listed and not any(item.entry_id in near or item.score >= _LIKELY for item in decision.offered)

    def _with_case(self, tracker: Tracker, topic: Entry, said: str) -> Reply:
        return self.with_step(tracker, self.not_told(said, topic, (), Memory.of(tracker)), case_of(tracker))

    def _of_its_own(self, tracker: Tracker, topic: Entry) -> Decision | None:
        """The answer to a message that names another matter before it asks: «我要办学历认证，要多久»."""
        alone = self.library.decide(in_mandarin(message_text(tracker)))
        first = next(iter(alone.candidates), None)
        sure = alone.band == "answer" and first is not None and first.score >= _SURE and first.entry_id != topic.id
        return alone if sure else None

    def _told_of_its_own(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, other: Decision, aspect: str
    ) -> list[EventType]:
        """What that other matter says of the aspect: a follow-up, a sentence, or «没有查到» with its conclusion."""
        if (told := self.next_asked(dispatcher, tracker, message_text(tracker), other)) is not None:
            return told
        content, case = self.library.content, case_of(tracker)
        entry = content.entry(other.candidates[0].entry_id)
        said = (
            aspect_told(aspect, entry, content) if entry is not None and not titled_for(aspect, entry.title) else None
        )
        if entry is None or said is None or said.entry is not None:
            return self.ask_library(dispatcher, tracker, said=other)
        text = said.text if said.found else f"{said.text}\n{conclusion(entry)}"
        reply = Reply(text, (Option(entry.id, entry.title),), "answer", entry.id, other.candidates)
        return self.show(dispatcher, tracker, self.with_step(tracker, reply, case))

    def _aspect(self, dispatcher: CollectingDispatcher, tracker: Tracker, topic: Entry, aspect: str) -> list[EventType]:
        """The price, the time, the place … of the topic, from its own text, and the open step of a guide again."""
        memory, content, case = Memory.of(tracker), self.library.content, case_of(tracker)
        step = step_said(case, self.library.guidance) if guide_of(topic, content) == case.guide else ""
        if aspect == "how":
            answer = answer_of(topic, content, context=with_claim("", memory.school))
            if was_given(memory.recent, topic.id):
                return self._more(dispatcher, tracker, topic)
            return self.show(dispatcher, tracker, self.with_step(tracker, answer, case))
        beside = entity(tracker, BESIDE)
        if aspect == "first":
            return say_fresh(dispatcher, memory, order_of_steps(self.library, tracker, topic), (HUMAN_OPTION,))
        if aspect == "place" and beside:  # «登记表没有了，去哪领»: of that thing and of no other
            text, entry = thing_told(beside, topic), None
            if not text:
                return self.ask_library(dispatcher, tracker)
        elif aspect == "phone":
            text, entry = phone_told(topic, hotline(content)), None
        elif aspect == "other_way" and topic.intent == CONTACT_ENTRY:
            text, entry = faster_way(content, ways_known(tracker)), None
        else:
            on = affected(message_text(tracker)) if aspect == "effect" else ""
            told = aspect_told(aspect, topic, content, step, on)
            if told is not None and not told.found:  # what was said before may tell it
                told = next(filter(None, (self._told_before(tracker, aspect, topic, on),)), told)
            if told is None or (not told.found and (aspect in _OTHERS_SAY or on)):
                asked = Heard(in_mandarin(message_text(tracker))).core_key
                decision = followed_up(self.library, tracker, asked, topic.id)
                if told is None or (decision.says and decision.says != topic.id):
                    return self.ask_library(dispatcher, tracker, said=decision)
            counted = counted_on(message_text(tracker), told.text) if aspect == "date" and told.found else ""
            text, entry = "\n".join(filter(None, (told.text, counted))), told.entry
            if not told.found and not case.running and not self._asked_too(tracker, aspect, text):
                return self.show(
                    dispatcher, tracker, Reply(f"{text}{ASK_THEM}", (HUMAN_OPTION,), "answer", topic.id, ())
                )
        rest = self._asked_too(tracker, aspect, text)
        text = "\n".join(filter(None, (text, rest)))
        options = (Option(entry.id, entry.title),) if entry is not None else ()
        reply = Reply(text, options, "answer", topic.id, ())
        again = f"{text}\n{_NO_MORE_KNOWN}" if len(text) <= _SHORT_CHARS and not case.running else ""
        shown = self.with_step(tracker, reply, case)
        return self.show(dispatcher, tracker, shown, otherwise=again)

    def _asked_too(self, tracker: Tracker, aspect: str, said: str) -> str:
        """What else the message asks, in a line each."""
        asked = [part.rsplit("，", 1)[-1] for part in questions_in(in_mandarin(message_text(tracker)))]
        same = _OF_PEOPLE if aspect in _OF_PEOPLE else (aspect,)
        others = [part for part in asked if aspect_in(Heard(part).core_key) not in same]
        return beside_lines(self.library, tracker, others, said=said) if len(asked) > 1 else ""

    def _told_before(self, tracker: Tracker, aspect: str, topic: Entry, on: str) -> AspectTold | None:
        """The aspect from the answer before the last one, or from the matter of the guide under way."""
        content, guidance, case = self.library.content, self.library.guidance, case_of(tracker)
        before = content.entry(Memory.of(tracker).previous_answer or "")
        guided = topic_of(None, case, content, guidance) if case.running else None
        for entry in (guided, before):
            if entry is not None and entry.id != topic.id and entry.intent == (guided or topic).intent:
                told = aspect_told(aspect, entry, content, "", on)
                if told is not None and told.found:
                    return told
        return None

    def _more(self, dispatcher: CollectingDispatcher, tracker: Tracker, topic: Entry) -> list[EventType]:
        """The whole answer; in a guide, which goes on with «继续»."""
        memory, content = Memory.of(tracker), self.library.content
        context = with_claim("", memory.school)
        reply = more_of(topic, content, context=context) if topic.more else answer_of(topic, content, context=context)
        if waits := self.waiting(tracker):
            return self.show(dispatcher, tracker, reply, note=waits)
        note = "" if reply.options else _ASK_ON
        return self.show(dispatcher, tracker, reply, note=note, otherwise=_NOTHING_MORE)

    def _outright(self, dispatcher: CollectingDispatcher, tracker: Tracker, topic: Entry) -> list[EventType]:
        """Who wants no more questions gets the answer at once; a guide waits."""
        reply = answer_of(topic, self.library.content, context=with_claim("", Memory.of(tracker).school))
        note = self.waiting(tracker)
        return self.show(dispatcher, tracker, reply, note=note, otherwise=_NOTHING_MORE)
