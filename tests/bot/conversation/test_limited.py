from __future__ import annotations

from typing import Any

import pytest

from bot.channels.base import Outbound, OutboundMessage
from bot.conversation.limited import answer_without_rasa
from bot.conversation.limited_texts import CHINESE, ENGLISH
from faq.engine.library import Library
from faq.saying.answer import render_plain
from faq.saying.reply import reply_to
from faq.text.choice import HUMAN, NONE_OF_THESE
from tests.fakes.library import FakeLibrary, decided
from tests.real_content import real_content, real_guidance

NOTICE = f"\n\n{CHINESE.notice}"
OFFERED = {
    "offered": [
        {"id": "find_username", "title": "忘记用户名怎么办？"},
        {"id": "no_record", "title": "查不到学籍怎么办？"},
        {"id": NONE_OF_THESE, "title": "都不是"},
    ]
}


def limited_answer(library: Library, entry_id: str, intent: str | None, candidates: list[dict[str, Any]]) -> Outbound:
    entry = library.content.entry(entry_id)
    assert entry is not None
    trace = {"band": "answer", "faq_id": entry_id, "guide_id": None, "candidates": candidates}
    return Outbound(
        (OutboundMessage(render_plain(entry, library.content) + NOTICE),),
        {**trace, "intent": intent, "confidence": None, "limited": True},
    )


@pytest.mark.parametrize(
    ("text", "option", "state", "entry_id"),
    [
        ("1", None, OFFERED, "find_username"),
        ("第二个", None, OFFERED, "no_record"),
        ("查不到学籍", None, OFFERED, "no_record"),
        ("忘记用户名怎么办？", "find_username", {}, "find_username"),
        ("人工几点上班", None, OFFERED, "contact_support"),
    ],
)
def test_choices_and_people_are_understood(
    small_library: Library, text: str, option: str | None, state: dict[str, Any], entry_id: str
) -> None:
    entry = small_library.content.entry(entry_id)
    assert entry is not None
    assert answer_without_rasa(small_library, text, option, state) == limited_answer(
        small_library, entry_id, entry.intent, [{"faq_id": entry_id, "score": 1.0}]
    )


def test_a_question_is_answered_as_the_library_does(small_library: Library) -> None:
    decision = small_library.decide("密码忘了")
    candidates = [{"faq_id": item.entry_id, "score": round(item.score, 4)} for item in decision.candidates]
    assert answer_without_rasa(small_library, "密码忘了", None, {}) == limited_answer(
        small_library, "reset_password", None, candidates
    )


@pytest.mark.parametrize("text", ["忘记", "火星旅行", ""])
def test_the_other_bands_say_so_too(small_library: Library, text: str) -> None:
    reply = reply_to(small_library.decide(text), small_library.content)
    assert reply.band in ("clarify", "none")
    assert answer_without_rasa(small_library, text, None, {}) == Outbound(
        (OutboundMessage(reply.text + NOTICE, reply.options),),
        {**reply.trace(), "intent": None, "confidence": None, "limited": True},
    )


@pytest.mark.parametrize("option", [NONE_OF_THESE, "deleted_since"])
def test_an_option_without_an_entry_falls_back_to_its_words(small_library: Library, option: str) -> None:
    outbound = answer_without_rasa(small_library, "都不是", option, OFFERED)
    assert (outbound.trace["band"], outbound.trace["faq_id"]) == ("none", None)


def test_a_long_sentence_about_service_is_a_question(small_library: Library) -> None:
    outbound = answer_without_rasa(small_library, "密码忘了打客服电话也没人接怎么重置密码", None, {})
    assert outbound.trace["faq_id"] != "contact_support"


PAGE = "https://bot.example.com/ticket"


@pytest.mark.parametrize("asking", ["username", "screenshot", "description", "confirm"])
def test_a_form_waits_for_the_assistant(small_library: Library, asking: str) -> None:
    waits = "智能助手暂时没有回应。您填的工单内容都还在，请过一两分钟把刚才这句再发一次，或者回复“提交工单”接着填。"
    trace = {"band": None, "faq_id": None, "guide_id": None, "candidates": []}
    trace |= {"intent": None, "confidence": None, "limited": True}
    assert answer_without_rasa(small_library, "密码忘了", None, {"asking": asking}) == Outbound(
        (OutboundMessage(waits),), trace
    )
    with_page = answer_without_rasa(small_library, "密码忘了", None, {"asking": asking}, PAGE)
    assert with_page.replies[0].text == f"{waits}\n着急的话，也可以打开 {PAGE} 直接填表提交。"


