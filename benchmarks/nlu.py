"""Three ways to classify intents, measured side by side on the project's own data.

Run from the project root: `nice -n 15 .venv/bin/python -m benchmarks.nlu --write`. Every training runs in a process
of its own through Rasa's graph, without its cache, so that time and memory are those of that pipeline alone.
The folds are stratified and the same for all; the figures go into docs/benchmarks.md, section 意图识别.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from sklearn.metrics import f1_score

from bot.running.training import TRAIN_ENVIRONMENT

ROOT = Path(__file__).resolve().parents[1]
DEV_FILE = ROOT / "tests/data/dev_questions.jsonl"
DOCUMENT = ROOT / "docs/benchmarks.md"
SECTION = "## 意图识别"
FOLDS = 5
_COUNT_VECTORS: list[dict[str, Any]] = [
    {"name": "CountVectorsFeaturizer"},
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
]


@dataclass(frozen=True)
class Contender:
    """One pipeline, and in how many of the folds it is trained."""

    title: str
    pipeline: list[dict[str, Any]]
    folds: int
    on_everything: bool = True
    """Whether it is also trained on all examples and asked the development questions."""


@dataclass
class Result:
    """What came out of all the trainings of one contender."""

    predicted: list[tuple[str, str]] = field(default_factory=list)
    developed: list[tuple[str, str]] = field(default_factory=list)
    train_s: list[float] = field(default_factory=list)
    parse_ms: list[float] = field(default_factory=list)
    model_mb: list[float] = field(default_factory=list)
    peak_mb: list[float] = field(default_factory=list)


def contenders(diet_epochs: int, diet_folds: int) -> list[Contender]:
    """Ours as `config.yml` has it, and two that Rasa brings along."""
    ours = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    jieba: list[dict[str, Any]] = [{"name": "JiebaTokenizer"}]
    diet = {"name": "DIETClassifier", "epochs": diet_epochs, "entity_recognition": False, "random_seed": 7}
    return [
        Contender("本项目（config.yml：字与模糊拼音 n 元 tf-idf + 逻辑回归）", ours, FOLDS),
        Contender(
            "Rasa 自带：jieba 词 + 字符 1–4 元计数 + LogisticRegressionClassifier",
            [*jieba, *_COUNT_VECTORS, {"name": "LogisticRegressionClassifier"}],
            FOLDS,
        ),
        Contender(
            f"Rasa 自带：jieba 词 + 字符 1–4 元计数 + DIET（{diet_epochs} 轮）",
            [*jieba, *_COUNT_VECTORS, diet],
            diet_folds,
            on_everything=False,
        ),
    ]


def measure(contender: Contender, folds: Sequence[Fold], everything: Fold, limit_s: float) -> Result:
    """Train and ask it, fold by fold."""
    result = Result()
    for fold in [*folds[: contender.folds], *([everything] if contender.on_everything else [])]:
        ask = fold.ask[: fold.held] if contender.on_everything and fold is not everything else fold.ask
        answer = _in_a_process({"pipeline": contender.pipeline, "data": str(fold.file), "ask": ask}, limit_s)
        pairs = [(label, said) for (_, label), said in zip(ask, answer["said"], strict=True)]
        result.predicted += pairs[: fold.held]
        result.developed += pairs[fold.held :]
        result.train_s.append(answer["train_s"])
        result.parse_ms += answer["parse_ms"]
        result.model_mb.append(answer["model_mb"])
        result.peak_mb.append(answer["peak_mb"])
        print(f"  {fold.file.stem}: trained in {answer['train_s']:.1f} s", file=sys.stderr, flush=True)
    return result


@dataclass(frozen=True)
class Fold:
    """Training data in a file, and what to ask afterwards: the held-out part first, then the development set."""

    file: Path
    ask: list[tuple[str, str]]
    held: int


def make_folds(folder: Path) -> tuple[list[Fold], Fold]:
    """The stratified folds, and all data with the development set."""
    from rasa.shared.importers.importer import TrainingDataImporter
    from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLWriter
    from rasa.shared.nlu.training_data.training_data import TrainingData

    importer = TrainingDataImporter.load_from_config(
        str(ROOT / "config.yml"), str(ROOT / "domain.yml"), [str(ROOT / "data")]
    )
    data = importer.get_nlu_data()
    groups: dict[str, list[int]] = defaultdict(list)
    for number, example in enumerate(data.intent_examples):
        groups[str(example.get("intent"))].append(number)
    # Dealt out in turn within each intent, as the entries list them: every fold has its share of each entry too.
    fold_of = {number: place % FOLDS for numbers in groups.values() for place, number in enumerate(numbers)}
    development = [
        (str(item["text"]), {"other_service": "ask_other_service"}.get(item["label"], item["label"]))
        for item in map(json.loads, DEV_FILE.read_text(encoding="utf-8").splitlines())
    ]

    def write(name: str, left_out: int | None) -> Fold:
        kept = [example for number, example in enumerate(data.intent_examples) if fold_of[number] != left_out]
        held = [
            (str(example.get("text")), str(example.get("intent")))
            for number, example in enumerate(data.intent_examples)
            if fold_of[number] == left_out
        ]
        part = TrainingData(kept, regex_features=data.regex_features, lookup_tables=data.lookup_tables)
        RasaYAMLWriter().dump(folder / f"{name}.yml", part)
        return Fold(folder / f"{name}.yml", held + development, len(held))

    return [write(f"fold-{number}", number) for number in range(FOLDS)], write("everything", None)


def work(job_file: Path) -> dict[str, Any]:
    """Train one pipeline and ask it everything; runs in a process of its own."""
    from rasa.core.agent import Agent
    from rasa.model_training import train_nlu

    job = json.loads(job_file.read_text(encoding="utf-8"))
    folder = job_file.parent
    config = {"recipe": "default.v1", "assistant_id": "benchmark", "language": "zh", "pipeline": job["pipeline"]}
    (folder / "config.yml").write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")
    started = _processor_s()
    model = train_nlu(str(folder / "config.yml"), job["data"], str(folder), domain=str(ROOT / "domain.yml"))
    train_s = _processor_s() - started
    agent = Agent.load(str(model))

    async def ask() -> tuple[list[str], list[float]]:
        said, times = [], []
        await agent.parse_message("先问一句，不计时")
        for text, _ in job["ask"]:
            began = _processor_s()
            parsed = await agent.parse_message(text)
            times.append((_processor_s() - began) * 1000)
            ranking = parsed.get("intent_ranking") or [parsed["intent"]]
            said.append(next(str(item["name"]) for item in ranking if item["name"] != "nlu_fallback"))
        return said, times

    said, times = asyncio.run(ask())
    return {
        "said": said,
        "parse_ms": times,
        "train_s": train_s,
        "model_mb": Path(str(model)).stat().st_size / 1e6,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _processor_s() -> float:
    """Processor time of this process, all threads: what else the machine does must not count."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _in_a_process(job: dict[str, Any], limit_s: float) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="bot-nlu-") as folder:
        file = Path(folder) / "job.json"
        file.write_text(json.dumps(job, ensure_ascii=False), encoding="utf-8")
        environment = {
            **os.environ,
            **TRAIN_ENVIRONMENT,
            "LOG_LEVEL": "ERROR",
            "RASA_CACHE_DIRECTORY": str(Path(folder) / "cache"),
        }
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.nlu", "--work", str(file)],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=limit_s,
            check=False,
        )
        if done.returncode != 0:
            raise SystemExit(f"a training failed:\n{done.stderr[-3000:]}")
        answer: dict[str, Any] = json.loads(file.with_name("answer.json").read_text(encoding="utf-8"))
        return answer


def macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    """The mean F1 over the intents that are meant somewhere."""
    meant, said = zip(*pairs, strict=True)
    return float(f1_score(meant, said, labels=sorted(set(meant)), average="macro", zero_division=0))


def accuracy(pairs: Sequence[tuple[str, str]]) -> float:
    """The share that is right."""
    return sum(meant == said for meant, said in pairs) / len(pairs)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share does not exceed."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def rows(results: Sequence[tuple[Contender, Result]]) -> Iterator[str]:
    """The table, in Markdown."""
    yield (
        "| 流水线 | 宏平均 F1 | 准确率 | 开发集准确率 | 训练（秒） "
        "| 一句 p50 / p99（毫秒） | 模型（MB） | 内存峰值（MB） |"
    )
    yield "|---|---|---|---|---|---|---|---|"
    for contender, result in results:
        quality = (macro_f1(result.predicted), accuracy(result.predicted), accuracy(result.developed))
        parse = " / ".join(f"{percentile(result.parse_ms, share):.1f}" for share in (0.5, 0.99))
        cells = [contender.title, *(f"{value:.3f}" for value in quality), f"{max(result.train_s):.0f}", parse]
        cells += [f"{max(result.model_mb):.1f}", f"{max(result.peak_mb):.0f}"]
        yield f"| {' | '.join(cells)} |"


