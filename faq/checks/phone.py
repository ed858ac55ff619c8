"""Faults of how an answer reads on a phone: its length, its first sentence, its sections and its buttons."""

from __future__ import annotations

import re
from collections.abc import Iterator

from common.errors import Problem, nearest_spelling
from faq.checks.answers import OFFICIAL_HOSTS, is_official
from faq.checks.context import LintContext
from faq.content.draft import DONE, FOLLOW_UP, FOLLOW_UP_ENGLISH, Draft
from faq.saying.answer import answer_options
from faq.text.markup import entry_links, parse, to_plain
from faq.text.normalise import matching_key
from faq.text.phone import FIRST_SENTENCE_CHARS, LINE_CHARS, SCREEN_LINES, first_sentence, line_count, reply_lines

MOST_STEPS = 5
MOST_ACTIONS = 3
TITLE_CHARS = LINE_CHARS - 2
"""So that a numbered button stays on one line."""
SOURCE_LINES = 1
"""The line that leads to the sources."""
_YES_NO = re.compile(r"^(?!.*(?:什么|怎么|哪|几|多少|谁|如何).*，).*吗？$")
_VERDICT = re.compile(
    r"^(?:不|没|无|未|别|能|会|可|要|得|必|需|是|有|算|该|应|行|对|都|只|先|一般|多数|大多|通常|暂时|基本|正常|影响|收费|免费|骗|假|真"
    r"|[查看改办用登收找传换](?:得|不)[到了见上出])"
)
_BARE_VERDICT = re.compile(r"^(不能|不会|不要|不可以|不是|能|会|要|可以|是|有)[，。：]")
_ASKS_WHETHER = re.compile(r"^[^，]*吗[，？]")
"""The first question of a title is one of yes or no, so a bare verdict answers it."""
OPENINGS = ("您好", "你好", "关于", "首先", "这个问题", "感谢", "尊敬", "根据", "注意", "提醒", "为了", "如果您想")
_UNKNOWN = re.compile(r"^(?:目前|暂时|暂)?(?:没有?查到|没有?核实|未查到|查不到官方)")
_WINDOW = re.compile(
    r"20\d\d ?年度|20\d\d[ 年\-/.]+\d{1,2}[ 月\-/.]+(?:\d{1,2} ?日?)? ?(?:\d{1,2}[:：]\d\d)?(?:至|到|—|~|－|-)"
)
_REPEATED_CHARS = 16
_STEP = re.compile(r"^\d{1,2}\. .*$", re.MULTILINE)
_TARGET = re.compile(r"(?<=\])\([^()\n]*\)")
_SENTENCES = re.compile(r"[。！？\n]")


def check_phone(draft: Draft, context: LintContext) -> Iterator[Problem]:
    """Everything about how one entry reads in a chat."""
    if not draft.sound("answer", "more", "actions") or not draft.entry.answer:
        return
    yield from _check_lines(draft, context)
    yield from _check_first_sentence(draft)
    yield from _check_sections(draft)
    yield from _check_actions(draft, context)
    yield from _check_windows(draft)


def check_boilerplate(context: LintContext) -> Iterator[Problem]:
    """Sentences that stand word for word in two entries: said once, they are read."""
    first: dict[str, str] = {}
    for draft in context.drafts:
        for passage in draft.passages():
            if passage.what in (DONE, FOLLOW_UP, FOLLOW_UP_ENGLISH):  # the same worry is met with the same words
                continue
            # Steps repeat by their nature: many ways begin at the same page.
            sentences = _SENTENCES.split(_STEP.sub("\n", passage.text))
            for sentence in sentences:
                words = matching_key(_TARGET.sub("", sentence))
                if len(words) < _REPEATED_CHARS:
                    continue
                owner = first.setdefault(words, draft.entry.id)
                if owner != draft.entry.id:
                    said = _shown(sentence.strip(" 0123456789.-"))
                    message = f"的{passage.what}和条目「{owner}」有一句一样的话（现在是「{said}」）"
                    remedy = "只在一处说，另一处用按钮指过去"
                    yield passage.problem(passage.text.find(sentence), message, remedy, "boilerplate")


def check_prompts(context: LintContext) -> Iterator[Problem]:
    """Page texts that lead to two entries."""
    first: dict[str, str] = {}
    for draft in context.drafts:
        for item in draft.items("prompts"):
            owner = first.setdefault(matching_key(str(item.value)), draft.entry.id)
            if owner != draft.entry.id:
                message = f"{draft.name}的页面提示「{item.value}」在条目「{owner}」里也有"
                yield item.problem(message, "只留在一处", kind="duplicate_prompt")


def _check_lines(draft: Draft, context: LintContext) -> Iterator[Problem]:
    text = to_plain(draft.entry.answer)
    titles = [option.title for option in answer_options(draft.entry, context.content)]
    dated = 0 if draft.entry.review_by is None else 1  # one day it says of which year it is
    lines = reply_lines(text, titles) + SOURCE_LINES + dated
    if lines > SCREEN_LINES:
        message = f"在手机上占 {lines} 行（最多 {SCREEN_LINES} 行，每行 {LINE_CHARS} 个字；按钮和来源各占一行）"
        remedy = "把次要的话移到 more；旧写法可以先看 ./run faq fmt --phone 的建议"
        yield draft.problem(message, remedy, "answer", "phone_length")
    english = line_count(to_plain(draft.entry.answer_en)) + SOURCE_LINES + bool(draft.entry.more) + dated
    if draft.entry.answer_en and english > SCREEN_LINES:
        message = f"的英文答案在手机上占 {english} 行（最多 {SCREEN_LINES} 行；按钮和来源各占一行）"
        yield draft.problem(message, "缩短", "answer_en", "phone_length")
    steps = sum(line.kind == "step" for line in parse(draft.entry.answer))
    if steps > MOST_STEPS:
        message = f"有 {steps} 步（最多 {MOST_STEPS} 步）"
        yield draft.problem(message, "合并几步，或把细节移到 more", "answer", "phone_steps")


