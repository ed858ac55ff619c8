"""What agents need of tickets: the queue, searching, merging, tags, presence, time left, and how replies fared."""

from __future__ import annotations

import json
from datetime import date, datetime, time

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import delete, insert, select, update
from sqlalchemy.engine import Engine

from common.clock import CHINA, FakeClock
from common.settings import Settings
from tests.tickets.samples import ANNA, BEN, PHONE, make_picture, make_submission
from tickets import schema
from tickets.access import RecoveryCodes
from tickets.accounts import Accounts, Role
from tickets.agents import AgentDesk
from tickets.attachments import AttachmentStore
from tickets.case_file import MOST_TURNS, CaseFiles, changed_since
from tickets.desk import Desk
from tickets.desk_queue import DeskQueue, QueueFilter
from tickets.errors import ClosedTicketError, PictureError, StatusError, SubmissionError
from tickets.model import MessageKind, Person, Priority, Status, Submission
from tickets.owner import OwnersDesk
from tickets.presence import Looking, Presence
from tickets.promise import OwnDays
from tickets.retention import Retention
from tickets.ticket_texts import SearchTexts, TicketText, fill_missing, set_topics, without_topic
from tickets.vault import Vault
from tickets.working_time import time_left
from web.desk.ticket_view import shown_case

TODAY = date(2026, 11, 2)
PASSWORD = "correct-horse-42"
VAULT = Vault([Fernet.generate_key().decode()])


@pytest.fixture(scope="session")
def vault() -> Vault:
    """The one key these tests read with too."""
    return VAULT


def make_queue(engine: Engine) -> DeskQueue:
    return DeskQueue(engine, SearchTexts(engine, VAULT))


def numbers(engine: Engine, me: str = "小林", today: date = TODAY, **wanted: str) -> list[str]:
    """The queue as an agent sees it."""
    return [row.number for row in make_queue(engine).page(QueueFilter(**wanted), me, today).rows]


def open_some(desk: Desk, *texts: str, person: Person = ANNA) -> list[str]:
    return [desk.open(person, Submission(f"{person.channel}-{text}", None, text)).ticket.number for text in texts]


def test_views_of_the_queue(engine: Engine, desk: Desk, agents: AgentDesk, clock: FakeClock) -> None:
    first, second, third = open_some(desk, "注册时提示证件号已注册", "学籍查不到专业信息", "图像校对点错了")
    agents.assign("小林", second, "小林")
    agents.set_priority("小林", third, Priority.URGENT)
    assert numbers(engine) == [third, first, second]  # the urgent one first, then as they were promised
    assert numbers(engine, view="mine") == [second] and numbers(engine, me="小王", view="mine") == []
    assert numbers(engine, view="unassigned") == [third, first]
    agents.reply("小林", second, "请再查一次")
    assert numbers(engine, view="pending") == [second] and numbers(engine) == [third, first]
    assert numbers(engine, view="overdue") == []
    assert numbers(engine, view="overdue", today=date(2026, 11, 30)) == [
        third,
        first,
    ]
    clock.advance(60)
    agents.set_status("小林", first, Status.CLOSED)
    assert numbers(engine, view="done") == [first] and numbers(engine, view="all")[0] == first
    assert numbers(engine, view="?") == numbers(engine)
    queue = make_queue(engine)
    assert queue.counts("小林", TODAY) == {"open": 1, "mine": 1, "unassigned": 1, "overdue": 0, "pending": 1}
    rows = {row.number: row for row in queue.page(QueueFilter(view="all"), "小林", TODAY).rows}
    assert [rows[one].spoke_last for one in (first, second, third)] == [True, False, True]
    assert queue.neighbours(QueueFilter(view="all"), "小林", TODAY, first) == ("", numbers(engine, view="all")[1])
    assert queue.neighbours(QueueFilter(), "小林", TODAY, first) == ("", third)


