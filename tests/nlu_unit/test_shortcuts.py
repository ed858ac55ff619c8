"""Each shortcut gives what Rasa's own way gives."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.graph import GraphComponent, GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SlotSet, UserUttered
from rasa.shared.core.slots import AnySlot, CategoricalSlot, FloatSlot, Slot, TextSlot
from rasa.shared.core.trackers import DialogueStateTracker

from nlu import shortcuts
from nlu.lighter_rules import has_text_rules
from nlu.shortcuts import _run_graph, _validate_action_result, install_shortcuts

STOCK = RemoteAction._validate_action_result
GOOD: list[dict[str, Any]] = [
    {},
    {"events": [], "responses": []},
    {"events": [{"event": "slot", "name": "misses", "value": 1, "timestamp": None}], "responses": [{"text": "好"}]},
    {"events": [{"event": "followup", "name": "ticket_form"}]},
    {"events": [{"event": "slot", "name": "misses", "value": {"any": ["thing"]}, "timestamp": 1.5}], "responses": []},
]
BAD: list[Any] = [
    {"events": "none"},
    {"events": [{"event": "slot"}]},
    {"events": [{"name": "without a kind"}]},
    {"events": [{"event": "slot", "name": 5}]},
    {"events": [{"event": "no such kind"}]},
    {"events": [{"event": "listen"}, "text"]},
    {"responses": ["text"]},
    {"events": [], "responses": ["text"]},
    {"events": [{"event": "slot", "name": 5, "value": 1, "timestamp": None}], "responses": []},
    {"events": [{"event": "slot", "name": "misses", "timestamp": None}], "responses": []},
    {"events": [{"event": "slot", "name": "misses", "value": 1, "timestamp": "now"}], "responses": []},
    {"events": [{"event": "slot", "name": "a", "value": 1, "timestamp": None, "metadata": 5}], "responses": []},
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
    install_shortcuts()
    assert RemoteAction._validate_action_result is _validate_action_result


@pytest.mark.parametrize(
    "slot",
    [
        TextSlot("said", [], "a"),
        FloatSlot("share", [], 0.5, max_value=2.0, min_value=0.1),
        CategoricalSlot("kind", [], values=["one", "two"]),
        AnySlot("rows", [], [1, 2], influence_conversation=False),
    ],
    ids=lambda slot: slot.type_name,
)
def test_a_copied_slot_is_what_python_makes_of_it(slot: Slot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Slot, "__copy__", None, raising=False)
    install_shortcuts()
    copied = copy.copy(slot)
    assert (type(copied), vars(copied)) == (type(slot), vars(slot))
    assert copied.value is slot.value
    copied.value = "another"
    assert slot.value == slot.initial_value
    assert not slot.has_been_set


def test_every_kind_of_event_is_found_as_rasa_finds_it() -> None:
    for name in ("user", "bot", "slot", "action", "active_loop", "session_started", "followup"):
        assert shortcuts._resolve_once(name) is shortcuts._resolve(name)
    with pytest.raises(ValueError, match="Unknown event name"):
        shortcuts._resolve_once("no such kind")


class _Node:
    """A node of a graph that counts how often it is called."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.calls = 0

    def __call__(self, *inputs: tuple[str, Any]) -> tuple[str, Any]:
        self.calls += 1
        return self.name, [self.name, *(value for _, value in inputs)]


def test_a_graph_gives_what_dask_gives_and_calls_each_node_once() -> None:
    def schema() -> GraphSchema:
        def node(**needs: str) -> SchemaNode:
            return SchemaNode(needs, GraphComponent, "create", "run", {})

        nodes = {
            "parse": node(messages="__message__"),
            "rules": node(parsed="parse", tracker="__tracker__"),
            "end": node(parsed="parse", rules="rules"),
            "unused": node(parsed="parse"),
        }
        nodes["end"].is_target = True
        return GraphSchema(nodes)

    def runner() -> DaskGraphRunner:
        made = DaskGraphRunner.__new__(DaskGraphRunner)
        made._graph_schema = schema()
        made._instantiated_nodes = {name: _Node(name) for name in made._graph_schema.nodes}
        made._execution_context = None
        return made

    inputs = {"__message__": "你好", "__tracker__": {"slots": {}}}
    for targets in (None, ["rules"], ["rules", "end"]):
        ours, stock = runner(), runner()
        expected = shortcuts._stock_run(stock, inputs, targets)
        for _ in range(2):
            assert _run_graph(ours, inputs, targets) == expected
        assert ours._instantiated_nodes["parse"].calls == 2
        assert ours._instantiated_nodes["unused"].calls == 0


def test_the_domain_is_empty_as_rasa_says() -> None:
    full = Domain.from_yaml('version: "3.1"\nintents: [greet]\n')
    assert [shortcuts._is_empty(domain) for domain in (Domain.empty(), full)] == [True, False]


@pytest.mark.parametrize(
    ("last", "by_text"),
    [
        ({"prev_action": {"action_name": "action_listen"}, "user": {"intent": "greet"}}, False),
        ({"prev_action": {"action_name": "action_show_help"}}, False),
        ({"prev_action": {"action_name": "action_listen"}, "user": {"text": "你好"}}, True),
        ({"prev_action": {"action_name": "action_listen"}, "slots": {"asked": [1.0]}}, True),
        ({"slots": {"asked": [1.0]}}, True),
    ],
)
def test_rules_are_tried_by_text_only_where_one_could_match(last: dict[str, Any], by_text: bool) -> None:
    policy = RulePolicy.__new__(RulePolicy)
    policy.lookup = {"rules": {json.dumps([{}, last]): "action_show_help"}}
    assert has_text_rules(policy) is by_text


def test_an_action_is_called_without_the_slots_set_long_ago_as_events() -> None:
    domain = Domain.from_yaml(
        'version: "3.1"\nslots:\n  school: {type: text, influence_conversation: false, mappings: [{type: custom}]}\n'
    )
    events = [SlotSet("school", "某大学"), ActionExecuted("action_listen"), SlotSet("school", "另一所")]
    tracker = DialogueStateTracker.from_events("web-1", events, domain.slots)
    call = shortcuts._action_call_format(RemoteAction("action_show_help", None), tracker, domain)
    assert [event["event"] for event in call["tracker"]["events"]] == ["action", "slot"]
    assert call["tracker"]["slots"]["school"] == "另一所"


def test_an_action_is_called_without_what_an_earlier_message_might_have_meant() -> None:
    intent = {"name": "greet", "confidence": 0.9}
    parsed = {"intent": intent, "entities": [{"entity": "facts", "value": "a=b"}], "intent_ranking": [intent] * 2}
    said = UserUttered("你好", intent, parsed["entities"], parsed, metadata={"message": 7, "model_id": "m"})
    heard = ActionExecuted("action_listen", metadata={"model_id": "m", "assistant_id": "a"})
    tracker = DialogueStateTracker.from_events("web-1", [heard, said])
    call = shortcuts._action_call_format(RemoteAction("action_show_help", None), tracker, Domain.empty())
    first, last = call["tracker"]["events"]
    assert "metadata" not in first
    assert last["parse_data"] == {"intent": intent, "entities": parsed["entities"]}
    assert last["metadata"]["message"] == 7
    assert call["tracker"]["latest_message"]["intent_ranking"] == [intent] * 2, "what is asked now is whole"
    assert said.parse_data["intent_ranking"] == [intent] * 2, "the conversation itself stays as it is"
