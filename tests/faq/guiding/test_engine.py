"""Leading through the real guides: what is known is not asked, corrections, steps back, every edge."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faq.guiding.engine import GuideEngine
from faq.guiding.extraction import Extractor
from faq.guiding.options import FACT_OPTION
from faq.guiding.state import GuideReply, GuideState
from faq.text.phone import SCREEN_LINES, line_count
from tests.real_content import real_guidance

GUIDES = real_guidance().guides
ENGINE = GuideEngine(GUIDES)
EXTRACTOR = Extractor(GUIDES.situation)
MOST_STEPS = 40


def play(guide: str, first: str, *turns: str) -> tuple[GuideState, list[GuideReply]]:
    """What is said in a guide; every state goes through the form in which it is stored."""
    state, reply = ENGINE.begin(GuideState(facts=EXTRACTOR.facts(first)), guide)
    replies = [reply]
    words = {"上一步": ENGINE.back, "重新开始": ENGINE.restart, "继续": ENGINE.resume}
    for turn in turns:
        state = GuideState.from_dict(state.as_dict())
        move = words.get(turn)
        state, reply = move(state) if move else ENGINE.tell(state, EXTRACTOR.facts(turn, ENGINE.asked(state)))
        replies.append(reply)
    return state, replies


def places(guide: str, *turns: str) -> str:
    """The steps somebody stopped at."""
    return " ".join(place.partition(".")[2] for place in play(guide, *turns)[0].path)


WALKS = [
    ("密码忘了", "手机不用了", "邮箱没绑", "密保忘了", "phone mail security scan"),
    ("密码忘了，手机号停用，邮箱也进不去", "密保还记得", "答对了", "security by_security"),
    ("密码忘了", "手机换号了，邮箱和密保都没设", "没有绑过", "phone scan enrolment"),
    ("密码忘了", "手机不用了", "邮箱不行", "不对，邮箱其实能进", "phone mail security by_mail"),
]


@pytest.mark.parametrize("walk", WALKS)
def test_only_what_is_open_is_asked(walk: tuple[str, ...]) -> None:
    assert places("forgot_password", *walk[:-1]) == walk[-1]


def test_warning_stands_before_the_step_every_time_in_other_words() -> None:
    turns = ("手机号、邮箱、密保都不行", "没绑", "没报名", "知道了，要重新注册", "上一步", "确定")
    _, replies = play("forgot_password", "密码忘了", *turns)
    first, again = (action for action in GUIDES.irreversible["reregister"].warnings)
    warned = [[text for text in (first, again) if text in reply.text] for reply in replies]
    assert warned == [[], [], [], [first], [again], [first], [again]]
    assert replies[4].text.index(again) < replies[4].text.index("勾选“我要重新注册”")


def test_enrolment_in_progress_never_leads_to_registering_again() -> None:
    for said, outside in (("我在考研", "学信网人工客服"), ("要当兵", "户籍地（应征地）乡镇、街道武装部")):
        state, replies = play("id_registered", f"证件号码已被注册，{said}", "查不到", "没变过")
        assert (replies[-1].ended, replies[-1].outside) == ("outside", outside)
        assert not any("勾选" in reply.text for reply in replies)
        assert (state.guide, state.running) == ("id_registered", False)


LAST_RESORT = [
    ("id_registered", "证件号已被注册", "查到了是我的", "验证码收不到", "found back_in code"),
    ("id_registered", "证件号已被注册", "查到了是我的", "卡早注销了，进不去", "found back_in mail"),
    ("forgot_username", "用户名忘了，密码也忘了", "查到了", "收不到码", "found by_password code"),
    ("forgot_password", "密码忘了，收不到短信", "号码还在用", "phone phone_stuck"),
    ("sms_code", "密码忘了，收不到验证码", "提示已发送", "没来", "prompt sent mail"),
    ("sms_code", "注册收不到验证码，我只有一个号码", "提示已发送", "没来", "登不上", "prompt sent where same_number"),
]


@pytest.mark.parametrize("walk", LAST_RESORT, ids=lambda walk: walk[-1])
def test_codes_and_other_ways_come_before_registering_again(walk: tuple[str, ...]) -> None:
    assert places(*walk[:-1]) == walk[-1]


def test_who_still_has_the_number_is_never_sent_to_register_again() -> None:
    turns = ("号码还在用", "没来", "还是没来", "没邮箱", "密保忘了", "没绑")
    _, replies = play("forgot_password", "密码忘了", *turns)
    assert replies[-1].ended == "ticket"
    assert not any("重新注册一个" in reply.text for reply in replies)


def test_what_is_put_right_takes_along_how_the_way_went_that_was_taken_for_it() -> None:
    state, _ = play("forgot_password", "密码忘了", "号码还在用", "没来", "不对，手机号早停了")
    assert (ENGINE.asked(state), [name for name in state.known if "@" in name]) == ("mail", [])
    state, _ = play("forgot_password", "密码忘了", "手机不用了", "邮箱能进", "没收到", "密保忘了")
    assert [name for name in state.known if "@" in name] == ["worked@reset_ways.by_mail"]


def test_step_back_asks_what_was_answered_and_the_start_says_so() -> None:
    state, replies = play("forgot_password", "密码忘了", "手机不用了", "上一步", "上一步")
    assert ENGINE.asked(state) == "phone"
    assert "\n注册时绑的手机号，现在还能收到短信吗？\n" in replies[2].text
    assert replies[3].text.startswith("已经是第一步了，前面没有了。")
    assert "phone" not in state.known


def test_restart_keeps_what_was_not_asked_here() -> None:
    state, _ = play("forgot_password", "密码忘了，我要考研", "手机不用了", "重新开始")
    assert state.known == {"password": "forgotten", "enrolment": "postgraduate"}
    assert ENGINE.asked(state) == "phone"


def test_a_matter_that_is_done_leaves_only_what_is_known_of_the_person() -> None:
    state, replies = play("forgot_password", "密码忘了", "号码还在用", "弄好了")
    assert (replies[-1].ended, state.over, state.known) == ("solved", True, {"phone": "usable"})
    again, reply = ENGINE.begin(state, "forgot_password")
    assert (again.over, ENGINE.asked(again), reply.ended) == (False, "worked", None)


def test_ways_that_were_tried_are_passed() -> None:
    assert places("real_person", "在app里刷脸，光线换过，换了手机也不过", "没弹出") == "review school"


def test_state_is_a_few_strings() -> None:
    state, _ = play("sms_code", "收不到验证码", "已发送", "还是没收到")
    stored = state.as_dict()
    assert set(stored) == {"guide", "step", "facts", "shown", "path", "over"}
    assert all(isinstance(value, str) for value in stored.values())
    assert GuideState.from_dict(stored) == state
    assert GuideState.from_dict(None) == GuideState(facts={}, shown={})


def test_path_is_told_with_the_names_of_the_steps() -> None:
    state, _ = play("phone_registered", "手机号有人用了", "新买的号", "没有别的号")
    assert ENGINE.path_names(state) == ["以前注册过吗", "有没有别的号"]


def test_a_guide_that_was_removed_says_nothing() -> None:
    state, reply = ENGINE.resume(GuideState(guide="gone", step="gone.first", facts={"phone": "usable"}))
    assert (state.guide, reply.text, state.known) == ("", "", {"phone": "usable"})


@pytest.mark.parametrize("guide", GUIDES.guides)
def test_every_option_of_every_guide_leads_to_an_end(guide: str) -> None:
    """Taps every option at every place somebody can get to, each way once."""
    waiting = [ENGINE.begin(GuideState(), guide)]
    seen: set[tuple[str, str]] = set()
    ends: set[str] = set()
    while waiting:
        state, reply = waiting.pop()
        assert line_count(reply.text) <= SCREEN_LINES
        if reply.ended:
            ends.add(reply.ended)
            continue
        assert len(state.path) < MOST_STEPS
        for option in reply.options:
            name, _, value = option.id.removeprefix(FACT_OPTION).partition("=")
            if (state.step, option.id) not in seen:
                seen.add((state.step, option.id))
                waiting.append(ENGINE.tell(state, {name: value}))
    assert ends


TAPS = st.lists(
    st.sampled_from(["0", "1", "2", "上一步", "重新开始", "继续", "phone=usable", "mail=unusable"]), max_size=25
)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(GUIDES.guides)), TAPS)
def test_whatever_is_tapped_there_is_a_next_step(guide: str, taps: list[str]) -> None:
    state, reply = ENGINE.begin(GuideState(), guide)
    before = reply.text
    for tap in taps:
        if reply.ended:
            break
        if tap in ("上一步", "重新开始", "继续"):
            move = {"上一步": ENGINE.back, "重新开始": ENGINE.restart, "继续": ENGINE.resume}[tap]
            state, reply = move(state)
        else:
            option = reply.options[int(tap) % len(reply.options)].id if tap.isdigit() else FACT_OPTION + tap
            name, _, value = option.removeprefix(FACT_OPTION).partition("=")
            state, reply = ENGINE.tell(state, {name: value})
            fact = GUIDES.situation.facts[name]
            if not fact.local and (fact.lasting or not state.over):  # a matter that is done takes its own facts along
                assert state.known[name] == value  # nothing said is lost
        assert reply.text
        assert reply.ended or reply.options
        waits = reply.text == ENGINE.waiting(state)  # told again and again beside the step that waits
        assert reply.text != before or waits or tap in ("继续", "上一步", "重新开始")
        before = reply.text


def test_what_follows_from_what_was_said_is_not_asked_and_falls_with_it() -> None:
    engine = real_guidance().engine
    state, _ = engine.begin(
        GuideState(facts={"graduated": "done", "seen": "empty", "matches": "same"}), "missing_record"
    )
    assert state.step == "missing_record.year"  # who holds the diploma is not asked what they are
    assert "studies" not in state.known
    moved, reply = engine.tell(state, {"studies": "self_study"})
    assert (moved.step, reply.ended) == ("", "outside")
    state, _ = engine.begin(GuideState(facts={"manual_review": "rejected"}), "real_person")
    assert state.step == "real_person.rejected"


def test_what_a_page_says_is_heard_where_the_guide_does_not_go_by_it() -> None:
    engine = real_guidance().engine
    state, _ = engine.begin(GuideState(facts={"phone": "unusable"}), "forgot_password")
    moved, reply = engine.tell(state, {"prompt": "limited"})
    assert moved.step == state.step
    assert reply.text.startswith("那就停手")
    again, reply = engine.tell(moved, {"prompt": "frequent"})  # a page says another thing: nothing was put right
    assert again.step == state.step
    assert "改过来了" not in reply.text
    state, _ = engine.begin(GuideState(), "sms_code")
    assert "那就停手" not in engine.tell(state, {"prompt": "limited"})[1].text  # its own step says it


def test_a_guide_put_aside_at_an_open_question_is_left_open() -> None:
    engine = real_guidance().engine
    state, _ = engine.begin(GuideState(), "forgot_password")
    assert not engine.left_open(state)
    assert engine.left_open(replace(state, step=""))
    ended, _ = engine.tell(state, {"phone": "unusable", "mail": "unusable", "security": "unusable", "scan": "unbound"})
    ended, _ = engine.tell(ended, {"enrolment": "enlist"})
    assert not ended.running
    assert not engine.left_open(ended)


def test_what_was_told_of_another_number_is_open_again() -> None:
    """«绑的是我老婆的号»: whether that number works was never said."""
    state, _ = ENGINE.begin(GuideState(facts={"change_what": "phone", "phone": "usable"}), "change_info")
    moved, reply = ENGINE.tell(state, {"phone_whose": "family"})
    assert moved.step == "change_info.phone" and "phone" not in moved.known
    assert "家里人的手机" in reply.text
    both, _ = ENGINE.tell(state, {"phone_whose": "family", "phone": "unusable"})
    assert both.known["phone"] == "unusable"


def test_who_has_sent_it_is_not_asked_whether_to() -> None:
    _, reply = ENGINE.begin(GuideState(facts={"reregistered": "sent", "enrolment": "enlist"}), "reregister")
    assert reply.ended == "outside" and "武装部" in reply.text and "还要重新注册吗" not in reply.text


def test_a_question_passed_by_twice_is_taken_for_unknown_and_gone_on_from() -> None:
    engine = real_guidance().engine
    state, _ = engine.begin(GuideState(), "missing_record")
    assert state.step == "missing_record.seen"
    state, reply = engine.tell(state, {"matches": "same"})
    assert (state.step, reply.text) == ("missing_record.seen", "记下了：一样。\n再问一下：看到的是哪一种？")
    state, reply = engine.tell(state, {"studies": "graduated"})
    assert state.step == "missing_record.year"
    assert reply.text.startswith("先按“不清楚”往下说，不对就告诉我。\n")
    back, reply = engine.tell(state, {"seen": "verify"})  # told after all
    assert back.step == "missing_record.verify"


def test_how_it_went_is_taken_for_failed_when_it_is_not_said_and_another_way_comes() -> None:
    engine = real_guidance().engine
    state, _ = engine.begin(GuideState(facts={"phone": "usable"}), "forgot_password")
    state, reply = engine.passed(state)
    assert (state.step, reply.options[0].title) == ("forgot_password.by_phone", "成了")
    state, reply = engine.passed(state)
    assert state.step == "forgot_password.phone_stuck"
    assert "先按“还是不行”往下说" in reply.text
    told, reply = engine.tell(engine.passed(state)[0], {"enrolment": "postgraduate"})
    assert told.step == state.step
    assert "？" not in reply.text  # asked twice: the step only waits


def test_a_question_read_behind_other_answers_counts_as_asked() -> None:
    engine = real_guidance().engine
    state, _ = engine.begin(GuideState(), "missing_record")
    question = "再问一下：看到的是哪一种？"
    assert engine.read_in(state, ["别的？"]).times(state.step) == 1
    read = engine.read_in(state, [question, question])
    assert engine.passed(read)[0].step != state.step
    assert engine.read_in(GuideState(), [question]) == GuideState()


def test_what_is_put_right_after_the_end_is_the_guides_to_decide_on() -> None:
    engine = real_guidance().engine
    state, _ = engine.begin(GuideState(facts={"graduated_when": "early"}), "missing_record")
    assert not state.running
    assert engine.puts_right(state, {"graduated_when": "late"})
    assert not engine.puts_right(state, {"graduated_when": "early"})
    assert not engine.puts_right(GuideState(), {"graduated_when": "late"})


def test_a_way_into_an_account_is_over_when_somebody_is_in() -> None:
    state, replies = play("forgot_password", "密码忘了，手机号停了，邮箱也没绑", "我登上了")
    assert state.over and not state.running
    assert replies[-1].ended == "solved" and "下次" in replies[-1].text


def test_where_the_way_goes_on_by_it_being_in_is_an_answer() -> None:
    state, _ = play("change_info", "想换手机号，旧号停了", "登得上")
    assert state.running and not state.over


def test_who_waits_for_the_code_knows_the_username() -> None:
    state, replies = play("forgot_password", "密码忘了，用户名也忘了", "手机号还在用，验证码收不到")
    assert "username" not in state.known
    assert "找回用户名" not in replies[-1].text
