"""Looking at a change before it goes live, putting it live, taking it back: shared by the editors' rooms."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from aiohttp import web

from common.clock import Clock, china_time
from common.errors import BotError
from common.off_loop import OffLoop
from faq.content.entry import Entry
from faq.content.loader import Content
from faq.saying.answer import answer_options, render_more, render_plain
from learning.changes import ContentChange
from learning.form_faults import FieldFault, faults_of
from learning.keeping import KeptText
from learning.verdict import UNDER_REVIEW, Judge, ReviewVerdict
from learning.workbench import ChangeDraft, Workbench
from web.desk.fields import posted_fields
from web.desk.shell import DeskPages, DeskRoute, account_of
from web.desk.trials import DraftTrials
from web.help_centre import AnswerPage, HelpCentre

_PATIENCE_S = 2.0
"""How long a request waits for a review before it says how far that is."""
_PLACE = re.compile(r"(?:misses|entries)/[a-z0-9_]{1,60}")
_ENTRY_ID = re.compile("[a-z][a-z0-9_]{2,}")
_OUTLINED = 400
_MOST_FAULTS = 20
_MOST_LOOKED_AT = 64
_MOST_KEPT, _KEPT_CHARS = 40, 200


@dataclass(frozen=True)
class Preview:
    """An answer in each of its dresses."""

    entry: Entry
    chat: str
    options: tuple[str, ...]
    more: str
    wechat: str
    page: AnswerPage | None


class Editing:
    """What the rooms do with a change."""

    def __init__(
        self,
        pages: DeskPages,
        workshop: Workbench,
        judge: Judge,
        trials: DraftTrials,
        wechat: Callable[[Entry, Content], str],
        announce: Callable[[str], Awaitable[None]],
        work: OffLoop,
        clock: Clock,
    ) -> None:
        """`wechat` shows an answer as WeChat does; `announce` tells every process that there is something new.

        It is given why calibrating anew pays now; empty where it does not.
        """
        self.pages = pages
        self.workshop = workshop
        self.judge = judge
        self._trials = trials
        self.work = work
        self._wechat = wechat
        self._announce = announce
        self._clock = clock
        self._looked_at: OrderedDict[tuple[int, str], str] = OrderedDict()

    def routes(self) -> list[DeskRoute]:
        """The addresses that belong to no single room."""
        return [
            DeskRoute("GET", "/desk/drafts/{key}", self.show_verdict),
            DeskRoute("POST", "/desk/drafts/{key}/try", self._trials.begin),
            DeskRoute("GET", "/desk/drafts/{key}/try/{trial}", self._trials.show),
            DeskRoute("POST", "/desk/changes/{number}/undo", self.undo),
            DeskRoute("GET", "/desk/changes/{number}/live", self.show_live),
        ]

    async def preview(self, request: web.Request, change: ContentChange, *, review: bool = True) -> web.Response:
        """The answer as it would be; with a review, which goes on beside it."""
        try:
            draft = await self.work(self.workshop.draft, change)
        except BotError as error:
            return self.refused(request, faults_of(error))
        review = review and not draft.faults  # nobody waits for a review to hear of these
        if review:
            self._begin(request, draft)
        shown = await self.work(self.shown, draft.entry, draft.content) if draft.entry else None
        return self.pages.part(
            request,
            "desk/preview.html",
            draft=draft,
            faults=draft.faults[:_MOST_FAULTS],
            shown=shown,
            review=review,
            progress=self.judge.progress(draft) if review else "",
            lines=_outline(draft),
            titled=partial(_titled, draft.content),
            place=_place(request),
        )

    def _begin(self, request: web.Request, draft: ChangeDraft) -> None:
        """Review what somebody looks at now, and no longer what they looked at before on the same page."""
        looked = (account_of(request).id, _place(request))
        self.judge.begin(draft, self._looked_at.pop(looked, ""))
        self._looked_at[looked] = draft.key
        while len(self._looked_at) > _MOST_LOOKED_AT:
            self._looked_at.popitem(last=False)

    def under_review(self) -> dict[str, str]:
        """The places whose drafts are being reviewed or wait to go live, and which it is."""
        states = {place: self.judge.state(key) for (_, place), key in self._looked_at.items()}
        return {place: state for place, state in states.items() if state}

    async def show_verdict(self, request: web.Request) -> web.StreamResponse:
        """What the review says of a draft; waits for it."""
        draft = self.judge.draft(request.match_info["key"])
        verdict: ReviewVerdict | None = ReviewVerdict(trouble="预览放得太久了，请再点一次“预览”。")
        if draft is not None:
            verdict = await self.judge.verdict(draft, _PATIENCE_S)
        if draft is not None and verdict is None:
            return self._waiting(request, draft)
        return self._told(request, verdict, draft)

    async def save(self, request: web.Request, change: ContentChange, back: str) -> web.Response:
        """Put a change live that was looked at, unless the review forbids it; then go `back`."""
        posted = await posted_fields(request)
        try:
            draft = await self.work(self.workshop.draft, change)
            if draft.key != posted.get("draft", ""):
                raise await self.work(self.workshop.overtaken, change)
            verdict = await self.judge.verdict(draft, _PATIENCE_S)
            if verdict is None:
                return self._waiting(request, draft)
            unseen = verdict.asks_for_look(change.entry_id or "") and posted.get("accept") != "yes"
            if unseen or not verdict.may_go_live:
                return self._told(request, verdict, draft, saving=True)
            number, said = await self.work(self.workshop.save, draft, account_of(request).name)
        except BotError as error:
            return self.refused(request, faults_of(error))
        await self._announce(verdict.calibration)
        return went_to(f"{back}?saved={number}{'&git=no' if said else ''}")

    async def show_live(self, request: web.Request) -> web.StreamResponse:
        """How far a change has got; the page asks again until every process serves it."""
        number = _number(request)
        found = await self.work(self.workshop.going_live, number)
        if found is None:
            raise web.HTTPNotFound
        busy = sum(self.judge.state(key) == UNDER_REVIEW for key in set(self._looked_at.values()))
        return self.pages.part(request, "desk/going_live.html", number=number, live=found, busy=busy)

    async def undo(self, request: web.Request) -> web.StreamResponse:
        """Take a change back."""
        number = _number(request)
        try:
            await self.work(self.workshop.undo, number, account_of(request).name)
        except BotError as error:
            return self.refused(request, faults_of(error))
        await self._announce("")
        posted = await posted_fields(request)
        back = posted.get("back", "")
        return went_to((back if back.startswith("/desk/") else "/desk/entries") + f"?undone={number}")

    def _waiting(self, request: web.Request, draft: ChangeDraft) -> web.Response:
        """That the review goes on, and how far it is; the page asks again."""
        progress = self.judge.progress(draft)
        return self.pages.part(request, "desk/waiting.html", key=draft.key, progress=progress, place=_place(request))

    def _told(
        self, request: web.Request, verdict: ReviewVerdict | None, draft: ChangeDraft | None, *, saving: bool = False
    ) -> web.Response:
        """The verdict, with what the draft's entry takes from others and the button that puts it live."""
        entry = draft.entry if draft is not None else None
        name = entry.id if entry is not None else ""
        return self.pages.part(
            request,
            "desk/verdict.html",
            verdict=verdict,
            entry=entry,
            taken=verdict.taken_by(name) if verdict is not None else (),
            to_see=verdict is not None and verdict.asks_for_look(name),
            titled=partial(_titled, draft.content if draft is not None else None),
            promised=draft.change.texts if draft is not None else (),
            place=_place(request),
            saving=saving,
        )

    def refused(self, request: web.Request, faults: Sequence[FieldFault]) -> web.Response:
        """Why something cannot be done, in place: each fault at its field, too (`desk_learning.js`)."""
        return self.pages.part(request, "desk/refused.html", faults=faults[:_MOST_FAULTS])

    def shown(self, entry: Entry, content: Content) -> Preview:
        """An answer as every channel shows it."""
        today = china_time(self._clock.now()).date()
        return Preview(
            entry,
            render_plain(entry, content),
            tuple(option.title for option in answer_options(entry, content)),
            render_more(entry, content) if entry.more else "",
            self._wechat(entry, content),
            HelpCentre(content, today).answer(entry.id),
        )


