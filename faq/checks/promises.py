"""Promised questions (`faq/questions/*.yml`): each once, each to an entry that there is."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path

from common.errors import Problem, nearest_spelling
from faq.content.promised import read_promises
from faq.text.normalise import matching_key


def check_promises(root: Path, entry_ids: Collection[str]) -> Iterator[Problem]:
    """Every fault of the promised questions."""
    written, problems = read_promises(root)
    yield from problems
    seen: dict[str, str] = {}
    for item in written:
        promise = item.promise
        if promise.entry_id not in entry_ids:
            near = nearest_spelling(promise.entry_id, sorted(entry_ids))
            remedy = f"是不是想写「{near}」？" if near else "改成存在的条目编号；不再答的问题就删掉这一项"
            message = f"「{promise.text[:30]}」要由「{promise.entry_id}」回答，可是没有这个条目"
            problem = item.node.problem(message, remedy, "entry", "dangling")
            yield replace(problem, target=promise.entry_id)
        key = matching_key(promise.text)
        first = seen.setdefault(key, f"{promise.path}:{promise.line}")
        if first != f"{promise.path}:{promise.line}":
            message = f"问题「{promise.text[:30]}」写了两次（第一次在 {first}）"
            yield item.node.problem(message, "删掉一个", "question", "duplicate")
