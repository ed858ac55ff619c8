"""An answer when the message cannot be kept: the disk is full, or the database is away.

Nothing that is said then is remembered, so nothing is asked back; what the knowledge base holds is told, and how
to reach a person without us.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError

from bot.channels.base import Inbound, Outbound, OutboundMessage
from bot.conversation.limited import answer_without_rasa
from bot.serving.executors import Executors
from common.settings import Settings
from faq.engine.library import Library

log = logging.getLogger(__name__)
_NOT_KEPT = "（系统暂时记不下您说的话，工单也要过一会儿才能提交；下面是知识库直接给出的内容。）\n\n"


@dataclass(frozen=True)
class Unstored:
    """Answers from the library alone, without state."""

    library: Library
    settings: Settings
    executors: Executors

    async def answer(self, message: Inbound, fault: DBAPIError) -> Outbound:
        """What can be said to a message that the database did not take."""
        log.error("message_not_stored error=%s", type(fault.orig).__name__)
        return await self.executors.processor_call(self._answer, message.text, message.option)

    def _answer(self, text: str, option: str | None) -> Outbound:
        told = text[: self.settings.limits.text_chars]
        outbound = answer_without_rasa(self.library, told, option, {}, notice=False, keeps=False)
        replies = tuple(OutboundMessage(_NOT_KEPT + reply.text, reply.options) for reply in outbound.replies)
        return Outbound(replies, outbound.trace)
