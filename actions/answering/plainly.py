"""What is asked with one word to answer it gets that word first, or is told plainly that nobody wrote it down."""

from __future__ import annotations

from dataclasses import replace

from actions.guiding.leading import conclusion
from actions.in_talk.aspects import not_known, texts_of
from dialogue.mixed.several import questions_in
from dialogue.questions.aspect_texts import sentences_in, shares_words
from dialogue.questions.just_this import JustThis, asked_just
from dialogue.text.clauses import split_clauses
from dialogue.text.languages import in_mandarin
from faq.content.entry import Entry
from faq.content.loader import Content
from faq.saying.answer import answer_options
from faq.saying.reply import Reply
from faq.text.markup import to_plain
from faq.text.phone import cautious_lines

_STORY = 2
"""From more clauses than this on a message tells a case beside what it asks with one word."""


def plainly(reply: Reply, text: str, entry: Entry, content: Content, lines: int) -> Reply:
    """An answer that holds what just this was asked for, the sentence of its entry at the head that does, or neither.

    Where nothing of the entry tells it, that is said before where the matter stands.
    """
    asked = asked_just(in_mandarin(text))
    if asked is None or asked.told_by(reply.text):
        return reply
    near = (item for item in map(content.entry, entry.related) if item is not None)
    told = next(filter(None, (_told(asked, item) for item in (entry, *near))), "")
    several = len(questions_in(in_mandarin(text))) > 1 or len(split_clauses(in_mandarin(text))) > _STORY
    short = conclusion(entry)
    for answer, options in ((reply.text, reply.options), (short, answer_options(entry, content))):
        unknown = "" if told else not_known(asked.clause)
        # Of several things what is known comes first.
        said = "\n".join(filter(None, (told, answer, unknown) if told or several else (unknown, answer)))
        if cautious_lines(said) <= lines or answer == short:
            return replace(reply, text=said, options=options)
    return reply


def _told(asked: JustThis, entry: Entry) -> str:
    """What people are told who ask it next, else a sentence of the answer; empty when nothing tells it."""
    said = [to_plain(item.say) for item in entry.follow_ups]
    texts = [*said, *(sentence for text in texts_of(entry) for sentence in sentences_in([text]))]
    near = (text for text in texts if shares_words(asked.clause, text) and asked.sentence_of([text]))
    return next(near, "").rstrip("；，")
