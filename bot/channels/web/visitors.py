"""The visitors of the plain ticket page: the chat page's own session, in a cookie for that page only."""

from __future__ import annotations

from aiohttp import web

from bot.channels.web.requests import person_behind
from bot.gateway.keys import ADDRESS_LIMIT_KEY, METRICS_KEY, SESSION_LIMIT_KEY, SESSIONS_KEY, SETTINGS_KEY
from bot.serving.http import client_address
from bot.serving.sessions import Sessions
from tickets.model import Person

COOKIE = "visitor"
PATH = "/ticket"
_COOKIE_DAYS = 180
"""As long as a closed ticket is kept; whoever comes back within it finds their tickets."""


def remember_session(request: web.Request, response: web.StreamResponse, token: str) -> None:
    """Let `/ticket` know a session: scripts cannot read the cookie, other sites cannot use it."""
    if not request.app[SESSIONS_KEY].is_signed(token):
        return
    response.set_cookie(
        COOKIE,
        token,
        path=PATH,
        max_age=_COOKIE_DAYS * 24 * 3600,
        httponly=True,
        samesite="Strict",
        secure=request.app[SETTINGS_KEY].server.public_url.startswith("https://"),
    )


class CookieVisitors:
    """Who is on the page, by that cookie; a cookie nobody signed counts as none."""

    def __init__(self, sessions: Sessions) -> None:
        """Know the gateway's sessions."""
        self._sessions = sessions

    def token(self, request: web.Request) -> str:
        """The token of the cookie, or a fresh one."""
        token = request.cookies.get(COOKIE, "")
        return token if self._sessions.is_signed(token) else self._sessions.new_token()

    def remember(self, request: web.Request, response: web.StreamResponse, token: str) -> None:
        """Set the cookie."""
        remember_session(request, response, token)

    def person(self, request: web.Request, token: str) -> Person:
        """The same person as in the chat."""
        return person_behind(request, token)

    def seal(self, token: str, form: str) -> str:
        """Proof that this form was shown to this visitor."""
        return self._sessions.form_seal(token, form)

    def allow(self, request: web.Request, person: Person) -> bool:
        """The limits of the chat hold here too."""
        address = client_address(request, request.app[SETTINGS_KEY].server.trusted_proxies)
        allowed = request.app[ADDRESS_LIMIT_KEY].allow(address) and request.app[SESSION_LIMIT_KEY].allow(
            person.conversation_key
        )
        if not allowed:
            request.app[METRICS_KEY].refused("ticket_page")
        return allowed
