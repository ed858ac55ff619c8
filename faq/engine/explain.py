"""Why the engine decided as it did, in plain Chinese for staff."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from faq.engine.library import Library
from faq.follow_ups.asked_next import LEAST, AskedNext
from faq.ranking.decision import Decision, IntentScore
from faq.text.reading import Reading
from faq.text.views import features

_BANDS = {"answer": "直接回答", "clarify": "反问（您是不是想问）", "none": "不回答"}
_REASONS = {
    "keyword": "说的正好是这一条的关键词，而且只有这一条有它",
    "exact": "和知识库里的一个问法完全相同",
    "button": "正是上一条答案下面一个按钮的字",
    "sure": "第一名的把握达到了直接回答的标准",
    "leaning": "第一名多半是，前几名合起来才够得上直接回答的标准：先答第一名，其余写在“也可能是”里",
    "unsure": "有相近的条目，但把握不到直接回答的标准",
    "careful_entry": "第一名属于需要谨慎的条目（faq/careful.yml），把握没有达到它自己的标准",
    "intent_disagrees": "知识库有把握，但意图识别确信是另一件事，所以先问清楚",
    "bare_word": "只说了一个词，几个条目的标题或关键词里有它，先问清楚是哪件事",
    "other_verdict": "问的是能不能、会不会，答案开头就说能或不能；问法里有不少话这个条目没有，可能是另一件事，先问清楚",
    "objected": "对方说刚才答的不是所问，同一条不再答",
    "too_far": "最相近的几条加起来把握也不够",
    "nothing_similar": "没有任何相近的条目",
    "two_questions": "一句话里问了两件事",
    "wish": "一段话里讲了很多，按说出要办什么、卡在哪里的那几句来答",
    "in_talk": "放在这段对话里看：和前面说过的话连起来读，挨着答过的条目的更可能",
}
_SIGNALS = {
    "margin_lead": "分类器领先",
    "odds": "比其余各条更可能的倍数",
    "sure_nearest": "分类器也认定的最像问法",
    "sure_overlap": "分类器也认定的字面重合",
    "nearest": "最像的问法",
    "negative": "最像的无关问题",
    "overlap": "字面重合",
    "clause_mean": "各分句平均",
    "clause_none": "各分句“不归我们管”",
    "found": "检索得分",
    "weighed_gap": "检索领先（分值）",
    "likely": "像这一条的问法说出来的话",
    "kindred": "同类问法的空间里的相近",
    "elsewhere": "说的是别处的名字",
    "meaning": "语义：最像的问法",
    "meaning_lead": "语义：领先",
    "meaning_foreign": "语义：最像的无关问题",
    "meaning_several": "语义：最像的三个问法",
    "meaning_even": "语义（匀过的）：最像的问法",
    "meaning_even_lead": "语义（匀过的）：领先",
    "meaning_even_foreign": "语义（匀过的）：最像的无关问题",
    "meaning_even_several": "语义（匀过的）：最像的三个问法",
    "meaning_odds": "语义：这一条的可能（对数）",
    "meaning_none": "语义：不归我们管的可能（对数）",
    "in_talk": "放在对话里的可能（对数）",
    "keyword": "关键词相同",
    "exact": "完全相同",
    "button": "上一条的按钮",
}
_VIEWS = (("字", "c:"), ("模糊拼音", "p:"), ("首字母", "i:"))
_MOST_TOKENS = 24


@dataclass(frozen=True)
class Explanation:
    """A decision with everything that led to it."""

    decision: Decision
    reading: Reading
    titles: dict[str, str]
    views: dict[str, tuple[str, ...]]
    intents: tuple[IntentScore, ...]
    unaided: Mapping[str, float] = field(default_factory=dict)
    """What each candidate's probability would be without the sentence model, where one has a say."""
    follow_up: AskedNext | None = None
    """The likeliest follow-up of the first entry, however unlikely."""

    def lines(self) -> list[str]:
        """The explanation as staff read it."""
        decision = self.decision
        result = [f"归一后的文字：{decision.text}"]
        if self.reading.mended_share:
            result.append(f"改正拼音和错字后：{self.reading.mended}")
        if len(self.reading.clauses) > 1:
            result.append(f"分句：{' / '.join(self.reading.clauses)}")
        result += [f"{name}：{_some(tokens)}" for name, tokens in self.views.items() if tokens]
        if self.intents:
            result.append("意图：" + "、".join(f"{intent.name} {intent.confidence:.2f}" for intent in self.intents[:3]))
        for place, candidate in enumerate(decision.candidates, 1):
            title = self.titles[candidate.entry_id]
            unaided = self.unaided.get(candidate.entry_id)
            beside = "" if unaided is None else f"（不看语义 {unaided:.2f}）"
            result.append(f"{place}. {candidate.entry_id}（{title}）把握 {candidate.score:.2f}{beside}")
            shown = "，".join(f"{_SIGNALS.get(name, name)} {value:.2f}" for name, value in candidate.signals.items())
            result.append(f"   {shown}")
        if self.follow_up is not None:
            asked, chance = self.follow_up.follow_up.asks[0], self.follow_up.chance
            result.append(f"第一名最像的追问：“{asked}”，可能性 {chance:.2f}（到 {LEAST} 才用它的话）")
        if decision.follow_up_of:
            result.append(f"接着上一个问题：{decision.follow_up_of}（{self.titles.get(decision.follow_up_of, '')}）")
        if decision.second:
            result.append(f"第二个问题：{decision.second}（{self.titles[decision.second]}）")
        led = "，先答第一名，其余列在下面" if decision.leads else ""
        result.append(f"结论：{_BANDS[decision.band]}{led}。依据：{_REASONS[decision.reason]}（{decision.reason}）")
        return result

    def as_dict(self) -> dict[str, Any]:
        """The same for programs."""
        decision = self.decision
        return {
            "text": decision.text,
            "mended": self.reading.mended,
            "clauses": list(self.reading.clauses),
            "views": {name: list(tokens) for name, tokens in self.views.items()},
            "intents": [{"name": intent.name, "confidence": intent.confidence} for intent in self.intents],
            "candidates": [
                {
                    "faq_id": candidate.entry_id,
                    "score": candidate.score,
                    "without_meaning": self.unaided.get(candidate.entry_id),
                    "signals": dict(candidate.signals),
                }
                for candidate in decision.candidates
            ],
            "band": decision.band,
            "leads": decision.leads,
            "reason": decision.reason,
            "second": decision.second,
            "follow_up_of": decision.follow_up_of,
            "asked_next": None
            if self.follow_up is None
            else {"asks": self.follow_up.follow_up.asks[0], "chance": self.follow_up.chance},
        }


def explain(
    library: Library, text: str, intents: Sequence[IntentScore] = (), previous: str | None = None, context: str = ""
) -> Explanation:
    """Decide as the library does and keep the reasons."""
    decision = library.decide(text, intents=intents, previous=previous, context=context)
    reading = library.read(text)
    tokens = features(reading.mended)
    views = {name: tuple(token[2:] for token in tokens if token.startswith(prefix)) for name, prefix in _VIEWS}
    titles = {entry.id: entry.title for entry in library.content.entries}
    first = decision.candidates[:1]
    chances = {item.entry_id: library.chance_without_meaning(item, first=item in first) for item in decision.candidates}
    unaided = {entry_id: chance for entry_id, chance in chances.items() if chance is not None}
    asked = library.asked_next(text, [item.entry_id for item in first], least=0.0) if first else None
    return Explanation(decision, reading, titles, views, tuple(intents), unaided, asked)


def _some(tokens: Sequence[str]) -> str:
    return "、".join(tokens[:_MOST_TOKENS]) + ("…" if len(tokens) > _MOST_TOKENS else "")
