"""What a change of a field looks like to the person who made it: before and after, line by line."""

from __future__ import annotations

from difflib import ndiff
from typing import Any

from faq.editor.cells import COLUMNS, cell_of

_MOST_LINES = 12
_NOTHING = "（空）"


def shown_change(key: str, old: Any, new: Any) -> list[str]:
    """The lines that say what changed in a field: `- ` what was there, `+ ` what will be."""
    before, after = cell_of(key, old), cell_of(key, new)
    if "\n" not in before and "\n" not in after:
        return [f"  {COLUMNS[key]}：{before or _NOTHING} → {after or _NOTHING}"]
    lines = [line for line in ndiff(before.splitlines(), after.splitlines()) if line[:2] in ("- ", "+ ")]
    kept = lines[:_MOST_LINES]
    rest = [f"    …… 还有 {len(lines) - len(kept)} 行"] if len(lines) > len(kept) else []
    return [f"  {COLUMNS[key]}：", *(f"    {line}" for line in kept), *rest]
