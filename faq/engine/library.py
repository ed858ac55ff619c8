"""The FAQ engine: one object that answers from the newest good state of the knowledge base.

A state is built aside and swapped in by one assignment, so readers in any thread see the old one or
the new one, whole. An edit with a fault changes nothing but `problems`.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

from common.clock import SYSTEM_CLOCK, Clock, china_time
from common.errors import ContentError, Problem, place_of
from common.off_loop import in_own_thread
from faq.content.elsewhere import Place
from faq.content.loader import Content
from faq.engine.classifier_store import ClassifierStore
from faq.engine.decider import Decider
from faq.engine.explain_sentence import decision_sentence
from faq.engine.followup import read_with_topic
from faq.engine.in_talk import NO_TALK, TalkSoFar
from faq.engine.kept_state import StateStore
from faq.engine.meaning_model import MODELS_FOLDER, ChosenModel, choose_model, model_trouble
from faq.engine.pauses import unnoticed
from faq.engine.sources import ContentSource, KeepingGate
from faq.engine.stamps import Stamp
from faq.engine.state import KnowledgeState, calibration_file, state_stamp
from faq.follow_ups.asked_next import LEAST, AskedNext
from faq.follow_ups.of_case import NO_CASE, Case
from faq.guiding.guidance import Guidance
from faq.meaning.embeddings import EmbeddingError
from faq.meaning.near_rows import Reals
from faq.ranking.calibration import Calibration, load_calibration
from faq.ranking.decision import Candidate, Decision, IntentScore
from faq.text.reading import Reading

log = logging.getLogger(__name__)

_LOOK_S = 1.0
_RETRY_S, _RETRY_DELETED_S = 30.0, 5.0
"""After a fault that is not the content's (a full disk, a bug): the files may be fine, so look again by and by."""
_MEND_ODD = "看日志里 content_failed 那一行；刚改过的文件不对就改回去，30 秒后会自动再试"


