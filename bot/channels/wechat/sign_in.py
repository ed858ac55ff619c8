"""Silent sign-in for pages opened inside WeChat: chat, pages and tickets belong to one person.

The openid never reaches the browser: the cookie holds the pseudonym the channel knows the person by, signed.
Source: https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsaccesstoken
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from urllib.parse import urlencode

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.channels.wechat.contacts import CHANNEL
from bot.channels.wechat.service import WeChatService
from common.clock import Clock
from common.settings import Settings
from tickets.model import Person
from web.browsers import Browser
from wechat.errors import RefusedError, WeChatError
from wechat.oauth import STATE_S, SignedValues, States, authorize_url, is_state

log = logging.getLogger(__name__)
LOGIN_PATH = "/wechat/login"
RETURN_PATH = "/wechat/signed-in"
_STATE_COOKIE = "wechat_state_"
PERSON_COOKIE = "wechat_person"
TRIED_COOKIE = "wechat_tried"
_PAGES = ("/help", "/ticket")
_EXCHANGE_S = 3.0
"""A page that waits for its sign-in is blank: sooner without it than later with it."""
_PERSON_S = 30 * 86400
_CODE_CHARS = 128


class SignIn:
    """Signs and reads the cookies that say who the person is and where a sign-in is to come back to."""

    def __init__(self, keys: Sequence[str], clock: Clock) -> None:
        """The keys, newest first, must stay the same across restarts, or everybody signs in again."""
        self._people = SignedValues(keys, "person", clock=clock)
        self.states = States(SignedValues(keys, "state", clock=clock))

    def make_cookie(self, pseudonym: str) -> str:
        """The cookie of a person, good for a month."""
        return self._people.make(pseudonym)

    def read_cookie(self, cookie: str) -> str | None:
        """The pseudonym in a cookie; None when it is not ours or too old."""
        try:
            return str(self._people.read(cookie, _PERSON_S))
        except RefusedError:
            return None


class SignInPages:
    """The two addresses of the sign-in, and the middleware that leads browsers inside WeChat to them."""

    def __init__(self, sign_in: SignIn, settings: Settings, service: Callable[[], WeChatService]) -> None:
        """`service` is asked at each sign-in: it is there once the gateway has started."""
        self.sign_in = sign_in
        self._app_id = settings.wechat.app_id
        self._public_url = settings.server.public_url
        self._by_itself = settings.wechat.sign_in
        self._service = service

    def add_routes(self, app: web.Application) -> None:
        """Serve them; to be called before the application starts."""
        app.router.add_get(LOGIN_PATH, self.get_login)
        app.router.add_get(RETURN_PATH, self.get_signed_in)
        if self._by_itself:
            app.middlewares.append(self.lead_to_sign_in)

    @web.middleware
    async def lead_to_sign_in(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Send whoever opens a page inside WeChat to sign in first; once, so that a failure shows the page anyway."""
        path = request.path
        is_page = path == "/" or any(path == page or path.startswith(f"{page}/") for page in _PAGES)
        # 企业微信 is not inside: it knows no service account, and would end on an error page of WeChat's.
        inside = request.method == "GET" and is_page and Browser.of(request).inside_wechat
        if not inside or TRIED_COOKIE in request.cookies or self.person(request) is not None:
            return await handler(request)
        response = _redirect(f"{LOGIN_PATH}?{urlencode({'to': request.path_qs})}")
        _set_cookie(response, TRIED_COOKIE, "1", STATE_S, self._public_url)
        return response

    def person(self, request: web.Request) -> Person | None:
        """The WeChat person whose browser this is; None for everybody else."""
        cookie = request.cookies.get(PERSON_COOKIE, "")
        pseudonym = self.sign_in.read_cookie(cookie) if cookie else None
        return Person(CHANNEL, pseudonym) if pseudonym else None

    async def get_login(self, request: web.Request) -> web.StreamResponse:
        """Send the browser to WeChat, which sends it back at once without asking the person anything."""
        state, kept = self.sign_in.states.make(_own_path(request.query.get("to", "/")))
        response = _redirect(authorize_url(self._app_id, self._public_url.rstrip("/") + RETURN_PATH, state))
        _set_cookie(response, state_cookie(state), kept, STATE_S, self._public_url)
        return response

    async def get_signed_in(self, request: web.Request) -> web.StreamResponse:
        """Exchange the code, remember the person, go on to a clean address; a second use of the code does no harm."""
        state = request.query.get("state", "")
        cookie = state_cookie(state) if is_state(state) else ""
        try:
            path = self.sign_in.states.check(state, request.cookies.get(cookie, ""))
        except RefusedError as refusal:
            log.warning("wechat_sign_in_refused reason=%s", refusal.reason)
            return _redirect("/")
        response = _redirect(path)
        service = self._service()
        try:
            async with asyncio.timeout(_EXCHANGE_S):
                person = await service.client.exchange_code(request.query.get("code", "")[:_CODE_CHARS])
        except (WeChatError, TimeoutError) as error:
            # The back button brings a used code (40163): the page works without, as for anybody in a browser.
            log.warning("wechat_sign_in_failed error=%s", str(error) or "timeout")
            return response
        if not person.is_snapshot:  # a snapshot page's user is virtual: nothing may be tied to them
            pseudonym = service.contacts.pseudonym(person.openid)
            _set_cookie(response, PERSON_COOKIE, self.sign_in.make_cookie(pseudonym), _PERSON_S, self._public_url)
        response.del_cookie(cookie, path="/wechat")
        return response


def state_cookie(state: str) -> str:
    """The cookie of one sign-in: two tabs that sign in at once do not share one."""
    return f"{_STATE_COOKIE}{state}"


def _own_path(path: str) -> str:
    """A path of ours; anything that could lead to another host becomes the front page."""
    safe = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable() and "\\" not in path
    return path if safe else "/"


def _redirect(location: str) -> web.Response:
    return web.Response(status=302, headers={"Location": location, "Cache-Control": "no-store"})


def _set_cookie(response: web.Response, name: str, value: str, seconds: int, public_url: str) -> None:
    path = "/wechat" if name.startswith(_STATE_COOKIE) else "/"
    secure = public_url.startswith("https://")
    response.set_cookie(name, value, max_age=seconds, path=path, httponly=True, secure=secure, samesite="Lax")
