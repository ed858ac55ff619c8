"""The push to an existing ticket system: JSON signed with HMAC-SHA256, the same key on every attempt.

Headers: `X-Ticket-Event`, `X-Ticket-Timestamp` (Unix seconds of the attempt), `X-Ticket-Signature`
(`v1=` and the hex HMAC-SHA256 of `timestamp + "." + body` under `webhook.secret`), `Idempotency-Key`.
A receiver checks the signature with `check_signature`, answers 2xx once it has kept the push, and
ignores a key it has seen.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from common.settings import WebhookSettings
from tickets.deliveries import Delivery
from tickets.fields import KIND_LABELS

TOLERANCE_S = 300
"""How old a push may be when it arrives; older ones may be replays."""


def compose_push(
    delivery: Delivery, settings: WebhookSettings, now: datetime, public_url: str = ""
) -> tuple[bytes, dict[str, str]]:
    """The body and headers of one attempt."""
    body = json.dumps(_content(delivery, settings.pictures, public_url), ensure_ascii=False).encode()
    timestamp = str(int(now.timestamp()))
    return body, {
        "Content-Type": "application/json; charset=utf-8",
        "Idempotency-Key": delivery.key,
        "X-Ticket-Event": str(delivery.event),
        "X-Ticket-Timestamp": timestamp,
        "X-Ticket-Signature": sign(settings.secret, timestamp, body),
    }


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """The signature header for a body."""
    digest = hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()
    return f"v1={digest}"


def check_signature(secret: str, headers: Mapping[str, str], body: bytes, now: datetime) -> bool:
    """Whether a push is ours and fresh; for receivers and their tests."""
    timestamp = headers.get("X-Ticket-Timestamp", "")
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 12):
        return False
    fresh = abs(now.timestamp() - int(timestamp)) <= TOLERANCE_S
    given = headers.get("X-Ticket-Signature", "").encode(errors="replace")
    return hmac.compare_digest(given, sign(secret, timestamp, body).encode()) and fresh


def _content(delivery: Delivery, with_pictures: bool, public_url: str) -> dict[str, Any]:
    ticket, message = delivery.ticket, delivery.message
    return {
        "event": str(delivery.event),
        "key": delivery.key,
        "occurred_at": _moment(delivery.entry.created_at),
        "change": delivery.entry.payload,
        "ticket": {
            "number": ticket.number,
            "channel": ticket.channel,
            "status": str(ticket.status),
            "priority": str(ticket.priority),
            "assignee": ticket.assignee,
            "username_kind": ticket.username_kind,
            "username_kind_label": KIND_LABELS[ticket.username_kind],
            "username": ticket.username,
            "description": ticket.description,
            "context": ticket.context,
            "promised_on": ticket.promised_on.isoformat(),
            "opened_at": _moment(ticket.created_at),
            "url": f"{public_url.rstrip('/')}/desk/tickets/{ticket.number}" if public_url else None,
        },
        "message": message
        and {
            "kind": str(message.kind),
            "author": message.author,
            "text": message.body,
            "at": _moment(message.created_at),
        },
        "pictures": [
            {
                "filename": view.filename,
                "media_type": view.media_type,
                "sha256": view.sha256,
                "size_bytes": view.size_bytes,
                "page_text": view.page_text,
                "data": base64.b64encode(data).decode() if with_pictures else None,
            }
            for view, data in delivery.pictures
        ],
    }


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
