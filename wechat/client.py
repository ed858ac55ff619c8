"""The API client: the calls we make, each with the token handled and a refused call answered once, never in a loop.

Source: https://developers.weixin.qq.com/doc/service/api/
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, TypeVar

import aiohttp

from common.clock import SYSTEM_CLOCK, Clock
from wechat.codes import Outcome
from wechat.errors import ApiError, UncertainError
from wechat.media import Media, VideoAddress, read_media
from wechat.menu import Menu
from wechat.oauth import SignedIn, read_signed_in
from wechat.outgoing import Outgoing, custom_payload
from wechat.tokens import AccessToken, TokenProvider, TokenStore
from wechat.transport import Transport

BASE_URL = "https://api.weixin.qq.com"
TIMEOUT_S = 10.0
MEDIA_BYTES = 10 * 1024 * 1024
_BUSY_RETRIES = 2
_LONGEST_WAIT_S = 5.0

_Result = TypeVar("_Result")


class WeChatClient:
    """One service account's API; its repr and its errors hold no secret."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        app_id: str,
        app_secret: str,
        store: TokenStore,
        *,
        base_url: str = BASE_URL,
        timeout_s: float = TIMEOUT_S,
        clock: Clock = SYSTEM_CLOCK,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Borrow a session; the store is where the processes share the token."""
        self._app_id = app_id
        self._app_secret = app_secret
        self._transport = Transport(session, base_url, timeout_s)
        self._clock = clock
        self._sleep = sleep
        self._tokens = TokenProvider(self._fetch_token, store, clock=clock)

    async def send(self, openid: str, message: Outgoing, *, generated: bool = False, agent: str = "") -> None:
        """Send a customer-service message.

        Raises:
            ApiError: refused; its outcome tells whether to hold it, give it up or raise the alarm.
            UnreachableError: it was not sent.
            UncertainError: it may have been shown already; do not repeat it blindly.
        """
        payload = custom_payload(message, openid, generated=generated, agent=agent)
        await self._post("/cgi-bin/message/custom/send", payload)

    async def download(self, media_id: str, max_bytes: int = MEDIA_BYTES) -> Media | VideoAddress:
        """A file a person sent; it is there for three days, so fetch it when it comes.

        Raises:
            ApiError: WeChat refused (it says so with HTTP 200 and JSON).
            MediaTooLargeError: larger than `max_bytes`.
            MediaError: empty.
        """
        path = "/cgi-bin/media/get"

        async def call(token: AccessToken) -> Media | VideoAddress:
            query = {"access_token": token.value, "media_id": media_id}
            return read_media(path, await self._transport.get_bytes(path, query, max_bytes))

        return await self._with_token(call)

    async def upload(self, kind: str, data: bytes, filename: str, content_type: str) -> str:
        """Upload a file for three days; gives its media_id. `kind` is image, voice, video or thumb."""
        path = "/cgi-bin/media/upload"

        async def call(token: AccessToken) -> dict[str, Any]:
            form = aiohttp.FormData()
            form.add_field("media", data, filename=filename, content_type=content_type)
            return await self._transport.post_form(path, {"access_token": token.value, "type": kind}, form)

        return _text_in(await self._with_token(call), "media_id", path)

    async def create_menu(self, menu: Menu) -> None:
        """Replace the menu at the foot of the chat; phones show the new one within five minutes."""
        await self._post("/cgi-bin/menu/create", menu.payload())

    async def get_menu(self) -> dict[str, Any]:
        """The menu that is set now, as WeChat tells it."""
        return await self._get("/cgi-bin/menu/get")

    async def current_menu(self) -> dict[str, Any]:
        """The menu people see now, whether it was made by this API or on the platform's pages; empty without one.

        Source: https://developers.weixin.qq.com/doc/service/api/custommenu/api_getcurrentselfmenuinfo.html
        """
        answer = await self._get("/cgi-bin/get_current_selfmenu_info")
        menu = answer.get("selfmenu_info")
        return menu if answer.get("is_menu_open") == 1 and isinstance(menu, dict) else {}

    async def delete_menu(self) -> None:
        """Take the menu away."""
        await self._get("/cgi-bin/menu/delete")

    async def send_template(
        self, openid: str, template_id: str, values: dict[str, str], *, url: str = "", key: str = ""
    ) -> str:
        """Send a template message; gives its id, which comes back in a TEMPLATESENDJOBFINISH event.

        Args:
            key: repeats within ten minutes with the same key are not sent again (client_msg_id).
        """
        path = "/cgi-bin/message/template/send"
        payload: dict[str, Any] = {
            "touser": openid,
            "template_id": template_id,
            "data": {name: {"value": value} for name, value in values.items()},
        }
        payload |= {name: value for name, value in (("url", url), ("client_msg_id", key)) if value}
        return _text_in(await self._post(path, payload), "msgid", path)

    async def exchange_code(self, code: str) -> SignedIn:
        """Who opened a page inside WeChat (snsapi_base); a code works once, for five minutes."""
        query = {"appid": self._app_id, "secret": self._app_secret, "code": code, "grant_type": "authorization_code"}
        path = "/sns/oauth2/access_token"
        return read_signed_in(path, await self._transport.get_json(path, query))

    async def check_token(self) -> None:
        """Fetch a token if there is none; raises what is wrong with the account's configuration."""
        await self._tokens.get()

    async def callback_addresses(self) -> list[str]:
        """The addresses WeChat's pushes come from; also the cheapest call that needs a working token."""
        listed = (await self._get("/cgi-bin/getcallbackip")).get("ip_list")
        return [item for item in listed if isinstance(item, str)] if isinstance(listed, list) else []

    async def check_callback_network(self) -> dict[str, Any]:
        """WeChat's own check of name resolution and reachability of our callback."""
        payload = {"action": "all", "check_operator": "DEFAULT"}
        return await self._post("/cgi-bin/callback/check", payload)

    async def close(self) -> None:
        """End what is under way; the session stays its owner's."""
        await self._tokens.close()

    async def _get(self, path: str) -> dict[str, Any]:
        return await self._with_token(lambda token: self._transport.get_json(path, {"access_token": token.value}))

    async def _post(self, path: str, payload: object) -> dict[str, Any]:
        return await self._with_token(
            lambda token: self._transport.post_json(path, {"access_token": token.value}, payload)
        )

    async def _with_token(self, call: Callable[[AccessToken], Awaitable[_Result]]) -> _Result:
        refreshed, busy = False, 0
        while True:
            token = await self._tokens.get()
            try:
                return await call(token)
            except ApiError as error:
                if error.outcome is Outcome.TOKEN and not refreshed:
                    refreshed = True
                    await self._tokens.invalidate(token)
                elif error.outcome is Outcome.RETRY and busy < _BUSY_RETRIES and error.verdict.wait_s < _LONGEST_WAIT_S:
                    busy += 1
                    await self._sleep(error.verdict.wait_s * busy)
                else:
                    raise

    async def _fetch_token(self) -> AccessToken:
        path = "/cgi-bin/stable_token"
        payload = {
            "grant_type": "client_credential",
            "appid": self._app_id,
            "secret": self._app_secret,
            "force_refresh": False,
        }
        asked_at = self._clock.now()
        answer = await self._transport.post_json(path, {}, payload)
        seconds = answer.get("expires_in")
        if not isinstance(seconds, int | float) or not math.isfinite(seconds) or not 0 < seconds <= 86400:
            raise UncertainError(path, "no_expiry")
        return AccessToken(_text_in(answer, "access_token", path), asked_at + timedelta(seconds=seconds))


def _text_in(answer: dict[str, Any], name: str, path: str) -> str:
    value = answer.get(name)
    if not isinstance(value, str | int) or not str(value):
        raise UncertainError(path, f"no_{name}")
    return str(value)
