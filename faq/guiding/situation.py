"""The facts a case is made of, as `faq/situation.yml` lists them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from faq.content.conditions import Condition, Test
from faq.guiding.perceiving import Sight
from faq.guiding.phrases import UNKNOWN_IN_ENGLISH, UNKNOWN_TITLE
from faq.text.years import Years

UNKNOWN = "unknown"
"""The value of a fact about which somebody said that they do not know."""
WORD_KINDS = ("says", "after", "before", "only", "heads", "tails")


@dataclass(frozen=True)
class Afterwards:
    """Where it stands what holds once something has happened: an entry, or its follow-up that is asked so.

    `given` are values of other facts with which it does.
    """

    entry_id: str
    asked: str = ""
    given: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Value:
    """One answer to a fact: its title on a button, and the words people say for it, by kind.

    `phrases` are English ones that count anywhere, `answers` those that count only when the fact was just asked.
    `implies` is what it tells of other facts; `heard` is said at once where the guide under way does not ask for it.
    `then` is what holds after what has happened, the first that fits the case, and `instead` are the entries that
    only lead up to it: they are answered no more. `reopens` are facts that were told of another thing:
    «绑的是我老婆的号» leaves open whether that number works. `settles` are the guides that are over with it.
    """

    id: str
    title: str
    words: Mapping[str, tuple[str, ...]]
    title_en: str = ""
    phrases: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    implies: Mapping[str, str] = field(default_factory=dict)
    heard: str = ""
    heard_en: str = ""
    then: tuple[Afterwards, ...] = ()
    instead: tuple[str, ...] = ()
    reopens: tuple[str, ...] = ()
    settles: tuple[str, ...] = ()

    def in_english(self) -> Value:
        """The value with its English words, its Chinese ones where it has none."""
        return replace(self, title=self.title_en or self.title, heard=self.heard_en or self.heard)


@dataclass(frozen=True)
class FactTexts:
    """What is said of a fact in another language; empty where there is nothing."""

    title: str = ""
    ask: str = ""
    again: str = ""
    plain: str = ""


@dataclass(frozen=True)
class Fact:
    """One thing worth knowing; `yes` and `no` name the values that a bare yes or no stands for.

    `page` is whether the words of a page tell it; all others only the person does. `plain` says in one line what
    is meant, for who does not know the word. `lasting` facts are of the person: they hold when the matter is over; an
    `in_vain` one, named in answer to whether something worked, says that it did not. An `aim` is what the person
    wants, which is told by asking for it, too. One that `compares` holds others against oneself: `yes` is that they
    do; one with a `sight` is on what shows. `tests` are the words by which an answer tells
    to find it out. `means` are the words by which an answer tells to use what the fact is
    about. `unless` are values of other facts that make it one of somebody else's account, of which nothing is told by
    the way; `coarse` is the value that is said of those by years, too: «毕业了» of «今年毕业».
    `not_of` are things whose number is another one: «身份证换了新号码» tells of no phone.
    """

    id: str
    title: str
    ask: str
    again: str
    values: tuple[Value, ...]
    names: tuple[str, ...] = ()
    yes: str | None = None
    no: str | None = None
    group: str | None = None
    local: bool = False
    page: bool = False
    plain: str = ""
    lasting: bool = False
    in_vain: bool = False
    aim: bool = False
    compares: bool = False
    sight: Sight | None = None
    means: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    years: Years | None = None
    unless: Mapping[str, str] = field(default_factory=dict)
    coarse: str = ""
    not_of: tuple[str, ...] = ()
    english: FactTexts = FactTexts()
    unknown_title: str = UNKNOWN_TITLE

    def in_english(self) -> Fact:
        """The fact with its English words, its Chinese ones where it has none."""
        own = self.english
        return replace(
            self,
            title=own.title or self.title,
            ask=own.ask or self.ask,
            again=own.again or self.again,
            plain=own.plain or self.plain,
            values=tuple(value.in_english() for value in self.values),
            unknown_title=UNKNOWN_IN_ENGLISH,
        )

    @property
    def called(self) -> tuple[str, ...]:
        """The words that name what the fact is about."""
        return (*self.names, *(word for value in self.values for word in value.words["heads"]))

    def title_of(self, value: str) -> str:
        """What a value is called; `unknown` is a value of every fact."""
        return next((item.title for item in self.values if item.id == value), self.unknown_title)

    def has(self, value: str) -> bool:
        """Whether a value belongs to this fact."""
        return value == UNKNOWN or any(item.id == value for item in self.values)

    def opposite(self, value: str) -> str | None:
        """What the denial of a value says; None when it says nothing."""
        if value == self.no:
            return self.yes
        return self.no


@dataclass(frozen=True)
class Situation:
    """All facts by id, and the words that mean yes, no, not and the like for each of them.

    `phrases` are the English ones, by `yes`, `no` and `unknown`.
    """

    facts: Mapping[str, Fact]
    words: Mapping[str, tuple[str, ...]]
    phrases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def in_english(self) -> Situation:
        """The same facts with all that there is in English in the place of the Chinese."""
        return replace(self, facts={name: fact.in_english() for name, fact in self.facts.items()})

    def with_implied(self, known: Mapping[str, str]) -> dict[str, str]:
        """What is known, and what follows from it of facts that nobody told.

        It is never kept: who puts a thing right puts right what followed from it, too.
        """
        whole, told = dict(known), list(known.items())
        for name, value in told:  # what follows is told on
            for other, implied in self.implied_by(name, value).items():
                if other not in whole:
                    whole[other] = implied
                    told.append((other, implied))
        return whole

    def implied_by(self, name: str, value: str) -> Mapping[str, str]:
        """What a value of a fact tells of other facts."""
        meant = self.value(name, value)
        return meant.implies if meant is not None else {}

    def after(self, known: Mapping[str, str], said: Mapping[str, str]) -> dict[str, str]:
        """The known facts that still hold when something is said; `said` itself is not among them."""
        new = [item for item in said.items() if known.get(item[0]) != item[1]]
        meant = (self.value(name.partition("@")[0], value) for name, value in new)
        stale = {name for value in meant if value is not None for name in value.reopens} - said.keys()
        return {name: value for name, value in known.items() if name not in stale}

    def heard(self, name: str, value: str) -> str:
        """What is said at once to a value of a fact; empty for most."""
        meant = self.value(name, value)
        return meant.heard if meant is not None else ""

    def value(self, name: str, value: str) -> Value | None:
        """One value of a fact; None where there is none (any more)."""
        fact = self.facts.get(name)
        return next((item for item in fact.values if item.id == value), None) if fact is not None else None

    def kept(self, said: Mapping[str, str], known: Mapping[str, str], asked: str | None) -> dict[str, str]:
        """What of the said facts bears on the case as it is known; what was asked for always does.

        «电话还在用» tells nothing of a stranger's account, and «毕业了» is no other thing than «今年毕业».
        """
        case = {**known, **said}
        return {
            name: value
            for name, value in said.items()
            if name == asked or not (self._of_others(name, case) or self._is_coarser(name, value, known))
        }

    def _of_others(self, name: str, case: Mapping[str, str]) -> bool:
        fact = self.facts.get(name)
        return fact is not None and any(case.get(other) == value for other, value in fact.unless.items())

    def _is_coarser(self, name: str, value: str, known: Mapping[str, str]) -> bool:
        """Whether a value is less exact than the known one, which a year tells."""
        fact = self.facts.get(name)
        ended = fact.years.ended if fact is not None and fact.years is not None else {}
        return known.get(name) in ended and value not in ended and fact is not None and value == fact.coarse

    def unknown_in(self, test: Test) -> tuple[str, str, list[str]] | None:
        """What a test looks at that is not there: the fault, the word, and those there are; None where all is there."""
        fact = self.facts.get(test.fact)
        if fact is None:
            return f"没有「{test.fact}」这件事", test.fact, list(self.facts)
        if not fact.has(test.value):
            return f"「{test.fact}」没有「{test.value}」这个值", test.value, [value.id for value in fact.values]
        return None

    def in_words(self, condition: Condition, *, named: bool = False) -> str:
        """A condition in the words of the buttons, with what each is about where they stand alone (`named`).

        Empty for one that always holds.
        """
        parts = []
        for test in condition.tests:
            fact = self.facts.get(test.fact)
            title = fact.title_of(test.value) if fact is not None else test.value
            about = f"{fact.title}：" if named and fact is not None else ""
            parts.append(f"{about}{'不是' if test.negated else ''}{title}")
        return (" 或 " if condition.any_of else "；" if named else "，").join(parts)

    def described(self, known: Mapping[str, str]) -> list[tuple[str, str]]:
        """Title and value of the known facts as staff read them, without what only one step asked."""
        pairs = ((self.facts.get(name), value) for name, value in known.items())
        return [
            (fact.title, fact.title_of(value))
            for fact, value in pairs
            if fact and not (fact.local or self._of_others(fact.id, known))
        ]
