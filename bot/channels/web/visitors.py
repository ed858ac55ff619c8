"""Who is on the web: by the page's session token, by its cookie on the plain pages, or signed in through WeChat."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aiohttp import web

from bot.channels.web.requests import text_field
from bot.serving.doors import ADDRESS, OWN_PAGE, SESSIONS, AddressLimits
from bot.serving.limits import RateLimiter
from bot.serving.metrics import Metrics
from bot.serving.sessions import Sessions, UnknownSessionError
from tickets.model import Person
from web.bodies import BadRequestError

CHANNEL = "web"
COOKIE = "visitor"
SESSION_HEADER = "X-Session"
_COOKIE_PATH = "/"
"""The whole site: the stream of news carries no header, and the chat goes on as whom the ticket page knows."""
COOKIE_DAYS = 180
"""As long as a closed ticket is kept; whoever comes back within it finds their tickets."""
_TOKEN_CHARS = 200
_CHARS_OF_ONE = 100
"""So many characters count as one message more."""
_UNKNOWN = "会话已经失效，请刷新页面后再试（程序请先向 POST /api/v1/session 要一个 session）"

SignedIn = Callable[[web.Request], Person | None]
"""Finds the person another channel knows this browser by."""


def token_holder(sessions: Sessions) -> Callable[[web.Request], str]:
    """Finds the key of whoever a request's header or cookie was signed for; empty when it has neither."""

    def who(request: web.Request) -> str:
        for token in (request.headers.get(SESSION_HEADER, ""), request.cookies.get(COOKIE, "")):
            if token and len(token) <= _TOKEN_CHARS and sessions.is_signed(token):
                return sessions.conversation_key(token)
        return ""

    return who


