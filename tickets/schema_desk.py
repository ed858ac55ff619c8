"""The tables of the people at the desk: who they are, and where they are signed in."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, Table, Text

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
