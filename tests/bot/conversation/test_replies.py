"""What a turn was taken for in the end."""

from __future__ import annotations

import pytest

from bot.conversation.rasa_client import RasaTurn
from bot.conversation.replies import read_turn
from tests.real_content import real_content


@pytest.mark.parametrize(
    ("intent", "trace", "understood"),
    [
        ("out_of_scope", {"band": "answer", "faq_id": "reset_password"}, "forgot_password"),
        ("ask_other_service", {"band": "answer", "faq_id": "reset_password"}, "forgot_password"),
        ("follow_up", {"band": "answer", "faq_id": "reset_password"}, "follow_up"),
        ("out_of_scope", {"band": "none", "faq_id": None}, "out_of_scope"),
    ],
)
def test_what_people_ask_next_counts_for_its_entry(intent: str, trace: dict[str, object], understood: str) -> None:
    message = {"text": "好", "custom": {"trace": {"candidates": [], **trace}}}
    assert read_turn(RasaTurn((message,), intent, 0.9), real_content()).trace["intent"] == understood
