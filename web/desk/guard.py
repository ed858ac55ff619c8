"""What stands before everything under `/desk`: signed in, in the right role, and posted from our own page."""

from __future__ import annotations

import ipaddress
import logging
from urllib.parse import quote

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from common.off_loop import OffLoop
from common.settings import DeskSettings
from tickets.accounts import Accounts, DeskAccount
from tickets.desk_sessions import DeskSessions, form_token, is_form_token
from web.bodies import BadRequestError
from web.desk.fields import posted_fields
from web.desk.shell import FORM_FIELD, FORM_HEADER, HOME, DeskPages, admit

log = logging.getLogger(__name__)
SIGN_IN = f"{HOME}/sign-in"
_COOKIE = "desk"
_TOKEN_CHARS = 100
_SAFE = ("GET", "HEAD")
_STALE = "这一页放得太久，或者您在别处重新登录过。请刷新页面，再做一次"
# What a page of the desk may do: scripts, styles and pictures of our own, nothing inline, never in a frame.
DESK_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


class DeskDoor:
    """Knows who a browser is, by its cookie or by what a trusted proxy says."""

    def __init__(
        self,
        accounts: Accounts,
        sessions: DeskSessions,
        settings: DeskSettings,
        database: OffLoop,
        *,
        is_https: bool,
    ) -> None:
        """`is_https` keeps the cookie off plain HTTP."""
        self.accounts = accounts
        self.sessions = sessions
        self.database = database
        self._header = settings.sign_in_header
        self._networks = [
            ipaddress.ip_network(part.strip(), strict=False) for part in settings.trusted_proxies.split(",") if part
        ]
        self.is_https = is_https

    async def recognise(self, request: web.Request) -> tuple[DeskAccount | None, str, bool]:
        """Who asks, the token of their session, and whether that is new and must be given to the browser."""
        token = cookie_of(request)
        account = await self.database(self.sessions.account, token) if token else None
        name = self._proxy_name(request)
        if not name or (account is not None and account.name == name):
            return account, token, False
        # The proxy has the last word: whoever it names takes the place of who was signed in here before.
        named = await self.database(self.accounts.find, name)
        if named is None:
            return None, "", False
        return named, await self.database(self.sessions.begin, named, token, way="proxy"), True

    def remember(self, response: web.StreamResponse, token: str) -> None:
        """Give the browser its session: no script reads it, no other site's page sends it."""
        response.set_cookie(_COOKIE, token, path=HOME, httponly=True, samesite="Strict", secure=self.is_https)

    def forget(self, response: web.StreamResponse) -> None:
        """Take it back."""
        response.del_cookie(_COOKIE, path=HOME, httponly=True, samesite="Strict", secure=self.is_https)

    def _proxy_name(self, request: web.Request) -> str:
        if not self._header:
            return ""
        try:
            peer = ipaddress.ip_address(request.remote or "")
        except ValueError:
            return ""
        if not any(peer in network for network in self._networks):
            return ""
        raw = request.headers.get(self._header, "")
        try:  # a header is bytes; names are written in UTF-8
            return raw.encode("utf-8", "surrogateescape").decode().strip()
        except UnicodeDecodeError:
            return ""


def cookie_of(request: web.Request) -> str:
    """The session token a browser brought; empty for none."""
    token = request.cookies.get(_COOKIE, "")
    return token if len(token) <= _TOKEN_CHARS else ""


def guard_middleware(door: DeskDoor, pages: DeskPages) -> Middleware:
    """The middleware: it leaves everything that is not under `/desk` alone."""

    @web.middleware
    async def guard_desk(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path != HOME and not request.path.startswith(HOME + "/"):
            return await handler(request)
        try:
            response = await _guarded(request, handler)
        except web.HTTPException as error:
            _protect(error)
            raise
        if not response.prepared:  # a stream is on its way already; its room sent the headers
            _protect(response)
        return response

    async def _guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path == SIGN_IN:
            return await handler(request)
        account, token, is_new = await door.recognise(request)
        if account is None:
            return _to_sign_in(request, pages)
        admit(request, account, form_token(token))
        response = await _served(request, handler, account, token)
        if is_new and not response.prepared:
            door.remember(response, token)
        return response

    async def _served(request: web.Request, handler: Handler, account: DeskAccount, token: str) -> web.StreamResponse:
        try:
            if request.match_info.http_exception is not None:
                raise request.match_info.http_exception
            if not pages.knows(request):
                raise web.HTTPNotFound
            if not pages.admits(request, account):
                log.warning("desk_refused account=%d", account.id)
                return _trouble(request, pages, 403, f"这一页不是给「{account.titles()}」的")
            if request.method not in _SAFE and not is_form_token(token, await _given_token(request)):
                return _trouble(request, pages, 403, _STALE)
            return await handler(request)
        except BadRequestError as error:
            return _trouble(request, pages, error.status, str(error))
        except (web.HTTPNotFound, web.HTTPMethodNotAllowed) as error:
            return _trouble(request, pages, error.status, "没有这个页面，或者它已经不在了")

    return guard_desk


async def _given_token(request: web.Request) -> str:
    if given := request.headers.get(FORM_HEADER, ""):
        return given
    if request.content_type != "application/x-www-form-urlencoded":
        return ""  # pictures come by script, which has the header
    return (await posted_fields(request)).get(FORM_FIELD, "")


def _to_sign_in(request: web.Request, pages: DeskPages) -> web.StreamResponse:
    target = f"{SIGN_IN}?next={quote(request.path_qs if request.method == 'GET' else HOME, safe='/')}"
    if request.headers.get("HX-Request"):
        return web.Response(status=401, headers={"HX-Redirect": SIGN_IN})
    if request.method == "GET" and request.headers.get("Sec-Fetch-Site") == "cross-site":
        # A link in a mail: a strict cookie does not come along, but it does when our own page goes on from here.
        return pages.outside("desk/once_more.html", target=request.path_qs)
    if request.method != "GET":
        return pages.outside("desk/trouble.html", status=401, sentence="您已经退出登录，请重新登录再做一次")
    raise web.HTTPSeeOther(target)


def _trouble(request: web.Request, pages: DeskPages, status: int, sentence: str) -> web.StreamResponse:
    if request.headers.get("HX-Request") or "text/html" not in request.headers.get("Accept", "text/html"):
        return web.json_response({"ok": False, "error": sentence, "status": status}, status=status)
    return pages.page(request, "desk/trouble.html", status=status, sentence=sentence)


def _protect(response: web.StreamResponse) -> None:
    response.headers["Content-Security-Policy"] = DESK_POLICY
    response.headers["X-Frame-Options"] = "DENY"
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers["X-Robots-Tag"] = "noindex"
