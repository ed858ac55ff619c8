from __future__ import annotations

import json
import re
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from bot.serving.metrics import Metrics
from learning.day_sums import DaySums
from tickets.queries import DeskCounts

NAME = re.compile(r"bot_[a-z_]+")


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


def test_how_today_has_gone_so_far() -> None:
    metrics = Metrics()
    metrics.day(DaySums({"web": {"answered": 4, "missed": 1}, "wechat": {"answered": 2}}, {}, 5, 1, 3))
    metrics.day(DaySums({"web": {"answered": 5}}, {}, 3, 0, 2))
    assert samples(metrics, "bot_turns_today") == {("web", "answered"): 5}
    assert samples(metrics, "bot_talks_today") == {("all",): 3, ("human",): 0, ("solved",): 2}


def test_the_board_asks_for_metrics_that_there_are() -> None:
    board = json.loads((Path(__file__).parents[2] / "deploy/grafana-board.json").read_text(encoding="utf-8"))
    asked = {name for panel in board["panels"] for target in panel["targets"] for name in NAME.findall(target["expr"])}
    metrics = Metrics()
    told = {family.name for family in metrics.registry.collect()}
    assert asked and {name.removesuffix("_bucket").removesuffix("_total") for name in asked} <= told
