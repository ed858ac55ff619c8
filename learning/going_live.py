"""How far a change that was put live has got: which processes serve it, and what keeps the others from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tickets.beats import Beat

_DOES = {"gateway": "网页和搜索", "actions": "聊天的回答"}
"""What people notice of a process, by its kind."""
LONGEST_S = 180
"""Who has not taken it by then has some trouble."""


@dataclass(frozen=True)
class GoingLive:
    """The processes that serve the newest content, of all that serve any."""

    done: int
    all: int
    seconds: int
    """Since it was written."""
    problems: tuple[str, ...] = ()
    """Why it is refused, from the processes that do not serve it."""
    waiting: tuple[str, ...] = ()
    """What those processes do that do not serve it yet, in words."""

    @property
    def is_done(self) -> bool:
        """Whether every process serves it."""
        return self.done == self.all > 0

    @property
    def is_late(self) -> bool:
        """Whether it is no use to wait any longer."""
        return not self.is_done and self.seconds >= LONGEST_S

    @property
    def sentence(self) -> str:
        """For the editor."""
        if self.is_done:
            return f"已在全部 {self.all} 个进程生效，现在问就是新的。"
        if self.problems:
            return f"线上还是旧的一版，没能换上：{self.problems[0]}"
        if self.is_late:
            return f"过了 {self.seconds // 60} 分钟，{self.all} 个进程里只有 {self.done} 个换上，请告诉维护的人。"
        rest = f"，还差{'、'.join(self.waiting)}" if self.done and self.waiting else ""
        return f"正在换上：{self.all} 个进程里 {self.done} 个已经生效{rest}（{self.seconds} 秒）。"


def going_live(version: str, beats: Iterable[Beat], seconds: float) -> GoingLive:
    """How far a version has got that was written so many seconds ago."""
    serving = [beat for beat in beats if beat.detail.get("content")]
    others = [beat for beat in serving if beat.detail["content"] != version]
    problems = dict.fromkeys(str(problem) for beat in others for problem in beat.detail.get("problems") or ())
    waiting = dict.fromkeys(_DOES[beat.kind] for beat in others if beat.kind in _DOES)
    done, all_of_them = len(serving) - len(others), len(serving)
    return GoingLive(done, all_of_them, int(max(0, seconds)), tuple(problems), tuple(waiting))
