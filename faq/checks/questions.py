"""Faults in the questions: too few, too alike, in two entries, or at home in another entry."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from common.errors import Problem
from common.masking import find_private
from common.yaml_nodes import YamlNode
from faq.checks.answers import INVISIBLE, PRIVATE_KINDS
from faq.checks.context import LintContext
from faq.checks.lost import runs_on
from faq.checks.similarity import alike, better_elsewhere, skeleton
from faq.content.draft import Draft
from faq.content.promised import read_promises
from faq.text.normalise import matching_key

FEWEST_QUESTIONS = 25
FEWEST_AT_FIRST = 5
ADDED_FILE = "faq/entries/added.yml"
"""Where entries written at the desk stand: they may begin with what people really said, and are to grow."""
MOST_QUESTIONS = 1000
"""Four times what the fullest entry has; more were made by a program, and no comparison is worth its minutes."""
LONGEST_QUESTION = 200
NEAR_ACROSS = 90.0
"""From here on two questions of different entries are one question in two places (the nearest honest
neighbours differ in one decisive character, 怎么注销/怎么注册学信网账号, and reach 89)."""
NEAR_WITHIN = 97.0
TWINS = 80.0
MOST_TWINS = 0.34
FEWEST_FOR_TWINS = 10
BETTER_LEAD = 0.4
"""Above every deliberate border case of the knowledge base; what a typing slip into the wrong entry gives."""


@dataclass(frozen=True)
class _Question:
    """One wording with its entry."""

    draft: Draft
    number: int
    node: YamlNode

    @property
    def text(self) -> str:
        return str(self.node.value)

    @property
    def place(self) -> str:
        return f"{self.node.path}:{self.node.line}"


def check_questions(draft: Draft, *, from_form: bool = False) -> Iterator[Problem]:
    """What can be said about the questions of one entry alone, in a file or in an editor's form."""
    if not draft.sound("questions"):
        return
    count, fewest = len(draft.entry.questions), FEWEST_AT_FIRST if is_added(draft) else FEWEST_QUESTIONS
    whole = from_form or draft.sound("answer", "source")  # else the file was not saved whole, which is told
    if (
        whole and count < fewest and not any(map(runs_on, draft.items("questions")))
    ):  # else it says that two ran into one
        message = f"只有 {count} 个相似问（至少 {fewest} 个）"
        yield draft.problem(message, "补上真实用户的不同说法", "questions", "few_questions")
    if count > MOST_QUESTIONS:
        message = f"有 {count} 个相似问（最多 {MOST_QUESTIONS} 个），多半是套句式生成的"
        yield draft.problem(message, "只留真实用户的不同说法，几十句就够", "questions", "many_questions")
        return
    for item in draft.wordings():
        text = str(item.value)
        if not matching_key(text):
            yield item.problem(f"问句「{_shown(text)}」里没有字", "写一句完整的话，或删掉这一行", kind="empty")
        if len(text) > LONGEST_QUESTION:
            message = f"问句太长（{len(text)} 字，最多 {LONGEST_QUESTION}），现在是「{_shown(text)}」"
            yield item.problem(message, "只留和问题有关的话", kind="too_long")
        if "\t" in text:
            message = f"问句里有制表符（Tab），像是从表格里贴来的几格（现在是「{_shown(text)}」）"
            yield item.problem(message, "只留问句，别的删掉", kind="tab")
        for match in INVISIBLE.finditer(text):
            message = f"问句里有看不见或损坏的字符（U+{ord(match.group()):04X}）"
            yield item.problem(message, "删掉它，或把这一行重新打一遍", kind="invisible")
        for found in find_private(text):
            if found.kind in PRIVATE_KINDS:
                message = f"问句里像有个人信息（{PRIVATE_KINDS[found.kind]}）"
                yield item.problem(message, "换成说明文字，不要写真实的号码", kind="private")


def is_added(draft: Draft) -> bool:
    """Whether an entry was written at the desk and not filed yet."""
    return draft.entry.path == ADDED_FILE


