from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from faq.content.careful import load_careful
from faq.content.entry import Action, Section
from faq.content.loader import Content, load_content
from faq.ranking.decision import UNSURE, Candidate, Decision
from faq.saying.answer import contacts_for
from faq.saying.reply import Reply, answer_of, hot_options, reply_to, reply_to_choice
from faq.text.choice import HUMAN, NONE_OF_THESE, Option
from faq.text.markup import to_plain
from faq.text.phone import SCREEN_LINES, cautious_lines, first_sentence, fits_screen, line_count
from tests.fakes.library import decided
from tests.real_content import real_content, real_guidance
from tests.small_project import write_small_project

PASSWORD = Option("reset_password", "忘记密码怎么办？")
USERNAME = Option("find_username", "忘记用户名怎么办？")
PHONE = Option("phone_registered", "手机号已被注册怎么办？")
PASSWORD_TEXT = "在登录页点找回密码。\n1. 填手机号\n2. 收验证码\n见官网（https://www.chsi.com.cn/）。"
USERNAME_TEXT = "在登录页点“找回用户名”。"
MISS = (
    "抱歉，这个问题我没有把握回答。不归学信网管的事，请问管这件事的部门或网站。\n"
    "我能答的是学信网的账号、学籍学历、验证报告、学历认证、研招和征兵账号：是这些事，"
    "就换个说法，或者把页面上的提示原样发来；需要人工就回复“人工”。"
)


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    return load_content(write_small_project(tmp_path_factory.mktemp("content"))).valid_on(date(2026, 11, 22))


def test_a_sure_answer(content: Content) -> None:
    decision = decided("密码忘了", "answer", ("reset_password", 0.97), ("find_username", 0.02))
    assert reply_to(decision, content) == Reply(PASSWORD_TEXT, (), "answer", "reset_password", decision.candidates)


def test_a_likely_runner_up_is_named_under_the_answer(content: Content) -> None:
    decision = decided(
        "密码忘了", "answer", ("reset_password", 0.89), ("find_username", 0.1), ("phone_registered", 0.099)
    )
    assert reply_to(decision, content) == Reply(
        f"{PASSWORD_TEXT}\n也可能是：\n1. 忘记用户名怎么办？",
        (USERNAME,),
        "answer",
        "reset_password",
        decision.candidates,
    )


def test_who_may_have_meant_another_is_shown_it_at_once(content: Content) -> None:
    """An answer that leans on those beside it names even an unlikely one: it was not listed for that answer's sake."""
    ranked = (("reset_password", 0.82), ("find_username", 0.04), ("phone_registered", 0.02))
    decision = replace(decided("密码忘了", "answer", *ranked), reason="leaning")
    assert reply_to(decision, content).options == (USERNAME,)


def test_two_questions_get_two_answers(content: Content) -> None:
    decision = decided(
        "用户名和密码都忘了", "answer", ("reset_password", 0.9), ("find_username", 0.8), second="find_username"
    )
    assert reply_to(decision, content) == Reply(
        f"{PASSWORD_TEXT}\n【忘记用户名怎么办？】\n{USERNAME_TEXT}",
        (),
        "answer",
        "reset_password",
        decision.candidates,
    )


def test_a_clarifying_question_has_at_most_three_titles_and_a_way_out(content: Content) -> None:
    ranked = (("reset_password", 0.4), ("find_username", 0.3), ("phone_registered", 0.2), ("no_record", 0.05))
    decision = decided("忘记", "clarify", *ranked)
    assert reply_to(decision, content) == Reply(
        "您是不是想问：\n1. 忘记密码怎么办？\n2. 忘记用户名怎么办？\n3. 手机号已被注册怎么办？\n4. 都不是\n\n"
        "点选或回复序号都可以。",
        (PASSWORD, USERNAME, PHONE, Option(NONE_OF_THESE, "都不是")),
        "clarify",
        None,
        decision.candidates,
    )


def test_the_first_miss_says_what_can_be_asked(content: Content) -> None:
    decision = decided("火星", "none", ("reset_password", 0.099))
    assert reply_to(decision, content) == Reply(MISS, (), "none", None, decision.candidates)


