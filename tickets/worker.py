"""The delivery engine: one worker a kind tells the outside, with back-off, until it is heard or given up.

A slow way delays only itself: every kind has a worker of its own, and within it every row a task of its own.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy.engine import Connection, Engine

from common.clock import SYSTEM_CLOCK, Clock
from common.masking import mask
from common.off_loop import OffLoop
from tickets.attachments import AttachmentStore
from tickets.claims import Claiming, claim_due, settle
from tickets.database import transact
from tickets.deliveries import (
    HeldError,
    NeedlessError,
    PostponedError,
    Sender,
    UnclearError,
    UndeliverableError,
    make_delivery,
)
from tickets.desk import DeskBase
from tickets.outbox import OutboxEntry, State

log = logging.getLogger(__name__)
LEASE_S = 60.0
_ERROR_CHARS = 200
_AT_ONCE = 16
_MINUTE = timedelta(minutes=1)
_GRACE_S = 5.0
"""How long a worker that is told to stop waits for what is on its way."""


class Way(Protocol):
    """One kind of delivery: what the engine must know of it."""

    kind: str
    lease_s: float
    """Must outlast the slowest delivery."""
    repeatable: bool
    """Whether the other side knows a repeat by its key."""
    first_wait_s: float
    longest_wait_s: float
    give_up_s: float | None
    """How long after it was written a row that always fails becomes a dead letter; None: never."""
    per_minute: int | None
    """How many one process sends a minute at most; None: the other side's own rules are enough."""

    def prepare(self, connection: Connection, entry: OutboxEntry) -> OutboxEntry | None:
        """The last word inside the claiming transaction; None when it has put the row elsewhere."""

    async def send(self, entry: OutboxEntry) -> str | None:
        """Deliver one row, or raise one of the errors of `tickets.deliveries`."""

    def settled(self, connection: Connection, entry: OutboxEntry, state: State, *, maybe_sent: bool) -> None:
        """Do what goes with the outcome, in the transaction that notes it."""


class TicketWay:
    """A kind that tells of tickets: the other side knows repeats by their key."""

    repeatable = True

    def __init__(
        self,
        kind: str,
        desk: DeskBase,
        store: AttachmentStore,
        sender: Sender,
        database: OffLoop,
        lease_s: float = LEASE_S,
    ) -> None:
        """Read from this desk where `database` runs it, send with that sender, which never outlasts the lease."""
        self.kind = kind
        self.lease_s = lease_s
        self.first_wait_s = desk.settings.retry_s
        self.longest_wait_s = desk.settings.longest_retry_s
        self.give_up_s: float | None = desk.settings.give_up_hours * 3600.0
        self.per_minute: int | None = desk.settings.sends_per_minute
        self._desk = desk
        self._store = store
        self._sender = sender
        self._database = database

    def prepare(self, connection: Connection, entry: OutboxEntry) -> OutboxEntry | None:  # noqa: ARG002 (the protocol's)
        """Nothing more to do."""
        return entry

    async def send(self, entry: OutboxEntry) -> str | None:
        """Read the ticket and hand it to the sender."""
        delivery = await self._database(make_delivery, self._desk.engine, self._desk.reader, self._store, entry)
        return await self._sender.send(delivery)

    def settled(self, connection: Connection, entry: OutboxEntry, state: State, *, maybe_sent: bool) -> None:
        """Nothing more to do."""


