"""What is said in English to the aspects that a short question asks of a matter: its price and its time, say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from rasa_sdk import Tracker

from actions.conversation import message_text
from actions.english.answers import answer_in_english, english_details, follow_up_in_english, not_told
from actions.english.asked import CHINESE_LEAD, SURE_ALONE, asked_in_english, said_in_english
from actions.english.leads import HUMAN_IN_ENGLISH
from dialogue.english.aspects import (
    BY_THEMSELVES,
    EnglishAspect,
    aspects_of_questions,
    in_chinese_words,
    told_in_english,
)
from dialogue.questions.aspect_texts import sentences_about
from faq.content.entry import Entry
from faq.engine.followup import neighbours
from faq.engine.library import Library
from faq.saying.reply import Reply
from faq.text.markup import to_plain

_CLICKS = re.compile("[点进选]“|→|—|右上角|打开|登录")
"""What a step says that leads somewhere on the site."""
_MOST_STEPS = 3
_ASKED_BESIDE: dict[EnglishAspect, str] = {"abroad": "我人在国外能办吗", "whom": "找谁"}
"""How the matters beside one may be asked for an aspect that it does not tell itself."""
_ELSEWHERE: dict[EnglishAspect, tuple[str, ...]] = {
    "no_phone": ("register_without_mainland_phone", "reset_all_unusable", "abroad_locked_out"),
    "checker": ("report_verify",),
    "whom": ("contact_whom",),
}
"""The entries that tell an aspect of any matter: the one beside the matter in talk, else the last."""
_OF_A_KIND: tuple[EnglishAspect, ...] = ("fee", "time", "valid")
"""What differs between the kinds of one matter."""


def aspect_line(library: Library, aspect: EnglishAspect, topic: Entry) -> str:
    """What a follow-up of the matter says of an aspect, else the line of its answer that does; empty for neither."""
    asked = in_chinese_words(aspect)
    found = library.asked_next(asked, [topic.id]) if asked else None
    told = said_in_english(library, found, asked) if found is not None else ""
    return told or told_in_english(aspect, to_plain(topic.answer_en)).partition("\n")[0]


def aspect_reply(library: Library, tracker: Tracker, kind: str, topic: Entry) -> Reply:
    """The reply to a short question that leans on a topic, by the aspect it was read as and all others in it."""
    text, before = message_text(tracker), str(tracker.get_slot("last_question") or "")
    aspects = list(dict.fromkeys([cast("EnglishAspect", kind), *aspects_of_questions(text)]))
    if kind in BY_THEMSELVES:  # «what if I have no Chinese number» asks of no failure
        aspects = [aspect for aspect in aspects if aspect != "failed"]
    if "valid" in aspects:  # «how long is it valid» asks for no time to wait
        aspects = [aspect for aspect in aspects if aspect != "time"]
    return aspects_told(library, aspects, topic, text, before)


def aspects_told(
    library: Library, aspects: Sequence[EnglishAspect], topic: Entry, question: str = "", before: str = ""
) -> Reply:
    """The reply to all that a question asks of a matter, a line for each where it asks more than one thing.

    What the matter itself does not tell may stand beside it, or in Chinese; `before` was asked before `question`.
    """
    first = follow_up_in_english(aspects[0], topic, library.content)
    if len(aspects) == 1 and (closer := _told_closer(library, aspects[0], topic, question, before)):
        return Reply(closer, first.options, "answer", topic.id, ())
    lines = [aspect_line(library, aspect, topic) for aspect in aspects]
    if len(aspects) == 1 and not lines[0] and first.text.startswith(not_told(aspects[0])):
        beside = _told_beside(library, aspects[0], topic, question, before)
        return replace(first, text=beside) if beside else _told_elsewhere(library, aspects[0], topic, question) or first
    if len(aspects) == 1 and (not lines[0] or lines[0] in first.text):
        return first
    said = [line or not_told(aspect) for aspect, line in zip(aspects, lines, strict=True)]
    return Reply("\n".join(dict.fromkeys(said)), first.options, "answer", topic.id, ())


def _told_closer(library: Library, aspect: EnglishAspect, topic: Entry, question: str, before: str) -> str:
    """What the matter or one beside it says of an aspect to the question before: of the English report, not of any."""
    if aspect not in _OF_A_KIND or not (question and before and before.isascii()):
        return ""
    found = asked_in_english(library, [f"{before} {question}"], [topic.id, *topic.related])
    if found is None or found.chance < SURE_ALONE:
        return ""
    told = said_in_english(library, found, question)
    about = sentences_about(aspect, [to_plain(found.follow_up.say)]) or told_in_english(aspect, told)
    return told if about else ""


def _told_elsewhere(library: Library, aspect: EnglishAspect, topic: Entry, question: str) -> Reply | None:
    """The answer that tells an aspect of any matter; None where there is none."""
    known = [entry for name in _ELSEWHERE.get(aspect, ()) if (entry := library.content.entry(name)) is not None]
    beside = neighbours(topic, known)
    entry = next((entry for entry in known if entry.id in beside), known[-1] if known else None)
    if entry is None or entry is topic:
        return None
    return Reply(
        answer_in_english(entry, question), (*english_details(entry), HUMAN_IN_ENGLISH), "answer", entry.id, ()
    )


def _told_beside(library: Library, aspect: EnglishAspect, topic: Entry, question: str, before: str) -> str:
    """What people ask next about the matters beside this one, or where its Chinese steps lead; empty for neither."""
    parts = [f"{before} {question}", question] if before.isascii() else [question]
    if aspect in BY_THEMSELVES:
        asked = _ASKED_BESIDE.get(aspect, "")
        found = library.asked_next(asked, [topic.id, *topic.related]) if asked else None
    else:
        found = asked_in_english(library, list(filter(None, map(str.strip, parts))), [topic.id, *topic.related])
    if found is not None and (told := said_in_english(library, found, question)):
        return told
    steps = [line for line in to_plain(topic.answer).splitlines() if _CLICKS.search(line)] if aspect == "where" else []
    return "\n".join((CHINESE_LEAD, *steps[:_MOST_STEPS])) if steps else ""
