"""A name for all that decides what a state of the knowledge base makes of a question."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from faq.content.careful import careful_file
from faq.content.elsewhere import elsewhere_file, load_places
from faq.content.entry import Entry
from faq.content.loader import Content
from faq.content.negatives import load_negatives
from faq.engine.index import whole_text
from faq.engine.state import calibration_file
from faq.ranking.code import code_name

_FORM = "2"
"""Of what is kept under the name."""


def state_name(folder: Path, content: Content, model: str, today: date) -> str:
    """The name; an edited answer does not change it, unless it names somebody else's service. `model`: a fingerprint.

    Raises:
        ContentError: a file beside the entries is broken.
    """
    digest = hashlib.sha256()
    for part in (_FORM, code_name(), model, *load_negatives(folder)):
        digest.update(part.encode() + b"\0")
    for path in (calibration_file(folder), careful_file(folder), elsewhere_file(folder)):
        digest.update((path.read_bytes() if path.is_file() else b"") + b"\0")
    words = {word for place in load_places(folder) for word in place.words}
    for entry in content.entries:
        digest.update(repr(tuple(_weighed(entry, words, today))).encode())
    return digest.hexdigest()[:16]


def _weighed(entry: Entry, words: set[str], today: date) -> Iterator[object]:
    """What of an entry has a say."""
    yield from (entry.id, entry.title, entry.questions, entry.keywords, entry.prompts, entry.scope)
    yield entry.valid_on(today)
    said = whole_text(entry)
    if any(word in said for word in words):
        yield said
