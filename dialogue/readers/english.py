"""What a short English message means beside the answer or the step before it: an aspect, a mood, our contact."""

from __future__ import annotations

from dialogue.english.aspects import BY_THEMSELVES, asks_contact, asks_if_that_is_why, aspect_leaned_on
from dialogue.english.moods import EnglishMood, english_mood
from dialogue.heard import Act, ConversationState, Heard
from faq.guiding.guidance import Guidance
from faq.text.pinyin import is_chinese

ENGLISH = "english_"
"""How the kind of a follow-up in English begins; the aspect stands behind it."""
ENGLISH_CONTACT = f"{ENGLISH}contact"
ENGLISH_OWN = tuple(f"{ENGLISH}{aspect}" for aspect in BY_THEMSELVES)
"""The kinds that a follow-up is not looked for by their words: a phone or a country in them leads astray."""
_ASIDE: dict[EnglishMood, Act] = {
    "will_try": Act("will_try"),
    "ends": Act("small_talk", {"kind": "goodbye"}),
    "declines": Act("small_talk", {"kind": "declines"}),
    "lost": Act("small_talk", {"kind": "lost"}),
    "back": Act("go_back"),
    "restart": Act("restart_guide"),
}
"""What moods mean wherever somebody is."""


def read_english(heard: Heard, state: ConversationState, guidance: Guidance) -> Act | None:
    """The aspect of the topic that a short English question asks for, a mood, or how to reach somebody."""
    if heard.option or heard.pictures or state.form or any(map(is_chinese, heard.text)):
        return None
    if asks_contact(heard.text):
        return Act("follow_up", {"kind": ENGLISH_CONTACT})
    if state.topic and asks_if_that_is_why(heard.text):
        return Act("follow_up", {"kind": f"{ENGLISH}why"})
    mood = english_mood(heard.text)
    if mood is not None and (act := _of_mood(mood, state, guidance)) is not None:
        return act
    aspect = aspect_leaned_on(heard.text) if state.topic or state.case.guide else None
    return Act("follow_up", {"kind": f"{ENGLISH}{aspect}"}) if aspect else None


def _of_mood(mood: EnglishMood, state: ConversationState, guidance: Guidance) -> Act | None:
    """A guide under way goes on with it; after an answer whose matter has a guide, that one begins."""
    running = state.case.running
    fact = guidance.guides.situation.facts.get(guidance.engine.asked(state.case) or "") if running else None
    if mood == "other_way" and fact is not None and fact.local and fact.no:
        return Act("tell_fact", {"facts": f"{fact.id}={fact.no}", "kind": mood})
    if mood == "declines" and fact is not None and not fact.local:
        return Act("tell_fact", {"facts": f"{fact.id}=unknown", "kind": "declines"})
    if running and mood in ("resume", "steps", "plain", "other_way", "lost"):
        return Act("resume", {"kind": {"lost": "reassure", "steps": "first", "resume": ""}.get(mood, mood)})
    begins = state.leads in guidance.guides.guides and state.leads != state.case.guide
    if begins and (mood in ("steps", "resume", "other_way") or (mood == "lost" and state.topic)):
        return Act("resume", {"kind": "reassure", "guide": state.leads})
    if mood == "resume" and state.draft_waits:
        return Act("resume")
    if mood in ("steps", "other_way") and state.topic:
        return Act("follow_up", {"kind": f"{ENGLISH}{'failed' if mood == 'other_way' else 'more'}"})
    return _ASIDE.get(mood)
