"""The sums of a day's turns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

LEFT = "left"
"""Beside the outcomes of turns: how many of those asked back were left alone. An older process passes it over."""


@dataclass
class DaySums:
    """What is kept of a day."""

    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Turns by channel and outcome."""
    topics: Mapping[str, int] = field(default_factory=dict)
    """Questions by topic."""
    talks: int = 0
    human_talks: int = 0
    solved_talks: int = 0
