"""The runner plays a case and, when it goes wrong, shows the talk with the first wrong line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.conversation_format import parse_cases
from tests.conversation_runner import IMAGES, Player, TalkError, Turn
from tests.drawn_screens import draw_screen, has_font

RESPONSES = {"utter_thank": ["不客气，{name}。"]}


class FakeTalker:
    """Says what it was told to, and keeps what was said to it."""

    def __init__(self, *turns: Turn, slots: Mapping[str, Any] | None = None, ticket: Any = None) -> None:
        self.turns = list(turns)
        self.heard: list[tuple[Any, ...]] = []
        self._slots = slots or {}
        self._ticket = ticket

    def say(self, text: str) -> Turn:
        return self._next("say", text)

    def tap(self, option_id: str, title: str) -> Turn:
        return self._next("tap", option_id, title)

    def show(self, image: bytes, text: str = "") -> Turn:
        return self._next("show", image, text)

    def wait(self, seconds: int) -> Turn:
        return self._next("wait", seconds)

    def slots(self) -> Mapping[str, Any]:
        return self._slots

    def ticket(self) -> Any:
        return self._ticket

    def _next(self, *heard: Any) -> Turn:
        self.heard.append(heard)
        return self.turns.pop(0) if self.turns else Turn()


LISTED = Turn(("您是不是想问：",), (("a", "忘记密码"), ("b", "忘记用户名"), ("none", "都不是")), {"band": "clarify"})
ANSWER = Turn(("请点 找回密码。\n第二行",), (), {"band": "answer", "faq_id": "a"})


def play(steps: str, talker: FakeTalker) -> None:
    (case,) = parse_cases(f"test_cases:\n- test_case: 甲\n  steps:\n{steps}", "case.yml")
    Player(case, lambda _: talker, RESPONSES).play()


def fault(steps: str, talker: FakeTalker) -> str:
    with pytest.raises(TalkError) as caught:
        play(steps, talker)
    return str(caught.value).splitlines()[-1].strip()


def test_a_talk_that_goes_as_written() -> None:
    talker = FakeTalker(
        LISTED, ANSWER, Turn(("不客气，张三。",)), slots={"topic": "a", "n": None}, ticket={"status": "open"}
    )
    play(
        """\
  - user: 密码
  - options: [密码, 都不是]
    band: clarify
    finds: b
  - choose: 用户名
  - bot: [找回密码, 第二行]
    not: 抱歉
    faq_id: a
    finds: a
  - user: 谢谢
  - utter: utter_thank
  - slot_was_set: [{topic: a}, topic]
  - slot_was_not_set: [n, {topic: b}]
  - ticket: {status: open}
  - wait: 2m
  - image: second.png
    with: 看看
""",
        talker,
    )
    assert talker.heard == [
        ("say", "密码"),
        ("tap", "b", "忘记用户名"),
        ("say", "谢谢"),
        ("wait", 120),
        ("show", (IMAGES / "second.png").read_bytes(), "看看"),
    ]


@pytest.mark.skipif(not has_font(), reason="没有中文字体：apt-get install fonts-noto-cjk fontconfig")
def test_a_page_is_drawn_and_sent() -> None:
    talker = FakeTalker(Turn(("看到了",)))
    play("  - screen: [学信网, '手机号 | !已被注册']\n    bot: 看到了\n", talker)
    assert talker.heard == [("show", draw_screen(["学信网", "手机号 | !已被注册"]), "")]


def test_the_transcript_marks_the_first_wrong_line() -> None:
    with pytest.raises(TalkError) as caught:
        play(
            "  - user: 密码\n  - band: clarify\n  - choose: '1'\n  - faq_id: b\n  - faq_id: c\n",
            FakeTalker(LISTED, ANSWER),
        )
    assert str(caught.value).splitlines() == [
        "case.yml:2: 对话「甲[web]」",
        "    用户：密码",
        "    机器人：您是不是想问：",
        "            [1] 忘记密码",
        "            [2] 忘记用户名",
        "            [3] 都不是",
        "            〔band=clarify〕",
        "    用户：［点选 忘记密码］",
        "    机器人：请点 找回密码。",
        "            第二行",
        "            〔band=answer faq_id=a〕",
        "  ✗ case.yml:7: faq_id：该是 b，实际是 a",
    ]


@pytest.mark.parametrize(
    ("expectation", "said"),
    [
        ("bot: 邮箱", "bot：回答里没有 ['邮箱']"),
        ("not: 找回密码", "not：回答里不该有 ['找回密码']"),
        ("utter: utter_thank", "utter：没有说「utter_thank」"),
        ("utter: utter_thnak", "utter：domain.yml 里没有「utter_thnak」"),
        ("options: [密码]", "options：缺少 ['密码']（或顺序不同），实际是 []"),
        ("band: none", "band：该是 none，实际是 answer"),
        ("finds: b", "finds：没有回答也没有列出 b，实际回答 a，列出 []"),
        ("slot_was_set: [topic]", "slot_was_set：词槽 topic（任意值），实际是 None"),
        ("slot_was_not_set: [school]", "slot_was_not_set：词槽 school（任意值），实际是 云杉"),
        ("ticket: null", "ticket：该是 None，实际是 {'status': 'open'}"),
        ("ticket: {status: closed}", "ticket：该是 {'status': 'closed'}，实际是 {'status': 'open'}"),
        ("choose: '1'", "choose：选项里没有（或不止一个）「1」，实际是 []"),
    ],
)
def test_each_expectation_can_fail(expectation: str, said: str) -> None:
    talker = FakeTalker(ANSWER, slots={"school": "云杉"}, ticket={"status": "open"})
    assert fault(f"  - user: 密码\n  - {expectation}\n", talker) == f"✗ case.yml:5: {said}"


def test_a_wanted_ticket_that_is_not_there() -> None:
    assert fault("  - user: 密码\n  - ticket: {status: open}\n", FakeTalker(ANSWER)) == (
        "✗ case.yml:5: ticket：该是 {'status': 'open'}，实际是 None"
    )


def test_noise_changes_only_what_is_typed() -> None:
    talker = FakeTalker(LISTED)
    text = "test_cases:\n- test_case: 甲\n  noise: [pinyin]\n  steps:\n  - user: 密码\n  - choose: '1'\n"
    (_, noisy) = parse_cases(text)
    Player(noisy, lambda _: talker, {}, perturb=lambda said, noise: f"{said}+{noise}").play()
    assert talker.heard == [("say", "密码+pinyin"), ("tap", "a", "忘记密码")]
