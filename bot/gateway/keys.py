"""The shared objects of the gateway's application, under typed keys."""

from __future__ import annotations

from aiohttp import web
from sqlalchemy.engine import Engine

from bot.channels.base import Channels
from bot.conversation.turn import Turns
from bot.gateway.health import Health
from bot.serving.intake import PictureIntake
from bot.serving.limits import RateLimiter
from bot.serving.metrics import Metrics
from bot.serving.sessions import Sessions
from common.clock import Clock
from common.settings import Settings
from faq.library import Library
from tickets.attachments import AttachmentStore
from tickets.desk import Desk

SETTINGS_KEY = web.AppKey("settings", Settings)
CLOCK_KEY = web.AppKey("clock", Clock)
DATABASE_KEY = web.AppKey("database", Engine)
LIBRARY_KEY = web.AppKey("library", Library)
METRICS_KEY = web.AppKey("metrics", Metrics)
SESSIONS_KEY = web.AppKey("sessions", Sessions)
TURNS_KEY = web.AppKey("turns", Turns)
DESK_KEY = web.AppKey("desk", Desk)
PICTURES_KEY = web.AppKey("pictures", AttachmentStore)
CHANNELS_KEY = web.AppKey("channels", Channels)
INTAKE_KEY = web.AppKey("intake", PictureIntake)
HEALTH_KEY = web.AppKey("health", Health)
SESSION_LIMIT_KEY = web.AppKey[RateLimiter]("session_limit")
