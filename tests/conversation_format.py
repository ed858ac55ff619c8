"""Conversation tests as YAML: Rasa's end-to-end test cases, with what this project adds.

From Rasa (https://rasa.com/docs/rasa/testing-your-assistant/ and its e2e format): `test_cases`, `test_case`,
`steps`, `user`, `bot`, `utter`, `slot_was_set`, `slot_was_not_set`. Ours: the keys documented in docs/testing.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from common.errors import ContentError, Problem, nearest_spelling
from common.yaml_nodes import YamlNode, parse_yaml, read_yaml
from evaluation.noise import KINDS

CHANNELS = ("web", "wechat")
NOISES = tuple(KINDS)
USUAL_NOISES = ("homophone", "missing", "traditional", "full_width", "filler", "pinyin")
"""What `noise: all` means: the six that may cost at most five points each."""

INPUTS = ("user", "image", "screen", "choose", "wait")
EXPECTATIONS = (
    "bot",
    "not",
    "says",
    "utter",
    "options",
    "faq_id",
    "finds",
    "guide_id",
    "band",
    "intent",
    "ticket",
    "slot_was_set",
    "slot_was_not_set",
)
_BESIDE = ("channel", "with")
_CASE_KEYS = ("test_case", "channels", "noise", "steps")
_BANDS = ("answer", "clarify", "none")
_WAIT = re.compile(r"(\d+)\s*(s|m|h|d|秒|分钟|小时|天)")
_SECONDS = {"s": 1, "秒": 1, "m": 60, "分钟": 60, "h": 3600, "小时": 3600, "d": 86400, "天": 86400}


@dataclass(frozen=True)
class Input:
    """What the person does: `user` writes, sends an `image` or a drawn `screen`, chooses (`choose`), or `wait`s.

    `text` goes along with a picture.
    """

    kind: str
    value: Any
    line: int
    channel: str | None = None
    text: str = ""


@dataclass(frozen=True)
class Expectation:
    """What must be true of the bot's answer to the last input."""

    kind: str
    value: Any
    line: int


@dataclass(frozen=True)
class Case:
    """One conversation, ready to be played."""

    name: str
    path: str
    line: int
    steps: tuple[Input | Expectation, ...]
    channel: str = "web"
    noise: str | None = None

    @property
    def title(self) -> str:
        """The name with what it is parametrised by, as pytest shows it."""
        return f"{self.name}[{'-'.join(part for part in (self.channel, self.noise) if part)}]"


def read_cases(path: Path, root: Path) -> list[Case]:
    """The cases of a file, one for every channel and noise it asks for.

    Raises:
        ContentError: every fault of the file, with its line.
    """
    return _cases(read_yaml(path, root))


def parse_cases(text: str, path: str = "tests/conversations/case.yml") -> list[Case]:
    """The cases in a text, as `read_cases` takes them from a file.

    Raises:
        ContentError: every fault of the text, with its line.
    """
    return _cases(parse_yaml(text, path))


def _cases(node: YamlNode) -> list[Case]:
    problems: list[Problem] = []
    cases: list[Case] = []
    listed = node.get("test_cases")
    if listed is None or not isinstance(listed.value, list):
        raise ContentError([node.problem("缺少「test_cases」列表", "文件写成 test_cases: 加一组对话")])
    for key in node.key_lines:
        if key != "test_cases":
            problems.append(node.problem(f"没有「{key}」这一项", "顶层只有 test_cases", key))
    names: dict[str, int] = {}
    for number, item in enumerate(listed.value):
        for case in _case(item, number, problems):
            first = names.setdefault(case.title, case.line)
            if first != case.line:
                problems.append(
                    Problem(node.path, case.line, f"对话名「{case.name}」重复了（第一次在第 {first} 行）", "换一个名字")
                )
            cases.append(case)
    if problems:
        raise ContentError(problems)
    return cases


