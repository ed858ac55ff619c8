"""The queue on both databases: one row a message, one holder of a conversation, nothing lost with a process."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.engine import Engine

from bot.channels.base import Outbound, OutboundMessage
from bot.conversation.grouping import LAST_PIECE, PICTURE, PIECE
from bot.conversation.queue import Queue
from bot.conversation.queue_care import QueueCare
from bot.conversation.rows import Accepted, LostLeaseError, Work
from common.clock import FakeClock
from faq.text.choice import Option
from tests.lost_acknowledgement import cut_next_query, lose_next_acknowledgement
from tickets.schema import conversation, inbox

PAYLOAD: dict[str, Any] = {"text": "密码忘了", "option": None, "pictures": [], "private": [], "channel": "web"}
RESULT = Outbound((OutboundMessage("好的", (Option("reset_password", "忘记密码"),)),), {"band": "answer"})
LEASE_S = 8.0


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def one(engine: Engine, clock: FakeClock) -> Queue:
    return Queue(engine, clock, "one", LEASE_S)


@pytest.fixture
def other(engine: Engine, clock: FakeClock) -> Queue:
    """The queue as another process sees it."""
    return Queue(engine, clock, "other", LEASE_S)


@pytest.fixture
def care(engine: Engine, clock: FakeClock) -> QueueCare:
    return QueueCare(engine, clock)


def accept(queue: Queue, message_id: str = "m1", key: str = "k", **more: Any) -> Accepted:
    return queue.accept("web", key, message_id, {**PAYLOAD, **more.pop("payload", {})}, **more)


def work_of(accepted: Accepted) -> Work:
    assert accepted.work is not None
    return accepted.work


def ids(work: Work | None) -> list[int]:
    return [message.id for message in work.messages] if work else []


def rows(engine: Engine, *columns: Any) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(select(*columns).order_by(inbox.c.id))]


def test_whoever_stores_a_message_works_on_it(one: Queue, care: QueueCare) -> None:
    accepted = accept(one)
    assert (accepted.is_new, accepted.finished, ids(accepted.work)) == (True, None, [accepted.id])
    [message] = work_of(accepted).messages
    assert (message.payload, message.attempts, message.number) == (PAYLOAD, 1, accepted.id)
    assert care.answer(accepted.id) is None
    assert care.abandoned() == []


def test_an_answer_is_stored_with_what_is_remembered_and_a_repeat_gets_it(
    one: Queue, other: Queue, care: QueueCare
) -> None:
    accepted = accept(one)
    finished = one.finish(work_of(accepted), RESULT, {"offered": []})
    assert (finished.outbound, finished.is_ours, finished.next) == (RESULT, True, None)
    assert care.state("k") == {"offered": []}
    assert care.answer(accepted.id) == RESULT
    for queue in (one, other):
        assert accept(queue) == Accepted(accepted.id, False, RESULT)


def test_accepting_and_answering_are_one_write_transaction_each(one: Queue, engine: Engine) -> None:
    commits: list[str] = []
    event.listen(engine, "commit", lambda _: commits.append("commit"))
    private = [
        {
            "ref": "r",
            "conversation_key": "k",
            "kind": "phone",
            "ciphertext": b"x",
            "created_at": one.clock.now(),
            "expires_at": one.clock.now(),
        }
    ]
    accepted = accept(one, private=private)
    one.finish(work_of(accepted), RESULT, {})
    assert len(commits) == 2


def test_messages_of_one_conversation_wait_for_whoever_has_it(one: Queue, other: Queue) -> None:
    first, second, third = accept(one, "m1"), accept(other, "m2"), accept(one, "m3", busy=True)
    assert (second.work, third.work) == (None, None)
    assert other.claim("k") is None
    following = one.finish(work_of(first), RESULT, {"n": 1}).next
    assert ids(following) == [second.id]
    assert following is not None and following.lease.state == {"n": 1}
    assert ids(one.finish(following, RESULT, {"n": 2}).next) == [third.id]


def test_conversations_do_not_wait_for_each_other(one: Queue, other: Queue) -> None:
    assert ids(accept(one, key="a").work) and ids(accept(other, key="b").work)


def test_the_same_id_means_another_message_in_another_conversation(one: Queue) -> None:
    first, second = accept(one, key="a"), accept(one, key="b")
    assert first.id != second.id and second.is_new


def test_of_many_deliveries_at_once_one_is_the_first(engine: Engine, clock: FakeClock) -> None:
    queues = [Queue(engine, clock, f"q{number}", LEASE_S) for number in range(24)]
    with ThreadPoolExecutor(8) as pool:
        accepted = list(pool.map(lambda number: accept(queues[number]), range(24)))
    assert len({item.id for item in accepted}) == 1
    assert sorted(item.is_new for item in accepted) == [False] * 23 + [True]
    assert sum(item.work is not None for item in accepted) == 1


def test_a_dead_process_is_followed_when_its_lease_has_run_out_and_cannot_write_any_more(
    one: Queue, other: Queue, care: QueueCare, clock: FakeClock
) -> None:
    """A worker that died holds up a conversation for one lease; if it was only slow, its answer is refused."""
    stale = work_of(accept(one))
    clock.advance(LEASE_S - 1)
    assert (other.claim("k"), care.abandoned()) == (None, [])
    clock.advance(1)
    assert care.abandoned() == ["k"]
    taken = other.claim("k")
    assert taken is not None and taken.messages[0].attempts == 2
    with pytest.raises(LostLeaseError):
        one.finish(stale, RESULT, {"late": True})
    assert not one.renew(stale.lease)
    with pytest.raises(LostLeaseError):
        one.again(stale.lease)
    assert other.finish(taken, RESULT, {"n": 1}).is_ours
    late = one.finish(stale, Outbound((OutboundMessage("晚了"),), {}), {"late": True})
    assert (late.outbound, late.is_ours) == (RESULT, False)
    assert care.state("k") == {"n": 1}


def test_a_lease_lasts_as_long_as_it_is_renewed(one: Queue, other: Queue, clock: FakeClock) -> None:
    work = work_of(accept(one))
    for _ in range(5):
        clock.advance(LEASE_S - 1)
        assert one.renew(work.lease)
    assert other.claim("k") is None


def test_a_message_is_begun_three_times_and_then_given_up(one: Queue, other: Queue, clock: FakeClock) -> None:
    accept(one)
    seen = []
    for queue in (other, one, other):
        clock.advance(LEASE_S)
        work = queue.claim("k")
        assert work is not None
        seen.append((work.messages[0].attempts, work.given_up))
    assert seen == [(2, False), (3, False), (4, True)]


def test_who_ends_in_order_gives_back_at_once_and_without_counting_a_try(one: Queue, other: Queue) -> None:
    first = accept(one)
    accept(one, "m2", busy=True)
    one.let_go()
    taken = other.claim("k")
    assert ids(taken) == [first.id]
    assert taken is not None and taken.messages[0].attempts == 1
    assert ids(accept(other, "m3", busy=True).work) == []


def test_a_new_message_does_not_overtake_those_left_behind(one: Queue, other: Queue) -> None:
    first = accept(one)
    one.let_go()
    assert ids(accept(other, "m2").work) == [first.id]


def test_an_answer_whose_commit_was_not_acknowledged_is_not_given_twice(
    one: Queue, engine: Engine, care: QueueCare
) -> None:
    """A lost acknowledgement of the commit used to put the answer on its way a second time."""
    first = accept(one)
    second = accept(one, "m2", busy=True)
    concluded: list[list[int]] = []

    def conclude(_: Any, row_ids: Any, __: Outbound) -> None:
        concluded.append(list(row_ids))

    lose_next_acknowledgement(engine)
    finished = one.finish(work_of(first), RESULT, {"n": 1}, conclude=conclude)
    assert (finished.outbound, finished.is_ours, concluded) == (RESULT, True, [[first.id]])
    assert ids(finished.next) == [second.id]
    assert care.state("k") == {"n": 1}


def test_what_was_before_a_message_is_its_state_and_the_last_twelve_in_order_answered_or_not(
    one: Queue, care: QueueCare
) -> None:
    assert care.before("k") == ({}, [])
    for number in range(12):
        accepted = accept(one, f"m{number}", payload={"text": str(number)})
        one.finish(work_of(accepted), RESULT, {"n": number}, failed=number % 3 == 0)
    accept(one, "tapped", payload={"text": "忘记密码", "option": "reset_password"})
    accept(one, "waiting", payload={"text": "还在吗"})
    accept(one, "elsewhere", key="other", payload={"text": "别人的"})
    assert care.before("k") == ({"n": 11}, [*map(str, range(2, 12)), "", "还在吗"])


def test_a_message_whose_acceptance_was_not_acknowledged_is_worked_on(one: Queue, engine: Engine) -> None:
    lose_next_acknowledgement(engine)
    accepted = accept(one)
    assert (accepted.is_new, ids(accepted.work)) == (False, [accepted.id])


def test_what_is_read_over_a_connection_that_breaks_is_read_again(one: Queue, care: QueueCare, engine: Engine) -> None:
    accepted = accept(one)
    for read in (
        lambda: care.state("k"),
        lambda: care.before("k"),
        lambda: care.answer(accepted.id),
        lambda: care.sealed(accepted.id),
        care.abandoned,
        care.given_up,
    ):
        expected = read()
        cut_next_query(engine)
        assert read() == expected


def hold(queue: Queue, seconds: float = 2.0) -> Any:
    return queue.clock.now() + timedelta(seconds=seconds)


def joined(kind: str, text: str = "我的") -> dict[str, Any]:
    return {"text": text, "joins": kind}


def test_a_piece_waits_for_the_rest_and_is_answered_with_it(one: Queue, clock: FakeClock) -> None:
    first = accept(one, "m1", payload=joined(PIECE), hold_until=hold(one))
    assert (ids(first.work), work_of(first).ready_at) == ([], hold(one))
    second = accept(one, "m2", payload=joined(LAST_PIECE, "账号登不上去了怎么办"), busy=True)
    third = accept(one, "m3", payload=joined(LAST_PIECE, "另一件事"), busy=True)
    work = one.again(work_of(first).lease)
    assert ids(work) == [first.id, second.id]
    assert ids(one.finish(work, RESULT, {}).next) == [third.id]


def test_a_piece_that_stays_alone_is_answered_alone(one: Queue, clock: FakeClock) -> None:
    first = accept(one, "m1", payload=joined(PIECE), hold_until=hold(one))
    clock.advance(2)
    assert ids(one.again(work_of(first).lease)) == [first.id]


def test_what_comes_after_the_time_or_is_of_another_kind_stands_alone(one: Queue, clock: FakeClock) -> None:
    first = accept(one, "m1", payload=joined(PICTURE), hold_until=hold(one))
    lease = work_of(first).lease
    second = accept(one, "m2", payload=joined(PICTURE), hold_until=hold(one), busy=True)
    assert one.again(lease).ready_at == hold(one)
    clock.advance(2.5)
    accept(one, "m3", payload=joined(PICTURE), hold_until=hold(one), busy=True)
    assert ids(one.again(lease)) == [first.id, second.id]


def test_forgetting_keeps_the_asking_row_emptied_and_what_still_waits(
    one: Queue, engine: Engine, care: QueueCare
) -> None:
    one.finish(work_of(accept(one, "m1")), RESULT, {"n": 1})
    asking = accept(one, "m2")
    accept(one, "m3", busy=True)
    others = accept(one, "m4", key="other")
    one.finish(work_of(others), RESULT, {"n": 4})
    finished = one.finish(work_of(asking), RESULT, {}, forget=True)
    assert ids(finished.next) == [asking.id + 1]
    kept = rows(engine, inbox.c.id, inbox.c.payload == "{}", inbox.c.state)
    assert kept == [(2, True, "done"), (3, False, "working"), (4, False, "done")]
    assert (care.state("k"), care.state("other")) == ({}, {"n": 4})
    one.finish(finished.next, RESULT, {}, forget=True)  # type: ignore[arg-type]
    assert rows(engine, inbox.c.id) == [(3,), (4,)]
    with engine.connect() as connection:
        assert connection.execute(select(conversation.c.key)).scalars().all() == ["other"]
    assert accept(one, "m3").finished == RESULT
    with engine.connect() as connection:  # a repeat begins nothing anew
        assert connection.execute(select(conversation.c.key)).scalars().all() == ["other"]


def test_the_old_is_forgotten_and_the_young_kept(one: Queue, engine: Engine, care: QueueCare, clock: FakeClock) -> None:
    one.finish(work_of(accept(one, "m1", key="old")), RESULT, {"n": 1})
    clock.advance(30 * 86_400)
    care.forget_old(30)
    assert care.state("old") == {"n": 1}
    clock.advance(1)
    one.finish(work_of(accept(one, "m2", key="young")), RESULT, {"n": 2})
    care.forget_old(30)
    assert (care.state("old"), care.state("young")) == ({}, {"n": 2})
    assert rows(engine, inbox.c.conversation_key) == [("young",)]


def test_what_was_given_up_is_counted_for_a_day(one: Queue, care: QueueCare, clock: FakeClock) -> None:
    one.finish(work_of(accept(one)), RESULT, {}, failed=True)
    assert care.given_up() == 1
    clock.advance(86_401)
    assert care.given_up() == 0
