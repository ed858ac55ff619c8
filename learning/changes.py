"""What an editor may do to the knowledge base, as new texts of its files; nothing is written here.

Every other line of a file stays as it was typed (`faq.editor.editing`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from common.errors import BotError, ContentError, Problem
from common.yaml_nodes import YamlNode, read_text
from faq.checks.questions import ADDED_FILE
from faq.content.draft import missing_days
from faq.content.loader import ReadContent, read_content
from faq.content.negatives import NLU_FILE, load_negatives
from faq.content.schema_check import find_schema_faults
from faq.editor.cells import comparable
from faq.editor.editing import EntryFile
from learning.form_faults import FORM
from learning.keeping import KeptText
from learning.promised import PROMISED_FILE, with_promises

NOT_OURS = "out_of_scope"
_BLOCK = re.compile(r"^- intent: *([a-z_]+) *$")


class ChangeError(BotError):
    """The change cannot be made; the text says why and what to do."""


class KnownWordingsError(ChangeError):
    """The entry has all of them already."""


@dataclass(frozen=True)
class ContentChange:
    """Something to be done; the texts are what people said, masked."""

    texts: tuple[str, ...] = ()
    """What the change is to answer: they become promises that the review holds it to."""
    kept: tuple[KeptText, ...] = field(default=(), kw_only=True)
    """What other entries keep, which the change would take from them: `learning.workbench` writes it there."""

    act = ""
    title = ""

    @property
    def entry_id(self) -> str | None:
        """The entry it is about."""
        return None

    def apply(self, folder: Path, today: date) -> dict[str, str]:
        """The new text of each file that changes, by its path in the project.

        Raises:
            ChangeError, ContentError: it cannot be made.
        """
        raise NotImplementedError


@dataclass(frozen=True)
class AddWordings(ContentChange):
    """These are other ways to ask what an entry answers."""

    entry: str = ""
    act = "wording"
    title = "加成问法"

    @property
    def entry_id(self) -> str | None:
        """The entry that gets them."""
        return self.entry

    def apply(self, folder: Path, today: date) -> dict[str, str]:  # noqa: ARG002 (nothing is dated)
        """The file of the entry with the new questions at their end, and the promises."""
        read = _sound(folder)
        node = read.nodes.get(self.entry)
        if node is None:
            raise ChangeError(f"没有「{self.entry}」这个条目。改法：另选一个条目。")
        plain = node.plain()
        known = {*plain["questions"], plain["title"]}
        new = [text for text in dict.fromkeys(self.texts) if text not in known]
        if not new:
            raise KnownWordingsError("这些说法条目里已经有了。改法：换一句，或者另选条目。")
        file = EntryFile(read_text(folder / node.path, folder), node.path)
        file.set(self.entry, "questions", [*plain["questions"], *new])
        return {node.path: file.text, PROMISED_FILE: with_promises(folder, self.texts, self.entry)}


@dataclass(frozen=True)
class WriteEntry(ContentChange):
    """A new entry, or an old one written anew; `fields` are as in YAML, None takes a key out."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    is_new: bool = False

    @property
    def act(self) -> str:  # type: ignore[override]
        """What happened to it."""
        return "new" if self.is_new else "edit"

    @property
    def title(self) -> str:  # type: ignore[override]
        """For people."""
        return "新条目" if self.is_new else "改条目"

    @property
    def entry_id(self) -> str | None:
        """The entry."""
        return str(self.fields.get("id", ""))

    def apply(self, folder: Path, today: date) -> dict[str, str]:
        """The file of the entry with what differs, or with the whole new entry at its end, and the promises."""
        read = _sound(folder)
        _check_form(self._wanted(read, today), read.ids if self.is_new else ())
        return self.unchecked(folder, today)

    def unchecked(self, folder: Path, today: date) -> dict[str, str]:
        """The same whatever faults of form the entry has: what else is wrong with it can be told along with them.

        Raises:
            ChangeError: there is no such entry, or nothing is changed.
        """
        read = _sound(folder)
        new = self._wanted(read, today)
        node = None if self.is_new else read.nodes.get(str(new["id"]))
        old = node.plain() if node else {}
        path = node.path if node else ADDED_FILE
        place = folder / path
        file = EntryFile(read_text(place, folder) if place.exists() else "", path)
        if node is None:
            file.append(new)
        else:
            changed = [key for key in {**old, **new} if comparable(key, old.get(key)) != comparable(key, new.get(key))]
            if not changed and not self.texts:
                raise ChangeError("没有改动，不用保存。")
            for key in changed:
                file.set(new["id"], key, new.get(key))
        files = {path: file.text}
        if self.texts:
            files[PROMISED_FILE] = with_promises(folder, self.texts, new["id"])
        return files

    def _wanted(self, read: ReadContent, today: date) -> dict[str, Any]:
        """The entry as it is to be."""
        name = str(self.fields.get("id", ""))
        node = read.nodes.get(name)
        if not self.is_new and node is None:
            raise ChangeError(f"没有「{name}」这个条目，它可能刚被删掉。改法：回到条目列表再找一次。")
        old = node.plain() if node else {}
        wanted = {"reviewed": today.isoformat(), **self.fields} if self.is_new else {**old, **self.fields}
        return {key: value for key, value in wanted.items() if value not in (None, "", [], ())}


