"""What the leads see: questions, answers and tickets of a period, by day and in all.

The counts of turns come out of the database as sums over an index, so that they cost the same few hundredths of a
second however many texts there are. A talk is one conversation on one day.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import case, func, select
from sqlalchemy.engine import Connection, Engine

from learning.ticket_figures import TicketFigures, ticket_figures
from learning.working_time import WorkingTime
from tickets.database import reading
from tickets.outcomes import ASKED, Outcome
from tickets.schema import turn_outcome

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

    def count(self, *outcomes: Outcome) -> int:
        """How many turns ended in one of these ways."""
        return sum(self.counts.get(outcome, 0) for outcome in outcomes)

    @property
    def asked(self) -> int:
        """Questions in people's own words."""
        return self.count(*ASKED)

    @property
    def answered(self) -> int:
        """Of those, answered at once."""
        return self.count(Outcome.ANSWERED)

    @property
    def clarified(self) -> int:
        """Of those, asked back."""
        return self.count(Outcome.CLARIFIED)

    @property
    def missed(self) -> int:
        """Of those, not answered."""
        return self.count(Outcome.MISSED)

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
        helpful = self.count(Outcome.HELPFUL)
        return _share(helpful, helpful + self.count(Outcome.UNHELPFUL))


@dataclass(frozen=True)
class Rising:
    """A topic that was asked about more often than in as many days before."""

    topic: str
    now: int
    before: int


@dataclass(frozen=True)
class Figures:
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


def read_figures(engine: Engine, period: Period, today: date, working: WorkingTime) -> Figures:
    """The figures of a period, as they stand now."""
    with reading(engine) as connection:
        counts = _counts(connection, period)
        talks = _talks(connection, period)
        topics, before = _topics(connection, period), _topics(connection, period.before)
        earlier = _sum(_counts(connection, period.before), _talks(connection, period.before).values())
        tickets = ticket_figures(connection, period.first, period.last, today, working)
    by_channel: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for (_, channel, outcome), number in counts.items():
        by_channel[channel][outcome] += number
    return Figures(
        period=period,
        total=_sum(counts, talks.values()),
        days={day: _sum(_of_day(counts, day), [talks[day]] if day in talks else []) for day in period.days},
        channels={channel: TurnFigures(dict(found)) for channel, found in sorted(by_channel.items())},
        topics=tuple(sorted(topics.items(), key=lambda item: (-item[1], item[0]))),
        rising=_rising(topics, before),
        tickets=tickets,
        before=earlier,
    )


_Counts = dict[tuple[date, str, str], int]
_Talks = tuple[int, int, int]


def _counts(connection: Connection, period: Period) -> _Counts:
    row = turn_outcome.c
    query = (
        select(row.day, row.channel, row.outcome, func.count())
        .where(row.day.between(period.first, period.last))
        .group_by(row.day, row.channel, row.outcome)
    )
    return {(day, channel, outcome): number for day, channel, outcome, number in connection.execute(query)}


def _talks(connection: Connection, period: Period) -> dict[date, _Talks]:
    row = turn_outcome.c

    def last(*outcomes: Outcome) -> object:
        return func.max(case((row.outcome.in_(list(map(str, outcomes))), row.id), else_=0))

    talk = (
        select(
            row.day,
            last(*ASKED).label("asked"),
            last(Outcome.HUMAN).label("human"),
            last(Outcome.ANSWERED, Outcome.PICKED).label("good"),
            last(Outcome.MISSED, Outcome.REJECTED, Outcome.UNHELPFUL, Outcome.FAILED).label("bad"),
        )
        .where(row.day.between(period.first, period.last))
        .group_by(row.day, row.conversation_key)
        .subquery()
    )
    of = talk.c
    asked = of.asked > 0
    query = select(
        of.day,
        func.sum(case((asked, 1), else_=0)),
        func.sum(case((asked & (of.human > 0), 1), else_=0)),
        func.sum(case((asked & (of.human == 0) & (of.good > of.bad), 1), else_=0)),
    ).group_by(of.day)
    return {day: (int(all_), int(human), int(solved)) for day, all_, human, solved in connection.execute(query)}


def _topics(connection: Connection, period: Period) -> dict[str, int]:
    row = turn_outcome.c
    query = (
        select(row.topic, func.count())
        .where(row.day.between(period.first, period.last), row.outcome.in_(list(map(str, ASKED))))
        .where(row.topic.is_not(None))
        .group_by(row.topic)
    )
    return {topic: number for topic, number in connection.execute(query)}


def _rising(now: Mapping[str, int], before: Mapping[str, int]) -> tuple[Rising, ...]:
    grown = [Rising(topic, count, before.get(topic, 0)) for topic, count in now.items()]
    kept = [item for item in grown if item.now >= _FEWEST_RISING and item.now > item.before]
    return tuple(sorted(kept, key=lambda item: (item.before - item.now, item.topic)))[:_RISING]


def _of_day(counts: _Counts, wanted: date) -> _Counts:
    return {key: number for key, number in counts.items() if key[0] == wanted}


def _sum(counts: _Counts, talks: Iterable[_Talks]) -> TurnFigures:
    by_outcome: Counter[str] = Counter()
    for (_, _, outcome), number in counts.items():
        by_outcome[outcome] += number
    columns: Sequence[tuple[int, ...]] = list(zip(*talks, strict=True)) or [(), (), ()]
    return TurnFigures(dict(by_outcome), *map(sum, columns))


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
