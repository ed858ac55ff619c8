"""The gateway: the only public process. Puts channels, pages and health checks into one application."""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import socket
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from pathlib import Path

import aiohttp
from aiohttp import web
from sqlalchemy.engine import Engine

from bot.channels.base import Channels
from bot.channels.web.knowledge import KnowledgeApi
from bot.channels.web.messages import MessageApi
from bot.channels.web.page import PageChannel
from bot.channels.web.tickets import TicketApi
from bot.channels.web.visitors import Visitors
from bot.channels.wechat import callback as wechat
from bot.channels.wechat import sign_in as wechat_sign_in
from bot.conversation.answers import Answers
from bot.conversation.erasure import Eraser
from bot.conversation.queue import Queue
from bot.conversation.queue_care import QueueCare
from bot.conversation.rasa_client import RasaClient
from bot.conversation.rasa_servers import CHECK_EVERY_S, RasaServers
from bot.conversation.rasa_trackers import forget_old_trackers, tracker_engine
from bot.conversation.turn import Turns
from bot.gateway.health import Health
from bot.gateway.keys import (
    CHANNELS_KEY,
    CLOCK_KEY,
    DATABASE_KEY,
    DESK_KEY,
    HEALTH_KEY,
    INTAKE_KEY,
    LIBRARY_KEY,
    METRICS_KEY,
    PICTURES_KEY,
    SESSION_LIMIT_KEY,
    SESSIONS_KEY,
    SETTINGS_KEY,
    TURNS_KEY,
)
from bot.gateway.person_sender import Deliver, PersonSender, leave_for_page
from bot.gateway.senders import make_senders, make_ways
from bot.serving.addresses import actions_url, rasa_urls
from bot.serving.background import Background
from bot.serving.doors import address_limits, doors_middleware
from bot.serving.executors import make_executors
from bot.serving.http import errors_middleware, headers_middleware, json_response
from bot.serving.intake import PictureIntake
from bot.serving.limits import Limiters, MemoryLimiters, RedisLimiters
from bot.serving.metrics import Metrics
from bot.serving.pictures import Pictures
from bot.serving.secret_files import inner_secret, session_key, storage_directory
from bot.serving.sessions import Sessions
from bot.serving.wakeups import InProcessWakeups
from bot.serving.wakeups_choice import choose_wakeups
from common.clock import SYSTEM_CLOCK, Clock
from common.help_desk import HelpDesk
from common.settings import Settings
from faq.library import Library
from faq.published import PublishedContent
from faq.search_box import SearchBox
from tickets.attachments import open_attachments
from tickets.content_versions import ContentVersions
from tickets.database import open_database
from tickets.desk import Desk
from tickets.migrations import migrate
from tickets.private_values import PrivateValues
from tickets.retention import Retention
from tickets.usage import Usage
from tickets.vault import open_vault
from tickets.worker import OutboxWorker
from web.bodies import FormLimits, Uploads
from web.error_pages import ErrorPages
from web.human import HumanPage
from web.pages import add_pages
from web.privacy import PrivacyPage
from web.static_files import StaticFiles
from web.templating import Templates
from web.ticket_page import TicketPage
from web.verify_files import VerifyFiles

log = logging.getLogger(__name__)
_TIDY_EVERY_S = 3600.0
_WARM_EVERY_S = 2.0
_COUNT_EVERY_S = 30.0
_WITHOUT_SLASH = web.normalize_path_middleware(append_slash=False, remove_slash=True)
"""`/help/` is what people type for `/help`."""