def test_searching_finds_words_and_never_what_is_masked(
    engine: Engine, desk: Desk, agents: AgentDesk, store: AttachmentStore
) -> None:
    picture = store.take(ANNA, make_picture(), "上传的照片不合格")
    [other] = open_some(desk, "学信档案打不开", person=BEN)
    number = desk.open(ANNA, make_submission(pictures=(picture.id,))).ticket.number
    desk.add(ANNA, "浏览器是 Firefox 100%", idempotency_key="a", number=number)
    agents.note("小林", number, "已经打过电话")
    for words in ("证件号已注册", "照片不合格", "firefox", "打过电话", "证件号 照片", number, number.lower(), "100%"):
        assert numbers(engine, view="all", words=words) == [number], words
    for words in (PHONE, PHONE[3:], "100_", "证件号 档案", "' OR 1=1 --"):
        assert numbers(engine, view="all", words=words) == [], words
    assert numbers(engine, view="all", channel="wechat") == [other]
    assert PHONE not in "".join(f"{one.summary}{one.text}" for one in engine_texts(engine))


def test_a_process_sees_what_another_one_wrote(engine: Engine, desk: Desk, store: AttachmentStore) -> None:
    texts = SearchTexts(engine, VAULT)
    [number] = open_some(desk, "注册时提示证件号已注册")
    [found] = texts.find("证件号")
    assert texts.find("火狐") == []
    desk.add(ANNA, "用的是火狐浏览器", idempotency_key="a", number=number)
    assert texts.find("火狐") == [found]
    Retention(desk, store).erase_person(ANNA)
    assert texts.find("证件号") == [] and texts.refresh() == {}


def test_topics_and_older_tickets(engine: Engine, desk: Desk, vault: Vault) -> None:
    first, second = open_some(desk, "注册时提示证件号已注册", "学籍查不到专业信息")
    desk.add(ANNA, "补充一句话", idempotency_key="a", number=first)
    before = engine_texts(engine)
    with engine.begin() as connection:
        connection.execute(delete(schema.ticket_text))
    assert numbers(engine) == [first, second]  # still in the queue, though nothing can be read of it
    assert (fill_missing(engine, vault), fill_missing(engine, vault)) == (2, 0)
    assert engine_texts(engine) == before
    untold = without_topic(engine, vault)
    assert list(untold.values()) == ["学籍查不到专业信息", "注册时提示证件号已注册"]
    set_topics(engine, dict(zip(untold, ("学信档案", ""), strict=True)))
    assert without_topic(engine, vault) == {}
    assert numbers(engine, topic="学信档案") == [second]
    assert make_queue(engine).choices()["topics"] == ["学信档案"]


def engine_texts(engine: Engine) -> list[TicketText]:
    with engine.connect() as connection:
        row = schema.ticket_text.c
        tokens = connection.execute(select(row.sealed).order_by(row.ticket_id)).scalars()
        return [TicketText.opened(token, VAULT) for token in tokens]


def test_what_is_erased_cannot_be_found(engine: Engine, desk: Desk, agents: AgentDesk, store: AttachmentStore) -> None:
    [number] = open_some(desk, "注册时提示证件号已注册")
    agents.tag("小林", number, "等学校")
    account = Accounts(engine).add("root", "小林", [Role.AGENT], PASSWORD)
    Presence(engine).beat(account.id, number, is_typing=True)
    Retention(desk, store).erase_person(ANNA)
    assert numbers(engine, view="all", words="证件号") == []
    with engine.connect() as connection:
        for table in (schema.ticket_text, schema.ticket_tag, schema.desk_presence):
            assert connection.execute(select(table)).all() == []


def test_merging(engine: Engine, desk: Desk, agents: AgentDesk) -> None:
    first, second, third = open_some(desk, "注册时提示证件号已注册", "还是证件号的事情", "另一件事情也说说")
    [foreign] = open_some(desk, "别人的问题在这里", person=BEN)
    with pytest.raises(SubmissionError):
        agents.merge("小林", first, foreign)
    with pytest.raises(SubmissionError):
        agents.merge("小林", first, first)
    assert agents.merge("小林", second, f" {first.lower()} ").number == first
    assert agents.merge("小林", second, first).number == first  # again changes nothing
    merged = desk.reader.ticket(second)
    assert (merged.status, merged.merged_into) == (Status.CLOSED, first)
    assert [line.body for line in merged.messages][-1] == f"并入工单 {first}"
    assert [line.body for line in desk.reader.ticket(first).messages][-1] == f"工单 {second} 并入这张"
    with pytest.raises(ClosedTicketError):
        desk.add(ANNA, "还有一句", idempotency_key="b", number=second)
    with pytest.raises(StatusError):
        agents.merge("小林", third, second)
    case = CaseFiles(engine, SearchTexts(engine, VAULT)).of(desk.reader.ticket(first))
    [other] = [one for one in case.others if one.number == second]
    assert other.merged_into == first


