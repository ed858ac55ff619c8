"""What the owner of tickets does with them in the conversation: look, add words or pictures, close."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Mapping

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.exc import SQLAlchemyError

from actions.conversation import Memory, chosen_id, entity, just_said, message_text, metadata, offer, say
from actions.english import tickets as english
from actions.english.leads import language_slot, promise_in_english, speaks_english
from actions.storage import DeskAccess, shared_help_desk, shared_settings
from actions.support import TICKET, faster_in_english, start_ticket, ways_known
from actions.ticket.addition import (
    ADD_SAID,
    ADDITION_FORM,
    addition_chosen,
    addition_said,
    addition_slots,
    confirmation,
    written,
)
from actions.ticket.list import listed, named, read_whole
from actions.ticket.not_found import COMES_BACK, not_found
from actions.ticket.options import ADD_PICTURES, addition_option
from actions.ticket.promises import HOW_TO_URGE, arrives, promised, promised_in_english, same_browser, ticket_text
from actions.ticket.reading import Addition
from actions.ticket.settling import RATE, SETTLE, ask_to_close, insists, keep_told, rate, settle
from dialogue.facts.told import read_told
from dialogue.readers.coming_back import CAME_BACK
from dialogue.readers.person import NEGLECT
from dialogue.ticket.form_remarks import asks_about_form
from dialogue.ticket.sent_ticket import RECALLED
from dialogue.ticket.words import opens_ticket, says_settled, wants_to_add
from faq.guiding.situation import Situation
from faq.text.choice import Option, numbered_option_lines
from tickets.errors import ClosedTicketError, DeskError, PictureError
from tickets.model import ACTIVE, HOME_CHANNEL, Person, Status, Ticket
from tickets.numbers import find_numbers
from tickets.owner import note_looks

log = logging.getLogger(__name__)

_ADD_TO = "add_to_"

_MOST_LISTED = 5
_NO_TICKETS = (
    "在这里没有找到您提交过的工单。在别处（服务号人工客服、邮件）反映的问题，请在原来的渠道查看回复。要现在提交一张吗？"
)
_NONE_YET = (
    "这里还没有您的工单；提交以后{}。发给学信网客服的，在原来的渠道等回复；\n"
    "急就打 010-67410388，工作日白天把握大。要现在提交一张工单吗？"
)
_NOT_SENT_YET = "您的工单还没交，填过的都留着；交了马上给编号，{}。现在就交："
_ALL_CLOSED = "您的工单都已经关闭，不能再补充。还有问题就重新提交一张："
_SORRY = "让您着急了，抱歉。"
NOT_NOW = "暂时连不上工单系统，请过一会儿再试。"


def person_of(tracker: Tracker) -> Person:
    """Who is talking, as their channel knows them."""
    return Person(str(metadata(tracker).get("channel") or HOME_CHANNEL), tracker.sender_id)


def is_care(option_id: str) -> bool:
    """Whether an option is about tickets that are there already."""
    return option_id == ADD_PICTURES or option_id.startswith((_ADD_TO, ADD_SAID, SETTLE, RATE))


def number_of(option_id: str | None) -> str | None:
    """The ticket an option names; None when it names none."""
    for prefix in (_ADD_TO, SETTLE):
        if option_id and option_id.startswith(prefix):
            return next(iter(find_numbers(option_id.removeprefix(prefix))), None)
    return None


def addition_options(access: DeskAccess, tracker: Tracker) -> tuple[Option, ...]:
    """The tickets an addition can go to, newest first; none when the desk cannot be reached now."""
    try:
        tickets = open_tickets(access, person_of(tracker))
    except SQLAlchemyError as error:
        log.error("desk_unreachable error=%s", type(error).__name__)
        return ()
    return tuple(Option(_ADD_TO + ticket.number.lower(), named(ticket)) for ticket in tickets)


def active_numbers(access: DeskAccess, tracker: Tracker) -> tuple[str, ...]:
    """The person's tickets that are being worked on; none when the desk cannot be reached now."""
    try:
        return access.desk.active_numbers(person_of(tracker))
    except SQLAlchemyError as error:
        log.error("desk_unreachable error=%s", type(error).__name__)
        return ()


def open_tickets(access: DeskAccess, person: Person) -> list[Ticket]:
    """Where an addition may go: what is being worked on, or else what was resolved and would open again."""
    tickets = access.desk.reader.own_tickets(person, _MOST_LISTED)
    active = [ticket for ticket in tickets if ticket.status in ACTIVE]
    return active or [ticket for ticket in tickets if ticket.status is Status.RESOLVED]


