"""Tables as people edit them, for the tests of the way to Excel and back."""

from __future__ import annotations

import csv
import io
import random

import pytest

from bot.commands.entry_table import read_table, write_table
from common.errors import ContentError
from faq.editor import exchange
from tests.faq.content_folder import DAY

ACCOUNT, SUPPORT = "faq/entries/account.yml", "faq/entries/support.yml"


def export_table(root, path):
    headings, rows = exchange.export_rows(root)
    write_table(path, headings, rows)
    return len(rows)


def plan_import(root, path, clock):
    return exchange.plan_import(root, read_table(path), path.name, clock)


def texts(root):
    return {path.name: path.read_bytes() for path in sorted((root / "faq/entries").iterdir())}


def cells(path):
    """A CSV as {id: {heading: cell}}."""
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    return {row["编号"]: row for row in rows}


def write(path, rows):
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def refusals(root, path):
    with pytest.raises(ContentError) as caught:
        plan_import(root, path, DAY)
    return [str(problem) for problem in caught.value.problems]


def unlike_questions(seed):
    """Sentences that have nothing in common, in no language."""
    chance = random.Random(seed)
    return ["".join(chr(chance.randrange(0x4E00, 0x9000)) for _ in range(12)) for _ in range(25)]
