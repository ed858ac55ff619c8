"""Forgetting a person who unfollowed: WeChat demands that all of their information is deleted.

Source: https://developers.weixin.qq.com/doc/service/Account_Management/Wechat_Accreditation_Event_Push.html
"""

from __future__ import annotations

import logging

from sqlalchemy import column, delete, table
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.wechat.contacts import CHANNEL
from tickets import schema
from tickets.database import transact
from tickets.model import Person
from tickets.retention import Retention

log = logging.getLogger(__name__)
_EVENTS = table("events", column("sender_id"))
"""Rasa's tracker store; its rows hold placeholders only, but they are the person's."""


def erase_person(engine: Engine, tracker_engine: Engine, retention: Retention, pseudonym: str, keep_push: int) -> None:
    """Delete a person everywhere; the row of the push that asked for it stays, emptied, to recognise its repeats."""
    retention.erase_person(Person(CHANNEL, pseudonym))
    transact(engine, lambda connection: _delete_rows(connection, pseudonym, keep_push))
    try:
        with tracker_engine.begin() as connection:
            connection.execute(delete(_EVENTS).where(_EVENTS.c.sender_id == pseudonym))
    except SQLAlchemyError as error:
        # No conversation has been stored yet: the table is made by Rasa.
        log.info("wechat_tracker_absent error=%s", type(error).__name__)
    log.info("wechat_person_erased")


def _delete_rows(connection: Connection, pseudonym: str, keep_push: int) -> None:
    mine = schema.inbox.c.conversation_key == pseudonym
    connection.execute(delete(schema.inbox).where(mine, schema.inbox.c.id != keep_push))
    connection.execute(delete(schema.conversation).where(schema.conversation.c.key == pseudonym))
    for each in (schema.wechat_contact, schema.wechat_allowance, schema.wechat_outgoing, schema.wechat_option):
        connection.execute(delete(each).where(each.c.pseudonym == pseudonym))
