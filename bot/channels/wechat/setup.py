"""Makes the WeChat parts from the settings, and says in Chinese what a half-made configuration lacks."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module

import aiohttp

from bot.channels.wechat.contacts import Contacts
from bot.channels.wechat.delivering import Delivering
from bot.channels.wechat.notifier import TicketNotifier
from bot.channels.wechat.outbox import WeChatOutbox
from bot.channels.wechat.push_counts import PushCounts
from bot.channels.wechat.reading import PushReader, Transcribe
from bot.channels.wechat.refusals import Refusals
from bot.channels.wechat.sender import MessageWay, NoticeWay
from bot.channels.wechat.service import WeChatService
from bot.channels.wechat.tokens import DatabaseTokenStore
from bot.conversation.intake import PictureIntake
from bot.conversation.turn import Turns
from bot.serving.executors import Executors
from bot.serving.limits import RateLimiter
from common.clock import Clock
from common.errors import BotError
from common.settings import Settings, WeChatSettings
from faq.engine.library import Library
from tickets.attachments import AttachmentStore
from tickets.desk import Desk
from tickets.worker import OutboxWorker
from wechat.callback import Callback, Mode
from wechat.client import WeChatClient
from wechat.notices import TemplateNotifier
from wechat.options import OptionStyle
from wechat.tokens import TokenStore


@dataclass(frozen=True)
class Needs:
    """What an account is handed by the gateway that serves it."""

    settings: Settings
    clock: Clock
    desk: Desk
    pictures: AttachmentStore
    intake: PictureIntake
    library: Library
    limiter: RateLimiter
    """How many messages one person may send."""
    executors: Executors
    pseudonym_key: str = field(repr=False)
    """What turns an openid into the name a person has here."""


def make_callback(settings: WeChatSettings, clock: Clock) -> Callback:
    """The gatekeeper of the account.

    Raises:
        BotError: something is missing or cannot be right.
    """
    check_settings(settings)
    return Callback(
        settings.token,
        settings.app_id,
        settings.aes_key,
        settings.previous_aes_key,
        mode=Mode(settings.mode),
        skew_s=settings.skew_s,
        clock=clock,
    )


def make_client(settings: WeChatSettings, http: aiohttp.ClientSession, store: TokenStore, clock: Clock) -> WeChatClient:
    """The API client of the account."""
    return WeChatClient(http, settings.app_id, settings.app_secret, store, base_url=settings.api_url, clock=clock)


def make_service(needs: Needs, turns: Turns, http: aiohttp.ClientSession) -> WeChatService:
    """Everything between a push and its answer, for one process."""
    settings, clock, engine, database = needs.settings, needs.clock, needs.desk.engine, needs.executors.database_call
    wechat, vault = settings.wechat, needs.desk.vault
    contacts = Contacts(engine, vault, needs.pseudonym_key, clock)
    outbox = WeChatOutbox(vault, clock, wechat.text_bytes, notices=bool(wechat.template_id))
    client = make_client(wechat, http, DatabaseTokenStore(engine, vault, wechat.app_id, clock, database), clock)
    sender = make_delivering(needs, client, outbox, contacts)
    notifier = TicketNotifier(engine, contacts, outbox, sender.kick, clock, database, text_bytes=wechat.text_bytes)
    reader = PushReader(
        settings=wechat,
        engine=engine,
        vault=vault,
        contacts=contacts,
        turns=turns,
        client=client,
        intake=needs.intake,
        library=needs.library,
        clock=clock,
        refusals=Refusals(),
        database=database,
        transcribe=load_transcriber(wechat.transcriber),
    )
    return WeChatService(
        settings=wechat,
        engine=engine,
        vault=vault,
        contacts=contacts,
        turns=turns,
        reader=reader,
        limiter=needs.limiter,
        outbox=outbox,
        client=client,
        sender=sender,
        notifier=notifier,
        clock=clock,
        pushes=PushCounts(clock),
        database=database,
        home=settings.server.public_url,
    )


def make_delivering(needs: Needs, client: WeChatClient, outbox: WeChatOutbox, contacts: Contacts) -> Delivering:
    """The account's ways out, each with a worker of its own."""
    settings, clock, desk, database = needs.settings, needs.clock, needs.desk, needs.executors.database_call
    wechat = settings.wechat
    refusals = [Refusals(), Refusals()]
    way = MessageWay(client, outbox, contacts, clock, refusals[0], database, needs.pictures, ai_label=wechat.ai_label)
    workers = {way.kind: OutboxWorker(desk.engine, way, database, clock)}
    if wechat.template_id:
        notifier = TemplateNotifier(client, wechat.template_id, read_template_values(wechat.template_values))
        page_url = settings.server.public_url
        notice_way = NoticeWay(notifier, desk, needs.pictures, contacts, refusals[1], database, page_url)
        workers[notice_way.kind] = OutboxWorker(desk.engine, notice_way, database, clock)
    return Delivering(workers, refusals)


def check_settings(settings: WeChatSettings) -> None:
    """Refuse an account that cannot work, before the first message shows it.

    Raises:
        BotError: every fault, one line each.
    """
    faults = []
    needed = {"app_secret": "AppSecret", "token": "消息推送的 Token"}
    if settings.mode != Mode.PLAIN.value:
        needed["aes_key"] = "消息推送的 EncodingAESKey"
    for name, what in needed.items():
        if not getattr(settings, name):
            variable = f"WECHAT_{name.upper()}"
            faults.append(f"wechat.{name} 没有设置（{what}）。改法：写成 {name}: ${{{variable}}}，值放进环境变量。")
    for name, kind in (("mode", Mode), ("options", OptionStyle)):
        allowed = [str(item.value) for item in kind]
        value = getattr(settings, name)
        if value not in allowed:
            faults.append(f"wechat.{name} 不能是「{value}」。改法：写 {'、'.join(allowed)} 中的一个。")
    if not 0 < settings.passive_s <= 4.5:
        faults.append(f"wechat.passive_s 要在 0 到 4.5 之间（现在是 {settings.passive_s}）：微信只等 5 秒。")
    if not 200 <= settings.text_bytes <= 2047:
        faults.append(f"wechat.text_bytes 要在 200 到 2047 之间（现在是 {settings.text_bytes}）。")
    if faults:
        raise BotError("\n".join(f"settings.yml: {fault}" for fault in faults))
    read_template_values(settings.template_values)
    load_transcriber(settings.transcriber)


def read_template_values(text: str) -> dict[str, str]:
    """`number=character_string1,status=phrase2` as a mapping.

    Raises:
        BotError: it is written another way.
    """
    pairs = [part.split("=") for part in text.replace(" ", "").split(",") if part]
    if any(len(pair) != 2 or not all(pair) or pair[0] not in ("number", "status", "time") for pair in pairs):
        raise BotError(
            f"settings.yml: wechat.template_values 看不懂（现在是「{text}」）。"
            "改法：写成 number=character_string1,status=phrase2。"
        )
    return {pair[0]: pair[1] for pair in pairs}


def load_transcriber(path: str) -> Transcribe | None:
    """The hook for voice that a dotted path names.

    Raises:
        BotError: there is no such function.
    """
    if not path:
        return None
    module, _, name = path.partition(":")
    try:
        hook: Transcribe = getattr(import_module(module), name)
    except (ImportError, AttributeError, ValueError, TypeError) as error:
        raise BotError(
            f"settings.yml: wechat.transcriber 找不到「{path}」。改法：写成 模块:函数，并确认能导入。"
        ) from error
    return hook
