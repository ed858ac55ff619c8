"""Two offices send somebody to each other: «学校让我问学信网», «学信网让我找学校», «来来回回好几趟了»."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dialogue.text.clauses import split_clauses
from dialogue.text.languages import in_mandarin
from faq.text.normalise import matching_key

OURS, SCHOOL = "学信网", "学校"
"""The office that keeps the records, and the one that reports them."""
_OFFICES: tuple[tuple[str, str], ...] = (
    (SCHOOL, "毕业院校|(?:毕业)?学校|母校|教务处?|学籍科|学院|辅导员|导员|班主任|老师|研究生院|院系"),
    (OURS, "学信网(?:的?(?:客服|电话|热线|人工))?|学信|你们(?:网站|平台|客服|这里?|这边)?|网站客服|客服"),
    ("武装部", "武装部|征兵办|人武部"),
    ("报考点", "报考点|招办|招生办|研招办|考试院"),
    ("派出所", "派出所"),
    ("单位", "单位|人社局?|公司|人事"),
)
_ANY = "|".join(called for _, called in _OFFICES)
_CALLED = tuple((name, re.compile(called)) for name, called in _OFFICES)
_SENDS = re.compile(
    f"(?P<by>{_ANY}|他们|那边|人家)(?:那边|那里|的人|的?老师|的?客服|又|就|都|也|却|再|还|反过来|则|倒|给我){{0,4}}"
    "(?:让|叫|要|喊|推给|推到|推|踢给|说(?:要|得|去|来|让|叫|应该|该)?|答复|回复)(?:我们?|你|去|来|再|还|得|要|回|又|应该|该){0,4}"
    f"(?:找|问|联系|咨询|去|打|归)?(?P<to>{_ANY})"
)
_BACK_AND_FORTH = re.compile(
    "来来回回|来回(?:跑|推|踢)|踢(?:来踢去|皮球)|推来推去|互相推|两边(?:都)?(?:推|不管|不认)|跑了?(?:好?[几多两三四五]|无数)[趟次回遍]|[好几两三四五][几]?趟了"
    "|把我当(?:皮)?球"
)
_PASSED = re.compile(
    f"^(?:又|就|都|还|却|结果){{0,2}}(?:让|叫|推)我?(?:去|再|回){{0,2}}(?:找|问|联系|给)?(?P<to>{_ANY})"
)
"""«打了电话，让我找学校»: by whom is told before it, if at all."""
_WHOSE = re.compile(
    "(?:到底|究竟|那|我|该|应该|你们?|得|要|现在|还能|还|这事|所以){0,6}"
    "(?:找谁|问谁|归谁管?|谁管|谁来管|谁负责|听谁的|谁说了算|哪边管|找哪[个边一]个?|怎么办|咋办|咋整)"
    "(?:办|管|啊|呀|呢|吗|嘛|才对){0,2}"
)
_GOES_NOT = re.compile(
    "(?:我|可|也|真|都){0,3}(?:不想|不要|不能|没法|不愿意?|别让我|不会)(?:再|去|又){0,3}(?:找|跑|问|去)"
    f"(?:{_ANY})?(?:了|啊|一趟){{0,2}}"
)
_ENGLISH = re.compile(
    r"\b(?P<by>school|university|college|chsi|they|army|office)\b.{0,20}\b(?:told|tells?|said|says?|asked?|sent|sends?|refer\w*)\b.{0,16}"
    r"\b(?:to\s(?:contact|ask|call|go\sto|talk\sto)|back\sto|to)\s(?P<to>you|chsi|(?:my\s|the\s)?(?:school|university|college)|army|office)\b",
    re.IGNORECASE,
)
_ENGLISH_SCHOOL = re.compile("school|university|college", re.IGNORECASE)
_ENGLISH_WHOSE = re.compile(
    r"\bwho\s(?:can|should|is|will|does|do)\b.{0,24}(?:fix|responsib|ask|charge|contact|change|then)|\bback\sand\sforth\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class SentBetween:
    """The offices in the order in which they were named as those one is sent to, and how often one was sent."""

    sent_to: tuple[str, ...]
    times: int

    @property
    def offices(self) -> frozenset[str]:
        """All of them."""
        return frozenset(self.sent_to)


def sends(text: str) -> list[tuple[str, str]]:
    """Who sends somebody to whom, clause by clause; an office that is not named is empty."""
    if text.isascii():
        return [(_english_office(found["by"]), _english_office(found["to"])) for found in _ENGLISH.finditer(text)]
    pairs = []
    for clause in split_clauses(in_mandarin(text)):
        passed = _PASSED.match(clause)
        if passed is not None:
            pairs.append(("", _office(passed["to"])))
        found = None if passed else _SENDS.search(clause)
        if found is not None and (by := _office(found["by"])) != (to := _office(found["to"])):
            pairs.append((by, to))
    return pairs


def sent_between(earlier: Sequence[str], text: str) -> SentBetween | None:
    """Of who is sent on by a second office, or says after one did that they go back and forth; None for others."""
    before, now = [pair for item in earlier for pair in sends(item)], sends(text)
    plain = in_mandarin(text)
    keys = [] if text.isascii() else [matching_key(clause) for clause in split_clauses(plain)]
    weary = _ENGLISH_WHOSE.search(plain) if text.isascii() else any(map(_is_weary, keys))
    pairs = [*before, *now]
    both = len({to for _, to in pairs}) > 1 or any(by and (to, by) in pairs for by, to in pairs)
    again = bool(before and (now or weary)) or (bool(now) and both)
    return SentBetween(tuple(to for _, to in pairs if to), len(pairs) + bool(weary and before)) if again else None


def refuses_to_go(text: str) -> bool:
    """Whether somebody will not go there again: «我不想再找学校了»."""
    return any(_GOES_NOT.fullmatch(matching_key(clause)) for clause in split_clauses(in_mandarin(text)))


def _is_weary(key: str) -> bool:
    whole = _WHOSE.fullmatch(key) or _GOES_NOT.fullmatch(key)
    return whole is not None or _BACK_AND_FORTH.search(key) is not None


def _office(called: str) -> str:
    return next((name for name, words in _CALLED if words.fullmatch(called)), "")


def _english_office(called: str) -> str:
    """An office by its English name; empty for «they»."""
    if _ENGLISH_SCHOOL.search(called):
        return SCHOOL
    return OURS if called.lower() in ("you", "chsi") else "武装部" if called.lower() == "army" else ""
