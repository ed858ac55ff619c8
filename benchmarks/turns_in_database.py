"""What the database says of a run: which messages were worked on, how often, and in which order."""

from __future__ import annotations

import json
from collections import defaultdict
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
    out_of_order: int
    with_rasa: int
    unclear: int
    """Sends to persons whose outcome nobody can know."""
    tickets: dict[str, int]
    """Tickets by the conversation they came from."""

    def figures(self) -> dict[str, int]:
        """For the report; `with_rasa` shows how many were answered by more than the library."""
        return {
            "messages": self.messages,
            "with_rasa": self.with_rasa,
            "lost": self.unfinished,
            "failed": self.failed,
            "doubled": self.doubled,
            "out_of_order": self.out_of_order,
        }


def count_turns(database_url: str) -> TurnCount:
    """Read it all."""
    engine = open_database(database_url, Path("/"))
    heard: dict[str, list[int]] = defaultdict(list)
    with reading(engine) as connection:
        states = dict(connection.execute(text("SELECT state, count(*) FROM inbox GROUP BY state")).all())
        events = connection.execute(text("SELECT sender_id, data FROM events WHERE type_name = 'user' ORDER BY id"))
        for sender, data in events:
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
    return TurnCount(
        messages=sum(states.values()),
        unfinished=sum(count for state, count in states.items() if state not in ("done", "failed")),
        failed=states.get("failed", 0),
        doubled=sum(len(numbers) - len(set(numbers)) for numbers in heard.values()),
        out_of_order=sum(later < earlier for numbers in heard.values() for earlier, later in pairwise(numbers)),
        with_rasa=sum(map(len, heard.values())),
        unclear=unclear,
        tickets=owned,
    )
