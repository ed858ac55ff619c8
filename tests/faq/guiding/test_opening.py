"""A guide opens with the conclusion of what was asked, unless its first step says that itself."""

from __future__ import annotations

import pytest

from actions.guiding.leading import conclusion
from faq.content.entry import Entry
from faq.guiding.opening import behind_first, opened_with
from faq.guiding.state import GuideState
from faq.text.phone import SCREEN_LINES, line_count
from tests.real_content import real_content, real_guidance

GUIDED = [entry for entry in real_content().entries if entry.guide]


def test_what_the_step_says_is_not_said_before_it() -> None:
    assert opened_with("能改，登录后进账号管理。", "想改账号里的哪一项？") == "能改，登录后进账号管理。"
    assert opened_with("能改，登录后进账号管理。", "能改的：登录后，右上角进账号管理，点修改。") == ""
    assert opened_with("You can change it.", "Which item do you want to change?") == "You can change it."
    assert opened_with("", "想改哪一项？") == ""


def test_a_step_begins_with_its_own_answer() -> None:
    said, asked, line = "能改：先登录。", "登上了吗？", "要赶明天：先说一声。"
    assert behind_first(f"{said}\n{asked}", line) == f"{said}\n{line}\n{asked}"
    assert behind_first(asked, line) == f"{line}\n{asked}"
    assert behind_first(f"{said}\n{asked}", "") == f"{said}\n{asked}"


@pytest.mark.parametrize("entry", GUIDED, ids=lambda entry: entry.id)
def test_every_opening_has_room(entry: Entry) -> None:
    guidance = real_guidance()
    guide = guidance.guides.guides[entry.guide or ""]
    _, reply = guidance.engine.begin(GuideState(facts=dict(guide.knows.get(entry.id, {}))), guide.id)
    lead = opened_with(conclusion(entry), reply.text)
    assert line_count(f"{lead}\n{reply.text}") <= SCREEN_LINES
