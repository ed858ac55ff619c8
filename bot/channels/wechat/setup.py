"""Makes the WeChat parts from the settings, and says in Chinese what a half-made configuration lacks."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import aiohttp
from aiohttp import web

from bot.channels.wechat.contacts import Contacts
from bot.channels.wechat.delivering import Delivering
from bot.channels.wechat.notifier import TicketNotifier
from bot.channels.wechat.outbox import WeChatOutbox
from bot.channels.wechat.reading import Reader, Transcribe
from bot.channels.wechat.refusals import Refusals
from bot.channels.wechat.sender import MessageWay, NoticeWay
from bot.channels.wechat.service import WeChatService
from bot.channels.wechat.tokens import DatabaseTokenStore
from bot.gateway.keys import (
    CLOCK_KEY,
    DATABASE_KEY,
    DESK_KEY,
    INTAKE_KEY,
    LIBRARY_KEY,
    PICTURES_KEY,
    SESSION_LIMIT_KEY,
    SETTINGS_KEY,
    TURNS_KEY,
)
from bot.serving.secret_files import kept_secret, storage_directory
from common.clock import Clock
from common.errors import BotError
from common.settings import WeChatSettings
from tickets.worker import OutboxWorker
from wechat.callback import Callback, Mode
from wechat.client import WeChatClient
from wechat.notices import TemplateNotifier
from wechat.options import OptionStyle
from wechat.tokens import TokenStore

_KEY_FILE = "wechat_key"


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


def make_service(app: web.Application, root: Path, http: aiohttp.ClientSession) -> WeChatService:
    """Everything between a push and its answer, for one process."""
    settings, clock, engine = app[SETTINGS_KEY], app[CLOCK_KEY], app[DATABASE_KEY]
    wechat, vault = settings.wechat, app[DESK_KEY].vault
    contacts = Contacts(engine, vault, kept_secret(storage_directory(root, settings) / _KEY_FILE), clock)
    outbox = WeChatOutbox(vault, clock, wechat.text_bytes, notices=bool(wechat.template_id))
    client = make_client(wechat, http, DatabaseTokenStore(engine, vault, wechat.app_id, clock), clock)
    sender = make_delivering(app, client, outbox, contacts)
    notifier = TicketNotifier(engine, contacts, outbox, sender.kick, clock, text_bytes=wechat.text_bytes)
    turns = app[TURNS_KEY]
    reader = Reader(
        settings=wechat,
        engine=engine,
        vault=vault,
        contacts=contacts,
        turns=turns,
        client=client,
        intake=app[INTAKE_KEY],
        library=app[LIBRARY_KEY],
        clock=clock,
        transcribe=load_transcriber(wechat.transcriber),
    )
    return WeChatService(
        settings=wechat,
        engine=engine,
        vault=vault,
        contacts=contacts,
        turns=turns,
        reader=reader,
        limiter=app[SESSION_LIMIT_KEY],
        outbox=outbox,
        client=client,
        sender=sender,
        notifier=notifier,
        clock=clock,
        home=app[SETTINGS_KEY].server.public_url,
    )


def make_delivering(app: web.Application, client: WeChatClient, outbox: WeChatOutbox, contacts: Contacts) -> Delivering:
    """The account's ways out, each with a worker of its own."""
    settings, clock, desk = app[SETTINGS_KEY], app[CLOCK_KEY], app[DESK_KEY]
    wechat, engine = settings.wechat, app[DATABASE_KEY]
    refusals = [Refusals(), Refusals()]
    way = MessageWay(client, outbox, contacts, clock, refusals[0], ai_label=wechat.ai_label)
    messages, notices = OutboxWorker(engine, way, clock), None
    if wechat.template_id:
        notifier = TemplateNotifier(client, wechat.template_id, read_template_values(wechat.template_values))
        page_url = settings.server.public_url
        notice_way = NoticeWay(notifier, desk, app[PICTURES_KEY], contacts, refusals[1], page_url)
        notices = OutboxWorker(engine, notice_way, clock)
    return Delivering(messages, notices, refusals)


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
