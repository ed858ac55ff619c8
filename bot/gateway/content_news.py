"""Tells staff that an edit of the knowledge base was refused: what the desk shows, and one mail for each such state."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence

from sqlalchemy import insert
from sqlalchemy.engine import Connection, Engine

from common.clock import Clock
from common.errors import Problem
from tickets.database import transact
from tickets.outbox import new_row
from tickets.schema import outbox
from tickets.service_notes import noted, put_note

KIND = "content"
_SHOWN = 10
_NO_FAULTS = ("unreachable", "unexpected")
"""Kinds of trouble that pass or are ours: no editor can mend them, so no mail asks for it."""
_SUBJECT = "知识库的新修改没有上线"


def refusal_notice(problems: Sequence[Problem]) -> str:
    """The banner of the desk while an edit is refused; empty when what is written is what is served.

    `problems` are those of the gateway (`Parts.refused`).
    """
    if not problems:
        return ""
    more = f"，另有 {len(problems) - 1} 处" if len(problems) > 1 else ""
    if not _faults(problems):
        return f"知识库的新修改还没有换上，线上仍是上一版。{problems[0]}{more}。"
    return f"知识库的新修改有错，没有上线，线上仍是上一版。{problems[0]}{more}。改好就自动换上。"


class RefusalMail:
    """Writes one mail for each refused state into the outbox, whichever process sees it first."""

    def __init__(self, problems: Callable[[], Sequence[Problem]], engine: Engine, place: str, clock: Clock) -> None:
        """Look at `problems`; all processes that name the same `place` serve the same content."""
        self._problems = problems
        self._engine = engine
        self._place = place
        self._clock = clock

    def look(self) -> bool:
        """Write the mail that is due, if any; whether it was written now."""
        problems = _faults(self._problems())
        state = hashlib.sha256("\n".join(map(str, problems)).encode()).hexdigest()[:16] if problems else ""
        note, now = f"content-refused:{self._place}", self._clock.now()

        def write(connection: Connection) -> bool:
            known = noted(connection, note)
            if state == (known.detail["state"] if known else ""):
                return False
            put_note(connection, note, now, state=state)
            if not state:
                return False
            key = f"{KIND}:{self._place}:{state}:{now:%Y%m%dT%H%M%S}"  # broken once more after it was mended is news
            payload = json.dumps(_mail(problems), ensure_ascii=False)
            connection.execute(insert(outbox).values(**new_row(KIND, KIND, key, now, payload=payload)))
            return True

        return transact(self._engine, write)


def _mail(problems: Sequence[Problem]) -> dict[str, str]:
    lines = [refusal_notice(problems), "", *map(str, problems[:_SHOWN])]
    lines += [f"…… 另有 {len(problems) - _SHOWN} 处"] if len(problems) > _SHOWN else []
    return {"subject": _SUBJECT, "text": "\n".join([*lines, "", "看全部：./run check"])}


def _faults(problems: Sequence[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.kind not in _NO_FAULTS]
