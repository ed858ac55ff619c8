"""What the checks of single entries need to know about all the others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from common.yaml_nodes import YamlNode
from faq.content.draft import Draft
from faq.content.entry import Contact
from faq.content.loader import Content


@dataclass(frozen=True)
class LintContext:
    """The whole knowledge base as written, and the day of the check."""

    root: Path
    content: Content
    drafts: tuple[Draft, ...]
    ids: frozenset[str]
    contact_nodes: dict[str, YamlNode]
    today: date

    @property
    def contacts(self) -> dict[str, Contact]:
        """The contacts that can be used."""
        return self.content.contacts
