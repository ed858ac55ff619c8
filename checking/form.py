"""Files that cannot be read at all: known in a moment, so nobody waits for the whole check to hear of a comma."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from common.errors import ContentError, Problem
from common.yaml_nodes import read_yaml
from faq.content.entry_files import CONTACT_SCHEMA, ENTRY_SCHEMA, read_file
from faq.content.loader import CONTACTS_FILE, content_files

_FORM = frozenset(
    {"syntax", "comment", "mark", "fullwidth_colon", "tab", "documents", "quote", "alias", "tag", "conflict"}
    | {"encoding", "control", "deep", "missing", "unreadable"}
)
"""The kinds of faults of a file of which nothing else can be told."""


def faults_of_form(root: Path) -> list[Problem]:
    """The faults for which a file, or a piece of it, was not read; the full check says them too."""
    return sorted({problem for problem in _faults(root) if problem.kind in _FORM})


def _faults(root: Path) -> Iterator[Problem]:
    for path in content_files(root):  # what is read here is not parsed again by the check
        schema = CONTACT_SCHEMA if path == root / CONTACTS_FILE else ENTRY_SCHEMA
        yield from read_file(path, root, schema).problems
    others = [*(root / "faq").glob("*.yml"), *(root / "faq/guides").glob("*.yml"), *(root / "data").glob("*.yml")]
    for path in [*others, root / "domain.yml", root / "settings.yml"]:
        if path == root / CONTACTS_FILE or not (path.is_file() or path.is_symlink()):
            continue
        try:
            read_yaml(path, root)
        except ContentError as fault:
            yield from fault.problems
        except FileNotFoundError:
            continue
