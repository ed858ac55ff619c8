"""Takes facts out of any sentence: several at once, in any order, denied, asked or put right.

A sentence is read once, left to right, word by word of the lexicon, so the time grows with its length
only. A name («邮箱») opens a subject, the words after it speak about that subject until another is named;
what was just asked is the subject of a sentence that names none. The last thing said about a fact counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest

from faq.guiding.lexicon import Lexicon
from faq.guiding.situation import UNKNOWN, Fact, Situation
from faq.guiding.speech import answers_apart, clauses, others_from, own_words, told_until
from faq.normalise import normalise

_NEAR = 3
_LITTLE_ELSE = 4
_MOST_ELSE = 6
_ALMOST_NOTHING = 1
_MOST_WAITING = 4
_SURE_LETTERS = 3
_QUESTION_ENDS = ("吗", "么", "不", "没", "没有", "否")
_DENYING = ("没有", "不能")
_EVERYWHERE = ("says", "after", "before")
_PARTICLES = "了过的啊呀"
_ENGLISH_SPACE = re.compile(r"(?<=[a-z]) (?=[a-z])")


@dataclass(frozen=True)
class _Entry:
    """What a word of the lexicon stands for: a kind, and the fact and value it speaks of."""

    kind: str
    fact: str = ""
    value: str = ""


@dataclass(frozen=True)
class _Token:
    """A word found in a clause, and what it stands for."""

    start: int
    end: int
    entries: tuple[_Entry, ...]

    def of(self, *kinds: str) -> list[_Entry]:
        """What it stands for, of these kinds."""
        return [entry for entry in self.entries if entry.kind in kinds]


class Extractor:
    """Reads sentences with the words of one situation."""

    def __init__(self, situation: Situation) -> None:
        """Build the lexicon once."""
        self._situation = situation
        self._lexicon: Lexicon[_Entry] = Lexicon(_words(situation))
        self._answers = {name: Lexicon(_answer_words(fact)) for name, fact in situation.facts.items()}

    def facts(self, text: str, asked: str | None = None) -> dict[str, str]:
        """Fact → value for all that a text says; `asked` is the fact that was just asked for."""
        own, notice = own_words(text)
        found = self._read(answers_apart(own), asked)
        if notice:  # a page names many things that are nobody's case
            shown = self._read(notice, None)
            found.update({name: value for name, value in shown.items() if self._situation.facts[name].page})
        return found

    def _read(self, text: str, asked: str | None) -> dict[str, str]:
        reading = _FactReading(self._situation, asked)
        for clause, joined in clauses(_ENGLISH_SPACE.sub("", normalise(text))):
            start, end = others_from(clause, answering=asked is not None)
            until = told_until(clause)
            own = [
                token for token in self._tokens(clause, asked) if token.end <= until and not start < token.start < end
            ]
            reading.clause(clause, own, joined=joined)
        return reading.found

    def says_only_facts(self, text: str, asked: str | None = None) -> bool:
        """Whether little is left of a text beside what tells facts: then it is an answer, not a question."""
        left = 0
        for clause, _ in clauses(normalise(text)):
            left += len(clause) - sum(token.end - token.start for token in self._tokens(clause, asked))
        return bool(self.facts(text, asked)) and left <= _MOST_ELSE

    def _tokens(self, clause: str, asked: str | None) -> list[_Token]:
        answers = self._answers.get(asked or "")
        tokens: list[_Token] = []
        position = 0
        while position < len(clause):
            end, entries = self._lexicon.longest(clause, position)
            if answers is not None:  # words that count only here must not swallow others elsewhere
                answer_end, answer = answers.longest(clause, position)
                if answer and answer_end >= end:
                    end, entries = answer_end, answer if answer_end > end else (*answer, *entries)
            if entries:
                tokens.append(_Token(position, end, entries))
            position = end if entries else position + 1
        return tokens


class _FactReading:
    """What a text has said so far."""

    def __init__(self, situation: Situation, asked: str | None) -> None:
        self._situation = situation
        self._asked = asked
        self._subjects: list[Fact] = [fact for fact in (situation.facts.get(asked or ""),) if fact]
        self._open = False
        self._named = False
        self.found: dict[str, str] = {}

    def clause(self, clause: str, tokens: list[_Token], *, joined: bool) -> None:
        """Read one clause; `joined` when only a comma-like mark stands between it and the one before."""
        if not joined:
            self._open = False
        self._named = False
        rest = len(clause) - sum(token.end - token.start for token in tokens)
        plain = rest <= _ALMOST_NOTHING and not any(token.of("open") for token in tokens)
        denied_at: int | None = None
        asked_at = -_NEAR
        waiting: list[tuple[_Entry, int, bool]] = []
        for token, after in zip_longest(tokens, tokens[1:]):
            if names := token.of("name"):
                self._name([self._situation.facts[entry.fact] for entry in names])
                waiting = [item for item in waiting[-_MOST_WAITING:] if self._before(item, token, names)]
            denied = denied_at is not None and token.start - denied_at <= 1
            if token.of("asking", "open"):
                denied_at, asked_at = None, token.end
                continue
            if _is_a_not_a(clause, token):
                asked_at = token.end + 1
            elif token.start - asked_at > 1 and not _is_asked(clause, token, after):
                if _denies_all(clause, token) and _speaks(after, token.end):  # «都没有绑过»
                    self._assign(token, denied=False, rest=rest, plain=plain)
                    denied_at = token.end
                    continue
                denies = bool(token.of("not")) and _speaks(after, token.end)
                denies = denies or _speaks_of(token, after)  # «没邮箱» is no answer to another question
                if not denies and self._assign(token, denied=denied, rest=rest, plain=plain):
                    self._open, denied_at = False, None
                    continue
                waiting += [(entry, token.end, denied) for entry in token.of("before")]
            if token.of("not"):
                denied_at = None if denied else token.end  # «不是没绑» says yes

    def _name(self, facts: list[Fact]) -> None:
        new = [fact for fact in facts if fact not in self._subjects]
        self._subjects = [*self._subjects, *new] if self._open else facts
        self._open = self._named = True

    def _before(self, item: tuple[_Entry, int, bool], name: _Token, names: list[_Entry]) -> bool:
        """Let a word that stood before a name speak about it; True while it may speak about another too."""
        entry, end, denied = item
        if name.start - end > _NEAR and entry.fact in {named.fact for named in names}:
            return False
        if entry.fact in {named.fact for named in names}:
            self._set(entry.fact, entry.value, denied=denied)
            self._open = True
        return True

    def _assign(self, token: _Token, *, denied: bool, rest: int, plain: bool) -> bool:
        if token.of("none") and self._none(rest):
            return True
        subjects = {fact.id for fact in self._subjects}
        short = rest <= _LITTLE_ELSE or token.end - token.start >= _SURE_LETTERS
        spoken = (
            [entry for entry in token.of("after") if entry.fact in subjects],
            token.of("says"),
            [entry for entry in token.of("only") if short],
        )
        # «登不上» after «成了吗？» answers that, whatever else it says.
        here = [entry for entry in token.of("only") if short and self._situation.facts[entry.fact].local]
        for entry in here:
            self._set(entry.fact, entry.value, denied=denied)
        # The narrowest reading counts: «邮箱登不上» says nothing about logging in.
        for entries in spoken:
            for entry in entries:
                self._set(entry.fact, entry.value, denied=denied)
            if entries:
                return True
        return bool(here) or (plain and self._plain(token, denied=denied))

    def _none(self, rest: int) -> bool:
        """«都不行»: of the group that was asked about nothing works, or nothing of what the clause names."""
        subject = next(iter(self._subjects), None)
        if subject is None or rest > _LITTLE_ELSE:
            return False
        if self._named or len(self._subjects) > 1 or subject.group is None:
            group = [fact for fact in self._subjects if fact.no]
        else:
            group = [fact for fact in self._situation.facts.values() if fact.group == subject.group and fact.no]
        for fact in group:
            if fact in self._subjects or fact.id not in self.found:
                self.found[fact.id] = str(fact.no)
        return bool(group)

    def _plain(self, token: _Token, *, denied: bool) -> bool:
        """A bare yes, no or «不知道» about the subjects."""
        done = False
        for kind in ("unknown", "yes", "no"):
            if done or not token.of(kind):
                continue
            for fact in self._subjects:
                value = {"unknown": UNKNOWN, "yes": fact.yes, "no": fact.no}[kind]
                if value is not None:
                    self._set(fact.id, value, denied=denied and kind != "unknown")
                    done = True
        return done

    def _set(self, name: str, value: str, *, denied: bool) -> None:
        said: str | None = value
        if denied:
            said = self._situation.facts[name].opposite(value)
        if said is not None:
            self.found.pop(name, None)
            self.found[name] = said


def updated(known: Mapping[str, str], said: Mapping[str, str]) -> dict[str, str]:
    """The case after something was said; what is new or changed stands last."""
    kept = {name: value for name, value in known.items() if name not in said or said[name] == value}
    return {**kept, **{name: value for name, value in said.items() if kept.get(name) != value}}


def _is_asked(clause: str, token: _Token, after: _Token | None) -> bool:
    """Whether a word is what a question asks: «能用吗», «绑没绑»."""
    near = clause[token.end : token.end + _NEAR].lstrip(_PARTICLES)
    if near in _QUESTION_ENDS and token.end + _NEAR >= len(clause):
        return True
    if after is None or token.of("unknown"):  # «不知道有没有绑» is an answer
        return False
    return after.start == token.end and bool(after.of("asking"))


def _is_a_not_a(clause: str, token: _Token) -> bool:
    """Whether a word begins «绑没绑», «能不能用»."""
    return clause[token.end : token.end + 1] in ("没", "不") and clause.startswith(clause[token.start], token.end + 1)


def _speaks(token: _Token | None, end: int) -> bool:
    """Whether a word that tells something follows at once, so that «没» before it only denies it."""
    return (
        token is not None and token.start - end <= 1 and bool(token.of("says", "after", "before", "only", "yes", "not"))
    )


def _denies_all(clause: str, token: _Token) -> bool:
    """Whether «none of them» only denies what stands behind it, as in «都没有绑»."""
    return bool(token.of("none")) and clause[: token.end].endswith(_DENYING)


def _speaks_of(token: _Token, after: _Token | None) -> bool:
    """Whether a word belongs to the name right behind it: «没邮箱», «忘了密保»."""
    if after is None or after.start - token.end > 1:
        return False
    named = {entry.fact for entry in after.of("name")}
    return any(entry.fact in named for entry in token.of("before"))


def _words(situation: Situation) -> Iterator[tuple[str, _Entry]]:
    for kind, words in situation.words.items():
        for word in words:
            yield word, _Entry(kind)
    for fact in situation.facts.values():
        for name in fact.names:
            yield name, _Entry("name", fact.id)
        for value in fact.values:
            for kind in _EVERYWHERE:
                for word in value.words[kind]:
                    yield word, _Entry(kind, fact.id, value.id)


def _answer_words(fact: Fact) -> Iterator[tuple[str, _Entry]]:
    for value in fact.values:
        for word in value.words["only"]:
            yield word, _Entry("only", fact.id, value.id)
