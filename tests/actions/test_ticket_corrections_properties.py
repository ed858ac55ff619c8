"""Corrections of any draft: nothing is written that nobody said, and what was taken out is nowhere any more."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from actions.ticket.draft import read
from actions.ticket.parts import Said, TicketDraft
from actions.ticket.writeup import written_up
from faq.text.normalise import matching_key
from tests.actions.ticket_drafts import FORGOTTEN, described
from tickets.written import MATTER, TRIED, UNTIL

CLAUSES = (
    "护照是去年冬天换的",
    "一共试了六回都不行",
    "辅导员让我直接问你们",
    "页面写着资料不符",
    "电脑是公司的",
    "姓氏少了一点水",
    "我交的是三寸照",
    "周五下班前要用",
    "客服那边占线两个钟头",
    "老家的座机早拆了",
)
WRONG = (
    ("去年冬天", "今年夏天"),
    ("六回", "八回"),
    ("公司的", "网吧的"),
    ("三寸照", "二寸照"),
    ("资料不符", "系统繁忙"),
)
ABSENT = ("大舅", "蓝牙耳机", "操场那边", "考驾照的", "换电池")
PUT_RIGHT = ("不是{}，是{}", "把{}改成{}", "{}写错了，应该是{}", "是{}，不是{}", "我记错了，不是{}是{}，麻烦改一下")
TAKEN_OUT = ("把{}那句删了", "“{}”这句不要", "麻烦把“{}”删掉", "{}那句去掉吧")
_SEAMS = 4
"""How many pairs of characters may meet at the edges of what is put in, in each line that changes."""

drafts = st.lists(st.sampled_from(CLAUSES), min_size=2, max_size=6, unique=True).flatmap(
    lambda told: st.tuples(
        st.just(told),
        st.lists(st.sampled_from((MATTER, TRIED, UNTIL)), max_size=2, unique=True),
        st.integers(1, len(told)),
    )
)


def draft_of(told: list[str], labels: list[str], cut: int) -> TicketDraft:
    text = "\n".join(filter(None, ("，".join(told[:cut]), "，".join(told[cut:]))))
    frame = "\n".join(f"{label}{told[0]}" for label in labels)
    return TicketDraft(FORGOTTEN, (), "none", described(text), frame)


def agent_reads(draft: TicketDraft) -> str:
    return "\n".join(section.text for section in written_up(draft, ""))


def pairs(text: str) -> set[str]:
    """The pairs of characters in its clauses, whatever stands between these."""
    clauses = map(matching_key, re.split(r"[，；\n]", text))
    return {clause[at : at + 2] for clause in clauses for at in range(len(clause) - 1)}


@settings(max_examples=150, deadline=None)
@given(drafts, st.sampled_from(WRONG), st.sampled_from(PUT_RIGHT))
def test_a_correction_writes_only_what_was_said(
    made: tuple[list[str], list[str], int], wrong: tuple[str, str], form: str
) -> None:
    before = draft_of(*made)
    old, new = wrong
    message = form.format(new, old) if form.startswith("是") else form.format(old, new)
    after = read(before, "ticket_confirm", Said(message)).draft
    there = any(old in clause for clause in made[0])
    text = agent_reads(after)
    assert new in text
    if there:
        assert old not in text
    assert len(pairs(text) - pairs(agent_reads(before)) - pairs(message)) <= _SEAMS
    kept = [clause for clause in made[0] if old not in clause]
    assert all(clause in text for clause in kept)


@settings(max_examples=150, deadline=None)
@given(drafts, st.data(), st.sampled_from(TAKEN_OUT))
def test_what_was_taken_out_is_nowhere(made: tuple[list[str], list[str], int], data: st.DataObject, form: str) -> None:
    before = draft_of(*made)
    gone = data.draw(st.sampled_from(made[0]))
    reading = read(before, "ticket_confirm", Said(form.format(gone)))
    text = agent_reads(reading.draft)
    assert gone not in text and gone in reading.note
    assert all(clause in text for clause in made[0] if clause != gone)
    assert pairs(text) <= pairs(agent_reads(before))


@settings(max_examples=100, deadline=None)
@given(drafts, st.sampled_from(ABSENT), st.sampled_from((*PUT_RIGHT[:3], *TAKEN_OUT)))
def test_what_is_nowhere_changes_nothing(made: tuple[list[str], list[str], int], absent: str, form: str) -> None:
    before = draft_of(*made)
    message = form.format(absent, "红色的") if form.count("{}") > 1 else form.format(absent)
    reading = read(before, "ticket_confirm", Said(message))
    text = agent_reads(reading.draft)
    assert all(clause in text for clause in made[0])
    assert reading.note
    if form in TAKEN_OUT:
        assert reading.draft == before and reading.then == "whole"
    else:
        assert "红色的" in text and matching_key(text) != matching_key(agent_reads(before))
