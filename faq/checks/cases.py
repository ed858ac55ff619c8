"""Faults in whom follow-ups are for: facts that nobody tells, and two that one and the same person would be told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from common.errors import Problem, nearest_spelling
from common.yaml_nodes import YamlNode
from faq.content.conditions import HOW_TO_WRITE, Test, read_condition
from faq.content.draft import Draft
from faq.guiding.situation import Situation

_DANGLING = "dangling"


def check_cases(drafts: Iterable[Draft], situation: Situation) -> Iterator[Problem]:
    """A fault for each `when` that names no fact or value, and for each two that look at the same of one entry."""
    for draft in drafts:
        kept = [
            (item, read_condition(str(node.value))) for item in draft.items("follow_ups") if (node := item.get("when"))
        ]
        for item, condition in kept:
            tests = condition.tests if condition is not None else ()
            for test in tests:
                yield from _unknown(draft, item, test, situation)
        for (_, one), (item, two) in combinations(kept, 2):
            if one is not None and two is not None and set(one.tests) == set(two.tests) and one.any_of is two.any_of:
                message = f"{draft.name}的两条追问说给同样的人（when 都是「{item.plain()['when']}」）"
                yield item.problem(message, "并成一条，或把其中一条的情况写细", "when", "follow_up_case")


def _unknown(draft: Draft, item: YamlNode, test: Test, situation: Situation) -> Iterator[Problem]:
    unknown = situation.unknown_in(test)
    if unknown is None:
        return
    what, word, names = unknown
    near = nearest_spelling(word, names)
    remedy = (
        f"是不是想写「{near}」？" if near else f"可用的有：{'、'.join(names) or '还没有，先写进 faq/situation.yml'}"
    )
    yield item.problem(f"{draft.name}的追问的情况里{what}", f"{remedy}（{HOW_TO_WRITE}）", "when", _DANGLING)
