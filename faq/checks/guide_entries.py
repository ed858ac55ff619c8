"""Entries that guides and facts name: what stands for an entry which is gone is never said, and nobody hears why."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from common.errors import Problem, nearest_spelling
from faq.content.entry import Entry
from faq.guiding.engine import GuideEngine
from faq.guiding.irreversible_file import IRREVERSIBLE_FILE
from faq.guiding.opening import opened_with
from faq.guiding.situation import Situation
from faq.guiding.situation_file import SITUATION_FILE
from faq.guiding.state import GuideState
from faq.guiding.tree import Guide, Guides
from faq.text.markup import to_plain
from faq.text.phone import SCREEN_LINES, first_sentence, line_count


def check_guide_entries(guides: Guides, root: Path, entry_ids: Collection[str]) -> Iterator[Problem]:
    """A fault for each entry that a guide stands for or knows something of and that is not there."""
    for guide in guides.guides.values():
        named = {*guide.knows, *([guide.greeting[1]] if guide.greeting else [])}
        named |= {step.about for step in guide.steps.values() if step.about}
        for name in sorted(named - set(entry_ids)):
            remedy = _spelt(name, entry_ids)
            message = f"引导「{guide.id}」写的条目「{name}」不存在"
            yield Problem(guide.path, _line_of(name, guide, root), message, remedy, "dangling", name)
    for action in guides.irreversible.values():
        if action.entry and action.entry not in entry_ids:
            message, remedy = f"「{action.name}」写的条目「{action.entry}」不存在", _spelt(action.entry, entry_ids)
            yield _of_value(root, IRREVERSIBLE_FILE, action.entry, message, remedy)


def check_afterwards(
    situation: Situation, entries: Mapping[str, Entry], entry_ids: Collection[str], root: Path
) -> Iterator[Problem]:
    """A fault for each entry, or follow-up, that a fact names for what holds afterwards and that is not there.

    `entry_ids`: also those of entries that could not be read, which is told elsewhere.
    """
    for fact in situation.facts.values():
        for value in fact.values:
            for name in (*(then.entry_id for then in value.then), *value.instead):
                if name not in entry_ids:
                    message = f"「{fact.title}：{value.title}」写的条目「{name}」不存在"
                    yield _of_value(root, SITUATION_FILE, name, message, _spelt(name, entry_ids))
            for then in value.then:
                entry = entries.get(then.entry_id)
                asks = {item.asks[0] for item in entry.follow_ups} if entry is not None else {then.asked}
                if then.asked and then.asked not in asks:
                    message = f"条目「{then.entry_id}」没有以「{then.asked}」开头的追问"
                    yield _of_value(root, SITUATION_FILE, then.asked, message, "asked 写那条追问的第一种问法")


def _spelt(name: str, entry_ids: Collection[str]) -> str:
    near = nearest_spelling(name, sorted(entry_ids))
    return f"是不是想写「{near}」？" if near else "改成存在的条目编号，或删掉这一行"


def _of_value(root: Path, file: str, word: str, message: str, remedy: str) -> Problem:
    lines = (root / file).read_text(encoding="utf-8").splitlines()
    place = re.compile(rf"\b(?:entry|asked|instead): .*{re.escape(word)}")
    number = next((number for number, line in enumerate(lines, 1) if place.search(line)), 1)
    return Problem(file, number, message, remedy, "dangling", word)


def check_openings(guides: Guides, entries: Iterable[Entry]) -> Iterator[Problem]:
    """A fault for each entry whose conclusion has no room before the first step of its guide.

    Who asks is told the most useful sentence first, and asked for their case behind it; only a warning comes before.
    """
    engine = GuideEngine(guides)
    for entry in entries:
        guide = guides.guides.get(entry.guide or "")
        if guide is None:
            continue
        state, reply = engine.begin(GuideState(facts=dict(guide.knows.get(entry.id, {}))), guide.id)
        step = guides.step(state.step)
        if step is None or step.warn:
            continue
        lead = opened_with(first_sentence(to_plain(entry.answer)), reply.text)
        lines = line_count(f"{lead}\n{reply.text}") if lead else 0
        if lines > SCREEN_LINES:
            message = f"答案的第一句加上引导「{guide.id}」的第一步有 {lines} 行，放不下"
            remedy = f"第一句要先说出来：把它或那一步（{step.id}）写短，合起来不超过 {SCREEN_LINES} 行"
            yield Problem(entry.path, entry.line, message, remedy, "opening")


def _line_of(name: str, guide: Guide, root: Path) -> int:
    lines = (root / guide.path).read_text(encoding="utf-8").splitlines()
    place = re.compile(rf"\b(?:entry|about): *[\"']?{re.escape(name)}\b")
    return next((number for number, line in enumerate(lines, 1) if place.search(line)), guide.line)
