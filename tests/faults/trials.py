"""Seeded faults in the middle of submits, and the books that must balance afterwards."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from functools import partial

from tests.faults.served import Served
from tests.faults.submitting import Fault, Submitter
from tickets.audit import verify_audit

LONGEST_DELAY_S = 0.16
"""A submit takes about a tenth of a second: most faults fall into its middle, some just after it."""
_SENT_WITHIN_S = 150.0
"""A mail a killed gateway was just sending waits for its lease of a minute."""


@dataclass
class Books:
    """Who was given which number, and what each fault cost."""

    given: dict[str, Submitter] = field(default_factory=dict)
    faults: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    """From the last message of a person to their number, faults included."""


async def run_trials(system: Served, kinds: dict[str, int], seed: int, report: int = 0) -> Books:
    """Submit once for every fault, in an order and with delays that the seed decides; SMTP refuses now and then."""
    chance = random.Random(seed)
    plan = [kind for kind, count in kinds.items() for _ in range(count)]
    chance.shuffle(plan)
    books = Books()
    for index, kind in enumerate(plan):
        system.mailbox.refusing = chance.random() < 0.5
        color = (chance.randrange(256), chance.randrange(256), chance.randrange(256))
        person = Submitter(system, color)
        await person.fill_in()
        began = time.perf_counter()
        number = await person.submit(_fault(system, kind), chance.uniform(0, LONGEST_DELAY_S))
        books.seconds.append(time.perf_counter() - began)
        assert number not in books.given, number
        books.given[number] = person
        books.faults[kind] += 1
        await system.wait_until_ready()
        if report and (index + 1) % report == 0:
            print(f"{index + 1}/{len(plan)} faults, {len(system.tickets())} tickets", flush=True)
    system.mailbox.refusing = False
    return books


async def check_books(system: Served, books: Books) -> None:
    """One ticket, one mail and the very same screenshot for everybody; nothing leaked, the audit chain whole."""
    await system.wait_until_sent(_SENT_WITHIN_S)
    tickets = await asyncio.to_thread(system.tickets)
    assert sorted(number for _, number, _ in tickets) == sorted(books.given)
    assert len({owner for _, _, owner in tickets}) == len(tickets)
    for number, person in books.given.items():
        mails = system.mailbox.of(number)
        # A gateway killed after the server took a mail sends it again: the same mail to the byte, for the mailbox one.
        assert len({mail["Message-ID"] for mail in mails}) == 1, number
        for mail in mails:
            pictures = [part.get_content() for part in mail.iter_attachments()]  # type: ignore[attr-defined]
            assert pictures == [person.kept_picture], number
    assert (await asyncio.to_thread(verify_audit, system.database)).faults == ()
    assert system.leaks() == []


def _fault(system: Served, kind: str) -> Fault:
    return system.cut_database if kind == "database" else partial(system.kill, kind)