def care_for_tickets(
    access: DeskAccess,
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    option: str | None = None,
    *,
    situation: Callable[[], Situation] | None = None,
    tells: Callable[[str], Mapping[str, str]] | None = None,
) -> list[EventType]:
    """List, add or close, by what was said or chosen; only the channel's own identity opens anything.

    `situation` gives the facts a ticket may tell of, for who reads it in English; `tells` those a clause tells, which
    are added where they are said beside the wish to read the ticket: «I said that I have no e-mail».
    """
    person, text, option = person_of(tracker), message_text(tracker), option or chosen_id(tracker) or ""
    number = number_of(option) or next(iter(find_numbers(text)), None)
    new = metadata(tracker).get("attachments")
    kind = entity(tracker, "kind")
    adds = wants_to_add(text) or kind in ("add", RECALLED)
    if not option and opens_ticket(text):
        return start_ticket()
    try:
        if option.startswith(RATE):
            return rate(access, dispatcher, tracker, person, option)
        tickets = access.desk.reader.own_tickets(person, _MOST_LISTED, history=True)
        if not tickets:
            if kind in COMES_BACK and not tracker.get_slot("ticket_key"):  # one begun here is not sent yet
                text = not_found(tracker, kind)
                left = _offer_ticket(dispatcher, text, english.SUBMIT_TICKET if speaks_english(tracker) else TICKET)
                return [*left, *language_slot(tracker), SlotSet("last_act", CAME_BACK)]
            asks_when = kind == "when"
            if speaks_english(tracker):
                within = promise_in_english(shared_settings())
                text = english.NONE_YET.format(within) if asks_when else english.NO_TICKETS
                return [*_offer_ticket(dispatcher, text, english.SUBMIT_TICKET), *language_slot(tracker)]
            promise = _NONE_YET.format(shared_help_desk().answered()) if asks_when else _NO_TICKETS
            if tracker.get_slot("ticket_key"):
                promise = _NOT_SENT_YET.format(shared_help_desk().answered())
            return _offer_ticket(dispatcher, promise)
        if option == ADD_PICTURES or option.startswith((_ADD_TO, ADD_SAID)) or (not option and (adds or new)):
            return _begin_addition(access, dispatcher, tracker, number, option)
        if option.startswith(SETTLE):
            return settle(access, dispatcher, tracker, person, number)
        if not option and (says_settled(text) or kind == "settle"):
            return _close(access, dispatcher, tracker, number)
    except DeskError as error:
        dispatcher.utter_message(text=str(error))
        return []
    except SQLAlchemyError as error:
        log.error("desk_unreachable error=%s", type(error).__name__)
        dispatcher.utter_message(text=english.NOT_NOW if speaks_english(tracker) else NOT_NOW)
        return []
    waiting = [ticket for ticket in tickets if ticket.status in ACTIVE]
    plain = speaks_english(tracker) and not any(ticket.answered_at for ticket in waiting)
    if kind == "text":
        chosen = next((ticket for ticket in tickets if ticket.number == number), tickets[0])
        dispatcher.utter_message(
            text=ticket_text(chosen, situation() if situation and speaks_english(tracker) else None)
        )
        told = [clause for clause in read_told(text).clauses if tells and tells(clause)]
        if told and chosen.status in ACTIVE and not metadata(tracker).get("private"):
            more = Addition((". " if text.isascii() else "，").join(told))
            return [*language_slot(tracker), *add_now(access, dispatcher, tracker, chosen.number, more)]
        return [*language_slot(tracker), SlotSet("offered", [])]
    if len(waiting) == 1 and (kind in ("when", "urge", NEGLECT) or plain):
        return _promise(dispatcher, tracker, waiting[0], urged=kind == "urge", sorry=kind == NEGLECT)
    if waiting and asks_about_form(text) == "by_when":
        return _promise(dispatcher, tracker, waiting[0], urged=True)
    plain = speaks_english(tracker)
    adding = () if plain or not waiting else (addition_option([ticket.number for ticket in waiting]),)
    say(dispatcher, english.listed_in_english(tickets) if plain else listed(tickets, text), adding)
    if numbers := read_whole(tickets):
        try:
            note_looks(access.desk, person, numbers)
        except SQLAlchemyError as error:  # they have their list all the same
            log.error("look_not_noted error=%s", type(error).__name__)
    came_back = [SlotSet("last_act", CAME_BACK)] if kind in COMES_BACK else []
    return [*(language_slot(tracker) if plain else ()), offer(adding), *came_back]


