"""What is said where several tries in a row did not help: the ways to a person, and no other round of the same."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Memory, say_reply
from actions.english.leads import HUMAN_IN_ENGLISH, speaks_english
from actions.lines.tries import has_tried_enough, their_staff_named
from actions.support import faster_in_english, faster_way, ways_known
from faq.content.loader import Content
from faq.saying.reply import Reply
from faq.text.choice import HUMAN_OPTION, numbered_option_lines

_ENOUGH_TRIED = "这几样都不管用，就不用再试同样的了，让人来看：\n{}\n在这里交给人工也行，您说过的一起带上：\n{}"
_STILL_THERE = "再试同样的也没用了，让人来看：前面说的学信网客服，或在这里交给人工，您说过的一起带上：\n{}"
_ENOUGH_IN_ENGLISH = "Trying the same again will not help; let a person look at it.\n{}\n{}"


def enough_tried(
    dispatcher: CollectingDispatcher, tracker: Tracker, content: Content, *, rejected: bool = False
) -> list[EventType] | None:
    """学信网's own staff, how to reach them, and a ticket here; None before several tries in a row did not help."""
    if not has_tried_enough(tracker):
        return None
    if speaks_english(tracker):
        option = HUMAN_IN_ENGLISH
        text = _ENOUGH_IN_ENGLISH.format(faster_in_english(ways_known(tracker)), numbered_option_lines((option,)))
    else:
        option = HUMAN_OPTION
        listed = numbered_option_lines((option,))
        ways = faster_way(content, ways_known(tracker)).removeprefix("急就")
        text = _STILL_THERE.format(listed) if their_staff_named(tracker) else _ENOUGH_TRIED.format(ways, listed)
    return say_reply(dispatcher, Memory.of(tracker), Reply(text, (option,), "none", rejected=rejected))