def test_a_miss_that_is_about_our_matters_names_the_likeliest_two_and_a_person(content: Content) -> None:
    decision = decided("密码页面怪怪的", "none", ("reset_password", 0.2), ("find_username", 0.1), ("no_record", 0.1))
    assert reply_to(decision, content) == Reply(
        "这个问题我没有把握回答。是不是下面的事？\n1. 忘记密码怎么办？\n2. 忘记用户名怎么办？\n3. 人工客服\n"
        "都不是，就把页面上的提示原样发来。",
        (PASSWORD, USERNAME, Option(HUMAN, "人工客服")),
        "none",
        None,
        decision.candidates,
    )


@pytest.mark.parametrize(
    ("misses", "asks"),
    [
        (1, "要不要转给人工客服？"),
        (2, "页面上写了什么字？照着打在这里；或者从下面选："),
        (7, "要不要转给人工客服？"),
    ],
)
def test_the_second_miss_in_a_row_offers_a_person(content: Content, misses: int, asks: str) -> None:
    decision = decided("火星", "none")
    assert reply_to(decision, content, misses=misses) == Reply(
        f"抱歉，还是没找到对应的解答。{asks}\n1. 人工客服\n2. 忘记密码怎么办？\n3. 忘记用户名怎么办？",
        (Option(HUMAN, "人工客服"), PASSWORD, USERNAME),
        "none",
        None,
        (),
    )


def test_a_bare_topic_asks_nothing_yet_and_lists_what_there_is(content: Content) -> None:
    ranked = (("find_username", 0.2), ("reset_password", 0.15))
    reply = reply_to(replace(decided("忘记", "clarify", *ranked), reason=UNSURE), content)
    assert reply.text.startswith("您是不是想问：")
    assert "unknown" not in reply.trace()


def test_a_list_that_is_likelier_without_the_answer_says_so_and_is_short(content: Content) -> None:
    ranked = (("find_username", 0.2), ("reset_password", 0.15), ("phone_registered", 0.1))
    reply = reply_to(replace(decided("忘记了怎么弄", "clarify", *ranked), reason=UNSURE), content)
    assert reply.text == (
        "这件事我没有查到专门的说法。最接近的是：\n1. 忘记用户名怎么办？\n2. 忘记密码怎么办？\n3. 人工客服\n"
        "都不是，就把页面上的提示原样发来。"
    )
    assert [option.id for option in reply.options] == ["find_username", "reset_password", "human"]
    assert len(reply.trace()["candidates"]) == 2
    assert reply.trace()["unknown"]  # so it is counted as missed


LIKELY = (("reset_password", 0.5), ("find_username", 0.3), ("phone_registered", 0.1))


def likely(*ranked: tuple[str, float], text: str = "账号的事怎么弄") -> Decision:
    return replace(decided(text, "clarify", *(ranked or LIKELY)), reason=UNSURE)


def test_a_list_with_a_likely_first_begins_with_its_answer(content: Content) -> None:
    decision = likely()
    reply = reply_to(decision, content)
    verdict, _, steps = PASSWORD_TEXT.partition("\n")
    assert reply.text == (
        f"{verdict}\n我当您问的是“忘记密码怎么办”。\n{steps}\n也可能是：\n"
        "1. 忘记用户名怎么办？\n2. 手机号已被注册怎么办？\n3. 都不是"
    )
    assert (reply.band, reply.entry_id) == ("clarify", "reset_password")
    assert [option.id for option in reply.options] == ["find_username", "phone_registered", NONE_OF_THESE]


def test_what_is_rather_not_meant_stands_below_what_it_was_taken_for(content: Content) -> None:
    reply = reply_to(likely(("reset_password", 0.45), ("find_username", 0.3)), content)
    assert reply.text.startswith(f"要是您问的是“忘记密码怎么办”：\n{PASSWORD_TEXT}\n也可能是：\n")


def test_a_likely_first_is_answered_first_however_unlikely_the_others_are() -> None:
    assert likely(("reset_password", 0.6), ("find_username", 0.02)).leads


@pytest.mark.parametrize(
    "decision",
    [
        likely(("reset_password", 0.39), ("find_username", 0.35)),  # not likely enough
        likely(text="账号"),  # asks nothing yet
        replace(likely(), careful=frozenset({"reset_password"})),  # costs too much where it is not meant
        replace(likely(), reason="careful_entry"),
        replace(likely(), second="find_username"),
    ],
)
def test_what_is_open_or_costs_much_stays_a_list(content: Content, decision: Decision) -> None:
    assert not decision.leads
    assert reply_to(decision, content).entry_id is None


