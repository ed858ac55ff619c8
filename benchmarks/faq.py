"""The FAQ engine beside the usual ways, on generated knowledge bases and on the real one.

    python -m benchmarks.faq                     every size, table printed
    python -m benchmarks.faq --write             the table goes into docs/benchmarks.md
    python -m benchmarks.faq --sizes 100 1000    only these
    python -m benchmarks.faq --rasa              with Rasa's DIET and ResponseSelector: hours

Each contender runs in a process of its own, so that memory and time are its own, set up as `bot serve` does it.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import faq_rasa
from benchmarks.faq_contenders import CONTENDERS, Contender
from benchmarks.generated_knowledge import Knowledge, make_knowledge
from bot.running.environments import QUIET_ENVIRONMENT
from bot.running.training import TRAIN_ENVIRONMENT
from evaluation.noise import distort
from faq.content.loader import load_content
from faq.content.negatives import load_negatives

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
_BUILT = "built"


@dataclass(frozen=True)
class RasaOptions:
    """Whether Rasa takes part, how long it trains by plan, and how long it may take at most at one size."""

    takes_part: bool
    epochs: int
    limit_min: float

    @property
    def name(self) -> str:
        """How the row is called."""
        return f"{faq_rasa.NAME}（各 {self.epochs} 轮）"

    def contenders(self) -> dict[str, Callable[[Knowledge], Contender]]:
        """Everyone who takes part, by name."""
        rasa = {self.name: partial(faq_rasa.RasaSelector, epochs=self.epochs)} if self.takes_part else {}
        return {**CONTENDERS, **rasa}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="*", default=SIZES, choices=SIZES)
    parser.add_argument("--write", action="store_true", help="put the table into docs/benchmarks.md")
    parser.add_argument("--rasa", action="store_true", help="Rasa's DIET and ResponseSelector too")
    parser.add_argument("--rasa-epochs", type=int, default=faq_rasa.EPOCHS, help="of each of the two")
    parser.add_argument("--rasa-limit", type=float, default=60.0, help="minutes that Rasa may take at one size")
    parser.add_argument("--one", nargs=2, metavar=("CONTENDER", "SIZE"), help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    rasa = RasaOptions(options.rasa, options.rasa_epochs, options.rasa_limit)
    if options.one:
        contender, size = options.one
        print(json.dumps(measure(rasa.contenders()[contender], size)))
        return 0
    lines: list[str] = []
    for size in options.sizes:
        lines += [f"### {_title(size)}", "", *_table(size, rasa), ""]
    text = "\n".join(lines)
    if options.write:
        _write(text, rasa)
    print(text)
    return 0


def measure(contender: Callable[[Knowledge], Contender], size: str) -> dict[str, float]:
    """All figures of one contender at one size; says when it is built, for who waits for it."""
    knowledge = _real() if size == "真实" else make_knowledge(int(size), _ASKED)
    before = _memory_mb()
    start = time.process_time()
    ranker = contender(knowledge)
    figures = {"建立 s": time.process_time() - start, "内存 MB": _memory_mb() - before}
    print(_BUILT, flush=True)
    ours = [(text, owner) for text, owner in knowledge.questions if owner]
    times: list[float] = []
    places, scores = _ask(ranker, ours, times, None)
    figures["第一名对"] = 100 * float(np.mean([place == 0 for place in places]))
    figures["前三有"] = 100 * float(np.mean([place is not None for place in places]))
    for kind, name in zip(NOISES, _NOISE_NAMES, strict=True):
        noisy, _ = _ask(ranker, [(distort(text, kind), owner) for text, owner in ours], [], _BUDGET_S)
        figures[name] = 100 * float(np.mean([place == 0 for place in noisy]))
    foreign = [(text, owner) for text, owner in knowledge.questions if not owner]
    _, foreign_scores = _ask(ranker, foreign, times, None)
    figures["拒绝无关@95%"] = 100 * float(np.mean(np.array(foreign_scores) < np.quantile(scores, 0.05)))
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


def _table(size: str, rasa: RasaOptions) -> list[str]:
    rows = ["| | " + " | ".join(COLUMNS) + " |", "|---|" + "---|" * len(COLUMNS)]
    for contender in rasa.contenders():
        rows.append(f"| {contender} | {_row(contender, size, rasa)} |")
        print(rows[-1], file=sys.stderr, flush=True)
    return rows


def _row(contender: str, size: str, rasa: RasaOptions) -> str:
    """The cells of one contender, or why there are none; measured in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.faq", "--one", contender, size]
    limit_s, environment = None, {**os.environ, **QUIET_ENVIRONMENT}
    if contender == rasa.name:
        command += ["--rasa", "--rasa-epochs", str(rasa.epochs)]
        limit_s, environment = 60 * rasa.limit_min, {**os.environ, **TRAIN_ENVIRONMENT, "LOG_LEVEL": "ERROR"}
    used = _children_s()
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, cwd=ROOT, env=environment, timeout=limit_s, check=False
        )
    except subprocess.TimeoutExpired as stopped:
        doing = "提问" if _BUILT in (stopped.stdout or b"").decode().splitlines() else "训练"
        return f"{doing}超过 {rasa.limit_min:g} 分钟（处理器时间 {(_children_s() - used) / 60:.1f} 分钟），停了"
    if done.returncode:
        return f"失败：{done.stderr.strip().splitlines()[-1]}"
    figures = json.loads(done.stdout.splitlines()[-1])
    return " | ".join(_shown(name, figures[name]) for name in COLUMNS)


def _shown(name: str, value: float) -> str:
    return f"{value:.2f}" if name.endswith(("ms", "s")) else f"{value:.0f}" if name.endswith("MB") else f"{value:.1f}"


def _title(size: str) -> str:
    return "真实知识库，开发集" if size == "真实" else f"生成的知识库，{int(size):,} 个问法"


def _memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _children_s() -> float:
    """Processor time of all processes started here that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _write(text: str, rasa: RasaOptions) -> None:
    """Replace the section of the engine, or add it."""
    option = " --rasa" if rasa.takes_part else ""
    intro = (
        f"{HEADING}\n\n命令：`python -m benchmarks.faq{option} --write`。百分数；各种噪声一栏是第一名对的比例。"
        "“拒绝无关@95%”：让 95 % 该答的问题通过时，无关问题被拦下的比例。"
        f"时间是处理器时间（机器忙不忙都一样），一次完整的判断。{_about_rasa(rasa)}\n\n"
    )
    old = DOCUMENT.read_text(encoding="utf-8") if DOCUMENT.exists() else "# 测量\n\n"
    head, found, rest = old.partition(HEADING)
    after = rest[rest.index("\n## ") :] if found and "\n## " in rest else "\n"
    DOCUMENT.write_text(f"{head.rstrip()}\n\n{intro}{text.rstrip()}\n{after}", encoding="utf-8")


def _about_rasa(rasa: RasaOptions) -> str:
    if not rasa.takes_part:
        return ""
    return (
        "Rasa 一行：检索意图 `faq/条目` 加 `out_of_scope`，jieba 词与字符 1–4 元计数，"
        f"DIET 和 ResponseSelector 各 {rasa.epochs} 轮，用同样的问法和反例训练；"
        "分数是 `faq` 意图的把握乘以 ResponseSelector 的把握；"
        f"一个规模最多 {rasa.limit_min:g} 分钟，内存含 TensorFlow。"
    )


if __name__ == "__main__":
    sys.exit(main())
