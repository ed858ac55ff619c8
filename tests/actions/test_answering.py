from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk.events import FollowupAction, SlotSet

from actions.answering.choosing import ActionChooseOption
from actions.answering.questions import ActionAnswerQuestion
from actions.guiding.guides import ActionGoBack
from actions.support import TICKET, offer_human
from actions.talking import ActionClearOffer
from faq.content.loader import Content
from faq.engine.in_talk import TalkSoFar
from faq.ranking.decision import IntentScore
from faq.saying.answer import render_plain
from tests.actions.trackers import make_tracker, message, offered, run, trace
from tests.fakes.library import FakeLibrary, decided

TICKET_OFFER = TICKET

PASSWORD = ("reset_password", "忘记密码怎么办？")
USERNAME = ("find_username", "忘记用户名怎么办？")
NONE = ("none", "都不是")
HUMAN = ("human", "人工客服")
HOT = [PASSWORD, USERNAME]
CLARIFIED = offered(PASSWORD, USERNAME, NONE)
NONE_TEXT = "这件事我没找对。把页面上的字原样发给我，我再找一次；也可以直接让人来看：\n1. 人工客服"


def text_of(content: Content, entry_id: str, context: str = "") -> str:
    entry = content.entry(entry_id)
    assert entry is not None
    return render_plain(entry, content, context)


def set_slots(*offered_options: tuple[str, str], misses: int = 0) -> list[dict[str, Any]]:
    return [SlotSet("offered", offered(*offered_options)), SlotSet("misses", misses)]


def answered(entry_id: str, before: str | None = None) -> list[dict[str, Any]]:
    return [*set_slots(), SlotSet("previous_answer", before), SlotSet("last_answer", entry_id)]


def test_a_question_is_answered_and_remembered(content: Content) -> None:
    library = FakeLibrary(content, {"密码忘了": decided("密码忘了", "answer", ("reset_password", 0.97))})
    tracker = make_tracker(
        "密码忘了",
        ranking=[{"name": "nlu_fallback", "confidence": 0.5}, {"name": "forgot_password", "confidence": 0.4}],
        last_answer="find_username",
        school="云杉学院",
        misses=1,
    )
    said, events = run(ActionAnswerQuestion(library), tracker)
    assert said == [
        message(text_of(content, "reset_password"), (), trace("answer", "reset_password", ("reset_password", 0.97)))
    ]
    assert events == [*answered("reset_password", "find_username"), SlotSet("last_question", "密码忘了")]
    assert library.asked == [
        {
            "text": "密码忘了",
            "intents": (IntentScore("forgot_password", 0.4),),
            "previous": "find_username",
            "context": "我是云杉学院的。密码忘了",
            "talk": TalkSoFar((), ("find_username",)),
        }
    ]


def test_an_answer_given_again_keeps_the_one_before(content: Content) -> None:
    library = FakeLibrary(content, {"密码": decided("密码", "answer", ("reset_password", 0.9))})
    tracker = make_tracker("密码", last_answer="reset_password", previous_answer="find_username")
    _, events = run(ActionAnswerQuestion(library), tracker)
    assert events == [*set_slots(), SlotSet("last_question", "密码")]


def test_a_clarifying_question_offers_and_is_no_miss(content: Content) -> None:
    library = FakeLibrary(
        content, {"忘记": decided("忘记", "clarify", ("reset_password", 0.5), ("find_username", 0.4))}
    )
    said, events = run(ActionAnswerQuestion(library), make_tracker("忘记", misses=1))
    assert said == [
        message(
            "您是不是想问：\n1. 忘记密码怎么办？\n2. 忘记用户名怎么办？\n3. 都不是\n\n点选或回复序号都可以。",
            (PASSWORD, USERNAME, NONE),
            trace("clarify", None, ("reset_password", 0.5), ("find_username", 0.4)),
        )
    ]
    assert events == [*set_slots(PASSWORD, USERNAME, NONE), SlotSet("last_question", "忘记")]


