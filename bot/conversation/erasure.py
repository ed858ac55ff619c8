"""«删除我的资料»: asked for in any conversation, confirmed once, then done at once and everywhere.

The gateway does it itself: it works without Rasa, and only the gateway knows all the places. Who unfollows the WeChat
account is erased by the same function; the rows of the inbox and the conversation go when the answer is stored
(`bot.conversation.queue.Queue.finish`). «清空对话» on the page goes the same way, and leaves the tickets.
"""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from sqlalchemy import column, delete, table
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError, ProgrammingError

from bot.channels.base import Channel, OutboundMessage
from faq.text.choice import Option, choose, numbered_option_lines
from faq.text.normalise import matching_key
from tickets.database import transact, truncate_log
from tickets.model import Person
from tickets.outcomes import forget_person
from tickets.retention import Retention

log = logging.getLogger(__name__)

OPTIONS = (Option("erase_yes", "确认删除"), Option("erase_no", "不删"))
_RASAS = tuple(table(name, column("sender_id")) for name in ("conversation_memory", "events"))
_WISHES = re.compile(
    r"(?:你好|您好|请|麻烦|能不能|可以|帮我?|给我|我要|我想|我要求|把){0,8}(?:删除|删掉|删了|清除|清空|抹掉)(?:一下|掉)?(?:你们|这里)?(?:保存的?|存的?|留的?)?"
    r"(?:关于)?(?:我的|我在这里的|我)(?:所有|全部)?的?(?:个人)?(?:资料|数据|信息|记录|聊天记录|对话记录|对话|隐私)(?:吧|吗|谢谢){0,4}"
    r"|把?(?:我的|我)(?:所有|全部|个人){0,3}的?(?:资料|数据|聊天记录|对话记录)(?:都|全部?){0,3}(?:删除|删掉|删了|清除|清空)(?:掉|了|吧){0,3}"
)
_YES = frozenset({"确认", "确定", "是", "是的", "对", "删", "删除", "删吧", "确认删", "要", "好", "好的", "嗯"})
_NO = frozenset({"不", "不要", "算了", "取消", "不用", "不用了", "不删了", "别删", "先不删"})
_QUESTION = (
    "要删除您在这里留下的资料吗？会删除：和我的对话记录、您发过的图片、工单里的用户名和描述（处理中的工单会关闭，不再答复）。"
    "删除后找不回来。这里不会改动您学信网账号里的任何信息。\n"
)
_DONE = "已经删除您在这里的全部资料，处理中的工单也已关闭。以后需要帮助，随时再来。"
_KEPT = "好的，什么都没有删除。"


@dataclass(frozen=True)
class ErasureStep:
    """One step of the dialogue: what to say, and what follows."""

    act: Literal["ask", "erase", "keep"]
    reply: OutboundMessage


def erasure_step(state: dict[str, Any], text: str, option: str | None) -> ErasureStep | None:
    """What a message means for erasing; None when it has nothing to do with it."""
    key = matching_key(text)
    if state.get("erasing"):
        chosen = option or getattr(choose(text, OPTIONS), "id", None)
        if chosen == "erase_yes" or (not option and key in _YES):
            return ErasureStep("erase", OutboundMessage(_DONE))
        if chosen == "erase_no" or (not option and key in _NO):
            return ErasureStep("keep", OutboundMessage(_KEPT))
    if not option and _WISHES.fullmatch(key):
        return ErasureStep("ask", OutboundMessage(_QUESTION + numbered_option_lines(OPTIONS), OPTIONS))
    return None


class Eraser:
    """Deletes a person everywhere: tickets, pictures, private values, Rasa's memory of them and the channel's rows."""

    def __init__(self, retention: Retention, trackers: Engine, channels: Mapping[str, Channel]) -> None:
        """`trackers` is where Rasa keeps its conversations."""
        self._retention = retention
        self._trackers = trackers
        self._channels = channels

    def erase(self, person: Person) -> None:
        """Delete all but the conversation's own rows, which go with the answer."""
        self._retention.erase_person(person)
        self._forget_trackers(person)
        channel = self._channels.get(person.channel)
        if channel is not None:
            transact(self._retention.engine, lambda connection: channel.erase(connection, person.conversation_key))

    def forget_talk(self, person: Person) -> None:
        """Delete what is kept of a talk beside its rows: Rasa's memory, a half-filled ticket in it, and what was asked.

        Submitted tickets stay, and the figures without words and without a name.
        """
        self._forget_trackers(person)
        nobody = f"erased:{secrets.token_hex(12)}"
        forget = partial(forget_person, conversation_key=person.conversation_key, instead=nobody)
        transact(self._retention.engine, forget)

    def _forget_trackers(self, person: Person) -> None:
        for memory in _RASAS:
            try:
                with self._trackers.begin() as connection:
                    connection.execute(delete(memory).where(memory.c.sender_id == person.conversation_key))
            except (OperationalError, ProgrammingError) as error:
                if memory.name not in str(error.orig):  # Rasa makes its tables with its first conversation
                    raise
                log.info("tracker_absent table=%s", memory.name)

    def truncate_logs(self) -> None:
        """Take what was deleted out of SQLite's write-ahead logs too; what is being read now goes within the hour."""
        for engine in (self._retention.engine, self._trackers):
            try:
                if not truncate_log(engine):
                    log.info("wal_busy database=%s", engine.url.database)
            except OperationalError as error:  # locked for long: the hourly run tries again
                log.warning("wal_not_truncated error=%s", type(error).__name__)
