"""What somebody said to the bot before an agent took over, as it is kept: masked."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection, Row

from tickets.model import PERSON
from tickets.schema import inbox

BOT = "bot"
_MOST = 30


@dataclass(frozen=True)
class PastLine:
    """One message of the person or of the bot, with the ids of its pictures."""

    row: int
    """The number of the message, of which it is part, in the queue."""
    who: str
    text: str
    at: datetime
    pictures: tuple[str, ...] = ()


def spoken_before(connection: Connection, conversation_key: str) -> list[PastLine]:
    """The last messages of a conversation with their answers, oldest first."""
    row = inbox.c
    query = (
        select(row.id, row.received_at, row.payload, row.reply, row.finished_at)
        .where(row.conversation_key == conversation_key)
        .order_by(row.id.desc())
        .limit(_MOST)
    )
    return [line for found in reversed(connection.execute(query).all()) for line in _lines(found)]


def _lines(found: Row) -> list[PastLine]:
    payload: dict[str, Any] = json.loads(found.payload)
    sent = [item.get("attachment", "") for item in payload.get("pictures", ())]
    pictures = tuple(item for item in sent if item)
    text = str(payload.get("text", ""))
    lines = [PastLine(found.id, PERSON, text or "［截图］", found.received_at, pictures)] if text or pictures else []
    if found.reply:
        said = [str(item["text"]) for item in json.loads(found.reply).get("replies", ())]
        lines += [PastLine(found.id, BOT, text, found.finished_at or found.received_at) for text in said]
    return lines
