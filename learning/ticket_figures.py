"""The leads' figures of tickets: opened, solved, overdue, how long they took in working time, what people thought."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from statistics import median

from common.clock import CHINA, china_time
from learning.working_time import WorkingTime
from tickets.model import RATINGS


@dataclass(frozen=True)
class TouchedTicket:
    """What the figures need of a ticket."""

    created_at: datetime
    answered_at: datetime | None
    resolved_at: datetime | None
    promised_on: date
    rating: str | None
    merged_into: object
    """Set where another ticket goes on in its place."""
    channel: str


@dataclass(frozen=True)
class TicketFigures:
    """Counts by day, medians over the period."""

    opened: Mapping[date, int]
    solved: Mapping[date, int]
    overdue: Mapping[date, int]
    """Tickets promised for that day that had no answer when it ended."""
    opened_by_channel: Mapping[str, int]
    first_response_s: float | None
    """The median working time to the first answer, of tickets first answered in the period."""
    slow_response_s: float | None
    """What nine in ten of them stayed below."""
    resolution_s: float | None
    """The median working time to the end, of tickets settled in the period."""
    ratings: Mapping[str, int]
    """Of tickets opened in the period, by `tickets.model.RATINGS`."""

    @property
    def satisfaction(self) -> float | None:
        """The share of ratings that say 满意; None without a rating."""
        rated = sum(self.ratings.values())
        return self.ratings.get("good", 0) / rated if rated else None


def ticket_figures(
    found: Sequence[TouchedTicket], first: date, last: date, today: date, working: WorkingTime
) -> TicketFigures:
    """The figures of these days, both included, of the tickets that were touched on them and perhaps on others.

    One that was merged into another is the other's matter: it was neither opened nor settled once more, but it may
    have been answered, or late.
    """
    begin, end = midnight(first), midnight(last + timedelta(days=1))

    def within(moment: datetime) -> bool:
        return begin <= moment < end

    own = [item for item in found if not item.merged_into]
    opened = [item for item in own if within(item.created_at)]
    solved = [(item, at) for item in own if (at := item.resolved_at) and within(at)]
    responses = [working.between_s(item.created_at, at) for item in found if (at := item.answered_at) and within(at)]
    resolutions = [working.between_s(item.created_at, at) for item, at in solved]
    late = [
        item.promised_on
        for item in found
        if first <= item.promised_on <= min(last, today - timedelta(days=1)) and _was_late(item)
    ]
    return TicketFigures(
        opened=Counter(china_time(item.created_at).date() for item in opened),
        solved=Counter(china_time(at).date() for _, at in solved),
        overdue=Counter(late),
        opened_by_channel=Counter(item.channel for item in opened),
        first_response_s=median(responses) if responses else None,
        slow_response_s=_ninth(responses) if responses else None,
        resolution_s=median(resolutions) if resolutions else None,
        ratings=Counter(item.rating for item in opened if item.rating and item.rating in RATINGS),
    )


def _was_late(item: TouchedTicket) -> bool:
    """Whether neither an answer nor the end came by the end of the promised day."""
    ends = [moment for moment in (item.answered_at, item.resolved_at) if moment is not None]
    return not ends or china_time(min(ends)).date() > item.promised_on


def _ninth(values: Sequence[float]) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(0.9 * len(ordered)))]


def midnight(day: date) -> datetime:
    """The moment a day begins in China."""
    return datetime.combine(day, time(), CHINA).astimezone(UTC)
