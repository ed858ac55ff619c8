"""Answers when Rasa is away: straight from the FAQ library and the guides, and saying so once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.channels.base import Outbound, OutboundMessage
from bot.conversation.known import case_known, led_by, step_after
from bot.conversation.limited_texts import CHINESE, ENGLISH, LimitedTexts
from dialogue.readers.person import staff_wish
from dialogue.text.clauses import is_asked
from dialogue.ticket.form_wishes import FormWish, read_wish
from dialogue.ticket.sent_ticket import asks_of_ticket
from faq.content.entry import Entry
from faq.content.loader import Content
from faq.engine.afterwards import moved_on
from faq.engine.in_talk import TalkSoFar
from faq.engine.library import Library
from faq.guiding.fitting import fitting
from faq.guiding.options import FACT_OPTION
from faq.guiding.state import GuideReply, GuideState
from faq.pages.answering import answer_page
from faq.pages.page import PageReading
from faq.pages.replying import page_reply
from faq.ranking.decision import LEANING, Decision
from faq.saying.leading_line import line_of_first
from faq.saying.reply import Reply, answer_of, reply_to, reply_to_choice
from faq.text.choice import HUMAN, Option, choose, numbered_option_lines
from faq.text.english import is_english
from faq.text.markup import to_plain

CONTACT_ENTRY = "contact_support"
_HUMAN_WORDS = ("人工", "客服", "真人", "工单")
_FORM_QUESTIONS = frozenset({"username", "screenshot", "description", "confirm"})
_SHORT = 8
_QUESTION_CHARS = 6
"""What is shorter answers the form's question, whatever entry it resembles."""


@dataclass(frozen=True)
class _LimitedTurn:
    """One message with what is known around it."""

    text: str
    option: str | None
    state: dict[str, Any]
    case: GuideState
    """Before the message."""
    known: Mapping[str, str]
    """With what the message tells."""
    texts: LimitedTexts
    keeps: bool = True

    @property
    def in_form(self) -> bool:
        return self.state.get("asking") in _FORM_QUESTIONS


def answer_without_rasa(
    library: Library,
    text: str,
    option: str | None,
    state: dict[str, Any],
    ticket_url: str = "",
    promise: str = "",
    page: PageReading | None = None,
    *,
    notice: bool = True,
    keeps: bool = True,
) -> Outbound:
    """One turn from the library alone; choices, people, questions, pages and the answers to a guide are understood.

    `ticket_url` is the page that takes a ticket without the assistant, `promise` the time that takes (三个工作日内),
    `page` what a picture shows that came with the message. Nothing is offered that somebody has ruled out. That the
    assistant is away is said to the first message only, and only with a `notice`. `keeps` is whether what is said is
    stored, so that a ticket of later holds it.
    """
    typed = [item["text"] for item in state.get("told", ()) if "text" in item]
    wrote_english = bool(typed) and is_english(typed[-1])
    english = is_english(text) or (wrote_english and (option is not None or text.isascii()))
    case = case_known(state, library.guidance, english=english)
    told = [*state.get("told", ()), {"option": option} if option else {"text": text}]
    known = case_known({"told": told}, library.guidance, english=english).known
    turn = _LimitedTurn(text, option, state, case, known, ENGLISH if english else CHINESE, keeps)
    outbound = _answer(library, turn, ticket_url, promise, page)
    if not notice or state.get("unheard") or outbound.trace["band"] is outbound.trace["guide_id"] is None:
        return outbound
    first, *others = outbound.replies
    said = replace(first, text=f"{first.text}\n\n{turn.texts.notice}")
    return Outbound((said, *others), outbound.trace)


def _answer(library: Library, turn: _LimitedTurn, ticket_url: str, promise: str, page: PageReading | None) -> Outbound:
    content, option, state, texts = library.content, turn.option, turn.state, turn.texts
    offered = tuple(map(Option.from_dict, state.get("offered", [])))
    chosen = Option(option, "") if option else choose(turn.text, offered)
    wish = read_wish(turn.text) if turn.in_form and not option else FormWish()
    text = wish.asks if wish.leaves else turn.text
    wants_human = _wants_human(turn, chosen, text)
    if not (turn.in_form or wants_human) and (step := _step(library, turn, chosen)) is not None:
        return step
    person = content.entry(CONTACT_ENTRY) if wants_human else None
    picked = _of_person(person, content, text, turn) if person else None
    if chosen and picked is None:
        picked = reply_to_choice(chosen.id, content, context=text)
    if wish.leaves and not text:
        return _said(texts.left)
    if state.get("ticket") and not option and asks_of_ticket(text, topic=bool(state.get("last_answer"))):
        return _said(texts.promised.format(state["ticket"], promise))
    if state.get("asking") == "addition" and not wants_human:
        return _said(texts.addition_waits + (texts.addition_page.format(ticket_url) if ticket_url else ""))
    reply = picked or _looked_up(library, turn, text, page)
    if turn.in_form:
        answers = reply.band == "answer" and is_asked(text) and not wish.sends
        if not answers or option or page is not None or len(text) < _QUESTION_CHARS:
            return _said(texts.form_waits + (texts.form_page.format(ticket_url) if ticket_url else ""))
        reply = replace(
            reply, text=f"{texts.left}\n\n{reply.text}" if wish.leaves else f"{reply.text}\n\n{texts.form_kept}"
        )
    elif (led := _led(library, turn, reply, content)) is not None:
        return led
    if reply.band == "answer":
        reply = replace(reply, text=fitting(reply.text, turn.known, library.guidance.guides.situation))
    later = wants_human and turn.keeps and _wants_one(turn, chosen, text)
    lead = texts.person_later(ticket_url, promise) if later else ""
    trace = {**reply.trace(), "intent": _intent_of(picked, content), "confidence": None, "limited": True}
    return Outbound((OutboundMessage(lead + reply.text, reply.options),), trace)


