"""Both sides of talks with agents: a person asks for one, an agent takes it, either ends it (`tickets.live_base`)."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import func, insert, select
from sqlalchemy.engine import Connection, Row

from tickets import live_words
from tickets.database import reading, transact
from tickets.errors import PictureError, SubmissionError
from tickets.fields import TEXT_CHARS, Username, read_addition, read_reply
from tickets.live_base import BY_PERSON, GoneTalkError, LiveBase
from tickets.live_past import PastLine, spoken_before
from tickets.live_rows import LiveLine, Talk, TalkState, add_line, find_lines, said_key
from tickets.model import PERSON, Event, MessageKind, Person, Status, Submission
from tickets.outcomes import last_question
from tickets.requesters import lock_requester
from tickets.schema_operate import live_line, live_talk

log = logging.getLogger(__name__)
_SAME_MATTER = timedelta(days=1)
"""What was asked longer ago is another matter."""
MOST_WAITING = 100
"""More are not reached within anybody's patience; they are asked for a ticket at once."""


class LiveDesk(LiveBase):
    """Both sides of the talks of one installation."""

    # ── the person's side ─────────────────────────────────────────────────────────────────────

    def ask(self, person: Person, message: int) -> bool:
        """Put a person in line for an agent; False out of hours, when nobody is at the desk or the line is full.

        `message` is the number, in the queue, of what they asked with.
        """
        if not self.is_open() or not self.at_desk.present():
            return False

        def work(connection: Connection) -> bool:
            now, key = self.clock.now(), person.conversation_key
            if self._lock(connection, live_talk.c.open_key == key) is None:
                waits = select(func.count()).where(live_talk.c.state == str(TalkState.WAITING))
                if connection.execute(waits).scalar_one() >= MOST_WAITING:
                    return False
                about = {"conversation_key": key, "channel": person.channel, "open_key": key}
                waiting = {"state": str(TalkState.WAITING), "asked_at": now, "asked_row": message, "person_at": now}
                connection.execute(insert(live_talk).values(**about, **waiting))
            return True

        if not transact(self.engine, work):
            log.warning("live_queue_full")
            return False
        log.info("live_asked channel=%s", person.channel)
        return True

    def hear(self, person: Person, text: str, pictures: tuple[str, ...], message: int) -> Talk | None:
        """What a person says goes to their agent; None when they have none, or none any more.

        While they wait it stays where every message is kept, and the agent will see it. `text` is masked; the same
        `message` (its number in the queue) a second time changes nothing.

        Raises:
            PictureError: a picture is gone, or part of another ticket.
        """

        def work(connection: Connection) -> Talk | None:
            row = self._lock(connection, live_talk.c.open_key == person.conversation_key)
            if row is None:
                return None
            if row.state == TalkState.LIVE and not self._write_said(
                connection, row, person, text, pictures, said_key(message)
            ):
                return None
            self._set(connection, row, person_at=self.clock.now())
            return self._read(connection, row.id)

        return transact(self.engine, work)

    def leave(self, person: Person, *, only_waiting: bool = False) -> Talk | None:
        """A person does not want to wait or talk any longer; the talk as it was, None when there was none.

        `only_waiting`: one that goes on with an agent goes on.
        """

        def work(connection: Connection) -> Talk | None:
            row = self._lock(connection, live_talk.c.open_key == person.conversation_key)
            if row is None or (only_waiting and row.state != TalkState.WAITING):
                return None
            talk = self._read(connection, row.id)
            self._end(connection, row, BY_PERSON)
            return talk

        return transact(self.engine, work)

    def open_talk(self, person: Person) -> Talk | None:
        """The talk a person waits for or is in."""
        found = self._list(live_talk.c.open_key == person.conversation_key)
        return found[0] if found else None

    def lines_after(self, person: Person, after: int) -> list[LiveLine]:
        """What the bot said by itself in a person's talks, beyond a line they have."""
        mine = (live_line.c.conversation_key == person.conversation_key) & (live_line.c.id > after)
        with reading(self.engine) as connection:
            return find_lines(connection, self.vault, mine)

    def line(self, line_id: int) -> LiveLine | None:
        """One such line; None when it was deleted."""
        with reading(self.engine) as connection:
            return next(iter(find_lines(connection, self.vault, live_line.c.id == line_id)), None)

    # ── the agents' side ──────────────────────────────────────────────────────────────────────

    def take(self, agent: str, talk_id: int) -> Talk:
        """Answer somebody who waits: from now on the bot is silent, and a ticket of the agent's keeps what is said.

        Raises:
            GoneTalkError: somebody else has it, or nobody waits any more.
        """

        def work(connection: Connection) -> Talk:
            row = self._lock(connection, live_talk.c.id == talk_id)
            if row is None or (row.state, row.agent) not in ((TalkState.WAITING, None), (TalkState.LIVE, agent)):
                raise GoneTalkError
            if row.state == TalkState.WAITING:
                ledger = self.ledger(connection)
                ticket = self._open_ticket(connection, row)
                ledger.save(ticket, assignee=agent)
                taken = {"state": str(TalkState.LIVE), "agent": agent, "ticket_id": ticket.id}
                self._set(connection, row, **taken, taken_at=ledger.now, agent_at=ledger.now)
                add_line(connection, self.vault, row, live_words.taken(agent), ledger.now)
                ledger.audit(agent, "take_talk", ticket.number)
            return self._read(connection, talk_id)

        talk = transact(self.engine, work)
        log.info("live_taken number=%s agent=%s", talk.number, agent)
        return talk

    def matters(self, talks: Sequence[Talk]) -> dict[int, str]:
        """What talks are about, in one line each, by their number; nothing of one in which nothing was said yet."""
        found = {}
        with reading(self.engine) as connection:
            these = live_talk.c.id.in_([talk.id for talk in talks])
            for row in connection.execute(select(live_talk).where(these)).all():
                before = spoken_before(connection, row.conversation_key)
                found[row.id] = next(iter(self._matter(connection, row, before)), "")
        return {number: text for number, text in found.items() if text}

    def mine(self, agent: str, talk_id: int) -> Talk:
        """A talk that this agent has.

        Raises:
            GoneTalkError: it is not (or no longer) this agent's.
        """
        talk = self.talk(talk_id)
        if talk is None or talk.state is not TalkState.LIVE or talk.agent != agent:
            raise GoneTalkError
        return talk

    def say(self, agent: str, talk_id: int, text: str, key: str, pictures: tuple[str, ...] = ()) -> Talk:
        """Answer the person under the agent's name; the same `key` a second time says nothing.

        `pictures` were kept for the talk's ticket before (`AttachmentStore.take_for_reply`).

        Raises:
            GoneTalkError: it is not (or no longer) this agent's.
            SubmissionError: neither words nor pictures.
            PictureError: a picture is gone.
        """
        body = read_reply(text) or (live_words.PICTURE if pictures else "")
        if not body or len(text) > TEXT_CHARS:
            raise SubmissionError(f"要写一点内容，最多 {TEXT_CHARS} 字。")

        def work(connection: Connection) -> Talk:
            row = self._lock_mine(connection, agent, talk_id)
            ledger = self.ledger(connection)
            ticket = ledger.lock_ticket(self._number(connection, row))
            if not ledger.written(ticket.id, key):
                message_id = ledger.write(ticket.id, MessageKind.REPLY, agent, body, key)
                ledger.attach(pictures, ticket.requester_id, ticket.id, message_id)
                ledger.save(ticket, answered_at=ticket.answered_at or ledger.now)
                ledger.tell(ticket, Event.REPLIED, message_id, old=ticket.status, status=ticket.status, live=True)
                self._set(connection, row, agent_at=ledger.now)
                ledger.audit(agent, "reply", ticket.number, message=message_id, live=True)
            return self._read(connection, talk_id)

        return transact(self.engine, work)

    def end(self, agent: str, talk_id: int, *, solved: bool = False) -> Talk:
        """Give the person back to the bot; the ticket stays the agent's, solved or not.

        Raises:
            GoneTalkError: it is not (or no longer) this agent's.
        """

        def work(connection: Connection) -> Talk:
            row = self._lock_mine(connection, agent, talk_id)
            ledger = self.ledger(connection)
            number = self._number(connection, row)
            ticket = ledger.lock_ticket(number)
            self._end(connection, row, agent, live_words.agent_ended(agent, number))
            if solved and ticket.status in (Status.OPEN, Status.PENDING):
                ledger.save(ticket, **ledger.status_values(ticket, Status.RESOLVED))
                ledger.write_status(ticket, Status.RESOLVED, agent)
            ledger.audit(agent, "end_talk", number, solved=solved)
            return self._read(connection, talk_id)

        return transact(self.engine, work)

    def _write_said(
        self, connection: Connection, row: Row, person: Person, text: str, pictures: tuple[str, ...], key: str
    ) -> bool:
        """Write it into the ticket; False when that was closed meanwhile, which ends the talk."""
        ledger = self.ledger(connection)
        requester_id = lock_requester(connection, person, ledger.now)
        ticket = ledger.lock_ticket(self._number(connection, row))
        if ticket.status == Status.CLOSED:
            self._end(connection, row, BY_PERSON)
            return False
        if not ledger.written(ticket.id, key):
            message_id = ledger.write(ticket.id, MessageKind.ADDITION, PERSON, read_addition(text), key)
            ledger.attach(pictures, requester_id, ticket.id, message_id)
            reopened = ticket.status != Status.OPEN
            values = ledger.status_values(ticket, Status.OPEN) if reopened else {}
            ledger.save(ticket, seen_at=ledger.now, **values)  # who answers has read what the agent said
        return True

    def _matter(self, connection: Connection, row: Row, before: Sequence[PastLine]) -> list[str]:
        """What it is about: the question before they asked for a person, and what they said while they waited."""
        said = [line for line in before if line.who == PERSON]
        question = last_question(connection, row.conversation_key, row.asked_at - _SAME_MATTER)
        waiting = [line.text for line in said if line.row > row.asked_row]
        found = list(dict.fromkeys(filter(None, [question, *waiting])))
        return found or [line.text for line in said][-2:]

    def _open_ticket(self, connection: Connection, row: Row) -> Row:
        ledger = self.ledger(connection)
        person = Person(row.channel, row.conversation_key)
        requester_id = lock_requester(connection, person, ledger.now)
        before = spoken_before(connection, row.conversation_key)
        asked = self._matter(connection, row, before)
        context = "\n".join(f"{'问' if line.who == PERSON else '答'}：{line.text}" for line in before)
        submission = Submission(f"live-{row.id}", None, "\n".join(asked) or "（在线对话）", context=context)
        ticket = self._insert(ledger, requester_id, submission, Username("unasked", ""), submission.description)
        pictures = tuple(picture for line in before if line.row >= row.asked_row for picture in line.pictures)
        try:
            with connection.begin_nested():
                ledger.attach(tuple(dict.fromkeys(pictures)), requester_id, ticket.id, None)
        except PictureError:  # in another ticket already: the agent finds them there
            log.info("live_pictures_elsewhere")
        ledger.write(ticket.id, MessageKind.EVENT, PERSON, "要求在线人工客服")
        ledger.tell(ticket, Event.OPENED, None, status=ticket.status)
        return ticket
