"""What comments and docs cite is in the repository: a page that nobody who reads them has explains nothing."""

from __future__ import annotations

import io
import re
import subprocess
import tokenize
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_FILE = re.compile(
    r"(?<![\w/.:<>{}*-])((?:[\w-]+/)*[\w-]+\.(?:md|py|yml|json|html|css|js|sh|toml|service|conf))(?![\w/*{-])"
)
_ELSEWHERE = re.compile(r"\b(?:facts F?\d|facts/\w+\.md|design\.md|style\.md)")
"""Pages that only those had who built this."""


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [Path(name) for name in listed.split("\0") if name]


def remarks(path: Path) -> Iterator[tuple[int, str]]:
    """Comments and texts of a Python file, with their lines; strings too, for docstrings are strings."""
    for token in tokenize.generate_tokens(io.StringIO((ROOT / path).read_text(encoding="utf-8")).readline):
        if token.type == tokenize.COMMENT or (token.type == tokenize.STRING and token.string.startswith('"""')):
            yield token.start[0], token.string


def test_comments_and_docs_cite_no_page_of_elsewhere() -> None:
    pages = [
        path for path in tracked() if path.suffix in (".py", ".yml", ".md", ".html") and "entries" not in path.parts
    ]
    pages = [path for path in pages if path.name not in (Path(__file__).name, "CHANGELOG.md")]
    texts = [(path, (ROOT / path).read_text(encoding="utf-8")) for path in pages]
    assert [f"{path}: {found[0]}" for path, text in texts for found in _ELSEWHERE.finditer(text)] == []


def test_files_of_the_project_that_are_named_are_there() -> None:
    known = {path.as_posix() for path in tracked()}
    folders = {path.parts[0] for path in tracked() if len(path.parts) > 1}
    missing = []
    for path in tracked():
        if path.suffix == ".md" and path.name != "CHANGELOG.md":
            texts = [(0, (ROOT / path).read_text(encoding="utf-8"))]
        elif path.suffix == ".py":
            texts = list(remarks(path))
        else:
            continue
        named = {(line, name) for line, text in texts for name in _FILE.findall(text)}
        missing += [
            f"{path}:{line}: {name}"
            for line, name in sorted(named)
            if "/" in name and name.partition("/")[0] in folders and name not in known
        ]
    assert missing == []