def test_two_misses_in_a_row_offer_a_person(content: Content) -> None:
    library = FakeLibrary(content, {"火星": decided("火星", "none")})
    _, events = run(ActionAnswerQuestion(library), make_tracker("火星", "out_of_scope"))
    assert events == [*set_slots(misses=1), SlotSet("last_question", "火星")]
    said, events = run(ActionAnswerQuestion(library), make_tracker("火星", "out_of_scope", misses=1))
    assert [button["title"] for button in said[0]["buttons"]] == [
        "人工客服",
        "忘记密码怎么办？",
        "忘记用户名怎么办？",
    ]
    assert events == [*set_slots(HUMAN, *HOT, misses=2), SlotSet("last_question", "火星")]


def test_a_typed_choice_is_taken_as_it_was_read(content: Content) -> None:
    read = [{"entity": "option", "value": "find_username"}]
    tracker = make_tracker("第二个呢", "choose_option", entities=read, offered=CLARIFIED, misses=1)
    said, events = run(ActionChooseOption(FakeLibrary(content)), tracker)
    assert said == [
        message(text_of(content, "find_username"), (), trace("answer", "find_username", ("find_username", 1.0)))
    ]
    assert events == answered("find_username")


def tap(option_id: str, **slots: Any) -> Any:
    entity = {"entity": "option", "value": option_id, "start": 15, "end": 40}
    return make_tracker(f'/choose_option{{"option": "{option_id}"}}', "choose_option", entities=[entity], **slots)


def test_a_tap_is_taken_also_when_it_was_offered_long_ago(content: Content) -> None:
    said, events = run(ActionChooseOption(FakeLibrary(content)), tap("reset_password", last_answer="no_record"))
    assert said == [
        message(text_of(content, "reset_password"), (), trace("answer", "reset_password", ("reset_password", 1.0)))
    ]
    assert events == answered("reset_password", "no_record")


@pytest.mark.parametrize("option_id", ["none", "deleted_since", "old_notice"])
def test_none_of_these_and_what_is_gone(content: Content, option_id: str) -> None:
    said, events = run(ActionChooseOption(FakeLibrary(content)), tap(option_id, offered=CLARIFIED))
    assert said == [message(NONE_TEXT, (HUMAN,), trace("none", None))]
    assert events == set_slots(HUMAN, misses=1)


def test_a_tap_on_the_ticket_starts_the_form(content: Content) -> None:
    assert run(ActionChooseOption(FakeLibrary(content)), tap("ticket")) == ([], [FollowupAction("ticket_form")])


def human_reply(content: Content) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    class _Say:
        def run(self, dispatcher: Any, tracker: Any, domain: Any) -> Any:
            from actions.conversation import Memory

            return offer_human(dispatcher, content, Memory.of(tracker))

    return run(_Say(), make_tracker())


def test_a_tap_on_the_person_gives_the_way_to_one(content: Content) -> None:
    assert run(ActionChooseOption(FakeLibrary(content)), tap("human")) == human_reply(content)


@pytest.mark.parametrize("text", ["都不是", "不是"])
def test_a_no_to_what_was_offered(content: Content, text: str) -> None:
    said, events = run(ActionChooseOption(FakeLibrary(content)), make_tracker(text, "deny", offered=CLARIFIED))
    assert said == [message(NONE_TEXT, (HUMAN,), trace("none", None))]
    assert events == set_slots(HUMAN, misses=1)


def test_none_of_these_again_begins_the_ticket(content: Content) -> None:
    tracker = tap("none", offered=CLARIFIED, misses=1)
    assert run(ActionChooseOption(FakeLibrary(content)), tracker) == human_reply(content)


def test_a_no_to_the_offer_of_a_person_begins_nothing(content: Content) -> None:
    library = FakeLibrary(content, {"不用": decided("不用", "none")})
    said, events = run(ActionChooseOption(library), make_tracker("不用", "deny", offered=offered(HUMAN)))
    assert said[0]["text"].startswith("好的。请换个说法")
    assert FollowupAction("ticket_form") not in events


