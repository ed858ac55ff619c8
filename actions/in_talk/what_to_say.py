"""What to say there, for who goes or calls: their own words of the matter, and what to have answered."""

from __future__ import annotations

import re

from rasa_sdk import Tracker

from actions.conversation import message_text
from actions.english.leads import speaks_english
from actions.in_talk.asked_next import in_talk
from actions.ticket.story import begun
from dialogue.moods.feelings import comfort, tells_feeling
from dialogue.questions.asks_to_do import what_to_do
from dialogue.questions.what_to_say import asks_what_to_say
from dialogue.text.clauses import MARK, split_clauses
from dialogue.text.shortening import shortened
from faq.engine.library import Library
from faq.saying.answer import answer_options
from faq.saying.reply import Reply

_SAY = (
    "照实说就行：“{}。请问该谁办、要带什么、几天有结果？”\n"
    "身份证和页面提示的截图都带上（建议）；对方怎么答的记下来，不给办再来找我。"
)
_MOST_CHARS = 60
_PROPOSED = re.compile("不就(?:完|行|好|得|成)了?|不行吗")
"""A short way they asked about, which was found to be none."""


def _is_told(clause: str) -> bool:
    """Whether a clause tells of the matter: what they wanted of us, or feel, is not for those they go to."""
    return not (
        MARK.search(clause)
        or _PROPOSED.search(clause)
        or what_to_do(clause)
        or tells_feeling(clause)
        or comfort(clause)
    )


def told_what_to_say(library: Library, tracker: Tracker) -> Reply | None:
    """The matter as the person told it, to be said there; None for any other message, or where nothing was told."""
    topic = next(iter(in_talk(library, tracker)), None)
    if topic is None or speaks_english(tracker) or not asks_what_to_say(message_text(tracker)):
        return None
    told = begun(tracker, library.content, library.guidance).words
    clauses = [clause for line in told.splitlines() for clause in split_clauses(line) if _is_told(clause)]
    words = shortened("，".join(clauses), _MOST_CHARS).rstrip("，。；…")
    if not words:
        return None
    return Reply(_SAY.format(words), answer_options(topic, library.content), "answer", topic.id)
