"""The tables of the learning loop: how each turn ended, what editors did about it, what they changed."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, Index, Integer, Table, Text

from tickets.database import UtcDateTime
from tickets.schema_metadata import metadata

turn_outcome = Table(
    "turn_outcome",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    # The day in China, so that figures by day need no arithmetic in the database.
    Column("day", Date, nullable=False),
    Column("channel", Text, nullable=False),
    Column("conversation_key", Text, nullable=False, index=True),
    Column("outcome", Text, nullable=False),
    Column("faq_id", Text),
    Column("topic", Text),
    Column("text", Text),
    # Of a question that was asked back: whether an answer stood before the list.
    Column("led", Boolean),
    # Each figure is read from an index alone; the table with its texts is not touched.
    Index(None, "day", "outcome", "channel", "topic", "faq_id"),
    Index(None, "day", "conversation_key", "outcome", "id"),
)
"""One row a turn. `text` is what was said, masked, as long as the conversation itself is kept."""

day_figures = Table(
    "day_figures",
    metadata,
    Column("day", Date, primary_key=True),
    Column("figures", Text, nullable=False),
)
"""The sums of a day that is over, as JSON: read faster than its turns, and kept when those are long deleted."""

miss_handled = Table(
    "miss_handled",
    metadata,
    Column("text", Text, primary_key=True),
    Column("act", Text, nullable=False),
    Column("change_id", Integer),
    Column("by", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False, index=True),
)
"""Texts that an editor has dealt with, so that nobody deals with them twice."""

content_change = Table(
    "content_change",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("author", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("entry_id", Text, index=True),
    Column("summary", Text, nullable=False),
    # What was changed in which file, as JSON: enough to take it back.
    Column("edits", Text, nullable=False),
    Column("undone_at", UtcDateTime),
    Column("undone_by", Text),
)
"""What was changed in the knowledge base at the desk. Nothing in it is secret."""
