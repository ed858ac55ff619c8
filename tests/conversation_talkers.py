"""The people of the conversation tests: one on the web page, one in WeChat."""

from __future__ import annotations

import json
import re
import secrets
import sqlite3
from collections.abc import Callable, Coroutine, Mapping
from pathlib import Path
from typing import Any

import aiohttp
from sqlalchemy import select

from tests.conversation_runner import Talker, Turn
from tests.conversation_stack import ConversationStack
from tickets.schema import requester, ticket

_SESSION_S = 1440 * 60
"""`session_expiration_time` of domain.yml."""
_TAG = re.compile(r"<[^>]+>")


class _Stored:
    """What of a conversation is read from where it is stored."""

    def __init__(self, stack: ConversationStack) -> None:
        self._stack = stack

    def key(self) -> str:
        """The conversation's pseudonymous key, also Rasa's sender id."""
        raise NotImplementedError

    def slots(self) -> Mapping[str, Any]:
        """The slots as Rasa's tracker store has them."""
        folder = Path(self._stack.stack.settings.storage.directory)
        with sqlite3.connect(folder / "tracker.db") as database:
            rows = database.execute(
                "SELECT data FROM events WHERE sender_id = ? AND type_name = 'slot' ORDER BY id", (self.key(),)
            ).fetchall()
        events = [json.loads(row[0]) for row in rows]
        return {event["name"]: event["value"] for event in events}

    async def let_rasa_wait(self, seconds: int) -> None:
        """Begin a new session, as Rasa does after that long a silence: it goes by the machine's clock."""
        stack = self._stack.stack
        if seconds <= _SESSION_S:
            return
        turn = {"sender": self.key(), "text": "/session_start", "metadata": {}}
        headers = {"Authorization": f"Bearer {stack.settings.assistant.inner_secret}"}
        url = f"http://127.0.0.1:{stack.settings.assistant.rasa_port}/webhooks/gateway/webhook"
        async with stack.http.post(url, json=turn, headers=headers) as response:
            assert response.status == 200, await response.text()

    def ticket(self) -> Mapping[str, Any] | None:
        """The fields of the newest ticket of this person, without the encrypted ones."""
        plain = [column for column in ticket.columns if column.name not in ("username", "description", "context")]
        query = select(*plain).join(requester).where(requester.c.conversation_key == self.key())
        with self._stack.stack.gateway.parts.database.connect() as connection:
            row = connection.execute(query.order_by(ticket.c.id.desc())).mappings().first()
        if row is None:
            return None
        return {key: value if isinstance(value, str | int | None) else str(value) for key, value in row.items()}


class WebTalker(_Stored):
    """A person on the web page."""

    def __init__(self, stack: ConversationStack) -> None:
        super().__init__(stack)
        self._session = stack.stack.gateway.parts.sessions.new_token()

    def key(self) -> str:
        """As the gateway derives it from the session and the address."""
        return self._stack.stack.gateway.parts.sessions.conversation_key(self._session)

    def say(self, text: str) -> Turn:
        """Send a text."""
        return self._post(json={"text": text, "session": self._session})

    def tap(self, option_id: str, title: str) -> Turn:
        """Tap an option: the page sends its id and shows its title."""
        return self._post(json={"text": title, "option": option_id, "session": self._session})

    def show(self, image: bytes, text: str = "") -> Turn:
        """Upload an image, with words in the same message."""
        form = aiohttp.FormData({"session": self._session, "text": text})
        form.add_field("image", image, filename="screenshot.png", content_type="image/png")
        return self._post(data=form)

    def wait(self, seconds: int) -> Turn:
        """Move the gateway's clock and Rasa's memory; the web page is told nothing by itself."""
        self._stack.clock.advance(seconds)
        self._stack.run(self.let_rasa_wait(seconds))
        return Turn()

    def _post(self, **body: Any) -> Turn:
        answer = self._stack.run(self._send(body))
        if not answer["ok"]:  # the page shows what is wrong beside the message
            return Turn((answer["error"],))
        return Turn(
            tuple(reply["text"] for reply in answer["replies"]),
            tuple((option["id"], option["title"]) for reply in answer["replies"] for option in reply["options"]),
            answer["trace"],
        )

    async def _send(self, body: Mapping[str, Any]) -> dict[str, Any]:
        stack = self._stack.stack
        async with stack.http.post(f"{stack.base_url}/api/v1/messages", **body) as response:
            answer: dict[str, Any] = await response.json()
            assert response.status == 200 or (response.status == 400 and "data" in body), answer
            return answer


class WeChatTalker(_Stored):
    """A follower of the service account."""

    def __init__(self, stack: ConversationStack) -> None:
        super().__init__(stack)
        self._openid = f"oInvented-{secrets.token_hex(9)}"
        stack.platform.person(self._openid).follows = True
        self._key = ""

    def key(self) -> str:
        """As the last turn named it: the channel's pseudonym of the person."""
        return self._key

    def say(self, text: str) -> Turn:
        """Type a text."""
        return self._heard(self._stack.platform.say(self._openid, text))

    def tap(self, option_id: str, title: str) -> Turn:
        """Tap an option on the screen."""
        return self._heard(self._stack.platform.tap(self._openid, title))

    def show(self, image: bytes, text: str = "") -> Turn:
        """Send a picture; words beside it are a message of their own that comes right after."""
        return self._heard(self._send(image, text))

    async def _send(self, image: bytes, text: str) -> None:
        platform = self._stack.platform
        sent = [platform.send_picture(self._openid, image, "image/png")]
        sent += [platform.say(self._openid, text)] if text else []
        await platform.push_together(*sent)

    def wait(self, seconds: int) -> Turn:
        """Move the platform's and the gateway's clock; what the bot sends by itself meanwhile is the turn."""
        self._stack.clock.advance(seconds)
        return self._heard(_nothing())

    def _heard(self, action: Coroutine[Any, Any, Any]) -> Turn:
        """What appeared on the screen, and how the turn behind it came to it."""
        screen = self._stack.platform.person(self._openid).screen
        seen, turned = len(screen), len(self._stack.turns)
        self._stack.run(self._until_idle(action))
        turns = self._stack.turns[turned:]
        options: tuple[tuple[str, str], ...] = ()
        trace: Mapping[str, Any] = {}
        for key, outbound in turns:
            self._key, trace = key, outbound.trace
            options = tuple((option.id, option.title) for reply in outbound.replies for option in reply.options)
        return Turn(tuple(_TAG.sub("", shown.text) for shown in screen[seen:]), options, trace)

    async def _until_idle(self, action: Coroutine[Any, Any, Any]) -> None:
        await action
        await self._stack.stack.gateway.account.service.idle()


async def _nothing() -> None:
    return None


TALKERS: dict[str, Callable[[ConversationStack], Talker]] = {"web": WebTalker, "wechat": WeChatTalker}
"""Who talks over which channel."""