def _wants_human(turn: _LimitedTurn, chosen: Option | None, text: str) -> bool:
    """Whether the staff are asked for, or how to reach them."""
    named = len(text) <= _SHORT and any(word in text for word in _HUMAN_WORDS)
    return _wants_one(turn, chosen, text) or (not turn.in_form and (named or staff_wish(text) == "hours"))


def _wants_one(turn: _LimitedTurn, chosen: Option | None, text: str) -> bool:
    """Whether a person or a ticket is wanted, in words of any length: «提交工单，用户名是……»."""
    if chosen is not None and chosen.id in (HUMAN, "ticket"):
        return True
    return not turn.in_form and staff_wish(text) in ("person", "ticket", "complaint")


def _of_person(entry: Entry, content: Content, text: str, turn: _LimitedTurn) -> Reply:
    reply = answer_of(entry, content, context=text)
    return (
        replace(reply, text=to_plain(entry.answer_en), options=()) if turn.case.english and entry.answer_en else reply
    )


def _looked_up(library: Library, turn: _LimitedTurn, text: str, page: PageReading | None) -> Reply:
    content = library.content
    if page is not None:
        found = answer_page(library, page, text, context=text, topic=turn.state.get("last_answer"))
        return page_reply(found, content, context=text)
    decision = library.decide(text, previous=turn.state.get("last_answer"), context=text, talk=_talk(turn.state))
    decision = _after_what_happened(library, turn, text, decision)
    if turn.case.english and decision.band == "clarify" and not decision.doubtful:
        decision = replace(decision, band="answer", reason=LEANING)  # a list would be one of Chinese titles
    told, given = line_of_first(library, decision, text), (str(turn.state.get("last_answer") or ""),)
    reply = reply_to(decision, content, context=text, given=given, told=told)
    unknown = turn.case.english and reply.band != "answer"
    return replace(reply, text=turn.texts.nothing, options=()) if unknown else reply


def _after_what_happened(library: Library, turn: _LimitedTurn, text: str, decision: Decision) -> Decision:
    """The decision for who has done already what the likeliest entry only leads up to."""
    guidance = library.guidance
    told, only = guidance.extractor.facts(text), not is_asked(text) and guidance.extractor.says_only_facts(text)
    talk = _talk(turn.state).entries
    return moved_on(decision, told, turn.known, guidance.guides.situation, talk, tells_only=only)


def _talk(state: Mapping[str, Any]) -> TalkSoFar:
    """What was said before, and the answer before."""
    said = tuple(item["text"] for item in state.get("told", ()) if "text" in item)
    return TalkSoFar(said, tuple(filter(None, (state.get("last_answer"),))))


def _step(library: Library, turn: _LimitedTurn, chosen: Option | None) -> Outbound | None:
    """The step of a guide behind the one that the message answers."""
    fact = chosen.id if chosen is not None and chosen.id.startswith(FACT_OPTION) else None
    if chosen is not None and fact is None:
        return None
    moved = step_after(turn.case, library.guidance, turn.text, fact)
    return _of_guide(*moved, texts=turn.texts) if moved is not None else None


def _led(library: Library, turn: _LimitedTurn, reply: Reply, content: Content) -> Outbound | None:
    """The step that what is known leads to, in the place of an answer that begins with what was ruled out."""
    entry = content.entry(reply.entry_id or "")
    fits = fitting(reply.text, turn.known, library.guidance.guides.situation)
    if entry is None or turn.option or reply.text == fits:
        return None
    case = GuideState(facts=turn.known, english=turn.case.english)
    moved = led_by(entry, case, library.guidance)
    return _of_guide(*moved, texts=turn.texts, entry_id=entry.id) if moved is not None else None


def _of_guide(state: GuideState, reply: GuideReply, *, texts: LimitedTexts, entry_id: str | None = None) -> Outbound:
    text, options = reply.text, reply.options
    if reply.ended in ("ticket", "outside"):
        options = (Option(HUMAN, texts.human),)
        text = f"{text}\n{numbered_option_lines(options)}"
    trace: dict[str, Any] = {
        "band": "answer" if entry_id else None,
        "faq_id": entry_id,
        "guide_id": state.guide,
        "step": (state.step or (state.path[-1] if state.path else "")).partition(".")[2] or None,
        "step_number": len(state.path) if state.running else None,
        "facts": {name: value for name, value in state.known.items() if "@" not in name},
        "candidates": [],
    }
    return Outbound((OutboundMessage(text, options),), {**trace, "intent": None, "confidence": None, "limited": True})


def _intent_of(reply: Reply | None, content: Content) -> str | None:
    entry = content.entry(reply.entry_id or "") if reply else None
    return entry.intent if entry else None


def _said(text: str) -> Outbound:
    """A text that nothing was looked up for."""
    trace: dict[str, Any] = {
        "band": None,
        "faq_id": None,
        "guide_id": None,
        "candidates": [],
        "intent": None,
        "confidence": None,
    }
    return Outbound((OutboundMessage(text),), {**trace, "limited": True})
