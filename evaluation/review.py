"""One look at an edit of the knowledge base: is it sound, what did it change, whom does it move, may it go live?

`review_edit` is the one function; `bot faq review` prints what it finds, `review_as_dict` (`evaluation.review_report`)
gives it to programs, and `bot faq review --json` prints that.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from common.clock import SYSTEM_CLOCK, Clock, china_time
from common.errors import BotError, ContentError, Problem
from evaluation.aside import Aside
from evaluation.base_content import content_at
from evaluation.blame import Blame
from evaluation.changed import Changed, changes_between
from evaluation.fitness import fitness_of
from evaluation.known_questions import known_questions, logged_texts, newly_promised, stale_labels, under_new_names
from evaluation.outcomes import NOTHING, Announce, Treatment, Workshop
from evaluation.questions import Question
from evaluation.reach import moved_by
from evaluation.remembered import OutcomeStore
from evaluation.reviewed import LogMove, Review
from evaluation.runs import Change, compare
from evaluation.sides import Comparison, Side, Wanted
from evaluation.suppression import suppressed_wordings
from evaluation.verdicts import Prediction, judge
from faq.checks.content import check_content
from faq.checks.gate import SHARED_FOLDER, CheckGate
from faq.content.loader import Content, load_content
from faq.editor.less_said import less_said
from faq.editor.words import word_cutter
from faq.engine.meaning_model import MODELS_FOLDER


def review_edit(
    root: Path,
    base: str = "HEAD",
    log_file: Path | None = None,
    announce: Announce = lambda _: None,
    clock: Clock = SYSTEM_CLOCK,
) -> Review:
    """Review the working tree's knowledge base against that of a revision; writes nothing but its own memory.

    Raises:
        BotError: the revision or a file is missing, or there are no known questions.
        ContentError: a file of known questions is broken.
    """
    with content_at(root, base) as folder:
        return _Reviewing(root, root, log_file, announce, clock).against(folder, f"版本「{base}」的知识库")


def review_folders(
    project: Path, before: Path, after: Path, announce: Announce = lambda _: None, clock: Clock = SYSTEM_CLOCK
) -> Review:
    """Review the knowledge base of one folder against that of another, with the model and the labels of a project.

    Raises:
        BotError: the older one has faults.
        ContentError: a file of known questions is broken.
    """
    return _Reviewing(project, after, None, announce, clock).against(before, "线上的知识库")


class _Reviewing:
    """One review under way."""

    def __init__(self, project: Path, content: Path, log_file: Path | None, announce: Announce, clock: Clock) -> None:
        self._project = project
        self._content = content
        self._announce = announce
        self._clock = clock
        self._logged = logged_texts(log_file) if log_file else []
        self._gate = CheckGate(project / SHARED_FOLDER, partial(check_content, clock=clock))
        self._workshop = Workshop(project, china_time(clock.now()).date(), OutcomeStore(project / MODELS_FOLDER))

    def against(self, base: Path, name: str) -> Review:
        """The check goes on beside the reading; what is faulty is not served, so nothing else is said of it.

        `name`: what the base is called.
        """
        began_s = self._clock.monotonic_s()
        self._announce("检查知识库…")
        old = _loaded_base(base, name)
        # Begun when the base was read: what the edit left as it was is not read again there.
        check: Aside[list[Problem]] = Aside(partial(self._gate.faults, self._content))
        try:
            review = self._read(base, old, check)
        except _FaultyError as fault:
            review = Review(faults=tuple(fault.problems))
        finally:
            check.stop()
        return replace(review, seconds=self._clock.monotonic_s() - began_s)

    def _read(self, base: Path, old: Content, check: Aside[list[Problem]]) -> Review:
        try:
            new = load_content(self._content)
            changed = changes_between(base, self._content, old, new)
            known = known_questions(self._project, self._content)
        except ContentError:
            _require_sound(check)
            raise
        return self._compared(changed, base, old, new, known, check)

    def _compared(
        self,
        changed: Changed,
        base: Path,
        old: Content,
        new: Content,
        known: list[Question],
        check: Aside[list[Problem]],
    ) -> Review:
        fresh = newly_promised(base, known)
        review = Review(
            edits=changed.edits,
            other_lines=changed.other_lines,
            stale=stale_labels(known, {entry.id for entry in new.entries}),
            asked=len(known),
            logged=len(self._logged),
            refitted=changed.touched.figures,
        )
        if not changed.moves_questions and not fresh:
            _require_sound(check)
            return review
        newer = Side(self._workshop, self._content, new)
        moved = moved_by(changed, (base, old), (self._content, new))
        comparison = Comparison(Side(self._workshop, base, old), newer, moved, changed.renamed)
        shorter = self._less_said(changed, new)
        wanted = Wanted([question.text for question in known], fresh, [*self._logged, *shorter])
        answers = comparison.answers(wanted, lambda: _require_sound(check), self._announce)
        asked = [text for text in dict.fromkeys([*wanted.known, *wanted.logged]) if text in answers.asked]
        before = {text: NOTHING if text in fresh else answers.before[text] for text in asked}
        after = {text: answers.after[text] for text in asked}
        blame = Blame(changed.touched, list(before.values()), list(after.values()))
        caused = frozenset(text for text in asked if blame.is_cause(text, before[text], after[text]))
        questions = [under_new_names(question, changed.renamed) for question in known]
        compared = [question for question in questions if question.text in after]
        piles = _sorted(changed, compared, before, after, caused, fresh)
        return replace(
            review,
            broken=tuple(piles["broken"]),
            open=tuple(piles["open"]),
            moved=tuple(piles["moved"]),
            far=tuple(piles["far"]),
            log_moves=tuple(_log_moves(self._logged, before, after, caused)),
            taken=tuple(_taken([text for text in shorter if text in after], before, after, changed.added)),
            suppressed=suppressed_wordings(newer.opened, changed.edits),
            margin=blame.margin,
            fitness=fitness_of(questions, answers.before, answers.after, new, self._project),
        )

    def _less_said(self, changed: Changed, new: Content) -> list[str]:
        """The wordings of new entries with a word less: nobody labelled what they may take from the others."""
        wordings = [text for name in sorted(changed.added) if (entry := new.entry(name)) for text in entry.wordings()]
        if not wordings:
            return []
        others = ["\n".join(entry.wordings()) for entry in new.entries if entry.id not in changed.added]
        return less_said(wordings, word_cutter(self._project), others)


class _FaultyError(Exception):
    """The check found faults."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__()
        self.problems = problems


