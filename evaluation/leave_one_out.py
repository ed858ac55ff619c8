"""Every similar question put to an index that does not know it: does its own entry still win?

A question that only its own copy can find is a gap; one that another entry wins is a confusion, and the
editor is told which two entries compete. Questions are left out in folds, not singly: building thousands
of indexes would take hours and says the same.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from common.clock import SYSTEM_CLOCK, china_time
from common.yaml_nodes import read_yaml
from evaluation.outcomes import open_state
from evaluation.verdicts import Prediction
from faq.content.loader import ENTRIES_FOLDER
from faq.editor.confusion import ConfusedPair, confused_pairs
from faq.engine.state import state_files

FOLDS = 8


@dataclass(frozen=True)
class LeftOut:
    """One question, the entry it belongs to, and what the index without it made of it."""

    text: str
    entry_id: str
    prediction: Prediction

    @property
    def first(self) -> str | None:
        """The best candidate."""
        return self.prediction.candidates[0][0] if self.prediction.candidates else None

    @property
    def found(self) -> bool:
        """Whether its own entry is the best candidate."""
        return self.first == self.entry_id

    @property
    def lost(self) -> bool:
        """Whether the person would be led astray: another entry answered, or its own not even listed."""
        if self.prediction.band == "answer":
            return not self.found
        return self.entry_id not in self.prediction.listed


def leave_out(
    root: Path, folds: int = FOLDS, announce: Callable[[str], None] = lambda _: None, *, asked: int | None = None
) -> list[LeftOut]:
    """Every similar question, each decided by an index built without it; or those of the first `asked` folds only."""
    results = []
    today = china_time(SYSTEM_CLOCK.now()).date()
    documents = {path.name: read_yaml(path, root).plain() for path in sorted((root / ENTRIES_FOLDER).glob("*.yml"))}
    for fold in range(folds if asked is None else min(asked, folds)):
        announce(f"留一法：第 {fold + 1} / {folds} 份…")
        with tempfile.TemporaryDirectory(prefix="bot-fold-") as folder:
            left_out = list(_write_fold(root, Path(folder), documents, fold, folds))
            state = open_state(root, Path(folder), today)
            # At once, and from the vectors that are kept of the whole: one by one the model would read each again.
            treatments = state.decide([text for _, text in left_out], remember=False)
            results += [
                LeftOut(text, entry_id, treated.prediction)
                for (entry_id, text), treated in zip(left_out, treatments, strict=True)
            ]
    return results


def competing(results: Sequence[LeftOut]) -> list[ConfusedPair]:
    """The entries that compete, most often first."""
    won = [(result.entry_id, result.first, result.text) for result in results if not result.found]
    return confused_pairs((own, rival, text) for own, rival, text in won if rival)


def _write_fold(
    root: Path, folder: Path, documents: Mapping[str, list[dict[str, Any]]], fold: int, folds: int
) -> Iterator[tuple[str, str]]:
    """Write the knowledge base without one fold of the questions, and give what was left out."""
    for file in state_files(root):
        if file.is_file() and file.is_relative_to(root):
            copy = folder / file.relative_to(root)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, copy)
    for name, entries in documents.items():
        kept = []
        for entry in entries:
            questions = entry["questions"]
            kept.append({**entry, "questions": [text for i, text in enumerate(questions) if i % folds != fold]})
            yield from ((entry["id"], text) for i, text in enumerate(questions) if i % folds == fold)
        text = yaml.dump(
            kept, Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper), allow_unicode=True, sort_keys=False
        )
        (folder / ENTRIES_FOLDER / name).write_text(text, encoding="utf-8")
