"""The one table that says in which order a message is read (docs/how-it-works.md).

Each reader sees the message and the conversation's state and gives an act or passes. The first act counts. When
all pass it is a new question, or small talk that the classifier knows: `read` gives None, and Rasa's own
classification stands. The order is the only place where readers meet; none of them looks at another's words.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dialogue.facts.put_right import meant_instead
from dialogue.heard import Act, ConversationState, Heard
from dialogue.moods.complaints import complained_elsewhere
from dialogue.moods.outbursts import calmed
from dialogue.moods.whole_messages import puts_off
from dialogue.people.whose_case import read_turn
from dialogue.readers.asked_next import read_asked_next
from dialogue.readers.aspects import read_aspect, read_thing
from dialogue.readers.case import facts_text, read_answer, read_correction, said_facts
from dialogue.readers.choices import read_choice
from dialogue.readers.closings import read_closing
from dialogue.readers.coming_back import read_coming_back
from dialogue.readers.control import read_steering, read_submit, read_tickets
from dialogue.readers.english import read_english
from dialogue.readers.followups import read_followup
from dialogue.readers.of_matter import read_of_matter
from dialogue.readers.outcomes import read_outcome
from dialogue.readers.person import read_person
from dialogue.readers.pictures import read_picture
from dialogue.readers.pushback import read_blame, read_doubt, read_pushback
from dialogue.readers.safety import read_fraud, read_given_away, read_privacy, read_safety
from dialogue.readers.second_thoughts import read_second_thoughts
from dialogue.readers.small_talk import read_small_talk
from dialogue.readers.steps import read_steps
from dialogue.readers.weighing import read_meant, read_weighing
from dialogue.text.clauses import is_asked
from dialogue.turns.away import goes_away
from dialogue.turns.coming_back import comes_back_about
from dialogue.turns.next_matter import wanted_besides, wanted_instead
from faq.guiding.guidance import Guidance

Reader = Callable[[Heard, ConversationState, Guidance], Act | None]

READERS: tuple[Reader, ...] = (
    read_safety,
    read_privacy,
    read_asked_next,
    read_fraud,
    read_coming_back,
    read_person,
    read_given_away,
    read_submit,
    read_second_thoughts,
    read_steering,
    read_tickets,
    read_picture,
    read_meant,
    read_of_matter,
    read_steps,
    read_english,
    read_doubt,
    read_blame,
    read_aspect,
    read_choice,
    read_closing,
    read_outcome,
    read_answer,
    read_correction,
    read_weighing,
    read_pushback,
    read_followup,
    read_thing,
    read_small_talk,
)


CHAT = frozenset({"greet", "thank", "goodbye", "helpful", "unhelpful", "insult", "affirm", "deny", "cancel", "go_back"})
"""Intents of the classifier that a question of some length must not be taken for, whatever stands around it."""
_PERSON = "contact_support"
_LEAST_ASKED = 6


def names_what_is_meant(heard: Heard) -> bool:
    """Whether a message says itself what it asks, instead of what was answered or beside it."""
    return bool(wanted_instead(heard.text) or wanted_besides(heard.text)) or meant_instead(heard.text) is not None


def not_meant(heard: Heard) -> frozenset[str]:
    """The intents of the classifier that such a message cannot have: no reader heard a wish for a person in it."""
    nobody = names_what_is_meant(heard) or complained_elsewhere(heard.text)
    return CHAT | {_PERSON} if nobody else CHAT


def asks_beside_courtesies(heard: Heard) -> bool:
    """Whether something is asked, be it with a greeting before it and thanks behind it."""
    if names_what_is_meant(heard) or complained_elsewhere(heard.text):
        return True
    return (is_asked(heard.text) or "谁" in heard.key) and len(heard.core_key) >= _LEAST_ASKED


def read(heard: Heard, state: ConversationState, guidance: Guidance) -> Act | None:
    """The act of a message; None when it is a question of its own."""
    heard, state, begun = read_turn(_calm(heard), state, guidance)
    for reader in READERS:
        act = reader(heard, state, guidance)
        if act is not None:
            return begun if begun is not None and act.intent == "follow_up" else act
    return begun


def _calm(heard: Heard) -> Heard:
    """A message without its outbursts, where anything is said beside them: «没有邮箱，神经病» answers the step.

    «上周提的，没人答复» is about a ticket as a whole.
    """
    whole = bool(heard.option) or bool(comes_back_about(heard.text))
    calm = "" if whole else calmed(heard.text)
    return replace(heard, text=calm) if calm and calm != heard.text else heard


def facts_in(heard: Heard, state: ConversationState, guidance: Guidance) -> str:
    """The facts a message tells beside its act, as one entity carries them; empty when it tells none."""
    heard, state, _ = read_turn(_calm(heard), state, guidance)
    if (state.case.running and puts_off(heard.text)) or goes_away(heard.text):  # «明天再试» tells nothing of the step
        return ""
    return "" if state.form else facts_text(said_facts(heard, state, guidance))