def _case(node: YamlNode, number: int, problems: list[Problem]) -> Iterator[Case]:
    """The case on every channel, and with every noise on one of them.

    Noise is in the text, and all channels hand that to the same reading: they take turns, from case to case too.
    """
    if not isinstance(node.value, dict):
        problems.append(node.problem("一段对话要写成 test_case 加 steps", "例如 - test_case: 忘记密码"))
        return
    before = len(problems)
    _refuse_unknown(node, _CASE_KEYS, problems)
    name = node.get("test_case")
    if name is None or not isinstance(name.value, str) or not name.value.strip():
        problems.append(node.problem("对话没有名字", "写上 test_case: 一句话说明这段对话"))
    steps_node = node.get("steps")
    if steps_node is None or not isinstance(steps_node.value, list) or not steps_node.value:
        problems.append(node.problem("对话没有步骤", "在 steps 下至少写一个 - user: …", "steps"))
    channels = _names(node.get("channels"), CHANNELS, problems) or ["web"]
    noises = _names(node.get("noise"), NOISES, problems, USUAL_NOISES)
    if len(problems) > before or name is None or steps_node is None:
        return
    steps: list[Input | Expectation] = []
    for step in steps_node.value or ():
        steps += _step(step, problems)  # type: ignore[arg-type]
    if not problems[before:] and not isinstance(steps[0], Input):
        problems.append(
            Problem(node.path, steps[0].line, "第一步就要求机器人说话", "先写 user、image 或 choose，再写该有的回答")
        )
    if problems[before:]:
        return
    noisy = [(channels[(number + place) % len(channels)], noise) for place, noise in enumerate(noises)]
    for channel, kind in [*((channel, None) for channel in channels), *noisy]:
        yield Case(str(name.value).strip(), node.path, name.line, tuple(steps), channel, kind)


def _step(node: YamlNode, problems: list[Problem]) -> list[Input | Expectation]:
    if not isinstance(node.value, dict):
        problems.append(node.problem("一步要写成「键: 值」", "例如 - user: 密码忘了"))
        return []
    before = len(problems)
    _refuse_unknown(node, (*INPUTS, *EXPECTATIONS, *_BESIDE), problems)
    inputs = [key for key in node.value if key in INPUTS]
    if len(inputs) > 1:
        problems.append(node.problem(f"一步里只能有一个输入（现在是 {'、'.join(inputs)}）", "拆成几步", inputs[1]))
    if "channel" in node.value and not inputs:
        problems.append(node.problem("「channel」要和 user 等输入写在同一步", "移到输入那一步", "channel"))
    if "with" in node.value and not {"image", "screen"} & set(inputs):
        problems.append(
            node.problem("「with」是和图片一起发的字，要和 image 或 screen 写在同一步", "改用 user", "with")
        )
    if len(problems) > before:
        return []
    parts: list[Input | Expectation] = []
    channel = _channel(node, problems)
    beside = node.get("with")
    text = str(beside.value) if beside is not None else ""
    for key, child in node.items():
        line = node.key_lines[key]
        if key in INPUTS:
            parts.insert(0, Input(key, _input_value(key, child, problems), line, channel, text))
        elif key not in _BESIDE:
            parts.append(Expectation(key, _expected_value(key, child, problems), line))
    if not parts:
        problems.append(node.problem("这一步是空的", "写 user、bot 等"))
    return parts


def _input_value(key: str, node: YamlNode, problems: list[Problem]) -> Any:
    if key == "screen":
        rows = node.plain()
        if not isinstance(rows, list) or not rows or not all(isinstance(row, str) and row for row in rows):
            problems.append(
                node.problem("「screen」要写成页面上一行行的字", "例如 screen: [学信网, 注册, “!证件号码已被注册”]")
            )
            return None
        return tuple(rows)
    if not isinstance(node.value, str) or (key != "user" and not node.value.strip()):
        problems.append(node.problem(f"「{key}」要写成一句文字", f"例如 {key}: {_INPUT_EXAMPLES[key]}"))
        return None
    if key != "wait":
        return node.value
    match = _WAIT.fullmatch(node.value.strip())
    if not match:
        problems.append(node.problem(f"看不懂要等多久（现在是「{node.value}」）", "写成 90s、5m、3h、2d 或 3 天"))
        return None
    return int(match[1]) * _SECONDS[match[2]]


