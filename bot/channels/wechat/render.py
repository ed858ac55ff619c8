"""What a turn said, as WeChat messages: merged to save allowance, split to fit, options to tap and to type."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from bot.channels.base import Outbound, OutboundMessage
from faq.text.choice import Option
from wechat.options import NumberedOption, OptionStyle, option_link, option_message, page_link
from wechat.outgoing import MenuMessage, Text
from wechat.text import TEXT_BYTES, byte_length, disarm_text, split_text

Message = TypeVar("Message")
Allot = Callable[[Sequence[Option]], list[int]]


def render(
    replies: Sequence[OutboundMessage], allot: Allot, style: OptionStyle, limit: int = TEXT_BYTES
) -> list[Text | MenuMessage]:
    """The messages of a turn, in order."""
    rendered: list[Text | MenuMessage] = []
    for reply in replies:
        options = [
            NumberedOption(number, choice.title, choice.url)
            for number, choice in zip(allot(reply.options), reply.options, strict=True)
        ]
        rendered += _with_page(_one(disarm_text(reply.text), options, style, limit), reply.page)
    return merge(rendered, limit)


def as_one_text(outbound: Outbound, limit: int = TEXT_BYTES) -> str:
    """What a turn said where nothing can be kept: one text, its options to be typed, for no number would be known."""
    parts = [
        "\n".join([disarm_text(reply.text), *(f"· {disarm_text(option.title)}" for option in reply.options)])
        for reply in outbound.replies
    ]
    return split_text("\n\n".join(parts), limit)[0]


def with_page(outbound: Outbound, home: str) -> tuple[OutboundMessage, ...]:
    """The replies of a turn; under an answer stands the address of its article, where the sources are.

    `home` is where people find our pages; without one there is no address to give.
    """
    replies, entry_id = outbound.replies, outbound.trace.get("faq_id")
    if not (home and entry_id and replies and outbound.trace.get("band") == "answer"):
        return replies
    return (*replies[:-1], replace(replies[-1], page=f"{home.rstrip('/')}/help/{entry_id}"))


def merge(messages: Sequence[Message], limit: int = TEXT_BYTES) -> list[Message | Text]:
    """Neighbouring texts as one while they fit; whatever else there is stays by itself."""
    merged: list[Message | Text] = []
    for message in messages:
        last = merged[-1] if merged else None
        if isinstance(message, Text) and isinstance(last, Text):
            together = f"{last.content}\n\n{message.content}"
            if byte_length(together) <= limit:
                merged[-1] = Text(together)
                continue
        merged.append(message)
    return merged


def _one(text: str, options: list[NumberedOption], style: OptionStyle, limit: int) -> list[Text | MenuMessage]:
    listed = [f"{place}. {disarm_text(option.title)}" for place, option in enumerate(options, 1)]
    found = [re.search(rf"^{re.escape(line)}$", text, re.MULTILINE) for line in listed]
    if not options or not all(found):
        message = option_message(text, options, style)
        return _split(message, limit)
    # The answer lists its options already: those lines become the tappable ones, in place.
    if style is OptionStyle.NUMBERS:
        return _split(Text(text), limit)
    if style is OptionStyle.LINKS:
        for place, (line, option) in enumerate(zip(listed, options, strict=True), 1):
            text = _replace_line(text, line, f"{place}. {option_link(option)}")
        return _split(Text(text), limit)
    matches = [match for match in found if match]
    head, tail = text[: matches[0].start()].rstrip(), text[matches[-1].end() :].strip()
    return _split(option_message(head, options, style, tail), limit)


def _with_page(messages: list[Text | MenuMessage], page: str) -> list[Text | MenuMessage]:
    """The messages, the last one with a link to the article that has the sources."""
    if not page or not messages:
        return messages
    link, last = page_link("来源与全文", page), messages[-1]
    if isinstance(last, Text):
        return [*messages[:-1], Text(f"{last.content}\n{link}")]
    return [*messages[:-1], MenuMessage(last.head, last.items, f"{last.tail}\n{link}".strip())]


def _split(message: Text | MenuMessage, limit: int) -> list[Text | MenuMessage]:
    if isinstance(message, Text):
        return [Text(part) for part in split_text(message.content, limit)]
    *before, head = split_text(message.head, limit // 2) or [""]
    return [*map(Text, before), MenuMessage(head, message.items, message.tail)]


def _replace_line(text: str, line: str, other: str) -> str:
    lines = text.split("\n")
    lines[lines.index(line)] = other
    return "\n".join(lines)
