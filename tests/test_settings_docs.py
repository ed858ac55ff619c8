"""docs/settings.md and the sample settings.yml say what the code declares."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

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


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("*.md")), ids=lambda page: page.stem)
def test_the_sections_that_a_page_points_at_are_there(page: Path) -> None:
    """Such as «deploy.md「升级」» and the notes of an upgrade."""
    text = page.read_text(encoding="utf-8")
    named = re.findall(r"\]\(([\w-]+\.md)\)「([^」]{1,40})」", text)
    named += [("../CHANGELOG.md", title) for title in re.findall(r"`CHANGELOG\.md` 里“([^”]{1,40})”", text)]
    for place, title in named:
        lines = (page.parent / place).read_text(encoding="utf-8").splitlines()
        headings = [line.lstrip("#").strip() for line in lines if line.startswith("#")]
        assert title in headings, f"{page.name} points at {place}「{title}」"


def test_the_sample_uncommented_is_the_default(tmp_path: Path) -> None:
    rows = [row for row in described_settings() if not row.secret]
    live = "\n".join(line.removeprefix("# ") for line in sample_file(rows).splitlines()[2:])
    (tmp_path / "settings.yml").write_text(live, encoding="utf-8")
    assert load_settings(tmp_path, {}) == Settings()


def test_a_secret_set_under_the_name_that_the_sample_shows_is_read(tmp_path: Path) -> None:
    """With its line copied into the site's file and without: a name that nobody reads would be ignored in silence."""
    shown = dict(re.findall(r"^#   (\w+): \$\{(\w+)\}$", sample_file(described_settings()), re.MULTILINE))
    assert len(shown) == len({row.name for row in described_settings() if row.secret})
    said = {shown["redis_url"]: "redis://cache"}
    assert load_settings(tmp_path, said).storage.redis_url == "redis://cache"
    (tmp_path / "settings.local.yml").write_text(f"storage: {{redis_url: '${{{shown['redis_url']}}}'}}\n", "utf-8")
    assert load_settings(tmp_path, said).storage.redis_url == "redis://cache"


def test_what_the_documents_call_the_default_is_it() -> None:
    defaults = {row.name: row.default for row in described_settings()}
    told = [
        (path.name, name, number)
        for path in (ROOT / "docs").glob("*.md")
        for name, number in re.findall(r"`(\w+\.\w+)`，默认 (\d+)", path.read_text(encoding="utf-8"))
    ]
    assert len(told) >= 5
    assert [(file, name, number) for file, name, number in told if defaults.get(name) != number] == []