class Visitors:
    """Reads and issues what says who a browser is; what nobody here signed stands for nobody."""

    def __init__(
        self,
        sessions: Sessions,
        session_limit: RateLimiter,
        address_limits: AddressLimits,
        metrics: Metrics,
        signed_in: SignedIn,
        *,
        is_https: bool,
    ) -> None:
        """`session_limit` is how many messages one person may send; `is_https` keeps the cookie off plain HTTP."""
        self._sessions = sessions
        self._session_limit = session_limit
        self._address_limits = address_limits
        self._metrics = metrics
        self._signed_in = signed_in
        self._is_https = is_https

    # ── the API: a token in the body or a header ──────────────────────────────────────────────

    def token_of(self, request: web.Request, body: dict[str, Any] | None = None) -> str:
        """The token a request carries, in its body or its header; empty when there is none.

        Raises:
            BadRequestError: it is no token of ours, or it has ended.
        """
        token = text_field(body, "session") if body is not None else ""
        token = token or request.headers.get(SESSION_HEADER, "")
        if len(token) > _TOKEN_CHARS:
            raise BadRequestError("「session」太长")
        if token and not self._sessions.is_signed(token):
            raise BadRequestError(_UNKNOWN, 401)
        return token

    def new_token(self) -> str:
        """A token for somebody who has none."""
        return self._sessions.new_token()

    def person(self, request: web.Request, token: str) -> Person:
        """The WeChat person signed in in that browser, or whoever holds the token.

        Raises:
            BadRequestError: it is no token of ours, or it has ended.
        """
        try:
            return self._signed_in(request) or Person(CHANNEL, self._sessions.conversation_key(token))
        except UnknownSessionError as error:
            raise BadRequestError(_UNKNOWN, 401) from error

    def person_if_any(self, request: web.Request, body: dict[str, Any] | None = None) -> Person | None:
        """Who a request comes from; None without a token and without a sign-in.

        Raises:
            BadRequestError: its token is none of ours.
        """
        token = self.token_of(request, body)
        return self.person(request, token) if token else self._signed_in(request)

    async def wait_s(self, person: Person) -> int:
        """0 when this person may send one more message (it is counted), else the seconds to wait."""
        wait_s = await self._session_limit.wait_s(person.conversation_key)
        if wait_s:
            self._metrics.refused("session_limit")
        return wait_s

    def address(self, request: web.Request) -> str:
        """What the limits of an address go by."""
        address: str = request[ADDRESS]
        return address

    def is_own_page(self, request: web.Request) -> bool:
        """Whether another site's page may not have sent it: only then a look counts as one."""
        own: bool = request[OWN_PAGE]
        return own

    async def session_wait_s(self, request: web.Request) -> int:
        """0 when one more conversation may begin from this address (it is counted), else the seconds to wait."""
        wait_s = await self._address_limits.by_kind[SESSIONS].wait_s(request[ADDRESS])
        if wait_s:
            self._metrics.refused("address_limit")
        return wait_s

    async def ticket_wait_s(self, request: web.Request) -> int:
        """0 when one more ticket may be opened from this address today (it is counted), else the seconds to wait."""
        wait_s = await self._address_limits.tickets_a_day.wait_s(request[ADDRESS])
        if wait_s:
            self._metrics.refused("tickets_a_day")
        return wait_s

    async def recovery_wait_s(self, request: web.Request, number: str) -> int:
        """0 when one more recovery code may be tried from this address and for this ticket, else the seconds."""
        limits, address = self._address_limits, request[ADDRESS]
        tries = (
            (limits.recoveries_an_hour, f"{address} {number}"),
            (limits.address_recoveries_an_hour, address),
            (limits.ticket_recoveries_an_hour, number),  # last: who is refused before cannot fill it
        )
        for limiter, key in tries:
            if wait_s := await limiter.wait_s(key):
                self._metrics.refused("recoveries")
                return wait_s
        return 0

    async def feedback_wait_s(self, request: web.Request, person: Person | None) -> int:
        """0 when one more verdict may be kept of this person and this address (it is counted), else the seconds."""
        nameless = self._address_limits.nameless_feedback
        if wait_s := await (self.wait_s(person) if person else nameless.wait_s(request[ADDRESS])):
            return wait_s
        if wait_s := await self._address_limits.feedback_a_day.wait_s(request[ADDRESS]):
            self._metrics.refused("feedback_a_day")
        return wait_s

    async def may_miss(self, request: web.Request) -> bool:
        """Whether one more search in vain of this address is kept today (it is counted)."""
        return not await self._address_limits.misses_a_day.wait_s(request[ADDRESS])

    async def text_wait_s(self, request: web.Request, text: str) -> int:
        """0 when a text of that length may be sent from this address now, else the seconds to wait."""
        cost = -(-len(text) // _CHARS_OF_ONE) or 1
        wait_s = await self._address_limits.texts.wait_s(request[ADDRESS], cost)
        if wait_s:
            self._metrics.refused("address_limit")
        return wait_s

    async def pictures_wait_s(self, request: web.Request, count: int) -> int:
        """0 when so many more pictures may be sent from this address today, else the seconds to wait."""
        for _ in range(count):
            if wait_s := await self._address_limits.pictures_a_day.wait_s(request[ADDRESS]):
                self._metrics.refused("pictures_a_day")
                return wait_s
        return 0

    # ── the plain pages: the same token in a cookie ───────────────────────────────────────────

    def token(self, request: web.Request) -> str:
        """The token of the cookie, or a fresh one."""
        token = request.cookies.get(COOKIE, "")
        return token if self._sessions.is_signed(token) else self._sessions.new_token()

    def is_known(self, request: web.Request) -> bool:
        """Whether the browser brought a cookie of ours."""
        return self._sessions.is_signed(request.cookies.get(COOKIE, ""))

    def cookie_person(self, request: web.Request) -> Person | None:
        """Who the cookie (or the sign-in) stands for; None for whoever was never here."""
        token = request.cookies.get(COOKIE, "")
        return self.person(request, token) if self._sessions.is_signed(token) else self._signed_in(request)

    def remember(self, response: web.StreamResponse, token: str) -> None:
        """Let the plain pages know a session: scripts cannot read the cookie, other sites cannot use it.

        Only for a token that the browser proved to hold (its cookie, its header) or that was made for it just now;
        one out of a body could be somebody else's, put there to see what this person will write.
        """
        response.set_cookie(
            COOKIE,
            token,
            path=_COOKIE_PATH,
            max_age=COOKIE_DAYS * 24 * 3600,
            httponly=True,
            samesite="Strict",
            secure=self._is_https,
        )

    def unreadable(self, person: Person, name: str) -> str:
        """A name that a browser gave, so that it can be stored: people write numbers everywhere."""
        return self._sessions.unreadable(person.conversation_key, name)

    def seal(self, token: str, form: str) -> str:
        """Proof that this form was shown to this visitor."""
        return self._sessions.form_seal(token, form)

    def is_seal(self, token: str, form: str, seal: str) -> bool:
        """Whether a form was shown to this visitor."""
        return self._sessions.is_seal(token, form, seal)
