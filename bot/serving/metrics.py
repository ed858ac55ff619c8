"""Counters and timings for Prometheus; nothing in them names a person or quotes a message."""

from __future__ import annotations

from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from learning.day_sums import LEFT, DaySums
from tickets.queries import DeskCounts

_TURN_BUCKETS_S = (0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 3, 5)


class Metrics:
    """The gateway's metrics in a registry of their own."""

    def __init__(self) -> None:
        """Start from nothing."""
        self.registry = CollectorRegistry()
        self._turns = Counter(
            "bot_turns_total", "Turns answered", ["channel", "band", "limited"], registry=self.registry
        )
        self._seconds = Histogram(
            "bot_turn_seconds",
            "Time from message to answer",
            ["channel"],
            buckets=_TURN_BUCKETS_S,
            registry=self.registry,
        )
        self._given_up = Counter(
            "bot_turns_given_up_total",
            "Messages that no try could answer",
            registry=self.registry,
        )
        self._refused = Counter("bot_refused_total", "Requests refused", ["reason"], registry=self.registry)
        self._feedback = Counter("bot_feedback_total", "Verdicts on answers", ["helpful"], registry=self.registry)
        self._content = Gauge(
            "bot_content_problems",
            "Faults that keep an edit of the knowledge base from going live",
            registry=self.registry,
        )

        self._tickets = Gauge("bot_tickets", "Tickets by status", ["status"], registry=self.registry)
        self._overdue = Gauge(
            "bot_tickets_overdue", "Tickets past their promised day without an answer", registry=self.registry
        )
        self._outbox = Gauge(
            "bot_outbox", "Mails, pushes and messages to persons by state", ["kind", "state"], registry=self.registry
        )
        self._oldest = Gauge(
            "bot_outbox_oldest_waiting_seconds",
            "Age of the oldest row that is still to be sent",
            registry=self.registry,
        )

        self._today = Gauge(
            "bot_turns_today",
            "Turns since midnight in China by how they ended",
            ["channel", "outcome"],
            registry=self.registry,
        )
        self._talks = Gauge(
            "bot_talks_today",
            "Talks since midnight in China: all with a question, those that came to a person, those solved without",
            ["kind"],
            registry=self.registry,
        )

    def turn(self, channel: str, trace: dict[str, Any], seconds: float) -> None:
        """Count one answered message."""
        self._turns.labels(channel, trace["band"] or "talk", str(bool(trace.get("limited"))).lower()).inc()
        self._seconds.labels(channel).observe(seconds)

    def given_up(self) -> None:
        """Count one message that was tried too often."""
        self._given_up.inc()

    def refused(self, reason: str) -> None:
        """Count one request that was turned away."""
        self._refused.labels(reason).inc()

    def feedback(self, *, helpful: bool) -> None:
        """Count one verdict."""
        self._feedback.labels(str(helpful).lower()).inc()

    def content_problems(self, count: int) -> None:
        """Note how many faults the newest edit has."""
        self._content.set(count)

    def desk(self, counts: DeskCounts) -> None:
        """Note how the desk stands; states nobody is in any more fall to nothing."""
        for status, count in counts.tickets.items():
            self._tickets.labels(status).set(count)
        self._overdue.set(counts.overdue)
        self._outbox.clear()
        for (kind, state), count in counts.outbox.items():
            self._outbox.labels(kind, state).set(count)
        self._oldest.set(counts.oldest_waiting_s)

    def day(self, sums: DaySums) -> None:
        """Note how today has gone so far; at midnight everything falls to nothing."""
        self._today.clear()
        for channel, counts in sums.counts.items():
            for outcome, count in counts.items():
                if outcome == LEFT:  # they are among those asked back
                    continue
                self._today.labels(channel, outcome).set(count)
        for kind, count in (("all", sums.talks), ("human", sums.human_talks), ("solved", sums.solved_talks)):
            self._talks.labels(kind).set(count)

    def text(self) -> bytes:
        """Everything in Prometheus' text format."""
        return generate_latest(self.registry)
