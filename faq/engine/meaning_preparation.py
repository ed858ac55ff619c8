"""Computes what the processes need of the knowledge base before they start, and says how far it is.

Each of them would do it at its own start, all of them the same work at once, and nobody would see why it takes long.
Until the classifiers are fitted they would also answer a little otherwise than a quarter of a minute later.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from common.errors import ContentError
from faq.content.loader import load_content
from faq.content.negatives import load_negatives
from faq.engine.classifier_store import ClassifierStore
from faq.engine.kept_state import StateStore
from faq.engine.meaning_model import MODELS_FOLDER, choose_model
from faq.engine.state import calibration_file
from faq.follow_ups.asked_next import compared_texts
from faq.meaning.embeddings import EmbeddingError
from faq.ranking.calibration import load_calibration
from faq.ranking.rows import read_rows

_AT_ONCE = 2000


def prepare_knowledge(root: Path, announce: Callable[[str], None]) -> None:
    """All of it: the vectors, the state, and the classifiers where none are kept that this version can use."""
    prepare_meaning(root, announce)
    try:
        index = StateStore(root / MODELS_FOLDER).state(root, None).index
    except ContentError:
        return  # told by those who use it
    store = ClassifierStore(root / MODELS_FOLDER)
    if store.read() is None and not index.quick_to_learn:
        announce("正在学着分辨条目，约十几秒（以后只学改过的）…")
        store.fitted(index)


def prepare_first_time(root: Path, announce: Callable[[str], None]) -> None:
    """As `prepare_meaning` where nothing was kept yet, or what was kept is damaged: minutes that must not be silent.

    For commands that only look: what an edit added they compute by themselves, at once.
    """
    chosen = choose_model(root, load_calibration(calibration_file(root)), later=True)
    if chosen.store is not None and not chosen.store.is_there():
        prepare_meaning(root, announce)


def prepare_meaning(root: Path, announce: Callable[[str], None]) -> None:
    """Let the store hold the vector of every text; does nothing without a model, or where all are there.

    What is wrong with the content or the model is left to those who use it: they go on without, and say so.
    """
    chosen = choose_model(root, load_calibration(calibration_file(root)), later=True)
    if chosen.embedder is None or chosen.store is None:
        return
    try:
        content = load_content(root)
        rows, _ = read_rows(content.entries, load_negatives(root))
        texts = tuple(dict.fromkeys((*rows.texts, *compared_texts(content.entries))))
        known = chosen.store.read()
        new = [text for text in texts if text not in known]
        if not new:
            return
        for start in range(0, len(new), _AT_ONCE):
            announce(f"正在读懂知识库的意思：{start} / {len(new)} 句…")
            some = new[start : start + _AT_ONCE]
            known |= dict(zip(some, chosen.embedder.embed(some), strict=True))
            chosen.store.write(known)  # whoever is interrupted need not begin again
    except (ContentError, EmbeddingError):
        return
    chosen.store.write({text: known[text] for text in texts})
    announce(f"知识库的意思读好了（{len(new)} 句，以后只读改过的）。")