def test_an_addition_waits_for_the_assistant(small_library: Library) -> None:
    waits = "智能助手暂时没有回应，还没有补充进去。请过一两分钟把刚才的内容再发一次。"
    trace = {"band": None, "faq_id": None, "guide_id": None, "candidates": []}
    trace |= {"intent": None, "confidence": None, "limited": True}
    state = {"asking": "addition"}
    assert answer_without_rasa(small_library, "密码忘了怎么重置密码", None, state) == Outbound(
        (OutboundMessage(waits),), trace
    )
    with_page = answer_without_rasa(small_library, "换了电脑还是不行", None, state, PAGE)
    assert with_page.replies[0].text == f"{waits}\n着急的话，也可以打开 {PAGE}，在您的工单下面补充。"
    assert answer_without_rasa(small_library, "人工", None, state).trace["faq_id"] == "contact_support"


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("人工", None),
        ("提交工单", "ticket"),
        ("转人工客服", HUMAN),
        ("提交工单，用户名是〔手机号〕，注册时一直提示证件号已注册", None),
        ("怎么没有人管啊", None),
    ],
)
def test_who_wants_a_person_is_told_where_and_what_is_kept(
    small_library: Library, text: str, option: str | None
) -> None:
    with_page = answer_without_rasa(small_library, text, option, {}, PAGE, "三个工作日内", notice=False)
    assert with_page.trace["faq_id"] == "contact_support"
    lead, _, ways = with_page.replies[0].text.partition("\n")
    by_page = f"这会儿在对话里转不了人工、填不了工单。打开 {PAGE} 填表就能提交，三个工作日内答复。"
    assert lead == f"{by_page}您说过的都留着，接着填时会写进去。"
    without = answer_without_rasa(small_library, text, option, {}, notice=False).replies[0].text
    assert "过一两分钟再说一次“人工”就行" in without and without.endswith(ways)
    unstored = answer_without_rasa(small_library, text, option, {}, notice=False, keeps=False).replies[0].text
    assert unstored == ways
    assert PAGE not in answer_without_rasa(small_library, "密码忘了", None, {}, PAGE).replies[0].text


@pytest.mark.parametrize("text", ["不开工单了", "我不填了，谢谢", "工单就算了吧"])
def test_who_lets_go_of_the_form_is_not_pulled_back(small_library: Library, text: str) -> None:
    outbound = answer_without_rasa(small_library, text, None, {"asking": "username"}, PAGE)
    assert outbound.replies[0].text.startswith("好的，工单没有提交。")
    assert "接着填" not in outbound.replies[0].text


def test_what_is_asked_while_letting_go_is_answered(small_library: Library) -> None:
    outbound = answer_without_rasa(small_library, "工单不填了，怎么重置密码？", None, {"asking": "screenshot"})
    assert outbound.trace["faq_id"] == "reset_password"
    assert "工单没有提交" in outbound.replies[0].text and "接着填" not in outbound.replies[0].text


@pytest.mark.parametrize("text", ["没有截图，直接提交吧", "用户名忘了，就这样交吧", "密码忘了一直进不去页面"])
def test_what_fills_or_sends_the_form_waits(small_library: Library, text: str) -> None:
    outbound = answer_without_rasa(small_library, text, None, {"asking": "screenshot"})
    assert outbound.replies[0].text.startswith("智能助手暂时没有回应。您填的工单内容都还在")


@pytest.mark.parametrize("text", ["什么时候有人回我", "能不能快点", "when will I hear back from you"])
def test_a_ticket_that_was_sent_is_asked_about(small_library: Library, text: str) -> None:
    outbound = answer_without_rasa(small_library, text, None, {"ticket": "T7M4Q2BX"}, PAGE, "三个工作日内")
    said = outbound.replies[0].text
    assert ("Your ticket T7M4Q2BX is answered" if text.isascii() else "您的工单 T7M4Q2BX 三个工作日内答复") in said
    other = answer_without_rasa(small_library, "密码忘了怎么重置密码", None, {"ticket": "T7M4Q2BX"})
    assert other.trace["faq_id"] == "reset_password"


WAYS, RESET = "还有什么办法能进去", "How do I reset my password"


def real_library() -> Any:
    """The project's own content and guides; only what the engine would decide is given."""
    decisions = {
        WAYS: decided(WAYS, "answer", ("reset_all_unusable", 0.9)),
        RESET: decided(RESET, "answer", ("reset_password", 0.9)),
    }
    return FakeLibrary(real_content(), decisions, guidance=real_guidance())


def test_that_the_assistant_is_away_is_said_once() -> None:
    library = real_library()
    first = answer_without_rasa(library, WAYS, None, {})
    assert first.replies[0].text.endswith(NOTICE) and not first.replies[0].text.startswith("（")
    later = answer_without_rasa(library, WAYS, None, {"unheard": [1]})
    assert first.replies[0].text == later.replies[0].text + NOTICE
    english = answer_without_rasa(library, RESET, None, {})
    assert english.replies[0].text.endswith(ENGLISH.notice) and CHINESE.notice not in english.replies[0].text


def test_a_step_of_a_guide_is_answered_and_nothing_ruled_out_is_offered() -> None:
    library = real_library()
    told = [{"text": "密码忘了，手机号早就停用了"}, {"facts": {"phone": "unusable"}}]
    state = {"told": told, "guide": {"id": "forgot_password", "step": "mail"}}
    outbound = answer_without_rasa(library, "没绑邮箱", None, state)
    assert outbound.trace["guide_id"] == "forgot_password" and outbound.trace["facts"]["mail"] == "unusable"
    assert "密保" in outbound.replies[0].text
    tapped = answer_without_rasa(library, "没绑，或进不去", "fact:mail=unusable", state)
    assert tapped.replies == outbound.replies


def test_an_answer_leaves_out_what_was_ruled_out() -> None:
    library = real_library()
    state = {"told": [{"text": "邮箱没绑，微信支付宝都没绑"}], "unheard": [1]}
    plain = answer_without_rasa(library, WAYS, None, {"unheard": [1]}).replies[0].text
    fitting = answer_without_rasa(library, WAYS, None, state).replies[0].text
    assert "绑过微信" in plain and "绑过微信、支付宝：" not in fitting
