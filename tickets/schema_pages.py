"""The tables of the pages: what people thought of answers, searched for in vain, and read."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, Integer, Table, Text

from tickets.database import UtcDateTime
from tickets.schema_metadata import metadata

feedback = Table(
    "feedback",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("conversation_key", Text, nullable=False, index=True),
    Column("faq_id", Text, nullable=False),
    Column("helpful", Boolean, nullable=False),
    Column("reason", Text),
    Column("comment", Text),
)

search_miss = Table(
    "search_miss",
    metadata,
    Column("text", Text, primary_key=True),
    Column("times", Integer, nullable=False),
    Column("first_at", UtcDateTime, nullable=False),
    Column("last_at", UtcDateTime, nullable=False, index=True),
)
"""Searches of the help centre that found nothing, masked; nothing says who searched."""

entry_use = Table(
    "entry_use",
    metadata,
    Column("faq_id", Text, primary_key=True),
    Column("day", Date, primary_key=True, index=True),
    Column("times", Integer, nullable=False),
)
"""How often an answer was read on a day; nothing says by whom."""
