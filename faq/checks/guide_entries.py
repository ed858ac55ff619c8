"""Entries that the guides name: a guide that stands for an entry which is gone is never begun, and nobody hears why."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path

from common.errors import Problem, nearest_spelling
from faq.guiding.tree import Guide, Guides


def check_guide_entries(guides: Guides, root: Path, entry_ids: Collection[str]) -> Iterator[Problem]:
    """A fault for each entry that a guide stands for or knows something of and that is not there."""
    for guide in guides.guides.values():
        named = {*guide.knows, *([guide.greeting[1]] if guide.greeting else [])}
        for name in sorted(named - set(entry_ids)):
            near = nearest_spelling(name, sorted(entry_ids))
            remedy = f"是不是想写「{near}」？" if near else "改成存在的条目编号，或删掉这一行"
            message = f"引导「{guide.id}」写的条目「{name}」不存在"
            yield Problem(guide.path, _line_of(name, guide, root), message, remedy, "dangling", name)


def _line_of(name: str, guide: Guide, root: Path) -> int:
    lines = (root / guide.path).read_text(encoding="utf-8").splitlines()
    place = re.compile(rf"\bentry: *[\"']?{re.escape(name)}\b")
    return next((number for number, line in enumerate(lines, 1) if place.search(line)), guide.line)
