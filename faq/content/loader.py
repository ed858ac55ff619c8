"""Reads `faq/entries/*.yml` and `faq/contacts.yml` into entries and contacts.

A folder with any fault is refused as a whole with every fault in one error, so that what is served
is always one consistent state of the knowledge base.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from common.errors import ContentError, Problem, nearest_spelling
from common.yaml_nodes import YamlNode
from faq.content.dangling import CONTACT, one_each
from faq.content.dated import as_of
from faq.content.draft import Draft, scope_of
from faq.content.entry import Contact, Entry
from faq.content.entry_files import CONTACT_SCHEMA, ENTRY_SCHEMA, read_file, typed_ids
from faq.content.negatives import NLU_FILE

ENTRIES_FOLDER = "faq/entries"
CONTACTS_FILE = "faq/contacts.yml"
LOCK = "~$"
"""How the names of files begin that Office and WPS keep while another is open."""
_COPY = re.compile(r"副本|复件|备份|\bcopy\b|\bbackup\b|\(\d+\)$|（\d+）$|[._ -](?:bak|old|orig)$", re.IGNORECASE)


@dataclass(frozen=True)
class Content:
    """One loaded state of the knowledge base; `version` names its bytes."""

    entries: tuple[Entry, ...]
    contacts: dict[str, Contact]
    version: str

    def entry(self, entry_id: str) -> Entry | None:
        """The entry of that id, or None."""
        return self._by_id.get(entry_id)

    @cached_property
    def _by_id(self) -> dict[str, Entry]:
        return {entry.id: entry for entry in reversed(self.entries)}  # of two with one id the first counts

    @cached_property
    def schools(self) -> tuple[tuple[str, ...], ...]:
        """The names of each school that some content belongs to, the full one first."""
        scopes = [contact.scope for contact in self.contacts.values()] + [entry.scope for entry in self.entries]
        return tuple({(scope.school, *scope.aliases): None for scope in scopes if scope})

    def valid_on(self, day: date) -> Content:
        """The same as it may be read on that day: without what is not valid then, with the year of what is due."""
        content = self._by_day.get(day)
        if content is None:
            kept = tuple(as_of(entry, day) for entry in self.entries if entry.valid_on(day))
            content = self if kept == self.entries else replace(self, entries=kept)
            self._by_day[day] = content
        return content

    @cached_property
    def _by_day(self) -> dict[date, Content]:
        """What is valid on the days that were asked about: every turn asks a dozen times about today."""
        return {}


@dataclass(frozen=True)
class ReadContent:
    """Content that fits the schema with the nodes it came from, and drafts of all that was written.

    `ids` are those of every entry somebody wrote, also of entries that are refused.
    """

    content: Content
    nodes: dict[str, YamlNode]
    contact_nodes: dict[str, YamlNode]
    drafts: tuple[Draft, ...] = ()
    ids: frozenset[str] = frozenset()
    lost: tuple[Problem, ...] = ()
    """Each place by itself that points to an entry or a contact that is not there."""
    has_unread: bool = False
    """Whether of some file not even the ids could be read: a name may lead to what it holds."""


def content_files(root: Path) -> list[Path]:
    """The YAML files of the knowledge base, in the order they are read."""
    contacts = root / CONTACTS_FILE
    # A copy is read after what it was made from, so that it is the copy that repeats.
    entries = sorted((root / ENTRIES_FOLDER).glob("*.yml"), key=lambda path: (is_copy(path.stem), path.name))
    paths = [contacts, *entries]
    # A link that leads nowhere is no file, but whoever made it thinks that there is one: reading it tells.
    there = (path for path in paths if path.is_file() or path.is_symlink())
    return [path for path in there if not path.name.startswith(LOCK)]


def versioned_files(root: Path) -> list[Path]:
    """What names a version: the content, and what is not ours, which editors change too."""
    return [*content_files(root), root / NLU_FILE]


def is_copy(stem: str) -> bool:
    """Whether a file's name is one that an editor or a file manager gives to a copy."""
    return bool(_COPY.search(stem))


def content_version(files: Iterable[Path]) -> str:
    """A short name for the bytes of the files."""
    digest = hashlib.sha256()
    for path in files:
        with suppress(OSError):  # a file that cannot be read is a fault of its own, told when it is read
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def load_content(root: Path) -> Content:
    """The knowledge base of a project.

    Raises:
        ContentError: any fault in any file, all of them at once.
    """
    read, problems = read_content(root)
    if problems:
        raise ContentError(problems)
    return read.content


def read_content(root: Path, known: frozenset[str] = frozenset()) -> tuple[ReadContent, list[Problem]]:
    """Whatever can be read, and every fault of form, of repeated ids and of dangling names.

    `known` are ids of entries that are missing for a reason told elsewhere: links to them are no fault.
    """
    files = content_files(root)
    reading = _EntryReading()
    for path in files:
        reading.read(path, root, is_contacts=path == root / CONTACTS_FILE)
    content = Content(tuple(reading.entries), reading.contacts, content_version(versioned_files(root)))
    read = ReadContent(content, reading.nodes, reading.contact_nodes, tuple(reading.drafts), known | reading.ids)
    read = replace(read, has_unread=reading.unread)
    if reading.unread or not reading.has_contacts(root):  # a link may lead to what could not be read
        return read, reading.problems
    read = replace(read, lost=tuple(_dangling(read)))
    return read, [*reading.problems, *one_each(read.lost)]


