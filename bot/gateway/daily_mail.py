"""Yesterday's figures by mail: one row of the outbox a day, however many gateways there are."""

from __future__ import annotations

import json
from datetime import date, timedelta

from sqlalchemy import insert, select
from sqlalchemy.engine import Connection, Engine

from common.clock import Clock, china_time
from common.help_desk import HelpDesk
from common.settings import Settings
from faq.content.topics import TOPIC_LABELS
from learning.figure_table import report_lines
from learning.figures import Period
from learning.rows.periods import read_figures
from learning.working_time import WorkingTime
from tickets.database import transact
from tickets.outbox import new_row
from tickets.promise import read_cutoff
from tickets.schema import outbox

KIND = "report"


class DailyMail:
    """Writes the report of a day when its hour has come."""

    def __init__(self, engine: Engine, settings: Settings, working: WorkingTime, clock: Clock) -> None:
        """Report from this database to `desk.daily_mail`."""
        self._engine = engine
        self._settings = settings
        self._working = working
        self._clock = clock
        self._at = read_cutoff(settings.desk.daily_mail_at)

    def put(self) -> bool:
        """Write the report of yesterday unless it is not time yet or it is written; whether it was written now."""
        now = self._clock.now()
        local = china_time(now)
        if local.time() < self._at:
            return False
        day = local.date() - timedelta(days=1)
        key = f"{KIND}:{day.isoformat()}"

        def write(connection: Connection) -> bool:
            known = select(outbox.c.id).where(outbox.c.delivery_key == key)
            if connection.execute(known).first() is not None:
                return False
            payload = json.dumps(self._report(day), ensure_ascii=False)
            connection.execute(insert(outbox).values(**new_row(KIND, KIND, key, now, payload=payload)))
            return True

        return transact(self._engine, write)

    def _report(self, day: date) -> dict[str, str]:
        figures = read_figures(self._engine, Period(day, day), day + timedelta(days=1), self._working)
        lines = report_lines(figures, TOPIC_LABELS)
        if url := self._settings.server.public_url.rstrip("/"):
            lines += ["", f"详细：{url}/desk/day?day={day.isoformat()}"]
        lines += ["", f"—— {HelpDesk.of(self._settings).signature()}"]
        return {"subject": f"{day.month} 月 {day.day} 日的数字", "text": "\n".join(lines)}
