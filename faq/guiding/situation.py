"""The facts a case is made of, as `faq/situation.yml` lists them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from common.errors import ContentError, Problem
from common.yaml_nodes import YamlNode, read_yaml
from faq.cantonese import in_mandarin
from faq.guiding.phrases import UNKNOWN_IN_ENGLISH, UNKNOWN_TITLE
from faq.guiding.years import Years
from faq.normalise import letters, normalise
from faq.schema_check import find_schema_faults

SITUATION_FILE = "faq/situation.yml"
SITUATION_SCHEMA = "situation.schema.json"
UNKNOWN = "unknown"
"""The value of a fact about which somebody said that they do not know."""
_EN = "_en"
WORD_KINDS = ("says", "after", "before", "only", "heads", "tails")


@dataclass(frozen=True)
class Value:
    """One answer to a fact: its title on a button, and the words people say for it, by kind.

    `phrases` are English ones that count anywhere, `answers` those that count only when the fact was just asked.
    """

    id: str
    title: str
    words: Mapping[str, tuple[str, ...]]
    title_en: str = ""
    phrases: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()


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
    wants, which is told by asking for it, too. `means` are the words by which an answer tells to use what the fact is
    about. `unless` are values of other facts that make it one of somebody else's account, of which nothing is told by
    the way; `coarse` is the value that is said of those by years, too: «毕业了» of «今年毕业».
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
    means: tuple[str, ...] = ()
    years: Years | None = None
    unless: Mapping[str, str] = field(default_factory=dict)
    coarse: str = ""
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
            values=tuple(replace(value, title=value.title_en or value.title) for value in self.values),
            unknown_title=UNKNOWN_IN_ENGLISH,
        )

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

    def described(self, known: Mapping[str, str]) -> list[tuple[str, str]]:
        """Title and value of the known facts as staff read them, without what only one step asked."""
        pairs = ((self.facts.get(name), value) for name, value in known.items())
        return [
            (fact.title, fact.title_of(value))
            for fact, value in pairs
            if fact and not (fact.local or self._of_others(fact.id, known))
        ]


def load_situation(root: Path) -> Situation:
    """The facts of a project.

    Raises:
        ContentError: every fault of the file.
    """
    situation, problems = read_situation(root)
    if problems:
        raise ContentError(problems)
    return situation


def read_situation(root: Path) -> tuple[Situation, list[Problem]]:
    """Whatever can be read, and every fault."""
    try:
        node = read_yaml(root / SITUATION_FILE, root)
    except FileNotFoundError:
        return Situation({}, {}), [Problem(SITUATION_FILE, 1, "文件不存在", "从版本库里恢复它", "missing")]
    except ContentError as error:
        return Situation({}, {}), list(error.problems)
    faults = find_schema_faults(node, SITUATION_SCHEMA)
    if faults:
        return Situation({}, {}), sorted(fault.problem for fault in faults)
    plain = node.plain()
    english = {kind.removesuffix(_EN): tuple(said) for kind, said in plain["words"].items() if kind.endswith(_EN)}
    words = {kind: _keys(items) for kind, items in plain["words"].items() if not kind.endswith(_EN)}
    facts: dict[str, Fact] = {}
    problems: list[Problem] = []
    for item in _items(node, "facts"):
        fact = _fact(item)
        problems += _faults_of(item, fact, facts)
        facts.setdefault(fact.id, fact)
    for item in _items(node, "facts"):
        problems += _covering(item, facts)
    return Situation(facts, words, english), problems


def _items(node: YamlNode, key: str) -> list[YamlNode]:
    child = node.get(key)
    return child.value if child and isinstance(child.value, list) else []


def _fact(node: YamlNode) -> Fact:
    plain = node.plain()
    values = tuple(
        Value(
            item["id"],
            item["title"],
            {kind: _keys(item.get(kind, ())) for kind in WORD_KINDS},
            item.get("title_en", ""),
            tuple(item.get("says_en", ())),
            tuple(item.get("only_en", ())),
        )
        for item in plain["values"]
    )
    return Fact(
        id=plain["id"],
        title=plain["title"],
        ask=plain["ask"],
        again=plain["again"],
        values=values,
        names=_keys(plain.get("names", ())),
        yes=plain.get("yes"),
        no=plain.get("no"),
        group=plain.get("group"),
        local=plain.get("local", False),
        page=plain.get("page", False),
        plain=plain.get("plain", ""),
        lasting=plain.get("lasting", False),
        in_vain=plain.get("in_vain", False),
        aim=plain.get("aim", False),
        means=tuple(plain.get("means", ())),
        years=_years(plain.get("years")),
        unless=plain.get("unless", {}),
        coarse=plain.get("coarse", ""),
        english=FactTexts(*(plain.get(f"{key}_en", "") for key in ("title", "ask", "again", "plain"))),
    )


def _years(plain: Mapping[str, Any] | None) -> Years | None:
    if plain is None:
        return None
    values, begun, ended = (_spans(plain.get(kind, {})) for kind in ("values", "begun", "ended"))
    return Years(_keys(plain["of"]), values, begun, ended)


def _spans(plain: Mapping[str, Any]) -> dict[str, tuple[int, int]]:
    return {name: (first, last) for name, (first, last) in plain.items()}


def _faults_of(node: YamlNode, fact: Fact, known: Mapping[str, Fact]) -> Iterator[Problem]:
    if fact.id in known:
        yield node.problem(f"「{fact.id}」写了两次", "换一个没有用过的编号", "id", "duplicate_id")
    years = fact.years
    dated = [("years", value) for value in ((*years.values, *years.begun, *years.ended) if years else ())]
    for key, meant in (("yes", fact.yes), ("no", fact.no), ("coarse", fact.coarse or None), *dated):
        if meant is not None and not fact.has(meant):
            yield node.problem(f"「{key}」写的「{meant}」不是它的值", "改成 values 里的编号", key, "dangling")
    if fact.ask == fact.again:
        yield node.problem("「again」和「ask」一样，会把同一句话说两遍", "换个说法", "again", "repeated")
    owners: dict[tuple[str, str], str] = {}
    ids: set[str] = set()
    for item in _items(node, "values"):
        value = next(value for value in fact.values if value.id == item.plain()["id"])
        if value.id in ids or value.id == UNKNOWN:
            yield item.problem(f"值「{value.id}」写了两次，或用了保留的名字", "换一个编号", "id", "duplicate_id")
        ids.add(value.id)
        for kind, words in value.words.items():
            for word in words if kind != "tails" else ():  # their heads tell them apart
                other = owners.setdefault((kind, word), value.id)
                if other != value.id:
                    message = f"「{word}」既算「{other}」又算「{value.id}」"
                    yield item.problem(message, "只留在一个值里，或写得更具体", kind, "ambiguous")


def _covering(node: YamlNode, facts: Mapping[str, Fact]) -> Iterator[Problem]:
    """What does not go with the other facts: values that are not there, and words that hide a name.

    The longest word at a place is the one that is read.
    """
    fact = facts[node.plain()["id"]]
    for name, barred in fact.unless.items():
        if name not in facts or not facts[name].has(barred):
            yield node.problem(
                f"「unless」写的「{name}: {barred}」不是一项情况的值", "改成别的情况的编号和值", "unless", "dangling"
            )
    names = {name: other.id for other in facts.values() if other.id != fact.id for name in other.names}
    for item, value in zip(_items(node, "values"), fact.values, strict=False):
        for kind in ("after", "before"):
            for word in value.words[kind]:
                hidden = next((name for name in names if name in word), None)
                if hidden:
                    message = f"「{word}」里有「{names[hidden]}」的名字「{hidden}」，会把它盖住"
                    yield item.problem(message, "写成 says，或去掉名字", kind, "covering")


def _keys(words: Iterable[object]) -> tuple[str, ...]:
    """Words as sentences are compared: normalised, letters only; `#` stands for one digit."""
    keys = ("#".join(letters(normalise(in_mandarin(part))) for part in str(word).split("#")) for word in words)
    return tuple(dict.fromkeys(filter(None, keys)))
