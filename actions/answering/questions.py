"""A question, or something that may be one."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.answering.answers import KnowledgeAction
from actions.ticket.agent_reply import answer_to_agent
from actions.ticket.offer import with_addition_offered


class ActionAnswerQuestion(KnowledgeAction):
    """A question, or something that may be one."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_answer_question"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """No reader claimed it: the library decides, or an agent who waits for it."""
        answered = answer_to_agent(self.access, dispatcher, tracker)
        if answered is not None:
            return answered
        return with_addition_offered(self.access, dispatcher, tracker, self.ask_library(dispatcher, tracker))
