"""Screenshots read and understood: how many are right, how long they take, what twenty at once do to others.

`python -m benchmarks.pictures FOLDER`: the folder holds pictures and `expected.json`, a list of
`{"file", "kind", "expected": [...]}`. Kinds: `ours` (expected: entry ids), `safety` (`id_card`, `code`,
`password`), `out` (nothing of ours), `unreadable`. `"private": [...]` may list values that must not be kept,
`"text"` what was typed with the picture.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import time
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.serving.pictures import Pictures
from common.pictures import PictureRefusedError
from common.settings import Settings
from faq.engine.library import Library
from faq.pages.answering import PageAnswer, answer_page
from faq.pages.page import PageReading, Verdict, read_page
from faq.pages.prompts import page_prompts

ROOT = Path(__file__).resolve().parents[1]
CROWD = 20
_QUESTION = "注册的时候提示身份证号已经被注册了怎么办"


@dataclass(frozen=True)
class Outcome:
    """What became of one picture: `right`, `listed` among others, `wrong`, or `missed` (nothing was answered)."""

    kind: str
    result: str
    leaked: bool
    seconds: float
    said: str


async def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    settings = Settings()
    patient = replace(settings.pictures, clean_s=120.0, read_s=120.0)
    pictures = Pictures(patient, settings.tickets)
    library = Library.open(ROOT)
    cases = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    started = time.perf_counter()
    await pictures.warm()
    print(f"warm-up {time.perf_counter() - started:.1f} s")
    outcomes = [await judge(pictures, library, folder, case) for case in cases]
    report(outcomes)
    for name, process in (("cleaning", pictures.cleaner), ("reading", pictures.reader)):
        print(f"{name}: {memory_of(process.pid)}, {cpu_of(process.pid) / len(cases):.2f} s processor a picture")
    await crowd(pictures, library, folder, [case["file"] for case in cases if case["kind"] == "ours"][:CROWD])
    await pictures.close()


async def judge(pictures: Pictures, library: Library, folder: Path, case: dict[str, Any]) -> Outcome:
    """Clean, read and understand one picture as a turn would."""
    started = time.perf_counter()
    clean = await pictures.clean((folder / case["file"]).read_bytes())
    seen = await pictures.read(clean.data)
    page = read_page(seen.lines, page_prompts(library.content.entries), library.places)
    typed = case.get("text", "")
    answer = answer_page(library, page, typed, context=typed)
    seconds = time.perf_counter() - started
    result = verdict(case, page, answer)
    kept = "\n".join((page.text, page.likely, *(match.quote for match in page.matches)))
    leaked = any(value in kept for value in case.get("private", []))
    said = page.danger or (page.matches[0].entry_id if page.matches else page.verdict.value)
    if answer.decision:
        said += f" {answer.decision.band} {[candidate.entry_id for candidate in answer.decision.candidates[:3]]}"
    if result != "right":
        print(f"  {case['file']}: {result}, expected {case['expected']}, got {said}")
    return Outcome(case["kind"], result, leaked, seconds, said)


def verdict(case: dict[str, Any], page: PageReading, answer: PageAnswer) -> str:
    """Whether it is answered right, or the right answer at least offered."""
    wanted = set(case["expected"])
    if case["kind"] == "safety":
        return "right" if page.danger in wanted else "missed"
    if case["kind"] in ("out", "unreadable"):
        named = page.verdict in (Verdict.NOTHING, Verdict.UNREADABLE) and answer.decision is None
        named = named or (page.verdict is Verdict.UNREADABLE and "text" in case)  # its words are answered
        return "right" if named else "wrong"
    decision = answer.decision
    if answer.entry is not None:
        ids = [answer.entry.id, *(option.id for option in answer.others)]
    elif decision is not None and decision.band != "none":
        ids = [candidate.entry_id for candidate in decision.offered]
    else:
        return "missed"
    if ids[0] in wanted and (decision is None or decision.band == "answer"):
        return "right"
    return "listed" if wanted & set(ids) else "wrong"


def report(outcomes: list[Outcome]) -> None:
    """Shares by kind, and the times."""
    for kind in dict.fromkeys(outcome.kind for outcome in outcomes):
        counted = Counter(outcome.result for outcome in outcomes if outcome.kind == kind)
        print(f"{kind}: {', '.join(f'{count} {name}' for name, count in counted.most_common())}")
    seconds = sorted(outcome.seconds for outcome in outcomes)
    print(f"values kept raw: {sum(outcome.leaked for outcome in outcomes)} pictures")
    print(f"seconds a picture: median {statistics.median(seconds):.2f}, p95 {seconds[int(len(seconds) * 0.95)]:.2f}")


async def crowd(pictures: Pictures, library: Library, folder: Path, files: list[str]) -> None:
    """Twenty pictures at once, and what a question typed meanwhile has to wait for its answer."""
    quiet = [await asyncio.to_thread(answer_s, library) for _ in range(20)]
    started = time.perf_counter()
    sent = [asyncio.create_task(one(pictures, (folder / name).read_bytes())) for name in files]
    busy, gaps = [], []
    while not all(task.done() for task in sent):
        before = time.perf_counter()
        await asyncio.sleep(0.05)
        gaps.append(time.perf_counter() - before - 0.05)
        busy.append(await asyncio.to_thread(answer_s, library))
    refused = sum(task.result() for task in sent)
    print(f"{len(files)} at once: done after {time.perf_counter() - started:.1f} s, {refused} refused")
    print(
        f"  a question meanwhile waits at most {max(busy) * 1000:.0f} ms (alone {max(quiet) * 1000:.0f} ms), "
        f"the event loop at most {max(gaps) * 1000:.0f} ms"
    )


async def one(pictures: Pictures, data: bytes) -> bool:
    """Whether a picture was refused."""
    try:
        await pictures.read((await pictures.clean(data)).data)
    except PictureRefusedError:
        return True
    return False


def answer_s(library: Library) -> float:
    """Seconds one decision takes."""
    started = time.perf_counter()
    library.decide(_QUESTION)
    return time.perf_counter() - started


def memory_of(pid: int | None) -> str:
    """Peak of a process."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return f"peak {int(status.split('VmHWM:')[1].split()[0]) / 1024:.0f} MB"


def cpu_of(pid: int | None) -> float:
    """Processor seconds a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


if __name__ == "__main__":
    asyncio.run(main())
