"""今天: the leads' figures, of one day and of any period, as a page, as charts and as a table for Excel."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from aiohttp import web
from sqlalchemy.engine import Engine

from common.cells import for_spreadsheet
from common.off_loop import OffLoop
from faq.content.topics import TOPIC_LABELS
from learning.figure_table import HEADINGS, figure_rows
from learning.figures import MOST_DAYS, Period, PeriodFigures
from learning.rows.periods import read_figures, read_last_days
from learning.working_time import WorkingTime
from tickets.accounts import Role
from tickets.model import RATINGS
from web.desk.shell import DeskPages, DeskRoute
from web.desk.words import CHANNELS

HOME, FIGURES = "/desk/day", "/desk/figures"
_USUAL_DAYS = 30
_TREND_DAYS = 14
_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""Without it Excel takes the file for another encoding."""


class DayRoom:
    """The room of the leads."""

    name, title, path, role = "day", "今天", HOME, Role.LEAD

    def __init__(
        self, pages: DeskPages, engine: Engine, working: WorkingTime, database: OffLoop, today: Callable[[], date]
    ) -> None:
        """Read the figures from this database."""
        self._pages = pages
        self._engine = engine
        self._working = working
        self._database = database
        self._today = today

    def routes(self) -> Sequence[DeskRoute]:
        """Its addresses."""
        return [
            DeskRoute("GET", HOME, self.show_day),
            DeskRoute("GET", FIGURES, self.show_period),
            DeskRoute("GET", FIGURES + ".csv", self.show_csv),
        ]

    async def show_day(self, request: web.Request) -> web.StreamResponse:
        """Today beside yesterday, with the last two weeks as charts."""
        today = self._today()
        day = _day(request.query.get("day", ""), today)
        figures, trend = await self._database(read_last_days, self._engine, day, (1, _TREND_DAYS), today, self._working)
        return self._page(request, figures, trend, is_day=True)

    async def show_period(self, request: web.Request) -> web.StreamResponse:
        """Any days, beside as many before."""
        figures = await self._read(self._period(request))
        return self._page(request, figures, figures, is_day=False)

    async def show_csv(self, request: web.Request) -> web.StreamResponse:
        """The days of a period, one a line."""
        figures = await self._read(self._period(request))
        text = io.StringIO()
        table = csv.writer(text)
        table.writerow(HEADINGS)
        table.writerows([for_spreadsheet(str(cell)) for cell in row] for row in figure_rows(figures))
        name = f"figures-{figures.period.first}-{figures.period.last}.csv"
        return web.Response(
            text=_BOM + text.getvalue(),
            content_type="text/csv",
            charset="utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    def _page(
        self, request: web.Request, figures: PeriodFigures, trend: PeriodFigures, *, is_day: bool
    ) -> web.Response:
        today = self._today()
        return self._pages.page(
            request,
            "desk/day.html",
            active=self.name,
            figures=figures,
            is_day=is_day,
            today=today,
            period=figures.period,
            trend=trend.period,
            charts=charts(trend),
            channels=CHANNELS,
            intents=TOPIC_LABELS,
            ratings=RATINGS,
            shortcuts=[(days, today - timedelta(days=days - 1)) for days in (7, 30, 90)],
            step=timedelta(days=1),
        )

    async def _read(self, period: Period) -> PeriodFigures:
        return await self._database(read_figures, self._engine, period, self._today(), self._working)

    def _period(self, request: web.Request) -> Period:
        today = self._today()
        last = _day(request.query.get("to", ""), today)
        first = _day(request.query.get("from", ""), last - timedelta(days=_USUAL_DAYS - 1))
        first, last = min(first, last), max(first, last)
        return Period(max(first, last - timedelta(days=MOST_DAYS - 1)), last)


def charts(figures: PeriodFigures) -> list[dict[str, Any]]:
    """What the charts draw: days as seconds, each series with its name; shares in percent."""
    days = figures.period.days
    turns, tickets = figures.days, figures.tickets
    axis = [int((day - date(1970, 1, 1)).total_seconds()) for day in days]

    def percent(value: float | None) -> float | None:
        return None if value is None else round(value * 100, 1)

    drawn: list[tuple[str, str, dict[str, list[Any]]]] = [
        (
            "问了多少",
            "",
            {
                "问了": [turns[day].asked for day in days],
                "直接答": [turns[day].answered for day in days],
                "反问": [turns[day].clarified for day in days],
                "没答上": [turns[day].missed for day in days],
            },
        ),
        (
            "解决得怎样",
            "%",
            {
                "没找人就解决": [percent(turns[day].solved_rate) for day in days],
                "转人工": [percent(turns[day].human_rate) for day in days],
                "说有用": [percent(turns[day].helpful_rate) for day in days],
            },
        ),
        (
            "工单",
            "",
            {
                "新开": [tickets.opened.get(day, 0) for day in days],
                "解决": [tickets.solved.get(day, 0) for day in days],
                "超时": [tickets.overdue.get(day, 0) for day in days],
            },
        ),
    ]
    return [
        {"title": title, "data": json.dumps({"unit": unit, "days": axis, "series": series}, ensure_ascii=False)}
        for title, unit, series in drawn
    ]


def _day(text: str, otherwise: date) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return otherwise
    return day if date(2000, 1, 1) <= day <= date(2100, 1, 1) else otherwise