def test_what_is_not_ours_is_not_answered_first(content: Content) -> None:
    decision = likely()
    near = {"meaning": 0.6, "meaning_foreign": 0.7}
    foreign = replace(decision, candidates=(replace(decision.candidates[0], signals=near), *decision.candidates[1:]))
    assert not foreign.leads
    assert reply_to(decision, content, given=("reset_password",)).entry_id is None  # nor what was just said


def test_steps_give_way_to_the_other_questions_and_can_be_had(content: Content) -> None:
    reply = reply_to(likely(), content, lines=6)
    first, *_ = PASSWORD_TEXT.splitlines()
    assert reply.text.startswith(f"{first}\n我当您问的是“忘记密码怎么办”。\n")
    assert reply.options == (
        USERNAME,
        Option("reset_password", "就是上面这个，要全文"),
        Option(NONE_OF_THESE, "都不是"),
    )
    assert cautious_lines(reply.text) <= 6
    assert reply_to(likely(), content, lines=3).entry_id is None  # no room for the first sentence


def test_every_real_answer_can_be_the_first_of_a_list_and_keeps_its_warning() -> None:
    content, guidance = real_content(), real_guidance()
    others = sorted((entry for entry in content.entries), key=lambda entry: -len(entry.title))[:2]
    careful = load_careful(Path(__file__).parents[2], {entry.id for entry in content.entries})
    for entry in content.entries:
        if entry.id in careful or entry in others:
            continue
        decision = likely((entry.id, 0.5), *((other.id, 0.2) for other in others))
        reply = reply_to(decision, content, lines=SCREEN_LINES - 1)
        assert reply.entry_id == entry.id, entry.id
        assert first_sentence(to_plain(entry.answer)) in reply.text
        for action in guidance.guides.irreversible.values():
            assert action.told_at(reply.text) is None or not action.unmentioned(reply.text), entry.id


@pytest.mark.parametrize("band", ["answer", "clarify"])
def test_an_entry_deleted_between_decision_and_reply_is_a_miss(content: Content, band: Any) -> None:
    decision = decided("没了", band, ("deleted", 0.99))
    assert reply_to(decision, content) == Reply(MISS, (), "none", None, decision.candidates)


def test_of_a_deleted_first_and_a_living_second_the_second_is_shown(content: Content) -> None:
    decision = decided("没了", "clarify", ("deleted", 0.5), ("find_username", 0.3))
    assert reply_to(decision, content).options == (USERNAME, Option(NONE_OF_THESE, "都不是"))


def test_a_chosen_entry_is_answered_for_sure(content: Content) -> None:
    entry = content.entry("find_username")
    assert entry is not None
    assert answer_of(entry, content) == Reply(
        USERNAME_TEXT, (), "answer", "find_username", (Candidate("find_username", 1.0, {"chosen": 1.0}),)
    )


def test_the_trace_has_the_documented_keys() -> None:
    reply = Reply("x", (), "clarify", None, (Candidate("a", 0.123456), Candidate("b", 0.1)))
    assert reply.trace() == {
        "band": "clarify",
        "faq_id": None,
        "guide_id": None,
        "candidates": [{"faq_id": "a", "score": 0.1235}, {"faq_id": "b", "score": 0.1}],
    }


def test_hot_questions_are_in_order_valid_and_few(content: Content, tmp_path: Path) -> None:
    assert hot_options(content) == (PASSWORD, USERNAME)
    everything = load_content(write_small_project(tmp_path))
    assert [option.id for option in hot_options(everything)] == ["reset_password", "find_username", "old_notice"]
    entry = content.entries[0]
    many = replace(content, entries=tuple(replace(entry, id=f"e{number}") for number in range(9)))
    assert [option.id for option in hot_options(many)] == [f"e{number}" for number in range(6)]


def test_contacts_and_sources_are_left_to_the_article(content: Content) -> None:
    entry = content.entry("phone_registered")
    assert entry is not None
    assert answer_of(entry, content).text == "换一个手机号，或者申诉。"


def with_details(content: Content, entry_id: str) -> Content:
    """The content with details and a button under one of its entries."""
    changed = tuple(
        replace(
            entry,
            more=(Section("注意", "看[用户名](faq:find_username)，别看[没了的](faq:gone)。"),),
            actions=(Action("忘了用户名", "faq:find_username"),),
        )
        if entry.id == entry_id
        else entry
        for entry in content.entries
    )
    return replace(content, entries=changed)


