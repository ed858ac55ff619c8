"""`/api/v1/messages`: one message in, its replies out, over JSON or with pictures."""

from __future__ import annotations

import asyncio
import re
import secrets
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from typing import Any
from weakref import WeakValueDictionary

from aiohttp import web
from sqlalchemy.exc import DBAPIError

from bot.channels.base import Inbound, Outbound, Picture
from bot.channels.web.requests import JSON, json_body, text_field
from bot.channels.web.visitors import SESSION_HEADER, Visitors
from bot.conversation.intake import PictureIntake, Purpose
from bot.conversation.turn import Turns
from bot.conversation.unstored import Unstored
from bot.serving.http import error_response, json_response
from common.masking import without_secrets
from common.pictures import CleanPicture, PictureRefusedError
from common.settings import Settings
from tickets.errors import DeskError
from tickets.model import Person
from web.bodies import BadRequestError, FormLimits, Uploads, read_form

_OPTION_ID = re.compile(r"(?=.{1,70}$)(?:[a-z]{1,8}:)?[a-z0-9_]{1,64}(?::[0-9]{1,3}|=[a-z0-9_]{1,30})?")
"""An entry's id, or a fact with its value: `fact:phone=usable`."""
_MOST_DIGITS = 9
"""Such a name may hold a year or two; a phone number has more digits."""
_SESSION_BYTES = 200
_LOOK_S = 8.0
"""How long a page that asks after its message is kept waiting: less than any proxy's patience, and few requests."""
_UNTOLD_S = 2.0
"""After so long it looks by itself: a notice may be lost, and where processes share a file alone there is none."""
_MESSAGE_ID = re.compile(r"[A-Za-z0-9_.:-]{1,80}")


@dataclass(frozen=True)
class _Sent:
    """A message that may run, with the reading of its pictures, the session's token, and the one the request gave."""

    inbound: Inbound
    showing: Coroutine[Any, Any, tuple[Picture, ...]]
    token: str
    given: str


