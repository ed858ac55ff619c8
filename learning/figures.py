"""What the leads see: questions, answers and tickets of a period, by day and in all.

A talk is one conversation on one day.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from learning.day_sums import LEFT, DaySums
from learning.ticket_figures import TicketFigures
from tickets.outcomes import ASKED, Ending

MOST_DAYS = 366
_RISING = 8
_FEWEST_RISING = 3
"""A topic asked about less often than this is no trend."""


@dataclass(frozen=True)
class Period:
    """Days in China, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if not self.first <= self.last < self.first + timedelta(days=MOST_DAYS):
            raise ValueError(f"period of {self.first} to {self.last}")

    @property
    def days(self) -> tuple[date, ...]:
        """Each of them, in order."""
        return tuple(self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1))

    @property
    def before(self) -> Period:
        """As many days just before it."""
        length = timedelta(days=len(self.days))
        return Period(self.first - length, self.last - length)


@dataclass(frozen=True)
class TurnFigures:
    """Sums of turns and talks, of a day, a channel or a whole period."""

    counts: Mapping[str, int] = field(default_factory=dict)
    """By outcome."""
    talks: int = 0
    """Talks in which something was asked."""
    human_talks: int = 0
    """Of those, the ones that came to a person."""
    solved_talks: int = 0
    """Of those, the ones that ended with an answer, without a person and without a complaint."""

    def count(self, *outcomes: Ending) -> int:
        """How many turns ended in one of these ways."""
        return sum(self.counts.get(outcome, 0) for outcome in outcomes)

    @property
    def asked(self) -> int:
        """Questions in people's own words."""
        return self.count(*ASKED)

    @property
    def answered(self) -> int:
        """Of those, answered at once."""
        return self.count(Ending.ANSWERED)

    @property
    def clarified(self) -> int:
        """Of those, asked back."""
        return self.count(Ending.CLARIFIED)

    @property
    def left(self) -> int:
        """Of those asked back, the ones without an answer after which nothing was said; unknown of days long ago."""
        return self.counts.get(LEFT, 0)

    @property
    def missed(self) -> int:
        """Of those, not answered."""
        return self.count(Ending.MISSED)

    @property
    def human_rate(self) -> float | None:
        """The share of talks that came to a person; None without a talk."""
        return _share(self.human_talks, self.talks)

    @property
    def solved_rate(self) -> float | None:
        """The share of talks solved without a person; None without a talk."""
        return _share(self.solved_talks, self.talks)

    @property
    def helpful_rate(self) -> float | None:
        """The share of verdicts that say 有用; None without a verdict."""
        helpful = self.count(Ending.HELPFUL)
        return _share(helpful, helpful + self.count(Ending.UNHELPFUL))


@dataclass(frozen=True)
class Rising:
    """A topic that was asked about more often than in as many days before."""

    topic: str
    now: int
    before: int


@dataclass(frozen=True)
class PeriodFigures:
    """Everything the leads' page shows."""

    period: Period
    total: TurnFigures
    days: Mapping[date, TurnFigures]
    channels: Mapping[str, TurnFigures]
    """Counts of turns only: a talk belongs to a person, not to a channel."""
    topics: tuple[tuple[str, int], ...]
    rising: tuple[Rising, ...]
    tickets: TicketFigures
    before: TurnFigures
    """The period before, to compare with."""


def figures_of(period: Period, sums: Mapping[date, DaySums], tickets: TicketFigures) -> PeriodFigures:
    """The figures of a period, from the sums of its days and of as many before it."""
    nothing = DaySums()
    now = {day: sums.get(day, nothing) for day in period.days}
    before = [sums.get(day, nothing) for day in period.before.days]
    by_channel: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for found in now.values():
        for channel, by_outcome in found.counts.items():
            by_channel[channel].update(by_outcome)
    topics = _topics(now.values())
    return PeriodFigures(
        period=period,
        total=_sum(now.values()),
        days={day: _sum([found]) for day, found in now.items()},
        channels={channel: TurnFigures(dict(counts)) for channel, counts in sorted(by_channel.items())},
        topics=tuple(sorted(topics.items(), key=lambda item: (-item[1], item[0]))),
        rising=_rising(topics, _topics(before)),
        tickets=tickets,
        before=_sum(before),
    )


def _rising(now: Mapping[str, int], before: Mapping[str, int]) -> tuple[Rising, ...]:
    grown = [Rising(topic, count, before.get(topic, 0)) for topic, count in now.items()]
    kept = [item for item in grown if item.now >= _FEWEST_RISING and item.now > item.before]
    return tuple(sorted(kept, key=lambda item: (item.before - item.now, item.topic)))[:_RISING]


def _sum(sums: Iterable[DaySums]) -> TurnFigures:
    counts: Counter[str] = Counter()
    talks = (0, 0, 0)
    for found in sums:
        for by_outcome in found.counts.values():
            counts.update(by_outcome)
        talks = (talks[0] + found.talks, talks[1] + found.human_talks, talks[2] + found.solved_talks)
    return TurnFigures(dict(counts), *talks)


def _topics(sums: Iterable[DaySums]) -> Counter[str]:
    topics: Counter[str] = Counter()
    for found in sums:
        topics.update(found.topics)
    return topics


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