def replaced_section(document: str, section: str) -> str:
    """The document with this section in place of the old one, or at its end."""
    heading = section.partition("\n")[0]
    before, found, rest = document.partition(heading + "\n")
    _, following, after = rest.partition("\n## ")
    if not found:
        return document.rstrip("\n") + "\n\n" + section + "\n"
    return before + section + ("\n" + following + after if following else "\n")


def main() -> None:
    """Measure all, print the table, and write it if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the table into docs/benchmarks.md")
    parser.add_argument("--diet-epochs", type=int, default=100)
    parser.add_argument("--diet-folds", type=int, default=0, help="0 leaves DIET out: it takes most of an hour")
    parser.add_argument("--limit", type=float, default=1800.0, help="seconds one training may take")
    parser.add_argument("--work", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.work:
        answer = json.dumps(work(arguments.work), ensure_ascii=False)
        arguments.work.with_name("answer.json").write_text(answer, encoding="utf-8")
        return
    with tempfile.TemporaryDirectory(prefix="bot-nlu-folds-") as folder:
        folds, everything = make_folds(Path(folder))
        intro = _introduction(sum(fold.held for fold in folds), len(everything.ask), arguments)
        results: list[tuple[Contender, Result]] = []
        for contender in contenders(arguments.diet_epochs, arguments.diet_folds):
            if not contender.folds:
                continue
            print(contender.title, file=sys.stderr, flush=True)
            results.append((contender, measure(contender, folds, everything, arguments.limit)))
            section = "\n".join([SECTION, "", intro, "", *rows(results)])
            print(section, flush=True)
            if arguments.write:  # after each, so that an interruption does not cost what is measured already
                old = DOCUMENT.read_text(encoding="utf-8") if DOCUMENT.exists() else "# 测量结果\n"
                DOCUMENT.write_text(replaced_section(old, section), encoding="utf-8")


def _introduction(held: int, asked: int, arguments: argparse.Namespace) -> str:
    return (
        "命令：`nice -n 15 .venv/bin/python -m benchmarks.nlu --write`"
        "（每次训练都在单独的进程里走 Rasa 自己的图，不用缓存）。\n\n"
        f"训练数据是知识库条目的全部问法加 `data/nlu.yml`，共 {held} 句；{FOLDS} 折分层交叉验证（前两列），"
        f"各条流水线用同样的折。开发集是 `tests/data/dev_questions.jsonl` 的 {asked} 句，从不参与训练；"
        "`other_service` 算作 `ask_other_service`。训练和识别的时间都是处理器时间（各线程相加），"
        "因为测的时候机器上还有别的活；训练时间、模型和内存取各次里最大的。" + _about_diet(arguments.diet_folds)
    )


def _about_diet(folds: int) -> str:
    if folds:
        return f"DIET 太慢，只跑 {folds} 折，开发集也用这一折的模型来问。"
    return "这次没有量 DIET：一次训练要几十分钟，要量就加 `--diet-folds 1`。"


if __name__ == "__main__":
    main()
