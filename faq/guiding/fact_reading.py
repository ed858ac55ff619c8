"""What one text says of the facts, read clause by clause from the words of the lexicon that stand in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from faq.guiding.situation import UNKNOWN, Fact, Situation
from faq.guiding.speech import Clause
from faq.guiding.tokens import (
    ASKING_ENDS,
    NEAR,
    Token,
    WordMeaning,
    asks_open,
    denies_all,
    goes_on,
    has_other_object,
    is_a_not_a,
    is_asked,
    is_bare,
    is_doubted,
    joins,
    negates_behind,
    speaks,
    speaks_of,
)

_LITTLE_ELSE = 4
_ALMOST_NOTHING = 1
_MOST_WAITING = 4
_SURE_LETTERS = 3
_OF_THINGS = ("says", "after", "before", "only", "heads", "tails", "name", "elsewhere", "open")
_WISHING = "想要准快"
"""How a word on what is yet to come begins: «想换» after «不用了» is no word on the old number."""


@dataclass(frozen=True)
class _Waiting:
    """A word that speaks of a name behind it; `end` is where it or the list it goes before ended last."""

    entry: WordMeaning
    end: int
    denied: bool


class FactReading:
    """What a text has said so far."""

    def __init__(self, situation: Situation, asked: str | None) -> None:
        self._situation = situation
        self._asked = asked
        self._subjects: list[Fact] = [fact for fact in (situation.facts.get(asked or ""),) if fact]
        self._open = False
        self._named = False
        self._named_until = -1
        self._first = True
        self._heads: dict[str, set[str]] = {}
        self._waiting: list[_Waiting] = []
        self._dated: dict[str, str] = {}
        self.found: dict[str, str] = {}

    def clause(self, said: Clause, tokens: list[Token], *, only_names: bool) -> None:
        """Read what the next clause states; `only_names` when it holds no word of the lexicon that tells anything."""
        clause = said.text
        if not said.joined:
            self._open = False
            self._heads.clear()
        self._named, self._named_until = False, -1
        named = {entry.fact for token in tokens for entry in token.of("name")}
        rest = len(clause) - sum(token.end - token.start for token in tokens)
        # «学籍倒是有» answers no question on the name.
        told = any(entry.fact != self._asked for token in tokens for entry in token.of("says", "heads"))
        # «只有证件号记得» after a word on the mail: that «有» is about neither.
        elsewhere = bool(named) and not named & {fact.id for fact in self._subjects} and not tokens[0].of("name")
        # «能改吗» asks, it says no yes.
        plain = (
            rest <= _ALMOST_NOTHING
            and not clause.endswith(ASKING_ENDS)
            and not told
            and not elsewhere
            and not any(asks_open(clause, token) for token in tokens)
        )
        denied_at: int | None = None
        asked_at = -NEAR
        # «没绑邮箱、微信»: what stands before the first of a list is said of the next, too.
        waiting = [replace(item, end=0) for item in self._waiting] if said.listed else []
        read, told_here = 0, False
        last = max((place for place, token in enumerate(tokens) if token.of(*_OF_THINGS)), default=0)
        for index, (token, after) in enumerate(zip_longest(tokens, tokens[1:])):
            for fact in {entry.fact for entry in token.of("heads")}:
                self._heads[fact] = {entry.value for entry in token.of("heads") if entry.fact == fact}
            if token.of("elsewhere"):
                self._subjects, self._open = [], False
            if names := token.of("name"):
                self._name([self._situation.facts[entry.fact] for entry in names])
                self._named_until = token.end
                waiting = self._before(waiting[-_MOST_WAITING:], clause, token, names)
            elif not self._named:
                self._carry(token, unread=token.start - read, told=told_here)
            read += token.end - token.start
            told_here = told_here or (bool(token.of("says", "heads", "tails")) and not token.of("yes", "filler"))
            denied = denied_at is not None and token.start - denied_at <= 1
            if joins(token, after):
                continue
            before = tokens[index - 1] if index else None
            if denied and token.of("filler") and not token.of("after", "yes", "no"):
                denied_at = token.end  # «不是我在用»
            begins = index < last and (is_bare(clause, token) or negates_behind(token, tokens[index + 1 :]))
            bare = (
                begins
                or goes_on(clause, before, token, after)
                or is_doubted(before, token)
                or has_other_object(token, after)
            )
            if token.of("asking") or asks_open(clause, token):
                denied_at, asked_at = None, token.end
                continue
            if is_a_not_a(clause, token):
                asked_at = token.end + 1
            elif token.start - asked_at > 1 and not is_asked(clause, token, after):
                if denies_all(clause, token) and speaks(after, token.end):  # «都没有绑过»
                    self._assign(token, clause, denied=False, rest=rest, plain=plain)
                    denied_at = token.end
                    continue
                denies = bool(token.of("not")) and speaks(after, token.end)
                if not self._tells_of_named(token):  # «没邮箱» is no answer to another question
                    denies = denies or speaks_of(token, tokens[index + 1 :])
                if not denies and not bare and self._assign(token, clause, denied=denied, rest=rest, plain=plain):
                    self._open, denied_at = False, None
                    plain = plain and not token.of("unknown")  # «记不清是哪个»: that «是» is no yes
                    continue
                waiting += [_Waiting(entry, token.end, denied) for entry in token.of("before")]
            if token.of("not"):
                denied_at = None if denied else token.end  # «不是没绑» says yes
        self._waiting, self._first = waiting, False
        self._open = (
            self._open and only_names and rest <= _ALMOST_NOTHING
        )  # a list goes on in the next clause, a question does not

    def dates(self, told: Iterable[tuple[str, str]]) -> None:
        """Take what years tell; two that tell different things, as of two schools, tell nothing."""
        for name, value in told:
            if self._dated.setdefault(name, value) == value:
                self._set(name, value, denied=False)
            else:
                self.found.pop(name, None)

    def _name(self, facts: list[Fact]) -> None:
        new = [fact for fact in facts if fact not in self._subjects]
        self._subjects = [*self._subjects, *new] if self._open else facts
        self._open = self._named = True

    def _tells_of_named(self, token: Token) -> bool:
        """Whether a word speaks of what was named right before it, so that it is not of a name behind it."""
        subjects = {fact.id for fact in self._subjects}
        return self._named and self._open and any(entry.fact in subjects for entry in token.of("after"))

    def _carry(self, token: Token, *, unread: int, told: bool) -> None:
        """Let go of the subject of the clause before when this one has a subject of its own.

        Letters that nothing is known of stand before the word («电脑能用»), or another fact was told there.
        """
        if self._first or not token.of("after", "before", "only", "yes", "no", "none", "none_bound", "unknown"):
            return
        answers = any(fact.id == self._asked for fact in self._subjects)
        if told or unread > (_LITTLE_ELSE if answers else _ALMOST_NOTHING):
            self._subjects, self._open = [], False

    def _before(
        self, waiting: Sequence[_Waiting], clause: str, name: Token, names: list[WordMeaning]
    ) -> list[_Waiting]:
        """Let words that stood before a name speak about it; what may speak about another name, too, stays."""
        named = {entry.fact for entry in names}
        spoken = [item for item in waiting if item.entry.fact in named and name.start - item.end <= NEAR]
        for item in spoken:
            between = clause[item.end : name.start]
            if between.lstrip("过了定") == "的" and item.entry.value == self._situation.facts[item.entry.fact].yes:
                continue  # «绑的邮箱» may long be lost
            self._set(item.entry.fact, item.entry.value, denied=item.denied)
            self._open = False
        left = [item for item in waiting if item.entry.fact not in named]
        # A list goes on behind its first name: «没绑邮箱和微信».
        return [replace(item, end=name.end) if name.start - item.end <= NEAR else item for item in left]

    def _assign(self, token: Token, clause: str, *, denied: bool, rest: int, plain: bool) -> bool:
        if token.of("none", "none_bound") and self._none(rest, bound=not token.of("none")):
            return True
        subjects = {fact.id for fact in self._subjects}
        wished = clause[token.start] in _WISHING and not clause.startswith(("想起", "想得"), token.start)
        short = rest <= _LITTLE_ELSE or token.end - token.start >= _SURE_LETTERS
        local = [entry for entry in token.of("only") if short and self._situation.facts[entry.fact].local]
        answers = [entry for entry in token.of("only") if short and entry not in local]
        spoken = (
            [entry for entry in token.of("tails") if entry.value in self._heads.get(entry.fact, ())],
            [
                *(entry for entry in token.of("after") if entry.fact in subjects and (self._named or not wished)),
                *(entry for entry in token.of("before") if entry.fact in subjects and self._named and self._open),
                *(entry for entry in answers if entry.fact in subjects),
            ],
            # «在App里» answers «用的是 App 吗», whatever else it tells.
            [*(entry for entry in token.of("says") if not self._is_of_named(entry, token)), *answers],
        )
        # «登不上» after «成了吗？» answers that, whatever else it says.
        for entry in local:
            self._set(entry.fact, entry.value, denied=denied)
        # The narrowest reading counts: «邮箱登不上» says nothing about logging in.
        for entries in spoken:
            for entry in entries:
                self._set(entry.fact, entry.value, denied=denied)
            if entries:
                return True
        return bool(local) or (plain and self._plain(token, denied=denied))

    def _is_of_named(self, entry: WordMeaning, token: Token) -> bool:
        """Whether a word follows at once on the name of another thing of the same kind: «微信换号了»."""
        group = self._situation.facts[entry.fact].group
        return (
            group is not None
            and self._named_until == token.start
            and all(fact.group == group and fact.id != entry.fact for fact in self._subjects)
        )

    def _none(self, rest: int, *, bound: bool) -> bool:
        """«都不行»: of the group that was asked about nothing works, or nothing of what the clause names.

        `bound` words, as «都没绑», are of what belongs to a group only.
        """
        subject = next(iter(self._subjects), None)
        if subject is None or rest > _LITTLE_ELSE:
            return False
        if bound and subject.group is None:
            return False
        if self._named or len(self._subjects) > 1 or subject.group is None:
            group = [fact for fact in self._subjects if fact.no]
        else:
            group = [fact for fact in self._situation.facts.values() if fact.group == subject.group and fact.no]
        for fact in group:
            if fact in self._subjects or fact.id not in self.found:
                self.found[fact.id] = str(fact.no)
        return bool(group)

    def _plain(self, token: Token, *, denied: bool) -> bool:
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
