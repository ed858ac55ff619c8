"""A guide as staff write it: steps that ask for a fact, say something, jump or end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from faq.content.conditions import ALWAYS, Condition, Test
from faq.guiding.situation import Situation

_ADVISED_AGAINST = re.compile("别|不要|不能|不得|勿|never|not")
_BEFORE = 6
"""How many letters before the words «别» still turns them round."""
Kind = Literal["collect", "say", "link", "end"]
End = Literal["solved", "ticket", "outside"]


@dataclass(frozen=True)
class Branch:
    """Where to go on when the condition holds; without one, in any other case."""

    target: str
    condition: Condition = ALWAYS
    line: int = 0

    @property
    def tests(self) -> tuple[Test, ...]:
        """What the condition looks at."""
        return self.condition.tests


@dataclass(frozen=True)
class Texts:
    """What a step says and asks, in another language; empty where it has none."""

    say: str = ""
    ask: str = ""
    again: str = ""


TEXTS = ("say", "ask", "again")
"""The texts of a step that are said."""


@dataclass(frozen=True)
class Step:
    """One step; `id` is its own within the guide, `name` what staff read in a ticket's path."""

    id: str
    name: str
    kind: Kind
    say: str = ""
    collect: str = ""
    ask: str = ""
    again: str = ""
    options: tuple[str, ...] = ()
    warn: str = ""
    link: str = ""
    end: End | None = None
    outside: str = ""
    about: str = ""
    """The entry whose matter it leaves people with: what they ask next is asked of that."""
    next: tuple[Branch, ...] = ()
    line: int = 0
    english: Texts = Texts()

    def in_english(self) -> Step:
        """The step with its English words, its Chinese ones where it has none; what asks is named by its fact."""
        own = self.english
        named = replace(self, name="") if self.collect else self
        return replace(named, say=own.say or self.say, ask=own.ask or self.ask, again=own.again or self.again)

    def untranslated(self) -> list[str]:
        """Its texts that there are in Chinese only."""
        return [key for key in TEXTS if getattr(self, key) and not getattr(self.english, key)]

    def follow(self, facts: Mapping[str, str]) -> str:
        """The step after this one; the loader sees to it that the last branch is always taken."""
        return next(branch.target for branch in self.next if branch.condition.holds(facts))


@dataclass(frozen=True)
class Guide:
    """One tree; its first step is where everybody begins. `knows`: entry id → the facts its question tells.

    `greeting` is the entry it stands for among what is offered to who has asked nothing yet, and its place there.
    """

    id: str
    name: str
    steps: Mapping[str, Step]
    path: str = ""
    line: int = 1
    knows: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    greeting: tuple[int, str] | None = None

    @property
    def begun_in_english(self) -> bool:
        """Whether anything of it is there in English."""
        return any(step.english != Texts() for step in self.steps.values())

    @property
    def english(self) -> bool:
        """Whether all that it says is there in English."""
        return not any(step.untranslated() for step in self.steps.values())

    @property
    def asks_first(self) -> str:
        """The fact it asks for before all others."""
        return next((step.collect for step in self.steps.values() if step.collect), "")

    @property
    def first(self) -> Step:
        """Where it begins."""
        return next(iter(self.steps.values()))


@dataclass(frozen=True)
class Irreversible:
    """An action nobody can take back: the words that tell to do it, and its warning in several wordings.

    `mentions` are the consequences an answer that tells to do it must name, each in one of several words. `price` is
    said to who asks what it does, with `first` before it to who asks whether to, and `unsent` to who sent nothing yet;
    `called` is what people call it besides, `entry` the entry that tells all about the price; `done` is the fact that
    tells that it was done, with its value.
    """

    id: str
    name: str
    tells: tuple[str, ...]
    warnings: tuple[str, ...]
    mentions: tuple[tuple[str, ...], ...] = ()
    warnings_en: tuple[str, ...] = ()
    called: tuple[str, ...] = ()
    price: str = ""
    first: str = ""
    unsent: str = ""
    entry: str = ""
    done: Mapping[str, str] = field(default_factory=dict)

    def told_at(self, text: str) -> int | None:
        """Where a text tells to do it; None when it does not, or only not to."""
        for word in self.tells:
            place = text.find(word)
            while place >= 0:
                if not _ADVISED_AGAINST.search(text[max(0, place - _BEFORE) : place]):
                    return place
                place = text.find(word, place + 1)
        return None

    def unmentioned(self, text: str) -> tuple[str, ...]:
        """The consequences a text leaves out, each by its first word."""
        return tuple(words[0] for words in self.mentions if not any(word in text for word in words))

    def warning(self, times: int) -> str:
        """What to say before it; other words than the last time."""
        return self.warnings[times % len(self.warnings)]


