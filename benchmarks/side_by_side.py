"""Processor time a message of two or more running systems that say the same things at the same time.

    python -m benchmarks.side_by_side before=http://127.0.0.1:8184,PID after=http://127.0.0.1:9184,PID --conversations

Each is a `python -m bot serve` of its own clone, ports and storage, without limits (`benchmarks.turns` names them);
PID is its process id. Conversation by conversation they take turns, who begins alternates, so a machine that is busy
for a while slows all alike; only the relation of the figures counts. Answers that differ are counted and the first
shown; numbers of tickets are not compared.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import aiohttp
import yaml

from benchmarks.turns import QUESTIONS, ROOT, children, processor_s

_SAID = 7
_LONGEST = 9
_NUMBER = re.compile(r"\b[A-Z0-9]{2}[-0-9A-Z]{4,40}+|\d{6,40}+|(?:settle|add_to)_[a-z0-9]{8}")


@dataclass
class System:
    """One of them, with what it spent and said."""

    name: str
    url: str
    services: dict[str, int]
    spent_s: Counter[str] = field(default_factory=Counter)
    said: list[str] = field(default_factory=list)

    @classmethod
    def named(cls, described: str) -> System:
        """From an argument."""
        name, _, rest = described.partition("=")
        url, _, pid = rest.rpartition(",")
        return cls(name, url.rstrip("/"), children(int(pid)))

    async def talk(self, http: aiohttp.ClientSession, texts: list[str]) -> None:
        """One conversation from its beginning."""
        before = {name: processor_s(pid) for name, pid in self.services.items()}
        async with http.post(f"{self.url}/api/v1/session") as response:
            session = (await response.json())["session"]
        for text in texts:
            body = {"session": session, "text": text}
            async with http.post(f"{self.url}/api/v1/messages", json=body) as response:
                answer = await response.json()
                if response.status != 200:
                    raise SystemExit(f"{self.name}: {answer}")
            told = [text, answer["replies"], answer["trace"]]
            self.said.append(_NUMBER.sub("#", json.dumps(told, ensure_ascii=False, sort_keys=True)))
        self.spent_s.update({name: processor_s(pid) - before[name] for name, pid in self.services.items()})

    def forget(self) -> None:
        """Begin to count."""
        self.spent_s.clear()
        self.said.clear()

    def figures(self) -> dict[str, float]:
        """Milliseconds a message, by process."""
        each = {name: value * 1000 / len(self.said) for name, value in self.spent_s.items()}
        return {name: round(value, 2) for name, value in [*each.items(), ("all", sum(each.values()))]}


def conversations() -> Iterator[list[str]]:
    """What people say in `tests/conversations`, in an order that is the same each time."""
    talks = []
    for path in sorted((ROOT / "tests/conversations").glob("*.yml")):
        for case in yaml.safe_load(path.read_text())["test_cases"]:
            talks.append([step["user"] for step in case["steps"] if isinstance(step.get("user"), str)])
    random.Random(5).shuffle(talks)
    yield from (texts for texts in talks if 1 < len(texts) <= _LONGEST)


async def _run(options: argparse.Namespace) -> None:
    systems = [System.named(described) for described in options.systems]
    talks = conversations() if options.conversations else itertools.repeat(list(QUESTIONS[:_SAID]))
    async with aiohttp.ClientSession() as http:
        for system in systems:  # everything loaded and compiled
            await system.talk(http, list(QUESTIONS))
            system.forget()
        for number, texts in enumerate(itertools.islice(talks, options.count)):
            for system in systems if number % 2 else systems[::-1]:
                await system.talk(http, texts)
    for system in systems:
        print(json.dumps({"system": system.name, "messages": len(system.said), "processor_ms": system.figures()}))
    first, *others = systems
    for other in others:
        unlike = [pair for pair in zip(first.said, other.said, strict=True) if pair[0] != pair[1]]
        print(json.dumps({"unlike": other.name, "count": len(unlike), "first": unlike[:1]}, ensure_ascii=False))


def main() -> int:
    """Measure and print a JSON object for each system and each comparison."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("systems", nargs="+", help="name=address,process id")
    parser.add_argument("--count", type=int, default=60, help="how many conversations")
    parser.add_argument("--conversations", action="store_true", help="those of tests/conversations, not the ten")
    asyncio.run(_run(parser.parse_args()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
