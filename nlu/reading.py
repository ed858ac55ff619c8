"""Reads every message in its context: runs the table of readers and makes the act Rasa's intent.

Stands last in the pipeline. What no reader claims keeps the intent the classifier gave it, so the project works
without a context too (`rasa shell nlu`, the training data's own tests).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.constants import INTENT_MESSAGE_PREFIX
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import (
    ENTITIES,
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    METADATA,
    PREDICTED_CONFIDENCE_KEY,
    PRETRAINED_EXTRACTORS,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message

from dialogue.heard import Act, ConversationState, Heard
from dialogue.moods.whole_messages import tells_enough, without_abuse
from dialogue.slots import state_of
from dialogue.table import asks_beside_courtesies, facts_in, not_meant, read
from dialogue.text.languages import in_mandarin
from faq.content.entry import INTENTS
from faq.guiding.guidance import Guidance
from nlu.current_guidance import CurrentGuidance
from nlu.normaliser import TYPED
from nlu.published_guides import content_gate, guides_source

PROJECT_ROOT = Path(__file__).resolve().parents[1]
EXTRACTOR = "DialogueReader"
PRETRAINED_EXTRACTORS.add(EXTRACTOR)
"""Its entities stand nowhere in the text: `rasa interactive` leaves them out of what it writes, like Duckling's."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class DialogueReader(GraphComponent):
    """The table of readers (`dialogue.table`) as the last component of the pipeline."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> DialogueReader:
        """Nothing to configure."""
        source, gate = guides_source(PROJECT_ROOT, os.environ), content_gate(PROJECT_ROOT, os.environ)
        return cls(CurrentGuidance(PROJECT_ROOT, source, gate=gate))

    def __init__(self, guidance: CurrentGuidance) -> None:
        """Read with the guides as they are now."""
        self._guidance = guidance

    def process(self, messages: list[Message], tracker: DialogueStateTracker) -> list[Message]:
        """Put the act of each message in the place of the classified intent, and its details beside it."""
        typed = [str(event.text or "") for event in tracker.applied_events() if isinstance(event, UserUttered)]
        state = state_of(tracker.current_slot_values(), str(tracker.active_loop_name or ""), typed)
        guidance = self._guidance.now()
        for message in messages:
            text = message.get(TYPED) or message.get(TEXT)
            if text and not text.startswith(INTENT_MESSAGE_PREFIX):
                sent = message.get(METADATA) or {}
                # One with a code on it is not kept, but what it says beside the code was read.
                pictures = max(len(sent.get("attachments") or ()), len(sent.get("pages") or ()))
                heard = Heard(without_abuse(in_mandarin(text)), pictures=pictures, shapes=_shapes(message))
                _understand(message, heard, state, guidance, sworn=heard.text != in_mandarin(text))
        return messages


def _shapes(message: Message) -> tuple[str, ...]:
    """What the gateway's guard found out about the numbers it masked."""
    private = (message.get(METADATA) or {}).get("private") or ()
    return tuple(f"{item['kind']} {item.get('shape', 'valid')}" for item in private)


def _understand(
    message: Message, heard: Heard, state: ConversationState, guidance: Guidance, *, sworn: bool = False
) -> None:
    """Put the act and the facts of a message into it; `sworn` when swear words stood around what is heard."""
    act = read(heard, state, guidance)
    details = dict(act.detail) if act else {}
    if "facts" not in details and (facts := facts_in(heard, state, guidance)):
        details["facts"] = facts
    if act is not None:
        _set_intent(message, act)
    elif asks_beside_courtesies(heard) or (sworn and (tells_enough(heard.text) or "facts" in details)):
        _ask_instead_of(message, not_meant(heard))
    if details:
        found = [
            {"entity": name, "value": value, "start": 0, "end": 0, "extractor": EXTRACTOR}
            for name, value in details.items()
        ]
        message.set(ENTITIES, [*message.get(ENTITIES, []), *found], add_to_output=True)


def _ask_instead_of(message: Message, others: frozenset[str]) -> None:
    """Let the likeliest question stand where the classifier heard only a greeting, thanks or a verdict."""
    if (message.get(INTENT) or {}).get(INTENT_NAME_KEY) not in others:
        return
    names = (item[INTENT_NAME_KEY] for item in message.get(INTENT_RANKING_KEY, []))
    asked = next((name for name in names if name in INTENTS and name not in others), None)
    if asked is not None:
        _set_intent(message, Act(asked))


def _set_intent(message: Message, act: Act) -> None:
    intent: Mapping[str, Any] = {INTENT_NAME_KEY: act.intent, PREDICTED_CONFIDENCE_KEY: 1.0}
    message.set(INTENT, dict(intent), add_to_output=True)
    others = [item for item in message.get(INTENT_RANKING_KEY, []) if item[INTENT_NAME_KEY] != act.intent]
    message.set(INTENT_RANKING_KEY, [dict(intent), *others], add_to_output=True)
