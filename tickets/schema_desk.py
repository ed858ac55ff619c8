"""The tables of the people at the desk: who they are, and where they are signed in."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Integer, LargeBinary, Table, Text

from tickets.database import UtcDateTime
from tickets.schema_metadata import metadata

desk_account = Table(
    "desk_account",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    # Roles, separated by spaces; names of roles that this version does not know are left alone.
    Column("roles", Text, nullable=False),
    # An argon2 hash; empty for who only ever signs in by a header of a trusted proxy.
    Column("password", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("disabled_at", UtcDateTime),
)

desk_session = Table(
    "desk_session",
    metadata,
    # The SHA-256 of the token in the cookie: who reads the database cannot sign in with it.
    Column("digest", Text, primary_key=True),
    Column("account_id", Integer, ForeignKey("desk_account.id"), nullable=False, index=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False, index=True),
)

desk_refusal = Table(
    "desk_refusal",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False, index=True),
    # In the minute before, by one gateway, and from how many addresses; which, is not kept.
    Column("tries", Integer, nullable=False),
    Column("addresses", Integer, nullable=False),
)
"""How often somebody was not let in as whom."""

ticket_text = Table(
    "ticket_text",
    metadata,
    Column("ticket_id", Integer, ForeignKey("ticket.id"), primary_key=True, autoincrement=False),
    # Sealed: the first words as the queue shows them, and all that was said; the version says when to open it again.
    Column("sealed", LargeBinary, nullable=False),
    Column("version", Integer, nullable=False),
    # A category of the knowledge base; empty when none fits, null until somebody has looked.
    Column("topic", Text, index=True),
)
"""What is listed of a ticket and searched: masked, sealed, and deleted with its data."""

ticket_tag = Table(
    "ticket_tag",
    metadata,
    Column("ticket_id", Integer, ForeignKey("ticket.id"), primary_key=True, autoincrement=False),
    Column("tag", Text, primary_key=True, index=True),
)

desk_presence = Table(
    "desk_presence",
    metadata,
    Column("ticket_id", Integer, ForeignKey("ticket.id"), primary_key=True, autoincrement=False),
    Column("account_id", Integer, ForeignKey("desk_account.id"), primary_key=True, autoincrement=False),
    Column("is_typing", Boolean, nullable=False),
    Column("at", UtcDateTime, nullable=False, index=True),
)
"""Who has which ticket open just now."""
