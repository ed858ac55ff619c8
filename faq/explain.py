"""Why the engine decided as it did, in plain Chinese for staff."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from faq.decision import Decision, IntentScore
from faq.library import Library
from faq.views import features

_BANDS = {"answer": "直接回答", "clarify": "反问（您是不是想问）", "none": "不回答"}
_REASONS = {
    "exact": "和知识库里的一个问法完全相同",
    "sure": "第一名的把握达到了直接回答的标准",
    "unsure": "有相近的条目，但把握不到直接回答的标准",
    "careful_entry": "第一名属于需要谨慎的条目，把握没有达到它自己的标准",
    "too_far": "最相近的几条加起来把握也不够",
    "nothing_similar": "没有任何相近的条目",
    "two_questions": "一句话里问了两件事",
    "follow_up": "是接着上一个问题问的",
}
_SIGNALS = {
    "margin": "分类器得分",
    "margin_lead": "分类器领先",
    "none_margin": "“不归我们管”得分",
    "nearest": "最像的问法",
    "nearest_lead": "最像的问法领先",
    "negative": "最像的无关问题",
    "overlap": "字面重合",
    "intent": "意图一致",
    "exact": "完全相同",
}


@dataclass(frozen=True)
class Explanation:
    """A decision with everything that led to it."""

    decision: Decision
    titles: dict[str, str]
    views: dict[str, tuple[str, ...]]
    intents: tuple[IntentScore, ...]

    def lines(self) -> list[str]:
        """The explanation as staff read it."""
        decision = self.decision
        result = [f"归一后的文字：{decision.text}"]
        result += [f"{name}：{'、'.join(tokens[:24])}{'…' if len(tokens) > 24 else ''}" for name, tokens in self.views.items()]
        if self.intents:
            result.append("意图：" + "、".join(f"{intent.name} {intent.confidence:.2f}" for intent in self.intents[:3]))
        for place, candidate in enumerate(decision.candidates, 1):
            result.append(f"{place}. {candidate.entry_id}（{self.titles[candidate.entry_id]}）把握 {candidate.score:.2f}")
            shown = "，".join(f"{_SIGNALS.get(name, name)} {value:.2f}" for name, value in candidate.signals.items())
            result.append(f"   {shown}")
        if decision.follow_up_of:
            result.append(f"接着上一个问题：{decision.follow_up_of}（{self.titles.get(decision.follow_up_of, '')}）")
        if decision.second:
            result.append(f"第二个问题：{decision.second}（{self.titles[decision.second]}）")
        result.append(f"结论：{_BANDS[decision.band]}。依据：{_REASONS[decision.reason]}（{decision.reason}）")
        return result

    def as_dict(self) -> dict[str, Any]:
        """The same for programs."""
        decision = self.decision
        return {
            "text": decision.text,
            "views": {name: list(tokens) for name, tokens in self.views.items()},
            "intents": [{"name": intent.name, "confidence": intent.confidence} for intent in self.intents],
            "candidates": [
                {"faq_id": candidate.entry_id, "score": candidate.score, "signals": dict(candidate.signals)}
                for candidate in decision.candidates
            ],
            "band": decision.band,
            "reason": decision.reason,
            "second": decision.second,
            "follow_up_of": decision.follow_up_of,
        }


def explain(
    library: Library, text: str, intents: Sequence[IntentScore] = (), previous: str | None = None, context: str = ""
) -> Explanation:
    """Decide as the library does and keep the reasons."""
    decision = library.decide(text, intents=intents, previous=previous, context=context)
    tokens = features(text)
    views = {
        name: tuple(token[2:] for token in tokens if token.startswith(prefix))
        for name, prefix in (("字", "c:"), ("模糊拼音", "p:"), ("首字母", "i:"))
    }
    titles = {entry.id: entry.title for entry in library.content.entries}
    return Explanation(decision, titles, views, tuple(intents))
