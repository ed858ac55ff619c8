"""What the project itself serves, read once in a process: all of it is frozen, so any number of tests may share it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from faq.content.elsewhere import Place, load_places
from faq.content.loader import Content, load_content
from faq.engine.index import Index
from faq.guiding.guidance import Guidance

ROOT = Path(__file__).resolve().parents[1]


@cache
def real_content() -> Content:
    """The knowledge base."""
    return load_content(ROOT)


@cache
def real_guidance() -> Guidance:
    """The guides, proved."""
    return Guidance.open(ROOT)


@cache
def real_index() -> Index:
    """Its index, without a sentence model and without questions that nobody answers."""
    return Index(real_content(), ())


@cache
def real_places() -> tuple[Place, ...]:
    """Somewhere else, by the names people have for it."""
    return load_places(ROOT)
