"""Pictures that came together: which of them was answered, and the others with a button for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.channels.base import OutboundMessage
from faq.engine.library import Library
from faq.pages.answering import PageAnswer, answer_page
from faq.pages.page import PageReading, Verdict, likeliest
from faq.pages.quoting import quoted
from faq.text.choice import Option

_TELLING = (Verdict.MATCH, Verdict.UNSURE)
_MUTE = (Verdict.NOTHING, Verdict.UNREADABLE)
_MOST = 3


def said_of_several(pages: Sequence[Mapping[str, Any]], library: Library) -> OutboundMessage | None:
    """What follows the answer to one of several pictures; None where the others say nothing else.

    A button stands for what the library answers, or means most likely; what it does not know, and what could not be
    read, has to be sent as words.
    """
    readings = [PageReading.from_dict(page) for page in pages]
    first = likeliest(readings)
    if first is None or first.verdict not in _TELLING or not first.quote:
        return None
    others = {one.quote: one for one in readings if one.verdict in _TELLING and one.quote != first.quote and one.quote}
    mute = sum(one.verdict in _MUTE for one in readings)
    if not others and not mute:
        return None
    answered = answer_page(library, first).answered
    means = [_meant(answer_page(library, one)) for one in list(others.values())[:_MOST]]
    entries = [library.content.entry(entry_id) for entry_id in means]
    options = dict.fromkeys(Option(entry.id, entry.title) for entry in entries if entry and entry.id != answered)
    told = f"收到 {len(readings)} 张图，上面先答了写着“{quoted(first.quote)}”的这一张。"
    if others:
        how = "点下面的按钮，或者把它发给我" if options else "把它发给我"
        told += f"另外的写着{'；'.join(f'“{quoted(quote)}”' for quote in others)}：要问哪一句，{how}。"
    if mute:
        told += f"{'还有' if others else '另外'} {mute} 张我没有读出学信网的提示，要问它，把上面那句话打给我。"
    return OutboundMessage(told, tuple(options))


def _meant(answer: PageAnswer) -> str:
    """The entry that is answered, else the likeliest of a list; "" for neither."""
    listed = answer.decision.candidates if answer.decision is not None else ()
    return answer.answered or next((item.entry_id for item in listed), "")