class Library:
    """Questions in, decisions out; safe for many threads."""

    def __init__(
        self,
        root: Path,
        clock: Clock = SYSTEM_CLOCK,
        source: ContentSource | None = None,
        *,
        rarely_asked: bool = False,
        gate: KeepingGate | None = None,
    ) -> None:
        """Build the first state; `rarely_asked` opens the model at the first question, the `gate` admits states."""
        self._source, self._gate, self._folder, self._project = source, gate, root, root
        self._clock, self._rarely_asked = clock, rarely_asked
        self._problems: tuple[Problem, ...] = ()
        self._retry_at_s: float | None = None
        self._classifiers, self._kept = ClassifierStore(root / MODELS_FOLDER), StateStore(root / MODELS_FOLDER)
        self._stamp = self._look()
        with unnoticed():
            self._state = self._first_state()
        self._closed, self._woken, self._refreshing = False, threading.Event(), threading.Lock()

    @classmethod
    def open(
        cls,
        root: Path,
        clock: Clock = SYSTEM_CLOCK,
        source: ContentSource | None = None,
        *,
        rarely_asked: bool = False,
        gate: KeepingGate | None = None,
    ) -> Library:
        """Load and index a knowledge base; see `__init__`. ContentError where it is broken and no older one there."""
        return cls(root, clock, source, rarely_asked=rarely_asked, gate=gate)

    @classmethod
    def open_whole(cls, root: Path, clock: Clock = SYSTEM_CLOCK, source: ContentSource | None = None) -> Library:
        """The same with the classifiers that `watch` brings at its first look: who measures wants what is served."""
        library = cls(root, clock, source)
        with unnoticed():
            library._state = library._state.with_classifiers()
        return library

    @property
    def content(self) -> Content:
        """The state of the knowledge base that is being served, without what is not valid today."""
        return self._state.index.content.valid_on(china_time(self._clock.now()).date())

    @property
    def guidance(self) -> Guidance:
        """The guides of that state and the facts they ask for."""
        return self._state.guidance

    @property
    def version(self) -> str:
        """The name of that state."""
        return self._state.index.content.version

    @property
    def calibration(self) -> tuple[str, str]:
        """The name of the figures that are decided by, and why fitting them anew would pay, if it would."""
        return self._state.figures, self._state.drift

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Why the newest edit was refused or could not be fetched; () when it is live."""
        if self._source is None or not self._source.trouble:
            return self._problems
        said, mend = f"取不到发布的版本（{self._source.trouble}），仍在用上一版", "看数据库是否正常，会自动再试"
        return (Problem("faq", 1, said, mend, "unreachable"), *self._problems)

    @property
    def meaning_trouble(self) -> Problem | None:
        """Why the embedding model of the settings has no say; None when it has, or when there is none."""
        return self._chosen.trouble

    @property
    def places(self) -> tuple[Place, ...]:
        """Somewhere else, by the names people have for it."""
        return self._state.index.places

    @property
    def has_meaning(self) -> bool:
        """Whether an embedding model has a say."""
        return self._chosen.embedder is not None

    def decide(
        self,
        text: str,
        *,
        intents: Sequence[IntentScore] = (),
        previous: str | None = None,
        context: str = "",
        talk: TalkSoFar = NO_TALK,
    ) -> Decision:
        """What to say to a text; `previous` is the entry answered before, `talk` all before, `context` whose it is."""
        return self._decider(f"{context}。{text}").decide(text, intents, previous, talk)

    def chance_without_meaning(self, candidate: Candidate, *, first: bool) -> float | None:
        """How likely it would be (how sure, where it is the `first`) without the model; None when that has no say."""
        return self._state.chance_without_meaning(candidate, first=first)

    def follow_up(self, text: str, topic: str, talk: TalkSoFar = NO_TALK) -> Decision:
        """What to say to a short question about the entry answered before: read as it is, and in the topic's words."""
        return read_with_topic(self.decide, text, self.content.entry(topic), topic, talk)

    def asked_next(
        self, text: str, of: Sequence[str], known: Case = NO_CASE, *, beside: bool = False, least: float = LEAST
    ) -> AskedNext | None:
        """The follow-up for who is in the `known` case: what a text is, or tells `beside` the first of the entries."""
        self.open_model()
        return self._state.index.asked_next(text, of, known, beside=beside, least=least)

    def meanings(self, texts: Sequence[str], *, alone: bool = False) -> Reals | None:
        """The vectors of texts, of length 1, `alone` or with the entries they may be; None without a sentence model."""
        self.open_model()
        return meaning.vectors(texts, alone=alone) if (meaning := self._state.index.meaning) is not None else None

    def read(self, text: str) -> Reading:
        """A text as the engine reads it: for explanations."""
        return self._state.index.read(text)

    def sentence(self, decision: Decision, text: str) -> str:
        """A decision on a text in one sentence for staff."""
        state = self._state
        least = state.model.thresholds.answer_from(decision.candidates[0].entry_id) if decision.candidates else 1.0
        return decision_sentence(decision, state.index, state.index.read(text), least)

    def rank(self, text: str) -> tuple[Candidate, ...]:
        """All likely entries with their probabilities, best first; no decision about any of them."""
        decider = self._decider(text)
        return decider.rank(decider.read(text))

    def refresh(self) -> bool:
        """Look at the files once; True when a new state was swapped in. A large one gets its classifiers next time.

        Nothing raises: whatever goes wrong, the old state is served, `problems` says so, the next look may succeed.
        """
        with self._refreshing:
            try:
                return self._refresh()
            except ContentError as error:
                self._refuse(error)
            except Exception as error:
                self._retry_at_s = self._clock.monotonic_s() + _RETRY_S
                kind, place = type(error).__name__, place_of(error)
                problem = Problem("faq", 1, f"读新内容时出了意外（{kind}，{place}）", _MEND_ODD, "unexpected")
                if self._problems != (problem,):  # said once, not at every look
                    log.error("content_failed error=%s at=%s", kind, place)
                self._problems = (problem,)
            return False

    def _refresh(self) -> bool:
        stamp = self._look()
        retry = self._retry_at_s is not None and self._clock.monotonic_s() >= self._retry_at_s
        if stamp == self._stamp and not retry:
            if not self._state.index.learnable or self._retry_at_s is not None:
                return False
            with unnoticed():
                self._state = self._state.with_classifiers(self._classifiers.fitted)
            return True
        self._stamp, self._retry_at_s = stamp, None
        with unnoticed():
            state = self._build(self._folder, self._state)
        self._problems, self._state = (), state
        log.info("content_swapped version=%s entries=%s", self.version, len(self.content.entries))
        return True

    async def watch(self) -> None:
        """Refresh in a thread of its own, in a second or at `look_now`: background work, again and again."""
        await in_own_thread(self._look_soon)

    def look_now(self) -> None:
        """Whoever watches refreshes at once: there is a new version."""
        if self._source is not None:
            self._source.look_now()
        self._woken.set()

    def close(self) -> None:
        """End the watching."""
        self._closed = True
        self._woken.set()

    def _look_soon(self) -> None:
        self._woken.wait(_LOOK_S)
        self._woken.clear()
        if not self._closed:
            self.refresh()

    def _first_state(self) -> KnowledgeState:
        """The state of the files as they are, or the last good one where they have faults."""
        try:
            self._choose(load_calibration(calibration_file(self._folder)))
            return self._build(self._folder)
        except ContentError as error:
            if not (self._gate and (good := self._gate.last_good())):
                raise
            self._refuse(error)
            self._choose(load_calibration(calibration_file(good)))
            return self._built(good)

    def _choose(self, calibration: Calibration) -> None:
        """Take the sentence model of the settings, where the figures were fitted to it."""
        self._chosen = choose_model(self._project, calibration, later=self._rarely_asked)
        self._waiting = self._rarely_asked and self._chosen.embedder is not None
        if self._chosen.trouble:
            log.error("meaning_off kind=%s", self._chosen.trouble.kind)

    def _build(self, folder: Path, earlier: KnowledgeState | None = None) -> KnowledgeState:
        with nullcontext() if self._gate is None else self._gate.building(folder):
            if earlier is not None:
                calibration = load_calibration(calibration_file(folder))
                if calibration.embedder != earlier.calibration.embedder:
                    self._choose(calibration)
            return self._built(folder, earlier)

    def _built(self, folder: Path, earlier: KnowledgeState | None = None) -> KnowledgeState:
        state = self._kept.state(folder, None if self._waiting else self._chosen, earlier)
        return state.with_classifiers(*(() if state.index.quick_to_learn else (self._classifiers.served,)))

    def _refuse(self, error: ContentError) -> None:
        if any(problem.kind == "deleted" for problem in error.problems):  # git hears of it later than the disk
            self._retry_at_s = self._clock.monotonic_s() + _RETRY_DELETED_S
        for problem in (problem for problem in error.problems if problem not in self._problems):
            log.error("content_refused place=%s:%s kind=%s", problem.path, problem.line, problem.kind)
        self._problems = tuple(error.problems)

    def _look(self) -> Stamp:
        if self._source is not None:
            self._folder = self._source.folder()
        return state_stamp(self._folder)

    def _decider(self, said: str) -> Decider:
        """The rules over the state of this moment, for a person who said this."""
        self.open_model()
        return self._state.decider(said, china_time(self._clock.now()).date())

    def open_model(self) -> None:
        """Open the sentence model of a library that is rarely asked; where it does not open, go on without."""
        waiting = self._waiting  # asked before the lock: a reload holds that for seconds, and no message waits for it
        if not waiting:
            return
        with self._refreshing:
            if not self._waiting:
                return
            try:
                self._state = replace(self._state, index=self._chosen.added_to(self._state.index, None))
            except EmbeddingError as fault:
                log.error("meaning_off kind=meaning_model")
                self._chosen = ChosenModel(None, model_trouble(self._project, fault))
            self._waiting = False