def test_what_is_merged_stays_as_urgent_as_it_was_and_with_whom_it_was(
    engine: Engine, desk: Desk, agents: AgentDesk, clock: FakeClock
) -> None:
    [early] = open_some(desk, "注册时提示证件号已注册")
    clock.advance(5 * 24 * 3600)
    [late] = open_some(desk, "还是证件号的事情")
    promised = {number: desk.reader.ticket(number).promised_on for number in (early, late)}
    assert promised[early] < promised[late]
    agents.set_priority("小林", early, Priority.URGENT)
    agents.assign("小林", early, "小林")
    for number, tag in ((early, "等学校"), (early, "照片"), (late, "照片")):
        agents.tag("小林", number, tag)
    kept = agents.merge("小王", early, late)
    assert (kept.priority, kept.assignee, kept.promised_on) == (Priority.URGENT, "小林", promised[early])
    told = f"工单 {early} 并入这张，优先级：紧急，负责人：小林，承诺日期：{promised[early]}，标签：等学校"
    assert [(line.body, line.author) for line in kept.messages][-1] == (told, "小王")
    assert CaseFiles(engine, SearchTexts(engine, VAULT)).of(kept).tags == ("照片", "等学校")


def test_tags(engine: Engine, desk: Desk, agents: AgentDesk) -> None:
    [number] = open_some(desk, "注册时提示证件号已注册")
    for _ in range(2):
        agents.tag("小林", number, " 等 学校 ")
    assert CaseFiles(engine, SearchTexts(engine, VAULT)).of(desk.reader.ticket(number)).tags == ("等 学校",)
    for words in ("等 学校", "学校"):
        assert numbers(engine, words=words) == [number], words
    assert numbers(engine, words="等_学校") == []
    assert numbers(engine, tag="等 学校") == [number] and make_queue(engine).choices()["tags"] == ["等 学校"]
    for wrong in ("", "x" * 13, PHONE, "a\x00b"):
        with pytest.raises(SubmissionError):
            agents.tag("小林", number, wrong)
    agents.tag("小林", number, "等 学校", remove=True)
    lines = [(line.author, line.body) for line in agents.reader.ticket(number).messages]
    assert lines[1:] == [("小林", "加上标签：等 学校"), ("小林", "去掉标签：等 学校")]
    assert CaseFiles(engine, SearchTexts(engine, VAULT)).of(desk.reader.ticket(number)).tags == ()
    for place in range(10):
        agents.tag("小林", number, f"标签{place}")
    with pytest.raises(SubmissionError):
        agents.tag("小林", number, "第十一个")


def test_a_long_talk_is_cut_and_said_to_be_and_states_have_the_names_of_the_desk(
    engine: Engine, desk: Desk, agents: AgentDesk, clock: FakeClock
) -> None:
    said = [
        {
            "channel": "web",
            "conversation_key": ANNA.conversation_key,
            "dedupe_key": f"talk{place}",
            "received_at": clock.now(),
            "payload": json.dumps({"text": f"第 {place} 句"}),
            "state": "done",
            "attempts": 1,
            "reply": json.dumps({"replies": []}),
        }
        for place in range(MOST_TURNS + 1)
    ]
    with engine.begin() as connection:
        connection.execute(insert(schema.inbox), said[1:])
    [number] = open_some(desk, "注册时提示证件号已注册")
    files = CaseFiles(engine, SearchTexts(engine, VAULT))
    whole = files.of(desk.reader.ticket(number))
    assert (len(whole.talk), whole.is_cut) == (MOST_TURNS, False)
    with engine.begin() as connection:
        connection.execute(insert(schema.inbox), said[:1])
    ticket = agents.set_status("小林", number, Status.PENDING)
    case = files.of(ticket)
    assert (len(case.talk), case.is_cut, case.talk[-1].text) == (MOST_TURNS, True, "第 0 句")
    shown = shown_case(ticket, case, (), {}, desk.time_left(ticket.promised_on), clock.now())
    assert shown["is_cut"]
    assert [line["text"] for line in shown["lines"]] == ["提交工单", "状态：待处理 → 等用户"]


