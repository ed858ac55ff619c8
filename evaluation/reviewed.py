"""What a review of an edit found, and the verdict that follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from common.errors import Problem
from evaluation.edits import EntryEdit
from evaluation.fitness import UNMEASURED, Fitness
from evaluation.questions import Question
from evaluation.runs import Change
from evaluation.suppression import Suppressed
from evaluation.verdicts import Prediction


class Approval(StrEnum):
    """Whether an edit may go live."""

    GOOD = "good"
    LOOK = "look"
    """It may, when somebody has looked at what is listed."""
    STOP = "stop"


@dataclass(frozen=True)
class LogMove:
    """A question, logged or made up, which nobody labelled, that is treated differently because of the edit."""

    text: str
    before: Prediction
    after: Prediction


@dataclass(frozen=True)
class Review:
    """All that was found."""

    faults: tuple[Problem, ...] = ()
    """What the check calls an error: then nothing else is looked at, and what is served did not change."""
    edits: tuple[EntryEdit, ...] = ()
    other_lines: tuple[str, ...] = ()
    """What else was changed: contacts, out-of-scope examples, other files."""
    broken: tuple[Change, ...] = ()
    """Known questions that were fine and, because of the edit, are not; and new promises that are not kept."""
    open: tuple[Change, ...] = ()
    """Known questions that the edit moved and whose label no longer says what is right: those of a removed entry, and
    those called out of scope that a new entry answers."""
    moved: tuple[Change, ...] = ()
    """Other known questions that the edit moved; none of them became wrong."""
    far: tuple[Change, ...] = ()
    """Known questions that moved by chance, or by the new calibration: what was edited has nothing to do with them."""
    log_moves: tuple[LogMove, ...] = ()
    taken: tuple[LogMove, ...] = ()
    """What new entries take from the others: their own wordings with a word less, which another entry answered."""
    suppressed: tuple[Suppressed, ...] = ()
    """New wordings that an out-of-scope example holds down."""
    stale: tuple[Question, ...] = ()
    """Labelled questions that still name an entry that is gone."""
    asked: int = 0
    logged: int = 0
    refitted: bool = False
    """Whether it was calibrated anew since the base."""
    margin: float = 0.0
    """So far a probability moves by chance, in logits; 0 where no question can be moved."""
    fitness: Fitness = UNMEASURED
    seconds: float = 0.0

    @property
    def far_broken(self) -> int:
        """How many of `far` were fine and are not."""
        return sum(change.broke for change in self.far)

    @property
    def far_mended(self) -> int:
        """How many of `far` were not fine and are."""
        return sum(change.mended for change in self.far)

    @property
    def approval(self) -> Approval:
        """The verdict."""
        if self.faults or self.broken:
            return Approval.STOP
        is_worse = self.refitted and self.far_broken > self.far_mended
        return Approval.LOOK if self.open or self.taken or self.suppressed or self.stale or is_worse else Approval.GOOD

    @property
    def sentence(self) -> str:
        """The verdict for a person."""
        if self.faults:
            return f"先别上线：检查有 {len(self.faults)} 处错误。线上仍是旧的一版，改好就自动换上。"
        if self.broken:
            return f"先别这样上线：因为这次修改，{len(self.broken)} 个已知问题答错了。"
        if self.approval is Approval.LOOK:
            return "列出的几处逐句看过，再上线。"
        if not self.edits and not self.other_lines:
            return "没有改动。"
        anew = f"；重新校准让 {self.far_mended} 个变对、{self.far_broken} 个变错" if self.refitted else ""
        return f"可以上线：{self.asked} 个已知问题没有一个因为这次修改变错{anew}。"
