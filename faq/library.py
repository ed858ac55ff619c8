"""The FAQ engine: one object that answers from the newest good state of the knowledge base.

A state is built aside and swapped in by one assignment, so readers in any thread see the old one or
the new one, whole. An edit with a fault changes nothing but `problems`.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from pathlib import Path

from common.clock import SYSTEM_CLOCK, Clock, china_time
from common.errors import ContentError, Problem
from faq.calibration import CALIBRATION_FILE, load_calibration
from faq.decision import MOST_CANDIDATES, Candidate, Decision, IntentScore, band_of
from faq.index import Index
from faq.loader import Content, content_files, load_content
from faq.negatives import load_negatives, negatives_file
from faq.normalise import normalise

log = logging.getLogger(__name__)

_Stamp = tuple[tuple[str, int, int], ...]


class Library:
    """Questions in, decisions out; safe for many threads."""

    def __init__(self, root: Path, clock: Clock = SYSTEM_CLOCK) -> None:
        self._root = root
        self._clock = clock
        self._stamp = self._look()
        self._index = self._build()
        self._problems: tuple[Problem, ...] = ()
        self._stop = threading.Event()
        self._refreshing = threading.Lock()

    @classmethod
    def open(cls, root: Path, clock: Clock = SYSTEM_CLOCK) -> Library:
        """Load and index the knowledge base of a project.

        Raises:
            ContentError: the content is broken and there is no older state to serve.
        """
        return cls(root, clock)

    @property
    def content(self) -> Content:
        """The state of the knowledge base that is being served."""
        return self._index.content

    @property
    def version(self) -> str:
        """The name of that state."""
        return self.content.version

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Why the newest edit was refused; () when it was not."""
        return self._problems

    def decide(
        self, text: str, *, intents: Sequence[IntentScore] = (), previous: str | None = None, context: str = ""
    ) -> Decision:
        """What to say to a text; `previous` is the entry answered before, `context` what else the person said."""
        index = self._index
        plain = normalise(text)
        exact = index.exact(text)
        ranked = self._rank(index, text, intents, context)
        _, thresholds = load_calibration(self._root / CALIBRATION_FILE).for_index(index.classifier is not None)
        if exact is not None and self._may_show(index, exact, f"{text} {context}"):
            entry_id = index.ids[exact]
            others = tuple(candidate for candidate in ranked if candidate.entry_id != entry_id)
            signals = next((c.signals for c in ranked if c.entry_id == entry_id), {})
            best = Candidate(entry_id, 1.0, {**signals, "exact": 1.0})
            return Decision("answer", (best, *others)[:MOST_CANDIDATES], "exact", plain)
        band, reason = band_of(ranked, thresholds)
        return Decision(band, ranked[:MOST_CANDIDATES], reason, plain)

    def search(self, query: str, limit: int = 10) -> tuple[Candidate, ...]:
        """The best matches for a search box, [] when nothing fits."""
        index = self._index
        ranked = self._rank(index, query, (), "")
        return tuple(candidate for candidate in ranked if candidate.score >= 0.02)[:limit]

    def refresh(self) -> bool:
        """Look at the files once; True when a new state was swapped in."""
        with self._refreshing:
            stamp = self._look()
            if stamp == self._stamp:
                return False
            self._stamp = stamp
            try:
                index = self._build()
            except ContentError as error:
                self._problems = tuple(error.problems)
                for problem in error.problems:
                    log.error("content_refused place=%s:%s kind=%s", problem.path, problem.line, problem.kind)
                return False
            self._problems = ()
            changed = index.content.version != self._index.content.version
            self._index = index
            log.info("content_swapped version=%s entries=%s", index.content.version, len(index.ids))
            return changed

    def watch(self, interval_s: float = 1.0) -> None:
        """Refresh again and again in a background thread until `close`."""
        threading.Thread(target=self._watch, args=(interval_s,), name="faq-watch", daemon=True).start()

    def close(self) -> None:
        """End the background thread."""
        self._stop.set()

    def _watch(self, interval_s: float) -> None:
        while not self._stop.wait(interval_s):
            self.refresh()

    def _build(self) -> Index:
        return Index(load_content(self._root), load_negatives(self._root))

    def _look(self) -> _Stamp:
        files = [*content_files(self._root), negatives_file(self._root)]
        stats = ((path, path.stat()) for path in files if path.exists())
        return tuple((str(path), stat.st_mtime_ns, stat.st_size) for path, stat in stats)

    def _may_show(self, index: Index, number: int, said: str) -> bool:
        entry = index.content.entries[number]
        today = china_time(self._clock.now()).date()
        return entry.valid_on(today) and (entry.scope is None or entry.scope.mentioned_in(said))

    def _rank(self, index: Index, text: str, intents: Sequence[IntentScore], context: str) -> tuple[Candidate, ...]:
        model, _ = load_calibration(self._root / CALIBRATION_FILE).for_index(index.classifier is not None)
        candidates = [
            Candidate(index.ids[number], model.probability(signals), signals)
            for number, signals in index.signals(text, intents).items()
            if self._may_show(index, number, f"{text} {context}")
        ]
        return tuple(sorted(candidates, key=lambda candidate: (-candidate.score, candidate.entry_id)))