class OutboxWorker:
    """Delivers what is due of one kind; several workers may run, each row goes to one of them at a time."""

    def __init__(
        self, engine: Engine, way: Way, database: OffLoop, clock: Clock = SYSTEM_CLOCK, at_once: int = _AT_ONCE
    ) -> None:
        """Serve one kind; transactions run where `database` runs them."""
        self._database = database
        self._engine = engine
        self._way = way
        self._clock = clock
        self._at_once = at_once
        self._claiming = Claiming(way.kind, way.lease_s, way.repeatable, way.prepare, way.settled)
        self._running: set[asyncio.Task[None]] = set()
        self._claims = asyncio.Lock()
        self._wake = asyncio.Event()
        self._paused_until: datetime | None = None
        self._lately: deque[datetime] = deque()

    def wake(self) -> None:
        """Look at once instead of at the next poll."""
        self._wake.set()

    async def run(self, poll_s: float = 1.0) -> None:
        """Deliver until cancelled, then finish what is on its way; other processes write rows too, hence the poll."""
        starting: asyncio.Task[list[asyncio.Task[None]]] | None = None
        try:
            while True:
                starting = asyncio.create_task(self._start())
                try:
                    started = await asyncio.shield(starting)
                except Exception as error:  # whatever a row or the database does, the next one has its turn
                    log.error("outbox_failed kind=%s error=%s", self._way.kind, type(error).__name__)
                    started = []
                if not started:
                    await self._rest(poll_s)
        finally:
            if starting is not None:  # what is being claimed right now has to be sent too
                await asyncio.wait([starting], timeout=_GRACE_S)
            await self._end()

    async def run_once(self) -> int:
        """Try everything that is due now, once; says how many were tried."""
        tasks = await self._start()
        await asyncio.gather(*tasks)
        return len(tasks)

    async def idle(self) -> None:
        """Work until nothing is due and nothing is on its way."""
        while True:
            tried = await self.run_once()
            if self._running:
                await asyncio.wait(list(self._running))
            elif not tried:
                return

    async def _start(self) -> list[asyncio.Task[None]]:
        async with self._claims:  # so that nobody finds a row claimed whose task is not there yet
            now = self._clock.now()
            free = min(self._at_once - len(self._running), self._left(now))
            if free <= 0 or (self._paused_until is not None and now < self._paused_until):
                return []
            entries = await self._database(claim_due, self._engine, self._claiming, now, free)
            self._lately.extend(now for _ in entries)
            tasks = [asyncio.create_task(self._deliver(entry)) for entry in entries]
            for task in tasks:
                self._running.add(task)
                task.add_done_callback(self._done)
            return tasks

    def _left(self, now: datetime) -> int:
        """How many may still go this minute: a flood of forms must not make a mail server shut us out."""
        while self._lately and now - self._lately[0] >= _MINUTE:
            self._lately.popleft()
        return self._at_once if self._way.per_minute is None else self._way.per_minute - len(self._lately)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        self._wake.set()

    async def _rest(self, poll_s: float) -> None:
        try:
            async with asyncio.timeout(poll_s):
                await self._wake.wait()
        except TimeoutError:
            return
        finally:
            self._wake.clear()

    async def _end(self) -> None:
        if self._running:
            await asyncio.wait(list(self._running), timeout=_GRACE_S)
        for task in list(self._running):
            task.cancel()

    async def _deliver(self, entry: OutboxEntry) -> None:
        try:
            remark = await self._send(entry)
        except UndeliverableError as error:
            await self._settle(entry, State.DEAD, describe(error, named=False))
        except NeedlessError as error:
            await self._settle(entry, State.CANCELLED, describe(error, named=False))
        except HeldError as error:
            await self._settle(entry, State.HELD, describe(error, named=False))
        except UnclearError as error:
            await self._settle_unclear(entry, describe(error, named=False))
        except PostponedError as error:
            await self._postpone(entry, error, describe(error, named=False))
        except Exception as error:  # whatever the other side does, the row must be kept and tried again
            if self._way.repeatable:
                await self._postpone(entry, PostponedError(""), describe(error))
            else:
                await self._settle_unclear(entry, describe(error))
        else:
            await self._settle(entry, State.SENT, remark)

    async def _send(self, entry: OutboxEntry) -> str | None:
        # Past the lease somebody else may start: never be still at it then.
        async with asyncio.timeout(self._way.lease_s * 0.9):
            return await self._way.send(entry)

    async def _settle_unclear(self, entry: OutboxEntry, reason: str) -> None:
        # Told again at most once: what is unclear a second time waits for a person to decide.
        state = State.UNCLEAR if entry.unclear_at is None else State.DEAD
        await self._settle(entry, state, reason, maybe_sent=True)

    async def _postpone(self, entry: OutboxEntry, postponed: PostponedError, reason: str) -> None:
        now, give_up_s = self._clock.now(), self._way.give_up_s
        if give_up_s is not None and now - entry.created_at >= timedelta(seconds=give_up_s):
            await self._settle(entry, State.DEAD, reason, maybe_sent=postponed.maybe_sent)
            return
        wait_s = postponed.wait_s
        if wait_s is None:
            wait_s = backoff_s(entry.attempts, self._way.first_wait_s, self._way.longest_wait_s)
        due_at = now + timedelta(seconds=wait_s)
        if postponed.whole_kind:
            self._paused_until = due_at
        await self._settle(entry, State.WAITING, reason, maybe_sent=postponed.maybe_sent, due_at=due_at)

    async def _settle(
        self, entry: OutboxEntry, state: State, reason: str | None, *, maybe_sent: bool = False, **values: Any
    ) -> None:
        now = self._clock.now()
        values["last_error"] = reason
        if state in (State.SENT, State.DEAD, State.CANCELLED):
            values["finished_at"] = now
        if maybe_sent:
            values["unclear_at"] = entry.unclear_at or now
        maybe_sent = maybe_sent or state is State.SENT

        def work(connection: Connection) -> bool:
            ours = settle(connection, entry, state, **values)
            if ours:
                self._way.settled(connection, entry, state, maybe_sent=maybe_sent)
            return ours

        try:
            ours = await self._database(transact, self._engine, work)
        except Exception as error:  # the lease ends, and then it is tried again
            log.error("outbox_not_noted key=%s error=%s", entry.delivery_key, type(error).__name__)
            return
        if not ours:
            log.warning("outbox_overtaken key=%s", entry.delivery_key)
            return
        level = logging.INFO if state in (State.SENT, State.CANCELLED, State.HELD) else logging.WARNING
        shown = f" reason={reason}" if reason else ""
        log.log(level, "outbox_%s key=%s attempts=%d%s", state, entry.delivery_key, entry.attempts, shown)


def backoff_s(attempts: int, first_s: float, longest_s: float) -> float:
    """Seconds to wait after so many attempts: doubling, up to the longest."""
    return min(first_s * 2.0 ** min(attempts - 1, 30), longest_s)


def describe(error: Exception, *, named: bool = True) -> str:
    """What went wrong in one line for the outbox list, without personal data."""
    text = " ".join(str(error).split())
    shown = (f"{type(error).__name__}: {text}" if named else text) if text else type(error).__name__
    return mask(shown).text[:_ERROR_CHARS]
