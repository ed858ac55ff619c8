"""What one gateway process is made of: every part built once and handed to those that need it."""

from __future__ import annotations

import os
import secrets
import socket
from datetime import timedelta
from pathlib import Path

from bot.channels.base import Channels
from bot.channels.web.page import PageChannel
from bot.channels.wechat.setup import Needs
from bot.conversation.erasure import Eraser
from bot.conversation.intake import PictureIntake
from bot.conversation.queue import Queue
from bot.conversation.queue_care import QueueCare
from bot.conversation.rasa_trackers import forget_old_trackers, tracker_engine
from bot.conversation.whereabouts import Whereabouts
from bot.gateway.mail_replies import MailReplies
from bot.serving.doors import address_limits
from bot.serving.executors import make_executors
from bot.serving.limits import QUARTER_S, Limiters, MemoryLimiters, RedisLimiters
from bot.serving.metrics import Metrics
from bot.serving.pictures import Pictures
from bot.serving.secret_files import inner_secret, session_key, storage_directory, wechat_key
from bot.serving.sessions import Sessions
from bot.serving.sign_in_tries import SignInTries, TryLimits
from common.background import Background
from common.clock import Clock
from common.errors import Problem
from common.settings import Settings
from dialogue.questions.deadlines import needed_by
from faq.checks.gate import SHARED_FOLDER, CheckGate
from faq.content.canned import CannedTexts
from faq.engine.library import Library
from faq.engine.published import PublishedContent
from faq.finding.search_box import SearchBox
from tickets.access import RecoveryCodes
from tickets.accounts import Accounts
from tickets.agents import AgentDesk
from tickets.attachments import open_attachments
from tickets.content_news import brings_notices
from tickets.content_versions import ContentVersions
from tickets.database import open_database
from tickets.desk import Desk
from tickets.desk_refusals import DeskRefusals
from tickets.desk_sessions import DeskSessions
from tickets.kept_forms import KeptForms
from tickets.live import LiveDesk
from tickets.live_base import PATIENCE
from tickets.mail_tokens import ReplyTokens
from tickets.migrations import migrate
from tickets.owner import OwnersDesk
from tickets.private_values import PrivateValues
from tickets.retention import Retention
from tickets.usage import Usage
from tickets.vault import open_vault

_ASKS_OF_ADDRESS, _ASKS_S = 20, int(PATIENCE.total_seconds())
"""So many stand in line for an agent from one address at most; a school shares one."""


