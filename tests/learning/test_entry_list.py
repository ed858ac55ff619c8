"""What an editor should see to, and which fields a new entry must have."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

from faq.content.loader import load_content
from learning.entry_list import due
from web.desk.entry_form import REQUIRED

ROOT = Path(__file__).resolve().parents[2]


def test_an_entry_with_few_wordings_is_to_be_seen_to(project: Path) -> None:
    entry = replace(load_content(project).entries[0], valid_until=None, reviewed=date(2026, 11, 1))
    today = date(2026, 11, 2)
    assert due(replace(entry, questions=("一句",) * 9), today, 365) == "相似问 9 个，补到 25 个"
    assert due(replace(entry, questions=("一句",) * 25), today, 365) == ""


def test_the_form_marks_what_the_format_asks_for() -> None:
    schema = json.loads((ROOT / "faq/schema.json").read_text(encoding="utf-8"))
    assert set(REQUIRED) == set(schema["definitions"]["entry"]["required"])
