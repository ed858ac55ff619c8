from __future__ import annotations

from typing import Any

import pytest

from actions.conversation import Memory, chosen_id, intent_ranking, message_text
from faq.ranking.decision import IntentScore
from faq.text.choice import Option
from tests.actions.trackers import make_tracker, offered


def test_what_is_remembered() -> None:
    tracker = make_tracker(
        offered=offered(("a", "甲")), last_answer="a", previous_answer="b", misses=2.0, school="云杉学院"
    )
    assert Memory.of(tracker) == Memory((Option("a", "甲"),), "a", "b", 2, "云杉学院")


@pytest.mark.parametrize("slots", [{}, {"offered": [], "misses": None, "school": None}])
def test_a_conversation_that_just_began(slots: dict[str, Any]) -> None:
    assert Memory.of(make_tracker(**slots)) == Memory((), None, None, 0, "")


def test_the_message_without_a_text() -> None:
    tracker = make_tracker("密码忘了")
    assert message_text(tracker) == "密码忘了"
    tracker.latest_message["text"] = None
    assert message_text(tracker) == ""


def test_the_ranking_leaves_the_fallback_out() -> None:
    ranking = [{"name": "nlu_fallback", "confidence": 0.7}, {"name": "greet", "confidence": 0.2}]
    assert intent_ranking(make_tracker(ranking=ranking)) == (IntentScore("greet", 0.2),)
    assert intent_ranking(make_tracker(ranking=[])) == ()


def test_the_tapped_option() -> None:
    entities = [{"entity": "school", "value": "云杉"}, {"entity": "option", "value": "a"}]
    assert chosen_id(make_tracker(entities=entities)) == "a"
    assert chosen_id(make_tracker(entities=entities[:1])) is None
