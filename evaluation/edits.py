"""What an edit changed in the knowledge base, as a person reads it: entry by entry, before and after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from faq.content.entry import Action, Contact, Entry, FollowUp, Section, Source
from faq.content.loader import Content
from faq.text.normalise import matching_key

_NAMES = {
    "title": "标准问题",
    "category": "分类",
    "intent": "意图",
    "questions": "相似问",
    "keywords": "关键词",
    "prompts": "页面提示",
    "answer": "答案",
    "more": "详细说明",
    "answer_en": "英文答案",
    "done": "办成以后",
    "follow_ups": "追问",
    "actions": "按钮",
    "sources": "来源",
    "related": "相关条目",
    "contacts": "联系方式",
    "guide": "引导",
    "hot": "热门",
    "harm": "要马上防的事",
    "reviewed": "核对日期",
    "valid_from": "起用日期",
    "valid_until": "停用日期",
    "review_by": "再核对日期",
    "scope": "只给谁看",
}
"""The fields that are shown, in this order."""

_FOUND_BY = ("title", "questions", "keywords", "prompts", "valid_from", "valid_until", "scope", "intent")
"""The fields that have a say in which entry is found."""

_RENAMED_SHARE = 0.5
_SHOWN = 8


class EditKind(StrEnum):
    """What became of an entry."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    CHANGED = "changed"


@dataclass(frozen=True)
class EntryEdit:
    """One entry that is not what it was; `lines` tell before (`-`) and after (`+`) field by field."""

    kind: EditKind
    entry_id: str
    title: str
    earlier_id: str = ""
    """The id it had, where it was renamed."""
    lines: tuple[str, ...] = ()
    is_found_anew: bool = True
    """Whether anything changed by which it is found: an edited answer moves no question."""
    new_wordings: tuple[str, ...] = ()
    """The title and similar questions that it did not have before."""
    place: str = ""
    """File and line, of what is now or of what was removed."""


def entry_edits(old: Content, new: Content) -> tuple[EntryEdit, ...]:
    """Every entry that was added, removed, renamed or changed; new ones first, in file order."""
    before = {entry.id: entry for entry in old.entries}
    after = {entry.id: entry for entry in new.entries}
    gone = [entry for entry in old.entries if entry.id not in after]
    come = [entry for entry in new.entries if entry.id not in before]
    renamed = dict(_renamed(gone, come))
    edits = [
        EntryEdit(EditKind.ADDED, entry.id, entry.title, new_wordings=entry.wordings(), place=_place(entry))
        for entry in come
        if entry.id not in renamed
    ]
    left = {old_entry.id for old_entry in renamed.values()}
    edits += [
        EntryEdit(EditKind.REMOVED, entry.id, entry.title, place=_place(entry))
        for entry in gone
        if entry.id not in left
    ]
    for entry in new.entries:
        earlier = renamed.get(entry.id) or before.get(entry.id)
        if earlier is None:
            continue
        fields = [name for name in _NAMES if getattr(entry, name) != getattr(earlier, name)]
        if not fields and entry.id not in renamed:
            continue
        kind = EditKind.RENAMED if entry.id in renamed else EditKind.CHANGED
        lines = tuple(line for name in fields for line in _told(name, getattr(earlier, name), getattr(entry, name)))
        anew = any(name in _FOUND_BY for name in fields)
        fresh = tuple(text for text in entry.wordings() if text not in earlier.wordings())
        earlier_id = earlier.id if kind is EditKind.RENAMED else ""
        edits.append(EntryEdit(kind, entry.id, entry.title, earlier_id, lines, anew, fresh, _place(entry)))
    return tuple(edits)


def contact_lines(old: Mapping[str, Contact], new: Mapping[str, Contact]) -> Iterator[str]:
    """Contacts that are not what they were."""
    for name in {**old, **new}:
        if name not in new:
            yield f"- 联系方式 {name}：{old[name].text}"
        elif name not in old:
            yield f"+ 联系方式 {name}：{new[name].text}"
        elif (old[name].name, old[name].text) != (new[name].name, new[name].text):
            yield f"- 联系方式 {name}：{old[name].name}，{old[name].text}"
            yield f"+ 联系方式 {name}：{new[name].name}，{new[name].text}"


def _renamed(gone: Sequence[Entry], come: Sequence[Entry]) -> Iterator[tuple[str, Entry]]:
    """New ids with the entry that had another one: most of its wordings are the same."""
    free = list(gone)
    for entry in come:
        keys = {matching_key(text) for text in entry.wordings()}
        shares = [(_share(keys, {matching_key(text) for text in other.wordings()}), other) for other in free]
        share, other = max(shares, key=lambda pair: pair[0], default=(0.0, None))
        if other is not None and share >= _RENAMED_SHARE:
            free.remove(other)
            yield entry.id, other


def _share(first: set[str], second: set[str]) -> float:
    return len(first & second) / (len(first | second) or 1)


def _told(name: str, before: Any, after: Any) -> Iterator[str]:
    old, new = _pieces(before), _pieces(after)
    heading = _NAMES[name]
    if len(old) <= 1 and len(new) <= 1:
        yield from (f"- {heading}：{piece}" for piece in old)
        yield from (f"+ {heading}：{piece}" for piece in new)
        return
    changed = [
        *(f"- {piece}" for piece in old if piece not in new),
        *(f"+ {piece}" for piece in new if piece not in old),
    ]
    if name in ("answer", "more", "answer_en"):  # text: in its order, where it stands
        changed = list(_text_changes(old, new))
    yield f"{heading}：" if changed else f"{heading}：只换了顺序"
    yield from (f"  {line}" for line in changed[:_SHOWN])
    if len(changed) > _SHOWN:
        yield f"  …… 另有 {len(changed) - _SHOWN} 行"


def _text_changes(old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    for tag, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield from (f"- {line}" for line in old[first:last])
            yield from (f"+ {line}" for line in new[start:end])


def _pieces(value: Any) -> list[str]:
    """A field as lines of text."""
    if value is None or value == ():
        return []
    if isinstance(value, tuple):
        return [line for item in value for line in _pieces(item)]
    match value:
        case bool():
            return ["是" if value else "否"]
        case str():
            return [line for line in value.splitlines() if line.strip()]
        case Section():
            return [f"〔{value.title}〕", *_pieces(value.text)]
        case FollowUp():
            marks = (("英：", value.say_en), ("见：", value.to), ("年：", value.years))
            told = [f"{mark}{text}" for mark, text in marks if text]
            return [*(f"问：{text}" for text in value.asks), f"答：{value.say}", *told]
        case Action():
            return [f"{value.title} → {value.to}"]
        case Source():
            return [f"{value}{f'，{value.url}' if value.url else ''}"]
    return [getattr(value, "school", None) or str(value)]


def _place(entry: Entry) -> str:
    return f"{entry.path}:{entry.line}"
