"""The conversation format: Rasa's keys and ours are read; every fault has its file and line."""

from __future__ import annotations

import pytest

from common.errors import ContentError
from tests.conversation_format import ANY, Case, Expectation, Input, parse_cases

GOOD = """\
test_cases:
- test_case: 找回密码
  steps:
  - user: 密码忘了
    channel: wechat
  - bot: [找回密码, 邮箱]
    not: 抱歉
    faq_id: reset_password
  - utter: utter_thank
  - slot_was_set:
    - last_answer: reset_password
    - school
  - choose: "2"
  - band: null
  - wait: 3 天
  - image: screenshot.png
    ticket: {status: open, priority: normal}
  - screen: [学信网, "!证件号码已被注册"]
    with: 这是啥意思
"""


def faults(text: str) -> list[str]:
    with pytest.raises(ContentError) as caught:
        parse_cases(text, "case.yml")
    return [str(problem) for problem in caught.value.problems]


def test_every_key_is_read_with_its_line() -> None:
    assert parse_cases(GOOD, "case.yml") == [
        Case(
            "找回密码",
            "case.yml",
            2,
            (
                Input("user", "密码忘了", 4, "wechat"),
                Expectation("bot", ("找回密码", "邮箱"), 6),
                Expectation("not", ("抱歉",), 7),
                Expectation("faq_id", "reset_password", 8),
                Expectation("utter", "utter_thank", 9),
                Expectation("slot_was_set", (("last_answer", "reset_password"), ("school", ANY)), 10),
                Input("choose", "2", 13),
                Expectation("band", None, 14),
                Input("wait", 3 * 86400, 15),
                Input("image", "screenshot.png", 16),
                Expectation("ticket", {"status": "open", "priority": "normal"}, 17),
                Input("screen", ("学信网", "!证件号码已被注册"), 18, None, "这是啥意思"),
            ),
        )
    ]


def test_a_case_is_played_on_every_channel_and_with_every_noise_on_one_of_them() -> None:
    case = "- test_case: 甲\n  channels: [web, wechat]\n  noise: [pinyin, filler]\n  steps:\n  - user: 你好\n"
    text = f"test_cases:\n{case}{case.replace('甲', '乙')}"
    assert [item.title for item in parse_cases(text)] == [
        *("甲[web]", "甲[wechat]", "甲[web-pinyin]", "甲[wechat-filler]"),
        *("乙[web]", "乙[wechat]", "乙[wechat-pinyin]", "乙[web-filler]"),
    ]
    everything = f"test_cases:\n{case}".replace("[pinyin, filler]", "all")
    assert [item.noise for item in parse_cases(everything) if item.noise] == [
        "homophone", "missing", "traditional", "full_width", "filler", "pinyin",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("test_cases:", "tests:", "case.yml:1: 缺少「test_cases」列表。改法：文件写成 test_cases: 加一组对话"),
        ("test_case: 找回", "testcase: 找回", "case.yml:2: 没有「testcase」这一项。改法：是不是想写「test_case」？"),
        ("  - bot: [", "  - bott: [", "case.yml:6: 没有「bott」这一项。改法：是不是想写「bot」？"),
        (
            "[找回密码, 邮箱]",
            "[[a]]",
            "case.yml:6: 「bot」要写成一句文字，或文字的列表。改法：例如 bot: [找回密码, 证件号码]",
        ),
        ("wechat", "wecat", "case.yml:5: 没有「wecat」。改法：是不是想写「wechat」？"),
        ("band: null", "band: answr", "case.yml:14: 没有「answr」这一档。改法：是不是想写「answer」？"),
        ("3 天", "三天", "case.yml:15: 看不懂要等多久（现在是「三天」）。改法：写成 90s、5m、3h、2d 或 3 天"),
        (
            "  - choose:",
            "  - user: 你好\n    choose:",
            "case.yml:14: 一步里只能有一个输入（现在是 user、choose）。改法：拆成几步",
        ),
        (
            "{status: open, priority: normal}",
            "open",
            "case.yml:17: 「ticket」要写成工单的字段，或 null（没有建工单）。改法：例如 ticket: {status: open}",
        ),
        ('[学信网, "!证件号码已被注册"]', "学信网", "case.yml:18: 「screen」要写成页面上一行行的字。"),
        ("screen: [学信网, ", "user: 看图 # [", "case.yml:19: 「with」是和图片一起发的字，"),
        ("- user: 密码忘了\n    channel: wechat", "- bot: 您好", "case.yml:4: 第一步就要求机器人说话。"),
    ],
)
def test_a_fault_is_named_with_its_line(before: str, after: str, fault: str) -> None:
    assert before in GOOD
    assert any(text.startswith(fault) for text in faults(GOOD.replace(before, after))), faults(
        GOOD.replace(before, after)
    )


def test_repeated_names_unnamed_cases_and_missing_steps_are_faults() -> None:
    text = "test_cases:\n- test_case: 甲\n  steps: [{user: a}]\n- test_case: 甲\n  steps: [{user: b}]\n"
    text += "- test_case: 乙\n- 3\n"
    assert faults(text) == [
        "case.yml:4: 对话名「甲」重复了（第一次在第 2 行）。改法：换一个名字",
        "case.yml:6: 对话没有步骤。改法：在 steps 下至少写一个 - user: …",
        "case.yml:7: 一段对话要写成 test_case 加 steps。改法：例如 - test_case: 忘记密码",
    ]


def test_what_is_no_yaml_is_told() -> None:
    assert faults("test_cases：\n- a")[0].startswith("case.yml:1: ")