def test_who_sees_raw_data_is_told_of_values_that_no_ticket_has(engine: Engine, desk: Desk, clock: FakeClock) -> None:
    for text, lacks in (("我手机（手机号）收不到码，急", True), (f"我手机{PHONE}收不到码", False)):
        [number] = open_some(desk, text)
        ticket = desk.reader.ticket(number)
        case = CaseFiles(engine, SearchTexts(engine, VAULT)).of(ticket)
        shown = shown_case(ticket, case, (), {}, desk.time_left(ticket.promised_on), clock.now())
        assert shown["lacks_values"] is lacks


def test_presence(engine: Engine, desk: Desk, clock: FakeClock) -> None:
    accounts, presence = Accounts(engine, clock), Presence(engine, clock)
    lin, wang = (accounts.add("root", name, [Role.AGENT], PASSWORD).id for name in ("小林", "小王"))
    [number] = open_some(desk, "注册时提示证件号已注册")
    assert presence.beat(lin, number, is_typing=False) == []
    assert presence.beat(wang, number, is_typing=True) == [Looking("小林", False)]
    assert presence.others(lin, number) == [Looking("小王", True)]
    assert presence.beat(lin, "T2222222", is_typing=False) == []
    clock.advance(41)
    assert presence.others(lin, number) == []
    presence.beat(wang, number, is_typing=False)
    presence.leave(wang, number)
    assert presence.others(lin, number) == []


def test_a_reply_with_pictures(desk: Desk, agents: AgentDesk, store: AttachmentStore) -> None:
    [number], [foreign] = open_some(desk, "注册时提示证件号已注册"), open_some(desk, "别人的问题在这里", person=BEN)
    sent = store.take_for_reply(number, make_picture())
    with pytest.raises(PictureError):
        agents.reply("小林", foreign, "见图", pictures=(sent.id,))
    for _ in range(2):
        agents.reply("小林", number, "见图", pictures=(sent.id,), key="desk-once")
    ticket = desk.reader.own_ticket(ANNA, number)
    [reply] = [line for line in ticket.messages if line.kind is MessageKind.REPLY]
    assert [one.message_id for one in ticket.attachments] == [reply.id]
    assert store.open_for_person(ANNA, sent.id)[0].id == sent.id
    assert store.open_for_agent(sent.id, number)[0].id == sent.id
    with pytest.raises(PictureError):
        store.open_for_person(BEN, sent.id)
    with pytest.raises(PictureError):
        store.open_for_agent(sent.id, foreign)
    with pytest.raises(PictureError):
        store.take_for_reply("T2222222", make_picture())


@pytest.mark.parametrize(
    ("rows", "state", "retry"),
    [
        ({"person": "waiting"}, "waiting", False),
        ({"person": "sent"}, "sent", False),
        ({"person": "dead"}, "failed", True),
        ({"person": "sent", "wechat": "held"}, "held", False),
        ({"person": "sent", "wechat": "unclear"}, "failed", True),
        ({"person": "sent", "wechat": "sent"}, "sent", False),
    ],
)
def test_how_a_reply_fared(
    engine: Engine, desk: Desk, agents: AgentDesk, clock: FakeClock, rows: dict[str, str], state: str, retry: bool
) -> None:
    [number] = open_some(desk, "注册时提示证件号已注册")
    ticket = agents.reply("小林", number, "请再试一次")
    table = schema.outbox
    with engine.begin() as connection:
        [row] = connection.execute(select(table).where(table.c.kind == "person")).all()
        for kind, wanted in rows.items():
            if kind == "person":
                connection.execute(update(table).where(table.c.id == row.id).values(state=wanted))
            else:
                values = dict(row._mapping) | {"kind": kind, "state": wanted, "delivery_key": f"{row.delivery_key}.0"}
                values.pop("id")
                connection.execute(table.insert().values(**values))
    [told] = CaseFiles(engine, SearchTexts(engine, VAULT)).told(desk.reader.ticket(number)).values()
    assert (told.state, told.can_retry) == (state, retry)
    clock.advance(1)
    OwnersDesk(desk, RecoveryCodes("key")).look(ANNA, ticket.number)
    [told] = CaseFiles(engine, SearchTexts(engine, VAULT)).told(desk.reader.ticket(number)).values()
    assert told.state == "seen"


