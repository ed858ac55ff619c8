"""The misses of the last days in groups, kept ready: gathered again only when something happened since."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.engine import Engine

from common.clock import CHINA, SYSTEM_CLOCK, Clock, china_time
from common.masking import mask
from learning.groups import Embed, Group, Grouping
from learning.misses import MissedText, MissKind, gather_misses, ordered, stamp
from tickets.database import reading
from tickets.outcomes import TEXT_CHARS
from tickets.schema import miss_handled, ticket
from tickets.vault import Vault

PERIODS = (1, 7, 14, 30)
"""The days to choose from."""
USUAL_DAYS = 14
_MOST_TICKETS = 500


class Backlog:
    """Safe for many threads; to be asked off the event loop."""

    def __init__(self, engine: Engine, vault: Vault, embed: Embed, clock: Clock = SYSTEM_CLOCK) -> None:
        """`embed` gives vectors of meaning (`faq.library.Library.meanings`)."""
        self._engine = engine
        self._vault = vault
        self._grouping = Grouping(embed)
        self._clock = clock
        self._lock = threading.Lock()
        self._ready: dict[int, tuple[tuple[object, ...], list[Group]]] = {}

    def groups(self, days: int = USUAL_DAYS) -> list[Group]:
        """The groups of the last days, today included, the largest first."""
        today = china_time(self._clock.now()).date()
        earlier = self._ready.get(days)
        if earlier is not None and self._lock.locked():  # they are being gathered anew: seconds with many new texts
            return earlier[1]
        with self._lock:
            now = (today, *stamp(self._engine))
            known = self._ready.get(days)
            if known is None or known[0] != now:
                since = today - timedelta(days=days - 1)
                misses = ordered([*gather_misses(self._engine, since), *self._tickets(since)])
                self._ready[days] = known = (now, self._grouping.group(misses))
            return known[1]

    def find(self, group_id: str) -> Group | None:
        """A group of any of the periods, the usual one first."""
        for days in (USUAL_DAYS, *PERIODS):
            found = next((group for group in self.groups(days) if group.id == group_id), None)
            if found is not None:
                return found
        return None

    def warm(self) -> None:
        """Have the groups of the usual period ready before somebody asks."""
        self.groups()

    def _tickets(self, since: date) -> list[MissedText]:
        """What was written into tickets, without personal data; tickets whose data are deleted say nothing."""
        begin = datetime.combine(since, time(), CHINA).astimezone(UTC)
        row = ticket.c
        query = (
            select(row.number, row.description, row.created_at)
            .where(row.created_at >= begin, row.erased_at.is_(None), row.description.is_not(None))
            .order_by(row.id.desc())
            .limit(_MOST_TICKETS)
        )
        with reading(self._engine) as connection:
            found = connection.execute(query).all()
            handled = set(connection.execute(select(miss_handled.c.text)).scalars())
        texts = [(item, mask(self._vault.decrypt(item.description)).text[:TEXT_CHARS].strip()) for item in found]
        return [
            MissedText(text, MissKind.TICKET, 1, item.created_at, ticket=item.number)
            for item, text in texts
            if text and text not in handled
        ]
