"""A picture with a message: what it shows and what was typed are read together by one action."""

from __future__ import annotations

from dialogue.heard import Act, ConversationState, Heard
from faq.guiding.guidance import Guidance


def read_picture(heard: Heard, state: ConversationState, _: Guidance) -> Act | None:
    """Outside a form, where a picture is an attachment and its words answer the question."""
    return Act("send_picture") if heard.pictures and not heard.option and not state.form else None
