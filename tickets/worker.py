"""The outbox worker: tells the outside, with back-off, until it is heard or given up."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError

from common.clock import SYSTEM_CLOCK, Clock
from common.errors import BotError
from common.masking import mask
from common.settings import TicketSettings
from tickets.attachments import AttachmentStore
from tickets.deliveries import Delivery, Sender, UndeliverableError, make_delivery
from tickets.desk import DeskBase
from tickets.outbox import OutboxEntry, claim_due, mark_dead, mark_sent, put_back, read_entry

log = logging.getLogger(__name__)
_ERROR_CHARS = 200


class OutboxWorker:
    """Delivers what is due; several workers may run, each row goes to one of them at a time.

    A worker that is killed between the other side's yes and our note of it delivers again when the
    lease ends, under the same key: SMTP has no better than that, mailboxes drop the repeated Message-ID.
    """

    def __init__(
        self,
        desk: DeskBase,
        store: AttachmentStore,
        senders: Mapping[str, Sender],
        clock: Clock = SYSTEM_CLOCK,
        lease_s: float = 60.0,
    ) -> None:
        """Serve the kinds that have a sender; the lease must outlast the slowest delivery."""
        self._desk = desk
        self._store = store
        self._senders = dict(senders)
        self._settings: TicketSettings = desk.settings
        self._clock = clock
        self._lease_s = lease_s
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """Look at once instead of at the next poll."""
        self._wake.set()

    async def run(self, poll_s: float = 1.0) -> None:
        """Deliver until cancelled; other processes write rows too, hence the poll."""
        while True:
            try:
                while await self.run_once():
                    pass
            except (SQLAlchemyError, BotError, OSError) as error:
                log.error("outbox_failed error=%s", type(error).__name__)
            self._wake.clear()
            try:
                await asyncio.wait_for(self._wake.wait(), poll_s)
            except TimeoutError:
                continue

    async def run_once(self) -> int:
        """Try everything that is due now, once; says how many were tried."""
        ids = await asyncio.to_thread(
            claim_due, self._desk.engine, frozenset(self._senders), self._clock.now(), self._lease_s
        )
        results = await asyncio.gather(*(self._deliver(entry_id) for entry_id in ids), return_exceptions=True)
        for result in results:
            if isinstance(result, BaseException):
                raise result
        return len(ids)

    async def _deliver(self, entry_id: int) -> None:
        engine = self._desk.engine
        entry = await asyncio.to_thread(read_entry, engine, entry_id)
        if entry.state != "waiting":  # cancelled since: the person had their data deleted
            return
        try:
            await self._send(await asyncio.to_thread(make_delivery, engine, self._desk.reader, self._store, entry))
        except UndeliverableError as error:
            await asyncio.to_thread(mark_dead, engine, entry, self._clock.now(), _describe(error))
            log.warning("outbox_dead key=%s attempts=%d", entry.delivery_key, entry.attempts)
        except Exception as error:  # whatever the other side does, the row must be kept and tried again
            await self._postpone(entry, _describe(error))
        else:
            await asyncio.to_thread(mark_sent, engine, entry, self._clock.now())
            log.info("outbox_sent key=%s attempts=%d", entry.delivery_key, entry.attempts)

    async def _send(self, delivery: Delivery) -> None:
        # Past the lease somebody else may start: never be still at it then.
        async with asyncio.timeout(self._lease_s * 0.9):
            await self._senders[delivery.entry.kind].send(delivery)

    async def _postpone(self, entry: OutboxEntry, error: str) -> None:
        now = self._clock.now()
        if now - entry.created_at >= timedelta(hours=self._settings.give_up_hours):
            await asyncio.to_thread(mark_dead, self._desk.engine, entry, now, error)
            log.error("outbox_dead key=%s attempts=%d error=%s", entry.delivery_key, entry.attempts, error)
            return
        wait_s = backoff_s(entry.attempts, self._settings.retry_s, self._settings.longest_retry_s)
        await asyncio.to_thread(put_back, self._desk.engine, entry, now + timedelta(seconds=wait_s), error)
        log.warning("outbox_postponed key=%s attempts=%d error=%s", entry.delivery_key, entry.attempts, error)


def backoff_s(attempts: int, first_s: float, longest_s: float) -> float:
    """Seconds to wait after so many attempts: doubling, up to the longest."""
    return min(first_s * 2.0 ** min(attempts - 1, 30), longest_s)


def _describe(error: Exception) -> str:
    """What went wrong in one line for the outbox list, without personal data."""
    text = " ".join(str(error).split())
    return mask(f"{type(error).__name__}: {text}" if text else type(error).__name__).text[:_ERROR_CHARS]
