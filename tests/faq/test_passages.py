from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from faq.entry import Entry, Section
from faq.loader import load_content
from faq.passages import MONEY, said_about
from tests.small_project import write_small_project


@pytest.fixture
def entry(tmp_path: Path) -> Entry:
    found = load_content(write_small_project(tmp_path)).entry("reset_password")
    assert found is not None
    return found


def test_the_lines_about_money_without_their_numbers(entry: Entry) -> None:
    more = (Section("注意", "- 补办每份 30 元\n- 带身份证"),)
    priced = replace(entry, answer="自己办。\n1. **免费**申请\n2. 下载", more=more)
    assert said_about(priced, MONEY) == ("免费申请", "补办每份 30 元")


def test_nothing_where_money_is_no_matter(entry: Entry) -> None:
    assert said_about(entry, MONEY) == ()
