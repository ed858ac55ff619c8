from __future__ import annotations

from pathlib import Path

from tests.faq.content_folder import copy_knowledge, faults

PROMISES = """\
- question: 学信网邮箱地址是啥
  entry: contact_email
  note: 张，十一月
- question: 学信网邮箱地址是啥？
  entry: contact_emial
- question: ""
  entry: Contact
- qustion: 忘了
  entry: reset_password
"""


def test_every_fault_of_the_promises_is_named(tmp_path: Path) -> None:
    root = copy_knowledge(tmp_path)
    folder = root / "faq/questions"
    folder.mkdir()
    path = folder / "staff.yml"
    path.write_text(PROMISES[: PROMISES.index("- question: 学信网邮箱地址是啥？")], encoding="utf-8")
    assert faults(root) == []
    path.write_text(PROMISES, encoding="utf-8")
    name = "faq/questions/staff.yml"
    assert faults(root) == [
        f"{name}:4: 问题「学信网邮箱地址是啥？」写了两次（第一次在 {name}:1）。改法：删掉一个",
        f"{name}:5: 「学信网邮箱地址是啥？」要由「contact_emial」回答，可是没有这个条目。"
        "改法：是不是想写「contact_email」？",
        f"{name}:6: 「question」是空的或太少。改法：补上内容，或删掉这一项",
        f"{name}:6: 「question」的写法不对（现在是「」）。改法：写用户的原话",
        f"{name}:7: 「entry」的写法不对（现在是「Contact」）。改法：写该回答它的条目编号，例如 reset_password",
        f"{name}:8: 没有「qustion」这个字段。改法：是不是想写「question」？",
    ]
