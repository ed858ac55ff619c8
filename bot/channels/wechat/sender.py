"""Sends what waits, one person's messages strictly one after the other, and knows what each refusal means."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot.channels.wechat.contacts import Contacts
from bot.channels.wechat.outbox import Taken, WeChatOutbox
from common.settings import WeChatSettings
from tickets.database import transact
from wechat.client import WeChatClient
from wechat.codes import Outcome
from wechat.errors import ApiError, UncertainError, UnreachableError, WeChatError
from wechat.options import Option, OptionStyle, option_message
from wechat.outgoing import MenuMessage

log = logging.getLogger(__name__)
ALARM_PAUSE_S = 60.0
UNREACHABLE_PAUSE_S = 5.0
_SENDERS = 16
_MENU_REFUSED = 40200
_SPENT = 45047
_GONE = (40003, 43004, 43019, 48002)


class WeChatSender:
    """Drains the outbox through the API."""

    def __init__(
        self,
        client: WeChatClient,
        outbox: WeChatOutbox,
        contacts: Contacts,
        settings: WeChatSettings,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Send for one account."""
        self._client = client
        self._outbox = outbox
        self._contacts = contacts
        self._settings = settings
        self._sleep = sleep
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()
        self._slots = asyncio.Semaphore(_SENDERS)
        self.alarm: ApiError | None = None
        """The last refusal that an operator must mend; None once a message went through again."""

    def kick(self, pseudonym: str) -> None:
        """Send whatever may be sent to this person now."""
        task = self._tasks.get(pseudonym)
        if task is not None:
            self._again.add(pseudonym)
            return
        self._tasks[pseudonym] = asyncio.create_task(self._drain(pseudonym))

    async def idle(self) -> None:
        """Wait until nothing is being sent."""
        while self._tasks:
            await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    async def close(self) -> None:
        """Stop; what was not sent stays in the database."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _drain(self, pseudonym: str) -> None:
        try:
            while True:
                self._again.discard(pseudonym)
                async with self._slots:
                    pause_s = await self._send_next(pseudonym)
                if pause_s is not None:
                    await self._sleep(pause_s)
                elif pseudonym not in self._again:
                    return
        except Exception as error:
            log.error("wechat_sender_failed error=%s", type(error).__name__)
        finally:
            self._tasks.pop(pseudonym, None)
            if pseudonym in self._again:
                self._again.discard(pseudonym)
                self.kick(pseudonym)

    async def _send_next(self, pseudonym: str) -> float | None:
        """Send one message; gives the pause before the next one, None when there is none to send."""
        openid = await asyncio.to_thread(self._contacts.openid, pseudonym)
        if openid is None:
            return None
        taken = await asyncio.to_thread(self._outbox.take, pseudonym)
        if taken is None:
            return None
        try:
            await self._client.send(openid, taken.message, generated=self._settings.ai_label)
        except WeChatError as error:
            return await self._settle_fault(taken, pseudonym, error)
        self.alarm = None
        await asyncio.to_thread(self._outbox.drop, taken, pseudonym)
        return 0.0

    async def _settle_fault(self, taken: Taken, pseudonym: str, error: WeChatError) -> float | None:
        if isinstance(error, UnreachableError):
            await asyncio.to_thread(self._outbox.put_back, taken, pseudonym)
            log.warning("wechat_unreachable endpoint=%s", error.endpoint)
            return UNREACHABLE_PAUSE_S
        if isinstance(error, UncertainError):
            if error.endpoint.endswith("stable_token"):  # the message itself was not sent
                await asyncio.to_thread(self._outbox.put_back, taken, pseudonym)
                return UNREACHABLE_PAUSE_S
            # It may be on the screen already; a second copy cannot be ruled out in any other way.
            await asyncio.to_thread(self._outbox.drop, taken, pseudonym)
            log.error("wechat_send_uncertain cause=%s", error.cause)
            return 0.0
        if not isinstance(error, ApiError):
            raise error
        return await self._settle_refusal(taken, pseudonym, error)

    async def _settle_refusal(self, taken: Taken, pseudonym: str, error: ApiError) -> float | None:
        outcome = error.outcome
        if outcome is Outcome.HOLD:
            await asyncio.to_thread(self._outbox.put_back, taken, pseudonym, exhausted=True)
            log.info("wechat_held code=%d", error.code)
            return None
        if outcome in (Outcome.RETRY, Outcome.TOKEN, Outcome.ALARM):
            await asyncio.to_thread(self._outbox.put_back, taken, pseudonym)
            if outcome is Outcome.RETRY:
                return max(error.verdict.wait_s, UNREACHABLE_PAUSE_S)
            self.alarm = error
            log.error("wechat_alarm code=%d meaning=%s", error.code, error.verdict.meaning)
            return ALARM_PAUSE_S
        if error.code == _MENU_REFUSED and isinstance(taken.message, MenuMessage):
            menu = taken.message
            options = [Option(number, title.partition(". ")[2] or title) for number, title in menu.items]
            links = option_message(menu.head, options, OptionStyle.LINKS, menu.tail)
            await asyncio.to_thread(self._outbox.replace, taken, links)
            log.warning("wechat_menu_refused code=%d", error.code)
            return 0.0
        log.warning("wechat_undeliverable code=%d", error.code)
        if error.code in _GONE:
            await asyncio.to_thread(
                transact, self._contacts.engine, lambda connection: self._outbox.drop_person(connection, pseudonym)
            )
            return None
        await asyncio.to_thread(self._outbox.drop, taken, pseudonym)
        return 0.0