def make_app(
    settings: Settings, root: Path, clock: Clock = SYSTEM_CLOCK, library: Library | None = None
) -> web.Application:
    """The application of one gateway process.

    Raises:
        ContentError: the knowledge base has faults.
        BotError: the database cannot be opened.
    """
    metrics = Metrics()
    shared = settings.storage.redis_url
    limiters: Limiters = RedisLimiters(shared) if shared else MemoryLimiters(clock)
    of_address = address_limits(limiters, settings.limits)
    doors = doors_middleware(of_address, settings.server, metrics)
    desk, files = HelpDesk.of(settings), StaticFiles()
    templates = Templates(files, desk, settings.server.public_url)
    app = web.Application(
        middlewares=[headers_middleware, errors_middleware(ErrorPages(templates)), doors, _WITHOUT_SLASH],
        client_max_size=settings.limits.body_bytes,
    )
    directory = storage_directory(root, settings)
    app[SETTINGS_KEY] = settings
    app[CLOCK_KEY] = clock
    app[METRICS_KEY] = metrics
    app[DATABASE_KEY] = open_database(settings.storage.database_url, root)
    migrate(app[DATABASE_KEY])
    source = None
    if settings.content.source == "published":
        source = PublishedContent(root, ContentVersions(app[DATABASE_KEY], clock), directory / "content/gateway", clock)
    app[LIBRARY_KEY] = library or Library.open(root, clock, source, rarely_asked=True)
    app[SESSIONS_KEY] = Sessions(session_key(root, settings), clock)
    app[SESSION_LIMIT_KEY] = limiters.limiter("session_messages", settings.limits.session_messages_per_minute)
    secret = inner_secret(root, settings)
    queue = Queue(app[DATABASE_KEY], clock, owner=f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(4)}")
    care = QueueCare(app[DATABASE_KEY], clock)
    app[CHANNELS_KEY] = channels = Channels(web=PageChannel())
    vault = open_vault(settings.privacy.encryption_key, directory)
    private = PrivateValues(app[DATABASE_KEY], vault, clock)
    app[DESK_KEY] = Desk(app[DATABASE_KEY], vault, settings, clock)
    app[PICTURES_KEY] = open_attachments(app[DATABASE_KEY], vault, settings, directory, clock)
    pictures = Pictures(settings.pictures, settings.tickets)
    app[INTAKE_KEY] = PictureIntake(pictures, app[PICTURES_KEY])
    retention = Retention(app[DESK_KEY], app[PICTURES_KEY])
    trackers = tracker_engine(root, settings)
    eraser = Eraser(retention, trackers, channels)
    background, executors = Background(clock), make_executors()
    box, usage = SearchBox(app[LIBRARY_KEY]), Usage(app[DATABASE_KEY], clock)

    async def assistant(app: web.Application) -> AsyncIterator[None]:
        async with aiohttp.ClientSession() as http:
            servers = RasaServers(rasa_urls(settings))
            rasa = RasaClient(http, servers, secret, settings.assistant.deadline_s)
            background.start("rasa", partial(servers.check, http), every_s=CHECK_EVERY_S)
            answers = Answers(
                queue=queue,
                private=private,
                rasa=rasa,
                library=app[LIBRARY_KEY],
                settings=settings,
                clock=clock,
                metrics=app[METRICS_KEY],
                channels=channels,
                eraser=eraser,
                processor=executors.processor_call,
            )
            wakeups = choose_wakeups(settings, app[DATABASE_KEY], executors)
            if not isinstance(wakeups, InProcessWakeups):
                background.start("wakeups", wakeups.run)
            app[TURNS_KEY] = Turns(queue, care, private, answers, wakeups, settings)
            trouble = partial(wechat.trouble, app) if settings.wechat.enabled else None
            app[HEALTH_KEY] = Health(
                rasa,
                servers,
                f"{actions_url(settings)}/health",
                http,
                background,
                app[LIBRARY_KEY],
                app[DATABASE_KEY],
                wechat_trouble=trouble,
                wechat_pushes=partial(wechat.pushes, app) if settings.wechat.enabled else None,
                turns_trouble=app[TURNS_KEY].trouble,
            )
            yield

    async def sweeping(app: web.Application) -> AsyncIterator[None]:
        """Last to start, when every channel is there, and first to end, while all it works with is still open."""
        background.start("sweep", app[TURNS_KEY].workers.run)
        yield
        await background.close()
        await app[TURNS_KEY].workers.close()

    async def outbox(app: web.Application) -> AsyncIterator[None]:
        async with aiohttp.ClientSession() as http:
            senders = {**make_senders(settings, http, clock), "person": PersonSender(_channels(app))}
            desk, pictures = app[DESK_KEY], app[PICTURES_KEY]
            for way in make_ways(settings, desk, pictures, senders):
                background.start(f"outbox {way.kind}", OutboxWorker(desk.engine, way, clock).run)
            yield

    async def housekeeping(app: web.Application) -> AsyncIterator[None]:
        app[LIBRARY_KEY].watch()

        async def warm() -> None:
            await executors.processor_call(box.warm)

        background.start("search box", warm, every_s=_WARM_EVERY_S)
        background.start("usage", partial(executors.database_call, usage.flush), every_s=_COUNT_EVERY_S)
        tidy = partial(_tidy, care, retention, trackers, eraser, settings, clock)
        background.start("tidy", tidy, every_s=_TIDY_EVERY_S)
        yield
        app[LIBRARY_KEY].close()
        app[DATABASE_KEY].dispose()

    async def picture_processes(_: web.Application) -> AsyncIterator[None]:
        background.start("pictures", pictures.warm)
        yield
        await pictures.close()

    async def threads(_: web.Application) -> AsyncIterator[None]:
        # What names no kind is a short transaction; whatever computes names its own.
        asyncio.get_running_loop().set_default_executor(executors.database)
        yield
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(1, "after"))
        executors.close()

    app.cleanup_ctx.extend([threads, housekeeping, picture_processes, assistant, outbox])
    app.router.add_get("/healthz", get_health)
    app.router.add_get("/readyz", get_ready)
    visitors = Visitors(
        app[SESSIONS_KEY],
        app[SESSION_LIMIT_KEY],
        of_address,
        metrics,
        partial(wechat_sign_in.signed_in_person, app),
        is_https=settings.server.public_url.startswith("https://"),
    )
    uploads = Uploads(settings.limits.uploads_at_once)
    form = FormLimits(
        settings.tickets.picture_bytes, settings.tickets.pictures_per_ticket, settings.limits.upload_bytes
    )
    MessageApi(lambda: app[TURNS_KEY], visitors, app[INTAKE_KEY], uploads, settings).add_routes(app)
    knowledge = KnowledgeApi(
        app[LIBRARY_KEY], box, usage, visitors, app[DATABASE_KEY], clock, metrics, settings, executors.processor_call
    )
    knowledge.add_routes(app)
    TicketApi(app[DESK_KEY], app[PICTURES_KEY], visitors).add_routes(app)
    PrivacyPage(settings, templates).add_routes(app)
    HumanPage(app[LIBRARY_KEY], templates).add_routes(app)
    VerifyFiles(directory / "verify").add_routes(app)
    add_pages(app, app[LIBRARY_KEY], box, knowledge.missed, templates, files, usage, clock, executors.processor_call)
    TicketPage(app[DESK_KEY], app[INTAKE_KEY], visitors, templates, uploads, form, app[LIBRARY_KEY]).add_routes(app)
    wechat.install(app, root)
    wechat_sign_in.install(app, root)
    app.cleanup_ctx.append(sweeping)
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
    """200 when people are answered as they should be, else 503; what is wrong is told on the private port."""
    ready = await request.app[HEALTH_KEY].is_ready()
    return json_response({"ok": ready}, 200 if ready else 503)


async def _tidy(
    care: QueueCare, retention: Retention, trackers: Engine, eraser: Eraser, settings: Settings, clock: Clock
) -> None:
    """Forget what was kept long enough, and take it out of the logs of the files too."""
    days = settings.privacy.conversation_days
    await asyncio.to_thread(care.forget_old, days)
    await asyncio.to_thread(retention.run)
    await asyncio.to_thread(forget_old_trackers, trackers, clock.now() - timedelta(days=days))
    await asyncio.to_thread(eraser.truncate_logs)
