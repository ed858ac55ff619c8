"""What an answer says of one aspect of its matter: the price, the time, the place, whom to ask, the papers."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from dialogue.facts.no_part import is_bare
from dialogue.mixed.pointing import pointed
from dialogue.mixed.several import asks_plainly, may_ask
from dialogue.moods.feelings import tells_feeling
from dialogue.people.persons import are_for_others
from dialogue.questions.aspect_texts import (
    HELPER,
    NOT_FOUND,
    closest_sentence,
    counted_on,
    is_new_point,
    sentences_about,
    titled_for,
)
from dialogue.questions.aspects import aspect_mentioned
from dialogue.questions.next_steps import is_deed
from faq.content.entry import Entry
from faq.content.loader import Content
from faq.guiding.guidance import Guidance
from faq.guiding.state import GuideState
from faq.saying.answer import answer_options, details_option
from faq.saying.reply import Reply
from faq.text.choice import HUMAN_OPTION, Option
from faq.text.markup import to_plain
from faq.text.phone import first_sentence

_NEXT_TO = {"place": ("whom",), "whom": ("place",)}
"""Where and with whom something is done is often one and the same."""
_BEHIND = ("failed", "other_way")
"""Aspects that the details of an answer tell rather than the answer itself."""
_OTHERS_PHONE = "学校、考试院、武装部的电话各地不同，我这里没有，请在他们的官网上找。"
ASK_THEM = "要问准，找学信网人工客服：服务号 chsi_chesicc →“问题咨询”；或回复“人工”。"
QUOTED_CHARS = 18
NO_WORD = "“{}”这一点，我没有查到专门的说法。"
NO_WORD_AT_ALL = "这一点我没有查到专门的说法。"
_NOTED = "“{}”，知道了。\n照刚才说的：{}"
_HEARD = "知道了。照刚才说的：{}"
_FELT = "别急，一步步来。\n照刚才说的：{}"
_NOTHING_KNOWN = frozenset((*NOT_FOUND.values(), NO_WORD_AT_ALL))
_UNKNOWN = re.compile(re.escape(NO_WORD).replace(re.escape("{}"), "([^“”\n]{1,40})"))
LET_SEE = "最稳的是让人看：回复“人工”，您刚说的会一起带上。"
_STEP = re.compile(r"^[ \t]{0,8}\d{1,2}[.、][ \t]{0,8}(.+)$", re.MULTILINE)
_FIRST_LEAD = "先做这一件："
_THING = 2
"""How many pairs of letters a sentence must share with a thing to be about it: 登记表 has two."""
_OTHERS = ("学校", "武装部", "考试院", "考办", "报考点", "自考机构", "派出所", "教育厅", "单位", "机构")


@dataclass(frozen=True)
class AspectTold:
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


def aspect_told(aspect: str, topic: Entry, content: Content, step: str = "", on: str = "") -> AspectTold | None:
    """One aspect of a topic; None when nothing can be said of it, not even that nothing is known.

    `step` is what the guide said last: it knows the person's case, the answer does not. `on` is what an effect is
    asked on: what affects something else is no answer.
    """
    if aspect == "helper":
        return AspectTold(HELPER)
    if on:
        lines = [line for line in sentences_about(aspect, [step, *texts_of(topic)]).splitlines() if on in line]
        return AspectTold("\n".join(lines)) if lines else AspectTold(NOT_FOUND[aspect], found=False)
    short, *details = texts_of(topic)
    texts = [*details, short] if aspect in _BEHIND else [short, *details]  # what was said did not help
    for kind in (aspect, *_NEXT_TO.get(aspect, ())):
        if own := sentences_about(kind, [step, *texts]):
            return AspectTold(own)
    related = [entry for name in topic.related if (entry := content.entry(name)) and titled_for(aspect, entry.title)]
    if titled_for(aspect, topic.title) and any(are_for_others(topic.title, entry.title) for entry in related):
        return AspectTold(first_sentence(to_plain(topic.answer)))
    for entry in related:
        if theirs := sentences_about(aspect, texts_of(entry)):
            return AspectTold(theirs, entry)
    return AspectTold(NOT_FOUND[aspect], found=False) if aspect in NOT_FOUND else None


def given_before(reply: Reply, entry: Entry, text: str, question: str, content: Content, *, just: bool) -> Reply:
    """An answer that was given before, asked for again: what is asked of it now, or its gist in one line.

    The gist is right for the same `question` only, and not where the whole was said `just` now; what is new in the
    text is looked for, and when it is nowhere that is said, with whom to ask.
    """
    aspect = aspect_mentioned(text)
    told = aspect_told(aspect, entry, content) if aspect and aspect != aspect_mentioned(question) else None
    if told is not None and told.entry is not None and titled_for(aspect, entry.title):
        told = None  # the answer itself is about that: what another entry says of it is for others
    if told is not None and told.found:
        said = "\n".join(filter(None, (told.text, counted_on(text, told.text) if aspect == "date" else "")))
        return replace(reply, text=said, options=answer_options(entry, content))
    details = tuple(filter(None, (details_option(entry),)))
    if told is not None:
        return replace(reply, text=f"{told.text}{ASK_THEM}", options=(*details, HUMAN_OPTION))
    gist = first_sentence(to_plain(entry.answer))
    nearer = closest_sentence(text, f"{entry.title}{gist}", texts_of(entry)) if text != question else ""
    if nearer and nearer != gist:
        return replace(reply, text=nearer, options=answer_options(entry, content))
    # One more thing about their case, which changes nothing that is written.
    if not asks_plainly(text) and (just or len(text) <= QUOTED_CHARS):
        return replace(reply, text=noted_with(text, gist), options=(*details, HUMAN_OPTION))
    if just and (text == question or not asks_plainly(text)):
        return reply
    if asks_plainly(text) and is_new_point(text, " ".join((question, entry.title, gist, *entry.questions))):
        return replace(reply, text=f"{not_known(text)}\n前面的要点：{gist}", options=(*details, HUMAN_OPTION))
    again = (Option(entry.id, "再看一遍"), *details)
    return replace(reply, text=f"前面说过的，要点是：\n{gist}", options=again)


def noted_with(told: str, gist: str) -> str:
    """That a fact is heard, and what holds with it: the gist of the matter it belongs to; a feeling is not quoted."""
    if tells_feeling(told):
        return _FELT.format(gist)
    point = "" if may_ask(told) else pointed(told)
    return _NOTED.format(point, gist) if point else _HEARD.format(gist)


def unless_told(before: str, text: str) -> str:
    """What is said before a text, without «没有查到» to a question that the text answers itself."""
    unknown = [(line, _UNKNOWN.fullmatch(line)) for line in before.splitlines()]
    return "\n".join(line for line, asked in unknown if not (asked and closest_sentence(asked[1], "", [text])))


def quoted(question: str) -> str:
    """A question as it is named in a reply, short."""
    plain = question.strip(" ，,。？?！!")
    return plain if len(plain) <= QUOTED_CHARS else f"{plain[: QUOTED_CHARS - 1]}…"


def says_unknown(line: str) -> bool:
    """Whether all that a line says is that nothing is known: it answers nobody, and stands behind what does."""
    return line in _NOTHING_KNOWN or _UNKNOWN.fullmatch(line) is not None


def not_known(question: str) -> str:
    """That nothing is known of a question, which is named in few words where that can be done kindly."""
    point = "" if is_bare(question) else pointed(question)
    return NO_WORD.format(point) if point else NO_WORD_AT_ALL


def phone_told(topic: Entry, phone: str) -> str:
    """The hotline, and that those the topic sends people to have numbers of their own."""
    sent_away = any(word in to_plain(topic.answer) for word in _OTHERS)
    line = f"学信网{phone}，以官网页脚为准。"
    return f"{_OTHERS_PHONE}\n{line}" if sent_away else line


def thing_told(thing: str, topic: Entry) -> str:
    """What a topic says of a thing that is asked about; empty when it does not name it."""
    return closest_sentence(thing, topic.title, texts_of(topic), least=_THING)


def names(topic: Entry, thing: str) -> bool:
    """Whether a topic's answer names a thing."""
    return any(thing in text for text in texts_of(topic))


def first_thing(topic: Entry, ended: str) -> str:
    """What is to be done first: of what a guide ended with, or of the topic when none did."""
    texts = [ended] if ended else texts_of(topic)
    numbered = next(filter(is_deed, (step for text in texts for step in numbered_steps(text))), "")
    return f"{_FIRST_LEAD}{numbered or first_sentence(texts[0])}"


def numbered_steps(text: str) -> list[str]:
    """The numbered lines of a plain text, without their numbers."""
    return _STEP.findall(text)


def step_said(case: GuideState, guidance: Guidance) -> str:
    """What the step somebody stands at says, besides its question; of a guide that ended, what it ended with."""
    step = guidance.spoken(case).step(case.step)
    if step is None and case.guide and not case.over:
        return guidance.engine.resume(case)[1].text
    return step.say if step is not None else ""


def texts_of(entry: Entry) -> list[str]:
    """An answer and its details, without marks."""
    return [to_plain(entry.answer), *(to_plain(section.text) for section in entry.more)]