def compare_questions(context: LintContext) -> Iterator[Problem]:
    """What shows only when all questions are laid side by side."""
    questions = [
        _Question(draft, number, node)
        for number, draft in enumerate(context.drafts)
        if len(draft.entry.questions) <= MOST_QUESTIONS
        for node in draft.wordings()
        if matching_key(str(node.value))
    ]
    repeated: set[int] = set()
    yield from _repeated(questions, repeated)
    kept = [question for place, question in enumerate(questions) if place not in repeated]
    promised = {(matching_key(item.promise.text), item.promise.entry_id) for item in read_promises(context.root)[0]}
    near = list(_near(kept, promised))
    yield from near
    yield from _twins(kept)
    told = {(problem.path, problem.line) for problem in near}
    yield from (problem for problem in _better(kept) if (problem.path, problem.line) not in told)


def _repeated(questions: list[_Question], repeated: set[int]) -> Iterator[Problem]:
    seen: dict[str, _Question] = {}
    for place, question in enumerate(questions):
        first = seen.setdefault(matching_key(question.text), question)
        if first is question:
            continue
        repeated.add(place)
        other, remedy = f"条目「{first.draft.entry.id}」的重复", "只留在更合适的那个条目里"
        if first.draft is question.draft:
            other = "标准问题一样" if first.node is question.draft.node.get("title") else "本条目的另一句重复"
            remedy = "删掉这一行"
        message = f"问句「{_shown(question.text)}」和{other}（在 {first.place}）"
        yield question.node.problem(message, remedy, kind="duplicate_question")


def _near(questions: list[_Question], promised: Collection[tuple[str, str]]) -> Iterator[Problem]:
    """Questions nearly alike; of two entries not where one is `promised`: then its review tells whose it is.

    «毕业证能查到吗» and «预毕业证能查到吗» differ in the one character that matters.
    """
    pairs: dict[tuple[int, int], float] = {}
    seen: dict[str, int] = {}
    for place, question in enumerate(questions):
        first = seen.setdefault(skeleton(question.text), place)
        if first != place:
            pairs[first, place] = 100.0
    for first, second, score in alike([matching_key(question.text) for question in questions], NEAR_ACROSS):
        pairs.setdefault((first, second), score)
    for (first, second), score in sorted(pairs.items()):
        one, two = questions[first], questions[second]
        if one.draft is two.draft:
            if score >= NEAR_WITHIN:
                message = f"问句「{_shown(two.text)}」和本条目的「{_shown(one.text)}」几乎一样（在 {one.place}）"
                yield two.node.problem(message, "换一种真正不同的说法，或删掉", kind="alike")
            continue
        if any((matching_key(each.text), each.draft.entry.id) in promised for each in (one, two)):
            continue
        other = f"条目「{one.draft.entry.id}」的「{_shown(one.text)}」"
        message = f"问句「{_shown(two.text)}」和{other}几乎一样（在 {one.place}）"
        yield two.node.problem(message, "只留在更合适的那个条目里，或写出两者的区别", kind="near_duplicate")


def _twins(questions: list[_Question]) -> Iterator[Problem]:
    """Entries most of whose questions are one template: they teach no more than a single question."""
    by_entry: dict[int, list[_Question]] = {}
    for question in questions:
        by_entry.setdefault(question.number, []).append(question)
    for group in by_entry.values():
        texts = [matching_key(question.text) for question in group]
        twins = {place for first, second, _ in alike(texts, TWINS) for place in (first, second)}
        if len(group) >= FEWEST_FOR_TWINS and len(twins) > MOST_TWINS * len(group):
            draft = group[0].draft
            message = f"的相似问大多是同一个句式（{len(group)} 个里有 {len(twins)} 个彼此相像）"
            remedy = "换成不同的人、语气、长短和说法，绕开关键词再写几句"
            yield draft.problem(message, remedy, "questions", "alike")


def _better(questions: list[_Question]) -> Iterator[Problem]:
    texts = [matching_key(question.text) for question in questions]
    owners = [question.number for question in questions]
    names = {question.number: question.draft.entry.id for question in questions}
    for found in better_elsewhere(texts, owners, BETTER_LEAD):
        question = questions[found.number]
        message = f"问句「{_shown(question.text)}」更像条目「{names[found.other]}」的问题"
        remedy = f"移到「{names[found.other]}」，或写出和它的区别"
        yield question.node.problem(message, remedy, kind="better_elsewhere")


def _shown(text: str) -> str:
    return text if len(text) <= 30 else text[:30] + "…"
