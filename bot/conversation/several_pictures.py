"""Pictures that came together: which of them was answered, and the others with a button for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.channels.base import OutboundMessage
from faq.choice import Option
from faq.library import Library
from faq.pages.answering import answer_page
from faq.pages.page import PageReading, Verdict, likeliest
from faq.pages.quoting import quoted

_TELLING = (Verdict.MATCH, Verdict.UNSURE)
_MOST = 3


def said_of_several(pages: Sequence[Mapping[str, Any]], library: Library) -> OutboundMessage | None:
    """What follows the answer to one of several pictures; None where the others say nothing else.

    A button stands for what the library answers; what it does not know has to be sent as words.
    """
    readings = [PageReading.from_dict(page) for page in pages]
    first = likeliest(readings)
    if first is None or first.verdict not in _TELLING or not first.quote:
        return None
    others = {one.quote: one for one in readings if one.verdict in _TELLING and one.quote != first.quote and one.quote}
    if not others:
        return None
    beside = "；".join(f"“{quoted(quote)}”" for quote in others)
    answers = [answer_page(library, one).answered for one in list(others.values())[:_MOST]]
    entries = [library.content.entry(answer or "") for answer in answers]
    answered = answer_page(library, first).answered
    options = dict.fromkeys(Option(entry.id, entry.title) for entry in entries if entry and entry.id != answered)
    how = "点下面的按钮，或者把它发给我" if options else "把它发给我"
    told = f"收到 {len(readings)} 张图，上面先答了写着“{quoted(first.quote)}”的这一张。"
    return OutboundMessage(f"{told}另外的写着{beside}：要问哪一句，{how}。", tuple(options))
