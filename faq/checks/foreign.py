"""Out-of-scope examples (`data/nlu.yml`) that say nearly what an entry is asked with: they hold that entry down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process

from common.errors import Problem
from faq.checks.similarity import skeleton
from faq.content.entry import Entry
from faq.content.negatives import NLU_FILE, OUT_OF_SCOPE, load_negatives

_LEAST_ALIKE = 95
_SHOWN_CHARACTERS = 30


def advise_negatives(root: Path, entries: Sequence[Entry]) -> Iterator[Problem]:
    """The examples that are nearly a wording of an entry, each with the line it stands in."""
    negatives = load_negatives(root, OUT_OF_SCOPE)
    owners = [(entry, text) for entry in entries for text in entry.wordings()]
    if not negatives or not owners:
        return
    texts = [skeleton(text) for _, text in owners]
    scores = process.cdist(
        [skeleton(text) for text in negatives], texts, scorer=fuzz.ratio, score_cutoff=_LEAST_ALIKE, dtype=np.uint8
    )
    lines = _lines(root)
    for number in np.flatnonzero(scores.any(axis=1)):
        entry, wording = owners[int(scores[number].argmax())]
        example = negatives[int(number)]
        message = (
            f"范围外的例句「{example[:_SHOWN_CHARACTERS]}」和条目 {entry.id} 的「{wording[:_SHOWN_CHARACTERS]}」"
            "几乎一样，会压住这个条目"
        )
        yield Problem(NLU_FILE, lines.get(example, 1), message, "归这个条目答的，就删掉这一句例句", "holds_down")


def _lines(root: Path) -> dict[str, int]:
    written = enumerate((root / NLU_FILE).read_text(encoding="utf-8").splitlines(), start=1)
    return {line.strip()[2:].strip(): number for number, line in written if line.strip().startswith("- ")}