def test_what_changed_since(engine: Engine, desk: Desk, agents: AgentDesk) -> None:
    [first] = open_some(desk, "注册时提示证件号已注册")
    start, _ = changed_since(engine, 2**62)
    assert changed_since(engine, start) == (start, ())
    [second] = open_some(desk, "学籍查不到专业信息")
    agents.note("小林", first, "看过了")
    agents.reveal("小林", second, "核对")
    newest, changed = changed_since(engine, start)
    assert set(changed) == {first, second} and changed_since(engine, newest) == (newest, ())
    agents.reveal("小林", second, "再核对")
    agents.note_pictures("小林", second)
    agents.note_pictures("小林", second)
    last, looked = changed_since(engine, newest)
    assert (last - newest, looked) == (2, ())  # looking changes nothing that others would see


@pytest.mark.parametrize(
    ("at", "text", "level"),
    [
        (datetime(2026, 11, 2, 10, 0), "还有 3 个工作日", "later"),
        (datetime(2026, 11, 1, 10, 0), "还有 3 个工作日", "later"),  # opened on a Sunday
        (datetime(2026, 10, 30, 18, 0), "还有 3 个工作日", "later"),  # or late on the Friday before
        (datetime(2026, 11, 4, 17, 0), "还有 1 个工作日", "later"),
        (datetime(2026, 11, 4, 23, 0), "下一个工作日", "later"),
        (datetime(2026, 11, 5, 9, 0), "今天，还有 8 小时 30 分", "today"),
        (datetime(2026, 11, 5, 15, 30), "今天，还有 2 小时", "soon"),
        (datetime(2026, 11, 5, 17, 15), "今天，还有 15 分钟", "soon"),
        (datetime(2026, 11, 5, 20, 0), "今天到期，已下班", "soon"),
        (datetime(2026, 11, 6, 0, 1), "超期 1 个工作日", "late"),
        (datetime(2026, 11, 8, 12, 0), "超期 1 个工作日", "late"),
        (datetime(2026, 11, 9, 9, 0), "超期 2 个工作日", "late"),
    ],
)
def test_the_time_left(at: datetime, text: str, level: str) -> None:
    left = time_left(date(2026, 11, 5), at.replace(tzinfo=CHINA), time(17, 30), OwnDays())
    assert (left.text, left.level) == (text, level)


def test_days_off_do_not_count() -> None:
    own = OwnDays(off=frozenset({date(2026, 11, 4)}))
    at = datetime(2026, 11, 3, 10, 0, tzinfo=CHINA)
    assert time_left(date(2026, 11, 5), at, time(17, 30), own).text == "还有 1 个工作日"
    assert Settings().tickets.cutoff == "17:30"


def test_an_answered_ticket_is_owed_an_answer_from_the_last_word(
    engine: Engine, desk: Desk, agents: AgentDesk, clock: FakeClock
) -> None:
    [number] = open_some(desk, "学籍查不到专业信息")
    agents.reply("小林", number, "在核对，再回您", status=Status.OPEN)
    clock.advance(20 * 86400)
    [row] = make_queue(engine).page(QueueFilter(), "小林", TODAY).rows
    assert (row.answered, row.spoke_last) == (True, False)
    assert agents.due_on(row.promised_on, None) == row.promised_on
    desk.add(ANNA, "还是查不到", idempotency_key="again", number=number)
    [row] = make_queue(engine).page(QueueFilter(), "小林", TODAY).rows
    assert row.spoke_last and row.said_at is not None
    assert agents.time_left(agents.due_on(row.promised_on, row.said_at)).text == "还有 3 个工作日"


def test_who_tells_of_harm_stands_first_with_the_reason(engine: Engine, desk: Desk, agents: AgentDesk) -> None:
    harmed, ended = open_some(desk, "有人登了我的账号", "钱被骗走了")
    agents.set_status("小林", ended, Status.CLOSED)
    tickets = [desk.reader.ticket(number) for number in (harmed, ended)]
    for ticket in [*tickets, *tickets]:
        agents.raise_priority(ticket.id, "说的像是被盗号或被骗")
    first, second = (desk.reader.ticket(number) for number in (harmed, ended))
    assert (first.priority, second.priority) == (Priority.HIGH, Priority.NORMAL)
    said = [message.body for message in first.messages if "优先级" in message.body]
    assert said == ["优先级：普通 → 高（说的像是被盗号或被骗）"]
