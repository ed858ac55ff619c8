"""A decision in one sentence: which wording it is most like, who comes second, what holds it down."""

from __future__ import annotations

from faq.engine.index import Index
from faq.engine.neighbours import Neighbours
from faq.ranking.decision import Decision
from faq.text.reading import Reading

_BANDS = {"answer": "直接回答", "clarify": "先反问", "none": "不回答"}


def decision_sentence(decision: Decision, index: Index, reading: Reading, answer_from: float) -> str:
    """The decision for a person; `answer_from` is how sure the engine must be of its first entry to answer at once."""
    if not decision.candidates:
        return "不回答：知识库里没有相近的问法。"
    first, *rest = decision.candidates
    near = Neighbours(index, reading)
    own, foreign = near.of_entry(first.entry_id), near.foreign()
    title = index.content.entries[index.numbers[first.entry_id]].title
    said = "先答第一名、再列其余" if decision.leads else _BANDS[decision.band]
    parts = [f"{said}：第一名 {first.entry_id}（{title}），把握 {first.score:.2f}"]
    if decision.band != "answer":
        parts[0] += f"，要到 {answer_from:.2f} 才直接回答"
    if own is not None:
        parts.append(f"最像它的问法是「{own.text}」（{own.by} {own.nearness:.2f}）")
    if rest:
        parts.append(f"第二名 {rest[0].entry_id}（{rest[0].score:.2f}）")
    if decision.band != "answer" and foreign is not None and (own is None or foreign.nearness >= own.nearness):
        parts.append(f"被无关例句「{foreign.text}」压住了（{foreign.by} {foreign.nearness:.2f}，在 data/nlu.yml 里）")
    return "；".join(parts) + "。"
