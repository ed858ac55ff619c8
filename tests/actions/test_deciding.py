"""Lists give way to what the conversation knows; several questions are all answered."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from actions.answering.choosing import ActionChooseOption
from actions.answering.deciding import sharper_question
from actions.answering.questions import ActionAnswerQuestion
from actions.conversation import Memory
from actions.guiding.guide_choice import one_guide
from faq.content.loader import Content
from faq.engine.in_talk import TalkSoFar
from faq.ranking.decision import UNSURE as UNSURE_RULE
from faq.ranking.decision import Decision
from tests.actions.trackers import make_tracker, offered, run, slots_set
from tests.fakes.library import FakeLibrary, decided
from tests.real_content import real_content, real_guidance, real_places

UNSURE = (("reset_password", 0.4), ("find_username", 0.35))


def events_of(*said: tuple[str, str]) -> list[dict[str, Any]]:
    return [{"event": who, "text": text} for who, text in said]


def test_what_was_said_and_answered_before_goes_with_the_question(content: Content) -> None:
    library = FakeLibrary(content, {"用户名": decided("用户名", "answer", ("find_username", 0.9))})
    tracker = make_tracker("用户名", last_answer="reset_password")
    tracker.events = events_of(("user", "登不上"), ("user", "/choose_option"), ("user", "用户名"))
    run(ActionAnswerQuestion(library), tracker)
    assert library.asked[0]["talk"] == TalkSoFar(("登不上",), ("reset_password",))


def test_a_likely_first_is_answered_above_the_others(content: Content) -> None:
    text = "账号的事怎么弄"
    listed = replace(decided(text, "clarify", *UNSURE), reason=UNSURE_RULE)
    said, events = run(ActionAnswerQuestion(FakeLibrary(content, {text: listed})), make_tracker(text))
    assert said[0]["text"].startswith("要是您问的是“忘记密码怎么办”：\n在登录页点找回密码。")
    assert [option["id"] for option in slots_set(events)["offered"]] == ["find_username", "none"]
    assert slots_set(events)["last_answer"] == "reset_password"
    yes = make_tracker("是的", intent="affirm", offered=slots_set(events)["offered"], last_answer="reset_password")
    yes.events = events_of(("user", text), ("bot", said[0]["text"]), ("user", "是的"))
    agreed, _ = run(ActionChooseOption(FakeLibrary(content, {"是的": decided("是的", "none")})), yes)
    assert agreed[0]["text"].startswith("好的。")


@pytest.mark.parametrize("text", ["我问的是用户名忘了怎么办", "你说密码干嘛，用户名忘了"])
def test_an_answer_that_was_refused_is_not_given_again(content: Content, text: str) -> None:
    asked = text.removeprefix("我问的是")
    library = FakeLibrary(content, {asked: decided(asked, "answer", *UNSURE)})
    tracker = make_tracker(text, last_answer="reset_password")
    said, events = run(ActionAnswerQuestion(library), tracker)
    assert said[0]["text"].startswith("抱歉，刚才答的不是您问的。")
    assert [option["id"] for option in slots_set(events)["offered"]] == ["find_username", "human"]


def test_what_is_told_behind_none_of_a_list_is_asked_by_itself(content: Content) -> None:
    told = "用户名想不起来了"
    library = FakeLibrary(content, {told: decided(told, "answer", ("find_username", 0.9))})
    listed = offered(("reset_password", "忘记密码怎么办？"), ("none", "都不是"))
    _, events = run(ActionAnswerQuestion(library), make_tracker(f"都不是，{told}", offered=listed))
    assert slots_set(events)["last_answer"] == "find_username"


def test_two_lists_never_follow_each_other(content: Content) -> None:
    library = FakeLibrary(content, {"还是那件事": decided("还是那件事", "clarify", *UNSURE)})
    listed = offered(("find_username", "忘记用户名怎么办？"), ("none", "都不是"))
    said, events = run(ActionAnswerQuestion(library), make_tracker("还是那件事", offered=listed))
    assert slots_set(events)["last_answer"] == "find_username"
    assert "也可能是" in said[0]["text"]


def test_what_must_be_sure_is_listed_all_the_same(content: Content) -> None:
    careful = replace(decided("还是那件事", "clarify", *UNSURE), reason="careful_entry")
    listed = offered(("find_username", "忘记用户名怎么办？"), ("none", "都不是"))
    _, events = run(
        ActionAnswerQuestion(FakeLibrary(content, {"还是那件事": careful})), make_tracker("还是那件事", offered=listed)
    )
    assert "last_answer" not in slots_set(events)


def test_a_second_question_is_answered_in_a_line_and_can_be_tapped(content: Content) -> None:
    text = "密码忘了咋办？用户名也忘了咋办？"
    library = FakeLibrary(
        content,
        {
            text: decided(text, "clarify", *UNSURE),
            "密码忘了咋办": decided("密码忘了咋办", "answer", ("reset_password", 0.9)),
            "用户名也忘了咋办": decided("用户名也忘了咋办", "answer", ("find_username", 0.9)),
        },
    )
    said, events = run(ActionAnswerQuestion(library), make_tracker(text))
    assert slots_set(events)["last_answer"] == "reset_password"
    assert "另外问的“忘记用户名怎么办？”：" in said[0]["text"]
    assert "find_username" in [option["id"] for option in slots_set(events)["offered"]]


def test_who_swears_and_has_a_problem_reads_one_human_line_before_the_answer(content: Content) -> None:
    library = FakeLibrary(content, {"密码忘了咋办": decided("密码忘了咋办", "answer", ("reset_password", 0.9))})
    said, events = run(ActionAnswerQuestion(library), make_tracker("垃圾网站，密码忘了咋办"))
    assert said[0]["text"].startswith("让您折腾了，抱歉。\n")
    assert slots_set(events)["last_answer"] == "reset_password"


def test_an_answer_given_before_is_not_said_in_full_again(content: Content) -> None:
    library = FakeLibrary(content, {"密码忘了咋办": decided("密码忘了咋办", "answer", ("reset_password", 0.9))})
    said, events = run(ActionAnswerQuestion(library), make_tracker("密码忘了咋办", recent=["=reset_password", "a"]))
    assert said[0]["text"].startswith("前面说过的，要点是：\n")
    assert slots_set(events)["offered"][0] == {"id": "reset_password", "title": "再看一遍"}


class SaidBefore:
    """Answers with a decision that was made already, as a follow-up does."""

    def __init__(self, library: FakeLibrary, said: Decision) -> None:
        self._action, self._said = ActionAnswerQuestion(library), said

    def run(self, dispatcher: Any, tracker: Any, domain: Any) -> Any:
        return self._action.ask_library(dispatcher, tracker, said=self._said)


def again(text: str, before: str, entry_id: str) -> list[dict[str, Any]]:
    real = real_content()
    library = FakeLibrary(real, {text: decided(text, "answer", (entry_id, 0.95))})
    tracker = make_tracker(text, last_question=before, last_answer=entry_id, recent=[f"={entry_id}", "a"])
    return run(ActionAnswerQuestion(library), tracker)[0]


def test_a_new_aspect_of_what_was_answered_is_answered_and_not_summed_up() -> None:
    said = again("他 9 月报到的，哪个月能看到学籍呢", "孩子刚入学，看不到学籍", "freshman_record")
    assert "前面说过" not in said[0]["text"]
    assert said[0]["text"].endswith("从 9 月算起，大约到 12 月。")


def test_a_supposition_about_what_was_answered_is_read_for_its_aspect_too() -> None:
    real, text = real_content(), "要是 9 月报到，哪个月能看到"
    library = FakeLibrary(real, {text: decided(text, "answer", ("freshman_record", 0.95))})
    tracker = make_tracker(text, "follow_up", last_answer="freshman_record", recent=["=freshman_record", "a"])
    said, _ = run(SaidBefore(library, decided(text, "answer", ("freshman_record", 0.95))), tracker)
    assert said[0]["text"].endswith("从 9 月算起，大约到 12 月。")


def test_a_new_aspect_that_no_text_tells_of_is_said_not_to_be_found() -> None:
    said = again("交上去的照片会不会保存", "证件照能发给你们吗", "freshman_record")
    assert said[0]["text"].startswith("保存不保存、保存多久，没有查到官方说法。要问准，找学信网人工客服")


@pytest.mark.parametrize(
    ("refused", "usual"), [("reset_password", True), ("cet_score", False)], ids=["account", "other matter"]
)
def test_after_none_of_these_the_usual_matters_are_named_only_beside_them(refused: str, usual: bool) -> None:
    real, guidance = real_content(), real_guidance()
    listed = [{"id": refused, "title": "某条"}, {"id": "none", "title": "都不是"}]
    reply = sharper_question(Memory.of(make_tracker("都不是", offered=listed)), real, guidance)
    assert (len(reply.options) > 1) is usual
    assert reply.options[-1].id == "human"
    assert "页面上的" in reply.text


def test_what_a_page_says_names_the_matter_in_a_list() -> None:
    told = decided("给女儿注册，提示证件号已被注册", "clarify", ("parent_operate", 0.6), ("id_registered", 0.3))
    guides = real_guidance().guides
    entry = one_guide(told, real_content(), {"prompt": "id_registered"}, guides, told=1)
    assert entry is not None
    assert entry.id == "id_registered"
    assert one_guide(told, real_content(), {"prompt": "id_registered"}, guides) is None  # said long ago


def test_a_trouble_elsewhere_beside_which_ours_works_is_no_trouble_of_ours(content: Content) -> None:
    rest = "那个报名网站老说密码错误"
    library = FakeLibrary(
        content,
        {
            rest: decided(rest, "answer", ("reset_password", 0.9)),
            f"{rest}，能用学信网账号登录吗": decided(rest, "answer", ("reset_password", 0.6), ("find_username", 0.3)),
        },
    )
    text = f"{rest}，可我学信网用这个密码就能进"
    said, _ = run(ActionAnswerQuestion(library), make_tracker(text))
    assert said[0]["text"].startswith("您是不是想问")


def test_a_place_of_its_own_keeps_such_a_trouble(content: Content) -> None:
    rest = "教务系统说我密码不对"
    sentence = "这像是学校自己的事，学信网管不了。"
    decision = replace(decided(rest, "none"), elsewhere=sentence)
    library = FakeLibrary(content, {rest: decision})
    said, _ = run(ActionAnswerQuestion(library), make_tracker(f"{rest}，可是学信网就是这个密码"))
    assert said[0]["text"].startswith(sentence)


def test_a_sigh_beside_a_question_is_not_quoted(content: Content) -> None:
    text = "用户名忘了怎么找？这四年白读了？"
    parts = {"用户名忘了怎么找": ("find_username", 0.9), "这四年白读了": ("contact_support", 0.1)}
    library = FakeLibrary(
        content,
        {
            text: decided(text, "answer", ("find_username", 0.9)),
            **{part: decided(part, "answer" if found[1] > 0.5 else "none", found) for part, found in parts.items()},
        },
    )
    said, _ = run(ActionAnswerQuestion(library), make_tracker(text))
    assert "白读" not in said[0]["text"]


def test_who_tells_of_harm_gets_the_first_deed_and_no_list() -> None:
    text = "昨天有个外省的登录，不是我"
    listed = replace(
        decided(text, "clarify", ("login_log", 0.3), ("account_stolen", 0.25), ("fake_message", 0.1)),
        reason=UNSURE_RULE,
    )
    library = FakeLibrary(real_content(), {text: listed}, guidance=real_guidance())
    said, _ = run(ActionAnswerQuestion(library), make_tracker(text))
    assert said[0]["custom"]["trace"]["faq_id"] == "account_stolen"
    assert said[0]["text"].startswith("马上改密码")


def test_harm_at_another_place_is_no_matter_of_ours() -> None:
    text = "我的淘宝账号被盗了"
    unsure = replace(decided(text, "clarify", ("account_stolen", 0.3), ("login_log", 0.1)), reason=UNSURE_RULE)
    library = FakeLibrary(real_content(), {text: unsure}, guidance=real_guidance(), places=real_places())
    said, _ = run(ActionAnswerQuestion(library), make_tracker(text))
    assert not said[0]["text"].startswith("先改密码")


@pytest.mark.parametrize(
    ("facts", "meant"),
    [
        ({"phone": "unusable", "password": "forgotten"}, "reset_all_unusable"),
        ({"phone": "unusable", "login": "out"}, "reset_all_unusable"),
        ({"phone": "unusable", "login": "in"}, "change_phone_old_unusable"),
        ({"phone": "unusable"}, "change_phone_old_unusable"),
    ],
)
def test_who_cannot_log_in_changes_nothing_before_they_are_in(facts: dict[str, str], meant: str) -> None:
    told = decided("绑的手机号停机了", "clarify", ("change_phone_old_unusable", 0.55), ("reset_all_unusable", 0.3))
    entry = one_guide(told, real_content(), facts, real_guidance().guides, told=len(facts))
    assert entry is not None
    assert entry.id == meant
