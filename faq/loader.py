"""Reads `faq/entries/*.yml` and `faq/contacts.yml` into entries and contacts.

A folder with any fault is refused as a whole with every fault in one error, so that what is served
is always one consistent state of the knowledge base.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from common.errors import ContentError, Problem, nearest_spelling
from common.yaml_nodes import YamlNode, read_yaml
from faq.entry import Contact, Entry, Scope, Source
from faq.schema_check import check_schema

ENTRIES_FOLDER = "faq/entries"
CONTACTS_FILE = "faq/contacts.yml"


@dataclass(frozen=True)
class Content:
    """One loaded state of the knowledge base; `version` names its bytes."""

    entries: tuple[Entry, ...]
    contacts: dict[str, Contact]
    version: str

    def entry(self, entry_id: str) -> Entry | None:
        """The entry of that id, or None."""
        return next((entry for entry in self.entries if entry.id == entry_id), None)


@dataclass(frozen=True)
class ReadContent:
    """Content that fits the schema, with the nodes it came from, for checks that name lines."""

    content: Content
    nodes: dict[str, YamlNode]
    contact_nodes: dict[str, YamlNode]


def content_files(root: Path) -> list[Path]:
    """The YAML files of the knowledge base, in the order they are read."""
    contacts = root / CONTACTS_FILE
    return [*([contacts] if contacts.exists() else []), *sorted((root / ENTRIES_FOLDER).glob("*.yml"))]


def content_version(files: Iterable[Path]) -> str:
    """A short name for the bytes of the files."""
    digest = hashlib.sha256()
    for path in files:
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


def read_content(root: Path) -> tuple[ReadContent, list[Problem]]:
    """Whatever can be read, and every fault of form, of repeated ids and of dangling names."""
    problems: list[Problem] = []
    nodes: dict[str, YamlNode] = {}
    entries: list[Entry] = []
    contacts: dict[str, Contact] = {}
    contact_nodes: dict[str, YamlNode] = {}
    files = content_files(root)
    for path in files:
        is_contacts = path == root / CONTACTS_FILE
        try:
            node = read_yaml(path, root)
        except ContentError as error:
            problems += error.problems
            continue
        faults = check_schema(node, "contacts.schema.json" if is_contacts else "schema.json")
        problems += faults
        if faults:
            continue
        for item in node.value if isinstance(node.value, list) else []:
            plain = item.plain()
            known = contact_nodes if is_contacts else nodes
            if plain["id"] in known:
                first = known[plain["id"]]
                problems.append(
                    item.problem(
                        f"编号「{plain['id']}」已经用过（在 {first.path}:{first.line}）",
                        "换一个没有用过的编号",
                        "id",
                        "duplicate_id",
                    )
                )
                continue
            known[plain["id"]] = item
            try:
                if is_contacts:
                    contacts[plain["id"]] = Contact(plain["id"], plain["name"], plain["text"], _scope(plain))
                else:
                    entries.append(_entry(plain, item))
            except ValueError as error:
                problems.append(item.problem(f"日期不存在（{error}）", "按 年-月-日 写一个真实的日期", kind="date"))
    content = Content(tuple(entries), contacts, content_version(files))
    problems += _dangling(content, nodes) if not problems else []
    return ReadContent(content, nodes, contact_nodes), problems


def _entry(plain: dict, node: YamlNode) -> Entry:  # type: ignore[type-arg]
    return Entry(
        id=plain["id"],
        title=plain["title"],
        category=plain["category"],
        intent=plain["intent"],
        questions=tuple(plain["questions"]),
        answer=plain["answer"].strip(),
        sources=tuple(Source(item["title"], item["date"], item.get("url")) for item in plain["source"]),
        reviewed=date.fromisoformat(plain["reviewed"]),
        related=tuple(plain.get("related", ())),
        guide=plain.get("guide"),
        contacts=tuple(plain.get("contacts", ())),
        keywords=tuple(plain.get("keywords", ())),
        hot=plain.get("hot", False),
        valid_from=_day(plain, "valid_from"),
        valid_until=_day(plain, "valid_until"),
        scope=_scope(plain),
        path=node.path,
        line=node.line,
    )


def _day(plain: dict, key: str) -> date | None:  # type: ignore[type-arg]
    return date.fromisoformat(plain[key]) if key in plain else None


def _scope(plain: dict) -> Scope | None:  # type: ignore[type-arg]
    scope = plain.get("scope")
    return Scope(scope["school"], tuple(scope.get("aliases", ()))) if scope else None


def _dangling(content: Content, nodes: dict[str, YamlNode]) -> list[Problem]:
    problems = []
    for entry in content.entries:
        node = nodes[entry.id]
        for key, known in (("related", nodes), ("contacts", content.contacts)):
            child = node.get(key)
            for item in child.value if child and isinstance(child.value, list) else []:
                if item.value not in known:
                    near = nearest_spelling(str(item.value), known)
                    remedy = f"是不是想写「{near}」？" if near else "删掉它，或先建好它"
                    problems.append(
                        item.problem(
                            f"条目「{entry.id}」的「{key}」指向不存在的「{item.value}」", remedy, kind="dangling"
                        )
                    )
    return problems
