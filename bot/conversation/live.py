"""Where the bot steps back: before anything else reads a message, a talk with an agent has it.

Only after a person asked for one outright and while they are in one is the database asked: the conversation's own
state says so.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.channels.base import Outbound, OutboundMessage
from bot.conversation.heard import HeardMessage
from bot.conversation.intake import TICKET_QUESTIONS
from bot.conversation.known import kept_of_turn
from bot.conversation.replies import empty_trace
from common.masking import mask
from common.off_loop import OffLoop
from dialogue.heard import Heard
from dialogue.readers.control import ends_talk, stops_waiting, wants_person, wants_person_in_english
from dialogue.readers.safety import SECRETS
from faq.text.choice import HUMAN, TICKET, Option, choose
from tickets import live_words
from tickets.errors import PictureError
from tickets.live import LiveDesk
from tickets.live_base import PATIENCE
from tickets.live_rows import Talk, TalkState
from tickets.model import Person
from tickets.private_values import PrivateValues

STATE = "live"
"""What the conversation's state calls it; its value says what the person was told last."""
_WHILE_WAITING = (Option("stop_waiting", "取消"), Option(TICKET, live_words.TICKET))
_PICTURE_GONE = "图片没有收到，请再发一次。"


@dataclass(frozen=True)
class LiveAnswer:
    """What is said instead of the bot's answer (often nothing), and the conversation's state after it."""

    outbound: Outbound | None
    """None: the talk has ended, and the bot answers."""
    state: dict[str, Any]
    option: str | None = None
    """What the bot is to answer: it was chosen by its number."""


class LiveTurns:
    """Decides whether a message is for an agent."""

    def __init__(
        self,
        desk: LiveDesk,
        private: PrivateValues,
        database: OffLoop,
        tell_agents: Callable[[], Awaitable[None]],
        may_ask: Callable[[str], Awaitable[bool]],
    ) -> None:
        """`private` holds what was masked in a message; `tell_agents` wakes the pages of the desk.

        `may_ask` says whether one more may stand in line from where a conversation is held, and counts it.
        """
        self._desk = desk
        self._private = private
        self._database = database
        self._tell_agents = tell_agents
        self._may_ask = may_ask

    async def answer(
        self, person: Person, heard: HeardMessage, state: dict[str, Any], message: int
    ) -> LiveAnswer | None:
        """What a talk with an agent makes of a message; None when the bot is to answer it.

        `message` is its number in the queue: the same one twice is said once.
        """
        if STATE in state:
            return await self._in_talk(person, heard, state, message)
        if not _wants_person(heard, state) or not await self._may_ask(person.conversation_key):
            return None
        if not await self._database(self._desk.ask, person, message):
            return None
        await self._tell_agents()
        offered = [option.as_dict() for option in _WHILE_WAITING]
        return _said(live_words.waiting(PATIENCE), {**state, STATE: "asked", "offered": offered}, _WHILE_WAITING)

    async def _in_talk(
        self, person: Person, heard: HeardMessage, state: dict[str, Any], message: int
    ) -> LiveAnswer | None:
        rest = {name: value for name, value in state.items() if name not in (STATE, "offered")}
        key = "" if heard.option else Heard(text=heard.text).key
        chosen = _chosen(heard, state)
        if ends_talk(key) or stops_waiting(key) or chosen:
            left = await self._database(self._desk.leave, person, only_waiting=not ends_talk(key))
            if left is not None:
                await self._tell_agents()
                if chosen == TICKET:
                    return LiveAnswer(None, rest, chosen)
                was_live = left.state is TalkState.LIVE
                return _said(live_words.PERSON_ENDED if was_live else live_words.LEFT, rest)
        try:
            text = await self._database(self._written, person, heard)
            talk = await self._database(self._desk.hear, person, text, heard.attachments, message)
        except PictureError:
            return _said(_PICTURE_GONE, state)
        if talk is None:  # it has ended since
            return await self.answer(person, heard, rest, message) or LiveAnswer(None, rest)
        await self._tell_agents()
        return self._silent(talk, heard, state)

    def _written(self, person: Person, heard: HeardMessage) -> str:
        """What stands in the ticket: with what the agent may read for a reason, as long as it is masked otherwise."""
        text = self._private.written(person.conversation_key, heard.text, (item["ref"] for item in heard.private))
        return text if mask(text).text == heard.text else heard.text

    def _silent(self, talk: Talk, heard: HeardMessage, state: dict[str, Any]) -> LiveAnswer:
        """Nothing, while somebody talks; once a word while they wait; a warning of what nobody should hand over."""
        said = [live_words.NOTED] if talk.state is TalkState.WAITING and state[STATE] == "asked" else []
        given = dict.fromkeys(kind for mark, kind in SECRETS.items() if mark in heard.text)
        said += map(live_words.exposed, given)
        told = kept_of_turn(state, {}, heard.text, heard.option)["told"]
        return _said("\n".join(said), {**state, STATE: "noted", "told": told})


def _wants_person(heard: HeardMessage, state: dict[str, Any]) -> bool:
    """Whether somebody asks for a person outright; a form under way reads such words itself."""
    if state.get("asking") in TICKET_QUESTIONS:
        return False
    offered = tuple(map(Option.from_dict, state.get("offered", [])))
    chosen = heard.option or getattr(choose(heard.text, offered), "id", None)
    if chosen is not None:
        return bool(chosen == HUMAN)
    return wants_person(Heard(text=heard.text).key) or wants_person_in_english(heard.text)


def _chosen(heard: HeardMessage, state: dict[str, Any]) -> str | None:
    """Which of what is offered to whoever waits somebody chose, by a tap or its number."""
    offered = tuple(option for option in _WHILE_WAITING if option.as_dict() in state.get("offered", []))
    chosen = heard.option or getattr(choose(heard.text, offered), "id", None)
    return chosen if chosen in {option.id for option in offered} else None


def _said(text: str, state: dict[str, Any], options: tuple[Option, ...] = ()) -> LiveAnswer:
    return LiveAnswer(Outbound((OutboundMessage(text, options),) if text else (), _trace()), state)


def _trace() -> dict[str, Any]:
    return {**empty_trace(), "intent": "contact_support", "live": True}