_INPUT_EXAMPLES = {"user": "密码忘了", "image": "screenshot.png", "choose": "2", "wait": "25h"}


def _expected_value(key: str, node: YamlNode, problems: list[Problem]) -> Any:
    plain = node.plain()
    if key in ("bot", "not", "says", "options"):
        listed = [plain] if isinstance(plain, str) else plain
        if not isinstance(listed, list) or not all(isinstance(item, str) and item for item in listed):
            problems.append(node.problem(f"「{key}」要写成一句文字，或文字的列表", f"例如 {key}: [找回密码, 证件号码]"))
            return None
        return tuple(listed)
    if key in ("slot_was_set", "slot_was_not_set"):
        return _slots(node, problems)
    if key == "ticket":
        if plain is not None and not isinstance(plain, dict):
            remedy = "例如 ticket: {status: open}"
            problems.append(node.problem("「ticket」要写成工单的字段，或 null（没有建工单）", remedy))
        return plain
    if plain is not None and not isinstance(plain, str):
        problems.append(node.problem(f"「{key}」要写成一个名字或 null（现在是「{plain}」）", f"例如 {key}: …"))
    if key == "band" and plain is not None and plain not in _BANDS:
        near = nearest_spelling(str(plain), _BANDS)
        remedy = f"是不是想写「{near}」？" if near else f"可用的有：{'、'.join(_BANDS)}、null"
        problems.append(node.problem(f"没有「{plain}」这一档", remedy))
    return plain


def _slots(node: YamlNode, problems: list[Problem]) -> Any:
    """Rasa's list of names or of `name: value` pairs, as a list of (name, value or ANY)."""
    pairs: list[tuple[str, Any]] = []
    for item in node.value if isinstance(node.value, list) else ():
        if isinstance(item, YamlNode) and isinstance(item.value, dict):
            pairs += [(name, child.plain()) for name, child in item.items()]
        elif isinstance(item, YamlNode) and isinstance(item.value, str):
            pairs.append((item.value, ANY))
    if not pairs:
        problems.append(node.problem("词槽要写成列表", "例如 - topic: reset_password，或只写名字 - topic"))
    return tuple(pairs)


class _Any:
    def __repr__(self) -> str:
        return "任意值"


ANY = _Any()
"""A slot that only has to be set, whatever its value."""


def _channel(node: YamlNode, problems: list[Problem]) -> str | None:
    child = node.get("channel")
    found = _names(child, CHANNELS, problems) if child else []
    return found[0] if found else None


def _names(
    node: YamlNode | None, known: tuple[str, ...], problems: list[Problem], every: tuple[str, ...] = ()
) -> list[str]:
    if node is None:
        return []
    plain = node.plain()
    if plain == "all":
        return list(every or known)
    listed = [plain] if isinstance(plain, str) else plain if isinstance(plain, list) else [plain]
    for item in listed:
        if item not in known:
            near = nearest_spelling(str(item), known)
            remedy = f"是不是想写「{near}」？" if near else f"可用的有：{'、'.join(known)}，或 all"
            problems.append(node.problem(f"没有「{item}」", remedy))
    return [str(item) for item in listed]


def _refuse_unknown(node: YamlNode, known: tuple[str, ...], problems: list[Problem]) -> None:
    for key in node.key_lines:
        if key not in known:
            near = nearest_spelling(key, known)
            remedy = f"是不是想写「{near}」？" if near else f"可用的有：{'、'.join(known)}"
            problems.append(node.problem(f"没有「{key}」这一项", remedy, key))
