"""Makes a change, lets it be tried, puts it live and takes it back: what the desk's editors work with."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from common.clock import SYSTEM_CLOCK, Clock, china_time
from common.errors import BotError, ContentError
from faq.checks.one_entry import check_one
from faq.content.entry import Entry
from faq.content.loader import Content, read_content
from faq.editor.entry_text import HEADER
from learning.changes import AddWordings, ChangeError, ContentChange, KnownWordingsError, WriteEntry
from learning.edits import Edit, OverlapError, edits_between, taken_back
from learning.form_faults import FieldFault, FormError, fault_at, faults_of
from learning.going_live import GoingLive, going_live
from learning.keeping import by_entry
from learning.promised import PROMISED_FILE, with_promises
from learning.rows.records import KeptChange, Records
from learning.shelf import Shelf, copy_content, text_of, write_files
from learning.shelf_reading import ShelfReader
from tickets.operating import serving

_NO_ID = "entry_without_id"
"""What an entry is called while its id has a fault of its own."""


class OvertakenChangeError(BotError):
    """The content has changed since the draft was looked at."""


@dataclass(frozen=True)
class ChangeDraft:
    """A change worked out on the newest content, not live yet."""

    change: ContentChange
    files: Mapping[str, str] = field(repr=False)
    edits: tuple[Edit, ...] = field(repr=False)
    content: Content = field(repr=False)
    """The content as it would be."""
    faults: tuple[FieldFault, ...]
    """What the check says of its entry: with any of these it cannot go live, and need not be reviewed."""
    key: str
    """Names what was looked at: it stays while others change other entries, also in the same files."""

    @property
    def entry(self) -> Entry | None:
        """The entry it is about, as it would be."""
        return self.content.entry(self.change.entry_id) if self.change.entry_id else None


class Workbench:
    """Every call reads files or the database and is to be made off the event loop."""

    def __init__(self, shelf: Shelf, records: Records, clock: Clock = SYSTEM_CLOCK) -> None:
        """Take the content from this shelf and remember changes in these records."""
        self.shelf = shelf
        self.content = ShelfReader(shelf)
        self.records = records
        self._clock = clock

    def draft(self, change: ContentChange) -> ChangeDraft:
        """Work a change out.

        Raises:
            FormError: the form has faults: all of them, also those that only the check finds.
            BotError: it cannot be made; the text says what to do instead.
        """
        today = china_time(self._clock.now()).date()
        with self.shelf.newest() as folder:
            try:
                files = _applied(change, folder, today)
            except ContentError as error:
                raise FormError(_all_faults(change, folder, today, error)) from error
            with _laid_out(folder, files) as after:
                faults, edits = _checked(after, change, today), _edits(folder, files)
                try:
                    content = _sound_content(after)
                except ContentError as error:
                    raise FormError(faults or faults_of(error)) from error
        return ChangeDraft(change, files, edits, content, faults, _key(change, edits, content))

    def save(self, draft: ChangeDraft, author: str) -> tuple[int, str]:
        """Put a draft live; the number of the change, and what else people should know.

        Raises:
            OvertakenChangeError: it would be another change than the one that was looked at.
            BotError: it cannot be made any more, or not be written.
        """
        today = china_time(self._clock.now()).date()
        done: list[Edit] = []

        def work(folder: Path) -> Mapping[str, str]:
            files = _applied(draft.change, folder, today)
            edits = _edits(folder, files)
            if _key(draft.change, edits, _content_with(folder, files)) != draft.key:
                raise self.overtaken(draft.change)
            done[:] = edits
            return files

        summary = _summary(draft.change)
        said = self.shelf.put(work, author, summary)
        change = draft.change
        return self.records.add(author, change.act, change.entry_id, summary, done, change.texts), said

    def overtaken(self, change: ContentChange) -> OvertakenChangeError:
        """Why what was looked at is not what would be saved now, with who changed it if that was at the desk."""
        last = next(iter(self.records.newest(change.entry_id, 1)), None) if change.entry_id else None
        who = f"最近一次是{last.author}：{last.summary}。" if last else ""
        return OvertakenChangeError(f"预览以后有人改了同一个地方。{who}请再点一次“预览”，看过再上线。")

    def going_live(self, number: int) -> GoingLive | None:
        """How far a change, or what took it back, has got; None when there is no such change."""
        changed = self.records.find(number)
        if changed is None:
            return None
        seconds = (self._clock.now() - (changed.undone_at or changed.at)).total_seconds()
        version = self.content.read().content.version
        return going_live(version, serving(self.records.engine, self._clock), seconds)

    def undo(self, number: int, author: str) -> str:
        """Take a change back; what else people should know.

        Raises:
            BotError: there is no such change, it is taken back already, or others changed the same lines since.
        """
        changed = self.records.find(number)
        if changed is None:
            raise BotError("没有这次修改的记录。")
        if changed.undone_at is not None:
            raise BotError(f"这次修改已经由{changed.undone_by}撤销了。")
        said = self.shelf.put(lambda folder: _without(folder, changed), author, f"撤销：{changed.summary}")
        self.records.undone(number, author)
        return said


def _applied(change: ContentChange, folder: Path, today: date) -> dict[str, str]:
    """The files of a change, with what other entries keep written there."""
    files = change.apply(folder, today)
    if not change.kept:
        return files
    with _laid_out(folder, files) as after:
        for entry_id, texts in by_entry(change.kept).items():
            try:
                more = AddWordings(texts, entry=entry_id).apply(after, today)
            except KnownWordingsError:  # it stays theirs all the same
                more = {PROMISED_FILE: with_promises(after, texts, entry_id)}
            write_files(after, more)
            files |= more
    return files


def _without(folder: Path, changed: KeptChange) -> Mapping[str, str]:
    files: dict[str, str] = {}
    for name in dict.fromkeys(edit.path for edit in changed.edits):
        edits = [edit for edit in changed.edits if edit.path == name]
        try:
            text = taken_back(text_of(folder, name), edits)
        except OverlapError as error:
            raise BotError(
                f"{name} 里的这几行之后又改过，不能直接撤销。改法：先撤销后来的那次修改，或者在条目页里改回去。"
            ) from error
        files[name] = "" if text.strip() in ("", HEADER) else text
    _content_with(folder, files)
    return files


def _edits(folder: Path, files: Mapping[str, str]) -> tuple[Edit, ...]:
    return tuple(edit for name, text in files.items() for edit in edits_between(name, text_of(folder, name), text))


def _content_with(folder: Path, files: Mapping[str, str]) -> Content:
    """The content as these files would make it.

    Raises:
        ContentError: it would have faults.
    """
    with _laid_out(folder, files) as after:
        return _sound_content(after)


@contextmanager
def _laid_out(folder: Path, files: Mapping[str, str]) -> Iterator[Path]:
    """A folder with the content as these files would make it."""
    with tempfile.TemporaryDirectory(prefix="bot-draft-") as place:
        after = Path(place)
        copy_content(folder, after)
        write_files(after, files)
        yield after


def _sound_content(folder: Path) -> Content:
    read, problems = read_content(folder)
    if problems:
        raise ContentError(problems)
    return read.content


def _checked(after: Path, change: ContentChange, today: date) -> tuple[FieldFault, ...]:
    """What the check says of the entry of a change."""
    return tuple(map(fault_at, check_one(after, change.entry_id, today))) if change.entry_id else ()


def _all_faults(change: ContentChange, folder: Path, today: date, error: ContentError) -> list[FieldFault]:
    """The faults of a form, with those that the check finds in the fields that have none of form."""
    told = faults_of(error)
    keys = {fault.key for fault in told}
    if not isinstance(change, WriteEntry):
        return told
    if "id" in keys:
        change = replace(change, fields={**change.fields, "id": _NO_ID}, is_new=True)
    try:
        files = change.unchecked(folder, today)
    except ChangeError:
        return told
    with _laid_out(folder, files) as after:
        return [*told, *(fault for fault in _checked(after, change, today) if fault.key not in keys)]


def _key(change: ContentChange, edits: Iterable[Edit], content: Content) -> str:
    """Of the change, the lines that go, and the entry as it would be; not of where in a file that is.

    Promises stand one below the other in one file for all entries: what others promised meanwhile changes nothing.
    """
    entry = content.entry(change.entry_id) if change.entry_id else None
    gone = [line for edit in edits if edit.path != PROMISED_FILE for line in edit.old if line.strip()]
    come = [edit.new for edit in edits] if entry is None else []
    seen = (change, gone, come, replace(entry, line=0) if entry else None)
    return hashlib.sha256(repr(seen).encode()).hexdigest()[:24]


def _summary(change: ContentChange) -> str:
    about = f" {change.entry_id}" if change.entry_id else ""
    quoted = f"：{change.texts[0]}" if change.texts else ""
    more = f" 等 {len(change.texts)} 句" if len(change.texts) > 1 else ""
    return f"{change.title}{about}{quoted}{more}"
