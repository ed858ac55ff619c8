"""Reads `faq/situation.yml`: every fault in one pass, each with its line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Any

from common.errors import ContentError, Problem
from common.yaml_nodes import YamlNode, read_yaml
from faq.content.schema_check import find_schema_faults
from faq.guiding.perceiving import Sight
from faq.guiding.situation import UNKNOWN, WORD_KINDS, Afterwards, Fact, FactTexts, Situation, Value
from faq.text.cantonese import in_mandarin
from faq.text.normalise import letters, normalise
from faq.text.years import Years

SITUATION_FILE = "faq/situation.yml"
SITUATION_SCHEMA = "situation.schema.json"
_EN = "_en"
_PAIRED = ("heads", "tails")


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
            item.get("implies", {}),
            item.get("heard", ""),
            item.get("heard_en", ""),
            tuple(
                Afterwards(then["entry"], then.get("asked", ""), then.get("if", {})) for then in item.get("then", ())
            ),
            tuple(item.get("instead", ())),
            tuple(item.get("reopens", ())),
            tuple(item.get("settles", ())),
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
        compares=plain.get("compares", False),
        sight=_sight(plain.get("sight")),
        means=tuple(plain.get("means", ())),
        tests=tuple(plain.get("tests", ())),
        years=_years(plain.get("years")),
        unless=plain.get("unless", {}),
        coarse=plain.get("coarse", ""),
        not_of=_keys(plain.get("not_of", ())),
        english=FactTexts(*(plain.get(f"{key}_en", "") for key in ("title", "ask", "again", "plain"))),
    )


def _sight(plain: Mapping[str, Any] | None) -> Sight | None:
    return None if plain is None else Sight(_keys(plain["of"]), plain.get("seen", ""), plain["unseen"])


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
            for word in words if kind not in _PAIRED else ():  # «认证…交了» and «认证…退回»: each pair tells one thing
                other = owners.setdefault((kind, word), value.id)
                if other != value.id:
                    message = f"「{word}」既算「{other}」又算「{value.id}」"
                    yield item.problem(message, "只留在一个值里，或写得更具体", kind, "ambiguous")
        for pair in product(value.words["heads"], value.words["tails"]):
            if (other := owners.setdefault(pair, value.id)) != value.id:
                message = f"「{pair[0]}…{pair[1]}」既算「{other}」又算「{value.id}」"
                yield item.problem(message, "只留在一个值里，或写得更具体", "tails", "ambiguous")


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
        for name in value.reopens:
            if name not in facts:
                yield item.problem(
                    f"「reopens」写的「{name}」不是一项情况", "改成别的情况的编号", "reopens", "dangling"
                )
        given = [("then", *pair) for then in value.then for pair in then.given.items()]
        for key, name, told in [*(("implies", *pair) for pair in value.implies.items()), *given]:
            if name not in facts or facts[name].local or not facts[name].has(told):
                message = f"「{key}」写的「{name}: {told}」不是一项情况的值"
                yield item.problem(message, "改成别的情况的编号和值", key, "dangling")
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
