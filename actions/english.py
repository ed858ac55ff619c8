"""What somebody who writes English is told: the English answer where there is one, else in English where to write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from actions.conversation import message_text
from common.settings import Settings
from dialogue.languages import writes_english
from dialogue.readers.control import wants_person_in_english
from dialogue.ticket_words import MARK
from faq.answer import MORE_PREFIX
from faq.choice import HUMAN, NONE_OF_THESE, Option, numbered_option_lines
from faq.decision import Decision
from faq.entry import Entry
from faq.loader import Content
from faq.markup import to_plain
from faq.phone import SCREEN_LINES, line_count
from faq.pinyin import is_chinese
from faq.reply import ENGLISH_MORE_TITLE, RUNNER_UP_SCORE, Reply

ENGLISH = "en"
LEAD = "The answer is in Chinese, below.\nReply “human” for a person."
STEP_LEAD = "Step by step, in Chinese: reply with a number, or “human” for a person."
STEPS_GO_ON = "Steps in Chinese; “human” for a person."
TICKET_LEAD = "A ticket is open now; our staff may answer in Chinese."
TICKET_FASTER = "Faster: WeChat account chsi_chesicc (人工客服), or 010-67410388."
NO_ANSWER = (
    "Sorry, I have no answer to this. I only know 学信网 (CHSI): its accounts, student records and reports.\n"
    "If it is about those, write to its own support, kefu@chsi.com.cn, or reply “human” for a person here."
)
THAT_IS_ALL = "That is all I have in English on this. What does the page say? Or choose:"
WHICH = "Which of these do you mean? Reply with a number."
ASKED = {
    "username": "Your CHSI username, phone or e-mail? Reply “skip” to leave it out.",
    "screenshot": "Please send a screenshot of the page, or reply “skip”.",
    "description": "What is the problem, and what does the page say?",
}
"""The questions of the ticket form in English, by what is asked."""
ASKED_AGAIN = {
    "username": "A phone number or an e-mail is enough as username; “skip” if you have none.",
    "screenshot": "A screenshot helps; “skip” if there is none.",
    "description": "One or two sentences on the problem will do.",
}
"""The same in other words, for who was just asked."""
PROBLEM_NOTED = "Problem so far: “{}”. You can change it."
TITLES = {
    "forgot": "Skip",
    "no_picture": "No screenshot",
    "use_draft": "Use this",
    "submit_now": "Submit now",
    "submit": "Submit",
    "change": "Add or change",
    "edit_username": "Change username",
    "edit_description": "Change problem",
    "edit_pictures": "Change screenshots",
    "see_all": "See all",
    "cancel": "Cancel",
}
"""The buttons of the ticket form in English, by their ids."""
TICKET_SENT = (
    "Ticket {} is submitted. Our staff answer by {}, {}; the answer comes into this chat{}.\n"
    "Ask about “my ticket” any time. To add something, reply “add: …”, or just send a picture."
)
TICKET_NOT_SENT = "All right, the ticket is not submitted. Reply “human” when you want one."
TICKET_WAITS = "Ticket {}: in progress, answered by {}, {}; the answer comes into this chat{} and may be in Chinese."
SAME_BROWSER = " (open it in the same browser)"
TALK = {
    "thank": "You are welcome.",
    "goodbye": "Goodbye, and good luck.",
    "understood": "Good. Just ask if anything else comes up.",
    "here": "I am here. What is the problem?",
    "lost": "What does the page say? Type its words, or reply “human”.",
    "will_try": "Take your time.",
    "ask_identity": "I am a bot, not 学信网 itself. Reply “human” for a person.",
}
"""One line in English for what asks nothing, by intent or kind."""
_HUMAN = Option(HUMAN, "Human / 转人工客服")
_TITLES = frozenset({*TITLES.values(), "Human"})
_OTHERS = 2


def speaks_english(tracker: Tracker) -> bool:
    """Whether the latest message is English, or says too little after one that was; a tapped option says nothing."""
    text = _own_words(message_text(tracker))
    before = _spoke_english(tracker)
    return (writes_english(text, before=before) or wants_person_in_english(text)) if text else before


def _spoke_english(tracker: Tracker) -> bool:
    """Whether the last words before the latest message that tell were English; the slot when they are forgotten."""
    heard = [str(event.get("text") or "") for event in tracker.events if event["event"] == "user"]
    for text in filter(None, map(_own_words, reversed(heard[:-1]))):
        if any(map(is_chinese, text)):
            return False
        if writes_english(text) or wants_person_in_english(text):
            return True
    return bool(tracker.get_slot("language") == ENGLISH)


def _own_words(text: str) -> str:
    """What somebody worded: without the marks of masked values; nothing for a tap or a title in two languages."""
    if text.startswith("/") or text.partition(" / ")[0].strip() in _TITLES:
        return ""
    return MARK.sub("", text).strip()


def in_both(options: Sequence[Option]) -> tuple[Option, ...]:
    """Options with their English title before the Chinese one."""
    return tuple(
        Option(option.id, f"{TITLES[option.id]} / {option.title}" if option.id in TITLES else option.title)
        for option in options
    )


def promise_in_english(settings: Settings) -> str:
    """Within what time tickets are answered."""
    days = settings.tickets.working_days
    return f"within {days} working day{'s' if days > 1 else ''}"


def language_slot(tracker: Tracker) -> list[EventType]:
    """The language to go on in; nothing while it is the same."""
    language = ENGLISH if speaks_english(tracker) else None
    return [SlotSet("language", language)] if tracker.get_slot("language") != language else []


def in_english(reply: Reply, decision: Decision, content: Content, before: str | None = None) -> Reply:
    """A reply of the knowledge base for somebody who reads English; `before` is the entry answered last."""
    entries = [content.entry(item.entry_id) for item in decision.candidates if item.score >= RUNNER_UP_SCORE]
    known = [entry for entry in entries if entry is not None]
    if reply.band == "none" or not known:
        return replace(reply, text=f"{NO_ANSWER}\n{numbered_option_lines((_HUMAN,))}", options=(_HUMAN,))
    if known[0].id == before:
        options = (*(Option(entry.id, entry.title) for entry in known[1 : _OTHERS + 1]), _HUMAN)
        return Reply(f"{THAT_IS_ALL}\n{numbered_option_lines(options)}", options, "none", None, reply.candidates)
    told = sorted(known[: _OTHERS + 1], key=lambda entry: not entry.answer_en)  # one they can read comes first
    if told[0].answer_en and (reply.band != "answer" or told[0] is known[0]):
        return _answered(reply, [*told, *known[_OTHERS + 1 :]])
    if reply.band == "answer":
        return replace(reply, text=f"{LEAD}\n{reply.text}")
    options = (*(option for option in reply.options if option.id != NONE_OF_THESE), _HUMAN)
    return replace(reply, text=f"{WHICH}\n{numbered_option_lines(options)}", options=options)


def answer_in_english(entry: Entry) -> str:
    """The English answer as one chat message."""
    return to_plain(entry.answer_en)


def _answered(reply: Reply, known: list[Entry]) -> Reply:
    """The likeliest answer at once: a list of Chinese titles would be of no use."""
    first, *others = known
    more = (Option(f"{MORE_PREFIX}{first.id}", ENGLISH_MORE_TITLE),) if first.more else ()
    if reply.band == "answer":
        return Reply(answer_in_english(first), more, "answer", first.id, reply.candidates)
    options = (*more, *(Option(entry.id, entry.title) for entry in others[:_OTHERS]), _HUMAN)
    text = f"{answer_in_english(first)}\nOr did you mean:\n{numbered_option_lines(options)}"
    while line_count(text) > SCREEN_LINES and len(options) > 1:
        options = (*options[:-2], options[-1])  # the way to a person stays
        text = f"{answer_in_english(first)}\nOr:\n{numbered_option_lines(options)}"
    return Reply(text, options, "answer", first.id, reply.candidates)
