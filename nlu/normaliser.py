"""Puts every message into the form the knowledge base compares by, before anything else looks at it."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.constants import INTENT_MESSAGE_PREFIX
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from dialogue.text.languages import in_mandarin
from faq.text.normalise import normalise
from nlu.fingerprint import source_fingerprint

TYPED = "typed"
"""Where a message keeps its text as it came: emoji and marks say something too."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class ChineseNormaliser(GraphComponent):
    """Replaces a message's text by its normalised form (`faq.text.normalise`)."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ChineseNormaliser:
        """Nothing to configure."""
        return cls()

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """The code that normalises: training anew when it changes, not only when this class does."""
        return source_fingerprint()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Normalise the examples."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Normalise messages in place.

        An intent injected by the gateway (`/choose_option{…}`) stays as it is. No other text may
        come out with a leading slash, for Rasa reads the text again after the pipeline and would
        take it for a command: "😀/restart" must not restart anything.
        """
        for message in messages:
            text = message.get(TEXT)
            if text and not text.startswith(INTENT_MESSAGE_PREFIX):
                message.set(TYPED, text)
                message.set(
                    TEXT, normalise(in_mandarin(text)).lstrip(INTENT_MESSAGE_PREFIX + " ") or "…", add_to_output=True
                )
        return messages
