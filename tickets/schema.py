"""All tables of the shared database: the desk's and the gateway's.

Columns of bytes hold what `tickets.vault` sealed and nothing else: that is how a key rotation knows them. Columns named
payload, state, reply or detail hold JSON as text. A change here needs a migration beside it.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from tickets.database import UtcDateTime
from tickets.schema_desk import desk_account as desk_account
from tickets.schema_desk import desk_presence as desk_presence
from tickets.schema_desk import desk_session as desk_session
from tickets.schema_desk import ticket_tag as ticket_tag
from tickets.schema_desk import ticket_text as ticket_text
from tickets.schema_learning import content_change as content_change
from tickets.schema_learning import day_figures as day_figures
from tickets.schema_learning import miss_handled as miss_handled
from tickets.schema_learning import turn_outcome as turn_outcome
from tickets.schema_metadata import metadata as metadata
from tickets.schema_operate import agent_presence as agent_presence
from tickets.schema_operate import live_line as live_line
from tickets.schema_operate import live_talk as live_talk
from tickets.schema_operate import mail_received as mail_received
from tickets.schema_operate import process_beat as process_beat
from tickets.schema_operate import service_note as service_note
from tickets.schema_pages import entry_use as entry_use
from tickets.schema_pages import feedback as feedback
from tickets.schema_pages import search_miss as search_miss

# ── the desk ──────────────────────────────────────────────────────────────────────────────────

requester = Table(
    "requester",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("channel", Text, nullable=False),
    Column("conversation_key", Text, nullable=False, unique=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("erased_at", UtcDateTime),
)

ticket = Table(
    "ticket",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("requester_id", Integer, ForeignKey("requester.id"), nullable=False),
    Column("idempotency_key", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("priority", Text, nullable=False),
    Column("assignee", Text),
    Column("username_kind", Text, nullable=False),
    Column("username", LargeBinary),
    Column("description", LargeBinary),
    Column("context", LargeBinary),
    Column("promised_on", Date, nullable=False),
    Column("promise_exact", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("answered_at", UtcDateTime),
    Column("resolved_at", UtcDateTime),
    Column("closed_at", UtcDateTime),
    Column("erased_at", UtcDateTime),
    # When the requester last looked, and what they thought of the help.
    Column("seen_at", UtcDateTime),
    Column("rating", Text),
    # The number of the ticket that goes on in its place.
    Column("merged_into", Text),
    UniqueConstraint("requester_id", "idempotency_key"),
    CheckConstraint("status IN ('open', 'pending', 'resolved', 'closed')", name="status"),
    CheckConstraint("priority IN ('low', 'normal', 'high', 'urgent')", name="priority"),
    Index(None, "status", "promised_on"),
)

ticket_access = Table(
    "ticket_access",
    metadata,
    Column("ticket_id", Integer, ForeignKey("ticket.id"), primary_key=True),
    Column("requester_id", Integer, ForeignKey("requester.id"), primary_key=True, index=True),
    Column("at", UtcDateTime, nullable=False),
)
"""Who else may read a ticket: browsers that came back with its recovery code."""

message = Table(
    "message",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("ticket_id", Integer, ForeignKey("ticket.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("body", LargeBinary),
    Column("idempotency_key", Text),
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("ticket_id", "idempotency_key"),
    CheckConstraint("kind IN ('addition', 'reply', 'note', 'event')", name="kind"),
)

attachment = Table(
    "attachment",
    metadata,
    Column("id", Text, primary_key=True),
    Column("requester_id", Integer, ForeignKey("requester.id"), nullable=False),
    Column("ticket_id", Integer, ForeignKey("ticket.id"), index=True),
    Column("message_id", Integer, ForeignKey("message.id")),
    Column("sha256", Text, nullable=False, index=True),
    Column("media_type", Text, nullable=False),
    Column("size_bytes", Integer, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("page_text", LargeBinary),
    Column("created_at", UtcDateTime, nullable=False),
    Column("deleted_at", UtcDateTime),
    Index(None, "requester_id", "created_at"),
)

picture = Table(
    "picture",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)
"""The bytes of pictures where `storage.pictures` is `database`."""

content_version = Table(
    "content_version",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("parent", Integer, nullable=False),
    Column("author", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("digest", Text, nullable=False),
    Column("bundle", Text, nullable=False),
)
"""The published versions of the knowledge base; the one with the highest number is served. Nothing in it is secret."""

audit_entry = Table(
    "audit_entry",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False, index=True),
    Column("detail", Text, nullable=False),
    Column("previous_hash", Text, nullable=False),
    Column("hash", Text, nullable=False),
)

audit_head = Table(
    "audit_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("sequence", Integer, nullable=False),
    Column("hash", Text, nullable=False),
    CheckConstraint("id = 1", name="single"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("lane", Text, nullable=False),
    Column("ticket_id", Integer, ForeignKey("ticket.id")),
    Column("message_id", Integer, ForeignKey("message.id")),
    Column("event", Text),
    Column("delivery_key", Text, nullable=False, unique=True),
    Column("payload", Text, nullable=False),
    Column("sealed", LargeBinary),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("lost", Integer, nullable=False, server_default="0"),
    Column("due_at", UtcDateTime, nullable=False),
    Column("claim", Text),
    Column("lease_until", UtcDateTime),
    Column("unclear_at", UtcDateTime),
    Column("last_error", Text),
    Column("created_at", UtcDateTime, nullable=False),
    Column("finished_at", UtcDateTime),
    Index(None, "kind", "state", "due_at"),
    Index(None, "kind", "lane", "state"),
    Index(None, "ticket_id"),
    Index(None, "claim"),
)
"""One row a thing to be told, whatever the way. Kinds and states are not enumerated here: a process of an
older version leaves a new kind alone. `lane` is what keeps its order: a ticket's number, a person's pseudonym.
"""

# ── the gateway ───────────────────────────────────────────────────────────────────────────────

conversation = Table(
    "conversation",
    metadata,
    Column("key", Text, primary_key=True),
    Column("channel", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("last_seen_at", UtcDateTime, nullable=False, index=True),
    Column("state", Text, nullable=False),
    # Which process works on its messages, until when, and the number that a late writer no longer has.
    Column("owner", Text),
    Column("lease_until", UtcDateTime),
    Column("fence", Integer, nullable=False, server_default="0"),
)

inbox = Table(
    "inbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("channel", Text, nullable=False),
    Column("conversation_key", Text, nullable=False),
    Column("dedupe_key", Text, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("payload", Text, nullable=False),
    # What only its channel can read: raw while the message waits, then what a repeat is answered with.
    Column("sealed", LargeBinary),
    # Until when the next message may still belong to this one.
    Column("hold_until", UtcDateTime),
    Column("state", Text, nullable=False, index=True),
    Column("attempts", Integer, nullable=False),
    # Nobody's since nothing read it; older processes, which may run beside this one in an upgrade, still write it.
    Column("owner", Text),
    # Under which it was answered.
    Column("fence", Integer),
    Column("reply", Text),
    Column("finished_at", UtcDateTime),
    UniqueConstraint("channel", "conversation_key", "dedupe_key"),
    CheckConstraint("state IN ('received', 'working', 'done', 'failed')", name="state"),
    Index(None, "conversation_key", "state", "id"),
    sqlite_autoincrement=True,  # processes remember answers by these numbers: one is never given twice
)

private_value = Table(
    "private_value",
    metadata,
    Column("ref", Text, primary_key=True),
    Column("conversation_key", Text, nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("ciphertext", LargeBinary, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False, index=True),
)

wechat_contact = Table(
    "wechat_contact",
    metadata,
    Column("pseudonym", Text, primary_key=True),
    Column("openid_ciphertext", LargeBinary),
    Column("subscribed", Boolean, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("deleted_at", UtcDateTime),
)

wechat_allowance = Table(
    "wechat_allowance",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("pseudonym", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("granted", Integer, nullable=False),
    Column("used", Integer, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Index(None, "pseudonym", "expires_at"),
)

wechat_token = Table(
    "wechat_token",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value_ciphertext", LargeBinary, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("fetched_at", UtcDateTime, nullable=False),
)

wechat_option = Table(
    "wechat_option",
    metadata,
    Column("pseudonym", Text, primary_key=True),
    Column("option_id", Integer, primary_key=True, autoincrement=False),
    Column("payload", Text, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False, index=True),
)
