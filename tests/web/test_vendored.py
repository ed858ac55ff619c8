"""What others made and we serve is exactly what they published, with its licence."""

from __future__ import annotations

import hashlib
import json

from web.static_files import STATIC_FOLDER, StaticFiles

FOLDER = STATIC_FOLDER / "vendor"


def test_every_file_is_accounted_for() -> None:
    listed = json.loads((FOLDER / "vendored.json").read_text(encoding="utf-8"))
    names = {one["file"] for one in listed} | {one["licence_file"] for one in listed} | {"vendored.json"}
    assert {path.name for path in FOLDER.iterdir()} == names
    for one in listed:
        assert hashlib.sha256((FOLDER / one["file"]).read_bytes()).hexdigest() == one["sha256"], one["file"]
        assert StaticFiles().url(one["file"]).endswith(one["file"])
