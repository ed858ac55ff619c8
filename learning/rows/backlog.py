"""The misses of the last days in groups, kept ready: gathered again beside the requests when something happened since.

Where many are missed gathering takes most of a second; then whoever opens the page sees the last groups, without what
has been dealt with in the meantime, and what is new comes with the next `warm`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.engine import Engine

from common.clock import CHINA, SYSTEM_CLOCK, Clock, china_time
from common.masking import mask
from learning.groups import Embed, Group, Grouping, group_id, largest_first
from learning.misses import MissedText, MissKind, ordered
from learning.rows.misses import gather_misses, handled_texts, stamp
from tickets.database import reading
from tickets.outcomes import TEXT_CHARS
from tickets.schema import ticket, ticket_text
from tickets.vault import Vault
from tickets.written import own_words

PERIODS = (1, 7, 14, 30)
"""The days to choose from."""
USUAL_DAYS = 14
_MOST_TICKETS = 500
_QUICK_S = 0.1
"""What is gathered so fast is gathered while somebody waits."""


@dataclass(frozen=True)
class _ReadyGroups:
    """The groups of some days, as they were when all was like the stamp says."""

    day: date
    stamp: tuple[object, ...]
    handled: frozenset[str]
    groups: list[Group]
    took_s: float

    def without(self, texts: AbstractSet[str]) -> list[Group]:
        """The groups as they are when these texts have been dealt with."""
        if not texts:
            return self.groups
        left = [Group(one.id, tuple(miss for miss in one.misses if miss.text not in texts)) for one in self.groups]
        return largest_first(one for one in left if one.misses)


class Backlog:
    """Safe for many threads; to be asked off the event loop."""

    def __init__(
        self,
        engine: Engine,
        vault: Vault,
        embed: Embed,
        clock: Clock = SYSTEM_CLOCK,
        version: Callable[[], str] = str,
    ) -> None:
        """`embed` gives vectors of meaning beside the knowledge base as it is (`Library.meanings`, `.version`)."""
        self._engine = engine
        self._vault = vault
        self._grouping = Grouping(embed, version)
        self._clock = clock
        self._lock = threading.Lock()
        self._ready: dict[int, _ReadyGroups] = {}

    def groups(self, days: int = USUAL_DAYS) -> list[Group]:
        """The groups of the last days, today included, the largest first."""
        known, handled = self._ready.get(days), handled_texts(self._engine)
        taken_back = known is not None and known.handled - handled
        if known is None or known.day != self._today() or taken_back or known.took_s < _QUICK_S:
            known = self._gather(days)
        return known.without(handled - known.handled)

    def is_gathering(self, days: int = USUAL_DAYS) -> bool:
        """Whether there is nothing to see yet: after a start many texts are read for the first time."""
        return days not in self._ready and self._lock.locked()

    def find(self, name: str) -> Group | None:
        """A group of any of the periods, the usual one first; by a name it had before, where a text now is in it."""
        periods = (USUAL_DAYS, *PERIODS)
        named = (group for days in periods for group in self.groups(days) if group.id == name)
        held = (group for days in periods for group in self.groups(days) if name in map(group_id, group.texts))
        return next(named, None) or next(held, None)

    def warm(self) -> None:
        """Have the groups of the usual period ready before somebody asks, and those of periods that were asked for."""
        for days in {USUAL_DAYS, *self._ready}:
            self._gather(days)

    def _gather(self, days: int) -> _ReadyGroups:
        with self._lock:
            day, now, known = self._today(), stamp(self._engine, self._clock.now()), self._ready.get(days)
            if known is None or (known.day, known.stamp) != (day, now):
                began_s = self._clock.monotonic_s()
                handled, since = handled_texts(self._engine), day - timedelta(days=days - 1)
                misses = ordered([*gather_misses(self._engine, since, self._clock.now()), *self._tickets(since)])
                groups = self._grouping.group(misses)
                known = _ReadyGroups(day, now, handled, groups, self._clock.monotonic_s() - began_s)
                self._ready[days] = known
            return known

    def _today(self) -> date:
        return china_time(self._clock.now()).date()

    def _tickets(self, since: date) -> list[MissedText]:
        """What was written into tickets, without personal data; tickets whose data are deleted say nothing."""
        begin = datetime.combine(since, time(), CHINA).astimezone(UTC)
        row, text = ticket.c, ticket_text.c
        query = (
            select(row.number, row.description, row.created_at, row.answered_at, text.topic)
            .outerjoin_from(ticket, ticket_text, text.ticket_id == row.id)
            .where(row.created_at >= begin, row.erased_at.is_(None), row.description.is_not(None))
            .order_by(row.id.desc())
            .limit(_MOST_TICKETS)
        )
        with reading(self._engine) as connection:
            found = connection.execute(query).all()
        handled = handled_texts(self._engine)
        texts = [(item, own_words(mask(self._vault.decrypt(item.description)).text)[:TEXT_CHARS]) for item in found]
        return [
            MissedText(
                *(said, MissKind.TICKET, 1, item.created_at),
                ticket=item.number,
                answered=item.answered_at is not None,
                topic=item.topic or "",
            )
            for item, said in texts
            if said and said not in handled
        ]
