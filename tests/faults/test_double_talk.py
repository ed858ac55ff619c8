"""What the benchmark of two gateways counts as told twice."""

from __future__ import annotations

import random
from datetime import UTC, datetime

from benchmarks.double_talk import WeChatPeople
from benchmarks.two_of_each import find_faults
from bot.channels.wechat.phrases import AGAIN
from simulator import Platform
from simulator.people import Shown


def figures(*answers: list[str]) -> dict[str, int]:
    """The figures of one person who was shown these texts after each of their questions."""
    platform = Platform()
    people = WeChatPeople(platform, ["问"], random.Random(1))
    people.arrive(1)
    openid = people._openids[0]
    screen = platform.person(openid).screen
    for texts in answers:
        people._begins[openid].append(len(screen))
        screen += [Shown("custom", "text", text, datetime(2026, 1, 1, tzinfo=UTC)) for text in texts]
    return people.figures(unclear=1)


def test_each_answer_once_is_sound() -> None:
    counted = figures(["甲"], ["乙", f"{AGAIN}\n甲"])
    assert (counted["doubled"], counted["lost"], counted["retold"], counted["retold_twice"]) == (0, 0, 1, 0)
    assert find_faults({"wechat": counted}) == {}


def test_a_double_is_told_from_what_was_sent_once_more_because_nobody_knew() -> None:
    counted = figures(["甲", "甲"], ["乙"])
    assert counted["doubled"] == 1
    assert find_faults({"wechat": counted})


def test_more_than_once_more_is_a_fault() -> None:
    counted = figures(["甲"], [f"{AGAIN}\n甲"], ["乙", f"{AGAIN}\n甲"])
    assert counted["retold_twice"] == 1
    assert find_faults({"wechat": counted})
