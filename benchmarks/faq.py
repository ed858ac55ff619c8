"""The FAQ engine beside the usual ways, on generated knowledge bases and on the real one.

    python -m benchmarks.faq                     every size, table printed
    python -m benchmarks.faq --write             the table goes into docs/benchmarks.md
    python -m benchmarks.faq --sizes 100 1000    only these

Each contender runs in a process of its own, so that memory and time are its own.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.faq_contenders import CONTENDERS
from benchmarks.generated_knowledge import Knowledge, make_knowledge
from faq.loader import load_content
from faq.negatives import load_negatives
from faq.noise import distort

ROOT = Path(__file__).resolve().parents[1]
DOCUMENT = ROOT / "docs/benchmarks.md"
HEADING = "## FAQ 引擎"
SIZES = ("真实", "100", "1000", "10000", "100000")
NOISES = ("homophone", "missing", "pinyin", "traditional", "filler")
_NOISE_NAMES = ("同音字", "缺字", "夹拼音", "繁体", "寒暄")
COLUMNS = ("第一名对", "前三有", *_NOISE_NAMES, "拒绝无关@95%", "p50 ms", "p99 ms", "建立 s", "内存 MB")
_ASKED = 400
_BUDGET_S = 15.0
"""Slow contenders answer fewer distorted questions: each kind stops after this time."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="*", default=SIZES, choices=SIZES)
    parser.add_argument("--write", action="store_true", help="put the table into docs/benchmarks.md")
    parser.add_argument("--one", nargs=2, metavar=("CONTENDER", "SIZE"), help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.one:
        print(json.dumps(measure(*options.one)))
        return 0
    lines: list[str] = []
    for size in options.sizes:
        lines += [f"### {_title(size)}", "", *_table(size), ""]
    text = "\n".join(lines)
    if options.write:
        _write(text)
    print(text)
    return 0


def measure(contender: str, size: str) -> dict[str, float]:
    """All figures of one contender at one size."""
    knowledge = _real() if size == "真实" else make_knowledge(int(size), _ASKED)
    before = _memory_mb()
    start = time.process_time()
    ranker = CONTENDERS[contender](knowledge)
    figures = {"建立 s": time.process_time() - start, "内存 MB": _memory_mb() - before}
    ours = [(text, owner) for text, owner in knowledge.questions if owner]
    times: list[float] = []
    places, scores = _ask(ranker, ours, times, None)
    figures["第一名对"] = 100 * np.mean([place == 0 for place in places])
    figures["前三有"] = 100 * np.mean([place is not None for place in places])
    for kind, name in zip(NOISES, _NOISE_NAMES, strict=True):
        noisy, _ = _ask(ranker, [(distort(text, kind), owner) for text, owner in ours], [], _BUDGET_S)
        figures[name] = 100 * np.mean([place == 0 for place in noisy])
    foreign = [(text, owner) for text, owner in knowledge.questions if not owner]
    _, foreign_scores = _ask(ranker, foreign, times, None)
    figures["拒绝无关@95%"] = 100 * np.mean(np.array(foreign_scores) < np.quantile(scores, 0.05))
    figures["p50 ms"], figures["p99 ms"] = (1000 * float(np.quantile(times, share)) for share in (0.5, 0.99))
    return {name: float(value) for name, value in figures.items()}


def _ask(
    ranker: Any, questions: Iterable[tuple[str, str | None]], times: list[float], budget_s: float | None
) -> tuple[list[int | None], list[float]]:
    """Place of the right entry among the first three (None: not there) and best score, question by question."""
    places: list[int | None] = []
    scores: list[float] = []
    began = time.perf_counter()
    for text, owner in questions:
        start = time.process_time()
        ranked = ranker.rank(text)[:3]
        times.append(time.process_time() - start)
        ids = [entry_id for entry_id, _ in ranked]
        places.append(ids.index(owner) if owner in ids else None)
        scores.append(ranked[0][1] if ranked else 0.0)
        if budget_s and time.perf_counter() - began > budget_s:
            break
    return places, scores


def _real() -> Knowledge:
    """The project's own knowledge base and its development set."""
    rows = [json.loads(line) for line in (ROOT / "tests/data/dev_questions.jsonl").read_text("utf-8").splitlines()]
    questions = tuple((row["text"], row["faq_id"]) for row in rows if "also" not in row)
    return Knowledge(load_content(ROOT).entries, load_negatives(ROOT), questions)


def _table(size: str) -> list[str]:
    rows = ["| | " + " | ".join(COLUMNS) + " |", "|---|" + "---|" * len(COLUMNS)]
    for contender in CONTENDERS:
        command = [sys.executable, "-m", "benchmarks.faq", "--one", contender, size]
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
        if done.returncode:
            rows.append(f"| {contender} | 失败：{done.stderr.strip().splitlines()[-1]} |")
            continue
        figures = json.loads(done.stdout.splitlines()[-1])
        cells = [_shown(name, figures[name]) for name in COLUMNS]
        rows.append(f"| {contender} | {' | '.join(cells)} |")
        print(rows[-1], file=sys.stderr, flush=True)
    return rows


def _shown(name: str, value: float) -> str:
    return f"{value:.2f}" if name.endswith(("ms", "s")) else f"{value:.0f}" if name.endswith("MB") else f"{value:.1f}"


def _title(size: str) -> str:
    return "真实知识库，开发集" if size == "真实" else f"生成的知识库，{int(size):,} 个问法"


def _memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _write(text: str) -> None:
    """Replace the section of the engine, or add it."""
    intro = (
        f"{HEADING}\n\n命令：`python -m benchmarks.faq --write`。百分数；各种噪声一栏是第一名对的比例。"
        "“拒绝无关@95%”：让 95 % 该答的问题通过时，无关问题被拦下的比例。"
        "时间是处理器时间（机器忙不忙都一样），一次完整的判断。\n\n"
    )
    old = DOCUMENT.read_text(encoding="utf-8") if DOCUMENT.exists() else "# 测量\n\n"
    head, found, rest = old.partition(HEADING)
    after = rest[rest.index("\n## ") :] if found and "\n## " in rest else "\n"
    DOCUMENT.write_text(f"{head.rstrip()}\n\n{intro}{text.rstrip()}\n{after}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
