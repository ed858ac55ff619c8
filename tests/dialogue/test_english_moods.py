"""What a short English message says of itself, and where a guide goes on with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from dialogue.english.moods import EnglishMood, english_mood
from dialogue.heard import Act, ConversationState, Heard
from dialogue.readers.english import read_english
from faq.guiding.guidance import Guidance
from faq.guiding.state import GuideState
from tests.faq.guiding.project import write_project


@pytest.mark.parametrize(
    ("text", "mood"),
    [
        ("Go back please", "back"),
        ("ok, start over", "restart"),
        ("continue", "resume"),
        ("And then what?", "resume"),
        ("Can you show me step by step?", "steps"),
        ("What does that mean?", "plain"),
        ("I don't understand", "plain"),
        ("what is a security question?", "plain"),
        ("Is there any other way?", "other_way"),
        ("I'll try it and come back", "will_try"),
        ("ok, that is all, thanks", "ends"),
        ("No more questions", "ends"),
        ("maybe later", "ends"),
        ("That is all I could find in my account", None),
        ("Why do you need this?", "declines"),
        ("please help me", "lost"),
        ("How do I change my phone number?", None),
        ("I go back to Germany next week", None),
        ("没懂", None),
    ],
)
def test_mood(text: str, mood: EnglishMood | None) -> None:
    assert english_mood(text) == mood


@pytest.fixture
def guidance(tmp_path: Path) -> Guidance:
    return Guidance.open(write_project(tmp_path))


def test_a_guide_under_way_goes_on(guidance: Guidance) -> None:
    asks_phone, _ = guidance.engine.begin(GuideState(), "lost")
    tries, _ = guidance.engine.tell(asks_phone, {"phone": "usable"})

    def act(text: str, case: GuideState) -> Act | None:
        return read_english(Heard(text), ConversationState(case=case), guidance)

    assert act("is there another way?", asks_phone) == Act("resume", {"kind": "other_way"})
    assert act("is there another way?", tries) == Act("tell_fact", {"facts": "worked=failed", "kind": "other_way"})
    assert act("why do you ask?", asks_phone) == Act("tell_fact", {"facts": "phone=unknown", "kind": "declines"})
    assert act("step by step please", asks_phone) == Act("resume", {"kind": "first"})


def test_behind_an_answer_its_guide_begins(guidance: Guidance) -> None:
    after = ConversationState(topic="reset_password", leads="lost")
    assert read_english(Heard("step by step please"), after, guidance) == Act(
        "resume", {"kind": "reassure", "guide": "lost"}
    )
    alone = ConversationState(topic="reset_password")
    assert read_english(Heard("what else can I try?"), alone, guidance) == Act("follow_up", {"kind": "english_failed"})
    assert read_english(Heard("start over"), ConversationState(), guidance) == Act("restart_guide")