@dataclass(frozen=True)
class MarkNotOurs(ContentChange):
    """These are no questions to us: the engine learns not to answer them."""

    act = "not_ours"
    title = "不归我们管"

    def apply(self, folder: Path, today: date) -> dict[str, str]:  # noqa: ARG002 (nothing is dated)
        """The examples of what is not ours with these at their end."""
        known = set(load_negatives(folder))
        new = [text for text in dict.fromkeys(self.texts) if text not in known]
        if not new:
            raise ChangeError("这些句子已经标成不归我们管了。")
        lines = read_text(folder / NLU_FILE, folder).split("\n")
        place = _end_of_block(lines, NOT_OURS)
        lines[place:place] = [f"    - {_example(text)}" for text in new]
        return {NLU_FILE: "\n".join(lines)}


def _sound(folder: Path) -> ReadContent:
    read, problems = read_content(folder)
    if problems:
        raise ContentError(problems)
    return read


def _check_form(plain: Mapping[str, Any], taken: Collection[str]) -> None:
    """The faults of form of an entry, all at once; `taken` are ids that others have."""
    item = _node(plain)
    faults = find_schema_faults(YamlNode([item], 1, FORM), "schema.json")
    problems = [fault.problem for fault in faults]
    wrong = {str(fault.path[1]) for fault in faults if len(fault.path) > 1}
    for key, value in missing_days(item, wrong):
        problems.append(Problem(FORM, 1, f"「{key}」的日期不存在（现在是「{value}」）", "写成 2026-11-22 这样", "date"))
    name = str(plain.get("id", ""))
    if name in taken:
        problems.append(Problem(FORM, 1, f"「id」重了：已经有编号叫「{name}」的条目", "换一个编号", "id"))
    if problems:
        raise ContentError(problems)


def _node(value: Any) -> YamlNode:
    """A plain value as if it had been read from the form."""
    if isinstance(value, Mapping):
        children = {str(key): _node(item) for key, item in value.items()}
        return YamlNode(children, 1, FORM, key_lines=dict.fromkeys(children, 1))
    if isinstance(value, Sequence) and not isinstance(value, str):
        return YamlNode([_node(item) for item in value], 1, FORM)
    return YamlNode(str(value).lower() if isinstance(value, bool) else value, 1, FORM, quoted=isinstance(value, str))


def _end_of_block(lines: Sequence[str], intent: str) -> int:
    """After the last example of an intent."""
    begin = next((n for n, line in enumerate(lines) if (found := _BLOCK.match(line)) and found[1] == intent), None)
    if begin is None:
        raise ChangeError(f"{NLU_FILE} 里没有 {intent} 这一段。改法：恢复这个文件。")
    end = begin + 1
    while end < len(lines) and (lines[end].startswith(" ") or not lines[end].strip()):
        end += 1
    while not lines[end - 1].strip():
        end -= 1
    return end


def _example(text: str) -> str:
    """A text as an example of Rasa's: a bracket would begin an entity."""
    return re.sub(r"[\[\](){}]+", " ", text).strip()
