"""Takes facts out of any sentence: several at once, in any order, denied, asked or put right.

A sentence is read once, left to right, word by word of the lexicon, so the time grows with its length
only. A name («邮箱») opens a subject, the words after it speak about that subject until another is named;
what was just asked is the subject of a sentence that names none. The last thing said about a fact counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from common.clock import SYSTEM_CLOCK, Clock
from common.remembering import Remembering
from faq.guiding.belonging import Belonging
from faq.guiding.comparing import ALL, NONE, beside_others, looks_up, names_others, of_others, sets_apart
from faq.guiding.english_facts import EnglishFacts
from faq.guiding.fact_reading import FactReading
from faq.guiding.lexicon import Lexicon
from faq.guiding.mishearing import Mishearing
from faq.guiding.modality import ABLE, Modality, Unsaid
from faq.guiding.situation import UNKNOWN, Fact, Situation
from faq.guiding.speech import answers_apart, asks_for_another, clauses, others_from, own_words, said_plainly
from faq.guiding.tokens import Token, WordMeaning
from faq.text.cantonese import in_mandarin
from faq.text.clauses import with_commas
from faq.text.normalise import letters, normalise
from faq.text.pinyin import is_chinese

_MOST_ELSE = 6
_EVERYWHERE = ("says", "after", "before", "heads", "tails")
_ANSWERS = ("yes", "no", "unknown", "not", "none", "none_bound")
_TELLING = ("says", "after", "before", "tails", *_ANSWERS, "only")


class Extractor:
    """Reads sentences with the words of one situation."""

    def __init__(self, situation: Situation, clock: Clock = SYSTEM_CLOCK) -> None:
        """Build the lexicon once; the clock tells which years are yet to come."""
        self._situation = situation
        self._clock = clock
        self._dated = [(fact.id, fact.years) for fact in situation.facts.values() if fact.years]
        self._comparing = [fact for fact in situation.facts.values() if fact.compares]
        self._lexicon: Lexicon[WordMeaning] = Lexicon(_words(situation))
        self._belonging = Belonging(situation.facts.values())
        self._english = EnglishFacts(situation)
        self._answers = {name: Lexicon(_answer_words(fact)) for name, fact in situation.facts.items()}
        self._heard = {name: Mishearing(_sounded(fact, situation)) for name, fact in situation.facts.items()}
        self._kept = Remembering(self._facts, 256)  # half a dozen readers ask about the same message

    def facts(self, text: str, asked: str | None = None) -> dict[str, str]:
        """Fact → value for all that a text says; `asked` is the fact that was just asked for."""
        return dict(self._kept(text, asked, self._clock.now().year))

    def _facts(self, text: str, asked: str | None, _this_year: int) -> dict[str, str]:
        english = {} if any(map(is_chinese, text)) else self._english.facts(text, asked)
        if english:
            return english
        own, notice = own_words(with_commas(text))
        own = said_plainly(in_mandarin(answers_apart(own)))
        found = self._read(own, asked)
        if asked and not found and (spelt := self._heard[asked].spelt(text)):
            found = self._read(spelt, asked)
        if asked and not found and (mended := self._mended(own, asked)):
            heard = self._read(mended, asked)
            found = heard if asked in heard else found
        folded = normalise(own)
        if asked in found and not self._situation.facts[asked].compares and names_others(folded):
            answered = self._read(beside_others(folded), asked)  # «就她没有» is no answer to «一样吗»
            found = {name: value for name, value in (found | answered).items() if name != asked or name in answered}
        found.update(self._compared(own, asked, found))
        sight = self._situation.facts[asked].sight if asked else None
        if asked and sight and (seen := sight.value_in(folded)):
            found[asked] = seen
        found = self._tried_together(normalise(own.replace("、", "")), found)
        if notice:  # a page names many things that are nobody's case
            shown = self._read(notice, None)
            found.update({name: value for name, value in shown.items() if self._situation.facts[name].page})
        return found

    def _tried_together(self, told: str, found: dict[str, str]) -> dict[str, str]:
        """The facts with all that one clause says to have tried: «白墙、换手机都试过»; what was tried is no aim."""
        known = self._situation.facts
        for clause in clauses(told):
            if not _TRIED_ALL.search(clause.text):
                continue
            words = clause.text.replace("手机号", "")
            ways = [fact.id for fact in known.values() if fact.in_vain and any(way in words for way in fact.means)]
            tried = {name: _TRIED for name in ways if any(value.id == _TRIED for value in known[name].values)}
            kept = {name: value for name, value in found.items() if not (tried and known[name].aim)}
            found = {**tried, **kept}
        return found

    def _compared(self, text: str, asked: str | None, found: Mapping[str, str]) -> dict[str, str]:
        """The facts that hold others against oneself, read the right way round."""
        besides = asked is not None and sets_apart(normalise(text)) and looks_up(text)
        facts = [fact for fact in self._comparing if besides or fact.id == asked or fact.id in found]
        told = of_others(normalise(text)) if facts else ""
        return {fact.id: {ALL: fact.yes, NONE: fact.no}.get(told) or UNKNOWN for fact in facts if told}

    def _read(self, text: str, asked: str | None) -> dict[str, str]:
        reading, modality = FactReading(self._situation, asked), Modality()
        of_others = listing_others = False
        before, theirs = "", asks_for_another(normalise(text))
        for clause in clauses(normalise(text)):
            start, end = others_from(clause.text, answering=asked is not None, theirs=theirs)
            goes_on = (of_others and clause.turned) or (listing_others and clause.joined)
            if goes_on and "我" not in clause.text:
                start, end = -1, len(clause.text)
            unsaid = modality.unsaid(clause)
            words = self._belonging.own(clause.text, self._tokens(clause.text, asked))
            tokens = [token for token in words if not start < token.start < end]
            told = [left for token in tokens if (left := self._stated(clause.text, token, unsaid))]
            only_names = bool(words) and not any(token.of(*_TELLING) for token in words)
            of_others = end == len(clause.text)
            listing_others = of_others and only_names
            modality.lists_on(listing=only_names and any(item.end == len(clause.text) for item in unsaid))
            reading.clause(clause, told, only_names=only_names)
            own = _without(clause.text, (start, end), unsaid)
            reading.dates(self._years_in(own, asked, before))
            before = own
        return reading.found

    def _mended(self, text: str, asked: str) -> str:
        """A short answer with its homophones put right; empty when it has none, or may be something else."""
        answers = self._answers[asked]

        def known(clause: str, place: int) -> int:
            return max(self._lexicon.longest(clause, place)[0], answers.longest(clause, place)[0])

        return self._heard[asked].mended(letters(normalise(text)), known)

    def _stated(self, clause: str, token: Token, unsaid: Sequence[Unsaid]) -> Token | None:
        """A word with what it states where it stands; None when that is nothing."""
        entries = token.entries
        for piece in unsaid:
            if piece.holds(token.start, token.end):
                word = clause[token.start : token.end]
                entries = tuple(entry for entry in entries if not self._barred(entry, word, piece))
        return Token(token.start, token.end, entries) if entries else None

    def _barred(self, entry: WordMeaning, word: str, piece: Unsaid) -> bool:
        fact = self._situation.facts.get(entry.fact)
        if entry.kind == "name" or (fact is not None and fact.aim):
            return False
        if piece.bars == "all":
            return fact is not None or entry.kind in _ANSWERS
        if piece.bars == "state":
            return fact is not None and fact.yes is not None
        says_yes = entry.kind == "yes" if fact is None else entry.value == fact.yes
        return says_yes and (piece.bars == "yes" or ABLE.search(word) is not None)

    def _years_in(self, told: str, asked: str | None, before: str) -> Iterator[tuple[str, str]]:
        """The facts that a year in a clause tells, behind another clause."""
        for name, years in self._dated:
            this_year = self._clock.now().year
            if value := years.value_in(told, this_year=this_year, asked=name == asked, before=before):
                yield name, value

    def says_only_facts(self, text: str, asked: str | None = None) -> bool:
        """Whether little is left of a text beside what tells facts: then it is an answer, not a question."""
        if not any(map(is_chinese, text)) and self._english.says_only_facts(text, asked):
            return True
        left = 0
        for clause in clauses(normalise(text)):
            left += len(clause.text) - sum(token.end - token.start for token in self._tokens(clause.text, asked))
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
            if tokens and entries and _repeats(clause, tokens[-1], position, end):
                tokens[-1] = replace(tokens[-1], end=end)
            elif entries:
                tokens.append(Token(position, end, entries))
            position = end if entries else position + 1
        return tokens


_TRIED = "tried"
"""The value of a fact that a way was tried."""
_TRIED_ALL = re.compile("[都全](?:已经|早就?)?(?:试|换|弄|做|用)(?:过|了|遍)")


def _repeats(clause: str, before: Token, start: int, end: int) -> bool:
    """Whether a word is only said twice: «没有没有»."""
    return before.end == start and clause[before.start : before.end] == clause[start:end]


def _without(clause: str, others: tuple[int, int], unsaid: Sequence[Unsaid]) -> str:
    """A clause without what others' case is, and without what it does not state."""
    pieces = [others, *((piece.start, piece.end) for piece in unsaid if piece.bars == "all")]
    return "".join(
        letter for place, letter in enumerate(clause) if not any(start <= place < end for start, end in pieces)
    )


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


def _sounded(fact: Fact, situation: Situation) -> Iterator[str]:
    """The words an answer to a fact is made of, which may be misspelt."""
    yield from fact.names
    for value in fact.values:
        for kind in ("says", "after", "before", "only"):
            yield from value.words[kind]
    for kind in ("not", "no", "yes", "unknown"):
        yield from situation.words.get(kind, ())
