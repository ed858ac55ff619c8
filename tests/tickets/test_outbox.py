"""The outbox and its worker: nothing lost, nothing twice, in order, with back-off and dead letters."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import insert, update
from sqlalchemy.engine import Engine

from common.clock import FakeClock
from common.settings import Settings
from tests.tickets.samples import ANNA, BEN, PHONE, make_picture, make_submission
from tickets import schema
from tickets.agents import AgentDesk
from tickets.attachments import AttachmentStore
from tickets.claims import Claiming, claim_due, settle
from tickets.deliveries import Delivery, Sender, UndeliverableError
from tickets.desk import Desk, DeskBase
from tickets.model import Event, Person
from tickets.outbox import OutboxEntry, State, list_entries, new_row, retry
from tickets.vault import Vault
from tickets.worker import LEASE_S, OutboxWorker, TicketWay, backoff_s

STATES = tuple(State)


class FakeSender:
    """Keeps what it was given; does what `fault` says first."""

    def __init__(self) -> None:
        self.keys: list[str] = []
        self.deliveries: list[Delivery] = []
        self.fault: Callable[[], Exception | None] = lambda: None

    async def send(self, delivery: Delivery) -> str | None:
        self.keys.append(delivery.key)
        if error := self.fault():
            raise error
        self.deliveries.append(delivery)
        return None


def make_worker(
    desk: DeskBase, store: AttachmentStore, kind: str, sender: Sender, clock: FakeClock, lease_s: float = LEASE_S
) -> OutboxWorker:
    return OutboxWorker(
        desk.engine, TicketWay(kind, desk, store, sender, asyncio.to_thread, lease_s), asyncio.to_thread, clock
    )


def claiming(desk: DeskBase, store: AttachmentStore, kind: str = "mail") -> Claiming:
    way = TicketWay(kind, desk, store, FakeSender(), asyncio.to_thread)
    return Claiming(kind, way.lease_s, way.repeatable, way.prepare, way.settled)


@pytest.fixture
def mail() -> FakeSender:
    return FakeSender()


@pytest.fixture
def worker(desk: Desk, store: AttachmentStore, clock: FakeClock, mail: FakeSender) -> OutboxWorker:
    return make_worker(desk, store, "mail", mail, clock)


def states(engine: Engine, kind: str = "mail") -> list[tuple[str, int, str | None]]:
    return [(row.state, row.attempts, row.last_error) for row in list_entries(engine, STATES) if row.kind == kind]


async def test_what_is_due_is_delivered_once(
    desk: Desk, store: AttachmentStore, worker: OutboxWorker, mail: FakeSender, engine: Engine
) -> None:
    picture = store.take(ANNA, make_picture())
    number = desk.open(ANNA, make_submission(pictures=(picture.id,))).ticket.number
    assert [await worker.run_once() for _ in range(3)] == [1, 0, 0]
    delivery = mail.deliveries[0]
    assert mail.keys == [delivery.key] == [f"{number}.0.opened.mail"]
    assert (delivery.ticket.username, delivery.event, delivery.message) == (PHONE, Event.OPENED, None)
    assert delivery.pictures == (store.open_for_agent(picture.id),)
    assert (states(engine), states(engine, "webhook")) == ([("sent", 1, None)], [("waiting", 0, None)])


async def test_an_outage_of_hours_loses_nothing_and_doubles_nothing(
    desk: Desk, worker: OutboxWorker, mail: FakeSender, engine: Engine, clock: FakeClock
) -> None:
    desk.open(ANNA, make_submission())
    mail.fault = lambda: ConnectionRefusedError(f"no answer for {PHONE}")
    waits = []
    for _ in range(8):
        assert await worker.run_once() == 1
        due = list_entries(engine, ("waiting",))[0].due_at
        waits.append((due - clock.now()).total_seconds())
        clock.advance(waits[-1] - 1)
        assert await worker.run_once() == 0
        clock.advance(1)
    assert waits == [30, 60, 120, 240, 480, 900, 900, 900]
    assert states(engine) == [("waiting", 8, "ConnectionRefusedError: no answer for 〔手机号〕")]
    mail.fault = lambda: None
    assert await worker.run_once() == 1
    assert (len(mail.deliveries), len(set(mail.keys))) == (1, 1)
    assert states(engine) == [("sent", 9, None)]


async def test_after_three_days_it_is_a_dead_letter_that_can_be_revived(
    desk: Desk, worker: OutboxWorker, mail: FakeSender, engine: Engine, clock: FakeClock
) -> None:
    desk.open(ANNA, make_submission())
    mail.fault = lambda: OSError()
    clock.advance(72 * 3600 - 1)
    await worker.run_once()
    assert states(engine) == [("waiting", 1, "OSError")]
    clock.advance(30)
    await worker.run_once()
    assert states(engine) == [("dead", 2, "OSError")]
    clock.advance(86400)
    assert await worker.run_once() == 0
    entry = list_entries(engine, ("dead",))[0]
    mail.fault = lambda: None
    assert (retry(engine, entry.id, clock.now()), retry(engine, entry.id, clock.now())) == (True, False)
    await worker.run_once()
    assert states(engine) == [("sent", 1, None)]
    assert set(mail.keys) == {entry.delivery_key}


async def test_a_person_who_left_is_not_tried_again(
    desk: Desk, agents: AgentDesk, store: AttachmentStore, engine: Engine, clock: FakeClock
) -> None:
    person = FakeSender()
    person.fault = lambda: UndeliverableError("unsubscribed")
    number = desk.open(BEN, make_submission()).ticket.number
    agents.reply("小王", number, "请重新登录")
    worker = make_worker(agents, store, "person", person, clock)
    assert [await worker.run_once() for _ in range(2)] == [1, 0]
    assert states(engine, "person") == [("dead", 1, "unsubscribed")]


async def test_one_tickets_mails_go_out_in_order(
    desk: Desk, worker: OutboxWorker, mail: FakeSender, clock: FakeClock
) -> None:
    one = desk.open(ANNA, make_submission("one")).ticket.number
    desk.add(ANNA, "补充一下", idempotency_key="a")
    two = desk.open(BEN, make_submission("one")).ticket.number
    mail.fault = lambda: OSError() if mail.keys[-1].startswith(one) else None
    await worker.run_once()
    await worker.run_once()
    assert sorted(mail.keys) == sorted([f"{one}.0.opened.mail", f"{two}.0.opened.mail"])
    mail.fault = lambda: None
    clock.advance(30)
    for _ in range(3):
        await worker.run_once()
    assert [delivery.event for delivery in mail.deliveries] == [Event.OPENED, Event.OPENED, Event.ADDED]


async def test_a_worker_that_dies_while_sending_is_followed_by_another(
    desk: Desk, store: AttachmentStore, mail: FakeSender, engine: Engine, clock: FakeClock
) -> None:
    desk.open(ANNA, make_submission())
    [dead] = claim_due(engine, claiming(desk, store), clock.now())  # and then it dies
    other = make_worker(desk, store, "mail", mail, clock)
    clock.advance(59)
    assert await other.run_once() == 0
    clock.advance(1)
    assert await other.run_once() == 1
    with engine.begin() as connection:
        assert settle(connection, dead, State.SENT) is False  # it was not dead after all, but its turn is over
    assert states(engine) == [("sent", 2, None)]


def test_concurrent_workers_share_the_work(
    desk: Desk, store: AttachmentStore, engine: Engine, clock: FakeClock
) -> None:
    for form in range(5):
        for person in (ANNA, BEN):
            desk.open(person, make_submission(f"form-{form}"))
    taken: list[int] = []
    faults: list[Exception] = []

    def work() -> None:
        try:
            while entries := claim_due(engine, claiming(desk, store), clock.now(), limit=2):
                taken.extend(entry.id for entry in entries)
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert sorted(taken) == [entry.id for entry in list_entries(engine, ("waiting",)) if entry.kind == "mail"]


async def test_what_cannot_be_read_is_kept_and_tried_again(
    desk: Desk, store: AttachmentStore, mail: FakeSender, engine: Engine, clock: FakeClock, settings: Settings
) -> None:
    desk.open(ANNA, make_submission())
    blind = Desk(engine, Vault([Fernet.generate_key().decode()]), settings, clock)
    await make_worker(blind, store, "mail", mail, clock).run_once()
    (state, attempts, error), *_ = states(engine)
    assert (state, attempts, error is not None and error.startswith("BotError: 加密的资料打不开")) == (
        "waiting",
        1,
        True,
    )
    clock.advance(30)
    await make_worker(desk, store, "mail", mail, clock).run_once()
    assert states(engine) == [("sent", 2, None)]


async def test_a_sender_that_hangs_is_cut_off_before_the_lease_ends(
    desk: Desk, store: AttachmentStore, engine: Engine, clock: FakeClock
) -> None:
    class HangingSender:
        async def send(self, delivery: Delivery) -> str | None:
            await asyncio.Event().wait()
            return None

    desk.open(ANNA, make_submission())
    sender: Sender = HangingSender()
    await make_worker(desk, store, "mail", sender, clock, lease_s=0.05).run_once()
    assert states(engine) == [("waiting", 1, "TimeoutError")]


async def test_the_loop_wakes_up_and_survives_a_broken_database(
    desk: Desk, worker: OutboxWorker, mail: FakeSender, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = 0
    looked, delivered = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def claim(*arguments: Any) -> list[OutboxEntry]:
        nonlocal calls
        calls += 1
        if calls == 1:
            raise OSError("the disk is gone")
        claimed = claim_due(*arguments)
        loop.call_soon_threadsafe(looked.set)
        return claimed

    mail.fault = lambda: delivered.set()
    monkeypatch.setattr("tickets.worker.claim_due", claim)
    running = asyncio.create_task(worker.run(poll_s=0.01))
    await asyncio.wait_for(looked.wait(), 10)
    await asyncio.to_thread(desk.open, ANNA, make_submission())
    worker.wake()
    await asyncio.wait_for(delivered.wait(), 10)
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running
    assert len(mail.deliveries) == 1


def test_backoff_doubles_up_to_the_longest() -> None:
    assert [backoff_s(attempts, 30, 900) for attempts in (1, 2, 3, 6, 7, 5000)] == [30, 60, 120, 900, 900, 900]
    assert timedelta(seconds=backoff_s(5000, 1, 3600)) == timedelta(hours=1)


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("payload", "{not json", "这一行读不懂（事件 opened），可能是新版本写的"),
        ("payload", "[]", "这一行读不懂（事件 opened），可能是新版本写的"),
        ("event", "merged", "这一行读不懂（事件 merged），可能是新版本写的"),
    ],
)
async def test_a_row_nobody_understands_is_set_aside_and_stops_nothing(
    desk: Desk, worker: OutboxWorker, mail: FakeSender, engine: Engine, column: str, value: str, reason: str
) -> None:
    """One unreadable row ended the worker: nothing was sent any more, and /readyz said all was well."""
    desk.open(ANNA, make_submission())
    desk.open(BEN, make_submission())
    bad, _ = (entry.id for entry in list_entries(engine, ("waiting",)) if entry.kind == "mail")
    with engine.begin() as connection:
        connection.execute(update(schema.outbox).where(schema.outbox.c.id == bad).values({column: value}))
    await worker.idle()
    assert states(engine) == [("dead", 1, reason), ("sent", 1, None)]
    assert len(mail.deliveries) == 1


async def test_a_kind_of_a_newer_version_is_left_to_it(
    desk: Desk, worker: OutboxWorker, mail: FakeSender, engine: Engine, clock: FakeClock
) -> None:
    """During an upgrade an older worker meets rows of a newer one."""
    desk.open(ANNA, make_submission())
    with engine.begin() as connection:
        connection.execute(insert(schema.outbox).values(**new_row("telegram", "someone", "k", clock.now())))
    await worker.idle()
    assert [(row.kind, row.state) for row in list_entries(engine, STATES) if row.kind != "webhook"] == [
        ("mail", "sent"),
        ("telegram", "waiting"),
    ]


async def test_a_row_that_takes_its_workers_down_is_given_up(
    desk: Desk, store: AttachmentStore, worker: OutboxWorker, engine: Engine, clock: FakeClock
) -> None:
    desk.open(ANNA, make_submission())
    for _ in range(3):
        assert len(claim_due(engine, claiming(desk, store), clock.now())) == 1  # and then it dies
        clock.advance(60)
    await worker.idle()
    assert states(engine) == [("dead", 3, "发送它的进程没有做完（3 次）")]


async def test_one_slow_delivery_holds_up_nobody_elses(
    desk: Desk, store: AttachmentStore, engine: Engine, clock: FakeClock
) -> None:
    """Ten seconds in a mail server's tarpit delayed everything claimed after it."""
    slow, told = asyncio.Event(), asyncio.Event()

    class TarpitSender:
        async def send(self, delivery: Delivery) -> str | None:
            if delivery.ticket.conversation_key == ANNA.conversation_key:
                await slow.wait()
            else:
                told.set()
            return None

    desk.open(ANNA, make_submission())
    worker = make_worker(desk, store, "mail", TarpitSender(), clock)
    running = asyncio.create_task(worker.run(poll_s=0.01))
    await asyncio.to_thread(desk.open, BEN, make_submission())
    await asyncio.wait_for(told.wait(), 10)
    assert states(engine)[0][0] == "waiting"
    slow.set()
    running.cancel()  # and what is on its way is finished all the same
    with contextlib.suppress(asyncio.CancelledError):
        await running
    assert [state for state, _, _ in states(engine)] == ["sent", "sent"]


async def test_a_flood_of_forms_goes_out_at_a_pace(
    desk: Desk, store: AttachmentStore, clock: FakeClock, mail: FakeSender
) -> None:
    for number in range(5):
        desk.open(Person("web", f"web:{number}"), make_submission())
    way = TicketWay("mail", desk, store, mail, asyncio.to_thread)
    way.per_minute = 2
    worker = OutboxWorker(desk.engine, way, asyncio.to_thread, clock)
    sent = []
    for _ in range(4):
        await worker.idle()
        sent.append(len(mail.keys))
        clock.advance(60)
    assert sent == [2, 4, 5, 5]
