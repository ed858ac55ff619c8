"""The gateway: the only public process. Puts channels, pages and health checks into one application."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import aiohttp
from aiohttp import web
from sqlalchemy.engine import Engine

from bot.channels.web import api as web_channel
from bot.channels.web import tickets as web_tickets
from bot.channels.web.visitors import CookieVisitors
from bot.channels.wechat import callback as wechat
from bot.channels.wechat import sign_in as wechat_sign_in
from bot.conversation.erasure import make_erase
from bot.conversation.inbox import Inbox
from bot.conversation.rasa_client import RasaClient
from bot.conversation.rasa_trackers import forget_old_trackers, tracker_engine
from bot.conversation.turn import Turns
from bot.gateway.health import Health
from bot.gateway.keys import (
    ADDRESS_LIMIT_KEY,
    CLOCK_KEY,
    DATABASE_KEY,
    DESK_KEY,
    HEALTH_KEY,
    LIBRARY_KEY,
    METRICS_KEY,
    PICTURES_KEY,
    SESSION_LIMIT_KEY,
    SESSIONS_KEY,
    SETTINGS_KEY,
    TURNS_KEY,
)
from bot.gateway.person_sender import Deliver, PersonSender, leave_for_page
from bot.gateway.senders import make_senders
from bot.serving.http import errors_middleware, headers_middleware, json_response
from bot.serving.limits import RateLimiter
from bot.serving.metrics import Metrics
from bot.serving.secret_files import inner_secret, kept_secret, storage_directory
from bot.serving.sessions import Sessions
from common.clock import SYSTEM_CLOCK, Clock
from common.settings import Settings
from faq.library import Library
from tickets.attachments import AttachmentStore
from tickets.database import open_database
from tickets.desk import Desk
from tickets.migrations import migrate
from tickets.private_values import PrivateValues
from tickets.retention import Retention
from tickets.vault import open_vault
from tickets.worker import OutboxWorker
from web.pages import add_pages
from web.static_files import StaticFiles
from web.templating import Templates
from web.ticket_page import TicketPage

log = logging.getLogger(__name__)
_TIDY_EVERY_S = 3600.0
_RASA_STARTS_S = 60


def make_app(
    settings: Settings, root: Path, clock: Clock = SYSTEM_CLOCK, library: Library | None = None
) -> web.Application:
    """The application of one gateway process.

    Raises:
        ContentError: the knowledge base has faults.
        BotError: the database cannot be opened.
    """
    app = web.Application(
        middlewares=[headers_middleware, errors_middleware], client_max_size=settings.limits.body_bytes
    )
    directory = storage_directory(root, settings)
    app[SETTINGS_KEY] = settings
    app[CLOCK_KEY] = clock
    app[METRICS_KEY] = Metrics()
    app[LIBRARY_KEY] = library or Library.open(root, clock)
    app[DATABASE_KEY] = open_database(settings.storage.database_url, root)
    migrate(app[DATABASE_KEY])
    app[SESSIONS_KEY] = Sessions(kept_secret(directory / "session_key"))
    app[SESSION_LIMIT_KEY] = RateLimiter(settings.limits.session_messages_per_minute, clock)
    app[ADDRESS_LIMIT_KEY] = RateLimiter(settings.limits.address_messages_per_minute, clock)
    secret = inner_secret(root, settings)
    inbox = Inbox(app[DATABASE_KEY], clock)
    vault = open_vault(settings.privacy.encryption_key, directory)
    private = PrivateValues(app[DATABASE_KEY], vault, clock)
    app[DESK_KEY] = Desk(app[DATABASE_KEY], vault, settings, clock)
    app[PICTURES_KEY] = AttachmentStore(app[DATABASE_KEY], vault, directory, settings.tickets, clock)
    retention = Retention(app[DESK_KEY], app[PICTURES_KEY])

    async def assistant(app: web.Application) -> AsyncIterator[None]:
        async with aiohttp.ClientSession() as http:
            rasa = RasaClient(
                http, f"http://127.0.0.1:{settings.assistant.rasa_port}", secret, settings.assistant.deadline_s
            )
            erase = make_erase(retention, tracker_engine(root, settings))
            app[TURNS_KEY] = Turns(inbox, private, rasa, app[LIBRARY_KEY], settings, clock, app[METRICS_KEY], erase)
            actions_url = f"http://127.0.0.1:{settings.assistant.actions_port}/health"
            trouble = partial(wechat.trouble, app) if settings.wechat.enabled else None
            app[HEALTH_KEY] = Health(rasa, actions_url, http, app[LIBRARY_KEY], app[DATABASE_KEY], trouble)
            # What a gateway that died had taken from the page; WeChat's pushes have a list of their own.
            resuming = asyncio.create_task(_resume(app[TURNS_KEY], rasa))
            yield
            await _end(resuming)

    async def outbox(app: web.Application) -> AsyncIterator[None]:
        async with aiohttp.ClientSession() as http:
            senders = {**make_senders(settings, http, clock), "person": PersonSender(_channels(app))}
            worker = asyncio.create_task(OutboxWorker(app[DESK_KEY], app[PICTURES_KEY], senders, clock).run())
            yield
            await _end(worker)

    async def housekeeping(app: web.Application) -> AsyncIterator[None]:
        app[LIBRARY_KEY].watch()
        trackers = tracker_engine(root, settings)
        task = asyncio.create_task(_tidy(inbox, retention, trackers, settings, clock))
        yield
        await _end(task)
        app[LIBRARY_KEY].close()
        app[DATABASE_KEY].dispose()

    app.cleanup_ctx.extend([housekeeping, assistant, outbox])
    app.router.add_get("/healthz", get_health)
    app.router.add_get("/readyz", get_ready)
    app.router.add_get("/metrics", get_metrics)
    web_channel.add_routes(app)
    web_tickets.add_routes(app)
    add_pages(app, app[LIBRARY_KEY])
    visitors = CookieVisitors(app[SESSIONS_KEY])
    TicketPage(app[DESK_KEY], app[PICTURES_KEY], visitors, Templates(StaticFiles()), settings.tickets).add_routes(app)
    wechat.install(app, root)
    wechat_sign_in.install(app, root)
    return app


def _channels(app: web.Application) -> dict[str, Deliver]:
    """How an agent's answer reaches the person, by channel; WeChat only where it is set up."""
    channels: dict[str, Deliver] = {"web": leave_for_page}
    if app[SETTINGS_KEY].wechat.enabled:
        channels["wechat"] = partial(wechat.deliver, app)
    return channels


