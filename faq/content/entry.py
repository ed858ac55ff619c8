"""What the knowledge base holds: entries, contacts, sources. Plain immutable values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from faq.content.conditions import ALWAYS, Condition
from faq.content.membership import claimed_school

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
"""The topics people ask about, the most pressing first: what keeps them out comes before the rest."""
MAIN_TOPICS = frozenset(INTENTS) - {"real_person_verification", "change_info", "bind_account", "ask_other_service"}
"""The nine that most people come with, whatever else is popular."""


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
    """Whose content this is: only people of that school see it."""

    school: str
    aliases: tuple[str, ...] = ()

    def claimed_in(self, text: str) -> bool:
        """Whether the person says that they belong to this school, and to none they name later."""
        return claimed_school(text, ((self.school, *self.aliases),)) == self.school


@dataclass(frozen=True)
class Contact:
    """A phone number, address or place to turn to; written once, used by many answers."""

    id: str
    name: str
    text: str
    scope: Scope | None = None


@dataclass(frozen=True)
class Section:
    """A part of what stands behind 详细说明: a heading (注意, 还不行, 为什么, 例外 …) and its text."""

    title: str
    text: str


@dataclass(frozen=True)
class Action:
    """A button under an answer: `to` is `faq:entry_id`, an official web address, `ticket` or `human`."""

    title: str
    to: str

    @property
    def entry_id(self) -> str | None:
        """The entry it leads to, if it leads to one."""
        return self.to[4:] if self.to.startswith("faq:") else None


@dataclass(frozen=True)
class FollowUp:
    """What people ask next about an answer, in several wordings, and what is said to it in a few lines.

    `to` is `faq:entry_id` where more of it stands; `say_en` what is said to who writes English; `years` of which years
    of study it holds: `-2007`, `1991-2001`, `2002-`; `when` what must be known of the case of who is told it.
    """

    asks: tuple[str, ...]
    say: str
    say_en: str = ""
    to: str = ""
    years: str = ""
    when: Condition = ALWAYS

    def holds_of(self, year: int) -> bool | None:
        """Whether it is meant for who tells that year; None where it is for everybody."""
        first, dash, last = self.years.partition("-")
        return int(first or 0) <= year <= int(last or year) if dash else None

    @property
    def entry_id(self) -> str | None:
        """The entry it leads to, if it leads to one."""
        return self.to[4:] or None


@dataclass(frozen=True)
class Entry:
    """One answer and the many ways people ask for it.

    `answer` is what a phone shows at once; `more` the rest in sections; `prompts` texts of the website that lead
    here when somebody pastes or photographs them; `actions` the buttons under the answer; `follow_ups` what people
    ask next. `harm` tells what to do at once against others, which is said before a person is there to help.
    `done` is what to mind still once it is done, or somebody goes to do it: the last line of a talk.
    After `review_by` it is still given, and says of which year it is (`faq.content.dated`).
    """

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
    harm: bool = False
    valid_from: date | None = None
    valid_until: date | None = None
    review_by: date | None = None
    scope: Scope | None = None
    prompts: tuple[str, ...] = ()
    more: tuple[Section, ...] = ()
    actions: tuple[Action, ...] = ()
    answer_en: str = ""
    done: str = ""
    follow_ups: tuple[FollowUp, ...] = ()
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
    """The popular questions among entries: those of the main topics, then the others, the most pressing first."""
    popular = (entry for entry in entries if entry.hot)
    return sorted(popular, key=lambda entry: (entry.intent not in MAIN_TOPICS, INTENTS.index(entry.intent)))
