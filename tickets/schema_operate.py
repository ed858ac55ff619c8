"""The tables of running the help desk: live talks, who is at the desk, what every process serves, mails read."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, LargeBinary, Table, Text

from tickets.database import UtcDateTime
from tickets.schema_metadata import metadata

live_talk = Table(
    "live_talk",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation_key", Text, nullable=False, index=True),
    Column("channel", Text, nullable=False),
    # The conversation's key as long as the talk is not ended: a person has one at a time.
    Column("open_key", Text, unique=True),
    Column("state", Text, nullable=False),
    Column("agent", Text),
    Column("ticket_id", Integer, ForeignKey("ticket.id"), index=True),
    Column("asked_at", UtcDateTime, nullable=False),
    # The inbox row in which it was asked for.
    Column("asked_row", Integer, nullable=False),
    Column("taken_at", UtcDateTime),
    # When either side last said something.
    Column("person_at", UtcDateTime, nullable=False),
    Column("agent_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
    Column("ended_by", Text),
    CheckConstraint("state IN ('waiting', 'live', 'ended')", name="state"),
    Index(None, "state", "asked_at"),
)
"""A talk with an agent. What is said in it is its ticket's history; before somebody takes it, it is in the inbox."""

live_line = Table(
    "live_line",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("talk_id", Integer, ForeignKey("live_talk.id"), nullable=False, index=True),
    Column("conversation_key", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index(None, "conversation_key", "id"),
)
"""What the bot says in a talk by itself: that somebody is there, that it is back."""

agent_presence = Table(
    "agent_presence",
    metadata,
    Column("agent", Text, primary_key=True),
    Column("seen_at", UtcDateTime, nullable=False, index=True),
)
"""Who has the desk open, in whatever process."""

process_beat = Table(
    "process_beat",
    metadata,
    Column("name", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("host", Text, nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("beat_at", UtcDateTime, nullable=False, index=True),
    Column("detail", Text, nullable=False),
)
"""Every process that runs, and what it serves."""

service_note = Table(
    "service_note",
    metadata,
    Column("name", Text, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("detail", Text, nullable=False),
)
"""The last time something was done that operators ask for: the last backup."""

mail_received = Table(
    "mail_received",
    metadata,
    Column("key", Text, primary_key=True),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("outcome", Text, nullable=False),
    Column("ticket_id", Integer, ForeignKey("ticket.id"), index=True),
)
"""Mails of the inbox that were dealt with, by a hash of what names them; nothing of their content."""
