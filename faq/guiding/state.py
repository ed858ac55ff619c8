"""Where somebody stands in a guide, and what is said next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from faq.guiding.tree import End
from faq.text.choice import Option


@dataclass(frozen=True)
class GuideState:
    """A case: the guide somebody is in, all facts known, which steps were shown how often, and the path taken.

    `over` is whether the person said that the matter is done: what comes next is another one. `english` is whether
    they are led in English; it is of the turn and is not kept. `whose` is the relative the case is about, in the
    person's own word; empty for oneself.
    """

    guide: str = ""
    step: str = ""
    facts: Mapping[str, str] | None = None
    shown: Mapping[str, int] | None = None
    path: tuple[str, ...] = ()
    over: bool = False
    english: bool = False
    whose: str = ""

    @property
    def known(self) -> Mapping[str, str]:
        """Fact → value."""
        return self.facts or {}

    @property
    def running(self) -> bool:
        """Whether a guide waits for an answer."""
        return bool(self.guide and self.step)

    def times(self, place: str) -> int:
        """How often a step was shown."""
        return (self.shown or {}).get(place, 0)

    def as_dict(self) -> dict[str, str]:
        """A few strings for one slot of the conversation."""
        return {
            "guide": self.guide,
            "step": self.step,
            "facts": " ".join(f"{name}={value}" for name, value in self.known.items()),
            "shown": " ".join(f"{name}={count}" for name, count in (self.shown or {}).items()),
            "path": " ".join(self.path),
            "over": "yes" if self.over else "",
            **({"whose": self.whose} if self.whose else {}),
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, str] | None) -> GuideState:
        """What `as_dict` gave; an empty case when there is nothing."""
        stored = stored or {}
        facts = dict(pair.split("=", 1) for pair in stored.get("facts", "").split())
        shown = {name: int(count) for name, count in (pair.split("=", 1) for pair in stored.get("shown", "").split())}
        path = tuple(stored.get("path", "").split())
        over = bool(stored.get("over"))
        places = stored.get("guide", ""), stored.get("step", "")
        return cls(*places, facts, shown, path, over, whose=stored.get("whose", ""))


@dataclass(frozen=True)
class GuideReply:
    """What to say next; `asked` is the key of the fact that is asked for, `ended` how the guide ended.

    `about` is the entry whose matter people are left with.
    """

    text: str
    options: tuple[Option, ...] = ()
    asked: str = ""
    ended: End | None = None
    outside: str = ""
    about: str = ""
