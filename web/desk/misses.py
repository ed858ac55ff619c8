"""没答上来的: what was missed, in groups, and what to do about each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Any, Protocol

from aiohttp import web

from common.clock import china_time
from common.off_loop import OffLoop
from faq.content.entry import Entry
from faq.content.loader import Content
from faq.ranking.decision import Candidate
from learning.changes import AddWordings, ContentChange, MarkNotOurs, WriteEntry
from learning.form_faults import FieldFault
from learning.groups import Group
from learning.misses import KIND_LABELS, MissKind
from learning.rows.backlog import PERIODS, USUAL_DAYS, Backlog
from learning.rows.records import Records
from learning.suggestions import LikelyEntry, Rank, alike_first, suggested
from tickets.accounts import Role
from tickets.errors import UnknownTicketError
from tickets.model import MessageKind
from tickets.queries import TicketReader
from web.desk.editing import Editing, kept_texts, saved_number, went_to
from web.desk.entry_form import form_fields, read_form
from web.desk.fields import posted_fields, posted_pairs
from web.desk.shell import DeskPages, DeskRoute, account_of

HOME = "/desk/misses"
_SUGGESTED = 4
_SHOWN = 60
_TOPICS = 12
_MOST_TEXTS = 40
_CHOSEN = 8
_WORDS_CHARS = 40
_MOST_AT_ONCE = 50
_NONE_CHOSEN = "一句都没有选。改法：至少选一句"
"""How many texts of a group are chosen when its page opens."""
_CHANGED = "要看的那一组刚有变化：处理掉了，或者并到了别的组里。"


class Engine(Protocol):
    """What of the knowledge base is asked: `faq.engine.library.Library`."""

    @property
    def content(self) -> Content:
        """What is served."""

    def rank(self, text: str) -> tuple[Candidate, ...]:
        """Entries, the likeliest first."""


class MissRoom:
    """The room of the learning loop."""

    name, title, path, role = "misses", "没答上来的", HOME, Role.EDITOR

    def __init__(
        self,
        pages: DeskPages,
        backlog: Backlog,
        records: Records,
        editing: Editing,
        library: Engine,
        tickets: TicketReader,
        work: OffLoop,
    ) -> None:
        """Show these groups; suggest what the engine finds."""
        self._pages = pages
        self._backlog = backlog
        self._records = records
        self._editing = editing
        self._library = library
        self._tickets = tickets
        self._work = work

    def routes(self) -> Sequence[DeskRoute]:
        """Its addresses."""
        return [
            DeskRoute("GET", HOME, self.show_list),
            DeskRoute("POST", HOME, self.dismiss_many),
            DeskRoute("GET", HOME + "/{group}", self.show_group),
            DeskRoute("POST", HOME + "/{group}/preview", self.preview),
            DeskRoute("POST", HOME + "/{group}/save", self.save),
            DeskRoute("POST", HOME + "/{group}/dismiss", self.dismiss),
            DeskRoute("GET", "/desk/entry-picker", self.pick),
        ]

    async def show_list(self, request: web.Request) -> web.StreamResponse:
        """The groups of some days, of all kinds or of one."""
        days = _days(request)
        kind = next((item for item in MissKind if item == request.query.get("kind")), None)
        gathering = self._backlog.is_gathering(days)
        groups = [] if gathering else await self._work(self._backlog.groups, days)
        topics = Counter[str]()
        for group in groups:
            topics.update(group.topics)
        topic = request.query.get("topic", "")
        topic = topic if topic in topics else ""
        chosen = [
            group for group in groups if (kind is None or kind in group.kinds) and (not topic or topic in group.topics)
        ]
        words = request.query.get("q", "").strip()[:_WORDS_CHARS]
        chosen = [group for group in chosen if any(words in text for text in group.texts)] if words else chosen
        return self._pages.page(
            request,
            "desk/misses.html",
            active=self.name,
            groups=[(group, self._entry(group.near)) for group in chosen[:_SHOWN]],
            gathering=gathering,
            reviews=self._editing.under_review(),
            count=len(chosen),
            texts=sum(len(group.texts) for group in chosen),
            days=days,
            periods=PERIODS,
            kind=kind,
            topic=topic,
            words=words,
            topics=topics.most_common(_TOPICS),
            changed=_CHANGED if request.query.get("changed") else "",
            labels=KIND_LABELS,
            time=china_time,
            changes=await self._work(self._records.newest, None, 8),
            **saved_number(request),
        )

    async def show_group(self, request: web.Request) -> web.StreamResponse:
        """One group, and what can be done about it."""
        group = await self._work(self._backlog.find, request.match_info["group"])
        if group is None:
            raise web.HTTPSeeOther(f"{HOME}?changed=1")
        number = request.query.get("ticket", "")
        number = number if number in group.tickets else ""
        rank = cache(self._library.rank)  # each text is read once, whoever asks
        chosen = await self._work(self._chosen, group, number, rank)
        return self._pages.page(
            request,
            "desk/miss.html",
            active=self.name,
            group=group,
            labels=KIND_LABELS,
            time=china_time,
            suggested=await self._work(self._suggested, group, rank),
            chosen=chosen,
            fields=await self._work(self._new_entry, group, chosen, number),
            ticket=number,
        )

    async def preview(self, request: web.Request) -> web.StreamResponse:
        """What a change would do."""
        change = await self._change(request, anew=True)
        if isinstance(change, list):
            return self._editing.refused(request, change)
        return await self._editing.preview(request, change)

    async def save(self, request: web.Request) -> web.StreamResponse:
        """Put it live."""
        change = await self._change(request, anew=False)
        if isinstance(change, list):
            return self._editing.refused(request, change)
        return await self._editing.save(request, change, HOME)

    async def dismiss(self, request: web.Request) -> web.StreamResponse:
        """Nothing to be done."""
        group = await self._group(request)
        texts = _texts(await posted_pairs(request), group) or list(group.texts)
        await self._work(self._records.dismiss, account_of(request).name, texts)
        return went_to(HOME)

    async def dismiss_many(self, request: web.Request) -> web.StreamResponse:
        """Nothing to be done about any of the ticked groups; one that is another by now stays."""
        names = [value for name, value in await posted_pairs(request) if name == "group"][:_MOST_AT_ONCE]
        found = {name: await self._work(self._backlog.find, name) for name in names}
        same = [group for name, group in found.items() if group is not None and group.id == name]
        if texts := [text for group in same for text in group.texts]:
            await self._work(self._records.dismiss, account_of(request).name, texts)
        return went_to(HOME)

    async def pick(self, request: web.Request) -> web.StreamResponse:
        """Entries for what an editor types, to choose from."""
        query = request.query.get("entry_query", "").strip()[:100]
        found = await self._work(self._found, query) if query else []
        return self._pages.part(request, "desk/entry_choices.html", entries=found)

    async def _change(self, request: web.Request, *, anew: bool) -> ContentChange | list[FieldFault]:
        """The change a form asks for, or what is wrong with it; `anew` with what is to be looked at again."""
        group = await self._group(request)
        pairs = await posted_pairs(request)
        kept = kept_texts(pairs, anew=anew)
        posted = await posted_fields(request)
        texts = tuple(_texts(pairs, group))
        match posted.get("act"):
            case "wording":
                if not texts:
                    return [FieldFault(_NONE_CHOSEN)]
                if not posted.get("entry"):
                    return [FieldFault("还没有选条目。改法：选一个，或者在搜索框里找")]
                return AddWordings(texts, entry=posted["entry"], kept=kept)
            case "new":
                values, faults = read_form(posted)
                return faults or WriteEntry(texts, fields=values, is_new=True, kept=kept)
            case "not_ours":
                return MarkNotOurs(texts) if texts else [FieldFault(_NONE_CHOSEN)]
        raise web.HTTPBadRequest

    async def _group(self, request: web.Request) -> Group:
        group = await self._work(self._backlog.find, request.match_info["group"])
        if group is None:
            raise web.HTTPNotFound
        return group

    def _suggested(self, group: Group, rank: Rank) -> list[tuple[Entry, LikelyEntry]]:
        """The entries to choose from, with why; not those that are gone."""
        found = [(self._entry(one.entry_id), one) for one in suggested(group, rank)]
        return [(entry, one) for entry, one in found if entry is not None][:_SUGGESTED]

    def _chosen(self, group: Group, number: str, rank: Rank) -> tuple[str, ...]:
        """What is chosen when the page opens: what the ticket says whose answer is used, or else the most frequent."""
        of_ticket = tuple(dict.fromkeys(miss.text for miss in group.misses if miss.ticket == number and number))
        return of_ticket or alike_first(group, rank, _CHOSEN)

    def _found(self, query: str) -> list[Entry]:
        entries = self._library.content.entries
        plain = [entry for entry in entries if query in entry.title or query.lower() in entry.id]
        ranked = [self._entry(item.entry_id) for item in self._library.rank(query)[:_SUGGESTED]]
        return list({entry.id: entry for entry in [*plain, *ranked] if entry is not None}.values())[:8]

    def _new_entry(self, group: Group, chosen: Sequence[str], number: str) -> Any:
        """The form of a new entry, begun with what people said and what an agent answered.

        When it was compared with its source only its editor knows: that day is theirs to write.
        """
        near = self._entry(group.near)
        categories = sorted({entry.category for entry in self._library.content.entries})
        topic = next((topic for topic in _topics(group, number) if topic in categories), "")
        values: dict[str, Any] = {
            "questions": list(chosen),
            "answer": self._answer_of(number) if number else "",
            "category": topic or (near.category if near else "客服与帮助"),
            "intent": near.intent if near else "ask_other_service",
        }
        return form_fields(values, categories, is_new=True)

    def _answer_of(self, number: str) -> str:
        """What an agent last answered to a ticket, masked."""
        try:
            said = self._tickets.ticket(number).messages
        except UnknownTicketError:
            return ""
        return next((item.body for item in reversed(said) if item.kind is MessageKind.REPLY), "")

    def _entry(self, name: str | None) -> Entry | None:
        return self._library.content.entry(name) if name else None


def _topics(group: Group, number: str) -> list[str]:
    """What a ticket, or the group's tickets, are about, the most frequent first."""
    of_ticket = [miss.topic for miss in group.misses if miss.ticket == number and number]
    return of_ticket or list(group.topics)


def _days(request: web.Request) -> int:
    text = request.query.get("days", "")
    return int(text) if text in map(str, PERIODS) else USUAL_DAYS


def _texts(pairs: Sequence[tuple[str, str]], group: Group) -> list[str]:
    """The chosen texts of a group, and what the editor wrote beside them."""
    known = set(group.texts)
    chosen = [value for name, value in pairs if name == "text" and value in known]
    written = [line.strip() for name, value in pairs if name == "also" for line in value.splitlines()]
    return list(dict.fromkeys([*chosen, *(line for line in written if line)]))[:_MOST_TEXTS]
