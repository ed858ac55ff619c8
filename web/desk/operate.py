"""运行: whether all runs, what every process serves, what could not be sent, the last backup, the WeChat account."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any, Protocol

from aiohttp import web

from common.clock import Clock
from common.off_loop import OffLoop
from tickets.accounts import Role
from tickets.beats import KIND_LABELS
from tickets.errors import DeskError
from tickets.operating import Operating
from tickets.outbox import KIND_LABELS as OUTLET_LABELS
from tickets.outbox import STATE_LABELS
from tickets.service_notes import ServiceNote
from web.bodies import BadRequestError
from web.desk.shell import HOME, DeskPages, DeskRoute, account_of

PATH = f"{HOME}/operate"
PART_LABELS = {
    "rasa": "Rasa",
    "actions": "动作服务",
    "database": "数据库",
    "content": "知识库",
    "meaning": "语义模型",
    "wechat": "微信",
    "turns": "消息处理",
}
_EVENTS = {
    "opened": "新工单",
    "added": "用户补充",
    "replied": "客服回复",
    "settled": "用户说已解决",
    "status_changed": "状态变化",
    "assigned": "分派",
}
_MB = 1024 * 1024
_NUMBER_CHARS = 18


class CheckedPoint(Protocol):
    """One point of the WeChat account's check: `bot.channels.wechat.selfcheck`."""

    @property
    def name(self) -> str:
        """What was looked at."""

    @property
    def ok(self) -> bool:
        """Whether it is as it should be."""

    @property
    def text(self) -> str:
        """What was found."""

    @property
    def remedy(self) -> str:
        """How to mend it; empty when there is nothing to."""


CheckAccount = Callable[[], Awaitable[Sequence[CheckedPoint]]]


class OperateRoom:
    """See `DeskRoom`; for admins."""

    name, title, path, role = "operate", "运行", PATH, Role.ADMIN

    def __init__(
        self,
        pages: DeskPages,
        operating: Operating,
        report: Callable[[], Awaitable[dict[str, Any]]],
        check_wechat: CheckAccount | None,
        database: OffLoop,
        clock: Clock,
        calibration: Callable[[], tuple[str, str]],
    ) -> None:
        """`report` is this gateway's readiness detail; `check_wechat` is None without an account.

        `calibration` names the figures that are decided by, and says why fitting them anew would pay, or nothing.
        """
        self._pages = pages
        self._operating = operating
        self._report = report
        self._check_wechat = check_wechat
        self._database = database
        self._clock = clock
        self._calibration = calibration

    def routes(self) -> list[DeskRoute]:
        """See `DeskRoom`."""
        return [
            DeskRoute("GET", PATH, self.show),
            DeskRoute("POST", f"{PATH}/outbox/resend", self.resend_all),
            DeskRoute("POST", f"{PATH}/outbox/{{entry}}/resend", self.resend),
            DeskRoute("POST", f"{PATH}/outbox/{{entry}}/drop", self.drop),
            DeskRoute("POST", f"{PATH}/wechat", self.check_wechat),
        ]

    async def show(self, request: web.Request) -> web.StreamResponse:
        """The whole page."""
        return await self._page(request)

    async def resend(self, request: web.Request) -> web.StreamResponse:
        """Send one again."""
        return await self._act(request, self._operating.resend)

    async def drop(self, request: web.Request) -> web.StreamResponse:
        """Give one up."""
        return await self._act(request, self._operating.drop)

    async def resend_all(self, request: web.Request) -> web.StreamResponse:
        """Send all dead letters again."""
        await self._database(self._operating.resend_all, account_of(request).name)
        raise web.HTTPSeeOther(f"{PATH}#outbox")

    async def check_wechat(self, request: web.Request) -> web.StreamResponse:
        """Ask the platform whether the account is set up."""
        if self._check_wechat is None:
            raise web.HTTPNotFound
        return await self._page(request, await self._check_wechat())

    async def _act(self, request: web.Request, act: Callable[[str, int], None]) -> web.StreamResponse:
        text = request.match_info["entry"]
        if not (text.isascii() and text.isdigit() and len(text) <= _NUMBER_CHARS):
            raise web.HTTPNotFound
        try:
            await self._database(act, account_of(request).name, int(text))
        except DeskError as error:
            raise BadRequestError(str(error), 409) from error
        raise web.HTTPSeeOther(f"{PATH}#outbox")

    async def _page(self, request: web.Request, wechat: Sequence[CheckedPoint] = ()) -> web.StreamResponse:
        report = await self._report()
        state = await self._database(self._operating.look)
        return self._pages.page(
            request,
            "desk/operate.html",
            active=self.name,
            now=self._clock.now(),
            state=state,
            ready=report["ready"],
            parts=[(_part(name), told) for name, told in report["parts"].items()],
            problems=report["content_problems"],
            calibration=self._calibration_due(state.calibration),
            pushes=report.get("wechat_pushes", {}),
            has_wechat=self._check_wechat is not None,
            checked=wechat,
            kinds=KIND_LABELS,
            part=_part,
            outlets=OUTLET_LABELS,
            states=STATE_LABELS,
            events=_EVENTS,
            megabytes=state.database_bytes / _MB,
            age=lambda moment: _age(self._clock.now(), moment),
        )

    def _calibration_due(self, note: ServiceNote | None) -> str:
        """Why calibrating anew pays: what an edit wanted that was judged by these figures, or how they drifted."""
        figures, drift = self._calibration()
        return str(note.detail["reason"]) if note and note.detail["figures"] == figures else drift


def _part(name: str) -> str:
    return PART_LABELS.get(name) or name.replace("background ", "后台工作：")


def _age(now: datetime, moment: datetime | str) -> str:
    """How long ago, in the largest unit that is at least one."""
    if not moment:
        return "没有"
    at = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    seconds = max(0, int((now - at).total_seconds()))
    for size, unit in ((86_400, "天"), (3600, "小时"), (60, "分钟")):
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return f"{seconds} 秒"