@dataclass(frozen=True)
class Guides:
    """All guides of a project with the facts they ask for."""

    situation: Situation
    guides: Mapping[str, Guide]
    irreversible: Mapping[str, Irreversible]

    def in_english(self) -> Guides:
        """The same guides with all that there is in English in the place of the Chinese."""
        return Guides(
            self.situation.in_english(),
            {
                name: replace(guide, steps={key: step.in_english() for key, step in guide.steps.items()})
                for name, guide in self.guides.items()
            },
            {
                name: replace(action, warnings=action.warnings_en or action.warnings)
                for name, action in self.irreversible.items()
            },
        )

    def undone(self, known: Mapping[str, str]) -> dict[str, Irreversible]:
        """What cannot be taken back and is not known to be done: nobody is warned of what lies behind them."""
        return {
            name: action
            for name, action in self.irreversible.items()
            if not any(known.get(fact) == value for fact, value in action.done.items())
        }

    def openings(self) -> list[str]:
        """The entries to offer to who has asked nothing yet, in their order."""
        return [entry for _, entry in sorted(guide.greeting for guide in self.guides.values() if guide.greeting)]

    def at(self, place: str) -> Step:
        """The step at a place that the proof knows to be there."""
        guide_id, _, step_id = place.partition(".")
        return self.guides[guide_id].steps[step_id]

    def step(self, place: str) -> Step | None:
        """The step at a place such as `forgot_password.by_phone`; None when there is none any more."""
        guide_id, _, step_id = place.partition(".")
        guide = self.guides.get(guide_id)
        return guide.steps.get(step_id) if guide else None

    def places(self) -> Iterator[tuple[str, Guide, Step]]:
        """Every step of every guide, with its place."""
        for guide in self.guides.values():
            for step in guide.steps.values():
                yield f"{guide.id}.{step.id}", guide, step

    def fact_key(self, place: str, fact_id: str) -> str:
        """Under which name a fact asked at a place is known: what only one step asks is known there only."""
        fact = self.situation.facts[fact_id]
        return f"{fact_id}@{place}" if fact.local else fact_id

    def asked_in(self, guide_id: str) -> frozenset[str]:
        """The facts a guide, and those it links to, ask for or decide by."""
        steps = (step for name in self.linked(guide_id) for step in self.guides[name].steps.values())
        found = {fact for step in steps for fact in (step.collect, *(t.fact for b in step.next for t in b.tests))}
        return frozenset(found - {""})

    def speaks_first(self, guide_id: str, facts: Mapping[str, str]) -> str:
        """The guide that says or asks something first where this one begins with such facts: it may hand on at once."""
        place = f"{guide_id}.{self.guides[guide_id].first.id}"
        while True:  # that guides come to an end is proved when they are loaded
            step, guide_id = self.at(place), place.partition(".")[0]
            asks = step.kind == "collect" and step.collect not in facts
            if step.kind == "end" or asks or (step.kind == "say" and step.say):
                return guide_id
            place = self.successors(place)[0] if step.kind == "link" else f"{guide_id}.{step.follow(facts)}"

    def linked(self, guide_id: str) -> frozenset[str]:
        """A guide and all that it links to, one behind the other."""
        seen: set[str] = set()
        waiting = [guide_id]
        while waiting:
            guide = self.guides.get(waiting.pop())
            if guide is not None and guide.id not in seen:
                seen.add(guide.id)
                waiting += [step.link for step in guide.steps.values()]
        return frozenset(seen)

    def decides_by(self, guide_id: str, fact_id: str, value: str) -> bool:
        """Whether a step of a guide goes on by a value of a fact."""
        guide = self.guides.get(guide_id)
        steps = guide.steps.values() if guide is not None else ()
        tests = (test for step in steps for branch in step.next for test in branch.tests)
        return any((test.fact, test.value) == (fact_id, value) for test in tests)

    def successors(self, place: str) -> list[str]:
        """The places one step may lead to, in the order written."""
        guide_id, _, _ = place.partition(".")
        step = self.step(place)
        if step is None:
            return []
        if step.kind == "link":
            target = self.guides.get(step.link)
            return [f"{target.id}.{target.first.id}"] if target else []
        return list(dict.fromkeys(f"{guide_id}.{branch.target}" for branch in step.next))
