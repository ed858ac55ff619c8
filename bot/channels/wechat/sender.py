"""WeChat's two ways out as kinds of the delivery engine: customer messages, and templates that announce them."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.engine import Connection

from bot.channels.wechat import allowance, erasure, outgoing
from bot.channels.wechat.contacts import Contacts
from bot.channels.wechat.outbox import LEASE_S, KeptPicture, Sendable, WeChatOutbox
from bot.channels.wechat.refusals import Refusals
from common.clock import Clock, china_time
from common.errors import BotError
from common.off_loop import OffLoop
from tickets.attachments import AttachmentStore
from tickets.claims import note, put_aside
from tickets.database import reading
from tickets.deliveries import NeedlessError, PostponedError, UnclearError, UndeliverableError, make_delivery
from tickets.desk import DeskBase
from tickets.errors import PictureError
from tickets.model import STATUS_LABELS
from tickets.outbox import OutboxEntry, State
from wechat.client import WeChatClient
from wechat.errors import ApiError, UncertainError, WeChatError
from wechat.notices import Notice, Notifier
from wechat.options import NumberedOption, OptionStyle, option_message
from wechat.outgoing import Image, MenuMessage, Text

_MENU_REFUSED = 40200
_GONE = "对方已取消关注，或已删除资料"
_REPEATS_KNOWN = timedelta(minutes=9)
"""WeChat knows a template message by its client_msg_id for ten minutes."""


class MessageWay:
    """Customer messages: nothing tells WeChat a repeat, so what is unclear is kept for the person's next message."""

    kind = outgoing.KIND
    lease_s = LEASE_S
    repeatable = False
    first_wait_s = 5.0
    longest_wait_s = 60.0
    give_up_s: float | None = None
    per_minute: int | None = None  # the allowance of each person is WeChat's rule

    def __init__(
        self,
        client: WeChatClient,
        messages: WeChatOutbox,
        contacts: Contacts,
        clock: Clock,
        refusals: Refusals,
        database: OffLoop,
        store: AttachmentStore,
        *,
        ai_label: bool = False,
    ) -> None:
        """Send for one account; pictures come from the store."""
        self._store = store
        self._client = client
        self._messages = messages
        self._contacts = contacts
        self._clock = clock
        self._refusals = refusals
        self._ai_label = ai_label
        self._database = database
        self._menus_refused = False

    def prepare(self, connection: Connection, entry: OutboxEntry) -> OutboxEntry | None:
        """Spend one message of the allowance, and take along what fits; without allowance the lane is held."""
        now = self._clock.now()
        if not self._messages.take_followers(connection, entry):
            put_aside(connection, entry.id, State.DEAD, now, "内容解不开，或者是新版本写的")
            erasure.end_farewell(connection, entry.lane)
            return None
        spent = allowance.spend(connection, entry.lane, now)
        if spent is None:
            outgoing.hold(connection, entry.lane, now, announce=self._messages.notices)
            return None
        return note(connection, entry, grant=spent.grant, newest=spent.newest)

    async def send(self, entry: OutboxEntry) -> None:
        """Send one message, made of one row or several."""
        try:
            openid, message = await self._database(self._load, entry)
        except NeedlessError:
            raise
        except BotError as error:
            raise UndeliverableError(str(error)) from error
        except Exception as error:  # a database that fails now: nothing was sent
            raise PostponedError(type(error).__name__) from error
        if openid is None:
            raise UndeliverableError(_GONE)
        if self._menus_refused:
            message = as_links(message)
        try:
            await self._call(openid, await self._uploaded(message) if isinstance(message, KeptPicture) else message)
        except WeChatError as error:
            raise self._refusals.judge(error, self._clock.now()) from error
        self._refusals.accepted()

    def settled(self, connection: Connection, entry: OutboxEntry, state: State, *, maybe_sent: bool) -> None:
        """Give back what was not used, and put the person's other messages where this one's outcome wants them."""
        now, lane = self._clock.now(), entry.lane
        spent = _spent(entry)
        if spent is not None and not maybe_sent:
            allowance.refund(connection, spent)
        if state is State.SENT:
            outgoing.clear_sent(connection, lane)
        elif state is State.HELD:
            if spent is not None:
                allowance.exhaust(connection, lane, spent)
            if allowance.left(connection, lane, now):  # they wrote meanwhile
                outgoing.release(connection, lane, now)
            else:
                outgoing.hold(connection, lane, now, announce=self._messages.notices)
        elif state is State.UNCLEAR and self._messages.notices:
            outgoing.announce_untold(connection, lane, now)
        erasure.end_farewell(connection, lane)

    async def _uploaded(self, kept: KeptPicture) -> Image:
        """The picture where WeChat can show it.

        Raises:
            UndeliverableError: it was deleted since.
            PostponedError: nobody knows whether the upload worked; nothing was shown yet, so it is tried again.
        """
        try:
            view, data = await self._database(self._store.open_for_agent, kept.id)
        except PictureError as error:
            raise UndeliverableError(str(error)) from error
        try:
            return Image(await self._client.upload("image", data, view.filename, view.media_type))
        except UncertainError as error:
            raise PostponedError("图片没有传上去") from error

    async def _call(self, openid: str, message: Text | MenuMessage | Image) -> None:
        try:
            await self._client.send(openid, message, generated=self._ai_label)
        except ApiError as error:
            if error.code != _MENU_REFUSED or not isinstance(message, MenuMessage):
                raise
            self._menus_refused = True  # menu messages are not for every account
            await self._client.send(openid, _linked(message), generated=self._ai_label)

    def _load(self, entry: OutboxEntry) -> tuple[str | None, Sendable]:
        openid = self._contacts.openid(entry.lane)
        with reading(self._contacts.engine) as connection:
            return openid, self._messages.read(connection, entry)


