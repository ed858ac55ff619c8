"""A picture in a ticket as the desk draws it: beside it what was read on it, escaped."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader

TEMPLATES = Path(__file__).resolve().parents[2] / "web/templates"


def test_a_picture_stands_beside_what_was_read_on_it() -> None:
    parts = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True).get_template("desk/ticket_parts.html")
    read = {"address": "/desk/tickets/TABCDEF2/pictures/p1", "text": "学信网\n<证件号码>已被注册"}
    drawn = str(parts.module.shots([read, {"address": "/x", "text": ""}, {"address": "", "text": ""}]))  # type: ignore[attr-defined]
    first, second, gone = drawn.split('<div class="shot">')[1:]
    assert '<img src="/desk/tickets/TABCDEF2/pictures/p1"' in first
    assert '<div class="read"><small>图里的字</small><p>学信网\n&lt;证件号码&gt;已被注册</p></div>' in first
    assert "图里的字" not in second and "图片已删除" in gone and "<img" not in gone
