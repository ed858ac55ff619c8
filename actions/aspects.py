"""What an answer says of one aspect of its matter: the price, the time, the place, whom to ask, the papers."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dialogue.aspects import NOT_FOUND, aspect_mentioned, sentences_about, titled_for
from faq.answer import answer_options, details_option
from faq.choice import Option
from faq.entry import Entry
from faq.guiding.engine import GuideState
from faq.guiding.guidance import Guidance
from faq.loader import Content
from faq.markup import to_plain
from faq.phone import first_sentence
from faq.reply import Reply

_NEXT_TO = {"place": ("whom",), "whom": ("place",)}
"""Where and with whom something is done is often one and the same."""
_OTHERS_PHONE = "学校、考试院、武装部的电话各地不同，我这里没有，请在他们的官网上找。"
_OTHERS = ("学校", "武装部", "考试院", "考办", "报考点", "自考机构", "派出所", "教育厅", "单位", "机构")


@dataclass(frozen=True)
class Told:
    """What is said of an aspect, and the other entry it comes from, when it does not stand in the topic's own."""

    text: str
    entry: Entry | None = None
    found: bool = True


def topic_of(last_answer: str | None, case: GuideState, content: Content, guidance: Guidance) -> Entry | None:
    """The entry that is being talked about: the last one answered, else the one the guide stands for."""
    entry = content.entry(last_answer or "")
    guide = guidance.guides.guides.get(case.guide)
    if entry is not None or guide is None:
        return entry
    named = content.entry(guide.greeting[1]) if guide.greeting else None
    return named or next((item for item in content.entries if item.guide == guide.id), None)


def aspect_told(aspect: str, topic: Entry, content: Content, step: str = "") -> Told | None:
    """One aspect of a topic; None when nothing can be said of it, not even that nothing is known.

    `step` is what the guide said last, for what the answer itself does not say.
    """
    for kind in (aspect, *_NEXT_TO.get(aspect, ())):
        if own := sentences_about(kind, [*_texts(topic), step]):
            return Told(own)
    related = (content.entry(name) for name in topic.related)
    for entry in (item for item in related if item is not None and titled_for(aspect, item.title)):
        if theirs := sentences_about(aspect, _texts(entry)):
            return Told(theirs, entry)
    return Told(NOT_FOUND[aspect], found=False) if aspect in NOT_FOUND else None


def given_before(reply: Reply, entry: Entry, text: str, content: Content) -> Reply:
    """An answer that was given before, asked for again: only what is asked of it now, or its gist in one line."""
    told = aspect_told(aspect, entry, content) if (aspect := aspect_mentioned(text)) else None
    if told is not None and told.found:
        return replace(reply, text=told.text, options=answer_options(entry, content))
    again = (Option(entry.id, "再看一遍"), *filter(None, (details_option(entry),)))
    return replace(reply, text=f"前面说过的，要点是：\n{first_sentence(to_plain(entry.answer))}", options=again)


def phone_told(topic: Entry, phone: str) -> str:
    """The hotline, and that those the topic sends people to have numbers of their own."""
    sent_away = any(word in to_plain(topic.answer) for word in _OTHERS)
    line = f"学信网{phone}，以官网页脚为准。"
    return f"{_OTHERS_PHONE}\n{line}" if sent_away else line


def step_said(case: GuideState, guidance: Guidance) -> str:
    """What the step somebody stands at says, besides its question."""
    step = guidance.guides.step(case.step)
    return step.say if step is not None else ""


def _texts(entry: Entry) -> list[str]:
    return [to_plain(entry.answer), *(to_plain(section.text) for section in entry.more)]
