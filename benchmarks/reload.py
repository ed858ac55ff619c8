"""How soon an edit of the knowledge base is live, and how long running queries wait meanwhile.

    python -m benchmarks.reload                   10,000 generated entries, and the real content
    python -m benchmarks.reload --entries 20000   as many generated entries

One thread asks a hundred questions a second, as a busy server would, while the library watches its files.
An entry gets a new question in its file; `live_s` is the time from the moment the file is written until
that question is answered, the wait for the next look at the files included. `pause_ms` is the longest time
that one question took meanwhile, `usual_pause_ms` the longest in as many seconds without an edit: on
a busy machine that one is not zero either. Prints one JSON line each.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import yaml

from benchmarks.generated_knowledge import make_knowledge
from common.background_thread import BackgroundThread
from faq.content.loader import CONTACTS_FILE, ENTRIES_FOLDER
from faq.content.negatives import NLU_FILE
from faq.engine.library import Library

ROOT = Path(__file__).resolve().parents[1]
NEW_QUESTION = "紫云英奖章丢在半路了"
_FILES = 100
_EDITS = 5
_WAIT_S = 60.0
_BREATH_S = 0.01


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=10_000)
    options = parser.parse_args(arguments)
    with generated_project(options.entries) as root:
        print(json.dumps({"content": "generated", **measure(root)}), flush=True)
    with real_project() as root:
        print(json.dumps({"content": "real", **measure(root)}), flush=True)
    return 0


def measure(root: Path) -> dict[str, float]:
    """Edit the first file a few times and give the worst of each figure."""
    began = time.perf_counter()
    library = Library.open(root)
    first_s = time.perf_counter() - began
    library.refresh()  # the classifiers, which a server has had since it started
    questions = [text for entry in library.content.entries[:200] for text in entry.wordings()][:400]
    background = BackgroundThread()
    background.start("content", library.watch, every_s=0.0)
    live, pauses, usual = [], [], []
    path = sorted((root / ENTRIES_FOLDER).glob("*.yml"))[0]
    entries = yaml.safe_load(path.read_text("utf-8"))
    wordings = list(entries[0]["questions"])
    for number in range(_EDITS):
        usual.append(_ask_until(library, questions, lambda: False, 2.0))
        new = f"{NEW_QUESTION}{'一二三四五六七八九'[number]}"
        entries[0]["questions"] = [*wordings, new]
        text = yaml.safe_dump(entries, allow_unicode=True, sort_keys=False)
        written = time.perf_counter()
        aside = path.with_suffix(".new")
        aside.write_text(text, "utf-8")
        aside.replace(path)  # whole, as editors and git do it
        entry_id = entries[0]["id"]
        pauses.append(_ask_until(library, questions, partial(_live, library, new, entry_id)))
        live.append(time.perf_counter() - written)
        pauses.append(_ask_until(library, questions, lambda: False, 4.0))  # classifiers are fitted behind
    background.close()
    return {
        "entries": len(library.content.entries),
        "first_load_s": round(first_s, 2),
        "live_s": round(max(live), 2),
        "pause_ms": round(1000 * max(pauses), 1),
        "usual_pause_ms": round(1000 * max(usual), 1),
    }


def _live(library: Library, question: str, entry_id: str) -> bool:
    candidates = library.decide(question).candidates
    return bool(candidates) and candidates[0].entry_id == entry_id and candidates[0].score == 1.0


def _ask_until(library: Library, questions: Sequence[str], done: Callable[[], bool], seconds: float = _WAIT_S) -> float:
    """Ask round and round until it is done or the time is over; the longest that one question took."""
    longest = 0.0
    began = time.perf_counter()
    number = 0
    while time.perf_counter() - began < seconds:
        time.sleep(_BREATH_S)
        asked = time.perf_counter()
        library.decide(questions[number % len(questions)])
        longest = max(longest, time.perf_counter() - asked)
        number += 1
        if number % 5 == 0 and done():
            return longest
    if seconds == _WAIT_S:
        raise TimeoutError("改动一直没有生效")
    return longest


@contextmanager
def generated_project(count: int) -> Iterator[Path]:
    """A project of so many entries with one question each, in a hundred files."""
    knowledge = make_knowledge(10 * count, 4)
    with tempfile.TemporaryDirectory(prefix="bot-reload-") as folder:
        root = Path(folder)
        (root / ENTRIES_FOLDER).mkdir(parents=True)
        _copy(root, NLU_FILE)
        entries = [
            {
                "id": f"generated_{number}",
                "title": entry.title,
                "category": "学信网账号",
                "intent": "change_info",
                "questions": [entry.questions[0]],
                "answer": f"请按“{entry.title}”的说明办理。",
                "source": [{"title": "生成", "date": "2026-01-01"}],
                "reviewed": "2026-01-01",
            }
            for number, entry in enumerate(knowledge.entries[:count])
        ]
        for number in range(_FILES):
            text = yaml.safe_dump(entries[number::_FILES], allow_unicode=True, sort_keys=False)
            (root / ENTRIES_FOLDER / f"part{number:03}.yml").write_text(text, "utf-8")
        yield root


@contextmanager
def real_project() -> Iterator[Path]:
    """A copy of the project's own knowledge base."""
    with tempfile.TemporaryDirectory(prefix="bot-reload-") as folder:
        root = Path(folder)
        shutil.copytree(ROOT / ENTRIES_FOLDER, root / ENTRIES_FOLDER)
        for name in (CONTACTS_FILE, NLU_FILE):
            _copy(root, name)
        yield root


def _copy(root: Path, name: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / name, root / name)


if __name__ == "__main__":
    sys.exit(main())
