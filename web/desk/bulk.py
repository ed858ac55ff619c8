"""What can be done with several tickets of the queue at once: give them to somebody, tag them, settle or close them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from aiohttp import web

from common.off_loop import OffLoop
from tickets.accounts import Accounts, Role
from tickets.agents import AgentDesk
from tickets.bulk import MOST, BulkOutcome, Chosen, change_each
from tickets.model import Status
from tickets.numbers import is_number
from web.bodies import BadRequestError
from web.desk.fields import posted_fields, posted_pairs
from web.desk.queue import QUEUE
from web.desk.shell import DeskRoute, account_of

_TO = {"resolved": Status.RESOLVED, "closed": Status.CLOSED}
_DONE = {"assign": "分派了", "tag": "加上了标签", "status": "改了状态"}
_VERSION_CHARS = 9
_MOST_REASONS = 3


class BulkRoom:
    """See `DeskRoom`; answers the script of the queue's page."""

    name, title, path, role = "bulk", "", QUEUE, Role.AGENT

    def __init__(self, desk: AgentDesk, accounts: Accounts, database: OffLoop) -> None:
        """Work on this desk's tickets."""
        self._desk = desk
        self._accounts = accounts
        self._database = database

    def routes(self) -> Sequence[DeskRoute]:
        """See `DeskRoom`."""
        return [DeskRoute("POST", f"{QUEUE}/bulk", self.change)]

    async def change(self, request: web.Request) -> web.StreamResponse:
        """Change all that were chosen; says how many were, and why others were not."""
        fields, agent = await posted_fields(request), account_of(request).name
        chosen = [_chosen(value) for name, value in await posted_pairs(request) if name == "ticket"]
        if not chosen or len(chosen) > MOST:
            raise BadRequestError(f"要选 1 到 {MOST} 张工单")
        change = await self._change(agent, fields)
        outcome = await self._database(change_each, chosen, change)
        return web.json_response({"ok": True, "done": outcome.done, "said": _said(fields["act"], outcome)})

    async def _change(self, agent: str, fields: Mapping[str, str]) -> Callable[[Chosen], object]:
        """What a form asks to be done with each."""
        desk = self._desk
        match fields.get("act"):
            case "assign":
                assignee = fields.get("assignee") or None
                if assignee and await self._database(self._accounts.agent, assignee) is None:
                    raise BadRequestError("没有这位同事，或者已经停用")
                return lambda one: desk.assign(agent, one.number, assignee, expected_version=one.version)
            case "tag":
                return lambda one: desk.tag(agent, one.number, fields.get("tag", ""))
            case "status" if status := _TO.get(fields.get("status", "")):
                return lambda one: desk.set_status(agent, one.number, status, expected_version=one.version)
        raise BadRequestError("请求的格式不对")


def _chosen(value: str) -> Chosen:
    number, _, version = value.partition(".")
    if not is_number(number) or not (version.isascii() and version.isdigit() and len(version) <= _VERSION_CHARS):
        raise BadRequestError("请求的格式不对")
    return Chosen(number, int(version))


def _said(act: str, outcome: BulkOutcome) -> str:
    parts = [f"{len(outcome.done)} 张{_DONE[act]}"] if outcome.done else []
    if outcome.refused:
        reasons = " ".join(dict.fromkeys(outcome.refused[:_MOST_REASONS]))
        parts.append(f"{len(outcome.refused)} 张没有动：{reasons}")
    return "，".join(parts)
