"""Attacks every pattern and prints, one JSON line each, what it starts on and what was slow.

A process of its own: whoever started it can kill it, and knows from the last line what it hung on.
"""

from __future__ import annotations

import json
import time

from tests.patterns.attacking import attack
from tests.patterns.collecting import collect


def main() -> None:
    collected = collect()
    print(json.dumps({"unknown": collected.unknown, "count": len(collected.patterns)}), flush=True)
    for found in collected.patterns:
        print(json.dumps({"at": found.place}), flush=True)
        begun = time.monotonic()
        if slow := attack(found.pattern, found.methods):
            line = {"slow": found.place, "method": slow.method, "ms": round(slow.seconds * 1000, 1)}
            print(
                json.dumps({**line, "text": slow.text[:60], "pattern": found.pattern.pattern[:200]}, ensure_ascii=False)
            )
        if (took := time.monotonic() - begun) > 2:
            print(json.dumps({"long": found.place, "seconds": took}), flush=True)
    print(json.dumps({"done": True}), flush=True)


if __name__ == "__main__":
    main()
