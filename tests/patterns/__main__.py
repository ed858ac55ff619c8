"""Attacks every pattern and prints, one JSON line each, what it starts on and what was slow.

A process of its own: whoever started it can kill it, and knows from the last lines what it hung on. What counts is
its own processor time, so that other tests may run beside it.
"""

from __future__ import annotations

import json
import time

from tests.patterns.attacking import attack
from tests.patterns.collecting import Found, collect


def main() -> None:
    collected = collect()
    _say({"unknown": collected.unknown, "count": len(collected.patterns)})
    for found in collected.patterns:
        _attack(found)
    _say({"done": True})


def _attack(found: Found) -> None:
    _say({"at": found.place})
    begun = time.thread_time()
    if slow := attack(found.pattern, found.methods):
        line = {"slow": found.place, "method": slow.method, "ms": round(slow.seconds * 1000, 1)}
        _say({**line, "text": slow.text[:60], "pattern": found.pattern.pattern[:200]})
    if (took := time.thread_time() - begun) > 2:
        _say({"long": found.place, "seconds": took})


def _say(line: dict[str, object]) -> None:
    print(json.dumps(line, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
