"""A picture outside the forms: quoted and answered, led at the right step, asked about, or only kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasa_sdk import Tracker

from actions.answering.pictures import ActionTakePicture
from actions.storage import DeskAccess
from common.clock import FakeClock
from common.settings import Settings
from faq.content.loader import Content
from faq.guiding.state import GuideState
from faq.pages.page import PageReading, Verdict, read_page
from faq.pages.prompts import page_prompts
from tests.actions.ticket_stage import keep_picture
from tests.actions.trackers import make_tracker, message, offered, run, slots_set
from tests.fakes.library import FakeLibrary, decided
from tests.faq.pages.seen import page
from tests.real_content import real_content, real_guidance
from tests.tickets.samples import make_image, make_submission
from tickets.agents import AgentDesk
from tickets.model import Person

GUIDANCE = real_guidance()
TICKET_OFFER = ("ticket", "提交工单")


@pytest.fixture(scope="module")
def real() -> Content:
    return real_content()


def shown(real: Content, *rows: str) -> PageReading:
    return read_page(page("account.chsi.com.cn", "学信网", *rows), page_prompts(real.entries))


def sent(
    *pages: PageReading, text: str = "/send_picture", before: dict[str, Any] | None = None, **slots: Any
) -> Tracker:
    metadata = {"attachments": [f"p{number}" for number, _ in enumerate(pages)], "pages": [p.as_dict() for p in pages]}
    entities = slots.pop("entities", ())
    tracker = make_tracker(text, "send_picture", metadata=metadata, entities=entities, **slots)
    now = {"event": "user", "text": text, "timestamp": 1000.0, "metadata": metadata}
    tracker.events = [{"event": "user", "timestamp": 900.0, "metadata": {}, **before}, now] if before else [now]
    return tracker


def library(real: Content, *decisions: Any) -> FakeLibrary:
    return FakeLibrary(real, {item.text: item for item in decisions}, guidance=GUIDANCE)


def test_a_prompt_is_quoted_and_leads_into_its_guide(real: Content) -> None:
    said, events = run(ActionTakePicture(library(real)), sent(shown(real, "!证件号码已被注册")))
    (told,) = said
    assert told["text"].startswith("我在图里看到“证件号码已被注册”。\n")
    assert told["custom"]["trace"]["guide_id"] == "id_registered"
    slots = slots_set(events)
    case = GuideState.from_dict(slots["case"])
    assert (case.guide, case.known["prompt"], case.running) == ("id_registered", "id_registered", True)
    assert (slots["ticket_pictures"], slots["last_question"]) == (["p0"], "截图上写着“证件号码已被注册”")


def test_words_beside_the_picture_fill_the_case(real: Content) -> None:
    told = [{"entity": "facts", "value": "phone=unusable"}]
    tracker = sent(shown(real, "!手机号码已被注册"), text="号早就不用了", entities=told)
    said, events = run(ActionTakePicture(library(real)), tracker)
    known = GuideState.from_dict(slots_set(events)["case"]).known
    assert (known["phone"], known["prompt"]) == ("unusable", "phone_registered")
    assert slots_set(events)["last_question"] == "号早就不用了；截图上写着“手机号码已被注册”"
    assert said[0]["custom"]["trace"]["guide_id"] == "phone_registered"


def test_a_guide_that_waits_goes_on_with_what_the_page_shows(real: Content) -> None:
    state, reply = GUIDANCE.engine.begin(GuideState(), "format_error")
    assert reply.asked == "prompt"
    said, events = run(ActionTakePicture(library(real)), sent(shown(real, "!姓名格式有误"), case=state.as_dict()))
    after = GuideState.from_dict(slots_set(events)["case"])
    assert (after.guide, after.known["prompt"]) == ("format_error", "name_format")
    assert after.step != state.step
    assert said[0]["text"].startswith("我在图里看到“姓名格式有误”。\n")


def test_an_entry_without_a_guide_is_answered(real: Content) -> None:
    said, events = run(ActionTakePicture(library(real)), sent(shown(real, "!该报告已过有效期")))
    assert said[0]["text"].startswith("我在图里看到“该报告已过有效期”。\n")
    assert slots_set(events)["last_answer"] == "report_extend"
    assert said[0]["custom"]["trace"]["band"] == "answer"


def test_lines_that_nobody_knows_are_quoted_and_asked_about(real: Content) -> None:
    unknown = shown(real, "!虚构的新提示出现了")
    said, events = run(
        ActionTakePicture(library(real, decided(unknown.question, "none"))), sent(unknown, before={"text": "/x"})
    )
    assert said[0]["text"].splitlines() == [
        "我在图里看到“虚构的新提示出现了”，但不能确定您卡在哪一步。请用一句话说说遇到了什么问题。",
        "也可以提交工单，图会一起带上。",
        "1. 提交工单",
    ]
    assert slots_set(events)["offered"] == offered(TICKET_OFFER)


def test_the_words_just_before_are_read_with_the_picture(real: Content) -> None:
    unknown = shown(real, "!虚构的新提示出现了")
    together = decided(f"注册不了账号，{unknown.question}", "answer", ("verification_problem", 0.9))
    alone = decided(unknown.question, "none")
    spoken = decided("注册不了账号", "none")
    for before, asked in ((900.0, 2), (100.0, 1)):
        books = library(real, together, alone, spoken)
        run(ActionTakePicture(books), sent(unknown, before={"text": "注册不了账号", "timestamp": before}))
        assert len(books.asked) == asked


@pytest.mark.parametrize(
    ("reading", "start"),
    [
        (PageReading(Verdict.NOTHING, likely="虚构的投递失败"), "图里写着“虚构的投递失败”。没有看到学信网的提示。"),
        (PageReading(Verdict.UNREADABLE), "图里没有我能看清的字，这张图我没有保存。"),
    ],
)
def test_nothing_of_ours_is_said_so(real: Content, reading: PageReading, start: str) -> None:
    tracker = sent(reading)
    is_kept = reading.verdict is not Verdict.UNREADABLE
    tracker.latest_message["metadata"]["attachments"] = ["p0"] if is_kept else []
    said, events = run(ActionTakePicture(library(real)), tracker)
    assert said[0]["text"].startswith(start)
    assert "图会一起带上" not in said[0]["text"]
    assert ("这张图我没有保存" in said[0]["text"]) is not is_kept
    assert ("问到截图时再发一次。\n1. 提交工单" in said[0]["text"]) is not is_kept
    assert slots_set(events)["ticket_pictures"] == (["p0"] if is_kept else None)
    assert "last_question" not in slots_set(events)


def test_of_several_pictures_the_one_that_blocks_is_answered(real: Content) -> None:
    tracker = sent(PageReading(Verdict.UNREADABLE), shown(real, "!证件号码已被注册"))
    said, events = run(ActionTakePicture(library(real)), tracker)
    assert said[0]["text"].startswith("我在图里看到“证件号码已被注册”。")
    assert slots_set(events)["ticket_pictures"] == ["p0", "p1"]


def test_with_a_ticket_open_it_may_belong_there(real: Content, access: Any) -> None:
    number = access.desk.open(Person("web", "web-k"), make_submission()).ticket.number
    tracker = sent(shown(real, "!证件号码已被注册"))
    tracker.latest_message["metadata"]["channel"] = "web"
    said, events = run(ActionTakePicture(library(real), access), tracker)
    # The advice one gets without a ticket, and the way to it last.
    alone, _ = run(ActionTakePicture(library(real)), sent(shown(real, "!证件号码已被注册")))
    assert [item["text"] for item in said] == [item["text"] for item in alone]
    adding = {"id": "add_pictures", "title": f"补充到工单 {number}"}
    assert said[-1]["buttons"][:-1] == alone[-1]["buttons"] and said[-1]["buttons"][-1]["title"] == adding["title"]
    assert slots_set(events)["ticket_pictures"] == ["p0"]
    assert slots_set(events)["offered"][-1] == adding


def test_an_agent_who_waits_gets_it_and_what_it_shows_can_be_asked(
    real: Content, access: DeskAccess, tmp_path: Path, clock: FakeClock
) -> None:
    number = access.desk.open(Person("web", "web-k"), make_submission()).ticket.number
    AgentDesk(access.desk.engine, access.desk.vault, Settings(), access.desk.clock).reply("小林", number, "发张截图")
    tracker = sent(shown(real, "!证件号码已被注册"))
    picture = keep_picture(access, tmp_path, clock, make_image())
    tracker.latest_message["metadata"] |= {"channel": "web", "attachments": [picture]}
    said, events = run(ActionTakePicture(library(real), access), tracker)
    assert said[-1]["text"].startswith(f"已补充到工单 {number}")
    assert slots_set(events)["offered"][-1]["id"] == "id_registered"


def test_unread_pictures_are_kept_for_a_ticket_each_once(content: Content) -> None:
    tracker = make_tracker("/send_picture", "send_picture", metadata={"attachments": ["b", "a"]}, ticket_pictures=["a"])
    said, events = run(ActionTakePicture(FakeLibrary(content)), tracker)
    assert [item["buttons"] for item in said] == [message("", [TICKET_OFFER])["buttons"]]
    assert said[0]["text"].startswith("图片收到了，不过我看不懂图里的内容。")
    assert slots_set(events) == {"ticket_pictures": ["a", "b"], "offered": offered(TICKET_OFFER)}


def test_words_beside_an_unread_picture_are_answered(content: Content) -> None:
    books = FakeLibrary(content, {"密码忘了": decided("密码忘了", "answer", ("reset_password", 0.9))})
    tracker = make_tracker("密码忘了", "send_picture", metadata={"attachments": ["a"]})
    said, events = run(ActionTakePicture(books), tracker)
    assert said[0]["custom"]["trace"]["faq_id"] == "reset_password"
    assert slots_set(events)["ticket_pictures"] == ["a"]


def test_no_picture_arrived(content: Content) -> None:
    said, events = run(ActionTakePicture(FakeLibrary(content)), make_tracker("发你了", "send_picture"))
    assert said[0]["text"].startswith("我这边没有收到图片。")
    assert slots_set(events) == {"ticket_pictures": None, "offered": offered(TICKET_OFFER)}


FIVE = [f"old{number}" for number in range(5)]
NOT_KEPT = "最多带 5 张图片，先收下前 5 张，多出来的没有留下"


@pytest.mark.parametrize("verdict", ["unknown", "unreadable", "not read"])
def test_a_sixth_picture_is_not_promised(real: Content, verdict: str) -> None:
    """It was dropped, and the ticket offered «图会一起带上» all the same."""
    unknown = shown(real, "!虚构的新提示出现了")
    pages = {"unknown": [unknown], "unreadable": [PageReading(Verdict.UNREADABLE)], "not read": []}[verdict]
    tracker = sent(*pages, before={"text": "/x"}, ticket_pictures=FIVE)
    tracker.latest_message["metadata"]["attachments"] = ["new"]
    said, events = run(ActionTakePicture(library(real, decided(unknown.question, "none"))), tracker)
    assert NOT_KEPT in said[0]["text"] and "一起带上" not in said[0]["text"]
    assert slots_set(events)["ticket_pictures"] == FIVE


def test_a_sixth_picture_is_not_promised_to_a_ticket_that_is_open(real: Content, access: Any) -> None:
    access.desk.open(Person("web", "web-k"), make_submission())
    tracker = sent(shown(real, "!证件号码已被注册"), ticket_pictures=FIVE)
    tracker.latest_message["metadata"] |= {"channel": "web", "attachments": ["new"]}
    said, _ = run(ActionTakePicture(library(real), access), tracker)
    assert said[0]["text"] == f"{NOT_KEPT}。" and said[1]["text"].startswith("我在图里看到“证件号码已被注册”。")
