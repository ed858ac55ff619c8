"""The guides as staff wrote them last, in Rasa's process, and what people ask next; what the check refuses is not."""

from __future__ import annotations

import logging
import math
import threading
from dataclasses import replace
from functools import partial
from pathlib import Path

from common.clock import SYSTEM_CLOCK, Clock
from common.errors import ContentError, place_of
from faq.engine.kept_state import StateStore
from faq.engine.meaning_model import MODELS_FOLDER
from faq.engine.sources import ContentSource, Gate
from faq.engine.stamps import Stamp, content_stamp
from faq.follow_ups.next_by_letters import NextByLetters
from faq.guiding.guidance import Guidance

log = logging.getLogger(__name__)
_LOOK_S = 0.5
_RETRY_S = 30.0


class CurrentGuidance:
    """The guides of a project, read anew when staff have edited them; a broken edit changes nothing."""

    def __init__(
        self,
        root: Path,
        source: ContentSource | None = None,
        clock: Clock = SYSTEM_CLOCK,
        *,
        gate: Gate | None = None,
    ) -> None:
        """Read them once; `source` says where they lie when it is not in the project, `gate` what may be served.

        Raises:
            ContentError: they are broken and there is no older state.
        """
        self._folder = root
        self._source, self._gate = source, gate
        self._clock = clock
        self._stamp, self._kept = self._look(), StateStore(root / MODELS_FOLDER)
        self._guidance = self._first()
        self._looked = self._clock.monotonic_s()
        self._retry_at_s = math.inf
        self._judging: threading.Thread | None = None

    def now(self) -> Guidance:
        """The newest good state; the files are looked at twice a second at most.

        With a gate an edit is judged in the background: nobody who writes waits for the check.
        """
        if self._clock.monotonic_s() - self._looked < _LOOK_S:
            return self._guidance
        self._looked = self._clock.monotonic_s()
        if self._judging is not None and self._judging.is_alive():
            return self._guidance
        stamp = self._look()
        if stamp != self._stamp or self._looked >= self._retry_at_s:
            self._stamp, self._retry_at_s = stamp, math.inf
            if self._gate is None:
                self._renew(self._folder)
            else:
                self._judging = threading.Thread(target=self._renew, args=(self._folder,), name="guides", daemon=True)
                self._judging.start()
        return self._guidance

    def settle(self) -> None:
        """Wait for the judgement under way, if any."""
        if self._judging is not None:
            self._judging.join()

    def _first(self) -> Guidance:
        try:
            return self._admitted(self._folder)
        except ContentError as error:
            good = self._gate.last_good() if self._gate else None
            if good is None:
                raise
            _tell(error)
            return self._with_wordings(good, None)

    def _admitted(self, folder: Path, earlier: Guidance | None = None) -> Guidance:
        if self._gate is not None:
            self._gate.admit(folder)
        return self._with_wordings(folder, earlier)

    def _with_wordings(self, folder: Path, earlier: Guidance | None) -> Guidance:
        anew = partial(_with_wordings, folder, earlier)
        return anew() if earlier is not None else self._kept.guidance(folder, anew)

    def _renew(self, folder: Path) -> None:
        try:
            self._guidance = self._admitted(folder, self._guidance)
        except ContentError as error:
            _tell(error)
        except Exception as error:  # a full disk, a bug: the files may be fine, so look again by and by
            log.error("guides_failed error=%s at=%s", type(error).__name__, place_of(error))
            self._retry_at_s = self._clock.monotonic_s() + _RETRY_S

    def _look(self) -> Stamp:
        if self._source is not None:
            self._folder = self._source.folder()
        return content_stamp(self._folder)


def _with_wordings(folder: Path, earlier: Guidance | None) -> Guidance:
    """The guides of a folder with what is asked next about its entries; where those have faults, with the earlier."""
    guidance = Guidance.open(folder, earlier)
    try:
        return replace(guidance, next_asked=NextByLetters.open(folder))
    except ContentError as error:
        _tell(error)
        return guidance


def _tell(error: ContentError) -> None:
    for problem in error.problems:
        log.error("guides_refused place=%s:%s kind=%s", problem.path, problem.line, problem.kind)
