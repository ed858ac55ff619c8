"""Attacks every pattern that has not withstood it yet; prints, one JSON line each, what it starts on and what was slow.

    python -m tests.patterns            what is not in `withstood.txt`: as the tests do
    python -m tests.patterns --write    the same, and writes down those that withstood
    python -m tests.patterns --all      every pattern, and writes the file anew (`make patterns`)

A process of its own: whoever started it can kill it, and knows from the last lines what it hung on. What counts is
its own processor time, so that other tests may run beside it.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Collection, Iterable

from tests.patterns.attacking import attack
from tests.patterns.collecting import Found, collect
from tests.patterns.withstood import fingerprint, listed, write


def main(options: Collection[str]) -> None:
    collected = collect()
    known = frozenset() if "--all" in options else listed()
    present = {fingerprint(found) for found in collected.patterns}
    new, gone = len(present - known), len(known - present)
    _say({"unknown": collected.unknown, "count": len(collected.patterns), "new": new, "gone": gone})
    withstood = attack_new(collected.patterns, known)
    if {"--all", "--write"} & set(options):
        write(withstood)
    _say({"done": True})


def attack_new(patterns: Iterable[Found], known: Collection[str]) -> set[str]:
    """Attack those that are not known to withstand; returns the fingerprints of all that do."""
    withstood: set[str] = set()
    for found in patterns:
        told = fingerprint(found)
        if told in known:
            _say({"known": found.place})
            withstood.add(told)
        elif _withstands(found):
            withstood.add(told)
    return withstood


def _withstands(found: Found) -> bool:
    _say({"at": found.place})
    begun = time.thread_time()
    slow = attack(found.pattern, found.methods)
    if slow:
        line = {"slow": found.place, "method": slow.method, "ms": round(slow.seconds * 1000, 1)}
        _say({**line, "text": slow.text[:60], "pattern": found.pattern.pattern[:200]})
    if (took := time.thread_time() - begun) > 2:
        _say({"long": found.place, "seconds": took})
    return slow is None


def _say(line: dict[str, object]) -> None:
    print(json.dumps(line, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
