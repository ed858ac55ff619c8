"""A state that a page shows beats what the page is about: there already, nothing found, not for everybody."""

from __future__ import annotations

import pytest

from faq.content.entry import FollowUp
from faq.follow_ups.asked_next import AskedNext
from faq.pages.answering import PageAnswer, answer_page
from faq.pages.outcome import FIRST_THAT, GO_ON, first_line
from faq.pages.page import PageReading
from faq.pages.replying import page_reply
from faq.pages.standing import found_nothing, is_settled, only_for, what_now
from faq.pages.words import goes_on
from tests.fakes.library import FakeLibrary, decided
from tests.faq.pages.asking import CONTENT, GUIDANCE, reading

COLLECTED = reading("图像采集码", "您的照片已采集，无需再次采集")
NOT_FOUND = reading("成绩验证", "未查到虚构成绩单编号，请核对编号")
ONLY = reading("学历学位认证", "只有实名认证的用户才能申请认证")


@pytest.mark.parametrize(
    ("said", "settled"),
    [
        ("您的照片已采集，无需再次采集", True),
        ("该邮箱已验证，不需要再次验证", True),
        ("您已完成虚构确认，请勿重复提交", True),
        ("您已申请过该报告，无须重复申请", True),
        ("注册成功", True),
        ("照片已提交，正在审核，请勿重复提交", False),
        ("证件号码已被注册，无需重复注册", False),
        ("手机号已注册，不能重复注册", False),
        ("无需登录即可查询", False),
        ("链接已失效，请勿重复点击", False),
        ("材料已退回，无需重新缴费", False),
    ],
)
def test_what_is_there_already(said: str, settled: bool) -> None:
    assert is_settled(said) is settled


@pytest.mark.parametrize(
    ("said", "nothing"),
    [
        ("未查到您输入的证书信息", True),
        ("查无此证书信息", True),
        ("没有查询到结果", True),
        ("无符合条件的数据", True),
        ("查到 2 条学历信息", False),
        ("尚未开放查询", False),
    ],
)
def test_what_was_not_found(said: str, nothing: bool) -> None:
    assert found_nothing(said) is nothing


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("只有绑定中国大陆手机号的用户才可以进行图像校对", "绑定中国大陆手机号"),
        ("仅限绑定大陆手机号的用户申请验证报告", "绑定大陆手机号"),
        ("只有完成实人验证的用户才能申请", "实人验证"),
        ("只有一次机会", ""),
        ("仅限 JPG 格式", ""),
    ],
)
def test_who_alone_may_go_on(said: str, first: str) -> None:
    assert only_for(said) == first
    assert what_now(said) == (f"，要先{first}" if first else "")


def shown(page: PageReading, typed: str, library: FakeLibrary) -> tuple[PageAnswer, str, list[str]]:
    found = answer_page(library, page, typed)  # type: ignore[arg-type]
    reply = page_reply(found, CONTENT)
    return found, reply.text, [option.id for option in reply.options]


def library(page: PageReading, entry_id: str, **next_ones: AskedNext) -> FakeLibrary:
    texts = (f"{page.name}，{page.quote}", f"{page.name}，{page.quote.partition('，')[0]}")
    decisions = [decided(text, "answer", (entry_id, 0.9)) for text in texts]
    return FakeLibrary(CONTENT, {item.text: item for item in decisions}, guidance=GUIDANCE, next_ones=next_ones)


@pytest.mark.parametrize("typed", ["", "这是什么意思", "还要干嘛"])
def test_who_has_it_already_is_not_told_how_to_get_it(typed: str) -> None:
    known = library(COLLECTED, "image_code")
    words = f"{typed}，{COLLECTED.name}"
    known.decisions[words] = decided(words, "answer", ("image_code", 0.9))
    found, text, _ = shown(COLLECTED, typed, known)
    assert found.done
    assert text == f"我在图里看到“您的照片已采集，无需再次采集”，不用再办了。\n{GO_ON}"


def test_what_the_entry_says_of_it_is_said() -> None:
    told = AskedNext("image_code", FollowUp(("已经有照片了还要采吗",), "照学校通知：没让重采就不用。"), 0.8)
    _, text, _ = shown(COLLECTED, "", library(COLLECTED, "image_code", **{COLLECTED.quote: told}))
    assert text.endswith("不用再办了。\n照学校通知：没让重采就不用。")


def test_who_found_nothing_is_not_told_how_to_look() -> None:
    known = library(NOT_FOUND, "transcript_for_abroad")
    _, text, options = shown(NOT_FOUND, "", known)
    assert "页面说的是没有查到。先照页面核对填的信息再查一次" in text
    assert options[0] == "transcript_for_abroad"
    told = AskedNext("transcript_for_abroad", FollowUp(("查不到怎么办",), "编号在虚构的那一页。"), 0.7)
    asked = "未查到虚构成绩单编号，怎么办"
    _, text, _ = shown(NOT_FOUND, "怎么办", library(NOT_FOUND, "transcript_for_abroad", **{asked: told}))
    assert text.endswith("\n编号在虚构的那一页。")


def test_what_has_to_be_done_first_is_named_before_what_it_is_for() -> None:
    known = FakeLibrary(CONTENT, {"怎么实名认证": decided("怎么实名认证", "none")}, guidance=GUIDANCE)
    _, text, _ = shown(ONLY, "怎么办", known)
    assert text == f"我在图里看到“只有实名认证的用户才能申请认证”，要先实名认证。\n{FIRST_THAT}"


def test_asking_what_is_left_to_do_goes_on() -> None:
    assert goes_on("还要干嘛") and goes_on("还需要办什么") and not goes_on("要多久")


def test_what_must_be_done_first_is_said_before_the_steps_as_to_typed_words() -> None:
    said = "您的账号未绑定大陆手机号，暂不能校对图像"
    follow_up = FollowUp(("没绑手机能校对吗",), "要先绑定。")

    class Asked(FakeLibrary):
        def asked_next(self, text: str, of: object, *, beside: bool = False, least: float = 0.0) -> AskedNext | None:
            return AskedNext("image_check", follow_up, 0.9) if beside and text == said else None

    assert first_line(Asked(CONTENT, {}), CONTENT.entries[0], said) is follow_up  # type: ignore[arg-type]
    assert first_line(Asked(CONTENT, {}), CONTENT.entries[0], "虚构的提示") is None  # type: ignore[arg-type]
