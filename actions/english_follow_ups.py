"""What is said in English to the aspects that a short question asks of a matter: its price and its time, say."""

from __future__ import annotations

from collections.abc import Sequence

from actions.english_answers import follow_up_in_english, not_told
from actions.english_asked import said_in_english
from dialogue.english_aspects import EnglishAspect, in_chinese_words, told_in_english
from faq.entry import Entry
from faq.library import Library
from faq.markup import to_plain
from faq.reply import Reply


def aspect_line(library: Library, aspect: EnglishAspect, topic: Entry) -> str:
    """What a follow-up of the matter says of an aspect, else the line of its answer that does; empty for neither."""
    asked = in_chinese_words(aspect)
    found = library.asked_next(asked, [topic.id]) if asked else None
    told = said_in_english(library, found, asked) if found is not None else ""
    return told or told_in_english(aspect, to_plain(topic.answer_en)).partition("\n")[0]


def aspects_told(library: Library, aspects: Sequence[EnglishAspect], topic: Entry) -> Reply:
    """The reply to all that a question asks of a matter, a line for each where it asks more than one thing."""
    first = follow_up_in_english(aspects[0], topic, library.content)
    lines = [aspect_line(library, aspect, topic) for aspect in aspects]
    if len(aspects) == 1 and (not lines[0] or lines[0] in first.text):
        return first
    said = [line or not_told(aspect) for aspect, line in zip(aspects, lines, strict=True)]
    return Reply("\n".join(dict.fromkeys(said)), first.options, "answer", topic.id, ())