class MessageApi:
    """Messages of the chat page, and the sessions they belong to."""

    def __init__(
        self,
        turns: Callable[[], Turns],
        visitors: Visitors,
        intake: PictureIntake,
        uploads: Uploads,
        settings: Settings,
        unstored: Unstored,
    ) -> None:
        """`turns` is asked at each message: it is there once the application has started.

        `unstored` answers what the database does not take.
        """
        self._turns = turns
        self._unstored = unstored
        self._visitors = visitors
        self._intake = intake
        self._uploads = uploads
        self._settings = settings
        self._under_way: Counter[str] = Counter()
        """Messages whose pictures are looked at here: they are stored only after that."""
        self._doors: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._form = FormLimits(
            settings.tickets.picture_bytes, settings.tickets.pictures_per_ticket, settings.limits.upload_bytes
        )

    def add_routes(self, app: web.Application) -> None:
        """Put them under `/api/v1`."""
        app.router.add_post("/api/v1/session", self.post_session)
        app.router.add_post("/api/v1/messages", self.post_message)
        app.router.add_get("/api/v1/messages/{id}", self.get_message)

    async def post_session(self, request: web.Request) -> web.StreamResponse:
        """A session token: the one this browser's cookie holds, so that its tickets stay its own, or a fresh one.

        `{"fresh": true}` asks for a fresh one: somebody leaves a shared computer.
        """
        body = await json_body(request, _SESSION_BYTES) if request.content_type == JSON else {}
        token = self._visitors.new_token() if body.get("fresh") is True else self._visitors.token(request)
        response = json_response({"ok": True, "session": token})
        self._visitors.remember(response, token)
        return response

    async def post_message(self, request: web.Request) -> web.StreamResponse:
        """One message in, the replies out; without `session` a new conversation begins.

        JSON, or a multipart form whose parts named `image` become attachments of the conversation; `pictures` of the
        answer are their ids, empty for one that was not kept.
        """
        if request.content_type == "multipart/form-data":
            # A place is held while raw bytes are in memory, not while the turn goes on.
            async with self._uploads.turn(self._visitors.address(request), request.content_length):
                form = await read_form(request, self._form)
                if form.refused:
                    raise BadRequestError(self._too_large())
                sent = await self._check(request, dict(form.fields), form.pictures)
                del form
        else:
            sent = await self._check(request, await json_body(request, self._settings.limits.body_bytes), ())
        if isinstance(sent, web.StreamResponse):
            return sent
        # A page that is closed in the middle must not end the turn half way.
        outbound, pictures = await asyncio.shield(self._run(sent.inbound, sent.showing))
        kept = {"pictures": list(pictures)} if pictures else {}
        response = json_response({"ok": True, "session": sent.token, **outbound.as_dict(), **kept})
        if not sent.given or request.headers.get(SESSION_HEADER) == sent.given:
            self._visitors.remember(response, sent.token)
        return response

    async def get_message(self, request: web.Request) -> web.StreamResponse:
        """What became of a message that a page sent and did not stay for: `state`, and once it is `done` the answer.

        With `wait` it waits a little for the answer. `unknown` is what never arrived, or is at another gateway that
        still looks at its pictures.
        """
        person, message_id = self._visitors.person_if_any(request), request.match_info["id"]
        if person is None or not _MESSAGE_ID.fullmatch(message_id):
            return json_response({"ok": True, "state": "unknown"})
        inbound = self._named(person, message_id)
        clock = asyncio.get_running_loop().time
        ends_at = clock() + (_LOOK_S if "wait" in request.query else 0)
        with self._turns().news(inbound.conversation) as news:
            while (became := await self._became(inbound))["state"] == "working":
                left_s = ends_at - clock()
                if left_s <= 0:
                    break
                await news.wait(min(left_s, _UNTOLD_S))
        return json_response({"ok": True, **became})

    async def _became(self, inbound: Inbound) -> dict[str, Any]:
        """What became of a message until now."""
        is_here = inbound.message_id in self._under_way  # asked first: it is stored before it ends to be there
        found = await self._turns().find(inbound)
        if found is None:
            return {"state": "working" if is_here else "unknown"}
        if found.finished is None:
            return {"state": "working"}
        return {"state": "done", **found.finished.as_dict(), "pictures": list(found.pictures)}

    def _named(self, person: Person, message_id: str, text: str = "", option: str = "") -> Inbound:
        """A message of a person, under a name nobody else can ask for: an answer is not had by guessing an id."""
        named = self._visitors.unreadable(person, message_id) if message_id else secrets.token_urlsafe(12)
        key = person.conversation_key
        return Inbound(person.channel, key, f"{key}:{named}", text, option or None)

    async def _check(
        self, request: web.Request, body: dict[str, Any], pictures: tuple[bytes, ...]
    ) -> _Sent | web.StreamResponse:
        """Check a message and clean its pictures; a response when there were too many messages."""
        text = text_field(body, "text", required=not pictures)
        option, message_id = text_field(body, "option"), text_field(body, "message_id")
        # A number is no option of ours: what a page offers has a name, and what stands here goes to Rasa as it is.
        if option and not _is_option(option):
            raise BadRequestError("「option」不是有效的选项编号")
        if message_id and not _MESSAGE_ID.fullmatch(message_id):
            raise BadRequestError("「message_id」只能用字母、数字和 _ . : -，最多 80 个字符")
        given = self._visitors.token_of(request, body)
        token = given or self._visitors.new_token()
        person = self._visitors.person(request, token)
        wait_s = 0 if given else await self._visitors.session_wait_s(request)
        wait_s = wait_s or await self._visitors.wait_s(person)
        wait_s = wait_s or await self._visitors.text_wait_s(request, text[: self._settings.limits.text_chars])
        wait_s = wait_s or await self._visitors.pictures_wait_s(request, len(pictures))
        if wait_s:
            return error_response(429, retry_after_s=wait_s)
        address = self._visitors.address(request)
        inbound = self._named(person, message_id, text, option)
        self._turns().whereabouts.note(inbound.conversation, address)
        async with self._at_work(inbound):
            try:
                clean = [await self._intake.clean(person, data, address) for data in pictures]
            except (DeskError, PictureRefusedError) as error:
                raise BadRequestError(str(error)) from error
        return _Sent(inbound, self._shown(person, tuple(clean), address), token, given)

    @asynccontextmanager
    async def _at_work(self, inbound: Inbound) -> AsyncIterator[None]:
        """Let `get_message` know of a message that is not stored yet, and at once of one that will not be."""
        try:
            with self._counted(inbound):
                yield
        except Exception:
            await self._turns().tell(inbound.conversation)
            raise

    @contextmanager
    def _counted(self, inbound: Inbound) -> Iterator[None]:
        self._under_way[inbound.message_id] += 1
        try:
            yield
        finally:
            self._under_way[inbound.message_id] -= 1
            if not self._under_way[inbound.message_id]:
                del self._under_way[inbound.message_id]

    async def _run(
        self, inbound: Inbound, showing: Coroutine[Any, Any, tuple[Picture, ...]]
    ) -> tuple[Outbound, tuple[str, ...]]:
        """Read the pictures, then the turn, with the ids it was stored with; what is said meanwhile comes after it.

        Reading begins at once, so that what waits for its place here is never more than what waits to be read.

        Raises:
            BadRequestError: a picture cannot be kept.
        """
        reading, turns = asyncio.ensure_future(showing), self._turns()
        try:
            async with self._at_work(inbound), self._doors.setdefault(inbound.conversation, asyncio.Lock()):
                accepted = await turns.enter(replace(inbound, pictures=await reading))
            return await turns.answer(accepted, inbound.conversation), accepted.pictures
        except DBAPIError as fault:
            return await self._unstored.answer(inbound, fault), ()

    async def _shown(self, person: Person, clean: tuple[CleanPicture, ...], address: str) -> tuple[Picture, ...]:
        if not clean:
            return ()
        purpose = Purpose.of(await self._turns().state(person.conversation_key))
        try:
            shown = [self._intake.show(person, picture, purpose, address) for picture in clean]
            return tuple(await asyncio.gather(*shown))
        except DeskError as error:
            raise BadRequestError(str(error)) from error

    def _too_large(self) -> str:
        tickets = self._settings.tickets
        most_mb = tickets.picture_bytes // 1024 // 1024
        return f"一次最多 {tickets.pictures_per_ticket} 张图片，每张不超过 {most_mb} MB"


def _is_option(option: str) -> bool:
    """Whether a page of ours may offer this: shaped like an id, with no phone number and no password in it."""
    if not _OPTION_ID.fullmatch(option) or sum(map(str.isdigit, option)) > _MOST_DIGITS:
        return False
    words = option.replace("_", " ")
    return without_secrets(words) == words
