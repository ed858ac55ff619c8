"""Silent sign-in for pages opened inside WeChat: chat, pages and tickets belong to one person.

The openid never reaches the browser: the cookie holds the pseudonym the channel knows the person by, signed.
Source: https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsaccesstoken
"""

from __future__ import annotations

import hashlib
import hmac
import logging
from pathlib import Path
from urllib.parse import urlencode

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.channels.wechat.callback import SERVICE_KEY
from bot.channels.wechat.contacts import CHANNEL
from bot.gateway.keys import CLOCK_KEY, SETTINGS_KEY
from bot.serving.secret_files import kept_secret, storage_directory
from common.clock import Clock
from tickets.model import Person
from wechat.errors import RefusedError, WeChatError
from wechat.oauth import StateSigner, authorize_url

log = logging.getLogger(__name__)
LOGIN_PATH = "/wechat/login"
RETURN_PATH = "/wechat/signed-in"
NONCE_COOKIE = "wechat_nonce"
PERSON_COOKIE = "wechat_person"
TRIED_COOKIE = "wechat_tried"
_BROWSER = "MicroMessenger"
"""What the browser inside WeChat calls itself (https://developers.weixin.qq.com/doc/service/guide/h5/)."""
_PAGES = ("/help", "/ticket")
_NONCE_S = 600
_PERSON_S = 30 * 86400
_CODE_CHARS = 128


class SignIn:
    """Signs and reads the cookie that says who the person is."""

    def __init__(self, key: str, clock: Clock) -> None:
        """The key must stay the same across restarts, or everybody signs in again."""
        self._key = key.encode()
        self._clock = clock
        self.states = StateSigner(hashlib.sha256(self._key + b"state").digest(), clock=clock)

    def make_cookie(self, pseudonym: str) -> str:
        """The cookie of a person, good for a month."""
        body = f"{pseudonym}.{int(self._clock.now().timestamp()) + _PERSON_S}"
        return f"{body}.{self._mark(body)}"

    def read_cookie(self, cookie: str) -> str | None:
        """The pseudonym in a cookie; None when it is not ours or too old."""
        body, _, mark = cookie.rpartition(".")
        if not hmac.compare_digest(mark.encode("utf-8", "replace"), self._mark(body).encode()):
            return None
        pseudonym, _, ends = body.rpartition(".")
        return pseudonym if int(ends) > self._clock.now().timestamp() else None

    def _mark(self, body: str) -> str:
        return hmac.new(self._key, body.encode("utf-8", "replace"), hashlib.sha256).hexdigest()


SIGN_IN_KEY = web.AppKey("wechat_sign_in", SignIn)


def install(app: web.Application, root: Path) -> None:
    """Add the two addresses when there is an account and a public address to come back to."""
    settings = app[SETTINGS_KEY]
    if not settings.wechat.enabled or not settings.server.public_url:
        return
    key = kept_secret(storage_directory(root, settings) / "wechat_sign_in_key")
    app[SIGN_IN_KEY] = SignIn(key, app[CLOCK_KEY])
    app.router.add_get(LOGIN_PATH, get_login)
    app.router.add_get(RETURN_PATH, get_signed_in)
    if settings.wechat.sign_in:
        app.middlewares.append(sign_in_middleware)


@web.middleware
async def sign_in_middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Send whoever opens a page inside WeChat to sign in first; once, so that a failure shows the page all the same."""
    is_page = request.path == "/" or any(request.path == page or request.path.startswith(f"{page}/") for page in _PAGES)
    inside = request.method == "GET" and is_page and _BROWSER in request.headers.get("User-Agent", "")
    if not inside or TRIED_COOKIE in request.cookies or signed_in_person(request) is not None:
        return await handler(request)
    response = _redirect(f"{LOGIN_PATH}?{urlencode({'to': request.path_qs})}")
    _set_cookie(response, TRIED_COOKIE, "1", _NONCE_S, request.app[SETTINGS_KEY].server.public_url)
    return response


def signed_in_person(request: web.Request) -> Person | None:
    """The WeChat person whose browser this is; None for everybody else."""
    sign_in = request.app.get(SIGN_IN_KEY)
    cookie = request.cookies.get(PERSON_COOKIE, "")
    pseudonym = sign_in.read_cookie(cookie) if sign_in is not None and cookie else None
    return Person(CHANNEL, pseudonym) if pseudonym else None


async def get_login(request: web.Request) -> web.StreamResponse:
    """Send the browser to WeChat, which sends it back at once without asking the person anything."""
    settings, sign_in = request.app[SETTINGS_KEY], request.app[SIGN_IN_KEY]
    nonce = sign_in.states.make_nonce()
    public_url = settings.server.public_url.rstrip("/")
    state = sign_in.states.make(nonce, _own_path(request.query.get("to", "/")))
    response = _redirect(authorize_url(settings.wechat.app_id, public_url + RETURN_PATH, state))
    _set_cookie(response, NONCE_COOKIE, nonce, _NONCE_S, public_url)
    return response


async def get_signed_in(request: web.Request) -> web.StreamResponse:
    """Exchange the code, remember the person, and go on to a clean address; a second use of the code does no harm."""
    sign_in = request.app[SIGN_IN_KEY]
    try:
        path = sign_in.states.check(request.query.get("state", ""), request.cookies.get(NONCE_COOKIE, ""))
    except RefusedError as refusal:
        log.warning("wechat_sign_in_refused reason=%s", refusal.reason)
        return _redirect("/")
    response = _redirect(path)
    public_url = request.app[SETTINGS_KEY].server.public_url
    try:
        service = request.app[SERVICE_KEY]
        person = await service.client.exchange_code(request.query.get("code", "")[:_CODE_CHARS])
    except WeChatError as error:
        # The back button brings a used code (40163): the page works without, as for anybody in a browser.
        log.warning("wechat_sign_in_failed error=%s", error)
        return response
    if not person.is_snapshot:  # a snapshot page's user is virtual: nothing may be tied to them
        pseudonym = service.contacts.pseudonym(person.openid)
        _set_cookie(response, PERSON_COOKIE, sign_in.make_cookie(pseudonym), _PERSON_S, public_url)
    response.del_cookie(NONCE_COOKIE, path="/wechat")
    return response


def _own_path(path: str) -> str:
    """A path of ours; anything that could lead to another host becomes the front page."""
    safe = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable() and "\\" not in path
    return path if safe else "/"


def _redirect(location: str) -> web.Response:
    return web.Response(status=302, headers={"Location": location, "Cache-Control": "no-store"})


def _set_cookie(response: web.Response, name: str, value: str, seconds: int, public_url: str) -> None:
    path = "/wechat" if name == NONCE_COOKIE else "/"
    secure = public_url.startswith("https://")
    response.set_cookie(name, value, max_age=seconds, path=path, httponly=True, secure=secure, samesite="Lax")
