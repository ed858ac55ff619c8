"""The figures as a table, a day a line, and as the lines of a mail."""

from __future__ import annotations

from learning.figures import PeriodFigures, TurnFigures
from tickets.model import RATINGS
from tickets.outcomes import Ending

HEADINGS = (
    "日期",
    "问了",
    "直接答",
    "反问",
    "没答上",
    "反问以后没有下文",
    "谈了几次",
    "没找人就解决",
    "转人工",
    "说有用",
    "说没用",
    "新开工单",
    "解决工单",
    "超时工单",
)


def figure_rows(figures: PeriodFigures) -> list[list[str | int]]:
    """A row a day, in the order of `HEADINGS`, and the sum."""
    tickets = figures.tickets
    rows: list[list[str | int]] = [
        [
            day.isoformat(),
            *_turns(found),
            tickets.opened.get(day, 0),
            tickets.solved.get(day, 0),
            tickets.overdue.get(day, 0),
        ]
        for day, found in figures.days.items()
    ]
    sums = [sum(counts.values()) for counts in (tickets.opened, tickets.solved, tickets.overdue)]
    return [*rows, ["合计", *_turns(figures.total), *sums]]


def report_lines(figures: PeriodFigures, topics: dict[str, str]) -> list[str]:
    """The day in a few lines for a mail; `topics` names them."""
    total, before, tickets = figures.total, figures.before, figures.tickets
    lines = [
        f"问了 {total.asked} 句（前一天 {before.asked}）：直接答 {total.answered}，反问 {total.clarified}，"
        f"没答上 {total.missed}；反问以后没有下文 {total.left}。",
        f"谈了 {total.talks} 次：没找人就解决 {percent(total.solved_rate)}，转人工 {percent(total.human_rate)}，"
        f"说有用 {percent(total.helpful_rate)}。",
        f"工单：新开 {sum(tickets.opened.values())}，解决 {sum(tickets.solved.values())}，"
        f"超时 {sum(tickets.overdue.values())}；首次答复中位数 {hours(tickets.first_response_s)}，"
        f"解决中位数 {hours(tickets.resolution_s)}（工作时间）。",
    ]
    if tickets.ratings:
        rated = "，".join(f"{label} {tickets.ratings.get(name, 0)}" for name, label in RATINGS.items())
        lines.append(f"评价：{rated}。")
    if figures.rising:
        risen = "、".join(
            f"{topics.get(item.topic, item.topic)}（{item.before} → {item.now}）" for item in figures.rising
        )
        lines.append(f"问得多起来的：{risen}。")
    return lines


def percent(value: float | None) -> str:
    """A share for people."""
    return "–" if value is None else f"{value * 100:.0f}%"


def hours(seconds: float | None) -> str:
    """Working time for people; – where there is none."""
    if seconds is None:
        return "–"
    return f"{seconds / 3600:.1f} 小时" if seconds >= 3600 else f"{seconds / 60:.0f} 分钟"


def _turns(found: TurnFigures) -> list[int]:
    helpful, unhelpful = found.count(Ending.HELPFUL), found.count(Ending.UNHELPFUL)
    return [
        found.asked,
        found.answered,
        found.clarified,
        found.missed,
        found.left,
        found.talks,
        found.solved_talks,
        found.human_talks,
        helpful,
        unhelpful,
    ]
