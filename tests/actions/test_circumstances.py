"""A circumstance told beside the question leads the reply."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from actions.answering.questions import ActionAnswerQuestion
from actions.in_talk.circumstances import decided_by, under_line
from faq.content.entry import FollowUp
from faq.follow_ups.asked_next import AskedNext
from faq.follow_ups.of_case import NO_CASE, Case
from faq.guiding.state import GuideState
from faq.saying.reply import reply_to
from faq.text.phone import SCREEN_LINES, cautious_lines
from tests.actions.trackers import make_tracker, run
from tests.fakes.library import FakeLibrary, decided
from tests.real_content import real_content, real_guidance

CONTENT = real_content()
ENTRY = "online_contract"
SAY = "不要紧：单位那边也看得到。"
TEXT = "网签怎么弄，我们经理出差了"
TOLD = AskedNext(ENTRY, FollowUp(("经理出差了", "领导不在"), SAY), 0.9)


def test_it_leads_and_the_answer_stands_under_it() -> None:
    library = FakeLibrary(
        CONTENT, {TEXT: decided(TEXT, "answer", (ENTRY, 0.95))}, guidance=real_guidance(), told_ones={TEXT: TOLD}
    )
    said, _ = run(ActionAnswerQuestion(library), make_tracker(TEXT))
    first, second, *_ = said[0]["text"].split("\n")
    assert first == SAY
    assert second.startswith("在 wq.ncss.cn")
    assert cautious_lines(said[0]["text"]) <= SCREEN_LINES


def test_less_of_the_answer_is_said_where_there_is_less_room() -> None:
    entry = CONTENT.entry(ENTRY)
    assert entry is not None
    reply = reply_to(decided(TEXT, "answer", (ENTRY, 0.95)), CONTENT)
    short = under_line(SAY, reply, TOLD, entry, CONTENT, 4)
    assert short.text.startswith(SAY)
    assert cautious_lines(short.text) <= 4
    assert short.options[0].id == ENTRY


def test_a_yes_or_no_that_decides_otherwise_stands_alone_and_the_answer_behind_a_button() -> None:
    entry = CONTENT.entry("report_extend")
    assert entry is not None
    told = AskedNext(entry.id, FollowUp(("公司能延吗",), "不能，只有本人能延。"), 0.9)
    reply = reply_to(decided("报告过期了", "answer", (entry.id, 0.95)), CONTENT)
    shown = under_line(told.follow_up.say, reply, told, entry, CONTENT, 12)
    assert shown.text == told.follow_up.say
    assert shown.options[0].id == entry.id


def test_a_sibling_that_it_leads_to_is_answered_where_it_was_likely() -> None:
    to_other = replace(TOLD, follow_up=replace(TOLD.follow_up, to="faq:destination_change"))
    likely = decided(TEXT, "answer", (ENTRY, 0.9), ("destination_change", 0.3))
    assert decided_by(to_other, likely).candidates[0].entry_id == "destination_change"
    unlikely = decided(TEXT, "answer", (ENTRY, 0.9), ("destination_change", 0.1))
    assert decided_by(to_other, unlikely) is unlikely
    certain = decided(TEXT, "answer", (ENTRY, 0.97), ("destination_change", 0.3))
    assert decided_by(to_other, certain) is certain


@dataclass
class _Listening(FakeLibrary):
    """Hears of which case it is asked."""

    cases: list[Case] = field(default_factory=list)

    def asked_next(
        self, text: str, of: Sequence[str], known: Case = NO_CASE, *, beside: bool = False, least: float = 0.0
    ) -> AskedNext | None:
        if beside:
            self.cases.append(known)
        return super().asked_next(text, of, known, beside=beside, least=least)


def test_what_is_known_of_the_case_tells_whom_it_is_for() -> None:
    """What was told before, what this message tells, and what follows from either."""
    library = _Listening(CONTENT, {TEXT: decided(TEXT, "answer", (ENTRY, 0.95))}, guidance=real_guidance())
    case = GuideState(facts={"mail": "usable", "phone": "usable"}).as_dict()
    told = [{"entity": "facts", "value": "phone=unusable studies=graduated"}]
    run(ActionAnswerQuestion(library), make_tracker(TEXT, entities=told, case=case))
    assert library.cases
    for known in library.cases:
        assert {"mail": "usable", "phone": "unusable", "graduated": "done"}.items() <= known.items()
