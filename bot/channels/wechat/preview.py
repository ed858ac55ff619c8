"""How an answer looks in WeChat, as text: for who writes it."""

from __future__ import annotations

import html
import re

from bot.channels.base import OutboundMessage
from bot.channels.wechat.render import render
from faq.content.entry import Entry
from faq.content.loader import Content
from faq.saying.answer import answer_options, render_plain
from wechat.options import OptionStyle
from wechat.outgoing import Text

_TAG = re.compile(r"<[^<>]+>")


def wechat_text(entry: Entry, content: Content) -> str:
    """The messages of an answer with its options and the link to its article; links as the words they are on."""
    reply = OutboundMessage(render_plain(entry, content), answer_options(entry, content), f"/help/{entry.id}")
    messages = render([reply], lambda choices: list(range(1, len(choices) + 1)), OptionStyle.LINKS)
    texts = (message.content if isinstance(message, Text) else message.head for message in messages)
    return html.unescape("\n".join(_TAG.sub("", text) for text in texts))
