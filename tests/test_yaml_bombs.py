"""A file whose aliases would grow to gigabytes is refused at once, wherever people or `bot publish` put it."""

from __future__ import annotations

from pathlib import Path

import pytest

from common.errors import BotError
from common.settings_file import load_settings
from faq.engine.library import Library
from tests.small_project import write_small_project

BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{number}: &a{number} [{', '.join([f'*a{number - 1}'] * 9)}]\n" for number in range(1, 12)
)
ALIAS = "用了 YAML 的别名（*）"


def test_in_the_settings(tmp_path: Path) -> None:
    (tmp_path / "settings.yml").write_text(BOMB, encoding="utf-8")
    with pytest.raises(BotError, match=r"settings.yml:2: .*别名"):
        load_settings(tmp_path)


@pytest.mark.parametrize(
    "name",
    [
        "faq/entries/small.yml",
        "faq/careful.yml",
        "faq/contacts.yml",
        "faq/elsewhere.yml",
        "faq/guides/lost.yml",
        "data/nlu.yml",
    ],
)
def test_in_the_knowledge_base(tmp_path: Path, name: str) -> None:
    root = write_small_project(tmp_path)
    library = Library.open(root)
    version = library.version
    (root / name).parent.mkdir(exist_ok=True)
    (root / name).write_text(BOMB, encoding="utf-8")
    library.refresh()
    assert library.version == version
    assert any(str(problem).startswith(f"{name}:2: {ALIAS}") for problem in library.problems)
