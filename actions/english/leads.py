"""What somebody who writes English is told: the English answer where there is one, else in English where to write."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import islice

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from actions.conversation import message_text
from common.settings import Settings
from dialogue.readers.control import wants_person_in_english
from dialogue.text.clauses import MARK
from dialogue.text.languages import writes_english
from faq.text.choice import HUMAN, Option
from faq.text.pinyin import is_chinese

ENGLISH = "en"
HELP = (
    "I answer questions about 学信网 (CHSI) from public information; I am a bot{}.\n"
    "Just type your question in English, or reply “human” for a person."
)
NOT_ITS_STAFF = ", not CHSI's own staff"
HELPED = "Good to hear. Just ask if anything else comes up."
NOT_HELPED = "Sorry that it did not help. Tell me what the page says, or let a person look:"
NOT_ON_LIST = "There is no number {} here; choose 1–{}:"
TICKET_LEAD = "I have begun a ticket form; nothing is sent yet. Our staff may answer in Chinese."
FASTER, FASTER_SERVICE = "Faster: {}.", "WeChat account chsi_chesicc (人工客服)"
FASTER_PHONE, FASTER_MAIL = "010-67410388", "mail kefu@chsi.com.cn"
TICKET_FASTER = FASTER.format(f"{FASTER_SERVICE}, or {FASTER_PHONE}")
NO_ANSWER = (
    "Sorry, I have no answer to this. I only know 学信网 (CHSI): its accounts, student records and reports.\n"
    "If it is about those, write to its own support, kefu@chsi.com.cn, or reply “human” for a person here."
)
THAT_IS_ALL = "I have no more than that on this in English; a person can look at it. Choose:"
ON_THAT = "On that: {}"
STILL = "It still comes down to this: {}."
NOT_SURE = "I am not sure that I have this. The nearest I know:"
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
    "submit_now": "Check and submit",
    "add_pictures": "Add to the open ticket",
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
AGREED = {
    "affirm": "All right. Anything else, just type it.",
    "deny": "All right. Say it in other words: on which page, at which step, what does the page say?",
}
"""What is said to a yes or no that chooses nothing."""
TALK = {
    "thank": "You are welcome.",
    "goodbye": "Goodbye, and good luck.",
    "understood": "Good. Just ask if anything else comes up.",
    "here": "I am here. What is the problem?",
    "lost": "What does the page say? Type its words, or reply “human”.",
    "will_try": "Take your time.",
    "ask_identity": "I am a bot, not 学信网 itself. Reply “human” for a person.",
    "insult": "Sorry that this did not help. Tell me what the page says, or reply “human” for a person.",
    "sad": "One thing after the other. What does the page say?",
    "face": "I am here. Just type your question.",
    "laugh": "I am better at questions about 学信网 (CHSI): just ask.",
    "declines": "You need not tell me anything about yourself. Just ask, or reply “human”.",
    "hurry": "The quickest way: type what the page says, word for word; or reply “human”.",
}
"""One line in English for what asks nothing, by intent or kind."""
TALK_AGAIN = "I am still here: type your question, or reply “human” for a person."
_KEEP_SAFE = {
    "password": "Never tell anyone your password, nor me. Take the message back if you can, and change the password.",
    "code": "Never tell anyone a verification code, nor me. Enter it on the official page only; get a new one.",
    "bank": "Please do not send bank card numbers here. Looking at your own records on CHSI is free.",
    "given": (
        "Change your password now: type www.chsi.com.cn yourself and log in; if you cannot, use 找回密码.\n"
        "Then check the phone number and e-mail of the account. Money gone: police 110 and your bank first."
    ),
    "papers": (
        "Please do not send ID photos here: I neither take nor check them.\n"
        "Only where CHSI asks for them: its site or app, 人工客服 in WeChat (chsi_chesicc), or kefu@chsi.com.cn."
    ),
    "own": (
        "I cannot look up any record, and I need no passport or ID number: please do not send one.\n"
        "You can yourself, free: log in to 学信档案 on www.chsi.com.cn and open 高等教育信息."
    ),
    "other": (
        "I cannot look up other people's records, and nobody may log in for them.\n"
        "Ask them for an online verification report; check its code at www.chsi.com.cn/xlcx/bgcx.jsp, free."
    ),
}
"""What must not be sent here or done for anybody, by what was sent."""
_KEEP_NUMBERS = (
    "Please do not send ID or phone numbers here; I cannot look anything up. The chat keeps them masked, and the number"
    " itself is deleted after {hours} hours."
)
HUMAN_IN_ENGLISH = Option(HUMAN, "Human / 人工客服")
_TITLES = frozenset({*TITLES.values(), "Human"})
_NAMED_IN_CHINESE = frozenset({"人工", "人工客服", "转人工", "转人工客服", "真人", "提交工单"})
"""What English lines name in Chinese: who types that after them writes no Chinese."""


def speaks_english(tracker: Tracker) -> bool:
    """Whether the latest message is English, or says too little after one that was; a tapped option says nothing."""
    text = _own_words(message_text(tracker))
    before = _spoke_english(tracker)
    return (writes_english(text, before=before) or wants_person_in_english(text)) if text else before


def _spoke_english(tracker: Tracker) -> bool:
    """Whether the last words before the latest message that tell were English; the slot when they are forgotten."""
    heard = (str(event.get("text") or "") for event in reversed(tracker.events) if event["event"] == "user")
    for text in filter(None, map(_own_words, islice(heard, 1, None))):
        if any(map(is_chinese, text)):
            return False
        if writes_english(text) or wants_person_in_english(text):
            return True
    return bool(tracker.get_slot("language") == ENGLISH)


@lru_cache(maxsize=1024)  # asked for many times in a turn, of the same few messages
def _own_words(text: str) -> str:
    """What somebody worded: without the marks of masked values; nothing for a tap, a title or a word that we show."""
    shown = text.partition(" / ")[0].strip() in _TITLES or text.strip(" 。.!！") in _NAMED_IN_CHINESE
    if shown or text.startswith("/"):
        return ""
    return MARK.sub("", text).strip()


def keep_safe(kind: str) -> str:
    """What is said to who sent something of that kind, or wants somebody else's record: `other`."""
    return _KEEP_SAFE.get(kind.partition("_")[0], _KEEP_NUMBERS)


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
