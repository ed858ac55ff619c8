"""Faults in what surrounds question and answer: titles, dates, sources, links to other entries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from common.errors import Problem
from common.yaml_nodes import YamlNode
from faq.checks.answers import OFFICIAL_HOSTS, is_official
from faq.checks.context import LintContext
from faq.checks.questions import FEWEST_QUESTIONS, is_added
from faq.content.dangling import GUIDE
from faq.content.draft import Draft

LONGEST_TITLE = 40
STALE_DAYS = 400
_YEAR = re.compile(r"(?<!\d)(\d{4})(?:[-./ 年]+(\d{1,2})(?!\d))?(?:[-./ 月]+(\d{1,2})(?!\d))?")
_FIRST_YEAR = 1990


def check_entry(draft: Draft, context: LintContext) -> Iterator[Problem]:
    """Everything about one entry apart from its questions and its answer."""
    if draft.sound("title"):
        yield from _check_title(draft)
    yield from _check_days(draft, context.today)
    for item in draft.items("source"):
        yield from _check_source(draft, item, context.today)
    guide = draft.entry.guide
    if guide and not (context.root / "faq/guides" / f"{guide}.yml").exists():
        remedy = f"改正名字，或删掉 guide 这一行；文件误删的，恢复 faq/guides/{guide}.yml"
        problem = draft.problem(f"的引导「{guide}」不存在", remedy, "guide", "dangling")
        yield replace(problem, target=f"{GUIDE}{guide}")
    if draft.entry.harm and (guide or draft.entry.scope):
        key = "guide" if guide else "scope"
        message = f"写了「harm: true」，又写了「{key}」：要马上做的事，对谁都得一次说完"
        yield draft.problem(message, f"删掉 harm 或 {key}", "harm", "harm_led_away")
    for item in draft.items("related"):
        if item.value == draft.entry.id:
            message = f"{draft.name}的「related」写了它自己"
            yield item.problem(message, "删掉它", kind="self_link")


def advise_entry(draft: Draft, context: LintContext) -> Iterator[Problem]:
    """What is worth an editor's time and breaks nothing."""
    age = (context.today - draft.entry.reviewed).days
    if draft.sound("reviewed") and age > STALE_DAYS:
        message = f"已经 {age} 天没有核对（现在是 {draft.entry.reviewed}，超过 {STALE_DAYS} 天）"
        yield draft.problem(message, "对照官网核对一遍，再改成当天的日期", "reviewed", "stale")
    yield from advise_expired(draft, context)
    if (day := draft.entry.review_by) is not None and day < context.today:
        message = f"该再核对了（定的是 {day} 前），现在的回答多一行「这是 {draft.entry.reviewed.year} 年的」"
        yield draft.problem(message, "对照官网核对一遍，改 reviewed，再定下一次的 review_by", "review_by", "due")
    count = len(draft.entry.questions)
    if is_added(draft) and count < FEWEST_QUESTIONS:
        message = f"在工作台写的新条目，只有 {count} 个相似问"
        yield draft.problem(message, f"补到 {FEWEST_QUESTIONS} 个，再移到合适的文件里", "questions", "few_questions")


def advise_expired(draft: Draft, context: LintContext) -> Iterator[Problem]:
    """An entry that is answered no more: only time brings that about, and nothing else stops for it."""
    if (day := draft.entry.valid_until) is not None and day < context.today:
        message = f"已过有效期（到 {day} 为止），不再回答"
        yield draft.problem(message, "核对后改 valid_until，或删掉这个条目", "valid_until", "expired")


def advise_contact(name: str, node: YamlNode, context: LintContext) -> Iterator[Problem]:
    """The same for a contact."""
    reviewed = _contact_day(node)
    if reviewed is not None and (context.today - reviewed).days > STALE_DAYS:
        age = (context.today - reviewed).days
        message = f"联系方式「{name}」已经 {age} 天没有核对（现在是 {reviewed}，超过 {STALE_DAYS} 天）"
        yield node.problem(message, "核对号码是否还能用，再改成当天的日期", "reviewed", "stale")


def check_contact_day(name: str, node: YamlNode, context: LintContext) -> Iterator[Problem]:
    """A contact reviewed in the future."""
    reviewed = _contact_day(node)
    if reviewed is not None and reviewed > context.today:
        message = f"联系方式「{name}」的核对日期在将来（现在是 {reviewed}）"
        yield node.problem(message, "写最近一次核对的日期", "reviewed", "date")


def _contact_day(node: YamlNode) -> date | None:
    child = node.get("reviewed")
    try:
        return date.fromisoformat(str(child.value)) if child else None
    except ValueError:
        return None  # said when the file was read


def _check_title(draft: Draft) -> Iterator[Problem]:
    title, node = draft.entry.title, draft.node.get("title")
    if node is not None and node.dropped:  # what is wrong is then the mark that cut it
        return
    if not title.endswith("？"):
        remedy = f"写成「{title.rstrip('。.?？!！ ')}？」"
        yield draft.problem(f"的标准问题没有以「？」结尾（现在是「{title}」）", remedy, "title", "title")
    if len(title) > LONGEST_TITLE:
        message = f"的标准问题太长（{len(title)} 字，最多 {LONGEST_TITLE}）"
        yield draft.problem(message, "缩短；细节写进答案和相似问", "title", "title")


def _check_days(draft: Draft, today: date) -> Iterator[Problem]:
    entry = draft.entry
    if draft.sound("reviewed") and entry.reviewed > today:
        message = f"的核对日期在将来（现在是 {entry.reviewed}）"
        yield draft.problem(message, "写最近一次核对的日期", "reviewed", "date")
    if entry.review_by and entry.valid_until and entry.review_by > entry.valid_until:
        message = f"定在停用以后才核对（{entry.review_by}，{entry.valid_until} 就停用了）"
        yield draft.problem(message, "把 review_by 提前，或删掉 valid_until", "review_by", "date")
    if entry.valid_from and entry.valid_until and entry.valid_from > entry.valid_until:
        message = f"的有效期反了（{entry.valid_from} 到 {entry.valid_until}）"
        yield draft.problem(message, "对调两个日期", "valid_from", "date")


def _check_source(draft: Draft, item: YamlNode, today: date) -> Iterator[Problem]:
    url, day = item.get("url"), item.get("date")
    if url and not is_official(str(url.value)):
        message = f"{draft.name}的出处不是官方网址（现在是「{url.value}」）"
        yield item.problem(message, f"只写 {'、'.join(OFFICIAL_HOSTS)} 的网址，或删掉 url", "url", "unofficial_link")
    for match in _YEAR.finditer(str(day.value)) if day else ():
        year, month, number = (int(part) if part else None for part in match.groups())
        try:
            said = date(year or 0, month or 1, number or 1)
        except ValueError:
            message = f"{draft.name}的出处日期不存在（现在是「{match.group()}」）"
            yield item.problem(message, "写成 2025、2025-09 或 2025-09-01", "date", "date")
            continue
        if said > today or said.year < _FIRST_YEAR:
            message = f"{draft.name}的出处日期不可信（现在是「{match.group()}」）"
            yield item.problem(message, "写出处真正的日期，不知道就写 未注日期", "date", "date")
