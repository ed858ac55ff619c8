"""The message that answers a picture, without a guide: what was read, then the answer, on one screen of a phone."""

from __future__ import annotations

from dataclasses import replace

from faq.content.loader import Content
from faq.pages.answering import PageAnswer
from faq.pages.deciding import IS_TROUBLE
from faq.pages.fitting import fitted, shorter_bodies
from faq.pages.here import from_here
from faq.saying.reply import Reply, answer_of, reply_to
from faq.text.choice import Option, numbered_option_lines
from faq.text.normalise import matching_key
from faq.text.phone import SCREEN_LINES, first_sentence, line_count

_IF_OURS = "要是问学信网的："


def page_reply(answer: PageAnswer, content: Content, *, context: str = "", misses: int = 0) -> Reply:
    """The message for it, without a guide: the quotation, then the answer or the list, as far as a screen has room."""
    begins = list(dict.fromkeys(filter(None, (answer.lead, answer.short))))
    room = SCREEN_LINES - line_count(begins[0])
    if answer.entry is not None:
        reply = answer_of(answer.entry, content, context=context)
    elif answer.decision is not None:
        reply = reply_to(answer.decision, content, context=context, misses=misses, lines=room)
    elif answer.others:
        return Reply(f"{answer.lead}\n{_IF_OURS}\n{numbered_option_lines(answer.others)}", answer.others)
    else:
        return Reply(answer.lead)
    reply = replace(reply, text=from_here(reply.text, answer.here)) if reply.band == "answer" else reply
    entry = content.entry(reply.entry_id or "")
    if not answer.said or entry is None:
        return replace(reply, text=fitted(begins, shorter_bodies(reply)))
    if answer.aspect and answer.said.rstrip("。") in first_sentence(reply.text):
        return replace(reply, text=fitted(begins, shorter_bodies(reply)))
    if answer.aspect and answer.asked_next and not answer.told:
        return replace(reply, text=fitted(begins, [*_under(answer.said, reply), answer.said]))
    own = () if answer.done and IS_TROUBLE.search(entry.title) else (Option(entry.id, entry.title),)
    options = (*own, *(item for item in reply.options if item.id != entry.id))
    return replace(reply, text=fitted(begins, [answer.said]), options=options, asked_next=answer.asked_next)


def _under(said: str, reply: Reply) -> list[str]:
    """What is said of one side over an answer, the longest first: no line of it twice."""
    whole, head = (matching_key(text) for text in (reply.text, first_sentence(reply.text)))
    lines = [line.rstrip("；") for line in said.split("\n") if matching_key(line) not in head]
    is_told_below = any(matching_key(line) in whole for line in lines)
    bodies = [first_sentence(reply.text)] if is_told_below else [reply.text, first_sentence(reply.text)]
    return ["\n".join([*lines, body]) for body in bodies]
