"""What people ask next about the matter in talk, word for word or nearly so: it is that, whatever a word of it means.

«能让客服重置吗» begins no ticket, «学校撤销了» gives nothing up, «先找哪个部门» chooses no option: the entry that was
just answered says what to do. What is asked in other words is for the actions to tell, which have a sentence model.
"""

from __future__ import annotations

from dialogue.facts.put_right import meant_instead
from dialogue.heard import Act, ConversationState, Heard
from dialogue.mixed.several import asks_plainly
from dialogue.moods.rumours import poses_as_staff, tells_harm
from dialogue.people.calling_people import asks_for_staff
from dialogue.people.given_away import given_away
from dialogue.questions.left_open import comes_back_to
from dialogue.questions.weighing import action_meant
from dialogue.text.clauses import is_asked, split_clauses
from dialogue.text.languages import in_mandarin
from dialogue.ticket.words import opens_ticket
from dialogue.turns.next_matter import wanted_instead
from faq.follow_ups.asked_next import AskedNext
from faq.guiding.guidance import Guidance
from faq.text.normalise import matching_key
from faq.text.pinyin import is_chinese

ASKED_NEXT = "asked_next"
"""The kind of such a follow-up."""
ENTRY, WORDING = "of", "asked"
"""The entry it belongs to, and the first wording of what is asked, by which the actions find it."""
IN_TALK = 3
"""How many matters back one is still in talk."""
NAMES_A_MATTER = 6
"""From how many letters on a question may name another matter: «在哪点» is asked of the one in talk."""
_LEAST = 3
"""What is shorter says too little to be anything for sure."""
_CALLS = ("人工", "真人", "工单")
_OUTRIGHT = ("转人工", "转接人工", "提交工单")


def read_asked_next(heard: Heard, state: ConversationState, guidance: Guidance) -> Act | None:
    """The follow-up that a message is; None for what comes before it, and for the bare answer to a step."""
    if heard.option or heard.pictures or state.form or not (state.topic or state.case.guide):
        return None
    if len(heard.core_key) < _LEAST or not any(map(is_chinese, heard.text)) or _comes_before(heard, guidance):
        return None
    found = guidance.next_asked.find(heard.text, _in_talk(heard, state, guidance))
    if found is None or _answers(heard, state, guidance, found):
        return None
    return Act("follow_up", {"kind": ASKED_NEXT, ENTRY: found.entry_id, WORDING: found.follow_up.asks[0]})


def _in_talk(heard: Heard, state: ConversationState, guidance: Guidance) -> list[str]:
    """The entries in talk, the nearest first: the last alone for what names no matter."""
    guide = guidance.guides.guides.get(state.case.guide) if state.case.running else None
    named = guide.greeting[1] if guide is not None and guide.greeting else ""
    guided = guidance.next_asked.matter_of(guide.id, named) if guide is not None else ""
    every = list(dict.fromkeys(filter(None, (state.topic, guided, *state.talk))))[:IN_TALK]
    return every if len(heard.core_key) >= NAMES_A_MATTER else every[: 2 if guided else 1]


def _comes_before(heard: Heard, guidance: Guidance) -> bool:
    """What is more than a question: danger, what cannot be taken back, a correction, a call for a person."""
    if (
        comes_back_to(in_mandarin(heard.text))
        or any(word in heard.key for word in _OUTRIGHT)
        or any(map(_calls, split_clauses(heard.text)))
        or asks_for_staff(heard.text)
    ):
        return True
    if given_away(heard.text) is not None or tells_harm(heard.text) or poses_as_staff(heard.text):
        return True
    if action_meant(heard.text, guidance.guides.irreversible) is not None:
        return True
    return meant_instead(heard.text) is not None or bool(wanted_instead(heard.text))


def _calls(clause: str) -> bool:
    """Whether a clause calls for a person or a ticket; who asks «人工几天能审好» does not."""
    called = opens_ticket(clause) or any(word in clause for word in _CALLS)
    return called and not asks_plainly(clause)


def _answers(heard: Heard, state: ConversationState, guidance: Guidance, found: AskedNext) -> bool:
    """Whether the step of a guide, or of the one that begins here, is answered: with an option, or just its fact."""
    if any(matching_key(option.title) == heard.key for option in state.offered):
        return True
    case = state.case
    if not case.running and state.leads in guidance.guides.guides and state.leads != case.guide:  # what begins then
        case, _ = guidance.engine.begin(case, state.leads)
    asked = guidance.engine.asked(case)
    if asked is None or is_asked(heard.text) or asked not in guidance.extractor.facts(heard.text, asked):
        return False
    word_for_word = any(matching_key(text) == heard.key for text in found.follow_up.asks)
    return not word_for_word or guidance.extractor.says_only_facts(heard.text, asked)
