"""Whether files have changed since somebody looked: each with its time and size.

Processes look at the whole content once or twice a second. Paths made, sorted and asked one by one take ten times as
long.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from faq.content.loader import CONTACTS_FILE, ENTRIES_FOLDER, LOCK
from faq.guiding.irreversible_file import IRREVERSIBLE_FILE
from faq.guiding.loader import GUIDES_FOLDER
from faq.guiding.situation_file import SITUATION_FILE

Stamp = frozenset[tuple[str, int, int]]
_NOT_THERE = (FileNotFoundError, NotADirectoryError)


def content_stamp(root: Path, others: Iterable[Path] = ()) -> Stamp:
    """What tells one state of a project's entries and guides, and of other files, from another."""
    found = set()
    for folder in (ENTRIES_FOLDER, GUIDES_FOLDER):
        with suppress(*_NOT_THERE), os.scandir(root / folder) as listed:
            for file in listed:
                if file.name.endswith(".yml") and not file.name.startswith(LOCK):
                    with suppress(*_NOT_THERE):  # a link that leads nowhere, a file just removed
                        there = file.stat()
                        found.add((file.path, there.st_mtime_ns, there.st_size))
    for path in (root / CONTACTS_FILE, root / SITUATION_FILE, root / IRREVERSIBLE_FILE, *others):
        with suppress(*_NOT_THERE):
            there = path.stat()
            found.add((str(path), there.st_mtime_ns, there.st_size))
    return frozenset(found)
