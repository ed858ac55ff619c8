"""How complete the search of the pages is: the table of docs/pages.md, over the project's knowledge base.

python -m benchmarks.search_words [word …]
"""

from __future__ import annotations

import argparse
from pathlib import Path

from common.clock import SYSTEM_CLOCK, china_time
from faq.engine.library import Library
from faq.finding.search_box import SearchBox

ROOT = Path(__file__).resolve().parents[1]
WORDS = ("注册", "学历", "考研", "档案", "学籍", "账号", "密码", "忘记", "验证码", "认证")


def main() -> None:
    """Search for each word and count."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", nargs="*", default=WORDS)
    box = SearchBox(Library.open(ROOT, rarely_asked=True))
    entries = box.warm().entries
    print(f"{len(entries)} 条的知识库（{china_time(SYSTEM_CLOCK.now()).date()}）\n")
    print("| 搜 | 标题里有 | 找到 | 漏掉的标题 | 第一条 |\n|---|---|---|---|---|")
    for word in parser.parse_args().words:
        found = box.search(word, len(entries))
        titled = {entry.id for entry in entries if word in entry.title}
        lost = titled - {hit.entry.id for hit in found.hits}
        first = found.hits[0].entry.title if found.hits else "—"
        print(f"| {word} | {len(titled)} | {found.total} | {len(lost)} | {first} |")


if __name__ == "__main__":
    main()
