"""`/privacy`: what is kept of people, why, how long, who sees it, how it is erased; its numbers are the settings."""

from __future__ import annotations

from aiohttp import web

from common.settings import Settings
from tickets.retention import UPLOAD_DAYS
from web.templating import Templates

PAGE = "/privacy"


class PrivacyPage:
    """The page; it promises nothing that the settings do not hold."""

    def __init__(self, settings: Settings, templates: Templates, cookie_days: int) -> None:
        """Tell of this installation; a browser keeps its cookie for `cookie_days` after the last visit."""
        self._settings = settings
        self._cookie_days = cookie_days
        self._templates = templates

    def add_routes(self, app: web.Application) -> None:
        """Serve it."""
        app.router.add_get(PAGE, self.show)

    async def show(self, request: web.Request) -> web.Response:
        """The page."""
        settings = self._settings
        return self._templates.page(
            "privacy.html",
            request=request,
            keep=settings.privacy,
            tickets=settings.tickets,
            wechat=settings.wechat.enabled,
            upload_days=UPLOAD_DAYS,
            cookie_days=self._cookie_days,
            mail=bool(settings.mail.host),
            webhook=bool(settings.webhook.url),
            webhook_pictures=settings.webhook.pictures,
            redis=bool(settings.storage.redis_url),
        )
