"""What the knowledge base holds: entries, contacts, sources. Plain immutable values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from faq.normalise import matching_key

INTENTS = (
    "forgot_password",
    "forgot_username",
    "phone_registered",
    "id_registered",
    "sms_code",
    "missing_record",
    "format_error",
    "real_person_verification",
    "wrong_record",
    "change_info",
    "bind_account",
    "contact_support",
    "ask_other_service",
)
"""The topics people ask about (design.md §5), the most pressing first: what keeps them out comes before the rest."""


@dataclass(frozen=True)
class Source:
    """Where an answer comes from: who said it, and when (`2025-09`, a full date, or 未注日期)."""

    title: str
    date: str
    url: str | None = None

    def __str__(self) -> str:
        """`学信网声明（高校照录），2020-07-01`."""
        return f"{self.title}，{self.date}"


@dataclass(frozen=True)
class Scope:
    """Whose content this is: only people of that school see it (design.md §5)."""

    school: str
    aliases: tuple[str, ...] = ()

    def mentioned_in(self, text: str) -> bool:
        """Whether a text names the school, in full or by one of its short names."""
        key = matching_key(text)
        return any(matching_key(name) in key for name in (self.school, *self.aliases))


@dataclass(frozen=True)
class Contact:
    """A phone number, address or place to turn to; written once, used by many answers."""

    id: str
    name: str
    text: str
    scope: Scope | None = None


@dataclass(frozen=True)
class Entry:
    """One answer and the many ways people ask for it."""

    id: str
    title: str
    category: str
    intent: str
    questions: tuple[str, ...]
    answer: str
    sources: tuple[Source, ...]
    reviewed: date
    related: tuple[str, ...] = ()
    guide: str | None = None
    contacts: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    hot: bool = False
    valid_from: date | None = None
    valid_until: date | None = None
    scope: Scope | None = None
    path: str = ""
    line: int = 0

    def valid_on(self, day: date) -> bool:
        """Whether the answer may be given on that day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )

    def wordings(self) -> tuple[str, ...]:
        """The standard question and the similar ones."""
        return (self.title, *self.questions)


def hot_entries(entries: Iterable[Entry]) -> list[Entry]:
    """The popular questions among entries, the most pressing first."""
    return sorted((entry for entry in entries if entry.hot), key=lambda entry: INTENTS.index(entry.intent))
