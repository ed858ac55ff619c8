"""Short human lines: safety, small talk, who is talking; never the same twice in a row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answering.answers import KnowledgeAction
from actions.conversation import Memory, entity, message_text, say_fresh
from actions.english.leads import (
    HUMAN_IN_ENGLISH,
    NOT_ON_LIST,
    TALK,
    TALK_AGAIN,
    keep_safe,
    language_slot,
    speaks_english,
)
from actions.guiding.leading import case_of, opening_options, say_step, told_facts, with_told
from actions.in_talk.beside import beside_line
from actions.lines.closing import closing_lines, sent_lines
from actions.lines.given_away import ENTRY, given_away_reply, once_more
from actions.lines.holder import holder_of
from actions.lines.last_line import MIND, last_line
from actions.lines.numbers import NUMBER_LINES, refused_first
from actions.lines.others import OTHERS
from actions.lines.privacy import pasted_told, privacy_again, privacy_told
from actions.lines.small_talk import AWAY_IN_ENGLISH, AWAY_LINES, CHAT, SMALL_TALK, chat_lines, first_words
from actions.storage import shared_settings
from actions.ticket.agent_reply import answer_to_agent
from actions.to_person import to_person
from common.help_desk import HelpDesk
from dialogue.people.given_away import GivenTo
from dialogue.people.on_behalf import in_full
from dialogue.people.others_ticket import own_part
from dialogue.questions.privacy import PRIVACY, PrivacyQuestion
from dialogue.readers.closings import PLAN, PUT_OFF, SENT
from dialogue.readers.safety import GIVEN, OWN_RECORD, WHOSE
from dialogue.said import answers
from dialogue.text.asking import asks
from dialogue.turns.away import AWAY
from dialogue.turns.variety import Wording, fingerprint
from faq.text.choice import HUMAN_OPTION, Option, numbered_option_lines

OWN_WAY = "自己查：浏览器登录 www.chsi.com.cn，进“学信档案”看“高等教育信息”，本人查询免费。"

_LAST = ("understood", "thank", "goodbye")
"""What is said at the end of a talk: what to mind still stands behind it."""

SAFETY: dict[str, tuple[str, ...]] = {
    "password": (
        "密码不要发给任何人，也不用告诉我。这条能撤回就撤回，再到“账号管理”把密码改掉。我只保留打码后的文字。",
        "密码还是别发在这里，刚才那条请撤回，马上改一次密码更稳妥。",
    ),
    "code": (
        "验证码等于钥匙，别发给任何人，也不要发在这里。能撤回就撤回；没填过的，重新取一次再用。",
        "验证码请只填在官网页面上。刚才那条撤回吧，重新取一个更稳妥。",
    ),
    "id_number": (
        "我查不了个人的学籍学历，也不需要证件号，请不要发在聊天里，能撤回就撤回。聊天里只留打码后的，"
        f"号码加密存 {{hours}} 小时就自动删。\n{OWN_WAY}",
        "证件号真的不用发，聊天里看到的只是打码后的样子。要核实身份的事，只在官网、学信网 App 或服务号人工客服里办。",
    ),
    "bank_card": (
        "银行卡号请不要发在这里，能撤回就撤回。学信网查询学籍学历不收费，叫您转账查、改学籍的别信。",
        "这里用不到银行卡。让您付钱才能查、能改学历的，都不要信。",
    ),
    "look_up": (
        "我查不了任何人的账号、学籍，证件号、证件照也别发到这里。\n账号是谁注册的，请本人点登录页的“找回用户名”看；学籍请本人登录“学信档案”看。",
        "真的查不了，证件也不用发。请本人在 www.chsi.com.cn 上自己查，查不明白就回复“人工”。",
    ),
    "papers": (
        "身份证、手持证件照不要发到这里；已经发了的请撤回。"
        "要交材料，只发给学信网服务号（chsi_chesicc）里的人工客服，或传在官网、学信网 App 的页面上。",
        "这类照片我不收也不审核，发了也不算提交。请撤回，改在服务号“帮助中心—问题咨询—人工客服”里交。",
    ),
}
_ASKED_NUMBERS = ("phone", "id_number")
"""What an agent may have asked for: then it is meant for them."""
WILL_TRY = ("好的，不急，弄好了或者卡住了都告诉我。", "行，您慢慢弄，我在这儿。", "好，有结果了说一声就行。")
_LOST = "别急，慢慢来。您遇到的是哪一种？回复序号就行："
_READ_OUT = "那把页面上的字念给我，照着打几个就行；说不清也没关系，可以让人来看："
_HURRIED = (
    "好，最快的办法是这样：页面提示了什么，原样打在这里，我直接说怎么办。要真人就点下面：",
    "明白，急事就不绕弯：说一句卡在哪里；或者现在就交给人工：",
)


def identity(help_desk: HelpDesk) -> tuple[str, ...]:
    """Who is talking: never a person, and 学信网 only where the installation says so."""
    whose = "" if help_desk.official else "，也不是学信网官方"
    return (
        f"我是{help_desk.name}，自动回答的，不是真人{whose}。要找真人，回复“人工”。",
        "还是我，机器人。需要真人处理就回复“人工”，我把说过的都带上。",
    )


class ActionKeepSafe(KnowledgeAction):
    """What must not be sent here, and what is not done for anybody else."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_keep_safe"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Say it kindly and firmly, with the official way."""
        others = tracker.get_intent_of_latest_message() == "look_up_other"
        number = entity(tracker, "kind").startswith(_ASKED_NUMBERS)
        if number and (answered := answer_to_agent(self.access, dispatcher, tracker)) is not None:
            return answered
        if entity(tracker, "kind").startswith(GIVEN):
            return self._given_away(dispatcher, tracker)
        lines = (OTHERS if others else {**SAFETY, **NUMBER_LINES}).get(entity(tracker, "kind"), SAFETY["id_number"])
        if whose := entity(tracker, WHOSE):
            lines = tuple(refused_first(line, OWN_WAY, OTHERS[whose][0]) for line in lines)
        if speaks_english(tracker):
            kind = entity(tracker, "kind")
            lines = (keep_safe("other" if others and kind != OWN_RECORD else kind),)
        kept_hours = str(shared_settings().privacy.private_value_hours)
        who = in_full(holder_of(tracker)) or "本人"
        lines = tuple(line.replace("{hours}", kept_hours).replace("{who}", who) for line in lines)
        own = own_part(message_text(tracker)) if entity(tracker, "kind") == "ticket" else ""
        told = beside_line(self.library, tracker, own) if asks(own) else ""
        if told and answers(told):  # their own question after the refusal
            lines = tuple(f"{line}\n{told}" for line in lines)
        events = [*say_one_of(dispatcher, tracker, lines), *language_slot(tracker)]
        events = with_told(tracker, self.library.guidance, events)
        return [*events, SlotSet("last_act", "look_up_other" if others else "send_secret")]

    def _given_away(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        """What to do now, before all that was asked or is under way; a step that waits is named."""
        given = cast("GivenTo", entity(tracker, "kind").removeprefix(GIVEN))
        entry = self.library.content.entry(ENTRY)
        reply = given_away_reply(self.library, tracker, message_text(tracker), given)
        events = self.show(dispatcher, tracker, reply, note=self.waiting(tracker), otherwise=once_more(entry))
        events = with_told(tracker, self.library.guidance, events)
        return [*events, *language_slot(tracker), SlotSet("last_act", "send_secret")]


class ActionSmallTalk(KnowledgeAction):
    """One line for what asks nothing."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_small_talk"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """The line by kind; what was offered stays offered, a step that waits is named."""
        intent = str(tracker.get_intent_of_latest_message())
        kind = entity(tracker, "kind")
        if kind.startswith(PRIVACY):
            return self._about_privacy(dispatcher, tracker, kind)
        if speaks_english(tracker):
            if kind == AWAY:
                return self._to_who_leaves(dispatcher, tracker)
            told = TALK.get(intent) or TALK.get(kind, TALK["face"])
            note = self.waiting(tracker)
            return say_one_of(dispatcher, tracker, (f"{told}{note}", f"{TALK_AGAIN}{note}"))
        if intent == "ask_identity":
            return say_one_of(dispatcher, tracker, identity(self.help_desk))
        if intent == "will_try":
            return self._to_who_goes(dispatcher, tracker, kind)
        if kind == SENT:
            return say_one_of(dispatcher, tracker, sent_lines(tracker))
        if kind == "lost":
            return self._to_who_is_lost(dispatcher, tracker)
        if kind == "hurry":
            return _with_options(dispatcher, tracker, _HURRIED, (HUMAN_OPTION,))
        if kind in CHAT:
            return say_one_of(dispatcher, tracker, chat_lines(kind, self.waiting(tracker)))
        memory = Memory.of(tracker)
        if intent == "insult" and not (memory.last_answer or case_of(tracker).guide):  # nothing was told yet
            intent = "insult_first"
        lines = SMALL_TALK.get(intent) or SMALL_TALK.get(kind, SMALL_TALK["face"])
        note = self.waiting(tracker)
        if not note and (kind in _LAST or intent in _LAST) and (mind := last_line(self.library, tracker)):
            lines = (f"{first_words(lines[0])}。{MIND.format(mind)}", *lines)
        said = say_one_of(dispatcher, tracker, [line + note for line in lines])
        return with_told(tracker, self.library.guidance, said)

    def _to_who_goes(self, dispatcher: CollectingDispatcher, tracker: Tracker, kind: str) -> list[EventType]:
        """A line to go with; whether a plan is right is a question where nothing said before tells it."""
        if kind == AWAY:
            return self._to_who_leaves(dispatcher, tracker)
        lines = closing_lines(self.library, tracker) if kind.startswith(PLAN) else WILL_TRY
        if lines is None:
            return self.ask_library(dispatcher, tracker)
        note = self.waiting(tracker) if kind == PUT_OFF else ""
        return with_told(
            tracker, self.library.guidance, say_one_of(dispatcher, tracker, [f"{line}{note}" for line in lines])
        )

    def _to_who_leaves(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        """One line, with the step that waits for them; that they went is remembered until they say something."""
        note = self.waiting(tracker)
        lines = AWAY_IN_ENGLISH if speaks_english(tracker) else AWAY_LINES
        said = say_one_of(dispatcher, tracker, [f"{line}{note}" for line in lines])
        return [*said, *language_slot(tracker), SlotSet("last_act", AWAY)]

    def _about_privacy(self, dispatcher: CollectingDispatcher, tracker: Tracker, kind: str) -> list[EventType]:
        """What becomes of what is written here; a step that waits is named."""
        kinds = tuple(cast("PrivacyQuestion", item) for item in kind.split("_")[1:])
        english = speaks_english(tracker)
        pasted = pasted_told(kinds, message_text(tracker), shared_settings(), english=english)
        text = pasted or privacy_told(kinds, shared_settings(), english=english)
        case, guidance, facts = case_of(tracker), self.library.guidance, told_facts(tracker)
        if not english and case.running and guidance.engine.asked(case) in facts:  # the step was answered besides
            moved = guidance.engine.tell(case, facts)
            return [*say_step(dispatcher, tracker, guidance, *moved, lead=text), SlotSet("last_act", PRIVACY)]
        note = self.waiting(tracker)
        again = [Wording(f"{line}{note}", ()) for line in privacy_again(shared_settings(), english=english)]
        said = say_fresh(dispatcher, Memory.of(tracker), f"{text}{note}", None, otherwise=again)
        return [*said, *language_slot(tracker), SlotSet("last_act", PRIVACY)]

    def _to_who_is_lost(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        """A list to choose from, then the words of the page, then a person."""
        memory, content = Memory.of(tracker), self.library.content
        if memory.misses > 1:
            return to_person(self.access, dispatcher, tracker, content, self.help_desk)
        options: tuple[Option, ...] = (HUMAN_OPTION,)
        if not memory.misses:
            options = (*opening_options(content, self.library.guidance), HUMAN_OPTION)
        lines = (_READ_OUT if memory.misses else _LOST,)
        said = _with_options(dispatcher, tracker, lines, options)
        return [*said, SlotSet("misses", memory.misses + 1)]


class ActionSayRange(KnowledgeAction):
    """A number beyond the list."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_say_range"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Say which numbers there are; the list stays open."""
        memory = Memory.of(tracker)
        case, guidance = case_of(tracker), self.library.guidance
        step = guidance.engine.resume(case)[1].options if case.running else ()
        options = memory.offered or step or memory.listed
        number = entity(tracker, "kind")
        line = NOT_ON_LIST if speaks_english(tracker) else "没有第 {} 项，请选 1–{}："
        text = f"{line.format(number, len(options))}\n{numbered_option_lines(options)}"
        return say_fresh(dispatcher, memory, text, options)


def _with_options(
    dispatcher: CollectingDispatcher, tracker: Tracker, lines: Sequence[str], options: Sequence[Option]
) -> list[EventType]:
    """The first line that was not just said, with what can be chosen; an open list."""
    memory = Memory.of(tracker)
    first, *others = [f"{line}\n{numbered_option_lines(options)}" for line in lines]
    events = say_fresh(dispatcher, memory, first, options, None, [Wording(text, tuple(options)) for text in others])
    return [*events, SlotSet("listed", [option.as_dict() for option in options])]


def say_one_of(dispatcher: CollectingDispatcher, tracker: Tracker, lines: Sequence[str]) -> list[EventType]:
    """The first line that was not just said; what is on offer stays so."""
    memory = Memory.of(tracker)
    line = next((line for line in lines if fingerprint(line) not in memory.recent), lines[0])
    person = HUMAN_IN_ENGLISH if speaks_english(tracker) else HUMAN_OPTION
    others = tuple(Wording(f"{other}\n{numbered_option_lines((person,))}", (person,)) for other in lines)
    return say_fresh(dispatcher, memory, line, None, otherwise=others)
