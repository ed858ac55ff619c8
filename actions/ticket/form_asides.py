"""What the ticket form answers at once, whatever it asks: about the data left here, about other people's records,
about the tickets one has already."""

from __future__ import annotations

import logging

from rasa_sdk import Tracker
from sqlalchemy.exc import SQLAlchemyError

from actions.conversation import entity
from actions.english.answers import CONTACT
from actions.english.leads import keep_safe, speaks_english
from actions.english.tickets import NOT_NOW as NOT_NOW_IN_ENGLISH
from actions.english.tickets import listed_in_english
from actions.lines.others import OTHERS
from actions.lines.privacy import pasted_told, privacy_told
from actions.storage import DeskAccess
from actions.ticket.care import NOT_NOW, person_of
from actions.ticket.list import asks_state, listed_briefly
from actions.ticket.parts import Said
from common.settings import Settings
from dialogue.english.aspects import asks_contact
from dialogue.facts.no_part import is_no_part
from dialogue.moods.outbursts import calmed
from dialogue.moods.whole_messages import asked_instead
from dialogue.people.others_ticket import own_part
from dialogue.questions.privacy import asks_privacy
from dialogue.text.asking import asks_in_form
from dialogue.text.clauses import split_clauses
from dialogue.ticket.form_remarks import asks_about_form
from dialogue.ticket.form_wishes import read_wish
from dialogue.ticket.words import asks_how_long

log = logging.getLogger(__name__)
_NONE_SENT = "这张还没交，交了马上给编号；{}答复。"


def aside(access: DeskAccess, tracker: Tracker, said: Said, settings: Settings, promise: str) -> str:
    """The answer to a message that the form only waits for; empty when it is for the form itself."""
    if said.option or not said.text or read_wish(said.text).aside:
        return ""
    if said.intent == "look_up_other" and not speaks_english(tracker):
        refused, own = OTHERS.get(entity(tracker, "kind"), OTHERS["record"])[0], own_part(said.text)
        asked = any(asks_about_form(clause) == "how_long" for clause in split_clauses(own))
        theirs = asked and (_their_tickets(access, tracker, own, promise) or _NONE_SENT.format(promise))
        return f"{refused}\n{theirs}" if theirs else refused
    if asks_state(said) and (told := _their_tickets(access, tracker, said.text, promise)):
        return told
    if said.intent == "look_up_other":
        return keep_safe("other")
    if asks_contact(said.text):
        return CONTACT
    kinds, english = asks_privacy(calmed(said.text), going_on=True), speaks_english(tracker)
    return pasted_told(kinds, said.text, settings, english=english) or privacy_told(kinds, settings, english=english)


def _their_tickets(access: DeskAccess, tracker: Tracker, text: str, promise: str) -> str:
    """How the tickets stand that were sent before; when there is none, «多久答复» asks about the one in hand."""
    english = speaks_english(tracker)
    try:
        tickets = access.desk.reader.own_tickets(person_of(tracker), history=True)
    except SQLAlchemyError as error:
        log.error("desk_unreachable error=%s", type(error).__name__)
        return NOT_NOW_IN_ENGLISH if english else NOT_NOW
    if tickets:
        return listed_in_english(tickets) if english else listed_briefly(tickets)
    return "" if english or asks_how_long(text) else _NONE_SENT.format(promise)


def asked_beside_state(said: Said) -> str:
    """What a message asks beside how one's tickets are; empty when nothing, or when it does not ask that."""
    if not asks_state(said):
        return ""
    others = [clause for clause in split_clauses(said.text) if not (is_no_part(clause) or _of_ticket(clause))]
    rest = "，".join(others)
    return rest if asks_in_form(rest) or asked_instead(rest) else ""


def _of_ticket(clause: str) -> bool:
    return "工单" in clause or asks_about_form(clause) is not None
