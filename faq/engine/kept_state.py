"""What was built of the knowledge base last, kept between starts: building it takes ten seconds of a processor.

Each process would do the same work at each of its starts, also after it was killed while people wait.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

from common.kept_object import KeptObject
from faq.content.loader import content_version
from faq.engine.meaning_model import ChosenModel
from faq.engine.state import KnowledgeState, build_state, state_files
from faq.guiding.guidance import Guidance

T = TypeVar("T")
_STATE, _GUIDANCE = "state.kept", "guidance.kept"
_LEAST_TEXTS = 2_000
"""A smaller knowledge base is built as soon as it is read."""
_PROJECT = Path(__file__).resolve().parents[2]
_PACKAGES = ("faq", "common")
_LIBRARIES = ("numpy", "scipy", "scikit-learn", "pypinyin", "opencc", "regex")


class StateStore:
    """The last state and the last guidance, in the folder of what was learned from the content."""

    def __init__(self, folder: Path) -> None:
        """Keep them there, if the folder is there."""
        self._state, self._guidance = KeptObject(folder / _STATE), KeptObject(folder / _GUIDANCE)

    def state(self, folder: Path, chosen: ChosenModel | None, earlier: KnowledgeState | None = None) -> KnowledgeState:
        """As `build_state` makes it; without an earlier one to build upon, the one kept, if it is of this folder."""
        if earlier is not None:
            return build_state(folder, chosen, earlier)
        state = _kept_or_made(
            self._state,
            folder,
            KnowledgeState,
            lambda: build_state(folder, None),
            lambda built: len(built.index.rows.texts),
        )
        return state.with_meaning(chosen)

    def guidance(self, folder: Path, open_it: Callable[[], Guidance]) -> Guidance:
        """What `open_it` opens: the guides with what is asked next about the entries, for Rasa's process."""
        return _kept_or_made(self._guidance, folder, Guidance, open_it, lambda opened: opened.next_asked.size)


def _kept_or_made(
    kept: KeptObject, folder: Path, kind: type[T], make: Callable[[], T], texts_of: Callable[[T], int]
) -> T:
    """What is kept of a folder; else what is made of it, kept from now on where it holds so many texts that it pays."""
    name = made_from(folder)
    found = kept.read(name, kind)
    if found is None:
        found = make()
        if texts_of(found) >= _LEAST_TEXTS and made_from(folder) == name:  # else edited meanwhile
            kept.write(name, found)
    return found


def made_from(folder: Path) -> str:
    """Names the files of a folder's knowledge base together with the code and the libraries that build it."""
    return f"{content_version(state_files(folder))} {_code()}"


@cache
def _code() -> str:
    digest = hashlib.sha256(sys.version.encode())
    for path in sorted(path for package in _PACKAGES for path in (_PROJECT / package).rglob("*.py")):
        digest.update(path.read_bytes())
    digest.update(" ".join(f"{name} {version(name)}" for name in _LIBRARIES).encode())
    return digest.hexdigest()
