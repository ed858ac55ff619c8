"""Plays a conversation test against a talker and tells, as a transcript, where it first went wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from common.yaml_nodes import YamlNode
from tests.conversation_format import ANY, Case, Expectation, Input
from tests.conversation_sources import sentences_of
from tests.drawn_screens import draw_screen

IMAGES = Path(__file__).parent / "fixtures/images"
_SHOWN_LINES = 6
_SLOT = re.compile(r"\\\{\w+\\\}")


@dataclass(frozen=True)
class Turn:
    """All the bot said to one input, and why."""

    texts: tuple[str, ...] = ()
    options: tuple[tuple[str, str], ...] = ()
    """Id and title of what can be tapped."""
    trace: Mapping[str, Any] = field(default_factory=dict)


class Talker(Protocol):
    """One person's conversation over one channel."""

    def say(self, text: str) -> Turn:
        """Send a text."""

    def tap(self, option_id: str, title: str) -> Turn:
        """Tap an offered option."""

    def show(self, image: bytes, text: str = "") -> Turn:
        """Send an image, with words beside it."""

    def wait(self, seconds: int) -> Turn:
        """Let virtual time pass; what the bot says by itself meanwhile is the turn."""

    def slots(self) -> Mapping[str, Any]:
        """The conversation's slots as they are now."""

    def ticket(self) -> Mapping[str, Any] | None:
        """The fields of the ticket this conversation created last, or None."""


class TalkError(AssertionError):
    """The conversation went another way; the text is the transcript."""