class Parts:
    """All that needs no running event loop."""

    def __init__(self, settings: Settings, root: Path, clock: Clock, library: Library | None) -> None:
        """Open everything; without a `library` that of the project.

        Raises:
            ContentError: the knowledge base has faults.
            BotError: the database cannot be opened.
        """
        self.settings = settings
        self.root = root
        self.clock = clock
        self.metrics = Metrics()
        shared = settings.storage.redis_url
        limiters: Limiters = RedisLimiters(shared) if shared else MemoryLimiters(clock)
        self.address_limits = address_limits(limiters, settings.limits)
        self.session_limit = limiters.limiter("session_messages", settings.limits.session_messages_per_minute)
        tries = settings.desk.sign_ins_per_quarter
        self.asks_of_address = limiters.limiter("live_asks", _ASKS_OF_ADDRESS, _ASKS_S)
        self.whereabouts = Whereabouts()
        sign_in_limits = TryLimits(
            pair=limiters.limiter("desk_pair", tries, QUARTER_S),
            address=limiters.limiter("desk_address", 3 * tries, QUARTER_S),
            name=limiters.limiter("desk_name", 5 * tries, QUARTER_S),
            browser=limiters.limiter("desk_browser", tries, QUARTER_S),
        )
        self.sign_in_tries = SignInTries(sign_in_limits, session_key(root, settings), clock)
        self.directory = storage_directory(root, settings)
        self.database = open_database(settings.storage.database_url, root)
        migrate(self.database)
        source = None
        if settings.content.source == "published":
            versions, cache = ContentVersions(self.database, clock), self.directory / "content/gateway"
            is_told = brings_notices(settings, self.database)
            source = PublishedContent(root, versions, cache, clock, is_told=is_told)
        gate = CheckGate(root / SHARED_FOLDER)
        self.library = library or Library.open(root, clock, source, rarely_asked=True, gate=gate)
        self.canned = CannedTexts(root)
        self.search_box, self.usage = SearchBox(self.library), Usage(self.database, clock)
        self.sessions = Sessions(session_key(root, settings), clock)
        self.secret = inner_secret(root, settings)
        owner = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(4)}"
        self.queue = Queue(self.database, clock, owner=owner)
        self.care = QueueCare(self.database, clock)
        self.channels = Channels(PageChannel())
        vault = open_vault(settings.privacy.encryption_key, self.directory)
        self.private = PrivateValues(self.database, vault, clock)
        self.kept_forms = KeptForms(self.database, vault, clock)
        self.desk = Desk(self.database, vault, settings, clock, needed_by)
        self.live = LiveDesk(self.database, vault, settings, clock, needed_by)
        self.agents = AgentDesk(self.database, vault, settings, clock)
        self.owners = OwnersDesk(self.desk, RecoveryCodes(session_key(root, settings)))
        self.accounts = Accounts(self.database, clock)
        self.desk_sessions = DeskSessions(self.database, settings.desk.session_hours, clock)
        self.desk_refusals = DeskRefusals(self.database, clock)
        self.pictures = open_attachments(self.database, vault, settings, self.directory, clock)
        self.picture_processes = Pictures(settings.pictures, settings.tickets)
        self.background, self.executors = Background(clock), make_executors()
        self.reply_tokens = ReplyTokens(session_key(root, settings))
        self.replies: MailReplies | None = None
        if settings.mail.host and settings.mail.inbox:
            self.replies = MailReplies(
                settings.mail, self.reply_tokens, self.agents, self.pictures, self.picture_processes, self.executors
            )
        self.intake = PictureIntake(
            self.picture_processes, self.pictures, self.library, settings.pictures, self.executors
        )
        self.retention = Retention(self.desk, self.pictures)
        self.trackers = tracker_engine(root, settings)
        self.eraser = Eraser(self.retention, self.trackers, self.channels)

    async def may_ask_for_person(self, conversation: str) -> bool:
        """Whether one more may stand in line for an agent from where a conversation is held; it is counted."""
        return not await self.asks_of_address.wait_s(self.whereabouts.of(conversation))

    def refused(self) -> tuple[Problem, ...]:
        """Why what staff wrote last is not what is served; () when it is."""
        return (*self.library.problems, *self.canned.problems)

    def wechat_needs(self) -> Needs:
        """What the WeChat account is handed."""
        return Needs(
            settings=self.settings,
            clock=self.clock,
            desk=self.desk,
            pictures=self.pictures,
            intake=self.intake,
            library=self.library,
            limiter=self.session_limit,
            executors=self.executors,
            pseudonym_key=wechat_key(self.root, self.settings),
        )

    async def warm_search(self) -> None:
        """Keep the search box's index in step with the knowledge base."""
        await self.executors.processor_call(self.search_box.warm)

    async def open_model(self) -> None:
        """Have the sentence model ready before somebody searches a whole sentence."""
        await self.executors.processor_call(self.library.open_model)

    async def count_usage(self) -> None:
        """Write which answers were read, and learn what the other gateways counted."""
        await self.executors.database_call(self.usage.flush)

    async def tidy(self) -> None:
        """Forget what was kept long enough, and take it out of the logs of the files too."""
        days, run = self.settings.privacy.conversation_days, self.executors.database_call
        await run(self.care.forget_old, days)
        await run(self.retention.run)
        await run(self.live.forget_old, days)
        await run(self.desk_refusals.forget_old)
        await run(forget_old_trackers, self.trackers, self.clock.now() - timedelta(days=days))
        await run(self.eraser.truncate_logs)
