"""Conditions on the facts of a case as staff write them: `phone is usable and mail is not usable`.

The branches of a guide are taken by them (`if`), and the follow-ups of an entry are kept for who they are for (`when`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_TEST = re.compile(r"([a-z][a-z0-9_]*) is (not )?([a-z][a-z0-9_]*)")


@dataclass(frozen=True)
class Test:
    """`phone is usable` or `phone is not usable`."""

    fact: str
    value: str
    negated: bool = False

    def holds(self, facts: Mapping[str, str]) -> bool:
        """Whether the known facts say so; what is not known is not anything."""
        known = facts.get(self.fact)
        return known is not None and (known != self.value) is self.negated


@dataclass(frozen=True)
class Condition:
    """All tests (`and`) or one of them (`or`); without tests it always holds."""

    tests: tuple[Test, ...] = ()
    any_of: bool = False

    def holds(self, facts: Mapping[str, str]) -> bool:
        """Whether the known facts say so."""
        holding = (test.holds(facts) for test in self.tests)
        return any(holding) if self.any_of else all(holding)

    def is_ruled_out(self, facts: Mapping[str, str]) -> bool:
        """Whether it can hold no more, whatever else becomes known."""
        failing = [test.fact in facts and not test.holds(facts) for test in self.tests]
        return bool(failing) and (all(failing) if self.any_of else any(failing))

    def excludes(self, other: Condition) -> bool:
        """Whether the two can never hold at once, as far as one fact in each tells."""
        if not (self.tests and other.tests) or self.any_of or other.any_of:
            return False
        return any(_contradict(one, two) for one in self.tests for two in other.tests)


ALWAYS = Condition()
HOW_TO_WRITE = "写成「phone is usable」；多个条件全用 and，或全用 or"
"""What to do about a condition that cannot be read."""


def read_condition(text: str) -> Condition | None:
    """What is written; None where nobody can tell what that means."""
    any_of = " or " in text
    matches = [_TEST.fullmatch(part.strip()) for part in text.split(" or " if any_of else " and ")]
    tests = [Test(match[1], match[3], bool(match[2])) for match in matches if match is not None]
    return Condition(tuple(tests), any_of) if len(tests) == len(matches) else None


def _contradict(one: Test, two: Test) -> bool:
    if one.fact != two.fact or (one.negated and two.negated):
        return False
    return (one.value == two.value) is (one.negated or two.negated)