class NoticeWay:
    """Template messages: WeChat knows a repeat for ten minutes."""

    kind = outgoing.NOTICE_KIND
    lease_s = LEASE_S
    repeatable = True

    def __init__(
        self,
        notifier: Notifier,
        desk: DeskBase,
        store: AttachmentStore,
        contacts: Contacts,
        refusals: Refusals,
        database: OffLoop,
        page_url: str = "",
    ) -> None:
        """Announce what waits; a tap leads to `page_url`."""
        self.first_wait_s = desk.settings.retry_s
        self.longest_wait_s = desk.settings.longest_retry_s
        self.give_up_s: float | None = desk.settings.give_up_hours * 3600.0
        self.per_minute: int | None = None
        self._notifier = notifier
        self._desk = desk
        self._store = store
        self._contacts = contacts
        self._refusals = refusals
        self._page_url = page_url
        self._database = database

    def prepare(self, connection: Connection, entry: OutboxEntry) -> OutboxEntry | None:
        """Not again once WeChat would not know it for a repeat."""
        maybe_sent_at = entry.unclear_at or (entry.due_at if entry.lost else None)
        now = self._desk.clock.now()
        if maybe_sent_at is None or now - maybe_sent_at < _REPEATS_KNOWN:
            return entry
        put_aside(connection, entry.id, State.DEAD, now, "不知道有没有送到，再发可能重复")
        return None

    async def send(self, entry: OutboxEntry) -> None:
        """Announce one answer, unless it has reached the person meanwhile."""
        openid, notice = await self._database(self._load, entry)
        if openid is None:
            raise UndeliverableError(_GONE)
        try:
            await self._notifier.notify(openid, notice)
        except WeChatError as error:
            end = self._refusals.judge(error, self._desk.clock.now())
            if isinstance(end, UnclearError):
                raise PostponedError(str(end), maybe_sent=True) from error
            raise end from error
        self._refusals.accepted()

    def settled(self, connection: Connection, entry: OutboxEntry, state: State, *, maybe_sent: bool) -> None:
        """Nothing more to do."""

    def _load(self, entry: OutboxEntry) -> tuple[str | None, Notice]:
        key = entry.delivery_key.removesuffix(outgoing.NOTICE_SUFFIX)
        with reading(self._desk.engine) as connection:
            if not outgoing.is_untold(connection, key):
                raise NeedlessError("消息已经送到，不用再通知")
        ticket = make_delivery(self._desk.engine, self._desk.reader, self._store, entry).ticket
        values = {
            "number": ticket.number,
            "status": STATUS_LABELS[ticket.status],
            "time": china_time(self._desk.clock.now()).strftime("%Y-%m-%d %H:%M"),
        }
        return self._contacts.openid(entry.lane), Notice(values, self._page_url, key)


def as_links(message: Sendable) -> Sendable:
    """A menu message in the form every account may send."""
    return _linked(message) if isinstance(message, MenuMessage) else message


def _linked(message: MenuMessage) -> Text | MenuMessage:
    options = [NumberedOption(number, title.partition(". ")[2] or title) for number, title in message.items]
    return option_message(message.head, options, OptionStyle.LINKS, message.tail)


def _spent(entry: OutboxEntry) -> allowance.Spent | None:
    noted = entry.payload
    if "grant" not in noted:
        return None
    return allowance.Spent(int(noted["grant"]), int(noted["newest"]))
