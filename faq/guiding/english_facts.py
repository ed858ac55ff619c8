"""Takes facts out of an English sentence, by the phrases staff wrote for them; whole words only.

A phrase is read at word boundaries, `…` in it stands for up to three words. What is asked or supposed tells nothing,
what is denied tells the opposite where there is one, and a bare yes or no answers what was just asked. Where it is
not clear whether something is denied, nothing is told (`faq.guiding.english_polarity`). Every pattern is bounded, so
the time grows with the length of the text only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from faq.guiding.english_polarity import APOSTROPHE, Polarity, is_answer, is_told, plain, polarity, with_gaps
from faq.guiding.situation import UNKNOWN, Fact, Situation

_MOST_CHARS = 600
_MOST_WORDS = 14
"""How many words a message may have that only tells facts."""
_SENTENCE = re.compile(r"(?<=[.!?;。！？；\n])\s*")
_CLAUSE = re.compile(r"[.!?;,，。！？；\n]+|\b(?:but|because)\b")
_QUESTION = re.compile(
    r"^\W*(?:(?:and|so|but|ok|okay|then|well|hi|hello|sorry|please)\b\W*)*"
    r"(?:can|could|may|must|should|do|does|did|is|are|will|would|how|what|when|where|which|who|why)\b(?! not\b)"
)
_OTHERS = re.compile(r"\bmy (?:friend|classmate|roommate|colleague)s?\b|\bother people\b")
_OPENING = re.compile(r"^(?:(?:well|so|hmm|um|oh|sorry|ok|okay|and|also|actually|unfortunately) )*")
_OUTRIGHT = re.compile(r"^(?:yes|yeah|yep|no|nope)\b(?! (?:i|im|my|it|its|the|there)\b)")
"""A yes or no that stands for itself, whatever is told behind it: «yes in the app»."""
_OF_OTHER_THINGS = re.compile(
    r"\b(?:permit|passport|id|identity|student|card|document|certificate|report|exam|ticket|order|registration"
    r"|admission|account|residence|travel|license|licence|serial|candidate|visa|diploma|degree|house|room"
    r"|bank|tax|reference) number"
)
"""A number of these is no phone number, unless the phrase names it."""


@dataclass(frozen=True)
class _Phrase:
    """One phrase with the fact and value it tells; `length` counts its own letters, without what its gap holds."""

    said: str
    words: str
    key: str
    fact: Fact
    value: str
    only_asked: bool

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Compiled for the first English sentence: most people write none, and a thousand take a second."""
        return with_gaps(self.said)

    @property
    def length(self) -> int:
        """Its own letters."""
        return len(self.words)

    def may_be_in(self, clause: str) -> bool:
        """Whether its longest word is there, which is quicker to see than the whole of it."""
        return self.key in clause


class EnglishFacts:
    """Reads English with the phrases of one situation."""

    def __init__(self, situation: Situation) -> None:
        """Know the phrases."""
        self._facts = situation.facts
        self._phrases = [
            _phrase(phrase, fact, value.id, only_asked=only_asked)
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
        """The longest phrase of each fact counts: «did not work» is no «work»; of two alike, the closer one."""
        best: dict[str, tuple[tuple[int, int], str | None]] = {}
        answered: set[str] = set()
        for phrase in self._phrases:
            if phrase.only_asked and phrase.fact.id != asked:
                continue
            if phrase.fact.local and phrase.fact.id != asked:  # what only one step asks is told there only
                continue
            match = phrase.pattern.search(clause) if phrase.may_be_in(clause) else None
            if match is None or _is_of_another(clause, match, phrase.words):
                continue
            if phrase.only_asked and not is_answer(clause, match):
                continue
            wishes_tell = phrase.fact.aim or phrase.value == phrase.fact.no
            meant = polarity(clause, match, phrase.words, wishes_tell=wishes_tell)
            values = {Polarity.STATED: phrase.value, Polarity.DENIED: phrase.fact.opposite(phrase.value)}
            rank = (phrase.length, match.start() - match.end())
            if rank > best.get(phrase.fact.id, ((0, 0), None))[0]:
                best[phrase.fact.id] = (rank, values.get(meant))
                (answered.add if phrase.only_asked else answered.discard)(phrase.fact.id)
        told = {name: value for name, (_, value) in best.items() if value is not None}
        if asked in answered and self._tells_of_another(told, asked):
            told.pop(asked, None)
        return told

    def _tells_of_another(self, told: Iterable[str], asked: str | None) -> bool:
        """Whether a clause is about another thing, so that an answer's words in it speak of that: «my number works»."""
        fact = self._facts.get(asked or "")
        plainly = fact is not None and fact.yes is not None and not fact.local
        return plainly and any(name != asked for name in told)

    def _yes_or_no(self, clauses: Iterable[str], fact: Fact) -> str | None:
        values = {"unknown": None if fact.local else UNKNOWN, "yes": fact.yes, "no": fact.no}
        for clause in clauses:
            answer = _OPENING.sub("", clause)
            if not _OUTRIGHT.match(answer) and self._tells_of_another(self._clause(clause, None), fact.id):
                continue
            for kind, pattern in self._bare:
                match = pattern.match(answer)
                if match is not None and is_answer(answer, match, opens=True):
                    return values[kind]
        return None


def _phrase(phrase: str, fact: Fact, value: str, *, only_asked: bool) -> _Phrase:
    words = plain(phrase.replace("…", " "))
    return _Phrase(phrase, words, max(words.split(), key=len), fact, value, only_asked)


def _is_of_another(clause: str, match: re.Match[str], words: str) -> bool:
    """Whether the number that a phrase speaks of is none of a phone: «my permit number changed»."""
    if "number" not in words or _OF_OTHER_THINGS.search(words):
        return False
    return any(match.start() < found.end() <= match.end() for found in _OF_OTHER_THINGS.finditer(clause))


def _beginning(phrases: Iterable[str]) -> re.Pattern[str]:
    words = sorted((plain(phrase) for phrase in phrases), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, words))})\b")


def _told(text: str) -> Iterator[str]:
    """The clauses of the sentences that state something of one's own."""
    for sentence in _SENTENCE.split(text[:_MOST_CHARS].lower()):
        asks = sentence.rstrip().endswith(("?", "？")) or _QUESTION.match(APOSTROPHE.sub("", sentence))
        if not asks and is_told(sentence):
            yield from (clause for clause in _clauses(sentence) if not _OTHERS.search(clause))


def _clauses(text: str) -> Iterator[str]:
    yield from filter(None, map(plain, _CLAUSE.split(text[:_MOST_CHARS].lower())))
