"""A matter is heard through what is told beside it, when its guide asks for just that."""

from __future__ import annotations

from pathlib import Path

import pytest

from actions.answering.told_beside import matter_beside_facts
from faq.content.elsewhere import load_places
from faq.ranking.decision import Decision
from tests.fakes.library import FakeLibrary, decided
from tests.real_content import real_content, real_guidance

ROOT = Path(__file__).resolve().parents[2]
FORGOT = "密码忘了"


def matter(text: str, *alone: Decision) -> str | None:
    """The entry that is answered in the place of a list."""
    unsure = decided(text, "clarify", ("sms_not_received", 0.6), ("reset_only_phone", 0.3))
    known = {part: decided(part, "none") for part in ("邮箱没绑", "想打印学籍报告", "我是2015年毕业的")}
    known |= {one.text: one for one in alone}
    library = FakeLibrary(real_content(), {text: unsure, **known}, guidance=real_guidance())
    found = matter_beside_facts(library, unsure, text, "")
    return found.candidates[0].entry_id if found is not None else None


@pytest.mark.parametrize("beside", ["，手机能收短信", "但手机号还在用", "，邮箱没绑，手机收得到短信"])
def test_what_the_guide_asks_does_not_hide_the_matter(beside: str) -> None:
    forgot = decided(FORGOT, "answer", ("reset_password", 0.95))
    assert matter(FORGOT + beside, forgot) == "reset_password"


def test_what_works_is_no_matter() -> None:
    works = decided("手机能收短信", "answer", ("sms_not_received", 0.9))
    forgot = decided(FORGOT, "answer", ("reset_password", 0.95))
    assert matter("密码忘了，手机能收短信", works, forgot) == "reset_password"


def test_two_matters_are_listed() -> None:
    forgot = decided(FORGOT, "answer", ("reset_password", 0.95))
    gone = decided("手机号停用了", "answer", ("change_phone_old_unusable", 0.9))
    assert matter("密码忘了，手机号停用了", forgot, gone) is None


@pytest.mark.parametrize("text", ["密码忘了，想打印学籍报告", "密码忘了，我是2015年毕业的", FORGOT])
def test_what_is_no_answer_to_its_guide_stays_in_the_list(text: str) -> None:
    assert matter(text, decided(FORGOT, "answer", ("reset_password", 0.95))) is None


def test_trouble_with_a_place_of_others_leaves_the_matter_open() -> None:
    forgot = decided("忘记密码", "answer", ("reset_password", 0.95))
    places = load_places(ROOT)
    text = "QQ邮箱登不上，忘记密码"
    unsure = decided(text, "clarify", ("reset_password", 0.6))
    known = {one.text: one for one in (unsure, forgot, decided("QQ邮箱登不上", "none"))}
    library = FakeLibrary(real_content(), known, places=places, guidance=real_guidance())
    assert matter_beside_facts(library, unsure, text, "") is None
