"""Closing a ticket because its owner says that it is solved: asked first, closed by a tap or a yes, then judged."""

from __future__ import annotations

from collections.abc import Sequence

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Memory, message_text, metadata, offer, say
from actions.english import tickets as english
from actions.english.leads import speaks_english
from actions.storage import DeskAccess
from actions.ticket.list import named
from actions.ticket.reading import read_addition
from dialogue.readers.closings import KEEP_OPEN
from dialogue.text.clauses import is_asked, split_clauses
from dialogue.ticket.words import is_content, says_settled
from faq.text.choice import Option, numbered_option_lines
from faq.text.normalise import matching_key
from tickets.errors import DeskError
from tickets.model import RATINGS, Person, Ticket

SETTLE, RATE = "settle_", "rate_"
"""How the ids of options begin that close a ticket, or judge how it was handled."""
_KEEP = Option(KEEP_OPEN, "先不关")
_NONE_OPEN = "您的工单都已经关闭了。还有问题随时再来。"
_WHETHER = "要关闭工单 {} 吗？关闭以后客服不再处理它，也不能再补充。"
_ALSO = "太好了。您还有处理中的工单，要一起关闭吗？"
_KEPT = "好的，工单不关，客服照常处理。"
_GLAD = "太好了！"
_KEPT_TOO = "您说的已经记在工单里。\n"
_LEAST_TOLD = 6
"""From how many letters on something is told beside «解决了»."""
_RATED = "记下了，谢谢您的评价。"
_RATED_POOR = "没办好，抱歉，您的评价记下了。事情还没解决，就回复“提交工单”，再交一次。"


def answer_to_closing(intent: str | None, offered: Sequence[Option]) -> Option | None:
    """What a bare yes or no chooses where it was asked whether to close: a yes only where it is clear which ticket."""
    if not offered or offered[-1].id != _KEEP.id or intent not in ("affirm", "deny"):
        return None
    if intent == "deny":
        return offered[-1]
    closing = offered[:-1]
    return closing[0] if len(closing) == 1 else None


def ask_to_close(
    dispatcher: CollectingDispatcher, tracker: Tracker, tickets: Sequence[Ticket], kept: str = ""
) -> list[EventType]:
    """Ask whether to close the only ticket there is to close, or which one; `kept` says what was written into it."""
    plain = speaks_english(tracker)
    if not tickets:
        dispatcher.utter_message(text=english.NONE_OPEN if plain else _NONE_OPEN)
        return [SlotSet("offered", [])]
    if len(tickets) > 1:
        which = (english.WHICH_SETTLED if plain else "您有 {} 张工单，是哪一张解决了？").format(len(tickets))
        return _offer(dispatcher, which, [Option(SETTLE + item.number.lower(), named(item)) for item in tickets], plain)
    number = tickets[0].number
    asked = (english.WHETHER if plain else _WHETHER).format(number)
    return _offer(dispatcher, f"{kept}{asked}", [_closing(number, plain)], plain)


def offer_to_settle(
    access: DeskAccess, dispatcher: CollectingDispatcher, tracker: Tracker, person: Person, numbers: Sequence[str]
) -> list[EventType]:
    """After «解决了» that may mean the last answer or a ticket: ask which."""
    plain = speaks_english(tracker)
    closing = [_closing(number, plain) for number in numbers]
    kept = keep_told(access, tracker, person, numbers[0]) if len(numbers) == 1 else ""
    asked = english.ALSO_SETTLED if plain else _ALSO
    return [SlotSet("misses", 0), *_offer(dispatcher, f"{kept}{asked}", closing, plain)]


def keep_told(access: DeskAccess, tracker: Tracker, person: Person, number: str) -> str:
    """Write into a ticket what was told together with «解决了», for the agent who asked; the line that says so."""
    text, sent = message_text(tracker), metadata(tracker)
    told = [clause for clause in split_clauses(text) if is_content(clause) and not says_settled(clause)]
    if text.startswith("/") or is_asked(text) or sum(map(len, map(matching_key, told))) < _LEAST_TOLD:
        return ""
    addition = read_addition(text, sent.get("private") or ())
    words = access.private.written(tracker.sender_id, addition.text, addition.refs)
    try:
        access.desk.add(person, words, idempotency_key=f"add-{sent.get('message')}", number=number)
    except DeskError:  # closed meanwhile, or too much was added: what is asked next matters more
        return ""
    if speaks_english(tracker):
        return f"{english.KEPT_TOO}\n"
    return f"{_GLAD if says_settled(text) and '撤' not in text else ''}{_KEPT_TOO}"


def insists(tracker: Tracker, number: str) -> bool:
    """Whether somebody who was asked whether to close this very ticket says once more that the ticket can go."""
    asked = [option.id for option in Memory.of(tracker).offered]
    text = message_text(tracker)  # without the ticket's name it may be of the answer before: «解决了»
    return asked == [SETTLE + number.lower(), _KEEP.id] and any(word in text for word in ("工单", "单子"))


def settle(
    access: DeskAccess, dispatcher: CollectingDispatcher, tracker: Tracker, person: Person, number: str | None
) -> list[EventType]:
    """Close the ticket that was chosen, and ask how it was handled if anybody handled it; without one, close none."""
    plain = speaks_english(tracker)
    if number is None:
        dispatcher.utter_message(text=english.KEPT if plain else _KEPT)
        return [SlotSet("offered", [])]
    closed = access.desk.settle(person, number)
    if closed.answered_at is None:  # nobody has done anything yet that could be judged
        text = english.CLOSED if plain else "好的，工单 {} 已关闭。还有问题随时再来。"
        say(dispatcher, text.format(closed.number), (), {"closed": closed.number})
        return [SlotSet("offered", [])]
    titles = english.RATINGS_IN_ENGLISH if plain else RATINGS
    options = tuple(Option(f"{RATE}{name}_{closed.number.lower()}", title) for name, title in titles.items())
    text = (english.HOW_WAS_IT if plain else "好的，工单 {} 已关闭。这次客服处理得怎么样？").format(closed.number)
    say(dispatcher, f"{text}\n{numbered_option_lines(options)}", options, {"closed": closed.number})
    return [offer(options)]


def rate(
    access: DeskAccess, dispatcher: CollectingDispatcher, tracker: Tracker, person: Person, option: str
) -> list[EventType]:
    """Keep how the owner found it handled."""
    name, _, number = option.removeprefix(RATE).partition("_")
    rating = name if name in RATINGS else "bad"  # what an earlier release offered as rate_poor_…
    access.desk.rate(person, number.upper(), rating)
    poor, fine = (english.RATED_POOR, english.RATED) if speaks_english(tracker) else (_RATED_POOR, _RATED)
    dispatcher.utter_message(text=poor if rating == "bad" else fine)
    return [SlotSet("offered", [])]


def _closing(number: str, plain: bool) -> Option:
    # No «解决了» in it: said a second time of something else, that must not choose this button.
    return Option(SETTLE + number.lower(), (english.CLOSE_IT if plain else "关闭工单 {}").format(number))


def _offer(dispatcher: CollectingDispatcher, text: str, closing: Sequence[Option], plain: bool) -> list[EventType]:
    options = (*closing, Option(_KEEP.id, english.KEEP_OPEN) if plain else _KEEP)
    say(dispatcher, f"{text}\n{numbered_option_lines(options)}", options)
    return [offer(options)]
