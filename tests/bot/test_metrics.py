from __future__ import annotations

from prometheus_client.parser import text_string_to_metric_families

from bot.serving.metrics import Metrics
from tickets.queries import DeskCounts


def samples(metrics: Metrics, name: str) -> dict[tuple[str, ...], float]:
    """By the values of the labels, in the order of the labels' names."""
    families = text_string_to_metric_families(metrics.text().decode())
    return {
        tuple(value for _, value in sorted(sample.labels.items())): sample.value
        for family in families
        for sample in family.samples
        if sample.name == name
    }


def test_turns_are_counted_by_channel_band_and_whether_limited() -> None:
    metrics = Metrics()
    for trace in ({"band": "answer"}, {"band": "answer"}, {"band": None}, {"band": "none", "limited": True}):
        metrics.turn("web", trace, 0.04)
    assert samples(metrics, "bot_turns_total") == {
        ("answer", "web", "false"): 2,
        ("talk", "web", "false"): 1,
        ("none", "web", "true"): 1,
    }
    assert samples(metrics, "bot_turn_seconds_count") == {("web",): 4}
    assert samples(metrics, "bot_turn_seconds_bucket")["web", "0.02"] == 0
    assert samples(metrics, "bot_turn_seconds_bucket")["web", "0.05"] == 4


def test_refusals_verdicts_and_content_faults() -> None:
    metrics = Metrics()
    metrics.refused("session_limit")
    metrics.feedback(helpful=True)
    metrics.feedback(helpful=False)
    metrics.feedback(helpful=False)
    metrics.content_problems(3)
    metrics.content_problems(1)
    assert samples(metrics, "bot_refused_total") == {("session_limit",): 1}
    assert samples(metrics, "bot_feedback_total") == {("true",): 1, ("false",): 2}
    assert samples(metrics, "bot_content_problems") == {(): 1}


def test_two_gateways_do_not_share_a_registry() -> None:
    Metrics().refused("address_limit")
    assert samples(Metrics(), "bot_refused_total") == {}


def test_the_desk_as_it_stands_now() -> None:
    metrics = Metrics()
    statuses = {"open": 2, "pending": 0, "resolved": 1, "closed": 4}
    metrics.desk(DeskCounts(statuses, 1, {("mail", "waiting"): 3, ("webhook", "dead"): 1}, 12.5))
    metrics.desk(DeskCounts({**statuses, "open": 1}, 0, {("mail", "sent"): 3}, 0.0))
    assert samples(metrics, "bot_tickets") == {("open",): 1, ("pending",): 0, ("resolved",): 1, ("closed",): 4}
    assert samples(metrics, "bot_tickets_overdue") == {(): 0}
    assert samples(metrics, "bot_outbox") == {("mail", "sent"): 3}
    assert samples(metrics, "bot_outbox_oldest_waiting_seconds") == {(): 0}
