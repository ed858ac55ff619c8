"""Faults in what people ask next: its length, its first words, wordings that say the same, links that lead nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from common.errors import Problem, nearest_spelling
from common.masking import find_private
from common.yaml_nodes import YamlNode
from faq.checks.answers import INVISIBLE, PRIVATE_KINDS
from faq.checks.context import LintContext
from faq.checks.phone import OPENINGS
from faq.checks.similarity import alike
from faq.content.draft import Draft
from faq.text.markup import to_plain
from faq.text.normalise import matching_key
from faq.text.phone import LINE_CHARS, line_count

MOST_LINES = {"say": 4, "say_en": 6}
LONGEST_ASK = 120
_LAST_YEAR = 9999
NEAR = 90.0
"""From here on two wordings are one: 要钱吗 and 要钱不 are apart, 改完马上能用吗 and 改完马上就能用吗 are not."""


def check_follow_ups(draft: Draft, context: LintContext) -> Iterator[Problem]:
    """What can be said about the follow-ups of one entry alone, and where they lead."""
    for item in draft.items("follow_ups"):
        for key, most in MOST_LINES.items():
            said = item.get(key)
            text = to_plain(str(said.value).strip()) if said else ""
            if said and (lines := line_count(text)) > most:
                message = f"{draft.name}的追问的「{key}」占 {lines} 行（最多 {most} 行，每行 {LINE_CHARS} 个字）"
                yield item.problem(message, "只写结论和下一步，其余放进详细说明或用 to 指过去", key, "follow_up_length")
            opening = next((word for word in OPENINGS if text.startswith(word)), "")
            if opening:
                message = f"{draft.name}的追问的「{key}」开头不是回答（现在以「{opening}」开头）"
                yield item.problem(message, "头几个字就回答：能、不用、要 3 天……", key, "follow_up_opening")
        yield from _check_target(draft, item, context)
    yield from _check_asks(draft)
    yield from _check_years(draft)


def compare_follow_ups(context: LintContext) -> Iterator[Problem]:
    """Wordings that are the question of another entry: the same words would have two answers."""
    owners = {
        key: (draft.entry.id, node)
        for draft in context.drafts
        for node in draft.wordings()
        if (key := matching_key(str(node.value)))
    }
    for draft in context.drafts:
        for _, node in _asks(draft):
            owner, question = owners.get(matching_key(str(node.value)), (draft.entry.id, node))
            if owner != draft.entry.id:
                place = f"{question.path}:{question.line}"
                message = f"{draft.name}的追问「{node.value}」是条目「{owner}」的问句（在 {place}）"
                yield node.problem(message, "删掉，或写明它问的是这件事的哪一点", kind="follow_up_elsewhere")


def _asks(draft: Draft) -> Iterator[tuple[int, YamlNode]]:
    """Every wording with the number of its follow-up."""
    for number, item in enumerate(draft.items("follow_ups")):
        asks = item.get("asks")
        if asks is not None and isinstance(asks.value, list):
            yield from ((number, node) for node in asks.value)


def _check_target(draft: Draft, item: YamlNode, context: LintContext) -> Iterator[Problem]:
    to = item.get("to")
    if to is None:
        return
    name = str(to.value).removeprefix("faq:")
    if name == draft.entry.id:
        yield item.problem(f"{draft.name}的追问指向它自己", "删掉「to」，或改成别的条目", "to", "self_link")
    elif name not in context.ids:
        near = nearest_spelling(name, sorted(context.ids))
        remedy = f"是不是想写「faq:{near}」？" if near else "改成存在的条目，或删掉"
        problem = item.problem(f"{draft.name}的追问指向不存在的「{to.value}」", remedy, "to", "dangling")
        yield replace(problem, target=name)


def _check_years(draft: Draft) -> Iterator[Problem]:
    """Spans of years that meet: who tells a year in both would get either."""
    dated = [
        (item, str(node.value).partition("-")) for item in draft.items("follow_ups") if (node := item.get("years"))
    ]
    spans = [(int(first or 0), int(last or _LAST_YEAR), item) for item, (first, _, last) in dated]
    for first, last, item in spans:
        if first > last:
            message = f"{draft.name}的追问的年份写反了（{first} 年在 {last} 年后面）"
            yield item.problem(message, "早的写在前面，例如 2005-2010", "years", "follow_up_years")
    spans.sort(key=lambda span: span[:2])
    for (_, ended, _), (begun, _, item) in pairwise(spans):
        if begun <= ended:
            message = f"{draft.name}的两条追问的年份重叠（{begun} 年在两条里）"
            yield item.problem(message, "把年份分开：一年只属于一条", "years", "follow_up_years")


def _are_for_others(draft: Draft, one: int, two: int) -> bool:
    """Whether nobody can be told both of two follow-ups: then they may be asked alike."""
    items = draft.entry.follow_ups
    return items[one].when.excludes(items[two].when)


def _check_asks(draft: Draft) -> Iterator[Problem]:
    asks = list(_asks(draft))
    for _, node in asks:
        text = str(node.value)
        what = f"{draft.name}的追问「{text[:24]}」"
        if not matching_key(text):
            yield node.problem(f"{what}里没有字", "写一句完整的话，或删掉这一行", kind="empty")
        if len(text) > LONGEST_ASK:
            yield node.problem(f"{what}太长（{len(text)} 字，最多 {LONGEST_ASK}）", "只留要问的话", kind="too_long")
        for match in INVISIBLE.finditer(text):
            message = f"{what}里有看不见或损坏的字符（U+{ord(match.group()):04X}）"
            yield node.problem(message, "删掉它，或把这一行重新打一遍", kind="invisible")
        for found in find_private(text):
            if found.kind in PRIVATE_KINDS:
                message = f"{what}里像有个人信息（{PRIVATE_KINDS[found.kind]}）"
                yield node.problem(message, "换成说明文字，不要写真实的号码", kind="private")
    keys = [matching_key(str(node.value)) for _, node in asks]
    same: dict[str, int] = {}
    pairs = {(first, place) for place, key in enumerate(keys) if (first := same.setdefault(key, place)) != place}
    pairs |= {(min(one, two), max(one, two)) for one, two, _ in alike(keys, NEAR) if asks[one][0] != asks[two][0]}
    pairs = {pair for pair in pairs if not _are_for_others(draft, asks[pair[0]][0], asks[pair[1]][0])}
    for one, two in sorted(pairs):
        earlier, node = asks[one][1], asks[two][1]
        other = "同一条" if asks[one][0] == asks[two][0] else "另一条"
        place = f"第 {earlier.line} 行"
        message = f"{draft.name}的追问「{node.value}」和{other}追问的「{earlier.value}」几乎一样（{place}）"
        yield node.problem(message, "只留在一处，或换一种真正不同的说法", kind="follow_up_alike")
