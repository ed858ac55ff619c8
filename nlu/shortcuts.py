"""Makes Rasa's part of a turn cheaper without changing what it does.

Rasa 3.6.21 validates its own constant schema against a meta-schema for each action result, and every event against
every kind of event; opens a connection for each call; walks all classes for the kind of each event; builds a dask graph
for each prediction; copies every slot of a conversation a dozen times a turn, by way of pickling; replays everything
for each copy of a conversation and each step (`nlu.lighter_trackers`, `nlu.lighter_rules`); copies states for a debug
log that is off; and looks after every answer whether a page of another site may read it. Together that is more
than a turn costs otherwise (docs/benchmarks.md). Rasa is pinned, so what is replaced is known.
"""

from __future__ import annotations

import asyncio
import copy
import functools
import logging
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import aiohttp
from jsonschema import Draft7Validator
from rasa import server
from rasa.core import processor
from rasa.core.actions.action import RemoteAction
from rasa.core.policies import rule_policy
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SlotSet
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from nlu.lighter_rules import install_lighter_rules
from nlu.lighter_trackers import install_lighter_trackers

_SCHEMA = RemoteAction.action_response_format_spec()
_VALIDATOR = Draft7Validator(_SCHEMA)
_EVENT = _SCHEMA["properties"]["events"]["items"]
_EVENT_VALIDATORS = {
    kind["properties"]["event"]["const"]: Draft7Validator({**_EVENT, "oneOf": [kind]}) for kind in _EVENT["oneOf"]
}
_KEEP_S = 2.0
"""Shorter than Sanic keeps an idle connection (5 s): a call never meets one that is just being closed."""
_MODEL_IDS = frozenset({"model_id", "assistant_id"})
_READ_OF_PARSE = ("intent", "entities")
_PLAIN_SLOT = {"event", "timestamp", "name", "value"}
_resolve = Event.resolve_by_type
_stock_run = DaskGraphRunner.run
_stock_call = RemoteAction._action_call_format
_sessions: dict[tuple[str | None, int], aiohttp.ClientSession] = {}


class _KeptSession:
    """Hands out a session that stays open, where Rasa would open and close one."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def __aenter__(self) -> aiohttp.ClientSession:
        return self._session

    async def __aexit__(self, *_: object) -> None:
        """Leave it open."""


def install_shortcuts() -> None:
    """Install the replacements; called when the gateway's channel is loaded."""
    RemoteAction._validate_action_result = _validate_action_result
    EndpointConfig.session = _kept_session
    Event.resolve_by_type = staticmethod(_resolve_once)
    DaskGraphRunner.run = _run_graph
    Domain.is_empty = _is_empty
    Slot.__copy__ = _copy_slot
    RemoteAction._action_call_format = _action_call_format
    install_lighter_trackers()
    install_lighter_rules()
    server.configure_cors = lambda *_: None  # nobody but the gateway may ask anything here, and that is no browser
    if not logging.getLogger("rasa").isEnabledFor(logging.DEBUG):
        # In these two modules copies are made for debug lines only, and all slots are written out for one.
        for module in (processor, rule_policy):
            module.copy = SimpleNamespace(deepcopy=lambda value: value)
        processor.MessageProcessor._log_slots = lambda *_: None


async def close_sessions() -> None:
    """Close the connections to the action server."""
    while _sessions:
        await _sessions.popitem()[1].close()


def _validate_action_result(_: RemoteAction, result: dict[str, Any]) -> bool:
    """True when the result has the form that Rasa demands.

    Raises:
        ValidationError: it has not.
    """
    if _is_plain(result):
        return True
    events = result.get("events", []) if isinstance(result, dict) else None
    listed = events if isinstance(events, list) else []
    kinds = [item.get("event") if isinstance(item, dict) else None for item in listed]
    if isinstance(events, list) and all(isinstance(kind, str) and kind in _EVENT_VALIDATORS for kind in kinds):
        # Only one kind of event has each name: the others need not be tried.
        for kind, item in zip(kinds, events, strict=True):
            _EVENT_VALIDATORS[kind].validate(item)
        result = {**result, "events": []}
    _VALIDATOR.validate(result)
    return True