def _promise(
    dispatcher: CollectingDispatcher, tracker: Tracker, ticket: Ticket, *, urged: bool, sorry: bool = False
) -> list[EventType]:
    if speaks_english(tracker):
        faster = faster_in_english(ways_known(tracker)) if urged else ""
        text = promised_in_english(ticket, promise_in_english(shared_settings()), same_browser(tracker), faster)
    else:
        text = promised(
            ticket,
            shared_help_desk(),
            arrives(tracker),
            urged=urged,
            by_when=asks_about_form(message_text(tracker)) == "by_when",
            again=HOW_TO_URGE in just_said(tracker),
        )
        text = f"{_SORRY}{text}" if sorry else text
    adding = () if speaks_english(tracker) else (addition_option([ticket.number]),)
    say(dispatcher, text, adding)
    return [*language_slot(tracker), offer(adding)]


def add_now(
    access: DeskAccess, dispatcher: CollectingDispatcher, tracker: Tracker, number: str, addition: Addition
) -> list[EventType]:
    """Write an addition into the ticket and say what went where; a refusal is said, and nothing is kept waiting."""
    ended = [*addition_slots(None, Addition()), SlotSet("offered", [])]
    # Pictures of a form that is still open belong to its ticket, not to this one.
    spent = [] if tracker.get_slot("ticket_key") or not addition.pictures else [SlotSet("ticket_pictures", [])]
    message = metadata(tracker).get("message")
    try:
        ticket = access.desk.add(
            person_of(tracker),
            written(access, tracker.sender_id, addition),
            addition.pictures,
            # Named by the message: one that is delivered twice adds once.
            idempotency_key=f"add-{message or secrets.token_urlsafe(9)}",
            number=number,
        )
    except PictureError as error:  # an old one must not stand in the way of the next addition too
        again = "要补充的话也请再发一次。" if addition.text else ""
        dispatcher.utter_message(text=f"{error}{again}")
        return [*ended, *spent]
    except DeskError as error:
        dispatcher.utter_message(text=str(error))
        return ended
    except SQLAlchemyError as error:
        log.error("ticket_not_added error=%s", type(error).__name__)
        dispatcher.utter_message(text=english.NOT_NOW if speaks_english(tracker) else NOT_NOW)
        return ended
    said = english.added_in_english if speaks_english(tracker) else confirmation
    say(dispatcher, said(ticket.number, addition), trace={"added": True})  # the next picture goes the same way
    return [*ended, SlotSet("added_at", message), *spent]


def added_just_before(tracker: Tracker) -> bool:
    """Whether the message before this one added something: the next picture then goes the same way."""
    heard = [event.get("metadata") or {} for event in tracker.events if event["event"] == "user"]
    added_at = tracker.get_slot("added_at")
    return added_at is not None and len(heard) > 1 and heard[-2].get("message") == added_at


def _begin_addition(
    access: DeskAccess, dispatcher: CollectingDispatcher, tracker: Tracker, number: str | None, option: str
) -> list[EventType]:
    person, addition = person_of(tracker), addition_said(tracker, tapped=bool(option))
    if entity(tracker, "kind") == RECALLED:
        addition = Addition()  # what came back is still to come
    if option.startswith(ADD_SAID):
        addition = addition_chosen(tracker, option)
    sent = metadata(tracker).get("attachments")
    offered = any(option.id == ADD_PICTURES for option in Memory.of(tracker).offered)
    if not (option or offered or sent or addition.text):
        addition = Addition()  # pictures sent long before go with what is still to come
    if number is None:
        tickets = open_tickets(access, person)
        if not tickets:
            if speaks_english(tracker):
                return _offer_ticket(dispatcher, english.ALL_CLOSED, english.SUBMIT_TICKET)
            return _offer_ticket(dispatcher, _ALL_CLOSED)
        number = tickets[0].number if len(tickets) == 1 else None
    elif access.desk.reader.own_ticket(person, number).status is Status.CLOSED:
        raise ClosedTicketError(number)
    if number and addition:
        return add_now(access, dispatcher, tracker, number, addition)
    return [*addition_slots(number, addition), FollowupAction(ADDITION_FORM)]


def _close(
    access: DeskAccess, dispatcher: CollectingDispatcher, tracker: Tracker, number: str | None
) -> list[EventType]:
    """A sentence alone closes nothing: it is asked first, once."""
    person = person_of(tracker)
    tickets = [access.desk.reader.own_ticket(person, number)] if number else open_tickets(access, person)
    tickets = [ticket for ticket in tickets if ticket.status is not Status.CLOSED]
    if len(tickets) == 1 and insists(tracker, tickets[0].number):
        return settle(access, dispatcher, tracker, person, tickets[0].number)
    kept = keep_told(access, tracker, person, tickets[0].number) if len(tickets) == 1 else ""
    return ask_to_close(dispatcher, tracker, tickets, kept)


def _offer_ticket(dispatcher: CollectingDispatcher, text: str, option: Option = TICKET) -> list[EventType]:
    options = (option,)
    say(dispatcher, f"{text}\n{numbered_option_lines(options)}", options)
    return [offer(options)]
