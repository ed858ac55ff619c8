"""The gateway: the only public process. Puts channels, pages and health checks into one application."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from bot.channels.web.history import HistoryApi
from bot.channels.web.knowledge import KnowledgeApi
from bot.channels.web.messages import MessageApi
from bot.channels.web.news import NewsApi
from bot.channels.web.page_reads import PageReads
from bot.channels.web.tickets import TicketApi
from bot.channels.web.visitors import COOKIE_DAYS, SignedIn, Visitors, token_holder
from bot.channels.wechat.callback import WeChatAccount
from bot.channels.wechat.setup import make_service
from bot.channels.wechat.sign_in import SignIn, SignInPages
from bot.conversation.answers import Answers
from bot.conversation.live import LiveTurns
from bot.conversation.rasa_client import RasaClient
from bot.conversation.rasa_servers import CHECK_EVERY_S, RasaServers
from bot.conversation.turn import Turns
from bot.conversation.unstored import Unstored
from bot.gateway.beating import beating
from bot.gateway.content_news import RefusalMail
from bot.gateway.desk_house import DeskHouse, Ties
from bot.gateway.health import Health
from bot.gateway.live_side import SWEEP_S, LiveSide
from bot.gateway.live_way import LiveWay, TellLine
from bot.gateway.parts import Parts
from bot.gateway.person_sender import Deliver, PersonSender
from bot.gateway.plain_mail import staff_ways
from bot.gateway.senders import make_senders, make_ways
from bot.serving.addresses import actions_url, rasa_urls
from bot.serving.disk import writing_trouble, written_folders
from bot.serving.doors import doors_middleware
from bot.serving.http import errors_middleware, headers_middleware, json_response
from bot.serving.secret_files import sign_in_key
from common.clock import SYSTEM_CLOCK, Clock
from common.help_desk import HelpDesk
from common.settings import Settings
from faq.engine.library import Library
from tickets.content_news import hear_of_versions
from tickets.wakeups import InProcessWakeups, Wakeups
from tickets.wakeups_choice import choose_wakeups
from tickets.worker import OutboxWorker, Way
from web.bodies import FormLimits, Uploads
from web.error_pages import ErrorPages
from web.guide_walk import GuideWalkPage
from web.human import HumanPage
from web.pages import ChatLimits, add_pages
from web.privacy import PrivacyPage
from web.refused_forms import RefusedForms
from web.static_files import StaticFiles
from web.templating import Templates
from web.ticket_page import TicketPage
from web.ticket_recovery import RecoveryPage
from web.verify_files import VerifyFiles
from web.widget import Widget, read_origins

_REFUSALS_EVERY_S = 20.0
_TIDY_EVERY_S = 3600.0
_WARM_EVERY_S = 2.0
_COUNT_EVERY_S = 30.0
_WITHOUT_SLASH = web.normalize_path_middleware(append_slash=False, remove_slash=True)
"""`/help/` is what people type for `/help`."""


class Gateway:
    """One gateway process: its application, and the parts it serves."""

    turns: Turns
    """There once the application has started, like the health."""
    health: Health
    wakeups: Wakeups

    def __init__(
        self, settings: Settings, root: Path, clock: Clock = SYSTEM_CLOCK, library: Library | None = None
    ) -> None:
        """Put everything together; nothing runs before the application is started.

        Raises:
            ContentError: the knowledge base has faults.
            BotError: the database cannot be opened, or the settings are half made.
        """
        self.parts = parts = Parts(settings, root, clock, library)
        doors = doors_middleware(parts.address_limits, settings.server, parts.metrics, token_holder(parts.sessions))
        self._files = StaticFiles()
        self._templates = Templates(self._files, HelpDesk.of(settings), settings.server.public_url)
        self._unstored = Unstored(parts.library, settings, parts.executors)
        self.account = self._account() if settings.wechat.enabled else None
        self.live = LiveSide(parts.live, lambda: self.wakeups, parts.executors.database_call)
        check = self.account.check if self.account else None
        ties = Ties(lambda: self.wakeups, self._report, self.live.tell_agents, check)
        self.desk = DeskHouse(parts, self._templates, ties)
        errors = errors_middleware(ErrorPages(self._templates))
        self.app = web.Application(
            middlewares=[headers_middleware, errors, doors, _WITHOUT_SLASH, self.desk.guard],
            client_max_size=settings.limits.body_bytes,
        )
        self.sign_in = self._sign_in_pages(self.account) if self.account and settings.server.public_url else None
        self.app.cleanup_ctx.extend([self._threads, self._housekeeping, self._picture_processes])
        self.app.cleanup_ctx.extend([self._assistant, self._outbox])
        self._add_routes()
        if self.account is not None:
            self.account.add_routes(self.app)
        if self.sign_in is not None:
            self.sign_in.add_routes(self.app)
        self.app.cleanup_ctx.extend([self._sweeping, partial(beating, parts, self._report)])

    def warm(self) -> None:
        """Make what the first visitors would wait for, and everybody else meanwhile: the search index, the pages."""
        self.parts.search_box.warm()
        self._templates.compile()

    async def get_health(self, _: web.Request) -> web.StreamResponse:
        """Alive, unless all threads that compute hang: whoever supervises this process then starts another."""
        well = not self.parts.executors.processor.is_lost
        return json_response({"ok": well}, 200 if well else 503)

    async def get_ready(self, _: web.Request) -> web.StreamResponse:
        """200 when people are answered as they should be, else 503; what is wrong is told on the private port."""
        ready = await self.health.is_ready()
        return json_response({"ok": ready}, 200 if ready else 503)

    async def _report(self) -> dict[str, Any]:
        return await self.health.report()

    def _account(self) -> WeChatAccount:
        parts, needs = self.parts, self.parts.wechat_needs()
        return WeChatAccount(
            parts.settings,
            lambda http: make_service(needs, self.turns, http),
            parts.channels,
            parts.metrics,
            parts.clock,
            parts.background,
            parts.executors,
            self._unstored,
            parts.address_limits.refused_pushes,
        )

    def _sign_in_pages(self, account: WeChatAccount) -> SignInPages:
        parts = self.parts
        sign_in = SignIn([sign_in_key(parts.root, parts.settings)], parts.clock)
        return SignInPages(sign_in, parts.settings, lambda: account.service)

    def _add_routes(self) -> None:
        app, parts, settings = self.app, self.parts, self.parts.settings
        app.router.add_get("/healthz", self.get_health)
        app.router.add_get("/readyz", self.get_ready)
        signed_in: SignedIn = self.sign_in.person if self.sign_in else lambda _: None
        visitors = Visitors(
            parts.sessions,
            parts.session_limit,
            parts.address_limits,
            parts.metrics,
            signed_in,
            is_https=settings.server.public_url.startswith("https://"),
        )
        uploads = Uploads(settings.limits.uploads_at_once)
        form = FormLimits(
            settings.tickets.picture_bytes, settings.tickets.pictures_per_ticket, settings.limits.upload_bytes
        )
        self.desk.add_routes(app, uploads, form)
        executors, library, clock = parts.executors, parts.library, parts.clock
        MessageApi(lambda: self.turns, visitors, parts.intake, uploads, settings, self._unstored).add_routes(app)
        knowledge = KnowledgeApi(
            library, parts.search_box, visitors, parts.database, clock, parts.metrics, settings, executors
        )
        knowledge.add_routes(app)
        TicketApi(parts.live, parts.owners, parts.pictures, visitors, executors).add_routes(app)
        HistoryApi(lambda: self.turns, parts.live, visitors, executors).add_routes(app)
        self._news = NewsApi(lambda: self.wakeups, visitors)
        self._news.add_routes(app)
        templates = self._templates
        PrivacyPage(settings, templates, COOKIE_DAYS).add_routes(app)
        HumanPage(library, templates).add_routes(app)
        GuideWalkPage(library, templates, clock).add_routes(app)
        VerifyFiles(parts.directory / "verify", executors.database_call).add_routes(app)
        run = executors.processor_call
        limits = ChatLimits(form.pictures, form.picture_bytes, settings.limits.text_chars)
        Widget(read_origins(settings.server.widget_origins), limits, templates, self._files).add_routes(app)
        box, reads = parts.search_box, PageReads(parts.usage, visitors)
        add_pages(app, library, box, knowledge.missed, templates, self._files, reads, run, limits, clock)
        database = executors.database_call
        refused = RefusedForms(parts.kept_forms, visitors, database)
        desk, owners, intake = parts.desk, parts.owners, parts.intake
        TicketPage(desk, owners, intake, visitors, templates, uploads, form, library, database, refused).add_routes(app)
        keep, pictures = executors.picture_call, parts.pictures
        RecoveryPage(owners, pictures, visitors, visitors, templates, database, keep, refused).add_routes(app)

    # ── what runs while the application does, in the order of starting ────────────────────────

    async def _threads(self, _: web.Application) -> AsyncIterator[None]:
        # For libraries that name no executor (looking up a host's name, sending a file): ours never use it.
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(2, "libraries"))
        yield
        self.parts.executors.close()

    async def _housekeeping(self, _: web.Application) -> AsyncIterator[None]:
        self.parts.background.start("content", self.parts.library.watch, every_s=0.0)
        self.parts.background.start("tidy", self.parts.tidy, every_s=_TIDY_EVERY_S)
        self.parts.background.start("search box", self.parts.warm_search, every_s=_WARM_EVERY_S)
        self.parts.background.start("sentence model", self.parts.open_model)
        self.parts.background.start("usage", self.parts.count_usage, every_s=_COUNT_EVERY_S)
        yield
        self.parts.library.close()
        self.parts.database.dispose()

    async def _picture_processes(self, _: web.Application) -> AsyncIterator[None]:
        self.parts.background.start("pictures", self.parts.picture_processes.warm)
        yield
        await self.parts.picture_processes.close()

    async def _assistant(self, _: web.Application) -> AsyncIterator[None]:
        parts, settings = self.parts, self.parts.settings
        executors, background, database = parts.executors, parts.background, parts.executors.database_call
        async with aiohttp.ClientSession() as http:
            servers = RasaServers(rasa_urls(settings))
            rasa = RasaClient(http, servers, parts.secret, settings.assistant.deadline_s)
            background.start("rasa", partial(servers.check, http), every_s=CHECK_EVERY_S)
            answers = Answers(
                queue=parts.queue,
                private=parts.private,
                rasa=rasa,
                library=parts.library,
                settings=settings,
                clock=parts.clock,
                metrics=parts.metrics,
                usage=parts.usage,
                channels=parts.channels,
                executors=executors,
                eraser=parts.eraser,
                live=LiveTurns(parts.live, parts.private, database, self.live.tell_agents, parts.may_ask_for_person),
                whereabouts=parts.whereabouts,
            )
            self.wakeups = wakeups = choose_wakeups(settings, parts.database, executors.database_call)
            if not isinstance(wakeups, InProcessWakeups):
                background.start("wakeups", wakeups.run)
            background.start("content news", partial(hear_of_versions, wakeups, parts.library.look_now))
            background.start("live", self.live.sweep, every_s=SWEEP_S)
            self.turns = Turns(parts.queue, parts.care, parts.private, answers, wakeups, settings, database)
            self.health = Health(
                rasa,
                servers,
                f"{actions_url(settings)}/health",
                http,
                background,
                parts.library,
                parts.database,
                database,
                parts.refused,
                wechat_trouble=self.account.trouble if self.account else None,
                wechat_pushes=self.account.pushes if self.account else None,
                turns_trouble=self.turns.trouble,
                hung_threads=lambda: parts.executors.processor.hung,
                writing_trouble=partial(writing_trouble, written_folders(parts.directory, parts.database)),
            )
            yield
            await wakeups.close()

    async def _outbox(self, _: web.Application) -> AsyncIterator[None]:
        parts, database = self.parts, self.parts.executors.database_call
        deliver: dict[str, Deliver] = {"web": self._news.tell}
        tell_line: dict[str, TellLine] = {"web": self._news.tell_line}
        if self.account is not None:
            deliver["wechat"], tell_line["wechat"] = self.account.deliver, self.account.tell_line
        async with aiohttp.ClientSession() as http:
            tokens = parts.reply_tokens if parts.settings.mail.inbox else None
            senders = make_senders(parts.settings, http, parts.clock, tokens)
            senders["person"] = PersonSender(deliver)
            ways = make_ways(parts.settings, parts.desk, parts.pictures, senders, database)
            every_way: list[Way] = [*ways, LiveWay(parts.live, tell_line, database), *staff_ways(parts.settings)]
            for way in every_way:
                worker = OutboxWorker(parts.database, way, database, parts.clock)
                parts.background.start(f"outbox {way.kind}", worker.run)
            if parts.replies is not None:
                parts.background.start("mail inbox", parts.replies.look, every_s=parts.settings.mail.inbox_every_s)
            if parts.settings.mail.host:
                place = "published" if parts.settings.content.source == "published" else socket.gethostname()
                refusals = RefusalMail(parts.refused, parts.database, place, parts.clock)
                look = partial(database, refusals.look)
                parts.background.start("content mail", look, every_s=_REFUSALS_EVERY_S)
            yield

    async def _sweeping(self, _: web.Application) -> AsyncIterator[None]:
        """Last to start, when every channel is there, and first to end, while all it works with is still open."""
        self.parts.background.start("sweep", self.turns.workers.run)
        yield
        await self.parts.background.close()
        await self.turns.workers.close()
