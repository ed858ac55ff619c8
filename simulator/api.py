"""The stand-in for api.weixin.qq.com: every call our client makes, errors as HTTP 200 JSON, everything recorded."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from typing import Any

from aiohttp import web

from common.clock import Clock
from simulator.account import Account, Tokens
from simulator.codes import SignInCodes
from simulator.faults import Fault, Faults
from simulator.files import UPLOAD_BYTES, Files
from simulator.people import SimulatedPerson
from simulator.rules import RejectedError, check_template, find_person, read_custom
from simulator.templates import TemplateList

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
_NO_TOKEN = frozenset({"/", "/cgi-bin/stable_token", "/cgi-bin/token", "/sns/oauth2/access_token"})
_SPENT = {
    45015: "response out of time limit or subscription is canceled",
    45047: "out of response count limit",
}


@dataclass(frozen=True)
class Call:
    """One request to the API: what a test may assert about it (the token is not kept)."""

    path: str
    at: datetime
    payload: dict[str, Any] = field(default_factory=dict)
    raw: bytes = b""
    code: int = 0


class Api:
    """The API's state and its routes."""

    def __init__(self, account: Account, people: dict[str, SimulatedPerson], clock: Clock) -> None:
        self.account = account
        self.people = people
        self.clock = clock
        self.tokens = Tokens(clock)
        self.files = Files(clock)
        self.faults = Faults()
        self.calls: list[Call] = []
        self.quota: dict[str, int] = {}
        """Calls a day by path; beyond it 45009."""
        self.menu: dict[str, Any] | None = None
        self.templates = TemplateList(account, clock)
        self._used: Counter[tuple[str, object]] = Counter()
        self.codes = SignInCodes(clock)

    def make_app(self) -> web.Application:
        """The aiohttp application."""
        app = web.Application(middlewares=[self._guard], client_max_size=12 << 20)
        app.on_response_prepare.append(self._stamp)
        for method, path, handler in (
            ("GET", "/", self._front),
            ("POST", "/cgi-bin/stable_token", self._stable_token),
            ("GET", "/cgi-bin/token", self._classic_token),
            ("POST", "/cgi-bin/message/custom/send", self._custom_send),
            ("POST", "/cgi-bin/media/upload", self._upload),
            ("GET", "/cgi-bin/media/get", self._download),
            ("GET", "/cgi-bin/ticket/getticket", self._ticket),
            ("GET", "/sns/oauth2/access_token", self._sign_in),
            ("POST", "/cgi-bin/message/template/send", self._template),
            ("POST", "/cgi-bin/message/subscribe/bizsend", self._notice),
            ("POST", "/cgi-bin/menu/create", self._menu_create),
            ("GET", "/cgi-bin/menu/get", self._menu_get),
            ("GET", "/cgi-bin/get_current_selfmenu_info", self._menu_current),
            ("GET", "/cgi-bin/menu/delete", self._menu_delete),
            ("GET", "/cgi-bin/getcallbackip", self._addresses),
            ("POST", "/cgi-bin/callback/check", self._callback_check),
            ("POST", "/cgi-bin/clear_quota", self._clear_quota),
        ):
            app.router.add_route(method, path, handler)
        return app

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        raw = b"" if request.content_type.startswith("multipart/") else await request.read()
        path, code = request.path, 0
        fault = self.faults.take(path)
        try:
            if fault is not None and fault.kind != "lost":
                early = await self._suffer(request, fault)
                if early is not None:
                    code = fault.code
                    return early
            self._admit(request)
            answer = await handler(request)
            if fault is not None and fault.kind == "lost":
                _cut(request)
        except RejectedError as rejection:
            code = rejection.code
            return _json({"errcode": code, "errmsg": rejection.message + _rid()})
        else:
            return answer
        finally:
            self.calls.append(Call(path, self.clock.now(), _object(raw), raw, code))

    async def _suffer(self, request: web.Request, fault: Fault) -> web.Response | None:
        if fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
            return None
        if fault.kind == "error":
            raise RejectedError(fault.code, "injected")
        if fault.kind == "status":
            return web.Response(status=fault.code, text="<html>bad gateway</html>", content_type="text/html")
        if fault.kind == "garbage":
            return web.Response(text='{"errcode":', content_type="text/plain")
        _cut(request)
        return web.Response()

    def _admit(self, request: web.Request) -> None:
        path = request.path
        if path not in _NO_TOKEN and (wrong := self.tokens.fault(request.query.get("access_token", ""))):
            raise RejectedError(*wrong)
        if address := self.account.blocked_address:
            raise RejectedError(40164, f"invalid ip {address} ipv6 ::ffff:{address}, not in whitelist")
        used = (path, self.clock.now().date())
        self._used[used] += 1
        if path in self.quota and self._used[used] > self.quota[path]:
            raise RejectedError(45009, "reach max api daily quota limit")

    async def _stamp(self, _: web.Request, response: web.StreamResponse) -> None:
        response.headers["Date"] = format_datetime(self.clock.now(), usegmt=True)

    async def _front(self, _: web.Request) -> web.Response:
        return web.Response(text="<html></html>", content_type="text/html")

    async def _payload(self, request: web.Request) -> dict[str, Any]:
        raw = await request.read()
        if not raw:
            raise RejectedError(44002, "empty post data")
        if b"\\u" in raw:
            raise RejectedError(47002, "data format error, do NOT use json unicode encode (\\uxxxx\\uxxxx)")
        payload = _object(raw)
        if not payload:
            raise RejectedError(47001, "data format error")
        return payload

    def _check_secret(self, given: Any, name: str) -> None:
        if given.get("appid") != self.account.app_id:
            raise RejectedError(40013, "invalid appid")
        if self.account.secret_frozen:
            raise RejectedError(40243, "AppSecret has been frozen")
        if given.get("secret") != self.account.app_secret:
            raise RejectedError(40125, "invalid appsecret")
        if given.get("grant_type") != name:
            raise RejectedError(40002, "invalid grant_type")

    async def _stable_token(self, request: web.Request) -> web.Response:
        payload = await self._payload(request)
        self._check_secret(payload, "client_credential")
        value, seconds = self.tokens.stable(force=payload.get("force_refresh") is True)
        return _json({"access_token": value, "expires_in": seconds})

    async def _classic_token(self, request: web.Request) -> web.Response:
        self._check_secret(request.query, "client_credential")
        value, seconds = self.tokens.classic()
        return _json({"access_token": value, "expires_in": seconds})

    async def _custom_send(self, request: web.Request) -> web.Response:
        payload = await self._payload(request)
        person = find_person(self.people, payload)
        message = read_custom(self.account, self.files, payload)
        if code := person.spend(self.clock.now()):
            raise RejectedError(code, _SPENT[code])
        is_ai = payload.get("aimsgcontext") == {"is_ai_msg": 1}
        person.show("custom", message.kind, message.text, self.clock, options=message.options, is_ai=is_ai)
        return _ok()

    async def _upload(self, request: web.Request) -> web.Response:
        kind = request.query.get("type", "")
        file = (await request.post()).get("media")
        if kind not in UPLOAD_BYTES or not isinstance(file, web.FileField):
            raise RejectedError(40004, "invalid media type")
        data = file.file.read()
        if not data or len(data) > UPLOAD_BYTES[kind]:
            raise RejectedError(45001, "media size out of limit")
        media_id = self.files.put(data, file.content_type)
        return _json({"type": kind, "media_id": media_id, "created_at": int(self.clock.now().timestamp())})

    async def _download(self, request: web.Request) -> web.Response:
        file = self.files.get(request.query.get("media_id", ""))
        if file is None:
            raise RejectedError(40007, "invalid media_id")
        if file.video_url:
            return _json({"video_url": file.video_url})
        headers = {"Content-disposition": 'attachment; filename="simulated"'}
        return web.Response(body=file.data, content_type=file.claimed_type, headers=headers)

    async def _ticket(self, _: web.Request) -> web.Response:
        return _json({"errcode": 0, "errmsg": "ok", "ticket": "simulatedticket", "expires_in": 7200})

    async def _sign_in(self, request: web.Request) -> web.Response:
        self._check_secret(request.query, "authorization_code")
        answer = self.codes.exchange(request.query.get("code", ""))
        return web.Response(text=json.dumps(answer), content_type="text/plain")

    async def _template(self, request: web.Request) -> web.Response:
        payload = await self._payload(request)
        number = self.templates.send(self.people.get(str(payload.get("touser", ""))), payload)
        return _json({"errcode": 0, "errmsg": "ok", "msgid": number})

    async def _notice(self, request: web.Request) -> web.Response:
        payload = await self._payload(request)
        person = find_person(self.people, payload, must_follow=False)
        template = str(payload.get("template_id", ""))
        if person.consents.get(template, 0) < 1:
            raise RejectedError(43101, "user refuse to accept the msg")
        text = check_template(self.account, payload)
        person.consents[template] -= 1
        person.show("notice", "subscription", text, self.clock)
        return _ok()

    async def _menu_create(self, request: web.Request) -> web.Response:
        payload = await self._payload(request)
        if not isinstance(payload.get("button"), list) or not 1 <= len(payload["button"]) <= 3:
            raise RejectedError(40016, "invalid button size")
        self.menu = payload
        return _ok()

    async def _menu_get(self, _: web.Request) -> web.Response:
        if self.menu is None:
            raise RejectedError(46003, "menu no exist")
        return _json({"menu": self.menu})

    async def _menu_current(self, _: web.Request) -> web.Response:
        if self.menu is None:
            return _json({"is_menu_open": 0})
        return _json({"is_menu_open": 1, "selfmenu_info": self.menu})

    async def _menu_delete(self, _: web.Request) -> web.Response:
        self.menu = None
        return _ok()

    async def _addresses(self, _: web.Request) -> web.Response:
        return _json({"ip_list": ["127.0.0.1"]})

    async def _callback_check(self, request: web.Request) -> web.Response:
        await self._payload(request)
        return _json({"dns": [{"ip": "127.0.0.1"}], "ping": [{"ip": "127.0.0.1", "package_loss": "0%"}]})

    async def _clear_quota(self, _: web.Request) -> web.Response:
        self._used.clear()
        return _ok()


def _object(raw: bytes) -> dict[str, Any]:
    try:
        value = json.loads(raw) if raw else {}
    except ValueError:
        value = {}
    return value if isinstance(value, dict) else {}


def _ok() -> web.Response:
    return _json({"errcode": 0, "errmsg": "ok"})


def _json(value: dict[str, Any]) -> web.Response:
    return web.Response(body=json.dumps(value, ensure_ascii=False).encode(), content_type="application/json")


def _rid() -> str:
    return f" rid: {secrets.token_hex(4)}-{secrets.token_hex(4)}-{secrets.token_hex(4)}"


def _cut(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()
