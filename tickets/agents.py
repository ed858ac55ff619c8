"""What an agent may do: reply, note, assign, change status and priority, see raw data. All audited."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.engine import Connection, Row

from common.masking import find_private, mask
from tickets import schema
from tickets.database import transact
from tickets.desk import DeskBase
from tickets.errors import StatusError, SubmissionError
from tickets.fields import TEXT_CHARS, read_reply
from tickets.ledger import Ledger
from tickets.merging import MOST_TAGS, tags_taken_over, taken_over
from tickets.model import ACTIVE, PRIORITY_LABELS, SYSTEM, Event, MessageKind, Priority, Status, Ticket
from tickets.outbox import retry
from tickets.requesters import insert_missing

log = logging.getLogger(__name__)
TAG_CHARS = 12
_PICTURES_SEEN = timedelta(hours=12)


class AgentDesk(DeskBase):
    """The agents' side of the desk.

    `expected_version` is the version the agent was looking at; when somebody changed the ticket since,
    the change is refused instead of overwriting theirs.
    """

    def reply(
        self,
        agent: str,
        number: str,
        text: str,
        *,
        status: Status | None = None,
        expected_version: int | None = None,
        pictures: tuple[str, ...] = (),
        key: str = "",
    ) -> Ticket:
        """Answer the person, in their channel; the ticket then waits for them unless a status is given.

        `pictures` were kept for this ticket before (`AttachmentStore.take_for_reply`). The same `key` again changes
        nothing.

        Raises:
            SubmissionError: no text, or too long a one.
            PictureError: a picture is gone.
            StatusError: the ticket is closed, or the status change is not allowed.
        """
        body, key = _required(text), key or secrets.token_hex(16)

        def change(ledger: Ledger, row: Row) -> None:
            if ledger.written(row.id, key):
                return
            ledger.expect(row, expected_version)
            if row.status == Status.CLOSED:
                raise StatusError(f"工单 {number} 已经关闭，先重新打开再回复。")
            new = status or (Status.PENDING if row.status == Status.OPEN else Status(row.status))
            values = {} if new == row.status else ledger.status_values(row, new)
            message_id = ledger.write(row.id, MessageKind.REPLY, agent, body, key)
            if pictures:
                ledger.attach(pictures, row.requester_id, row.id, message_id)
            # Who answers what nobody had goes on with it.
            ledger.save(row, answered_at=row.answered_at or ledger.now, assignee=row.assignee or agent, **values)
            if values:
                ledger.write_status(row, new, agent)
            ledger.tell(row, Event.REPLIED, message_id, old=row.status, status=str(new))
            ledger.audit(agent, "reply", number, message=message_id, old=row.status, status=str(new))

        return self._change(agent, "reply", number, change)

    def note(self, agent: str, number: str, text: str) -> Ticket:
        """Leave a note that only agents see.

        Raises:
            SubmissionError: no text, or too long a one.
        """
        body, key = _required(text), secrets.token_hex(16)

        def change(ledger: Ledger, row: Row) -> None:
            if ledger.written(row.id, key):
                return
            message_id = ledger.write(row.id, MessageKind.NOTE, agent, body, key)
            ledger.save(row)
            ledger.audit(agent, "note", number, message=message_id)

        return self._change(agent, "note", number, change)

    def assign(self, agent: str, number: str, assignee: str | None, *, expected_version: int | None = None) -> Ticket:
        """Give the ticket to an agent, or to nobody."""

        def change(ledger: Ledger, row: Row) -> None:
            if row.assignee == assignee:
                return
            ledger.expect(row, expected_version)
            ledger.save(row, assignee=assignee)
            line = f"负责人：{row.assignee or '无'} → {assignee or '无'}"
            message_id = ledger.write(row.id, MessageKind.EVENT, agent, line)
            ledger.tell(row, Event.ASSIGNED, message_id, status=row.status, assignee=assignee)
            ledger.audit(agent, "assign", number, old=row.assignee, assignee=assignee)

        return self._change(agent, "assign", number, change)

    def set_priority(
        self, agent: str, number: str, priority: Priority, *, expected_version: int | None = None
    ) -> Ticket:
        """Say how urgent it is."""

        def change(ledger: Ledger, row: Row) -> None:
            if row.priority == priority:
                return
            ledger.expect(row, expected_version)
            ledger.save(row, priority=str(priority))
            line = f"优先级：{PRIORITY_LABELS[Priority(row.priority)]} → {PRIORITY_LABELS[priority]}"
            ledger.write(row.id, MessageKind.EVENT, agent, line)
            ledger.audit(agent, "priority", number, old=row.priority, priority=str(priority))

        return self._change(agent, "priority", number, change)

    def raise_priority(self, ticket_id: int, reason: str) -> None:
        """Put a ticket before the others because of what it tells, which its page says; once, and no ended one."""

        def work(connection: Connection) -> None:
            row = schema.ticket.c
            query = select(row.number).where(row.id == ticket_id, row.priority == str(Priority.NORMAL))
            number = connection.execute(query.where(row.status.in_(list(map(str, ACTIVE))))).scalar()
            if number is None:
                return
            ledger = self.ledger(connection)
            ledger.save(ledger.lock_ticket(number), priority=str(Priority.HIGH))
            old, new = PRIORITY_LABELS[Priority.NORMAL], PRIORITY_LABELS[Priority.HIGH]
            ledger.write(ticket_id, MessageKind.EVENT, SYSTEM, f"优先级：{old} → {new}（{reason}）")
            ledger.audit(SYSTEM, "priority", number, old=str(Priority.NORMAL), priority=str(Priority.HIGH))

        transact(self.engine, work)

    def set_status(self, agent: str, number: str, status: Status, *, expected_version: int | None = None) -> Ticket:
        """Change the status by the table of allowed changes; setting the same one changes nothing.

        Raises:
            StatusError: the table does not have this change.
        """

        def change(ledger: Ledger, row: Row) -> None:
            if row.status == status:
                return
            ledger.expect(row, expected_version)
            ledger.save(row, **ledger.status_values(row, status))
            message_id = ledger.write_status(row, status, agent)
            ledger.tell(row, Event.STATUS_CHANGED, message_id, old=row.status, status=str(status))
            ledger.audit(agent, "status", number, old=row.status, status=str(status))

        return self._change(agent, "status", number, change)

    def reveal(self, agent: str, number: str, reason: str) -> Ticket:
        """The ticket with personal data in the clear; who looked and why is on record first.

        Raises:
            SubmissionError: no reason.
        """
        why = _required(reason, "请写明查看原文的理由。")

        def work(connection: Connection) -> Ticket:
            ticket = self.reader.find(connection, number, raw=True)
            self.ledger(connection).audit(agent, "reveal", number, reason=mask(why).text)
            return ticket

        ticket = transact(self.engine, work)
        log.info("ticket_revealed number=%s agent=%s", number, agent)
        return ticket

    def merge(self, agent: str, number: str, into: str) -> Ticket:
        """Close a ticket because another one of the same person goes on in its place; gives that one.

        What was urgent stays urgent, who had it has it, what was promised first holds, and the tags go along.

        Raises:
            SubmissionError: it is the same ticket, or somebody else's.
            StatusError: the other one is closed, or one of them was merged or deleted before.
        """
        into = into.strip().upper()

        def work(connection: Connection) -> Ticket:
            ledger = self.ledger(connection)
            # In the order of their numbers, so that two agents who merge both ways do not wait in a circle.
            rows = {wanted: ledger.lock_ticket(wanted) for wanted in sorted({number, into})}
            row, target = rows[number], rows[into]
            if row.merged_into == into:
                return self.reader.find(connection, into)
            if row.id == target.id or row.requester_id != target.requester_id:
                raise SubmissionError("只能和同一个人的另一张工单合并。")
            if row.merged_into or target.merged_into or target.status == Status.CLOSED or row.erased_at:
                raise StatusError(f"{number} 不能并入 {into}：已经合并过，或者已经关闭。")
            closing = {} if row.status == Status.CLOSED else ledger.status_values(row, Status.CLOSED)
            ledger.save(row, merged_into=into, **closing)
            message_id = ledger.write(row.id, MessageKind.EVENT, agent, f"并入工单 {into}")
            taken, told = taken_over(row, target)
            ledger.save(target, **taken)
            line = "，".join([f"工单 {number} 并入这张", *told, *tags_taken_over(ledger, row, target)])
            ledger.write(target.id, MessageKind.EVENT, agent, line)
            ledger.tell(row, Event.STATUS_CHANGED, message_id, old=row.status, status=str(Status.CLOSED))
            ledger.audit(agent, "merge", number, into=into, **{name: str(value) for name, value in taken.items()})
            return self.reader.find(connection, into)

        _check_agent(agent)
        ticket = transact(self.engine, work)
        log.info("ticket_merged number=%s into=%s", number, into)
        return ticket

    def tag(self, agent: str, number: str, tag: str, *, remove: bool = False) -> Ticket:
        """Put a word on a ticket to find it by, or take it off.

        Raises:
            SubmissionError: it is no word of up to twelve characters, or the ticket has ten already.
        """
        word = " ".join(tag.split())
        if not word or len(word) > TAG_CHARS or not word.isprintable() or any(find_private(word)):
            raise SubmissionError(f"标签要写成 1 到 {TAG_CHARS} 个字，不带号码和邮箱。")
        table = schema.ticket_tag

        def change(ledger: Ledger, row: Row) -> None:
            here = (table.c.ticket_id == row.id) & (table.c.tag == word)
            if remove:
                changed = ledger.connection.execute(delete(table).where(here)).rowcount == 1
            else:
                others = select(func.count()).select_from(table).where(table.c.ticket_id == row.id, table.c.tag != word)
                if ledger.connection.execute(others).scalar_one() >= MOST_TAGS:
                    raise SubmissionError(f"一张工单最多 {MOST_TAGS} 个标签。")
                changed = insert_missing(ledger.connection, table, {"ticket_id": row.id, "tag": word})
            if changed:
                ledger.write(row.id, MessageKind.EVENT, agent, f"{'去掉' if remove else '加上'}标签：{word}")
                ledger.audit(agent, "untag" if remove else "tag", number, tag=word)

        return self._change(agent, "tag", number, change)

    def resend(self, agent: str, number: str, outbox_id: int) -> None:
        """Send again what did not get through; on record, if there was anything to send."""
        if retry(self.engine, outbox_id, self.clock.now()):
            transact(
                self.engine,
                lambda connection: self.ledger(connection).audit(agent, "resend", number, outbox=outbox_id),
            )

    def note_pictures(self, agent: str, number: str) -> None:
        """Put on record that somebody saw a ticket's pictures, which nobody masks; once in half a day."""
        row, since = schema.audit_entry.c, self.clock.now() - _PICTURES_SEEN

        def work(connection: Connection) -> None:
            seen = (row.subject == number) & (row.action == "picture") & (row.actor == agent) & (row.at >= since)
            if connection.execute(select(row.sequence).where(seen).limit(1)).first() is None:
                self.ledger(connection).audit(agent, "picture", number)

        transact(self.engine, work)

    def record_export(self, agent: str, count: int) -> None:
        """Put on record that somebody took a list of tickets out."""
        transact(self.engine, lambda connection: self.ledger(connection).audit(agent, "export", "*", count=count))

    def _change(
        self,
        agent: str,
        action: str,
        number: str,
        change: Callable[[Ledger, Row], None],
    ) -> Ticket:
        _check_agent(agent)

        def work(connection: Connection) -> Ticket:
            ledger = self.ledger(connection)
            change(ledger, ledger.lock_ticket(number))
            return self.reader.find(connection, number)

        ticket = transact(self.engine, work)
        log.info("ticket_changed number=%s action=%s agent=%s status=%s", number, action, agent, ticket.status)
        return ticket


def _check_agent(agent: str) -> None:
    if not agent.strip() or agent == SYSTEM:
        raise SubmissionError("请写明是哪位客服在操作。")


def _required(text: str, message: str = "内容不能为空。") -> str:
    if len(text) > TEXT_CHARS:
        raise SubmissionError(f"内容有 {len(text)} 字，最多 {TEXT_CHARS} 字，没有保存。改法：分成几条发。")
    body = read_reply(text)
    if not body:
        raise SubmissionError(message)
    return body
