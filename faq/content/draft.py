"""An entry as somebody wrote it, perhaps with faults: what the checks beyond the schema look at.

A fault in one field must not hide the faults of the others, so a draft has an entry in any case, with
empty values where the file has none that can be used, and says which fields those are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from common.errors import Problem
from common.yaml_nodes import YamlNode
from faq.content.conditions import ALWAYS, read_condition
from faq.content.entry import Action, Entry, FollowUp, Scope, Section, Source

_DAYS = ("reviewed", "valid_from", "valid_until", "review_by")
_ALL = "*"
DETAILS = "详细说明"
"""What messages call a section of the details."""
ENGLISH = "英文答案"
"""What messages call the English answer."""
FOLLOW_UP = "追问的回答"
"""What messages call what is said to a question that people ask next."""
FOLLOW_UP_ENGLISH = "追问的英文回答"
DONE = "办成以后的提醒"
"""What messages call the same in English."""
IN_ENGLISH = frozenset({ENGLISH, FOLLOW_UP_ENGLISH})


@dataclass(frozen=True)
class Passage:
    """One text of an entry that people read: the answer, a section of the details, the English answer."""

    owner: str
    node: YamlNode
    text: str
    what: str

    def problem(self, offset: int, message: str, remedy: str, kind: str) -> Problem:
        """A fault at a character of the text; `message` goes on after 条目「…」."""
        return Problem(self.node.path, self.node.line_at(offset), f"{self.owner}{message}", remedy, kind)


@dataclass(frozen=True)
class Draft:
    """One written entry, the node it came from, and the keys whose values cannot be used."""

    entry: Entry
    node: YamlNode
    faulty: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """How messages call the entry."""
        return f"条目「{self.entry.id or self.entry.title or '没有编号'}」"

    def sound(self, *keys: str) -> bool:
        """Whether the values of these keys are there and fit the schema."""
        return not self.faulty & {_ALL, *keys}

    def items(self, key: str) -> list[YamlNode]:
        """The items of a list; none when the list is missing or faulty."""
        child = self.node.get(key)
        return child.value if child and isinstance(child.value, list) and self.sound(key) else []

    def wordings(self) -> list[YamlNode]:
        """The standard question and the similar ones, each with its line."""
        title = self.node.get("title")
        return [*([title] if title and self.sound("title") else []), *self.items("questions")]

    def problem(self, message: str, remedy: str, key: str, kind: str) -> Problem:
        """A fault of this entry at the line of a key: `条目「…」` and the message."""
        return self.node.problem(f"{self.name}{message}", remedy, key, kind)

    def passages(self) -> Iterator[Passage]:
        """Every text of the entry that people read, as typed."""
        answer = self.node.get("answer")
        if answer and self.raw_answer:
            yield Passage(self.name, answer, self.raw_answer, "答案")
        for item in self.items("more"):
            text = item.get("text")
            if text and isinstance(text.value, str):
                yield Passage(self.name, text, text.value, DETAILS)
        english = self.node.get("answer_en")
        if english and isinstance(english.value, str) and self.sound("answer_en"):
            yield Passage(self.name, english, english.value, ENGLISH)
        done = self.node.get("done")
        if done and isinstance(done.value, str) and self.sound("done"):
            yield Passage(self.name, done, done.value, DONE)
        for item in self.items("follow_ups"):
            for key, what in (("say", FOLLOW_UP), ("say_en", FOLLOW_UP_ENGLISH)):
                said = item.get(key)
                if said and isinstance(said.value, str):
                    yield Passage(self.name, said, said.value, what)

    @property
    def raw_answer(self) -> str:
        """The answer as typed, so that places in it can be told; empty when there is none."""
        child = self.node.get("answer")
        return child.value if child and isinstance(child.value, str) and self.sound("answer") else ""


def draft_of(node: YamlNode, faulty: frozenset[str]) -> Draft:
    """The draft of a written entry whose values under the keys `faulty` cannot be used."""
    plain = {key: value for key, value in node.plain().items() if key not in faulty and _ALL not in faulty}
    entry = Entry(
        id=plain.get("id", ""),
        title=plain.get("title", ""),
        category=plain.get("category", ""),
        intent=plain.get("intent", ""),
        questions=tuple(plain.get("questions", ())),
        answer=plain.get("answer", "").strip(),
        sources=tuple(Source(item["title"], item["date"], item.get("url")) for item in plain.get("source", ())),
        reviewed=date.fromisoformat(plain["reviewed"]) if "reviewed" in plain else date.min,
        related=tuple(plain.get("related", ())),
        guide=plain.get("guide"),
        contacts=tuple(plain.get("contacts", ())),
        keywords=tuple(plain.get("keywords", ())),
        hot=plain.get("hot", False),
        harm=plain.get("harm", False),
        valid_from=_day(plain, "valid_from"),
        valid_until=_day(plain, "valid_until"),
        review_by=_day(plain, "review_by"),
        scope=scope_of(plain),
        prompts=tuple(plain.get("prompts", ())),
        more=tuple(Section(item["title"], item["text"].strip()) for item in plain.get("more", ())),
        actions=tuple(Action(item["title"], item["to"]) for item in plain.get("actions", ())),
        answer_en=plain.get("answer_en", "").strip(),
        done=plain.get("done", "").strip(),
        follow_ups=tuple(map(_follow_up, plain.get("follow_ups", ()))),
        path=node.path,
        line=node.line,
    )
    return Draft(entry, node, faulty)


def missing_days(node: YamlNode, faulty: Collection[str]) -> Iterator[tuple[str, str]]:
    """Keys whose value looks like a date and is none, such as 2026-02-30."""
    for key in _DAYS:
        child = node.get(key)
        if child is None or key in faulty or not isinstance(child.value, str):
            continue
        try:
            date.fromisoformat(child.value)
        except ValueError:
            yield key, child.value


def scope_of(plain: dict[str, Any]) -> Scope | None:
    """Whose content it is, or None for everybody's."""
    scope = plain.get("scope")
    return Scope(scope["school"], tuple(scope.get("aliases", ()))) if scope else None


def _follow_up(item: dict[str, Any]) -> FollowUp:
    texts = (item["say"].strip(), item.get("say_en", "").strip(), item.get("to", ""), item.get("years", ""))
    return FollowUp(tuple(item["asks"]), *texts, read_condition(item.get("when", "")) or ALWAYS)


def _day(plain: dict[str, Any], key: str) -> date | None:
    return date.fromisoformat(plain[key]) if key in plain else None
