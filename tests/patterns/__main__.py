"""Attacks every pattern and prints, one JSON line each, what it starts on and what was slow.

A process of its own: whoever started it can kill it, and knows from the last lines what it hung on. Every processor
gets its share of the patterns; what counts is each one's own processor time.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Sequence

from tests.patterns.attacking import attack
from tests.patterns.collecting import Found, collect


def main() -> None:
    collected = collect()
    _say({"unknown": collected.unknown, "count": len(collected.patterns)})
    shares = os.cpu_count() or 1
    children = [_started(collected.patterns[share::shares]) for share in range(shares)]
    ended = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    if any(ended):
        sys.exit(1)
    _say({"done": True})


def _started(patterns: Sequence[Found]) -> int:
    """Attack some patterns in a process of their own: what was loaded is not loaded again."""
    child = os.fork()
    if not child:
        for found in patterns:
            _attack(found)
        os._exit(0)
    return child


def _attack(found: Found) -> None:
    _say({"at": found.place})
    begun = time.monotonic()
    if slow := attack(found.pattern, found.methods):
        line = {"slow": found.place, "method": slow.method, "ms": round(slow.seconds * 1000, 1)}
        _say({**line, "text": slow.text[:60], "pattern": found.pattern.pattern[:200]})
    if (took := time.monotonic() - begun) > 2:
        _say({"long": found.place, "seconds": took})


def _say(line: dict[str, object]) -> None:
    """One write a line, so that those of two processes never mix."""
    os.write(sys.stdout.fileno(), (json.dumps(line, ensure_ascii=False) + "\n").encode())


if __name__ == "__main__":
    main()
