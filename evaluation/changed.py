"""What an edit changed, all files together, and what of it can move a question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from evaluation.blame import Touched
from evaluation.edits import EditKind, EntryEdit, contact_lines, entry_edits
from faq.content.careful import load_careful
from faq.content.elsewhere import load_places
from faq.content.loader import CONTACTS_FILE, ENTRIES_FOLDER, Content
from faq.content.negatives import NLU_FILE, load_negatives
from faq.engine.bundle import bundled_files
from faq.engine.state import calibration_file

_TOLD_APART = (CONTACTS_FILE, NLU_FILE, "faq/careful.yml", "faq/elsewhere.yml")
_SHOWN = 8


@dataclass(frozen=True)
class Changed:
    """The difference between two states of the knowledge base."""

    edits: tuple[EntryEdit, ...]
    other_lines: tuple[str, ...]
    """Contacts, out-of-scope examples, careful entries and other files, before (`-`) and after (`+`)."""
    touched: Touched

    @property
    def renamed(self) -> dict[str, str]:
        """Old ids by what they became."""
        return {edit.earlier_id: edit.entry_id for edit in self.edits if edit.kind is EditKind.RENAMED}

    @property
    def removed(self) -> frozenset[str]:
        """Entries that are gone."""
        return frozenset(edit.entry_id for edit in self.edits if edit.kind is EditKind.REMOVED)

    @property
    def added(self) -> frozenset[str]:
        """Entries that are new."""
        return frozenset(edit.entry_id for edit in self.edits if edit.kind is EditKind.ADDED)

    @property
    def moves_questions(self) -> bool:
        """Whether a question can be answered differently; an edited answer or a renamed entry moves none."""
        touched = self.touched
        return bool(touched.edited or touched.negatives or touched.words or touched.figures)


def changes_between(old_folder: Path, new_folder: Path, old: Content, new: Content) -> Changed:
    """The difference between the contents of two folders.

    Raises:
        ContentError: a file beside the entries is broken.
    """
    edits = entry_edits(old, new)
    renamed = {edit.earlier_id: edit.entry_id for edit in edits if edit.kind is EditKind.RENAMED}
    careful = _careful_changes(
        {renamed.get(name, name): value for name, value in _careful(old_folder, old).items()}, _careful(new_folder, new)
    )
    before, after = load_negatives(old_folder), load_negatives(new_folder)
    places = [{word for place in load_places(folder) for word in place.words} for folder in (old_folder, new_folder)]
    lines = [
        *contact_lines(old.contacts, new.contacts),
        *_list_lines("范围外的例句", before, after),
        *(
            f"{name}：直接回答要的把握 {was or '（一般）'} → {now or '（一般）'}"
            for name, (was, now) in careful.items()
        ),
        *_list_lines("别处的名字", sorted(places[0]), sorted(places[1])),
        *_file_lines(old_folder, new_folder),
    ]
    found = {edit.entry_id for edit in edits if edit.is_found_anew}
    whole = {edit.entry_id for edit in edits if edit.kind in (EditKind.ADDED, EditKind.REMOVED)}
    touched = Touched(
        frozenset({*found, *careful}),
        frozenset({*whole, *careful}),
        set(before) != set(after),
        frozenset(places[0] ^ places[1]),
        _figures(old_folder) != _figures(new_folder),
    )
    return Changed(edits, tuple(lines), touched)


def _figures(folder: Path) -> bytes:
    path = calibration_file(folder)
    return path.read_bytes() if path.is_file() else b""


def _careful(folder: Path, content: Content) -> dict[str, float]:
    return load_careful(folder, {entry.id for entry in content.entries})


def _careful_changes(
    old: Mapping[str, float], new: Mapping[str, float]
) -> dict[str, tuple[float | None, float | None]]:
    return {name: (old.get(name), new.get(name)) for name in {**old, **new} if old.get(name) != new.get(name)}


def _list_lines(heading: str, old: Iterable[str], new: Iterable[str]) -> Iterator[str]:
    before, after = dict.fromkeys(old), dict.fromkeys(new)
    changed = [f"- {text}" for text in before if text not in after] + [
        f"+ {text}" for text in after if text not in before
    ]
    if changed:
        yield f"{heading}："
        yield from (f"  {line}" for line in changed[:_SHOWN])
    if len(changed) > _SHOWN:
        yield f"  …… 另有 {len(changed) - _SHOWN} 行"


def _file_lines(old_folder: Path, new_folder: Path) -> Iterator[str]:
    """Files whose content is not told line by line: guides, facts, promised questions …"""
    old, new = _others(old_folder), _others(new_folder)
    for name in sorted({**old, **new}):
        if old.get(name) != new.get(name):
            what = "新文件" if name not in old else "删掉了" if name not in new else "改过"
            yield f"{name}：{what}"


def _others(folder: Path) -> dict[str, bytes]:
    files = {path.relative_to(folder).as_posix(): path for path in bundled_files(folder)}
    return {
        name: path.read_bytes()
        for name, path in files.items()
        if name not in _TOLD_APART and not name.startswith(f"{ENTRIES_FOLDER}/")
    }
