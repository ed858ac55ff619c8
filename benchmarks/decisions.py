"""How long one decision of the knowledge base takes, sentence model included, on the project's own base.

    python -m benchmarks.decisions [--questions tests/data/situation_questions.jsonl …]

One thread, one question after the other, as one message asks: found, measured, decided (`Library.decide`), nothing of
it asked before. The questions go round once to warm what is read once. Milliseconds; needs an idle machine.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from evaluation.questions import read_questions
from faq.engine.library import Library

ROOT = Path(__file__).resolve().parents[1]
_SETS = ("tests/data/situation_questions.jsonl", "tests/data/fresh_questions.jsonl")
_WARMING = 50
_PERCENTS = (50, 90, 99)


def measure(library: Library, texts: Sequence[str]) -> tuple[list[float], list[float]]:
    """Wall and processor milliseconds of each decision, in the order asked."""
    for text in texts[:_WARMING]:
        library.decide(f"{text}？")
    wall: list[float] = []
    processor: list[float] = []
    for text in texts:
        taken = [_spent(time.perf_counter), _spent(time.process_time)]
        library.decide(text)
        for times, spent in zip((wall, processor), taken, strict=True):
            times.append(spent() * 1000)
    return wall, processor


def _spent(clock: Callable[[], float]) -> Callable[[], float]:
    began = clock()
    return lambda: clock() - began


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", nargs="+", default=_SETS)
    options = parser.parse_args()
    library = Library.open_whole(ROOT)
    try:
        texts = [one.text for name in options.questions for one in read_questions(ROOT / name, ROOT)]
        wall, processor = measure(library, texts)
    finally:
        library.close()
    print(f"{len(texts)} questions, sentence model: {library.has_meaning}, load {os.getloadavg()[0]:.1f}")
    for name, times in (("wall", wall), ("processor", processor)):
        shown = "，".join(f"p{percent} {np.percentile(times, percent):.1f}" for percent in _PERCENTS)
        print(f"{name} ms: {shown}，最长 {max(times):.1f}")


if __name__ == "__main__":
    main()
