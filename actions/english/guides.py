"""What is said in English around the steps of a guide."""

from __future__ import annotations

from faq.content.entry import Entry
from faq.guiding.guidance import Guidance
from faq.guiding.situation import Fact
from faq.text.choice import Option
from faq.text.markup import to_plain
from faq.text.phone import first_sentence
from faq.text.pinyin import is_chinese

STEPS_GO_ON = "Step by step, in Chinese: reply with a number, or “human” for a person."
LEADS = {
    "reassure": ("No worry, one step after the other.", "It is only this step."),
    "other_way": ("There is. First this one, then the next.", "There is another; first this one."),
    "hurry": ("Right to the point:", "Only this step:"),
    "nod": ("One thing is still open:", "Only this, then we go on:"),
    "known": ("I have that.", "You told me, I know."),
    "first": ("This step first:", "Begin with this step:"),
}
"""What is said before a step, by the kind of what was said to it."""
THEN_STEPS = "Then step by step:"
NOT_UNDERSTOOD = "I did not get that; to this step:"
NOT_KNOWN = "I found nothing on that; “human” gets you a person."
NEED_NOT_TELL = "All right, you need not say."
NOTED = "Noted. What is it about? Type it in one sentence."
GUIDE_ENDED = "That is all on this matter. Not solved: reply “human”. Anything else: just type it."
NOTHING_RUNS = "Nothing is under way. Just type your question, such as “I forgot my password”."
NOTHING_BEFORE = "There is nothing before this. Just type your question."
GUIDE_OPTION = "guide:"
"""How the id of the button begins that leads through the guide of an entry."""
_STEPS_TITLE = "Step by step"
_MOST_CHINESE = 0.3


def readable(lead: str) -> str:
    """A line for somebody who reads English; empty for one in Chinese, though it may name Chinese menus."""
    chinese = sum(map(is_chinese, lead))
    return lead if chinese <= _MOST_CHINESE * len(lead) else ""


def conclusion_in_english(entry: Entry) -> str:
    """The first sentence of the English answer; empty when there is none."""
    return first_sentence(to_plain(entry.answer_en)).rstrip("：:")


def steps_option(entry: Entry, guidance: Guidance) -> tuple[Option, ...]:
    """The button that leads through an entry's matter, where the guide speaks English."""
    guide = guidance.guides.guides.get(entry.guide or "")
    return (Option(f"{GUIDE_OPTION}{entry.id}", _STEPS_TITLE),) if guide is not None and guide.english else ()


def plain_in_english(fact: Fact | None) -> str:
    """What is meant by the fact that is asked, in plain English."""
    return fact.english.plain if fact is not None else ""