def test_a_yes_to_one_title_takes_it(content: Content) -> None:
    tracker = make_tracker("是的", "affirm", offered=offered(USERNAME, NONE))
    _, events = run(ActionChooseOption(FakeLibrary(content)), tracker)
    assert events == answered("find_username")


def test_a_yes_to_the_offer_of_a_person(content: Content) -> None:
    tracker = make_tracker("好的", "affirm", offered=offered(HUMAN, *HOT))
    assert run(ActionChooseOption(FakeLibrary(content)), tracker) == human_reply(content)
    tracker = make_tracker("好的", "affirm", offered=offered((TICKET_OFFER.id, TICKET_OFFER.title)))
    assert run(ActionChooseOption(FakeLibrary(content)), tracker) == ([], [FollowupAction("ticket_form")])


def test_a_yes_to_several_titles_asks_which(content: Content) -> None:
    library = FakeLibrary(content, {"是的": decided("是的", "none")})
    tracker = make_tracker("是的", "affirm", offered=CLARIFIED)
    said, events = run(ActionChooseOption(library), tracker)
    text = "请点选或回复序号，告诉我是哪一个：\n1. 忘记密码怎么办？\n2. 忘记用户名怎么办？\n3. 都不是"
    assert said == [message(text, (PASSWORD, USERNAME, NONE), trace("clarify", None))]
    assert events == [SlotSet("offered", CLARIFIED)]


@pytest.mark.parametrize("offer", [[], offered(*HOT), offered(USERNAME)])
def test_a_yes_after_an_answer_is_thanked_and_chooses_nothing(content: Content, offer: list[dict[str, str]]) -> None:
    library = FakeLibrary(content, {"好的": decided("好的", "none")})
    said, events = run(ActionChooseOption(library), make_tracker("好的", "affirm", offered=offer))
    assert said == [message("好的。还有别的问题，直接打字告诉我就行。", (), trace("none", None))]
    assert events == []


def test_a_no_to_nothing_asks_for_more(content: Content) -> None:
    library = FakeLibrary(content, {"不对": decided("不对", "none")})
    said, events = run(ActionChooseOption(library), make_tracker("不对", "deny"))
    text = "好的。请换个说法，再多说一点：在哪个页面、做到哪一步、页面提示了什么。"
    assert (said, events) == ([message(text, (), trace("none", None))], [])


def test_a_question_taken_for_a_choice_is_still_answered(content: Content) -> None:
    decision = decided("对了密码忘了", "answer", ("reset_password", 0.95))
    library = FakeLibrary(content, {"对了密码忘了": decision})
    tracker = make_tracker("对了密码忘了", "affirm", offered=CLARIFIED)
    _, events = run(ActionChooseOption(library), tracker)
    assert events == [*answered("reset_password"), SlotSet("last_question", "对了密码忘了")]


def test_back_and_back_again(content: Content) -> None:
    tracker = make_tracker("返回", "go_back", last_answer="reset_password", previous_answer="find_username")
    said, events = run(ActionGoBack(FakeLibrary(content)), tracker)
    assert said[0]["text"] == text_of(content, "find_username")
    assert events == answered("find_username", "reset_password")


@pytest.mark.parametrize("slots", [{}, {"previous_answer": "deleted"}])
def test_nothing_to_go_back_to(content: Content, slots: dict[str, Any]) -> None:
    said, events = run(ActionGoBack(FakeLibrary(content)), make_tracker("返回", "go_back", **slots))
    text = "前面还没有可以返回的内容。直接把问题打出来就行，例如“忘记密码怎么办”。"
    assert (said, events) == ([message(text)], [SlotSet("offered", [])])


def test_clearing_the_offer_says_nothing() -> None:
    tracker = make_tracker("算了", "cancel", offered=CLARIFIED, misses=1)
    assert run(ActionClearOffer(), tracker) == ([], [SlotSet("offered", []), SlotSet("misses", 0)])