def _titled(content: Content | None, text: str) -> str:
    """«答 entry_id» with the entry's title in the place of its id."""

    def title(found: re.Match[str]) -> str:
        entry = content.entry(found[0]) if content is not None else None
        return f"“{entry.title}”" if entry is not None else found[0]

    return _ENTRY_ID.sub(title, text)


def _number(request: web.Request) -> int:
    """That of a change, from the address."""
    number = request.match_info["number"]
    if not (number.isascii() and number.isdigit()) or len(number) > 9:
        raise web.HTTPNotFound
    return int(number)


def kept_texts(pairs: Sequence[tuple[str, str]], *, anew: bool) -> tuple[KeptText, ...]:
    """What other entries keep: as it was looked at, and when it is looked at `anew` what was ticked since."""
    names = ("keep", "keep_more") if anew else ("keep",)
    found = [value.partition(":") for name, value in pairs if name in names][:_MOST_KEPT]
    right = [(name, text.strip()) for name, _, text in found if _ENTRY_ID.fullmatch(name) and text.strip()]
    return tuple(KeptText(text[:_KEPT_CHARS], name) for name, text in dict.fromkeys(right))


def went_to(address: str) -> web.Response:
    """Go on to another page, for htmx and for a plain form alike."""
    return web.Response(status=200, headers={"HX-Redirect": address})


def saved_number(request: web.Request) -> dict[str, Any]:
    """What a page says at its top after a change."""

    def number(name: str) -> str:
        text = request.query.get(name, "")
        return text if text.isascii() and text.isdigit() and len(text) < 10 else ""

    return {"saved": number("saved"), "undone": number("undone"), "without_git": request.query.get("git") == "no"}


def _place(request: web.Request) -> str:
    """Which page a draft belongs to, below the desk: misses/… or entries/…; empty where that is not said."""
    given = request.query.get("at") or request.path.removeprefix("/desk/").rpartition("/")[0]
    return given if _PLACE.fullmatch(given) else ""


def _outline(draft: ChangeDraft) -> list[tuple[str, int, tuple[str, ...], tuple[str, ...]]]:
    """What changes in which file: place, lines that go, lines that come."""
    return [
        (
            edit.path,
            edit.line,
            tuple(line[:_OUTLINED] for line in edit.old),
            tuple(line[:_OUTLINED] for line in edit.new),
        )
        for edit in draft.edits
    ]
