"""What the database says of a run: which messages were worked on, how often, and in which order."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from sqlalchemy import text

from tickets.database import open_database, reading


@dataclass(frozen=True)
class TurnCount:
    """The rows of the queue and Rasa's events beside each other."""

    messages: int
    unfinished: int
    failed: int
    doubled: int
    """Answered by Rasa more than once."""
    begun_again: int
    """Heard by Rasa more than once, because the first time it broke off without an answer."""
    out_of_order: int
    with_rasa: int
    unclear: int
    """Sends to persons whose outcome nobody can know."""
    examples: list[list[int]]
    """The numbers of a conversation's messages in the order Rasa heard them, of those where something is wrong."""
    tickets: dict[str, int]
    """Tickets by the conversation they came from."""

    def figures(self) -> dict[str, object]:
        """For the report; `with_rasa` shows how many were answered by more than the library."""
        return {
            "messages": self.messages,
            "with_rasa": self.with_rasa,
            "lost": self.unfinished,
            "failed": self.failed,
            "doubled": self.doubled,
            "begun_again": self.begun_again - self.doubled,
            "out_of_order": self.out_of_order,
            **({"examples": self.examples[:5]} if self.examples else {}),
        }


def count_turns(database_url: str) -> TurnCount:
    """Read it all."""
    engine = open_database(database_url, Path("/"))
    heard: dict[str, list[int]] = defaultdict(list)
    answered: dict[str, set[int]] = defaultdict(set)
    with reading(engine) as connection:
        states = dict(connection.execute(text("SELECT state, count(*) FROM inbox GROUP BY state")).all())
        told = "SELECT sender_id, type_name, data FROM events WHERE type_name IN ('user', 'bot') ORDER BY id"
        for sender, kind, data in connection.execute(text(told)):
            if kind == "bot":
                if heard[sender]:
                    answered[sender].add(len(heard[sender]) - 1)
                continue
            number = (json.loads(data).get("metadata") or {}).get("message")
            if number is not None:
                heard[sender].append(int(number))
        tickets = connection.execute(
            text(
                "SELECT requester.conversation_key, count(*) FROM ticket "
                "JOIN requester ON requester.id = ticket.requester_id GROUP BY requester.conversation_key"
            )
        )
        owned = dict(tickets.all())
        unclear = connection.execute(text("SELECT count(*) FROM outbox WHERE unclear_at IS NOT NULL")).scalar_one()
    engine.dispose()
    turns = {
        sender: Counter(number for place, number in enumerate(numbers) if place in answered[sender])
        for sender, numbers in heard.items()
    }
    return TurnCount(
        messages=sum(states.values()),
        unfinished=sum(count for state, count in states.items() if state not in ("done", "failed")),
        failed=states.get("failed", 0),
        doubled=sum(count - 1 for counts in turns.values() for count in counts.values() if count > 1),
        begun_again=sum(len(numbers) - len(set(numbers)) for numbers in heard.values()),
        out_of_order=sum(later < earlier for numbers in heard.values() for earlier, later in pairwise(numbers)),
        with_rasa=sum(map(len, heard.values())),
        unclear=unclear,
        examples=[numbers for numbers in heard.values() if numbers != sorted(set(numbers))],
        tickets=owned,
    )