async def get_health(_: web.Request) -> web.StreamResponse:
    """Alive."""
    return json_response({"ok": True})


async def get_ready(request: web.Request) -> web.StreamResponse:
    """Each part: ready, or why not; 503 while something that answers depend on is missing."""
    report = await request.app[HEALTH_KEY].report()
    request.app[METRICS_KEY].content_problems(len(report["content_problems"]))
    return json_response({"ok": report["ready"], **report}, 200 if report["ready"] else 503)


async def get_metrics(request: web.Request) -> web.StreamResponse:
    """Prometheus' text format."""
    desk, now = request.app[DESK_KEY], request.app[CLOCK_KEY].now()
    request.app[METRICS_KEY].desk(await asyncio.to_thread(desk.reader.counts, now))
    return web.Response(body=request.app[METRICS_KEY].text(), content_type="text/plain", charset="utf-8")


async def _resume(turns: Turns, rasa: RasaClient) -> None:
    """Finish the page's messages that were accepted before; with the assistant, if it comes up soon."""
    for _ in range(_RASA_STARTS_S):
        if await rasa.ready():
            break
        await asyncio.sleep(1.0)
    answered = await turns.resume("web")
    if answered:
        log.info("turns_resumed count=%d", answered)


async def _end(task: asyncio.Task[None]) -> None:
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


async def _tidy(inbox: Inbox, retention: Retention, trackers: Engine, settings: Settings, clock: Clock) -> None:
    """Forget, at start and every hour, what was kept long enough."""
    while True:
        try:
            days = settings.privacy.conversation_days
            await asyncio.to_thread(inbox.forget_old, days)
            await asyncio.to_thread(retention.run)
            await asyncio.to_thread(forget_old_trackers, trackers, clock.now() - timedelta(days=days))
        except Exception:
            log.exception("tidy_failed")
        await asyncio.sleep(_TIDY_EVERY_S)