def _check_first_sentence(draft: Draft) -> Iterator[Problem]:
    sentence = first_sentence(to_plain(draft.entry.answer))
    if len(sentence) > FIRST_SENTENCE_CHARS:
        message = f"的第一句太长（{len(sentence)} 字，最多 {FIRST_SENTENCE_CHARS}）"
        yield draft.problem(message, "第一句只写结论，其余另起一句", "answer", "first_sentence")
    opening = next((word for word in OPENINGS if sentence.startswith(word)), None)
    if opening:
        message = f"的第一句不是结论（现在以「{opening}」开头）"
        yield draft.problem(message, "第一句直接回答问题", "answer", "first_sentence")
    if _UNKNOWN.match(sentence):
        message = f"的第一句先说不知道的（现在是「{_shown(sentence)}」）"
        yield draft.problem(message, "先说能做的、知道的，再用半句说没有查到什么、问谁", "answer", "first_sentence")
    if draft.sound("title") and _YES_NO.search(draft.entry.title) and not _VERDICT.search(sentence):
        message = f"问的是能不能、会不会，第一句却没有直接回答（现在是「{_shown(sentence)}」）"
        yield draft.problem(message, "以「能」「不能」「会」「不会」「不用」之类开头", "answer", "first_sentence")
    bare = _BARE_VERDICT.match(sentence)
    if (
        bare
        and draft.sound("title")
        and not _YES_NO.search(draft.entry.title)
        and not _ASKS_WHETHER.match(draft.entry.title)
    ):
        message = f"问的不是能不能、会不会，第一句却只说「{bare[1]}」（现在是「{_shown(sentence)}」）"
        yield draft.problem(message, "说全，例如「能换，…」；或直接写结论", "answer", "first_sentence")


def _check_sections(draft: Draft) -> Iterator[Problem]:
    seen: set[str] = set()
    for item in draft.items("more"):
        title = item.get("title")
        name = str(title.value) if title else ""
        if name in seen:
            yield item.problem(f"{draft.name}的详细说明有两节「{name}」", "合并成一节，或换个小标题", kind="section")
        seen.add(name)
    for label, target in entry_links(draft.entry.answer):
        message = f"的答案里有指向条目的链接（现在是「{label}」），在聊天里点不了"
        yield draft.problem(message, f"改成按钮：actions 里写 title 和 to: faq:{target}", "answer", "link_in_answer")


def _check_actions(draft: Draft, context: LintContext) -> Iterator[Problem]:
    actions = draft.items("actions")
    if len(actions) > MOST_ACTIONS:
        message = f"有 {len(actions)} 个按钮（最多 {MOST_ACTIONS} 个）"
        yield draft.problem(message, "只留最常接着要做的", "actions", "actions")
    for item, action in zip(actions, draft.entry.actions, strict=False):
        if len(action.title) > TITLE_CHARS:
            message = f"{draft.name}的按钮「{action.title}」太长（{len(action.title)} 字，最多 {TITLE_CHARS}）"
            yield item.problem(message, "缩短", "title", "actions")
        if action.entry_id and (action.entry_id == draft.entry.id or action.entry_id not in context.ids):
            yield _dangling(draft, item.path, item.key_lines["to"], action.title, action.entry_id, context)
        if action.to.startswith("https://") and not is_official(action.to):
            message = f"{draft.name}的按钮指向非官方网址（现在是「{action.to}」）"
            yield item.problem(message, f"只能指向 {'、'.join(OFFICIAL_HOSTS)}", "to", "unofficial_link")


def _check_windows(draft: Draft) -> Iterator[Problem]:
    """A time of one year must end some day, or be said to be of that year: nobody may hear last year's for this one."""
    if draft.entry.valid_until is not None or draft.entry.review_by is not None:
        return
    for passage in draft.passages():
        window = _WINDOW.search(passage.text)
        if window:
            message = f"的{passage.what}写了某一年的时间（现在是「{window.group()}」），却没有 valid_until 或 review_by"
            yield passage.problem(
                window.start(),
                message,
                "补上 valid_until（到哪天为止可以这样说）或 review_by（哪天起说明是哪一年的）",
                "yearly",
            )


def _dangling(draft: Draft, path: str, line: int, label: str, target: str, context: LintContext) -> Problem:
    if target == draft.entry.id:
        return Problem(path, line, f"{draft.name}的「{label}」指向它自己", "删掉，或改成别的条目", "self_link")
    near = nearest_spelling(target, sorted(context.ids))
    remedy = f"是不是想写「faq:{near}」？" if near else "改成存在的条目，或删掉"
    return Problem(path, line, f"{draft.name}的「{label}」指向不存在的「{target}」", remedy, "dangling", target)


def _shown(text: str) -> str:
    return text if len(text) <= 30 else text[:30] + "…"
