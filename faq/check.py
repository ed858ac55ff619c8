"""Everything `bot check` demands of the knowledge base beyond the schema, each fault with its line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from common.clock import SYSTEM_CLOCK, Clock, china_time
from common.errors import Problem, nearest_spelling
from common.yaml_nodes import YamlNode
from faq.answer import render_plain
from faq.entry import Entry
from faq.loader import Content, ReadContent, read_content
from faq.markup import links
from faq.normalise import matching_key

MESSAGE_BYTES = 2000
"""A WeChat text longer than some 2047 UTF-8 bytes is dropped without an error (measured by others)."""
FEWEST_QUESTIONS = 25


def check_content(root: Path, clock: Clock = SYSTEM_CLOCK) -> list[Problem]:
    """Every fault of the knowledge base of a project; an empty list means it may be served."""
    read, problems = read_content(root)
    complete = not problems
    today = china_time(clock.now()).date()
    for entry in read.content.entries:
        node = read.nodes[entry.id]
        problems += _check_answer(entry, node, read.content, complete)
        problems += _check_dates(entry, node, today)
        problems += _check_questions(entry, node)
        if entry.guide and not (root / "faq/guides" / f"{entry.guide}.yml").exists():
            problems.append(
                node.problem(f"条目「{entry.id}」的引导「{entry.guide}」不存在", "改正名字，或删掉 guide 这一行", "guide", "dangling")
            )
    problems += _repeated_questions(read)
    return sorted(set(problems))


def _check_answer(entry: Entry, node: YamlNode, content: Content, complete: bool) -> Iterator[Problem]:
    if not entry.answer:
        yield node.problem(f"条目「{entry.id}」的答案是空的", "写上答案", "answer", "empty")
        return
    size = len(render_plain(entry, content).encode())
    if size > MESSAGE_BYTES:
        yield node.problem(
            f"条目「{entry.id}」的答案连同联系方式和来源超过一条微信消息（{size} 字节，最多 {MESSAGE_BYTES}）",
            f"删去约 {(size - MESSAGE_BYTES) // 3 + 1} 个汉字，或拆成两个条目",
            "answer",
            "too_long",
        )
    if not complete:  # a refused file would make every link into it look broken
        return
    known = [item.id for item in content.entries]
    for target in links(entry.answer):
        if target.startswith("faq:") and target[4:] not in known:
            near = nearest_spelling(target[4:], known)
            remedy = f"是不是想写「faq:{near}」？" if near else "改成存在的条目，或去掉链接"
            yield node.problem(f"条目「{entry.id}」的答案链接到不存在的「{target}」", remedy, "answer", "dangling")


def _check_dates(entry: Entry, node: YamlNode, today: date) -> Iterator[Problem]:
    if entry.reviewed > today:
        yield node.problem(
            f"条目「{entry.id}」的核对日期在将来（现在是 {entry.reviewed}）", "写最近一次核对的日期", "reviewed", "date"
        )
    if entry.valid_until and entry.valid_until < today:
        yield node.problem(
            f"条目「{entry.id}」已过有效期（到 {entry.valid_until} 为止）",
            "核对后改 valid_until，或删掉这个条目",
            "valid_until",
            "expired",
        )
    if entry.valid_from and entry.valid_until and entry.valid_from > entry.valid_until:
        yield node.problem(
            f"条目「{entry.id}」的有效期反了（{entry.valid_from} 到 {entry.valid_until}）", "对调两个日期", "valid_from", "date"
        )


def _check_questions(entry: Entry, node: YamlNode) -> Iterator[Problem]:
    if len(entry.questions) < FEWEST_QUESTIONS:
        yield node.problem(
            f"条目「{entry.id}」只有 {len(entry.questions)} 个相似问（至少 {FEWEST_QUESTIONS} 个）",
            "补上真实用户的不同说法",
            "questions",
            "few_questions",
        )


def _repeated_questions(read: ReadContent) -> Iterator[Problem]:
    seen: dict[str, tuple[str, YamlNode]] = {}
    for entry in read.content.entries:
        node = read.nodes[entry.id]
        questions = node.get("questions")
        children = questions.value if questions and isinstance(questions.value, list) else []
        for child in [*([title] if (title := node.get("title")) else []), *children]:
            key = matching_key(str(child.value))
            if key in seen:
                owner, first = seen[key]
                if owner == entry.id and child.line == first.line:
                    continue
                yield child.problem(
                    f"问句「{child.value}」和条目「{owner}」的重复（在 {first.path}:{first.line}）",
                    "只留在更合适的那个条目里",
                    kind="duplicate_question",
                )
            else:
                seen[key] = (entry.id, child)
