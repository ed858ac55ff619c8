"""The conversation's state as Rasa's slots hold it: the one place that knows their names and forms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dialogue.heard import ConversationState
from dialogue.people.others_account import tells_of_another
from dialogue.said import SAID_SLOT, said_from
from dialogue.turns.variety import answers_given
from faq.guiding.state import GuideState
from faq.text.choice import Option

TICKET_FORM = "ticket_form"


def state_of(slots: Mapping[str, Any], form: str, typed: Iterable[str] = ()) -> ConversationState:
    """The state a message falls into, `typed` being what they wrote lately; whatever is missing is nothing yet."""
    said = (*(item.text for item in said_from(slots.get(SAID_SLOT))), *typed)
    return ConversationState(
        offered=options_of(slots.get("offered")),
        listed=options_of(slots.get("listed")),
        form=form,
        asked=str(slots.get("requested_slot") or "") if form else "",
        topic=str(slots.get("last_answer") or ""),
        talk=tuple(filter(None, (slots.get("previous_answer"), *reversed(answers_given(slots.get("recent") or ()))))),
        leads=str(slots.get("leads") or ""),
        last_act=str(slots.get("last_act") or ""),
        case=GuideState.from_dict(slots.get("case")),
        ticket=str(slots.get("ticket_sent") or ""),
        of_another=any(tells_of_another(text) for text in said if not text.startswith("/")),
        draft_waits=bool(slots.get("ticket_key")) and form != TICKET_FORM,
        draft_dropped=slots.get("ticket_confirm") in ("cancelled", "aside") and form != TICKET_FORM,
    )


def options_of(stored: Sequence[Mapping[str, str]] | None) -> tuple[Option, ...]:
    """Options as a slot keeps them."""
    return tuple(Option.from_dict(item) for item in stored or ())
