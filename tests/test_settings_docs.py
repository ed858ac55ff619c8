"""docs/settings.md and the sample settings.yml say what the code declares."""

from __future__ import annotations

import re
from pathlib import Path

from common.settings import Settings
from common.settings_file import described_settings, load_settings
from scripts.describe_settings import ROOT, TITLES, sample_file, settings_page

REMEDY = "run: python scripts/describe_settings.py"


def test_the_page_is_up_to_date() -> None:
    assert (ROOT / "docs/settings.md").read_text(encoding="utf-8") == settings_page(described_settings()), REMEDY


def test_the_sample_names_every_setting() -> None:
    sample = (ROOT / "settings.yml").read_text(encoding="utf-8")
    keys = set(re.findall(r"^#?\s+(\w+): ", sample, re.MULTILINE))
    assert {name.partition(".")[2] for name, *_ in described_settings()} - keys == set(), REMEDY


def test_every_section_has_a_title() -> None:
    assert {name.partition(".")[0] for name, *_ in described_settings()} - set(TITLES) == set()


def test_every_setting_has_a_sentence() -> None:
    assert [row.name for row in described_settings() if not row.sentence.strip()] == []


def test_the_sample_uncommented_is_the_default(tmp_path: Path) -> None:
    rows = [row for row in described_settings() if not row.secret]
    live = "\n".join(line.removeprefix("# ") for line in sample_file(rows).splitlines()[2:])
    (tmp_path / "settings.yml").write_text(live, encoding="utf-8")
    assert load_settings(tmp_path, {}) == Settings()


def test_what_the_documents_call_the_default_is_it() -> None:
    defaults = {row.name: row.default for row in described_settings()}
    told = [
        (path.name, name, number)
        for path in (ROOT / "docs").glob("*.md")
        for name, number in re.findall(r"`(\w+\.\w+)`，默认 (\d+)", path.read_text(encoding="utf-8"))
    ]
    assert len(told) >= 5
    assert [(file, name, number) for file, name, number in told if defaults.get(name) != number] == []
