"""Takes facts out of an English sentence, by the phrases staff wrote for them; whole words only.

A phrase is read at word boundaries, `…` in it stands for up to three words. What is asked tells nothing, what
is denied tells the opposite where there is one, and a bare yes or no answers what was just asked. Every pattern
is bounded, so the time grows with the length of the text only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from faq.guiding.situation import UNKNOWN, Fact, Situation

_MOST_CHARS = 600
_MOST_WORDS = 14
"""How many words a message may have that only tells facts."""
_SENTENCE = re.compile(r"(?<=[.!?;。！？；\n])\s*")
_CLAUSE = re.compile(r"[.!?;,，。！？；\n]+|\b(?:but|because)\b")
_APOSTROPHE = re.compile(r"['’`]")
_NO_WORD = re.compile(r"[^a-z0-9@]+")
_QUESTION = re.compile(
    r"^\W*(?:(?:and|so|but|ok|okay|then|well|hi|hello|sorry|please)\b\W*)*"
    r"(?:can|could|may|must|should|do|does|did|is|are|will|would|how|what|when|where|which|who|why)\b(?! not\b)"
)
_NOT = re.compile(
    r"\b(?:not|no|never|cannot|without|unable to|nor"
    r"|(?:do|does|did|is|are|was|were|ca|could|wo|would|have|has|had)nt)(?: [a-z]+)?\s$"
)
_OTHERS = re.compile(r"\bmy (?:friend|classmate|roommate|colleague)s?\b|\bother people\b")
_OPENING = re.compile(r"^(?:(?:well|so|hmm|um|oh|sorry|ok|okay|and|also|actually|unfortunately) )*")
_GAP = r"(?: (?!(?:no|not|never|without)\b)[a-z0-9@]+){0,3} "
"""What may stand between the parts of a phrase: «have no email» is no «have … email»."""


@dataclass(frozen=True)
class _Phrase:
    """One phrase with the fact and value it tells."""

    pattern: re.Pattern[str]
    fact: Fact
    value: str
    only_asked: bool


class EnglishFacts:
    """Reads English with the phrases of one situation."""

    def __init__(self, situation: Situation) -> None:
        """Compile the phrases once."""
        self._facts = situation.facts
        self._phrases = [
            _Phrase(_pattern(phrase), fact, value.id, only_asked)
            for fact in situation.facts.values()
            for value in fact.values
            for phrases, only_asked in ((value.phrases, False), (value.answers, True))
            for phrase in phrases
        ]
        words = situation.phrases
        self._bare = [(kind, _beginning(words.get(kind, ()))) for kind in ("unknown", "no", "yes") if words.get(kind)]

    def facts(self, text: str, asked: str | None = None) -> dict[str, str]:
        """Fact → value for all that a text says; `asked` is the fact that was just asked for."""
        found: dict[str, str] = {}
        clauses = list(_told(text))
        for clause in clauses:
            found |= self._clause(clause, asked)
        fact = self._facts.get(asked or "")
        bare = self._yes_or_no(clauses, fact) if fact is not None and asked not in found else None
        return {**found, asked: bare} if asked and bare else found

    def says_only_facts(self, text: str, asked: str | None = None) -> bool:
        """Whether a text is short, asks nothing and tells a fact."""
        every = [*_clauses(text)]
        words = sum(len(clause.split()) for clause in every)
        return words <= _MOST_WORDS and len(every) == len([*_told(text)]) and bool(self.facts(text, asked))

    def _clause(self, clause: str, asked: str | None) -> dict[str, str]:
        """The longest phrase of each fact counts: «did not work» is no «work»."""
        best: dict[str, tuple[int, str | None]] = {}
        for phrase in self._phrases:
            if phrase.only_asked and phrase.fact.id != asked:
                continue
            if phrase.fact.local and phrase.fact.id != asked:  # what only one step asks is told there only
                continue
            match = phrase.pattern.search(clause)
            if match is None:
                continue
            denied = _NOT.search(clause[: match.start()]) is not None
            value = phrase.fact.opposite(phrase.value) if denied else phrase.value
            length = match.end() - match.start()
            if length > best.get(phrase.fact.id, (0, None))[0]:
                best[phrase.fact.id] = (length, value)
        return {name: value for name, (_, value) in best.items() if value is not None}

    def _yes_or_no(self, clauses: Iterable[str], fact: Fact) -> str | None:
        values = {"unknown": None if fact.local else UNKNOWN, "yes": fact.yes, "no": fact.no}
        for clause in clauses:
            plain = _OPENING.sub("", clause)
            kind = next((kind for kind, pattern in self._bare if pattern.match(plain)), None)
            if kind is not None:
                return values[kind]
        return None


def _pattern(phrase: str) -> re.Pattern[str]:
    parts = (re.escape(_plain(part)) for part in phrase.split("…"))
    return re.compile(rf"\b{_GAP.join(part for part in parts if part)}\b")


def _beginning(phrases: Iterable[str]) -> re.Pattern[str]:
    words = sorted((_plain(phrase) for phrase in phrases), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, words))})\b")


def _plain(text: str) -> str:
    return _NO_WORD.sub(" ", _APOSTROPHE.sub("", text.lower())).strip()


def _told(text: str) -> Iterator[str]:
    """The clauses of the sentences that state something of one's own."""
    for sentence in _SENTENCE.split(text[:_MOST_CHARS].lower()):
        if not sentence.rstrip().endswith(("?", "？")) and not _QUESTION.match(_APOSTROPHE.sub("", sentence)):
            yield from (clause for clause in _clauses(sentence) if not _OTHERS.search(clause))


def _clauses(text: str) -> Iterator[str]:
    yield from filter(None, map(_plain, _CLAUSE.split(text[:_MOST_CHARS].lower())))
