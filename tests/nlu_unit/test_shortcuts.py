"""The prepared check of action results says what Rasa's own check says."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction

from nlu.action_results import _validate_action_result, prepare_schema_once

STOCK = RemoteAction._validate_action_result
GOOD: list[dict[str, Any]] = [
    {},
    {"events": [], "responses": []},
    {"events": [{"event": "slot", "name": "misses", "value": 1, "timestamp": None}], "responses": [{"text": "好"}]},
    {"events": [{"event": "followup", "name": "ticket_form"}]},
]
BAD: list[Any] = [
    {"events": "none"},
    {"events": [{"event": "slot"}]},
    {"events": [{"name": "without a kind"}]},
    {"responses": ["text"]},
    [],
]


@pytest.mark.parametrize("result", GOOD)
def test_what_rasa_accepts_is_accepted(result: dict[str, Any]) -> None:
    action = RemoteAction("action_show_help", None)
    assert (STOCK(action, result), _validate_action_result(action, result)) == (True, True)


@pytest.mark.parametrize("result", BAD)
def test_what_rasa_refuses_is_refused(result: Any) -> None:
    action = RemoteAction("action_show_help", None)
    for check in (STOCK, _validate_action_result):
        with pytest.raises(ValidationError):
            check(action, result)


def test_it_is_installed_in_place_of_the_stock_check(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RemoteAction, "_validate_action_result", STOCK)
    prepare_schema_once()
    assert RemoteAction._validate_action_result is _validate_action_result
