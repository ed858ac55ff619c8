"""Feeds the knowledge base into Rasa's training: entries are the single source of FAQ examples."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from faq.content.loader import load_content


class FaqImporter(TrainingDataImporter):
    """Adds every wording of every entry as an example of the entry's intent.

    Runs beside `RasaFileImporter`, which reads `data/`.
    """

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: list[str] | str | None = None,
    ) -> None:
        """Take Rasa's arguments; the project is the folder of the configuration file."""
        self._root = Path(config_file).resolve().parent if config_file else Path.cwd()

    def get_nlu_data(self, language: str | None = "zh") -> TrainingData:
        """The wordings of the entries.

        Raises:
            ContentError: the knowledge base has faults; training on half of it would hide them.
        """
        content = load_content(self._root)
        examples = [
            Message.build(wording, intent=entry.intent) for entry in content.entries for wording in entry.wordings()
        ]
        return TrainingData(training_examples=_without_repeats(examples))

    def get_domain(self) -> Domain:
        """Nothing: the domain is `domain.yml` alone."""
        return Domain.empty()

    def get_stories(self, exclusion_percentage: int | None = None) -> StoryGraph:
        """Nothing: stories and rules are in `data/`."""
        return StoryGraph([])

    def get_conversation_tests(self) -> StoryGraph:
        """Nothing: tests are in `tests/`."""
        return StoryGraph([])

    def get_config(self) -> dict[str, Any]:
        """Nothing: the configuration is `config.yml` alone."""
        return {}

    def get_config_file_for_auto_config(self) -> str | None:
        """Nothing to complete."""
        return None


def _without_repeats(examples: list[Message]) -> list[Message]:
    unique = {(message.get(TEXT), message.get(INTENT)): message for message in examples}
    return list(unique.values())
