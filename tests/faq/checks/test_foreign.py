from __future__ import annotations

from pathlib import Path

from faq.checks.foreign import advise_negatives
from faq.content.loader import load_content
from tests.faq.content_folder import copy_knowledge

NLU = """\
nlu:
- intent: out_of_scope
  examples: |
    - 今天天气怎么样
    - 请问学信网的邮箱地址
- intent: greet
  examples: |
    - 你好
"""


def test_an_example_that_holds_an_entry_down_is_named_with_its_line(tmp_path: Path) -> None:
    root = copy_knowledge(tmp_path)
    entries = load_content(root).entries
    assert list(advise_negatives(root, entries)) == []
    (root / "data").mkdir()
    (root / "data/nlu.yml").write_text(NLU, encoding="utf-8")
    assert [str(problem) for problem in advise_negatives(root, entries)] == [
        "data/nlu.yml:5: 范围外的例句「请问学信网的邮箱地址」和条目 contact_email 的「学信网邮箱地址」几乎一样，"
        "会压住这个条目。"
        "改法：归这个条目答的，就删掉这一句例句"
    ]