def _require_sound(check: Aside[list[Problem]]) -> None:
    if problems := check.result():
        raise _FaultyError(problems)


def _sorted(
    changed: Changed,
    questions: list[Question],
    before: Mapping[str, Treatment],
    after: Mapping[str, Treatment],
    caused: frozenset[str],
    fresh: frozenset[str],
) -> dict[str, list[Change]]:
    """Each question that is treated differently in its pile (the fields of `Review`)."""
    was = [judge(question, before[question.text].prediction) for question in questions]
    now = [judge(question, after[question.text].prediction) for question in questions]
    piles: dict[str, list[Change]] = {"broken": [], "open": [], "moved": [], "far": []}
    piles["broken"] += [
        Change(new.question, old, new)
        for old, new in zip(was, now, strict=True)
        if new.question.text in fresh and not new.good
    ]
    for change in compare(was, now):
        if change.question.text in fresh:
            continue
        if change.question.text not in caused:
            piles["far"].append(change)
        elif _label_is_past(change, changed):
            piles["open"].append(change)
        else:
            piles["broken" if change.broke else "moved"].append(change)
    return piles


def _label_is_past(change: Change, changed: Changed) -> bool:
    """Whether the edit itself says that the label no longer holds."""
    accepted = change.question.accepted
    if accepted:
        return accepted <= changed.removed
    return change.broke and change.after.prediction.faq_id in changed.added


def _log_moves(
    texts: Sequence[str],
    before: Mapping[str, Treatment],
    after: Mapping[str, Treatment],
    caused: Collection[str],
) -> list[LogMove]:
    moves = (LogMove(text, before[text].prediction, after[text].prediction) for text in texts if text in caused)
    return [move for move in moves if _shape(move.before) != _shape(move.after)]


def _taken(
    texts: Sequence[str],
    before: Mapping[str, Treatment],
    after: Mapping[str, Treatment],
    added: Collection[str],
) -> Iterator[LogMove]:
    for text in texts:
        was, now = before[text].prediction, after[text].prediction
        if was.faq_id and now.faq_id in added:
            yield LogMove(text, was, now)


def _shape(prediction: Prediction) -> tuple[str, str | None, tuple[str, ...]]:
    return prediction.band, prediction.faq_id, prediction.listed


def _loaded_base(base: Path, name: str) -> Content:
    try:
        return load_content(base)
    except ContentError as fault:
        raise BotError(f"{name}本身有错，换一个没有错的版本再比：\n{fault}") from fault


def remember_outcomes(project: Path, announce: Announce = lambda _: None, clock: Clock = SYSTEM_CLOCK) -> int:
    """Ask the knowledge base as it is what the next review will want to know of it; gives how many questions are known.

    Raises:
        ContentError: the content or a file of known questions is broken.
        BotError: there are no known questions.
    """
    workshop = Workshop(project, china_time(clock.now()).date(), OutcomeStore(project / MODELS_FOLDER))
    side = Side(workshop, project, load_content(project))
    texts = [question.text for question in known_questions(project)]
    if not side.knows(texts):
        side.outcomes |= side.ask(texts, (), announce)
        side.keep(())
    return len(texts)