def test_an_answer_offers_its_buttons_and_its_details(content: Content) -> None:
    content = with_details(content, "reset_password")
    decision = decided("密码忘了", "answer", ("reset_password", 0.97), ("find_username", 0.02))
    details = Option("more:reset_password", "详细说明")
    assert reply_to(decision, content).options == (Option("find_username", "忘了用户名"), details)
    unsure = decided("密码忘了", "answer", ("reset_password", 0.85), ("find_username", 0.12))
    reply = reply_to(unsure, content)
    assert reply.options == (USERNAME,)  # a button of another kind would be no question among them
    assert reply.text == f"{PASSWORD_TEXT}\n也可能是：\n1. 忘记用户名怎么办？"


@pytest.mark.parametrize(("room", "named"), [(12, 2), (4, 2), (3, 1), (2, 0)])
def test_other_questions_are_named_as_far_as_a_screen_has_room(content: Content, room: int, named: int) -> None:
    decision = decided(
        "密码忘了", "answer", ("reset_password", 0.7), ("find_username", 0.2), ("phone_registered", 0.15)
    )
    spare = line_count(PASSWORD_TEXT) - 1
    reply = reply_to(decision, content, lines=room + spare)
    assert len(reply.options) == named
    assert line_count(reply.text) <= room + spare


def test_details_come_with_the_entries_they_name(content: Content) -> None:
    content = with_details(content, "reset_password")
    reply = reply_to_choice("more:reset_password", content)
    assert reply is not None
    assert reply.text == "【注意】\n看“用户名”，别看“没了的”。"
    assert reply.options == (Option("find_username", "用户名"),)
    assert reply.entry_id == "reset_password"


def test_choices_of_an_answer_and_none_of_another_kind(content: Content) -> None:
    chosen = reply_to_choice("find_username", content)
    assert chosen is not None
    assert chosen.text == USERNAME_TEXT
    for unknown in ("none", "more:gone", "gone", "open:gone:0"):
        assert reply_to_choice(unknown, content) is None


def test_two_long_answers_are_cut_to_what_a_screen_holds(content: Content) -> None:
    long = "第一句就是结论。\n" + "\n".join(f"{number}. 这一步要做的事" for number in range(1, 8))
    entries = tuple(replace(entry, answer=long) for entry in content.entries)
    both = decided(
        "用户名和密码都忘了", "answer", ("reset_password", 0.9), ("find_username", 0.8), second="find_username"
    )
    reply = reply_to(both, replace(content, entries=entries))
    assert fits_screen(reply.text, [option.title for option in reply.options])
    assert reply.text.endswith("【忘记用户名怎么办？】\n第一句就是结论。")
    assert reply.options == (USERNAME,)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("查不到学籍", []),
        ("我是云杉学院的，查不到学籍", ["云杉学院教务处"]),
        ("云杉的，没有学籍", ["云杉学院教务处"]),
        ("我是雲杉學院的，查不到", ["云杉学院教务处"]),
        ("云杉学院 查不到", []),
        ("我不是云杉学院的", []),
        ("白杨学院的", []),
        ("", []),
    ],
)
def test_a_schools_own_contact_is_for_its_own_people(content: Content, said: str, shown: list[str]) -> None:
    entry = content.entry("no_record")
    assert entry is not None
    assert [contact.name for contact in contacts_for(entry, content, said)] == shown


def test_it_is_for_questions_about_records_only(content: Content) -> None:
    entry = content.entry("reset_password")
    assert entry is not None
    assert contacts_for(entry, content, "我是云杉学院的，密码忘了") == []


def test_what_is_asked_of_the_likeliest_heads_its_answer_and_the_whole_can_be_had(content: Content) -> None:
    reply = reply_to(likely(), content, told="一分钟就好。")
    first, *_ = PASSWORD_TEXT.splitlines()
    assert reply.text.startswith(f"一分钟就好。\n{first}")
    assert "\n我当您问的是“忘记密码怎么办”。\n也可能是：\n" in reply.text
    alone = reply_to(likely(), content, told="一分钟就好。", lines=8)
    assert alone.text.startswith("一分钟就好。\n")
    assert "\n我当您问的是“忘记密码怎么办”。\n" in alone.text
    assert Option("reset_password", "就是上面这个，要全文") in alone.options
