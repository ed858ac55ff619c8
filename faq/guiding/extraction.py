"""Takes facts out of any sentence: several at once, in any order, denied, asked or put right.

A sentence is read once, left to right, word by word of the lexicon, so the time grows with its length
only. A name («邮箱») opens a subject, the words after it speak about that subject until another is named;
what was just asked is the subject of a sentence that names none. The last thing said about a fact counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from common.clock import SYSTEM_CLOCK, Clock
from faq.guiding.english_facts import EnglishFacts
from faq.guiding.fact_reading import FactReading, Token, WordMeaning
from faq.guiding.lexicon import Lexicon
from faq.guiding.situation import Fact, Situation
from faq.guiding.speech import answers_apart, clauses, others_from, own_words, told_until
from faq.normalise import normalise
from faq.pinyin import is_chinese

_MOST_ELSE = 6
_EVERYWHERE = ("says", "after", "before", "heads", "tails")


class Extractor:
    """Reads sentences with the words of one situation."""

    def __init__(self, situation: Situation, clock: Clock = SYSTEM_CLOCK) -> None:
        """Build the lexicon once; the clock tells which years are yet to come."""
        self._situation = situation
        self._clock = clock
        self._dated = [(fact.id, fact.years) for fact in situation.facts.values() if fact.years]
        self._lexicon: Lexicon[WordMeaning] = Lexicon(_words(situation))
        self._english = EnglishFacts(situation)
        self._answers = {name: Lexicon(_answer_words(fact)) for name, fact in situation.facts.items()}

    def facts(self, text: str, asked: str | None = None) -> dict[str, str]:
        """Fact → value for all that a text says; `asked` is the fact that was just asked for."""
        english = {} if any(map(is_chinese, text)) else self._english.facts(text, asked)
        if english:
            return english
        own, notice = own_words(text)
        found = self._read(answers_apart(own), asked)
        if notice:  # a page names many things that are nobody's case
            shown = self._read(notice, None)
            found.update({name: value for name, value in shown.items() if self._situation.facts[name].page})
        return found

    def _read(self, text: str, asked: str | None) -> dict[str, str]:
        reading = FactReading(self._situation, asked)
        for clause, joined in clauses(normalise(text)):
            start, end = others_from(clause, answering=asked is not None)
            until = told_until(clause)
            own = [
                token for token in self._tokens(clause, asked) if token.end <= until and not start < token.start < end
            ]
            reading.clause(clause, own, joined=joined)
            reading.dates(self._years_in(clause[:start] + clause[max(start, end) : until], asked))
        return reading.found

    def _years_in(self, told: str, asked: str | None) -> Iterator[tuple[str, str]]:
        """The facts that a year tells."""
        for name, years in self._dated:
            if value := years.value_in(told, this_year=self._clock.now().year, asked=name == asked):
                yield name, value

    def says_only_facts(self, text: str, asked: str | None = None) -> bool:
        """Whether little is left of a text beside what tells facts: then it is an answer, not a question."""
        if not any(map(is_chinese, text)) and self._english.says_only_facts(text, asked):
            return True
        left = 0
        for clause, _ in clauses(normalise(text)):
            left += len(clause) - sum(token.end - token.start for token in self._tokens(clause, asked))
        return bool(self.facts(text, asked)) and left <= _MOST_ELSE

    def _tokens(self, clause: str, asked: str | None) -> list[Token]:
        answers = self._answers.get(asked or "")
        tokens: list[Token] = []
        position = 0
        while position < len(clause):
            end, entries = self._lexicon.longest(clause, position)
            if answers is not None:  # words that count only here must not swallow others elsewhere
                answer_end, answer = answers.longest(clause, position)
                if answer and answer_end >= end:
                    end, entries = answer_end, answer if answer_end > end else (*answer, *entries)
            if entries:
                tokens.append(Token(position, end, entries))
            position = end if entries else position + 1
        return tokens


def updated(known: Mapping[str, str], said: Mapping[str, str]) -> dict[str, str]:
    """The case after something was said; what is new or changed stands last."""
    kept = {name: value for name, value in known.items() if name not in said or said[name] == value}
    return {**kept, **{name: value for name, value in said.items() if kept.get(name) != value}}


def _words(situation: Situation) -> Iterator[tuple[str, WordMeaning]]:
    for kind, words in situation.words.items():
        for word in words:
            yield word, WordMeaning(kind)
    for fact in situation.facts.values():
        for name in fact.names:
            yield name, WordMeaning("name", fact.id)
        for value in fact.values:
            for kind in _EVERYWHERE:
                for word in value.words[kind]:
                    yield word, WordMeaning(kind, fact.id, value.id)


def _answer_words(fact: Fact) -> Iterator[tuple[str, WordMeaning]]:
    for value in fact.values:
        for word in value.words["only"]:
            yield word, WordMeaning("only", fact.id, value.id)
