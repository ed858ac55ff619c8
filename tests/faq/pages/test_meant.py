"""A complaint in words nobody wrote down is the prompt that means it, where the engine does not speak against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from faq.meaning.meaning import Reals
from faq.pages.answering import answer_page
from faq.pages.explain import answer_reason, page_sentence
from faq.pages.meant import with_meant
from faq.pages.nearer import is_of_other_site
from faq.pages.page import PageReading, Verdict, read_page
from faq.pages.standing import asked_for_time, is_done
from faq.pages.whose import tells_site
from faq.ranking.decision import Candidate
from tests.fakes.library import FakeLibrary, decided
from tests.faq.pages.asking import CONTENT, GUIDANCE, PROMPTS, reading
from tests.faq.pages.seen import Seen, page

SAID = "虚构号码早有旁人占用，请更换"
PROMPT = "手机号码已被注册"


@dataclass
class LibraryWithMeaning(FakeLibrary):
    """Some texts mean nearly the same as others (`alike`: prompt → cosine with all else that is asked)."""

    alike: dict[str, float] = field(default_factory=dict)
    chances: dict[str, float] = field(default_factory=dict)

    def meanings(self, texts: Sequence[str], *, alone: bool = False) -> Reals:  # type: ignore[override]
        """The first text points one way, prompts as far from it as they are alike, all else elsewhere."""
        cosines = [1.0, *(self.alike.get(text, 0.0) for text in texts[1:])]
        return np.array([[cosine, (1 - cosine**2) ** 0.5] for cosine in cosines], np.float32)

    def rank(self, text: str) -> tuple[Candidate, ...]:
        """The chances of the entries, whatever is asked."""
        return tuple(Candidate(name, chance) for name, chance in self.chances.items())


def library(alike: dict[str, float], **chances: float) -> LibraryWithMeaning:
    return LibraryWithMeaning(CONTENT, guidance=GUIDANCE, alike=alike, chances=chances)


def meant(shown: PageReading, alike: dict[str, float], **chances: float) -> PageReading:
    return with_meant(library(alike, **chances), shown)  # type: ignore[arg-type]


SHOWN = reading("注册学信网账号", f"!{SAID}")


def test_what_means_a_prompt_is_that_prompt_in_its_own_words() -> None:
    found = meant(SHOWN, {PROMPT: 0.8}, phone_registered=0.3)
    assert found.verdict is Verdict.MATCH
    assert [(match.entry_id, match.prompt, match.quote) for match in found.matches] == [
        ("phone_registered", PROMPT, SHOWN.quote)
    ]
    answer = answer_page(library({PROMPT: 0.8}, phone_registered=0.3), SHOWN)  # type: ignore[arg-type]
    assert answer.answered == "phone_registered"
    assert answer_reason(SHOWN, answer) == "meant"
    assert SHOWN.quote in page_sentence(SHOWN, answer, "")


@pytest.mark.parametrize(
    ("alike", "chances"),
    [
        ({PROMPT: 0.5}, {"phone_registered": 0.9}),  # not near enough
        ({PROMPT: 0.7, "证件号码已被注册": 0.68}, {}),  # another is as near
        ({PROMPT: 0.6}, {"reset_password": 0.9}),  # the engine says otherwise
    ],
)
def test_what_may_mean_something_else_is_left_to_the_engine(alike: dict[str, float], chances: dict[str, float]) -> None:
    assert meant(SHOWN, alike, **chances) == SHOWN


@pytest.mark.parametrize(
    ("said", "prompt"),
    [
        ("虚构邮箱早有旁人占用，请更换", PROMPT),  # of something else
        ("没有找到旁人占用的手机号", PROMPT),  # the opposite
        ("手机号更换成功", PROMPT),
        ("手机号申请正在审核，请等待", PROMPT),
    ],
)
def test_another_thing_the_opposite_and_what_is_done_are_not_the_prompt(said: str, prompt: str) -> None:
    shown = reading("修改信息", f"!{said}")
    assert meant(shown, {prompt: 0.95}, phone_registered=0.5) == shown


def test_what_cannot_be_done_for_it_is_no_denial() -> None:
    shown = reading("绑定微信", "!该微信已关联旁的账号，不能重复关联")
    assert meant(shown, {"该微信已绑定其他账号": 0.75}, bind_limit=0.9).matches[0].entry_id == "bind_limit"


def test_without_a_sentence_model_nothing_changes() -> None:
    assert with_meant(FakeLibrary(CONTENT), SHOWN) == SHOWN  # type: ignore[arg-type]


UNNAMED = page(Seen("安全提醒", top=0, height=50), "这里是虚构的一行说明文字", "!手机号早有旁人占用，无法继续")


def test_a_page_with_nobodys_name_is_ours_if_it_means_what_ours_say() -> None:
    nobodys = read_page(UNNAMED, {})
    assert (nobodys.verdict, nobodys.facts.anonymous) == (Verdict.NOTHING, True)
    assert meant(nobodys, {PROMPT: 0.8}, phone_registered=0.4).matches[0].entry_id == "phone_registered"
    asked = decided(nobodys.quote, "clarify", ("phone_registered", 0.3))
    unsure = LibraryWithMeaning(CONTENT, {asked.text: asked}, guidance=GUIDANCE)
    assert with_meant(unsure, nobodys) == nobodys  # type: ignore[arg-type]


def test_a_page_with_somebodys_name_is_never_ours() -> None:
    somebodys = read_page([replace(UNNAMED[0], text="星图直播"), *UNNAMED[1:]], {})
    assert (somebodys.verdict, somebodys.facts.anonymous) == (Verdict.NOTHING, False)
    assert meant(somebodys, {PROMPT: 0.95}, phone_registered=0.9) == somebodys


def test_an_entry_of_another_site_is_not_the_one_of_this() -> None:
    yz = CONTENT.entry("yz_check_failed")
    assert is_of_other_site(yz, "cet")
    assert not is_of_other_site(yz, "yz")
    assert not is_of_other_site(yz, "chsi")
    assert not is_of_other_site(CONTENT.entry("reset_password"), "cet")


def test_what_is_missing_for_enlisting_is_asked_of_the_entry_about_that() -> None:
    shown = read_page(page("全国征兵网", "应征报名", "!未获取到学籍信息"), PROMPTS)
    asked = decided("征兵网未获取到学籍信息", "answer", ("enlist_record_wrong", 0.9))
    fake = FakeLibrary(CONTENT, {asked.text: asked}, guidance=GUIDANCE)
    assert answer_page(fake, shown).answered == "enlist_record_wrong"  # type: ignore[arg-type]


def test_only_the_ways_that_are_left_out_are_missing() -> None:
    shown = reading("找回密码", "请选择验证身份的方式", "短信验证", "未绑定邮箱、未设置密保问题，其他方式不可用")
    assert shown.facts.recovery_ways == ("phone",)


def test_an_alarm_is_nothing_that_was_done() -> None:
    said = "您的账号在一台新设备上登录成功，如非本人操作，请修改密码"
    assert not is_done(said)
    assert is_done("登录成功，请继续")


def test_a_thing_without_a_name_that_is_not_open_is_the_one_of_the_page() -> None:
    assert asked_for_time("功能未开放", "准考证下载") == "准考证下载什么时候开始"


def test_a_site_needs_no_name_beside_what_is_done_there_only() -> None:
    assert tells_site("网上签约", "就业平台")
    assert not tells_site("登录", "就业平台")
