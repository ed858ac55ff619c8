"""One token for all: fetched once, dropped only by whoever saw it fail."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from common.clock import FakeClock
from wechat.errors import UnreachableError
from wechat.tokens import FETCHES_PER_MINUTE, AccessToken, MemoryTokenStore, TokenProvider


class FakeFetch:
    """Gives token-1, token-2 … after a gate opens."""

    def __init__(self, clock: FakeClock, life_s: float = 7200.0) -> None:
        self.clock = clock
        self.life_s = life_s
        self.count = 0
        self.gate = asyncio.Event()
        self.gate.set()
        self.fault: Exception | None = None

    async def __call__(self) -> AccessToken:
        self.count += 1
        number = self.count
        await self.gate.wait()
        if self.fault:
            raise self.fault
        return AccessToken(f"token-{number}", self.clock.now() + timedelta(seconds=self.life_s))


class FakeBrokenStore:
    """A store whose database is away."""

    async def read(self) -> AccessToken | None:
        raise OSError("away")

    async def write(self, token: AccessToken) -> None:
        raise OSError("away")

    async def drop(self, value: str) -> None:
        raise OSError("away")


def _provider(store: MemoryTokenStore | FakeBrokenStore | None = None) -> tuple[TokenProvider, FakeFetch, FakeClock]:
    clock = FakeClock()
    fetch = FakeFetch(clock)
    return TokenProvider(fetch, store or MemoryTokenStore(), clock=clock), fetch, clock


async def test_a_hundred_callers_share_one_fetch() -> None:
    provider, fetch, _ = _provider()
    fetch.gate.clear()
    callers = [asyncio.create_task(provider.get()) for _ in range(100)]
    await asyncio.sleep(0)
    fetch.gate.set()
    assert {token.value for token in await asyncio.gather(*callers)} == {"token-1"}
    assert fetch.count == 1


async def test_a_caller_that_gives_up_does_not_take_the_token_from_the_others() -> None:
    provider, fetch, _ = _provider()
    fetch.gate.clear()
    first, second = asyncio.create_task(provider.get()), asyncio.create_task(provider.get())
    await asyncio.sleep(0)
    first.cancel()
    fetch.gate.set()
    assert (await second).value == "token-1"


async def test_a_token_is_renewed_before_it_ends_but_a_short_one_is_not_fetched_for_ever() -> None:
    provider, fetch, clock = _provider()
    await provider.get()
    clock.advance(7200 - 61)
    assert (await provider.get()).value == "token-1"
    clock.advance(1)
    assert (await provider.get()).value == "token-2"
    assert fetch.count == 2


async def test_under_load_one_refused_token_is_refreshed_once() -> None:
    provider, fetch, _ = _provider()
    old = await provider.get()

    async def caller() -> str:
        await provider.invalidate(old)
        return (await provider.get()).value

    assert set(await asyncio.gather(*(caller() for _ in range(200)))) == {"token-2"}
    assert fetch.count == 2


async def test_a_late_complaint_does_not_drop_the_new_token() -> None:
    provider, fetch, _ = _provider()
    old = await provider.get()
    await provider.invalidate(old)
    new = await provider.get()
    await provider.invalidate(old)
    assert await provider.get() == new
    assert fetch.count == 2


async def test_two_processes_share_through_the_store() -> None:
    store = MemoryTokenStore()
    one, fetch_one, _ = _provider(store)
    two, fetch_two, _ = _provider(store)
    assert (await one.get()).value == (await two.get()).value == "token-1"
    assert (fetch_one.count, fetch_two.count) == (1, 0)


async def test_a_refused_token_still_in_the_store_is_not_taken_back() -> None:
    class FakeSlowStore(MemoryTokenStore):
        async def drop(self, value: str) -> None:
            """The drop of another process has not happened yet."""

    provider, fetch, _ = _provider(FakeSlowStore())
    await provider.invalidate(await provider.get())
    assert (await provider.get()).value == "token-2"
    assert fetch.count == 2


async def test_an_older_token_never_replaces_a_newer_one() -> None:
    clock, store = FakeClock(), MemoryTokenStore()
    newer = AccessToken("newer", clock.now() + timedelta(seconds=7200))
    await store.write(newer)
    await store.write(AccessToken("older", clock.now() + timedelta(seconds=300)))
    assert await store.read() == newer
    await store.drop("older")
    assert await store.read() == newer


async def test_a_broken_store_costs_one_fetch_not_one_a_call() -> None:
    provider, fetch, _ = _provider(FakeBrokenStore())
    for _ in range(50):
        assert (await provider.get()).value == "token-1"
    assert fetch.count == 1


async def test_a_storm_of_fetches_is_held_back_for_a_minute() -> None:
    provider, fetch, clock = _provider()
    for _ in range(FETCHES_PER_MINUTE):
        await provider.invalidate(await provider.get())
    with pytest.raises(UnreachableError):
        await provider.get()
    assert fetch.count == FETCHES_PER_MINUTE
    clock.advance(61)
    assert (await provider.get()).value == f"token-{FETCHES_PER_MINUTE + 1}"


async def test_a_failed_fetch_is_told_to_everyone_and_tried_again_by_the_next() -> None:
    provider, fetch, _ = _provider()
    fetch.fault = UnreachableError("/cgi-bin/stable_token")
    fetch.gate.clear()
    callers = [asyncio.create_task(provider.get()) for _ in range(5)]
    await asyncio.sleep(0)
    fetch.gate.set()
    results = await asyncio.gather(*callers, return_exceptions=True)
    assert [type(result) for result in results] == [UnreachableError] * 5
    fetch.fault = None
    assert (await provider.get()).value == "token-2"


async def test_closing_ends_a_fetch_under_way() -> None:
    provider, fetch, _ = _provider()
    fetch.gate.clear()
    caller = asyncio.create_task(provider.get())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    await provider.close()
    assert isinstance((await asyncio.gather(caller, return_exceptions=True))[0], asyncio.CancelledError)


def test_no_repr_shows_a_token() -> None:
    assert "secret" not in repr(AccessToken("secret", FakeClock().now()))
