"""Counters and timings for Prometheus; nothing in them names a person or quotes a message."""

from __future__ import annotations

from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

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
        self._refused = Counter("bot_refused_total", "Requests refused", ["reason"], registry=self.registry)
        self._feedback = Counter("bot_feedback_total", "Verdicts on answers", ["helpful"], registry=self.registry)
        self._content = Gauge(
            "bot_content_problems",
            "Faults that keep an edit of the knowledge base from going live",
            registry=self.registry,
        )

    def turn(self, channel: str, trace: dict[str, Any], seconds: float) -> None:
        """Count one answered message."""
        self._turns.labels(channel, trace["band"] or "talk", str(bool(trace.get("limited"))).lower()).inc()
        self._seconds.labels(channel).observe(seconds)

    def refused(self, reason: str) -> None:
        """Count one request that was turned away."""
        self._refused.labels(reason).inc()

    def feedback(self, *, helpful: bool) -> None:
        """Count one verdict."""
        self._feedback.labels(str(helpful).lower()).inc()

    def content_problems(self, count: int) -> None:
        """Note how many faults the newest edit has."""
        self._content.set(count)

    def text(self) -> bytes:
        """Everything in Prometheus' text format."""
        return generate_latest(self.registry)
