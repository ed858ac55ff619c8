"""The form of an entry at the desk gives back what it was filled with, as a browser sends it."""

from __future__ import annotations

from pathlib import Path

import pytest

from common.yaml_nodes import read_yaml
from web.desk.entry_form import ID_FIELD, form_fields, read_form

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", ["contact.yml", "abroad.yml"])
def test_an_entry_that_nobody_touched_is_the_same(name: str) -> None:
    for item in read_yaml(ROOT / "faq/entries" / name, ROOT).value:
        values = item.plain()
        main, rest = form_fields(values, [values["category"]], is_new=False)
        posted = {
            field.key: field.text if field.lines > 1 else field.text.replace("\n", "") for field in (*main, *rest)
        }
        read, faults = read_form({ID_FIELD: values["id"], **posted})
        assert faults == []
        for key in ("related", "contacts", "keywords", "questions", "prompts", "source", "actions", "scope"):
            assert (read.get(key) or []) == (values.get(key) or []), (values["id"], key)


def test_a_list_in_one_line_is_parted_by_commas() -> None:
    _, rest = form_fields({"related": ["a_b", "c_d"]}, [], is_new=False)
    assert next(field for field in rest if field.key == "related").text == "a_b, c_d"