@dataclass
class Player:
    """Plays one case; `responses` are the domain's texts, for `utter`, `sentences_of` those of content, for `says`."""

    case: Case
    talker_for: Callable[[str], Talker]
    responses: Mapping[str, Sequence[str]]
    perturb: Callable[[str, str], str] = lambda text, noise: text
    sentences_of: Callable[[str], Collection[str]] = sentences_of

    def __post_init__(self) -> None:
        """Begin with an empty transcript."""
        self._talker = self.talker_for(self.case.channel)
        self._turn = Turn()
        self._lines = [f"{self.case.path}:{self.case.line}: 对话「{self.case.title}」"]

    def play(self) -> None:
        """Play every step.

        Raises:
            TalkError: at the first expectation that does not hold.
        """
        for step in self.case.steps:
            if isinstance(step, Input):
                self._act(step)
            else:
                fault = self._fault(step)
                if fault:
                    self._fail(step.line, fault)

    def _act(self, step: Input) -> None:
        if step.channel:
            self._talker = self.talker_for(step.channel)
        if step.kind == "wait":
            self._lines.append(f"    （过了 {step.value} 秒）")
            self._turn = self._talker.wait(step.value)
        elif step.kind == "image":
            self._lines.append(f"    用户：［图片 {step.value}］{step.text}")
            self._turn = self._talker.show((IMAGES / step.value).read_bytes(), step.text)
        elif step.kind == "screen":
            self._lines.append(f"    用户：［图：{' / '.join(step.value)}］{step.text}")
            self._turn = self._talker.show(draw_screen(step.value), step.text)
        elif step.kind == "choose":
            option_id, title = self._chosen(step)
            self._lines.append(f"    用户：［点选 {title}］")
            self._turn = self._talker.tap(option_id, title)
        else:
            text = self.perturb(step.value, self.case.noise) if self.case.noise else step.value
            self._lines.append(f"    用户：{text}")
            self._turn = self._talker.say(text)
        self._lines += _shown(self._turn)
        if self._turn.trace.get("limited"):
            self._fail(step.line, "机器人绕过了 Rasa（动作出错或没有回话），这是知识库直接给的回答")

    def _chosen(self, step: Input) -> tuple[str, str]:
        """The offered option that a number or a piece of a title names."""
        options = self._turn.options
        if step.value.isdigit():
            if 0 < int(step.value) <= len(options):
                return options[int(step.value) - 1]
        else:
            fitting = [option for option in options if step.value in option[1]]
            if len(fitting) == 1:
                return fitting[0]
        self._fail(step.line, f"choose：选项里没有（或不止一个）「{step.value}」，实际是 {_titles(options)}")
        raise AssertionError

    def _fault(self, step: Expectation) -> str | None:
        """What is wrong with one expectation, in Chinese, or None."""
        said = "\n".join(self._turn.texts)
        if step.kind == "bot":
            missing = [text for text in step.value if _folded(text) not in _folded(said)]
            return f"bot：回答里没有 {missing}" if missing else None
        if step.kind == "not":
            present = [text for text in step.value if _folded(text) in _folded(said)]
            return f"not：回答里不该有 {present}" if present else None
        if step.kind == "says":
            unsaid = [name for name in step.value if not any(text in _folded(said) for text in self.sentences_of(name))]
            return f"says：没有说 {unsaid} 里的话" if unsaid else None
        if step.kind == "utter":
            return self._utter_fault(step.value)
        if step.kind == "options":
            return self._options_fault(step.value)
        if step.kind in ("slot_was_set", "slot_was_not_set"):
            return self._slot_fault(step)
        if step.kind == "ticket":
            return self._ticket_fault(step.value)
        if step.kind == "finds":
            return self._finds_fault(step.value)
        actual = self._turn.trace.get(step.kind)
        return None if actual == step.value else f"{step.kind}：该是 {step.value}，实际是 {actual}"

    def _finds_fault(self, entry_id: str) -> str | None:
        """Answered with the entry, or offered it: both help."""
        offered = [option_id for option_id, _ in self._turn.options]
        answered = self._turn.trace.get("faq_id")
        if entry_id == answered or entry_id in offered:
            return None
        return f"finds：没有回答也没有列出 {entry_id}，实际回答 {answered}，列出 {offered}"

    def _utter_fault(self, name: str) -> str | None:
        if name not in self.responses:
            return f"utter：domain.yml 里没有「{name}」"
        for variant in self.responses[name]:
            pattern = _SLOT.sub(".*", re.escape(_folded(variant)))
            if any(re.search(pattern, _folded(text)) for text in self._turn.texts):
                return None
        return f"utter：没有说「{name}」"

    def _options_fault(self, wanted: Sequence[str]) -> str | None:
        """Each wanted piece must be in an option of its own, in the order given."""
        rest = iter(_titles(self._turn.options))
        missing = [piece for piece in wanted if not any(piece in title for title in rest)]
        return f"options：缺少 {missing}（或顺序不同），实际是 {_titles(self._turn.options)}" if missing else None

    def _slot_fault(self, step: Expectation) -> str | None:
        slots = self._talker.slots()
        for name, wanted in step.value:
            actual = slots.get(name)
            holds = actual is not None if wanted is ANY else actual == wanted
            if holds != (step.kind == "slot_was_set"):
                return f"{step.kind}：词槽 {name}（{wanted}），实际是 {actual}"
        return None

    def _ticket_fault(self, wanted: Mapping[str, Any] | None) -> str | None:
        actual = self._talker.ticket()
        if wanted is None or actual is None:
            return None if wanted is actual else f"ticket：该是 {wanted}，实际是 {actual}"
        wrong = {key: actual.get(key) for key, value in wanted.items() if actual.get(key) != value}
        return f"ticket：该是 { {key: wanted[key] for key in wrong} }，实际是 {wrong}" if wrong else None

    def _fail(self, line: int, fault: str) -> None:
        raise TalkError("\n".join([*self._lines, f"  ✗ {self.case.path}:{line}: {fault}"]))


def domain_responses(domain: YamlNode) -> dict[str, list[str]]:
    """The texts of every response of `domain.yml`."""
    node = domain.get("responses")
    found: dict[str, list[str]] = {}
    for name, variants in node.items() if node else ():
        listed = variants.value if isinstance(variants.value, list) else []
        found[name] = [str(text.value) for variant in listed if (text := variant.get("text"))]
    return found


def _titles(options: Iterable[tuple[str, str]]) -> list[str]:
    return [title for _, title in options]


def _shown(turn: Turn) -> Iterable[str]:
    for text in turn.texts:
        lines = text.splitlines() or [""]
        shown = lines[:_SHOWN_LINES] + (["……"] if len(lines) > _SHOWN_LINES else [])
        yield f"    机器人：{shown[0]}"
        yield from (f"            {line}" for line in shown[1:])
    for number, (_, title) in enumerate(turn.options, start=1):
        yield f"            [{number}] {title}"
    if turn.trace:
        keys = ("band", "faq_id", "guide_id", "intent")
        facts = " ".join(f"{key}={turn.trace[key]}" for key in keys if turn.trace.get(key) is not None)
        yield f"            〔{facts}〕"


def _folded(text: str) -> str:
    return re.sub(r"\s+", "", text)
