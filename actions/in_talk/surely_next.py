"""What surely is asked next about a matter in talk: found before anything else is made of a message, and what is said.

The reader knows what is asked word for word (`dialogue.readers.asked_next`); here the sentence model compares the rest.
Whether a less sure one is asked next is told when the knowledge base has decided (`actions.in_talk.asked_next`).
"""

from __future__ import annotations

from dataclasses import replace

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answering.persons import is_for_others
from actions.answering.reading import AskedQuestion, fitted
from actions.conversation import Memory, entity, message_text
from actions.english.leads import speaks_english
from actions.guiding.leading import case_of, guide_of, show_reply, told_facts, whole_case, with_facts
from actions.in_talk.asked_next import (
    asked_next,
    in_talk,
    is_bare,
    names_its_own,
    reply_of,
    said_again,
    said_to,
    title_of,
)
from actions.in_talk.beside import with_step_of
from actions.lines.by_deadline import deadline_line, with_deadline
from dialogue.mixed.several import may_ask, questions_in
from dialogue.moods.rumours import poses_as_staff, tells_harm
from dialogue.readers.asked_next import ASKED_NEXT, ENTRY, IN_TALK, WORDING
from dialogue.text.languages import in_mandarin
from dialogue.turns.next_matter import names_another
from dialogue.turns.sentences_said import holds_news
from faq.engine.library import Library
from faq.follow_ups.asked_next import AskedNext
from faq.follow_ups.of_case import fitting_case
from faq.guiding.guidance import Guidance
from faq.text.phone import SCREEN_LINES, line_count

_SURELY, _SURELY_TOLD = 0.93, 0.95
"""How likely a message must be a follow-up of the matters in talk that nothing else is looked for; the same for one
that tells of a case and has no word of asking."""
_CERTAINLY = 0.97
"""From how likely on neither another entry's certainty nor a word of somewhere else counts against it."""


def surely_next(library: Library, tracker: Tracker) -> AskedNext | None:
    """The follow-up of a matter in talk that a message surely is: then nothing else is looked for."""
    plain = in_mandarin(message_text(tracker))
    if entity(tracker, "kind") == ASKED_NEXT:
        entry = library.content.entry(entity(tracker, ENTRY))
        asked = [item for item in entry.follow_ups if item.asks[0] == entity(tracker, WORDING)] if entry else []
        meant = fitting_case(entry, asked[0], whole_case(tracker, library.guidance)) if entry and asked else None
        return AskedNext(entry.id, meant, 1.0) if entry is not None and meant is not None else None
    if speaks_english(tracker) or len(questions_in(plain)) > 1 or names_another(plain):
        return None
    if tells_harm(plain) or poses_as_staff(plain):  # the warning comes first
        return None
    talk = in_talk(library, tracker)[: 1 if is_bare(plain) else IN_TALK]
    extractor = library.guidance.extractor
    tells = not may_ask(plain) and bool(extractor.facts(plain))
    guided = any(guide_of(entry, library.content) for entry in talk[:1]) or case_of(tracker).running
    if tells and guided and extractor.says_only_facts(plain):  # the guide goes on with it, or begins
        return None
    found = library.asked_next(
        plain,
        [entry.id for entry in talk],
        whole_case(tracker, library.guidance),
        least=_SURELY_TOLD if tells else _SURELY,
    )
    if found is None or is_for_others(tracker, plain, found.follow_up.say, title_of(library, found)):
        return None
    return None if _is_another(library, plain, found) else found


def _is_another(library: Library, plain: str, found: AskedNext) -> bool:
    """Whether another entry answers a text with more certainty, or is named in words that the one in talk has not.

    What is nearly certain yields to a name alone: «没收到短信» behind the progress of a certification is asked of that,
    and «户口本改好了» behind a new name is no matter of the police.
    """
    alone = library.decide(plain)
    first = next(iter(alone.candidates), None)
    if alone.elsewhere and found.chance < _CERTAINLY:
        return True
    if first is None or first.entry_id == found.entry_id:
        return False
    surer = alone.band == "answer" and first.score > found.chance and found.chance < _CERTAINLY
    return surer or names_its_own(library, plain, first, found)


def say_surely_next(dispatcher: CollectingDispatcher, tracker: Tracker, library: Library) -> list[EventType] | None:
    """What is said to it, before anything else is made of the message; what the message tells besides is kept."""
    found = surely_next(library, tracker)
    if found is None or not holds_news(said_to(message_text(tracker), found), Memory.of(tracker).recent):
        return None  # what was said already is for the rest to tell anew
    return [*say_next(dispatcher, tracker, library, found), *_kept(library.guidance, tracker)]


def say_next(
    dispatcher: CollectingDispatcher, tracker: Tracker, library: Library, found: AskedNext, lead: str = ""
) -> list[EventType]:
    """What is said to what is asked next, with the open step under it; in fewer words where just that was said.

    `lead` is said before all else.
    """
    case = case_of(tracker)
    told = reply_of(library, tracker, found, SCREEN_LINES - case.running - line_count(lead))
    reply = fitted(told, {**case.known, **told_facts(tracker)}, library)
    if not (in_talk(library, tracker) or case.english):  # the first that is said of the matter: its day counts, too
        day = deadline_line(library, in_mandarin(message_text(tracker)), library.content.entry(found.entry_id))
        reply = with_deadline(reply, day, SCREEN_LINES - line_count(lead))
    shown = reply if speaks_english(tracker) else with_step_of(library, tracker, reply, case)
    otherwise = said_again(reply, shown.text, english=case.english)
    shown = replace(shown, text=f"{lead}\n{shown.text}") if lead else shown
    return show_reply(dispatcher, tracker, library.content, shown, otherwise=otherwise)


def say_asked_next(
    dispatcher: CollectingDispatcher, tracker: Tracker, library: Library, question: AskedQuestion
) -> list[EventType] | None:
    """What is asked next about a matter in talk, or about the entry decided, by a message that is read as it stands."""
    found = asked_next(library, tracker, question.text, question.decision) if question.asks_next else None
    if found is None:
        return None
    return [*question.kept, *say_next(dispatcher, tracker, library, found, question.lead)]


def _kept(guidance: Guidance, tracker: Tracker) -> list[EventType]:
    """The case with what the message tells beside it; the step that waits is not moved by it."""
    facts, case = told_facts(tracker), case_of(tracker)
    if not facts:
        return []
    kept = guidance.engine.keep(case, facts) if case.running else with_facts(case, facts)
    return [SlotSet("case", kept.as_dict())]
