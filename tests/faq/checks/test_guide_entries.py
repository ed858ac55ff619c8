"""A guide that names an entry which is gone is told at its line, and once for all its places."""

from __future__ import annotations

from pathlib import Path

from tests.faq.content_folder import copy_knowledge, edit, faults
from tests.faq.guiding.project import GUIDE, write_project

KNOWS = """\
name: 丢了密码
greeting: {place: 1, entry: sms_limited}
knows:
- {entry: reset_password, fact: phone, value: usable}
"""


def test_what_a_guide_stands_for_and_knows_of_must_be_there(tmp_path: Path) -> None:
    root = copy_knowledge(write_project(tmp_path, GUIDE.replace("name: 丢了密码\n", KNOWS)))
    assert faults(root) == []
    edit(root, "faq/guides/lost.yml", "entry: sms_limited", "entry: sms_limitd")
    edit(root, "faq/guides/lost.yml", "entry: reset_password", "entry: nowhere")
    assert faults(root) == [
        "faq/guides/lost.yml:3: 引导「lost」写的条目「sms_limitd」不存在。改法：是不是想写「sms_limited」？",
        "faq/guides/lost.yml:5: 引导「lost」写的条目「nowhere」不存在。改法：改成存在的条目编号，或删掉这一行",
    ]