def _is_plain(result: Any) -> bool:
    """Whether nothing in it could break the schema: slots with a value, and messages. Nearly all results are so."""
    if not isinstance(result, dict):
        return False
    events, responses = result.get("events"), result.get("responses")
    return (
        isinstance(events, list)
        and isinstance(responses, list)
        and all(isinstance(item, dict) for item in responses)
        and all(_is_plain_slot(item) for item in events)
    )


def _is_plain_slot(item: Any) -> bool:
    return (
        isinstance(item, dict)
        and item.keys() == _PLAIN_SLOT
        and item["event"] == "slot"
        and item["timestamp"] is None
        and isinstance(item["name"], str)
    )


def _copy_slot(slot: Slot) -> Slot:
    """What `copy.copy` makes of it."""
    copied: Slot = object.__new__(type(slot))
    copied.__dict__.update(slot.__dict__)
    return copied


def _kept_session(endpoint: EndpointConfig) -> _KeptSession:
    key = (endpoint.url, id(asyncio.get_running_loop()))
    session = _sessions.get(key)
    if session is None or session.closed:
        _sessions[key] = session = aiohttp.ClientSession(
            headers=endpoint.headers,
            timeout=aiohttp.ClientTimeout(total=300),
            connector=aiohttp.TCPConnector(keepalive_timeout=_KEEP_S),
        )
    return _KeptSession(session)


def _is_empty(domain: Domain) -> bool:
    """What `Domain.is_empty` says; stock Rasa writes both domains out whole to compare them."""
    return bool(domain.as_dict() == _empty_domain())


@functools.cache
def _empty_domain() -> dict[str, Any]:
    return dict(Domain.empty().as_dict())


def _action_call_format(action: RemoteAction, tracker: DialogueStateTracker, domain: Domain) -> dict[str, Any]:
    """The call without what no action reads: it was half of what is written, sent and read for each.

    Events that only stand for slots set long ago (the slots themselves are in it), the ids of Rasa's model in each
    event, what the earlier messages might have meant, and the message that opened a form.
    """
    loop, events = tracker.active_loop, list(tracker.events)
    first = next((place for place, event in enumerate(events) if type(event) is not SlotSet), len(events))
    told = copy.copy(tracker)
    told.active_loop = replace(loop, trigger_message=None) if loop else None
    told.events = events[first:]
    call: dict[str, Any] = _stock_call(action, told, domain)
    call["tracker"]["events"] = [_slim(event) for event in call["tracker"]["events"]]
    return call


def _slim(event: dict[str, Any]) -> dict[str, Any]:
    slim = {name: value for name, value in event.items() if name != "metadata" or (value or {}).keys() - _MODEL_IDS}
    if parsed := slim.get("parse_data"):
        slim["parse_data"] = {name: parsed[name] for name in _READ_OF_PARSE if name in parsed}
    return slim


@functools.cache
def _resolve_once(type_name: str, default: type[Event] | None = None) -> type[Event] | None:
    found: type[Event] | None = _resolve(type_name, default)
    return found


def _run_graph(
    runner: DaskGraphRunner, inputs: dict[str, Any] | None = None, targets: list[str] | None = None
) -> dict[str, Any]:
    """What `DaskGraphRunner.run` gives, each node called once, without a scheduler between them."""
    wanted = tuple(targets or runner._graph_schema.target_names)
    plans = runner.__dict__.setdefault("_plans", {})
    if wanted not in plans:
        plans[wanted] = runner._build_dask_graph(runner._graph_schema.minimal_graph_schema(list(wanted)))
    plan = dict(plans[wanted])
    runner._add_inputs_to_graph(inputs, plan)
    done: dict[str, Any] = {name: plan[name] for name in inputs or {}}

    def result(name: str) -> Any:
        if name not in done:
            node, *needs = plan[name]
            done[name] = node(*(result(need) if need in plan else need for need in needs))
        return done[name]

    return dict(result(name) for name in wanted)
