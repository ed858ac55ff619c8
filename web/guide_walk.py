"""`/help/{id}/steps`: a guide walked by links, for whoever has no scripts or would rather tap than write.

Nothing is kept: where somebody stands follows from the answers, and they are in the address. So the browser's own
«back» is one step back, and a link can be sent to somebody else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from aiohttp import web

from common.clock import SYSTEM_CLOCK, Clock, china_time
from faq.content.entry import Entry
from faq.guiding.options import FACT_OPTION
from faq.guiding.state import GuideReply, GuideState
from faq.text.choice import numbered_option_lines
from web.help_centre import HelpCentre, Knowledge
from web.templating import Templates

PAGE = "/help/{entry_id}/steps"
_MOST_STEPS = 40
"""No guide is as long; an address may be anything."""
_ADDRESS = re.compile(r"(?<![\w./-])(?:[a-z0-9-]{1,30}\.){1,3}chsi\.com\.cn\b(?!/)", re.ASCII)
"""Our texts name the pages of 学信网 without a protocol."""


@dataclass(frozen=True)
class Choice:
    """An answer to a step, as a link."""

    title: str
    href: str


@dataclass(frozen=True)
class Walk:
    """Where somebody stands: what is said, what can be answered, and the addresses around it."""

    number: int
    text: str
    choices: tuple[Choice, ...]
    back: str
    ended: bool


class GuideWalkPage:
    """The view."""

    def __init__(self, library: Knowledge, templates: Templates, clock: Clock = SYSTEM_CLOCK) -> None:
        """Lead by the guides of this library."""
        self._library = library
        self._templates = templates
        self._clock = clock

    def add_routes(self, app: web.Application) -> None:
        """Serve it."""
        app.router.add_get(PAGE, self.show)

    async def show(self, request: web.Request) -> web.Response:
        """The step to which the answers in the address lead."""
        today = china_time(self._clock.now()).date()
        situation = self._library.guidance.guides.situation
        shown = HelpCentre(self._library.content, today, situation=situation).answer(request.match_info["entry_id"])
        if shown is None:
            raise web.HTTPNotFound
        walk = self._walk(shown.entry, request.query.getall("a", []))
        if walk is None:  # one that has no guide (any more)
            raise web.HTTPFound(f"/help/{shown.entry.id}")
        return self._templates.page(
            "steps.html", request=request, human=f"?about={shown.entry.id}", shown=shown, walk=walk, query=""
        )

    def _walk(self, entry: Entry, answers: Sequence[str]) -> Walk | None:
        """Replay the answers; one that was never offered there ends the replay, as in an old link."""
        guidance = self._library.guidance
        guide = guidance.guides.guides.get(entry.guide or "")
        if guide is None:
            return None
        state, reply = guidance.engine.begin(GuideState(facts=dict(guide.knows.get(entry.id, {}))), guide.id)
        taken: list[str] = []
        for answer in answers[:_MOST_STEPS]:
            if f"{FACT_OPTION}{answer}" not in {option.id for option in reply.options}:
                break
            name, _, value = answer.partition("=")
            state, reply = guidance.engine.tell(state, {name: value})
            taken.append(answer)
        page = f"/help/{entry.id}/steps"
        return Walk(
            number=len(taken) + 1,
            text=_said(reply),
            choices=tuple(
                Choice(option.title, _address(page, [*taken, option.id.removeprefix(FACT_OPTION)]))
                for option in reply.options
            ),
            back=_address(page, taken[:-1]) if taken else "",
            ended=not reply.options,
        )


def _said(reply: GuideReply) -> str:
    """What a step says, without the numbers that stand for its buttons; pages of 学信网 as addresses."""
    text = reply.text.removesuffix(numbered_option_lines(reply.options)) if reply.options else reply.text
    return _ADDRESS.sub(lambda found: f"https://{found[0]}/", text).strip()


def _address(page: str, answers: Sequence[str]) -> str:
    return f"{page}?{urlencode([('a', answer) for answer in answers])}" if answers else page
