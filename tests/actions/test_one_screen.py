"""Every entry in every way it is joined with something else fills no more than one screen of a phone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import islice
from types import SimpleNamespace
from typing import Any

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions.answering.several import Others, with_line, with_others
from actions.conversation import Memory, say_fresh
from actions.guiding.leading import conclusion, say_step
from actions.in_talk.beside import waiting_note, with_open_step
from actions.ticket.desk import _opened_text
from common.help_desk import HelpDesk
from common.settings import Settings
from dialogue.moods.outbursts import SORRY
from faq.content.entry import Entry
from faq.guiding.options import FACT_OPTION
from faq.guiding.state import GuideReply, GuideState
from faq.saying.answer import answer_options, render_plain
from faq.saying.reply import OTHERS, Reply, answer_of, more_of
from faq.saying.screen import on_screen
from faq.text.choice import Option
from faq.text.markup import to_plain
from faq.text.phone import SCREEN_LINES, first_sentence, line_count
from tests.actions.trackers import make_tracker
from tests.real_content import real_content, real_guidance

CONTENT = real_content()
HELPER = "替孩子办：手机号、刷脸都要本人的，您陪着点就行。"
LONG_STEP = max((fact.again for fact in real_guidance().guides.situation.facts.values() if fact.again), key=len)


def shown(text: str, options: tuple[Option, ...] = ()) -> str:
    """A text as it goes out."""
    dispatcher = CollectingDispatcher()
    say_fresh(dispatcher, Memory.of(make_tracker("问")), text, options)
    return str(dispatcher.messages[0]["text"])


def running() -> GuideState:
    """A case whose guide waits."""
    moved, _ = real_guidance().engine.begin(GuideState(), "reset_ways")
    return moved


def neighbours(entry: Entry) -> tuple[Entry, ...]:
    """The entries beside it with the longest titles."""
    found = [other for name in entry.related if (other := CONTENT.entry(name)) is not None]
    return tuple(sorted(found, key=lambda other: -len(other.title))[:2])


def joins(entry: Entry) -> Iterator[Reply]:
    """The answer of an entry in all the ways it is said with something."""
    plain = answer_of(entry, CONTENT)
    note = waiting_note(real_guidance(), running())
    step = GuideReply(LONG_STEP, (Option(f"{FACT_OPTION}mailbox=usable", "绑过，进得去"),))
    others = neighbours(entry)
    listed = "\n".join(f"{place}. {other.title}" for place, other in enumerate(others, 1))
    yield plain
    yield Reply(f"{SORRY}\n{HELPER}\n{plain.text}{note}", plain.options, "answer", entry.id)
    yield Reply(f"{plain.text}\n{OTHERS}\n{listed}{note}", plain.options, "answer", entry.id)
    yield with_open_step(plain, step, note)
    yield with_others(plain, Others(others, ("fee", "how_long"), told=tuple(says(entry, 2))), entry, CONTENT)
    for say in says(entry):
        line = with_line(plain, say, entry)
        yield line
        yield Reply(f"{SORRY}\n{HELPER}\n{line.text}{note}", line.options, "answer", entry.id)
        yield Reply(f"{say}\n{render_plain(entry, CONTENT)}", answer_options(entry, CONTENT), "answer", entry.id)
        yield with_open_step(line, step, note)


def says(entry: Entry, most: int | None = None) -> list[str]:
    """What is said to those who ask on."""
    return [to_plain(item.say) for item in islice(entry.follow_ups, most)]


@pytest.mark.parametrize("entry", CONTENT.entries, ids=lambda entry: entry.id)
def test_every_join_fits(entry: Entry) -> None:
    for reply in joins(entry):
        text = shown(reply.text, reply.options)
        assert line_count(text) <= SCREEN_LINES, text
        assert text.startswith(first_sentence(reply.text)), text
        if "“继续”" in reply.text:
            assert "“继续”" in text, text


@pytest.mark.parametrize("guide", sorted(real_guidance().guides.guides))
def test_every_first_step_fits_with_all_that_stands_before_it(guide: str) -> None:
    guidance = real_guidance()
    for entry in (entry for entry in CONTENT.entries if entry.guide == guide):
        for say in ("", *says(entry)):
            dispatcher = CollectingDispatcher()
            moved = guidance.engine.begin(GuideState(), guide)
            lead = "\n".join(filter(None, (SORRY, HELPER, conclusion(entry), say)))
            say_step(dispatcher, make_tracker("问"), guidance, *moved, lead=lead)
            text = str(dispatcher.messages[0]["text"])
            assert line_count(text) <= SCREEN_LINES, text
            assert moved[1].options == () or "？" in text, text


@pytest.mark.parametrize("others", [(), ("T1234567",), ("T1234567", "T2345678", "T3456789")])
def test_the_receipt_fits_with_every_remark(others: tuple[str, ...]) -> None:
    desk, now = HelpDesk.of(Settings()), datetime(2026, 3, 2, 1, tzinfo=UTC)
    ticket: Any = SimpleNamespace(
        number="T2345678", promised_on=date(2026, 3, 5), promise_exact=True, created_at=now, answered_at=None
    )
    arrival = "答复会出现在这个对话里（请用同一个浏览器打开）"
    text = _opened_text(ticket, others, desk, "明天就要交材料", arrival)
    assert line_count(text) <= SCREEN_LINES, text


@pytest.mark.parametrize("entry", [entry for entry in CONTENT.entries if entry.more], ids=lambda entry: entry.id)
def test_details_are_told_whole(entry: Entry) -> None:
    """Somebody asks for them: nothing of a warning may be cut off."""
    reply = more_of(entry, CONTENT)
    assert shown(reply.text, reply.options) == reply.text


def test_what_stays_stays() -> None:
    text = (
        "能办。\n" + "\n".join(f"第{number}句没有要紧的话，只是多说一遍。" for number in range(14)) + "\n别给验证码。"
    )
    assert on_screen(text).startswith("能办。")
    assert on_screen(text).endswith("别给验证码。")
    assert on_screen("短的。") == "短的。"
