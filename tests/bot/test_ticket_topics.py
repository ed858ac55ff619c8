"""What new tickets are about, and which of them tell of harm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.gateway.ticket_topics import harms_of, topics_of
from faq.content.loader import Content
from faq.engine.library import Library
from faq.ranking.decision import Candidate

ROBBED, FORGOT, LEFT = "有人在用我的账号", "密码忘了", "钱转过去给他了三千块"
MISUSED, PAID = "有人拿我的身份证注册了", "付了钱没给我报告"


@dataclass
class Ranking:
    """A knowledge base that finds what a test says."""

    content: Content
    found: Mapping[str, tuple[str, float]]

    def rank(self, text: str) -> tuple[Candidate, ...]:
        name, score = self.found[text]
        return (Candidate(name, score),)


def test_who_tells_of_harm_is_told_from_who_only_asks(small_library: Library) -> None:
    content = small_library.content
    harm = replace(content.entries[0], harm=True)
    entries = (harm, *content.entries[1:])
    found = {ROBBED: (harm.id, 0.8), FORGOT: (content.entries[1].id, 0.9), LEFT: (harm.id, 0.2)}
    found |= dict.fromkeys((MISUSED, PAID), (content.entries[1].id, 0.9))
    library: Any = Ranking(replace(content, entries=entries), found)
    texts = dict(enumerate(found))
    assert harms_of(library, texts) == {
        0: f"像是“{harm.title}”",
        2: "说的像是被盗号或被骗",
        3: "说有人用了本人的证件或账号",
    }
    del texts[3], texts[4]
    assert topics_of(library, texts) == {0: harm.category, 1: entries[1].category, 2: harm.category}