class _EntryReading:
    """Gathers what the files hold, file by file."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.nodes: dict[str, YamlNode] = {}
        self.contact_nodes: dict[str, YamlNode] = {}
        self.entries: list[Entry] = []
        self.contacts: dict[str, Contact] = {}
        self.drafts: list[Draft] = []
        self.ids: set[str] = set()
        self.unread = False
        """Whether nothing at all could be read of some file."""

    def read(self, path: Path, root: Path, *, is_contacts: bool) -> None:
        """Take one file."""
        file = read_file(path, root, CONTACT_SCHEMA if is_contacts else ENTRY_SCHEMA)
        self.problems += file.problems
        if is_contacts:
            for item, faulty in file.items:
                self._contact(item, faulty)
            return
        if file.problems:
            typed = typed_ids(path)
            self.ids |= typed
            self.unread |= not file.drafts and not typed
        if (len(file.drafts) > 1 or is_copy(path.stem)) and (first := self._original(file.drafts)):
            message = f"这个文件是 {first} 的副本，{len(file.drafts)} 个条目的编号都用过"
            self.problems.append(Problem(file.drafts[0].node.path, 1, message, "删掉或移走这个文件", "copy"))
            return
        for draft in self._without_second_copy(file.drafts):
            self._entry(draft)

    def has_contacts(self, root: Path) -> bool:
        """Whether there is a file of contacts or nobody points to one; that it is missing is a fault, told once."""
        if (root / CONTACTS_FILE).is_file() or not any(draft.entry.contacts for draft in self.drafts):
            return True
        remedy = "恢复这个文件：答案里的电话、邮箱都以它为准"
        self.problems.append(Problem(CONTACTS_FILE, 1, "文件不存在", remedy, "missing"))
        return False

    def _without_second_copy(self, drafts: tuple[Draft, ...]) -> tuple[Draft, ...]:
        """The entries of a file without those that were pasted into it a second time, which are told as one fault."""
        homes: dict[str, Draft] = {}
        again = [
            draft for draft in drafts if draft.sound("id") and homes.setdefault(draft.entry.id, draft) is not draft
        ]
        if len(again) <= 1:
            return drafts
        first = homes[again[0].entry.id].node
        message = f"从这一行起，{len(again)} 个条目又写了一遍（第一遍在第 {first.line} 行）"
        self.problems.append(again[0].node.problem(message, "删掉多出来的一遍", kind="duplicate_id"))
        return tuple(draft for draft in drafts if draft not in again)

    def _original(self, drafts: tuple[Draft, ...]) -> str:
        """The one file that all these entries already stand in, or nothing."""
        homes = {self.nodes[draft.entry.id].path if draft.entry.id in self.nodes else "" for draft in drafts}
        return homes.pop() if len(homes) == 1 else ""

    def _entry(self, draft: Draft) -> None:
        if not draft.sound("id"):
            self.drafts.append(draft)
            return
        first = self.nodes.get(draft.entry.id)
        if first is None:  # what a repeated entry says would only be told a second time
            self.drafts.append(draft)
        self.ids.add(draft.entry.id)
        if self._new(draft.node, draft.entry.id, self.nodes) and not draft.faulty:
            self.entries.append(draft.entry)

    def _contact(self, item: YamlNode, faulty: frozenset[str]) -> None:
        plain = item.plain()
        if "id" in faulty or "*" in faulty or not self._new(item, plain["id"], self.contact_nodes):
            return
        if not faulty & {"name", "text", "scope"}:
            self.contacts[plain["id"]] = Contact(plain["id"], plain["name"], plain["text"], scope_of(plain))

    def _new(self, item: YamlNode, name: str, known: dict[str, YamlNode]) -> bool:
        first = known.setdefault(name, item)
        if first is not item:
            message = f"编号「{name}」已经用过（在 {first.path}:{first.line}）"
            self.problems.append(item.problem(message, "换一个没有用过的编号", "id", "duplicate_id"))
        return first is item


def _dangling(read: ReadContent) -> Iterator[Problem]:
    """A fault for each place that points to an entry or a contact that is not there."""
    contacts = frozenset(read.contact_nodes)
    for draft in read.drafts:
        for key, known, prefix in (("related", read.ids, ""), ("contacts", contacts, CONTACT)):
            for item in draft.items(key):
                name = str(item.value)
                if name not in known:
                    near = nearest_spelling(name, sorted(known))
                    remedy = f"是不是想写「{near}」？" if near else "删掉它，或先建好它"
                    problem = item.problem(f"{draft.name}的「{key}」指向不存在的「{name}」", remedy, kind="dangling")
                    yield replace(problem, target=f"{prefix}{name}")
