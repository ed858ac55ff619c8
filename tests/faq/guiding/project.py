"""A small project of guides on disk, for faults planted in it."""

from __future__ import annotations

from pathlib import Path

SITUATION = """\
words:
  yes: [有, 是]
  no: [没有]
  unknown: [不知道]
  not: [不, 没]
  asking: [吗]
  open: [怎么]
  none: [都不行]
  filler: [我, 的, 了]
facts:
- id: phone
  title: 手机号
  ask: 手机号还能用吗？
  again: 手机号那一项呢？
  names: [手机号]
  yes: usable
  no: unusable
  values:
  - id: usable
    title: 能用
    after: [能用]
  - id: unusable
    title: 停用了
    after: [停机]
- id: worked
  title: 成了吗
  ask: 成了吗？
  again: 弄好没有？
  local: true
  yes: done
  no: failed
  values:
  - id: done
    title: 成了
    only: [成了]
  - id: failed
    title: 没成
    only: [没成]
"""
IRREVERSIBLE = """\
- id: erase
  name: 注销
  tells: [点“注销”]
  mentions: [[恢复]]
  warnings: [注销了就回不来。, 再说一次，这一步收不回。]
"""
GUIDE = """\
id: lost
name: 丢了密码
steps:
- id: phone
  collect: phone
  next:
  - if: phone is usable
    then: reset
  - else: person
- id: reset
  say: 用手机找回。
  collect: worked
  again: 手机找回呢？
  next:
  - if: worked is done
    then: solved
  - else: person
- id: person
  end: ticket
  say: 找人工吧。
- id: solved
  end: solved
  say: 好了。
"""


def write_project(root: Path, guide: str = GUIDE, situation: str = SITUATION, irreversible: str = IRREVERSIBLE) -> Path:
    """Write the files; the guide is `lost`."""
    (root / "faq/guides").mkdir(parents=True)
    (root / "faq/situation.yml").write_text(situation, encoding="utf-8")
    (root / "faq/irreversible.yml").write_text(irreversible, encoding="utf-8")
    (root / "faq/guides/lost.yml").write_text(guide, encoding="utf-8")
    return root
