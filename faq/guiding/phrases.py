"""The few words a guide adds to what staff wrote, in either language."""

from __future__ import annotations

from dataclasses import dataclass

UNKNOWN_TITLE = "不清楚"
UNKNOWN_IN_ENGLISH = "I don't know"


@dataclass(frozen=True)
class Phrases:
    """What is said around the steps of a guide, as a person would say it: no names of fields or steps in it.

    `changed` and `noted` take what was told, `taken` what a step is taken for while nobody answers it.
    """

    changed: str
    at_start: str
    enough: str
    noted: str
    from_start: str
    between: str
    waits: str
    taken: str
    pair: str


CHINESE = Phrases(
    changed="好的，改过来了：{}。",
    at_start="已经是第一步了，前面没有了。",
    enough="这一步先放一放也行，回复“人工”，您说过的我都带上。要接着弄就选一个：",
    noted="记下了：{}。",
    from_start="好的，从头来。",
    between="、",
    waits="要接着刚才那一步，回复“继续”。",
    taken="先按“{}”往下说，不对就告诉我。",
    pair="{}，{}",
)
ENGLISH = Phrases(
    changed="OK, changed: {}.",
    at_start="This is the first step; there is none before it.",
    enough="You can leave this step: reply “human”, and what you told me goes along. To go on, choose:",
    noted="Noted: {}.",
    from_start="OK, from the start.",
    between="; ",
    waits="To go back to that step, reply “continue”.",
    taken="For now I take it as “{}”; tell me if it is not.",
    pair="{}: {}",
)
