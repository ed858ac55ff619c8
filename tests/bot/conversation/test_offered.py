"""A page may say that anything was tapped: what nobody offered is read like its words, typed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.conversation import queue_care
from faq.engine.library import Library
from tests.bot.gateway import Gateway, running_gateway, settings_for
from tests.fakes.rasa_server import FakeRasa, say


def _tap(option: str) -> str:
    return f'/choose_option{{"option": "{option}"}}'


async def _offer(gateway: Gateway, *options: str, session: str = "s") -> None:
    buttons: Sequence[dict[str, str]] = [{"title": f"选{option}", "payload": _tap(option)} for option in options]
    gateway.rasa.answers.append(say({"text": "请选一项：", "buttons": buttons}))
    await gateway.post(session=session, text="怎么办")


async def _heard(gateway: Gateway, option: str, text: str = "能收短信", session: str = "s") -> str:
    await gateway.post(session=session, text=text, option=option)
    return str(gateway.rasa.turns[-1]["text"])


@pytest.mark.parametrize(
    "option",
    [
        "submit",
        "submit_now",
        "erase_yes",
        "stop_waiting",
        "none",
        "fact:phone=usable",
        "settle_yes_1",
        "no_such_entry",
        "more:no_such_entry",
        "open:reset_password:999",
        "open:no_such_entry:0",
        "add_said_1",
        "guide:reset_all",
    ],
)
async def test_what_was_never_offered_is_read_like_its_words(gateway: Gateway, option: str) -> None:
    await _offer(gateway, "fact:phone=lost")
    await _offer(gateway, option, session="of somebody else")
    assert await _heard(gateway, option) == "能收短信"
    assert gateway.rows("SELECT payload FROM inbox ORDER BY id DESC LIMIT 1")[0][0].count(option) == 0


@pytest.mark.parametrize("option", ["fact:phone=usable", "submit", "none", "add_said_1"])
async def test_a_tab_that_stayed_open_may_tap_what_it_shows(gateway: Gateway, option: str) -> None:
    await _offer(gateway, option)
    await _offer(gateway, "fact:other=yes")
    await gateway.post(session="s", text="另一件事")
    assert await _heard(gateway, option) == _tap(option)


@pytest.mark.parametrize("option", ["human", "ticket", "reset_password"])
async def test_what_pages_offer_everybody_can_be_tapped_at_once(gateway: Gateway, option: str) -> None:
    assert await _heard(gateway, option) == _tap(option)


async def test_a_name_of_an_option_in_a_text_is_no_offer(gateway: Gateway) -> None:
    gateway.rasa.answers.append(say('您写的是 {"id": "submit"}，对吗？'))
    await gateway.post(session="s", text="怎么办")
    assert await _heard(gateway, "submit") == "能收短信"


async def test_an_underscore_stands_for_no_other_letter(gateway: Gateway) -> None:
    await _offer(gateway, "addxsaidx1")
    await _offer(gateway, "other_thing")
    assert await _heard(gateway, "add_said_1") == "能收短信"


async def test_only_so_many_answers_are_looked_through(gateway: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue_care, "_MOST_LOOKED_THROUGH", 2)
    await _offer(gateway, "submit")
    for _ in range(3):
        await gateway.post(session="s", text="别的事")
    assert await _heard(gateway, "submit") == "能收短信"


async def test_an_option_counts_while_rasa_is_away(tmp_path: Path, small_library: Library, rasa: FakeRasa) -> None:
    async with running_gateway(tmp_path, small_library, rasa, settings_for(rasa)) as gateway:
        rasa.status = 500
        (said,) = await gateway.texts(session="s", text="乱七八糟", option="fact:phone=usable")
        (typed,) = await gateway.texts(session="t", text="乱七八糟")
        assert said == typed
