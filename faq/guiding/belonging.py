"""Whose number is told of: «身份证换了新号码» tells nothing of a phone, whose «换了新号» the same words are."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from faq.guiding.situation import Fact
from faq.guiding.tokens import Token

_NEAR = 4
"""How many letters may stand between another thing and the word that is told of it: «身份证前年换了新号码»."""
_BY_MEANS_OF = tuple("用拿凭刷靠")
_OF_IT = "上里的面那个"
"""What stands between a thing and its own number: «身份证上的号码»."""

Spans = Sequence[tuple[int, int]]


class Belonging:
    """The words that are told of other things than a fact is about (`Fact.not_of`)."""

    def __init__(self, facts: Collection[Fact]) -> None:
        """Learn the names of those things."""
        self._others = {
            fact.id: re.compile("|".join(sorted(map(re.escape, fact.not_of), key=len, reverse=True)))
            for fact in facts
            if fact.not_of
        }
        self._names = {fact.id: fact.names for fact in facts if fact.not_of}

    def own(self, clause: str, tokens: Sequence[Token]) -> list[Token]:
        """The words of a clause, each without what it would say of a fact where another thing is spoken of."""
        kept = list(tokens)
        for fact, others in self._others.items():
            things = [
                found.span()
                for found in others.finditer(clause)
                if clause[max(0, found.start() - 1) : found.start()] not in _BY_MEANS_OF
            ]
            if things:
                kept = [*self._without(fact, clause, kept, things)]
        return kept

    def _without(self, fact: str, clause: str, tokens: Sequence[Token], things: Spans) -> Iterable[Token]:
        named_at, starts = -1, [start for start, _ in things]
        for token in tokens:
            before = bisect_left(starts, token.start)
            start, end = things[before - 1] if before else (-1, -1)
            between = clause[end : token.start]
            names = clause.startswith(self._names[fact], token.start)
            if start < 0 or start < named_at or len(between) > _NEAR or (names and between.strip(_OF_IT)):
                named_at = token.start if names else named_at
                yield token
            elif entries := tuple(entry for entry in token.entries if entry.fact != fact):
                yield replace(token, entries=entries)
